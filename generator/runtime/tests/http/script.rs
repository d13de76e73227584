//! A transport that answers by a script, in virtual time.

use crate::{
    probe::SERVICE,
    runtime::http::{
        Call, Chunks, Clock, CoreBuilder, Error, Operation, Pending, RetryPolicy, Sleep, Transport, TransportBody,
        TransportError, TransportFuture, TransportRequest, TransportResponse,
    },
};
use ::bytes::Bytes;
use ::http::{HeaderMap, HeaderName, HeaderValue, Request, StatusCode};
use std::{
    collections::VecDeque,
    sync::{Arc, Mutex, MutexGuard},
    task::{Context, Poll},
    time::{Duration, Instant, SystemTime},
};

/// What becomes of a request.
#[derive(Clone, Debug)]
pub enum Step {
    /// An answer with the body `null`.
    Answer(u16, Vec<(&'static str, String)>),
    /// Nobody listens.
    Refused,
    /// The connection breaks off.
    Reset,
    /// Silence.
    Silence,
    /// A success whose body breaks off.
    BrokenBody,
    /// The transport cannot send such a thing.
    Unsendable,
}

/// An answer of a status.
pub fn status(code: u16) -> Step {
    Step::Answer(code, Vec::new())
}

/// An answer of a status that asks to wait.
pub fn asking(code: u16, retry_after: &str) -> Step {
    Step::Answer(code, vec![("retry-after", retry_after.to_owned())])
}

/// A clock that jumps, the script, and what was seen of the client.
#[derive(Clone)]
pub struct Script(Arc<State>);

struct State {
    start: Instant,
    jitter: f64,
    inner: Mutex<Inner>,
}

#[derive(Default)]
struct Inner {
    passed: Duration,
    waits: Vec<Duration>,
    steps: VecDeque<(Duration, Step)>,
    requests: Vec<Request<Bytes>>,
}

impl Script {
    /// These steps, each at once. Whatever comes after them is a success.
    pub fn new(steps: impl IntoIterator<Item = Step>) -> Script {
        let script = Script::with_jitter(1.0);
        script.push(steps.into_iter().map(|step| (Duration::ZERO, step)));
        script
    }

    /// No steps; waits are between a half (0) and the whole (1) of what they may be.
    pub fn with_jitter(jitter: f64) -> Script {
        Script(Arc::new(State { start: Instant::now(), jitter, inner: Mutex::default() }))
    }

    fn inner(&self) -> MutexGuard<'_, Inner> {
        self.0.inner.lock().expect("no test panics while it holds the lock")
    }

    /// Adds steps, each with the time that it takes.
    pub fn push(&self, steps: impl IntoIterator<Item = (Duration, Step)>) {
        self.inner().steps.extend(steps);
    }

    /// Forgets the steps that were not needed.
    pub fn clear(&self) {
        self.inner().steps.clear();
    }

    /// The requests since this was asked before.
    pub fn take_requests(&self) -> Vec<Request<Bytes>> {
        std::mem::take(&mut self.inner().requests)
    }

    /// The waits since this was asked before.
    pub fn take_waits(&self) -> Vec<Duration> {
        std::mem::take(&mut self.inner().waits)
    }

    /// How much time has passed.
    pub fn passed(&self) -> Duration {
        self.inner().passed
    }

    /// Settings of a client that asks this script.
    pub fn builder(&self, policy: RetryPolicy) -> CoreBuilder {
        let mut builder = CoreBuilder::new(&SERVICE);
        builder.transport(self.clone());
        builder.retry(policy);
        builder
    }

    /// Calls once with a client of its own: the error, if it is one, and the waits in milliseconds.
    pub async fn call(
        &self,
        policy: RetryPolicy,
        operation: &'static Operation,
        fill: impl FnOnce(&mut Call<'_>),
    ) -> (Result<(), Error>, Vec<u128>) {
        let core = self.builder(policy).build().expect("the settings are sound");
        let mut call = Call::new(&core, operation);
        fill(&mut call);
        let result = Pending::new(call, |_| Ok(())).await;
        (result, self.take_waits().iter().map(Duration::as_millis).collect())
    }
}

impl Clock for Script {
    fn now(&self) -> Instant {
        self.0.start + self.passed()
    }

    /// It begins at 2023-09-29T16:26:37Z.
    fn system_time(&self) -> SystemTime {
        SystemTime::UNIX_EPOCH + Duration::from_secs(1_696_004_797) + self.passed()
    }

    fn sleep(&self, duration: Duration) -> Sleep {
        let script = self.clone();
        Box::pin(async move {
            let mut inner = script.inner();
            inner.waits.push(duration);
            inner.passed += duration;
        })
    }

    fn jitter(&self) -> f64 {
        self.0.jitter
    }
}

impl Transport for Script {
    fn send(&self, request: TransportRequest) -> TransportFuture<'_, TransportResponse> {
        let mut inner = self.inner();
        inner.requests.push(request.request.map(|body| body.as_bytes().unwrap_or_default()));
        let (takes, step) = inner.steps.pop_front().unwrap_or((Duration::ZERO, status(200)));
        let answer = match request.timeout {
            Some(timeout) if takes >= timeout => {
                inner.passed += timeout;
                Err(TransportError::exchange("no time is left").timed_out())
            }
            _ => {
                inner.passed += takes;
                answer(step)
            }
        };
        Box::pin(std::future::ready(answer))
    }

    fn clock(&self) -> Arc<dyn Clock> {
        Arc::new(self.clone())
    }
}

fn answer(step: Step) -> Result<TransportResponse, TransportError> {
    let (status, headers, body) = match step {
        Step::Answer(status, headers) => (status, headers, TransportBody::Full(Bytes::from_static(b"null"))),
        Step::BrokenBody => (200, Vec::new(), TransportBody::Chunks(Box::new(Broken))),
        Step::Refused => return Err(TransportError::connect("nobody listens")),
        Step::Reset => return Err(TransportError::exchange("reset by peer")),
        Step::Silence => return Err(TransportError::exchange("silence").timed_out()),
        Step::Unsendable => return Err(TransportError::request("no such thing")),
    };
    let header = |(name, value): (&str, String)| {
        let value = HeaderValue::from_bytes(value.as_bytes()).expect("a value that a header can carry");
        (HeaderName::from_bytes(name.as_bytes()).expect("a name"), value)
    };
    let headers: HeaderMap = headers.into_iter().map(header).collect();
    Ok(TransportResponse::new(StatusCode::from_u16(status).expect("a status"), headers, body))
}

struct Broken;

impl Chunks for Broken {
    fn poll_next(&mut self, _: &mut Context<'_>) -> Poll<Result<Option<Bytes>, TransportError>> {
        Poll::Ready(Err(TransportError::exchange("reset by peer")))
    }
}
