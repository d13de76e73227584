//! Hooks: what a user of the client wants to see of every request, or to add to it.

use super::{body::Body, error::Error, operation::Operation, transport::TransportError};
use http::{HeaderMap, Request, StatusCode};
use std::{error::Error as StdError, fmt, sync::Arc, time::Duration};

/// Is asked before every request, and told after it. A call makes several where it is redirected or tried again.
pub trait Hook: Send + Sync + 'static {
    /// Before a request is sent. Headers may be added here, such as a signature over what goes out; an error ends the call.
    ///
    /// A request that goes to another origin than the client's, after a redirect or by the base URL of a call, is not shown: what is
    /// added is often a credential.
    fn before(&self, request: &mut Outgoing<'_>) -> Result<(), Box<dyn StdError + Send + Sync>> {
        let _ = request;
        Ok(())
    }

    /// When the head of an answer is there, or the exchange has failed.
    fn after(&self, outcome: &Outcome<'_>) {
        let _ = outcome;
    }
}

/// A request on its way out, complete with credentials.
pub struct Outgoing<'a> {
    pub(super) operation: &'static Operation,
    pub(super) attempt: u32,
    pub(super) request: &'a mut Request<Body>,
}

impl fmt::Debug for Outgoing<'_> {
    /// Without the request, whose URL may hold a secret.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Outgoing").field("operation", &self.operation.id).field("attempt", &self.attempt).finish_non_exhaustive()
    }
}

impl Outgoing<'_> {
    /// The operation that is called.
    pub fn operation(&self) -> &'static Operation {
        self.operation
    }

    /// Which attempt of the call this is, from 1.
    pub fn attempt(&self) -> u32 {
        self.attempt
    }

    /// The request: method, URL, headers and body.
    pub fn request(&self) -> &Request<Body> {
        self.request
    }

    /// The headers, to add to. Mark as sensitive what is secret.
    pub fn headers_mut(&mut self) -> &mut HeaderMap {
        self.request.headers_mut()
    }
}

/// What came of a request.
pub struct Outcome<'a> {
    pub(super) operation: &'static Operation,
    pub(super) attempt: u32,
    pub(super) elapsed: Duration,
    pub(super) result: Result<(StatusCode, &'a HeaderMap), &'a TransportError>,
}

impl fmt::Debug for Outcome<'_> {
    /// Without the headers, some of which are secrets (`Set-Cookie`).
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Outcome")
            .field("operation", &self.operation.id)
            .field("attempt", &self.attempt)
            .field("elapsed", &self.elapsed)
            .field("status", &self.status())
            .finish_non_exhaustive()
    }
}

impl Outcome<'_> {
    /// The operation that is called.
    pub fn operation(&self) -> &'static Operation {
        self.operation
    }

    /// Which attempt of the call this was, from 1.
    pub fn attempt(&self) -> u32 {
        self.attempt
    }

    /// The time from the request to the head of the answer, or to the failure.
    pub fn elapsed(&self) -> Duration {
        self.elapsed
    }

    /// The status, where there is an answer.
    pub fn status(&self) -> Option<StatusCode> {
        self.result.as_ref().ok().map(|(status, _)| *status)
    }

    /// The headers, where there is an answer.
    pub fn headers(&self) -> Option<&HeaderMap> {
        self.result.as_ref().ok().map(|(_, headers)| *headers)
    }

    /// The failure, where there is no answer.
    pub fn error(&self) -> Option<&TransportError> {
        self.result.as_ref().err().copied()
    }
}

/// Asks all hooks in their order.
pub(super) fn before(hooks: &[Arc<dyn Hook>], request: &mut Outgoing<'_>) -> Result<(), Error> {
    hooks.iter().try_for_each(|hook| hook.before(request)).map_err(|error| Error::hook(request.operation.id, error))
}

/// Tells all hooks in their order.
pub(super) fn after(hooks: &[Arc<dyn Hook>], outcome: &Outcome<'_>) {
    for hook in hooks {
        hook.after(outcome);
    }
}
