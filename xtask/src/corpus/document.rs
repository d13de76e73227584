//! The hidden command that generates from one document of a corpus: a process of its own, so that whatever the document does to it is
//! seen from outside. Its result is one line of JSON on standard output.

use crate::{
    Status,
    arguments::{self, Flag, Flags, Parsed, Usage},
    failure::Failure,
    output::{self, Folder, Plan},
    package_name, report,
    source::FileSource,
    terminal,
};
use generator::{
    config::Config,
    diagnostic::{Code, Severity},
};
use serde::{Deserialize, Serialize};
use std::{collections::BTreeMap, path::PathBuf};

/// The hidden command.
pub(crate) const COMMAND: &str = "corpus-document";

/// What became of a document.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize)]
pub(crate) struct Outcome {
    pub(crate) operations: usize,
    pub(crate) emitted_operations: usize,
    pub(crate) diagnostics: BTreeMap<String, usize>,
    pub(crate) files: usize,
    pub(crate) lines: usize,
    /// The first error, if there is one: its code and message.
    pub(crate) error: Option<String>,
    /// Whether the errors say that this is no OpenAPI description at all.
    pub(crate) is_foreign: bool,
}

/// Arguments of the hidden command.
#[derive(Debug)]
pub(crate) struct Arguments {
    document: PathBuf,
    out: Option<Out>,
}

#[derive(Debug)]
enum Out {
    /// A folder that is new or empty, and that nobody keeps.
    Fresh(PathBuf),
    /// A folder that people keep.
    Kept(PathBuf),
}

impl Arguments {
    pub(crate) fn parse(parser: &mut lexopt::Parser) -> Result<Parsed<Arguments>, Usage> {
        let mut flags = Flags { command: COMMAND, known: &["fresh", "keep"], parser };
        let (mut document, mut fresh, mut keep) = (None, None, None);
        while let Some(flag) = flags.next()? {
            match flag {
                Flag::Named("fresh") => flags.value("fresh", &mut fresh, arguments::path)?,
                Flag::Named("keep") => flags.value("keep", &mut keep, arguments::path)?,
                Flag::Named(_) | Flag::Help => return Ok(Parsed::Help),
                Flag::Value(value) => document = Some(PathBuf::from(value)),
            }
        }
        let document = document.ok_or_else(|| flags.wrong("a document is needed"))?;
        Ok(Parsed::Run(Arguments { document, out: keep.map(Out::Kept).or(fresh.map(Out::Fresh)) }))
    }
}

pub(crate) fn run(arguments: Arguments) -> Result<Status, Failure> {
    let outcome = match FileSource::of_document(&arguments.document) {
        Ok((source, name)) => generate(&arguments, &source, &name)?,
        Err(why) => {
            let code = Code::UnreadableFile.as_str();
            Outcome {
                diagnostics: BTreeMap::from([(code.to_owned(), 1)]),
                error: Some(format!("{code}: {why}")),
                ..Outcome::default()
            }
        }
    };
    let line = serde_json::to_string(&outcome).map_err(|error| Failure::new(error.to_string()))?;
    terminal::print(&format!("{line}\n"));
    Ok(if outcome.error.is_none() { Status::Done } else { Status::Short })
}

fn generate(arguments: &Arguments, source: &FileSource, name: &str) -> Result<Outcome, Failure> {
    let mut config = Config::default();
    config.package.name = package_name::from_document(&arguments.document);
    let output = generator::generate(source, name, &config);
    let first = output.diagnostics.iter().find(|diagnostic| diagnostic.severity == Severity::Error);
    let is_foreign = |code: Code| matches!(code, Code::NotOpenApi);
    let outcome = Outcome {
        operations: output.operations.found,
        emitted_operations: output.operations.emitted,
        diagnostics: report::by_code(&output.diagnostics, None),
        files: output.files.iter().count(),
        lines: output.files.iter().map(|(_, text)| text.lines().count()).sum(),
        error: first.map(|diagnostic| format!("{}: {}", diagnostic.code.as_str(), diagnostic.message)),
        is_foreign: output
            .diagnostics
            .iter()
            .any(|diagnostic| diagnostic.severity == Severity::Error && is_foreign(diagnostic.code)),
    };
    match &arguments.out {
        Some(_) if outcome.error.is_some() => {}
        Some(Out::Fresh(root)) => output::write_fresh(root, &output.files)?,
        Some(Out::Kept(root)) => {
            let folder = Folder::to_write(root)?;
            output::write_all(&folder, &Plan::new(&folder, &output.files)?)?;
        }
        None => {}
    }
    Ok(outcome)
}
