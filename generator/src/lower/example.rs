//! Examples: what the document shows as arguments of the operations that `codegen.toml` wants an example of.

use super::{
    Lowering,
    operation::{Selected, origin_of, pointer_in, pointer_of},
    overrides::finding,
    sample::{fitted, sample},
};
use crate::{
    ir::{Body, BodyContent, Example, Operation, Parameter},
    load::EXAMPLE,
    pointer::Pointer,
};
use indexmap::IndexMap;
use openapiv3::{MediaType, ParameterData, ParameterSchemaOrContent, ReferenceOr, StatusCode};
use serde_json::Value;

/// One example for each entry of `examples`.
pub(super) fn lower_examples(cx: &mut Lowering<'_>, operations: &[Operation], selected: &[Selected<'_>]) -> Vec<Example> {
    let config = cx.config;
    let mut examples = Vec::new();
    for wanted in &config.examples {
        match selected.iter().position(|one| one.document_id == *wanted) {
            Some(index) => examples.push(lower_example(cx, index, &operations[index], &selected[index])),
            None => {
                let message = format!("`examples` has `{wanted}`, which is no operation of the client");
                cx.diagnostics.push(finding(config, "examples", wanted, message));
            }
        }
    }
    examples
}

fn lower_example(cx: &Lowering<'_>, index: usize, operation: &Operation, selected: &Selected<'_>) -> Example {
    let declared = |parameter: &Parameter| {
        let mut all = selected.operation.parameters.iter().filter_map(ReferenceOr::as_item).map(|one| one.parameter_data_ref());
        all.find(|data| data.name == parameter.wire && origin_of(&data.extensions) == parameter.origin)
    };
    let parameters = operation.parameters.iter().map(|parameter| {
        let data = declared(parameter);
        let schema = data.and_then(|data| match &data.format {
            ParameterSchemaOrContent::Schema(schema) => pointer_of(schema),
            ParameterSchemaOrContent::Content(content) => content.values().next()?.schema.as_ref().and_then(pointer_of),
        });
        let made = || {
            let value = sample(&cx.types, &parameter.ty, &parameter.wire);
            schema.as_ref().map_or(value.clone(), |at| fitted(cx, at, value))
        };
        data.and_then(|data| parameter_example(cx, data)).or_else(|| parameter.required.then(made))
    });
    Example {
        operation: index,
        parameters: parameters.collect(),
        body: operation.body.as_ref().and_then(|body| body_example(cx, body, selected.operation)),
        is_answer_shown: is_answer_shown(cx, selected.operation),
    }
}

fn body_example(cx: &Lowering<'_>, body: &Body, operation: &openapiv3::Operation) -> Option<Value> {
    let preferred = body.media.first()?;
    let content = &operation.request_body.as_ref()?.as_item()?.content;
    let media = content.get(&preferred.media_type).or(content.values().next());
    let shown = media.and_then(|media| media_example(cx, media));
    shown.or(match &preferred.content {
        BodyContent::Json(ty) | BodyContent::Form(ty, _) => {
            let value = sample(&cx.types, ty, "body");
            let schema = media.and_then(|media| media.schema.as_ref()).and_then(pointer_of);
            Some(schema.map_or(value.clone(), |at| fitted(cx, &at, value)))
        }
        BodyContent::Multipart(_) | BodyContent::Text | BodyContent::Bytes => Some(Value::from("body")),
    })
}

fn parameter_example(cx: &Lowering<'_>, data: &ParameterData) -> Option<Value> {
    let shown = shown(cx, &data.extensions);
    shown.or_else(|| match &data.format {
        ParameterSchemaOrContent::Schema(schema) => schema_example(cx, &pointer_of(schema)?),
        ParameterSchemaOrContent::Content(content) => media_example(cx, content.values().next()?),
    })
}

fn media_example(cx: &Lowering<'_>, media: &MediaType) -> Option<Value> {
    shown(cx, &media.extensions).or_else(|| schema_example(cx, &media.schema.as_ref().and_then(pointer_of)?))
}

/// The value of the first example, which `load` has found.
pub(super) fn shown(cx: &Lowering<'_>, extensions: &IndexMap<String, Value>) -> Option<Value> {
    cx.document.node(&pointer_in(extensions, EXAMPLE)?).cloned()
}

/// The example of a schema, or of the one that it refers to.
fn schema_example(cx: &Lowering<'_>, schema: &Pointer) -> Option<Value> {
    let mut schema = cx.document.schema(schema);
    for _ in 0..16 {
        match (schema.example, &schema.reference) {
            (Some(example), _) => return Some(example.clone()),
            (None, Some(target)) => schema = cx.document.schema(target),
            (None, None) => return None,
        }
    }
    None
}

/// Whether some success is shown as a whole.
fn is_answer_shown(cx: &Lowering<'_>, operation: &openapiv3::Operation) -> bool {
    let successes = operation.responses.responses.iter().filter_map(|(code, response)| match code {
        StatusCode::Code(200..=299) | StatusCode::Range(2) => response.as_item(),
        StatusCode::Code(_) | StatusCode::Range(_) => None,
    });
    successes.flat_map(|response| response.content.values()).any(|media| media_example(cx, media).is_some())
}
