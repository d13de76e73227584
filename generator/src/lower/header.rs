//! Response headers: what the successes of an operation say about them, each header once.

use super::{
    Lowering,
    operation::{Site, pointer_of},
    shape::{Shape, items_are_compound, shape_of, without_null},
};
use crate::ir::{Deprecation, Doc, HeaderForm, ResponseHeader, Step, Type, Usage};
use openapiv3::{Header, ParameterSchemaOrContent, ReferenceOr, StatusCode};

/// Whether a header can have this name (RFC 9110, 5.6.2).
pub(super) fn is_token(name: &str) -> bool {
    !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte))
}

/// The headers of all successes, in the order of the document. `Content-Type` is none (OAS 3.0.4, Response Object).
pub(super) fn lower_headers(cx: &mut Lowering<'_>, site: &Site, operation: &openapiv3::Operation) -> Vec<ResponseHeader> {
    let mut headers: Vec<ResponseHeader> = Vec::new();
    let is_success = |status: &StatusCode| matches!(status, StatusCode::Code(200..=299) | StatusCode::Range(2));
    let responses = operation.responses.responses.iter().filter(|(status, _)| is_success(status)).map(|(_, response)| response);
    for response in responses.filter_map(ReferenceOr::as_item) {
        for (name, header) in &response.headers {
            let Some(header) = header.as_item() else { continue };
            let known = headers.iter().any(|known| known.wire.eq_ignore_ascii_case(name));
            if is_token(name) && !known && !name.eq_ignore_ascii_case("content-type") {
                headers.push(lower_header(cx, site, name, header));
            }
        }
    }
    headers
}

fn lower_header(cx: &mut Lowering<'_>, site: &Site, name: &str, header: &Header) -> ResponseHeader {
    let place = site.place(Step::Header(name.to_owned()));
    let usage = Usage { request: false, response: true };
    let (at, is_json) = match &header.format {
        ParameterSchemaOrContent::Schema(schema) => (pointer_of(schema), false),
        ParameterSchemaOrContent::Content(content) => {
            let is_json = content.keys().next().is_some_and(|name| super::media_type::essence(name).contains("json"));
            (content.values().next().and_then(|media| media.schema.as_ref()).and_then(pointer_of), is_json)
        }
    };
    let lowered = at.map(|at| without_null(super::lower_type(cx, &at, &place, usage)));
    let (ty, form) = match lowered {
        Some(ty) if is_json => (ty, HeaderForm::Json),
        Some(ty) => match shape_of(&cx.types, &ty) {
            Shape::Scalar if ty != Type::Bytes => (ty, HeaderForm::Scalar),
            Shape::List if !items_are_compound(&cx.types, &ty) => (ty, HeaderForm::List),
            // Objects and what has no outline are the caller's to read.
            Shape::Scalar | Shape::List | Shape::Object | Shape::Unknown => (Type::String, HeaderForm::Scalar),
        },
        None => (Type::String, HeaderForm::Scalar),
    };
    let doc = Doc {
        description: header.description.clone().filter(|text| !text.trim().is_empty()),
        deprecated: header.deprecated.unwrap_or(false).then(Deprecation::default),
        ..Doc::default()
    };
    ResponseHeader { wire: name.to_owned(), ty, form, doc }
}
