//! Unions: an enum with a payload a variant, ways in and out of it, and a codec that tells variants apart.

use super::{
    super::{
        Cx, doc,
        imports::{Imports, ident},
        ty,
    },
    derive, literal,
};
use crate::ir::{Api, Tag, Type, TypeId, TypeKind, Union};
use heck::ToSnakeCase;
use proc_macro2::{Ident, TokenStream};
use quote::quote;

/// The enum, `is_…` and `as_…`, `From` for every payload that only one variant has, the codec.
pub(super) fn emit(cx: &Cx<'_>, imports: &mut Imports, id: TypeId, union: &Union) -> Vec<TokenStream> {
    let (def, names) = (cx.api.type_def(id), &cx.names.types[id.0]);
    let (name, doc, derive) = (ident(&names.ident), doc::item(&def.doc), derive(cx, id));
    let members: Vec<Ident> = names.members.iter().map(|member| ident(member)).collect();
    let value = imports.value();
    let variants = union.variants.iter().zip(&members).map(|(variant, member)| {
        let (doc, payload) = (doc::item(&variant.doc), ty::ty(cx, imports, &variant.ty));
        quote!(#doc #member(#payload),)
    });
    let variants: Vec<TokenStream> = variants.collect();
    let item = quote! {
        #doc
        #derive
        #[non_exhaustive]
        pub enum #name {
            #(#variants)*
            /// A value that no other variant takes. It is kept, and sent as it is.
            Unknown(#value),
        }
    };
    let mut items = vec![item];
    let ways: Vec<TokenStream> =
        union.variants.iter().zip(&members).flat_map(|(variant, member)| methods(cx, imports, &variant.ty, member)).collect();
    if !ways.is_empty() {
        items.push(quote!(impl #name { #(#ways)* }));
    }
    items.extend(conversions(cx, imports, id, union, &members));
    items.push(codec(&name, union, &members));
    items
}

fn methods(cx: &Cx<'_>, imports: &mut Imports, payload: &Type, member: &Ident) -> Vec<TokenStream> {
    let snake = member.to_string().to_snake_case();
    let (is, get) = (ident(&format!("is_{snake}")), ident(&format!("as_{snake}")));
    let is_doc = format!(" Whether this is [`{member}`](Self::{member}).");
    let mut methods = vec![quote! {
        #[doc = #is_doc]
        pub fn #is(&self) -> bool {
            matches!(self, Self::#member(_))
        }
    }];
    let as_doc = format!(" What [`{member}`](Self::{member}) holds, if this is it.");
    let (borrowed, value) = match payload {
        Type::Null => return methods,
        Type::Bool | Type::Integer(_) | Type::F64 | Type::F32 => (ty::ty(cx, imports, payload), quote!(*value)),
        Type::String => (quote!(&str), quote!(value)),
        Type::List(item) => {
            let item = ty::ty(cx, imports, item);
            (quote!(&[#item]), quote!(value))
        }
        Type::Boxed(inner) => {
            let inner = ty::ty(cx, imports, inner);
            (quote!(&#inner), quote!(value))
        }
        Type::Any | Type::Text(_) | Type::Map(_) | Type::Nullable(_) | Type::Named(_) | Type::Custom(_) | Type::Bytes => {
            let payload = ty::ty(cx, imports, payload);
            (quote!(&#payload), quote!(value))
        }
    };
    methods.push(quote! {
        #[doc = #as_doc]
        pub fn #get(&self) -> Option<#borrowed> {
            match self {
                Self::#member(value) => Some(#value),
                _ => None,
            }
        }
    });
    methods
}

fn conversions(cx: &Cx<'_>, imports: &mut Imports, id: TypeId, union: &Union, members: &[Ident]) -> Vec<TokenStream> {
    let name = ident(&cx.names.types[id.0].ident);
    let payloads: Vec<Option<Type>> = union.variants.iter().map(|variant| resolved(cx.api, &variant.ty, 0)).collect();
    let mut items = Vec::new();
    for (index, variant) in union.variants.iter().enumerate() {
        let Some(payload) = &payloads[index] else { continue };
        let shared = payloads.iter().enumerate().any(|(other, ty)| other != index && ty.as_ref().is_none_or(|ty| ty == payload));
        if shared || *payload == Type::Named(id) || *payload == Type::Null {
            continue;
        }
        let member = &members[index];
        let (inner, value) = match &variant.ty {
            Type::Boxed(inner) => (inner.as_ref(), quote!(Box::new(value))),
            inner => (inner, quote!(value)),
        };
        let inner = ty::ty(cx, imports, inner);
        items.push(quote! {
            impl From<#inner> for #name {
                fn from(value: #inner) -> Self {
                    Self::#member(#value)
                }
            }
        });
    }
    items
}

/// How many aliases of aliases are followed; more are a circle.
const MAX_ALIASES: usize = 64;

/// The type behind all aliases and boxes; `None` where only rustc knows it.
fn resolved(api: &Api, ty: &Type, depth: usize) -> Option<Type> {
    if depth > MAX_ALIASES {
        return None;
    }
    let inner = |ty: &Type| resolved(api, ty, depth + 1).map(Box::new);
    Some(match ty {
        Type::Boxed(inner) if depth == 0 => return resolved(api, inner, depth + 1),
        Type::Boxed(ty) => Type::Boxed(inner(ty)?),
        Type::List(ty) => Type::List(inner(ty)?),
        Type::Map(ty) => Type::Map(inner(ty)?),
        Type::Nullable(ty) => Type::Nullable(inner(ty)?),
        Type::Named(id) => match &api.type_def(*id).kind {
            TypeKind::Alias(target) => return resolved(api, target, depth + 1),
            _ => ty.clone(),
        },
        Type::Custom(_) => return None,
        Type::Any | Type::Null | Type::Bool | Type::Integer(_) | Type::F64 | Type::F32 => ty.clone(),
        Type::String | Type::Text(_) | Type::Bytes => ty.clone(),
    })
}

fn codec(name: &Ident, union: &Union, members: &[Ident]) -> TokenStream {
    match &union.tag {
        Tag::Property(property) => {
            let property = literal(property);
            let arms = union.variants.iter().zip(members).map(|(variant, member)| {
                let tags = variant.tags.iter().map(|tag| literal(tag));
                quote!(#member: #(#tags)|*,)
            });
            quote!(tagged! { #name { #(#arms)* ..tag(#property) } })
        }
        Tag::Untagged => {
            let any = union.open.then(|| quote!(..any));
            quote!(untagged! { #name { #(#members,)* #any } })
        }
    }
}
