//! Operations: a file each, with the constant table of the operation, the method on its handle, the call type with its setters,
//! the operation's inline types, and what calls by name need.

use super::{
    Cx, Draft, Emitted, Module, by_name, doc,
    imports::{Imports, ident},
    operation_argument::{Argument, spell_sends},
    operation_body, operation_doc, operation_header, operation_page, operation_parts, operation_stream, operation_success, types,
};
use crate::ir::{self, Operation, PathPart, ResponseContent, Success};
use proc_macro2::TokenStream;
use quote::quote;

/// Plans the file of every operation.
pub fn emit<'a>(cx: &Cx<'a>, emitted: &mut Emitted<'a>) {
    for index in 0..cx.api.operations.len() {
        let path = format!("src/{}.rs", file_path(&cx.names.operations[index].module));
        let cx = cx.clone();
        emitted.modules.push(Draft::new(path, move || emit_operation(&cx, index)));
    }
}

/// Modules as a path of files: a raw identifier names a file without its `r#`.
pub fn file_path(module: &[String]) -> String {
    let parts: Vec<&str> = module.iter().map(|part| part.strip_prefix("r#").unwrap_or(part)).collect();
    parts.join("/")
}

/// `GET /pets/{id}`, for documentation.
pub fn title(operation: &Operation) -> String {
    doc::code(&format!("{} {}", operation.method.as_str(), operation.path.text))
}

fn emit_operation(cx: &Cx<'_>, index: usize) -> Module {
    let operation = &cx.api.operations[index];
    let name = &cx.names.operations[index];
    let mut imports = Imports::new(&name.module);
    let inline = types::of_operation(cx, index);
    let own =
        [Some(&name.call), name.success.as_ref().map(|enum_| &enum_.ident), name.body_type.as_ref().map(|enum_| &enum_.ident)];
    let own = own.into_iter().flatten().chain(&name.part_types).chain(inline.iter().map(|id| &cx.names.types[id.0].ident));
    let own = own.chain(Some(&name.headers.ident).filter(|ident| !ident.is_empty()));
    let constants = ["OPERATION"].into_iter().chain(operation.paging.as_ref().map(|_| "PAGING"));
    for ident in own.map(String::as_str).chain(constants) {
        imports.define(ident);
    }
    let mut items = vec![emit_table(operation, &mut imports)];
    items.extend(operation_page::emit_table(operation, &mut imports));
    items.push(emit_method(cx, &mut imports, index));
    items.extend(emit_call(cx, &mut imports, index));
    items.extend(operation_stream::emit(cx, &mut imports, index));
    items.extend(operation_page::emit(cx, &mut imports, index));
    items.extend(operation_success::emit(cx, &mut imports, index));
    items.extend(operation_header::emit(cx, &mut imports, index));
    items.extend(operation_body::emit(cx, &mut imports, index));
    items.extend(operation_parts::emit(cx, &mut imports, index));
    for id in &inline {
        items.extend(types::items(cx, &mut imports, *id));
    }
    items.extend(by_name::of_operation(cx, index));
    items.extend(by_name::of_types(cx, &inline));
    let mut all = imports.into_items();
    all.append(&mut items);
    Module { doc: vec![title(operation)], attributes: Vec::new(), items: all }
}

fn emit_table(operation: &Operation, imports: &mut Imports) -> TokenStream {
    let table = imports.http("Operation");
    let (id, method, path) = (&operation.id, operation.method.as_str(), &operation.path.text);
    let security = operation.security.iter().map(|names| quote!(&[#(#names),*]));
    let accept = accept(operation);
    let server = match &operation.server {
        Some(ir::Server { url, .. }) => quote!(Some(#url)),
        None => quote!(None),
    };
    quote! {
        static OPERATION: #table = #table {
            id: #id,
            method: #method,
            path: #path,
            security: &[#(#security),*],
            accept: #accept,
            server: #server,
        };
    }
}

/// Every media type that a success may have, the preferred one first.
fn accept(operation: &Operation) -> String {
    let contents: Vec<&ResponseContent> = match &operation.success {
        Success::One(content) => vec![content],
        Success::ByStatus(cases) => cases.iter().map(|case| &case.content).collect(),
    };
    let mut types: Vec<&str> = Vec::new();
    let failures = operation.errors.iter().map(|failure| &failure.content);
    let successes = contents.into_iter().filter_map(ResponseContent::media_type);
    // A call whose success is empty may still fail with a body.
    let nothing = successes.clone().next().is_none();
    for media in successes.chain(failures.filter(|_| nothing).filter_map(ResponseContent::media_type)) {
        if !types.contains(&media) {
            types.push(media);
        }
    }
    types.join(", ")
}

/// The handle that an operation is a method of, how its core is borrowed, and the lifetime of that borrow.
struct Handle {
    header: TokenStream,
    core: TokenStream,
    lifetime: TokenStream,
}

impl Handle {
    fn of(cx: &Cx<'_>, imports: &mut Imports, index: usize) -> Handle {
        match cx.names.groups.iter().find(|group| group.operations.contains(&index)) {
            Some(group) => {
                let ident = imports.path(&["super", &group.ident]);
                Handle { header: quote!(impl<'a> #ident<'a>), core: quote!(self.core), lifetime: quote!('a) }
            }
            None => {
                let client = imports.path(&["crate", "Client"]);
                Handle { header: quote!(impl #client), core: quote!(&self.core), lifetime: quote!('_) }
            }
        }
    }
}

fn emit_method(cx: &Cx<'_>, imports: &mut Imports, index: usize) -> TokenStream {
    let (operation, name) = (&cx.api.operations[index], &cx.names.operations[index]);
    let Handle { header, core, lifetime } = Handle::of(cx, imports, index);
    let docs = operation_doc::method(cx, index);
    let deprecated = doc::deprecated(&operation.doc);
    let (method, call) = (ident(&name.method), ident(&name.call));
    let required: Vec<(usize, &ir::Parameter)> =
        operation.parameters.iter().enumerate().filter(|(_, parameter)| parameter.required).collect();
    let mut arguments = Vec::new();
    for (at, parameter) in &required {
        arguments.push(Argument::of_parameter(cx, imports, &parameter.ty, &name.parameters[*at]).declaration());
    }
    let path = operation.path.parts.iter().map(|part| match part {
        PathPart::Literal(text) => quote!(call.literal(#text);),
        PathPart::Variable(wire) => {
            let is_it = |(_, parameter): &&(usize, &ir::Parameter)| {
                matches!(parameter.location, ir::Location::Path(_)) && parameter.wire == *wire
            };
            let found = required.iter().find(is_it);
            found.map(|(at, parameter)| spell_sends(imports, parameter, &name.parameters[*at], &quote!(call))).unwrap_or_default()
        }
    });
    let path: Vec<TokenStream> = path.collect();
    let fixed = operation.path.query.iter().map(|(key, value)| quote!(call.query_pair(#key, #value);));
    let others = required.iter().filter(|(_, parameter)| !matches!(parameter.location, ir::Location::Path(_)));
    let others: Vec<TokenStream> =
        others.map(|(at, parameter)| spell_sends(imports, parameter, &name.parameters[*at], &quote!(call))).collect();
    let idempotent = operation.repetition.is_idempotent.map(|is_it| quote!(call.set_idempotent(#is_it);));
    let key = operation.repetition.key_header.as_deref().map(|header| quote!(call.idempotency_header(#header);));
    let body = operation_body::required(cx, imports, index);
    let body_send = body.as_ref().map(|body| body.send.clone());
    let generics = body.as_ref().and_then(|body| body.generics.clone());
    arguments.extend(body.map(|body| body.declaration));
    let (part_arguments, part_sends) = operation_parts::arguments(cx, imports, index);
    arguments.extend(part_arguments);
    let http_call = imports.http("Call");
    quote! {
        #header {
            #docs
            #deprecated
            pub fn #method #generics(&self, #(#arguments),*) -> #call<#lifetime> {
                let mut call = #http_call::new(#core, &OPERATION);
                #(#path)*
                #(#fixed)*
                #(#others)*
                #idempotent
                #key
                #body_send
                #(#part_sends)*
                #call { call }
            }
        }
    }
}

fn emit_call(cx: &Cx<'_>, imports: &mut Imports, index: usize) -> Vec<TokenStream> {
    let (operation, name) = (&cx.api.operations[index], &cx.names.operations[index]);
    let ident_call = ident(&name.call);
    let http_call = imports.http("Call");
    let line = format!(" A call of {}, ready to be sent.", title(operation));
    let declaration = quote! {
        #[doc = #line]
        #[must_use = "a call does nothing until it is sent"]
        pub struct #ident_call<'a> {
            call: #http_call<'a>,
        }
    };
    let mut setters = Vec::new();
    for (at, parameter) in operation.parameters.iter().enumerate().filter(|(_, parameter)| !parameter.required) {
        setters.push(emit_setter(cx, imports, parameter, &name.parameters[at]));
    }
    setters.extend(operation_body::optional(cx, imports, index));
    setters.extend(operation_parts::setters(cx, imports, index));
    let setters = (!setters.is_empty()).then(|| {
        quote! {
            impl #ident_call<'_> {
                #(#setters)*
            }
        }
    });
    let (mode, gives) = operation_success::mode(cx, imports, index);
    let invocation = quote!(call! { #ident_call, #mode, #gives });
    [Some(declaration), setters, Some(invocation)].into_iter().flatten().collect()
}

fn emit_setter(cx: &Cx<'_>, imports: &mut Imports, parameter: &ir::Parameter, name: &str) -> TokenStream {
    let docs = operation_doc::setter(parameter);
    let argument = Argument::of_parameter(cx, imports, &parameter.ty, name).declaration();
    let send = spell_sends(imports, parameter, name, &quote!(self.call));
    let setter = ident(name);
    quote! {
        #docs
        pub fn #setter(mut self, #argument) -> Self {
            #send
            self
        }
    }
}
