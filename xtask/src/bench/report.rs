//! The report of a measurement. Its JSON is for scripts that compare one with another.

use super::{figures::Figures, tool::Tool};
use crate::failure::Failure;
use serde::{Deserialize, Serialize};
use std::{env::consts, fs, path::Path, process::Command, thread};

/// The whole report.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub(super) struct Report {
    pub(super) machine: Machine,
    pub(super) documents: Vec<Document>,
}

/// What the figures depend on.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub(super) struct Machine {
    pub(super) system: String,
    pub(super) cores: usize,
    pub(super) rustc: String,
}

/// One document and what its clients cost: ours first.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize)]
pub(super) struct Document {
    pub(super) path: String,
    pub(super) bytes: u64,
    pub(super) operations: usize,
    pub(super) emitted_operations: usize,
    pub(super) clients: Vec<Client>,
}

/// A client and what it costs. A step that was not asked for, or not reached, is not there.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize)]
pub(super) struct Client {
    /// Which generator made it.
    pub(super) generator: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) version: Option<String>,
    /// Which step failed, and what it said first.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) failure: Option<String>,
    /// Files and lines of Rust.
    pub(super) files: usize,
    pub(super) lines: usize,
    /// Public asynchronous functions of a peer's client, which tell whether it has the operations.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) functions: Option<usize>,
    /// How many of them its release build compiles.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) awaited: Option<usize>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) generate: Option<Figures>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) check: Option<Figures>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) release: Option<Figures>,
    /// The size of a stripped program that can call every operation.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) program_bytes: Option<u64>,
    /// What our generator says of the document, on its way to where it belongs.
    #[serde(skip)]
    pub(super) summary: Option<Operations>,
}

/// Operations of a document, and those that a client has.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Operations {
    pub(super) operations: usize,
    pub(super) emitted_operations: usize,
}

impl Report {
    pub(super) fn new() -> Report {
        let rustc = Command::new("rustc").arg("--version").output().map(|output| output.stdout).unwrap_or_default();
        let machine = Machine {
            system: format!("{} {}", consts::OS, consts::ARCH),
            cores: thread::available_parallelism().map_or(1, usize::from),
            rustc: String::from_utf8_lossy(&rustc).trim().to_owned(),
        };
        Report { machine, documents: Vec::new() }
    }
}

impl Document {
    pub(super) fn of(spec: &Path) -> Result<Document, Failure> {
        let metadata = fs::metadata(spec).map_err(|error| Failure::io("read", spec, &error))?;
        Ok(Document { path: spec.display().to_string(), bytes: metadata.len(), ..Document::default() })
    }
}

impl Client {
    pub(super) fn new(tool: &Tool) -> Client {
        Client { generator: tool.name.to_owned(), version: tool.version.clone(), ..Client::default() }
    }
}
