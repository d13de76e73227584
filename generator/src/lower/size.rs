//! Types that are too large to be held by value. Documents hold objects in objects, many levels down; by value, the outermost one
//! would be as large as all of them, and neither a stack nor a move is made for that. Where a type would hold more than
//! [`MAX_BYTES`] in one place, that place gets a box. Comes after [`super::recursion`]: nothing holds itself any more.

use super::{
    recursion::{by_value, value_target},
    walk::{core_mut, types_of, types_of_mut},
};
use crate::ir::{Type, TypeDef, TypeKind};

/// The largest type that is held by value, about.
const MAX_BYTES: usize = 1024;

/// A list, a map, or a text.
const HANDLE: usize = 24;

/// A pointer, or the tag of an enum.
const WORD: usize = 8;

/// Puts what is too large on the heap.
pub(super) fn bound(types: &mut [TypeDef]) {
    let edges: Vec<Vec<(usize, usize)>> = types.iter().map(|def| by_value(types, def)).collect();
    let mut sizes = vec![0; types.len()];
    for id in inner_first(&edges) {
        for &(slot, target) in &edges[id] {
            if sizes[target] > MAX_BYTES
                && let Some(ty) = types_of_mut(&mut types[id].kind).into_iter().nth(slot)
            {
                let core = core_mut(ty);
                *core = Type::Boxed(Box::new(core.clone()));
            }
        }
        sizes[id] = size(types, &types[id].kind, &sizes);
    }
}

/// Every definition after all that it holds by value. The edges make no circle.
fn inner_first(edges: &[Vec<(usize, usize)>]) -> Vec<usize> {
    let mut is_seen = vec![false; edges.len()];
    let mut order = Vec::with_capacity(edges.len());
    for start in 0..edges.len() {
        let mut stack = vec![(start, 0)];
        while let Some((node, next)) = stack.last_mut() {
            if *next == 0 && std::mem::replace(&mut is_seen[*node], true) {
                stack.pop();
                continue;
            }
            let Some(&(_, target)) = edges[*node].get(*next) else {
                order.push(*node);
                stack.pop();
                continue;
            };
            *next += 1;
            stack.push((target, 0));
        }
    }
    order
}

/// About how many bytes a definition takes, by the sizes of those that it holds.
fn size(types: &[TypeDef], kind: &TypeKind, sizes: &[usize]) -> usize {
    // An alias is looked through. A chain of them must not be followed from each of its links.
    if matches!(kind, TypeKind::Alias(_)) {
        return 0;
    }
    let parts = types_of(kind).into_iter().map(|ty| match value_target(types, ty) {
        Some(target) => sizes[target.0] + WORD,
        None => scalar_size(ty),
    });
    match kind {
        TypeKind::Union(_) => parts.max().unwrap_or(0).max(HANDLE) + WORD,
        _ => parts.sum::<usize>().max(HANDLE),
    }
}

fn scalar_size(ty: &Type) -> usize {
    match ty {
        Type::Null => 0,
        Type::Bool | Type::Integer(_) | Type::F64 | Type::F32 => 2 * WORD,
        Type::Boxed(_) => WORD,
        Type::Any | Type::Text(_) | Type::Custom(_) | Type::Bytes => HANDLE + WORD,
        Type::String | Type::List(_) | Type::Map(_) => HANDLE,
        Type::Nullable(inner) => WORD + scalar_size(inner),
        Type::Named(_) => HANDLE,
    }
}
