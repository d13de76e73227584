//! Request bodies: from a Request Body Object to [`ir::Body`], the preferred media type first.

use super::{
    Lowering,
    media_type::{Family, essence, family, is_binary, sendable},
    operation::{Site, origin_of, pointer_of},
    part::{form_encodings, lower_parts},
    shape::argument_type,
};
use crate::{
    diagnostic::{Code, Diagnostic},
    ir::{Body, BodyContent, BodyMedia, Doc, Step, Type, Usage},
    load::{Schema, TypeSet},
    pointer::Pointer,
};

/// The body of an operation; `None` where it has none, or one without content.
pub(super) fn lower_body(cx: &mut Lowering<'_>, site: &Site, operation: &openapiv3::Operation) -> Option<Body> {
    // `load` has resolved it.
    let body = operation.request_body.as_ref()?.as_item()?;
    let origin = origin_of(&body.extensions);
    let mut offers: Vec<(Family, &String, &openapiv3::MediaType)> =
        body.content.iter().map(|(name, media)| (family(name), name, media)).collect();
    offers.sort_by_key(|(family, name, _)| (*family, essence(name) != "application/json"));
    let several = offers.len() > 1;
    let mut media = Vec::<BodyMedia>::new();
    for (family, name, media_type) in offers {
        let step = Step::Body((several && !media.is_empty()).then(|| name.clone()));
        let offer = Offer { at: origin.key("content").key(name), name, family, media_type };
        let content = lower_content(cx, site, step, &offer);
        // `application/json`, `text/json` and `application/*+json` of one schema are one thing to a caller.
        if !media.iter().any(|earlier| same(&earlier.content, &content)) {
            let media_type = match (family, &content) {
                // Bytes of any kind are of no kind until the caller says so.
                (Family::Anything, BodyContent::Bytes) => "application/octet-stream".to_owned(),
                _ => sendable(name),
            };
            media.push(BodyMedia { media_type, content });
        }
    }
    if media.is_empty() {
        return None;
    }
    let doc = Doc { description: body.description.clone(), ..Doc::default() };
    Some(Body { origin, required: body.required, media, doc })
}

/// One entry of a `content` map.
struct Offer<'d> {
    at: Pointer,
    name: &'d str,
    family: Family,
    media_type: &'d openapiv3::MediaType,
}

fn lower_content(cx: &mut Lowering<'_>, site: &Site, step: Step, offer: &Offer<'_>) -> BodyContent {
    let schema = offer.media_type.schema.as_ref().and_then(pointer_of);
    let binary = schema.as_ref().is_some_and(|schema| is_binary(&resolved(cx, schema)));
    let lower = |cx: &mut Lowering<'_>| {
        let place = site.place(step.clone());
        let usage = Usage { request: true, response: false };
        let ty = schema.as_ref().map_or(Type::Any, |schema| super::lower_type(cx, schema, &place, usage));
        argument_type(&cx.types, ty)
    };
    match offer.family {
        Family::Json | Family::JsonSuffix | Family::Anything if !binary => BodyContent::Json(lower(cx)),
        Family::Form => {
            let ty = lower(cx);
            let encodings = match &schema {
                Some(schema) => form_encodings(cx, schema, &offer.media_type.encoding, &ty),
                None => Vec::new(),
            };
            BodyContent::Form(ty, encodings)
        }
        Family::Multipart => {
            match schema.as_ref().and_then(|schema| lower_parts(cx, site, &step, schema, &offer.media_type.encoding)) {
                Some(parts) => BodyContent::Multipart(parts),
                None => {
                    let message = format!("a body of `{}` has no properties to make parts of", offer.name);
                    let finding = Diagnostic::warning(Code::UnsupportedBody, &offer.at, message);
                    cx.diagnostics.push(finding.note("the caller puts the parts together"));
                    BodyContent::Multipart(Vec::new())
                }
            }
        }
        Family::Text if !binary => BodyContent::Text,
        Family::Json | Family::JsonSuffix | Family::Anything | Family::Text | Family::Bytes => BodyContent::Bytes,
    }
}

/// The schema at a pointer, without what is around it: references, an `allOf` of one, and the `null` of an optional value.
pub(super) fn resolved<'d>(cx: &Lowering<'d>, at: &Pointer) -> Schema<'d> {
    let document = cx.document;
    let mut schema = document.schema(at);
    for _ in 0..32 {
        match inner(cx, &schema) {
            Some(target) => schema = document.schema(&target),
            None => break,
        }
    }
    schema
}

fn inner(cx: &Lowering<'_>, schema: &Schema<'_>) -> Option<Pointer> {
    if schema.types.is_some() || !schema.properties.is_empty() {
        return schema.reference.clone();
    }
    let is_null = |at: &&Pointer| {
        let null = TypeSet { null: true, ..TypeSet::default() };
        cx.document.schema(at).types == Some(null)
    };
    let single = |members: &[Pointer]| match members {
        [one] => Some(one.clone()),
        [one, other] if is_null(&other) => Some(one.clone()),
        [one, other] if is_null(&one) => Some(other.clone()),
        _ => None,
    };
    let groups = [&schema.all_of, &schema.any_of, &schema.one_of].into_iter().filter(|group| !group.is_empty());
    schema.reference.clone().or_else(|| match groups.collect::<Vec<_>>().as_slice() {
        [group] => single(group),
        _ => None,
    })
}

/// Whether a caller could not tell one from the other.
fn same(one: &BodyContent, other: &BodyContent) -> bool {
    match (one, other) {
        (BodyContent::Json(one), BodyContent::Json(other)) => one == other,
        (BodyContent::Form(one, _), BodyContent::Form(other, _)) => one == other,
        // Two kinds of text, or of bytes, differ by their media type.
        (
            BodyContent::Json(_) | BodyContent::Form(..) | BodyContent::Multipart(_) | BodyContent::Text | BodyContent::Bytes,
            _,
        ) => false,
    }
}
