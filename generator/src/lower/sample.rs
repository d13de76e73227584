//! Values for an example where the document shows none: for an argument the smallest one that its type takes, for an answer one that is
//! made of what the document shows of its parts.

use super::Lowering;
use crate::{
    ir::{Format, Presence, Type, TypeDef, TypeKind},
    load::Schema,
    pointer::Pointer,
};
use serde_json::{Map, Value, json};

/// Deeper types end in `null`.
const DEPTH: usize = 12;

/// The smallest value of a type; text is `name`.
pub(super) fn sample(types: &[TypeDef], ty: &Type, name: &str) -> Value {
    sample_within(types, ty, name, 0)
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

/// A value of the schema at a pointer, made of the examples, defaults and first values of its parts; text without any is `name`.
pub(super) fn compose(cx: &Lowering<'_>, at: &Pointer, name: &str) -> Value {
    compose_within(cx, at, name, 0)
}

fn compose_within(cx: &Lowering<'_>, at: &Pointer, name: &str, depth: usize) -> Value {
    let schema = cx.document.schema(at);
    let said = schema.example.or(schema.constant).or(schema.default).or(schema.enumeration.and_then(|values| values.first()));
    if let Some(said) = said {
        return said.clone();
    }
    if depth > DEPTH {
        return Value::Null;
    }
    let target = schema.reference.as_ref().or(schema.one_of.first()).or(schema.any_of.first());
    match target {
        Some(target) if schema.properties.is_empty() => compose_within(cx, target, name, depth + 1),
        _ if !schema.properties.is_empty() || !schema.all_of.is_empty() => compose_object(cx, &schema, name, depth),
        _ => compose_plain(cx, &schema, name, depth),
    }
}

fn compose_object(cx: &Lowering<'_>, schema: &Schema<'_>, name: &str, depth: usize) -> Value {
    let mut object = Map::new();
    for member in &schema.all_of {
        match compose_within(cx, member, name, depth + 1) {
            Value::Object(member) => object.extend(member),
            // A scalar under `allOf` is the scalar.
            other if schema.properties.is_empty() && schema.all_of.len() == 1 => return other,
            _ => {}
        }
    }
    for (wire, at) in &schema.properties {
        // What holds itself ends somewhere.
        if depth < DEPTH / 2 || schema.required.contains(wire) {
            object.insert((*wire).to_owned(), compose_within(cx, at, wire, depth + 1));
        }
    }
    Value::Object(object)
}

fn compose_plain(cx: &Lowering<'_>, schema: &Schema<'_>, name: &str, depth: usize) -> Value {
    let types = schema.types.unwrap_or_default();
    match &schema.items {
        Some(items) if depth < DEPTH / 2 => Value::Array(vec![compose_within(cx, items, name, depth + 1)]),
        Some(_) => json!([]),
        None if types.array => json!([]),
        None if types.object => json!({}),
        None if types.boolean => json!(true),
        None if types.integer || types.number => json!(1),
        None if types.string => Value::from(match schema.format {
            Some("date-time") => "2000-01-01T00:00:00Z",
            Some("date") => "2000-01-01",
            Some("uuid") => "00000000-0000-0000-0000-000000000000",
            Some("uri" | "url") => "https://example.com/",
            Some("email") => "someone@example.com",
            _ => name,
        }),
        None => Value::Null,
    }
}
