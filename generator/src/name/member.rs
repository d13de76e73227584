//! Names of fields and variants, each within its type.

use super::{
    Names,
    collision::{LAST, exact, resolve},
    ident::{Role, given, hash, hashed, ident},
    place, renamed,
    types::detail,
    words::{Detail, snake, words},
};
use crate::{
    config::Config,
    ir::{Api, EnumValue, Field, Format, Owner, Struct, Type, TypeDef, TypeKind, Union},
    pointer::Pointer,
};
use std::collections::BTreeSet;

/// The members of a type, and the name of the field that holds all others. Types are named already.
pub(super) fn assign(api: &Api, config: &Config, names: &Names, def: &TypeDef) -> (Vec<String>, String) {
    let value_origin = |index: usize| def.origin.key("enum").index(index);
    let members = match &def.kind {
        TypeKind::Struct(of) => return fields(config, of),
        TypeKind::StringEnum(values) => {
            let texts = values.iter().map(|value| (value.name.as_deref(), value.value.clone())).collect();
            enum_variants(config, texts, value_origin)
        }
        TypeKind::IntegerEnum(values) => {
            let texts = values.iter().map(|value| (value.name.as_deref(), value.value.to_string())).collect();
            integer_variants(config, texts, value_origin)
        }
        TypeKind::LiteralEnum(values) => enum_variants(config, values.iter().map(literal).collect(), value_origin),
        TypeKind::Union(union) => union_variants(api, config, names, union),
        TypeKind::Tuple(_) | TypeKind::Alias(_) | TypeKind::Newtype(_) => Vec::new(),
    };
    (members, String::new())
}

fn fields(config: &Config, of: &Struct) -> (Vec<String>, String) {
    let overrides: Vec<Option<&str>> = of.fields.iter().map(|field: &Field| renamed(config, &field.origin)).collect();
    let spell = |index: usize, level: usize| {
        let wire = &of.fields[index].wire;
        match overrides[index] {
            Some(name) if level == 0 => given(name, Role::Field),
            _ => text(wire, Role::Field, level),
        }
    };
    let owns = |index: usize, name: &str| overrides[index].is_some() || of.fields[index].wire == exact(name);
    let fields = resolve(of.fields.len(), &BTreeSet::new(), exact, spell, owns);
    let mut rest = "extra_fields".to_owned();
    if fields.contains(&rest) {
        rest = "additional_fields".to_owned();
    }
    while fields.contains(&rest) {
        rest.push('_');
    }
    (fields, rest)
}

/// A text at a level of [`resolve`].
pub(super) fn text(text: &str, role: Role, level: usize) -> String {
    if level < LAST { ident(text, role, detail(level)) } else { hashed(text, role) }
}

fn enum_variants(config: &Config, values: Vec<(Option<&str>, String)>, origin: impl Fn(usize) -> Pointer) -> Vec<String> {
    let spell = |index: usize, level: usize| {
        let (name, value) = &values[index];
        match (renamed(config, &origin(index)), name, level) {
            (Some(name), _, 0) => given(name, Role::Variant),
            (_, Some(name), 0) => text(name, Role::Variant, 0),
            (_, Some(name), level) if level < LAST => text(&format!("{name} {value}"), Role::Variant, level),
            (_, _, level) => text(value, Role::Variant, level),
        }
    };
    let owns = |index: usize, name: &str| {
        renamed(config, &origin(index)).is_some() || values[index].0.unwrap_or(&values[index].1) == name
    };
    resolve(values.len(), &unknown(), exact, spell, owns)
}

/// Numbers read better with `N` than with `V`.
fn integer_variants(config: &Config, values: Vec<(Option<&str>, String)>, origin: impl Fn(usize) -> Pointer) -> Vec<String> {
    let values = values.into_iter().map(|(name, value)| {
        let number = if value.starts_with('-') { value } else { format!("N{value}") };
        (name, number)
    });
    enum_variants(config, values.collect(), origin)
}

fn literal(value: &EnumValue<serde_json::Value>) -> (Option<&str>, String) {
    let text = match &value.value {
        serde_json::Value::Null => "Null".to_owned(),
        serde_json::Value::Bool(value) => value.to_string(),
        serde_json::Value::Number(number) => match number.to_string() {
            text if text.starts_with('-') => text,
            text => format!("N{text}"),
        },
        serde_json::Value::String(text) => text.clone(),
        serde_json::Value::Array(_) => format!("List{}", value.value),
        serde_json::Value::Object(_) => format!("Object{}", value.value),
    };
    (value.name.as_deref(), text)
}

fn union_variants(api: &Api, config: &Config, names: &Names, union: &Union) -> Vec<String> {
    let spell = |index: usize, level: usize| {
        let variant = &union.variants[index];
        if let (Some(name), 0) = (renamed(config, &variant.origin), level) {
            return given(name, Role::Variant);
        }
        let tag = variant.tags.first().cloned().unwrap_or_default();
        match level {
            0 => ident(&variant_text(api, names, variant.name.as_deref(), &variant.ty), Role::Variant, Detail::Plain),
            1 => {
                let described = format!("{} {}", type_text(names, &variant.ty), variant.name.as_deref().unwrap_or(&tag));
                ident(&described, Role::Variant, Detail::Plain)
            }
            2 => {
                let described = format!("{} {}", type_text(names, &variant.ty), tag);
                ident(&described, Role::Variant, Detail::Case)
            }
            _ => {
                let text = variant_text(api, names, variant.name.as_deref(), &variant.ty);
                ident(&format!("{text} x{}", hash(&variant.origin.to_string())), Role::Variant, Detail::Plain)
            }
        }
    };
    // The methods `is_…` and `as_…` are made of the variants' names, and must differ, too.
    let key = |name: &str| snake(&words(name, Detail::Plain, super::words::Case::Lower));
    let owns = |index: usize, _: &str| renamed(config, &union.variants[index].origin).is_some();
    resolve(union.variants.len(), &BTreeSet::from(["unknown".to_owned()]), key, spell, owns)
}

fn unknown() -> BTreeSet<String> {
    BTreeSet::from(["Unknown".to_owned()])
}

/// What a variant is called: its type's own name, else the name beside it, else what kind of type it is.
fn variant_text(api: &Api, names: &Names, name: Option<&str>, ty: &Type) -> String {
    match (peeled(ty), name) {
        (Type::Named(id), _) if is_component(api, *id) => names.types[id.0].ident.clone(),
        (_, Some(name)) => name.to_owned(),
        (Type::Named(id), None) => api.types[id.0].place.steps.last().map(place::plain).unwrap_or_default(),
        (ty, None) => kind(ty).to_owned(),
    }
}

/// A type in words, with what is in it.
fn type_text(names: &Names, ty: &Type) -> String {
    match ty {
        Type::Named(id) => names.types[id.0].ident.clone(),
        Type::List(item) => format!("{} List", type_text(names, item)),
        Type::Map(value) => format!("{} Map", type_text(names, value)),
        Type::Nullable(inner) => format!("Nullable {}", type_text(names, inner)),
        Type::Boxed(inner) => type_text(names, inner),
        Type::Integer(width) => format!("{width:?}"),
        Type::F64 => "F64".to_owned(),
        Type::F32 => "F32".to_owned(),
        Type::Custom(path) => path.clone(),
        Type::Any | Type::Null | Type::Bool | Type::String | Type::Text(_) | Type::Bytes => kind(ty).to_owned(),
    }
}

fn is_component(api: &Api, id: crate::ir::TypeId) -> bool {
    let place = &api.types[id.0].place;
    matches!(place.owner, Owner::Component(_)) && place.steps.iter().all(|step| *step == crate::ir::Step::Request)
}

fn peeled(ty: &Type) -> &Type {
    match ty {
        Type::Nullable(inner) | Type::Boxed(inner) => peeled(inner),
        ty => ty,
    }
}

fn kind(ty: &Type) -> &str {
    match ty {
        Type::Any => "Any",
        Type::Null => "Null",
        Type::Bool => "Boolean",
        Type::Integer(_) => "Integer",
        Type::F64 | Type::F32 => "Number",
        Type::String => "Text",
        Type::Text(Format::DateTime) => "DateTime",
        Type::Text(Format::Date) => "Date",
        Type::Text(Format::Time) => "Time",
        Type::Text(Format::Duration) => "Duration",
        Type::Text(Format::Uuid) => "Uuid",
        Type::Text(Format::Base64) => "Base64",
        Type::List(_) => "List",
        Type::Map(_) => "Map",
        Type::Nullable(inner) | Type::Boxed(inner) => kind(inner),
        Type::Named(_) => "Object",
        Type::Custom(path) => path.rsplit("::").next().unwrap_or(path),
        Type::Bytes => "Bytes",
    }
}
