//! The futures of calls: named types around one boxed future, so that no operation compiles a state machine of its own.

use super::{
    call::{Answer, Call},
    error::Error,
    response::{RawResponse, Response},
};
use std::{
    fmt,
    future::Future,
    pin::Pin,
    task::{Context, Poll, ready},
};

/// How an operation reads its answer.
pub type Decoder<T> = fn(&RawResponse) -> Result<T, Error>;

/// A call that is being sent. It gives the value of the answer. Dropping it ends the call.
#[must_use = "futures do nothing unless polled"]
pub struct Pending<T> {
    answer: Answer,
    decoder: Decoder<T>,
}

impl<T> Pending<T> {
    /// Sends a call when polled.
    pub fn new(call: Call<'_>, decoder: Decoder<T>) -> Self {
        Pending { answer: call.send(), decoder }
    }

    /// Sends the call, and blocks the thread until it is done.
    #[cfg(feature = "blocking")]
    pub fn wait(self) -> Result<T, Error> {
        super::blocking::wait(self)
    }
}

impl<T> Future for Pending<T> {
    type Output = Result<T, Error>;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        let answer = ready!(self.answer.as_mut().poll(cx));
        Poll::Ready(answer.and_then(|raw| (self.decoder)(&raw)))
    }
}

impl<T> fmt::Debug for Pending<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Pending")
    }
}

/// A call that is being sent. It gives the value of the answer with status and headers. Dropping it ends the call.
#[must_use = "futures do nothing unless polled"]
pub struct PendingWithMeta<T> {
    answer: Answer,
    decoder: Decoder<T>,
}

impl<T> PendingWithMeta<T> {
    /// Sends a call when polled.
    pub fn new(call: Call<'_>, decoder: Decoder<T>) -> Self {
        PendingWithMeta { answer: call.send(), decoder }
    }

    /// Sends the call, and blocks the thread until it is done.
    #[cfg(feature = "blocking")]
    pub fn wait(self) -> Result<Response<T>, Error> {
        super::blocking::wait(self)
    }
}

impl<T> Future for PendingWithMeta<T> {
    type Output = Result<Response<T>, Error>;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        let answer = ready!(self.answer.as_mut().poll(cx));
        Poll::Ready(answer.and_then(|raw| {
            let body = (self.decoder)(&raw)?;
            Ok(Response::new(raw, body))
        }))
    }
}

impl<T> fmt::Debug for PendingWithMeta<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("PendingWithMeta")
    }
}
