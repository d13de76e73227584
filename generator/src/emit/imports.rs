//! The `use` items of one emitted file: emitters say what they use, and get back how to write it. A name that the file defines
//! itself, or has imported from elsewhere, is written as a path instead.

use crate::{ir::TypeId, name::Names};
use proc_macro2::{Ident, TokenStream};
use quote::quote;
use std::collections::{BTreeMap, BTreeSet};

/// What a file uses.
#[derive(Debug, Default)]
pub struct Imports {
    module: Vec<String>,
    defined: BTreeSet<String>,
    used: BTreeMap<String, Vec<String>>,
}

impl Imports {
    /// Of the file that is this module, such as `["types", "session"]`.
    pub fn new(module: &[String]) -> Imports {
        Imports { module: module.to_vec(), ..Imports::default() }
    }

    /// Says that the file defines an item of this name, so that no import may take it.
    pub fn define(&mut self, ident: &str) {
        self.defined.insert(ident.to_owned());
    }

    /// A name of `crate::runtime::json`.
    pub fn json(&mut self, name: &str) -> TokenStream {
        self.path(&["crate", "runtime", "json", name])
    }

    /// A name of `crate::runtime::http`.
    pub fn http(&mut self, name: &str) -> TokenStream {
        self.path(&["crate", "runtime", "http", name])
    }

    /// `serde_json::Value`.
    pub fn value(&mut self) -> TokenStream {
        self.path(&["serde_json", "Value"])
    }

    /// `std::collections::BTreeMap`.
    pub fn map(&mut self) -> TokenStream {
        self.path(&["std", "collections", "BTreeMap"])
    }

    /// An emitted type.
    pub fn named(&mut self, names: &Names, id: TypeId) -> TokenStream {
        let name = &names.types[id.0];
        if name.module == self.module {
            let ident = ident(&name.ident);
            return quote!(#ident);
        }
        let path: Vec<&str> =
            ["crate"].into_iter().chain(name.public.iter().map(String::as_str)).chain([name.ident.as_str()]).collect();
        self.path(&path)
    }

    /// Any other path: its root is `crate`, `super` or the name of a crate. What comes back is its last part, or all of it where the
    /// last part is taken.
    pub fn path(&mut self, path: &[&str]) -> TokenStream {
        let Some(last) = path.last() else { return TokenStream::new() };
        let owned: Vec<String> = path.iter().map(|part| (*part).to_owned()).collect();
        let taken = self.defined.contains(*last) || self.used.get(*last).is_some_and(|other| *other != owned);
        if taken {
            return whole(path);
        }
        self.used.insert((*last).to_owned(), owned);
        let last = ident(last);
        quote!(#last)
    }

    /// One `use` item for each root, sorted.
    pub fn into_items(self) -> Vec<TokenStream> {
        let mut roots = Tree::default();
        for path in self.used.into_values() {
            roots.insert(&path);
        }
        // Roots in the order of rustfmt: crates and keywords alike, by name.
        roots
            .0
            .iter()
            .map(|(root, tree)| {
                let path = tree.spell(root);
                quote!(use #path;)
            })
            .collect()
    }
}

/// A path in full, for a name that is not imported.
pub fn whole(path: &[&str]) -> TokenStream {
    let parts = path.iter().map(|part| ident(part));
    quote!(#(#parts)::*)
}

/// Import paths, shared parts once. A leaf is an empty tree.
#[derive(Default)]
struct Tree(BTreeMap<String, Tree>);

impl Tree {
    fn insert(&mut self, path: &[String]) {
        if let Some((first, rest)) = path.split_first() {
            self.0.entry(first.clone()).or_default().insert(rest);
        }
    }

    fn spell(&self, name: &str) -> TokenStream {
        let name = ident(name);
        let mut below: Vec<_> = self.0.iter().map(|(name, tree)| tree.spell(name)).collect();
        match below.len() {
            0 => quote!(#name),
            1 => {
                let below = below.remove(0);
                quote!(#name::#below)
            }
            _ => quote!(#name::{#(#below),*}),
        }
    }
}

/// An identifier from [`Names`], or from the emitters' own words; a raw one keeps its `r#`.
///
/// Text that is no identifier cannot come from there. Should it, the result is an identifier all the same, so that document text never
/// becomes anything else.
pub fn ident(text: &str) -> Ident {
    syn::parse_str::<Ident>(text)
        .or_else(|_| syn::parse_str::<syn::Token![super]>(text).map(|token| Ident::new("super", token.span)))
        .or_else(|_| syn::parse_str::<syn::Token![crate]>(text).map(|token| Ident::new("crate", token.span)))
        .unwrap_or_else(|_| crate::name::escape(text))
}

/// A name with words behind, such as a field's and `_or_default`; the `r#` of a raw identifier goes.
pub fn suffixed(name: &Ident, suffix: &str) -> Ident {
    let name = name.to_string();
    ident(&format!("{}{suffix}", name.strip_prefix("r#").unwrap_or(&name)))
}

/// A name with words in front, such as `with_` and a field's; the `r#` of a raw identifier goes.
pub fn prefixed(prefix: &str, name: &Ident) -> Ident {
    let name = name.to_string();
    ident(&format!("{prefix}{}", name.strip_prefix("r#").unwrap_or(&name)))
}
