//! What a call must send and read, and whether it did: JSON as values, parts one by one, header names without case.

use super::{
    body::{self, Part, essence, from_base64, is_json, to_base64, value_of},
    decode::{self, Arguments, Plus, percent_decoded},
};
use crate::conformance::outcome::equal;
use serde_json::{Value, json};

/// The answer of a scenario.
pub(super) struct Answer {
    status: u64,
    headers: Vec<(String, String)>,
    media_type: String,
    bytes: Vec<u8>,
}

impl Answer {
    pub(super) fn of(response: &Value) -> Answer {
        let body = response.get("body");
        let media_type = body.and_then(|body| body.get("contentType")).and_then(Value::as_str).unwrap_or_default();
        let bytes = body.and_then(|body| body.get("rawContent")).map(body::bytes).unwrap_or_default();
        let mut headers = decode::headers(response);
        if !media_type.is_empty() && !headers.iter().any(|(name, _)| name == "content-type") {
            headers.push(("content-type".to_owned(), media_type.to_owned()));
        }
        let status = response.get("status").and_then(Value::as_u64).unwrap_or(200);
        Answer { status, headers, media_type: media_type.to_owned(), bytes }
    }

    pub(super) fn to_row(&self) -> Value {
        json!({ "status": self.status, "headers": self.headers, "body": to_base64(&self.bytes) })
    }

    /// Every absolute link in the body.
    pub(super) fn links(&self) -> Vec<String> {
        let text = String::from_utf8_lossy(&self.bytes).replace("PLACEHOLDER_BASE_URL", super::ORIGIN);
        let words =
            text.split(['"', '<', '>', ' ', '\n']).filter(|word| word.starts_with("http://") || word.starts_with("https://"));
        words.map(str::to_owned).collect()
    }
}

/// What a call must send and read.
pub(super) struct Expected {
    method: String,
    path: String,
    query: Vec<(String, String)>,
    headers: Vec<(String, String)>,
    body: Option<Value>,
    made_up: Vec<String>,
    is_body_made_up: bool,
    answer: Answer,
}

impl Expected {
    pub(super) fn new(
        api: &Value,
        request: &Value,
        path: &str,
        query: Vec<(String, String)>,
        arguments: &Arguments,
        answer: Answer,
    ) -> Expected {
        Expected {
            method: api.get("method").and_then(Value::as_str).unwrap_or_default().to_ascii_uppercase(),
            path: path.to_owned(),
            query,
            headers: decode::headers(request),
            body: request.get("body").cloned(),
            made_up: arguments.made_up.clone(),
            is_body_made_up: arguments.is_body_made_up,
            answer,
        }
    }
}

/// What is wrong with a call, if something is.
pub(super) fn judge(expected: &Expected, done: &Value) -> Option<String> {
    let error = done.get("error").and_then(Value::as_str);
    let Some(sent) = done.get("sent").filter(|sent| !sent.is_null()) else {
        return Some(format!("nothing was sent: {}", error.unwrap_or("no reason is given")));
    };
    sent_fault(expected, sent).or_else(|| read_fault(&expected.answer, &expected.method, done, error))
}

fn sent_fault(expected: &Expected, sent: &Value) -> Option<String> {
    let text = |key: &str| sent.get(key).and_then(Value::as_str).unwrap_or_default();
    if text("method") != expected.method {
        return Some(format!("the method is {}, not {}", text("method"), expected.method));
    }
    let (path, query) = text("path_and_query").split_once('?').unwrap_or((text("path_and_query"), ""));
    // The slash at the end of a path says nothing to the service that the scenarios were made for.
    let segments = |path: &str| -> Vec<String> {
        path.trim_end_matches('/').split('/').map(|segment| percent_decoded(segment, Plus::Stays)).collect()
    };
    if segments(path) != segments(&expected.path) {
        return Some(format!("the path is `{path}`, not `{}`", expected.path));
    }
    let mut pairs: Vec<(String, String)> = decode::pairs(query);
    pairs.retain(|(name, _)| !expected.made_up.contains(name));
    let mut wanted = expected.query.clone();
    pairs.sort();
    wanted.sort();
    if pairs != wanted {
        return Some(format!("the query has {pairs:?}, not {wanted:?}"));
    }
    for (name, value) in &expected.headers {
        let found = header(sent, name).unwrap_or_default();
        let same = match name.as_str() {
            "content-type" => essence(&found) == essence(value),
            _ => found == *value,
        };
        if !same {
            return Some(format!("the header `{name}` is `{found}`, not `{value}`"));
        }
    }
    if expected.is_body_made_up {
        return None;
    }
    let bytes = from_base64(text("body"));
    let media_type = header(sent, "content-type").unwrap_or_default();
    match &expected.body {
        Some(body) => {
            let wanted = body.get("contentType").and_then(Value::as_str).unwrap_or_default();
            // A header that the scenario lists was compared already. A kind of JSON may go by its own name.
            let is_listed = expected.headers.iter().any(|(name, _)| name == "content-type");
            let same = is_listed || essence(&media_type) == essence(wanted) || (is_json(&media_type) && is_json(wanted));
            match same {
                true => body_fault(body, wanted, &media_type, &bytes),
                false => Some(format!("the body is `{media_type}`, not `{wanted}`")),
            }
        }
        None if bytes.is_empty() => None,
        None => Some(format!("a body was sent: {}", shown(&bytes))),
    }
}

fn header(sent: &Value, wanted: &str) -> Option<String> {
    let headers = sent.get("headers").and_then(Value::as_array)?;
    let pair = headers.iter().find(|pair| pair[0].as_str().is_some_and(|name| name.eq_ignore_ascii_case(wanted)))?;
    pair[1].as_str().map(str::to_owned)
}

fn body_fault(expected: &Value, wanted_type: &str, media_type: &str, sent: &[u8]) -> Option<String> {
    if essence(wanted_type).starts_with("multipart/") {
        return match body::sent_parts(media_type, sent) {
            Some(parts) => parts_fault(expected, &parts),
            None => Some("the body has no parts".to_owned()),
        };
    }
    let wanted = body::bytes(expected.get("rawContent").unwrap_or(&Value::Null));
    let same = match is_json(wanted_type) {
        true => match (serde_json::from_slice::<Value>(&wanted), serde_json::from_slice::<Value>(sent)) {
            (Ok(wanted), Ok(sent)) => equal(&wanted, &sent),
            _ => wanted == sent,
        },
        false => wanted == sent,
    };
    (!same).then(|| format!("the body is {}, not {}", shown(sent), shown(&wanted)))
}

fn parts_fault(expected: &Value, sent: &[Part]) -> Option<String> {
    let mut rest: Vec<&Part> = sent.iter().collect();
    for (name, value) in expected.get("parts").and_then(Value::as_object).into_iter().flatten() {
        let (own, others): (Vec<&Part>, Vec<&Part>) = rest.into_iter().partition(|part| part.name == *name);
        rest = others;
        // A list is one part of JSON, or a part an item.
        let items = value.as_array().filter(|_| own.len() != 1);
        let wanted: Vec<&Value> = items.map_or_else(|| vec![value], |items| items.iter().collect());
        if own.len() != wanted.len() || own.iter().zip(&wanted).any(|(part, value)| !is_value(&part.bytes, value)) {
            return Some(format!("the part `{name}` is not {value}"));
        }
    }
    for file in body::files(expected) {
        let same = |part: &&Part| {
            let named = (&part.name, &part.file_name, &part.bytes) == (&file.name, &file.file_name, &file.bytes);
            named
                && file
                    .media_type
                    .as_ref()
                    .is_none_or(|wanted| part.media_type.as_deref().is_some_and(|sent| essence(sent) == essence(wanted)))
        };
        match rest.iter().position(same) {
            Some(at) => drop(rest.remove(at)),
            None => return Some(format!("no part `{}` is the file {:?} of {:?}", file.name, file.file_name, file.media_type)),
        }
    }
    rest.first().map(|part| format!("there is a part `{}` more", part.name))
}

fn is_value(bytes: &[u8], value: &Value) -> bool {
    match value {
        Value::String(text) => bytes == text.as_bytes(),
        value => serde_json::from_slice::<Value>(bytes).is_ok_and(|sent| equal(&sent, value)),
    }
}

fn read_fault(answer: &Answer, method: &str, done: &Value, error: Option<&str>) -> Option<String> {
    if !(200..300).contains(&answer.status) {
        let status = done.get("status").and_then(Value::as_u64);
        return match (error, status) {
            (Some(_), Some(status)) if status == answer.status => None,
            (Some(error), _) => Some(format!("the error does not show the status {}: {error}", answer.status)),
            (None, _) => Some(format!("the status {} is no error", answer.status)),
        };
    }
    if let Some(error) = error {
        return Some(format!("the answer is not read: {error}"));
    }
    let value = done.get("value").unwrap_or(&Value::Null);
    let is_empty = answer.bytes.is_empty() || method == "HEAD";
    let wanted = match serde_json::from_slice::<Value>(&answer.bytes) {
        _ if is_empty => Value::Null,
        Ok(json) if is_json(&answer.media_type) => json,
        _ => value_of(&answer.bytes),
    };
    let same = equal(&wanted, value)
        // A body that is opaque to the client may be kept as it came.
        || *value == value_of(&answer.bytes)
        || (is_empty && *value == json!(""))
        || lines(answer).is_some_and(|lines| equal(&lines, value));
    (!same).then(|| format!("the answer is {}, not {}", cut(&value.to_string()), cut(&wanted.to_string())))
}

/// The items of JSON lines.
fn lines(answer: &Answer) -> Option<Value> {
    let text = std::str::from_utf8(&answer.bytes).ok()?;
    let items: Result<Vec<Value>, _> = text.lines().map(serde_json::from_str).collect();
    essence(&answer.media_type).contains("json").then_some(Value::Array(items.ok()?))
}

fn shown(bytes: &[u8]) -> String {
    format!("`{}`", cut(&String::from_utf8_lossy(bytes)))
}

fn cut(text: &str) -> String {
    let mut cut: String = text.chars().take(300).collect();
    if cut.len() < text.len() {
        cut.push('…');
    }
    cut
}
