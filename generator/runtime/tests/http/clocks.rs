//! The clock of the system.

use crate::runtime::http::{Clock, SystemClock};
use std::{
    sync::Arc,
    task::{Context, Poll, Wake},
    thread::{self, Thread},
    time::{Duration, Instant},
};

#[test]
fn the_clock_of_the_system_wakes_whoever_waits() {
    struct Unpark(Thread);
    impl Wake for Unpark {
        fn wake(self: Arc<Self>) {
            self.0.unpark();
        }
    }
    let waker = Arc::new(Unpark(thread::current())).into();
    let mut cx = Context::from_waker(&waker);
    let start = Instant::now();
    let mut sleep = SystemClock.sleep(Duration::from_millis(30));
    while sleep.as_mut().poll(&mut cx) == Poll::Pending {
        thread::park_timeout(Duration::from_secs(10));
    }
    assert!((Duration::from_millis(30)..Duration::from_secs(9)).contains(&start.elapsed()));
}
