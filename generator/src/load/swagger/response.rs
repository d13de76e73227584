//! Responses: `schema` moves below each media type of `produces`, and what describes the value of a header into a schema.

use super::{Lowering, Node, operation::Media};
use crate::pointer::Pointer;
use serde_json::{Map, Value};

impl<'d> Lowering<'d> {
    /// A response at `to` of an operation that produces `media`.
    pub(super) fn response(&mut self, node: Node<'d>, to: Pointer, media: &Media) -> Value {
        if node.text("$ref").is_some() {
            // A shared response is lowered with the media types of the root; an operation with its own has a copy, of which the schema is shared.
            return match self.resolve(node.clone()) {
                Some(target) if media.own && target.get("schema").is_some() && self.copies(&target) => {
                    self.response_at(target, to, media, true)
                }
                _ => node.value.clone(),
            };
        }
        self.response_at(node, to, media, false)
    }

    fn response_at(&mut self, node: Node<'d>, to: Pointer, media: &Media, shared: bool) -> Value {
        let Value::Object(old) = node.value else { return node.value.clone() };
        let mut new = Map::new();
        for (key, value) in old {
            match key.as_str() {
                "schema" | "examples" => {}
                "headers" if value.is_object() => {
                    let at = to.key("headers");
                    let headers = Node { at: node.at.key("headers"), value };
                    let headers = headers.members().map(|(name, node)| (name.clone(), self.header(node, at.key(name)))).collect();
                    new.insert(key.clone(), Value::Object(headers));
                }
                _ => drop(new.insert(key.clone(), value.clone())),
            }
        }
        let Some(schema) = node.get("schema") else { return Value::Object(new) };
        let mut types = media.types.clone();
        if types.is_empty() {
            let binary = schema.text("type") == Some("file");
            types.push(if binary { "application/octet-stream" } else { "application/json" }.to_owned());
        }
        let mut content = self.content(&schema, &to.key("content"), &types, shared);
        if let (Some(Value::Object(examples)), Value::Object(content)) = (old.get("examples"), &mut content) {
            for (name, example) in examples {
                if let Some(Value::Object(media_type)) = content.get_mut(name) {
                    media_type.insert("example".to_owned(), example.clone());
                }
            }
        }
        new.insert("content".to_owned(), content);
        Value::Object(new)
    }

    fn header(&mut self, node: Node<'d>, to: Pointer) -> Value {
        let Value::Object(old) = node.value else { return node.value.clone() };
        if old.contains_key("$ref") {
            return node.value.clone();
        }
        let mut new: Map<String, Value> = old
            .iter()
            .filter(|(key, _)| *key == "description" || key.starts_with("x-"))
            .map(|(key, value)| (key.clone(), value.clone()))
            .collect();
        new.insert("schema".to_owned(), self.value_schema(&node, &to.key("schema")));
        Value::Object(new)
    }
}
