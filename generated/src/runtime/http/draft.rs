//! What a call has gathered so far, not yet a request.

use super::{body::Body, error::Error, idempotency::IdempotencyKey, multipart::Multipart};
use http::HeaderMap;
use std::time::Duration;

/// A request in the making.
#[derive(Debug, Default)]
pub(super) struct Draft {
    /// The path below the server's, encoded.
    pub(super) path: String,
    /// Encoded pairs, in order.
    pub(super) query: Vec<String>,
    /// Headers that the call sets itself.
    pub(super) headers: HeaderMap,
    /// Pairs of the `Cookie` header.
    pub(super) cookies: Vec<String>,
    /// The media type and the content of a body, unless it is made of parts.
    pub(super) body: Option<(String, Body)>,
    /// A body made of parts.
    pub(super) multipart: Option<Multipart>,
    pub(super) timeout: Option<Duration>,
    pub(super) max_attempts: Option<u32>,
    /// Whether the operation does the same when it is done again; `None` where its method says.
    pub(super) is_idempotent: Option<bool>,
    /// The header in which the document wants an idempotency key.
    pub(super) key_header: Option<&'static str>,
    /// The idempotency key that the caller gives.
    pub(super) key: Option<IdempotencyKey>,
    pub(super) base_url: Option<String>,
    /// The first thing that went wrong.
    pub(super) error: Option<Error>,
}

impl Draft {
    /// Replaces the body.
    pub(super) fn set_body(&mut self, media_type: &str, body: Body) {
        self.multipart = None;
        self.body = Some((media_type.to_owned(), body));
    }
}
