//! Numbers of a text. Integers are exact, in whatever notation; floats are what the standard library makes of the text.

use super::{Fault, Reader};

/// What a message repeats of a number.
const LONGEST: usize = 32;

impl<'j> Reader<'j> {
    /// Reads a number at its first character. RFC 8259, section 6.
    pub(super) fn digits(&mut self) -> Result<&'j str, Fault> {
        let start = self.at;
        if self.byte() == Some(b'-') {
            self.at += 1;
        }
        let leading_zero = self.byte() == Some(b'0');
        let integer = self.run_of_digits()?;
        if leading_zero && integer > 1 {
            return Err(Fault::new("a number must not start with `0`", start));
        }
        if self.byte() == Some(b'.') {
            self.at += 1;
            self.run_of_digits()?;
        }
        if let Some(b'e' | b'E') = self.byte() {
            self.at += 1;
            if let Some(b'+' | b'-') = self.byte() {
                self.at += 1;
            }
            self.run_of_digits()?;
        }
        Ok(&self.text[start..self.at])
    }

    fn run_of_digits(&mut self) -> Result<usize, Fault> {
        let start = self.at;
        while let Some(b'0'..=b'9') = self.byte() {
            self.at += 1;
        }
        if self.at == start { Err(self.unexpected("a digit")) } else { Ok(self.at - start) }
    }

    /// Reads an integer between these bounds. `1.0` and `1e2` are integers, as JSON Schema has it.
    pub(super) fn integer(&mut self, least: i128, most: i128, expected: &'static str) -> Result<i128, Fault> {
        let start = match self.peek() {
            Some(b'-' | b'0'..=b'9') => self.at,
            _ => return Err(self.mismatch(expected)),
        };
        let text = self.digits()?;
        match to_integer(text) {
            Some(integer) if (least..=most).contains(&integer) => Ok(integer),
            _ => Err(Fault::expected(expected, shortened(text), start)),
        }
    }

    /// Reads a number as a 64-bit float.
    pub(super) fn float(&mut self) -> Result<f64, Fault> {
        let text = self.number()?;
        let expected = "a number that a 64-bit float can hold";
        finite(text.parse().ok().filter(|float: &f64| float.is_finite()), text, expected, self.at)
    }

    /// Reads a number as a 32-bit float.
    pub(super) fn short_float(&mut self) -> Result<f32, Fault> {
        let text = self.number()?;
        let expected = "a number that a 32-bit float can hold";
        finite(text.parse().ok().filter(|float: &f32| float.is_finite()), text, expected, self.at)
    }
}

fn finite<T>(float: Option<T>, text: &str, expected: &'static str, end: usize) -> Result<T, Fault> {
    float.ok_or_else(|| Fault::expected(expected, shortened(text), end - text.len()))
}

/// The number as a message has it. Its text is ASCII.
pub(super) fn shortened(text: &str) -> String {
    match text.get(..LONGEST) {
        Some(start) if text.len() > LONGEST => format!("{start}…"),
        _ => text.to_owned(),
    }
}

/// The value of a number's text, if that is an integer of a reasonable size.
pub(super) fn to_integer(text: &str) -> Option<i128> {
    let (negative, unsigned) = match text.strip_prefix('-') {
        Some(unsigned) => (true, unsigned),
        None => (false, text),
    };
    let magnitude = if unsigned.len() <= 18 && unsigned.bytes().all(|byte| byte.is_ascii_digit()) {
        i128::from(unsigned.bytes().fold(0_u64, |sum, byte| sum * 10 + u64::from(byte - b'0')))
    } else {
        to_magnitude(unsigned)?
    };
    Some(if negative { -magnitude } else { magnitude })
}

/// The value of an unsigned number in any notation: its digits, without the zeros around them, times a power of ten.
fn to_magnitude(text: &str) -> Option<i128> {
    let (mantissa, exponent) = text.split_once(['e', 'E']).unwrap_or((text, "0"));
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let mut digits = format!("{whole}{fraction}");
    let written = digits.trim_end_matches('0').len();
    let zeros = digits.len() - written;
    digits.truncate(written);
    if digits.is_empty() {
        return Some(0);
    }
    // An exponent that does not fit in 64 bits moves any text of a number out of range, or below one.
    let exponent = exponent.parse::<i64>().ok()?;
    let power = exponent.checked_sub(i64::try_from(fraction.len()).ok()?)?.checked_add(i64::try_from(zeros).ok()?)?;
    let factor = 10_i128.checked_pow(u32::try_from(power).ok()?)?;
    digits.trim_start_matches('0').parse::<i128>().ok()?.checked_mul(factor)
}
