//! What requests send.

use crate::{
    ir::{Doc, Encoding, Type},
    pointer::Pointer,
};

/// A request body.
#[derive(Clone, Debug)]
pub struct Body {
    /// Where it stands.
    pub origin: Pointer,
    /// Whether a call must give it.
    pub required: bool,
    /// The media types on offer, the preferred one first; never empty.
    pub media: Vec<BodyMedia>,
    /// Documentation.
    pub doc: Doc,
}

/// One media type of a request body.
#[derive(Clone, Debug)]
pub struct BodyMedia {
    /// The media type as the document spells it, such as `application/merge-patch+json`.
    pub media_type: String,
    /// How it is written.
    pub content: BodyContent,
}

/// How a request body is written.
#[derive(Clone, Debug)]
pub enum BodyContent {
    /// As JSON.
    Json(Type),
    /// As `application/x-www-form-urlencoded`; one encoding a property that has one of its own.
    Form(Type, Vec<PartEncoding>),
    /// As `multipart/*`; without parts where the document does not say which, so that the caller puts them together.
    Multipart(Vec<Part>),
    /// As text of the user's, such as XML.
    Text,
    /// As bytes of the user's.
    Bytes,
}

/// The `encoding` entry of a form property.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PartEncoding {
    /// The property.
    pub wire: String,
    /// How it is written.
    pub encoding: Encoding,
}

/// A part of a multipart body.
#[derive(Clone, Debug)]
pub struct Part {
    /// The part's name.
    pub wire: String,
    /// Whether a call must give it.
    pub required: bool,
    /// Whether it may be given more than once (an array property).
    pub repeated: bool,
    /// What it holds.
    pub content: PartContent,
    /// The media type of the part, where the document gives one.
    pub media_type: Option<String>,
    /// The headers that the document gives the part, beside its media type.
    pub headers: Vec<PartHeader>,
    /// Documentation.
    pub doc: Doc,
}

/// A header of a part.
#[derive(Clone, Debug)]
pub struct PartHeader {
    /// Its name on the wire.
    pub wire: String,
    /// Whether the document requires it.
    pub required: bool,
    /// The only text that it can be, which is sent without being asked for.
    pub fixed: Option<String>,
    /// Documentation.
    pub doc: Doc,
}

/// What a part holds.
#[derive(Clone, Debug)]
pub enum PartContent {
    /// A file: bytes with an optional name and media type.
    File,
    /// A scalar, as text.
    Text(Type),
    /// Any other value, as JSON.
    Json(Type),
}
