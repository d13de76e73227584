//! Small faults of JSON texts, repaired without moving anything, so that positions stay true.

use crate::load::limits::MAX_FINDINGS;
use std::fmt;

/// A fault that was repaired.
#[derive(Debug, PartialEq, Eq)]
pub(in crate::load) struct Repair {
    /// The byte where it starts.
    pub(super) offset: usize,
    kind: Kind,
}

#[derive(Debug, PartialEq, Eq)]
enum Kind {
    TrailingComma,
    ControlCharacter(u8),
    LoneSurrogate(String),
    NumberRange(String),
}

impl fmt::Display for Repair {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.kind {
            Kind::TrailingComma => f.write_str("JSON allows no comma before a closing bracket; it is ignored"),
            Kind::ControlCharacter(byte) => {
                write!(f, "JSON wants the character U+{byte:04X} escaped in a string; it is read as a space")
            }
            Kind::LoneSurrogate(text) => write!(f, "`{text}` is half of a character; it is read as U+FFFD"),
            Kind::NumberRange(text) => write!(
                f,
                "the number `{text}` is beyond the range of numbers; it is read as {}1e308",
                if text.starts_with('-') { "-" } else { "" }
            ),
        }
    }
}

/// The text with its small faults repaired, the first of them, and how many others; none if it has none. The repaired text has the
/// same length.
pub(in crate::load) fn repair(text: &str) -> Option<(String, Vec<Repair>, usize)> {
    let bytes = text.as_bytes();
    let mut fixed = bytes.to_vec();
    let mut repairs = Vec::new();
    let mut unsaid = 0;
    let mut note = |offset, kind| {
        if repairs.len() < MAX_FINDINGS {
            repairs.push(Repair { offset, kind });
        } else {
            unsaid += 1;
        }
    };
    let mut comma = None;
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        match byte {
            b' ' | b'\t' | b'\r' | b'\n' => at += 1,
            b',' => {
                comma = Some(at);
                at += 1;
                continue;
            }
            b']' | b'}' => {
                if let Some(comma) = comma.take() {
                    fixed[comma] = b' ';
                    note(comma, Kind::TrailingComma);
                }
                at += 1;
            }
            b'"' => {
                comma = None;
                at = string(bytes, at + 1, &mut fixed, &mut note);
            }
            b'-' | b'0'..=b'9' => {
                comma = None;
                let end = at + number_length(&bytes[at..]);
                let literal = text.get(at..end).unwrap_or("");
                if literal.parse::<f64>().is_ok_and(f64::is_infinite) {
                    let largest: &[u8] = if byte == b'-' { b"-1e308" } else { b"1e308" };
                    for (index, place) in fixed[at..end].iter_mut().enumerate() {
                        *place = largest.get(index).copied().unwrap_or(b' ');
                    }
                    let shown: String = literal.chars().take(20).collect();
                    note(at, Kind::NumberRange(shown));
                }
                at = end;
            }
            _ => {
                comma = None;
                at += 1;
            }
        }
    }
    let fixed = String::from_utf8(fixed).ok()?;
    (!repairs.is_empty()).then_some((fixed, repairs, unsaid))
}

fn number_length(bytes: &[u8]) -> usize {
    bytes.iter().position(|byte| !matches!(byte, b'-' | b'+' | b'.' | b'e' | b'E' | b'0'..=b'9')).unwrap_or(bytes.len())
}

/// Goes over a string; gives the place behind its closing quote.
fn string(bytes: &[u8], mut at: usize, fixed: &mut [u8], note: &mut impl FnMut(usize, Kind)) -> usize {
    while let Some(&byte) = bytes.get(at) {
        match byte {
            b'"' => return at + 1,
            b'\\' => match surrogate(bytes, at) {
                None => at += 2,
                Some(0xd800..=0xdbff) if matches!(surrogate(bytes, at + 6), Some(0xdc00..=0xdfff)) => at += 12,
                Some(_) => {
                    note(at, Kind::LoneSurrogate(String::from_utf8_lossy(&bytes[at..at + 6]).into_owned()));
                    fixed[at..at + 6].copy_from_slice(b"\\ufffd");
                    at += 6;
                }
            },
            0..=0x1f => {
                fixed[at] = b' ';
                note(at, Kind::ControlCharacter(byte));
                at += 1;
            }
            _ => at += 1,
        }
    }
    at
}

/// The surrogate that an escape of six bytes spells.
fn surrogate(bytes: &[u8], at: usize) -> Option<u16> {
    let escape = std::str::from_utf8(bytes.get(at..at + 6)?).ok()?;
    let code = u16::from_str_radix(escape.strip_prefix("\\u").filter(|hex| !hex.starts_with('+'))?, 16).ok()?;
    (0xd800..=0xdfff).contains(&code).then_some(code)
}
