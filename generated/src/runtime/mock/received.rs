//! What a mock has received.

use bytes::Bytes;
use http::HeaderMap;
use serde_json::{Map, Value, json};
use std::fmt;

/// A request that has come. `Debug` shows no header that may hold a credential.
#[derive(Clone)]
#[non_exhaustive]
pub struct Received {
    /// The name of the operation that it is meant for, if there is one.
    pub operation: Option<&'static str>,
    /// The method.
    pub method: String,
    /// The path, encoded.
    pub path: String,
    /// The arguments, by the names that the client has for them, the body among them.
    pub arguments: Map<String, Value>,
    /// The headers; those of credentials are marked sensitive.
    pub headers: HeaderMap,
    /// The body as it came.
    pub body: Bytes,
    /// What is wrong with it; nothing where it is as the document says.
    pub faults: Vec<Fault>,
    /// The status that it was answered with; `None` where the connection was ended instead.
    pub status: Option<u16>,
}

impl fmt::Debug for Received {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Received")
            .field("operation", &self.operation)
            .field("method", &self.method)
            .field("path", &self.path)
            .field("arguments", &Value::Object(self.arguments.clone()))
            .field("headers", &self.headers)
            .field("body", &format_args!("{} bytes", self.body.len()))
            .field("faults", &self.faults)
            .field("status", &self.status)
            .finish()
    }
}

/// What is wrong with a request.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Fault {
    /// The argument, by the client's name for it; empty where it is none of them.
    pub argument: String,
    /// Where it is sent: `path`, `query`, `header`, `cookie`, `body`, or `credentials`.
    pub place: &'static str,
    /// Where in the value, such as `tags[3].name`; empty for the value itself.
    pub path: String,
    /// What is wrong, such as `must be at most 100`.
    pub reason: String,
}

impl Fault {
    pub(super) fn to_json(&self) -> Value {
        json!({ "argument": self.argument, "in": self.place, "path": self.path, "reason": self.reason })
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let dot = if self.path.is_empty() || self.path.starts_with('[') || self.argument.is_empty() { "" } else { "." };
        match (self.argument.is_empty() && self.path.is_empty(), self.place) {
            (true, "") => f.write_str(&self.reason),
            (true, place) => write!(f, "{place}: {}", self.reason),
            (false, _) => write!(f, "argument `{}{dot}{}`: {}", self.argument, self.path, self.reason),
        }
    }
}
