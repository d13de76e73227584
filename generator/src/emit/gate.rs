//! `#[cfg(feature = …)]` of what a large client compiles for some groups only. A small client has none.

use super::Cx;
use crate::ir::{Gate, Owner, TypeId};
use proc_macro2::TokenStream;
use quote::quote;

/// The gate of the file of an operation.
pub fn of_operation<'a>(cx: &Cx<'a>, index: usize) -> Option<&'a Gate> {
    cx.api.gates.as_ref()?.operations.get(index)
}

/// The gate of the file that a type stands in.
pub fn of_type<'a>(cx: &Cx<'a>, id: TypeId) -> Option<&'a Gate> {
    match &cx.api.type_def(id).place.owner {
        Owner::Component(name) => cx.api.gates.as_ref()?.components.get(name),
        Owner::Operation(index) => of_operation(cx, *index),
    }
}

/// The gate of the module of a group.
pub fn of_group<'a>(cx: &Cx<'a>, words: &[String]) -> Option<&'a Gate> {
    cx.api.gates.as_ref()?.groups.get(words)
}

/// The attribute of an item with this gate, in a module with that one; nothing where the module says it all.
pub fn attribute(cx: &Cx<'_>, gate: Option<&Gate>, around: Option<&Gate>) -> Option<TokenStream> {
    let features = features(cx, gate.filter(|gate| Some(*gate) != around)?)?;
    Some(match features.as_slice() {
        [feature] => quote!(#[cfg(feature = #feature)]),
        features => quote!(#[cfg(any(#(feature = #features),*))]),
    })
}

/// The features of a gate, sorted; none where nothing has to be wanted.
pub fn features<'a>(cx: &Cx<'a>, gate: &Gate) -> Option<Vec<&'a str>> {
    match gate {
        Gate::Always => None,
        Gate::Features(features) => {
            let mut features: Vec<&str> =
                features.iter().filter_map(|feature| cx.names.features.get(feature)).map(String::as_str).collect();
            features.sort_unstable();
            Some(features)
        }
    }
}
