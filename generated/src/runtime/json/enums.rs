//! What enums share: how one of strings is read, and, for `literal_enum!`, constants of any JSON kind. Numbers are equal when their
//! values are: `1` is `1.0`.

// A client without such enums has no use for it.
#![allow(dead_code)]

use super::{Fault, Reader, from_slice, number};
use serde_json::{Number, Value};
use std::mem::discriminant;

/// Reads an enum of strings. A text that only `unknown` takes counts as left over.
pub(crate) fn read_text<T: for<'a> From<&'a str>>(r: &mut Reader<'_>, unknown: fn(String) -> T) -> Result<T, Fault> {
    let value = T::from(&r.string()?);
    if discriminant(&value) == discriminant(&unknown(String::new())) {
        r.leave_over();
    }
    Ok(value)
}

/// A constant of a schema, as emitted code spells it.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Literal {
    Null,
    Bool(bool),
    Integer(i128),
    Float(f64),
    String(&'static str),
    Json(&'static str),
}

/// The constant `null`, so that emitted code can say it.
#[allow(non_upper_case_globals)]
pub(crate) const null: Literal = Literal::Null;

/// A constant list or object, as JSON text.
pub(crate) fn json(text: &'static str) -> Literal {
    Literal::Json(text)
}

impl Literal {
    /// Whether a value of a document is this constant.
    pub(crate) fn is(self, value: &Value) -> bool {
        match (self, value) {
            (Self::Null, Value::Null) => true,
            (Self::Bool(literal), Value::Bool(value)) => literal == *value,
            (Self::String(literal), Value::String(value)) => literal == value,
            (Self::Integer(_) | Self::Float(_), Value::Number(_)) | (Self::Json(_), _) => same(&self.to_value(), value),
            _ => false,
        }
    }

    /// The constant as a value. Text that is not JSON, which no generator emits, is `null`.
    pub(crate) fn to_value(self) -> Value {
        match self {
            Self::Null => Value::Null,
            Self::Bool(value) => Value::Bool(value),
            Self::Integer(value) => match (i64::try_from(value), u64::try_from(value)) {
                (Ok(value), _) => Value::from(value),
                (_, Ok(value)) => Value::from(value),
                _ => Value::from(value as f64),
            },
            Self::Float(value) => Value::from(value),
            Self::String(value) => Value::from(value),
            Self::Json(text) => from_slice(text.as_bytes()).unwrap_or_default(),
        }
    }
}

/// Whether two values are equal in the sense of JSON Schema.
fn same(a: &Value, b: &Value) -> bool {
    match (a, b) {
        (Value::Number(a), Value::Number(b)) => same_number(a, b),
        (Value::Array(a), Value::Array(b)) => a.len() == b.len() && a.iter().zip(b).all(|(a, b)| same(a, b)),
        (Value::Object(a), Value::Object(b)) => {
            a.len() == b.len() && a.iter().all(|(key, a)| b.get(key).is_some_and(|b| same(a, b)))
        }
        _ => a == b,
    }
}

fn same_number(a: &Number, b: &Number) -> bool {
    a == b || {
        let (a_text, b_text) = (a.to_string(), b.to_string());
        match (number::to_integer(&a_text), number::to_integer(&b_text)) {
            (Some(a), Some(b)) => a == b,
            (None, None) => a.as_f64() == b.as_f64(),
            _ => false,
        }
    }
}

impl From<bool> for Literal {
    fn from(value: bool) -> Self {
        Self::Bool(value)
    }
}

/// One integer type and one float type only, so that a bare number has no other type to be.
impl From<i128> for Literal {
    fn from(value: i128) -> Self {
        Self::Integer(value)
    }
}

impl From<f64> for Literal {
    fn from(value: f64) -> Self {
        Self::Float(value)
    }
}

impl From<&'static str> for Literal {
    fn from(value: &'static str) -> Self {
        Self::String(value)
    }
}
