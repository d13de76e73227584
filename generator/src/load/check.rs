//! The shapes of schema keywords: a keyword whose value has the wrong JSON type is reported here, once, and ignored by
//! [`Schema`](super::Schema), which therefore reads a node as often as it likes without a word.

use super::{
    excerpt,
    schema::{self, TypeName},
    version::Version,
};
use crate::{
    diagnostic::{Code, Diagnostic},
    pointer::Pointer,
};
use serde_json::{Map, Value};

/// What a keyword takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Expect {
    Text,
    Flag,
    Number,
    Length,
    List,
    Object,
    Names,
    Schema,
    Schemas,
    /// `exclusiveMinimum`: a flag up to OpenAPI 3.0, a number since.
    FlagOrNumber,
    SchemaOrSchemas,
    TextOrObject,
    Anything,
}

/// What `keyword` takes; anything, where it is not one that is read.
fn expectation(keyword: &str) -> Expect {
    match keyword {
        "title" | "description" | "format" | "pattern" | "contentEncoding" | "contentMediaType" | "$ref" | "$dynamicRef" => {
            Expect::Text
        }
        "nullable" | "readOnly" | "writeOnly" | "deprecated" | "uniqueItems" => Expect::Flag,
        "minimum" | "maximum" | "multipleOf" => Expect::Number,
        "exclusiveMinimum" | "exclusiveMaximum" => Expect::FlagOrNumber,
        "minLength" | "maxLength" | "minItems" | "maxItems" | "minProperties" | "maxProperties" | "minContains"
        | "maxContains" => Expect::Length,
        "enum" => Expect::List,
        "required" => Expect::Names,
        "properties" | "patternProperties" | "$defs" | "definitions" | "dependentSchemas" => Expect::Object,
        "allOf" | "anyOf" | "oneOf" | "prefixItems" => Expect::Schemas,
        "items" => Expect::SchemaOrSchemas,
        "additionalProperties"
        | "additionalItems"
        | "unevaluatedProperties"
        | "unevaluatedItems"
        | "not"
        | "if"
        | "then"
        | "else"
        | "contains"
        | "propertyNames" => Expect::Schema,
        "discriminator" => Expect::TextOrObject,
        _ => Expect::Anything,
    }
}

/// Reports what is wrong with the schema at `at`, apart from the schemas inside it.
pub(super) fn schema(at: &str, value: &Value, version: Version, findings: &mut Vec<Diagnostic>) {
    let object = match value {
        Value::Object(object) => object,
        Value::Bool(_) => return,
        other => {
            let message = format!("a schema is {}, not an object", name_of(other));
            findings.push(Diagnostic::warning(Code::WrongType, &Pointer::new(at), message).note("any value is accepted here"));
            return;
        }
    };
    if let Some(target) = object.get("discriminator").and_then(|discriminator| discriminator.get("defaultMapping")) {
        // OAS 3.2, Discriminator Object: the schema of values whose tag is absent or unknown.
        let place = Pointer::new(at).key("discriminator").key("defaultMapping");
        let message = format!("the default {} of a discriminator is not followed", excerpt(target.as_str().unwrap_or_default()));
        findings
            .push(Diagnostic::warning(Code::UnsupportedSchema, &place, message).note("a value of no known tag is kept as it is"));
    }
    for (keyword, value) in object {
        if keyword == "type" {
            types(at, object, value, version, findings);
            continue;
        }
        // `null` is what serializers write for a keyword that is not there.
        if let Some(complaint) = (!value.is_null()).then(|| complaint(expectation(keyword), value)).flatten() {
            let (allowed, note) = complaint;
            let message = format!("{} is {}, not {allowed}", excerpt(keyword), name_of(value));
            let mut finding = Diagnostic::warning(Code::WrongType, &Pointer::new(at).key(keyword), message).note(note);
            if keyword == "required" && value.is_boolean() {
                finding = finding.help("`required` lists the names of properties, on the schema that has them");
            }
            findings.push(finding);
        }
    }
}

/// What a value should have been, and what becomes of it; `None` where it is as it should be.
fn complaint(expect: Expect, value: &Value) -> Option<(&'static str, &'static str)> {
    const IGNORED: &str = "the keyword is ignored";
    let whole = |value: &Value| value.as_u64().is_some() || value.as_f64().is_some_and(|n| n >= 0.0 && n.fract() == 0.0);
    let (fits, allowed) = match expect {
        Expect::Anything => return None,
        Expect::Text => (value.is_string(), "a string"),
        Expect::Flag | Expect::FlagOrNumber if schema::flag(value).is_some() => {
            return (!value.is_boolean()).then_some(("a boolean", "it is read as the boolean that it spells"));
        }
        Expect::Flag => (false, "a boolean"),
        Expect::Number | Expect::FlagOrNumber => (value.is_number(), "a number"),
        Expect::Length => (whole(value), "a whole number"),
        Expect::List => (value.is_array(), "an array"),
        Expect::Object => (value.is_object(), "an object"),
        Expect::Names => (value.as_array().is_some_and(|list| list.iter().all(Value::is_string)), "an array of strings"),
        Expect::Schema => match schema::flag(value) {
            Some(_) if !value.is_boolean() => return Some(("a schema", "it is read as the boolean that it spells")),
            flag => (flag.is_some() || value.is_object(), "a schema"),
        },
        Expect::Schemas => (value.is_array(), "an array of schemas"),
        Expect::SchemaOrSchemas => (value.is_object() || value.is_array() || value.is_boolean(), "a schema"),
        Expect::TextOrObject => (value.is_object() || value.is_string(), "an object"),
    };
    (!fits).then_some((allowed, IGNORED))
}

/// Reports types that JSON Schema does not have.
fn types(at: &str, schema: &Map<String, Value>, value: &Value, version: Version, findings: &mut Vec<Diagnostic>) {
    let place = || Pointer::new(at).key("type");
    let names: &[Value] = match value {
        Value::Array(names) => names,
        one => std::slice::from_ref(one),
    };
    for name in names {
        let Value::String(name) = name else {
            let note = match name {
                Value::Null if value.is_array() || schema::is_null_type(schema) => "it is read as the type `null`",
                _ => "the keyword is ignored",
            };
            let message = format!("`type` is {}, not the name of a type", name_of(name));
            findings.push(Diagnostic::warning(Code::WrongType, &place(), message).note(note));
            continue;
        };
        let note = match TypeName::of(name) {
            TypeName::Known(_) => continue,
            // Swagger 2.0 has it.
            TypeName::Guess(..) if name == "file" && version == Version::V2 => continue,
            TypeName::Guess(set, format) => match (set.name(), format) {
                (name, Some(format)) => format!("it is read as `{name}` with the format `{format}`"),
                (name, None) => format!("it is read as `{name}`"),
            },
            TypeName::Anything => "any value is accepted here".to_owned(),
        };
        let message = format!("JSON Schema has no type {}", excerpt(name));
        let help = "the types are `array`, `boolean`, `integer`, `null`, `number`, `object` and `string`";
        findings.push(Diagnostic::warning(Code::UnknownType, &place(), message).note(note).help(help));
    }
}

/// A JSON type, with its article.
pub(super) fn name_of(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "a boolean",
        Value::Number(number) if number.is_f64() => "a fraction",
        Value::Number(number) if number.as_i64().is_some_and(|number| number < 0) => "a negative number",
        Value::Number(_) => "a number",
        Value::String(_) => "a string",
        Value::Array(_) => "an array",
        Value::Object(_) => "an object",
    }
}
