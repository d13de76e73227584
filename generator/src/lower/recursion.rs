//! Types that hold themselves. A struct, a union or a tuple that does so by value gets a box where a walk through the types comes back
//! to where it has been; an alias of itself becomes a struct of one field.

use super::walk::{core_mut, named_in, types_of, types_of_mut};
use crate::ir::{Rest, Type, TypeDef, TypeId, TypeKind};

/// Breaks every circle.
pub(super) fn break_cycles(types: &mut [TypeDef]) {
    for id in alias_cycles(types) {
        let def = &mut types[id];
        if let TypeKind::Alias(ty) = &mut def.kind {
            def.kind = TypeKind::Newtype(std::mem::replace(ty, Type::Any));
        }
    }
    let edges: Vec<Vec<(usize, usize)>> = types.iter().map(|def| by_value(types, def)).collect();
    for (id, slot) in back_edges(&edges) {
        if let Some(ty) = types_of_mut(&mut types[id].kind).into_iter().nth(slot) {
            hold_by_pointer(ty);
        }
    }
}

/// Puts what a slot holds into a box.
pub(super) fn hold_by_pointer(slot: &mut Type) {
    let core = core_mut(slot);
    *core = Type::Boxed(Box::new(std::mem::replace(core, Type::Any)));
}

/// Aliases that lead back to themselves through nothing but aliases; one for each circle.
fn alias_cycles(types: &[TypeDef]) -> Vec<usize> {
    let alias = |id: usize| match &types[id].kind {
        TypeKind::Alias(ty) => Some(ty),
        _ => None,
    };
    let edges: Vec<Vec<(usize, usize)>> = (0..types.len())
        .map(|id| {
            let target = alias(id).and_then(named_in).filter(|target| alias(target.0).is_some());
            target.map(|target| (0, target.0)).into_iter().collect()
        })
        .collect();
    // The target of the edge that closes a circle is on it.
    back_edges(&edges).into_iter().map(|(id, slot)| edges[id][slot].1).collect()
}

/// The definitions that a definition holds by value, each with the index of the type that names it.
pub(super) fn by_value(types: &[TypeDef], def: &TypeDef) -> Vec<(usize, usize)> {
    if matches!(def.kind, TypeKind::Alias(_)) {
        return Vec::new();
    }
    let held = match &def.kind {
        // Further properties and elements stand in a map or a list.
        TypeKind::Struct(structure) if matches!(structure.rest, Rest::Typed(_)) => structure.fields.len(),
        TypeKind::Tuple(tuple) => tuple.elements.len(),
        _ => usize::MAX,
    };
    let slots = types_of(&def.kind).into_iter().take(held).enumerate();
    slots.filter_map(|(slot, ty)| Some((slot, value_target(types, ty)?.0))).collect()
}

/// The struct, union, tuple, enum or newtype that a type holds by value, through aliases.
fn value_target(types: &[TypeDef], ty: &Type) -> Option<TypeId> {
    let mut ty = ty;
    loop {
        ty = match ty {
            Type::Named(id) => match &types.get(id.0)?.kind {
                TypeKind::Alias(inner) => inner,
                _ => return Some(*id),
            },
            Type::Nullable(inner) => inner,
            Type::Any
            | Type::Null
            | Type::Bool
            | Type::Integer(_)
            | Type::F64
            | Type::F32
            | Type::String
            | Type::Text(_)
            | Type::List(_)
            | Type::Map(_)
            | Type::Boxed(_)
            | Type::Custom(_)
            | Type::Bytes => return None,
        }
    }
}

/// The edges that lead a depth-first walk back to a node that it has not left; without them there is no circle. An edge is a slot and
/// its target; the result has nodes with slots.
fn back_edges(edges: &[Vec<(usize, usize)>]) -> Vec<(usize, usize)> {
    #[derive(Clone, Copy, PartialEq)]
    enum State {
        New,
        Open,
        Done,
    }
    let mut state = vec![State::New; edges.len()];
    let mut back = Vec::new();
    for start in 0..edges.len() {
        if state[start] != State::New {
            continue;
        }
        state[start] = State::Open;
        let mut stack = vec![(start, 0)];
        while let Some((node, next)) = stack.last_mut() {
            let Some(&(slot, target)) = edges[*node].get(*next) else {
                state[*node] = State::Done;
                stack.pop();
                continue;
            };
            *next += 1;
            match state[target] {
                State::New => {
                    state[target] = State::Open;
                    stack.push((target, 0));
                }
                State::Open => back.push((*node, slot)),
                State::Done => {}
            }
        }
    }
    back
}
