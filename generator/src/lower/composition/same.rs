//! Values of `enum` and `const`: which of them JSON counts as one, and lists of them that may be long.

use serde_json::Value;
use std::{
    collections::{HashMap, hash_map::DefaultHasher},
    hash::{Hash, Hasher},
};

/// Equality of JSON values: numbers by value (JSON Schema 2020-12 core §4.2.2).
pub(in crate::lower) fn same(a: &Value, b: &Value) -> bool {
    match (a, b) {
        (Value::Number(a), Value::Number(b)) => {
            a == b
                || a.as_f64()
                    .zip(b.as_f64())
                    .is_some_and(|(x, y)| x == y && !(a.is_i64() && b.is_i64() || a.is_u64() && b.is_u64()))
        }
        (Value::Array(a), Value::Array(b)) => a.len() == b.len() && a.iter().zip(b).all(|(a, b)| same(a, b)),
        (Value::Object(a), Value::Object(b)) => {
            a.len() == b.len() && a.iter().all(|(key, value)| b.get(key).is_some_and(|other| same(value, other)))
        }
        (a, b) => a == b,
    }
}

/// Distinct values, and where each stood first. Looking one up costs the same however long the list is.
pub(in crate::lower) struct Listed<'v> {
    values: Vec<(usize, &'v Value)>,
    /// Indices into `values`, by [`bucket`].
    buckets: HashMap<u64, Vec<usize>>,
}

impl<'v> Listed<'v> {
    pub(in crate::lower) fn new(values: impl IntoIterator<Item = &'v Value>) -> Listed<'v> {
        let mut listed = Listed { values: Vec::new(), buckets: HashMap::new() };
        for (place, value) in values.into_iter().enumerate() {
            if listed.position(value).is_none() {
                listed.buckets.entry(bucket(value)).or_default().push(listed.values.len());
                listed.values.push((place, value));
            }
        }
        listed
    }

    /// Where a value stood first.
    pub(in crate::lower) fn position(&self, value: &Value) -> Option<usize> {
        let candidates = self.buckets.get(&bucket(value))?.iter().map(|index| self.values[*index]);
        candidates.into_iter().find(|(_, known)| same(known, value)).map(|(place, _)| place)
    }

    /// The values, in their order.
    pub(in crate::lower) fn values(self) -> Vec<&'v Value> {
        self.values.into_iter().map(|(_, value)| value).collect()
    }
}

/// A number that is equal for values that are the same.
fn bucket(value: &Value) -> u64 {
    let mut hasher = DefaultHasher::new();
    match value {
        // Integers and floats of one value are the same; so are both zeros.
        Value::Number(number) => number.as_f64().map(|number| (number + 0.0).to_bits()).hash(&mut hasher),
        Value::Array(list) => list.iter().map(bucket).collect::<Vec<u64>>().hash(&mut hasher),
        // Keys have no order.
        Value::Object(map) => {
            let mut entries: Vec<(&String, u64)> = map.iter().map(|(key, value)| (key, bucket(value))).collect();
            entries.sort_unstable();
            entries.hash(&mut hasher);
        }
        Value::String(text) => text.hash(&mut hasher),
        Value::Null | Value::Bool(_) => value.as_bool().hash(&mut hasher),
    }
    hasher.finish()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn values_that_are_the_same_are_listed_once() {
        let values = [
            json!(1),
            json!("1"),
            json!(1.0),
            json!(0),
            json!(-0.0),
            json!(null),
            json!(false),
            json!({"a": 1, "b": [2]}),
            json!({"b": [2.0], "a": 1}),
            json!([1, "a"]),
            json!([1.0, "a"]),
            json!(9_007_199_254_740_993_u64),
            json!(9_007_199_254_740_992_u64),
        ];
        let listed = Listed::new(&values);
        assert_eq!(listed.position(&json!([1, "a"])), Some(9));
        assert_eq!(listed.position(&json!([1, "b"])), None);
        let distinct = [0, 1, 3, 5, 6, 7, 9, 11, 12].map(|index: usize| &values[index]);
        assert_eq!(listed.values(), distinct);
    }
}
