//! Who touches a type: what an operation sends or receives directly, and everything that this holds.

use super::walk::{named_in, types_of};
use crate::ir::{Type, TypeDef, Usage};

/// Notes that an operation uses a type.
pub(super) fn mark(types: &mut [TypeDef], ty: &Type, usage: Usage) {
    if let Some(def) = named_in(ty).and_then(|id| types.get_mut(id.0)) {
        def.usage = both(def.usage, usage);
    }
}

/// Spreads usage to all that a used type holds.
pub(super) fn spread(types: &mut [TypeDef]) {
    let mut pending: Vec<usize> = (0..types.len()).rev().filter(|&id| types[id].usage != Usage::default()).collect();
    while let Some(id) = pending.pop() {
        let usage = types[id].usage;
        let targets: Vec<usize> = types_of(&types[id].kind).into_iter().filter_map(named_in).map(|target| target.0).collect();
        for target in targets {
            let spread = both(types[target].usage, usage);
            if spread != types[target].usage {
                types[target].usage = spread;
                pending.push(target);
            }
        }
    }
}

fn both(a: Usage, b: Usage) -> Usage {
    Usage { request: a.request || b.request, response: a.response || b.response }
}
