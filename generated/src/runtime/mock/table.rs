//! What a document says about its operations, as far as a mock needs it: constant tables. Schemas are JSON Schema (draft 2020-12) as
//! text, and refer to each other as `#/$defs/…`, which are [`Table::schemas`].

use crate::runtime::http::{PartStyle, Service, Style};

/// A whole service.
#[derive(Debug)]
pub struct Table {
    /// What the client knows of it.
    pub service: &'static Service,
    /// The URLs of its servers, which may be relative. Their paths stand before those of the operations.
    pub servers: &'static [&'static str],
    /// Every operation, sorted by name.
    pub operations: &'static [Entry],
    /// The schemas that others refer to, sorted by name.
    pub schemas: &'static [(&'static str, &'static str)],
}

/// An operation.
#[derive(Debug)]
pub struct Entry {
    /// The name, unique in the client.
    pub name: &'static str,
    /// The name in the document.
    pub id: &'static str,
    /// The request method.
    pub method: &'static str,
    /// The path template.
    pub path: &'static str,
    /// Query pairs that belong to the path.
    pub query: &'static [(&'static str, &'static str)],
    /// The server of this operation, where the document gives it one of its own.
    pub server: Option<&'static str>,
    /// Alternatives, each a set of scheme names that are needed together.
    pub security: &'static [&'static [&'static str]],
    /// The parameters.
    pub parameters: &'static [Parameter],
    /// The body.
    pub body: Option<Payload>,
    /// The answers, in the order of their statuses. A status with several media types stands here several times.
    pub responses: &'static [Response],
}

/// A parameter.
#[derive(Clone, Copy, Debug)]
pub struct Parameter {
    /// The name as an argument of the client.
    pub name: &'static str,
    /// The name on the wire.
    pub wire: &'static str,
    /// Where it is sent.
    pub place: Place,
    /// How it is written.
    pub style: PartStyle,
    /// Whether a call must give it.
    pub required: bool,
    /// The schema of its values.
    pub schema: &'static str,
}

/// Where a parameter is sent.
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
}

impl Place {
    /// The word for it.
    pub fn as_str(self) -> &'static str {
        match self {
            Place::Path => "path",
            Place::Query => "query",
            Place::Header => "header",
            Place::Cookie => "cookie",
        }
    }
}

impl Parameter {
    /// A parameter of the path, in style `simple`.
    pub const fn path(wire: &'static str, schema: &'static str) -> Parameter {
        Parameter::new(Place::Path, wire, Style::Simple, schema).required()
    }

    /// A parameter of the query, in style `form`, spread.
    pub const fn query(wire: &'static str, schema: &'static str) -> Parameter {
        Parameter::new(Place::Query, wire, Style::Form, schema)
    }

    /// A header.
    pub const fn header(wire: &'static str, schema: &'static str) -> Parameter {
        Parameter::new(Place::Header, wire, Style::Simple, schema)
    }

    /// A cookie, in style `form`, spread.
    pub const fn cookie(wire: &'static str, schema: &'static str) -> Parameter {
        Parameter::new(Place::Cookie, wire, Style::Form, schema)
    }

    const fn new(place: Place, wire: &'static str, style: Style, schema: &'static str) -> Parameter {
        // OAS 3.0.4, Parameter Object: `form` is spread by default, the other styles are not.
        let style = PartStyle::Styled { style, explode: matches!(style, Style::Form), reserved: false };
        Parameter { name: wire, wire, place, style, required: false, schema }
    }

    /// The same, with another name as an argument of the client.
    pub const fn named(mut self, name: &'static str) -> Parameter {
        self.name = name;
        self
    }

    /// The same, which a call must give.
    pub const fn required(mut self) -> Parameter {
        self.required = true;
        self
    }

    /// The same, written in another style.
    pub const fn styled(mut self, style: Style, explode: bool) -> Parameter {
        self.style = PartStyle::Styled { style, explode, reserved: false };
        self
    }

    /// The same, written as JSON.
    pub const fn json(mut self) -> Parameter {
        self.style = PartStyle::Json;
        self
    }
}

/// What an operation takes as its body.
#[derive(Clone, Copy, Debug)]
pub struct Payload {
    /// Whether a call must give one.
    pub required: bool,
    /// The media types that it may have.
    pub offers: &'static [Body],
}

/// A body of one media type.
#[derive(Clone, Copy, Debug)]
pub struct Body {
    /// The name as an argument of the client.
    pub name: &'static str,
    /// The media type.
    pub media_type: &'static str,
    /// The schema of what it holds; that of anything where the document has none, or where it is not read.
    pub schema: &'static str,
    /// How the properties of a form are written, where it is not the way of all forms.
    pub encodings: &'static [(&'static str, PartStyle)],
}

impl Body {
    /// A body.
    pub const fn new(media_type: &'static str, schema: &'static str) -> Body {
        Body { name: "body", media_type, schema, encodings: &[] }
    }

    /// The same, with another name as an argument of the client.
    pub const fn named(mut self, name: &'static str) -> Body {
        self.name = name;
        self
    }

    /// The same, with properties that are written otherwise.
    pub const fn encoded(mut self, encodings: &'static [(&'static str, PartStyle)]) -> Body {
        self.encodings = encodings;
        self
    }
}

/// An answer.
#[derive(Clone, Copy, Debug)]
pub struct Response {
    /// The status as the document has it: `200`, `4XX` or `default`.
    pub status: &'static str,
    /// The media type; empty where nothing comes.
    pub media_type: &'static str,
    /// What comes.
    pub content: Content,
    /// The schema of it, or of each piece of a stream.
    pub schema: &'static str,
    /// What the document shows: JSON where JSON comes, else text.
    pub example: Option<&'static str>,
    /// Headers and the schemas of their values.
    pub headers: &'static [(&'static str, &'static str)],
}

/// What an answer carries.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Content {
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
    /// JSON texts, a line each.
    JsonLines,
}

impl Response {
    /// An answer without a body.
    pub const fn empty(status: &'static str) -> Response {
        Response::new(status, "", Content::Empty, "true")
    }

    /// An answer of JSON.
    pub const fn json(status: &'static str, media_type: &'static str, schema: &'static str) -> Response {
        Response::new(status, media_type, Content::Json, schema)
    }

    /// An answer of text.
    pub const fn text(status: &'static str, media_type: &'static str, schema: &'static str) -> Response {
        Response::new(status, media_type, Content::Text, schema)
    }

    /// An answer of bytes.
    pub const fn bytes(status: &'static str, media_type: &'static str) -> Response {
        Response::new(status, media_type, Content::Bytes, "true")
    }

    /// Server-sent events whose data is JSON of this schema.
    pub const fn events(status: &'static str, media_type: &'static str, schema: &'static str) -> Response {
        Response::new(status, media_type, Content::Events, schema)
    }

    /// Server-sent events whose data is text.
    pub const fn text_events(status: &'static str, media_type: &'static str) -> Response {
        Response::new(status, media_type, Content::TextEvents, "true")
    }

    /// JSON texts of this schema, a line each.
    pub const fn json_lines(status: &'static str, media_type: &'static str, schema: &'static str) -> Response {
        Response::new(status, media_type, Content::JsonLines, schema)
    }

    const fn new(status: &'static str, media_type: &'static str, content: Content, schema: &'static str) -> Response {
        Response { status, media_type, content, schema, example: None, headers: &[] }
    }

    /// The same, with what the document shows.
    pub const fn example(mut self, example: &'static str) -> Response {
        self.example = Some(example);
        self
    }

    /// The same, with headers.
    pub const fn headers(mut self, headers: &'static [(&'static str, &'static str)]) -> Response {
        self.headers = headers;
        self
    }

    /// Whether it is an answer of this status: exactly, by its hundreds, or because nothing else is.
    pub(super) fn covers(&self, status: u16) -> Option<u8> {
        match self.status {
            "default" => Some(2),
            text if text.parse() == Ok(status) => Some(0),
            text if text.len() == 3 && text[1..].eq_ignore_ascii_case("xx") && text.starts_with(|c: char| c.is_ascii_digit()) => {
                (text.as_bytes()[0] == b'0' + (status / 100).min(9) as u8).then_some(1)
            }
            _ => None,
        }
    }

    /// The status that it is sent with as a success; `None` where it is none.
    pub(super) fn success(&self) -> Option<u16> {
        match self.status {
            "2XX" | "2xx" => Some(200),
            text => text.parse().ok().filter(|status| (200..300).contains(status)),
        }
    }
}
