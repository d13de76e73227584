//! `bench`: what a client of a document costs, measured: to generate it, to check it and to build it, and the same for the clients of
//! other generators that are found on this machine.
//!
//! Every figure is that of one process, from the system's own account of it; where a step runs several times, the median counts.

mod awaited;
mod client;
mod document;
mod figures;
mod peer;
mod report;
mod rust;
mod said;
mod site;
mod table;
mod tool;

use crate::{
    Status,
    arguments::{self, Flag, Flags, Parsed, Usage},
    failure::Failure,
    report as files,
    slot::Slot,
    terminal::{self, Stream},
};
use report::{Client, Document, Operations, Report};
use std::{ffi::OsString, path::PathBuf};
use tool::Tool;

pub(crate) const HELP: &str = "\
Measure what a client of a document costs: to generate, to check and to build.

Usage: cargo xtask bench [--spec FILE…] [OPTIONS]

For each document: wall time, CPU time and peak memory of `codegen`, in a release build of this workspace; lines of Rust
emitted; then the same of rustc for `cargo check` and `cargo build --release` of the emitted crate alone, its
dependencies built before; and the size of a stripped program that can call every operation, without an HTTP stack.
rustc compiles an asynchronous function where it is awaited: for the release build of a client of another generator, a
function that awaits every operation is added to it, so that they are compiled as ours are.
A step that runs several times gives its median. Figures of wall time need a machine that does nothing else.

Options:
      --spec FILE…         The documents [default: five of the folder of documents, the largest of each fifth by size]
      --documents DIR      The folder of documents [default: `../shared/corpus` beside the workspace]
      --peers              The same for other generators found on the path, and the ratios: `cargo-progenitor`, `ploidy`,
                           `openapi-to-rust`, `openapi-generator-cli`; also the public asynchronous functions of each client:
                           fewer than there are operations, and some of those are left out
      --runs N             How often each client is generated, after one run that does not count [default: 5]
      --builds N           How often each client is checked and built [default: 1]
      --no-check           Do not check or build the clients
      --no-release         Check the clients, but make no release build
      --features LIST      Check and build our clients with these features alone [default: their default features]
      --generator PROGRAM  The program whose `codegen` is measured [default: a release build of this workspace]
      --report FILE        Write a report as JSON, with every run
      --keep DIR           Keep the emitted crates, each in a folder of DIR
  -h, --help               Print help

The exit status is 1 if a client of ours cannot be generated or does not compile. What becomes of others is only told.
";

/// What was asked for.
#[derive(Debug)]
pub(crate) struct Arguments {
    specs: Vec<PathBuf>,
    folder: Option<PathBuf>,
    rivals: Rivals,
    generator: Option<PathBuf>,
    report: Option<PathBuf>,
    plan: Plan,
}

/// Whether other generators are measured, too.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Rivals {
    None,
    OnPath,
}

/// What is measured of every client.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Plan {
    runs: usize,
    builds: usize,
    depth: Depth,
    /// The features of our clients, where they are not the default ones.
    features: Option<String>,
    keep: Option<PathBuf>,
}

/// How far a client is taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Depth {
    Generate,
    Check,
    Release,
}

impl Arguments {
    pub(crate) fn parse(parser: &mut lexopt::Parser) -> Result<Parsed<Arguments>, Usage> {
        let known = &[
            "spec",
            "documents",
            "peers",
            "runs",
            "builds",
            "no-check",
            "no-release",
            "features",
            "generator",
            "report",
            "keep",
            "help",
        ];
        let mut flags = Flags { command: "bench", known, parser };
        let (mut specs, mut rivals, mut depth) = (Vec::new(), Rivals::None, Depth::Release);
        let (mut folder, mut runs, mut builds, mut features) = (None, None, None, None);
        let (mut generator, mut report, mut keep) = (None, None, None);
        while let Some(flag) = flags.next()? {
            match flag {
                Flag::Help => return Ok(Parsed::Help),
                // Each `--spec` may be followed by several files, which arrive here as values.
                Flag::Named("spec") => {
                    let mut spec = None;
                    flags.value("spec", &mut spec, arguments::path)?;
                    specs.extend(spec);
                }
                Flag::Named("peers") => rivals = Rivals::OnPath,
                Flag::Named("no-check") => depth = Depth::Generate,
                Flag::Named("no-release") => depth = depth.min(Depth::Check),
                Flag::Named("documents") => flags.value("documents", &mut folder, arguments::path)?,
                Flag::Named("runs") => flags.value("runs", &mut runs, arguments::positive::<u16>)?,
                Flag::Named("builds") => flags.value("builds", &mut builds, arguments::positive::<u16>)?,
                Flag::Named("features") => flags.value("features", &mut features, features_value)?,
                Flag::Named("generator") => flags.value("generator", &mut generator, arguments::path)?,
                Flag::Named("report") => flags.value("report", &mut report, arguments::path)?,
                Flag::Named("keep") => flags.value("keep", &mut keep, arguments::path)?,
                Flag::Named(other) => return Err(flags.wrong(format!("`--{other}` is not read"))),
                Flag::Value(value) => specs.push(arguments::path(value).map_err(|why| flags.wrong(why))?),
            }
        }
        if folder.is_some() && !specs.is_empty() {
            return Err(flags.wrong("`--documents` and documents of their own exclude each other"));
        }
        let plan = Plan { runs: runs.map_or(5, usize::from), builds: builds.map_or(1, usize::from), depth, features, keep };
        Ok(Parsed::Run(Arguments { specs, folder, rivals, generator, report, plan }))
    }
}

/// A list of features, which may be empty. It must not be read as an option by cargo.
fn features_value(value: OsString) -> Result<String, String> {
    let text = arguments::text(value)?;
    let is_feature = |letter: char| letter.is_alphanumeric() || matches!(letter, '-' | '_' | '+' | '.' | ',' | ' ');
    match text.starts_with('-') || !text.chars().all(is_feature) {
        true => Err(format!("`{text}` is no list of features")),
        false => Ok(text),
    }
}

pub(crate) fn run(arguments: Arguments) -> Result<Status, Failure> {
    let specs = match arguments.specs.is_empty() {
        true => document::of_folder(arguments.folder.as_deref())?,
        false => arguments.specs,
    };
    let mut tools = vec![Tool::ours(arguments.generator.as_deref(), arguments.plan.features.as_deref())?];
    if arguments.rivals == Rivals::OnPath {
        let peers = peer::on_path();
        if peers.is_empty() {
            terminal::warning("no other generator is on the path; only ours is measured");
        }
        tools.extend(peers);
    }
    let slot = Slot::acquire()?;
    let mut report = Report::new();
    for spec in &specs {
        let document = measure(spec, &tools, &arguments.plan, &slot)?;
        terminal::print(&table::render(&document, &|text| Stream::Out.paint(terminal::Colour::Bold, text)));
        report.documents.push(document);
    }
    terminal::print(&table::render_sum(&report.documents));
    if let Some(path) = &arguments.report {
        files::write_json(path, &report)?;
    }
    let ours_falls_short = |document: &Document| document.clients.first().is_none_or(|client| client.failure.is_some());
    Ok(if report.documents.iter().any(ours_falls_short) { Status::Short } else { Status::Done })
}

/// All tools on one document, one after another.
fn measure(spec: &std::path::Path, tools: &[Tool], plan: &Plan, slot: &Slot) -> Result<Document, Failure> {
    let mut document = Document::of(spec)?;
    for tool in tools {
        let mut client = Client::new(tool);
        let measured = client::Measurement { tool, spec, plan, slot }.take(&mut client);
        erase_progress();
        if let Err(client::Stop::Ours(failure)) = measured {
            return Err(failure);
        }
        if let Err(client::Stop::Client(message)) = measured {
            client.failure = Some(message);
        }
        if let Some(Operations { operations, emitted_operations }) = client.summary.take() {
            (document.operations, document.emitted_operations) = (operations, emitted_operations);
        }
        document.clients.push(client);
    }
    Ok(document)
}

fn show_progress(text: &str) {
    if Stream::Err.is_terminal() {
        erase_progress();
        terminal::eprint(&terminal::clean(text));
    }
}

fn erase_progress() {
    if Stream::Err.is_terminal() {
        terminal::eprint("\r\u{1b}[K");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(arguments: &[&str]) -> Result<Arguments, Usage> {
        let mut parser = lexopt::Parser::from_args(arguments);
        match Arguments::parse(&mut parser)? {
            Parsed::Run(arguments) => Ok(arguments),
            Parsed::Help => Err(Usage::new("bench", "help")),
        }
    }

    #[test]
    fn every_option_is_read() {
        let plain = parse(&[]).expect("arguments");
        let plan = Plan { runs: 5, builds: 1, depth: Depth::Release, features: None, keep: None };
        assert_eq!((plain.plan, plain.rivals, plain.specs.len()), (plan, Rivals::None, 0));
        let all = ["--peers", "--runs", "3", "--builds=2", "--no-release", "--features", "", "--spec", "a.json", "b.json"];
        let all = parse(&all).expect("arguments");
        let plan = Plan { runs: 3, builds: 2, depth: Depth::Check, features: Some(String::new()), keep: None };
        assert_eq!((all.plan, all.rivals), (plan, Rivals::OnPath));
        assert_eq!(all.specs, [PathBuf::from("a.json"), PathBuf::from("b.json")]);
        assert_eq!(parse(&["--no-check", "--no-release"]).expect("arguments").plan.depth, Depth::Generate);
    }

    #[test]
    fn wrong_usage_is_told() {
        for (arguments, message) in [
            (&["--runs", "0"][..], "`--runs`: `0` is not a whole number from 1 on"),
            (&["--features", "--all-features"], "`--features`: `--all-features` is no list of features"),
            (&["--documents", "x", "a.json"], "`--documents` and documents of their own exclude each other"),
            (&["--peer"], "there is no flag `--peer`; did you mean `--peers`?"),
        ] {
            assert_eq!(parse(arguments).expect_err("wrong usage"), Usage::new("bench", message));
        }
    }
}
