//! `corpus`: runs the generator over many documents, each in a process of its own with limits of time and memory, and says what became
//! of each and of all of them. With `--cargo-check` the emitted crates are compiled, too.

mod baseline;
mod check;
pub(crate) mod document;
pub(crate) mod find;
mod report;
mod run;

use crate::{
    Status,
    arguments::{self, Flag, Flags, Parsed, Usage},
    failure::Failure,
    report::{list_codes, write_json},
    slot::Slot,
    terminal::{self, Colour, Stream, count},
};

use check::Scope;
use report::{Report, Total};
use run::{Options, Run};
use std::{
    collections::BTreeMap,
    path::PathBuf,
    sync::{
        atomic::{AtomicUsize, Ordering},
        mpsc,
    },
    thread,
};

pub(crate) const HELP: &str = "\
Run the generator over many documents, each within limits.

Usage: cargo xtask corpus PATH… [OPTIONS]

Each PATH is a document, or a folder whose JSON and YAML files are documents. Each document is generated from in a
process of its own, with 1 GiB of memory. One line is printed for each, and a total.

Options:
      --cargo-check      Check the emitted crates with cargo, and count errors and warnings
      --each-feature     The same, and then with each feature alone that chooses a part of the client
      --report FILE      Write a report as JSON
      --baseline FILE    Compare with an earlier report: exit with 1 only if a document became worse
      --jobs N           How many documents at a time [default: one for each core]
      --timeout SECONDS  How long the generator may take for a document [default: 60]
      --keep DIR         Keep the emitted crates, each in a folder of DIR
  -h, --help             Print help

A document ends as ok, failed (refused), panic, timeout, memory, or not-openapi. The exit status is 1 if one failed,
crashed or has errors in its check; a file that is no OpenAPI description is no failure.
";

/// What was asked for.
#[derive(Debug)]
pub(crate) struct Arguments {
    paths: Vec<PathBuf>,
    checks: Checks,
    report: Option<PathBuf>,
    baseline: Option<PathBuf>,
    jobs: usize,
    options: Options,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Checks {
    None,
    Cargo,
}

impl Arguments {
    pub(crate) fn parse(parser: &mut lexopt::Parser) -> Result<Parsed<Arguments>, Usage> {
        let known = &["cargo-check", "each-feature", "report", "baseline", "jobs", "timeout", "keep", "help"];
        let mut flags = Flags { command: "corpus", known, parser };
        let (mut paths, mut checks, mut scope) = (Vec::new(), Checks::None, Scope::Default);
        let (mut report, mut baseline, mut jobs, mut timeout, mut keep) = (None, None, None, None, None);
        while let Some(flag) = flags.next()? {
            match flag {
                Flag::Help => return Ok(Parsed::Help),
                Flag::Named("cargo-check") => checks = Checks::Cargo,
                Flag::Named("each-feature") => (checks, scope) = (Checks::Cargo, Scope::EachFeature),
                Flag::Named("report") => flags.value("report", &mut report, arguments::path)?,
                Flag::Named("baseline") => flags.value("baseline", &mut baseline, arguments::path)?,
                Flag::Named("jobs") => flags.value("jobs", &mut jobs, arguments::positive::<u16>)?,
                Flag::Named("timeout") => flags.value("timeout", &mut timeout, arguments::positive::<u32>)?,
                Flag::Named("keep") => flags.value("keep", &mut keep, arguments::path)?,
                Flag::Named(other) => return Err(flags.wrong(format!("`--{other}` is not read"))),
                Flag::Value(value) => paths.push(arguments::path(value).map_err(|why| flags.wrong(why))?),
            }
        }
        if paths.is_empty() {
            return Err(flags.wrong("no PATH is given"));
        }
        let jobs = jobs.map_or_else(|| thread::available_parallelism().map_or(1, usize::from), usize::from);
        let options = Options { seconds: u64::from(timeout.unwrap_or(60)), keep, scope };
        Ok(Parsed::Run(Arguments { paths, checks, report, baseline, jobs, options }))
    }
}

pub(crate) fn run(arguments: Arguments) -> Result<Status, Failure> {
    let baseline = arguments.baseline.as_deref().map(Report::read).transpose()?;
    let paths = find::documents(&arguments.paths)?;
    if paths.is_empty() {
        return Err(Failure::new("there is no JSON or YAML file in the folders given"));
    }
    let runs = run_all(&arguments, &paths)?;
    let report = Report::new(runs.into_iter().map(|run| run.document).collect());
    terminal::print(&render_total(report.documents.len(), &report.total));
    if let Some(path) = &arguments.report {
        write_json(path, &report)?;
    }
    let Some(baseline) = baseline else {
        let is_good = |document: &report::Document| {
            document.status.is_good() && document.check.as_ref().is_none_or(|check| check.errors == 0)
        };
        return Ok(if report.documents.iter().all(is_good) { Status::Done } else { Status::Short });
    };
    let regressions = baseline::compare(&baseline, &report);
    for regression in &regressions {
        terminal::error(&format!("{}: {}", regression.path, regression.how));
    }
    Ok(if regressions.is_empty() { Status::Done } else { Status::Short })
}

/// Runs all documents, some at a time, and prints their lines in order.
fn run_all(arguments: &Arguments, paths: &[PathBuf]) -> Result<Vec<Run>, Failure> {
    let next = AtomicUsize::new(0);
    let (sender, receiver) = mpsc::channel();
    thread::scope(|scope| {
        for _ in 0..arguments.jobs.min(paths.len()) {
            let (next, sender) = (&next, sender.clone());
            scope.spawn(move || work(arguments, paths, next, &sender));
        }
        drop(sender);
        let mut waiting = BTreeMap::new();
        let mut runs = Vec::new();
        for (index, run) in receiver {
            let run = run.inspect_err(|_| next.store(paths.len(), Ordering::Relaxed))?;
            waiting.insert(index, run);
            while let Some(run) = waiting.remove(&runs.len()) {
                erase_progress();
                terminal::print(&run.render());
                runs.push(run);
            }
            show_progress(runs.len() + waiting.len(), paths);
        }
        erase_progress();
        Ok(runs)
    })
}

type Sender = mpsc::Sender<(usize, Result<Run, Failure>)>;

fn work(arguments: &Arguments, paths: &[PathBuf], next: &AtomicUsize, sender: &Sender) {
    let slot = match arguments.checks {
        Checks::None => Ok(None),
        Checks::Cargo => Slot::acquire().map(Some),
    };
    let slot = match slot {
        Ok(slot) => slot,
        Err(failure) => return drop(sender.send((usize::MAX, Err(failure)))),
    };
    loop {
        let index = next.fetch_add(1, Ordering::Relaxed);
        let Some(path) = paths.get(index) else { return };
        if sender.send((index, run::run(path, &arguments.options, slot.as_ref()))).is_err() {
            return;
        }
    }
}

fn show_progress(done: usize, paths: &[PathBuf]) {
    if done < paths.len() && Stream::Err.is_terminal() {
        terminal::eprint(&format!("{done} of {}", count(paths.len(), "document")));
    }
}

fn erase_progress() {
    if Stream::Err.is_terminal() {
        terminal::eprint("\r\u{1b}[K");
    }
}

fn render_total(documents: usize, total: &Total) -> String {
    let status: Vec<_> = total.status.iter().map(|(status, count)| format!("{count} {status}")).collect();
    let mut text = format!("\n{}: {}\n", Stream::Out.paint(Colour::Bold, &count(documents, "document")), status.join(", "));
    text.push_str(&format!("operations: {} of {} emitted\n", total.emitted_operations, total.operations));
    text.push_str(&format!("output: {}, {}\n", count(total.files, "file"), count(total.lines, "line")));
    let peak = run::mebibytes(total.peak_bytes);
    text.push_str(&format!("time: {:.2} s, {:.2} s of CPU; highest memory {peak} MiB\n", total.seconds, total.cpu_seconds));
    if let Some(check) = &total.check {
        let (errors, warnings) = (count(check.errors, "error"), count(check.warnings, "warning"));
        let peak = run::mebibytes(check.peak_bytes);
        text.push_str(&format!("check: {errors}, {warnings}, {:.1} s of CPU; highest memory {peak} MiB\n", check.cpu_seconds));
    }
    if !total.diagnostics.is_empty() {
        text.push_str(&format!("diagnostics: {}\n", list_codes(&total.diagnostics)));
    }
    text
}
