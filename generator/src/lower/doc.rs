//! Documentation: the words of the document, and facts of the schema worth a line each. Nothing is invented here, and nothing cleaned.

use super::{
    Lowering,
    composition::{Conjunction, Target},
    place, scalar,
};
use crate::{
    ir::{Deprecation, Doc},
    load::Schema,
    pointer::Pointer,
};
use serde_json::Value;

/// Values longer than this are not quoted.
const QUOTE: usize = 80;

/// The documentation of a definition: its own words.
pub(super) fn type_doc(cx: &Lowering<'_>, roots: &[Pointer]) -> Doc {
    let mut doc = Doc::default();
    // The last schema is the one closest to the use: the child of a parent, the branch of a choice.
    for root in roots.iter().rev() {
        let words = words(cx, root);
        if doc.summary.is_none() && doc.description.is_none() {
            (doc.summary, doc.description) = (words.summary, words.description);
        }
        doc.deprecated = doc.deprecated.or(words.deprecated);
    }
    doc
}

/// The documentation of an alias: its own words, and what holds of its values.
pub(super) fn alias_doc(cx: &Lowering<'_>, roots: &[Pointer]) -> Doc {
    let mut doc = type_doc(cx, roots);
    let schemas = roots.iter().map(|root| cx.schema(root)).collect::<Vec<_>>();
    doc.notes = notes(schemas.iter().map(|schema| schema.as_ref()));
    doc
}

/// The documentation of a use, such as a field: the words beside it, or those of what it refers to unless that has a definition of its
/// own, which says them.
pub(super) fn use_doc(cx: &Lowering<'_>, roots: &[Pointer]) -> Doc {
    let mut doc = type_doc(cx, roots);
    let mut schemas = Vec::new();
    for root in roots {
        let (own, end) = until_component(cx, root);
        schemas.extend(own);
        if let Some(component) = end {
            let all = cx.conjunction(std::slice::from_ref(&component));
            // Modes hold of the property wherever the schema that says so stands.
            let schema = cx.schema(&component);
            if is_scalar(&all) {
                schemas.push(schema);
            } else if schema.read_only || schema.write_only {
                let mode = Schema { read_only: schema.read_only, write_only: schema.write_only, ..Schema::default() };
                schemas.push(std::rc::Rc::new(mode));
            }
        }
    }
    doc.notes = notes(schemas.iter().map(|schema| schema.as_ref()));
    doc
}

/// The schemas on the way from a use to the component that it refers to, if it does.
fn until_component<'d>(cx: &Lowering<'d>, root: &Pointer) -> (Vec<std::rc::Rc<Schema<'d>>>, Option<Pointer>) {
    let Target { at, .. } = cx.target(root);
    let end = place::is_component(&at).then(|| at.clone());
    let mut own = Vec::new();
    for member in cx.conjunction(std::slice::from_ref(root)).members {
        let below = member.at.as_str().strip_prefix(root.as_str()).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'));
        if (below || end.is_none()) && !place::is_component(&member.at) {
            own.push(member.schema);
        }
    }
    // The schema itself comes first, then what it builds upon.
    own.reverse();
    (own, end)
}

fn is_scalar(all: &Conjunction<'_>) -> bool {
    all.choices.is_empty() && all.types().is_some_and(|types| !types.array && !types.object)
}

/// Title, description and deprecation of a schema, or of the inline schema that it passes on to.
fn words(cx: &Lowering<'_>, at: &Pointer) -> Doc {
    let own = own_words(&cx.schema(at));
    if own.summary.is_some() || own.description.is_some() || place::is_component(at) {
        return own;
    }
    let target = cx.target(at);
    let component = place::is_component(&target.at);
    if target.at == *at || component && !is_scalar(&cx.conjunction(std::slice::from_ref(&target.at))) {
        return own;
    }
    let mut words = own_words(&cx.schema(&target.at));
    words.deprecated = own.deprecated.or(words.deprecated.filter(|_| !component));
    words
}

/// Title, description and deprecation of one schema.
pub(super) fn own_words(schema: &Schema<'_>) -> Doc {
    let text = |text: Option<&str>| text.filter(|text| !text.trim().is_empty()).map(str::to_owned);
    let message = schema.extensions.iter().find(|(key, _)| matches!(*key, "x-deprecated-message" | "x-deprecation-message"));
    let deprecated = schema.deprecated.then(|| Deprecation { message: message.and_then(|(_, value)| text(value.as_str())) });
    Doc { summary: text(schema.title), description: text(schema.description), notes: Vec::new(), deprecated }
}

/// A line for each fact of these schemas, the first one of each kind.
fn notes<'a, 'd: 'a>(schemas: impl Iterator<Item = &'a Schema<'d>>) -> Vec<String> {
    let mut notes = Vec::new();
    let mut seen: Vec<&str> = Vec::new();
    for schema in schemas {
        let mut add = |kind: &'static str, note: Option<String>| {
            if let Some(note) = note
                && !seen.contains(&kind)
            {
                seen.push(kind);
                notes.push(note);
            }
        };
        if schema.read_only != schema.write_only {
            add("mode", Some(if schema.read_only { "Read-only." } else { "Write-only." }.to_owned()));
        }
        let format = schema.format.filter(|format| !scalar::is_typed_format(format) && !format.trim().is_empty());
        add("format", format.map(|format| format!("Format: {}.", code(format))));
        let encoding = schema.content_encoding.filter(|encoding| !encoding.eq_ignore_ascii_case("base64"));
        add("encoding", encoding.map(|encoding| format!("Encoded as {}.", code(encoding))));
        // Bytes of no kind: how OAS 3.1 spells `format: binary`.
        let media = schema.content_media_type.filter(|media| *media != "application/octet-stream");
        add("media", media.map(|media| format!("Holds {}.", code(media))));
        add("const", constant(schema).map(|value| format!("Always {}.", code(&value.to_string()))));
        add("length", range(schema, "minLength", "maxLength", "character"));
        add("items", range(schema, "minItems", "maxItems", "item"));
        add("properties", range(schema, "minProperties", "maxProperties", "entry"));
        add("low", low(schema));
        add("high", high(schema));
        add("multiple", find(schema, "multipleOf").map(|value| format!("A multiple of {}.", number(value))));
        let pattern = find(schema, "pattern").and_then(Value::as_str).filter(|pattern| pattern.len() <= 2 * QUOTE);
        add("pattern", pattern.map(|pattern| format!("Matches {}.", code(pattern))));
        add("unique", (find(schema, "uniqueItems") == Some(&Value::Bool(true))).then(|| "No two items are equal.".to_owned()));
        let default = schema.default.map(Value::to_string).filter(|text| text.len() <= QUOTE && text != "null");
        add("default", default.map(|text| format!("Default: {}.", code(&text))));
    }
    notes
}

/// A boolean that can be only one thing: other constants are enums, which say so themselves.
fn constant<'d>(schema: &Schema<'d>) -> Option<&'d Value> {
    let value = schema.constant.or(match schema.enumeration {
        Some([value]) => Some(value),
        _ => None,
    })?;
    value.is_boolean().then_some(value)
}

fn find<'d>(schema: &Schema<'d>, keyword: &str) -> Option<&'d Value> {
    schema.constraints.iter().find(|(name, _)| *name == keyword).map(|(_, value)| *value)
}

/// Text as code of Markdown.
fn code(text: &str) -> String {
    let text = text.replace(['\n', '\r'], " ");
    if text.contains('`') { format!("`` {text} ``") } else { format!("`{text}`") }
}

fn number(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

fn range(schema: &Schema<'_>, least: &str, most: &str, noun: &str) -> Option<String> {
    let count = |keyword| {
        let value = find(schema, keyword)?;
        value.as_u64().or_else(|| value.as_f64().filter(|value| *value >= 0.0).map(|value| value as u64))
    };
    let plural = |count: u64| match (count, noun) {
        (1, noun) => format!("{count} {noun}"),
        (count, "entry") => format!("{count} entries"),
        (count, noun) => format!("{count} {noun}s"),
    };
    match (count(least).filter(|least| *least > 0), count(most)) {
        (None, None) => None,
        (Some(least), Some(most)) if least == most => Some(format!("Exactly {}.", plural(least))),
        (Some(least), Some(most)) => Some(format!("Between {least} and {}.", plural(most))),
        (Some(least), None) => Some(format!("At least {}.", plural(least))),
        (None, Some(most)) => Some(format!("At most {}.", plural(most))),
    }
}

/// The lower bound. OAS 3.0 has `exclusiveMinimum: true` beside `minimum`, JSON Schema 2020-12 a number in its place.
fn low(schema: &Schema<'_>) -> Option<String> {
    match (find(schema, "minimum"), find(schema, "exclusiveMinimum")) {
        (Some(value), Some(Value::Bool(true))) | (_, Some(value @ Value::Number(_))) => {
            Some(format!("More than {}.", number(value)))
        }
        (Some(value), _) => Some(format!("At least {}.", number(value))),
        (None, _) => None,
    }
}

/// The upper bound, likewise.
fn high(schema: &Schema<'_>) -> Option<String> {
    match (find(schema, "maximum"), find(schema, "exclusiveMaximum")) {
        (Some(value), Some(Value::Bool(true))) | (_, Some(value @ Value::Number(_))) => {
            Some(format!("Less than {}.", number(value)))
        }
        (Some(value), _) => Some(format!("At most {}.", number(value))),
        (None, _) => None,
    }
}
