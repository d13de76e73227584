//! The mock of the service: `src/mock/`, a table an operation, behind the feature `mock`. There is no code in them, and they name no type
//! of the client, so that all operations are there whichever groups are wanted.

mod entry;

use super::{Cx, Draft, Emitted, Module, imports::ident, literal::spell_json, operation::file_path};
use proc_macro2::TokenStream;
use quote::quote;

/// Plans the module, its schemas, and the file of every operation.
pub fn emit<'a>(cx: &Cx<'a>, emitted: &mut Emitted<'a>) {
    let root = cx.clone();
    emitted.modules.push(Draft::new("src/mock/mod.rs", move || emit_root(&root)));
    let schemas = cx.clone();
    emitted.modules.push(Draft::new("src/mock/schemas.rs", move || emit_schemas(&schemas)));
    // Clients that are put together by hand have no document to answer from.
    for index in 0..cx.api.mock.operations.len().min(cx.api.operations.len()) {
        let path = format!("src/mock/{}.rs", file_path(std::slice::from_ref(&cx.names.operations[index].by_name)));
        let cx = cx.clone();
        emitted.modules.push(Draft::new(path, move || entry::emit(&cx, index)));
    }
}

fn emit_root(cx: &Cx<'_>) -> Module {
    let count = cx.api.mock.operations.len();
    let mut names: Vec<&str> = cx.names.operations.iter().take(count).map(|name| name.by_name.as_str()).collect();
    // By the text that a caller gives, which a raw identifier is not.
    names.sort_unstable_by_key(|name| name.strip_prefix("r#").unwrap_or(name));
    let names: Vec<_> = names.into_iter().map(ident).collect();
    let root = ident("crate");
    let servers = cx.api.servers.iter().map(|server| &server.url);
    let mut items: Vec<TokenStream> = names.iter().map(|name| quote!(mod #name;)).collect();
    items.extend([
        quote!(
            mod schemas;
        ),
        quote!(
            pub use #root::runtime::mock::{Answer, Failure, Fault, Mock, Received, Server};
        ),
        quote!(
            use #root::{client::SERVICE, runtime::mock::Table};
        ),
        quote! {
            static TABLE: Table = Table {
                service: &SERVICE,
                servers: &[#(#servers),*],
                operations: &[#(#names::ENTRY),*],
                schemas: schemas::SCHEMAS,
            };
        },
        quote! {
            impl Mock {
                /// A mock of this service, which answers with what its description shows, or with values that fit its schemas.
                pub fn new() -> Mock {
                    Mock::of(&TABLE)
                }
            }
        },
        quote! {
            impl Default for Mock {
                fn default() -> Mock {
                    Mock::new()
                }
            }
        },
    ]);
    let doc = [
        "A mock of the service, for tests and examples: [`Mock`] is a transport, and can be served on loopback.",
        "",
        "It answers with what the description of the service shows, or with values that fit its schemas. It refuses what does not fit \
         them, says which argument is at fault, and can be told what to answer and how to fail.",
    ];
    Module { doc: doc.map(str::to_owned).into(), attributes: Vec::new(), items }
}

/// `schemas.rs`: every schema that others refer to, sorted by name.
fn emit_schemas(cx: &Cx<'_>) -> Module {
    let entries = cx.api.mock.schemas.iter().map(|(name, schema)| {
        let schema = spell_json(schema);
        quote!((#name, #schema))
    });
    let table = quote! {
        /// Schemas by name; they refer to each other as `#/$defs/…`.
        pub(super) const SCHEMAS: &[(&str, &str)] = &[#(#entries),*];
    };
    Module { doc: vec!["Schemas of what is sent and received.".to_owned()], attributes: Vec::new(), items: vec![table] }
}
