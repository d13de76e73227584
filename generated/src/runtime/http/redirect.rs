//! Where a redirect leads, and what may go along.
//!
//! Within an origin everything does. To another origin nothing does that the client or its user has added: no credential of any
//! kind, no cookie, no header of the user's, no body. From https to http there is no way.

use super::{
    body::Body,
    client::{Prepared, Trust},
    error::Error,
    transport::TransportResponse,
    url::Url,
};
use bytes::Bytes;
use http::{HeaderMap, Method, header};

/// A request of a chain of redirects.
pub(super) struct Hop {
    pub(super) url: Url,
    pub(super) headers: HeaderMap,
    pub(super) body: Body,
    /// Whether the chain has never left the origin that the call was made for.
    pub(super) is_home: bool,
    trust: Trust,
}

impl Hop {
    /// The request itself.
    pub(super) fn first(prepared: &Prepared) -> Hop {
        Hop {
            url: prepared.url.clone(),
            headers: prepared.headers.clone(),
            body: prepared.body.clone(),
            is_home: true,
            trust: prepared.trust,
        }
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
        let url = self.url.resolve(location.as_bytes()).map_err(refuse)?;
        if self.url.origin.is_https && !url.origin.is_https {
            return Err(refuse("it leads from https to http"));
        }
        let keeps_body = matches!(response.status.as_u16(), 307 | 308);
        if keeps_body && url.origin == self.url.origin && !self.body.is_replayable() {
            return Err(refuse("the body is a stream, which is sent once"));
        }
        match url.origin == self.url.origin {
            true => Ok(Some(self.within(prepared, url, keeps_body))),
            false => Ok(Some(self.leaving(prepared, url))),
        }
    }

    fn within(&self, prepared: &Prepared, mut url: Url, keeps_body: bool) -> Hop {
        if self.is_home {
            for (name, pair) in &prepared.query_credentials {
                if !url.has_query(name) {
                    url.push_query(pair);
                }
            }
        }
        let mut headers = self.headers.clone();
        if !keeps_body {
            headers.remove(header::CONTENT_TYPE);
        }
        let body = if keeps_body { self.body.clone() } else { Body::default() };
        Hop { url, headers, body, is_home: self.is_home, trust: self.trust }
    }

    /// A server that repeats our query in its `Location` would hand our key on, so the key is taken out.
    fn leaving(&self, prepared: &Prepared, mut url: Url) -> Hop {
        for (name, _) in &prepared.query_credentials {
            url.remove_query(name);
        }
        let mut headers = HeaderMap::new();
        for name in [header::ACCEPT, header::USER_AGENT] {
            if let Some(value) = self.headers.get(&name) {
                headers.insert(name, value.clone());
            }
        }
        Hop { url, headers, body: Body::default(), is_home: false, trust: Trust::Foreign }
    }
}
