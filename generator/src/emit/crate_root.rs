//! `src/lib.rs` and `src/types/mod.rs`: what the crate shows, and the one list of lints that its files need not obey.

use super::{Cx, Draft, Emitted, Module, doc, gate, imports::ident, types};
use crate::name::ALL_GROUPS;
use proc_macro2::{Ident, TokenStream};
use quote::quote;
use std::collections::BTreeMap;

/// Plans both.
pub fn emit<'a>(cx: &Cx<'a>, emitted: &mut Emitted<'a>) {
    let root = cx.clone();
    emitted.modules.push(Draft::new("src/lib.rs", move || lib(&root)));
    let types = cx.clone();
    emitted.modules.push(Draft::new("src/types/mod.rs", move || types_mod(&types)));
}

fn lib(cx: &Cx<'_>) -> Module {
    let mut lines = match doc::one_line(&cx.api.title) {
        title if title.is_empty() => vec!["A client of an HTTP API.".to_owned()],
        title => vec![title],
    };
    doc::push_paragraph(&mut lines, cx.api.description.as_deref().map(doc::clean).unwrap_or_default());
    doc::push_paragraph(&mut lines, cx.api.gates.iter().map(|_| FEATURES.replace("{}", ALL_GROUPS)).collect());
    let groups = cx.names.groups.iter().filter(|group| group.parent.is_none());
    let groups = groups.map(|group| (group.path[0].as_str(), gate::attribute(cx, gate::of_group(cx, &group.words), None)));
    let has_alone = cx.api.operations.iter().any(|operation| operation.group.is_empty());
    let mut public: Vec<(&str, Option<TokenStream>)> = groups.chain([("types", None)]).collect();
    if has_alone {
        public.push(("operations", None));
    }
    public.sort_by_key(|(module, _)| *module);
    let modules = public.into_iter().map(|(module, gate)| {
        let module = ident(module);
        quote!(#gate pub mod #module;)
    });
    // All other modules use the macros of the runtime, so it comes first.
    let mut items = vec![quote!(
        #[macro_use]
        pub mod runtime;
    )];
    items.push(quote!(
        mod client;
    ));
    items.push(quote!(
        #[cfg(feature = "by-name")]
        pub mod by_name;
    ));
    items.push(quote!(
        #[cfg(feature = "cli")]
        pub mod cli;
    ));
    items.push(quote!(
        #[cfg(feature = "mock")]
        pub mod mock;
    ));
    items.extend(modules);
    items.push(quote!(
        pub use client::{Client, ClientBuilder};
    ));
    items.push(quote!(
        pub use runtime::http::{CallOptions, Error};
    ));
    let limit = types::recursion_limit(cx.api).map(|limit| {
        let limit = types::literal(&limit.to_string());
        quote!(#![recursion_limit = #limit])
    });
    Module { doc: lines, attributes: limit.into_iter().chain([lints()]).collect(), items }
}

/// What a user of a large client has to know about its features.
const FEATURES: &str = "Each group of operations is a Cargo feature, and `{}` is all of them, as they are by default. Without default \
                        features, name the groups that you use, and `rustls` or `native-tls`: the rest is not compiled.";

/// Text and shapes of the document make emitted code break these; each is harmless here.
fn lints() -> TokenStream {
    quote! {
        #![allow(
            clippy::doc_lazy_continuation,
            clippy::doc_overindented_list_items,
            clippy::empty_docs,
            clippy::enum_variant_names,
            clippy::large_enum_variant,
            clippy::module_inception,
            clippy::new_without_default,
            clippy::should_implement_trait,
            clippy::too_many_arguments,
            clippy::type_complexity,
            clippy::upper_case_acronyms,
            clippy::vec_box,
            clippy::wrong_self_convention,
            confusable_idents,
            deprecated,
            missing_docs,
            mixed_script_confusables,
            rustdoc::redundant_explicit_links,
            uncommon_codepoints
        )]
    }
}

fn types_mod(cx: &Cx<'_>) -> Module {
    let files = types::component_files(cx);
    let mut exports: BTreeMap<String, (Vec<Ident>, Option<TokenStream>)> = BTreeMap::new();
    for (module, ids) in &files {
        let mut names: Vec<&str> = ids.iter().map(|id| cx.names.types[id.0].ident.as_str()).collect();
        names.sort_unstable();
        let file = module.last().cloned().unwrap_or_default();
        let gate = ids.first().and_then(|id| gate::attribute(cx, gate::of_type(cx, *id), None));
        exports.insert(file, (names.into_iter().map(ident).collect(), gate));
    }
    let modules = exports.iter().map(|(module, (_, gate))| {
        let module = ident(module);
        quote!(#gate mod #module;)
    });
    let uses = exports.iter().map(|(module, (names, gate))| {
        let module = ident(module);
        match names.as_slice() {
            [name] => quote!(#gate pub use #module::#name;),
            names => quote!(#gate pub use #module::{#(#names),*};),
        }
    });
    let doc = vec!["Types of the schemas that the document names.".to_owned()];
    Module { doc, attributes: Vec::new(), items: modules.chain(uses).collect() }
}
