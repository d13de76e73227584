//! JSON pointers (RFC 6901): the name of a place in the document.
//!
//! Every node of the intermediate representation carries the pointer it came from. A pointer says nothing of lines and
//! columns: those are computed from the source text only when a diagnostic is printed.

use serde_json::Value;
use std::{borrow::Borrow, fmt, sync::Arc};

/// A place in the bundled document, as RFC 6901 text without a leading `#`; the root is the empty text.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Pointer(Arc<str>);

impl Pointer {
    /// The whole document.
    pub fn root() -> Pointer {
        Pointer("".into())
    }

    /// A pointer from its RFC 6901 text, such as `/paths/~1pets/get`.
    pub fn new(text: &str) -> Pointer {
        Pointer(text.into())
    }

    /// The place one step further: a key of an object, unescaped.
    pub fn key(&self, key: &str) -> Pointer {
        let mut text = String::with_capacity(self.0.len() + key.len() + 1);
        text.push_str(&self.0);
        push_key(&mut text, key);
        Pointer(text.into())
    }

    /// The place one step further: an index of an array.
    pub fn index(&self, index: usize) -> Pointer {
        Pointer(format!("{}/{index}", self.0).into())
    }

    /// The place that holds this one; `None` for the root.
    pub fn parent(&self) -> Option<Pointer> {
        self.0.rfind('/').map(|end| Pointer(self.0[..end].into()))
    }

    /// The unescaped steps from the root.
    pub fn tokens(&self) -> impl Iterator<Item = String> + '_ {
        self.0.split('/').skip(1).map(|token| token.replace("~1", "/").replace("~0", "~"))
    }

    /// Whether this place is `other` or below it.
    pub fn is_within(&self, other: &Pointer) -> bool {
        self.0.strip_prefix(&*other.0).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    }

    /// The node of `root` at this place.
    pub fn find<'v>(&self, root: &'v Value) -> Option<&'v Value> {
        let mut node = root;
        for token in self.0.split('/').skip(1) {
            node = step(node, token)?;
        }
        Some(node)
    }

    /// The RFC 6901 text, without a leading `#`.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// One step down, by an escaped token.
pub(crate) fn step<'v>(node: &'v Value, token: &str) -> Option<&'v Value> {
    match node {
        Value::Object(object) if token.contains('~') => object.get(&token.replace("~1", "/").replace("~0", "~")),
        Value::Object(object) => object.get(token),
        // RFC 6901: an index is digits without a leading zero.
        Value::Array(list) if token == "0" || token.bytes().next().is_some_and(|first| (b'1'..=b'9').contains(&first)) => {
            list.get(token.parse::<usize>().ok()?)
        }
        _ => None,
    }
}

/// Appends a key to a pointer's text.
pub(crate) fn push_key(text: &mut String, key: &str) {
    text.push('/');
    for c in key.chars() {
        match c {
            '~' => text.push_str("~0"),
            '/' => text.push_str("~1"),
            c => text.push(c),
        }
    }
}

/// Appends an index to a pointer's text.
pub(crate) fn push_index(text: &mut String, index: usize) {
    text.push('/');
    text.push_str(&index.to_string());
}

/// A pointer is equal to, ordered and hashed like its text, so that maps of pointers can be asked with text.
impl Borrow<str> for Pointer {
    fn borrow(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Pointer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "#{}", self.0)
    }
}

impl fmt::Debug for Pointer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}
