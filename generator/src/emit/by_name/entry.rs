//! What the file of an operation says for calls by name: its table, how its arguments become a call, and how its answer becomes JSON.
//! It names no type that would have to be imported, so that the file is the same without the feature.

use super::{prepare, schema};
use crate::{
    emit::{Cx, doc, imports::ident, literal::spell_value},
    ir::{Body, BodyContent, BodyMedia, Doc, Location, Parameter, Part, PartContent, ResponseContent, Success, Type},
};
use proc_macro2::TokenStream;
use quote::quote;

/// The items at the end of the file.
pub fn items(cx: &Cx<'_>, index: usize) -> Vec<TokenStream> {
    [Some(emit_entry(cx, index)), emit_answer(cx, index)].into_iter().flatten().collect()
}

pub(super) fn text(name: &str) -> &str {
    name.strip_prefix("r#").unwrap_or(name)
}

fn emit_entry(cx: &Cx<'_>, index: usize) -> TokenStream {
    let (operation, name) = (&cx.api.operations[index], &cx.names.operations[index]);
    let call = ident(&name.call);
    let (by_name, method) = (text(&name.by_name), text(&name.method));
    let group: Vec<&str> = handles(cx, index).into_iter().map(text).collect();
    let group = (!group.is_empty()).then(|| quote!(group: [#(#group),*],));
    let function = (method != by_name).then(|| quote!(function: #method,));
    let lines = doc::lines(&operation.doc);
    let docs = (!lines.is_empty()).then(|| quote!(doc: [#(#lines),*],));
    let mut arguments = Vec::new();
    for (parameter, name) in operation.parameters.iter().zip(&name.parameters) {
        arguments.push(emit_parameter(cx, parameter, text(name)));
    }
    if let Some(body) = &operation.body {
        for (media, name) in body.media.iter().zip(&name.bodies) {
            arguments.push(emit_body(cx, body, media, text(name)));
        }
    }
    let arguments = (!arguments.is_empty()).then(|| quote!(arguments: [#(#arguments),*],));
    let prepare = prepare::spell(cx, index);
    quote! {
        #[cfg(feature = "by-name")]
        entry! {
            #call {
                name: #by_name,
                #group
                #function
                #docs
                #arguments
                prepare: #prepare,
            }
        }
    }
}

/// The accessors that lead to the operation, outermost first.
pub(super) fn handles<'a>(cx: &Cx<'a>, index: usize) -> Vec<&'a str> {
    let mut methods = Vec::new();
    let mut group = cx.names.groups.iter().find(|group| group.operations.contains(&index));
    while let Some(of) = group {
        methods.push(of.method.as_str());
        group = of.parent.map(|parent| &cx.names.groups[parent]);
    }
    methods.reverse();
    methods
}

/// `query("limit", r#"{ "type": "integer" }"#, "How many.")`
fn emit_parameter(cx: &Cx<'_>, parameter: &Parameter, name: &str) -> TokenStream {
    let wire = &parameter.wire;
    let place = match parameter.location {
        Location::Path(_) => "path",
        Location::Query(_) => "query",
        Location::Header(_) => "header",
        Location::Cookie(_) => "cookie",
    };
    // What stands in a path is always needed.
    let required = parameter.required && !matches!(parameter.location, Location::Path(_));
    let named = (name != wire).then_some(name);
    emit_argument(named, place, wire, required, &schema::of(cx, &parameter.ty), &parameter.doc)
}

/// `body("application/json", required, r##"{ "$ref": "#/$defs/Pet" }"##)`
fn emit_body(cx: &Cx<'_>, body: &Body, media: &BodyMedia, name: &str) -> TokenStream {
    let schema = match &media.content {
        BodyContent::Json(of) | BodyContent::Form(of, _) => schema::of(cx, of),
        BodyContent::Text => schema::of(cx, &Type::String),
        BodyContent::Bytes => schema::file(),
        BodyContent::Multipart(parts) => parts_schema(cx, parts),
    };
    let named = (name != "body").then_some(name);
    emit_argument(named, "body", &media.media_type, body.required, &schema, &body.doc)
}

fn emit_argument(
    named: Option<&str>,
    place: &str,
    wire: &str,
    required: bool,
    schema: &serde_json::Value,
    doc: &Doc,
) -> TokenStream {
    let (place, schema, lines) = (ident(place), spell_value(schema), doc::lines(doc));
    let named = named.map(|name| quote!(#name =));
    let required = required.then(|| quote!(required,));
    quote!(#named #place(#wire, #required #schema #(, #lines)*))
}

fn parts_schema(cx: &Cx<'_>, parts: &[Part]) -> serde_json::Value {
    let properties = parts.iter().map(|part| {
        let one = match &part.content {
            PartContent::File => schema::file(),
            PartContent::Text(of) | PartContent::Json(of) => schema::of(cx, of),
        };
        let schema = if part.repeated { serde_json::json!({ "type": "array", "items": one }) } else { one };
        (part.wire.as_str(), part.required, schema)
    });
    schema::object(properties, None)
}

/// How the enum of a success that differs by status becomes JSON: as what it holds.
fn emit_answer(cx: &Cx<'_>, index: usize) -> Option<TokenStream> {
    let name = &cx.names.operations[index];
    let (Success::ByStatus(cases), Some(success)) = (&cx.api.operations[index].success, &name.success) else {
        return None;
    };
    let enum_ = ident(&success.ident);
    let variants = cases.iter().zip(&success.variants).map(|(case, variant)| {
        let variant = ident(variant);
        match case.content {
            ResponseContent::Empty => quote!(#variant),
            ResponseContent::Json(..) | ResponseContent::Text(_) | ResponseContent::Bytes(_) => quote!(#variant(value)),
        }
    });
    Some(quote! {
        #[cfg(feature = "by-name")]
        answer! { #enum_, #(#variants),* }
    })
}
