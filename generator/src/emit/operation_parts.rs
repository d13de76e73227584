//! Multipart bodies. A body that is nothing else gives its required parts to the method as arguments, and its optional parts to the
//! call as setters. One that is offered beside other media types is a value of its own, made by a builder.

use super::{
    Cx, doc,
    imports::{Imports, ident},
    operation::title,
    operation_argument::{Argument, spell_encode},
    operation_doc::{bullet, joined},
};
use crate::ir::{Body, BodyContent, Part, PartContent, Type};
use proc_macro2::TokenStream;
use quote::quote;

/// Who takes a part.
enum Receiver {
    /// `call.part_text(…)`, or `self.call.…`
    Call(TokenStream),
    /// `multipart.text(…)`, or `self.multipart.…`
    Multipart(TokenStream),
}

/// The parts of a body that is nothing but multipart, and their names.
pub fn sole<'a>(cx: &Cx<'a>, index: usize) -> Option<(&'a Body, &'a [Part], &'a [String])> {
    let body = cx.api.operations[index].body.as_ref()?;
    match body.media.as_slice() {
        [media] => match &media.content {
            BodyContent::Multipart(parts) if !parts.is_empty() => Some((body, parts, cx.names.operations[index].parts.first()?)),
            BodyContent::Multipart(_) | BodyContent::Json(_) | BodyContent::Form(..) | BodyContent::Text | BodyContent::Bytes => {
                None
            }
        },
        _ => None,
    }
}

/// Whether a call must give a part: it is required, in a body that is.
pub fn is_argument(body: &Body, part: &Part) -> bool {
    body.required && part.required
}

/// The arguments of a multipart body, and the statements that add its parts to a call.
pub fn arguments(cx: &Cx<'_>, imports: &mut Imports, index: usize) -> (Vec<TokenStream>, Vec<TokenStream>) {
    let (mut declarations, mut sends) = (Vec::new(), Vec::new());
    let Some((body, parts, names)) = sole(cx, index) else { return (declarations, sends) };
    let media_type = body.media.first().map(|media| media.media_type.as_str()).unwrap_or_default();
    let always = body.required && !parts.iter().any(|part| is_argument(body, part));
    // A body of form data begins with its first part.
    if always || media_type != "multipart/form-data" {
        let multipart = imports.http("Multipart");
        sends.push(quote!(call.multipart(#multipart::new(#media_type));));
    }
    for (part, name) in parts.iter().zip(names).filter(|(part, _)| is_argument(body, part)) {
        declarations.push(declaration(cx, imports, part, name));
        sends.push(spell_add(part, name, &Receiver::Call(quote!(call))));
    }
    (declarations, sends)
}

/// The setters of the parts that a call may give.
pub fn setters(cx: &Cx<'_>, imports: &mut Imports, index: usize) -> Vec<TokenStream> {
    let Some((body, parts, names)) = sole(cx, index) else { return Vec::new() };
    let optional = parts.iter().zip(names).filter(|(part, _)| !is_argument(body, part));
    let receiver = Receiver::Call(quote!(self.call));
    let mut setters: Vec<TokenStream> = optional.map(|(part, name)| emit_setter(cx, imports, part, name, &receiver)).collect();
    for (part, names) in parts.iter().zip(cx.names.operations[index].part_headers.iter().flatten()) {
        setters.extend(emit_header_setters(part, names, &receiver));
    }
    setters
}

/// The setters of the headers of a part, but for those that can have one value only.
fn emit_header_setters(part: &Part, names: &[String], receiver: &Receiver) -> Vec<TokenStream> {
    let settable = part.headers.iter().zip(names).filter(|(header, _)| header.fixed.is_none());
    let setters = settable.map(|(header, name)| {
        let need = if header.required { " It is required." } else { "" };
        let mut lines = doc::lines(&header.doc);
        let title = format!("The header {} of the part {}.{need}", doc::code(&header.wire), doc::code(&part.wire));
        doc::push_paragraph(&mut lines, vec![title]);
        let docs = doc::attributes(&lines);
        let (setter, value) = (ident(name), quote!(value));
        let send = spell_header(&part.wire, &header.wire, &value, receiver);
        quote! {
            #docs
            pub fn #setter(mut self, value: &str) -> Self {
                #send
                self
            }
        }
    });
    setters.collect()
}

/// The statement that gives a part a header.
fn spell_header(part: &str, header: &str, value: &TokenStream, receiver: &Receiver) -> TokenStream {
    match receiver {
        Receiver::Call(call) => quote!(#call.part_header(#part, #header, #value);),
        Receiver::Multipart(multipart) => quote!(#multipart.header(#part, #header, #value);),
    }
}

/// What the document says about the parts that are arguments, a line each.
pub fn bullets(cx: &Cx<'_>, index: usize) -> Vec<String> {
    let Some((body, parts, names)) = sole(cx, index) else { return Vec::new() };
    let required = parts.iter().zip(names).filter(|(part, _)| is_argument(body, part));
    required.filter_map(|(part, name)| bullet(name, &joined(&doc::lines(&part.doc)))).collect()
}

/// The builder of each multipart body that is one of several media types.
pub fn emit(cx: &Cx<'_>, imports: &mut Imports, index: usize) -> Vec<TokenStream> {
    let mut items = Vec::new();
    let media = cx.api.operations[index].body.iter().flat_map(|body| &body.media).enumerate();
    for (at, media) in media {
        let name = &cx.names.operations[index];
        let builder = name.part_types.get(at).filter(|builder| !builder.is_empty());
        if let (BodyContent::Multipart(parts), Some(builder)) = (&media.content, builder) {
            let line = format!(" The parts of the body of {}.", title(&cx.api.operations[index]));
            let known: Vec<(&Part, &String)> = parts.iter().zip(&name.parts[at]).collect();
            let receiver = Receiver::Multipart(quote!(self.multipart));
            let headers = parts.iter().zip(name.part_headers.get(at).into_iter().flatten());
            let headers = headers.flat_map(|(part, names)| emit_header_setters(part, names, &receiver)).collect();
            items.extend(emit_builder(cx, imports, builder, &line, &media.media_type, &known, headers));
        }
    }
    items
}

fn emit_builder(
    cx: &Cx<'_>,
    imports: &mut Imports,
    builder: &str,
    line: &str,
    media_type: &str,
    parts: &[(&Part, &String)],
    header_setters: Vec<TokenStream>,
) -> Vec<TokenStream> {
    let (builder, multipart) = (ident(builder), imports.http("Multipart"));
    let (mut arguments, mut sends, mut setters, mut bullets) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    for (part, name) in parts {
        if part.required {
            arguments.push(declaration(cx, imports, part, name));
            sends.push(spell_add(part, name, &Receiver::Multipart(quote!(multipart))));
            bullets.extend(bullet(name, &joined(&doc::lines(&part.doc))));
        } else {
            setters.push(emit_setter(cx, imports, part, name, &Receiver::Multipart(quote!(self.multipart))));
        }
    }
    setters.extend(header_setters);
    let mut lines = vec![if arguments.is_empty() { "Without any part." } else { "With the required parts." }.to_owned()];
    doc::push_paragraph(&mut lines, bullets);
    let docs = doc::attributes(&lines);
    let new = match sends.is_empty() {
        true => quote!(#builder { multipart: #multipart::new(#media_type) }),
        false => quote! {
            let mut multipart = #multipart::new(#media_type);
            #(#sends)*
            #builder { multipart }
        },
    };
    let declaration = quote! {
        #[doc = #line]
        #[derive(Clone, Debug)]
        pub struct #builder {
            multipart: #multipart,
        }
    };
    let methods = quote! {
        impl #builder {
            #docs
            pub fn new(#(#arguments),*) -> Self {
                #new
            }
            #(#setters)*
        }
    };
    vec![declaration, methods]
}

fn emit_setter(cx: &Cx<'_>, imports: &mut Imports, part: &Part, name: &str, receiver: &Receiver) -> TokenStream {
    let mut lines = doc::lines(&part.doc);
    if lines.is_empty() {
        lines.push(doc::code(&part.wire));
    }
    let docs = doc::attributes(&lines);
    let argument = declaration(cx, imports, part, name);
    let send = spell_add(part, name, receiver);
    let setter = ident(name);
    quote! {
        #docs
        pub fn #setter(mut self, #argument) -> Self {
            #send
            self
        }
    }
}

fn declaration(cx: &Cx<'_>, imports: &mut Imports, part: &Part, name: &str) -> TokenStream {
    let value = ident(name);
    match (&part.content, part.repeated) {
        (PartContent::File, repeated) => {
            let file = imports.http("File");
            if repeated { quote!(#value: &[#file]) } else { quote!(#value: &#file) }
        }
        (PartContent::Text(of) | PartContent::Json(of), false) => Argument::of_body(cx, imports, of, name).declaration(),
        (PartContent::Text(of) | PartContent::Json(of), true) => {
            let list = Type::List(Box::new(of.clone()));
            Argument::of_body(cx, imports, &list, name).declaration()
        }
    }
}

/// The statement that adds a part.
fn spell_add(part: &Part, name: &str, receiver: &Receiver) -> TokenStream {
    let (wire, value) = (&part.wire, ident(name));
    let media_type = part.media_type.as_deref().unwrap_or_default();
    let add = |kind: &str, value: TokenStream| match receiver {
        Receiver::Call(call) => {
            let method = ident(&format!("part_{kind}"));
            quote!(#call.#method(#wire, #media_type, #value);)
        }
        Receiver::Multipart(multipart) => {
            let method = ident(kind);
            quote!(#multipart.#method(#wire, #media_type, #value);)
        }
    };
    let each = |send: TokenStream| quote!(for part in #value { #send });
    let fixed = part.headers.iter().filter_map(|header| {
        let value = header.fixed.as_ref()?;
        Some(spell_header(&part.wire, &header.wire, &quote!(#value), receiver))
    });
    let sent = match (&part.content, part.repeated) {
        (PartContent::File, false) => add("file", quote!(#value)),
        (PartContent::File, true) => each(add("file", quote!(part))),
        // A list of text is a part an item.
        (PartContent::Text(_), true) => add("text", quote!(&#value)),
        (PartContent::Text(of), false) => add("text", spell_encode(of, name)),
        (PartContent::Json(of), false) => add("json", spell_encode(of, name)),
        (PartContent::Json(_), true) => each(add("json", quote!(part))),
    };
    quote!(#sent #(#fixed)*)
}
