//! A client of the operation that `generated` has, as somebody careful writes it: path values are encoded, the body of the answer is
//! bounded, time is limited, a failure keeps its status and text, and the token shows in no log. It tries nothing again.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use reqwest::header::{ACCEPT, AUTHORIZATION, HeaderMap, HeaderValue};
use serde::Deserialize;
use std::{collections::BTreeMap, error::Error, time::Duration};

const SEGMENT: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');
const LIMIT: usize = 64 << 20;

/// The HTTP stack, as both clients have it.
pub(crate) fn http() -> reqwest::ClientBuilder {
    reqwest::Client::builder().no_proxy()
}

/// A client.
pub(crate) struct Client {
    http: reqwest::Client,
    base_url: String,
}

impl Client {
    /// A client of a server.
    pub(crate) fn new(base_url: &str, token: &str) -> Client {
        let mut authorization = HeaderValue::from_str(&format!("Bearer {token}")).expect("a token is ASCII");
        authorization.set_sensitive(true);
        let headers =
            HeaderMap::from_iter([(AUTHORIZATION, authorization), (ACCEPT, HeaderValue::from_static("application/json"))]);
        let builder = http().default_headers(headers).user_agent("by-hand/0.1.0").timeout(Duration::from_secs(60));
        let builder = builder.redirect(reqwest::redirect::Policy::none()).referer(false);
        let builder = builder.connect_timeout(Duration::from_secs(10)).read_timeout(Duration::from_secs(30));
        Client { http: builder.build().expect("the client is complete"), base_url: base_url.to_owned() }
    }

    /// Fetches the details of a session.
    pub(crate) async fn session_details(
        &self,
        account: &str,
        app: &str,
        session: &str,
        include_breakout_rooms: bool,
    ) -> Result<SessionDetails, Box<dyn Error + Send + Sync>> {
        let url = format!(
            "{}/accounts/{}/realtime/kit/{}/sessions/{}?include_breakout_rooms={include_breakout_rooms}",
            self.base_url,
            utf8_percent_encode(account, SEGMENT),
            utf8_percent_encode(app, SEGMENT),
            utf8_percent_encode(session, SEGMENT),
        );
        let mut response = self.http.get(url).send().await?;
        let status = response.status();
        let mut body = Vec::new();
        while let Some(chunk) = response.chunk().await? {
            if body.len() + chunk.len() > LIMIT {
                return Err("the body is too large".into());
            }
            body.extend_from_slice(&chunk);
        }
        match status.is_success() {
            true => Ok(serde_json::from_slice(&body)?),
            false => Err(format!("{status}: {}", String::from_utf8_lossy(&body)).into()),
        }
    }
}

#[derive(Deserialize)]
#[allow(dead_code)] // What is decoded counts, whether it is looked at or not.
pub(crate) struct SessionDetails {
    pub(crate) data: Option<SessionDetailsData>,
    pub(crate) success: Option<bool>,
}

#[derive(Deserialize)]
pub(crate) struct SessionDetailsData {
    pub(crate) session: Option<Session>,
}

#[derive(Deserialize)]
#[allow(dead_code)]
pub(crate) struct Session {
    pub(crate) id: String,
    pub(crate) associated_id: String,
    pub(crate) created_at: String,
    pub(crate) live_participants: f64,
    pub(crate) max_concurrent_participants: f64,
    pub(crate) meeting_display_name: String,
    pub(crate) minutes_consumed: f64,
    pub(crate) organization_id: String,
    pub(crate) started_at: String,
    pub(crate) status: SessionStatus,
    pub(crate) r#type: SessionType,
    pub(crate) updated_at: String,
    pub(crate) breakout_rooms: Option<Vec<serde_json::Value>>,
    pub(crate) ended_at: Option<String>,
    pub(crate) meta: Option<BTreeMap<String, serde_json::Value>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "UPPERCASE")]
pub(crate) enum SessionStatus {
    Live,
    Ended,
    #[serde(other)]
    Unknown,
}

#[derive(Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum SessionType {
    Meeting,
    Livestream,
    Participant,
    #[serde(other)]
    Unknown,
}
