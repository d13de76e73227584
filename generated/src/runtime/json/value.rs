//! Free-form JSON, as `serde_json` models it. Numbers keep what that type can keep: integers of 64 bits exactly.

use super::{Decode, Encode, Fault, Kind, Reader, Writer, number};
use serde_json::{Map, Number, Value};

impl Decode for Value {
    fn decode(r: &mut Reader<'_>) -> Result<Self, Fault> {
        Ok(match r.kind()? {
            Kind::Null => {
                r.null()?;
                Value::Null
            }
            Kind::Bool => Value::Bool(r.bool()?),
            Kind::Number => Value::Number(read_number(r)?),
            Kind::String => Value::String(r.string()?.into_owned()),
            Kind::List => Value::Array(Vec::decode(r)?),
            Kind::Object => Value::Object(read_map(r)?),
        })
    }
}

fn read_map(r: &mut Reader<'_>) -> Result<Map<String, Value>, Fault> {
    let mut map = Map::new();
    r.begin_object()?;
    while let Some(key) = r.next_key()? {
        match Value::decode(r) {
            Ok(value) => map.insert(key.into_owned(), value),
            Err(fault) => return Err(fault.in_property(&key)),
        };
    }
    Ok(map)
}

/// Reads a number, as exactly as `serde_json` can hold it.
pub(super) fn read_number(r: &mut Reader<'_>) -> Result<Number, Fault> {
    let text = r.number()?;
    let parsed = text.parse::<Number>().ok();
    // `serde_json` may be off by the last bit of a float unless a feature is on; it keeps the very text if another one is.
    let float = text.parse::<f64>().ok();
    let number = match parsed {
        Some(parsed) if parsed.is_f64() && parsed.as_f64() != float => float.and_then(Number::from_f64).or(Some(parsed)),
        parsed => parsed,
    };
    number
        .ok_or_else(|| Fault::expected("a number that a 64-bit float can hold", number::shortened(text), r.offset() - text.len()))
}

impl Encode for Value {
    fn encode(&self, w: &mut Writer) {
        match self {
            Value::Null => w.null(),
            Value::Bool(value) => w.bool(*value),
            Value::Number(number) => w.text(format_args!("{number}")),
            Value::String(text) => w.string(text),
            Value::Array(items) => items.encode(w),
            Value::Object(map) => {
                w.begin_object();
                for (key, value) in map {
                    w.property(key, value);
                }
                w.end_object();
            }
        }
    }
}
