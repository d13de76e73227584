//! What the commands share in reading their arguments: errors that name the command and suggest what was meant.

use crate::host::{report::Format, terminal};
use lexopt::Arg;
use std::{ffi::OsString, path::PathBuf, str::FromStr};

/// A command's arguments, or a wish to read its help.
#[derive(Debug)]
pub enum Parsed<T> {
    /// The command is to run.
    Run(T),
    /// Its help is to be printed.
    Help,
}

/// Wrong usage: exit status 2.
#[derive(Debug, PartialEq, Eq)]
pub struct Usage {
    command: &'static str,
    message: String,
}

impl Usage {
    /// Wrong usage of a command; the empty text is the program itself.
    pub fn new(command: &'static str, message: impl Into<String>) -> Usage {
        Usage { command, message: message.into() }
    }

    /// Prints it. `call` is how the program is called.
    pub fn print(&self, call: &str) {
        terminal::error(&self.message);
        let space = if self.command.is_empty() { "" } else { " " };
        terminal::eprint(&format!("  = help: see `{call}{space}{} --help`\n", self.command));
    }
}

/// The reader of one command's flags.
pub struct Flags<'p> {
    /// The command.
    pub command: &'static str,
    /// Its flags, without their dashes.
    pub known: &'static [&'static str],
    /// What is left of the arguments.
    pub parser: &'p mut lexopt::Parser,
}

impl Flags<'_> {
    /// The next argument as an owned flag or value.
    #[expect(clippy::should_implement_trait, reason = "an iterator would put the error inside")]
    pub fn next(&mut self) -> Result<Option<Flag>, Usage> {
        let argument = self.parser.next().map_err(|error| Usage::new(self.command, error.to_string()))?;
        Ok(match argument {
            None => None,
            Some(Arg::Short('h') | Arg::Long("help")) => Some(Flag::Help),
            Some(Arg::Long(name)) => match self.known.iter().find(|known| **known == name) {
                Some(known) => Some(Flag::Named(known)),
                None => return Err(unexpected(self.command, &Arg::Long(name), self.known)),
            },
            Some(Arg::Value(value)) => Some(Flag::Value(value)),
            Some(other) => return Err(unexpected(self.command, &other, self.known)),
        })
    }

    /// The value of a flag, which is given once at most.
    pub fn value<T>(&mut self, flag: &str, slot: &mut Option<T>, read: fn(OsString) -> Result<T, String>) -> Result<(), Usage> {
        if slot.is_some() {
            return Err(Usage::new(self.command, format!("`--{flag}` is given twice")));
        }
        let value = self.parser.value().map_err(|_| Usage::new(self.command, format!("`--{flag}` needs a value")))?;
        let value = read(value).map_err(|why| Usage::new(self.command, format!("`--{flag}`: {why}")))?;
        *slot = Some(value);
        Ok(())
    }

    /// Wrong usage of this command.
    pub fn wrong(&self, message: impl Into<String>) -> Usage {
        Usage::new(self.command, message)
    }
}

/// An argument.
#[derive(Debug)]
pub enum Flag {
    /// `--help` or `-h`.
    Help,
    /// A flag that the command knows, without its dashes.
    Named(&'static str),
    /// An argument that is no flag.
    Value(OsString),
}

/// A value that is a path; an empty one is a mistake of a script.
pub fn path(value: OsString) -> Result<PathBuf, String> {
    if value.is_empty() { Err("the path is empty".to_owned()) } else { Ok(PathBuf::from(value)) }
}

/// A value that is text.
pub fn text(value: OsString) -> Result<String, String> {
    value.into_string().map_err(|value| format!("`{}` is not UTF-8", value.to_string_lossy()))
}

/// A value of `--message-format`.
pub fn format(value: OsString) -> Result<Format, String> {
    match &*text(value)? {
        "text" => Ok(Format::Text),
        "json" => Ok(Format::Json),
        other => Err(format!("`{other}` is no format; `text` and `json` are")),
    }
}

/// A value that is a whole number from 1 on.
pub fn positive<N: FromStr + PartialOrd + From<u8>>(value: OsString) -> Result<N, String> {
    let text = text(value)?;
    match text.parse::<N>() {
        Ok(number) if number >= N::from(1) => Ok(number),
        _ => Err(format!("`{text}` is not a whole number from 1 on")),
    }
}

/// An argument that a command does not know.
pub fn unexpected(command: &'static str, argument: &Arg<'_>, known: &[&str]) -> Usage {
    match argument {
        Arg::Long(name) => Usage::new(command, format!("there is no flag `--{name}`{}", suggestion(name, known, "--"))),
        Arg::Short(letter) => Usage::new(command, format!("there is no flag `-{letter}`")),
        Arg::Value(value) => Usage::new(command, format!("unexpected argument `{}`", value.to_string_lossy())),
    }
}

/// A command that there is not.
pub fn unknown_command(name: &str, known: &[&str]) -> Usage {
    Usage::new("", format!("there is no command `{name}`{}", suggestion(name, known, "")))
}

/// `; did you mean …?` where a known word is near enough to be meant.
pub fn suggestion(word: &str, known: &[&str], prefix: &str) -> String {
    let nearest = known.iter().map(|candidate| (distance(word, candidate), *candidate)).min();
    match nearest {
        Some((distance, candidate)) if distance <= candidate.chars().count().max(3) / 3 => {
            format!("; did you mean `{prefix}{candidate}`?")
        }
        _ => String::new(),
    }
}

/// How many letters have to be inserted, removed, replaced or swapped with their neighbour.
fn distance(left: &str, right: &str) -> usize {
    let left: Vec<char> = left.chars().take(64).collect();
    let right: Vec<char> = right.chars().collect();
    let mut rows = vec![vec![0; right.len() + 1]; left.len() + 1];
    for i in 0..=left.len() {
        for j in 0..=right.len() {
            if i == 0 || j == 0 {
                rows[i][j] = i + j;
                continue;
            }
            let replaced = rows[i - 1][j - 1] + usize::from(left[i - 1] != right[j - 1]);
            rows[i][j] = replaced.min(rows[i - 1][j] + 1).min(rows[i][j - 1] + 1);
            if i > 1 && j > 1 && left[i - 1] == right[j - 2] && left[i - 2] == right[j - 1] {
                rows[i][j] = rows[i][j].min(rows[i - 2][j - 2] + 1);
            }
        }
    }
    rows[left.len()][right.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_near_word_is_suggested_and_a_far_one_is_not() {
        assert_eq!(suggestion("chekc", &["check", "spec"], "--"), "; did you mean `--check`?");
        assert_eq!(suggestion("message-formt", &["message-format"], "--"), "; did you mean `--message-format`?");
        assert_eq!(suggestion("frobnicate", &["check", "spec"], "--"), "");
    }
}
