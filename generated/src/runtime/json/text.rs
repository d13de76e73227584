//! Text of known formats: newtypes that keep the text byte for byte, whatever a server puts there.

use super::{Decode, Encode, Fault, Reader, Writer, shim};
use std::fmt;

macro_rules! text {
    ($($(#[$attribute:meta])* $name:ident;)*) => {$(
        $(#[$attribute])*
        #[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub struct $name(String);

        impl $name {
            /// The text as it is on the wire.
            pub fn as_str(&self) -> &str {
                &self.0
            }

            /// The text itself.
            pub fn into_string(self) -> String {
                self.0
            }
        }

        impl From<String> for $name {
            fn from(text: String) -> Self {
                Self(text)
            }
        }

        impl From<&str> for $name {
            fn from(text: &str) -> Self {
                Self(text.to_owned())
            }
        }

        impl From<$name> for String {
            fn from(text: $name) -> Self {
                text.0
            }
        }

        impl AsRef<str> for $name {
            fn as_ref(&self) -> &str {
                &self.0
            }
        }

        impl PartialEq<str> for $name {
            fn eq(&self, other: &str) -> bool {
                self.0 == other
            }
        }

        impl PartialEq<&str> for $name {
            fn eq(&self, other: &&str) -> bool {
                self.0 == *other
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.pad(&self.0)
            }
        }

        impl Encode for $name {
            fn encode(&self, w: &mut Writer) {
                w.string(&self.0);
            }

            fn plain(&self) -> Option<$crate::runtime::json::Plain<'_>> {
                Some($crate::runtime::json::Plain::Text(&self.0))
            }
        }

        impl Decode for $name {
            fn decode(r: &mut Reader<'_>) -> Result<Self, Fault> {
                String::decode(r).map(Self)
            }
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(&self.0)
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                shim::deserialize(deserializer)
            }
        }
    )*};
}
pub(super) use text;

text! {
    /// A point in time, such as `2026-01-31T12:00:00Z` (format `date-time`, RFC 3339).
    ///
    /// The text is kept as it is and parsed by nobody; [`DateTime::is_valid`] looks at it.
    DateTime;
    /// A day, such as `2026-01-31` (format `date`, RFC 3339 full-date). The text is kept as it is.
    Date;
    /// A time of day, such as `12:00:00Z` (format `time`, RFC 3339 full-time). The text is kept as it is.
    Time;
    /// A span of time, such as `P1DT2H` (format `duration`, ISO 8601). The text is kept as it is.
    Duration;
    /// A UUID, such as `f81d4fae-7dec-11d0-a765-00a0c91e6bf6` (RFC 9562). The text is kept as it is, in its case.
    Uuid;
}

impl DateTime {
    /// Whether the text is a date-time by RFC 3339. A space in the place of `T` is allowed, as there.
    pub fn is_valid(&self) -> bool {
        let text = self.as_str();
        match (text.get(..10), text.get(10..11), text.get(11..)) {
            (Some(date), Some("T" | "t" | " "), Some(time)) => is_date(date) && is_time(time),
            _ => false,
        }
    }
}

impl Date {
    /// Whether the text is a full-date by RFC 3339.
    pub fn is_valid(&self) -> bool {
        is_date(self.as_str())
    }
}

impl Time {
    /// Whether the text is a full-time by RFC 3339.
    pub fn is_valid(&self) -> bool {
        is_time(self.as_str())
    }
}

impl Duration {
    /// Whether the text is a duration by RFC 3339, appendix A, with decimal fractions of the last number, as ISO 8601 has them.
    pub fn is_valid(&self) -> bool {
        let Some(rest) = self.as_str().strip_prefix('P') else { return false };
        let (date, time) = match rest.split_once('T') {
            Some((date, time)) => (date, Some(time)),
            None => (rest, None),
        };
        let days = numbers_with(date, "YMWD");
        let hours = time.map_or(Some(0), |time| numbers_with(time, "HMS").filter(|count| *count > 0));
        days.zip(hours).is_some_and(|(days, hours)| days + hours > 0)
    }
}

impl Uuid {
    /// Whether the text has the form of RFC 9562: 8, 4, 4, 4 and 12 hexadecimal digits.
    pub fn is_valid(&self) -> bool {
        let bytes = self.as_str().as_bytes();
        bytes.len() == 36
            && bytes.iter().enumerate().all(|(index, byte)| match index {
                8 | 13 | 18 | 23 => *byte == b'-',
                _ => byte.is_ascii_hexdigit(),
            })
    }
}

/// `1985-04-12`
fn is_date(text: &str) -> bool {
    if !has_shape(text, b"0000-00-00") {
        return false;
    }
    let (year, month, day) = (number(text, 0, 4), number(text, 5, 7), number(text, 8, 10));
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let days = match month {
        2 => 28 + u32::from(leap),
        4 | 6 | 9 | 11 => 30,
        1..=12 => 31,
        _ => 0,
    };
    (1..=days).contains(&day)
}

/// `23:20:50.52Z`, `23:20:50+01:00`
fn is_time(text: &str) -> bool {
    let (Some(clock), Some(rest)) = (text.get(..8), text.get(8..)) else { return false };
    let offset = match rest.strip_prefix('.') {
        Some(fraction) => fraction.trim_start_matches(|c: char| c.is_ascii_digit()),
        None => rest,
    };
    let is_fraction = offset.len() == rest.len() || rest.len() - offset.len() > 1;
    let is_offset = match offset.strip_prefix(['+', '-']) {
        Some(hours) => has_shape(hours, b"00:00") && number(hours, 0, 2) < 24 && number(hours, 3, 5) < 60,
        None => matches!(offset, "Z" | "z"),
    };
    // RFC 3339 has leap seconds, hence 60.
    let is_clock =
        has_shape(clock, b"00:00:00") && number(clock, 0, 2) < 24 && number(clock, 3, 5) < 60 && number(clock, 6, 8) <= 60;
    is_clock && is_fraction && is_offset
}

/// Whether a text has a digit wherever the shape has `0`, and the shape's bytes elsewhere.
fn has_shape(text: &str, shape: &[u8]) -> bool {
    text.len() == shape.len()
        && text.bytes().zip(shape).all(|(byte, shape)| if *shape == b'0' { byte.is_ascii_digit() } else { byte == *shape })
}

/// The number that these digits are.
fn number(text: &str, start: usize, end: usize) -> u32 {
    text.get(start..end).and_then(|digits| digits.parse().ok()).unwrap_or(0)
}

/// How many numbers a text consists of, each with one of these letters behind it, in this order; `None` if of anything else.
fn numbers_with(text: &str, letters: &str) -> Option<usize> {
    let (mut text, mut letters, mut count) = (text, letters, 0);
    while !text.is_empty() {
        let end = text.find(|c: char| !c.is_ascii_digit() && !matches!(c, '.' | ','))?;
        let (number, rest) = text.split_at(end);
        let letter = rest.chars().next()?;
        let is_number = match number.split_once(['.', ',']) {
            Some((whole, fraction)) => is_digits(whole) && is_digits(fraction) && rest.len() == 1,
            None => is_digits(number),
        };
        if !is_number {
            return None;
        }
        letters = letters.split_once(letter)?.1;
        text = &rest[letter.len_utf8()..];
        count += 1;
    }
    Some(count)
}

fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}
