//! How a run ends otherwise than well, and what is said then.

use crate::runtime::http::{Core, Error};
use std::{
    io::{self, Write},
    process::ExitCode,
};

/// Why a run ends.
#[derive(Debug)]
pub(super) enum Failure {
    /// clap has something to say: help, or wrong usage.
    Clap(Box<clap::Error>),
    /// Wrong usage.
    Usage(String),
    /// The service or the way to it said no.
    Refused(String),
    /// The reader of our output has gone. That is its choice.
    Closed,
}

impl Failure {
    /// Prints what there is to say. A person who has closed standard error, too, wants no word of it.
    pub(super) fn end(self) -> ExitCode {
        let (text, status) = match self {
            Failure::Clap(error) => {
                let _ = error.print();
                return ExitCode::from(u8::try_from(error.exit_code()).unwrap_or(2));
            }
            Failure::Closed => return ExitCode::SUCCESS,
            Failure::Usage(text) => (text, 2),
            Failure::Refused(text) => (text, 1),
        };
        let _ = io::stderr().lock().write_all(format!("error: {text}\n").as_bytes());
        ExitCode::from(status)
    }

    /// A call that gave no value. What was wrong before anything was sent is wrong usage. Below the error stands the body of the answer.
    pub(super) fn of_call(error: &Error, core: &Core, variables: &[(String, String)]) -> Failure {
        if error.is_missing_credentials() {
            let names: Vec<&str> = variables.iter().map(|(name, _)| name.as_str()).collect();
            let operation = error.operation().unwrap_or_default();
            return Failure::Usage(format!("{operation}: no credential for this call; set {}", names.join(" or ")));
        }
        let mut text = error.to_string();
        if error.is_build() || error.is_configuration() {
            return Failure::Usage(text);
        }
        if let Some(body) = body(error.raw_body()).filter(|body| !text.contains(body.trim_end())) {
            text.push_str(&format!("\n\n{body}"));
        }
        core.redact(&mut text);
        Failure::Refused(text)
    }
}

/// A body as people read it; none where it is no text.
fn body(bytes: &[u8]) -> Option<String> {
    if let Ok(value) = serde_json::from_slice::<serde_json::Value>(bytes) {
        return serde_json::to_string_pretty(&value).ok();
    }
    let text = std::str::from_utf8(bytes).ok().map(str::trim).filter(|text| !text.is_empty())?;
    Some(super::output::plain(text))
}
