//! The answer on its way to standard output.

use super::{failure::Failure, table};
use crate::runtime::json::Base64;
use serde_json::Value;
use std::io::{self, ErrorKind, Write};

/// How an answer is printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Format {
    Json,
    Table,
    Raw,
}

impl Format {
    pub(super) fn parse(text: &str) -> Format {
        match text {
            "table" => Format::Table,
            "raw" => Format::Raw,
            _ => Format::Json,
        }
    }
}

/// Prints an answer; one without a value is nothing.
pub(super) fn print(value: &Value, format: Format) -> Result<(), Failure> {
    if value.is_null() {
        return Ok(());
    }
    match (format, value) {
        (Format::Table, value) => write(table::render(value).as_bytes()),
        (Format::Raw, Value::String(text)) => write(text.as_bytes()),
        (Format::Raw, value) => match value["base64"].as_str().and_then(|text| Base64::from(text.to_owned()).to_bytes().ok()) {
            Some(bytes) => write(&bytes),
            None => write(format!("{value}\n").as_bytes()),
        },
        (Format::Json, value) => write(format!("{value:#}\n").as_bytes()),
    }
}

/// Writes to standard output.
pub(super) fn write(bytes: &[u8]) -> Result<(), Failure> {
    let mut out = io::stdout().lock();
    match out.write_all(bytes).and_then(|()| out.flush()) {
        Ok(()) => Ok(()),
        Err(error) if error.kind() == ErrorKind::BrokenPipe => Err(Failure::Closed),
        Err(error) => Err(Failure::Refused(format!("cannot write to standard output: {error}"))),
    }
}

/// Text that cannot steer a terminal; lines and tabs stay.
pub(super) fn plain(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\n' | '\t' => plain.push(c),
            '\r' => {}
            '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => plain.extend(c.escape_unicode()),
            c if c.is_control() => plain.extend(c.escape_unicode()),
            c => plain.push(c),
        }
    }
    plain
}
