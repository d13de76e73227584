//! Response headers: a view of a header map, with a plain function a header that decodes when it is asked.

use super::{
    Cx, doc,
    imports::{Imports, ident},
    ty,
};
use crate::ir::HeaderForm;
use proc_macro2::TokenStream;
use quote::quote;

/// The view, for an operation whose successes document headers.
pub fn emit(cx: &Cx<'_>, imports: &mut Imports, index: usize) -> Vec<TokenStream> {
    let (operation, name) = (&cx.api.operations[index], &cx.names.operations[index]);
    if operation.headers.is_empty() {
        return Vec::new();
    }
    let view = ident(&name.headers.ident);
    let line = format!(" Headers of what `{}` answers.", name.method.strip_prefix("r#").unwrap_or(&name.method));
    let (headers, error) = (imports.http("Headers"), imports.http("Error"));
    let getters = operation.headers.iter().zip(&name.headers.methods).map(|(header, method)| {
        let mut lines = doc::lines(&header.doc);
        if lines.is_empty() {
            lines.push(doc::code(&header.wire));
        }
        let (docs, deprecated) = (doc::attributes(&lines), doc::deprecated(&header.doc));
        let (method, of, wire) = (ident(method), ty::ty(cx, imports, &header.ty), &header.wire);
        let read = match header.form {
            HeaderForm::Scalar => quote!(scalar),
            HeaderForm::List => quote!(list),
            HeaderForm::Json => quote!(json),
        };
        quote! {
            #docs
            #deprecated
            pub fn #method(&self) -> Result<Option<#of>, #error> {
                self.headers.#read(#wire)
            }
        }
    });
    let getters: Vec<TokenStream> = getters.collect();
    let map = imports.path(&["http", "HeaderMap"]);
    vec![
        quote! {
            #[doc = #line]
            ///
            /// `None` is a header that is missing; an error, one that does not fit.
            #[derive(Debug)]
            pub struct #view<'a> {
                headers: #headers<'a>,
            }
        },
        quote! {
            impl<'a> From<&'a #map> for #view<'a> {
                fn from(headers: &'a #map) -> Self {
                    #view { headers: #headers::new(&OPERATION, headers) }
                }
            }
        },
        quote! {
            impl #view<'_> {
                #(#getters)*
            }
        },
    ]
}
