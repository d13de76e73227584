//! The method `stream` of a call whose answer comes in pieces: one line that says of what kind they are.

use super::{
    Cx,
    imports::{Imports, ident},
    ty,
};
use crate::ir::StreamContent;
use proc_macro2::TokenStream;
use quote::quote;

/// The invocation of `stream!`, for an answer that comes in pieces.
pub fn emit(cx: &Cx<'_>, imports: &mut Imports, index: usize) -> Option<TokenStream> {
    let stream = cx.api.operations[index].stream.as_ref()?;
    let call = ident(&cx.names.operations[index].call);
    let media_type = &stream.media_type;
    Some(match &stream.content {
        StreamContent::Bytes => quote!(stream! { #call, bytes, #media_type }),
        StreamContent::Events(of) => {
            let of = ty::ty(cx, imports, of);
            quote!(stream! { #call, events, #of })
        }
        StreamContent::TextEvents => quote!(stream! { #call, text_events }),
        StreamContent::JsonLines(of) => {
            let of = ty::ty(cx, imports, of);
            quote!(stream! { #call, json_lines, #of, #media_type })
        }
    })
}
