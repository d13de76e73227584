//! What becomes of a case, and the report of a run.

use crate::failure::Failure;
use serde::Serialize;
use serde_json::{Number, Value};
use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::Path,
};

/// What became of a case.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Outcome {
    /// A valid instance decoded, and encoded again to an equal value.
    Accepted,
    /// A valid instance did not decode.
    WronglyRejected,
    /// A valid instance decoded, and encoded again to another value.
    Lossy,
    /// An invalid instance did not decode.
    RejectedInvalid,
    /// An invalid instance decoded: types do not express its fault.
    AcceptedInvalid,
    /// A scenario went as it should.
    Passed,
    /// A scenario did not.
    Failed,
    /// It fails, and the project's list of known failures says so.
    KnownFailure,
}

impl Outcome {
    /// Its name in reports.
    pub(super) fn name(self) -> &'static str {
        match self {
            Outcome::Accepted => "accepted",
            Outcome::WronglyRejected => "wrongly_rejected",
            Outcome::Lossy => "lossy",
            Outcome::RejectedInvalid => "rejected_invalid",
            Outcome::AcceptedInvalid => "accepted_invalid",
            Outcome::Passed => "passed",
            Outcome::Failed => "failed",
            Outcome::KnownFailure => "known_failure",
        }
    }

    /// Whether it is a defect.
    pub(super) fn is_failure(self) -> bool {
        matches!(self, Outcome::WronglyRejected | Outcome::Lossy | Outcome::Failed)
    }
}

/// A case and what became of it.
#[derive(Clone, Debug, Serialize)]
pub(super) struct Case {
    /// File, group and test.
    pub(super) id: String,
    /// What became of it.
    pub(super) outcome: Outcome,
    /// Why, where there is something to say.
    pub(super) detail: String,
}

/// Every case of a run, with totals.
#[derive(Debug, Serialize)]
pub(super) struct Report {
    cases: Vec<Case>,
    total: BTreeMap<&'static str, usize>,
    #[serde(skip)]
    surprises: Vec<String>,
}

impl Report {
    /// Settles cases against the list of known failures.
    pub(super) fn new(mut cases: Vec<Case>, known: &BTreeSet<String>) -> Report {
        let mut surprises = Vec::new();
        for case in cases.iter_mut().filter(|case| known.contains(&case.id)) {
            match case.outcome.is_failure() {
                true => case.outcome = Outcome::KnownFailure,
                false => surprises.push(case.id.clone()),
            }
        }
        let mut total = BTreeMap::new();
        for case in &cases {
            *total.entry(case.outcome.name()).or_insert(0) += 1;
        }
        Report { cases, total, surprises }
    }

    /// How many cases ended this way.
    pub(super) fn count(&self, outcome: Outcome) -> usize {
        self.total.get(outcome.name()).copied().unwrap_or_default()
    }

    /// Cases that are defects, in order.
    pub(super) fn failures(&self) -> impl Iterator<Item = &Case> {
        self.cases.iter().filter(|case| case.outcome.is_failure())
    }

    /// Cases on the list of known failures that no longer fail.
    pub(super) fn surprises(&self) -> &[String] {
        &self.surprises
    }

    /// Whether the run shows no defect and no outdated entry.
    pub(super) fn is_clean(&self) -> bool {
        self.failures().next().is_none() && self.surprises.is_empty()
    }

    /// Writes the report as JSON.
    pub(super) fn write(&self, path: &Path) -> Result<(), Failure> {
        let text = serde_json::to_string_pretty(self).map_err(|error| Failure::new(error.to_string()))?;
        fs::write(path, text + "\n").map_err(|error| Failure::io("write", path, &error))
    }
}

/// The names of a list of known failures: one a line, `#` begins a comment.
pub(super) fn known_failures(text: &str) -> BTreeSet<String> {
    text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#')).map(str::to_owned).collect()
}

/// Equality of JSON values as JSON Schema has it: numbers by their value, objects without regard to order.
pub(super) fn equal(left: &Value, right: &Value) -> bool {
    match (left, right) {
        (Value::Number(left), Value::Number(right)) => equal_numbers(left, right),
        (Value::Array(left), Value::Array(right)) => {
            left.len() == right.len() && left.iter().zip(right).all(|(left, right)| equal(left, right))
        }
        (Value::Object(left), Value::Object(right)) => {
            left.len() == right.len() && left.iter().all(|(key, value)| right.get(key).is_some_and(|other| equal(value, other)))
        }
        _ => left == right,
    }
}

fn equal_numbers(left: &Number, right: &Number) -> bool {
    let exact = |number: &Number| number.as_i64().map(i128::from).or(number.as_u64().map(i128::from));
    match (exact(left), exact(right)) {
        (Some(left), Some(right)) => left == right,
        _ => left.as_f64() == right.as_f64(),
    }
}

#[cfg(test)]
mod tests {
    use super::{Case, Outcome, Report, equal, known_failures};
    use serde_json::json;

    #[test]
    fn numbers_are_equal_by_value() {
        assert!(equal(&json!({"a": [1, 2.5]}), &json!({"a": [1.0, 2.5]})));
        assert!(!equal(&json!(1), &json!(true)));
        assert!(!equal(&json!(9007199254740993_i64), &json!(9007199254740992_i64)));
        assert!(!equal(&json!({"a": 1}), &json!({"a": 1, "b": 2})));
    }

    #[test]
    fn a_known_failure_that_passes_is_a_surprise() {
        let case = |id: &str, outcome| Case { id: id.to_owned(), outcome, detail: String::new() };
        let cases = vec![case("a", Outcome::Lossy), case("b", Outcome::Accepted), case("c", Outcome::Accepted)];
        let report = Report::new(cases, &known_failures("# why\na\nb\n"));
        assert_eq!(report.count(Outcome::KnownFailure), 1);
        assert_eq!(report.surprises(), ["b"]);
        assert!(!report.is_clean());
    }
}
