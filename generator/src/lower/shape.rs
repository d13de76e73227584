//! What a type looks like where only its outline matters: styles and parts treat scalars, lists and objects apart.

use crate::ir::{Type, TypeDef, TypeKind};

/// The outline of a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shape {
    /// Text, a number, a boolean, an enum of them.
    Scalar,
    /// An array.
    List,
    /// An object.
    Object,
    /// It differs from value to value.
    Unknown,
}

/// The outline of a type.
pub(super) fn shape_of(types: &[TypeDef], ty: &Type) -> Shape {
    shape_within(types, ty, 0)
}

/// A chain of aliases longer than this is taken for a circle.
const DEPTH: usize = 32;

fn shape_within(types: &[TypeDef], ty: &Type, depth: usize) -> Shape {
    if depth > DEPTH {
        return Shape::Unknown;
    }
    match ty {
        Type::Any | Type::Custom(_) | Type::Null => Shape::Unknown,
        Type::Bool | Type::Integer(_) | Type::F64 | Type::F32 | Type::String | Type::Text(_) | Type::Bytes => Shape::Scalar,
        Type::List(_) => Shape::List,
        Type::Map(_) => Shape::Object,
        Type::Nullable(inner) | Type::Boxed(inner) => shape_within(types, inner, depth + 1),
        Type::Named(id) => match types.get(id.0).map(|def| &def.kind) {
            Some(TypeKind::Struct(_)) => Shape::Object,
            Some(TypeKind::StringEnum(_) | TypeKind::IntegerEnum(_)) => Shape::Scalar,
            Some(TypeKind::LiteralEnum(values)) => {
                let scalar = values.iter().all(|value| !value.value.is_array() && !value.value.is_object());
                if scalar { Shape::Scalar } else { Shape::Unknown }
            }
            Some(TypeKind::Tuple(_)) => Shape::List,
            Some(TypeKind::Alias(inner) | TypeKind::Newtype(inner)) => shape_within(types, inner, depth + 1),
            Some(TypeKind::Union(union)) => {
                let mut shapes = union.variants.iter().map(|variant| shape_within(types, &variant.ty, depth + 1));
                let first = shapes.next().unwrap_or(Shape::Unknown);
                if shapes.all(|shape| shape == first) { first } else { Shape::Unknown }
            }
            None => Shape::Unknown,
        },
    }
}

/// Whether a list holds lists or objects, and so has no form in any style.
pub(super) fn items_are_compound(types: &[TypeDef], ty: &Type) -> bool {
    match ty {
        Type::List(item) => matches!(shape_of(types, item), Shape::List | Shape::Object),
        Type::Nullable(inner) | Type::Boxed(inner) => items_are_compound(types, inner),
        Type::Named(id) => match types.get(id.0).map(|def| &def.kind) {
            Some(TypeKind::Alias(inner)) => items_are_compound(types, inner),
            _ => false,
        },
        _ => false,
    }
}

/// Whether a property of an object is a list or an object for certain.
pub(super) fn fields_are_compound(types: &[TypeDef], ty: &Type) -> bool {
    let is_compound = |ty: &Type| matches!(shape_of(types, ty), Shape::List | Shape::Object);
    match ty {
        Type::Map(value) => is_compound(value),
        Type::Nullable(inner) | Type::Boxed(inner) => fields_are_compound(types, inner),
        Type::Named(id) => match types.get(id.0).map(|def| &def.kind) {
            Some(TypeKind::Alias(inner)) => fields_are_compound(types, inner),
            Some(TypeKind::Struct(of)) => of.fields.iter().any(|field| is_compound(&field.ty)),
            _ => false,
        },
        _ => false,
    }
}

/// A type without the `null` around it: where a value may be absent, absence says it.
pub(super) fn without_null(ty: Type) -> Type {
    match ty {
        Type::Nullable(inner) => without_null(*inner),
        other => other,
    }
}

/// What an argument takes: the type behind its aliases, since an argument of text is `&str` whatever the document calls it.
pub(super) fn argument_type(types: &[TypeDef], ty: Type) -> Type {
    match ty {
        Type::Boxed(inner) => argument_type(types, *inner),
        Type::Named(id) => match types.get(id.0).map(|def| &def.kind) {
            Some(TypeKind::Alias(inner)) => argument_type(types, inner.clone()),
            _ => Type::Named(id),
        },
        other => other,
    }
}
