//! Calls by name, behind the feature `by-name`, so that nobody pays who does not ask for it. What is said of an operation or of a type
//! stands in its own file, so that new words of the document change one file; `src/by_name/` lists all of them.

mod entry;
mod pass;
mod prepare;
mod schema;

pub use entry::items as of_operation;
pub use schema::items as of_types;

use super::{
    Cx, Draft, Emitted, Module,
    imports::{ident, whole},
};
use quote::quote;

/// Plans the module, and the list of its schemas.
pub fn emit<'a>(cx: &Cx<'a>, emitted: &mut Emitted<'a>) {
    let root = cx.clone();
    emitted.modules.push(Draft::new("src/by_name/mod.rs", move || emit_root(&root)));
    let schemas = cx.clone();
    emitted.modules.push(Draft::new("src/by_name/schemas.rs", move || schema::emit(&schemas)));
}

fn emit_root(cx: &Cx<'_>) -> Module {
    let mut names: Vec<_> = cx.names.operations.iter().collect();
    names.sort_unstable_by_key(|name| entry::text(&name.by_name));
    let entries = names.iter().map(|name| {
        let path = ["crate"].into_iter().chain(name.public.iter().map(String::as_str)).chain([name.call.as_str(), "ENTRY"]);
        whole(&path.collect::<Vec<_>>())
    });
    let root = ident("crate");
    let items = vec![
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
            pub static OPERATIONS: &[Entry<Client>] = &[#(#entries),*];
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
    ];
    let doc = "Operations by name: [`call`] takes arguments as one JSON object. [`OPERATIONS`] says which there are, and what they take.";
    let bytes = "Bytes are a string where they are text, and `{\"base64\": \"…\"}` where they are not. A file may have a `file_name` and a \
                 `media_type` beside its `base64` or `text`. Forms and multipart bodies are objects of their parts.";
    Module { doc: vec![doc.to_owned(), String::new(), bytes.to_owned()], attributes: Vec::new(), items }
}
