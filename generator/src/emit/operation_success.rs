//! What a call gives: the mode of `call!`, and for a success that differs by status its enum and the function that reads it.

use super::{
    Cx, doc,
    imports::{Imports, ident},
    operation_doc::{joined, status_text},
    ty,
};
use crate::ir::{ResponseContent, StatusMatch, Success, SuccessCase};
use proc_macro2::TokenStream;
use quote::quote;

/// The mode of `call!`, and the type that it gives.
pub fn mode(cx: &Cx<'_>, imports: &mut Imports, index: usize) -> (TokenStream, TokenStream) {
    match &cx.api.operations[index].success {
        Success::One(content) => match content {
            ResponseContent::Empty => (quote!(empty), quote!(())),
            ResponseContent::Json(of, _) => (quote!(json), ty::ty(cx, imports, of)),
            ResponseContent::Text(_) => (quote!(text), quote!(String)),
            ResponseContent::Bytes(_) => (quote!(bytes), imports.path(&["bytes", "Bytes"])),
        },
        Success::ByStatus(_) => {
            let success = cx.names.operations[index].success.as_ref().map(|success| ident(&success.ident));
            (quote!(read), quote!(#success))
        }
    }
}

/// The enum and its reader, for a success that differs by status.
pub fn emit(cx: &Cx<'_>, imports: &mut Imports, index: usize) -> Vec<TokenStream> {
    let operation = &cx.api.operations[index];
    let (Success::ByStatus(cases), Some(name)) = (&operation.success, &cx.names.operations[index].success) else {
        return Vec::new();
    };
    let success = ident(&name.ident);
    let method = cx.names.operations[index].method.strip_prefix("r#").unwrap_or(&cx.names.operations[index].method);
    let line = format!(" What `{method}` answers.");
    let mut variants = Vec::new();
    let mut arms = Vec::new();
    let has_code = cases.iter().any(|case| matches!(case.status, StatusMatch::Code(_)));
    for (case, variant) in cases.iter().zip(&name.variants) {
        let variant = ident(variant);
        let docs = doc::attributes(&[case_line(case)]);
        let status = spell_status(case.status, has_code);
        let (payload, value) = match &case.content {
            ResponseContent::Empty => (quote!(), quote!()),
            ResponseContent::Json(of, _) => {
                let of = ty::ty(cx, imports, of);
                (quote!((#of)), quote!((response.json()?)))
            }
            ResponseContent::Text(_) => (quote!((String)), quote!((response.text()?))),
            ResponseContent::Bytes(_) => {
                let bytes = imports.path(&["bytes", "Bytes"]);
                (quote!((#bytes)), quote!((response.bytes()?)))
            }
        };
        variants.push(quote!(#docs #variant #payload));
        arms.push(quote!(#status => Ok(#success::#variant #value)));
    }
    let (raw, error) = (imports.http("RawResponse"), imports.http("Error"));
    let declaration = quote! {
        #[doc = #line]
        #[derive(Clone, Debug, PartialEq)]
        #[non_exhaustive]
        pub enum #success {
            #(#variants),*
        }
    };
    let reader = quote! {
        fn read(response: &#raw) -> Result<#success, #error> {
            match response.status().as_u16() {
                #(#arms,)*
                _ => Err(response.unexpected_status()),
            }
        }
    };
    vec![declaration, reader]
}

fn case_line(case: &SuccessCase) -> String {
    let words = joined(&doc::lines(&case.doc));
    let status = status_text(case.status);
    if words.is_empty() { status } else { format!("{status}: {words}") }
}

/// The pattern of a status. A range beside codes is a guard: patterns that overlap look like a mistake.
fn spell_status(status: StatusMatch, has_code: bool) -> TokenStream {
    let number = |number: u16| proc_macro2::Literal::u16_unsuffixed(number);
    match status {
        StatusMatch::Code(code) => {
            let code = number(code);
            quote!(#code)
        }
        StatusMatch::Range(2) | StatusMatch::Default if has_code => quote!(_ if response.status().is_success()),
        StatusMatch::Range(hundreds) => {
            let hundreds = u16::from(hundreds);
            let (first, last) = (number(hundreds * 100), number(hundreds * 100 + 99));
            quote!(#first..=#last)
        }
        StatusMatch::Default => quote!(200..=299),
    }
}
