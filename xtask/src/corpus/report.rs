//! The report of a corpus: what became of each document, and the sum. Its JSON is a contract with the scripts that read it.

use crate::{failure::Failure, source};
use serde::{Deserialize, Serialize};
use std::{collections::BTreeMap, path::Path};

/// How a document ended.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Status {
    /// A client was emitted, perhaps with warnings.
    Ok,
    /// The document was refused.
    Failed,
    /// The generator panicked or was killed: a bug of ours.
    Panic,
    /// The time was over.
    Timeout,
    /// The memory was not enough.
    Memory,
    /// The file does not describe an API by OpenAPI.
    NotOpenapi,
}

impl Status {
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Status::Ok => "ok",
            Status::Failed => "failed",
            Status::Panic => "panic",
            Status::Timeout => "timeout",
            Status::Memory => "memory",
            Status::NotOpenapi => "not-openapi",
        }
    }

    /// Whether nothing of ours fell short.
    pub(crate) fn is_good(self) -> bool {
        self.rank() <= Status::NotOpenapi.rank()
    }

    /// How bad it is: a client is better than a refusal, and a refusal better than a crash.
    pub(crate) fn rank(self) -> u8 {
        match self {
            Status::Ok => 0,
            Status::NotOpenapi => 1,
            Status::Failed => 2,
            Status::Panic | Status::Timeout | Status::Memory => 3,
        }
    }
}

/// What became of one document.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub(crate) struct Document {
    pub(crate) path: String,
    pub(crate) status: Status,
    pub(crate) operations: usize,
    pub(crate) emitted_operations: usize,
    pub(crate) diagnostics: BTreeMap<String, usize>,
    pub(crate) seconds: f64,
    pub(crate) cpu_seconds: f64,
    pub(crate) peak_bytes: u64,
    pub(crate) files: usize,
    pub(crate) lines: usize,
    /// Only with `--cargo-check`, and only for a document whose client was emitted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) check: Option<Check>,
}

/// What `cargo check` said of a client, and what rustc used for it; dependencies are not counted.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize)]
pub(crate) struct Check {
    /// Those with single features included.
    pub(crate) errors: usize,
    pub(crate) warnings: usize,
    /// What the check with the default features used.
    pub(crate) cpu_seconds: f64,
    pub(crate) peak_bytes: u64,
    /// Only with `--each-feature`: the check with one feature alone, by its name.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub(crate) features: BTreeMap<String, FeatureCheck>,
}

/// What `cargo check` said of a client with one feature alone, and what rustc used for it.
#[derive(Clone, Copy, Debug, Default, Deserialize, PartialEq, Serialize)]
pub(crate) struct FeatureCheck {
    pub(crate) errors: usize,
    pub(crate) warnings: usize,
    pub(crate) cpu_seconds: f64,
    pub(crate) peak_bytes: u64,
}

/// All documents together: counts and times are added up, a peak is the highest.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize)]
pub(crate) struct Total {
    /// How many documents ended in each way.
    pub(crate) status: BTreeMap<String, usize>,
    pub(crate) operations: usize,
    pub(crate) emitted_operations: usize,
    pub(crate) diagnostics: BTreeMap<String, usize>,
    pub(crate) seconds: f64,
    pub(crate) cpu_seconds: f64,
    pub(crate) peak_bytes: u64,
    pub(crate) files: usize,
    pub(crate) lines: usize,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) check: Option<Check>,
}

/// The whole report.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub(crate) struct Report {
    pub(crate) documents: Vec<Document>,
    pub(crate) total: Total,
}

impl Report {
    pub(crate) fn new(documents: Vec<Document>) -> Report {
        let mut total = Total::default();
        for document in &documents {
            total.add(document);
        }
        Report { documents, total }
    }

    pub(crate) fn read(path: &Path) -> Result<Report, Failure> {
        let bytes = source::read_regular(path).map_err(|why| Failure::new(format!("cannot read `{}`: {why}", path.display())))?;
        serde_json::from_slice(&bytes)
            .map_err(|error| Failure::new(format!("`{}` is not a report of `corpus`: {error}", path.display())))
    }
}

impl Total {
    fn add(&mut self, document: &Document) {
        *self.status.entry(document.status.as_str().to_owned()).or_default() += 1;
        self.operations += document.operations;
        self.emitted_operations += document.emitted_operations;
        for (code, count) in &document.diagnostics {
            *self.diagnostics.entry(code.clone()).or_default() += count;
        }
        self.seconds += document.seconds;
        self.cpu_seconds += document.cpu_seconds;
        self.peak_bytes = self.peak_bytes.max(document.peak_bytes);
        self.files += document.files;
        self.lines += document.lines;
        if let Some(check) = &document.check {
            let total = self.check.get_or_insert_default();
            total.errors += check.errors;
            total.warnings += check.warnings;
            total.cpu_seconds += check.cpu_seconds;
            total.peak_bytes = total.peak_bytes.max(check.peak_bytes);
        }
    }
}
