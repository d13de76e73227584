//! The table of one operation.

use crate::{
    emit::{
        Cx, Module,
        imports::Imports,
        literal::{spell_json, spell_text},
        operation::title,
        operation_argument::spell_style,
        operation_body::spell_encodings,
    },
    ir::{
        BodyContent, BodyMedia, Encoding, Location, Parameter, StatusMatch, Style,
        mock::{MockContent, MockOperation, MockResponse},
    },
};
use proc_macro2::TokenStream;
use quote::quote;

/// The file.
pub(super) fn emit(cx: &Cx<'_>, index: usize) -> Module {
    let mut imports = Imports::new(&["mock".to_owned(), cx.names.operations[index].by_name.clone()]);
    imports.define("ENTRY");
    let table = emit_table(cx, &mut imports, index);
    let mut items = imports.into_items();
    items.push(table);
    Module { doc: vec![format!("{}, answered.", title(&cx.api.operations[index]))], attributes: Vec::new(), items }
}

fn plain(name: &str) -> &str {
    name.strip_prefix("r#").unwrap_or(name)
}

fn emit_table(cx: &Cx<'_>, imports: &mut Imports, index: usize) -> TokenStream {
    let (operation, name, mock) = (&cx.api.operations[index], &cx.names.operations[index], &cx.api.mock.operations[index]);
    let entry = table(imports, "Entry");
    let by_name = plain(&name.by_name);
    let (id, method, path) = (&operation.id, operation.method.as_str(), &operation.path.text);
    let query = operation.path.query.iter().map(|(key, value)| quote!((#key, #value)));
    let server = match &operation.server {
        Some(server) => {
            let url = &server.url;
            quote!(Some(#url))
        }
        None => quote!(None),
    };
    let security = operation.security.iter().map(|names| quote!(&[#(#names),*]));
    let mut parameters = Vec::new();
    for ((parameter, name), schema) in operation.parameters.iter().zip(&name.parameters).zip(&mock.parameters) {
        parameters.push(emit_parameter(imports, parameter, plain(name), schema));
    }
    let body = emit_body(cx, imports, index, mock);
    let mut responses = Vec::new();
    for response in &mock.responses {
        responses.push(emit_response(imports, response));
    }
    quote! {
        pub(super) const ENTRY: #entry = #entry {
            name: #by_name,
            id: #id,
            method: #method,
            path: #path,
            query: &[#(#query),*],
            server: #server,
            security: &[#(#security),*],
            parameters: &[#(#parameters),*],
            body: #body,
            responses: &[#(#responses),*],
        };
    }
}

fn table(imports: &mut Imports, name: &str) -> TokenStream {
    imports.path(&["crate", "runtime", "mock", name])
}

fn emit_parameter(imports: &mut Imports, parameter: &Parameter, name: &str, schema: &str) -> TokenStream {
    let (kind, wire, schema) = (table(imports, "Parameter"), &parameter.wire, spell_json(schema));
    let (mut made, encoding) = match &parameter.location {
        Location::Path(encoding) => (quote!(#kind::path(#wire, #schema)), encoding),
        Location::Query(encoding) => (quote!(#kind::query(#wire, #schema)), encoding),
        Location::Header(encoding) => (quote!(#kind::header(#wire, #schema)), encoding),
        Location::Cookie(encoding) => (quote!(#kind::cookie(#wire, #schema)), encoding),
    };
    if name != parameter.wire {
        made = quote!(#made.named(#name));
    }
    if parameter.required && !matches!(parameter.location, Location::Path(_)) {
        made = quote!(#made.required());
    }
    match (encoding, &parameter.location) {
        (Encoding::Content(_), _) => quote!(#made.json()),
        (Encoding::Style { style: Style::Simple, explode: false, .. }, Location::Path(_) | Location::Header(_))
        | (Encoding::Style { style: Style::Form, explode: true, .. }, Location::Query(_) | Location::Cookie(_)) => made,
        (Encoding::Style { style, explode, .. }, _) => {
            let style = spell_style(imports, *style);
            quote!(#made.styled(#style, #explode))
        }
    }
}

fn emit_body(cx: &Cx<'_>, imports: &mut Imports, index: usize, mock: &MockOperation) -> TokenStream {
    let Some(body) = &cx.api.operations[index].body else { return quote!(None) };
    let payload = table(imports, "Payload");
    let mut offers = Vec::new();
    for ((media, name), schema) in body.media.iter().zip(&cx.names.operations[index].bodies).zip(&mock.bodies) {
        offers.push(emit_offer(imports, media, plain(name), schema));
    }
    let required = body.required;
    quote!(Some(#payload { required: #required, offers: &[#(#offers),*] }))
}

fn emit_offer(imports: &mut Imports, media: &BodyMedia, name: &str, schema: &str) -> TokenStream {
    let (body, media_type, schema) = (table(imports, "Body"), &media.media_type, spell_json(schema));
    let mut made = quote!(#body::new(#media_type, #schema));
    if name != "body" {
        made = quote!(#made.named(#name));
    }
    match &media.content {
        BodyContent::Form(_, encodings) if !encodings.is_empty() => {
            let encodings = spell_encodings(imports, encodings);
            quote!(#made.encoded(#encodings))
        }
        BodyContent::Form(..) | BodyContent::Json(_) | BodyContent::Multipart(_) | BodyContent::Text | BodyContent::Bytes => made,
    }
}

fn emit_response(imports: &mut Imports, response: &MockResponse) -> TokenStream {
    let (kind, media_type, schema) = (table(imports, "Response"), &response.media_type, spell_json(&response.schema));
    let status = match response.status {
        StatusMatch::Code(code) => code.to_string(),
        StatusMatch::Range(hundreds) => format!("{hundreds}XX"),
        StatusMatch::Default => "default".to_owned(),
    };
    let mut made = match response.content {
        MockContent::Empty => quote!(#kind::empty(#status)),
        MockContent::Json => quote!(#kind::json(#status, #media_type, #schema)),
        MockContent::Text => quote!(#kind::text(#status, #media_type, #schema)),
        MockContent::Bytes => quote!(#kind::bytes(#status, #media_type)),
        MockContent::Events => quote!(#kind::events(#status, #media_type, #schema)),
        MockContent::TextEvents => quote!(#kind::text_events(#status, #media_type)),
        MockContent::JsonLines => quote!(#kind::json_lines(#status, #media_type, #schema)),
    };
    if let Some(example) = &response.example {
        let example = match response.content {
            MockContent::Json => spell_json(example),
            _ => spell_text(example),
        };
        made = quote!(#made.example(#example));
    }
    if !response.headers.is_empty() {
        let headers = response.headers.iter().map(|(name, schema)| {
            let schema = spell_json(schema);
            quote!((#name, #schema))
        });
        made = quote!(#made.headers(&[#(#headers),*]));
    }
    made
}
