//! What a schema of the tables accepts, as far as a command line has to know.

use serde_json::Value;

/// What values there may be.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Shape {
    pub(super) any: bool,
    pub(super) string: bool,
    pub(super) integer: bool,
    pub(super) number: bool,
    pub(super) boolean: bool,
    pub(super) null: bool,
    pub(super) object: bool,
    pub(super) array: bool,
    /// A file: text, or bytes as an object.
    pub(super) file: bool,
    /// Whether there are scalars beside the listed values.
    open: bool,
    /// The known values, where they are listed.
    pub(super) values: Vec<Value>,
    /// What the items of a list are, where all are alike.
    pub(super) items: Option<Value>,
}

/// References within references end somewhere in all but hostile tables.
const DEEPEST: usize = 32;

impl Shape {
    /// The shape of a schema that is text.
    pub(super) fn parse(schema: &str, schemas: &[(&str, &str)]) -> Shape {
        Shape::of(&parsed(schema), schemas)
    }

    /// The shape of a schema.
    pub(super) fn of(schema: &Value, schemas: &[(&str, &str)]) -> Shape {
        let mut shape = Shape::default();
        shape.add(schema, schemas, DEEPEST);
        shape
    }

    /// Whether it is one of listed values.
    pub(super) fn is_choice(&self) -> bool {
        let is_open = self.open || self.any || self.object || self.array;
        !is_open && !self.values.is_empty()
    }

    /// Whether it is a list and nothing else.
    pub(super) fn is_list(&self) -> bool {
        self.array && !(self.any || self.string || self.integer || self.number || self.boolean || self.object)
    }

    /// Whether there is nothing but text.
    pub(super) fn is_text(&self) -> bool {
        self.string && !(self.any || self.integer || self.number || self.boolean || self.object || self.array)
    }

    fn add(&mut self, schema: &Value, schemas: &[(&str, &str)], depth: usize) {
        if depth == 0 {
            self.any = true;
            return;
        }
        if let Some(name) = schema["$ref"].as_str().and_then(|reference| reference.strip_prefix("#/$defs/")) {
            match schemas.iter().find(|(known, _)| *known == name) {
                Some((_, text)) => self.add(&parsed(text), schemas, depth - 1),
                None => self.any = true,
            }
        } else if let Some(variants) = schema["anyOf"].as_array() {
            if is_file(variants) {
                self.file = true;
                self.string = true;
                return;
            }
            variants.iter().for_each(|variant| self.add(variant, schemas, depth - 1));
        } else {
            self.add_type(schema);
        }
    }

    fn add_type(&mut self, schema: &Value) {
        match schema["type"].as_str() {
            Some("string") => self.string = true,
            Some("integer") => self.integer = true,
            Some("number") => self.number = true,
            Some("boolean") => self.boolean = true,
            Some("null") => self.null = true,
            Some("object") => self.object = true,
            Some("array") => {
                self.array = true;
                self.items = schema.get("items").filter(|_| schema.get("prefixItems").is_none()).cloned();
            }
            _ => self.any = true,
        }
        match schema["enum"].as_array() {
            Some(values) => self.values.extend(values.iter().cloned()),
            None => self.open |= schema["type"] != "null",
        }
    }

    /// The word for its values in a synopsis.
    pub(super) fn name(&self) -> &'static str {
        match self {
            Shape { file: true, .. } => "@FILE",
            Shape { any: false, object: false, array: false, string: true, .. } => "TEXT",
            Shape { any: false, object: false, array: false, number: true, .. } => "NUMBER",
            Shape { any: false, object: false, array: false, integer: true, .. } => "INTEGER",
            Shape { any: false, object: false, array: false, boolean: true, .. } => "BOOLEAN",
            _ => "JSON",
        }
    }
}

/// Bytes, as tables describe them: text, or an object that holds them in Base64.
fn is_file(variants: &[Value]) -> bool {
    variants.len() == 2 && !variants[1]["properties"]["base64"].is_null() && variants[1]["additionalProperties"] == false
}

fn parsed(text: &str) -> Value {
    serde_json::from_str(text).unwrap_or(Value::Bool(true))
}
