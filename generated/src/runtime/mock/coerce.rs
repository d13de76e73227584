//! From texts to values: what a text is, a number or a word, is known by the schema alone.

use super::{
    check::{Side, check},
    node::{Node, types},
    schemas::Schemas,
};
use serde_json::{Map, Value};

/// Deeper values stay texts.
const DEPTH: usize = 32;

/// The types that a schema leaves, those of its alternatives included.
pub(super) fn kinds(schemas: &Schemas, all: &[&Value]) -> u8 {
    kinds_within(schemas, all, 0)
}

fn kinds_within(schemas: &Schemas, all: &[&Value], depth: usize) -> u8 {
    let node = Node::of(schemas, all);
    if depth > DEPTH {
        return node.types;
    }
    let mut bits = node.types;
    for choice in &node.choices {
        bits &= choice.branches.iter().fold(0, |bits, branch| bits | kinds_within(schemas, &[branch], depth + 1));
    }
    if !node.is_typed && node.choices.is_empty() && (!node.properties.is_empty()) {
        bits &= types::OBJECT;
    }
    bits
}

/// The names of the properties that a schema has, those of its alternatives included.
pub(super) fn properties<'s>(schemas: &'s Schemas, all: &[&'s Value]) -> Vec<&'s str> {
    let mut names = Vec::new();
    let mut node = Node::of(schemas, all);
    let mut taken = 0;
    while let (Some(choice), true) = (node.choices.get(taken).copied(), taken < DEPTH) {
        choice.branches.iter().for_each(|branch| node.add(schemas, branch));
        taken += 1;
    }
    names.extend(node.properties.iter().map(|(name, _)| *name));
    names
}

/// Reads the texts in a value as the schema has them.
pub(super) fn coerce(schemas: &Schemas, all: &[&Value], value: Value) -> Value {
    coerce_within(schemas, all, value, 0)
}

fn coerce_within(schemas: &Schemas, all: &[&Value], value: Value, depth: usize) -> Value {
    if let Value::String(text) = value {
        return scalar(schemas, all, text);
    }
    if depth > DEPTH {
        return value;
    }
    let node = Node::of(schemas, all);
    for branch in node.choices.iter().flat_map(|choice| choice.branches) {
        let with: Vec<&Value> = all.iter().copied().chain([branch]).collect();
        let read = inside(schemas, &Node::of(schemas, &with), value.clone(), depth);
        if check(schemas, all, &read, Side::Request).is_ok() {
            return read;
        }
    }
    inside(schemas, &node, value, depth)
}

fn inside(schemas: &Schemas, node: &Node<'_>, value: Value, depth: usize) -> Value {
    match value {
        Value::Array(items) => {
            let prefix = node.prefix.unwrap_or_default();
            let read = items.into_iter().enumerate().map(|(index, item)| match prefix.get(index) {
                Some(schema) => coerce_within(schemas, &[schema], item, depth + 1),
                None => coerce_within(schemas, &node.items, item, depth + 1),
            });
            Value::Array(read.collect())
        }
        Value::Object(object) => {
            let read = object.into_iter().map(|(name, value)| {
                let read = coerce_within(schemas, node.property(&name).unwrap_or(&node.additional), value, depth + 1);
                (name, read)
            });
            Value::Object(read.collect::<Map<_, _>>())
        }
        other => other,
    }
}

/// A text where a text fits, else what it spells.
fn scalar(schemas: &Schemas, all: &[&Value], text: String) -> Value {
    let plain = Value::String(text);
    let Value::String(text) = &plain else { return plain };
    if check(schemas, all, &plain, Side::Request).is_ok() {
        return plain;
    }
    let spelled = serde_json::from_str::<Value>(text).ok();
    let wanted = kinds(schemas, all);
    match spelled {
        // A number or a boolean that does not fit is still one, so that the fault says what is wrong with it.
        Some(value) if check(schemas, all, &value, Side::Request).is_ok() || wanted & types::STRING == 0 => value,
        _ => plain,
    }
}
