//! Arguments: what a method or a setter takes for a parameter, and the statement that puts it into the call.

use super::{
    Cx,
    imports::{Imports, ident},
    ty,
};
use crate::ir::{Encoding, Location, Parameter, Style, Type};
use proc_macro2::TokenStream;
use quote::quote;

/// An argument of a method.
pub struct Argument {
    name: String,
    ty: TokenStream,
}

impl Argument {
    /// Of a parameter.
    pub fn of_parameter(cx: &Cx<'_>, imports: &mut Imports, of: &Type, name: &str) -> Argument {
        let ty = match of {
            // The type of a format keeps any text as it is, so that the text itself serves.
            Type::Text(_) => quote!(&str),
            of => Argument::spell(cx, imports, of, None),
        };
        Argument { name: name.to_owned(), ty }
    }

    /// Of a body or a part.
    pub fn of_body(cx: &Cx<'_>, imports: &mut Imports, of: &Type, name: &str) -> Argument {
        Argument { name: name.to_owned(), ty: Argument::spell(cx, imports, of, None) }
    }

    /// `name: &str`
    pub fn declaration(&self) -> TokenStream {
        let (name, ty) = (ident(&self.name), &self.ty);
        quote!(#name: #ty)
    }

    /// A type that is only read: text as `&str`, scalars by value, lists as slices, the rest by reference.
    pub fn spell(cx: &Cx<'_>, imports: &mut Imports, of: &Type, lifetime: Option<&TokenStream>) -> TokenStream {
        match of {
            Type::String => quote!(&#lifetime str),
            Type::Bool | Type::Integer(_) | Type::F64 | Type::F32 | Type::Null => ty::ty(cx, imports, of),
            Type::List(item) => {
                let item = ty::ty(cx, imports, item);
                quote!(&#lifetime [#item])
            }
            Type::Boxed(inner) => Argument::spell(cx, imports, inner, lifetime),
            Type::Nullable(inner) => {
                let inner = Argument::spell(cx, imports, inner, lifetime);
                quote!(Option<#inner>)
            }
            Type::Any | Type::Text(_) | Type::Map(_) | Type::Named(_) | Type::Custom(_) | Type::Bytes => {
                let inner = ty::ty(cx, imports, of);
                quote!(&#lifetime #inner)
            }
        }
    }
}

/// An argument as `&dyn Encode`: a reference to something sized is one already.
pub fn spell_encode(of: &Type, name: &str) -> TokenStream {
    let value = ident(name);
    match of {
        Type::Any | Type::Map(_) | Type::Named(_) | Type::Custom(_) | Type::Text(_) | Type::Bytes => quote!(#value),
        Type::Boxed(inner) => spell_encode(inner, name),
        Type::Null | Type::Bool | Type::Integer(_) | Type::F64 | Type::F32 | Type::String | Type::List(_) | Type::Nullable(_) => {
            quote!(&#value)
        }
    }
}

/// The statement that sends a parameter.
pub fn spell_sends(imports: &mut Imports, parameter: &Parameter, name: &str, call: &TokenStream) -> TokenStream {
    let wire = &parameter.wire;
    let value = match &parameter.ty {
        Type::Text(_) => spell_encode(&Type::String, name),
        of => spell_encode(of, name),
    };
    match &parameter.location {
        Location::Path(Encoding::Style { style: Style::Simple, explode: false, .. }) => quote!(#call.segment(#wire, #value);),
        Location::Path(Encoding::Style { style, explode, .. }) => {
            let style = spell_style(imports, *style);
            quote!(#call.segment_styled(#wire, #style, #explode, #value);)
        }
        Location::Path(Encoding::Content(_)) => quote!(#call.segment_content(#wire, #value);),
        Location::Query(Encoding::Style { style: Style::Form, explode: true, allow_reserved: false }) => {
            quote!(#call.query(#wire, #value);)
        }
        Location::Query(Encoding::Style { style, explode, allow_reserved }) => {
            let style = spell_style(imports, *style);
            quote!(#call.query_styled(#wire, #style, #explode, #allow_reserved, #value);)
        }
        Location::Query(Encoding::Content(_)) => quote!(#call.query_content(#wire, #value);),
        Location::Header(Encoding::Style { explode: false, .. }) => quote!(#call.header(#wire, #value);),
        Location::Header(Encoding::Style { explode: true, .. }) => quote!(#call.header_styled(#wire, true, #value);),
        Location::Header(Encoding::Content(_)) => quote!(#call.header_content(#wire, #value);),
        Location::Cookie(Encoding::Style { explode: true, .. }) => quote!(#call.cookie(#wire, #value);),
        Location::Cookie(Encoding::Style { explode: false, .. }) => quote!(#call.cookie_styled(#wire, false, #value);),
        Location::Cookie(Encoding::Content(_)) => quote!(#call.cookie_content(#wire, #value);),
    }
}

/// `Style::Form`
pub fn spell_style(imports: &mut Imports, style: Style) -> TokenStream {
    let path = imports.http("Style");
    let variant = ident(match style {
        Style::Matrix => "Matrix",
        Style::Label => "Label",
        Style::Simple => "Simple",
        Style::Form => "Form",
        Style::SpaceDelimited => "SpaceDelimited",
        Style::PipeDelimited => "PipeDelimited",
        Style::DeepObject => "DeepObject",
    });
    quote!(#path::#variant)
}
