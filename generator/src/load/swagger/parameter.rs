//! Parameters: what describes their value moves into a schema, and `collectionFormat` becomes style and explode.

use super::{Lowering, Node};
use crate::{diagnostic::Code, load::excerpt, pointer::Pointer};
use serde_json::{Map, Value, json};

/// What a parameter says of itself; all else is about its value.
const OWN: [&str; 8] = ["name", "in", "description", "required", "deprecated", "allowEmptyValue", "collectionFormat", "schema"];

impl<'d> Lowering<'d> {
    /// A parameter at `to`. One of a body keeps its schema, and one of a form has one, so that operations can refer to it.
    pub(super) fn parameter(&mut self, node: Node<'d>, to: Pointer) -> Value {
        let Value::Object(old) = node.value else { return node.value.clone() };
        if old.contains_key("$ref") || node.text("in") == Some("body") {
            return node.value.clone();
        }
        let mut new = Map::new();
        for (key, value) in old {
            if (OWN.contains(&key.as_str()) && key != "collectionFormat" && key != "schema") || key.starts_with("x-") {
                new.insert(key.clone(), value.clone());
            }
        }
        if let Some(style) = self.style(&node) {
            new.insert("style".to_owned(), json!(style.name));
            new.insert("explode".to_owned(), json!(style.explode));
        }
        new.insert("schema".to_owned(), self.value_schema(&node, &to.key("schema")));
        Value::Object(new)
    }

    /// The schema of the value of a parameter or header, at `to`.
    pub(super) fn value_schema(&mut self, node: &Node<'d>, to: &Pointer) -> Value {
        // Not allowed here, but written.
        if let Some(schema) = node.get("schema") {
            self.made(to, &schema.at);
            return schema.value.clone();
        }
        self.made(to, &node.at);
        let keywords = node.value.as_object().into_iter().flatten();
        let keywords = keywords.filter(|(key, _)| !OWN.contains(&key.as_str()));
        Value::Object(keywords.map(|(key, value)| (key.clone(), value.clone())).collect())
    }

    /// How the elements of an array are written; `None` where the value is no array.
    pub(super) fn style(&mut self, node: &Node<'d>) -> Option<ListStyle> {
        if node.text("type") != Some("array") {
            return None;
        }
        let form = matches!(node.text("in"), Some("query" | "formData"));
        let plain = if form { "form" } else { "simple" };
        let format = node.text("collectionFormat").unwrap_or("csv");
        let (name, explode) = match format {
            "csv" => (plain, false),
            "multi" if form => ("form", true),
            "ssv" if form => ("spaceDelimited", false),
            "pipes" if form => ("pipeDelimited", false),
            _ => {
                let name = excerpt(node.text("name").unwrap_or_default());
                let message =
                    format!("the parameter {name} has the collectionFormat {}, which cannot be expressed here", excerpt(format));
                self.warn(Code::UnsupportedStyle, &node.at.key("collectionFormat"), message, "it is read as `csv`");
                (plain, false)
            }
        };
        Some(ListStyle { name, explode })
    }
}

/// How the elements of an array are written.
#[derive(Clone, Copy, Debug)]
pub(super) struct ListStyle {
    pub(super) name: &'static str,
    pub(super) explode: bool,
}
