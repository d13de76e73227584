//! A word of the command line as a value of a shape.

use super::shape::Shape;
use serde_json::Value;

/// Reads a word. The error says what is wanted.
pub(super) fn read(text: &str, shape: &Shape) -> Result<Value, String> {
    if shape.any {
        return Ok(serde_json::from_str(text).unwrap_or_else(|_| text.into()));
    }
    if shape.is_choice() {
        let known = shape.values.iter().find(|value| spelled(value) == text);
        let null = (shape.null && text == "null").then_some(&Value::Null);
        return known.or(null).cloned().ok_or_else(|| format!("expected {}", one_of(&shape.values)));
    }
    if shape.is_text() {
        return Ok(text.into());
    }
    let value: Result<Value, serde_json::Error> = serde_json::from_str(text);
    match value {
        Ok(value) if takes(shape, &value) => Ok(value),
        _ if shape.string => Ok(text.into()),
        Err(error) if text.trim_start().starts_with(['{', '[']) => Err(format!("expected {}: {error}", wanted(shape))),
        _ => Err(format!("expected {}", wanted(shape))),
    }
}

/// A value as a person types it.
pub(super) fn spelled(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

fn takes(shape: &Shape, value: &Value) -> bool {
    match value {
        Value::Null => shape.null,
        Value::Bool(_) => shape.boolean,
        Value::Number(number) => shape.number || (shape.integer && (number.is_i64() || number.is_u64())),
        // Text in quotes could be meant with them.
        Value::String(_) => false,
        Value::Array(_) => shape.array,
        Value::Object(_) => shape.object,
    }
}

fn wanted(shape: &Shape) -> String {
    let kinds = [
        (shape.number, "a number"),
        (shape.integer && !shape.number, "an integer"),
        (shape.boolean, "`true` or `false`"),
        (shape.object, "a JSON object"),
        (shape.array, "a JSON array"),
        (shape.null, "`null`"),
    ];
    kinds.iter().filter(|(is_one, _)| *is_one).map(|(_, kind)| *kind).collect::<Vec<_>>().join(" or ")
}

fn one_of(values: &[Value]) -> String {
    let values: Vec<String> = values.iter().map(|value| format!("`{}`", spelled(value).escape_debug())).collect();
    match values.as_slice() {
        [one] => one.clone(),
        several => format!("one of {}", several.join(", ")),
    }
}
