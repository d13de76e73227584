//! `explain`: the codes of diagnostics, or what one of them means.

use super::{
    Status,
    arguments::{self, Flag, Flags, Parsed, Usage},
};
use crate::{
    diagnostic::Code,
    host::{
        failure::Failure,
        terminal::{self, Colour, Stream},
    },
};

pub(crate) const HELP: &str = "\
Say what a diagnostic means.

Usage: {call} explain [CODE]

Without CODE, all codes are listed, each with a summary.

Options:
  -h, --help    Print help
";

/// What was asked for.
#[derive(Debug)]
pub(crate) struct Arguments {
    code: Option<Code>,
}

impl Arguments {
    pub(crate) fn parse(parser: &mut lexopt::Parser) -> Result<Parsed<Arguments>, Usage> {
        let mut flags = Flags { command: "explain", known: &["help"], parser };
        let mut code = None;
        while let Some(flag) = flags.next()? {
            match flag {
                Flag::Value(value) if code.is_none() => {
                    let text = arguments::text(value).map_err(|why| flags.wrong(why))?;
                    code = Some(find(&text).ok_or_else(|| flags.wrong(unknown(&text)))?);
                }
                Flag::Value(_) => return Err(flags.wrong("more than one code is given")),
                Flag::Help | Flag::Named(_) => return Ok(Parsed::Help),
            }
        }
        Ok(Parsed::Run(Arguments { code }))
    }
}

/// A code as people copy it from a terminal: `warning[wrong-type]`, `[wrong-type]` or `wrong-type`.
fn find(text: &str) -> Option<Code> {
    let inner = text.split_once('[').map_or(text, |(_, rest)| rest.trim_end_matches([']', ':']));
    Code::ALL.iter().copied().find(|code| code.as_str() == inner)
}

fn unknown(text: &str) -> String {
    let codes: Vec<_> = Code::ALL.iter().map(|code| code.as_str()).collect();
    format!("there is no code `{text}`{}", arguments::suggestion(text, &codes, ""))
}

pub(crate) fn run(arguments: Arguments) -> Result<Status, Failure> {
    let text = match arguments.code {
        Some(code) => {
            format!(
                "{}: {}\n\n{}\n",
                Stream::Out.paint(Colour::Bold, code.as_str()),
                code.summary(),
                code.explanation().trim_end()
            )
        }
        None => {
            let width = Code::ALL.iter().map(|code| code.as_str().len()).max().unwrap_or_default();
            let line = |code: &Code| {
                let name = format!("{:width$}", code.as_str());
                format!("{}  {}\n", Stream::Out.paint(Colour::Bold, &name), code.summary())
            };
            Code::ALL.iter().map(line).collect()
        }
    };
    terminal::print(&text);
    Ok(Status::Done)
}
