//! The value of a parameter, seen as the style table sees it: undefined, a scalar, a list or an object.
//!
//! Values come as JSON text, so that one piece of code serves every type. Numbers and the order of properties stay as written.

use crate::runtime::json::{Encode, to_vec};

/// How deep a value may nest; deeper ones are refused, never followed.
const MAX_DEPTH: usize = 64;

/// A value.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Shape {
    /// Absent, or `null`: RFC 6570 calls both undefined.
    Undefined,
    /// A string, without its quotes and escapes.
    Text(String),
    /// A number or a boolean, as its JSON text.
    Literal(String),
    /// An array.
    List(Vec<Shape>),
    /// An object, in the order in which it was written.
    Fields(Vec<(String, Shape)>),
}

impl Shape {
    /// The shape of a value; `None` if its encoder wrote something that is not JSON, or that nests too deep.
    pub(super) fn of(value: &dyn Encode) -> Option<Shape> {
        if value.is_absent() {
            return Some(Shape::Undefined);
        }
        let json = to_vec(value);
        let mut walker = Walker { json: &json, at: 0 };
        let shape = walker.value(0)?;
        walker.skip_space();
        (walker.at == json.len()).then_some(shape)
    }

    /// Whether it is a list or an object.
    pub(super) fn is_compound(&self) -> bool {
        matches!(self, Shape::List(_) | Shape::Fields(_))
    }

    /// The value as compact JSON, for places that hold it as one piece of text.
    pub(super) fn to_json(&self) -> String {
        let mut json = String::new();
        self.write_json(&mut json);
        json
    }

    fn write_json(&self, json: &mut String) {
        match self {
            Shape::Undefined => json.push_str("null"),
            Shape::Text(text) => json.push_str(&quoted(text)),
            Shape::Literal(text) => json.push_str(text),
            Shape::List(items) => {
                json.push('[');
                for (index, item) in items.iter().enumerate() {
                    if index > 0 {
                        json.push(',');
                    }
                    item.write_json(json);
                }
                json.push(']');
            }
            Shape::Fields(fields) => {
                json.push('{');
                for (index, (key, value)) in fields.iter().enumerate() {
                    if index > 0 {
                        json.push(',');
                    }
                    json.push_str(&quoted(key));
                    json.push(':');
                    value.write_json(json);
                }
                json.push('}');
            }
        }
    }
}

fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

/// Walks JSON text that an encoder wrote. It checks no more than it must to stay inside the text.
struct Walker<'j> {
    json: &'j [u8],
    at: usize,
}

impl Walker<'_> {
    fn value(&mut self, depth: usize) -> Option<Shape> {
        if depth > MAX_DEPTH {
            return None;
        }
        self.skip_space();
        match *self.json.get(self.at)? {
            b'"' => self.string().map(Shape::Text),
            b'[' => self.list(depth),
            b'{' => self.fields(depth),
            _ => self.literal(),
        }
    }

    fn list(&mut self, depth: usize) -> Option<Shape> {
        let mut items = Vec::new();
        self.at += 1;
        if self.take(b']') {
            return Some(Shape::List(items));
        }
        loop {
            items.push(self.value(depth + 1)?);
            if self.take(b']') {
                return Some(Shape::List(items));
            }
            self.expect(b',')?;
        }
    }

    fn fields(&mut self, depth: usize) -> Option<Shape> {
        let mut fields = Vec::new();
        self.at += 1;
        if self.take(b'}') {
            return Some(Shape::Fields(fields));
        }
        loop {
            self.skip_space();
            let key = self.string()?;
            self.expect(b':')?;
            fields.push((key, self.value(depth + 1)?));
            if self.take(b'}') {
                return Some(Shape::Fields(fields));
            }
            self.expect(b',')?;
        }
    }

    fn string(&mut self) -> Option<String> {
        let start = self.at;
        if self.json.get(start) != Some(&b'"') {
            return None;
        }
        self.at += 1;
        loop {
            match *self.json.get(self.at)? {
                b'"' => break,
                b'\\' => self.at += 2,
                _ => self.at += 1,
            }
        }
        self.at += 1;
        serde_json::from_slice(self.json.get(start..self.at)?).ok()
    }

    fn literal(&mut self) -> Option<Shape> {
        let start = self.at;
        while self.json.get(self.at).is_some_and(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'+' | b'.')) {
            self.at += 1;
        }
        match std::str::from_utf8(self.json.get(start..self.at)?).ok()? {
            "" => None,
            "null" => Some(Shape::Undefined),
            text => Some(Shape::Literal(text.to_owned())),
        }
    }

    fn skip_space(&mut self) {
        while self.json.get(self.at).is_some_and(|byte| byte.is_ascii_whitespace()) {
            self.at += 1;
        }
    }

    fn take(&mut self, byte: u8) -> bool {
        self.skip_space();
        let found = self.json.get(self.at) == Some(&byte);
        self.at += usize::from(found);
        found
    }

    fn expect(&mut self, byte: u8) -> Option<()> {
        self.take(byte).then_some(())
    }
}
