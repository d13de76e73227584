//! Tuples: a struct whose fields have positions for names.

use super::{
    super::{
        Cx, doc,
        imports::{Imports, ident},
        ty,
    },
    derive,
};
use crate::ir::{Presence, Tuple, Type, TypeId};
use proc_macro2::{Literal, TokenStream};
use quote::quote;

/// The tuple struct and its codec.
pub(super) fn emit(cx: &Cx<'_>, imports: &mut Imports, id: TypeId, tuple: &Tuple) -> Vec<TokenStream> {
    let (name, doc, derive) = (ident(&cx.names.types[id.0].ident), doc::item(&cx.api.type_def(id).doc), derive(cx, id));
    let elements = elements(tuple).into_iter().map(|(element, presence)| {
        let element = ty::field(cx, imports, element, presence);
        quote!(pub #element)
    });
    let elements: Vec<TokenStream> = elements.collect();
    let rest = tuple.rest.as_ref().map(|rest| {
        let rest = ty::ty(cx, imports, &Type::List(Box::new(rest.clone())));
        quote!(pub #rest)
    });
    let fields = elements.into_iter().chain(rest.clone());
    let codes = (0..tuple.elements.len()).map(|index| {
        let position = Literal::usize_unsuffixed(index);
        if index < tuple.required { quote!(#position: required,) } else { quote!(#position: optional,) }
    });
    let rest = rest.map(|_| {
        let position = Literal::usize_unsuffixed(tuple.elements.len());
        quote!(..#position)
    });
    vec![quote!(#doc #derive pub struct #name(#(#fields),*);), quote!(tuple! { #name { #(#codes)* #rest } })]
}

/// The types of the elements, and whether each must be there.
pub fn elements(tuple: &Tuple) -> Vec<(&Type, Presence)> {
    let elements = tuple.elements.iter().enumerate().map(|(index, element)| match element {
        _ if index < tuple.required => (element, Presence::Required),
        // `null` at the end of the list is not the end of the list.
        Type::Nullable(inner) => (&**inner, Presence::OptionalNullable),
        Type::Any | Type::Null => (element, Presence::OptionalNullable),
        _ => (element, Presence::Optional),
    });
    elements.collect()
}
