//! Whether a call that failed is tried again, and when.
//!
//! What may be repeated is repeated: a request that asks for nothing to be done twice, or one that never left. The waits grow, spread,
//! obey the server's `Retry-After`, and end before the call's time does; over all calls of a client, a [`Budget`] bounds them.

use super::{
    budget::{Budget, Permit},
    client::Core,
    clock::Deadline,
    error::{Error, ErrorKind},
    prepared::Prepared,
    retry_after, trace,
};
use http::{HeaderMap, Method, StatusCode};
use std::time::{Duration, Instant};

/// How a client tries again. The defaults suit nearly everybody.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct RetryPolicy {
    pub(super) max_attempts: u32,
    base_delay: Duration,
    throttle_delay: Duration,
    max_delay: Duration,
    max_retry_after: Duration,
    pub(super) budget: u32,
    override_header: Option<&'static str>,
}

impl Default for RetryPolicy {
    fn default() -> Self {
        RetryPolicy::new()
    }
}

impl RetryPolicy {
    /// Three attempts; waits of half a second, or a second where the server is overloaded, doubled each time up to 20 seconds; a
    /// `Retry-After` of up to two minutes; a budget of 500.
    pub const fn new() -> Self {
        RetryPolicy {
            max_attempts: 3,
            base_delay: Duration::from_millis(500),
            throttle_delay: Duration::from_secs(1),
            max_delay: Duration::from_secs(20),
            max_retry_after: Duration::from_secs(120),
            budget: 500,
            override_header: None,
        }
    }

    /// How often a call is sent at most. One is once.
    pub const fn max_attempts(mut self, attempts: u32) -> Self {
        self.max_attempts = attempts;
        self
    }

    /// The first wait after a failure. Every further one is twice as long; a half of each is left to chance.
    pub const fn base_delay(mut self, delay: Duration) -> Self {
        self.base_delay = delay;
        self
    }

    /// The first wait where the server says that it is asked too often: 429, or 503 with `Retry-After`.
    pub const fn throttle_delay(mut self, delay: Duration) -> Self {
        self.throttle_delay = delay;
        self
    }

    /// The longest wait that the client comes up with by itself.
    pub const fn max_delay(mut self, delay: Duration) -> Self {
        self.max_delay = delay;
        self
    }

    /// The longest `Retry-After` that is waited for. Beyond it, the call fails at once, and the error says how long to wait.
    pub const fn max_retry_after(mut self, delay: Duration) -> Self {
        self.max_retry_after = delay;
        self
    }

    /// What all calls of a client together may spend on trying again: 14 a time, or 5 where the server is overloaded. Success gives
    /// back what it cost, or 1 where it cost nothing.
    pub const fn budget(mut self, tokens: u32) -> Self {
        self.budget = tokens;
        self
    }

    /// A header of answers, such as `x-should-retry`: its `false` ends the attempts, its `true` adds one where the request may be
    /// repeated.
    pub const fn override_header(mut self, name: &'static str) -> Self {
        self.override_header = Some(name);
        self
    }

    /// What kind of failure this is, where trying again may help.
    fn class(&self, error: &Error, may_repeat: bool, has_key: bool) -> Option<Class> {
        match error.kind() {
            ErrorKind::Status => self.class_of_status(error.status()?, error.headers()?, may_repeat, has_key),
            ErrorKind::Transport | ErrorKind::Timeout if error.is_final() => None,
            // Nothing was written, so that nothing is repeated.
            ErrorKind::Transport | ErrorKind::Timeout => (error.is_connect() || may_repeat).then_some(Class::Transient),
            _ => None,
        }
    }

    fn class_of_status(&self, status: StatusCode, headers: &HeaderMap, may_repeat: bool, has_key: bool) -> Option<Class> {
        let wish = self.override_header.and_then(|name| headers.get(name)).map(|value| value.as_bytes().trim_ascii());
        let wishes = |word: &str| wish.is_some_and(|value| value.eq_ignore_ascii_case(word.as_bytes()));
        if wishes("false") {
            return None;
        }
        match status.as_u16() {
            429 => Some(Class::Throttle),
            // The server gave up waiting for the request, so it has not done it (RFC 9110, 15.5.9).
            408 => Some(Class::Transient),
            // A conflict with the attempt before, which is still going on.
            409 if has_key => Some(Class::Transient),
            503 if may_repeat && headers.contains_key(http::header::RETRY_AFTER) => Some(Class::Throttle),
            500 | 502 | 503 | 504 if may_repeat => Some(Class::Transient),
            _ if may_repeat && wishes("true") => Some(Class::Transient),
            _ => None,
        }
    }

    /// The wait before retry `index`, from 0. `jitter` is from 0 to 1.
    fn backoff(&self, class: Class, index: u32, jitter: f64) -> Duration {
        let base = match class {
            Class::Transient => self.base_delay,
            Class::Throttle => self.throttle_delay,
        };
        let factor = 1_u32.checked_shl(index).unwrap_or(u32::MAX);
        let full = base.saturating_mul(factor).min(self.max_delay);
        full.mul_f64(0.5 + 0.5 * jitter.clamp(0.0, 1.0))
    }
}

/// Failures after which trying again may help.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Class {
    /// Something broke.
    Transient,
    /// The server is asked too often.
    Throttle,
}

impl Class {
    /// What a retry costs.
    fn cost(self) -> u32 {
        match self {
            Class::Transient => 14,
            Class::Throttle => 5,
        }
    }
}

/// The attempts of one call.
pub(super) struct Attempts<'c> {
    core: &'c Core,
    deadline: Deadline,
    max_attempts: u32,
    /// Whether the request may reach the server twice.
    may_repeat: bool,
    has_key: bool,
    /// Which attempt is being made, from 1.
    pub(super) number: u32,
    /// When it began.
    start: Instant,
    statuses: Vec<Option<StatusCode>>,
    permit: Option<Permit<'c>>,
}

impl<'c> Attempts<'c> {
    pub(super) fn new(core: &'c Core, prepared: &Prepared) -> Self {
        let by_method = matches!(
            prepared.method,
            Method::GET | Method::HEAD | Method::OPTIONS | Method::TRACE | Method::PUT | Method::DELETE
        );
        let start = core.0.clock.now();
        Attempts {
            core,
            deadline: Deadline::since(start, prepared.timeout),
            max_attempts: if prepared.is_replayable { prepared.max_attempts } else { 1 },
            may_repeat: prepared.has_key || prepared.is_idempotent.unwrap_or(by_method),
            has_key: prepared.has_key,
            number: 1,
            start,
            statuses: Vec::new(),
            permit: None,
        }
    }

    /// What is left of the call's time; `None` where it has no end.
    pub(super) fn remaining(&self) -> Result<Option<Duration>, String> {
        self.deadline.remaining(&*self.core.0.clock)
    }

    /// What has come of an attempt: an answer, with the statuses of those before; `None` where another attempt is due; or the error to
    /// give up with.
    pub(super) async fn judge<T>(
        &mut self,
        result: Result<T, Error>,
        status: fn(&T) -> StatusCode,
    ) -> Result<Option<(T, Vec<Option<StatusCode>>)>, Error> {
        self.trace(result.as_ref().map(status));
        match result {
            Ok(answer) => Ok(Some((answer, self.succeeded()))),
            Err(error) => {
                let wait = self.failed(error)?;
                self.wait_for(wait).await;
                Ok(None)
            }
        }
    }

    /// Records what came of the attempt.
    fn trace(&self, result: Result<StatusCode, &Error>) {
        trace::attempt(self.number, || self.core.0.clock.now().saturating_duration_since(self.start), result);
    }

    /// Takes note of a failure: how long to wait before the next attempt, or the error to give up with.
    fn failed(&mut self, mut error: Error) -> Result<Duration, Error> {
        self.statuses.push(error.status());
        error.set_retry_after(error.headers().and_then(|headers| self.retry_after(headers)));
        match self.wait(&error) {
            Some(wait) => Ok(wait),
            None => {
                error.set_attempts(std::mem::take(&mut self.statuses));
                Err(error)
            }
        }
    }

    /// Waits, and begins the next attempt. A call that is dropped meanwhile gives back what the attempt would have cost.
    async fn wait_for(&mut self, wait: Duration) {
        trace::wait(wait);
        self.core.0.clock.sleep(wait).await;
        self.number += 1;
        self.start = self.core.0.clock.now();
        if let Some(permit) = &mut self.permit {
            permit.spend();
        }
    }

    /// Takes note of a success. Gives the statuses of the attempts that have failed.
    fn succeeded(&mut self) -> Vec<Option<StatusCode>> {
        match self.permit.take() {
            Some(permit) => permit.give_back(),
            None => self.core.0.budget.add(1),
        }
        std::mem::take(&mut self.statuses)
    }

    /// How long to wait, if it is worth it.
    fn wait(&mut self, error: &Error) -> Option<Duration> {
        let policy = &self.core.0.retry;
        let clock = &*self.core.0.clock;
        if self.number >= self.max_attempts {
            return None;
        }
        let class = policy.class(error, self.may_repeat, self.has_key)?;
        let wait = policy.backoff(class, self.number - 1, clock.jitter());
        let wait = match error.retry_after() {
            Some(asked) if asked > policy.max_retry_after => return None,
            Some(asked) => wait.max(asked),
            None => wait,
        };
        if !self.deadline.allows(clock, wait) {
            return None;
        }
        self.permit = None;
        self.permit = Some(Budget::take(&self.core.0.budget, class.cost())?);
        Some(wait)
    }

    fn retry_after(&self, headers: &HeaderMap) -> Option<Duration> {
        retry_after::parse(headers, self.core.0.clock.system_time())
    }
}
