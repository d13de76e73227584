//! Defaults (JSON Schema 2020-12 validation §9.2): what a missing property counts as. A default is kept where its type has a simple
//! word for it; a struct, a date or a filled list as a default is documented only. None is ever sent by itself.

use super::{Lowering, scalar};
use crate::{
    ir::{EnumValue, Field, Presence, Type, TypeDef, TypeKind},
    pointer::Pointer,
};
use serde_json::Value;

/// The default that the schemas of a property name; the one closest to the use counts.
pub(super) fn of(cx: &Lowering<'_>, schemas: &[Pointer]) -> Option<Value> {
    let members = cx.conjunction(schemas).members;
    members.iter().rev().find_map(|member| member.schema.default).cloned()
}

/// Keeps the defaults that have a word in their types; asked once every type is known.
pub(super) fn settle(types: &mut [TypeDef]) {
    for id in 0..types.len() {
        let TypeKind::Struct(structure) = &types[id].kind else { continue };
        let unfit: Vec<usize> = (0..structure.fields.len()).filter(|index| !is_fit(types, &structure.fields[*index])).collect();
        if let TypeKind::Struct(structure) = &mut types[id].kind {
            for index in unfit {
                structure.fields[index].default = None;
            }
        }
    }
}

fn is_fit(types: &[TypeDef], field: &Field) -> bool {
    let (Presence::Optional, Some(value)) = (field.presence, &field.default) else { return false };
    let mut ty = &field.ty;
    // No circle of aliases is left by now.
    while let Type::Named(id) = ty
        && let TypeKind::Alias(target) = &types[id.0].kind
    {
        ty = target;
    }
    match (ty, value) {
        (Type::Bool, Value::Bool(_)) | (Type::String, Value::String(_)) => true,
        (Type::F64 | Type::F32, Value::Number(number)) => number.as_f64().is_some_and(f64::is_finite),
        (Type::Integer(width), Value::Number(number)) => {
            let (least, most) = scalar::range(*width);
            let value = number.as_i64().map(i128::from).or(number.as_u64().map(i128::from));
            value.is_some_and(|value| (least..=most).contains(&value))
        }
        (Type::List(_), Value::Array(items)) => items.is_empty(),
        (Type::Named(id), value) => match &types[id.0].kind {
            TypeKind::StringEnum(values) => value.as_str().is_some_and(|text| lists(values, |listed| listed == text)),
            TypeKind::IntegerEnum(values) => value.as_i64().is_some_and(|number| lists(values, |listed| *listed == number)),
            _ => false,
        },
        _ => false,
    }
}

fn lists<T>(values: &[EnumValue<T>], is_it: impl Fn(&T) -> bool) -> bool {
    values.iter().any(|value| is_it(&value.value))
}
