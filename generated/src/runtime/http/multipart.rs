//! Bodies of `multipart/*` (RFC 2046, RFC 7578): parts with names, files among them.

use super::{body::Body, shape::Shape};
use crate::runtime::json::{Encode, to_vec};
use bytes::Bytes;
use http::{HeaderName, HeaderValue};
use std::{
    collections::hash_map::RandomState,
    fmt,
    hash::{BuildHasher, Hasher},
    io,
    path::Path,
};

/// A file for a part of a multipart body.
#[derive(Clone)]
pub struct File {
    body: Body,
    name: Option<String>,
    media_type: Option<String>,
    headers: Vec<(String, String)>,
}

impl File {
    /// A file of these bytes, or of any other [`Body`], without a name.
    pub fn new(body: impl Into<Body>) -> Self {
        File { body: body.into(), name: None, media_type: None, headers: Vec::new() }
    }

    /// A file of the disk, under its own name. It is read when the request is sent; see [`Body::file`].
    pub fn open(path: impl AsRef<Path>) -> io::Result<Self> {
        let path = path.as_ref();
        let mut file = File::new(Body::file(path)?);
        file.name = path.file_name().map(|name| name.to_string_lossy().into_owned());
        Ok(file)
    }

    /// With the name that the server is told.
    pub fn with_name(mut self, name: impl Into<String>) -> Self {
        self.name = Some(name.into());
        self
    }

    /// With a media type, such as `image/png`. `application/octet-stream` unless it or the document says otherwise.
    pub fn with_media_type(mut self, media_type: impl Into<String>) -> Self {
        self.media_type = Some(media_type.into());
        self
    }

    /// With one more header for its part.
    pub fn with_header(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.headers.push((name.into(), value.into()));
        self
    }

    /// What it holds.
    #[cfg(feature = "by-name")]
    pub(in crate::runtime) fn into_body(self) -> Body {
        self.body
    }
}

impl fmt::Debug for File {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("File").field("name", &self.name).field("body", &self.body).finish_non_exhaustive()
    }
}

impl From<Body> for File {
    fn from(body: Body) -> Self {
        File::new(body)
    }
}

impl From<Bytes> for File {
    fn from(bytes: Bytes) -> Self {
        File::new(bytes)
    }
}

impl From<Vec<u8>> for File {
    fn from(bytes: Vec<u8>) -> Self {
        File::new(bytes)
    }
}

/// A multipart body, put together when the request is built. Files and streams in it are read when it is sent.
#[derive(Clone)]
pub struct Multipart {
    media_type: &'static str,
    parts: Vec<Part>,
    /// Headers, each with the name of its parts.
    headers: Vec<(String, (String, String))>,
    refused: Option<String>,
}

#[derive(Clone)]
struct Part {
    name: String,
    file_name: Option<String>,
    media_type: Option<String>,
    headers: Vec<(String, String)>,
    body: Body,
}

impl fmt::Debug for Multipart {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Multipart")
            .field("media_type", &self.media_type)
            .field("parts", &self.parts.len())
            .finish_non_exhaustive()
    }
}

impl Default for Multipart {
    fn default() -> Self {
        Multipart::new("multipart/form-data")
    }
}

impl Multipart {
    /// A body without parts, of a media type such as `multipart/form-data`.
    pub fn new(media_type: &'static str) -> Self {
        Multipart { media_type, parts: Vec::new(), headers: Vec::new(), refused: None }
    }

    /// Adds a value as text: a list adds a part an item, `null` and absent values add none. Objects have no text, so they are sent
    /// as JSON. `media_type` may be empty: the part has no `Content-Type` then.
    pub fn text(&mut self, name: &str, media_type: &str, value: &dyn Encode) {
        match Shape::of(value) {
            Some(shape) => self.push_shape(name, media_type, &shape),
            None => self.refuse(format!("part `{name}` is not JSON, or nests too deep")),
        }
    }

    fn push_shape(&mut self, name: &str, media_type: &str, shape: &Shape) {
        match shape {
            Shape::Undefined => {}
            Shape::Text(text) | Shape::Literal(text) => self.push(name, media_type, text.clone()),
            Shape::Fields(_) => self.push(name, "application/json", shape.to_json()),
            Shape::List(items) => {
                for item in items {
                    if let Shape::List(_) = item {
                        self.push(name, "application/json", item.to_json());
                    } else {
                        self.push_shape(name, media_type, item);
                    }
                }
            }
        }
    }

    /// Adds a value as JSON; an absent one adds nothing. `application/json` unless `media_type` says otherwise.
    pub fn json(&mut self, name: &str, media_type: &str, value: &dyn Encode) {
        if !value.is_absent() {
            let media_type = if media_type.is_empty() { "application/json" } else { media_type };
            self.push(name, media_type, to_vec(value));
        }
    }

    /// Adds a file. `media_type` is what the document says; it may be empty, and the file's own wins.
    pub fn file(&mut self, name: &str, media_type: &str, file: &File) {
        let document = if media_type.is_empty() { "application/octet-stream" } else { media_type };
        let media_type = file.media_type.as_deref().unwrap_or(document);
        for (header, value) in &file.headers {
            self.check_header(name, header, value);
        }
        self.push(name, media_type, file.body.clone());
        if let Some(part) = self.parts.last_mut() {
            part.file_name.clone_from(&file.name);
            part.headers.clone_from(&file.headers);
        }
    }

    /// Gives all parts of a name a header, those that are still to be added included. A file that has it has its own.
    pub fn header(&mut self, part: &str, name: &str, value: &str) {
        self.check_header(part, name, value);
        self.headers.retain(|(known, (header, _))| known != part || !header.eq_ignore_ascii_case(name));
        self.headers.push((part.to_owned(), (name.to_owned(), value.to_owned())));
    }

    fn check_header(&mut self, part: &str, name: &str, value: &str) {
        if HeaderName::from_bytes(name.as_bytes()).is_err() || HeaderValue::from_str(value).is_err() {
            self.refuse(format!("a header of part `{part}` holds bytes that no header may carry"));
        }
    }

    fn push(&mut self, name: &str, media_type: &str, body: impl Into<Body>) {
        if HeaderValue::from_str(media_type).is_err() {
            self.refuse(format!("the media type of part `{name}` holds bytes that no header may carry"));
        }
        let media_type = (!media_type.is_empty()).then(|| media_type.to_owned());
        self.parts.push(Part { name: name.to_owned(), file_name: None, media_type, headers: Vec::new(), body: body.into() });
    }

    fn refuse(&mut self, message: String) {
        self.refused.get_or_insert(message);
    }

    /// The value of `Content-Type`, and the body; or what is wrong with a part.
    pub(super) fn encode(self) -> Result<(String, Body), String> {
        if let Some(message) = self.refused {
            return Err(message);
        }
        let boundary = self.boundary();
        let mut pieces = Vec::with_capacity(3 * self.parts.len() + 1);
        for mut part in self.parts {
            for (_, header) in self.headers.iter().filter(|(name, _)| *name == part.name) {
                if !part.headers.iter().any(|(own, _)| own.eq_ignore_ascii_case(&header.0)) {
                    part.headers.push(header.clone());
                }
            }
            pieces.push(Body::new(format!("--{boundary}\r\n{}\r\n", part.head())));
            pieces.push(part.body);
            pieces.push(Body::new("\r\n"));
        }
        pieces.push(Body::new(format!("--{boundary}--\r\n")));
        Ok((format!("{}; boundary={boundary}", self.media_type), Body::join(pieces)))
    }

    /// A boundary that occurs in no part (RFC 2046, 5.1.1). Each candidate that fails stands in a part, so there is an end to it.
    /// What is not in memory cannot be looked at: 128 bits that nobody can foresee do not occur in it.
    fn boundary(&self) -> String {
        let known: Option<Vec<Bytes>> = self.parts.iter().map(|part| part.body.as_bytes()).collect();
        let Some(known) = known else { return format!("part-{:016x}{:016x}", random(), random()) };
        (0_u64..)
            .map(|number| format!("part-{number:016x}"))
            .find(|candidate| !known.iter().any(|bytes| contains(bytes, candidate.as_bytes())))
            .unwrap_or_default()
    }
}

impl Part {
    /// The headers of the part, each with its line end.
    fn head(&self) -> String {
        let mut head = format!("Content-Disposition: form-data; name=\"{}\"", escape(&self.name));
        if let Some(file_name) = &self.file_name {
            head.push_str(&format!("; filename=\"{}\"", escape(file_name)));
        }
        head.push_str("\r\n");
        if let Some(media_type) = &self.media_type {
            head.push_str(&format!("Content-Type: {media_type}\r\n"));
        }
        for (name, value) in &self.headers {
            head.push_str(&format!("{name}: {value}\r\n"));
        }
        head
    }
}

/// As browsers do (WHATWG HTML, multipart form data): what would end the name is percent-encoded, the rest stays. Other controls
/// have no place in a header and go the same way.
fn escape(name: &str) -> String {
    let mut escaped = String::with_capacity(name.len());
    for c in name.chars() {
        match c {
            '"' => escaped.push_str("%22"),
            c if c.is_ascii_control() => escaped.push_str(&format!("%{:02X}", u32::from(c))),
            c => escaped.push(c),
        }
    }
    escaped
}

/// The keys of the standard library's maps, which are random in every process and differ from map to map.
fn random() -> u64 {
    RandomState::new().build_hasher().finish()
}

fn contains(bytes: &[u8], wanted: &[u8]) -> bool {
    let Some(&first) = wanted.first() else { return true };
    let mut rest = bytes;
    while let Some(found) = rest.iter().position(|byte| *byte == first) {
        rest = &rest[found..];
        if rest.starts_with(wanted) {
            return true;
        }
        rest = &rest[1..];
    }
    false
}
