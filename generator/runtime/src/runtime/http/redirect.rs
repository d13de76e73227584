//! Where a redirect leads, and what may go along.
//!
//! Within an origin everything does. To another origin nothing does that the client or its user has added: no credential of any
//! kind, no cookie, no header of the user's, no body. From https to http there is no way.

use super::{
    body::Body,
    client::{Core, Trust},
    error::Error,
    prepared::Prepared,
    transport::TransportResponse,
    url::Url,
};
use bytes::Bytes;
use http::{HeaderMap, Method, Uri, header};

/// A request of a chain of redirects.
pub(super) struct Hop {
    pub(super) uri: Uri,
    /// Whether the chain has never left the origin that the call was made for.
    pub(super) is_home: bool,
    has_body: bool,
    trust: Trust,
}

impl Hop {
    /// The request itself.
    pub(super) fn first(prepared: &Prepared) -> Hop {
        Hop { uri: prepared.uri.clone(), is_home: true, has_body: true, trust: prepared.trust }
    }

    /// What goes along, but for what is fetched or signed later.
    pub(super) fn headers(&self, core: &Core, prepared: &mut Prepared) -> Result<HeaderMap, Error> {
        let mut headers = prepared.take_headers(core)?;
        if !self.has_body {
            headers.remove(header::CONTENT_TYPE);
        }
        if !self.is_home {
            let kept = [header::ACCEPT, header::USER_AGENT].into_iter();
            headers = kept.filter_map(|name| headers.remove(&name).map(|value| (name, value))).collect();
        }
        Ok(headers)
    }

    /// The body that goes along.
    pub(super) fn body(&self, prepared: &Prepared) -> Body {
        if self.has_body { prepared.body.clone() } else { Body::default() }
    }

    /// Whether the request goes to the service, and not elsewhere by a redirect or by the base URL of a call.
    pub(super) fn is_trusted(&self) -> bool {
        self.trust == Trust::Ours
    }

    /// The request that an answer leads to; `None` where the answer is the last one. Only GET and HEAD go on, since only they ask
    /// for nothing to be done (RFC 9110, 9.2.1).
    pub(super) fn next(&self, prepared: &Prepared, response: &TransportResponse) -> Result<Option<Hop>, Error> {
        let is_redirect = matches!(response.status.as_u16(), 301 | 302 | 303 | 307 | 308);
        let Some(location) = response.headers.get(header::LOCATION).filter(|_| is_redirect) else { return Ok(None) };
        if prepared.method != Method::GET && prepared.method != Method::HEAD {
            return Ok(None);
        }
        let refuse = |why: &str| {
            let error = Error::redirect(prepared.operation.id, format!("the redirect cannot be followed: {why}"));
            error.with_answer(response.status, response.headers.clone(), Bytes::new())
        };
        let here = Url::of(&self.uri).map_err(refuse)?;
        let url = here.resolve(location.as_bytes()).map_err(refuse)?;
        if here.is_https() && !url.is_https() {
            return Err(refuse("it leads from https to http"));
        }
        let keeps_body = self.has_body && matches!(response.status.as_u16(), 307 | 308);
        let is_within = url.origin() == here.origin();
        if is_within && keeps_body && !prepared.is_replayable {
            return Err(refuse("the body is a stream, which is sent once"));
        }
        let hop = if is_within { self.within(prepared, url, keeps_body) } else { Hop::leaving(prepared, url) };
        hop.map(Some).map_err(refuse)
    }

    fn within(&self, prepared: &Prepared, mut url: Url, has_body: bool) -> Result<Hop, &'static str> {
        if self.is_home {
            for (name, pair) in &prepared.query_credentials {
                if !url.has_query(name) {
                    url.push_query(pair);
                }
            }
        }
        Ok(Hop { uri: url.into_uri()?, is_home: self.is_home, has_body, trust: self.trust })
    }

    /// A server that repeats our query in its `Location` would hand our key on, so the key is taken out.
    fn leaving(prepared: &Prepared, mut url: Url) -> Result<Hop, &'static str> {
        for (name, _) in &prepared.query_credentials {
            url.remove_query(name);
        }
        Ok(Hop { uri: url.into_uri()?, is_home: false, has_body: false, trust: Trust::Foreign })
    }
}
