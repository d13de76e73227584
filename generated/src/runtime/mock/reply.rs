//! Answers as the document has them: which response, with which headers, and the bytes of its body.

use super::{
    answer::Answer,
    check::{Side, check},
    make::{Words, make},
    read::{Request, essence},
    schemas::{Schemas, parse},
    seed::Seed,
    table::{Content, Entry, Response},
    text,
};
use bytes::Bytes;
use http::{HeaderName, HeaderValue, header};
use serde_json::Value;

/// How many pieces a stream has.
const PIECES: usize = 3;

/// What is answered with.
#[derive(Clone, Copy, Debug)]
pub(super) struct Maker<'s> {
    pub(super) schemas: &'s Schemas,
    pub(super) seed: u64,
}

impl Maker<'_> {
    /// The answer to a request for an operation.
    pub(super) fn reply(self, entry: &Entry, request: &Request, answer: Answer) -> http::Response<Bytes> {
        let status = answer.status.unwrap_or_else(|| success(entry));
        let response = choose(entry, status, request);
        let mut reply = http::Response::new(Bytes::new());
        *reply.status_mut() = http::StatusCode::from_u16(status).unwrap_or_default();
        let seed = Seed::new(self.seed, entry.name);
        let (media_type, body) = match (response, answer.body) {
            (response, Some(body)) => {
                let guess = if serde_json::from_slice::<Value>(&body).is_ok() { "application/json" } else { "text/plain" };
                (concrete(response.map_or(guess, |response| response.media_type), guess), body)
            }
            (Some(response), None) => (concrete(response.media_type, fallback(response.content)), self.body(response, seed)),
            (None, None) => (String::new(), Bytes::new()),
        };
        let headers = reply.headers_mut();
        for (name, schema) in response.map_or(&[][..], |response| response.headers) {
            if let (Some((name, value)), false) = (self.header(name, schema, seed), is_framing(name)) {
                headers.insert(name, value);
            }
        }
        let media_type = answer.media_type.unwrap_or(media_type);
        if let (Ok(value), false) = (HeaderValue::from_str(&media_type), media_type.is_empty()) {
            headers.insert(header::CONTENT_TYPE, value);
        }
        for (name, value) in &answer.headers {
            if let (Ok(name), Ok(value)) = (HeaderName::from_bytes(name.as_bytes()), HeaderValue::from_str(value)) {
                headers.insert(name, value);
            }
        }
        // RFC 9110, 9.3.2, 15.2, 15.3.5, 15.3.6 and 15.4.5: no content comes with these.
        if request.method != http::Method::HEAD && !matches!(status, 100..=199 | 204 | 205 | 304) {
            *reply.body_mut() = body;
        }
        reply
    }

    fn body(self, response: &Response, seed: Seed) -> Bytes {
        let schema = parse(response.schema);
        match response.content {
            Content::Empty => Bytes::new(),
            Content::Json => match response.example.filter(|example| self.shows(&schema, example)) {
                Some(example) => Bytes::from_static(example.as_bytes()),
                None => self.value(&schema, seed).to_string().into(),
            },
            Content::Text => self.text(response, &schema, seed).into(),
            Content::Bytes => {
                response.example.map_or_else(|| text::make(None, seed).into(), |example| Bytes::from_static(example.as_bytes()))
            }
            Content::Events => self.pieces(&schema, seed).map(|value| format!("data: {value}\n\n")).collect::<String>().into(),
            Content::TextEvents => {
                (0..PIECES).map(|index| format!("data: {}\n\n", text::word(seed.at(index)))).collect::<String>().into()
            }
            Content::JsonLines => {
                // RFC 7464: a separator before each text.
                let mark = if essence(response.media_type).ends_with("json-seq") { "\u{1e}" } else { "" };
                self.pieces(&schema, seed).map(|value| format!("{mark}{value}\n")).collect::<String>().into()
            }
        }
    }

    /// Whether the document's example is one of its schema: what a client cannot read is no help.
    fn shows(self, schema: &Value, example: &str) -> bool {
        serde_json::from_str(example).is_ok_and(|value| check(self.schemas, &[schema], &value, Side::Shown).is_ok())
    }

    fn value(self, schema: &Value, seed: Seed) -> Value {
        let words = if self.seed == 0 { Words::Shown } else { Words::Made };
        make(self.schemas, &[schema], seed, words, Side::Answer)
    }

    fn pieces(self, schema: &Value, seed: Seed) -> impl Iterator<Item = Value> {
        (0..PIECES).map(move |index| self.value(schema, seed.at(index)))
    }

    fn text(self, response: &Response, schema: &Value, seed: Seed) -> String {
        let kind = essence(response.media_type);
        match (response.example, self.value(schema, seed)) {
            (Some(example), _) => example.to_owned(),
            _ if kind.ends_with("/xml") || kind.ends_with("+xml") => format!("<{0}/>", text::word(seed)),
            (None, Value::String(text)) => text,
            // No schema says what is in it.
            (None, Value::Object(object)) if object.is_empty() => text::make(None, seed),
            (None, value) => value.to_string(),
        }
    }

    fn header(self, name: &str, schema: &str, seed: Seed) -> Option<(HeaderName, HeaderValue)> {
        let all = parse(schema);
        let value = self.value(&all, seed.of(name));
        let scalar = |value: &Value| match value {
            Value::String(text) => Some(text.clone()),
            Value::Number(_) | Value::Bool(_) => Some(value.to_string()),
            Value::Null | Value::Array(_) | Value::Object(_) => None,
        };
        let text = match &value {
            Value::Array(items) => items.iter().filter_map(scalar).collect::<Vec<_>>().join(", "),
            Value::Object(object) if !object.is_empty() => value.to_string(),
            value => scalar(value)?,
        };
        Some((HeaderName::from_bytes(name.as_bytes()).ok()?, HeaderValue::from_str(&text).ok()?))
    }
}

/// The status of the first success; 200 where the document has none.
pub(super) fn success(entry: &Entry) -> u16 {
    entry.responses.iter().find_map(Response::success).unwrap_or(200)
}

/// The response for a status, in the media type that is asked for.
fn choose<'e>(entry: &'e Entry, status: u16, request: &Request) -> Option<&'e Response> {
    let rank = entry.responses.iter().filter_map(|response| response.covers(status)).min()?;
    let mut offers = entry.responses.iter().filter(|response| response.covers(status) == Some(rank));
    let accept = request.header("accept").unwrap_or_default();
    let wanted = accept.split(',').map(essence).collect::<Vec<_>>();
    let is_wanted = |response: &&Response| {
        let kind = essence(response.media_type);
        wanted.iter().any(|wanted| *wanted == kind || wanted.strip_suffix("/*").is_some_and(|family| kind.starts_with(family)))
    };
    offers.clone().find(is_wanted).or_else(|| offers.next())
}

/// A media type that can be sent, where the document has a range.
fn concrete(media_type: &str, fallback: &str) -> String {
    let is_range = media_type.contains('*') || !media_type.is_empty() && !media_type.contains('/');
    if is_range { fallback.to_owned() } else { media_type.to_owned() }
}

fn fallback(content: Content) -> &'static str {
    match content {
        Content::Json | Content::JsonLines => "application/json",
        Content::Text | Content::Empty => "text/plain",
        Content::Bytes => "application/octet-stream",
        Content::Events | Content::TextEvents => "text/event-stream",
    }
}

/// Headers that say how the body comes, which is for the server to say, or that lead elsewhere.
fn is_framing(name: &str) -> bool {
    let names = [
        "connection",
        "content-encoding",
        "content-length",
        "content-type",
        "keep-alive",
        "trailer",
        "transfer-encoding",
        "upgrade",
    ];
    names.iter().any(|known| name.eq_ignore_ascii_case(known))
}
