//! From a value that was taken out of the arguments to what a method takes for it.

use crate::{
    emit::{Cx, imports::Imports, ty},
    ir::Type,
};
use proc_macro2::{Ident, TokenStream};
use quote::quote;

/// The type as which a value is taken: owned, and never on the heap for its own sake.
pub(super) fn owned(cx: &Cx<'_>, imports: &mut Imports, of: &Type) -> TokenStream {
    match of {
        Type::Boxed(inner) => owned(cx, imports, inner),
        Type::Nullable(inner) => {
            let inner = owned(cx, imports, inner);
            quote!(Option<#inner>)
        }
        of => ty::ty(cx, imports, of),
    }
}

/// The value as an argument: the counterpart of [`Argument::spell`](crate::emit::operation_argument::Argument::spell).
pub(super) fn pass(of: &Type, value: &Ident) -> TokenStream {
    match of {
        Type::Boxed(inner) => pass(inner, value),
        Type::Bool | Type::Integer(_) | Type::F64 | Type::F32 => quote!(#value),
        Type::Null => quote!(()),
        Type::Nullable(inner) => match flat(inner) {
            Type::String | Type::List(_) => quote!(#value.as_deref()),
            Type::Bool | Type::Integer(_) | Type::F64 | Type::F32 | Type::Null => quote!(#value),
            inner @ Type::Nullable(_) => {
                let inner = pass(inner, value);
                quote!(#value.as_ref().map(|#value| #inner))
            }
            _ => quote!(#value.as_ref()),
        },
        Type::String
        | Type::List(_)
        | Type::Any
        | Type::Text(_)
        | Type::Map(_)
        | Type::Named(_)
        | Type::Custom(_)
        | Type::Bytes => {
            quote!(&#value)
        }
    }
}

fn flat(of: &Type) -> &Type {
    match of {
        Type::Boxed(inner) => flat(inner),
        of => of,
    }
}
