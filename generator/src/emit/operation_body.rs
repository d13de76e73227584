//! Bodies of requests: what a method or a setter takes, the statement that puts it into the call, and, where an operation offers
//! several media types, an enum of them.

use super::{
    Cx, doc,
    imports::{Imports, ident},
    operation_argument::{Argument, spell_encode, spell_style},
    operation_parts, ty,
};
use crate::ir::{Body, BodyContent, BodyMedia, Encoding, PartEncoding, Type};
use proc_macro2::{Ident, TokenStream};
use quote::quote;

/// What a body adds to the method of its operation.
pub struct BodyArgument {
    /// `<'b>`, where the argument needs a lifetime of its own.
    pub generics: Option<TokenStream>,
    /// `body: &Pet`
    pub declaration: TokenStream,
    /// `call.json("application/json", body);`
    pub send: TokenStream,
}

/// The body, where it is one value: parts of a body that is nothing but multipart are values of their own.
fn whole<'a>(cx: &Cx<'a>, index: usize) -> Option<&'a Body> {
    match operation_parts::sole(cx, index) {
        Some(_) => None,
        None => cx.api.operations[index].body.as_ref(),
    }
}

/// The argument of a body that a call must give.
pub fn required(cx: &Cx<'_>, imports: &mut Imports, index: usize) -> Option<BodyArgument> {
    let body = whole(cx, index).filter(|body| body.required)?;
    Some(argument(cx, imports, index, body, &quote!(call)))
}

/// The setter of a body that a call may give.
pub fn optional(cx: &Cx<'_>, imports: &mut Imports, index: usize) -> Option<TokenStream> {
    let body = whole(cx, index).filter(|body| !body.required)?;
    let BodyArgument { generics, declaration, send } = argument(cx, imports, index, body, &quote!(self.call));
    let setter = ident(&cx.names.operations[index].body);
    let docs = match doc::lines(&body.doc) {
        lines if lines.is_empty() => doc::attributes(&["The body.".to_owned()]),
        lines => doc::attributes(&lines),
    };
    Some(quote! {
        #docs
        pub fn #setter #generics(mut self, #declaration) -> Self {
            #send
            self
        }
    })
}

fn argument(cx: &Cx<'_>, imports: &mut Imports, index: usize, body: &Body, call: &TokenStream) -> BodyArgument {
    let name = &cx.names.operations[index];
    let value = ident(&name.body);
    if let Some(several) = &name.body_type {
        let several = ident(&several.ident);
        let generics = borrows(body).then(|| quote!(<'b>));
        let declaration = quote!(#value: impl Into<#several #generics>);
        let receiver = if call.to_string() == "call" { quote!(&mut call) } else { quote!(&mut #call) };
        return BodyArgument { generics, declaration, send: quote!(#value.into().put(#receiver);) };
    }
    let Some(media) = body.media.first() else {
        return BodyArgument { generics: None, declaration: TokenStream::new(), send: TokenStream::new() };
    };
    let put = spell_put(imports, media, &name.body, call);
    let send = quote!(#put;);
    let declaration = match &media.content {
        BodyContent::Json(of) | BodyContent::Form(of, _) => Argument::of_body(cx, imports, of, &name.body).declaration(),
        BodyContent::Text => quote!(#value: &str),
        BodyContent::Bytes => {
            let body = imports.http("Body");
            quote!(#value: impl Into<#body>)
        }
        // Parts that the document names are arguments themselves.
        BodyContent::Multipart(_) => {
            let multipart = imports.http("Multipart");
            quote!(#value: #multipart)
        }
    };
    BodyArgument { generics: None, declaration, send }
}

/// The expression that puts a body of one media type into a call.
fn spell_put(imports: &mut Imports, media: &BodyMedia, name: &str, call: &TokenStream) -> TokenStream {
    let (media_type, value) = (&media.media_type, ident(name));
    match &media.content {
        BodyContent::Json(of) => {
            let value = spell_encode(of, name);
            quote!(#call.json(#media_type, #value))
        }
        BodyContent::Form(of, encodings) => {
            let value = spell_encode(of, name);
            let encodings = spell_encodings(imports, encodings);
            quote!(#call.form(#value, #encodings))
        }
        BodyContent::Text => quote!(#call.text(#media_type, #value)),
        BodyContent::Bytes => quote!(#call.bytes(#media_type, #value)),
        BodyContent::Multipart(parts) if parts.is_empty() => quote!(#call.multipart(#value)),
        BodyContent::Multipart(_) => quote!(#call.multipart(#value.multipart)),
    }
}

/// `&[("tags", PartStyle::Json)]`
pub fn spell_encodings(imports: &mut Imports, encodings: &[PartEncoding]) -> TokenStream {
    let encodings: Vec<TokenStream> = encodings.iter().map(|encoding| spell_encoding(imports, encoding)).collect();
    quote!(&[#(#encodings),*])
}

fn spell_encoding(imports: &mut Imports, encoding: &PartEncoding) -> TokenStream {
    let (wire, part_style) = (&encoding.wire, imports.http("PartStyle"));
    match &encoding.encoding {
        Encoding::Style { style, explode, allow_reserved } => {
            let style = spell_style(imports, *style);
            quote!((#wire, #part_style::Styled { style: #style, explode: #explode, reserved: #allow_reserved }))
        }
        Encoding::Content(_) => quote!((#wire, #part_style::Json)),
    }
}

/// Whether the enum of a body borrows from the caller.
fn borrows(body: &Body) -> bool {
    body.media.iter().any(|media| match &media.content {
        BodyContent::Json(of) | BodyContent::Form(of, _) => is_borrowed(of),
        BodyContent::Text => true,
        BodyContent::Bytes | BodyContent::Multipart(_) => false,
    })
}

/// What a variant holds.
struct Payload {
    ty: TokenStream,
    borrows: bool,
}

fn payload(cx: &Cx<'_>, imports: &mut Imports, content: &BodyContent, lifetime: Option<&TokenStream>, parts: &str) -> Payload {
    match content {
        BodyContent::Json(of) | BodyContent::Form(of, _) => {
            Payload { ty: Argument::spell(cx, imports, of, lifetime), borrows: is_borrowed(of) }
        }
        BodyContent::Text => Payload { ty: quote!(&#lifetime str), borrows: true },
        BodyContent::Bytes => Payload { ty: imports.http("Body"), borrows: false },
        BodyContent::Multipart(known) if known.is_empty() => Payload { ty: imports.http("Multipart"), borrows: false },
        BodyContent::Multipart(_) => {
            let parts = ident(parts);
            Payload { ty: quote!(#parts), borrows: false }
        }
    }
}

/// `&Vec<T>` beside `&[T]`: conversions do not go through `Deref`.
fn vector(cx: &Cx<'_>, imports: &mut Imports, content: &BodyContent, lifetime: Option<&TokenStream>) -> Option<Payload> {
    match content {
        BodyContent::Json(of @ Type::List(_)) | BodyContent::Form(of @ Type::List(_), _) => {
            let vector = ty::ty(cx, imports, of);
            Some(Payload { ty: quote!(&#lifetime #vector), borrows: true })
        }
        _ => None,
    }
}

/// `Bytes` beside `Body`: what a caller mostly has.
fn bytes(imports: &mut Imports, content: &BodyContent) -> Option<TokenStream> {
    matches!(content, BodyContent::Bytes).then(|| imports.path(&["bytes", "Bytes"]))
}

fn is_borrowed(of: &Type) -> bool {
    match of {
        Type::Bool | Type::Integer(_) | Type::F64 | Type::F32 | Type::Null => false,
        Type::Nullable(inner) | Type::Boxed(inner) => is_borrowed(inner),
        Type::Any
        | Type::String
        | Type::Text(_)
        | Type::List(_)
        | Type::Map(_)
        | Type::Named(_)
        | Type::Custom(_)
        | Type::Bytes => true,
    }
}

/// The enum of a body that has several media types.
pub fn emit(cx: &Cx<'_>, imports: &mut Imports, index: usize) -> Vec<TokenStream> {
    let name = &cx.names.operations[index];
    let (Some(body), Some(several)) = (&cx.api.operations[index].body, &name.body_type) else { return Vec::new() };
    let lifetime = borrows(body).then(|| quote!('b));
    let generics = lifetime.as_ref().map(|lifetime| quote!(<#lifetime>));
    let anonymous = lifetime.as_ref().map(|_| quote!(<'_>));
    let ident_enum = ident(&several.ident);
    let (mut variants, mut arms, mut conversions) = (Vec::new(), Vec::new(), Vec::new());
    let mut converted: Vec<String> = Vec::new();
    for (at, (media, variant)) in body.media.iter().zip(&several.variants).enumerate() {
        let variant = ident(variant);
        let payload = payload(cx, imports, &media.content, lifetime.as_ref(), &name.part_types[at]);
        let line = format!(" {}", doc::code(&media.media_type));
        let ty = &payload.ty;
        variants.push(quote!(#[doc = #line] #variant(#ty)));
        let put = spell_put(imports, media, "body", &quote!(call));
        arms.push(quote!(#ident_enum::#variant(body) => #put,));
        // Where two media types take one Rust type, the preferred one is meant.
        if !converted.contains(&payload.ty.to_string()) {
            converted.push(payload.ty.to_string());
            conversions.push(emit_conversion(&ident_enum, lifetime.as_ref(), &variant, &payload));
            conversions.extend(
                vector(cx, imports, &media.content, lifetime.as_ref())
                    .map(|vector| emit_conversion(&ident_enum, lifetime.as_ref(), &variant, &vector)),
            );
            conversions.extend(
                bytes(imports, &media.content)
                    .map(|bytes| emit_conversion_of_bytes(&ident_enum, lifetime.as_ref(), &variant, &bytes)),
            );
        }
    }
    let call = imports.http("Call");
    let title = super::operation::title(&cx.api.operations[index]);
    let line = format!(" The body of {title}, in one of its media types.");
    let mut items = vec![
        quote! {
            #[doc = #line]
            #[derive(Clone, Debug)]
            #[non_exhaustive]
            pub enum #ident_enum #generics {
                #(#variants),*
            }
        },
        quote! {
            impl #ident_enum #anonymous {
                fn put(self, call: &mut #call<'_>) {
                    match self {
                        #(#arms)*
                    }
                }
            }
        },
    ];
    items.extend(conversions);
    items
}

fn emit_conversion_of_bytes(of: &Ident, lifetime: Option<&TokenStream>, variant: &Ident, bytes: &TokenStream) -> TokenStream {
    let arguments = lifetime.map(|_| quote!(<'_>));
    quote! {
        impl From<#bytes> for #of #arguments {
            fn from(body: #bytes) -> Self {
                #of::#variant(body.into())
            }
        }
    }
}

fn emit_conversion(of: &Ident, lifetime: Option<&TokenStream>, variant: &Ident, payload: &Payload) -> TokenStream {
    let Payload { ty, borrows } = payload;
    let (generics, arguments) = match (lifetime, borrows) {
        (Some(lifetime), true) => (quote!(<#lifetime>), quote!(<#lifetime>)),
        (Some(_), false) => (quote!(), quote!(<'_>)),
        (None, _) => (quote!(), quote!()),
    };
    quote! {
        impl #generics From<#ty> for #of #arguments {
            fn from(body: #ty) -> Self {
                #of::#variant(body)
            }
        }
    }
}
