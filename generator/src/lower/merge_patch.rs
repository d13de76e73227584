//! JSON Merge Patch (RFC 7396): in a body of its media type `null` removes what it stands for, whatever the schema says. So every
//! optional property of such a body tells `null` from nothing, and the values of its maps may be `null`. Lists are replaced as a whole,
//! and what they hold is no patch.

use super::{media_type::essence, walk::named_in};
use crate::ir::{BodyContent, Operation, Presence, Rest, Struct, Type, TypeDef, TypeId, TypeKind};
use std::collections::BTreeSet;

/// Widens the types of every merge patch.
pub(super) fn widen(types: &mut [TypeDef], operations: &mut [Operation]) {
    let mut pending = Vec::new();
    let media = operations.iter_mut().filter_map(|operation| operation.body.as_mut()).flat_map(|body| &mut body.media);
    for media in media.filter(|media| essence(&media.media_type) == "application/merge-patch+json") {
        if let BodyContent::Json(ty) = &mut media.content {
            widen_type(ty, &mut pending);
        }
    }
    let mut done = BTreeSet::new();
    while let Some(id) = pending.pop() {
        if !done.insert(id) {
            continue;
        }
        match types.get_mut(id.0).map(|def| &mut def.kind) {
            Some(TypeKind::Struct(structure)) => widen_struct(structure, &mut pending),
            Some(TypeKind::Union(union)) => {
                union.variants.iter_mut().for_each(|variant| widen_type(&mut variant.ty, &mut pending))
            }
            Some(TypeKind::Alias(ty) | TypeKind::Newtype(ty)) => widen_type(ty, &mut pending),
            Some(TypeKind::StringEnum(_) | TypeKind::IntegerEnum(_) | TypeKind::LiteralEnum(_) | TypeKind::Tuple(_)) | None => {}
        }
    }
}

fn widen_struct(structure: &mut Struct, pending: &mut Vec<TypeId>) {
    for field in &mut structure.fields {
        widen_type(&mut field.ty, pending);
        if field.presence == Presence::Optional && !takes_null(&field.ty) {
            field.presence = Presence::OptionalNullable;
        }
    }
    if let Rest::Typed(rest) = &mut structure.rest {
        widen_value(rest, pending);
    }
}

fn widen_type(ty: &mut Type, pending: &mut Vec<TypeId>) {
    match ty {
        Type::Map(value) => widen_value(value, pending),
        Type::Nullable(inner) | Type::Boxed(inner) => widen_type(inner, pending),
        Type::Named(_) => pending.extend(named_in(ty)),
        Type::List(_)
        | Type::Any
        | Type::Null
        | Type::Bool
        | Type::Integer(_)
        | Type::F64
        | Type::F32
        | Type::String
        | Type::Text(_)
        | Type::Custom(_)
        | Type::Bytes => {}
    }
}

/// What a map holds may be `null`.
fn widen_value(value: &mut Type, pending: &mut Vec<TypeId>) {
    widen_type(value, pending);
    if !takes_null(value) {
        *value = Type::Nullable(Box::new(std::mem::replace(value, Type::Null)));
    }
}

fn takes_null(ty: &Type) -> bool {
    matches!(ty, Type::Any | Type::Null | Type::Nullable(_))
}
