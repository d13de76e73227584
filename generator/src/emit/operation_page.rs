//! Pages of a list: a constant table that says how they follow each other, and one line that gives the call `pages` and `items`.

use super::{
    Cx,
    imports::{Imports, ident},
    operation_success, ty,
};
use crate::ir::{Operation, PageStep};
use proc_macro2::TokenStream;
use quote::quote;

/// The table, for an operation whose list comes in pages.
pub fn emit_table(operation: &Operation, imports: &mut Imports) -> Option<TokenStream> {
    let paging = operation.paging.as_ref()?;
    let (table, step) = (imports.http("Paging"), imports.http("PageStep"));
    let step = match &paging.step {
        PageStep::Page { parameter, first } => {
            let first = proc_macro2::Literal::u64_unsuffixed(*first);
            quote!(#step::Page { parameter: #parameter, first: #first })
        }
        PageStep::Offset { parameter, first } => {
            let first = proc_macro2::Literal::u64_unsuffixed(*first);
            quote!(#step::Offset { parameter: #parameter, first: #first })
        }
        PageStep::Cursor { parameter, next } => quote!(#step::Cursor { parameter: #parameter, next: #next }),
        PageStep::Link { next } => quote!(#step::Link { next: #next }),
        PageStep::LinkHeader => quote!(#step::LinkHeader),
    };
    let (items, has_more, total, total_pages) = (&paging.items, &paging.has_more, &paging.total, &paging.total_pages);
    Some(quote! {
        static PAGING: #table = #table {
            step: #step,
            items: #items,
            has_more: #has_more,
            total: #total,
            total_pages: #total_pages,
        };
    })
}

/// The invocation of `pages!`, for an operation whose list comes in pages.
pub fn emit(cx: &Cx<'_>, imports: &mut Imports, index: usize) -> Option<TokenStream> {
    let paging = cx.api.operations[index].paging.as_ref()?;
    let call = ident(&cx.names.operations[index].call);
    let (mode, page) = operation_success::mode(cx, imports, index);
    let item = ty::ty(cx, imports, &paging.item);
    Some(quote!(pages! { #call, #mode, #page, #item }))
}
