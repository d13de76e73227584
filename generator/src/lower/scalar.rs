//! Numbers and text. Formats and bounds choose a width; they only ever widen what the bare type would be, and are never enforced.

use super::composition::Conjunction;
use crate::{
    config::{Config, FormatChoice},
    ir::{Format, Integer, Type},
};
use serde_json::Value;

/// The width of an integer.
pub(super) fn integer(all: &Conjunction<'_>) -> Integer {
    let by_format = formats(all).filter_map(by_format).reduce(wider);
    let (low, high) = bounds(all);
    match by_format {
        // `format: int32` beside `maximum: 4294967295`: the bounds say what is meant.
        Some(width) if covers(width, low, high) => width,
        Some(_) if covers(Integer::I64, low, high) => Integer::I64,
        _ if low.is_some_and(|low| low >= 0) && high.is_some_and(|high| high > i128::from(i64::MAX)) => Integer::U64,
        _ => Integer::I64,
    }
}

/// The type of a number that need not be whole.
pub(super) fn number(all: &Conjunction<'_>) -> Type {
    // A format of integers does not make a number whole: 1.5 stays valid, and a double holds every integer of 53 bits.
    if formats(all).any(|format| format == "float") && !formats(all).any(|format| format == "double") {
        return Type::F32;
    }
    Type::F64
}

/// The type of text.
pub(super) fn text(all: &Conjunction<'_>, config: &Config) -> Type {
    let encoded = all.members.iter().filter_map(|member| member.schema.content_encoding);
    let encoded = encoded.filter(|encoding| encoding.eq_ignore_ascii_case("base64")).map(|_| "byte");
    let mut chosen = None;
    for name in formats(all).chain(encoded) {
        let Some(format) = by_text_format(name) else { continue };
        if config.types.formats.get(name) == Some(&FormatChoice::String) {
            return Type::String;
        }
        match chosen {
            None => chosen = Some(format),
            Some(before) if before == format => {}
            Some(_) => return Type::String,
        }
    }
    chosen.map_or(Type::String, Type::Text)
}

/// Whether a format of text has a type of its own that `codegen.toml` can choose.
pub(super) fn is_format_of_text(name: &str) -> bool {
    by_text_format(name).is_some()
}

/// Whether a format has a type of its own.
pub(super) fn is_typed_format(name: &str) -> bool {
    by_text_format(name).is_some() || by_format(name).is_some() || matches!(name, "float" | "double")
}

fn formats<'a>(all: &'a Conjunction<'_>) -> impl Iterator<Item = &'a str> {
    all.members.iter().filter_map(|member| member.schema.format)
}

fn by_format(name: &str) -> Option<Integer> {
    Some(match name {
        "int8" => Integer::I8,
        "int16" => Integer::I16,
        "int32" => Integer::I32,
        "int64" => Integer::I64,
        "uint8" => Integer::U8,
        "uint16" => Integer::U16,
        "uint32" => Integer::U32,
        "uint64" | "uint" => Integer::U64,
        _ => return None,
    })
}

fn by_text_format(name: &str) -> Option<Format> {
    Some(match name {
        "date-time" => Format::DateTime,
        "date" => Format::Date,
        "time" => Format::Time,
        "duration" => Format::Duration,
        "uuid" => Format::Uuid,
        "byte" => Format::Base64,
        _ => return None,
    })
}

/// The least and the greatest integer of a width.
pub(super) fn range(width: Integer) -> (i128, i128) {
    match width {
        Integer::I8 => (i8::MIN.into(), i8::MAX.into()),
        Integer::I16 => (i16::MIN.into(), i16::MAX.into()),
        Integer::I32 => (i32::MIN.into(), i32::MAX.into()),
        Integer::I64 => (i64::MIN.into(), i64::MAX.into()),
        Integer::U8 => (0, u8::MAX.into()),
        Integer::U16 => (0, u16::MAX.into()),
        Integer::U32 => (0, u32::MAX.into()),
        Integer::U64 => (0, u64::MAX.into()),
    }
}

/// Bounds of 64 bits are often written as doubles, which round them up by as much as this.
const ROUNDING: i128 = 4096;

fn covers(width: Integer, low: Option<i128>, high: Option<i128>) -> bool {
    let (least, most) = range(width);
    let slack = if matches!(width, Integer::I64 | Integer::U64) { ROUNDING } else { 0 };
    low.is_none_or(|low| low >= least - if least == 0 { 0 } else { slack }) && high.is_none_or(|high| high <= most + slack)
}

/// The width that holds both; where there is none, 64 bits with a sign.
pub(super) fn wider(a: Integer, b: Integer) -> Integer {
    let ((low_a, high_a), (low_b, high_b)) = (range(a), range(b));
    let all = [Integer::I8, Integer::U8, Integer::I16, Integer::U16, Integer::I32, Integer::U32, Integer::I64, Integer::U64];
    let fits = |width: &Integer| {
        let (low, high) = range(*width);
        low <= low_a.min(low_b) && high >= high_a.max(high_b)
    };
    all.into_iter().find(fits).unwrap_or(Integer::I64)
}

/// The least and the greatest integer that all members allow.
fn bounds(all: &Conjunction<'_>) -> (Option<i128>, Option<i128>) {
    let (mut low, mut high): (Option<i128>, Option<i128>) = (None, None);
    for (keyword, value) in all.members.iter().flat_map(|member| &member.schema.constraints) {
        let Some(value) = whole(value) else { continue };
        match *keyword {
            "minimum" | "exclusiveMinimum" => low = Some(low.map_or(value, |low| low.max(value))),
            "maximum" | "exclusiveMaximum" => high = Some(high.map_or(value, |high| high.min(value))),
            _ => {}
        }
    }
    (low, high)
}

/// A bound as an integer; a fraction does not matter for widths.
fn whole(value: &Value) -> Option<i128> {
    let number = value.as_number()?;
    if let Some(value) = number.as_i64() {
        return Some(value.into());
    }
    if let Some(value) = number.as_u64() {
        return Some(value.into());
    }
    // The cast saturates, which is what a bound beyond every integer means.
    number.as_f64().map(|value| value as i128)
}
