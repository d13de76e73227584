//! Commands of the generator, which a program offers under a name of its own: arguments in, results on standard output, diagnostics and
//! progress on standard error.
//!
//! Exit status: 0 done; 1 the input or the output falls short; 2 wrong usage. What a command is given never makes it panic.

pub mod arguments;
mod codegen;
mod compare;
mod explain;
mod promises;
mod stale;
mod summary;

use crate::host::{failure::Failure, terminal};
use arguments::{Parsed, Usage};
use std::process::ExitCode;

/// A program that offers commands.
#[derive(Clone, Copy, Debug)]
pub struct Program {
    /// How it is called, such as `openapi-client`.
    pub call: &'static str,
    /// What it says of itself; `{call}` stands for how it is called.
    pub help: &'static str,
    /// The commands that people type.
    pub commands: &'static [&'static str],
}

/// How a command ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    /// What was asked for is done.
    Done,
    /// The input or the output falls short; it has been said why.
    Short,
}

/// What a command gives: wrong usage, or its end.
pub type Answer = Result<Result<Status, Failure>, Usage>;

/// The command-line program `openapi-client`.
pub const OPENAPI_CLIENT: Program = Program {
    call: "openapi-client",
    help: "\
Generates Rust clients from OpenAPI descriptions.

Usage: {call} <COMMAND> [OPTIONS]

Commands:
  codegen    Emit a client of a document, or regenerate that of `spec/codegen.toml`
  diff       Say what changes for the users of a client
  explain    Say what a diagnostic means

Options:
  -h, --help    Print help; `{call} COMMAND --help` prints that of a command

Exit status: 0 done, 1 the input or the output falls short, 2 wrong usage.
",
    commands: &["codegen", "diff", "explain"],
};

impl Program {
    /// Runs what the arguments of the process ask for. `own` has the commands that the generator does not; `None` is that it has no
    /// such command.
    pub fn main(&self, own: impl Fn(&str, &mut lexopt::Parser) -> Option<Answer>) -> ExitCode {
        match self.dispatch(own) {
            Ok(Ok(Status::Done)) => ExitCode::SUCCESS,
            Ok(Ok(Status::Short)) => ExitCode::from(1),
            Ok(Err(failure)) => {
                failure.print();
                ExitCode::from(1)
            }
            Err(usage) => {
                usage.print(self.call);
                ExitCode::from(2)
            }
        }
    }

    fn dispatch(&self, own: impl Fn(&str, &mut lexopt::Parser) -> Option<Answer>) -> Answer {
        let mut parser = lexopt::Parser::from_env();
        let command = match parser.next().map_err(|error| Usage::new("", error.to_string()))? {
            None => return Err(Usage::new("", "a command is missing")),
            Some(lexopt::Arg::Short('h') | lexopt::Arg::Long("help")) => return Ok(self.tell(self.help)),
            Some(lexopt::Arg::Value(value)) => value.to_string_lossy().into_owned(),
            Some(other) => return Err(arguments::unexpected("", &other, &["help"])),
        };
        let parser = &mut parser;
        match command.as_str() {
            "codegen" => self.run(codegen::Arguments::parse(parser)?, codegen::HELP, |parsed| codegen::run(self, parsed)),
            "diff" => self.run(compare::Arguments::parse(parser)?, compare::HELP, compare::run),
            "explain" => self.run(explain::Arguments::parse(parser)?, explain::HELP, explain::run),
            "help" => Ok(self.tell(self.help)),
            other => own(other, parser).unwrap_or_else(|| Err(arguments::unknown_command(other, self.commands))),
        }
    }

    /// Runs a command, or prints its help.
    ///
    /// # Errors
    /// Those of the command.
    pub fn run<A>(&self, arguments: Parsed<A>, help: &str, command: impl Fn(A) -> Result<Status, Failure>) -> Answer {
        match arguments {
            Parsed::Help => Ok(self.tell(help)),
            Parsed::Run(arguments) => Ok(command(arguments)),
        }
    }

    fn tell(&self, help: &str) -> Result<Status, Failure> {
        terminal::print(&help.replace("{call}", self.call));
        Ok(Status::Done)
    }
}
