//! The next version of a document: every open object has one more property, every enum one more value, every union one more variant.

use serde_json::{Value, json};

/// Adds what a later version of an API adds without breaking anybody.
pub(crate) fn next_version(document: &Value) -> Value {
    let mut next = document.clone();
    for schema in next["components"]["schemas"].as_object_mut().into_iter().flat_map(|schemas| schemas.values_mut()) {
        evolve(schema);
    }
    next
}

fn evolve(schema: &mut Value) {
    let Some(object) = schema.as_object_mut() else { return };
    for keyword in ["items", "additionalProperties"] {
        object.get_mut(keyword).into_iter().for_each(evolve);
    }
    for keyword in ["prefixItems", "allOf", "oneOf", "anyOf"] {
        object.get_mut(keyword).and_then(Value::as_array_mut).into_iter().flatten().for_each(evolve);
    }
    let properties = object.get_mut("properties").and_then(Value::as_object_mut);
    properties.into_iter().flat_map(|properties| properties.values_mut()).for_each(evolve);
    // A map of typed values takes no property of another type.
    if !object.contains_key("additionalProperties")
        && let Some(properties) = object.get_mut("properties").and_then(Value::as_object_mut)
    {
        properties.insert("added".to_owned(), json!({ "type": ["string", "null", "object"], "properties": { "of": {} } }));
    }
    if let Some(values) = object.get_mut("enum").and_then(Value::as_array_mut) {
        let added = if values.iter().all(Value::is_i64) { json!(99) } else { json!("added") };
        values.push(added);
    }
    if let Some(branches) = object.get_mut("oneOf").and_then(Value::as_array_mut)
        && !branches.contains(&json!({ "type": "null" }))
    {
        let added = json!({ "const": "added" });
        let properties = json!({ "kind": added, "petType": added, "value": {} });
        branches.push(json!({ "type": "object", "required": ["kind", "petType", "value"], "properties": properties }));
    }
}
