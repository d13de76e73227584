//! From schemas of the document to JSON Schema (draft 2020-12) as text: one spelling of what OpenAPI 3.0, 3.1 and Swagger 2.0 say. What
//! only people read is left out, and every constraint is kept.

use super::spelling::{list_types, settle};
use crate::{
    load::{Additional, Document, Schema, TypeSet},
    lower::place::is_component,
    pointer::Pointer,
};
use serde_json::{Map, Value, json};
use std::collections::{BTreeMap, BTreeSet};

/// Schemas inside so many others allow anything.
const DEPTH: usize = 120;

/// Spells schemas, and remembers what they refer to.
#[derive(Debug, Default)]
pub(in crate::lower) struct Speller {
    seen: BTreeSet<Pointer>,
    open: Vec<Pointer>,
}

impl Speller {
    /// A schema as JSON.
    pub(super) fn spell(&mut self, document: &Document, at: &Pointer) -> String {
        self.schema(document, at, 0).to_string()
    }

    /// All that was referred to, by name.
    pub(in crate::lower) fn finish(mut self, document: &Document) -> BTreeMap<String, String> {
        let mut schemas = BTreeMap::new();
        while let Some(at) = self.open.pop() {
            let text = self.spell(document, &at);
            schemas.insert(name(&at), text);
        }
        schemas
    }

    fn reference(&mut self, document: &Document, at: &Pointer) -> Value {
        let at = document.follow(at);
        if self.seen.insert(at.clone()) {
            self.open.push(at.clone());
        }
        let escaped = name(&at).replace('~', "~0").replace('/', "~1");
        Value::from(format!("#/$defs/{escaped}"))
    }

    fn schema(&mut self, document: &Document, at: &Pointer, depth: usize) -> Value {
        let schema = document.schema(at);
        if let Some(flag) = schema.boolean {
            return Value::Bool(flag);
        }
        if depth > DEPTH {
            return Value::Bool(true);
        }
        let keywords = self.keywords(document, &schema, depth);
        settle(keywords, schema.nullable)
    }

    fn keywords(&mut self, document: &Document, schema: &Schema<'_>, depth: usize) -> Map<String, Value> {
        let mut keywords = Map::new();
        let mut set = |keyword: &str, value: Value| keywords.insert(keyword.to_owned(), value);
        if let Some(target) = &schema.reference {
            set("$ref", self.reference(document, target));
        }
        if let Some(types) = schema.types {
            set("type", spell_types(types));
        }
        // Of a number it says a width, which is more than the bounds do for none.
        if let Some(format) = schema.format.filter(|_| schema.types.is_none_or(|types| types.string)) {
            set("format", format.into());
        }
        if let Some(values) = schema.enumeration {
            set("enum", values.into());
        }
        if let Some(value) = schema.constant {
            set("const", value.clone());
        }
        if !schema.properties.is_empty() {
            let properties =
                schema.properties.iter().map(|(name, at)| ((*name).to_owned(), self.schema(document, at, depth + 1)));
            set("properties", Value::Object(properties.collect()));
        }
        if !schema.required.is_empty() {
            set("required", schema.required.clone().into());
        }
        // What comes beside the properties may be said by either of two words.
        for said in [&schema.unevaluated_properties, &schema.additional_properties] {
            if let Some(value) = self.additional(document, said, depth) {
                set("additionalProperties", value);
            }
        }
        if !schema.pattern_properties.is_empty() {
            set("patternProperties", json!({}));
        }
        if let Some(items) = &schema.items {
            set("items", self.schema(document, items, depth + 1));
        }
        if !schema.prefix_items.is_empty() {
            set("prefixItems", self.list(document, &schema.prefix_items, depth));
            if let Some(rest) = self.additional(document, &schema.additional_items, depth) {
                set("items", rest);
            }
        }
        for (keyword, members) in [("allOf", &schema.all_of), ("anyOf", &schema.any_of), ("oneOf", &schema.one_of)] {
            if !members.is_empty() {
                set(keyword, self.list(document, members, depth));
            }
        }
        if let Some(discriminator) = &schema.discriminator {
            let mapping = discriminator.mapping.iter().map(|(tag, at)| ((*tag).to_owned(), self.reference(document, at)));
            let mapping: Map<String, Value> = mapping.collect();
            set(
                "discriminator",
                match mapping.is_empty() {
                    true => json!({ "propertyName": discriminator.property }),
                    false => json!({ "propertyName": discriminator.property, "mapping": mapping }),
                },
            );
        }
        for (keyword, value) in &schema.constraints {
            set(keyword, (*value).clone());
        }
        for (keyword, flag) in [("readOnly", schema.read_only), ("writeOnly", schema.write_only)] {
            if flag {
                set(keyword, true.into());
            }
        }
        if let Some(example) = schema.example.or(schema.default) {
            set("examples", json!([example]));
        }
        keywords
    }

    fn list(&mut self, document: &Document, members: &[Pointer], depth: usize) -> Value {
        members.iter().map(|member| self.schema(document, member, depth + 1)).collect()
    }

    fn additional(&mut self, document: &Document, said: &Additional, depth: usize) -> Option<Value> {
        match said {
            Additional::Unsaid | Additional::Allowed => None,
            Additional::Forbidden => Some(Value::Bool(false)),
            Additional::Schema(at) => Some(self.schema(document, at, depth + 1)),
        }
    }
}

/// The name of a schema that others refer to: that of a component, or the place of any other.
fn name(at: &Pointer) -> String {
    match at.tokens().last() {
        Some(last) if is_component(at) && at.tokens().count() <= 3 => last,
        _ => at.as_str().to_owned(),
    }
}

fn spell_types(types: TypeSet) -> Value {
    list_types(|word| match word {
        "object" => types.object,
        "array" => types.array,
        "string" => types.string,
        "number" => types.number,
        "integer" => types.integer,
        "boolean" => types.boolean,
        _ => types.null,
    })
}
