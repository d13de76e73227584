//! The style table: what a value looks like in a path, a query, a header, a cookie or a form (OAS 3.0.4, Style Examples).
//!
//! Names and values are escaped first and joined second, so that no delimiter inside a value is taken for one between values.
//! A cell that the table calls undefined is a refusal, never a guess. Undefined values are left out (RFC 6570, 3.2.1).

use super::{operation::Style, percent, shape::Shape};

/// Why a value cannot be written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Refusal {
    /// The style has no form for it.
    Undefined(Style),
    /// It holds a list or an object where only scalars have a form.
    Nested(Style),
    /// It holds the delimiter that its style joins with, and that cannot be told from a delimiter.
    Delimiter(Style),
    /// It holds a character that a cookie cannot carry.
    Cookie,
    /// It must have a value here.
    Empty,
    /// It is no object, and a form is made of the properties of one.
    NoFields,
}

/// How names and values are escaped.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Escape {
    /// Percent-encoded outside `unreserved`.
    Percent,
    /// Percent-encoded, but reserved characters pass (`allowReserved`).
    Reserved,
    /// Not at all: headers know no escaping.
    Header,
    /// Not at all, and what a cookie cannot carry is refused (RFC 6265, 4.1.1).
    Cookie,
}

impl std::fmt::Display for Refusal {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Refusal::Undefined(style) => write!(f, "has no form in style `{}`", style.as_str()),
            Refusal::Nested(style) => {
                write!(f, "holds a list or an object inside another, which style `{}` cannot write", style.as_str())
            }
            Refusal::Delimiter(style) => write!(f, "holds the character that style `{}` joins values with", style.as_str()),
            Refusal::Cookie => f.write_str("holds a character that no cookie can carry"),
            Refusal::Empty => f.write_str("must not be empty"),
            Refusal::NoFields => f.write_str("must be an object"),
        }
    }
}

impl Escape {
    fn apply(self, text: &str) -> Result<String, Refusal> {
        match self {
            Escape::Percent => Ok(percent::encode(text)),
            Escape::Reserved => Ok(percent::encode_reserved(text)),
            Escape::Header => Ok(text.to_owned()),
            Escape::Cookie if text.bytes().all(is_cookie_octet) => Ok(text.to_owned()),
            Escape::Cookie => Err(Refusal::Cookie),
        }
    }
}

fn is_cookie_octet(byte: u8) -> bool {
    matches!(byte, 0x21 | 0x23..=0x2B | 0x2D..=0x3A | 0x3C..=0x5B | 0x5D..=0x7E)
}

/// A value whose pieces are escaped, and which is one level deep.
enum Flat {
    Undefined,
    One(String),
    List(Vec<String>),
    Fields(Vec<(String, String)>),
}

fn flatten(style: Style, escape: Escape, shape: &Shape) -> Result<Flat, Refusal> {
    let flat = match shape {
        Shape::Undefined => Flat::Undefined,
        Shape::Text(text) | Shape::Literal(text) => Flat::One(escape.apply(text)?),
        Shape::List(items) => {
            let mut list = Vec::with_capacity(items.len());
            for item in items {
                list.extend(scalar(style, escape, item)?);
            }
            if list.is_empty() { Flat::Undefined } else { Flat::List(list) }
        }
        Shape::Fields(members) => {
            let mut fields = Vec::with_capacity(members.len());
            for (key, value) in members {
                if let Some(value) = scalar(style, escape, value)? {
                    fields.push((escape.apply(key)?, value));
                }
            }
            if fields.is_empty() { Flat::Undefined } else { Flat::Fields(fields) }
        }
    };
    Ok(flat)
}

fn scalar(style: Style, escape: Escape, shape: &Shape) -> Result<Option<String>, Refusal> {
    match shape {
        Shape::Undefined => Ok(None),
        Shape::Text(text) | Shape::Literal(text) => escape.apply(text).map(Some),
        Shape::List(_) | Shape::Fields(_) => Err(Refusal::Nested(style)),
    }
}

/// What goes into a path.
pub(super) fn path(name: &str, style: Style, explode: bool, shape: &Shape) -> Result<String, Refusal> {
    let flat = flatten(style, Escape::Percent, shape)?;
    let name = percent::encode(name);
    let text = match (style, flat) {
        (Style::Matrix | Style::Label | Style::Simple, Flat::Undefined) => return Err(Refusal::Empty),
        (Style::Simple, flat) => simple(explode, flat),
        (Style::Label, Flat::List(items)) if explode => prefixed('.', &items),
        (Style::Label, Flat::Fields(fields)) if explode => prefixed('.', &assignments(&fields)),
        (Style::Label, flat) => format!(".{}", simple(false, flat)),
        (Style::Matrix, Flat::List(items)) if explode => {
            prefixed(';', &items.iter().map(|item| matrix(&name, item)).collect::<Vec<_>>())
        }
        (Style::Matrix, Flat::Fields(fields)) if explode => {
            prefixed(';', &fields.iter().map(|(key, value)| matrix(key, value)).collect::<Vec<_>>())
        }
        (Style::Matrix, flat) => format!(";{}", matrix(&name, &simple(false, flat))),
        (Style::Form | Style::SpaceDelimited | Style::PipeDelimited | Style::DeepObject, _) => {
            return Err(Refusal::Undefined(style));
        }
    };
    if text.is_empty() { Err(Refusal::Empty) } else { Ok(text) }
}

/// What goes into a header; `None` for an undefined value.
pub(super) fn header(explode: bool, shape: &Shape) -> Result<Option<String>, Refusal> {
    match flatten(Style::Simple, Escape::Header, shape)? {
        Flat::Undefined => Ok(None),
        flat => Ok(Some(simple(explode, flat))),
    }
}

/// What goes into a query, a form or a cookie: names and values, escaped, in order.
pub(super) fn pairs(
    name: &str,
    style: Style,
    explode: bool,
    escape: Escape,
    shape: &Shape,
) -> Result<Vec<(String, String)>, Refusal> {
    let escaped = match escape {
        // `allowReserved` speaks of values. A name with `/` in it is still one name.
        Escape::Percent | Escape::Reserved => percent::encode(name),
        Escape::Header | Escape::Cookie => name.to_owned(),
    };
    if style == Style::DeepObject {
        let mut pairs = Vec::new();
        deep(escaped, escape, shape, &mut pairs)?;
        return Ok(pairs);
    }
    let flat = flatten(style, escape, shape)?;
    match (style, flat) {
        (_, Flat::Undefined) => Ok(Vec::new()),
        (Style::Form, Flat::List(items)) if explode => Ok(items.into_iter().map(|item| (escaped.clone(), item)).collect()),
        (Style::Form, Flat::Fields(fields)) if explode => Ok(fields),
        (Style::Form, flat) => Ok(vec![(escaped, simple(false, flat))]),
        (Style::SpaceDelimited, Flat::List(items)) if !explode => delimited(style, "%20", items, escaped),
        (Style::PipeDelimited, Flat::List(items)) if !explode => delimited(style, "%7C", items, escaped),
        (Style::SpaceDelimited, Flat::Fields(fields)) if !explode => delimited(style, "%20", alternating(fields), escaped),
        (Style::PipeDelimited, Flat::Fields(fields)) if !explode => delimited(style, "%7C", alternating(fields), escaped),
        (Style::SpaceDelimited | Style::PipeDelimited, _) => Err(Refusal::Undefined(style)),
        (Style::Matrix | Style::Label | Style::Simple | Style::DeepObject, _) => Err(Refusal::Undefined(style)),
    }
}

/// `deepObject`. The specification stops at objects of scalars. Documents in the wild go on, and servers agree on brackets:
/// a scalar is a plain pair, an object in an object adds a bracket, a list of scalars adds `[]`, other lists add the index.
fn deep(name: String, escape: Escape, shape: &Shape, pairs: &mut Vec<(String, String)>) -> Result<(), Refusal> {
    match shape {
        Shape::Undefined => {}
        Shape::Text(text) | Shape::Literal(text) => pairs.push((name, escape.apply(text)?)),
        Shape::List(items) => {
            let indexed = items.iter().any(Shape::is_compound);
            for (index, item) in items.iter().enumerate() {
                let bracket = if indexed { format!("{name}%5B{index}%5D") } else { format!("{name}%5B%5D") };
                deep(bracket, escape, item, pairs)?;
            }
        }
        Shape::Fields(fields) => {
            for (key, value) in fields {
                deep(format!("{name}%5B{}%5D", percent::encode(key)), escape, value, pairs)?;
            }
        }
    }
    Ok(())
}

/// The pieces with commas between, and `=` between key and value where they are spread.
fn simple(explode: bool, flat: Flat) -> String {
    match flat {
        Flat::Undefined => String::new(),
        Flat::One(text) => text,
        Flat::List(items) => items.join(","),
        Flat::Fields(fields) if explode => assignments(&fields).join(","),
        Flat::Fields(fields) => alternating(fields).join(","),
    }
}

fn alternating(fields: Vec<(String, String)>) -> Vec<String> {
    fields.into_iter().flat_map(|(key, value)| [key, value]).collect()
}

fn assignments(fields: &[(String, String)]) -> Vec<String> {
    fields.iter().map(|(key, value)| format!("{key}={value}")).collect()
}

fn prefixed(mark: char, items: &[String]) -> String {
    items.iter().flat_map(|item| [String::from(mark), item.clone()]).collect()
}

/// RFC 6570, 3.2.7: an empty value has no equals sign.
fn matrix(name: &str, value: &str) -> String {
    if value.is_empty() { name.to_owned() } else { format!("{name}={value}") }
}

/// The space and the pipe are themselves percent-encoded, so an item that holds one cannot be told from two items.
fn delimited(style: Style, mark: &str, items: Vec<String>, name: String) -> Result<Vec<(String, String)>, Refusal> {
    if items.iter().any(|item| item.to_ascii_uppercase().contains(mark)) {
        return Err(Refusal::Delimiter(style));
    }
    Ok(vec![(name, items.join(mark))])
}
