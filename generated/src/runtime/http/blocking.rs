//! Calls without an asynchronous runtime: the thread that makes the call waits for it.

use std::{
    cell::Cell,
    future::Future,
    pin::pin,
    sync::Arc,
    task::{Context, Poll, Wake, Waker},
    thread::{self, Thread},
};

thread_local! {
    static IS_WAITING: Cell<bool> = const { Cell::new(false) };
}

/// Whether this thread waits for a call, so that no runtime is there to wake it, and whoever has nothing to do may sleep.
#[cfg_attr(not(feature = "reqwest"), allow(dead_code))]
pub(super) fn is_waiting() -> bool {
    IS_WAITING.get()
}

/// Marks the thread for as long as it waits, a panic included.
struct Waiting {
    before: bool,
}

impl Drop for Waiting {
    fn drop(&mut self) {
        IS_WAITING.set(self.before);
    }
}

struct Unpark(Thread);

impl Wake for Unpark {
    fn wake(self: Arc<Self>) {
        self.0.unpark();
    }
}

/// A stream or a list, one value after the other, for a thread that waits: `for event in call.stream_blocking()? { … }`. An error that
/// ends the stream is the last value.
#[derive(Debug)]
pub struct Blocking<S>(pub(super) S);

impl<S> Blocking<S> {
    /// For a thread that has nothing better to do.
    pub fn new(stream: S) -> Self {
        Blocking(stream)
    }

    /// The stream itself, with its status and headers.
    pub fn get_ref(&self) -> &S {
        &self.0
    }
}

/// Polls a future on this thread until it is ready.
pub(super) fn wait<T>(future: impl Future<Output = T>) -> T {
    let mut future = pin!(future);
    let waker = Waker::from(Arc::new(Unpark(thread::current())));
    let mut cx = Context::from_waker(&waker);
    let _waiting = Waiting { before: IS_WAITING.replace(true) };
    loop {
        match future.as_mut().poll(&mut cx) {
            Poll::Ready(value) => return value,
            Poll::Pending => thread::park(),
        }
    }
}
