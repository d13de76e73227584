//! What a mock is told to get wrong.

use super::answer::Answer;
use serde_json::Value;
use std::time::Duration;

/// A failure of an operation: every call meets it, unless [`times`](Failure::times) says how many.
#[derive(Clone, Debug)]
pub struct Failure {
    pub(super) kind: Kind,
    pub(super) delay: Duration,
    /// How many calls are left that meet it; `None` for all.
    pub(super) times: Option<u32>,
}

/// What goes wrong.
#[derive(Clone, Debug)]
pub(super) enum Kind {
    /// An answer of another status.
    Answer(Answer),
    /// Nothing but time.
    None,
    /// The connection ends before any byte of an answer.
    Reset,
    /// The connection ends within the body.
    Cut,
    /// The body is not what the headers say.
    Garbage,
}

impl Failure {
    /// An answer of this status, with the body that the document has for it.
    pub fn status(status: u16) -> Failure {
        Failure::new(Kind::Answer(Answer::status(status)))
    }

    /// This answer.
    pub fn answer(answer: impl Into<Answer>) -> Failure {
        Failure::new(Kind::Answer(answer.into()))
    }

    /// The connection ends before any byte of an answer.
    pub fn reset() -> Failure {
        Failure::new(Kind::Reset)
    }

    /// The connection ends in the middle of the body.
    pub fn cut() -> Failure {
        Failure::new(Kind::Cut)
    }

    /// A success whose body is not of its media type.
    pub fn garbage() -> Failure {
        Failure::new(Kind::Garbage)
    }

    /// The right answer, but only after this time.
    pub fn delay(delay: Duration) -> Failure {
        Failure::new(Kind::None).after(delay)
    }

    fn new(kind: Kind) -> Failure {
        Failure { kind, delay: Duration::ZERO, times: None }
    }

    /// Only so many calls meet it; those that follow meet the failure that was told next, or none.
    pub fn times(mut self, times: u32) -> Failure {
        self.times = Some(times);
        self
    }

    /// The same, but only after this time.
    pub fn after(mut self, delay: Duration) -> Failure {
        self.delay = delay;
        self
    }

    /// With a header, such as `Retry-After`, where it is an answer.
    pub fn with_header(mut self, name: impl Into<String>, value: impl Into<String>) -> Failure {
        if let Kind::Answer(answer) = &mut self.kind {
            answer.headers.push((name.into(), value.into()));
        }
        self
    }

    /// With a body of JSON instead of the document's, where it is an answer.
    pub fn with_json(mut self, value: &Value) -> Failure {
        if let Kind::Answer(answer) = self.kind {
            self.kind = Kind::Answer(answer.with_json(value));
        }
        self
    }
}
