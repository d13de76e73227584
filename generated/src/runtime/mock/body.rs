//! Bodies: from bytes to values, by their media type.

use super::{
    check::{Misfit, Side, check},
    coerce::kinds,
    node::{Node, types},
    parameter::{in_pairs, push, settle},
    read::{Request, decode_pair, essence, pairs},
    schemas::{Schemas, parse},
    table::{Body, Payload},
};
use crate::runtime::json::Base64;
use serde_json::{Map, Value, json};

/// A body that was read.
pub(super) struct Content {
    /// The argument that it is.
    pub(super) name: &'static str,
    /// Its value.
    pub(super) value: Value,
    /// What is wrong with it.
    pub(super) misfit: Option<Misfit>,
}

/// Reads the body of a request; `None` where there is none, and the media type where the operation takes no such body.
pub(super) fn read(schemas: &Schemas, payload: &Payload, request: &Request) -> Result<Option<Content>, String> {
    let given = request.media_type();
    // No bytes are a text and a file, but no JSON.
    if request.body.is_empty() && (given.is_empty() || given.contains("json")) {
        return Ok(None);
    }
    let exact = payload.offers.iter().find(|offer| essence(offer.media_type) == given);
    // Bytes and files have a media type of their own.
    let is_any = |offer: &&Body| !is_read(offer) || offer.media_type.contains('*');
    let Some(offer) = exact.or_else(|| payload.offers.iter().find(is_any)) else { return Err(given) };
    let schema = parse(offer.schema);
    let kind = essence(offer.media_type);
    let (value, misfit) = if kind.contains("json") {
        read_json(schemas, &schema, &kind, &request.body)
    } else if kind == "application/x-www-form-urlencoded" {
        read_form(schemas, &schema, offer, &request.body)
    } else if kind.starts_with("multipart/") {
        read_parts(schemas, &schema, request)
    } else {
        (bytes_value(&request.body), None)
    };
    Ok(Some(Content { name: offer.name, value, misfit }))
}

fn is_read(offer: &Body) -> bool {
    let kind = essence(offer.media_type);
    kind.contains("json") || kind == "application/x-www-form-urlencoded" || kind.starts_with("multipart/")
}

/// Text as it is, other bytes as `{"base64": "…"}`.
pub(super) fn bytes_value(bytes: &[u8]) -> Value {
    match std::str::from_utf8(bytes) {
        Ok(text) => text.into(),
        Err(_) => json!({ "base64": Base64::from_bytes(bytes).as_str() }),
    }
}

fn read_json(schemas: &Schemas, schema: &Value, kind: &str, bytes: &[u8]) -> (Value, Option<Misfit>) {
    match serde_json::from_slice::<Value>(bytes) {
        // RFC 7396: a patch has some of the properties, and `null` for those that go.
        Ok(value) if kind == "application/merge-patch+json" => (value, None),
        Ok(value) => {
            let misfit = check(schemas, &[schema], &value, Side::Request).err();
            (value, misfit)
        }
        Err(error) => {
            let misfit = Misfit { path: String::new(), reason: format!("is not JSON: {error}") };
            (bytes_value(bytes), Some(misfit))
        }
    }
}

/// A form is an object; how each property is written is said by the encodings, or follows from its type.
fn read_form(schemas: &Schemas, schema: &Value, offer: &Body, bytes: &[u8]) -> (Value, Option<Misfit>) {
    let text = String::from_utf8_lossy(bytes);
    let mut open = pairs(&text);
    let mut object = Map::new();
    for (wire, style) in offer.encodings {
        let schema = property_schema(schemas, schema, wire);
        let ways = in_pairs(schemas, &schema, wire, *style, &open, decode_pair, &|_| true);
        if let Some(Ok(value) | Err((value, _))) = settle(schemas, &[&schema], ways) {
            object.insert((*wire).to_owned(), value);
        }
        let is_own = |name: &str| name == *wire || name.strip_prefix(wire).is_some_and(|rest| rest.starts_with('['));
        open.retain(|(name, _)| !is_own(&decode_pair(name)));
    }
    let mut plain = Map::new();
    for (name, value) in &open {
        push(&mut plain, decode_pair(name), decode_pair(value).into());
    }
    for (name, value) in plain {
        let all = property_schema(schemas, schema, &name);
        let mut ways = vec![value.clone()];
        if value.is_string() && kinds(schemas, &[&all]) & types::ARRAY != 0 {
            ways.push(Value::Array(vec![value.clone()]));
        }
        // What is deeper than a list is the text of its JSON.
        let as_json = |value: &Value| value.as_str().and_then(|text| serde_json::from_str::<Value>(text).ok());
        ways.extend(as_json(&value));
        if let Value::Array(items) = &value {
            ways.extend(items.iter().map(as_json).collect::<Option<Vec<_>>>().map(Value::Array));
        } else {
            ways.extend(as_json(&value).map(|item| Value::Array(vec![item])));
        }
        let read = match settle(schemas, &[&all], ways) {
            Some(Ok(value) | Err((value, _))) => value,
            None => value,
        };
        object.insert(name, read);
    }
    let value = Value::Object(object);
    let misfit = check(schemas, &[schema], &value, Side::Request).err();
    (value, misfit)
}

/// The schema of a property, as one.
fn property_schema(schemas: &Schemas, schema: &Value, name: &str) -> Value {
    let mut node = Node::of(schemas, &[schema]);
    let mut taken = 0;
    while let (Some(choice), true) = (node.choices.get(taken).copied(), taken < 16) {
        choice.branches.iter().for_each(|branch| node.add(schemas, branch));
        taken += 1;
    }
    match node.property(name) {
        Some([one]) => (*one).clone(),
        // Alternatives may each have a property of this name.
        Some(several) => json!({ "anyOf": several }),
        None => node.additional.first().map_or(Value::Bool(true), |additional| (*additional).clone()),
    }
}

/// RFC 2046, 5.1. A part is a value of its name; several of a name are a list.
fn read_parts(schemas: &Schemas, schema: &Value, request: &Request) -> (Value, Option<Misfit>) {
    let content_type = request.header("content-type").unwrap_or_default();
    let boundary = content_type.split(';').find_map(|word| {
        let (name, value) = word.trim().split_once('=')?;
        name.eq_ignore_ascii_case("boundary").then(|| value.trim_matches('"').to_owned())
    });
    let Some(boundary) = boundary else {
        return (bytes_value(&request.body), Some(Misfit { path: String::new(), reason: "has no boundary".to_owned() }));
    };
    let (mut object, mut shown) = (Map::new(), Map::new());
    for part in parts(&request.body, &boundary) {
        let text = Value::from(String::from_utf8_lossy(part.bytes).into_owned());
        let value = match part.media_type.contains("json") {
            true => serde_json::from_slice(part.bytes).unwrap_or(text),
            false => text,
        };
        let is_text = std::str::from_utf8(part.bytes).is_ok();
        push(&mut shown, part.name.clone(), if is_text { value.clone() } else { bytes_value(part.bytes) });
        push(&mut object, part.name, value);
    }
    for (name, value) in &mut object {
        let all = property_schema(schemas, schema, name);
        let mut ways = vec![value.clone()];
        if !value.is_array() {
            ways.push(Value::Array(vec![value.clone()]));
        }
        if let Some(Ok(read) | Err((read, _))) = settle(schemas, &[&all], ways) {
            // Bytes that are no text are shown as such, but checked as text.
            if shown.get(name) == Some(value) {
                shown.insert(name.clone(), read.clone());
            }
            *value = read;
        }
    }
    let misfit = check(schemas, &[schema], &Value::Object(object), Side::Request).err();
    (Value::Object(shown), misfit)
}

struct Part<'b> {
    name: String,
    media_type: String,
    bytes: &'b [u8],
}

fn parts<'b>(body: &'b [u8], boundary: &str) -> Vec<Part<'b>> {
    let delimiter = format!("--{boundary}");
    let mut found = Vec::new();
    let mut rest = body;
    while let Some(start) = find(rest, delimiter.as_bytes()) {
        rest = &rest[start + delimiter.len()..];
        let Some(after) = rest.strip_prefix(b"\r\n") else { break };
        let end = find(after, format!("\r\n{delimiter}").as_bytes()).unwrap_or(after.len());
        let part = &after[..end];
        rest = &after[(end + 2).min(after.len())..];
        let (head, bytes) = match find(part, b"\r\n\r\n") {
            Some(at) => (&part[..at], &part[at + 4..]),
            None => continue,
        };
        let head = String::from_utf8_lossy(head);
        let field = |wanted: &str| {
            let mut lines = head.lines().filter_map(|line| line.split_once(':'));
            lines.find(|(name, _)| name.trim().eq_ignore_ascii_case(wanted)).map(|(_, value)| value.trim().to_owned())
        };
        let disposition = field("content-disposition").unwrap_or_default();
        let name = disposition.split("; ").find_map(|word| word.strip_prefix("name=\"")?.strip_suffix('"'));
        let name = name.unwrap_or_default().replace("%22", "\"");
        found.push(Part { name, media_type: field("content-type").unwrap_or_default(), bytes });
    }
    found
}

fn find(bytes: &[u8], wanted: &[u8]) -> Option<usize> {
    bytes.windows(wanted.len()).position(|window| window == wanted)
}
