//! From pointers to places: what a type is named after. A reusable schema owns its file; the tokens below it say the way inwards.

use super::Lowering;
use crate::{
    ir::{Owner, Place, Step},
    pointer::Pointer,
};

impl Place {
    /// The place one step further.
    pub(super) fn step(&self, step: Step) -> Place {
        let mut place = self.clone();
        place.steps.push(step);
        place
    }
}

/// The place of a reusable schema, or of a schema within one. `None` where a pointer leads elsewhere: the user of the schema names it.
pub(super) fn place_of(cx: &Lowering<'_>, at: &Pointer) -> Option<Place> {
    let mut tokens: Vec<String> = at.tokens().collect();
    // Swagger 2.0 keeps its schemas at the root.
    if tokens.first().is_some_and(|token| token == "definitions") {
        tokens.splice(..1, ["components".to_owned(), "schemas".to_owned()]);
    }
    let start = (0..tokens.len().saturating_sub(2)).find(|&i| tokens[i] == "components")?;
    let (name, rest) = (&tokens[start + 2], &tokens[start + 3..]);
    let mut place = Place { owner: Owner::Component(name.clone()), steps: Vec::new() };
    match tokens[start + 1].as_str() {
        "schemas" => schema_steps(cx, at, rest, &mut place.steps),
        "parameters" => {
            place.steps.push(Step::Parameter(name.clone()));
            content_steps(cx, at, rest, &mut place.steps);
        }
        "headers" => {
            place.steps.push(Step::Header(name.clone()));
            content_steps(cx, at, rest, &mut place.steps);
        }
        "requestBodies" => {
            place.steps.push(Step::Body(None));
            content_steps(cx, at, rest, &mut place.steps);
        }
        "responses" => {
            place.steps.push(Step::Response(None));
            content_steps(cx, at, rest, &mut place.steps);
        }
        _ => return None,
    }
    Some(place)
}

/// Whether a pointer is that of a reusable schema.
pub(super) fn is_component(at: &Pointer) -> bool {
    let Some(container) = at.parent() else { return false };
    matches!(container.as_str(), "/components/schemas" | "/definitions") || container.as_str().ends_with("/components/schemas")
}

/// Steps below an object with `schema` or `content`.
fn content_steps(cx: &Lowering<'_>, at: &Pointer, tokens: &[String], steps: &mut Vec<Step>) {
    match tokens {
        [schema, rest @ ..] if schema == "schema" => schema_steps(cx, at, rest, steps),
        [content, _, schema, rest @ ..] if content == "content" && schema == "schema" => schema_steps(cx, at, rest, steps),
        _ => {}
    }
}

/// Steps below a schema. `tokens` are the last ones of `at`.
fn schema_steps(cx: &Lowering<'_>, at: &Pointer, tokens: &[String], steps: &mut Vec<Step>) {
    let mut tokens = tokens;
    loop {
        let taken = match tokens {
            [] => return,
            [keyword, key, ..] if matches!(keyword.as_str(), "properties" | "dependentSchemas") => {
                steps.push(Step::Property(key.clone()));
                2
            }
            [keyword, _, ..] if keyword == "patternProperties" => {
                steps.push(Step::Value);
                2
            }
            // A member is one with what holds it, unless it is itself what a reference leads to.
            [keyword, index] if keyword == "allOf" => {
                steps.push(Step::Variant(index.parse().unwrap_or_default(), title(cx, at)));
                2
            }
            [keyword, _, ..] if keyword == "allOf" => 2,
            [keyword, index, ..] if matches!(keyword.as_str(), "oneOf" | "anyOf") => {
                let variant = ancestor(at, tokens.len() - 2);
                steps.push(Step::Variant(index.parse().unwrap_or_default(), title(cx, &variant)));
                2
            }
            [keyword, index, ..] if keyword == "prefixItems" || keyword == "items" && index.parse::<usize>().is_ok() => {
                steps.push(Step::Element(index.parse().unwrap_or_default()));
                2
            }
            [keyword, key, ..] if matches!(keyword.as_str(), "$defs" | "definitions") => {
                steps.push(Step::Other(key.clone()));
                2
            }
            [keyword, ..] if matches!(keyword.as_str(), "items" | "additionalItems" | "contains" | "unevaluatedItems") => {
                steps.push(Step::Item);
                1
            }
            [keyword, ..] if matches!(keyword.as_str(), "additionalProperties" | "unevaluatedProperties") => {
                steps.push(Step::Value);
                1
            }
            [keyword, ..] => {
                steps.push(Step::Other(keyword.clone()));
                1
            }
        };
        tokens = &tokens[taken..];
    }
}

/// The pointer that many tokens above.
fn ancestor(at: &Pointer, tokens: usize) -> Pointer {
    let mut at = at.clone();
    for _ in 0..tokens {
        at = at.parent().unwrap_or_else(Pointer::root);
    }
    at
}

/// The title of a schema, where it has one that says something.
pub(super) fn title(cx: &Lowering<'_>, at: &Pointer) -> Option<String> {
    cx.schema(at).title.map(str::trim).filter(|title| !title.is_empty()).map(str::to_owned)
}
