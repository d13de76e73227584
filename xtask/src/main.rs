//! The commands of this workspace: arguments in, results on standard output, diagnostics and progress on standard error.
//!
//! Exit status: 0 done; 1 the input or the output falls short; 2 wrong usage. What a command is given never makes it panic.

mod bench;
mod cargo;
mod conformance;
mod corpus;
mod measure;
mod slot;

use generator::{
    commands::{Answer, Program, Status, arguments},
    host::{failure, job, output, package_name, report, source, terminal},
};
use std::process::ExitCode;

/// The commands that this program starts itself, and does not tell people of, are `measure::COMMAND` and `corpus::document::COMMAND`.
const XTASK: Program = Program {
    call: "cargo xtask",
    help: "\
Generates Rust clients from OpenAPI descriptions.

Usage: {call} <COMMAND> [OPTIONS]

Commands:
  bench          Measure what a client costs: to generate, to check and to build
  codegen        Regenerate `generated/` from `spec/`, or emit a client of any document
  conformance    Run a suite that others wrote against what the generator emits
  corpus         Run the generator over many documents, each within limits
  diff           Say what changes for the users of a client
  explain        Say what a diagnostic means

Options:
  -h, --help    Print help; `{call} COMMAND --help` prints that of a command

Exit status: 0 done, 1 the input or the output falls short, 2 wrong usage.
",
    commands: &["bench", "codegen", "conformance", "corpus", "diff", "explain"],
};

fn main() -> ExitCode {
    measure::as_rustc_wrapper().unwrap_or_else(|| XTASK.main(own))
}

fn own(command: &str, parser: &mut lexopt::Parser) -> Option<Answer> {
    Some(match command {
        "bench" => bench::Arguments::parse(parser).and_then(|a| XTASK.run(a, bench::HELP, bench::run)),
        "conformance" => conformance::Arguments::parse(parser).and_then(|a| XTASK.run(a, conformance::HELP, conformance::run)),
        "corpus" => corpus::Arguments::parse(parser).and_then(|a| XTASK.run(a, corpus::HELP, corpus::run)),
        measure::COMMAND => measure::Arguments::parse(parser).and_then(|a| XTASK.run(a, "", measure::run)),
        corpus::document::COMMAND => {
            corpus::document::Arguments::parse(parser).and_then(|a| XTASK.run(a, "", corpus::document::run))
        }
        _ => return None,
    })
}
