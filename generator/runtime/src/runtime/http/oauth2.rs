//! The OAuth 2 grants that need no person: client credentials (RFC 6749, 4.4) and refresh tokens (RFC 6749, 6).
//!
//! The client's secret goes to the token endpoint that the document or the user names, and nowhere else: no redirect is followed, and
//! nothing that the endpoint answers is taken for a URL.

use super::{
    error::escaped,
    percent,
    secret::Secret,
    token::{Token, TokenError, TokenExchange, TokenFuture, TokenSource},
    url::Url,
};
use bytes::Bytes;
use http::{HeaderValue, Method, Request, StatusCode, header};
use serde_json::Value;
use std::{
    fmt,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

/// A grant: what a client gets tokens for.
#[derive(Clone)]
pub struct Grant {
    kind: Kind,
    client_id: String,
    client_secret: Secret,
    /// Instead of the document's.
    token_url: Option<String>,
    secret_in_body: bool,
    parameters: Vec<(String, String)>,
    rotated: Option<Arc<Keeper>>,
}

/// Is shown each new refresh token.
type Keeper = dyn Fn(&Secret) + Send + Sync;

#[derive(Clone)]
enum Kind {
    ClientCredentials,
    RefreshToken(Secret),
}

impl Grant {
    /// The credentials of the client itself.
    pub fn client_credentials(client_id: impl Into<String>, client_secret: impl Into<Secret>) -> Self {
        Grant::new(Kind::ClientCredentials, client_id.into(), client_secret.into())
    }

    /// A refresh token that a person's consent has given. A client without a secret gives an empty one.
    pub fn refresh_token(
        client_id: impl Into<String>,
        client_secret: impl Into<Secret>,
        refresh_token: impl Into<Secret>,
    ) -> Self {
        Grant::new(Kind::RefreshToken(refresh_token.into()), client_id.into(), client_secret.into())
    }

    fn new(kind: Kind, client_id: String, client_secret: Secret) -> Self {
        Grant { kind, client_id, client_secret, token_url: None, secret_in_body: false, parameters: Vec::new(), rotated: None }
    }

    /// The scopes to ask for. Without any, the server gives what it thinks fit (RFC 6749, 3.3).
    pub fn with_scopes<S: AsRef<str>>(self, scopes: impl IntoIterator<Item = S>) -> Self {
        let scopes: Vec<String> = scopes.into_iter().map(|scope| scope.as_ref().to_owned()).collect();
        self.with_parameter("scope", scopes.join(" "))
    }

    /// A further parameter of the request for a token, such as `audience` or `resource`.
    pub fn with_parameter(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.parameters.push((name.into(), value.into()));
        self
    }

    /// The token endpoint, instead of the document's.
    pub fn with_token_url(mut self, token_url: impl Into<String>) -> Self {
        self.token_url = Some(token_url.into());
        self
    }

    /// Sends the client's secret in the body and not as `Authorization: Basic …`, for servers that want it there (RFC 6749, 2.3.1).
    pub fn with_secret_in_body(mut self) -> Self {
        self.secret_in_body = true;
        self
    }

    /// Calls this function with each new refresh token that the server gives, for programs that keep it.
    pub fn on_new_refresh_token(mut self, keep: impl Fn(&Secret) + Send + Sync + 'static) -> Self {
        self.rotated = Some(Arc::new(keep));
        self
    }

    /// The source of its tokens. `endpoints` are those of the document: for client credentials, and for refresh tokens.
    pub(super) fn into_source(
        self,
        (client_credentials, refresh): (Option<&str>, Option<&str>),
        base: &Url,
    ) -> Result<Endpoint, String> {
        let document = match self.kind {
            Kind::ClientCredentials => client_credentials,
            Kind::RefreshToken(_) => refresh,
        };
        let Some(url) = self.token_url.as_deref().or(document) else {
            return Err("the document names no token endpoint for this grant: call `with_token_url` on it".to_owned());
        };
        let url = base.resolve(url.trim().as_bytes()).map_err(|why| format!("the token endpoint cannot be asked: {why}"))?;
        let refresh = match &self.kind {
            Kind::ClientCredentials => None,
            Kind::RefreshToken(token) => Some(token.clone()),
        };
        Ok(Endpoint { grant: self, url, refresh: Mutex::new(refresh) })
    }
}

impl fmt::Debug for Grant {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Grant").field("client_id", &self.client_id).finish_non_exhaustive()
    }
}

/// A token endpoint (RFC 6749, 3.2).
pub(super) struct Endpoint {
    grant: Grant,
    url: Url,
    /// The refresh token, which the server may replace.
    refresh: Mutex<Option<Secret>>,
}

impl TokenSource for Endpoint {
    fn fetch<'a>(&'a self, exchange: TokenExchange<'a>) -> TokenFuture<'a> {
        Box::pin(async move {
            let request = self.request()?;
            let answer = exchange.send(request).await.map_err(|error| error.at(self.url.origin()))?;
            self.read(answer.status(), answer.body())
        })
    }
}

impl Endpoint {
    fn request(&self) -> Result<Request<Bytes>, TokenError> {
        let grant = &self.grant;
        let mut form: Vec<(&str, &str)> = Vec::new();
        let refresh = self.refresh.lock().unwrap_or_else(PoisonError::into_inner).clone();
        match &refresh {
            Some(token) => form.extend([("grant_type", "refresh_token"), ("refresh_token", token.expose())]),
            None => form.push(("grant_type", "client_credentials")),
        }
        form.extend(grant.parameters.iter().map(|(name, value)| (name.as_str(), value.as_str())));
        let in_header = !grant.secret_in_body && !grant.client_secret.expose().is_empty();
        if !in_header {
            form.push(("client_id", &grant.client_id));
            if !grant.client_secret.expose().is_empty() {
                form.push(("client_secret", grant.client_secret.expose()));
            }
        }
        let pairs: Vec<String> =
            form.iter().map(|(name, value)| format!("{}={}", percent::encode_form(name), percent::encode_form(value))).collect();
        let mut request = Request::new(Bytes::from(pairs.join("&")));
        *request.method_mut() = Method::POST;
        *request.uri_mut() =
            self.url.clone().into_uri().map_err(|why| TokenError::new(format!("the token endpoint cannot be asked: {why}")))?;
        let headers = request.headers_mut();
        headers.insert(header::ACCEPT, HeaderValue::from_static("application/json"));
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/x-www-form-urlencoded"));
        if in_header {
            headers.insert(header::AUTHORIZATION, self.basic()?);
        }
        Ok(request)
    }

    /// RFC 6749, 2.3.1: both are encoded as a form's values are, first.
    fn basic(&self) -> Result<HeaderValue, TokenError> {
        let (id, secret) = (&self.grant.client_id, self.grant.client_secret.expose());
        let pair = format!("{}:{}", percent::encode_form(id), percent::encode_form(secret));
        let encoded = crate::runtime::json::Base64::from_bytes(pair.as_bytes());
        let mut value = HeaderValue::from_str(&format!("Basic {}", encoded.as_str()))
            .map_err(|_| TokenError::new("the client's secret cannot be sent in a header"))?;
        value.set_sensitive(true);
        Ok(value)
    }

    /// RFC 6749, 5.1 and 5.2.
    fn read(&self, status: StatusCode, body: &[u8]) -> Result<Token, TokenError> {
        let origin = self.url.origin();
        let answer: Value = serde_json::from_slice(body).unwrap_or_default();
        if !status.is_success() {
            let said = ["error", "error_description"].iter().filter_map(|key| answer.get(key)?.as_str());
            let mut message = format!("{origin} answered {}", status.as_u16());
            for text in said {
                message.push_str(&format!(": {}", escaped(&self.redacted(text), 200)));
            }
            return Err(TokenError::new(message));
        }
        let Some(token) = answer.get("access_token").and_then(Value::as_str).filter(|token| !token.is_empty()) else {
            return Err(TokenError::new(format!("{origin} answered without an `access_token`")));
        };
        match answer.get("token_type").and_then(Value::as_str) {
            Some(kind) if !kind.eq_ignore_ascii_case("bearer") => {
                return Err(TokenError::new(format!("{origin} gave a token of the type `{}`, not `bearer`", escaped(kind, 50))));
            }
            _ => {}
        }
        self.rotate(answer.get("refresh_token").and_then(Value::as_str));
        let token = Token::new(token);
        Ok(match answer.get("expires_in").and_then(seconds) {
            Some(seconds) => token.with_lifetime(Duration::from_secs(seconds)),
            None => token,
        })
    }

    fn rotate(&self, new: Option<&str>) {
        let Some(new) = new.filter(|new| !new.is_empty()).map(Secret::from) else { return };
        let mut held = self.refresh.lock().unwrap_or_else(PoisonError::into_inner);
        // Client credentials have no use for a refresh token (RFC 6749, 4.4.3).
        if held.as_ref().is_none_or(|held| *held == new) {
            return;
        }
        *held = Some(new.clone());
        drop(held);
        if let Some(keep) = &self.grant.rotated {
            keep(&new);
        }
    }

    /// What an endpoint says may repeat what it was sent.
    fn redacted(&self, text: &str) -> String {
        let refresh = self.refresh.lock().unwrap_or_else(PoisonError::into_inner).clone();
        let secrets = [Some(self.grant.client_secret.clone()), refresh];
        secrets
            .iter()
            .flatten()
            .filter(|secret| secret.expose().len() >= 4)
            .fold(text.to_owned(), |text, secret| text.replace(secret.expose(), "[redacted]"))
    }
}

/// A number of seconds; some servers send it as text.
fn seconds(value: &Value) -> Option<u64> {
    match value {
        Value::Number(number) => number.as_u64().or_else(|| number.as_f64().map(|seconds| seconds.max(0.0) as u64)),
        Value::String(text) => text.trim().parse().ok(),
        _ => None,
    }
}
