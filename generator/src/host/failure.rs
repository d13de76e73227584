//! Why a command could not do its work: one message, and what to do about it.

use super::terminal;
use std::{fmt, io, path::Path};

/// What went wrong, in rustc's voice: lower case, no full stop.
#[derive(Debug)]
pub struct Failure {
    message: String,
    help: Option<String>,
}

impl Failure {
    /// A failure.
    pub fn new(message: impl Into<String>) -> Failure {
        Failure { message: message.into(), help: None }
    }

    /// An operation on a path that the system refused: "cannot write `x`: permission denied".
    pub fn io(doing: &str, path: &Path, error: &io::Error) -> Failure {
        Failure::new(format!("cannot {doing} `{}`: {}", path.display(), reason(error)))
    }

    /// Says what to do about it.
    pub fn help(mut self, help: impl Into<String>) -> Failure {
        self.help = Some(help.into());
        self
    }

    /// Prints it on standard error.
    pub fn print(&self) {
        terminal::error(&self.message);
        if let Some(help) = &self.help {
            terminal::eprint(&format!("  = help: {}\n", terminal::clean(help)));
        }
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

/// The system's reason without its number: "no such file or directory".
pub fn reason(error: &io::Error) -> String {
    let text = error.to_string();
    let text = text.split(" (os error").next().unwrap_or(&text);
    let mut letters = text.chars();
    match letters.next() {
        Some(first) => first.to_lowercase().chain(letters).collect(),
        None => "unknown error".to_owned(),
    }
}
