//! What every clone of a client shares: where requests go, with which credentials and headers, within which limits.

use super::{
    budget::Budget,
    clock::Clock,
    credential::Credential,
    error::Error,
    hook::Hook,
    operation::{Operation, Service},
    retry::RetryPolicy,
    transport::Transport,
    url::Url,
};
use http::{HeaderMap, HeaderValue, header};
use std::{borrow::Cow, fmt, sync::Arc, time::Duration};

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
            .field("origin", &self.0.base.origin())
            .field("credentials", &self.0.credentials)
            .field("timeout", &self.0.timeout)
            .finish_non_exhaustive()
    }
}

impl Core {
    /// Where an operation goes: to the URL that the call gives, else to the one that the user of the client gave, else to the
    /// operation's own server, else to that of the document.
    pub(super) fn server(&self, operation: &Operation, chosen: Option<&str>) -> Result<(Cow<'_, Url>, Trust), Error> {
        let base = &self.0.base;
        let refuse = |why: &str| Error::build(operation.id, format!("the base URL of this call cannot be used: {why}"));
        if let Some(text) = chosen {
            let url = Url::parse_base(text).map_err(refuse)?;
            let trust = if url.origin() == base.origin() { Trust::Ours } else { Trust::Foreign };
            return Ok((Cow::Owned(url), trust));
        }
        match operation.server {
            Some(server) if !self.0.is_base_chosen => {
                let mut text = expand(server, &self.0.variables);
                if text.starts_with('/') && !text.starts_with("//") {
                    text.insert_str(0, base.origin());
                }
                Ok((Cow::Owned(Url::parse_base(&text).map_err(refuse)?), Trust::Ours))
            }
            _ => Ok((Cow::Borrowed(base), Trust::Ours)),
        }
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
    pub(in crate::runtime) fn redact(&self, text: &mut String) {
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

/// Puts the values of variables into a URL.
pub(super) fn expand(url: &str, variables: &[(String, String)]) -> String {
    variables.iter().fold(url.to_owned(), |url, (name, value)| url.replace(&format!("{{{name}}}"), value))
}
