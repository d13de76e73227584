//! Instances of a schema, as a strategy: valid by construction, as deep as they are told. It knows the keywords that the document of
//! this test uses, and panics on a schema that it would read as anything.

use proptest::{collection::vec, option, prelude::*, sample::select, strategy::Union};
use serde_json::{Map, Value, json};

/// Instances of `schema`, whose references lead into `document`.
pub(crate) fn instance(document: &Value, schema: &Value, depth: usize) -> BoxedStrategy<Value> {
    if let Some(reference) = schema.get("$ref").and_then(Value::as_str) {
        let target = document.pointer(reference.trim_start_matches('#')).expect("references lead somewhere");
        return instance(document, target, depth);
    }
    if let Some(constant) = schema.get("const") {
        return Just(constant.clone()).boxed();
    }
    if let Some(values) = schema.get("enum").and_then(Value::as_array) {
        return select(values.clone()).boxed();
    }
    for keyword in ["oneOf", "anyOf"] {
        if let Some(branches) = schema.get(keyword).and_then(Value::as_array) {
            // The first branch is the one that ends.
            let branches = branches.iter().take(if depth == 0 { 1 } else { usize::MAX });
            return Union::new(branches.map(|branch| instance(document, branch, depth.saturating_sub(1)))).boxed();
        }
    }
    if let Some(members) = schema.get("allOf").and_then(Value::as_array) {
        let members: Vec<_> = members.iter().map(|member| instance(document, member, depth)).collect();
        return members.prop_map(|members| members.into_iter().fold(json!({}), merged)).boxed();
    }
    match schema.get("type") {
        Some(Value::String(kind)) => typed(document, schema, kind, depth),
        Some(Value::Array(kinds)) => {
            let kinds = kinds.iter().filter_map(Value::as_str);
            Union::new(kinds.map(|kind| typed(document, schema, kind, depth))).boxed()
        }
        _ => {
            assert!(schema == &json!({}) || schema == &json!(true), "not a schema of this test: {schema}");
            anything(2)
        }
    }
}

fn merged(a: Value, b: Value) -> Value {
    match (a, b) {
        (Value::Object(a), Value::Object(b)) => Value::Object(a.into_iter().chain(b).collect()),
        (_, b) => b,
    }
}

fn typed(document: &Value, schema: &Value, kind: &str, depth: usize) -> BoxedStrategy<Value> {
    match kind {
        "null" => Just(Value::Null).boxed(),
        "boolean" => any::<bool>().prop_map(Value::from).boxed(),
        "integer" => integer(schema),
        // Of few digits: `serde_json` reads others a bit off unless a feature of its is on.
        "number" => any::<i32>().prop_map(|number| Value::from(f64::from(number) / 8.0)).boxed(),
        "string" => text(schema),
        "array" => array(document, schema, depth),
        "object" => object(document, schema, depth),
        kind => panic!("not a type of this test: {kind}"),
    }
}

fn integer(schema: &Value) -> BoxedStrategy<Value> {
    match schema.get("format").and_then(Value::as_str) {
        // `1.0` is an integer, too.
        Some("int32") => {
            prop_oneof![any::<i32>().prop_map(Value::from), any::<i32>().prop_map(|n| Value::from(f64::from(n)))].boxed()
        }
        Some("uint64") => any::<u64>().prop_map(Value::from).boxed(),
        _ => any::<i64>().prop_map(Value::from).boxed(),
    }
}

fn text(schema: &Value) -> BoxedStrategy<Value> {
    let known = |texts: &[&'static str]| select(texts.to_vec()).prop_map(Value::from).boxed();
    match schema.get("format").and_then(Value::as_str) {
        Some("date-time") => known(&["2024-02-29T23:59:60.123456789+01:00", "1985-04-12t23:20:50.52z", "yesterday"]),
        Some("uuid") => known(&["67e55044-10b1-426f-9247-bb680e5fe0c8", "67E55044-10B1-426F-9247-BB680E5FE0C8", ""]),
        _ => any::<String>().prop_map(Value::from).boxed(),
    }
}

fn array(document: &Value, schema: &Value, depth: usize) -> BoxedStrategy<Value> {
    let first = schema.get("prefixItems").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
    let least = schema.get("minItems").and_then(Value::as_u64).map_or(0, |least| least as usize);
    let first: Vec<_> = first.iter().map(|element| instance(document, element, depth.saturating_sub(1))).collect();
    let length = first.len();
    let items = schema.get("items").cloned().unwrap_or(json!({}));
    let rest = match depth == 0 || items == json!(false) {
        true => Just(Vec::new()).boxed(),
        false => vec(instance(document, &items, depth - 1), 0..3).boxed(),
    };
    let all = (first, least.min(length)..=length, rest).prop_map(move |(mut elements, count, rest)| {
        elements.truncate(count);
        if count == length {
            elements.extend(rest);
        }
        Value::from(elements)
    });
    all.boxed()
}

fn object(document: &Value, schema: &Value, depth: usize) -> BoxedStrategy<Value> {
    let required: Vec<&str> =
        schema.get("required").and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str).collect();
    let mut properties = Vec::new();
    for (name, property) in schema.get("properties").and_then(Value::as_object).into_iter().flatten() {
        let given = required.contains(&name.as_str());
        if !given && depth == 0 {
            continue;
        }
        let value = instance(document, property, depth.saturating_sub(1));
        let value = if given { value.prop_map(Some).boxed() } else { option::of(value).boxed() };
        properties.push((Just(name.clone()), value));
    }
    let further = match schema.get("additionalProperties") {
        Some(Value::Bool(false)) => Just(Vec::new()).boxed(),
        Some(schema) if depth > 0 => vec((any::<String>(), instance(document, schema, depth - 1)), 0..3).boxed(),
        _ => vec((select(vec!["further".to_owned(), "Further".to_owned(), "\u{0}".to_owned()]), anything(1)), 0..2).boxed(),
    };
    let all = (properties, further).prop_map(|(properties, further)| {
        let mut object: Map<String, Value> = further.into_iter().collect();
        for (name, value) in properties {
            object.remove(&name);
            object.extend(value.map(|value| (name, value)));
        }
        Value::Object(object)
    });
    all.boxed()
}

fn anything(depth: usize) -> BoxedStrategy<Value> {
    let scalar = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<String>().prop_map(Value::from),
    ];
    if depth == 0 {
        return scalar.boxed();
    }
    let list = vec(anything(depth - 1), 0..3).prop_map(Value::from);
    let map = vec((any::<String>(), anything(depth - 1)), 0..3).prop_map(|pairs| Value::Object(pairs.into_iter().collect()));
    prop_oneof![scalar, list, map].boxed()
}
