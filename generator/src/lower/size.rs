//! Types that are too large to be held by value. Documents hold objects in objects, many levels down; by value, the outermost one
//! would be as large as all of them, and neither a stack nor a move is made for that. Where a type would hold more than
//! [`MAX_BYTES`] in one place, that place gets a box. Comes after [`super::recursion`]: nothing holds itself any more.

use super::{
    recursion::{by_value, hold_by_pointer},
    walk::{types_of, types_of_mut},
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
        let mut slots = types_of_mut(&mut types[id].kind);
        for &(slot, target) in &edges[id] {
            if sizes[target] > MAX_BYTES {
                hold_by_pointer(slots[slot]);
            }
        }
        sizes[id] = size(&types[id].kind, &edges[id], &sizes);
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

/// About how many bytes a definition takes, by the sizes of those that it holds. The edges are in the order of their slots.
fn size(kind: &TypeKind, edges: &[(usize, usize)], sizes: &[usize]) -> usize {
    let parts = types_of(kind).into_iter().enumerate().map(|(slot, ty)| {
        let held = edges.binary_search_by_key(&slot, |&(slot, _)| slot).map(|index| sizes[edges[index].1]);
        held.ok().filter(|held| *held <= MAX_BYTES).map_or_else(|| scalar_size(ty), |held| held + WORD)
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
