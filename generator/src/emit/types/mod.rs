//! Named types: one item list for each, grouped by the file that they stand in.

mod chain;
mod enums;
mod getter;
mod structs;
mod traits;
mod tuple;
mod union;

pub use chain::recursion_limit;
pub use structs::is_exhaustive;
pub use traits::Traits;
pub use tuple::elements as tuple_elements;

use super::{
    Cx, Draft, Emitted, Module, by_name, doc,
    imports::{Imports, ident},
    ty,
};
use crate::ir::{Owner, TypeId, TypeKind};
use proc_macro2::{Literal, TokenStream};
use quote::quote;
use std::collections::{BTreeMap, BTreeSet};

/// Plans the files of all component schemas. Inline types of operations stand in the files of their operations: see [`of_operation`].
pub fn emit<'a>(cx: &Cx<'a>, emitted: &mut Emitted<'a>) {
    for (module, ids) in component_files(cx) {
        let cx = cx.clone();
        let path = format!("src/{}.rs", module.join("/"));
        emitted.modules.push(Draft::new(path, move || file(&cx, &module, &ids)));
    }
}

/// The types of every component's file, by its module.
pub(super) fn component_files(cx: &Cx<'_>) -> BTreeMap<Vec<String>, Vec<TypeId>> {
    let mut files: BTreeMap<Vec<String>, Vec<TypeId>> = BTreeMap::new();
    for (index, def) in cx.api.types.iter().enumerate() {
        if let Owner::Component(_) = def.place.owner {
            files.entry(cx.names.types[index].module.clone()).or_default().push(TypeId(index));
        }
    }
    files.into_iter().map(|(module, ids)| (module, in_order_of_place(cx, ids))).collect()
}

/// The inline types of an operation, in order of place: what its file holds after its own items.
pub fn of_operation(cx: &Cx<'_>, operation: usize) -> Vec<TypeId> {
    let ids = (0..cx.api.types.len()).map(TypeId).filter(|id| cx.api.type_def(*id).place.owner == Owner::Operation(operation));
    in_order_of_place(cx, ids.collect())
}

/// The types of one owner, each before those that it holds. What is left over (nothing of the owner holds it) comes last.
fn in_order_of_place(cx: &Cx<'_>, mut ids: Vec<TypeId>) -> Vec<TypeId> {
    ids.sort_by_key(|id| (cx.api.type_def(*id).place.steps.len(), id.0));
    let mine: BTreeSet<TypeId> = ids.iter().copied().collect();
    let mut done: BTreeSet<TypeId> = BTreeSet::new();
    let mut order = Vec::new();
    let mut stack: Vec<TypeId> = ids.iter().rev().copied().collect();
    // The stack holds the roots below, and above them what the last type holds, the first on top.
    while let Some(id) = stack.pop() {
        if !done.insert(id) {
            continue;
        }
        order.push(id);
        let mut held = Vec::new();
        traits::each_type(&cx.api.type_def(id).kind, &mut |ty| traits::each_named(ty, &mut |id| held.push(id)));
        stack.extend(held.into_iter().rev().filter(|id| mine.contains(id) && !done.contains(id)));
    }
    order
}

fn file(cx: &Cx<'_>, module: &[String], ids: &[TypeId]) -> Module {
    let mut imports = Imports::new(module);
    for id in ids {
        imports.define(&cx.names.types[id.0].ident);
    }
    let types: Vec<TokenStream> = ids.iter().flat_map(|id| items(cx, &mut imports, *id)).collect();
    let origin = ids.first().map(|id| cx.api.type_def(*id).origin.to_string()).unwrap_or_default();
    let mut items = imports.into_items();
    items.extend(types);
    items.extend(by_name::of_types(cx, ids));
    Module { doc: vec![doc::code(&origin)], attributes: Vec::new(), items }
}

/// The items of one type: the type, its impls, its macro.
pub fn items(cx: &Cx<'_>, imports: &mut Imports, id: TypeId) -> Vec<TokenStream> {
    let def = cx.api.type_def(id);
    let name = ident(&cx.names.types[id.0].ident);
    let doc = doc::item(&def.doc);
    match &def.kind {
        TypeKind::Struct(of) => structs::emit(cx, imports, id, of),
        TypeKind::StringEnum(values) => enums::strings(cx, id, values),
        TypeKind::IntegerEnum(values) => enums::integers(cx, id, values),
        TypeKind::LiteralEnum(values) => enums::literals(cx, imports, id, values),
        TypeKind::Union(union) => union::emit(cx, imports, id, union),
        TypeKind::Tuple(tuple) => tuple::emit(cx, imports, id, tuple),
        TypeKind::Alias(target) => {
            let target = ty::ty(cx, imports, target);
            vec![quote!(#doc pub type #name = #target;)]
        }
        TypeKind::Newtype(inner) => {
            let (derive, inner) = (derive(cx, id), ty::ty(cx, imports, inner));
            vec![quote!(#doc #derive pub struct #name(pub #inner);), quote!(newtype! { #name })]
        }
    }
}

/// `#[derive(…)]`, always in this order.
fn derive(cx: &Cx<'_>, id: TypeId) -> TokenStream {
    let of = cx.traits.get(id);
    let copy = of.copy.then(|| quote!(Copy,));
    let eq = of.eq.then(|| quote!(, Eq, Hash));
    let default = of.default.then(|| quote!(, Default));
    quote!(#[derive(Clone, #copy Debug, PartialEq #eq #default)])
}

/// `#[derive(…)]` of a type whose codec macro compares and shows it, since derived impls of those cost the compiler more than all
/// others.
fn derive_lean(cx: &Cx<'_>, id: TypeId) -> TokenStream {
    let of = cx.traits.get(id);
    let copy = of.copy.then(|| quote!(, Copy));
    let default = of.default.then(|| quote!(, Default));
    quote!(#[derive(Clone #copy #default)])
}

/// An integer literal of any sign.
fn integer(value: i64) -> TokenStream {
    let digits = Literal::u64_unsuffixed(value.unsigned_abs());
    if value < 0 { quote!(-#digits) } else { quote!(#digits) }
}

/// A string literal: document text in emitted code is this or documentation.
pub fn literal(text: &str) -> Literal {
    Literal::string(text)
}
