//! Answers that come in pieces: which media type of a success is a stream, and what its items are.
//!
//! A stream is offered beside the answer as a whole, so that a document which offers both JSON and events gives a call both.

use super::{
    Lowering,
    body::resolved,
    media_type::{Streaming, acceptable, streaming},
    operation::{Site, pointer_of},
};
use crate::{
    ir::{Method, Owner, Place, ResponseContent, Step, Stream, StreamContent, Success, Type, Usage},
    load::{ITEM_SCHEMA, Schema},
    pointer::Pointer,
};
use openapiv3::{MediaType, ReferenceOr};
use serde_json::Value;

/// The stream that an operation can answer with: events before JSON lines before bytes.
pub(super) fn lower_stream(
    cx: &mut Lowering<'_>,
    site: &Site,
    method: &Method,
    operation: &openapiv3::Operation,
    success: &Success,
) -> Option<Stream> {
    if *method == Method::Head {
        return None;
    }
    let responses = operation.responses.responses.iter().filter(|(status, _)| is_success(status)).map(|(_, response)| response);
    let alone = operation.responses.default.as_ref().filter(|_| operation.responses.responses.is_empty());
    let content = responses.chain(alone).filter_map(ReferenceOr::as_item).flat_map(|response| &response.content);
    let found = content.filter_map(|(name, media)| Some((streaming(name)?, name, media)));
    if let Some((kind, name, media)) = found.min_by_key(|(kind, ..)| *kind) {
        let (content, item) = match kind {
            Streaming::Events => lower_events(cx, site, media),
            Streaming::JsonLines => lower_lines(cx, site, media),
        };
        return Some(Stream { media_type: acceptable(name), content, item });
    }
    let contents: Vec<&ResponseContent> = match success {
        Success::One(content) => vec![content],
        Success::ByStatus(cases) => cases.iter().map(|case| &case.content).collect(),
    };
    contents.into_iter().find_map(|content| match content {
        ResponseContent::Bytes(media_type) => {
            Some(Stream { media_type: media_type.clone(), content: StreamContent::Bytes, item: None })
        }
        ResponseContent::Empty | ResponseContent::Json(..) | ResponseContent::Text(_) => None,
    })
}

fn is_success(status: &openapiv3::StatusCode) -> bool {
    match status {
        openapiv3::StatusCode::Code(code) => code / 100 == 2,
        openapiv3::StatusCode::Range(hundreds) => *hundreds == 2,
    }
}

/// What the data of each event is. A document says it by the schema of an event (OAS 3.2, 4.14.1), by that of the data, or by a list
/// of either.
fn lower_events(cx: &mut Lowering<'_>, site: &Site, media: &MediaType) -> Lowered {
    let Some((at, schema)) = item(cx, media) else { return (StreamContent::TextEvents, None) };
    let is_field = |name: &str| matches!(name, "data" | "event" | "id" | "retry" | "comment");
    let data = schema.properties.iter().find(|(name, _)| *name == "data").map(|(_, at)| at.clone());
    let is_event = schema.properties.iter().all(|(name, _)| is_field(name));
    match data {
        Some(data) if is_event || item_schema(media).is_some() => lower_data(cx, site, data),
        _ if item_schema(media).is_some() => (StreamContent::TextEvents, None),
        _ => lower_data(cx, site, at),
    }
}

/// What the pieces are, and where their schema stands.
type Lowered = (StreamContent, Option<Pointer>);

/// The data of an event: text, unless the schema says that there is JSON in it.
fn lower_data(cx: &mut Lowering<'_>, site: &Site, at: Pointer) -> Lowered {
    let schema = resolved(cx, &at);
    if !is_text(&schema) {
        return (StreamContent::Events(lower_item(cx, site, &at, "Event")), Some(at));
    }
    // JSON Schema 2020-12, validation, 8.5: `contentSchema` describes what the string holds.
    let content = at.key("contentSchema");
    match cx.document.node(&content) {
        Some(Value::Object(_)) => (StreamContent::Events(lower_item(cx, site, &content, "Event")), Some(content)),
        _ => (StreamContent::TextEvents, Some(at)),
    }
}

fn lower_lines(cx: &mut Lowering<'_>, site: &Site, media: &MediaType) -> Lowered {
    match item(cx, media) {
        // The schema describes the text as a whole.
        Some((_, schema)) if is_text(&schema) && item_schema(media).is_none() => (StreamContent::JsonLines(Type::Any), None),
        Some((at, _)) => (StreamContent::JsonLines(lower_item(cx, site, &at, "Line")), Some(at)),
        None => (StreamContent::JsonLines(Type::Any), None),
    }
}

fn lower_item(cx: &mut Lowering<'_>, site: &Site, at: &Pointer, word: &str) -> Type {
    let place = Place { owner: Owner::Operation(site.index), steps: vec![Step::Other(word.to_owned())] };
    super::lower_type(cx, at, &place, Usage { request: false, response: true })
}

fn is_text(schema: &Schema<'_>) -> bool {
    schema.types.is_some_and(|types| types.string && !types.object && !types.array) && schema.enumeration.is_none()
}

fn item_schema(media: &MediaType) -> Option<Pointer> {
    media.extensions.get(ITEM_SCHEMA).and_then(Value::as_str).map(Pointer::new)
}

/// The schema of an item: the document's own word for it, else the items of a list, else the schema.
fn item<'d>(cx: &Lowering<'d>, media: &MediaType) -> Option<(Pointer, Schema<'d>)> {
    if let Some(at) = item_schema(media) {
        let schema = resolved(cx, &at);
        return Some((at, schema));
    }
    let at = media.schema.as_ref().and_then(pointer_of)?;
    let schema = resolved(cx, &at);
    match (&schema.items, schema.types) {
        (Some(items), Some(types)) if types.array => {
            let items = items.clone();
            let schema = resolved(cx, &items);
            Some((items, schema))
        }
        _ => Some((at, schema)),
    }
}
