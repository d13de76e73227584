//! Bytes in text (RFC 4648). The text is kept as it is; both alphabets are read, with padding or without.

use super::{Decode, Encode, Fault, Reader, Writer, shim, text::text};
use std::{error, fmt};

text! {
    /// Bytes as Base64 text (format `byte`). The text is kept as it is; [`Base64::to_bytes`] decodes it.
    #[derive(Default)]
    Base64;
}

const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

impl Base64 {
    /// The text of these bytes in the standard alphabet, padded.
    pub fn from_bytes(bytes: &[u8]) -> Self {
        let mut text = String::with_capacity(bytes.len().div_ceil(3) * 4);
        for chunk in bytes.chunks(3) {
            let bits = chunk.iter().fold(0_u32, |bits, byte| (bits << 8) | u32::from(*byte)) << (8 * (3 - chunk.len()));
            for place in 0..4 {
                let index = (bits >> (18 - 6 * place)) & 63;
                text.push(if place > chunk.len() { '=' } else { char::from(ALPHABET[index as usize]) });
            }
        }
        Self::from(text)
    }

    /// The bytes that the text stands for.
    ///
    /// # Errors
    /// If the text is not Base64. Line breaks are allowed; bits behind the last byte are ignored.
    pub fn to_bytes(&self) -> Result<Vec<u8>, InvalidBase64> {
        let text = self.as_str().trim_end_matches(['=', '\r', '\n']);
        let mut bytes = Vec::with_capacity(text.len() / 4 * 3 + 2);
        let (mut bits, mut count) = (0_u32, 0);
        for (offset, byte) in text.bytes().enumerate() {
            let sextet = match byte {
                b'A'..=b'Z' => byte - b'A',
                b'a'..=b'z' => byte - b'a' + 26,
                b'0'..=b'9' => byte - b'0' + 52,
                b'+' | b'-' => 62,
                b'/' | b'_' => 63,
                b'\r' | b'\n' => continue,
                _ => return Err(InvalidBase64 { offset }),
            };
            bits = (bits << 6) | u32::from(sextet);
            count += 6;
            if count >= 8 {
                count -= 8;
                bytes.push((bits >> count) as u8);
            }
        }
        // Six bits left are a lone character, which stands for no byte.
        if count == 6 { Err(InvalidBase64 { offset: text.len() }) } else { Ok(bytes) }
    }
}

/// A text that is not Base64.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InvalidBase64 {
    offset: usize,
}

impl InvalidBase64 {
    /// The byte of the text that cannot stand there.
    pub fn offset(&self) -> usize {
        self.offset
    }
}

impl fmt::Display for InvalidBase64 {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the text is not Base64 from byte {} on", self.offset)
    }
}

impl error::Error for InvalidBase64 {}
