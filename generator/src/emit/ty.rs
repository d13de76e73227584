//! From [`ir::Type`](crate::ir::Type) to a Rust type, registering what the file must import.

use super::{
    Cx,
    imports::{Imports, ident},
};
use crate::ir::{Format, Integer, Presence, Type};
use proc_macro2::TokenStream;
use quote::quote;

/// A type by value: what fields, items and returns have.
pub fn ty(cx: &Cx<'_>, imports: &mut Imports, of: &Type) -> TokenStream {
    match of {
        Type::Any => imports.value(),
        Type::Null => quote!(()),
        Type::Bool => quote!(bool),
        Type::Integer(width) => integer(*width),
        Type::F64 => quote!(f64),
        Type::F32 => quote!(f32),
        Type::String => quote!(String),
        Type::Text(format) => imports.json(format_name(*format)),
        Type::List(item) => {
            let item = ty(cx, imports, item);
            quote!(Vec<#item>)
        }
        Type::Map(value) => {
            let (map, value) = (imports.map(), ty(cx, imports, value));
            quote!(#map<String, #value>)
        }
        Type::Nullable(inner) => {
            let inner = ty(cx, imports, inner);
            quote!(Option<#inner>)
        }
        Type::Boxed(inner) => {
            let inner = ty(cx, imports, inner);
            quote!(Box<#inner>)
        }
        Type::Named(id) => imports.named(cx.names, *id),
        Type::Custom(path) => match syn::parse_str::<syn::Type>(path) {
            Ok(path) => quote!(#path),
            Err(_) => imports.value(),
        },
        Type::Bytes => imports.path(&["bytes", "Bytes"]),
    }
}

/// The type of a field.
pub fn field(cx: &Cx<'_>, imports: &mut Imports, of: &Type, presence: Presence) -> TokenStream {
    let inner = ty(cx, imports, of);
    match presence {
        Presence::Required => inner,
        Presence::RequiredNullable | Presence::Optional => quote!(Option<#inner>),
        Presence::OptionalNullable => {
            let nullable = imports.json("Nullable");
            quote!(#nullable<#inner>)
        }
    }
}

/// The type of an argument that is only read: text as `&str`, scalars by value, lists as slices, the rest by reference.
pub fn argument(cx: &Cx<'_>, imports: &mut Imports, of: &Type) -> TokenStream {
    match of {
        Type::String => quote!(&str),
        Type::Bool | Type::Integer(_) | Type::F64 | Type::F32 | Type::Null => ty(cx, imports, of),
        Type::List(item) => {
            let item = ty(cx, imports, item);
            quote!(&[#item])
        }
        Type::Boxed(inner) => argument(cx, imports, inner),
        Type::Nullable(inner) => {
            let inner = argument(cx, imports, inner);
            quote!(Option<#inner>)
        }
        Type::Any | Type::Text(_) | Type::Map(_) | Type::Named(_) | Type::Custom(_) | Type::Bytes => {
            let inner = ty(cx, imports, of);
            quote!(&#inner)
        }
    }
}

fn integer(width: Integer) -> TokenStream {
    let name = ident(integer_name(width));
    quote!(#name)
}

/// `i64`
pub(super) fn integer_name(width: Integer) -> &'static str {
    match width {
        Integer::I8 => "i8",
        Integer::I16 => "i16",
        Integer::I32 => "i32",
        Integer::I64 => "i64",
        Integer::U8 => "u8",
        Integer::U16 => "u16",
        Integer::U32 => "u32",
        Integer::U64 => "u64",
    }
}

/// `DateTime`
pub(super) fn format_name(format: Format) -> &'static str {
    match format {
        Format::DateTime => "DateTime",
        Format::Date => "Date",
        Format::Time => "Time",
        Format::Duration => "Duration",
        Format::Uuid => "Uuid",
        Format::Base64 => "Base64",
    }
}
