//! From a value that was taken out of the arguments to what a method takes for it.

use crate::ir::Type;
use proc_macro2::{Ident, TokenStream};
use quote::quote;

/// As what a value is taken. What a method takes by value, or by reference to something sized, says that itself.
pub(super) enum Taken {
    /// The method says it.
    Inferred,
    /// `String`
    As(TokenStream),
    /// As `()`, which no variable is worth.
    Unit,
}

impl Taken {
    /// `let name: String = arguments.take("name")?;`
    pub(super) fn bind(&self, variable: &Ident, take: &TokenStream, key: &str) -> TokenStream {
        match self {
            Taken::Inferred => quote!(let #variable = #take(#key)?;),
            Taken::As(of) => quote!(let #variable: #of = #take(#key)?;),
            Taken::Unit => quote!(#take::<()>(#key)?;),
        }
    }

    /// `::<String>`
    pub(super) fn turbofish(&self) -> Option<TokenStream> {
        match self {
            Taken::Inferred => None,
            Taken::As(of) => Some(quote!(::<#of>)),
            Taken::Unit => Some(quote!(::<()>)),
        }
    }
}

/// As what a value of a type is taken.
pub(super) fn taken(of: &Type) -> Taken {
    match flat(of) {
        Type::Null => Taken::Unit,
        Type::Nullable(inner) => match flat(inner) {
            // Passed as it is.
            Type::Bool | Type::Integer(_) | Type::F64 | Type::F32 | Type::Null => Taken::Inferred,
            inner => {
                let inner = named(inner);
                Taken::As(quote!(Option<#inner>))
            }
        },
        of @ (Type::String | Type::List(_)) => Taken::As(named(of)),
        _ => Taken::Inferred,
    }
}

/// The type, as far as what is done with its values does not say it.
fn named(of: &Type) -> TokenStream {
    match flat(of) {
        Type::String => quote!(String),
        Type::List(_) => quote!(Vec<_>),
        Type::Nullable(inner) => {
            let inner = named(inner);
            quote!(Option<#inner>)
        }
        _ => quote!(_),
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
