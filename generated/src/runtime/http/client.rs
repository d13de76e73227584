//! What every clone of a client shares: where requests go, with which credentials and headers, within which limits.

use super::{
    body::Body,
    budget::Budget,
    clock::Clock,
    credential::{self, Credential, Place},
    draft::Draft,
    error::Error,
    hook::Hook,
    idempotency::IdempotencyKey,
    late::Late,
    operation::{Operation, Service},
    retry::RetryPolicy,
    transport::Transport,
    url::{self, Url},
};
use bytes::Bytes;
use http::{HeaderMap, HeaderName, HeaderValue, Method, Request, header};
use std::{fmt, sync::Arc, time::Duration};

/// The inside of a client. Clones share one transport. `Debug` shows no credential, and no URL beyond its origin.
#[derive(Clone)]
pub struct Core(pub(super) Arc<Settings>);

/// The settings of a client, checked.
pub(super) struct Settings {
    pub(super) service: &'static Service,
    /// Where operations go. The path has no slash at its end.
    pub(super) base: Url,
    /// Whether the user chose `base`. It replaces the servers of operations as well then.
    pub(super) is_base_chosen: bool,
    /// The values of the variables in the URLs of servers.
    pub(super) variables: Vec<(String, String)>,
    pub(super) headers: HeaderMap,
    pub(super) user_agent: HeaderValue,
    pub(super) credentials: Vec<Credential>,
    pub(super) transport: Arc<dyn Transport>,
    pub(super) clock: Arc<dyn Clock>,
    pub(super) hooks: Vec<Arc<dyn Hook>>,
    pub(super) retry: RetryPolicy,
    pub(super) budget: Budget,
    pub(super) timeout: Duration,
    pub(super) max_response_bytes: usize,
    pub(super) max_error_bytes: usize,
}

impl fmt::Debug for Core {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Core")
            .field("origin", &self.0.base.origin.to_string())
            .field("credentials", &self.0.credentials)
            .field("timeout", &self.0.timeout)
            .finish_non_exhaustive()
    }
}

/// A request, complete, with what the executor must know to follow redirects.
pub(super) struct Prepared {
    pub(super) operation: &'static Operation,
    pub(super) method: Method,
    pub(super) url: Url,
    pub(super) headers: HeaderMap,
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
}

/// The part of a path template whose segment of an encoded path is a dot segment. Values hold no slash once they are encoded, so
/// both have the same segments.
fn dot_segment<'o>(template: &'o str, path: &str) -> Option<&'o str> {
    let index = path.split('/').position(|segment| url::dots(segment).is_some())?;
    Some(template.split('/').nth(index).unwrap_or(template))
}

impl Core {
    /// Completes what a call has gathered. Whatever cannot be sent is an error here, before anything is.
    pub(super) fn prepare(&self, operation: &'static Operation, draft: Draft) -> Result<Prepared, Error> {
        let refuse = |message: String| Error::build(operation.id, message);
        let Draft { path, query, mut headers, mut cookies, body, multipart, base_url, link, error, .. } = draft;
        if let Some(error) = error {
            return Err(error);
        }
        let method = Method::from_bytes(operation.method.as_bytes())
            .map_err(|_| refuse(format!("`{}` is not a method", operation.method.escape_debug())))?;
        let (mut url, trust) = self.server(operation, base_url.as_deref())?;
        if let Some(segment) = dot_segment(operation.path, &path) {
            return Err(refuse(format!("the path segment `{segment}` would be `.` or `..`, and lead elsewhere")));
        }
        url.push_path(&path);
        for pair in &query {
            url.push_query(pair);
        }
        if let Some(link) = link {
            url = follow(operation, &url, &link)?;
        }
        let body = match multipart {
            Some(multipart) => Some(multipart.encode().map_err(refuse)?),
            None => body,
        };
        let (content_type, body) = body.unzip();
        let mut query_credentials = Vec::new();
        let mut late = Late::default();
        if trust == Trust::Ours {
            for credential in self.choose(operation, &headers)? {
                match &credential.place {
                    Place::Header(name, value) => fill(&mut headers, name, value),
                    Place::Query(name, pair) => query_credentials.push((name.clone(), pair.clone())),
                    Place::Cookie(pair) => cookies.push(pair.clone()),
                    Place::Token(token) if headers.contains_key(&token.header) => {}
                    Place::Token(token) => late.tokens.push(token.clone()),
                    Place::Signer(signer) => late.signers.push((credential.scheme, signer.clone())),
                    Place::Nowhere => {}
                }
            }
        }
        for (name, pair) in &query_credentials {
            if !url.has_query(name) {
                url.push_query(pair);
            }
        }
        if !cookies.is_empty() {
            let cookies = HeaderValue::from_str(&cookies.join("; "));
            fill(&mut headers, &header::COOKIE, &cookies.map_err(|_| refuse("a cookie cannot be sent in a header".to_owned()))?);
        }
        if let Some(content_type) = content_type {
            let value = HeaderValue::from_str(&content_type);
            let value = value.map_err(|_| refuse("the media type of the body cannot be sent in a header".to_owned()))?;
            fill(&mut headers, &header::CONTENT_TYPE, &value);
        }
        if trust == Trust::Ours {
            for (name, value) in &self.0.headers {
                fill(&mut headers, name, value);
            }
        }
        if !operation.accept.is_empty() {
            let value = HeaderValue::from_str(operation.accept);
            fill(&mut headers, &header::ACCEPT, &value.map_err(|_| refuse("`Accept` cannot be sent in a header".to_owned()))?);
        }
        fill(&mut headers, &header::USER_AGENT, &self.0.user_agent);
        let has_key = self.name_call(draft.key_header, draft.key, &mut headers).map_err(refuse)?;
        self.mark_sensitive(&mut headers);
        let body = body.unwrap_or_default();
        Ok(Prepared {
            operation,
            method,
            url,
            headers,
            timeout: draft.timeout.unwrap_or(self.0.timeout),
            max_attempts: draft.max_attempts.unwrap_or(self.0.retry.max_attempts),
            is_replayable: body.is_replayable(),
            body,
            is_idempotent: draft.is_idempotent,
            has_key,
            trust,
            late,
            query_credentials,
        })
    }

    /// Adds the idempotency key, where the document or the caller wants one: here, so that all attempts have the same. Gives
    /// whether there is one.
    fn name_call(&self, declared: Option<&str>, given: Option<IdempotencyKey>, headers: &mut HeaderMap) -> Result<bool, String> {
        let name = declared.unwrap_or(self.0.service.idempotency_header);
        let header = HeaderName::from_bytes(name.as_bytes())
            .map_err(|_| format!("`{}` cannot be the name of a header", name.escape_debug()))?;
        let key = match (given, declared) {
            (Some(key), _) => key,
            (None, Some(_)) if !headers.contains_key(&header) => IdempotencyKey::random(),
            (None, _) => return Ok(headers.contains_key(&header)),
        };
        let value = HeaderValue::from_str(key.as_str())
            .map_err(|_| "the idempotency key holds a character that no header can carry".to_owned())?;
        headers.insert(header, value);
        Ok(true)
    }

    /// Where an operation goes: to the URL that the call gives, else to the one that the user of the client gave, else to the
    /// operation's own server, else to that of the document.
    fn server(&self, operation: &Operation, chosen: Option<&str>) -> Result<(Url, Trust), Error> {
        let base = &self.0.base;
        let refuse = |why: &str| Error::build(operation.id, format!("the base URL of this call cannot be used: {why}"));
        if let Some(text) = chosen {
            let url = Url::parse_base(text).map_err(refuse)?;
            let trust = if url.origin == base.origin { Trust::Ours } else { Trust::Foreign };
            return Ok((url, trust));
        }
        match operation.server {
            Some(server) if !self.0.is_base_chosen => {
                let mut text = expand(server, &self.0.variables);
                if text.starts_with('/') && !text.starts_with("//") {
                    text.insert_str(0, &base.origin.to_string());
                }
                Ok((Url::parse_base(&text).map_err(refuse)?, Trust::Ours))
            }
            _ => Ok((base.clone(), Trust::Ours)),
        }
    }

    fn choose(&self, operation: &Operation, headers: &HeaderMap) -> Result<Vec<&Credential>, Error> {
        let Settings { service, credentials, headers: defaults, .. } = &*self.0;
        credential::choose(operation, service.schemes, credentials, |name| {
            headers.contains_key(name) || defaults.contains_key(name)
        })
    }

    /// Headers that may hold a credential are hidden from `Debug`, whoever set them.
    pub(super) fn mark_sensitive(&self, headers: &mut HeaderMap) {
        for name in [header::AUTHORIZATION, header::PROXY_AUTHORIZATION, header::COOKIE] {
            if let Some(value) = headers.get_mut(name) {
                value.set_sensitive(true);
            }
        }
        for scheme in self.0.service.schemes {
            if let Some(value) = scheme.kind.header().and_then(|name| headers.get_mut(name)) {
                value.set_sensitive(true);
            }
        }
    }

    /// What is left of the budget for trying again; see [`RetryPolicy::budget`].
    pub fn retry_budget(&self) -> u32 {
        self.0.budget.tokens()
    }

    /// Takes the client's credentials out of a text from outside.
    pub(super) fn redact(&self, text: &mut String) {
        for credential in &self.0.credentials {
            credential.redact(text, &*self.0.clock);
        }
    }
}

/// Whether a server may see what belongs to the service.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Trust {
    /// It is the service, as the document or the user of the client names it.
    Ours,
    /// A call names it, and its origin is not that of the client.
    Foreign,
}

impl Prepared {
    /// The request by itself.
    pub(super) fn into_request(mut self, core: &Core) -> Result<Request<Bytes>, Error> {
        self.late.grant_now(core, self.operation, &mut self.headers)?;
        let bytes = self.body.as_bytes();
        let bytes = bytes
            .ok_or_else(|| Error::build(self.operation.id, "the body is a file or a stream: it can only be sent".to_owned()))?;
        let mut request = request(self.operation, &self.method, &self.url, self.headers, self.body)?;
        self.late.sign(core, self.operation, &mut request)?;
        Ok(request.map(|body| body.as_bytes().unwrap_or(bytes)))
    }
}

/// Puts a request together.
pub(super) fn request(
    operation: &Operation,
    method: &Method,
    url: &Url,
    headers: HeaderMap,
    body: Body,
) -> Result<Request<Body>, Error> {
    let uri = url.to_uri().map_err(|why| Error::build(operation.id, format!("the URL cannot be used: {why}")))?;
    let mut request = Request::new(body);
    *request.method_mut() = method.clone();
    *request.uri_mut() = uri;
    *request.headers_mut() = headers;
    Ok(request)
}

/// Where a link of an answer leads. It takes credentials along, so that it must stay on its origin.
fn follow(operation: &Operation, from: &Url, link: &str) -> Result<Url, Error> {
    let refuse = |why: &str| Error::pages(operation.id, format!("the link to the next page cannot be followed: {why}"));
    let url = from.resolve(link.as_bytes()).map_err(refuse)?;
    if url.origin == from.origin { Ok(url) } else { Err(refuse("it leads to another origin")) }
}

/// Sets a header unless it is set. The map takes 32,768 headers; what is beyond that cannot be sent anyhow.
fn fill(headers: &mut HeaderMap, name: &HeaderName, value: &HeaderValue) {
    if !headers.contains_key(name) {
        let _ = headers.try_insert(name, value.clone());
    }
}

/// Puts the values of variables into a URL.
pub(super) fn expand(url: &str, variables: &[(String, String)]) -> String {
    variables.iter().fold(url.to_owned(), |url, (name, value)| url.replace(&format!("{{{name}}}"), value))
}
