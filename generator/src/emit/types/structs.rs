//! Structs: the fields, for requests a constructor and setters, and the codec.

use super::{
    super::{
        Cx, doc,
        imports::{Imports, ident, prefixed},
        ty,
    },
    derive_lean,
    getter::getters,
    literal,
};
use crate::ir::{Field, Presence, Rest, Struct, Type, TypeDef, TypeId, TypeKind};
use proc_macro2::{Ident, TokenStream};
use quote::quote;

/// Whether users may name every member of a type, so that one more would be one that their code misses.
pub fn is_exhaustive(def: &TypeDef) -> bool {
    match def.kind {
        // Requests are made by `new` and setters, so that one more property that may be set breaks nobody either.
        TypeKind::Struct(_)
        | TypeKind::StringEnum(_)
        | TypeKind::IntegerEnum(_)
        | TypeKind::LiteralEnum(_)
        | TypeKind::Union(_) => false,
        TypeKind::Tuple(_) | TypeKind::Alias(_) | TypeKind::Newtype(_) => true,
    }
}

/// The struct, its constructor and setters where requests send it, its codec.
pub(super) fn emit(cx: &Cx<'_>, imports: &mut Imports, id: TypeId, of: &Struct) -> Vec<TokenStream> {
    let (def, names) = (cx.api.type_def(id), &cx.names.types[id.0]);
    let name = ident(&names.ident);
    let members: Vec<Ident> = names.members.iter().map(|member| ident(member)).collect();
    // What no operation mentions arrives by another way, such as a webhook.
    let only_responses = !def.usage.request;
    let (doc, derive) = (doc::item(&def.doc), derive_lean(cx, id));
    let non_exhaustive = (!is_exhaustive(def)).then(|| quote!(#[non_exhaustive]));
    let fields = of.fields.iter().zip(&members).map(|(field, member)| {
        let (doc, ty) = (doc::item(&field.doc), ty::field(cx, imports, &field.ty, field.presence));
        quote!(#doc pub #member: #ty,)
    });
    let fields: Vec<TokenStream> = fields.collect();
    let rest = rest(cx, imports, &of.rest).map(|ty| (ident(&names.rest), ty));
    let rest_field =
        rest.as_ref().map(|(rest, ty)| quote!(#[doc = " Properties that have no field of their own."] pub #rest: #ty,));
    let mut items = vec![quote!(#doc #derive #non_exhaustive pub struct #name { #(#fields)* #rest_field })];
    let mut methods = Vec::new();
    if !only_responses {
        methods = request(cx, imports, id, of, &members, rest.as_ref().map(|(rest, _)| rest));
    }
    methods.extend(getters(cx, imports, of, &members));
    if !methods.is_empty() {
        items.push(quote!(impl #name { #(#methods)* }));
    }
    let keys = of.fields.iter().zip(&members).map(|(field, member)| {
        let wire = literal(&field.wire);
        match field.presence {
            Presence::Required | Presence::RequiredNullable => quote!(#member: #wire,),
            Presence::Optional | Presence::OptionalNullable => quote!(#member: optional(#wire),),
        }
    });
    let rest = rest.as_ref().map(|(rest, _)| quote!(..#rest));
    items.push(quote!(object! { #name { #(#keys)* #rest } }));
    if cx.traits.get(id).eq {
        items.push(quote!(total! { #name }));
    }
    items
}

/// The type of the field that keeps properties without a field.
fn rest(cx: &Cx<'_>, imports: &mut Imports, rest: &Rest) -> Option<TokenStream> {
    match rest {
        Rest::Drop => None,
        Rest::Keep => Some(imports.json("ExtraFields")),
        Rest::Typed(value) => Some(ty::ty(cx, imports, &Type::Map(Box::new(value.clone())))),
    }
}

/// `new` and `with_…`, unless there is nothing to set.
fn request(
    cx: &Cx<'_>,
    imports: &mut Imports,
    id: TypeId,
    of: &Struct,
    members: &[Ident],
    rest: Option<&Ident>,
) -> Vec<TokenStream> {
    let is_given = |field: &Field| matches!(field.presence, Presence::Required | Presence::RequiredNullable);
    let given: Vec<(&Field, &Ident)> = of.fields.iter().zip(members).filter(|(field, _)| is_given(field)).collect();
    let setters: Vec<TokenStream> =
        of.fields.iter().zip(members).filter_map(|(field, member)| setter(cx, imports, field, member)).collect();
    if given.is_empty() {
        let new = cx.traits.get(id).default.then(|| {
            quote! {
                /// Nothing set.
                pub fn new() -> Self {
                    Self::default()
                }
            }
        });
        return new.into_iter().chain(setters).collect();
    }
    let arguments: Vec<TokenStream> = given
        .iter()
        .map(|(field, member)| {
            let ty = match field.presence {
                Presence::Required => value_type(cx, imports, &field.ty),
                Presence::RequiredNullable | Presence::Optional | Presence::OptionalNullable => {
                    ty::field(cx, imports, &field.ty, field.presence)
                }
            };
            quote!(#member: #ty)
        })
        .collect();
    let values = of.fields.iter().zip(members).map(|(field, member)| match field.presence {
        Presence::Required => initial(&field.ty, member),
        Presence::RequiredNullable => quote!(#member,),
        Presence::Optional => quote!(#member: None,),
        Presence::OptionalNullable => {
            let nullable = imports.json("Nullable");
            quote!(#member: #nullable::Absent,)
        }
    });
    let values: Vec<TokenStream> = values.collect();
    let rest = rest.map(|rest| quote!(#rest: Default::default(),));
    let new = quote! {
        /// With everything that is required.
        pub fn new(#(#arguments),*) -> Self {
            Self { #(#values)* #rest }
        }
    };
    [new].into_iter().chain(setters).collect()
}

/// Text and boxes are taken from whatever turns into them.
fn is_converted(of: &Type) -> bool {
    matches!(of, Type::String | Type::Text(_) | Type::Boxed(_))
}

fn value_type(cx: &Cx<'_>, imports: &mut Imports, of: &Type) -> TokenStream {
    let inner = ty::ty(cx, imports, of);
    if is_converted(of) { quote!(impl Into<#inner>) } else { inner }
}

fn initial(of: &Type, member: &Ident) -> TokenStream {
    if is_converted(of) { quote!(#member: #member.into(),) } else { quote!(#member,) }
}

/// `with_name(self, name) -> Self` for what `new` does not take.
fn setter(cx: &Cx<'_>, imports: &mut Imports, field: &Field, member: &Ident) -> Option<TokenStream> {
    let (ty, value) = match field.presence {
        Presence::Required | Presence::RequiredNullable => return None,
        Presence::Optional => {
            let value = if is_converted(&field.ty) { quote!(#member.into()) } else { quote!(#member) };
            (value_type(cx, imports, &field.ty), quote!(Some(#value)))
        }
        Presence::OptionalNullable => {
            let ty = ty::field(cx, imports, &field.ty, field.presence);
            (quote!(impl Into<#ty>), quote!(#member.into()))
        }
    };
    let with = prefixed("with_", member);
    let doc = format!(" Sets {}.", doc::code(&field.wire));
    let deprecated = doc::deprecated(&field.doc);
    Some(quote! {
        #[doc = #doc]
        #deprecated
        pub fn #with(mut self, #member: #ty) -> Self {
            self.#member = #value;
            self
        }
    })
}
