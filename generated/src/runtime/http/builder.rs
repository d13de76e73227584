//! The settings of a client before they are checked. Setters never fail: what is wrong comes out of `build`, by name.

use super::{
    budget::Budget,
    built_in,
    client::{Core, Settings, expand},
    clock::Clock,
    credential::Credential,
    error::Error,
    hook::Hook,
    late::Signer,
    operation::{Scheme, SchemeKind, Service},
    retry::RetryPolicy,
    secret::Secret,
    token::{Origin, Tokens},
    transport::Transport,
    url::Url,
};
use http::{HeaderMap, HeaderName, HeaderValue};
use std::{fmt, sync::Arc, time::Duration};

/// Makes a [`Core`]. `Debug` shows no credential.
pub struct CoreBuilder {
    service: &'static Service,
    base_url: Option<String>,
    env_base_url: Option<String>,
    variables: Vec<(String, String)>,
    credentials: Vec<(&'static str, Given)>,
    env_credentials: Vec<(&'static str, Given)>,
    headers: HeaderMap,
    user_agent: Option<String>,
    transport: Option<Arc<dyn Transport>>,
    clock: Option<Arc<dyn Clock>>,
    hooks: Vec<Arc<dyn Hook>>,
    retry: RetryPolicy,
    timeout: Duration,
    connect_timeout: Duration,
    read_timeout: Duration,
    max_response_bytes: usize,
    max_error_bytes: usize,
    refused: Option<String>,
}

/// What the user gives for a scheme.
enum Given {
    Tokens(Tokens),
    Signer(Arc<dyn Signer>),
}

impl fmt::Debug for Given {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Given::Tokens(tokens) => tokens.fmt(f),
            Given::Signer(_) => f.write_str("Signer"),
        }
    }
}

impl fmt::Debug for CoreBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CoreBuilder")
            .field("credentials", &self.credentials)
            .field("timeout", &self.timeout)
            .finish_non_exhaustive()
    }
}

impl CoreBuilder {
    /// The defaults: 60 seconds a call, 10 to connect, 30 of silence; 64 MiB of a success, 64 KiB of a failure.
    pub fn new(service: &'static Service) -> Self {
        CoreBuilder {
            service,
            base_url: None,
            env_base_url: None,
            variables: Vec::new(),
            credentials: Vec::new(),
            env_credentials: Vec::new(),
            headers: HeaderMap::new(),
            user_agent: None,
            transport: None,
            clock: None,
            hooks: Vec::new(),
            retry: RetryPolicy::new(),
            timeout: Duration::from_secs(60),
            connect_timeout: Duration::from_secs(10),
            read_timeout: Duration::from_secs(30),
            max_response_bytes: 64 << 20,
            max_error_bytes: 64 << 10,
            refused: None,
        }
    }

    /// The credential of a security scheme, by its key in the document.
    pub fn credential(&mut self, scheme: &'static str, secret: Secret) {
        self.give(scheme, Given::Tokens(Tokens::from(secret)));
    }

    /// Where the tokens of a security scheme come from.
    pub fn tokens(&mut self, scheme: &'static str, tokens: Tokens) {
        self.give(scheme, Given::Tokens(tokens));
    }

    /// Signs the requests of operations that need this security scheme.
    pub fn sign_with(&mut self, scheme: &'static str, signer: impl Signer) {
        self.give(scheme, Given::Signer(Arc::new(signer)));
    }

    fn give(&mut self, scheme: &'static str, given: Given) {
        self.credentials.retain(|(name, _)| *name != scheme);
        self.credentials.push((scheme, given));
    }

    /// The credential of a scheme of kind [`SchemeKind::Basic`]. A user cannot have a colon in the name (RFC 7617, 2).
    pub fn basic(&mut self, scheme: &'static str, user: &str, password: &Secret) {
        if user.contains(':') {
            self.refuse(format!("the user for `{scheme}` holds a colon"));
        }
        self.credential(scheme, Secret::new(format!("{user}:{}", password.expose())));
    }

    /// Reads credentials and base URL from the variables of the process's environment that [`Service`] names. Blank ones are
    /// ignored, and what is set otherwise wins.
    pub fn env(&mut self) {
        self.env_from(|name| std::env::var(name).ok());
    }

    /// The same, from any other source.
    pub fn env_from(&mut self, lookup: impl Fn(&str) -> Option<String>) {
        let read = |name: Option<&str>| {
            let value = lookup(name?)?;
            let value = value.trim();
            (!value.is_empty()).then(|| value.to_owned())
        };
        self.env_base_url = read(self.service.base_url_env);
        for scheme in self.service.schemes {
            if let Some(value) = read(scheme.env) {
                self.env_credentials.push((scheme.name, Given::Tokens(Tokens::from(value))));
            }
        }
    }

    /// Where requests go, instead of the document's servers.
    pub fn base_url(&mut self, base_url: String) {
        self.base_url = Some(base_url);
    }

    /// The value of a variable in the document's servers.
    pub fn variable(&mut self, name: &'static str, value: String) {
        self.variables.retain(|(set, _)| set != name);
        self.variables.push((name.to_owned(), value));
    }

    /// A header for every request.
    pub fn default_header(&mut self, name: &str, value: &str) {
        match (HeaderName::from_bytes(name.as_bytes()), HeaderValue::from_str(value)) {
            (Ok(header), Ok(value)) => {
                if self.headers.try_insert(header, value).is_err() {
                    self.refuse("there are too many default headers".to_owned());
                }
            }
            (Err(_), _) => self.refuse(format!("`{}` cannot be the name of a header", name.escape_debug())),
            (_, Err(_)) => self.refuse(format!("default header `{name}` holds a character that no header can carry")),
        }
    }

    /// The `User-Agent`, instead of the one of [`Service`].
    pub fn user_agent(&mut self, user_agent: &str) {
        self.user_agent = Some(user_agent.to_owned());
    }

    /// How requests are sent. Connect and read timeouts are this transport's own concern then.
    pub fn transport(&mut self, transport: impl Transport) {
        self.transport = Some(Arc::new(transport));
    }

    /// The clock by which calls end and attempts wait, instead of the transport's own.
    pub fn clock(&mut self, clock: impl Clock) {
        self.clock = Some(Arc::new(clock));
    }

    /// Adds a hook. Hooks are asked in the order in which they are added.
    pub fn hook(&mut self, hook: impl Hook) {
        self.hooks.push(Arc::new(hook));
    }

    /// How calls that fail are tried again.
    pub fn retry(&mut self, policy: RetryPolicy) {
        self.retry = policy;
    }

    /// How often a call is sent at most; one is once.
    pub fn max_attempts(&mut self, attempts: u32) {
        self.retry = self.retry.max_attempts(attempts);
    }

    /// How long a call may take in all. `Duration::MAX` sets no limit.
    pub fn timeout(&mut self, timeout: Duration) {
        self.timeout = timeout;
    }

    /// How long opening a connection may take.
    pub fn connect_timeout(&mut self, timeout: Duration) {
        self.connect_timeout = timeout;
    }

    /// How long a server may stay silent in the midst of an answer.
    pub fn read_timeout(&mut self, timeout: Duration) {
        self.read_timeout = timeout;
    }

    /// How many bytes of a success are read, after decompression.
    pub fn max_response_bytes(&mut self, bytes: usize) {
        self.max_response_bytes = bytes;
    }

    /// How many bytes of a failure are kept.
    pub fn max_error_bytes(&mut self, bytes: usize) {
        self.max_error_bytes = bytes;
    }

    /// Checks the settings.
    pub fn build(self) -> Result<Core, Error> {
        self.check().map_err(Error::configuration)
    }

    fn check(mut self) -> Result<Core, String> {
        if let Some(refused) = self.refused.take() {
            return Err(refused);
        }
        let variables = self.variables()?;
        let (base, is_base_chosen) = self.base(&variables)?;
        let credentials = self.held(&base)?;
        let user_agent = self.user_agent.as_deref().unwrap_or(self.service.user_agent);
        let user_agent =
            HeaderValue::from_str(user_agent).map_err(|_| "the user agent holds a character that no header can carry")?;
        let transport = match self.transport {
            Some(transport) => transport,
            None => built_in::transport(self.connect_timeout, self.read_timeout)?,
        };
        Ok(Core(Arc::new(Settings {
            service: self.service,
            base,
            is_base_chosen,
            variables,
            headers: self.headers,
            user_agent,
            credentials,
            clock: self.clock.unwrap_or_else(|| transport.clock()),
            transport,
            hooks: self.hooks,
            retry: self.retry,
            budget: Budget::new(self.retry.budget),
            timeout: self.timeout,
            max_response_bytes: self.max_response_bytes,
            max_error_bytes: self.max_error_bytes,
        })))
    }

    /// The variables of the document with the values that are set. A value must not turn one host into another.
    fn variables(&self) -> Result<Vec<(String, String)>, String> {
        for (name, value) in &self.variables {
            if value.contains(['@', '?', '#', '\\', '{', '}']) || value.chars().any(|c| c.is_whitespace() || c.is_control()) {
                return Err(format!("the value of the server variable `{name}` holds a character that has a meaning in a URL"));
            }
        }
        let set = |name: &str| self.variables.iter().find(|(set, _)| set == name).map(|(_, value)| value.clone());
        let defaults = self.service.variables.iter();
        Ok(defaults.map(|(name, default)| ((*name).to_owned(), set(name).unwrap_or_else(|| (*default).to_owned()))).collect())
    }

    fn base(&self, variables: &[(String, String)]) -> Result<(Url, bool), String> {
        let chosen = self.base_url.as_deref().or(self.env_base_url.as_deref());
        let url = match (chosen, self.service.base_url) {
            (Some(chosen), _) => Url::parse_base(chosen.trim()),
            (None, Some(server)) => Url::parse_base(&expand(server, variables)),
            (None, None) => {
                let env = self.service.base_url_env.map(|env| format!(" (or set `{env}` for `from_env`)")).unwrap_or_default();
                return Err(format!("the document names no server: call `base_url` on the client's builder{env}"));
            }
        };
        Ok((url.map_err(|why| format!("the base URL cannot be used: {why}"))?, chosen.is_some()))
    }

    fn held(&mut self, base: &Url) -> Result<Vec<Credential>, String> {
        let mut given = std::mem::take(&mut self.credentials);
        for (name, env) in std::mem::take(&mut self.env_credentials) {
            if !given.iter().any(|(set, _)| *set == name) {
                given.push((name, env));
            }
        }
        let mut held = Vec::new();
        for (name, given) in given {
            let Some(scheme) = self.service.schemes.iter().find(|scheme| scheme.name == name) else {
                return Err(format!("there is no security scheme `{name}`"));
            };
            held.push(credential(scheme, given, base)?);
        }
        let on_transport = |scheme: &&Scheme| {
            scheme.kind == SchemeKind::Transport && !held.iter().any(|it: &Credential| it.scheme.name == scheme.name)
        };
        let rest: Vec<&'static Scheme> = self.service.schemes.iter().filter(on_transport).collect();
        for scheme in rest {
            held.push(Credential::new(scheme, &Secret::new(""))?);
        }
        Ok(held)
    }

    fn refuse(&mut self, message: String) {
        self.refused.get_or_insert(message);
    }
}

fn credential(scheme: &'static Scheme, given: Given, base: &Url) -> Result<Credential, String> {
    match given {
        Given::Tokens(Tokens(Origin::Given(secret))) => Credential::new(scheme, &secret),
        Given::Tokens(Tokens(Origin::Source(source))) => Credential::fetched(scheme, source),
        Given::Tokens(Tokens(Origin::Grant(grant))) => {
            let endpoints = match scheme.kind {
                SchemeKind::OAuth2 { client_credentials, refresh } => (client_credentials, refresh),
                _ => (None, None),
            };
            let source = grant.into_source(endpoints, base).map_err(|why| format!("the grant for `{}`: {why}", scheme.name))?;
            Credential::fetched(scheme, Box::new(source))
        }
        Given::Signer(signer) => Ok(Credential::signed(scheme, signer)),
    }
}
