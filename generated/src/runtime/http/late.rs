//! Credentials that there are only once a call is under way: tokens that must be fetched, and signatures of a finished request.

use super::{
    body::Body,
    client::Core,
    error::Error,
    operation::{Operation, Scheme},
    secret::Secret,
    token::{TokenCache, TokenExchange},
};
use http::{HeaderMap, HeaderName, HeaderValue, Request};
use std::{error::Error as StdError, sync::Arc, time::Duration};

/// Signs requests, for schemes that a fixed text cannot serve: HMAC and the like. Any function of its shape is one.
pub trait Signer: Send + Sync + 'static {
    /// Adds the credential to a request that is complete but for it. It is called for each attempt, and for redirects within the
    /// origin. An error ends the call before anything is sent.
    fn sign(&self, request: &mut Request<Body>) -> Result<(), Box<dyn StdError + Send + Sync>>;
}

impl<F> Signer for F
where
    F: Fn(&mut Request<Body>) -> Result<(), Box<dyn StdError + Send + Sync>> + Send + Sync + 'static,
{
    fn sign(&self, request: &mut Request<Body>) -> Result<(), Box<dyn StdError + Send + Sync>> {
        self(request)
    }
}

/// A token that goes into a header.
#[derive(Clone)]
pub(super) struct LateToken {
    pub(super) scheme: &'static Scheme,
    pub(super) header: HeaderName,
    /// `Bearer `, or nothing.
    pub(super) prefix: String,
    pub(super) cache: Arc<TokenCache>,
}

/// What a call waits for before it can be sent.
#[derive(Clone, Default)]
pub(super) struct Late {
    pub(super) tokens: Vec<LateToken>,
    pub(super) signers: Vec<(&'static Scheme, Arc<dyn Signer>)>,
}

/// The tokens of an attempt.
pub(super) struct Granted {
    tokens: Vec<(LateToken, Secret)>,
}

impl Late {
    /// The tokens that last, and those that are not there, fetched.
    pub(super) async fn grant(
        &self,
        core: &Core,
        operation: &'static Operation,
        timeout: Option<Duration>,
    ) -> Result<Granted, Error> {
        let mut granted = Granted { tokens: Vec::new() };
        for late in &self.tokens {
            let exchange = TokenExchange::new(&*core.0.transport, &*core.0.clock, timeout);
            let fetched = late.cache.token(exchange).await;
            let secret = fetched.map_err(|error| Error::token(operation.id, late.scheme.name, error))?;
            granted.tokens.push((late.clone(), secret));
        }
        Ok(granted)
    }

    /// The same without waiting: a token that would have to be fetched is an error.
    pub(super) fn grant_now(&self, core: &Core, operation: &'static Operation, headers: &mut HeaderMap) -> Result<(), Error> {
        for late in &self.tokens {
            let Some(secret) = late.cache.current(core.0.clock.now()) else {
                let message = format!("the token for `{}` is not fetched yet: only sending a call does that", late.scheme.name);
                return Err(Error::build(operation.id, message));
            };
            late.put(operation, &secret, headers)?;
        }
        Ok(())
    }

    /// Signs a request.
    pub(super) fn sign(&self, core: &Core, operation: &'static Operation, request: &mut Request<Body>) -> Result<(), Error> {
        for (scheme, signer) in &self.signers {
            let signed = signer.sign(request);
            signed.map_err(|error| Error::build(operation.id, format!("`{}` cannot sign the request: {error}", scheme.name)))?;
        }
        if !self.signers.is_empty() {
            core.mark_sensitive(request.headers_mut());
        }
        Ok(())
    }
}

impl Granted {
    /// Puts the tokens into the headers of a request.
    pub(super) fn put(&self, operation: &'static Operation, headers: &mut HeaderMap) -> Result<(), Error> {
        self.tokens.iter().try_for_each(|(late, secret)| late.put(operation, secret, headers))
    }

    /// Forgets the tokens, since a server has refused them; whether there were any.
    pub(super) fn reject(&self) -> bool {
        for (late, secret) in &self.tokens {
            late.cache.reject(secret);
        }
        !self.tokens.is_empty()
    }
}

impl LateToken {
    fn put(&self, operation: &Operation, secret: &Secret, headers: &mut HeaderMap) -> Result<(), Error> {
        let refuse = || {
            let message = format!("the token for `{}` holds a character that no header can carry", self.scheme.name);
            Error::build(operation.id, message)
        };
        let mut value = HeaderValue::from_str(&format!("{}{}", self.prefix, secret.expose())).map_err(|_| refuse())?;
        value.set_sensitive(true);
        headers.try_insert(&self.header, value).map_err(|_| refuse())?;
        Ok(())
    }
}
