//! Paths and parameters.

use crate::{
    ir::{Doc, Type},
    pointer::Pointer,
};

/// A path with holes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PathTemplate {
    /// The path key of the document, without query and fragment, for people.
    pub text: String,
    /// Literal and variable parts in order; the first literal begins with `/`.
    pub parts: Vec<PathPart>,
    /// Fixed query pairs that stood in the path key.
    pub query: Vec<(String, String)>,
}

/// A part of a path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PathPart {
    /// Text that is sent as it is.
    Literal(String),
    /// The value of the path parameter of this name.
    Variable(String),
}

/// A parameter.
#[derive(Clone, Debug)]
pub struct Parameter {
    /// Where it stands.
    pub origin: Pointer,
    /// The name on the wire.
    pub wire: String,
    /// Where it is sent, and how it is written there.
    pub location: Location,
    /// Whether a call must give it.
    pub required: bool,
    /// Its type.
    pub ty: Type,
    /// Documentation.
    pub doc: Doc,
}

/// Where a parameter is sent, and how it is written there (OAS 3.0.4, Parameter Object).
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Location {
    /// In the path.
    Path(Encoding),
    /// In the query.
    Query(Encoding),
    /// In a header.
    Header(Encoding),
    /// In the `Cookie` header.
    Cookie(Encoding),
}

/// How a parameter's value is written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Encoding {
    /// By style.
    Style {
        /// The style.
        style: Style,
        /// Whether lists and objects are spread.
        explode: bool,
        /// Whether reserved characters pass.
        allow_reserved: bool,
    },
    /// By media type (`content`): JSON unless it is text.
    Content(String),
}

/// Styles of parameters (OAS 3.0.4, Style Values).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Style {
    /// `matrix`.
    Matrix,
    /// `label`.
    Label,
    /// `simple`.
    Simple,
    /// `form`.
    Form,
    /// `spaceDelimited`.
    SpaceDelimited,
    /// `pipeDelimited`.
    PipeDelimited,
    /// `deepObject`.
    DeepObject,
}
