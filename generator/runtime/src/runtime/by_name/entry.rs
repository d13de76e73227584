//! What a client says about its operations: constant tables, and the way from a name to a call.

use super::{arguments::Arguments, named::NamedCall};
use crate::runtime::http::Error;
use serde_json::{Map, Value, json};
use std::collections::BTreeSet;

/// An operation that can be called by its name. `C` is the client.
#[derive(Debug)]
pub struct Entry<C: 'static> {
    /// The name, unique in the client: that of the method, with those of its groups where another method has the same.
    pub name: &'static str,
    /// The method of the client that leads to each group, outermost first.
    pub group: &'static [&'static str],
    /// The method of the last group, or of the client, that makes the call.
    pub function: &'static str,
    /// The name in the document, as errors give it.
    pub id: &'static str,
    /// The request method.
    pub method: &'static str,
    /// The path template.
    pub path: &'static str,
    /// The documentation, as Markdown; its first line is a summary.
    pub doc: &'static str,
    /// The arguments, in the order of the method.
    pub arguments: &'static [Argument],
    /// Makes the call.
    pub prepare: for<'a> fn(&'a C, &mut Arguments) -> Result<NamedCall<'a>, Error>,
}

/// An argument of an operation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Argument {
    /// The name in the object of arguments.
    pub name: &'static str,
    /// The name on the wire; that of a body is empty.
    pub wire: &'static str,
    /// Where it is sent.
    pub place: Place,
    /// Whether a call must give it. Of the bodies of an operation that must have one, a call gives exactly one.
    pub required: bool,
    /// The JSON Schema of its values, as text; `#/$defs/…` are the client's schemas, see [`schema`].
    pub schema: &'static str,
    /// The documentation, as Markdown.
    pub doc: &'static str,
}

/// Where an argument is sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Place {
    /// In the path.
    Path,
    /// In the query.
    Query,
    /// In a header.
    Header,
    /// In the `Cookie` header.
    Cookie,
    /// As the body, of this media type.
    Body(&'static str),
}

impl<C> Entry<C> {
    /// The call of this operation with these arguments: an object, or `null` for none.
    ///
    /// # Errors
    /// If an argument is missing, unknown, or not of its type. The error names it.
    pub fn prepare<'a>(&self, client: &'a C, arguments: Value) -> Result<NamedCall<'a>, Error> {
        let arguments = match arguments {
            Value::Object(arguments) => arguments,
            Value::Null => Map::new(),
            _ => return Err(Error::build(self.id, "the arguments are not a JSON object".to_owned())),
        };
        let known = |name: &str| self.arguments.iter().any(|argument| argument.name == name);
        if let Some(name) = arguments.keys().find(|name| !known(name)) {
            return Err(Error::build(self.id, format!("there is no argument `{}`{}", name.escape_debug(), self.names())));
        }
        let is_body = |argument: &&Argument| matches!(argument.place, Place::Body(_)) && arguments.contains_key(argument.name);
        if let [first, second, ..] = self.arguments.iter().filter(is_body).collect::<Vec<_>>()[..] {
            let message = format!("the arguments `{}` and `{}` are both bodies; give one", first.name, second.name);
            return Err(Error::build(self.id, message));
        }
        (self.prepare)(client, &mut Arguments::new(self.id, arguments))
    }

    fn names(&self) -> String {
        let names: Vec<String> = self.arguments.iter().map(|argument| format!("`{}`", argument.name)).collect();
        match names.is_empty() {
            true => "; it takes none".to_owned(),
            false => format!("; it takes {}", names.join(", ")),
        }
    }

    /// The JSON Schema (draft 2020-12) of the object of arguments. `schemas` are those of the client.
    pub fn schema(&self, schemas: &[(&str, &str)]) -> Value {
        let (mut properties, mut required) = (Map::new(), Vec::new());
        let bodies = self.arguments.iter().filter(|argument| matches!(argument.place, Place::Body(_))).count();
        for argument in self.arguments {
            let mut property = parsed(argument.schema);
            if let (Value::Object(property), false) = (&mut property, argument.doc.is_empty()) {
                property.insert("description".to_owned(), argument.doc.into());
            }
            properties.insert(argument.name.to_owned(), property);
            if argument.required && (bodies < 2 || !matches!(argument.place, Place::Body(_))) {
                required.push(argument.name);
            }
        }
        let object = json!({ "type": "object", "properties": properties, "required": required, "additionalProperties": false });
        with_definitions(object, schemas)
    }
}

impl Argument {
    /// An argument of this name in the path, which a call must give.
    pub const fn path(wire: &'static str, schema: &'static str, doc: &'static str) -> Self {
        Argument { name: wire, wire, place: Place::Path, required: true, schema, doc }
    }

    /// An argument of this name in the query.
    pub const fn query(wire: &'static str, schema: &'static str, doc: &'static str) -> Self {
        Argument { name: wire, wire, place: Place::Query, required: false, schema, doc }
    }

    /// An argument in the header of this name.
    pub const fn header(wire: &'static str, schema: &'static str, doc: &'static str) -> Self {
        Argument { name: wire, wire, place: Place::Header, required: false, schema, doc }
    }

    /// An argument in the cookie of this name.
    pub const fn cookie(wire: &'static str, schema: &'static str, doc: &'static str) -> Self {
        Argument { name: wire, wire, place: Place::Cookie, required: false, schema, doc }
    }

    /// The argument `body`, of this media type.
    pub const fn body(media_type: &'static str, schema: &'static str, doc: &'static str) -> Self {
        Argument { name: "body", wire: "", place: Place::Body(media_type), required: false, schema, doc }
    }

    /// The same, which a call must give.
    pub const fn required(mut self) -> Self {
        self.required = true;
        self
    }

    /// The same, with another name in the object of arguments.
    pub const fn named(mut self, name: &'static str) -> Self {
        self.name = name;
        self
    }

    /// The JSON Schema (draft 2020-12) of its values. `schemas` are those of the client.
    pub fn schema(&self, schemas: &[(&str, &str)]) -> Value {
        with_definitions(parsed(self.schema), schemas)
    }
}

/// The operation of a name.
///
/// # Errors
/// If there is none.
pub fn find<'e, C>(entries: &'e [Entry<C>], name: &str) -> Result<&'e Entry<C>, Error> {
    let found = entries.iter().find(|entry| entry.name == name);
    found.ok_or_else(|| Error::unnamed(format!("there is no operation `{}`", name.escape_debug())))
}

/// A schema of the client, by its name, with all that it refers to.
pub fn schema(schemas: &[(&str, &str)], name: &str) -> Option<Value> {
    let (_, text) = schemas.iter().find(|(known, _)| *known == name)?;
    Some(with_definitions(parsed(text), schemas))
}

fn parsed(text: &str) -> Value {
    serde_json::from_str(text).unwrap_or(Value::Bool(true))
}

/// Adds the schemas that a schema refers to, and those that they refer to.
fn with_definitions(mut schema: Value, schemas: &[(&str, &str)]) -> Value {
    let mut found = BTreeSet::new();
    let mut open = Vec::new();
    references(&schema, &mut open);
    let mut definitions = Map::new();
    while let Some(name) = open.pop() {
        if let (true, Some((name, text))) = (found.insert(name.clone()), schemas.iter().find(|(known, _)| *known == name)) {
            let definition = parsed(text);
            references(&definition, &mut open);
            definitions.insert((*name).to_owned(), definition);
        }
    }
    if let (Value::Object(schema), false) = (&mut schema, definitions.is_empty()) {
        schema.insert("$defs".to_owned(), Value::Object(definitions));
    }
    schema
}

fn references(schema: &Value, found: &mut Vec<String>) {
    match schema {
        Value::Object(object) => {
            for (key, value) in object {
                match value {
                    Value::String(text) if key == "$ref" => found.extend(text.strip_prefix("#/$defs/").map(str::to_owned)),
                    value => references(value, found),
                }
            }
        }
        Value::Array(items) => items.iter().for_each(|item| references(item, found)),
        _ => {}
    }
}
