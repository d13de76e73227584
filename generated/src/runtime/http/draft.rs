//! What a call has gathered so far, not yet a request.

use super::{body::Body, error::Error, idempotency::IdempotencyKey, multipart::Multipart, percent, place};
use crate::runtime::json::Fault;
use http::HeaderMap;
use std::{borrow::Cow, time::Duration};

/// A request in the making.
#[derive(Debug, Default)]
pub(super) struct Draft {
    /// The path below the server's, encoded.
    pub(super) path: String,
    /// Encoded pairs, in order, with `&` between them.
    pub(super) query: String,
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
    /// A link of an earlier answer, which takes the place of path and query.
    pub(super) link: Option<String>,
    /// The first thing that went wrong.
    pub(super) error: Option<Error>,
}

impl Draft {
    /// The same request once more.
    pub(super) fn copy(&self) -> Draft {
        Draft {
            path: self.path.clone(),
            query: self.query.clone(),
            headers: self.headers.clone(),
            cookies: self.cookies.clone(),
            body: self.body.clone(),
            multipart: self.multipart.clone(),
            timeout: self.timeout,
            max_attempts: self.max_attempts,
            is_idempotent: self.is_idempotent,
            key_header: self.key_header,
            key: self.key.clone(),
            base_url: self.base_url.clone(),
            link: self.link.clone(),
            error: None,
        }
    }

    /// The query, to add an encoded pair to.
    pub(super) fn query_end(&mut self) -> &mut String {
        match self.query.is_empty() {
            true => self.query.reserve(64),
            false => self.query.push('&'),
        }
        &mut self.query
    }

    /// Adds a pair of texts to the query.
    pub(super) fn push_query(&mut self, name: &str, value: &str) {
        let query = self.query_end();
        percent::push(query, name);
        query.push('=');
        percent::push(query, value);
    }

    /// The value of a query parameter, decoded, where there is exactly one of the name.
    pub(super) fn query_value(&self, name: &str) -> Option<String> {
        let pairs = self.query.split('&').filter_map(|pair| pair.split_once('='));
        let mut values = pairs.filter(|(known, _)| is_named(known, name));
        let (_, value) = values.next()?;
        values.next().is_none().then(|| decoded(value).into_owned())
    }

    /// Replaces a query parameter.
    pub(super) fn set_query(&mut self, name: &str, value: &str) {
        let is_other = |pair: &&str| !is_named(pair.split_once('=').map_or(*pair, |(known, _)| known), name);
        self.query = self.query.split('&').filter(|pair| !pair.is_empty()).filter(is_other).collect::<Vec<_>>().join("&");
        self.push_query(name, value);
    }

    /// What a call asks for: a query parameter, or, where the name is a JSON pointer, a place in its JSON body.
    pub(super) fn wish(&self, name: &str) -> Option<String> {
        if !name.starts_with('/') {
            return self.query_value(name);
        }
        place::word(std::str::from_utf8(&self.body.as_ref()?.1.as_bytes()?).ok()?, name).ok()?
    }

    /// Replaces what a call asks for: by a word in the query, by JSON in the body.
    pub(super) fn set_wish(&mut self, name: &str, word: &str, json: &str) -> Result<(), Fault> {
        if !name.starts_with('/') {
            self.set_query(name, word);
            return Ok(());
        }
        let (media_type, body) = self.body.take().unwrap_or_else(|| ("application/json".to_owned(), Body::new("null")));
        let bytes = body.as_bytes().unwrap_or_default();
        let text = std::str::from_utf8(&bytes).map_err(|error| Fault::new("the text is not UTF-8", error.valid_up_to()))?;
        self.body = Some((media_type, Body::new(place::put(text, name, json)?)));
        Ok(())
    }

    /// Replaces the body.
    pub(super) fn set_body(&mut self, media_type: &str, body: Body) {
        self.multipart = None;
        self.body = Some((media_type.to_owned(), body));
    }
}

/// Whether an encoded name is this one.
fn is_named(encoded: &str, name: &str) -> bool {
    decoded(encoded) == name
}

fn decoded(encoded: &str) -> Cow<'_, str> {
    percent_encoding::percent_decode_str(encoded).decode_utf8_lossy()
}
