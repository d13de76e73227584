//! The intermediate representation as text, a line a type, for tests.

use crate::ir::{Api, EnumValue, Field, Owner, Place, Presence, Rest, Step, Tag, Type, TypeKind};
use std::fmt::Display;

/// Every type of a client.
pub(crate) fn dump(api: &Api) -> String {
    let mut lines = Vec::new();
    for def in &api.types {
        let name = place(&def.place);
        let body = match &def.kind {
            TypeKind::Struct(structure) => {
                let rest = match &structure.rest {
                    Rest::Drop => "..drop".to_owned(),
                    Rest::Keep => "..keep".to_owned(),
                    Rest::Typed(inner) => format!("..{}", ty(api, inner)),
                };
                let fields = structure.fields.iter().map(|inner| field(api, inner)).chain([rest]);
                format!("struct {name} {{ {} }}", fields.collect::<Vec<_>>().join(", "))
            }
            TypeKind::StringEnum(list) => format!("strings {name} = {}", values(list, |value| format!("{value:?}"))),
            TypeKind::IntegerEnum(list) => format!("integers {name} = {}", values(list, i64::to_string)),
            TypeKind::LiteralEnum(list) => format!("literals {name} = {}", values(list, |value| value.to_string())),
            TypeKind::Union(union) => {
                let tag = match &union.tag {
                    Tag::Property(property) => format!("({property})"),
                    Tag::Untagged => String::new(),
                };
                let variants = union.variants.iter().map(|variant| {
                    let name = variant.name.as_ref().map_or(String::new(), |name| format!("{name} "));
                    let tags = if variant.tags.is_empty() { String::new() } else { format!("{}: ", variant.tags.join(",")) };
                    format!("{tags}{name}{}", ty(api, &variant.ty))
                });
                format!("union{tag} {name} = {}", variants.collect::<Vec<_>>().join(" | "))
            }
            TypeKind::Tuple(tuple) => {
                let elements = tuple.elements.iter().enumerate();
                let elements = elements.map(|(i, e)| format!("{}{}", ty(api, e), if i < tuple.required { "" } else { "=" }));
                let rest = tuple.rest.iter().map(|rest| format!("..{}", ty(api, rest)));
                format!("tuple {name} ({})", elements.chain(rest).collect::<Vec<_>>().join(", "))
            }
            TypeKind::Alias(inner) => format!("alias {name} = {}", ty(api, inner)),
            TypeKind::Newtype(inner) => format!("newtype {name} = {}", ty(api, inner)),
        };
        lines.push(body);
    }
    lines.join("\n")
}

fn field(api: &Api, field: &Field) -> String {
    let (key, value) = match field.presence {
        Presence::Required => ("", ""),
        Presence::RequiredNullable => ("", "?"),
        Presence::Optional => ("?", ""),
        Presence::OptionalNullable => ("?", "?"),
    };
    format!("{}{key}: {}{value}", field.wire, ty(api, &field.ty))
}

fn values<T>(list: &[EnumValue<T>], text: impl Fn(&T) -> String) -> String {
    let values = list.iter().map(|value| {
        let name = value.name.as_ref().map_or(String::new(), |name| format!(" {name}"));
        let doc = value.doc.description.as_ref().or(value.doc.summary.as_ref());
        format!("{}{name}{}", text(&value.value), doc.map_or(String::new(), |doc| format!(" ({doc})")))
    });
    values.collect::<Vec<_>>().join(" | ")
}

/// A type as text.
pub(crate) fn ty(api: &Api, inner: &Type) -> String {
    match inner {
        Type::Any => "any".to_owned(),
        Type::Null => "null".to_owned(),
        Type::Bool => "bool".to_owned(),
        Type::Integer(width) => format!("{width:?}").to_lowercase(),
        Type::F64 => "f64".to_owned(),
        Type::F32 => "f32".to_owned(),
        Type::String => "string".to_owned(),
        Type::Text(format) => format!("{format:?}").to_lowercase(),
        Type::List(inner) => format!("[{}]", ty(api, inner)),
        Type::Map(inner) => format!("{{{}}}", ty(api, inner)),
        Type::Nullable(inner) => format!("{}?", ty(api, inner)),
        Type::Boxed(inner) => format!("box {}", ty(api, inner)),
        Type::Named(id) => place(&api.types[id.0].place),
        Type::Custom(path) => path.clone(),
        Type::Bytes => "bytes".to_owned(),
    }
}

/// A place as text.
pub(crate) fn place(place: &Place) -> String {
    let owner = match &place.owner {
        Owner::Component(name) => name.clone(),
        Owner::Operation(index) => format!("op{index}"),
    };
    place.steps.iter().fold(owner, |text, step| format!("{text}.{}", word(step)))
}

fn word(step: &Step) -> String {
    fn or(text: &Option<impl Display>, other: &str) -> String {
        text.as_ref().map_or_else(|| other.to_owned(), |text| text.to_string())
    }
    match step {
        Step::Property(name) | Step::Parameter(name) | Step::Header(name) => name.clone(),
        Step::Item => "[]".to_owned(),
        Step::Element(index) => format!("({index})"),
        Step::Value => "{}".to_owned(),
        Step::Variant(index, name) => or(name, &index.to_string()),
        Step::Body(media) => or(media, "body"),
        Step::Response(status) => or(&status.map(|status| format!("{status:?}")), "response"),
        Step::Request => "request".to_owned(),
        Step::Other(key) => format!("${key}"),
    }
}
