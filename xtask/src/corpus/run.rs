//! One document of a corpus: generated from in a limited child, checked if asked for, and its line printed.

use super::{
    check::{self, Checked, Scope},
    document::{self, Outcome},
    report::{Check, Document, FeatureCheck, Status},
};
use crate::{
    failure::Failure,
    measure::{self, Cost, End, Limits},
    report::list_codes,
    slot::Slot,
    terminal::{self, Colour, Stream, count},
};
use generator::name::ALL_GROUPS;
use std::{
    env,
    ffi::OsString,
    path::{Path, PathBuf},
};

/// Address space of a child. The generator's own bound is half of it.
const MEMORY: u64 = 1024 * 1024 * 1024;

/// What is done with every document.
#[derive(Clone, Debug)]
pub(crate) struct Options {
    pub(crate) seconds: u64,
    pub(crate) keep: Option<PathBuf>,
    pub(crate) scope: Scope,
}

/// A document's part of the report, and what there is to say beside it.
#[derive(Debug)]
pub(crate) struct Run {
    pub(crate) document: Document,
    pub(crate) messages: Vec<String>,
}

/// Generates from a document and, with a slot, checks the client.
pub(crate) fn run(path: &Path, options: &Options, slot: Option<&Slot>) -> Result<Run, Failure> {
    let this = env::current_exe().map_err(|error| Failure::io("find", Path::new("this program"), &error))?;
    let mut program: Vec<OsString> = vec![this.into(), document::COMMAND.into()];
    let kept = options.keep.as_ref().map(|keep| keep.join(folder_name(path)));
    let crate_folder = match (&kept, slot) {
        (Some(kept), _) => {
            program.extend(["--keep".into(), kept.into()]);
            Some(kept.clone())
        }
        (None, Some(slot)) => {
            let fresh = slot.make_room()?;
            program.extend(["--fresh".into(), fresh.clone().into()]);
            Some(fresh)
        }
        (None, None) => None,
    };
    program.extend(["--".into(), path.into()]);
    let limits = Limits { seconds: Some(options.seconds as f64), memory: Some(MEMORY) };
    let (cost, output) = measure::run_measured(&program, limits)?;
    let outcome = serde_json::from_slice::<Outcome>(&output.stdout).ok();
    let (status, mut messages) = judge(&cost, outcome.as_ref(), &String::from_utf8_lossy(&output.stderr));
    let outcome = outcome.unwrap_or_default();
    let mut figures = None;
    if let (Status::Ok, Some(slot), Some(folder)) = (status, slot, &crate_folder) {
        let Checked { check, messages: more } = check::check(slot, folder, options.scope)?;
        messages.extend(more);
        figures = Some(check);
    }
    let document = Document {
        path: path.display().to_string(),
        status,
        operations: outcome.operations,
        emitted_operations: outcome.emitted_operations,
        diagnostics: outcome.diagnostics,
        seconds: cost.seconds,
        cpu_seconds: cost.cpu_seconds,
        peak_bytes: cost.peak_bytes,
        files: outcome.files,
        lines: outcome.lines,
        check: figures,
    };
    Ok(Run { document, messages })
}

/// A child that ended by itself has said what became of the document. One that did not is judged by its end and its last words.
fn judge(cost: &Cost, outcome: Option<&Outcome>, stderr: &str) -> (Status, Vec<String>) {
    let last = stderr.lines().find(|line| !line.trim().is_empty()).unwrap_or_default().to_owned();
    match (cost.end, outcome) {
        (End::Exit(0), Some(_)) => (Status::Ok, Vec::new()),
        (End::Exit(1), Some(outcome)) => {
            let status = if outcome.is_foreign { Status::NotOpenapi } else { Status::Failed };
            (status, outcome.error.iter().cloned().collect())
        }
        (End::Timeout, _) => (Status::Timeout, Vec::new()),
        // What the kernel says when there is no memory is SIGKILL; what Rust says is SIGABRT.
        (End::Signal(9), _) => (Status::Memory, vec!["killed".to_owned()]),
        _ if stderr.contains("memory allocation of") || stderr.contains("Cannot allocate memory") => (Status::Memory, vec![last]),
        (End::Exit(1), None) => (Status::Failed, vec![last]),
        (End::Exit(_) | End::Signal(_), _) => (Status::Panic, vec![panic_message(stderr).unwrap_or(last)]),
    }
}

/// `thread 'main' panicked at src/x.rs:1:2:` and the line under it.
fn panic_message(stderr: &str) -> Option<String> {
    let mut lines = stderr.lines().skip_while(|line| !line.contains("panicked at"));
    let place = lines.next()?.split("panicked at").nth(1)?.trim().trim_end_matches(':');
    Some(format!("panicked at {place}: {}", lines.next().unwrap_or_default()))
}

/// A folder name for a document, the same for the same path: its parts, joined.
fn folder_name(path: &Path) -> String {
    let parts: Vec<String> = path
        .components()
        .filter_map(|component| match component {
            std::path::Component::Normal(part) => Some(part.to_string_lossy().into_owned()),
            _ => None,
        })
        .collect();
    parts.join("__").chars().map(|letter| if letter.is_alphanumeric() || "._-".contains(letter) { letter } else { '_' }).collect()
}

impl Run {
    /// The line that is printed, and under it what was said of the document.
    pub(crate) fn render(&self) -> String {
        let Document { path, status, diagnostics, check, .. } = &self.document;
        let colour = match status {
            Status::Ok => Colour::Green,
            Status::NotOpenapi => Colour::Cyan,
            _ => Colour::Red,
        };
        let mut line = format!("{}  {}", Stream::Out.paint(colour, &format!("{:<11}", status.as_str())), terminal::clean(path));
        line.push_str(&format!("  {}", figures(&self.document)));
        if !diagnostics.is_empty() {
            line.push_str(&format!("; {}", list_codes(diagnostics)));
        }
        if let Some(check) = check {
            let text = format!("{}, {}", count(check.errors, "error"), count(check.warnings, "warning"));
            let text = if check.errors + check.warnings == 0 { text } else { Stream::Out.paint(Colour::Red, &text) };
            line.push_str(&format!("; check: {text}, {:.1} s, {} MiB", check.cpu_seconds, mebibytes(check.peak_bytes)));
        }
        line.push('\n');
        line.extend(check.iter().flat_map(features).map(|text| format!("             {text}\n")));
        for message in &self.messages {
            let shown: String = message.lines().take(4).collect::<Vec<_>>().join(" ").chars().take(300).collect();
            line.push_str(&format!("             {}\n", terminal::clean(&shown)));
        }
        line
    }
}

fn figures(document: &Document) -> String {
    let Document { operations, emitted_operations, lines, seconds, peak_bytes, .. } = document;
    let lines = count(*lines, "line");
    format!("{emitted_operations}/{operations} operations, {lines}, {seconds:.2} s, {} MiB", mebibytes(*peak_bytes))
}

/// How the checks of single features compare with that of all groups, where there are groups.
fn features(check: &Check) -> Option<String> {
    let all = check.features.get(ALL_GROUPS)?.cpu_seconds;
    // What costs more than all groups turns all of them on.
    let mut single: Vec<_> = check.features.iter().filter(|(_, feature)| feature.cpu_seconds < all).collect();
    single.sort_by(|(_, left), (_, right)| left.cpu_seconds.total_cmp(&right.cpu_seconds));
    let (middle, (name, most)) = (single.get(single.len() / 2)?, single.last()?);
    let share = |feature: &FeatureCheck| format!("{:.0} %", 100.0 * feature.cpu_seconds / all);
    let count = terminal::count(check.features.len(), "feature");
    let (middle, most) = (share(middle.1), share(most));
    Some(format!("{count} alone: the middle one takes {middle} of the CPU time of all groups ({all:.1} s), `{name}` {most}"))
}

/// Whole mebibytes, rounded up.
pub(crate) fn mebibytes(bytes: u64) -> u64 {
    bytes.div_ceil(1024 * 1024)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn judged(end: End, stderr: &str) -> (Status, Vec<String>) {
        judge(&Cost { end, ..Cost::default() }, None, stderr)
    }

    #[test]
    fn the_end_of_a_child_tells_its_status() {
        let panic = "\nthread 'main' (17) panicked at generator/src/lib.rs:1:2:\nindex out of bounds\nnote: run with";
        let told = vec!["panicked at generator/src/lib.rs:1:2: index out of bounds".to_owned()];
        assert_eq!(judged(End::Exit(101), panic), (Status::Panic, told));
        let overflow = "\nthread 'main' has overflowed its stack\nfatal runtime error: stack overflow, aborting\n";
        assert_eq!(judged(End::Signal(6), overflow).0, Status::Panic);
        assert_eq!(judged(End::Signal(6), "memory allocation of 4096 bytes failed\n").0, Status::Memory);
        assert_eq!(judged(End::Signal(9), "").0, Status::Memory);
        assert_eq!(judged(End::Timeout, "").0, Status::Timeout);
        assert_eq!(judged(End::Exit(1), "error: cannot write\n").0, Status::Failed);
    }

    #[test]
    fn what_a_child_says_tells_its_status() {
        let judged = |outcome: Outcome| judge(&Cost { end: End::Exit(1), ..Cost::default() }, Some(&outcome), "").0;
        let error = Some("not-openapi: x".to_owned());
        assert_eq!(judged(Outcome { error: error.clone(), is_foreign: true, ..Outcome::default() }), Status::NotOpenapi);
        assert_eq!(judged(Outcome { error, ..Outcome::default() }), Status::Failed);
    }

    #[test]
    fn single_features_are_compared_with_all_groups() {
        let feature = |cpu_seconds| FeatureCheck { cpu_seconds, ..FeatureCheck::default() };
        let features = [("groups", 10.0), ("by-name", 12.0), ("cats", 0.5), ("dogs", 1.0), ("rest", 3.0)];
        let features = features.map(|(name, seconds)| (name.to_owned(), feature(seconds))).into();
        let told = super::features(&Check { features, ..Check::default() });
        let expected = "5 features alone: the middle one takes 10 % of the CPU time of all groups (10.0 s), `rest` 30 %";
        assert_eq!(told.as_deref(), Some(expected));
        assert_eq!(super::features(&Check::default()), None);
    }

    #[test]
    fn a_kept_folder_is_named_after_its_document() {
        assert_eq!(folder_name(Path::new("../corpus/a b/x.json")), "corpus__a_b__x.json");
    }
}
