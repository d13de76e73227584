//! YAML merge keys: `<<: *base` brings in the entries of `base` that the object does not have itself.
//!
//! Aliases are expanded by then, within the bounds of the builder. Entries move, nothing is copied, so this pass is linear.

use serde_json::{Map, Value};

/// Expands every merge key. One whose value is neither an object nor a list of objects stays as it is.
pub(super) fn expand(value: &mut Value) {
    match value {
        Value::Array(list) => list.iter_mut().for_each(expand),
        Value::Object(map) => {
            map.values_mut().for_each(expand);
            if map.get("<<").is_some_and(is_mergeable) {
                *map = merge(std::mem::take(map));
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

fn is_mergeable(value: &Value) -> bool {
    match value {
        Value::Array(list) => list.iter().all(Value::is_object),
        value => value.is_object(),
    }
}

/// The entries of an object in order, those of its merge key at its place. Its own entries win over merged ones, and earlier merged
/// objects over later ones.
fn merge(map: Map<String, Value>) -> Map<String, Value> {
    let mut merged = Map::with_capacity(map.len());
    let mut own = Map::with_capacity(map.len());
    let mut base = None;
    for (key, value) in map {
        match key.as_str() {
            "<<" => base = Some((own.len(), value)),
            _ => {
                own.insert(key, value);
            }
        }
    }
    let Some((place, base)) = base else { return own };
    let bases = match base {
        Value::Array(list) => list,
        value => vec![value],
    };
    let mut own = own.into_iter();
    merged.extend(own.by_ref().take(place));
    let rest: Map<String, Value> = own.collect();
    for base in bases {
        if let Value::Object(base) = base {
            for (key, value) in base {
                if !rest.contains_key(&key) {
                    merged.entry(key).or_insert(value);
                }
            }
        }
    }
    merged.extend(rest);
    merged
}
