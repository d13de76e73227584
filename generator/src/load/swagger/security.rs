//! Security definitions.

use super::{Lowering, Node};
use serde_json::{Map, Value, json};

impl<'d> Lowering<'d> {
    /// A security definition as a security scheme. What it says in the place of another stays as it is, to be reported.
    pub(super) fn scheme(&mut self, node: Node<'d>) -> Value {
        let Value::Object(old) = node.value else { return node.value.clone() };
        let mut new = Map::new();
        let mut flow = Map::new();
        for (key, value) in old {
            match key.as_str() {
                "authorizationUrl" | "tokenUrl" | "scopes" => drop(flow.insert(key.clone(), value.clone())),
                "flow" => {}
                _ => drop(new.insert(key.clone(), value.clone())),
            }
        }
        match node.text("type") {
            Some("basic") => {
                new.insert("type".to_owned(), json!("http"));
                new.insert("scheme".to_owned(), json!("basic"));
            }
            Some("oauth2") => {
                let name = match node.text("flow") {
                    Some("application") => "clientCredentials",
                    Some("accessCode") => "authorizationCode",
                    Some("password") => "password",
                    _ => "implicit",
                };
                new.insert("flows".to_owned(), json!({ name: flow }));
            }
            _ => {}
        }
        Value::Object(new)
    }
}
