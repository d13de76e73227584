//! Requests that are complete: what a call has gathered, with what the client adds to it.
//!
//! Whatever cannot be sent is an error here, before anything is. The first attempt takes the headers that were checked here; another
//! one, or a redirect, makes them anew from the same parts.

use super::{
    body::Body,
    client::{Core, Trust},
    credential::{self, Credential, Place},
    draft::Draft,
    error::Error,
    idempotency::IdempotencyKey,
    late::Late,
    operation::Operation,
    url::{self, Url},
};
use bytes::Bytes;
use http::{
    HeaderMap, HeaderName, HeaderValue, Method, Request, Uri,
    header::{self, Entry},
};
use std::time::Duration;

/// A request, complete, with what the executor must know to follow redirects.
pub(super) struct Prepared {
    pub(super) operation: &'static Operation,
    pub(super) method: Method,
    pub(super) uri: Uri,
    pub(super) body: Body,
    pub(super) timeout: Duration,
    pub(super) max_attempts: u32,
    /// Whether the body can be sent more than once.
    pub(super) is_replayable: bool,
    /// Whether the operation does the same when it is done again; `None` where the method says.
    pub(super) is_idempotent: Option<bool>,
    /// Whether an idempotency key goes along.
    pub(super) has_key: bool,
    /// Whether the server may see what belongs to the service.
    pub(super) trust: Trust,
    /// Credentials that the headers do not have yet.
    pub(super) late: Late,
    /// Encoded names and pairs of the credentials in the query.
    pub(super) query_credentials: Vec<(String, String)>,
    /// The headers of the first attempt, until it takes them.
    headers: Option<HeaderMap>,
    parts: Parts,
}

/// What the headers are made of.
struct Parts {
    /// Those that the call sets itself.
    own: HeaderMap,
    cookies: Vec<String>,
    content_type: Option<String>,
    /// The schemes whose credentials go along.
    schemes: &'static [&'static str],
    /// The header of the idempotency key, and the key.
    key: Option<(HeaderName, HeaderValue)>,
}

/// The part of a path template whose segment of an encoded path is a dot segment. Values hold no slash once they are encoded, so
/// both have the same segments.
fn dot_segment<'o>(template: &'o str, path: &str) -> Option<&'o str> {
    // Few paths have what a dot segment begins with.
    if !path.as_bytes().windows(2).any(|pair| matches!(pair, b"/." | b"/%")) && !path.starts_with(['.', '%']) {
        return None;
    }
    let index = path.split('/').position(|segment| url::dots(segment).is_some())?;
    Some(template.split('/').nth(index).unwrap_or(template))
}

impl Core {
    /// Completes what a call has gathered.
    pub(super) fn prepare(&self, operation: &'static Operation, draft: Draft) -> Result<Prepared, Error> {
        let refuse = |message: String| Error::build(operation.id, message);
        if let Some(error) = draft.error {
            return Err(error);
        }
        let method = Method::from_bytes(operation.method.as_bytes())
            .map_err(|_| refuse(format!("`{}` is not a method", operation.method.escape_debug())))?;
        let (base, trust) = self.server(operation, draft.base_url.as_deref())?;
        if let Some(segment) = dot_segment(operation.path, &draft.path) {
            return Err(refuse(format!("the path segment `{segment}` would be `.` or `..`, and lead elsewhere")));
        }
        let mut url = base.join(draft.path, &draft.query);
        if let Some(link) = draft.link {
            url = follow(operation, &url, &link)?;
        }
        let body = match draft.multipart {
            Some(multipart) => Some(multipart.encode().map_err(refuse)?),
            None => draft.body,
        };
        let (content_type, body) = body.unzip();
        let schemes = match trust {
            Trust::Ours => credential::choose(operation, self.0.service.schemes, &self.0.credentials, |name| {
                draft.headers.contains_key(name) || self.0.headers.contains_key(name)
            })?,
            Trust::Foreign => &[],
        };
        let key = self.key(draft.key_header, draft.key, &draft.headers).map_err(refuse)?;
        let has_key = key.is_some() || draft.headers.contains_key(draft.key_header.unwrap_or(self.0.service.idempotency_header));
        let parts = Parts { own: draft.headers, cookies: draft.cookies, content_type, schemes, key };
        let headers = self.headers(operation, &parts, trust)?;
        let (late, query_credentials) = self.beside_headers(schemes, &parts.own, &mut url);
        let body = body.unwrap_or_default();
        Ok(Prepared {
            operation,
            method,
            uri: url.into_uri().map_err(|why| Error::build(operation.id, format!("the URL cannot be used: {why}")))?,
            timeout: draft.timeout.unwrap_or(self.0.timeout),
            max_attempts: draft.max_attempts.unwrap_or(self.0.retry.max_attempts),
            is_replayable: body.is_replayable(),
            body,
            is_idempotent: draft.is_idempotent,
            has_key,
            trust,
            late,
            query_credentials,
            headers: Some(headers),
            parts,
        })
    }

    /// The credentials of these schemes.
    fn credentials(&self, schemes: &'static [&'static str]) -> impl Iterator<Item = &Credential> {
        self.0.credentials.iter().filter(|credential| schemes.contains(&credential.scheme.name))
    }

    /// Credentials that are fetched or signed later, and those of the query, which are added to it.
    fn beside_headers(&self, schemes: &'static [&'static str], own: &HeaderMap, url: &mut Url) -> (Late, Vec<(String, String)>) {
        let (mut late, mut query) = (Late::default(), Vec::new());
        // What is there already stands for a token that would go to the same place.
        let is_there = |header: &HeaderName| {
            let is_it = |place: &Place| matches!(place, Place::Header(name, _) if name == header);
            own.contains_key(header) || self.credentials(schemes).any(|credential| is_it(&credential.place))
        };
        for credential in self.credentials(schemes) {
            match &credential.place {
                Place::Query(name, pair) => query.push((name.clone(), pair.clone())),
                Place::Token(token) if is_there(&token.header) => {}
                Place::Token(token) => late.tokens.push(token.clone()),
                Place::Signer(signer) => late.signers.push((credential.scheme, signer.clone())),
                Place::Header(..) | Place::Cookie(_) | Place::Nowhere => {}
            }
        }
        for (name, pair) in &query {
            if !url.has_query(name) {
                url.push_query(pair);
            }
        }
        (late, query)
    }

    /// The headers of a request, but for what is fetched or signed later.
    fn headers(&self, operation: &'static Operation, parts: &Parts, trust: Trust) -> Result<HeaderMap, Error> {
        let refuse = |what: &str| Error::build(operation.id, format!("{what} cannot be sent in a header"));
        let mut headers = parts.own.clone();
        let mut cookies: Vec<&str> = parts.cookies.iter().map(String::as_str).collect();
        for credential in self.credentials(parts.schemes) {
            match &credential.place {
                Place::Header(name, value) => fill(&mut headers, name, value),
                Place::Cookie(pair) => cookies.push(pair),
                Place::Query(..) | Place::Token(_) | Place::Signer(_) | Place::Nowhere => {}
            }
        }
        if !cookies.is_empty() {
            let mut value = HeaderValue::from_str(&cookies.join("; ")).map_err(|_| refuse("a cookie"))?;
            value.set_sensitive(true);
            fill(&mut headers, &header::COOKIE, &value);
        }
        if let Some(content_type) = &parts.content_type {
            let value = HeaderValue::from_str(content_type).map_err(|_| refuse("the media type of the body"))?;
            fill(&mut headers, &header::CONTENT_TYPE, &value);
        }
        if trust == Trust::Ours {
            for (name, value) in &self.0.headers {
                fill(&mut headers, name, value);
            }
        }
        if !operation.accept.is_empty() {
            let value = HeaderValue::from_maybe_shared(Bytes::from_static(operation.accept.as_bytes()));
            fill(&mut headers, &header::ACCEPT, &value.map_err(|_| refuse("`Accept`"))?);
        }
        fill(&mut headers, &header::USER_AGENT, &self.0.user_agent);
        if let Some((name, value)) = &parts.key {
            headers.insert(name, value.clone());
        }
        // Credentials of ours are marked already.
        if !(parts.own.is_empty() && self.0.headers.is_empty()) {
            self.mark_sensitive(&mut headers);
        }
        Ok(headers)
    }

    /// The idempotency key, where the document or the caller wants one: here, so that all attempts have the same.
    fn key(
        &self,
        declared: Option<&str>,
        given: Option<IdempotencyKey>,
        own: &HeaderMap,
    ) -> Result<Option<(HeaderName, HeaderValue)>, String> {
        let name = declared.unwrap_or(self.0.service.idempotency_header);
        let key = match (given, declared) {
            (Some(key), _) => key,
            (None, Some(_)) if !own.contains_key(name) => IdempotencyKey::random(),
            (None, _) => return Ok(None),
        };
        let header = HeaderName::from_bytes(name.as_bytes())
            .map_err(|_| format!("`{}` cannot be the name of a header", name.escape_debug()))?;
        let value = HeaderValue::from_str(key.as_str())
            .map_err(|_| "the idempotency key holds a character that no header can carry".to_owned())?;
        Ok(Some((header, value)))
    }
}

impl Prepared {
    /// The headers of an attempt, but for what is fetched or signed later.
    pub(super) fn take_headers(&mut self, core: &Core) -> Result<HeaderMap, Error> {
        match self.headers.take() {
            Some(headers) => Ok(headers),
            None => core.headers(self.operation, &self.parts, self.trust),
        }
    }

    /// The request by itself.
    pub(super) fn into_request(mut self, core: &Core) -> Result<Request<Bytes>, Error> {
        let mut headers = self.take_headers(core)?;
        self.late.grant_now(core, self.operation, &mut headers)?;
        let bytes = self.body.as_bytes();
        let bytes = bytes
            .ok_or_else(|| Error::build(self.operation.id, "the body is a file or a stream: it can only be sent".to_owned()))?;
        let mut request = request(&self.method, self.uri, headers, self.body);
        self.late.sign(core, self.operation, &mut request)?;
        Ok(request.map(|body| body.as_bytes().unwrap_or(bytes)))
    }
}

/// Puts a request together.
pub(super) fn request(method: &Method, uri: Uri, headers: HeaderMap, body: Body) -> Request<Body> {
    let mut request = Request::new(body);
    *request.method_mut() = method.clone();
    *request.uri_mut() = uri;
    *request.headers_mut() = headers;
    request
}

/// Where a link of an answer leads. It takes credentials along, so that it must stay on its origin.
fn follow(operation: &Operation, from: &Url, link: &str) -> Result<Url, Error> {
    let refuse = |why: &str| Error::pages(operation.id, format!("the link to the next page cannot be followed: {why}"));
    let url = from.resolve(link.as_bytes()).map_err(refuse)?;
    if url.origin() == from.origin() { Ok(url) } else { Err(refuse("it leads to another origin")) }
}

/// Sets a header unless it is set. The map takes 32,768 headers; what is beyond that cannot be sent anyhow.
fn fill(headers: &mut HeaderMap, name: &HeaderName, value: &HeaderValue) {
    if let Ok(Entry::Vacant(entry)) = headers.try_entry(name) {
        let _ = entry.try_insert(value.clone());
    }
}
