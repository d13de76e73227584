//! What answers hold.

use crate::{
    ir::{Doc, Type},
    pointer::Pointer,
};

/// What a successful call gives.
#[derive(Clone, Debug)]
pub enum Success {
    /// One type, whatever the status.
    One(ResponseContent),
    /// It differs by status.
    ByStatus(Vec<SuccessCase>),
}

/// A documented success.
#[derive(Clone, Debug)]
pub struct SuccessCase {
    /// Where it stands.
    pub origin: Pointer,
    /// The statuses.
    pub status: StatusMatch,
    /// What it carries.
    pub content: ResponseContent,
    /// Documentation.
    pub doc: Doc,
}

/// A documented failure.
#[derive(Clone, Debug)]
pub struct Failure {
    /// Where it stands.
    pub origin: Pointer,
    /// The statuses.
    pub status: StatusMatch,
    /// What it carries.
    pub content: ResponseContent,
    /// Documentation.
    pub doc: Doc,
}

/// Which statuses a response covers. More exact ones win.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum StatusMatch {
    /// One status.
    Code(u16),
    /// A hundred of them: `4` for `4XX`.
    Range(u8),
    /// All others.
    Default,
}

/// What a response carries.
#[derive(Clone, Debug, PartialEq)]
pub enum ResponseContent {
    /// Nothing.
    Empty,
    /// JSON (`+json` too), with its media type.
    Json(Type, String),
    /// Text, with its media type.
    Text(String),
    /// Bytes, with their media type.
    Bytes(String),
}

impl ResponseContent {
    /// What to ask for in `Accept`; `None` where nothing comes.
    pub fn media_type(&self) -> Option<&str> {
        match self {
            ResponseContent::Empty => None,
            ResponseContent::Json(_, media) | ResponseContent::Text(media) | ResponseContent::Bytes(media) => Some(media),
        }
    }
}

/// An answer that comes in pieces.
#[derive(Clone, Debug, PartialEq)]
pub struct Stream {
    /// What to ask for in `Accept`.
    pub media_type: String,
    /// What the pieces are.
    pub content: StreamContent,
    /// Where the schema of a piece stands.
    pub item: Option<Pointer>,
}

/// What the pieces of an answer are.
#[derive(Clone, Debug, PartialEq)]
pub enum StreamContent {
    /// Bytes, as they come.
    Bytes,
    /// Server-sent events whose data is JSON of this type.
    Events(Type),
    /// Server-sent events whose data is text.
    TextEvents,
    /// JSON texts of this type, a line each or behind a separator each.
    JsonLines(Type),
}

/// A header of a response.
#[derive(Clone, Debug, PartialEq)]
pub struct ResponseHeader {
    /// Its name on the wire.
    pub wire: String,
    /// The type of its value.
    pub ty: Type,
    /// How the value is read.
    pub form: HeaderForm,
    /// Documentation.
    pub doc: Doc,
}

/// How the value of a header is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HeaderForm {
    /// As one text, number or boolean.
    Scalar,
    /// As several with commas between them.
    List,
    /// As JSON.
    Json,
}
