//! From the request that a scenario expects to the arguments that lead to it: the tables of styles, read backwards.
//!
//! It is written against the specification, and shares no code with the encoder that it judges.

use super::{
    body::essence,
    document::{Document, Found},
};
use serde_json::{Map, Value, json};

/// Arguments of a call, and what else the caller has to say.
#[derive(Debug, Default)]
pub(super) struct Arguments {
    /// Place, name on the wire, value.
    pub(super) parameters: Vec<(&'static str, String, Value)>,
    /// The document's media type, and the value.
    pub(super) body: Option<(String, Value)>,
    /// Headers that are the caller's: a choice of media types.
    pub(super) headers: Vec<(String, String)>,
    /// Credentials by scheme.
    pub(super) credentials: Vec<(String, String)>,
    /// Names in the query that are made up, because the operation needs a value and the request shows none.
    pub(super) made_up: Vec<String>,
    /// Whether the body is made up.
    pub(super) is_body_made_up: bool,
}

/// Derives the arguments of a call. `query` are the decoded pairs of the request.
pub(super) fn decode(document: &Document, found: &Found<'_>, request: &Value, query: &[(String, String)]) -> Arguments {
    let mut arguments = Arguments::default();
    let headers = headers(request);
    let parameters = parameters(document, found);
    let named = |place: &'static str| parameters.iter().filter(move |parameter| text(parameter, "in") == place);
    for parameter in named("path") {
        let name = text(parameter, "name");
        let raw = found.variables.iter().find(|(variable, _)| variable == name).map_or("", |(_, raw)| raw);
        if !raw.is_empty() {
            arguments.parameters.push(("path", name.to_owned(), path_value(document, parameter, raw)));
        }
    }
    let query_names: Vec<&str> = named("query").map(|parameter| text(parameter, "name")).collect();
    for parameter in named("query") {
        let name = text(parameter, "name");
        match query_value(document, parameter, query, &query_names) {
            Some(value) => arguments.parameters.push(("query", name.to_owned(), value)),
            None if is_required(parameter) => {
                arguments.made_up.push(name.to_owned());
                arguments.parameters.push(("query", name.to_owned(), document.made_up(schema(parameter), 0)));
            }
            None => {}
        }
    }
    for parameter in named("header") {
        let name = text(parameter, "name");
        let lower = name.to_ascii_lowercase();
        // OAS 3.0.4, Parameter Object: these three are not parameters, whatever a document says.
        if ["accept", "authorization", "content-type"].contains(&lower.as_str()) {
            continue;
        }
        match headers.iter().find(|(header, _)| *header == lower) {
            Some((_, value)) => arguments.parameters.push(("header", name.to_owned(), header_value(document, parameter, value))),
            None if is_required(parameter) => {
                arguments.parameters.push(("header", name.to_owned(), document.made_up(schema(parameter), 0)));
            }
            None => {}
        }
    }
    for parameter in named("cookie").filter(|parameter| is_required(parameter)) {
        let name = text(parameter, "name").to_owned();
        arguments.parameters.push(("cookie", name, document.made_up(schema(parameter), 0)));
    }
    arguments.credentials = credentials(document, found, &headers, query);
    let body = document.resolve(found.operation.get("requestBody").unwrap_or(&Value::Null));
    arguments.body = super::body::decode(document, body, request.get("body"));
    if arguments.body.is_none() && request.get("body").is_none() && is_required(body) {
        arguments.body = super::body::made_up(document, body);
        arguments.is_body_made_up = true;
    }
    arguments.headers.extend(headers.iter().filter(|(name, _)| name == "accept").cloned());
    // A range of media types leaves the choice to the caller, and a caller may send another one than the document says.
    let listed = headers.iter().find(|(name, _)| name == "content-type").map(|(_, value)| value.as_str());
    if let Some((media_type, _)) = &arguments.body {
        let chosen = listed.or(request.pointer("/body/contentType").and_then(Value::as_str)).filter(|_| media_type.contains('*'));
        let differs = listed.filter(|listed| !listed.starts_with("multipart/") && essence(listed) != essence(media_type));
        arguments.headers.extend(chosen.or(differs).map(|media_type| ("content-type".to_owned(), media_type.to_owned())));
    }
    arguments
}

/// The headers that a request lists, with names in lower case.
pub(super) fn headers(request: &Value) -> Vec<(String, String)> {
    let listed = request.get("headers").and_then(Value::as_object).into_iter().flatten();
    listed.map(|(name, value)| (name.to_ascii_lowercase(), plain(value))).collect()
}

/// A value as the text that it is in a query or a header.
pub(super) fn plain(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

/// The parameters of an operation; its own replace those of its path.
fn parameters<'v>(document: &'v Document, found: &'v Found<'_>) -> Vec<&'v Value> {
    let mut parameters: Vec<&Value> = Vec::new();
    for holder in [found.operation, found.item] {
        for parameter in holder.get("parameters").and_then(Value::as_array).into_iter().flatten() {
            let parameter = document.resolve(parameter);
            let same =
                |other: &&Value| text(other, "in") == text(parameter, "in") && text(other, "name") == text(parameter, "name");
            if !parameters.iter().any(same) {
                parameters.push(parameter);
            }
        }
    }
    parameters
}

fn text<'v>(value: &'v Value, key: &str) -> &'v str {
    value.get(key).and_then(Value::as_str).unwrap_or_default()
}

fn is_required(value: &Value) -> bool {
    value.get("required") == Some(&Value::Bool(true))
}

fn schema(parameter: &Value) -> &Value {
    parameter.get("schema").unwrap_or(&Value::Null)
}

fn explodes(parameter: &Value, default: bool) -> bool {
    parameter.get("explode").and_then(Value::as_bool).unwrap_or(default)
}

/// Whether the first type of a schema is this one.
fn is(document: &Document, schema: &Value, name: &str) -> bool {
    document.types(schema).iter().find(|ty| *ty != "null").is_some_and(|ty| ty == name)
}

/// Text as a value of the types that a schema allows.
pub(super) fn coerce(document: &Document, schema: &Value, text: &str) -> Value {
    let types = document.types(schema);
    let has = |name: &str| types.iter().any(|ty| ty == name);
    match serde_json::from_str::<Value>(text) {
        Ok(value @ Value::Number(_)) if has("integer") || has("number") => value,
        Ok(value @ Value::Bool(_)) if has("boolean") => value,
        _ => json!(text),
    }
}

fn list(document: &Document, schema: &Value, items: &[String]) -> Value {
    let of = document.resolve(schema).get("items").unwrap_or(&Value::Null);
    items.iter().map(|item| coerce(document, of, item)).collect()
}

fn object(document: &Document, schema: &Value, pairs: &[(String, String)]) -> Value {
    let properties = document.properties(schema);
    let rest = document.resolve(schema).get("additionalProperties").cloned().unwrap_or(Value::Null);
    let typed = |name: &str, text: &str| coerce(document, properties.get(name).unwrap_or(&rest), text);
    Value::Object(pairs.iter().map(|(name, text)| (name.clone(), typed(name, text))).collect())
}

/// `a,1,b,2`
fn alternating(parts: &[String]) -> Vec<(String, String)> {
    parts.chunks(2).map(|pair| (pair[0].clone(), pair.get(1).cloned().unwrap_or_default())).collect()
}

/// `a=1`
fn assignments(parts: &[String]) -> Vec<(String, String)> {
    parts
        .iter()
        .map(|part| part.split_once('=').map_or((part.clone(), String::new()), |(a, b)| (a.to_owned(), b.to_owned())))
        .collect()
}

/// OAS 3.0.4, Style Values: `simple`, `label` and `matrix`.
fn path_value(document: &Document, parameter: &Value, raw: &str) -> Value {
    let (schema, name) = (schema(parameter), text(parameter, "name"));
    let explode = explodes(parameter, false);
    let (is_list, is_object) = (is(document, schema, "array"), is(document, schema, "object"));
    let (raw, separator) = match text(parameter, "style") {
        "label" => (raw.strip_prefix('.').unwrap_or(raw), if explode { '.' } else { ',' }),
        "matrix" if explode && (is_list || is_object) => (raw.strip_prefix(';').unwrap_or(raw), ';'),
        "matrix" => (raw.strip_prefix(&format!(";{name}=")).unwrap_or(raw), ','),
        _ => (raw, ','),
    };
    let split = || raw.split(separator).map(|part| percent_decoded(part, Plus::Stays)).collect::<Vec<_>>();
    let own = |part: String| part.strip_prefix(&format!("{name}=")).map(str::to_owned).unwrap_or(part);
    match (is_list, is_object) {
        (true, _) if text(parameter, "style") == "matrix" && explode => {
            list(document, schema, &split().into_iter().map(own).collect::<Vec<_>>())
        }
        (true, _) => list(document, schema, &split()),
        (_, true) if explode => object(document, schema, &assignments(&split())),
        (_, true) => object(document, schema, &alternating(&split())),
        _ => coerce(document, schema, &percent_decoded(raw, Plus::Stays)),
    }
}

/// OAS 3.0.4, Style Values: `form`, `spaceDelimited`, `pipeDelimited` and `deepObject`; `content` is JSON.
fn query_value(document: &Document, parameter: &Value, query: &[(String, String)], names: &[&str]) -> Option<Value> {
    let (schema, name, style) = (schema(parameter), text(parameter, "name"), text(parameter, "style"));
    let own: Vec<String> = query.iter().filter(|(key, _)| key == name).map(|(_, value)| value.clone()).collect();
    if parameter.get("content").is_some() {
        return serde_json::from_str(own.first()?).ok();
    }
    let separator = match style {
        "spaceDelimited" => ' ',
        "pipeDelimited" => '|',
        _ => ',',
    };
    let explode = explodes(parameter, style.is_empty() || style == "form");
    let split = || own.iter().flat_map(|text| text.split(separator)).map(str::to_owned).collect::<Vec<_>>();
    if is(document, schema, "array") {
        let items = if explode { own.clone() } else { split() };
        return (!own.is_empty()).then(|| list(document, schema, &items));
    }
    if !is(document, schema, "object") {
        return Some(coerce(document, schema, own.first()?));
    }
    let pairs: Vec<(String, String)> = if style == "deepObject" {
        let inner = |key: &str| Some(key.strip_prefix(name)?.strip_prefix('[')?.strip_suffix(']')?.to_owned());
        query.iter().filter_map(|(key, value)| Some((inner(key)?, value.clone()))).collect()
    } else if explode {
        let properties = document.properties(schema);
        let mine = |key: &str| properties.contains_key(key) || (properties.is_empty() && !names.contains(&key));
        query.iter().filter(|(key, _)| mine(key)).cloned().collect()
    } else {
        alternating(&split())
    };
    (!pairs.is_empty()).then(|| object(document, schema, &pairs))
}

/// OAS 3.0.4, Style Values: `simple` in a header.
fn header_value(document: &Document, parameter: &Value, text: &str) -> Value {
    let schema = schema(parameter);
    let split = || text.split(',').map(|part| part.trim().to_owned()).collect::<Vec<_>>();
    if parameter.get("content").is_some() {
        return serde_json::from_str(text).unwrap_or_else(|_| json!(text));
    }
    match (is(document, schema, "array"), is(document, schema, "object")) {
        (true, _) => list(document, schema, &split()),
        (_, true) if explodes(parameter, false) => object(document, schema, &assignments(&split())),
        (_, true) => object(document, schema, &alternating(&split())),
        _ => coerce(document, schema, text),
    }
}

/// The credentials that the request shows. Where it shows none and the operation needs one, any will do.
fn credentials(
    document: &Document,
    found: &Found<'_>,
    headers: &[(String, String)],
    query: &[(String, String)],
) -> Vec<(String, String)> {
    let security = found.operation.get("security").or(document.root.get("security")).and_then(Value::as_array);
    let Some(alternatives) = security.filter(|alternatives| !alternatives.is_empty()) else { return Vec::new() };
    let schemes = document.root.pointer("/components/securitySchemes").and_then(Value::as_object);
    let shown = |name: &String| {
        let scheme = document.resolve(schemes?.get(name)?);
        let header = |wanted: &str| headers.iter().find(|(name, _)| *name == wanted.to_ascii_lowercase()).map(|(_, value)| value);
        let prefixed = |prefix: &str| {
            let value = header("authorization")?;
            let (found, rest) = value.split_once(' ')?;
            found.eq_ignore_ascii_case(prefix).then(|| rest.to_owned())
        };
        let credential = match (text(scheme, "type"), text(scheme, "in")) {
            ("apiKey", "header") => header(text(scheme, "name")).cloned(),
            ("apiKey", "query") => query.iter().find(|(key, _)| key == text(scheme, "name")).map(|(_, value)| value.clone()),
            ("http", _) => prefixed(text(scheme, "scheme")),
            ("oauth2" | "openIdConnect", _) => prefixed("Bearer"),
            _ => None,
        };
        Some((name.clone(), credential?))
    };
    let names =
        |alternative: &Value| alternative.as_object().map(|names| names.keys().cloned().collect::<Vec<_>>()).unwrap_or_default();
    for alternative in alternatives {
        let names = names(alternative);
        let found: Vec<(String, String)> = names.iter().filter_map(shown).collect();
        if !names.is_empty() && found.len() == names.len() {
            return found;
        }
    }
    match alternatives.iter().any(|alternative| names(alternative).is_empty()) {
        true => Vec::new(),
        false => names(&alternatives[0]).into_iter().map(|name| (name, "secret".to_owned())).collect(),
    }
}

/// What a plus sign stands for.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Plus {
    /// Itself.
    Stays,
    /// A space, as in forms and queries.
    IsSpace,
}

/// Text without its percent-encoding. A lone percent sign stays.
pub(super) fn percent_decoded(text: &str, plus: Plus) -> String {
    let bytes = text.as_bytes();
    let mut decoded = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while at < bytes.len() {
        let code = bytes.get(at + 1..at + 3).and_then(|code| u8::from_str_radix(std::str::from_utf8(code).ok()?, 16).ok());
        match (bytes[at], code) {
            (b'%', Some(byte)) => {
                decoded.push(byte);
                at += 2;
            }
            (b'+', _) if plus == Plus::IsSpace => decoded.push(b' '),
            (byte, _) => decoded.push(byte),
        }
        at += 1;
    }
    String::from_utf8_lossy(&decoded).into_owned()
}

/// The decoded pairs of a query or a form.
pub(super) fn pairs(text: &str) -> Vec<(String, String)> {
    let decoded = |text| percent_decoded(text, Plus::IsSpace);
    let pairs = text.split('&').filter(|pair| !pair.is_empty());
    pairs.map(|pair| pair.split_once('=').unwrap_or((pair, ""))).map(|(name, value)| (decoded(name), decoded(value))).collect()
}

/// The decoded pairs that a request expects in its query.
pub(super) fn expected_query(uri: &str, request: &Value) -> Vec<(String, String)> {
    let mut expected = pairs(uri.split_once('?').map_or("", |(_, query)| query));
    for (name, value) in request.get("query").and_then(Value::as_object).into_iter().flatten() {
        match value {
            Value::Array(items) => expected.extend(items.iter().map(|item| (name.clone(), plain(item)))),
            value => expected.push((name.clone(), plain(value))),
        }
    }
    expected
}

/// An object of the form's pairs, typed by the schema.
pub(super) fn form(document: &Document, schema: &Value, text: &str) -> Value {
    let properties = document.properties(schema);
    let mut object: Map<String, Value> = Map::new();
    for (name, value) in pairs(text) {
        let of = properties.get(&name).unwrap_or(&Value::Null);
        if is(document, of, "array") {
            let item = list(document, of, &[value]);
            match object.get_mut(&name).and_then(Value::as_array_mut) {
                Some(items) => items.extend(item.as_array().cloned().unwrap_or_default()),
                None => drop(object.insert(name, item)),
            }
        } else {
            object.insert(name, coerce(document, of, &value));
        }
    }
    Value::Object(object)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parameter(style: &str, explode: bool, schema: Value) -> Value {
        json!({ "name": "color", "style": style, "explode": explode, "schema": schema })
    }

    #[test]
    fn paths_are_read_in_every_style() {
        let document = Document { root: json!({}) };
        let items = json!({ "type": "array", "items": { "type": "string" } });
        let fields = json!({ "type": "object", "additionalProperties": { "type": "integer" } });
        let read = |style, explode, schema: &Value, raw| path_value(&document, &parameter(style, explode, schema.clone()), raw);
        for (style, explode, raw) in [
            ("simple", false, "a,b%2C"),
            ("label", true, ".a.b%2C"),
            ("matrix", false, ";color=a,b%2C"),
            ("matrix", true, ";color=a;color=b%2C"),
        ] {
            assert_eq!(read(style, explode, &items, raw), json!(["a", "b,"]), "{raw}");
        }
        for (style, explode, raw) in
            [("simple", false, "R,1,G,2"), ("simple", true, "R=1,G=2"), ("label", true, ".R=1.G=2"), ("matrix", true, ";R=1;G=2")]
        {
            assert_eq!(read(style, explode, &fields, raw), json!({ "R": 1, "G": 2 }), "{raw}");
        }
        assert_eq!(read("simple", false, &json!({ "type": "integer" }), "7"), json!(7));
    }

    #[test]
    fn queries_are_read_in_every_style() {
        let document = Document { root: json!({}) };
        let items = json!({ "type": "array", "items": { "type": "integer" } });
        let fields = json!({ "type": "object", "properties": { "R": { "type": "integer" } } });
        let read = |style, explode, schema: &Value, query| {
            query_value(&document, &parameter(style, explode, schema.clone()), &pairs(query), &["color", "other"])
        };
        assert_eq!(read("form", true, &items, "color=1&color=2"), Some(json!([1, 2])));
        assert_eq!(read("form", false, &items, "color=1,2"), Some(json!([1, 2])));
        assert_eq!(read("pipeDelimited", false, &items, "color=1%7C2"), Some(json!([1, 2])));
        assert_eq!(read("deepObject", true, &fields, "color%5BR%5D=1&other=2"), Some(json!({ "R": 1 })));
        assert_eq!(read("form", true, &fields, "R=1&other=2"), Some(json!({ "R": 1 })));
        assert_eq!(read("form", true, &items, "other=2"), None);
    }
}
