//! One spelling for what can be said in several ways, so that a document in OpenAPI 3.0 and the same in 3.1 give the same text.

use serde_json::{Map, Value, json};

/// The spelling of a schema of these keywords, which also allows `null` where it is nullable.
pub(super) fn settle(mut keywords: Map<String, Value>, is_nullable: bool) -> Value {
    lift_reference(&mut keywords);
    if is_nullable && !keywords.is_empty() {
        keywords = with_null(keywords);
    }
    fold_null(&mut keywords);
    fold_types(&mut keywords);
    fold_constant(&mut keywords);
    match keywords.is_empty() {
        true => Value::Bool(true),
        false => Value::Object(keywords),
    }
}

/// An `allOf` of a reference is the reference: it may have siblings since 2020-12.
fn lift_reference(keywords: &mut Map<String, Value>) {
    let Some([Value::Object(only)]) = keywords.get("allOf").and_then(Value::as_array).map(Vec::as_slice) else { return };
    let is_reference = only.len() == 1 && only.contains_key("$ref") && !keywords.contains_key("$ref");
    if let (true, Some(target)) = (is_reference, only.get("$ref").cloned()) {
        keywords.shift_remove("allOf");
        let rest = std::mem::take(keywords);
        keywords.insert("$ref".to_owned(), target);
        keywords.extend(rest);
    }
}

/// `null` as one more alternative.
fn with_null(mut keywords: Map<String, Value>) -> Map<String, Value> {
    let nothing = json!({ "type": "null" });
    for keyword in ["anyOf", "oneOf"] {
        let is_alone = keywords.len() == 1;
        if let (true, Some(Value::Array(branches))) = (is_alone, keywords.get_mut(keyword)) {
            branches.push(nothing);
            return keywords;
        }
    }
    Map::from_iter([("anyOf".to_owned(), json!([keywords, nothing]))])
}

/// Of alternatives of which one is `null` exactly one always fits.
fn fold_null(keywords: &mut Map<String, Value>) {
    let has_null = |branches: &Value| branches.as_array().is_some_and(|branches| branches.contains(&json!({ "type": "null" })));
    if keywords.get("oneOf").is_some_and(has_null) && !keywords.contains_key("anyOf") {
        let renamed = std::mem::take(keywords).into_iter().map(|(keyword, value)| match keyword.as_str() {
            "oneOf" => ("anyOf".to_owned(), value),
            _ => (keyword, value),
        });
        *keywords = renamed.collect();
    }
}

/// Alternatives that are types and nothing else are a list of types.
fn fold_types(keywords: &mut Map<String, Value>) {
    for keyword in ["anyOf", "oneOf"] {
        let Some(Value::Array(branches)) = keywords.get(keyword) else { continue };
        let is_plain =
            |branch: &&Value| branch.as_object().is_some_and(|branch| branch.len() == 1 && branch.contains_key("type"));
        let plain: Vec<&Value> = branches.iter().filter(is_plain).filter_map(|branch| branch.get("type")).collect();
        if plain.len() != branches.len() || keywords.contains_key("type") {
            continue;
        }
        let words: Vec<String> = plain
            .into_iter()
            .flat_map(|types| types.as_array().map_or(std::slice::from_ref(types), Vec::as_slice))
            .filter_map(|word| word.as_str().map(str::to_owned))
            .collect();
        let types = list_types(|word| words.iter().any(|known| known == word));
        keywords.shift_remove(keyword);
        keywords.shift_insert(0, "type".to_owned(), types);
    }
}

/// A list of one value is a constant, and a constant has its type.
fn fold_constant(keywords: &mut Map<String, Value>) {
    if let Some([value]) = keywords.get("enum").and_then(Value::as_array).map(Vec::as_slice) {
        let value = value.clone();
        let rest = std::mem::take(keywords).into_iter().filter(|(keyword, _)| keyword != "const");
        let renamed =
            rest.map(|(keyword, listed)| if keyword == "enum" { ("const".to_owned(), value.clone()) } else { (keyword, listed) });
        *keywords = renamed.collect();
    }
    let Some(constant) = keywords.get("const") else { return };
    let says_it = match keywords.get("type").and_then(Value::as_str) {
        Some("string") => constant.is_string(),
        Some("boolean") => constant.is_boolean(),
        Some("integer") => constant.is_i64() || constant.is_u64(),
        Some("number") => constant.is_number(),
        _ => false,
    };
    if says_it {
        keywords.shift_remove("type");
    }
}

/// `"string"`, or `["string", "null"]`, in one order.
pub(super) fn list_types(is_there: impl Fn(&str) -> bool) -> Value {
    let order = ["object", "array", "string", "number", "integer", "boolean", "null"];
    let words: Vec<&str> =
        order.into_iter().filter(|word| is_there(word)).filter(|word| *word != "integer" || !is_there("number")).collect();
    match words.as_slice() {
        [one] => Value::from(*one),
        several => several.into(),
    }
}

#[cfg(test)]
mod tests {
    use super::settle;
    use serde_json::{Value, json};

    #[test]
    fn what_is_said_in_several_ways_is_spelled_in_one() {
        for (schema, is_nullable, expected) in [
            (json!({}), true, json!(true)),
            (json!({ "type": "string", "enum": ["a"] }), false, json!({ "const": "a" })),
            (json!({ "type": ["string", "null"], "enum": ["a"] }), false, json!({ "type": ["string", "null"], "const": "a" })),
            (
                json!({ "allOf": [{ "$ref": "#/$defs/A" }], "readOnly": true }),
                false,
                json!({ "$ref": "#/$defs/A", "readOnly": true }),
            ),
            (
                json!({ "allOf": [{ "$ref": "#/$defs/A" }] }),
                true,
                json!({ "anyOf": [{ "$ref": "#/$defs/A" }, { "type": "null" }] }),
            ),
            (
                json!({ "oneOf": [{ "$ref": "#/$defs/A" }, { "type": "null" }] }),
                false,
                json!({ "anyOf": [{ "$ref": "#/$defs/A" }, { "type": "null" }] }),
            ),
            (
                json!({ "oneOf": [{ "type": "integer" }, { "type": "string" }] }),
                true,
                json!({ "type": ["string", "integer", "null"] }),
            ),
            (
                json!({ "anyOf": [{ "type": ["integer", "null"] }, { "type": "number" }] }),
                false,
                json!({ "type": ["number", "null"] }),
            ),
        ] {
            let Value::Object(keywords) = schema else { panic!("an object") };
            assert_eq!(settle(keywords, is_nullable).to_string(), expected.to_string());
        }
    }
}
