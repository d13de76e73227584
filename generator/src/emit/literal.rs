//! JSON and text as string literals that people can read: what fits into a line is one, anything else has a line for each part.

use proc_macro2::{Literal, TokenStream};
use quote::quote;
use serde_json::Value;

/// What fits into a line, its indentation included.
const WIDTH: usize = 120;

/// Text of JSON as a literal.
pub fn spell_json(json: &str) -> TokenStream {
    match serde_json::from_str::<Value>(json) {
        Ok(value) => spell_value(&value),
        Err(_) => spell_text(json),
    }
}

/// JSON as a literal.
pub fn spell_value(value: &Value) -> TokenStream {
    let mut text = String::new();
    write(value, 0, &mut text);
    if text.contains(['"', '\n']) { spell_raw(&text) } else { quote!(#text) }
}

/// Text as a literal.
pub fn spell_text(text: &str) -> TokenStream {
    let is_plain = text.chars().all(|c| c == '\n' || c == '\t' || is_shown(c));
    match is_plain && text.contains(['"', '\n', '\\']) {
        true => spell_raw(text),
        false => quote!(#text),
    }
}

/// Whether a character may stand in source code as it is: no control, and none that hides or turns text around.
fn is_shown(c: char) -> bool {
    c == ' ' || c.escape_debug().len() == 1 || matches!(c, '"' | '\'' | '\\')
}

fn spell_raw(text: &str) -> TokenStream {
    let mut hashes = String::from("#");
    while text.contains(&format!("\"{hashes}")) {
        hashes.push('#');
    }
    match format!("r{hashes}\"{text}\"{hashes}").parse::<Literal>() {
        Ok(literal) => quote!(#literal),
        Err(_) => quote!(#text),
    }
}

fn write(value: &Value, indent: usize, text: &mut String) {
    let line = in_line(value);
    let parts: Vec<(Option<&String>, &Value)> = match value {
        Value::Array(items) => items.iter().map(|item| (None, item)).collect(),
        Value::Object(object) => object.iter().map(|(key, value)| (Some(key), value)).collect(),
        _ => Vec::new(),
    };
    if parts.is_empty() || line.chars().count() + indent <= WIDTH {
        return text.push_str(&line);
    }
    let (open, close) = if value.is_array() { ('[', ']') } else { ('{', '}') };
    // Words and numbers fill their lines, whatever is more has its own.
    let is_filled = value.is_array() && parts.iter().all(|(_, part)| !part.is_array() && !part.is_object());
    text.push(open);
    let mut room = 0;
    for (index, (key, value)) in parts.into_iter().enumerate() {
        let mut part = key.map_or_else(String::new, |key| format!("{}: ", quoted(key)));
        write(value, indent + 2, &mut part);
        let length = part.chars().count() + 2;
        if index > 0 {
            text.push(',');
        }
        if is_filled && length <= room {
            text.push(' ');
            room -= length;
        } else {
            text.push('\n');
            text.extend(std::iter::repeat_n(' ', indent + 2));
            room = (WIDTH - indent.min(WIDTH)).saturating_sub(length);
        }
        text.push_str(&part);
    }
    text.push('\n');
    text.extend(std::iter::repeat_n(' ', indent));
    text.push(close);
}

fn in_line(value: &Value) -> String {
    match value {
        Value::String(text) => quoted(text),
        Value::Array(items) => format!("[{}]", items.iter().map(in_line).collect::<Vec<_>>().join(", ")),
        Value::Object(object) if object.is_empty() => "{}".to_owned(),
        Value::Object(object) => {
            let members: Vec<String> = object.iter().map(|(key, value)| format!("{}: {}", quoted(key), in_line(value))).collect();
            format!("{{ {} }}", members.join(", "))
        }
        Value::Null | Value::Bool(_) | Value::Number(_) => value.to_string(),
    }
}

/// A string of JSON. What may not stand in source code, JSON can say otherwise.
fn quoted(text: &str) -> String {
    let mut quoted = String::new();
    let mut units = [0; 2];
    for c in Value::from(text).to_string().chars() {
        match is_shown(c) {
            true => quoted.push(c),
            false => c.encode_utf16(&mut units).iter().for_each(|unit| quoted.push_str(&format!("\\u{unit:04x}"))),
        }
    }
    quoted
}

#[cfg(test)]
mod tests {
    use super::write;

    #[test]
    fn what_is_too_long_for_a_line_has_a_line_for_each_part() {
        let long = "x".repeat(110);
        let json = serde_json::json!({ "a": [1, { "b": [] }, {}], "c": long, "d": ["\u{202e}\n"] });
        let mut text = String::new();
        write(&json, 0, &mut text);
        assert_eq!(
            text,
            format!("{{\n  \"a\": [1, {{ \"b\": [] }}, {{}}],\n  \"c\": \"{long}\",\n  \"d\": [\"\\u202e\\n\"]\n}}")
        );
        assert_eq!(serde_json::from_str::<serde_json::Value>(&text).expect("JSON"), json);
    }
}
