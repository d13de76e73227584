//! Diagnostics on their way to people and programs: as text on standard error, or as one JSON object a line on standard output. And
//! reports of whole runs, as files.

use super::{
    failure::Failure,
    terminal::{self, Stream},
};
use crate::{
    diagnostic::{self, Diagnostic, Diagnostics, Severity, Style},
    load::Sources,
};
use serde::Serialize;
use std::{
    collections::BTreeMap,
    io::Write,
    path::{Path, PathBuf},
};

/// How diagnostics and summaries are printed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Format {
    #[default]
    /// As text, on standard error.
    Text,
    /// As JSON, an object a line on standard output.
    Json,
}

/// Prints diagnostics.
pub fn print(diagnostics: &Diagnostics, sources: &Sources, format: Format) {
    if diagnostics.iter().next().is_none() {
        return;
    }
    match format {
        Format::Text => {
            let style = if Stream::Err.has_colour() { Style::Terminal } else { Style::Plain };
            terminal::eprint(&diagnostic::render_text(diagnostics, sources, style));
        }
        Format::Json => terminal::print(&diagnostic::render_json(diagnostics, sources)),
    }
}

/// Prints the one diagnostic of a run that did not get further.
pub fn print_one(diagnostic: Diagnostic, sources: &Sources, format: Format) {
    let mut diagnostics = Diagnostics::default();
    diagnostics.push(diagnostic);
    print(&diagnostics, sources, format);
}

/// The same findings, warnings made errors.
pub fn deny_warnings(diagnostics: &Diagnostics) -> Diagnostics {
    let mut denied = Diagnostics::default();
    for diagnostic in diagnostics.iter() {
        denied.push(Diagnostic { severity: Severity::Error, ..diagnostic.clone() });
    }
    denied
}

/// How many findings of a severity there are of each code.
pub fn by_code(diagnostics: &Diagnostics, severity: Option<Severity>) -> BTreeMap<String, usize> {
    let mut counts = BTreeMap::new();
    for diagnostic in diagnostics.iter().filter(|diagnostic| severity.is_none_or(|severity| diagnostic.severity == severity)) {
        *counts.entry(diagnostic.code.as_str().to_owned()).or_default() += 1;
    }
    counts
}

/// `2 wrong-type, 1 bad-status`: the most frequent first.
pub fn list_codes(counts: &BTreeMap<String, usize>) -> String {
    let mut counts: Vec<_> = counts.iter().collect();
    counts.sort_by_key(|(code, count)| (std::cmp::Reverse(**count), *code));
    counts.iter().map(|(code, count)| format!("{count} {code}")).collect::<Vec<_>>().join(", ")
}

/// Writes a report as JSON, replacing an earlier one at once.
pub fn write_json(path: &Path, report: &impl Serialize) -> Result<(), Failure> {
    let failure = |error: std::io::Error| Failure::io("write", path, &error);
    let mut text = serde_json::to_string_pretty(report).map_err(|error| Failure::new(error.to_string()))?;
    text.push('\n');
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).map_or(PathBuf::from("."), Path::to_owned);
    let mut builder = tempfile::Builder::new();
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
    let mut file = builder.prefix(".report-").tempfile_in(folder).map_err(failure)?;
    file.write_all(text.as_bytes()).map_err(failure)?;
    file.persist(path).map(drop).map_err(|error| failure(error.error))
}
