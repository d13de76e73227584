//! The groups of a draft as one OpenAPI document: each schema becomes a component, and references to the schema's own root become
//! references to the component.

use super::suite::Draft;
use serde_json::{Map, Value, json};

/// The component of the group at an index. The width is fixed and the end is a word, so that no name that the generator makes from
/// another component is the same.
pub(super) fn component(index: usize) -> String {
    format!("G{index:05}Group")
}

/// The component that uses the one of the group: an object with the schema as its `value`, so that what a use adds to a type, such
/// as `null`, is there.
pub(super) fn user(index: usize) -> String {
    format!("G{index:05}User")
}

/// The document of a draft. Draft 4 is what OpenAPI 3.0 builds on, later drafts are read as OpenAPI 3.1.
pub(super) fn document(draft: &Draft) -> Value {
    let version = if draft.name == "draft4" { "3.0.4" } else { "3.1.1" };
    let mut schemas = Map::new();
    for (index, group) in draft.groups.iter().enumerate() {
        let name = component(index);
        let mut schema = group.schema.clone();
        if let Value::Object(object) = &mut schema {
            object.remove("$schema");
        }
        if !is_resource(&schema) {
            rebase(&mut schema, &format!("#/components/schemas/{name}"));
        }
        let reference = json!({ "$ref": format!("#/components/schemas/{name}") });
        schemas.insert(name, schema);
        schemas.insert(user(index), json!({ "type": "object", "required": ["value"], "properties": { "value": reference } }));
    }
    json!({
        "openapi": version,
        "info": { "title": draft.name, "version": "1.0.0" },
        "paths": {},
        "components": { "schemas": schemas }
    })
}

/// Whether a schema is a resource of its own (JSON Schema 2020-12, section 8.2.1): references in it start at its own root.
fn is_resource(schema: &Value) -> bool {
    schema.get("$id").is_some_and(Value::is_string)
}

/// Puts a base before every reference that starts at the root of the schema.
fn rebase(value: &mut Value, base: &str) {
    match value {
        Value::Object(object) => {
            for (key, child) in object {
                match child {
                    Value::String(target) if key == "$ref" && (target == "#" || target.starts_with("#/")) => {
                        *target = format!("{base}{}", &target[1..]);
                    }
                    _ if key == "enum" || key == "const" || key == "default" || key == "examples" => {}
                    _ if is_resource(child) => {}
                    _ => rebase(child, base),
                }
            }
        }
        Value::Array(items) => items.iter_mut().filter(|item| !is_resource(item)).for_each(|item| rebase(item, base)),
        _ => {}
    }
}

/// Whether a schema of the document leaves the JSON type of its instances open, so that a free-form value is its exact type.
pub(super) fn allows_every_type(document: &Value, schema: &Value, depth: usize) -> bool {
    let Value::Object(object) = schema else {
        return schema != &Value::Bool(false);
    };
    if depth > 32 {
        return true;
    }
    let of = |key: &str| object.get(key).and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
    let each = |member: &Value| allows_every_type(document, member, depth + 1);
    let target = object.get("$ref").and_then(Value::as_str).and_then(|target| target.strip_prefix('#'));
    let referenced = target.and_then(|pointer| document.pointer(pointer)).is_none_or(each);
    let some = |key: &str| of(key).is_empty() || of(key).iter().any(each);
    !["type", "enum", "const"].iter().any(|key| object.contains_key(*key))
        && referenced
        && of("allOf").iter().all(each)
        && some("anyOf")
        && some("oneOf")
}

#[cfg(test)]
mod tests {
    use super::{allows_every_type, rebase};
    use serde_json::json;

    #[test]
    fn references_to_the_root_follow_the_schema() {
        let mut schema = json!({
            "properties": { "a": { "$ref": "#" }, "$ref": { "type": "string" } },
            "items": { "$ref": "#/definitions/b" },
            "enum": [{ "$ref": "#/a" }],
            "not": { "$id": "urn:x", "$ref": "#/own" },
            "anyOf": [{ "$ref": "other.json#/a" }]
        });
        rebase(&mut schema, "#/components/schemas/G");
        let expected = json!({
            "properties": { "a": { "$ref": "#/components/schemas/G" }, "$ref": { "type": "string" } },
            "items": { "$ref": "#/components/schemas/G/definitions/b" },
            "enum": [{ "$ref": "#/a" }],
            "not": { "$id": "urn:x", "$ref": "#/own" },
            "anyOf": [{ "$ref": "other.json#/a" }]
        });
        assert_eq!(schema, expected);
    }

    #[test]
    fn a_type_anywhere_closes_the_schema() {
        let document = json!({ "d": { "type": "string" } });
        let open = |schema| allows_every_type(&document, &schema, 0);
        assert!(open(json!(true)));
        assert!(open(json!({ "properties": { "a": { "type": "string" } } })));
        assert!(open(json!({ "anyOf": [{ "type": "string" }, { "minimum": 2 }] })));
        assert!(!open(json!({ "allOf": [{ "type": "string" }, { "minimum": 2 }] })));
        assert!(!open(json!({ "$ref": "#/d" })));
        assert!(!open(json!({ "oneOf": [{ "const": 1 }, { "type": "null" }] })));
    }
}
