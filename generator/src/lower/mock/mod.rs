//! What a mock of the service answers and takes: the schemas of parameters and bodies, and of each documented answer with what the
//! document shows of it.

mod schema;
mod spelling;

pub(super) use schema::Speller;

use super::{
    Lowering,
    example::shown,
    media_type::{acceptable, sendable, streaming},
    operation::{origin_of, pointer_of},
    response::Answered,
};
use crate::{
    ir::{
        Body, Operation, Parameter, ResponseContent, Stream, StreamContent,
        mock::{MockContent, MockOperation, MockResponse},
    },
    load::Document,
    pointer::Pointer,
};
use openapiv3::{Header, MediaType, ParameterSchemaOrContent, ReferenceOr, Response};
use serde_json::Value;

/// The schema of what no schema describes.
const ANYTHING: &str = "true";

/// What a mock needs to know of an operation.
pub(super) fn lower_mock(
    cx: &Lowering<'_>,
    speller: &mut Speller,
    lowered: &Operation,
    answered: &[Answered<'_>],
    operation: &openapiv3::Operation,
) -> MockOperation {
    let document = cx.document;
    let parameters = lowered.parameters.iter().map(|parameter| {
        let at = parameter_schema(parameter, operation);
        at.map_or_else(|| ANYTHING.to_owned(), |at| speller.spell(document, &at))
    });
    let parameters = parameters.collect();
    let bodies = lowered.body.as_ref().map_or_else(Vec::new, |body| body_schemas(document, speller, body, operation));
    let mut responses = Vec::new();
    for one in answered {
        responses.extend(lower_response(cx, speller, one, lowered.stream.as_ref()));
    }
    responses.sort_by_key(|response| response.status);
    MockOperation { parameters, bodies, responses }
}

fn parameter_schema(parameter: &Parameter, operation: &openapiv3::Operation) -> Option<Pointer> {
    let mut declared = operation.parameters.iter().filter_map(ReferenceOr::as_item).map(|one| one.parameter_data_ref());
    let data = declared.find(|data| origin_of(&data.extensions) == parameter.origin)?;
    schema_of(&data.format)
}

fn schema_of(format: &ParameterSchemaOrContent) -> Option<Pointer> {
    match format {
        ParameterSchemaOrContent::Schema(schema) => pointer_of(schema),
        ParameterSchemaOrContent::Content(content) => media_schema(content.values().next()?),
    }
}

fn media_schema(media: &MediaType) -> Option<Pointer> {
    media.schema.as_ref().and_then(pointer_of)
}

fn body_schemas(document: &Document, speller: &mut Speller, body: &Body, operation: &openapiv3::Operation) -> Vec<String> {
    let content = operation.request_body.as_ref().and_then(ReferenceOr::as_item).map(|body| &body.content);
    let schemas = body.media.iter().map(|media| {
        let own = content.and_then(|content| content.iter().find(|(name, _)| sendable(name) == media.media_type));
        let at = own.and_then(|(_, media)| media_schema(media));
        at.map_or_else(|| ANYTHING.to_owned(), |at| speller.spell(document, &at))
    });
    schemas.collect()
}

/// An answer in the media type that a client asks for, and as a stream where it has one.
fn lower_response(
    cx: &Lowering<'_>,
    speller: &mut Speller,
    answered: &Answered<'_>,
    stream: Option<&Stream>,
) -> Vec<MockResponse> {
    let Answered { status, content, response, .. } = answered;
    let headers = headers(cx.document, speller, response);
    let whole = whole(cx, speller, content, response);
    let media_type = content.media_type().unwrap_or_default().to_owned();
    let streamed = stream.and_then(|stream| streamed(cx, speller, stream, response));
    let mut found = Vec::new();
    // A stream that is asked for as a whole is still one.
    if streamed.as_ref().is_none_or(|(_, _, kind)| acceptable(kind) != media_type) {
        let (kind, schema, example) = whole;
        found.push(MockResponse { status: *status, content: kind, media_type, schema, example, headers: headers.clone() });
    }
    if let Some((kind, schema, media_type)) = streamed {
        found.push(MockResponse { status: *status, content: kind, media_type, schema, example: None, headers });
    }
    found
}

fn whole(
    cx: &Lowering<'_>,
    speller: &mut Speller,
    content: &ResponseContent,
    response: &Response,
) -> (MockContent, String, Option<String>) {
    let wanted = content.media_type();
    let media = response.content.iter().find(|(name, _)| Some(acceptable(name).as_str()) == wanted).map(|(_, media)| media);
    let mut spelled = || match media.and_then(media_schema) {
        Some(at) => speller.spell(cx.document, &at),
        None => ANYTHING.to_owned(),
    };
    let example = media.and_then(|media| shown(cx, &media.extensions));
    match content {
        ResponseContent::Empty => (MockContent::Empty, ANYTHING.to_owned(), None),
        ResponseContent::Json(..) => (MockContent::Json, spelled(), example.map(json_example)),
        ResponseContent::Text(_) => (MockContent::Text, spelled(), example.map(text_example)),
        ResponseContent::Bytes(_) => (MockContent::Bytes, ANYTHING.to_owned(), example.map(text_example)),
    }
}

/// JSON is often shown as the text of it.
fn json_example(example: Value) -> String {
    let inner = example.as_str().and_then(|text| serde_json::from_str::<Value>(text).ok());
    inner.filter(|inner| inner.is_object() || inner.is_array()).unwrap_or(example).to_string()
}

fn text_example(example: Value) -> String {
    match example {
        Value::String(text) => text,
        other => other.to_string(),
    }
}

fn streamed(
    cx: &Lowering<'_>,
    speller: &mut Speller,
    stream: &Stream,
    response: &Response,
) -> Option<(MockContent, String, String)> {
    let kind = match &stream.content {
        StreamContent::Bytes => return None,
        StreamContent::Events(_) => MockContent::Events,
        StreamContent::TextEvents => MockContent::TextEvents,
        StreamContent::JsonLines(_) => MockContent::JsonLines,
    };
    let is_own = |name: &&String| streaming(name).is_some() && acceptable(name) == stream.media_type;
    response.content.keys().find(is_own)?;
    let schema = stream.item.as_ref().map_or_else(|| ANYTHING.to_owned(), |at| speller.spell(cx.document, at));
    Some((kind, schema, stream.media_type.clone()))
}

fn headers(document: &Document, speller: &mut Speller, response: &Response) -> Vec<(String, String)> {
    let headers = response.headers.iter().filter_map(|(name, header)| {
        let Header { format, .. } = header.as_item()?;
        let at = schema_of(format)?;
        Some((name.clone(), speller.spell(document, &at)))
    });
    headers.collect()
}
