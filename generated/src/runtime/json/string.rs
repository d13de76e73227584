//! Strings of a text: borrowed where they have no escape, unescaped where they have. RFC 8259, section 7.

use super::{Fault, Reader};
use std::borrow::Cow;

impl<'j> Reader<'j> {
    /// Reads a string at its opening quote.
    pub(super) fn quoted(&mut self) -> Result<Cow<'j, str>, Fault> {
        let start = self.at + 1;
        let bytes = self.text.as_bytes();
        let mut escaped = false;
        let mut end = start;
        loop {
            end += plain_length(bytes.get(end..).unwrap_or_default());
            match bytes.get(end) {
                Some(b'"') => break,
                Some(b'\\') => {
                    escaped = true;
                    end += 2;
                }
                Some(_) => return Err(Fault::new("a control character in a string must be escaped", end)),
                None => return Err(Fault::expected("the closing quote of a string", "the end of the text", bytes.len())),
            }
        }
        let raw = &self.text[start..end];
        self.at = end + 1;
        if escaped { unescape(raw, start).map(Cow::Owned) } else { Ok(Cow::Borrowed(raw)) }
    }
}

/// How many bytes at the start of these stand for themselves in a string: up to a quote, a backslash or a control character.
pub(super) fn plain_length(bytes: &[u8]) -> usize {
    let (words, rest) = bytes.as_chunks::<8>();
    for (index, word) in words.iter().enumerate() {
        let special = special_bytes(u64::from_le_bytes(*word));
        if special != 0 {
            return index * 8 + (special.trailing_zeros() / 8) as usize;
        }
    }
    let is_special = |byte: &u8| *byte < 0x20 || matches!(byte, b'"' | b'\\');
    bytes.len() - rest.len() + rest.iter().position(is_special).unwrap_or(rest.len())
}

/// The high bit of each byte that ends a plain run. Eight at a time: subtracting borrows from the high bit of a byte that was
/// too small, and then maybe from those above it, so the lowest bit that is set is always right.
fn special_bytes(word: u64) -> u64 {
    const EACH: u64 = 0x0101_0101_0101_0101;
    const HIGH: u64 = 0x80 * EACH;
    let quotes = word ^ (0x22 * EACH);
    let backslashes = word ^ (0x5c * EACH);
    let controls = word.wrapping_sub(0x20 * EACH) & !word;
    (controls | (quotes.wrapping_sub(EACH) & !quotes) | (backslashes.wrapping_sub(EACH) & !backslashes)) & HIGH
}

/// The text of a string, from what stands between its quotes. `start` is the place of `raw` in the document.
fn unescape(raw: &str, start: usize) -> Result<String, Fault> {
    let mut text = String::with_capacity(raw.len());
    let mut rest = raw;
    while let Some(index) = rest.find('\\') {
        text.push_str(&rest[..index]);
        let offset = start + raw.len() - rest.len() + index;
        let escape = rest.as_bytes().get(index + 1).copied();
        let mut length = 2;
        match escape {
            Some(b'"') => text.push('"'),
            Some(b'\\') => text.push('\\'),
            Some(b'/') => text.push('/'),
            Some(b'b') => text.push('\u{8}'),
            Some(b'f') => text.push('\u{c}'),
            Some(b'n') => text.push('\n'),
            Some(b'r') => text.push('\r'),
            Some(b't') => text.push('\t'),
            Some(b'u') => match unicode(&rest[index..]) {
                Some((c, used)) => {
                    text.push(c);
                    length = used;
                }
                None => return Err(Fault::new("a `\\u` escape that is no character", offset)),
            },
            _ => return Err(Fault::new("an escape that JSON does not know", offset)),
        }
        rest = &rest[index + length..];
    }
    text.push_str(rest);
    Ok(text)
}

/// The character of a `\uXXXX` escape, or of a surrogate pair of them, and the length of what was used.
fn unicode(escape: &str) -> Option<(char, usize)> {
    let unit = code_unit(escape)?;
    if let Some(c) = char::from_u32(unit) {
        return Some((c, 6));
    }
    let low = code_unit(escape.get(6..)?)?;
    if !(0xd800..0xdc00).contains(&unit) || !(0xdc00..0xe000).contains(&low) {
        return None;
    }
    char::from_u32(0x10000 + ((unit - 0xd800) << 10) + (low - 0xdc00)).map(|c| (c, 12))
}

/// The number of a `\uXXXX` escape.
fn code_unit(escape: &str) -> Option<u32> {
    let digits = escape.strip_prefix("\\u")?.get(..4)?;
    // `from_str_radix` takes a sign, which JSON does not.
    if digits.bytes().all(|byte| byte.is_ascii_hexdigit()) { u32::from_str_radix(digits, 16).ok() } else { None }
}
