//! Groups: a folder each, with the handle through which its operations are called, the method that leads to it, and the modules of the
//! operations.

use super::{
    Cx, Draft, Emitted, Module, doc, gate,
    imports::{Imports, ident},
    operation::file_path,
    types,
};
use crate::{ir::Gate, name::GroupName};
use proc_macro2::TokenStream;
use quote::quote;

/// Plans the file of every group, and that of the operations that have none.
pub fn emit<'a>(cx: &Cx<'a>, emitted: &mut Emitted<'a>) {
    for index in 0..cx.names.groups.len() {
        let path = format!("src/{}/mod.rs", file_path(&cx.names.groups[index].path));
        let cx = cx.clone();
        emitted.modules.push(Draft::new(path, move || emit_group(&cx, index)));
    }
    if !ungrouped(cx).is_empty() {
        let cx = cx.clone();
        emitted.modules.push(Draft::new("src/operations/mod.rs", move || emit_ungrouped(&cx)));
    }
}

/// Operations that are methods of the client itself.
pub fn ungrouped(cx: &Cx<'_>) -> Vec<usize> {
    let alone = |index: &usize| cx.api.operations[*index].group.is_empty();
    (0..cx.api.operations.len()).filter(alone).collect()
}

/// The method that leads to a group, from the handle around it or from the client. It stands in the file of the group, whose words it
/// repeats.
fn emit_accessor(cx: &Cx<'_>, imports: &mut Imports, group: &GroupName, docs: &TokenStream) -> TokenStream {
    let (method, handle) = (ident(&group.method), ident(&group.ident));
    let (header, lifetime, core) = match group.parent {
        Some(parent) => {
            let parent = imports.path(&["super", &cx.names.groups[parent].ident]);
            (quote!(impl<'a> #parent<'a>), quote!('a), quote!(self.core))
        }
        None => {
            let client = imports.path(&["crate", "Client"]);
            (quote!(impl #client), quote!('_), quote!(&self.core))
        }
    };
    quote! {
        #header {
            #docs
            pub fn #method(&self) -> #handle<#lifetime> {
                #handle { core: #core }
            }
        }
    }
}

/// What the document says about a group, after a line that says what it holds.
fn group_lines(cx: &Cx<'_>, group: &GroupName) -> Vec<String> {
    let words: Vec<String> = group.words.iter().map(|word| format!("`{}`", doc::one_line(word).replace('`', "'"))).collect();
    let mut lines = vec![format!("The operations of {}.", words.join(", "))];
    for said in cx.api.groups.iter().filter(|said| said.path == group.words) {
        doc::push_paragraph(&mut lines, doc::lines(&said.doc));
    }
    lines
}

fn emit_group(cx: &Cx<'_>, index: usize) -> Module {
    let group = &cx.names.groups[index];
    let mut imports = Imports::new(&group.path);
    let around = gate::of_group(cx, &group.words);
    let mut modules = operation_modules(cx, &group.operations, around);
    for child in cx.names.groups.iter().filter(|child| child.parent == Some(index)) {
        let gate = gate::attribute(cx, gate::of_group(cx, &child.words), around);
        modules.extend(child.path.last().map(|module| (module.as_str(), Visible::Outside, gate)));
    }
    imports.define(&group.ident);
    let exports = emit_exports(cx, &mut imports, &group.operations, around);
    let core = imports.http("Core");
    let handle = ident(&group.ident);
    let lines = group_lines(cx, group);
    let (summary, docs) = (lines.first().cloned().unwrap_or_default(), doc::attributes(&lines));
    let declaration = quote! {
        #docs
        #[derive(Clone, Copy, Debug)]
        pub struct #handle<'a> {
            pub(crate) core: &'a #core,
        }
    };
    let accessor = emit_accessor(cx, &mut imports, group, &docs);
    let mut items = emit_modules(modules);
    items.extend(exports);
    items.extend(imports.into_items());
    items.push(declaration);
    items.push(accessor);
    Module { doc: vec![summary], attributes: Vec::new(), items }
}

fn emit_ungrouped(cx: &Cx<'_>) -> Module {
    let operations = ungrouped(cx);
    let mut imports = Imports::new(&["operations".to_owned()]);
    let mut items = emit_modules(operation_modules(cx, &operations, None));
    items.extend(emit_exports(cx, &mut imports, &operations, None));
    Module { doc: vec!["The operations that the document puts into no group.".to_owned()], attributes: Vec::new(), items }
}

/// Who sees a module, in the order in which the declarations stand.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Visible {
    Inside,
    Outside,
}

/// A module by its name, with the attribute of its gate.
type Declared<'a> = (&'a str, Visible, Option<TokenStream>);

fn operation_modules<'a>(cx: &Cx<'a>, operations: &[usize], around: Option<&Gate>) -> Vec<Declared<'a>> {
    let module = |index: &usize| {
        let gate = gate::attribute(cx, gate::of_operation(cx, *index), around);
        Some((cx.names.operations[*index].module.last()?.as_str(), Visible::Inside, gate))
    };
    operations.iter().filter_map(module).collect()
}

fn emit_modules(mut modules: Vec<Declared<'_>>) -> Vec<TokenStream> {
    modules.sort_by_key(|(module, visible, _)| (*module, *visible));
    let declarations = modules.into_iter().map(|(module, visible, gate)| {
        let module = ident(module);
        match visible {
            Visible::Outside => quote!(#gate pub mod #module;),
            Visible::Inside => quote!(#gate mod #module;),
        }
    });
    declarations.collect()
}

/// `pub use get_session::{GetSession, GetSessionResponse};` for every operation.
fn emit_exports(cx: &Cx<'_>, imports: &mut Imports, operations: &[usize], around: Option<&Gate>) -> Vec<TokenStream> {
    let mut exports: Vec<(&str, Vec<&str>, usize)> = Vec::new();
    for index in operations {
        let name = &cx.names.operations[*index];
        let mut idents = vec![name.call.as_str()];
        idents.extend(name.success.iter().map(|success| success.ident.as_str()));
        idents.extend(name.body_type.iter().map(|body| body.ident.as_str()));
        idents.extend(name.part_types.iter().filter(|parts| !parts.is_empty()).map(String::as_str));
        idents.extend(Some(name.headers.ident.as_str()).filter(|headers| !headers.is_empty()));
        idents.extend(types::of_operation(cx, *index).into_iter().map(|id| cx.names.types[id.0].ident.as_str()));
        idents.sort_unstable();
        idents.dedup();
        for ident in &idents {
            imports.define(ident);
        }
        exports.extend(name.module.last().map(|module| (module.as_str(), idents, *index)));
    }
    exports.sort_unstable();
    let export = |(module, idents, index): (&str, Vec<&str>, usize)| {
        let (gate, export) = (gate::attribute(cx, gate::of_operation(cx, index), around), emit_export(module, &idents));
        quote!(#gate #export)
    };
    exports.into_iter().map(export).collect()
}

/// Crates whose names a module of a group may have as well; there `self` tells the two apart.
const CRATES: &[&str] = &["alloc", "bytes", "core", "http", "percent_encoding", "reqwest", "serde", "serde_json", "std", "tokio"];

fn emit_export(module: &str, idents: &[&str]) -> TokenStream {
    let prefix = CRATES.contains(&module).then(|| quote!(self::));
    let module = ident(module);
    let idents: Vec<_> = idents.iter().map(|name| ident(name)).collect();
    match &idents[..] {
        [one] => quote!(pub use #prefix #module::#one;),
        several => quote!(pub use #prefix #module::{#(#several),*};),
    }
}
