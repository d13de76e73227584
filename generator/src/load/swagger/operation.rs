//! Path items and operations: parameters of bodies and forms become a request body.

use super::{Host, Lowering, Node, base_path, schemes};
use crate::{diagnostic::Code, load::excerpt, pointer::Pointer};
use serde_json::{Map, Value, json};
use std::collections::HashSet;

const MULTIPART: &str = "multipart/form-data";
const URLENCODED: &str = "application/x-www-form-urlencoded";

/// Media types that an operation produces.
#[derive(Clone, Debug)]
pub(super) struct Media {
    pub(super) types: Vec<String>,
    /// Whether the operation names them itself.
    pub(super) own: bool,
}

/// A parameter of an operation, behind its references.
#[derive(Clone, Debug)]
struct Use<'d> {
    /// Where it stands in the list.
    from: Node<'d>,
    /// The parameter itself; elsewhere, if it is referred to.
    parameter: Node<'d>,
}

impl Use<'_> {
    fn is_reference(&self) -> bool {
        self.from.at != self.parameter.at
    }
}

impl<'d> Lowering<'d> {
    /// A path item at `to`.
    pub(super) fn path_item(&mut self, node: Node<'d>, to: Pointer) -> Value {
        let Value::Object(old) = node.value else { return node.value.clone() };
        let (plain, of_body) = self.split(&node);
        let mut new = Map::new();
        for (key, value) in old {
            let value = match key.to_ascii_lowercase().as_str() {
                "get" | "put" | "post" | "delete" | "options" | "head" | "patch" if value.is_object() => {
                    self.operation(Node { at: node.at.key(key), value }, to.key(key), &of_body)
                }
                "parameters" if value.is_array() => self.parameters(&plain, &to.key(key)),
                _ => value.clone(),
            };
            new.insert(key.clone(), value);
        }
        Value::Object(new)
    }

    /// The parameters of a path item or operation: those that are sent elsewhere, and those of a body or form.
    fn split(&self, owner: &Node<'d>) -> (Vec<Use<'d>>, Vec<Use<'d>>) {
        let list = owner.get("parameters");
        let uses = list.iter().flat_map(Node::elements).map(|from| {
            // A broken reference stays, to be reported.
            let parameter = self.resolve(from.clone()).unwrap_or_else(|| from.clone());
            Use { from, parameter }
        });
        uses.partition(|one| !matches!(one.parameter.text("in"), Some("body" | "formData")))
    }

    fn parameters(&mut self, uses: &[Use<'d>], to: &Pointer) -> Value {
        let lowered = uses.iter().enumerate().map(|(index, one)| {
            let at = to.index(index);
            self.moved(&one.from.at, &at);
            match one.is_reference() {
                true => one.from.value.clone(),
                false => self.parameter(one.from.clone(), at),
            }
        });
        Value::Array(lowered.collect())
    }

    fn operation(&mut self, node: Node<'d>, to: Pointer, shared: &[Use<'d>]) -> Value {
        let Value::Object(old) = node.value else { return node.value.clone() };
        let (plain, mut of_body) = self.split(&node);
        let overrides = of_body.iter().any(|one| one.parameter.text("in") == Some("body"));
        let named: HashSet<&str> = of_body.iter().filter_map(|one| one.parameter.text("name")).collect();
        let inherited = shared.iter().filter(|one| match one.parameter.text("in") {
            Some("body") => !overrides && of_body.is_empty(),
            _ => !overrides && !one.parameter.text("name").is_some_and(|name| named.contains(name)),
        });
        let inherited: Vec<Use<'_>> = inherited.cloned().collect();
        of_body.extend(inherited);
        let media = match self.media_types(&node, "produces") {
            Some(types) => Media { own: types != self.produces, types },
            None => Media { types: self.produces.clone(), own: false },
        };
        let mut new = Map::new();
        for (key, value) in old {
            match key.as_str() {
                "consumes" | "produces" | "schemes" | "requestBody" | "servers" => {}
                "parameters" if value.is_array() => drop(new.insert(key.clone(), self.parameters(&plain, &to.key(key)))),
                "responses" if value.is_object() => {
                    let (at, list) = (to.key(key), Node { at: node.at.key(key), value });
                    let responses = list.members().map(|(status, node)| match status.starts_with("x-") {
                        true => (status.clone(), node.value.clone()),
                        false => (status.clone(), self.response(node, at.key(status), &media)),
                    });
                    new.insert(key.clone(), Value::Object(responses.collect()));
                }
                _ => drop(new.insert(key.clone(), value.clone())),
            }
        }
        let consumes = self.media_types(&node, "consumes").unwrap_or_else(|| self.consumes.clone());
        if let Some(body) = self.body(&of_body, &to.key("requestBody"), consumes) {
            new.insert("requestBody".to_owned(), body);
        }
        if let Some(servers) = self.own_servers(&node) {
            self.made(&to.key("servers"), &node.at.key("schemes"));
            new.insert("servers".to_owned(), servers);
        }
        Value::Object(new)
    }

    /// The servers of an operation whose `schemes` leave out the one that the document would use.
    fn own_servers(&mut self, node: &Node<'d>) -> Option<Value> {
        let own = schemes(node);
        let root = self.node(&Pointer::root())?;
        let host = Host::of(&root)?;
        let usual = schemes(&root).first().copied().or(host.scheme).unwrap_or("https");
        if own.is_empty() || own.contains(&usual) {
            return None;
        }
        let base = base_path(&root);
        Some(own.iter().map(|scheme| json!({ "url": format!("{scheme}://{}{base}", host.name) })).collect())
    }

    /// The request body of an operation, at `to`.
    fn body(&mut self, uses: &[Use<'d>], to: &Pointer, consumes: Vec<String>) -> Option<Value> {
        let first = uses.iter().find(|one| one.parameter.text("in") == Some("body"));
        let Some(body) = first else {
            return if uses.is_empty() { None } else { Some(self.form(uses, to, consumes)) };
        };
        for other in uses.iter().filter(|one| one.from.at != body.from.at) {
            let name = excerpt(other.parameter.text("name").unwrap_or_default());
            let message = format!("the parameter {name} stands beside another body");
            self.warn(Code::UnsupportedParameter, &other.from.at, message, "the parameter is skipped");
        }
        self.made(to, &body.from.at);
        let mut new = Map::new();
        let copy = !body.is_reference() || self.copies(&body.parameter);
        for (key, value) in body.parameter.value.as_object()?.iter().filter(|_| copy) {
            if matches!(key.as_str(), "description" | "required") || key.starts_with("x-") {
                new.insert(key.clone(), value.clone());
            }
        }
        let types = if consumes.is_empty() { vec!["application/json".to_owned()] } else { consumes };
        let content = match body.parameter.get("schema") {
            Some(schema) => self.content(&schema, &to.key("content"), &types, body.is_reference()),
            None => types.iter().map(|name| (name.clone(), json!({}))).collect(),
        };
        new.insert("content".to_owned(), content);
        Some(Value::Object(new))
    }

    /// One schema under several media types. It stands under the first one, unless it is shared; the others refer to it, so that it
    /// stays one.
    pub(super) fn content(&mut self, schema: &Node<'d>, to: &Pointer, types: &[String], shared: bool) -> Value {
        let mut content = Map::new();
        let mut place = shared.then(|| schema.at.clone());
        for name in types {
            let at = to.key(name).key("schema");
            let value = match &place {
                Some(place) => self.link(&at, place),
                None => {
                    self.moved(&schema.at, &at);
                    place = Some(schema.at.clone());
                    schema.value.clone()
                }
            };
            content.insert(name.clone(), json!({ "schema": value }));
        }
        Value::Object(content)
    }

    /// The parameters of a form as one object.
    fn form(&mut self, uses: &[Use<'d>], to: &Pointer, consumes: Vec<String>) -> Value {
        let has_file = uses.iter().any(|one| one.parameter.text("type") == Some("file"));
        let mut types: Vec<String> =
            consumes.into_iter().filter(|name| name == MULTIPART || (name == URLENCODED && !has_file)).collect();
        if types.is_empty() {
            types.push(if has_file { MULTIPART } else { URLENCODED }.to_owned());
        }
        if let Some(parent) = uses.first().and_then(|one| one.from.at.parent()) {
            self.made(to, &parent);
        }
        let media_at = to.key("content").key(&types[0]);
        let schema_at = media_at.key("schema");
        let mut properties = Map::new();
        let mut required = Vec::new();
        let mut encoding = Map::new();
        for one in uses {
            let Some(name) = one.parameter.text("name") else {
                self.warn(Code::MissingField, &one.parameter.at, "the parameter has no `name`", "the parameter is skipped");
                continue;
            };
            if properties.contains_key(name) {
                let message = format!("the parameter {} is declared twice", excerpt(name));
                self.warn(Code::DuplicateParameter, &one.from.at, message, "the first one counts");
                continue;
            }
            let at = schema_at.key("properties").key(name);
            let schema = match one.is_reference() {
                true => self.link(&at, &one.parameter.at.key("schema")),
                false => {
                    let mut schema = self.value_schema(&one.parameter, &at);
                    if let (Value::Object(schema), Some(text)) = (&mut schema, one.parameter.text("description")) {
                        schema.insert("description".to_owned(), json!(text));
                    }
                    schema
                }
            };
            properties.insert(name.to_owned(), schema);
            if one.parameter.value.get("required") == Some(&Value::Bool(true)) {
                required.push(name);
            }
            if let Some(style) = self.style(&one.parameter) {
                encoding.insert(name.to_owned(), json!({ "style": style.name, "explode": style.explode }));
            }
        }
        let mut content = Map::new();
        for name in &types {
            let schema = match content.is_empty() {
                true => json!({ "type": "object", "properties": properties, "required": required }),
                false => {
                    let at = to.key("content").key(name).key("schema");
                    self.link(&at, &schema_at)
                }
            };
            let mut media_type = Map::from_iter([("schema".to_owned(), schema)]);
            if !encoding.is_empty() {
                media_type.insert("encoding".to_owned(), Value::Object(encoding.clone()));
            }
            content.insert(name.clone(), Value::Object(media_type));
        }
        json!({ "required": !required.is_empty(), "content": content })
    }
}
