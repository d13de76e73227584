//! Servers and their variables.

use super::{Builder, Node};
use crate::diagnostic::Code;
use indexmap::IndexMap;
use openapiv3::{Server, ServerVariable};
use serde_json::Value;

impl<'d> Builder<'d, '_> {
    /// The servers of a document, path item or operation.
    pub(super) fn servers(&mut self, owner: &Node<'d>) -> Vec<Server> {
        const NOTE: &str = "the server is ignored";
        let mut servers = Vec::new();
        for (at, value) in self.list(owner, "servers") {
            let Value::Object(object) = value else {
                self.wrong_type(&at, "a server", value, "an object", NOTE);
                continue;
            };
            let node = Node { at, object };
            let Some(url) = self.required_text(&node, "url", "the server", NOTE) else { continue };
            let mut variables = IndexMap::new();
            for (name, at, value) in self.map(&node, "variables") {
                match value {
                    Value::Object(object) => drop(variables.insert(name.to_owned(), self.variable(Node { at, object }))),
                    _ if name.starts_with("x-") => {}
                    other => self.wrong_type(&at, "a server variable", other, "an object", "the variable is ignored"),
                }
            }
            servers.push(Server {
                url,
                description: self.text(&node, "description"),
                variables: (!variables.is_empty()).then_some(variables),
                extensions: self.extensions(&node),
            });
        }
        servers
    }

    fn variable(&mut self, node: Node<'d>) -> ServerVariable {
        let mut enumeration = Vec::new();
        for (at, value) in self.list(&node, "enum") {
            match value {
                Value::String(text) => enumeration.push(text.clone()),
                // YAML reads `443` as a number.
                Value::Number(_) | Value::Bool(_) => enumeration.push(value.to_string()),
                other => self.wrong_type(&at, "a value of a server variable", other, "a string", "the value is ignored"),
            }
        }
        let default = self.text(&node, "default").unwrap_or_else(|| {
            let message = "the server variable has no `default`";
            let note = if enumeration.is_empty() { "it is empty by default" } else { "its first value is the default" };
            self.warn(Code::MissingField, &node.at, message, note);
            enumeration.first().cloned().unwrap_or_default()
        });
        ServerVariable { enumeration, default, description: self.text(&node, "description"), extensions: self.extensions(&node) }
    }
}
