//! Enums of literal values. Each has a last variant that keeps a value which the document does not list.

use super::{
    super::{
        Cx, doc,
        imports::{Imports, ident},
    },
    derive, derive_lean, integer, literal,
};
use crate::ir::{EnumValue, TypeId};
use proc_macro2::{Ident, Literal, TokenStream};
use quote::quote;
use serde_json::Value;

/// An enum of strings.
pub(super) fn strings(cx: &Cx<'_>, id: TypeId, values: &[EnumValue<String>]) -> Vec<TokenStream> {
    emit(cx, id, values, derive_lean(cx, id), quote!(String), quote!(string_enum), |value| {
        let value = literal(value);
        quote!(#value)
    })
}

/// An enum of integers.
pub(super) fn integers(cx: &Cx<'_>, id: TypeId, values: &[EnumValue<i64>]) -> Vec<TokenStream> {
    emit(cx, id, values, derive(cx, id), quote!(i64), quote!(integer_enum), |value| integer(*value))
}

/// An enum of JSON values of any kind.
pub(super) fn literals(cx: &Cx<'_>, imports: &mut Imports, id: TypeId, values: &[EnumValue<Value>]) -> Vec<TokenStream> {
    let unknown = imports.value();
    emit(cx, id, values, derive(cx, id), unknown, quote!(literal_enum), json)
}

fn emit<T>(
    cx: &Cx<'_>,
    id: TypeId,
    values: &[EnumValue<T>],
    derive: TokenStream,
    unknown: TokenStream,
    codec: TokenStream,
    spell: impl Fn(&T) -> TokenStream,
) -> Vec<TokenStream> {
    let (def, names) = (cx.api.type_def(id), &cx.names.types[id.0]);
    let (name, doc) = (ident(&names.ident), doc::item(&def.doc));
    let members: Vec<Ident> = names.members.iter().map(|member| ident(member)).collect();
    let variants = values.iter().zip(&members).map(|(value, member)| {
        let doc = doc::item(&value.doc);
        quote!(#doc #member,)
    });
    let codes = values.iter().zip(&members).map(|(value, member)| {
        let value = spell(&value.value);
        quote!(#member: #value,)
    });
    let item = quote! {
        #doc
        #derive
        #[non_exhaustive]
        pub enum #name {
            #(#variants)*
            /// A value that this version does not know. It is kept, and sent as it is.
            Unknown(#unknown),
        }
    };
    vec![item, quote!(#codec! { #name { #(#codes)* } })]
}

fn json(value: &Value) -> TokenStream {
    match value {
        Value::Null => quote!(null),
        Value::Bool(value) => quote!(#value),
        Value::String(text) => {
            let text = literal(text);
            quote!(#text)
        }
        Value::Number(number) => match (number.as_i64(), number.as_f64()) {
            (Some(number), _) => integer(number),
            (None, Some(float)) if number.is_f64() && float.is_finite() => {
                let digits = Literal::f64_unsuffixed(float.abs());
                if float.is_sign_negative() { quote!(-#digits) } else { quote!(#digits) }
            }
            _ => text(value),
        },
        Value::Array(_) | Value::Object(_) => text(value),
    }
}

/// A value as its JSON text.
fn text(value: &Value) -> TokenStream {
    let text = literal(&value.to_string());
    quote!(json(#text))
}
