//! Records of calls and attempts for `tracing`, with the feature of that name; without it, nothing.
//!
//! They say what is asked by its template and what came of it. No URL, header, argument or body enters them.

use super::{error::Error, operation::Operation};
use http::StatusCode;
use std::{future::Future, time::Duration};

/// A future that does the work of a call, in a span of its own.
#[cfg(feature = "tracing")]
pub(super) fn call<F: Future>(operation: &Operation, work: F) -> impl Future<Output = F::Output> + use<F> {
    let Operation { id, method, path, .. } = operation;
    tracing::Instrument::instrument(work, tracing::debug_span!("call", operation = id, method, path))
}

/// What came of an attempt.
#[cfg(feature = "tracing")]
pub(super) fn attempt(number: u32, elapsed: impl FnOnce() -> Duration, result: Result<StatusCode, &Error>) {
    let (status, failure) = match result {
        Ok(status) => (Some(status), None),
        Err(error) => (error.status(), Some(error.kind())),
    };
    let status = status.map(|status| status.as_u16());
    let failure = failure.map(tracing::field::debug);
    tracing::debug!(attempt = number, status, failure, duration_ms = milliseconds(elapsed()), "attempt");
}

/// How long the next attempt is put off.
#[cfg(feature = "tracing")]
pub(super) fn wait(wait: Duration) {
    tracing::debug!(wait_ms = milliseconds(wait), "wait");
}

#[cfg(feature = "tracing")]
fn milliseconds(duration: Duration) -> u64 {
    u64::try_from(duration.as_millis()).unwrap_or(u64::MAX)
}

#[cfg(not(feature = "tracing"))]
pub(super) fn call<F: Future>(_: &Operation, work: F) -> F {
    work
}

#[cfg(not(feature = "tracing"))]
pub(super) fn attempt(_: u32, _: impl FnOnce() -> Duration, _: Result<StatusCode, &Error>) {}

#[cfg(not(feature = "tracing"))]
pub(super) fn wait(_: Duration) {}
