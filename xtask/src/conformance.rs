//! `conformance`: suites that others wrote, run against what the generator emits.

mod document;
mod json_schema;
mod outcome;
mod scenarios;
mod suite;

use crate::{
    Status,
    arguments::{self, Flag, Flags, Parsed, Usage},
    failure::Failure,
};
use std::path::PathBuf;

pub(crate) const HELP: &str = "\
Run a suite that others wrote against what the generator emits.

Usage: cargo xtask conformance <SUITE> DIR [--report FILE.json]

Suites:
  json-schema    DIR has the layout of JSON-Schema-Test-Suite: `draft4/*.json`, `draft2020-12/*.json`, …
                 Every schema goes through the whole pipeline; every valid instance must decode, and encode again
                 to an equal value. Exit status 1 where one does not, or where a known failure passes.
  scenarios      DIR holds `specs/*.json`, documents, and `scenarios.json`, requests with their responses. Every call is
                 made by name over a transport in memory; what is sent must equal the request, and the response must
                 decode. Exit status 1 where a scenario fails, or where a known failure passes.

Options:
  --report FILE.json    Write what became of each case
  -h, --help            Print help
";

/// The suites, by the word that names them.
const SUITES: &[&str] = &["json-schema", "scenarios"];

/// What was asked for.
#[derive(Debug)]
pub(crate) struct Arguments {
    suite: String,
    folder: PathBuf,
    report: Option<PathBuf>,
}

impl Arguments {
    pub(crate) fn parse(parser: &mut lexopt::Parser) -> Result<Parsed<Arguments>, Usage> {
        let mut flags = Flags { command: "conformance", known: &["report", "help"], parser };
        let (mut suite, mut folder, mut report) = (None, None, None);
        while let Some(flag) = flags.next()? {
            match flag {
                Flag::Help => return Ok(Parsed::Help),
                Flag::Named("report") => flags.value("report", &mut report, arguments::path)?,
                Flag::Named(other) => return Err(flags.wrong(format!("`--{other}` is not read"))),
                Flag::Value(value) if suite.is_none() => {
                    let name = arguments::text(value).map_err(|why| flags.wrong(why))?;
                    if !SUITES.contains(&name.as_str()) {
                        let suggestion = arguments::suggestion(&name, SUITES, "");
                        return Err(flags.wrong(format!("there is no suite `{name}`{suggestion}")));
                    }
                    suite = Some(name);
                }
                Flag::Value(value) if folder.is_none() => folder = Some(arguments::path(value).map_err(|why| flags.wrong(why))?),
                Flag::Value(_) => return Err(flags.wrong("more than one DIR is given")),
            }
        }
        match (suite, folder) {
            (None, _) => Err(flags.wrong("no suite is given")),
            (_, None) => Err(flags.wrong("no DIR is given")),
            (Some(suite), Some(folder)) => Ok(Parsed::Run(Arguments { suite, folder, report })),
        }
    }
}

pub(crate) fn run(arguments: Arguments) -> Result<Status, Failure> {
    let run = if arguments.suite == "scenarios" { scenarios::run } else { json_schema::run };
    run(&arguments.folder, arguments.report.as_deref())
}

/// Where crates of a run are built: beside the workspace's own build, so that dependencies are built once.
fn target_folder() -> PathBuf {
    let target = std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| PathBuf::from("target"), PathBuf::from);
    std::path::absolute(target.join("xtask-conformance")).unwrap_or_else(|_| PathBuf::from("target/xtask-conformance"))
}
