//! Writes JSON into a buffer. Commas place themselves; strings are escaped where RFC 8259 requires it and nowhere else.

use super::{Encode, string};
use std::{fmt, io::Write};

/// A JSON text that grows value by value.
///
/// Inside a list call [`Writer::item`], inside an object call [`Writer::key`], before each value.
#[derive(Clone, Default)]
pub struct Writer {
    bytes: Vec<u8>,
}

impl Writer {
    /// An empty text.
    pub fn new() -> Self {
        Self::default()
    }

    /// The text so far. It is UTF-8.
    pub fn into_bytes(self) -> Vec<u8> {
        self.bytes
    }

    /// Writes `null`.
    pub fn null(&mut self) {
        self.bytes.extend_from_slice(b"null");
    }

    /// Writes `true` or `false`.
    pub fn bool(&mut self, value: bool) {
        self.bytes.extend_from_slice(if value { b"true" } else { b"false" });
    }

    /// Writes an integer.
    pub fn integer(&mut self, value: i128) {
        let mut buffer = [0; 40];
        let mut start = buffer.len();
        let mut rest = value.unsigned_abs();
        // 128-bit division is slow, and nearly every number fits in 64 bits.
        while rest > u128::from(u64::MAX) {
            start -= 1;
            buffer[start] = digit((rest % 10) as u64);
            rest /= 10;
        }
        let mut rest = rest as u64;
        loop {
            start -= 1;
            buffer[start] = digit(rest % 10);
            rest /= 10;
            if rest == 0 {
                break;
            }
        }
        if value < 0 {
            start -= 1;
            buffer[start] = b'-';
        }
        self.bytes.extend_from_slice(&buffer[start..]);
    }

    /// Writes the shortest number that reads back as this one: `10` for `10.0`, `0.1`, `1e300`; `null` if it is not finite.
    pub fn float(&mut self, value: f64) {
        if self.is_special_float(value) {
            return;
        }
        if (1e-5..1e16).contains(&value.abs()) {
            self.text(format_args!("{value}"))
        } else {
            self.text(format_args!("{value:e}"))
        }
    }

    /// Writes the shortest number that reads back as this one.
    pub fn short_float(&mut self, value: f32) {
        if self.is_special_float(f64::from(value)) {
            return;
        }
        if (1e-5..1e16).contains(&value.abs()) {
            self.text(format_args!("{value}"))
        } else {
            self.text(format_args!("{value:e}"))
        }
    }

    /// Writes a float that is no number, or an integer that a float holds exactly.
    fn is_special_float(&mut self, value: f64) -> bool {
        if !value.is_finite() {
            self.null();
        } else if value == 0.0 && value.is_sign_negative() {
            self.bytes.extend_from_slice(b"-0");
        } else if value.fract() == 0.0 && value.abs() <= 9_007_199_254_740_992.0 {
            self.integer(value as i128);
        } else {
            return false;
        }
        true
    }

    /// Writes a string.
    pub fn string(&mut self, value: &str) {
        self.bytes.push(b'"');
        let mut rest = value.as_bytes();
        loop {
            let (plain, special) = rest.split_at(string::plain_length(rest));
            self.bytes.extend_from_slice(plain);
            let Some((byte, behind)) = special.split_first() else { break };
            rest = behind;
            match byte {
                b'"' => self.bytes.extend_from_slice(b"\\\""),
                b'\\' => self.bytes.extend_from_slice(b"\\\\"),
                b'\n' => self.bytes.extend_from_slice(b"\\n"),
                b'\r' => self.bytes.extend_from_slice(b"\\r"),
                b'\t' => self.bytes.extend_from_slice(b"\\t"),
                0x08 => self.bytes.extend_from_slice(b"\\b"),
                0x0c => self.bytes.extend_from_slice(b"\\f"),
                _ => self.text(format_args!("\\u{byte:04x}")),
            }
        }
        self.bytes.push(b'"');
    }

    /// Opens a list.
    pub fn begin_list(&mut self) {
        self.bytes.push(b'[');
    }

    /// Makes room for the next item of a list.
    pub fn item(&mut self) {
        // A bracket in a string is never the last byte: the quote is.
        if !matches!(self.bytes.last(), Some(b'[' | b'{')) {
            self.bytes.push(b',');
        }
    }

    /// Closes a list.
    pub fn end_list(&mut self) {
        self.bytes.push(b']');
    }

    /// Opens an object.
    pub fn begin_object(&mut self) {
        self.bytes.push(b'{');
    }

    /// Writes the next key of an object.
    pub fn key(&mut self, key: &str) {
        self.item();
        self.string(key);
        self.bytes.push(b':');
    }

    /// Writes the next property of an object.
    pub fn property(&mut self, key: &str, value: &dyn Encode) {
        self.key(key);
        value.encode(self);
    }

    /// Closes an object.
    pub fn end_object(&mut self) {
        self.bytes.push(b'}');
    }

    /// Writes what displays as JSON, such as a number.
    pub(super) fn text(&mut self, text: fmt::Arguments<'_>) {
        // Writing to a vector cannot fail.
        let _ = self.bytes.write_fmt(text);
    }
}

impl fmt::Debug for Writer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Writer").field("length", &self.bytes.len()).finish_non_exhaustive()
    }
}

fn digit(value: u64) -> u8 {
    b'0' + value as u8
}
