//! The commands of this workspace: arguments in, results on standard output, diagnostics and progress on standard error.
//!
//! Exit status: 0 done; 1 the input or the output falls short; 2 wrong usage. What a command is given never makes it panic.

mod arguments;
mod bench;
mod cargo;
mod codegen;
mod compare;
mod conformance;
mod corpus;
mod diff;
mod explain;
mod failure;
mod job;
mod measure;
mod output;
mod package_name;
mod promises;
mod report;
mod slot;
mod source;
mod summary;
mod terminal;

use arguments::{Parsed, Usage};
use failure::Failure;
use std::process::ExitCode;

const HELP: &str = "\
Generates Rust clients from OpenAPI descriptions.

Usage: cargo xtask <COMMAND> [OPTIONS]

Commands:
  bench          Measure what a client costs: to generate, to check and to build
  codegen        Regenerate `generated/` from `spec/`, or emit a client of any document
  conformance    Run a suite that others wrote against what the generator emits
  corpus         Run the generator over many documents, each within limits
  diff           Say what changes for the users of a client
  explain        Say what a diagnostic means

Options:
  -h, --help    Print help; `cargo xtask COMMAND --help` prints that of a command

Exit status: 0 done, 1 the input or the output falls short, 2 wrong usage.
";

/// The commands that people type. Those that this program starts itself are `measure::COMMAND` and `corpus::document::COMMAND`.
const COMMANDS: &[&str] = &["bench", "codegen", "conformance", "corpus", "diff", "explain"];

/// How a command ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Status {
    /// What was asked for is done.
    Done,
    /// The input or the output falls short; it has been said why.
    Short,
}

fn main() -> ExitCode {
    if let Some(code) = measure::as_rustc_wrapper() {
        return code;
    }
    match dispatch() {
        Ok(Ok(Status::Done)) => ExitCode::SUCCESS,
        Ok(Ok(Status::Short)) => ExitCode::from(1),
        Ok(Err(failure)) => {
            failure.print();
            ExitCode::from(1)
        }
        Err(usage) => {
            usage.print();
            ExitCode::from(2)
        }
    }
}

fn dispatch() -> Result<Result<Status, Failure>, Usage> {
    let mut parser = lexopt::Parser::from_env();
    let command = match parser.next().map_err(|error| Usage::new("", error.to_string()))? {
        None => return Err(Usage::new("", "a command is missing")),
        Some(lexopt::Arg::Short('h') | lexopt::Arg::Long("help")) => return Ok(help(HELP)),
        Some(lexopt::Arg::Value(value)) => value.to_string_lossy().into_owned(),
        Some(other) => return Err(arguments::unexpected("", &other, &["help"])),
    };
    match command.as_str() {
        "bench" => run(bench::Arguments::parse(&mut parser)?, bench::HELP, bench::run),
        "codegen" => run(codegen::Arguments::parse(&mut parser)?, codegen::HELP, codegen::run),
        "conformance" => run(conformance::Arguments::parse(&mut parser)?, conformance::HELP, conformance::run),
        "corpus" => run(corpus::Arguments::parse(&mut parser)?, corpus::HELP, corpus::run),
        "diff" => run(compare::Arguments::parse(&mut parser)?, compare::HELP, compare::run),
        "explain" => run(explain::Arguments::parse(&mut parser)?, explain::HELP, explain::run),
        "help" => Ok(help(HELP)),
        measure::COMMAND => run(measure::Arguments::parse(&mut parser)?, "", measure::run),
        corpus::document::COMMAND => run(corpus::document::Arguments::parse(&mut parser)?, "", corpus::document::run),
        other => Err(arguments::unknown_command(other, COMMANDS)),
    }
}

fn run<A>(arguments: Parsed<A>, text: &str, command: fn(A) -> Result<Status, Failure>) -> Result<Result<Status, Failure>, Usage> {
    match arguments {
        Parsed::Help => Ok(help(text)),
        Parsed::Run(arguments) => Ok(command(arguments)),
    }
}

fn help(text: &str) -> Result<Status, Failure> {
    terminal::print(text);
    Ok(Status::Done)
}
