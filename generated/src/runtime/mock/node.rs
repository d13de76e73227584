//! What a schema says in all: its own keywords, those of what it refers to, and those of its `allOf`, as one.

use super::schemas::Schemas;
use serde_json::Value;

/// JSON types as bits.
pub(super) mod types {
    use serde_json::Value;

    pub(in super::super) const NULL: u8 = 1;
    pub(in super::super) const BOOLEAN: u8 = 2;
    pub(in super::super) const INTEGER: u8 = 4;
    pub(in super::super) const FRACTION: u8 = 8;
    pub(in super::super) const STRING: u8 = 16;
    pub(in super::super) const ARRAY: u8 = 32;
    pub(in super::super) const OBJECT: u8 = 64;
    pub(in super::super) const ALL: u8 = 127;

    /// The bits of a word of the document.
    pub(super) fn of(word: &str) -> u8 {
        match word {
            "null" => NULL,
            "boolean" => BOOLEAN,
            "integer" => INTEGER,
            "number" => INTEGER | FRACTION,
            "string" => STRING,
            "array" => ARRAY,
            "object" => OBJECT,
            _ => ALL,
        }
    }

    /// The bit of a value, and the word for it.
    pub(in super::super) fn of_value(value: &Value) -> (u8, &'static str) {
        match value {
            Value::Null => (NULL, "null"),
            Value::Bool(_) => (BOOLEAN, "a boolean"),
            Value::Number(number) if number.is_i64() || number.is_u64() => (INTEGER, "an integer"),
            // JSON Schema 2020-12, 4.2.3: 1.0 is an integer.
            Value::Number(number) if number.as_f64().is_some_and(|number| number.fract() == 0.0) => (INTEGER, "an integer"),
            Value::Number(_) => (FRACTION, "a number"),
            Value::String(_) => (STRING, "a string"),
            Value::Array(_) => (ARRAY, "a list"),
            Value::Object(_) => (OBJECT, "an object"),
        }
    }
}

/// Schemas that hold together.
#[derive(Debug)]
pub(super) struct Node<'s> {
    /// The types that are left.
    pub(super) types: u8,
    /// Whether the types are written, and not only left open.
    pub(super) is_typed: bool,
    /// Whether nothing fits.
    pub(super) is_never: bool,
    /// Lists of values, each of which must have the value.
    pub(super) values: Vec<&'s [Value]>,
    /// Properties, each with the schemas that hold of it.
    pub(super) properties: Vec<(&'s str, Vec<&'s Value>)>,
    /// Properties that must be there.
    pub(super) required: Vec<&'s str>,
    /// Patterns of properties, which are not read.
    pub(super) has_patterns: bool,
    /// `additionalProperties`.
    pub(super) additional: Vec<&'s Value>,
    /// `items`.
    pub(super) items: Vec<&'s Value>,
    /// `prefixItems`.
    pub(super) prefix: Option<&'s [Value]>,
    /// `oneOf` and `anyOf`, each with its discriminator.
    pub(super) choices: Vec<Choice<'s>>,
    /// Discriminators, wherever they stand.
    pub(super) discriminators: Vec<&'s Value>,
    /// `examples`.
    pub(super) examples: Vec<&'s Value>,
    /// `format`.
    pub(super) format: Option<&'s str>,
    /// `pattern`.
    pub(super) pattern: Option<&'s str>,
    /// Bounds, tightest first where there are several.
    pub(super) bounds: Bounds,
    /// `uniqueItems`.
    pub(super) is_unique: bool,
    /// The names of the schemas that are part of this.
    pub(super) names: Vec<&'static str>,
}

/// A `oneOf` or an `anyOf`.
#[derive(Clone, Copy, Debug)]
pub(super) struct Choice<'s> {
    /// The alternatives.
    pub(super) branches: &'s [Value],
    /// The `discriminator` beside them.
    pub(super) discriminator: Option<&'s Value>,
}

/// Bounds of numbers, lengths and counts.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Bounds {
    pub(super) minimum: Option<f64>,
    pub(super) maximum: Option<f64>,
    pub(super) above: Option<f64>,
    pub(super) below: Option<f64>,
    pub(super) multiple: Option<f64>,
    pub(super) min_length: Option<u64>,
    pub(super) max_length: Option<u64>,
    pub(super) min_items: Option<u64>,
    pub(super) max_items: Option<u64>,
    pub(super) min_properties: Option<u64>,
    pub(super) max_properties: Option<u64>,
}

impl<'s> Node<'s> {
    /// What these schemas say together.
    pub(super) fn of(schemas: &'s Schemas, all: &[&'s Value]) -> Node<'s> {
        let mut node = Node {
            types: types::ALL,
            is_typed: false,
            is_never: false,
            values: Vec::new(),
            properties: Vec::new(),
            required: Vec::new(),
            has_patterns: false,
            additional: Vec::new(),
            items: Vec::new(),
            prefix: None,
            choices: Vec::new(),
            discriminators: Vec::new(),
            examples: Vec::new(),
            format: None,
            pattern: None,
            bounds: Bounds::default(),
            is_unique: false,
            names: Vec::new(),
        };
        for schema in all {
            node.add(schemas, schema);
        }
        node
    }

    /// Adds what one more schema says.
    pub(super) fn add(&mut self, schemas: &'s Schemas, schema: &'s Value) {
        let keywords = match schema {
            Value::Object(keywords) => keywords,
            Value::Bool(false) => return self.is_never = true,
            _ => return,
        };
        if let Some((name, target)) = keywords.get("$ref").and_then(Value::as_str).and_then(|text| schemas.get(text)) {
            // What has been added says nothing new, and may lead back to itself.
            if !self.names.contains(&name) {
                self.names.push(name);
                self.add(schemas, target);
            }
        }
        let discriminator = keywords.get("discriminator");
        for (keyword, value) in keywords {
            match (keyword.as_str(), value) {
                ("type", value) => {
                    let words = value.as_array().map_or(std::slice::from_ref(value), Vec::as_slice);
                    self.types &= words.iter().filter_map(Value::as_str).fold(0, |bits, word| bits | types::of(word));
                    self.is_typed = true;
                }
                ("enum", Value::Array(values)) => self.values.push(values),
                ("const", value) => self.values.push(std::slice::from_ref(value)),
                ("properties", Value::Object(properties)) => {
                    for (name, property) in properties {
                        match self.properties.iter_mut().find(|(known, _)| known == name) {
                            Some((_, all)) => all.push(property),
                            None => self.properties.push((name, vec![property])),
                        }
                    }
                }
                ("required", Value::Array(names)) => {
                    for name in names.iter().filter_map(Value::as_str) {
                        if !self.required.contains(&name) {
                            self.required.push(name);
                        }
                    }
                }
                ("additionalProperties", value) => self.additional.push(value),
                ("patternProperties", _) => self.has_patterns = true,
                ("items", value) => self.items.push(value),
                ("prefixItems", Value::Array(items)) => self.prefix = Some(items),
                ("allOf", Value::Array(members)) => members.iter().for_each(|member| self.add(schemas, member)),
                ("oneOf" | "anyOf", Value::Array(branches)) => self.choices.push(Choice { branches, discriminator }),
                ("examples", Value::Array(examples)) => self.examples.extend(examples.first()),
                ("format", Value::String(format)) => self.format = Some(format),
                ("pattern", Value::String(pattern)) => self.pattern = Some(pattern),
                ("discriminator", value) => self.discriminators.push(value),
                ("uniqueItems", Value::Bool(true)) => self.is_unique = true,
                (keyword, value) => self.bounds.add(keyword, value),
            }
        }
    }

    /// The values that every list has; `None` where there is no list.
    pub(super) fn listed(&self) -> Option<Vec<&'s Value>> {
        // Beside `type: array` a document may list what the items are: a list of which nothing has the type says nothing.
        let mut lists = self.values.iter().filter(|list| list.iter().any(|value| self.types & types::of_value(value).0 != 0));
        let first = lists.next()?;
        Some(first.iter().filter(|value| lists.clone().all(|list| list.contains(value))).collect())
    }

    /// The schemas of a property: its own, or those of any other.
    pub(super) fn property(&self, name: &str) -> Option<&[&'s Value]> {
        self.properties.iter().find(|(known, _)| *known == name).map(|(_, all)| all.as_slice())
    }
}

impl Bounds {
    fn add(&mut self, keyword: &str, value: &Value) {
        let least = |slot: &mut Option<f64>| *slot = max(*slot, value.as_f64());
        let most = |slot: &mut Option<f64>| *slot = min(*slot, value.as_f64());
        let count = value.as_u64().or_else(|| value.as_f64().map(|count| count as u64));
        let least_count = |slot: &mut Option<u64>| *slot = (*slot).max(count);
        let most_count = |slot: &mut Option<u64>| *slot = [*slot, count].into_iter().flatten().min();
        match keyword {
            "minimum" => least(&mut self.minimum),
            "maximum" => most(&mut self.maximum),
            "exclusiveMinimum" => least(&mut self.above),
            "exclusiveMaximum" => most(&mut self.below),
            "multipleOf" => self.multiple = value.as_f64().filter(|step| *step > 0.0).or(self.multiple),
            "minLength" => least_count(&mut self.min_length),
            "maxLength" => most_count(&mut self.max_length),
            "minItems" => least_count(&mut self.min_items),
            "maxItems" => most_count(&mut self.max_items),
            "minProperties" => least_count(&mut self.min_properties),
            "maxProperties" => most_count(&mut self.max_properties),
            _ => {}
        }
    }
}

fn max(one: Option<f64>, other: Option<f64>) -> Option<f64> {
    [one, other].into_iter().flatten().reduce(f64::max)
}

fn min(one: Option<f64>, other: Option<f64>) -> Option<f64> {
    [one, other].into_iter().flatten().reduce(f64::min)
}

/// Whether a property is never part of an answer, or never part of a request.
pub(super) fn has_flag(schemas: &Schemas, all: &[&Value], flag: &str) -> bool {
    all.iter().any(|schema| {
        let own = schema.get(flag).and_then(Value::as_bool);
        let referred = || schema.get("$ref").and_then(Value::as_str).and_then(|text| schemas.get(text));
        own.or_else(|| referred()?.1.get(flag)?.as_bool()).unwrap_or(false)
    })
}
