//! Percent-encoding (RFC 3986, 2.1), one function for each place that text can go to.

use crate::runtime::json::Plain;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use std::fmt::Write;

/// Everything but `unreserved` (RFC 3986, 2.3).
const RESERVED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// Everything but what a form leaves alone (WHATWG URL, application/x-www-form-urlencoded percent-encode set); spaces are apart.
const FORM: &AsciiSet = &NON_ALPHANUMERIC.remove(b'*').remove(b'-').remove(b'.').remove(b'_').remove(b' ');

/// Encodes everything outside `unreserved`.
pub(super) fn encode(text: &str) -> String {
    let mut encoded = String::with_capacity(text.len());
    push(&mut encoded, text);
    encoded
}

/// Appends text, encoded outside `unreserved`.
pub(super) fn push(encoded: &mut String, text: &str) {
    encoded.extend(utf8_percent_encode(text, RESERVED));
}

/// Appends a text, number or boolean, encoded outside `unreserved`.
pub(super) fn push_plain(encoded: &mut String, value: Plain<'_>) {
    match value {
        Plain::Text(text) => push(encoded, text),
        Plain::Bool(value) => encoded.push_str(if value { "true" } else { "false" }),
        // Digits and a sign. Writing to a string cannot fail.
        Plain::Integer(value) => drop(write!(encoded, "{value}")),
    }
}

/// Encodes for a form without style: a space is `+`.
pub(super) fn encode_form(text: &str) -> String {
    utf8_percent_encode(text, FORM).to_string().replace(' ', "+")
}

/// Encodes for `allowReserved` in a query: reserved characters and percent triplets pass, except for those that a query gives
/// a meaning to (OAS 3.0.4, Appendix E).
pub(super) fn encode_reserved(text: &str) -> String {
    let mut encoded = String::with_capacity(text.len());
    keep(&mut encoded, text, |byte| is_unreserved(byte) || b":/?@!$'()*,;".contains(&byte));
    encoded
}

/// Appends a literal part of a path: what a path may hold passes, and so do percent triplets.
pub(super) fn push_path_literal(encoded: &mut String, text: &str) {
    keep(encoded, text, |byte| is_unreserved(byte) || b"/:@!$&'()*+,;=".contains(&byte));
}

/// Encodes what is illegal in a URL, and leaves the rest as it is: for the `Location` of a redirect.
pub(super) fn encode_illegal(bytes: &[u8]) -> String {
    let mut encoded = String::with_capacity(bytes.len());
    for byte in bytes {
        match byte {
            b'!' | b'#'..=b';' | b'=' | b'?'..=b'[' | b']' | b'_' | b'a'..=b'z' | b'~' => encoded.push(char::from(*byte)),
            _ => push_triplet(&mut encoded, *byte),
        }
    }
    encoded
}

fn is_unreserved(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"-._~".contains(&byte)
}

/// Appends text with all bytes encoded but those that pass and the percent triplets.
fn keep(encoded: &mut String, text: &str, passes: fn(u8) -> bool) {
    let bytes = text.as_bytes();
    if bytes.iter().all(|byte| passes(*byte)) {
        return encoded.push_str(text);
    }
    for (index, &byte) in bytes.iter().enumerate() {
        let is_triplet = byte == b'%'
            && bytes.get(index + 1).is_some_and(u8::is_ascii_hexdigit)
            && bytes.get(index + 2).is_some_and(u8::is_ascii_hexdigit);
        match is_triplet || passes(byte) {
            true => encoded.push(char::from(byte)),
            false => push_triplet(encoded, byte),
        }
    }
}

fn push_triplet(encoded: &mut String, byte: u8) {
    // Writing to a string cannot fail.
    let _ = write!(encoded, "%{byte:02X}");
}
