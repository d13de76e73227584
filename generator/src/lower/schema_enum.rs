//! Enums and constants: values of a closed list. All stay open, since the document may be older than the server.

use super::{
    Lowering,
    composition::{Listed, same},
    doc,
    schema::{Head, Site},
};
use crate::{
    diagnostic::Code,
    ir::{Doc, EnumValue, Type, TypeKind},
    load::{Schema, TypeSet},
    pointer::Pointer,
};
use serde_json::Value;

impl<'d> Lowering<'d> {
    /// The enum of these values, which the schema at `at` lists. `None` where the schema is better taken by its other keywords.
    pub(super) fn enum_head(&mut self, site: &Site<'_, 'd>, values: Vec<&'d Value>, at: &Pointer) -> Option<Head> {
        let types = site.all.types();
        let only_null = values.iter().all(|value| value.is_null());
        let mut values: Vec<&Value> = values.into_iter().filter(|value| !value.is_null()).collect();
        if values.is_empty() {
            let other = types.is_some_and(|types| types != TypeSet { null: true, ..TypeSet::default() });
            // `nullable: true, enum: [null]` beside a type is how OAS 3.0 spells `null`.
            return (only_null && (!other || types.is_some_and(|types| types.null))).then_some(Head::Type(Type::Null));
        }
        if let Some(types) = types {
            let fitting: Vec<&Value> = values.iter().copied().filter(|value| allows(types, value)).collect();
            if fitting.is_empty() {
                let message = "no value of `enum` has the type that the schema names";
                self.warn(Code::ConflictingSchemas, at, message, "the values are ignored");
                return None;
            }
            values = fitting;
        }
        // A list of whole objects or arrays is better taken by its fields or items.
        let objects =
            values.iter().all(|value| value.is_object()) && site.all.members.iter().any(|m| !m.schema.properties.is_empty());
        let arrays = values.iter().all(|value| value.is_array()) && site.all.speaks_of_arrays();
        if objects || arrays {
            return None;
        }
        if values.iter().all(|value| value.is_boolean()) {
            return Some(Head::Type(Type::Bool));
        }
        let schema = self.schema(at);
        Some(Head::Kind(kind_of(described(&schema, &values))))
    }
}

/// The narrowest kind of enum that holds all values.
pub(super) fn kind_of(values: Vec<EnumValue<Value>>) -> TypeKind {
    if values.iter().all(|value| value.value.is_string()) {
        let text = |value: Value| if let Value::String(text) = value { text } else { String::new() };
        return TypeKind::StringEnum(values.into_iter().map(|value| convert(value, text)).collect());
    }
    if values.iter().all(|value| integer(&value.value).is_some()) {
        return TypeKind::IntegerEnum(values.into_iter().map(|v| convert(v, |v| integer(&v).unwrap_or_default())).collect());
    }
    TypeKind::LiteralEnum(values)
}

fn convert<T>(value: EnumValue<Value>, by: impl FnOnce(Value) -> T) -> EnumValue<T> {
    EnumValue { value: by(value.value), name: value.name, doc: value.doc }
}

/// An integer of 64 bits; JSON Schema counts `1.0` among them.
fn integer(value: &Value) -> Option<i64> {
    value.as_i64().or_else(|| {
        let value = value.as_f64()?;
        (value.fract() == 0.0 && value.abs() <= 9_007_199_254_740_992.0).then_some(value as i64)
    })
}

fn allows(types: TypeSet, value: &Value) -> bool {
    match value {
        Value::Null => types.null,
        Value::Bool(_) => types.boolean,
        Value::Number(number) => {
            types.number
                || types.integer && (number.is_i64() || number.is_u64() || number.as_f64().is_some_and(|n| n.fract() == 0.0))
        }
        Value::String(_) => types.string,
        Value::Array(_) => types.array,
        Value::Object(_) => types.object,
    }
}

/// Values with the names and descriptions that extensions of the schema give them.
pub(super) fn described(schema: &Schema<'_>, values: &[&Value]) -> Vec<EnumValue<Value>> {
    let listed = Listed::new(schema.enumeration.into_iter().flatten().chain(schema.constant));
    let constant = schema.constant.is_some() && schema.enumeration.is_none();
    values
        .iter()
        .map(|value| {
            let index = listed.position(value);
            let name = text_of(schema, &["x-enum-varnames", "x-enumNames", "x-enum-names"], index, value);
            let text = text_of(schema, &["x-enum-descriptions", "x-enumDescriptions", "x-enum-description"], index, value);
            let (ms_name, ms_text) = ms_enum(schema, value);
            let mut documentation = Doc { description: text.or(ms_text), ..Doc::default() };
            let mut title = None;
            if constant {
                documentation = doc::own_words(schema);
                // A string names itself; a number does not.
                title = documentation.summary.clone().filter(|_| !value.is_string());
            }
            EnumValue { value: (*value).clone(), name: name.or(ms_name).or(title), doc: documentation }
        })
        .collect()
}

/// What an extension says of the value at an index: a list parallel to the values, or an object by value.
fn text_of(schema: &Schema<'_>, keys: &[&str], index: Option<usize>, value: &Value) -> Option<String> {
    let (_, said) = schema.extensions.iter().find(|(key, _)| keys.contains(key))?;
    let text = match said {
        Value::Array(list) => list.get(index?)?.as_str()?,
        Value::Object(map) => map.get(&literal(value))?.as_str()?,
        _ => return None,
    };
    let text = text.trim();
    (!text.is_empty()).then(|| text.to_owned())
}

/// `x-ms-enum`: a list of objects with `value`, `name` and `description`.
fn ms_enum(schema: &Schema<'_>, value: &Value) -> (Option<String>, Option<String>) {
    let said = schema.extensions.iter().find(|(key, _)| *key == "x-ms-enum").and_then(|(_, said)| said.get("values")?.as_array());
    let entry = said.into_iter().flatten().find(|entry| entry.get("value").is_some_and(|known| same(known, value)));
    let text = |key: &str| Some(entry?.get(key)?.as_str()?.trim().to_owned()).filter(|text| !text.is_empty());
    (text("name"), text("description"))
}

/// A value as an object's key spells it.
fn literal(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}
