//! Calls that are dropped at any point where they may wait: what they held comes back, and what was spent is spent once.

use crate::{
    probe::{GET, SERVICE},
    runtime::http::{
        Call, Chunks, Clock, CoreBuilder, Pending, Sleep, Transport, TransportBody, TransportError, TransportFuture,
        TransportRequest, TransportResponse,
    },
};
use ::bytes::Bytes;
use ::http::{HeaderMap, StatusCode};
use std::{
    future::Future,
    pin::Pin,
    sync::{
        Arc,
        atomic::{AtomicU32, AtomicU64, Ordering::SeqCst},
    },
    task::{Context, Poll, Waker},
    time::Duration,
};

const SEED: u64 = 0x9e37_79b9_7f4a_7c15;
const CALLS: usize = 50_000;

/// Chance, the same in every run.
#[derive(Clone)]
struct Chance(Arc<AtomicU64>);

impl Chance {
    /// A number below `limit`.
    fn below(&self, limit: u64) -> u64 {
        let mut state = self.0.load(SeqCst);
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        self.0.store(state, SeqCst);
        state % limit
    }
}

/// Is ready after so many looks.
struct After(u64);

impl Future for After {
    type Output = ();

    fn poll(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<()> {
        self.0 = self.0.saturating_sub(1);
        if self.0 == 0 { Poll::Ready(()) } else { Poll::Pending }
    }
}

/// A transport and a clock that let everybody wait, and fail every other time.
#[derive(Clone)]
struct Slow {
    chance: Chance,
    sent: Arc<AtomicU32>,
    open: Arc<AtomicU32>,
}

/// Counts what is neither finished nor dropped.
struct Open(Arc<AtomicU32>);

impl Open {
    fn new(count: &Arc<AtomicU32>) -> Open {
        count.fetch_add(1, SeqCst);
        Open(count.clone())
    }
}

impl Drop for Open {
    fn drop(&mut self) {
        self.0.fetch_sub(1, SeqCst);
    }
}

impl Transport for Slow {
    fn send(&self, _: TransportRequest) -> TransportFuture<'_, TransportResponse> {
        self.sent.fetch_add(1, SeqCst);
        let (open, looks, fails) = (Open::new(&self.open), self.chance.below(4), self.chance.below(2) == 0);
        let body = TransportBody::Chunks(Box::new(Body { left: self.chance.below(4), _open: Open::new(&self.open) }));
        Box::pin(async move {
            let _open = open;
            After(looks).await;
            let status = if fails { StatusCode::SERVICE_UNAVAILABLE } else { StatusCode::OK };
            Ok(TransportResponse::new(status, HeaderMap::new(), body))
        })
    }
}

impl Clock for Slow {
    fn sleep(&self, _: Duration) -> Sleep {
        let (open, looks) = (Open::new(&self.open), self.chance.below(4));
        Box::pin(async move {
            let _open = open;
            After(looks).await;
        })
    }
}

struct Body {
    left: u64,
    _open: Open,
}

impl Chunks for Body {
    fn poll_next(&mut self, _: &mut Context<'_>) -> Poll<Result<Option<Bytes>, TransportError>> {
        self.left = self.left.saturating_sub(1);
        if self.left == 0 { Poll::Ready(Ok(None)) } else { Poll::Pending }
    }
}

#[test]
fn whatever_is_dropped_gives_everything_back() {
    let slow = Slow { chance: Chance(Arc::new(AtomicU64::new(SEED))), sent: Arc::default(), open: Arc::default() };
    let mut builder = CoreBuilder::new(&SERVICE);
    builder.transport(slow.clone());
    builder.clock(slow.clone());
    let core = builder.build().expect("the settings are sound");
    let mut cx = Context::from_waker(Waker::noop());
    let (mut budget, mut dropped) = (core.retry_budget(), 0);
    for number in 0..CALLS {
        slow.sent.store(0, SeqCst);
        let mut call = Box::pin(Pending::new(Call::new(&core, &GET), |_| Ok(())));
        let mut result = Poll::Pending;
        for _ in 0..slow.chance.below(20) {
            result = call.as_mut().poll(&mut cx);
            if result.is_ready() {
                break;
            }
        }
        drop(call);
        assert_eq!(slow.open.load(SeqCst), 0, "call {number} of seed {SEED} leaves something open");
        // A retry that has begun costs 14, and gives that back where it succeeds; one that has not begun costs nothing.
        let retries = slow.sent.load(SeqCst).saturating_sub(1);
        budget = match &result {
            Poll::Ready(Ok(())) if retries == 0 => (budget + 1).min(500),
            Poll::Ready(Ok(())) => budget - 14 * (retries - 1),
            Poll::Ready(Err(_)) | Poll::Pending => budget - 14 * retries,
        };
        assert_eq!(core.retry_budget(), budget, "call {number} of seed {SEED} after {retries} retries: {result:?}");
        dropped += usize::from(result.is_pending());
    }
    assert!((CALLS / 10..CALLS).contains(&dropped), "{dropped}");
}
