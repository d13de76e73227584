//! What a caller wants for one call and not for all of them. It comes in as one value, so that an operation has one method for it, and
//! can be kept and given to many calls.

use super::idempotency::IdempotencyKey;
use std::{fmt, time::Duration};

/// Settings of one call: `CallOptions::new().timeout(Duration::from_secs(5)).header("X-Trace", "1")`. What is not set is as the client
/// has it.
#[derive(Clone, Default)]
#[must_use = "options do nothing until a call takes them"]
pub struct CallOptions {
    pub(super) headers: Vec<(String, String)>,
    pub(super) query: Vec<(String, String)>,
    pub(super) timeout: Option<Duration>,
    pub(super) max_attempts: Option<u32>,
    pub(super) idempotency_key: Option<IdempotencyKey>,
    pub(super) base_url: Option<String>,
}

impl CallOptions {
    /// Nothing set.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a header that the document does not know, or replaces one.
    pub fn header(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.headers.push((name.into(), value.into()));
        self
    }

    /// Adds a query pair that the document does not know.
    pub fn query(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.query.push((name.into(), value.into()));
        self
    }

    /// How long the call may take in all.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = Some(timeout);
        self
    }

    /// How often the call is sent at most; one is once.
    pub fn max_attempts(mut self, attempts: u32) -> Self {
        self.max_attempts = Some(attempts);
        self
    }

    /// Sends this idempotency key with every attempt. A server that knows it does the work once, so that any failure may be tried
    /// again.
    pub fn idempotency_key(mut self, key: impl Into<IdempotencyKey>) -> Self {
        self.idempotency_key = Some(key.into());
        self
    }

    /// Sends the call below another URL. Credentials and default headers of the client go along only if the origin is the client's own.
    pub fn base_url(mut self, base_url: impl Into<String>) -> Self {
        self.base_url = Some(base_url.into());
        self
    }
}

impl fmt::Debug for CallOptions {
    /// The names of headers and pairs without their values, any of which may be a secret.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names = |pairs: &[(String, String)]| pairs.iter().map(|(name, _)| name.clone()).collect::<Vec<_>>();
        f.debug_struct("CallOptions")
            .field("headers", &names(&self.headers))
            .field("query", &names(&self.query))
            .field("timeout", &self.timeout)
            .field("max_attempts", &self.max_attempts)
            .finish_non_exhaustive()
    }
}

impl From<Duration> for CallOptions {
    /// A timeout and nothing else.
    fn from(timeout: Duration) -> Self {
        Self::new().timeout(timeout)
    }
}
