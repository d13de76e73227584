//! Values for the arguments of an example where the document shows none: the smallest ones that their types take.

use super::{Lowering, body::resolved};
use crate::{
    ir::{Format, Presence, Type, TypeDef, TypeKind},
    pointer::Pointer,
};
use serde_json::{Map, Value, json};

/// Deeper types end in `null`.
const DEPTH: usize = 12;

/// The smallest value of a type; text is `name`.
pub(super) fn sample(types: &[TypeDef], ty: &Type, name: &str) -> Value {
    sample_within(types, ty, name, 0)
}

/// A sample within the bounds and of the format of its schema, which its type does not know.
pub(super) fn fitted(cx: &Lowering<'_>, at: &Pointer, value: Value) -> Value {
    fitted_within(cx, at, value, 0)
}

fn fitted_within(cx: &Lowering<'_>, at: &Pointer, value: Value, depth: usize) -> Value {
    let schema = resolved(cx, at);
    let bound =
        |keyword: &str| schema.constraints.iter().find(|(known, _)| *known == keyword).and_then(|(_, value)| value.as_f64());
    match value {
        _ if depth > DEPTH => value,
        Value::String(text) => Value::from(match schema.format {
            Some("email") => "someone@example.com".to_owned(),
            Some("uri" | "url") => "https://example.com/".to_owned(),
            Some("ipv4") => "192.0.2.1".to_owned(),
            Some("ipv6") => "2001:db8::1".to_owned(),
            Some(_) => text,
            None => {
                // No name is as long as a thousand characters, and few bounds are.
                let (least, most) = (bound("minLength").unwrap_or(0.0), bound("maxLength").unwrap_or(f64::MAX));
                let filled = text.chars().chain(std::iter::repeat('x'));
                filled.take(text.chars().count().max(least.min(1000.0) as usize).min(most as usize)).collect()
            }
        }),
        Value::Number(number) => {
            let given = number.as_f64().unwrap_or_default();
            let least = bound("minimum").or(bound("exclusiveMinimum").map(|least| least + 1.0)).unwrap_or(f64::MIN);
            let most = bound("maximum").or(bound("exclusiveMaximum").map(|most| most - 1.0)).unwrap_or(f64::MAX);
            let fits = given.max(least).min(most);
            match fits.fract() == 0.0 && fits.abs() < 9e15 {
                _ if fits == given => Value::Number(number),
                true => json!(fits as i64),
                false => json!(fits),
            }
        }
        Value::Object(object) => {
            let fields = object.into_iter().map(|(name, value)| {
                let own = schema.properties.iter().find(|(known, _)| *known == name);
                let value = match own {
                    Some((_, at)) => fitted_within(cx, at, value, depth + 1),
                    None => value,
                };
                (name, value)
            });
            Value::Object(fields.collect())
        }
        other => other,
    }
}

fn sample_within(types: &[TypeDef], ty: &Type, name: &str, depth: usize) -> Value {
    if depth > DEPTH {
        return Value::Null;
    }
    match ty {
        Type::Any | Type::Null | Type::Nullable(_) => Value::Null,
        Type::Bool => Value::Bool(true),
        Type::Integer(_) | Type::F64 | Type::F32 => json!(1),
        Type::String | Type::Custom(_) | Type::Bytes => Value::from(name),
        Type::Text(format) => Value::from(match format {
            Format::DateTime => "2000-01-01T00:00:00Z",
            Format::Date => "2000-01-01",
            Format::Time => "00:00:00Z",
            Format::Duration => "PT1S",
            Format::Uuid => "00000000-0000-0000-0000-000000000000",
            Format::Base64 => "AA==",
        }),
        Type::List(_) => json!([]),
        Type::Map(_) => json!({}),
        Type::Boxed(inner) => sample_within(types, inner, name, depth + 1),
        Type::Named(id) => types.get(id.0).map_or(Value::Null, |def| sample_of(types, def, name, depth + 1)),
    }
}

fn sample_of(types: &[TypeDef], def: &TypeDef, name: &str, depth: usize) -> Value {
    match &def.kind {
        TypeKind::Struct(of) => {
            let mut object = Map::new();
            for field in &of.fields {
                let value = match field.presence {
                    Presence::Required => sample_within(types, &field.ty, &field.wire, depth),
                    Presence::RequiredNullable => Value::Null,
                    Presence::Optional | Presence::OptionalNullable => continue,
                };
                object.insert(field.wire.clone(), value);
            }
            Value::Object(object)
        }
        TypeKind::StringEnum(values) => values.first().map_or(Value::from(name), |first| Value::from(first.value.as_str())),
        TypeKind::IntegerEnum(values) => values.first().map_or(json!(1), |first| json!(first.value)),
        TypeKind::LiteralEnum(values) => values.first().map_or(Value::Null, |first| first.value.clone()),
        TypeKind::Union(union) => {
            union.variants.first().map_or(Value::Null, |variant| sample_within(types, &variant.ty, name, depth))
        }
        TypeKind::Tuple(tuple) => {
            let elements = tuple.elements.iter().take(tuple.required);
            Value::Array(elements.map(|element| sample_within(types, element, name, depth)).collect())
        }
        TypeKind::Alias(inner) | TypeKind::Newtype(inner) => sample_within(types, inner, name, depth),
    }
}
