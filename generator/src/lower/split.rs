//! `readOnly` and `writeOnly` (OAS 3.0.4, Schema Object): such a property is required on one side of an exchange only. A type that both
//! sides use is split where that matters; a type that one side uses just stops to demand what the other side owes.

use super::{
    cache::Mode,
    walk::{core_mut, named_in, sent_types_mut, types_of, types_of_mut},
};
use crate::ir::{Operation, Presence, Step, Tag, Type, TypeDef, TypeId, TypeKind, Usage};
use std::collections::{HashMap, HashSet};

/// Splits types, and gives operations the halves that they send.
pub(super) fn split(types: &mut Vec<TypeDef>, operations: &mut [Operation], modes: &HashMap<(TypeId, usize), Mode>) {
    let tags: HashSet<String> = types.iter().filter_map(tag).collect();
    let twins = make_twins(types, modes, &tags);
    for (id, def) in types.iter_mut().enumerate() {
        // Twins are among these.
        if def.usage.request && !def.usage.response {
            for ty in types_of_mut(&mut def.kind) {
                redirect(ty, &twins);
            }
        }
        relax(def, modes, TypeId(id), twins.contains_key(&TypeId(id)));
    }
    for ty in operations.iter_mut().flat_map(sent_types_mut) {
        redirect(ty, &twins);
    }
}

fn tag(def: &TypeDef) -> Option<String> {
    match &def.kind {
        TypeKind::Union(union) => match &union.tag {
            Tag::Property(property) => Some(property.clone()),
            Tag::Untagged => None,
        },
        _ => None,
    }
}

/// Adds a twin of each type that needs one. The type that was there stays the one that responses carry.
fn make_twins(
    types: &mut Vec<TypeDef>,
    modes: &HashMap<(TypeId, usize), Mode>,
    tags: &HashSet<String>,
) -> HashMap<TypeId, TypeId> {
    let shared = |def: &TypeDef| def.usage.request && def.usage.response;
    let mut needed: Vec<bool> =
        types.iter().enumerate().map(|(id, def)| shared(def) && demands(def, TypeId(id), modes)).collect();
    let mut users: Vec<Vec<usize>> = vec![Vec::new(); types.len()];
    for (id, def) in types.iter().enumerate().filter(|(_, def)| shared(def)) {
        for target in types_of(&def.kind).into_iter().filter_map(named_in) {
            users[target.0].push(id);
        }
    }
    let mut pending: Vec<usize> = (0..needed.len()).filter(|&id| needed[id]).collect();
    while let Some(id) = pending.pop() {
        for &user in &users[id] {
            if !needed[user] {
                needed[user] = true;
                pending.push(user);
            }
        }
    }
    let mut twins = HashMap::new();
    for id in (0..needed.len()).filter(|&id| needed[id]) {
        let mut twin = types[id].clone();
        twin.place.steps.push(Step::Request);
        twin.usage = Usage { request: true, response: false };
        if let TypeKind::Struct(structure) = &mut twin.kind {
            let mut index = 0;
            structure.fields.retain(|field| {
                let mode = modes.get(&(TypeId(id), index)).copied().unwrap_or_default();
                index += 1;
                // A tag is what tells the type apart, whoever owns it.
                !mode.read_only || tags.contains(&field.wire)
            });
        }
        types[id].usage.request = false;
        twins.insert(TypeId(id), TypeId(types.len()));
        types.push(twin);
    }
    twins
}

/// Whether a type demands a property that only one side owes.
fn demands(def: &TypeDef, id: TypeId, modes: &HashMap<(TypeId, usize), Mode>) -> bool {
    let TypeKind::Struct(structure) = &def.kind else { return false };
    structure.fields.iter().enumerate().any(|(index, field)| {
        let required = matches!(field.presence, Presence::Required | Presence::RequiredNullable);
        required && modes.contains_key(&(id, index))
    })
}

/// Stops to demand what the other side owes.
fn relax(def: &mut TypeDef, modes: &HashMap<(TypeId, usize), Mode>, id: TypeId, split: bool) {
    let usage = def.usage;
    let TypeKind::Struct(structure) = &mut def.kind else { return };
    for (index, field) in structure.fields.iter_mut().enumerate() {
        let mode = modes.get(&(id, index)).copied().unwrap_or_default();
        if mode.read_only && usage.request || mode.write_only && (usage.response || split) {
            field.presence = match (field.presence, &field.ty) {
                (Presence::Required, Type::Any | Type::Null) => Presence::OptionalNullable,
                (Presence::Required | Presence::Optional, _) => Presence::Optional,
                (Presence::RequiredNullable | Presence::OptionalNullable, _) => Presence::OptionalNullable,
            };
        }
    }
}

fn redirect(ty: &mut Type, twins: &HashMap<TypeId, TypeId>) {
    if let Type::Named(id) = core_mut(ty)
        && let Some(twin) = twins.get(id)
    {
        *id = *twin;
    }
}
