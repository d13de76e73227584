//! What a run did, on one screen: files, operations and warnings.

use super::{Program, promises::Promises};
use crate::{
    Operations,
    diagnostic::Diagnostics,
    host::{
        output::{Change, Kind, Plan},
        report::{self, Format},
        terminal::{self, Colour, Stream},
    },
};
use serde_json::json;
use std::path::Path;

/// How many changed files are named before the rest is counted.
const NAMED: usize = 10;

/// How many promises are named before the rest is counted.
const PROMISED: usize = 8;

/// Prints what was done, or with `--check` what there is to do.
pub(crate) fn print(
    program: &Program,
    out: &Path,
    plan: &Plan,
    operations: Operations,
    diagnostics: &Diagnostics,
    format: Format,
) {
    match format {
        Format::Text => terminal::print(&text(program, out, plan, operations, diagnostics)),
        Format::Json => terminal::print(&format!("{}\n", json(plan, operations, diagnostics))),
    }
}

fn text(program: &Program, out: &Path, plan: &Plan, operations: Operations, diagnostics: &Diagnostics) -> String {
    let name = Stream::Out.paint(Colour::Bold, &terminal::clean(&out.display().to_string()));
    let counted = [
        (Kind::Added, Colour::Green, "added"),
        (Kind::Changed, Colour::Yellow, "changed"),
        (Kind::Removed, Colour::Red, "removed"),
    ];
    let mut text = format!("{name}: ");
    for (kind, colour, word) in counted {
        let count = plan.count(kind);
        let part = format!("{count} {word}");
        text.push_str(&if count == 0 { part } else { Stream::Out.paint(colour, &part) });
        text.push_str(", ");
    }
    text.push_str(&format!("{} unchanged\n", plan.unchanged));
    for change in plan.changes.iter().take(NAMED) {
        text.push_str(&line(change));
    }
    if plan.changes.len() > NAMED {
        text.push_str(&format!("  … and {} more\n", plan.changes.len() - NAMED));
    }
    if let Some(promises) = Promises::of(plan) {
        text.push_str(&promised(program, &promises));
    }
    text.push_str(&format!("operations: {} of {} emitted\n", operations.emitted, operations.found));
    let warnings = report::by_code(diagnostics, None);
    if !warnings.is_empty() {
        text.push_str(&format!("warnings: {}\n", report::list_codes(&warnings)));
    }
    text
}

/// What users are promised now, and what no longer.
fn promised(program: &Program, Promises { added, removed }: &Promises) -> String {
    if added.is_empty() && removed.is_empty() {
        return String::new();
    }
    let (new, gone) = (added.len(), removed.len());
    let mut text = format!("for users: {new} new, {gone} gone; `{} diff` gives the verdicts\n", program.call);
    let signed = |sign: char, colour, lines: &[String]| {
        let line = |line: &String| format!("  {} {}\n", Stream::Out.paint(colour, &sign.to_string()), terminal::clean(line));
        lines.iter().map(line).collect::<Vec<String>>()
    };
    let lines = [signed('-', Colour::Red, removed), signed('+', Colour::Green, added)].concat();
    text.push_str(&lines[..lines.len().min(PROMISED)].concat());
    if lines.len() > PROMISED {
        text.push_str(&format!("  … and {} more\n", lines.len() - PROMISED));
    }
    text
}

fn line(change: &Change) -> String {
    let (sign, colour) = match change.kind {
        Kind::Added => ("+", Colour::Green),
        Kind::Changed => ("~", Colour::Yellow),
        Kind::Removed => ("-", Colour::Red),
    };
    format!("  {} {}\n", Stream::Out.paint(colour, sign), terminal::clean(&change.path))
}

/// The last line of `--message-format json`; the others are diagnostics.
fn json(plan: &Plan, operations: Operations, diagnostics: &Diagnostics) -> serde_json::Value {
    let paths = |kind| plan.changes.iter().filter(|change| change.kind == kind).map(|change| &*change.path).collect::<Vec<_>>();
    let promises = Promises::of(plan).unwrap_or_default();
    json!({
        "reason": "summary",
        "added": paths(Kind::Added),
        "changed": paths(Kind::Changed),
        "removed": paths(Kind::Removed),
        "kept": plan.kept,
        "promises": {"added": promises.added, "removed": promises.removed},
        "unchanged": plan.unchanged,
        "operations": operations.found,
        "emitted_operations": operations.emitted,
        "warnings": report::by_code(diagnostics, None),
    })
}
