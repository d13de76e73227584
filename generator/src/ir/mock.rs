//! What a mock of the service needs to know: schemas and examples as the document has them, with every constraint. Types of the client
//! say less, so nothing of this can be made of them.

use super::StatusMatch;
use std::collections::BTreeMap;

/// A whole service.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Mock {
    /// By index in [`Api::operations`](super::Api::operations).
    pub operations: Vec<MockOperation>,
    /// The schemas that others refer to as `#/$defs/…`, by name, as JSON.
    pub schemas: BTreeMap<String, String>,
}

/// An operation. Schemas are JSON Schema (draft 2020-12) as JSON: text, since a tree of all of them would be most of a large document
/// once more.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct MockOperation {
    /// The schema of each parameter of the operation.
    pub parameters: Vec<String>,
    /// The schema of each media type of its body.
    pub bodies: Vec<String>,
    /// Its answers, those with exact statuses first.
    pub responses: Vec<MockResponse>,
}

/// An answer.
#[derive(Clone, Debug, PartialEq)]
pub struct MockResponse {
    /// The statuses that it is for.
    pub status: StatusMatch,
    /// What it carries.
    pub content: MockContent,
    /// The media type; empty where it carries nothing.
    pub media_type: String,
    /// The schema of what it carries, or of each piece of a stream.
    pub schema: String,
    /// What the document shows: JSON where it carries JSON, else text.
    pub example: Option<String>,
    /// Headers and their schemas.
    pub headers: Vec<(String, String)>,
}

/// What an answer carries.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MockContent {
    /// Nothing.
    Empty,
    /// JSON.
    Json,
    /// Text.
    Text,
    /// Bytes.
    Bytes,
    /// Server-sent events whose data is JSON.
    Events,
    /// Server-sent events whose data is text.
    TextEvents,
    /// JSON texts.
    JsonLines,
}
