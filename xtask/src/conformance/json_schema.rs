//! `conformance json-schema`: every schema of a suite goes through the whole pipeline, the types are compiled in one crate a draft,
//! and every instance is decoded and encoded again.

use super::{
    document,
    outcome::{self, Case, Outcome, Report},
    suite::{self, Draft},
};
use crate::{Status, failure::Failure, terminal};
use generator::{
    config::{Config, Untyped},
    diagnostic::{self, Diagnostics},
    ir,
};
use serde_json::{Value, json};
use std::{collections::BTreeMap, fs, path::Path, process::Command};

/// The failures that the project knows of.
const KNOWN: &str = include_str!("../../known_failures/json-schema.txt");

/// Runs the suite at `folder` and prints what became of it.
pub(super) fn run(folder: &Path, report: Option<&Path>) -> Result<Status, Failure> {
    let mut cases = Vec::new();
    let mut widened = Vec::new();
    let mut groups = 0;
    for draft in suite::read(folder)? {
        terminal::eprint(&format!("{}: {} groups\n", draft.name, draft.groups.len()));
        groups += draft.groups.len();
        let outcome = run_draft(&draft)?;
        cases.extend(outcome.cases);
        widened.extend(outcome.widened);
    }
    let result = Report::new(cases, &outcome::known_failures(KNOWN));
    terminal::print(&render(&result, groups, &widened));
    if let Some(path) = report {
        result.write(path)?;
    }
    Ok(if result.is_clean() { Status::Done } else { Status::Short })
}

fn render(report: &Report, groups: usize, widened: &[String]) -> String {
    let mut lines = Vec::new();
    let failure = |case: &Case| format!("{}: {}: {}", case.outcome.name(), case.id, case.detail);
    lines.extend(report.failures().map(failure));
    lines.extend(report.surprises().iter().map(|id| format!("passes, though it is listed as a known failure: {id}")));
    lines.extend(widened.iter().map(|group| format!("widened to any value: {group}")));
    let (rejected, accepted) = (report.count(Outcome::RejectedInvalid), report.count(Outcome::AcceptedInvalid));
    lines.push(format!("valid accepted:     {}", report.count(Outcome::Accepted)));
    lines.push(format!("wrongly rejected:   {}", report.count(Outcome::WronglyRejected)));
    lines.push(format!("lossy:              {}", report.count(Outcome::Lossy)));
    lines.push(format!("known failures:     {}", report.count(Outcome::KnownFailure)));
    lines.push(format!("invalid rejected:   {rejected} of {}", rejected + accepted));
    lines.push(format!("widened to `Value`: {} of {groups} groups, beyond those whose schema allows any type", widened.len()));
    lines.join("\n") + "\n"
}

/// What one draft gave.
struct DraftOutcome {
    cases: Vec<Case>,
    widened: Vec<String>,
}

fn run_draft(draft: &Draft) -> Result<DraftOutcome, Failure> {
    let document = document::document(draft);
    let text = serde_json::to_string(&document).map_err(|error| Failure::new(error.to_string()))?;
    let mut config = Config::default();
    config.package.name = "suite".to_owned();
    config.types.untyped = Untyped::Any;
    let source = Text(text);
    let output = generator::generate(&source, NAME, &config);
    if output.diagnostics.has_errors() {
        let said = diagnostic::render_text(&output.diagnostics, &output.sources, diagnostic::Style::Plain);
        return Err(Failure::new(said));
    }
    let folder = tempfile::tempdir().map_err(|error| Failure::new(format!("no temporary folder: {error}")))?;
    for (path, text) in output.files.iter() {
        write(folder.path(), path, text)?;
    }
    write(folder.path(), "examples/cases.rs", &program(draft))?;
    let lines = run_program(folder.path(), &rows(draft))?;
    Ok(DraftOutcome { cases: judge(draft, &lines), widened: widened(draft, &document, &source, &config) })
}

fn write(folder: &Path, path: &str, text: &str) -> Result<(), Failure> {
    let path = folder.join(path);
    let made = fs::create_dir_all(path.parent().unwrap_or(folder)).and_then(|()| fs::write(&path, text));
    made.map_err(|error| Failure::io("write", &path, &error))
}

const NAME: &str = "suite.json";

/// A document in memory.
struct Text(String);

impl generator::Source for Text {
    fn read(&self, path: &str) -> Result<Vec<u8>, String> {
        match path == NAME {
            true => Ok(self.0.clone().into_bytes()),
            false => Err("the suite refers to no file".to_owned()),
        }
    }
}

/// A program that decodes and encodes each row: a line `GROUP TEXT` in, a line of `ok TEXT`, `no MESSAGE` or `panic` out.
fn program(draft: &Draft) -> String {
    let mut table = String::new();
    for index in 0..draft.groups.len() {
        table.push_str(&format!("    round_trip::<types::{}>,\n", document::user(index)));
    }
    format!(
        r#"use std::io::BufRead;
use suite::{{runtime::json, types}};

fn round_trip<T: json::Decode + json::Encode>(text: &str) -> Result<String, String> {{
    let value = json::from_slice::<T>(text.as_bytes()).map_err(|fault| fault.to_string())?;
    String::from_utf8(json::to_vec(&value)).map_err(|error| error.to_string())
}}

type Case = fn(&str) -> Result<String, String>;

const GROUPS: &[Case] = &[
{table}];

fn main() {{
    std::panic::set_hook(Box::new(|_| {{}}));
    for line in std::io::stdin().lock().lines() {{
        let line = line.expect("rows are text");
        let (group, text) = line.split_once(' ').expect("a row has two parts");
        let case = GROUPS[group.parse::<usize>().expect("a row begins with its group")];
        match std::panic::catch_unwind(|| case(text)) {{
            Ok(Ok(text)) => println!("ok {{text}}"),
            Ok(Err(message)) => println!("no {{}}", message.replace('\n', " ")),
            Err(_) => println!("panic"),
        }}
    }}
}}
"#
    )
}

/// One line an instance, in the order of the suite.
fn rows(draft: &Draft) -> String {
    let mut rows = String::new();
    for (index, group) in draft.groups.iter().enumerate() {
        for test in &group.tests {
            rows.push_str(&format!("{index} {}\n", json!({ "value": test.data })));
        }
    }
    rows
}

fn run_program(folder: &Path, rows: &str) -> Result<Vec<String>, Failure> {
    write(folder, "rows.txt", rows)?;
    let input = folder.join("rows.txt");
    let output = Command::new("cargo")
        .args(["run", "--quiet", "--no-default-features", "--example", "cases"])
        .current_dir(folder)
        .env("CARGO_TARGET_DIR", super::target_folder())
        .stdin(fs::File::open(&input).map_err(|error| Failure::io("read", &input, &error))?)
        .output()
        .map_err(|error| Failure::io("run", Path::new("cargo"), &error))?;
    if !output.status.success() {
        let said = String::from_utf8_lossy(&output.stderr);
        return Err(Failure::new(format!("the emitted types do not compile or run:\n{said}")));
    }
    Ok(String::from_utf8_lossy(&output.stdout).lines().map(str::to_owned).collect())
}

/// Holds what the program printed against what the suite says.
fn judge(draft: &Draft, lines: &[String]) -> Vec<Case> {
    let mut lines = lines.iter();
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    let mut cases = Vec::new();
    for group in &draft.groups {
        for test in &group.tests {
            let name = format!("{} :: {} :: {}", group.file, group.description, test.description);
            let count = seen.entry(name.clone()).or_insert(0);
            *count += 1;
            let id = if *count == 1 { name } else { format!("{name} ({count})") };
            let line = lines.next().map(String::as_str).unwrap_or("panic");
            let (outcome, detail) = verdict(test.valid, &test.data, line);
            cases.push(Case { id, outcome, detail });
        }
    }
    cases
}

fn verdict(valid: bool, data: &Value, line: &str) -> (Outcome, String) {
    match (line.split_once(' ').unwrap_or((line, "")), valid) {
        (("ok", text), true) => match serde_json::from_str::<Value>(text) {
            Ok(again) if outcome::equal(&json!({ "value": data }), &again) => (Outcome::Accepted, String::new()),
            _ => (Outcome::Lossy, format!("`{data}` became `{text}`")),
        },
        (("ok", _), false) => (Outcome::AcceptedInvalid, String::new()),
        (("no", message), true) => (Outcome::WronglyRejected, format!("`{data}`: {message}")),
        (("no", message), false) => (Outcome::RejectedInvalid, message.to_owned()),
        (_, _) => (Outcome::WronglyRejected, format!("`{data}`: the decoder panicked")),
    }
}

/// Groups whose type is any value though their schema names types.
fn widened(draft: &Draft, document: &Value, source: &Text, config: &Config) -> Vec<String> {
    let mut diagnostics = Diagnostics::default();
    let (Some(loaded), _) = generator::load::load(source, NAME, config, &mut diagnostics) else {
        return Vec::new();
    };
    let api = generator::lower::lower(&loaded, config, &mut diagnostics);
    let is_any = |name: &str| {
        api.types.iter().any(|def| {
            let is_component = matches!(&def.place.owner, ir::Owner::Component(owner) if owner == name);
            is_component && def.place.steps.is_empty() && matches!(def.kind, ir::TypeKind::Alias(ir::Type::Any))
        })
    };
    let mut found = Vec::new();
    for (index, group) in draft.groups.iter().enumerate() {
        let name = document::component(index);
        let schema = &document["components"]["schemas"][&name];
        if is_any(&name) && !document::allows_every_type(document, schema, 0) {
            found.push(format!("{} :: {}", group.file, group.description));
        }
    }
    found
}
