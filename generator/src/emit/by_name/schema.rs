//! JSON Schema (draft 2020-12) of what operations take. It says what the client's types say, which is never less than the document
//! allows.

use crate::{
    emit::{
        Cx, Module, doc,
        imports::{ident, whole},
        literal::spell_value,
    },
    ir::{EnumValue, Field, Format, Integer, Presence, Rest, Tuple, Type, TypeId, TypeKind, Union},
};
use proc_macro2::TokenStream;
use quote::quote;
use serde_json::{Map, Value, json};

/// The schemas of those of these types that a request may hold, at the end of their file.
pub fn items(cx: &Cx<'_>, ids: &[TypeId]) -> Vec<TokenStream> {
    let held = ids.iter().filter(|id| cx.api.type_def(**id).usage.request && !is_alias(cx, **id));
    let item = |id: &TypeId| {
        let (name, schema) = (ident(&cx.names.types[id.0].ident), spell_value(&definition(cx, *id)));
        quote! {
            #[cfg(feature = "by-name")]
            impl #name {
                pub(crate) const SCHEMA: &'static str = #schema;
            }
        }
    };
    held.map(item).collect()
}

/// An alias has nothing of its own: no place for a schema, and no words that could change.
fn is_alias(cx: &Cx<'_>, id: TypeId) -> bool {
    matches!(cx.api.type_def(id).kind, TypeKind::Alias(_))
}

/// `schemas.rs`: every named type that a request may hold, sorted by name.
pub(super) fn emit(cx: &Cx<'_>) -> Module {
    let ids = (0..cx.api.types.len()).map(TypeId).filter(|id| cx.api.type_def(*id).usage.request);
    let mut schemas: Vec<(String, TokenStream)> = ids.map(|id| (name(cx, id), spell_entry(cx, id))).collect();
    schemas.push((FILE.to_owned(), whole(&["crate", "runtime", "by_name", "FILE_SCHEMA"])));
    schemas.sort_by(|(one, _), (other, _)| one.cmp(other));
    let entries = schemas.iter().map(|(name, schema)| quote!((#name, #schema)));
    let table = quote! {
        /// The JSON Schema of every type that a request may hold, by name; they refer to each other as `#/$defs/…`.
        pub static SCHEMAS: &[(&str, &str)] = &[#(#entries),*];
    };
    Module { doc: vec!["Schemas of arguments.".to_owned()], attributes: Vec::new(), items: vec![table] }
}

/// `crate::types::Pet::SCHEMA`
fn spell_entry(cx: &Cx<'_>, id: TypeId) -> TokenStream {
    if is_alias(cx, id) {
        return spell_value(&definition(cx, id));
    }
    let name = &cx.names.types[id.0];
    let path = ["crate"].into_iter().chain(name.public.iter().map(String::as_str));
    whole(&path.chain([name.ident.as_str(), "SCHEMA"]).collect::<Vec<_>>())
}

/// `Pet`, or `pets.list.ListPetsFilter` for a type that belongs to an operation.
fn name(cx: &Cx<'_>, id: TypeId) -> String {
    let name = &cx.names.types[id.0];
    let parts = name.public.iter().filter(|part| *part != "types").chain([&name.ident]);
    parts.map(|part| part.strip_prefix("r#").unwrap_or(part)).collect::<Vec<_>>().join(".")
}

/// The schema of a use of a type.
pub(super) fn of(cx: &Cx<'_>, ty: &Type) -> Value {
    match ty {
        Type::Any | Type::Custom(_) => json!({}),
        Type::Null => json!({ "type": "null" }),
        Type::Bool => json!({ "type": "boolean" }),
        Type::Integer(width) => integer(*width),
        Type::F64 => json!({ "type": "number" }),
        Type::F32 => json!({ "type": "number", "format": "float" }),
        Type::String => json!({ "type": "string" }),
        Type::Text(Format::Base64) => json!({ "type": "string", "contentEncoding": "base64" }),
        Type::Text(format) => json!({ "type": "string", "format": format_name(*format) }),
        Type::List(item) => json!({ "type": "array", "items": of(cx, item) }),
        Type::Map(value) => json!({ "type": "object", "additionalProperties": of(cx, value) }),
        Type::Nullable(inner) => nullable(of(cx, inner)),
        Type::Boxed(inner) => of(cx, inner),
        Type::Named(id) => json!({ "$ref": format!("#/$defs/{}", name(cx, *id)) }),
        Type::Bytes => file(),
    }
}

/// What a file, or another body of bytes, may be. The runtime has the schema.
pub(super) fn file() -> Value {
    json!({ "$ref": format!("#/$defs/{FILE}") })
}

/// No type has this name: no group is called `runtime`.
const FILE: &str = "runtime.File";

fn nullable(schema: Value) -> Value {
    json!({ "anyOf": [schema, { "type": "null" }] })
}

fn definition(cx: &Cx<'_>, id: TypeId) -> Value {
    match &cx.api.type_def(id).kind {
        TypeKind::Struct(of) => {
            let rest = match &of.rest {
                Rest::Drop | Rest::Keep => None,
                Rest::Typed(rest) => Some(self::of(cx, rest)),
            };
            let is_required = |field: &Field| matches!(field.presence, Presence::Required | Presence::RequiredNullable);
            object(of.fields.iter().map(|field| (field.wire.as_str(), is_required(field), self::field(cx, field))), rest)
        }
        // An enum keeps a value that it does not know, so that these are the known ones.
        TypeKind::StringEnum(values) => known("string", values),
        TypeKind::IntegerEnum(values) => known("integer", values),
        TypeKind::LiteralEnum(values) => json!({ "examples": values.iter().map(|value| &value.value).collect::<Vec<_>>() }),
        TypeKind::Union(union) => variants(cx, union),
        TypeKind::Tuple(of) => tuple(cx, of),
        TypeKind::Alias(target) | TypeKind::Newtype(target) => of(cx, target),
    }
}

fn known<T: serde::Serialize>(ty: &str, values: &[EnumValue<T>]) -> Value {
    let values: Vec<&T> = values.iter().map(|value| &value.value).collect();
    json!({ "type": ty, "enum": values })
}

fn variants(cx: &Cx<'_>, union: &Union) -> Value {
    let variants: Vec<Value> = union.variants.iter().map(|variant| of(cx, &variant.ty)).collect();
    json!({ "anyOf": variants })
}

fn tuple(cx: &Cx<'_>, tuple: &Tuple) -> Value {
    let elements: Vec<Value> = tuple.elements.iter().map(|element| of(cx, element)).collect();
    let rest = tuple.rest.as_ref().map_or(Value::Bool(false), |rest| of(cx, rest));
    json!({ "type": "array", "prefixItems": elements, "minItems": tuple.required, "items": rest })
}

fn field(cx: &Cx<'_>, field: &Field) -> Value {
    let schema = of(cx, &field.ty);
    let mut schema = match field.presence {
        Presence::Required | Presence::Optional => schema,
        Presence::RequiredNullable | Presence::OptionalNullable => nullable(schema),
    };
    let lines = doc::lines(&field.doc).join("\n");
    if let (Value::Object(schema), false) = (&mut schema, lines.is_empty()) {
        schema.insert("description".to_owned(), lines.into());
    }
    schema
}

/// An object of properties, each with its name and whether it must be there.
pub(super) fn object<'f>(members: impl Iterator<Item = (&'f str, bool, Value)>, rest: Option<Value>) -> Value {
    let (mut properties, mut required) = (Map::new(), Vec::new());
    for (name, is_required, schema) in members {
        if is_required {
            required.push(name);
        }
        properties.insert(name.to_owned(), schema);
    }
    let mut object = Map::from_iter([("type".to_owned(), "object".into()), ("properties".to_owned(), properties.into())]);
    if !required.is_empty() {
        object.insert("required".to_owned(), required.into());
    }
    object.extend(rest.map(|rest| ("additionalProperties".to_owned(), rest)));
    object.into()
}

fn integer(width: Integer) -> Value {
    let (least, most) = match width {
        Integer::I8 => (i64::from(i8::MIN), i64::from(i8::MAX)),
        Integer::I16 => (i64::from(i16::MIN), i64::from(i16::MAX)),
        Integer::I32 => (i64::from(i32::MIN), i64::from(i32::MAX)),
        Integer::U8 => (0, i64::from(u8::MAX)),
        Integer::U16 => (0, i64::from(u16::MAX)),
        Integer::U32 => (0, i64::from(u32::MAX)),
        Integer::U64 => return json!({ "type": "integer", "minimum": 0 }),
        Integer::I64 => return json!({ "type": "integer" }),
    };
    json!({ "type": "integer", "minimum": least, "maximum": most })
}

fn format_name(format: Format) -> &'static str {
    match format {
        Format::DateTime => "date-time",
        Format::Date => "date",
        Format::Time => "time",
        Format::Duration => "duration",
        Format::Uuid => "uuid",
        Format::Base64 => "byte",
    }
}
