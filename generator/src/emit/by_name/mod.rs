//! Calls by name: `src/by_name/`, a file an operation, behind the feature `by-name`, so that nobody pays who does not ask for it.

mod entry;
mod pass;
mod schema;

use super::{Cx, Draft, Emitted, Module, imports::ident, operation::file_path};
use proc_macro2::TokenStream;
use quote::quote;

/// Plans the module, its schemas, and the file of every operation.
pub fn emit<'a>(cx: &Cx<'a>, emitted: &mut Emitted<'a>) {
    let root = cx.clone();
    emitted.modules.push(Draft::new("src/by_name/mod.rs", move || emit_root(&root)));
    let schemas = cx.clone();
    emitted.modules.push(Draft::new("src/by_name/schemas.rs", move || schema::emit(&schemas)));
    for index in 0..cx.api.operations.len() {
        let path = format!("src/by_name/{}.rs", file_path(std::slice::from_ref(&cx.names.operations[index].by_name)));
        let cx = cx.clone();
        emitted.modules.push(Draft::new(path, move || entry::emit(&cx, index)));
    }
}

fn emit_root(cx: &Cx<'_>) -> Module {
    let mut names: Vec<&str> = cx.names.operations.iter().map(|name| name.by_name.as_str()).collect();
    names.sort_unstable();
    let names: Vec<_> = names.into_iter().map(ident).collect();
    let modules = names.iter().map(|name| quote!(mod #name;));
    let root = ident("crate");
    let mut items: Vec<TokenStream> = modules.collect();
    items.extend([
        quote!(
            mod schemas;
        ),
        quote!(
            pub use #root::runtime::by_name::{Argument, Entry, NamedCall, Place};
        ),
        quote!(
            pub use schemas::SCHEMAS;
        ),
        quote!(
            use #root::{Client, Error, runtime::by_name::find};
        ),
        quote!(
            use serde_json::Value;
        ),
        quote! {
            /// Every operation, sorted by name.
            pub static OPERATIONS: &[Entry<Client>] = &[#(#names::ENTRY),*];
        },
        quote! {
            /// Calls an operation by its name. The arguments are a JSON object, the answer is one of any kind.
            pub async fn call(client: &Client, name: &str, arguments: Value) -> Result<Value, Error> {
                prepare(client, name, arguments)?.send().await
            }
        },
        quote! {
            /// The call of an operation by its name, not sent yet. The arguments are a JSON object.
            pub fn prepare<'a>(client: &'a Client, name: &str, arguments: Value) -> Result<NamedCall<'a>, Error> {
                find(OPERATIONS, name)?.prepare(client, arguments)
            }
        },
    ]);
    let doc = "Operations by name: [`call`] takes arguments as one JSON object. [`OPERATIONS`] says which there are, and what they take.";
    let bytes = "Bytes are a string where they are text, and `{\"base64\": \"…\"}` where they are not. A file may have a `file_name` and a \
                 `media_type` beside its `base64` or `text`. Forms and multipart bodies are objects of their parts.";
    Module { doc: vec![doc.to_owned(), String::new(), bytes.to_owned()], attributes: Vec::new(), items }
}
