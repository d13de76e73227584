//! Ways through types: every type that a definition or an operation uses, and every definition that a type names.

use crate::ir::{BodyContent, Operation, PartContent, ResponseContent, Rest, Success, Type, TypeId, TypeKind};

/// The types that a definition uses, in order.
pub(super) fn types_of(kind: &TypeKind) -> Vec<&Type> {
    match kind {
        TypeKind::Struct(structure) => {
            let rest = match &structure.rest {
                Rest::Typed(ty) => Some(ty),
                Rest::Drop | Rest::Keep => None,
            };
            structure.fields.iter().map(|field| &field.ty).chain(rest).collect()
        }
        TypeKind::StringEnum(_) | TypeKind::IntegerEnum(_) | TypeKind::LiteralEnum(_) => Vec::new(),
        TypeKind::Union(union) => union.variants.iter().map(|variant| &variant.ty).collect(),
        TypeKind::Tuple(tuple) => tuple.elements.iter().chain(&tuple.rest).collect(),
        TypeKind::Alias(ty) | TypeKind::Newtype(ty) => vec![ty],
    }
}

/// The same, to change.
pub(super) fn types_of_mut(kind: &mut TypeKind) -> Vec<&mut Type> {
    match kind {
        TypeKind::Struct(structure) => {
            let rest = match &mut structure.rest {
                Rest::Typed(ty) => Some(ty),
                Rest::Drop | Rest::Keep => None,
            };
            structure.fields.iter_mut().map(|field| &mut field.ty).chain(rest).collect()
        }
        TypeKind::StringEnum(_) | TypeKind::IntegerEnum(_) | TypeKind::LiteralEnum(_) => Vec::new(),
        TypeKind::Union(union) => union.variants.iter_mut().map(|variant| &mut variant.ty).collect(),
        TypeKind::Tuple(tuple) => tuple.elements.iter_mut().chain(&mut tuple.rest).collect(),
        TypeKind::Alias(ty) | TypeKind::Newtype(ty) => vec![ty],
    }
}

/// The types that an operation sends, receives and fails with, in order.
pub(super) fn types_of_operation(operation: &Operation) -> Vec<&Type> {
    let mut types: Vec<&Type> = operation.parameters.iter().map(|parameter| &parameter.ty).collect();
    for media in operation.body.iter().flat_map(|body| &body.media) {
        match &media.content {
            BodyContent::Json(ty) | BodyContent::Form(ty, _) => types.push(ty),
            BodyContent::Multipart(parts) => types.extend(parts.iter().filter_map(|part| match &part.content {
                PartContent::Text(ty) | PartContent::Json(ty) => Some(ty),
                PartContent::File => None,
            })),
            BodyContent::Text | BodyContent::Bytes => {}
        }
    }
    let success = match &operation.success {
        Success::One(content) => vec![content],
        Success::ByStatus(cases) => cases.iter().map(|case| &case.content).collect(),
    };
    let failures = operation.errors.iter().map(|failure| &failure.content);
    types.extend(success.into_iter().chain(failures).filter_map(|content| match content {
        ResponseContent::Json(ty, _) => Some(ty),
        ResponseContent::Empty | ResponseContent::Text(_) | ResponseContent::Bytes(_) => None,
    }));
    types
}

/// The types that an operation sends, to change.
pub(super) fn sent_types_mut(operation: &mut Operation) -> Vec<&mut Type> {
    let mut types: Vec<&mut Type> = operation.parameters.iter_mut().map(|parameter| &mut parameter.ty).collect();
    for media in operation.body.iter_mut().flat_map(|body| &mut body.media) {
        match &mut media.content {
            BodyContent::Json(ty) | BodyContent::Form(ty, _) => types.push(ty),
            BodyContent::Multipart(parts) => types.extend(parts.iter_mut().filter_map(|part| match &mut part.content {
                PartContent::Text(ty) | PartContent::Json(ty) => Some(ty),
                PartContent::File => None,
            })),
            BodyContent::Text | BodyContent::Bytes => {}
        }
    }
    types
}

/// The types that an operation is answered with, to change.
pub(super) fn received_types_mut(operation: &mut Operation) -> Vec<&mut Type> {
    let successes: Vec<&mut ResponseContent> = match &mut operation.success {
        Success::One(content) => vec![content],
        Success::ByStatus(cases) => cases.iter_mut().map(|case| &mut case.content).collect(),
    };
    let failures = operation.errors.iter_mut().map(|failure| &mut failure.content);
    let contents = successes.into_iter().chain(failures);
    contents
        .filter_map(|content| match content {
            ResponseContent::Json(ty, _) => Some(ty),
            ResponseContent::Empty | ResponseContent::Text(_) | ResponseContent::Bytes(_) => None,
        })
        .collect()
}

/// The definition that a type names, through lists, maps and `null`.
pub(super) fn named_in(ty: &Type) -> Option<TypeId> {
    let mut ty = ty;
    loop {
        ty = match ty {
            Type::Named(id) => return Some(*id),
            Type::List(inner) | Type::Map(inner) | Type::Nullable(inner) | Type::Boxed(inner) => inner,
            Type::Any
            | Type::Null
            | Type::Bool
            | Type::Integer(_)
            | Type::F64
            | Type::F32
            | Type::String
            | Type::Text(_)
            | Type::Custom(_)
            | Type::Bytes => return None,
        }
    }
}

/// The part of a type that is neither a list nor a map nor behind `null`.
pub(super) fn core_mut(ty: &mut Type) -> &mut Type {
    match ty {
        Type::List(inner) | Type::Map(inner) | Type::Nullable(inner) | Type::Boxed(inner) => core_mut(inner),
        ty => ty,
    }
}
