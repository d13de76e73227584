//! Time, as the client sees it: what it reads, and how it waits between attempts.
//!
//! A clock comes with the transport, since whatever drives the one can drive the other, or from the user of the client. In a test
//! it may stand still and jump, so that a minute of waiting takes none.

use super::random;
use std::{
    fmt,
    future::Future,
    pin::Pin,
    sync::{Arc, Mutex, PoisonError, mpsc},
    task::{Context, Poll, Waker},
    thread,
    time::{Duration, Instant, SystemTime},
};

/// A wait to come. It borrows nothing.
pub type Sleep = Pin<Box<dyn Future<Output = ()> + Send>>;

/// Tells the time and waits.
pub trait Clock: Send + Sync + 'static {
    /// The time, for measuring. It never goes back.
    fn now(&self) -> Instant {
        Instant::now()
    }

    /// The time of day, for the dates that servers send.
    fn system_time(&self) -> SystemTime {
        SystemTime::now()
    }

    /// Waits for so long. Dropping the future ends the wait.
    fn sleep(&self, duration: Duration) -> Sleep;

    /// A number from 0 to 1 that spreads the waits of many clients.
    fn jitter(&self) -> f64 {
        random::unit()
    }
}

impl<T: Clock + ?Sized> Clock for Arc<T> {
    fn now(&self) -> Instant {
        (**self).now()
    }

    fn system_time(&self) -> SystemTime {
        (**self).system_time()
    }

    fn sleep(&self, duration: Duration) -> Sleep {
        (**self).sleep(duration)
    }

    fn jitter(&self) -> f64 {
        (**self).jitter()
    }
}

/// The clock of the system. It waits in a thread of its own, so that it serves any executor and none.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    fn sleep(&self, duration: Duration) -> Sleep {
        Box::pin(ThreadSleep { duration, running: None })
    }
}

/// A wait that begins when it is polled first.
struct ThreadSleep {
    duration: Duration,
    running: Option<Running>,
}

/// The thread that waits. It ends early when the sender is dropped.
struct Running {
    waker: Arc<Mutex<Option<Waker>>>,
    _cancel: mpsc::Sender<()>,
}

impl Future for ThreadSleep {
    type Output = ();

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<()> {
        let Some(running) = &self.running else {
            self.running = Some(start(self.duration, cx.waker().clone()));
            return Poll::Pending;
        };
        let mut waker = running.waker.lock().unwrap_or_else(PoisonError::into_inner);
        match waker.as_mut() {
            Some(waker) => {
                waker.clone_from(cx.waker());
                Poll::Pending
            }
            None => Poll::Ready(()),
        }
    }
}

fn start(duration: Duration, waker: Waker) -> Running {
    let waker = Arc::new(Mutex::new(Some(waker)));
    let (cancel, cancelled) = mpsc::channel();
    let shared = waker.clone();
    thread::spawn(move || {
        let _: Result<(), _> = cancelled.recv_timeout(duration);
        let waker = shared.lock().unwrap_or_else(PoisonError::into_inner).take();
        if let Some(waker) = waker {
            waker.wake();
        }
    });
    Running { waker, _cancel: cancel }
}

/// The clock of tokio: it stands still where tokio's does (`tokio::time::pause`).
#[cfg(feature = "reqwest")]
#[derive(Clone, Copy, Debug, Default)]
pub struct TokioClock;

#[cfg(feature = "reqwest")]
impl Clock for TokioClock {
    fn now(&self) -> Instant {
        tokio::time::Instant::now().into_std()
    }

    fn sleep(&self, duration: Duration) -> Sleep {
        Box::pin(tokio::time::sleep(duration))
    }
}

/// The point in time at which a call ends, redirects, attempts and the waits between them included.
pub(super) struct Deadline {
    timeout: Duration,
    end: Option<Instant>,
}

impl Deadline {
    /// A timeout that no clock can hold is none.
    pub(super) fn after(clock: &dyn Clock, timeout: Duration) -> Self {
        Deadline::since(clock.now(), timeout)
    }

    /// The same, of a call that has begun.
    pub(super) fn since(start: Instant, timeout: Duration) -> Self {
        Deadline { timeout, end: start.checked_add(timeout) }
    }

    /// What is left of the time, or that nothing is; `None` where there is no end.
    pub(super) fn remaining(&self, clock: &dyn Clock) -> Result<Option<Duration>, String> {
        let Some(end) = self.end else { return Ok(None) };
        match end.saturating_duration_since(clock.now()) {
            Duration::ZERO => Err(format!("no answer within {:?}", self.timeout)),
            left => Ok(Some(left)),
        }
    }

    /// Whether there is any time left after so long a wait.
    pub(super) fn allows(&self, clock: &dyn Clock, wait: Duration) -> bool {
        self.end.is_none_or(|end| clock.now().checked_add(wait).is_some_and(|then| then < end))
    }
}

impl fmt::Debug for dyn Clock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Clock")
    }
}
