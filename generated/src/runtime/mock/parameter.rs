//! Parameters: from the texts of a path, a query, headers and cookies to values, by the style table (OAS 3.0.4, Style Examples).

use super::{
    check::{Misfit, Side, check},
    coerce::{coerce, kinds, properties},
    node::types,
    read::{Request, decode, decode_pair},
    schemas::Schemas,
    table::{Entry, Parameter, Place},
};
use crate::runtime::http::{PartStyle, Style};
use serde_json::{Map, Value};

/// The value of a parameter; `None` where the request has none.
pub(super) fn read(
    schemas: &Schemas,
    entry: &Entry,
    parameter: &Parameter,
    schema: &Value,
    request: &Request,
    path: &[(String, String)],
) -> Option<Result<Value, (Value, Misfit)>> {
    let all = [schema];
    let found: Vec<Value> = match parameter.place {
        Place::Path => {
            let text = &path.iter().find(|(name, _)| name == parameter.wire)?.1;
            in_path(parameter, text)
        }
        Place::Query => {
            let claimed = |name: &str| {
                let others = entry.parameters.iter().filter(|other| other.place == Place::Query && other.wire != parameter.wire);
                others.into_iter().any(|other| other.wire == name) || entry.query.iter().any(|(fixed, _)| *fixed == name)
            };
            in_pairs(schemas, schema, parameter.wire, parameter.style, &request.query, decode_pair, &claimed)
        }
        Place::Cookie => {
            in_pairs(schemas, schema, parameter.wire, parameter.style, &request.cookies, decode_cookie(parameter), &|_| true)
        }
        Place::Header => match (request.header(parameter.wire)?, parameter.style) {
            (text, PartStyle::Json) => json(&text),
            (text, PartStyle::Styled { explode, .. }) => simple(&text, explode, ',', str::to_owned),
        },
    };
    settle(schemas, &all, found)
}

/// Only JSON is escaped in a cookie.
fn decode_cookie(parameter: &Parameter) -> fn(&str) -> String {
    match parameter.style {
        PartStyle::Json => decode,
        PartStyle::Styled { .. } => str::to_owned,
    }
}

/// Of the ways to read a text, the first that fits; else what is wrong with the likeliest.
pub(super) fn settle(schemas: &Schemas, all: &[&Value], found: Vec<Value>) -> Option<Result<Value, (Value, Misfit)>> {
    let wanted = kinds(schemas, all);
    let bit = |value: &Value| match value {
        Value::Array(_) => types::ARRAY,
        Value::Object(_) => types::OBJECT,
        _ => types::ALL & !(types::ARRAY | types::OBJECT),
    };
    let (likely, others): (Vec<_>, Vec<_>) = found.into_iter().partition(|value| bit(value) & wanted != 0);
    let mut refused = None;
    for value in likely.into_iter().chain(others) {
        let value = coerce(schemas, all, value);
        match check(schemas, all, &value, Side::Request) {
            Ok(()) => return Some(Ok(value)),
            Err(misfit) => drop(refused.get_or_insert((value, misfit))),
        }
    }
    refused.map(Err)
}

fn json(text: &str) -> Vec<Value> {
    vec![serde_json::from_str(text).unwrap_or_else(|_| Value::from(text))]
}

fn in_path(parameter: &Parameter, text: &str) -> Vec<Value> {
    let decoded = |text: &str| decode(text);
    match parameter.style {
        PartStyle::Json => json(&decode(text)),
        PartStyle::Styled { style: Style::Label, explode, .. } => {
            simple(text.strip_prefix('.').unwrap_or(text), explode, if explode { '.' } else { ',' }, decoded)
        }
        PartStyle::Styled { style: Style::Matrix, explode, .. } => {
            let text = text.strip_prefix(';').unwrap_or(text);
            let own = |pair: &str| {
                pair.split_once('=').filter(|(name, _)| decode(name) == parameter.wire).map(|(_, value)| value.to_owned())
            };
            match explode {
                false => simple(&own(text).unwrap_or_default(), false, ',', decoded),
                true => {
                    let items: Vec<String> = text.split(';').filter_map(own).collect();
                    match items.as_slice() {
                        [] => simple(text, true, ';', decoded),
                        [one] => vec![Value::from(decode(one)), Value::from(vec![decode(one)])],
                        several => vec![several.iter().map(|item| decode(item)).collect()],
                    }
                }
            }
        }
        PartStyle::Styled { explode, .. } => simple(text, explode, ',', decoded),
    }
}

/// The ways to read a text with delimiters: as a whole, as a list, as an object.
fn simple(text: &str, explode: bool, delimiter: char, decode: impl Fn(&str) -> String) -> Vec<Value> {
    let pieces: Vec<&str> = text.split(delimiter).collect();
    let list = pieces.iter().map(|piece| Value::from(decode(piece.trim()))).collect();
    let mut object = Map::new();
    if explode {
        for (key, value) in pieces.iter().filter_map(|piece| piece.split_once('=')) {
            object.insert(decode(key), decode(value).into());
        }
    } else {
        for pair in pieces.chunks_exact(2) {
            object.insert(decode(pair[0]), decode(pair[1]).into());
        }
    }
    vec![Value::from(decode(text)), list, Value::Object(object)]
}

/// The ways to read the pairs of a query, a form or the cookies.
pub(super) fn in_pairs(
    schemas: &Schemas,
    schema: &Value,
    wire: &str,
    style: PartStyle,
    pairs: &[(String, String)],
    decode: fn(&str) -> String,
    claimed: &dyn Fn(&str) -> bool,
) -> Vec<Value> {
    let own: Vec<&str> = pairs.iter().filter(|(name, _)| decode(name) == wire).map(|(_, value)| value.as_str()).collect();
    let PartStyle::Styled { style, explode, .. } = style else {
        return own.first().map_or_else(Vec::new, |text| json(&decode(text)));
    };
    let mark = match style {
        Style::SpaceDelimited => ' ',
        Style::PipeDelimited => '|',
        Style::DeepObject => return in_brackets(wire, pairs, decode),
        Style::Matrix | Style::Label | Style::Simple | Style::Form => ',',
    };
    match own.as_slice() {
        [] if explode && kinds(schemas, &[schema]) & types::OBJECT != 0 => spread(schemas, schema, pairs, decode, claimed),
        [] => Vec::new(),
        [text] if explode => vec![Value::from(decode(text)), Value::from(vec![decode(text)])],
        several if explode => vec![several.iter().map(|text| decode(text)).collect()],
        // The delimiter of these two is itself encoded.
        [text, ..] if mark != ',' => simple(&decode(text), false, mark, str::to_owned),
        [text, ..] => simple(text, false, ',', decode),
    }
}

/// An object whose properties are pairs of their own.
fn spread(
    schemas: &Schemas,
    schema: &Value,
    pairs: &[(String, String)],
    decode: fn(&str) -> String,
    claimed: &dyn Fn(&str) -> bool,
) -> Vec<Value> {
    let known = properties(schemas, &[schema]);
    let mut object = Map::new();
    for (name, value) in pairs {
        let (name, value) = (decode(name), decode(value));
        if known.contains(&name.as_str()) || known.is_empty() && !claimed(&name) {
            push(&mut object, name, value.into());
        }
    }
    if object.is_empty() { Vec::new() } else { vec![Value::Object(object)] }
}

/// A value of that name, or one more of it.
pub(super) fn push(object: &mut Map<String, Value>, name: String, value: Value) {
    match object.get_mut(&name) {
        None => drop(object.insert(name, value)),
        Some(Value::Array(items)) => items.push(value),
        Some(one) => *one = Value::Array(vec![one.take(), value]),
    }
}

/// `filter[a][b]=c`, and `filter[]=c` for the items of a list.
fn in_brackets(wire: &str, pairs: &[(String, String)], decode: fn(&str) -> String) -> Vec<Value> {
    let mut tree = Value::Null;
    for (name, value) in pairs {
        let name = decode(name);
        let Some(brackets) = name.strip_prefix(wire) else { continue };
        if brackets.is_empty() || brackets.starts_with('[') {
            let steps: Vec<&str> = brackets.split('[').skip(1).map(|step| step.strip_suffix(']').unwrap_or(step)).collect();
            plant(&mut tree, &steps, decode(value));
        }
    }
    match tree {
        Value::Null => Vec::new(),
        tree => vec![tree],
    }
}

fn plant(tree: &mut Value, steps: &[&str], text: String) {
    let Some((first, rest)) = steps.split_first() else {
        return *tree = Value::from(text);
    };
    let is_item = first.is_empty() || first.bytes().all(|byte| byte.is_ascii_digit());
    if tree.is_null() {
        *tree = if is_item { Value::Array(Vec::new()) } else { Value::Object(Map::new()) };
    }
    match tree {
        Value::Array(items) => {
            let at = first.parse().unwrap_or(items.len()).min(items.len());
            if at == items.len() {
                items.push(Value::Null);
            }
            plant(&mut items[at], rest, text);
        }
        Value::Object(object) => plant(object.entry(*first).or_insert(Value::Null), rest, text),
        _ => {}
    }
}
