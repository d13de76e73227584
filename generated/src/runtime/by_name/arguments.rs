//! The arguments of one call: values are taken out of the object one by one, each as its type.

use crate::runtime::{
    http::{Body, Error, Multipart},
    json::{Decode, from_slice, to_vec},
};
use serde_json::{Map, Value};

/// The arguments of a call, or the parts of its body.
#[derive(Debug)]
pub struct Arguments {
    operation: &'static str,
    /// What holds these: `body`, or empty.
    within: &'static str,
    values: Map<String, Value>,
}

impl Arguments {
    pub(super) fn new(operation: &'static str, values: Map<String, Value>) -> Self {
        Arguments { operation, within: "", values }
    }

    /// Whether an argument is given.
    pub fn has(&self, name: &str) -> bool {
        self.values.contains_key(name)
    }

    /// An argument that a call must give.
    pub fn take<T: Decode>(&mut self, name: &str) -> Result<T, Error> {
        let json = self.json(name)?;
        from_slice(&json).map_err(|fault| self.refuse(name, &fault.path(), &fault.message()))
    }

    /// An argument that a call may give. `null` is the same as none, unless the type has a word for it.
    pub fn optional<T: Decode>(&mut self, name: &str) -> Result<Option<T>, Error> {
        let is_null = match self.values.get(name) {
            None => return Ok(None),
            Some(value) => value.is_null(),
        };
        match self.take(name) {
            Err(_) if is_null => Ok(None),
            taken => taken.map(Some),
        }
    }

    /// A body of bytes.
    pub fn body(&mut self, name: &str) -> Result<Body, Error> {
        self.take(name)
    }

    /// The parts of a body: an object, or nothing.
    pub fn parts(&mut self, name: &'static str) -> Result<Arguments, Error> {
        match self.values.remove(name) {
            Some(Value::Object(values)) => Ok(Arguments { operation: self.operation, within: name, values }),
            None | Some(Value::Null) => Ok(Arguments { operation: self.operation, within: name, values: Map::new() }),
            Some(_) => Err(self.refuse(name, "", "expected an object of parts")),
        }
    }

    /// The parts of a body, where the document does not say which there are.
    pub fn multipart(&mut self, name: &'static str, media_type: &'static str) -> Result<Multipart, Error> {
        let mut parts = self.parts(name)?;
        let mut multipart = Multipart::new(media_type);
        for (part, value) in std::mem::take(&mut parts.values) {
            let values = if let Value::Array(values) = value { values } else { vec![value] };
            for value in values {
                let is_file = |value: &Value| value.get("base64").or(value.get("text")).is_some_and(Value::is_string);
                if is_file(&value) {
                    parts.values.insert(part.clone(), value);
                    multipart.file(&part, "", &parts.take(&part)?);
                } else {
                    multipart.text(&part, "", &value);
                }
            }
        }
        Ok(multipart)
    }

    /// Refuses what nobody took.
    pub fn end(self) -> Result<(), Error> {
        match self.values.keys().next() {
            Some(name) => Err(Error::build(self.operation, format!("{} does not exist", self.spell(name, "")))),
            None => Ok(()),
        }
    }

    /// What to say where none of several arguments is given, though one must be.
    pub fn missing(&self, names: &[&str]) -> Error {
        let names: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
        Error::build(self.operation, format!("one of the arguments {} is needed", names.join(", ")))
    }

    fn json(&mut self, name: &str) -> Result<Vec<u8>, Error> {
        match self.values.remove(name) {
            Some(value) => Ok(to_vec(&value)),
            None => Err(Error::build(self.operation, format!("{} is missing", self.spell(name, "")))),
        }
    }

    fn refuse(&self, name: &str, path: &str, message: &str) -> Error {
        Error::build(self.operation, format!("{}: {message}", self.spell(name, path)))
    }

    /// `` argument `body.tags[3]` ``
    fn spell(&self, name: &str, path: &str) -> String {
        let mut text = self.within.to_owned();
        for part in [&name.escape_debug().to_string(), path].into_iter().filter(|part| !part.is_empty()) {
            if !text.is_empty() && !part.starts_with('[') {
                text.push('.');
            }
            text.push_str(part);
        }
        format!("argument `{text}`")
    }
}
