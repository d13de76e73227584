//! Getters of properties that have a default: what a missing one counts as. The default is never sent by itself.

use super::{
    super::{
        Cx, doc,
        imports::{Imports, ident, prefixed, suffixed},
        ty,
    },
    integer, literal,
};
use crate::ir::{Field, Struct, Type, TypeId, TypeKind};
use proc_macro2::{Ident, Literal, TokenStream};
use quote::quote;
use serde_json::Value;

/// `name_or_default(&self)` for each field that has a default.
pub(super) fn getters(cx: &Cx<'_>, imports: &mut Imports, of: &Struct, members: &[Ident]) -> Vec<TokenStream> {
    // A field called `with_a` beside one called `a_or_default` would have the other's setter for its getter.
    let is_setter = |name: &Ident| members.iter().any(|member| prefixed("with_", member) == *name);
    let with_default = of.fields.iter().zip(members).filter_map(|(field, member)| {
        let name = suffixed(member, "_or_default");
        let default = field.default.as_ref().filter(|_| !is_setter(&name))?;
        getter(cx, imports, field, member, &name, default)
    });
    with_default.collect()
}

fn getter(
    cx: &Cx<'_>,
    imports: &mut Imports,
    field: &Field,
    member: &Ident,
    name: &Ident,
    default: &Value,
) -> Option<TokenStream> {
    let (ty, value) = match (unaliased(cx, &field.ty), default) {
        (Type::String, Value::String(text)) => {
            let text = literal(text);
            (quote!(&str), quote!(self.#member.as_deref().unwrap_or(#text)))
        }
        (Type::List(item), Value::Array(_)) => {
            let item = ty::ty(cx, imports, item);
            (quote!(&[#item]), quote!(self.#member.as_deref().unwrap_or_default()))
        }
        (Type::Named(id), value) => {
            let (variant, copy) = variant(cx, *id, value)?;
            let ty = imports.named(cx.names, *id);
            match copy {
                true => (quote!(#ty), quote!(self.#member.unwrap_or(#ty::#variant))),
                false => (quote!(&#ty), quote!(self.#member.as_ref().unwrap_or(&#ty::#variant))),
            }
        }
        (scalar, value) => {
            let (ty, value) = (ty::ty(cx, imports, scalar), number_or_bool(scalar, value)?);
            (ty, quote!(self.#member.unwrap_or(#value)))
        }
    };
    let doc = format!(" {}, or its default where it is absent.", doc::code(&field.wire));
    let deprecated = doc::deprecated(&field.doc);
    Some(quote! {
        #[doc = #doc]
        #deprecated
        pub fn #name(&self) -> #ty {
            #value
        }
    })
}

/// The type behind all aliases.
fn unaliased<'t>(cx: &'t Cx<'_>, of: &'t Type) -> &'t Type {
    let mut of = of;
    while let Type::Named(id) = of
        && let TypeKind::Alias(target) = &cx.api.type_def(*id).kind
    {
        of = target;
    }
    of
}

/// The variant of an enum that has this value, and whether the enum is `Copy`.
fn variant(cx: &Cx<'_>, id: TypeId, value: &Value) -> Option<(Ident, bool)> {
    let (index, copy) = match &cx.api.type_def(id).kind {
        TypeKind::StringEnum(values) => (values.iter().position(|listed| Some(listed.value.as_str()) == value.as_str())?, false),
        TypeKind::IntegerEnum(values) => (values.iter().position(|listed| Some(listed.value) == value.as_i64())?, true),
        _ => return None,
    };
    Some((ident(cx.names.types[id.0].members.get(index)?), copy))
}

fn number_or_bool(of: &Type, value: &Value) -> Option<TokenStream> {
    Some(match (of, value) {
        (Type::Bool, Value::Bool(value)) => quote!(#value),
        (Type::Integer(_), Value::Number(number)) => match number.as_u64() {
            Some(number) => {
                let digits = Literal::u64_unsuffixed(number);
                quote!(#digits)
            }
            None => integer(number.as_i64()?),
        },
        (Type::F64 | Type::F32, Value::Number(number)) => {
            let float = number.as_f64()?;
            let digits = Literal::f64_unsuffixed(float.abs());
            if float.is_sign_negative() { quote!(-#digits) } else { quote!(#digits) }
        }
        _ => return None,
    })
}
