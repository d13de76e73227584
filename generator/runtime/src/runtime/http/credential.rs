//! Credentials: checked and spelled once when the client is built, chosen anew for every call.

use super::{
    clock::Clock,
    error::Error,
    late::{LateToken, Signer},
    operation::{Operation, Scheme, SchemeKind},
    percent,
    secret::Secret,
    token::{TokenCache, TokenSource},
};
use http::{HeaderName, HeaderValue, header};
use std::{fmt, sync::Arc};

/// A credential in the form in which it is sent.
#[derive(Clone)]
pub(super) struct Credential {
    /// What it is the credential of.
    pub(super) scheme: &'static Scheme,
    /// Where it goes.
    pub(super) place: Place,
    /// The texts that no message may show.
    secrets: Vec<String>,
}

/// Where a credential goes.
#[derive(Clone)]
pub(super) enum Place {
    /// Into a header; the value is marked sensitive.
    Header(HeaderName, HeaderValue),
    /// Into the query: the encoded name, and the encoded pair.
    Query(String, String),
    /// Into the `Cookie` header, as a pair.
    Cookie(String),
    /// Into a header, once it is fetched.
    Token(LateToken),
    /// Wherever this puts it, once the request is complete.
    Signer(Arc<dyn Signer>),
    /// Nowhere.
    Nowhere,
}

impl fmt::Debug for Credential {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}(redacted)", self.scheme.name)
    }
}

impl Credential {
    /// Spells the credential. An error names the scheme and what is wrong, never the secret.
    pub(super) fn new(scheme: &'static Scheme, secret: &Secret) -> Result<Credential, String> {
        let text = secret.expose();
        if text.is_empty() && scheme.kind != SchemeKind::Transport {
            return Err(format!("the credential for `{}` is empty", scheme.name));
        }
        let mut secrets = vec![text.to_owned()];
        let place = match scheme.kind {
            SchemeKind::Bearer | SchemeKind::OAuth2 { .. } => authorization(scheme, &format!("Bearer {text}"))?,
            SchemeKind::Basic => {
                let Some((_, password)) = text.split_once(':') else {
                    return Err(format!("the credential for `{}` must read `user:password`", scheme.name));
                };
                let encoded = base64(text.as_bytes());
                secrets.extend([password.to_owned(), encoded.clone()]);
                authorization(scheme, &format!("Basic {encoded}"))?
            }
            SchemeKind::Http(name) => authorization(scheme, &format!("{name} {text}"))?,
            SchemeKind::Header(name) => {
                let name = HeaderName::from_bytes(name.as_bytes())
                    .map_err(|_| format!("`{}` names a header that cannot be: `{}`", scheme.name, name.escape_debug()))?;
                Place::Header(name, sensitive(scheme, text)?)
            }
            SchemeKind::Query(name) => {
                let (name, value) = (percent::encode(name), percent::encode(text));
                let pair = format!("{name}={value}");
                secrets.push(value);
                Place::Query(name, pair)
            }
            SchemeKind::Cookie(name) => {
                if text.bytes().any(|byte| !byte.is_ascii_graphic() || b";,\"\\".contains(&byte)) {
                    return Err(format!("the credential for `{}` holds a character that no cookie can carry", scheme.name));
                }
                Place::Cookie(format!("{name}={text}"))
            }
            SchemeKind::Transport => Place::Nowhere,
        };
        secrets.retain(|secret| secret.len() >= MIN_REDACTED);
        Ok(Credential { scheme, place, secrets })
    }

    /// A credential whose text is fetched when a call needs it.
    pub(super) fn fetched(scheme: &'static Scheme, source: Box<dyn TokenSource>) -> Result<Credential, String> {
        let (header, prefix) = match scheme.kind {
            SchemeKind::Bearer | SchemeKind::OAuth2 { .. } => (Ok(header::AUTHORIZATION), "Bearer ".to_owned()),
            SchemeKind::Http(name) => (Ok(header::AUTHORIZATION), format!("{name} ")),
            SchemeKind::Header(name) => (HeaderName::from_bytes(name.as_bytes()), String::new()),
            SchemeKind::Basic | SchemeKind::Query(_) | SchemeKind::Cookie(_) | SchemeKind::Transport => {
                return Err(format!("`{}` is not a scheme of tokens", scheme.name));
            }
        };
        let header = header.map_err(|_| format!("`{}` names a header that cannot be", scheme.name))?;
        let place = Place::Token(LateToken { scheme, header, prefix, cache: Arc::new(TokenCache::new(source)) });
        Ok(Credential { scheme, place, secrets: Vec::new() })
    }

    /// A credential that is made from the request.
    pub(super) fn signed(scheme: &'static Scheme, signer: Arc<dyn Signer>) -> Credential {
        Credential { scheme, place: Place::Signer(signer), secrets: Vec::new() }
    }

    /// Replaces this credential wherever it stands in a text.
    pub(super) fn redact(&self, text: &mut String, clock: &dyn Clock) {
        if let Place::Token(LateToken { cache, .. }) = &self.place
            && let Some(token) = cache.current(clock.now()).filter(|token| token.expose().len() >= MIN_REDACTED)
            && text.contains(token.expose())
        {
            *text = text.replace(token.expose(), "[redacted]");
        }
        for secret in &self.secrets {
            if text.contains(secret.as_str()) {
                *text = text.replace(secret.as_str(), "[redacted]");
            }
        }
    }
}

/// Shorter secrets stand in texts by chance.
const MIN_REDACTED: usize = 4;

fn authorization(scheme: &Scheme, text: &str) -> Result<Place, String> {
    Ok(Place::Header(header::AUTHORIZATION, sensitive(scheme, text)?))
}

fn sensitive(scheme: &Scheme, text: &str) -> Result<HeaderValue, String> {
    let mut value = HeaderValue::from_str(text)
        .map_err(|_| format!("the credential for `{}` holds a character that no header can carry", scheme.name))?;
    value.set_sensitive(true);
    Ok(value)
}

/// The schemes whose credentials a call sends: the first alternative of the document that is complete. A header that the call sets
/// itself stands for the credential that would go there (`is_set`).
pub(super) fn choose(
    operation: &Operation,
    schemes: &[Scheme],
    held: &[Credential],
    is_set: impl Fn(&str) -> bool,
) -> Result<&'static [&'static str], Error> {
    for alternative in operation.security.iter().filter(|alternative| !alternative.is_empty()) {
        let is_complete = alternative.iter().all(|name| {
            held.iter().any(|credential| credential.scheme.name == *name)
                || schemes.iter().any(|scheme| scheme.name == *name && is_given(scheme, &is_set))
        });
        if is_complete {
            return Ok(alternative);
        }
    }
    if operation.security.is_empty() || operation.security.iter().any(|alternative| alternative.is_empty()) {
        return Ok(&[]);
    }
    Err(Error::missing_credentials(operation.id, missing(operation, schemes)))
}

fn is_given(scheme: &Scheme, is_set: impl Fn(&str) -> bool) -> bool {
    scheme.kind == SchemeKind::Transport || scheme.kind.header().is_some_and(is_set)
}

/// What to do about it, in words.
fn missing(operation: &Operation, schemes: &[Scheme]) -> String {
    let ways: Vec<String> = operation.security.iter().map(|names| all_of(names, schemes)).collect();
    format!("no credential for this call; {}", ways.join("; or "))
}

fn all_of(names: &[&str], schemes: &[Scheme]) -> String {
    let steps: Vec<String> = names
        .iter()
        .map(|name| match schemes.iter().find(|scheme| scheme.name == *name) {
            Some(Scheme { setter, env: Some(env), .. }) => {
                format!("call `{setter}` on the client's builder (or set `{env}` for `from_env`)")
            }
            Some(Scheme { setter, env: None, .. }) => format!("call `{setter}` on the client's builder"),
            None => format!("`{name}`, which the document does not define"),
        })
        .collect();
    steps.join(" and ")
}

/// RFC 4648, 4.
fn base64(bytes: &[u8]) -> String {
    crate::runtime::json::Base64::from_bytes(bytes).as_str().to_owned()
}
