//! The command line: `src/cli.rs`, which hands the tables of the client to the runtime, and the program that calls it. Both are behind
//! the feature `cli`.

use super::{Cx, Draft, Emitted, Module, doc, imports::ident};
use quote::quote;

/// The path of the program.
pub const PROGRAM: &str = "src/bin/cli.rs";

/// Plans both files.
pub fn emit<'a>(cx: &Cx<'a>, emitted: &mut Emitted<'a>) {
    let module = cx.clone();
    emitted.modules.push(Draft::new("src/cli.rs", move || emit_module(&module)));
    let program = cx.clone();
    emitted.modules.push(Draft::new(PROGRAM, move || emit_program(&program)));
}

fn emit_module(cx: &Cx<'_>) -> Module {
    let root = ident("crate");
    let about = match doc::one_line(&cx.api.title) {
        title if title.is_empty() => "A client of an HTTP API".to_owned(),
        title => title,
    };
    let items = vec![
        quote!(
            use #root::{Client, by_name::{OPERATIONS, SCHEMAS}, client::SERVICE, runtime::cli::Program};
        ),
        quote!(
            use std::process::ExitCode;
        ),
        quote! {
            /// Does what the arguments of the process say.
            pub fn main() -> ExitCode {
                let program = Program {
                    name: env!("CARGO_PKG_NAME"),
                    version: env!("CARGO_PKG_VERSION"),
                    about: #about,
                    service: &SERVICE,
                    operations: OPERATIONS,
                    schemas: SCHEMAS,
                    client: |core| Client { core },
                };
                program.main()
            }
        },
    ];
    let doc = "The command line: every operation is a command, nested as the groups of the client are. The words of a command line are \
               read by the tables of `by_name`.";
    Module { doc: vec![doc.to_owned()], attributes: Vec::new(), items }
}

fn emit_program(cx: &Cx<'_>) -> Module {
    let krate = ident(&cx.config.package.name.replace('-', "_"));
    let items = vec![
        quote!(
            use std::process::ExitCode;
        ),
        quote! {
            fn main() -> ExitCode {
                #krate::cli::main()
            }
        },
    ];
    Module { doc: vec!["The command line of this client, as a program.".to_owned()], attributes: Vec::new(), items }
}
