//! Responses: from a Responses Object to what a call gives and how it may fail.

use super::{
    Lowering,
    body::resolved,
    media_type::{Family, acceptable, family, is_binary},
    operation::{Site, origin_of, pointer_of},
    shape::{Shape, shape_of},
};
use crate::{
    ir::{Doc, Failure, Method, ResponseContent, StatusMatch, Step, Success, SuccessCase, Type, Usage},
    pointer::Pointer,
};
use openapiv3::{MediaType, ReferenceOr, Response, StatusCode};

/// An answer that the document has, whatever it is to a caller.
pub(super) struct Answered<'d> {
    /// The statuses.
    pub(super) status: StatusMatch,
    /// What it carries.
    pub(super) content: ResponseContent,
    /// What the document says.
    pub(super) response: &'d Response,
}

/// What an operation answers: its success, its documented failures, and both as the document has them.
pub(super) fn lower_responses<'d>(
    cx: &mut Lowering<'_>,
    site: &Site,
    method: &Method,
    operation: &'d openapiv3::Operation,
) -> (Success, Vec<Failure>, Vec<Answered<'d>>) {
    let documented = documented(&operation.responses);
    let carriers = documented.iter().filter(|one| one.role == Role::Success && carries_schema(one.response)).count();
    let mut successes = Vec::new();
    let mut failures = Vec::new();
    let mut answered = Vec::new();
    for Documented { status, role, origin, response } in documented {
        let doc = Doc { description: Some(response.description.clone()).filter(|text| !text.is_empty()), ..Doc::default() };
        match role {
            Role::Success => {
                let step = Step::Response((carriers > 1).then_some(status));
                let content = lower_content(cx, site, method, status, step, response);
                answered.push(Answered { status, content: content.clone(), response });
                successes.push(SuccessCase { origin, status, content, doc });
            }
            Role::Failure => {
                let content = lower_content(cx, site, method, status, Step::Response(Some(status)), response);
                answered.push(Answered { status, content: content.clone(), response });
                failures.push(Failure { origin, status, content, doc });
            }
            Role::Neither => {}
        }
    }
    successes.sort_by_key(|case| case.status);
    failures.sort_by_key(|failure| failure.status);
    (success_of(successes), failures, answered)
}

fn success_of(mut cases: Vec<SuccessCase>) -> Success {
    match cases.first() {
        None => Success::One(ResponseContent::Empty),
        Some(first) if cases.iter().all(|case| case.content == first.content) => Success::One(cases.remove(0).content),
        Some(_) => Success::ByStatus(cases),
    }
}

/// What a documented status is to a caller.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Role {
    Success,
    Failure,
    /// Informational statuses and redirects: the transport's concern.
    Neither,
}

struct Documented<'d> {
    status: StatusMatch,
    role: Role,
    origin: Pointer,
    response: &'d Response,
}

fn documented<'d>(responses: &'d openapiv3::Responses) -> Vec<Documented<'d>> {
    let mut found = Vec::new();
    // `load` has resolved them all.
    let mut push = |status, role, response: &'d ReferenceOr<Response>| {
        let Some(response) = response.as_item() else { return };
        found.push(Documented { status, role, origin: origin_of(&response.extensions), response });
    };
    let mut settled = false;
    for (code, response) in &responses.responses {
        let (status, hundreds) = match code {
            StatusCode::Code(code) => (StatusMatch::Code(*code), code / 100),
            StatusCode::Range(hundreds) => (StatusMatch::Range(*hundreds as u8), *hundreds),
        };
        let role = match hundreds {
            2 => Role::Success,
            1 | 3 => Role::Neither,
            _ => Role::Failure,
        };
        settled |= role != Role::Failure;
        push(status, role, response);
    }
    if let Some(response) = &responses.default {
        // Beside a documented success `default` is the failure; alone it is all there is.
        let role = if settled { Role::Failure } else { Role::Success };
        push(StatusMatch::Default, role, response);
    }
    found
}

fn carries_schema(response: &Response) -> bool {
    response.content.values().any(|media| media.schema.is_some())
}

fn lower_content(
    cx: &mut Lowering<'_>,
    site: &Site,
    method: &Method,
    status: StatusMatch,
    step: Step,
    response: &Response,
) -> ResponseContent {
    // RFC 9110, 9.3.2, 15.3.5 and 15.3.6: no content comes with HEAD, 204 and 205.
    if *method == Method::Head || matches!(status, StatusMatch::Code(204 | 205)) {
        return ResponseContent::Empty;
    }
    let Some((family, name, media)) = preferred(response) else { return ResponseContent::Empty };
    let schema = media.schema.as_ref().and_then(pointer_of);
    let binary = schema.as_ref().is_some_and(|schema| is_binary(&resolved(cx, schema)));
    let accept = acceptable(name);
    match family {
        _ if binary => ResponseContent::Bytes(accept),
        Family::Json | Family::JsonSuffix | Family::Anything => {
            let place = site.place(step);
            let usage = Usage { request: false, response: true };
            let ty = schema.as_ref().map_or(Type::Any, |schema| super::lower_type(cx, schema, &place, usage));
            match family {
                // Text under `*/*` is sent as it is, not as a JSON string.
                Family::Anything if schema.is_none() => ResponseContent::Bytes(accept),
                Family::Anything if shape_of(&cx.types, &ty) == Shape::Scalar => ResponseContent::Text(accept),
                _ => ResponseContent::Json(ty, accept),
            }
        }
        Family::Text | Family::Form => ResponseContent::Text(accept),
        Family::Multipart | Family::Bytes => ResponseContent::Bytes(accept),
    }
}

/// The media type to ask for: JSON, then text, then anything.
fn preferred(response: &Response) -> Option<(Family, &String, &MediaType)> {
    let rank = |family: Family| match family {
        Family::Json => 0,
        Family::JsonSuffix => 1,
        Family::Anything => 2,
        Family::Text | Family::Form => 3,
        Family::Multipart | Family::Bytes => 4,
    };
    response.content.iter().map(|(name, media)| (family(name), name, media)).min_by_key(|(family, ..)| rank(*family))
}
