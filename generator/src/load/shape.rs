//! The shape of an OpenAPI document: which kind of object stands under which key of which other kind. It tells schemas and references
//! from data, so that nobody descends into `example`, `default`, `enum`, `const` or `x-…`, whatever those hold.

use crate::pointer::{self, Pointer};
use serde_json::Value;

/// Kinds of objects that hold schemas or references, directly or further down.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) enum Kind {
    Document,
    Components,
    PathItem,
    Operation,
    Parameter,
    RequestBody,
    Response,
    Header,
    MediaType,
    Encoding,
    Example,
    SecurityScheme,
    Schema,
}

/// What stands under a key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Child {
    /// Nothing that matters here.
    Data,
    /// An object of this kind.
    One(Kind),
    /// An object whose values are of this kind.
    Map(Kind),
    /// Likewise, but keys that begin with `x-` are extensions.
    ExtensibleMap(Kind),
    /// An array of this kind.
    List(Kind),
    /// One, or an array of them.
    OneOrList(Kind),
}

impl Kind {
    /// What stands under `key` of an object of this kind, in any version of OpenAPI.
    pub(super) fn child(self, key: &str) -> Child {
        use Child::{Data, ExtensibleMap, List, Map, One, OneOrList};
        match (self, key) {
            (Kind::Document, "paths" | "webhooks") => ExtensibleMap(Kind::PathItem),
            (Kind::Document, "components") => One(Kind::Components),
            // Swagger 2.0 has no `components`.
            (Kind::Document, "definitions") => Map(Kind::Schema),
            (Kind::Document, "securityDefinitions") => Map(Kind::SecurityScheme),
            (Kind::Document | Kind::Components, "parameters") => Map(Kind::Parameter),
            (Kind::Document | Kind::Components, "responses") => Map(Kind::Response),
            (Kind::Components, "schemas") => Map(Kind::Schema),
            (Kind::Components, "requestBodies") => Map(Kind::RequestBody),
            (Kind::Components, "headers") => Map(Kind::Header),
            (Kind::Components, "examples") => Map(Kind::Example),
            (Kind::Components, "securitySchemes") => Map(Kind::SecurityScheme),
            (Kind::Components, "pathItems") => Map(Kind::PathItem),
            (Kind::Components, "mediaTypes") => Map(Kind::MediaType),
            (Kind::PathItem, "additionalOperations") => Map(Kind::Operation),
            (Kind::PathItem | Kind::Operation, "parameters") => List(Kind::Parameter),
            (Kind::Operation, "requestBody") => One(Kind::RequestBody),
            (Kind::Operation, "responses") => ExtensibleMap(Kind::Response),
            // `items` of a parameter, and `schema` of a response, are Swagger 2.0.
            (Kind::Parameter | Kind::Header, "schema" | "items") | (Kind::Response, "schema") => One(Kind::Schema),
            (Kind::Parameter | Kind::Header | Kind::RequestBody | Kind::Response, "content") => Map(Kind::MediaType),
            (Kind::Parameter | Kind::Header | Kind::MediaType, "examples") => Map(Kind::Example),
            (Kind::Response | Kind::Encoding, "headers") => Map(Kind::Header),
            (Kind::MediaType, "schema" | "itemSchema") => One(Kind::Schema),
            (Kind::MediaType, "encoding") => Map(Kind::Encoding),
            (Kind::Schema, key) => match key {
                "properties" | "patternProperties" | "$defs" | "definitions" | "dependentSchemas" | "dependencies" => {
                    Map(Kind::Schema)
                }
                "items" => OneOrList(Kind::Schema),
                "prefixItems" | "allOf" | "anyOf" | "oneOf" => List(Kind::Schema),
                "additionalProperties"
                | "additionalItems"
                | "unevaluatedProperties"
                | "unevaluatedItems"
                | "not"
                | "if"
                | "then"
                | "else"
                | "contains"
                | "propertyNames"
                | "contentSchema" => One(Kind::Schema),
                _ => Data,
            },
            (Kind::PathItem, key) => match key.to_ascii_lowercase().as_str() {
                "get" | "put" | "post" | "delete" | "options" | "head" | "patch" | "trace" | "query" => One(Kind::Operation),
                _ => Data,
            },
            _ => Data,
        }
    }
}

/// Calls `visit` for every object of a kind at or below `value`, in document order, with its pointer's text. `visit` says whether to go
/// on below the node. The depth of recursion is that of the value, which the parsers limit to 128.
pub(super) fn walk<'v>(value: &'v Value, kind: Kind, at: &mut String, visit: &mut dyn FnMut(&str, Kind, &'v Value) -> bool) {
    if !visit(at, kind, value) {
        return;
    }
    let Value::Object(object) = value else { return };
    for (key, value) in object {
        let child = kind.child(key);
        if child == Child::Data {
            continue;
        }
        let end = at.len();
        pointer::push_key(at, key);
        match (child, value) {
            // A keyword that is no schema is a matter of the schema that has it.
            (Child::One(Kind::Schema), value) if kind == Kind::Schema && !value.is_object() && !value.is_boolean() => {}
            (Child::One(kind), value) => walk(value, kind, at, visit),
            (Child::OneOrList(kind), Value::Object(_) | Value::Bool(_)) => walk(value, kind, at, visit),
            (Child::Map(kind) | Child::ExtensibleMap(kind), Value::Object(map)) => {
                // Before 2019-09, `dependencies` held lists of names, too.
                let of_names = key == "dependencies";
                for (key, value) in map {
                    if (matches!(child, Child::ExtensibleMap(_)) && key.starts_with("x-")) || (of_names && value.is_array()) {
                        continue;
                    }
                    let end = at.len();
                    pointer::push_key(at, key);
                    walk(value, kind, at, visit);
                    at.truncate(end);
                }
            }
            (Child::List(kind) | Child::OneOrList(kind), Value::Array(list)) => {
                for (index, value) in list.iter().enumerate() {
                    let end = at.len();
                    pointer::push_index(at, index);
                    walk(value, kind, at, visit);
                    at.truncate(end);
                }
            }
            _ => {}
        }
        at.truncate(end);
    }
}

/// The kind of the object at `at`, by the keys that lead to it from an object of kind `from` at `base`; `None` where they lead into
/// data.
pub(super) fn kind_below(base: &Pointer, from: Kind, at: &Pointer) -> Option<Kind> {
    let mut state = Child::One(from);
    for token in Pointer::new(at.as_str().strip_prefix(base.as_str())?).tokens() {
        state = match state {
            Child::One(kind) => kind.child(&token),
            Child::OneOrList(kind) if !token.bytes().all(|byte| byte.is_ascii_digit()) => kind.child(&token),
            Child::ExtensibleMap(_) if token.starts_with("x-") => return None,
            Child::Map(kind) | Child::ExtensibleMap(kind) | Child::List(kind) | Child::OneOrList(kind) => Child::One(kind),
            Child::Data => return None,
        };
    }
    match state {
        Child::One(kind) | Child::OneOrList(kind) => Some(kind),
        _ => None,
    }
}
