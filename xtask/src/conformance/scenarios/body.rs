//! Bodies of scenarios: as bytes, as the value of an argument, and part by part.

use super::{
    decode::{form, plain},
    document::Document,
};
use serde_json::{Map, Value, json};

/// The bytes of a body that a scenario gives as text, as `{"$serialized": text}` or as `{"$bytes": base64}`.
pub(super) fn bytes(raw: &Value) -> Vec<u8> {
    match raw {
        Value::String(text) => text.clone().into_bytes(),
        Value::Object(object) => match (object.get("$serialized"), object.get("$bytes")) {
            (Some(text), _) => plain(text).into_bytes(),
            (_, Some(text)) => from_base64(&plain(text)),
            _ => raw.to_string().into_bytes(),
        },
        Value::Null => Vec::new(),
        other => other.to_string().into_bytes(),
    }
}

/// Bytes as the value that stands for them: text where they are text.
pub(super) fn value_of(bytes: &[u8]) -> Value {
    match std::str::from_utf8(bytes) {
        Ok(text) => json!(text),
        Err(_) => json!({ "base64": to_base64(bytes) }),
    }
}

/// The media type without parameters, in lower case.
pub(super) fn essence(media_type: &str) -> String {
    media_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase()
}

pub(super) fn is_json(media_type: &str) -> bool {
    let essence = essence(media_type);
    essence == "application/json" || essence.ends_with("+json") || essence == "text/json"
}

/// The media type of the document that a body has, and the value of the argument.
pub(super) fn decode(document: &Document, of: &Value, body: Option<&Value>) -> Option<(String, Value)> {
    let body = body?;
    let given = body.get("contentType").and_then(Value::as_str).unwrap_or_default();
    let content = of.get("content")?.as_object()?;
    let fits = |range: &str| {
        let (range, given) = (essence(range), essence(given));
        range == given || range == "*/*" || range.strip_suffix('*').is_some_and(|kind| given.starts_with(kind))
    };
    let exact = content.iter().find(|(key, _)| essence(key) == essence(given));
    let (key, media) = exact.or_else(|| content.iter().find(|(key, _)| fits(key))).or_else(|| content.iter().next())?;
    let schema = media.get("schema").unwrap_or(&Value::Null);
    if essence(given).starts_with("multipart/") {
        return Some((key.clone(), parts(document, schema, body)));
    }
    let bytes = bytes(body.get("rawContent").unwrap_or(&Value::Null));
    let text = String::from_utf8_lossy(&bytes);
    let value = match essence(key).as_str() {
        "application/x-www-form-urlencoded" => form(document, schema, &text),
        _ if is_json(key) => serde_json::from_str(&text).unwrap_or_else(|_| value_of(&bytes)),
        _ => value_of(&bytes),
    };
    Some((key.clone(), value))
}

/// A body for an operation that needs one, where the request shows none.
pub(super) fn made_up(document: &Document, of: &Value) -> Option<(String, Value)> {
    let (key, media) = of.get("content")?.as_object()?.iter().next()?;
    let schema = media.get("schema").unwrap_or(&Value::Null);
    let value = match essence(key).as_str() {
        name if is_json(name) || name.starts_with("multipart/") || name == "application/x-www-form-urlencoded" => {
            document.made_up(schema, 0)
        }
        _ => json!("text"),
    };
    Some((key.clone(), value))
}

/// The parts of a multipart body as an object.
fn parts(document: &Document, schema: &Value, body: &Value) -> Value {
    let properties = document.properties(schema);
    let is_list = |name: &str| properties.get(name).is_some_and(|of| document.types(of).iter().any(|ty| ty == "array"));
    let given = body.get("parts").and_then(Value::as_object).into_iter().flatten();
    let mut parts: Map<String, Value> = given
        .map(|(name, value)| {
            // The suite gives the text of a part as the JSON that it looks like.
            let is_text = properties.get(name).is_some_and(|of| document.types(of).iter().any(|ty| ty == "string"));
            let value = if is_text && !value.is_object() && !value.is_array() { json!(plain(value)) } else { value.clone() };
            (name.clone(), value)
        })
        .collect();
    for file in files(body) {
        let mut value = json!({ "base64": to_base64(&file.bytes), "file_name": file.file_name });
        if let (Value::Object(value), Some(media_type)) = (&mut value, file.media_type) {
            value.insert("media_type".to_owned(), media_type.into());
        }
        if is_list(&file.name) {
            match parts.get_mut(&file.name).and_then(Value::as_array_mut) {
                Some(items) => items.push(value),
                None => drop(parts.insert(file.name, json!([value]))),
            }
        } else {
            parts.insert(file.name, value);
        }
    }
    Value::Object(parts)
}

/// A part that is a file, or one that was sent.
pub(super) struct Part {
    pub(super) name: String,
    pub(super) file_name: Option<String>,
    pub(super) media_type: Option<String>,
    pub(super) bytes: Vec<u8>,
}

/// The files that a scenario expects.
pub(super) fn files(body: &Value) -> Vec<Part> {
    let files = body.get("files").and_then(Value::as_array).into_iter().flatten();
    let text = |file: &Value, key: &str| file.get(key).and_then(Value::as_str).map(str::to_owned);
    let part = |file: &Value| Part {
        name: text(file, "fieldname").unwrap_or_default(),
        file_name: text(file, "originalname"),
        media_type: text(file, "mimetype"),
        bytes: bytes(file.get("buffer").unwrap_or(&Value::Null)),
    };
    files.map(part).collect()
}

/// The parts of a body that was sent (RFC 2046, 5.1; RFC 7578); `None` if it is not one.
pub(super) fn sent_parts(media_type: &str, body: &[u8]) -> Option<Vec<Part>> {
    let boundary = media_type.split(';').find_map(|parameter| parameter.trim().strip_prefix("boundary="))?.trim_matches('"');
    let first = format!("--{boundary}\r\n");
    let next = format!("\r\n--{boundary}");
    let mut rest = body.strip_prefix(first.as_bytes())?;
    let mut parts = Vec::new();
    loop {
        let head_end = find(rest, b"\r\n\r\n")?;
        let (head, content) = (String::from_utf8_lossy(&rest[..head_end]).into_owned(), &rest[head_end + 4..]);
        let end = find(content, next.as_bytes())?;
        parts.push(part(&head, &content[..end]));
        rest = &content[end + next.len()..];
        if rest.starts_with(b"--") {
            return Some(parts);
        }
        rest = rest.strip_prefix(b"\r\n")?;
    }
}

fn part(head: &str, bytes: &[u8]) -> Part {
    let header = |wanted: &str| {
        head.split("\r\n").find_map(|line| {
            let (name, value) = line.split_once(':')?;
            name.eq_ignore_ascii_case(wanted).then(|| value.trim().to_owned())
        })
    };
    let disposition = header("content-disposition").unwrap_or_default();
    let attribute = |name: &str| {
        let (_, rest) = disposition.split_once(&format!("; {name}=\""))?;
        Some(rest.split('"').next().unwrap_or_default().to_owned())
    };
    Part {
        name: attribute("name").unwrap_or_default(),
        file_name: attribute("filename"),
        media_type: header("content-type"),
        bytes: bytes.to_vec(),
    }
}

fn find(bytes: &[u8], wanted: &[u8]) -> Option<usize> {
    bytes.windows(wanted.len()).position(|window| window == wanted)
}

const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/// RFC 4648, section 4.
pub(super) fn to_base64(bytes: &[u8]) -> String {
    let mut text = String::new();
    for chunk in bytes.chunks(3) {
        let bits = (0..3).fold(0_usize, |bits, at| (bits << 8) | usize::from(chunk.get(at).copied().unwrap_or_default()));
        for place in 0..4 {
            let is_padding = place > chunk.len();
            text.push(if is_padding { '=' } else { char::from(ALPHABET[(bits >> (18 - 6 * place)) & 63]) });
        }
    }
    text
}

/// RFC 4648, section 4. What is not of the alphabet is passed over.
pub(super) fn from_base64(text: &str) -> Vec<u8> {
    let (mut bytes, mut bits, mut count) = (Vec::new(), 0_usize, 0);
    for index in text.bytes().filter_map(|byte| ALPHABET.iter().position(|letter| *letter == byte)) {
        bits = (bits << 6 | index) & 0xffff;
        count += 6;
        if count >= 8 {
            count -= 8;
            bytes.push((bits >> count & 0xff) as u8);
        }
    }
    bytes
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn base64_goes_there_and_back() {
        for bytes in [&b""[..], b"a", b"ab", b"abc", b"\xff\x00\xfe\x01"] {
            assert_eq!(from_base64(&to_base64(bytes)), bytes);
        }
        assert_eq!(to_base64(b"ab"), "YWI=");
    }

    #[test]
    fn parts_are_read_with_their_headers() {
        let body =
            b"--x\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n1\r\n--x\r\nContent-Disposition: form-data; name=\"f\"; \
                     filename=\"n.png\"\r\nContent-Type: image/png\r\n\r\n\xff\r\n--x--\r\n";
        let parts = sent_parts("multipart/form-data; boundary=x", body).expect("it is one");
        assert_eq!((parts[0].name.as_str(), &parts[0].bytes[..]), ("a", &b"1"[..]));
        assert_eq!((parts[1].file_name.as_deref(), parts[1].media_type.as_deref()), (Some("n.png"), Some("image/png")));
        assert_eq!(parts[1].bytes, b"\xff");
        assert!(sent_parts("multipart/form-data; boundary=x", b"--x\r\n").is_none());
    }
}
