//! From a node to a [`Schema`].

use super::{Additional, Discriminator, Schema, types::types};
use crate::{
    load::{Document, version::Version},
    pointer::Pointer,
};
use serde_json::{Map, Value};

/// The boolean that a value is or spells.
pub(in crate::load) fn flag(value: &Value) -> Option<bool> {
    match value {
        Value::Bool(flag) => Some(*flag),
        Value::String(text) if text.eq_ignore_ascii_case("true") => Some(true),
        Value::String(text) if text.eq_ignore_ascii_case("false") => Some(false),
        _ => None,
    }
}

impl Document {
    /// The schema at a pointer. A pointer that leads nowhere gives a schema that allows anything: `load` has reported it.
    pub fn schema(&self, at: &Pointer) -> Schema<'_> {
        match self.node(at) {
            Some(Value::Object(object)) => self.read(at, object),
            Some(value) => Schema { boolean: flag(value), ..Schema::default() },
            None => Schema::default(),
        }
    }

    /// The end of a chain of references that have no siblings: `at` itself where there is none.
    pub fn follow(&self, at: &Pointer) -> Pointer {
        let mut at = at.clone();
        // Loading has broken the circles of references, but not those of data that only look like references: Brent's algorithm.
        let (mut mark, mut steps, mut limit) = (at.clone(), 0, 1);
        while let Some(Value::Object(object)) = self.node(&at)
            && object.len() == 1
            && let Some(text) = object.get("$ref").and_then(Value::as_str)
            && let Some(target) = self.references.target(&at, text)
            && target != mark
        {
            at = target;
            steps += 1;
            if steps == limit {
                (mark, steps, limit) = (at.clone(), 0, limit * 2);
            }
        }
        at
    }

    fn read<'d>(&'d self, at: &Pointer, object: &'d Map<String, Value>) -> Schema<'d> {
        let mut schema = Schema::default();
        let mut guess = None;
        let mut items = None;
        let mut nullable = false;
        for (keyword, value) in object {
            let place = || at.key(keyword);
            match keyword.as_str() {
                "$ref" => schema.reference = value.as_str().and_then(|text| self.references.target(at, text)),
                "$dynamicRef" | "$recursiveRef" if !object.get("$ref").is_some_and(Value::is_string) => {
                    schema.reference = value.as_str().and_then(|text| self.references.target(at, text));
                }
                "type" => (schema.types, guess) = types(object, value),
                "nullable" => nullable |= flag(value) == Some(true),
                "x-nullable" if self.version == Version::V2 => nullable |= flag(value) == Some(true),
                "format" => schema.format = value.as_str(),
                "enum" => schema.enumeration = value.as_array().map(Vec::as_slice),
                "const" => schema.constant = Some(value),
                "properties" => schema.properties = members(value, place),
                "patternProperties" => schema.pattern_properties = members(value, place),
                "required" => schema.required = value.as_array().into_iter().flatten().filter_map(Value::as_str).collect(),
                "additionalProperties" => schema.additional_properties = additional(value, place),
                "unevaluatedProperties" => schema.unevaluated_properties = additional(value, place),
                "propertyNames" => schema.property_names = subschema(value, place),
                "items" => items = Some(value),
                "prefixItems" => schema.prefix_items = list(value, place),
                "allOf" => schema.all_of = list(value, place),
                "anyOf" => schema.any_of = list(value, place),
                "oneOf" => schema.one_of = list(value, place),
                "not" | "if" | "then" | "else" | "contains" | "unevaluatedItems" => {
                    schema.conditions.extend(subschema(value, place).map(|at| (keyword.as_str(), at)));
                }
                "dependentSchemas" | "dependencies" => {
                    let members =
                        value.as_object().into_iter().flatten().filter(|(_, value)| value.is_object() || value.is_boolean());
                    schema.conditions.extend(members.map(|(key, _)| (keyword.as_str(), place().key(key))));
                }
                "discriminator" => schema.discriminator = self.discriminator(value, place),
                "title" => schema.title = value.as_str(),
                "description" => schema.description = value.as_str(),
                "default" => schema.default = Some(value),
                "example" => schema.example = Some(value),
                "examples" if schema.example.is_none() => schema.example = value.as_array().and_then(|list| list.first()),
                "deprecated" => schema.deprecated = flag(value) == Some(true),
                "readOnly" => schema.read_only = flag(value) == Some(true),
                "writeOnly" => schema.write_only = flag(value) == Some(true),
                "contentEncoding" => schema.content_encoding = value.as_str(),
                "contentMediaType" => schema.content_media_type = value.as_str(),
                _ if keyword.starts_with("x-") => schema.extensions.push((keyword, value)),
                _ => schema.constraints.extend(constraint(object, keyword, value)),
            }
        }
        self.fold_items(at, object, items, &mut schema);
        if nullable {
            match &mut schema.types {
                Some(types) => types.null = true,
                None => schema.nullable = true,
            }
        }
        if schema.format.is_none() {
            schema.format = guess.or_else(|| encoded(&mut schema));
        }
        schema
    }

    /// `items` and `additionalItems` have changed their meaning: the list of schemas is `prefixItems` since 2020-12, and what follows
    /// it is `items`.
    fn fold_items(&self, at: &Pointer, object: &Map<String, Value>, items: Option<&Value>, schema: &mut Schema<'_>) {
        let place = || at.key("items");
        match items {
            Some(value @ Value::Array(_)) if schema.prefix_items.is_empty() => {
                schema.prefix_items = list(value, place);
                if let Some(rest) = object.get("additionalItems") {
                    schema.additional_items = additional(rest, || at.key("additionalItems"));
                }
            }
            Some(value) if !schema.prefix_items.is_empty() => schema.additional_items = additional(value, place),
            Some(value) => schema.items = subschema(value, place),
            None => {}
        }
    }

    fn discriminator<'d>(&'d self, value: &'d Value, place: impl Fn() -> Pointer) -> Option<Discriminator<'d>> {
        let property = match value {
            // Swagger 2.0.
            Value::String(property) => property,
            value => value.get("propertyName")?.as_str()?,
        };
        let mapping = value.get("mapping").and_then(Value::as_object).into_iter().flatten().filter_map(|(tag, text)| {
            let at = place().key("mapping").key(tag);
            Some((tag.as_str(), self.references.target(&at, text.as_str()?)?))
        });
        Some(Discriminator { property, mapping: mapping.collect() })
    }
}

/// A keyword whose value is a schema.
fn subschema(value: &Value, place: impl Fn() -> Pointer) -> Option<Pointer> {
    (value.is_object() || flag(value).is_some()).then(place)
}

/// A keyword whose value is a boolean or a schema.
fn additional(value: &Value, place: impl Fn() -> Pointer) -> Additional {
    match (flag(value), value) {
        (Some(true), _) => Additional::Allowed,
        (Some(false), _) => Additional::Forbidden,
        (None, Value::Object(_)) => Additional::Schema(place()),
        _ => Additional::Unsaid,
    }
}

/// A keyword whose value is a list of schemas.
fn list(value: &Value, place: impl Fn() -> Pointer) -> Vec<Pointer> {
    let Value::Array(list) = value else { return Vec::new() };
    let place = place();
    (0..list.len()).map(|index| place.index(index)).collect()
}

/// A keyword whose value is an object of schemas.
fn members(value: &Value, place: impl Fn() -> Pointer) -> Vec<(&str, Pointer)> {
    let Value::Object(object) = value else { return Vec::new() };
    let place = place();
    object.keys().map(|key| (key.as_str(), place.key(key))).collect()
}

/// A constraint. Draft 4 says with a flag that a bound is exclusive; it is given as the number that it is since draft 6.
fn constraint<'d>(object: &'d Map<String, Value>, keyword: &'d str, value: &'d Value) -> Option<(&'d str, &'d Value)> {
    let exclusive = |keyword: &str| object.get(keyword).and_then(flag) == Some(true);
    let fits = match keyword {
        "minimum" => value.is_number() && !exclusive("exclusiveMinimum"),
        "maximum" => value.is_number() && !exclusive("exclusiveMaximum"),
        "exclusiveMinimum" | "exclusiveMaximum" if flag(value) == Some(true) => {
            let bound = if keyword == "exclusiveMinimum" { "minimum" } else { "maximum" };
            return object.get(bound).filter(|bound| bound.is_number()).map(|bound| (keyword, bound));
        }
        "exclusiveMinimum" | "exclusiveMaximum" | "multipleOf" => value.is_number(),
        "minLength" | "maxLength" | "minItems" | "maxItems" | "minProperties" | "maxProperties" | "minContains"
        | "maxContains" => {
            value.as_u64().is_some() || value.as_f64().is_some_and(|number| number >= 0.0 && number.fract() == 0.0)
        }
        "uniqueItems" => flag(value) == Some(true),
        "pattern" => value.is_string(),
        _ => false,
    };
    fits.then_some((keyword, value))
}

/// The format that says what `contentEncoding` and `contentMediaType` say since 3.1: `byte` for base64, `binary` for text that is not
/// encoded at all but holds bytes.
fn encoded(schema: &mut Schema<'_>) -> Option<&'static str> {
    let binary = |media_type: &str| {
        let media_type = media_type.trim().to_ascii_lowercase();
        ["image/", "audio/", "video/"].iter().any(|prefix| media_type.starts_with(prefix))
            || ["application/octet-stream", "application/pdf", "application/zip"].contains(&media_type.as_str())
    };
    match (schema.content_encoding, schema.content_media_type) {
        (Some(encoding), _) if encoding.eq_ignore_ascii_case("base64") => {
            schema.content_encoding = None;
            Some("byte")
        }
        (None, Some(media_type)) if binary(media_type) => Some("binary"),
        _ => None,
    }
}
