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
