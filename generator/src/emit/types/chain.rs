//! How deep rustc has to follow the types of a client, which gives up at its recursion limit: types that hold types, when it proves auto
//! traits, and the fields of a struct, which a macro takes a handful at a time.

use super::traits::{each_named, each_type};
use crate::ir::{Api, TypeDef, TypeKind};

/// Chains up to this length need no attribute: rustc's limit is 128, and the runtime's own types take some of it.
const HARMLESS: usize = 64;

/// Structs with up to so many fields need none either.
const HARMLESS_FIELDS: usize = 1024;

/// The limit that the types of a client need; `None` where rustc's own does.
pub fn recursion_limit(api: &Api) -> Option<usize> {
    let longest = longest_chain(&edges(api));
    let largest = api.types.iter().map(fields).max().unwrap_or_default();
    // A link may pass through an `Option`, a `Vec` and a `Box`, each of which counts; fields are taken sixteen at a time.
    let needs = [(longest > HARMLESS).then_some(4 * longest), (largest > HARMLESS_FIELDS).then_some(largest / 8)];
    needs.into_iter().flatten().max().map(usize::next_power_of_two)
}

fn fields(def: &TypeDef) -> usize {
    match &def.kind {
        TypeKind::Struct(of) => of.fields.len(),
        _ => 0,
    }
}

fn edges(api: &Api) -> Vec<Vec<usize>> {
    let held = |def: &TypeDef| {
        let mut held = Vec::new();
        each_type(&def.kind, &mut |ty| each_named(ty, &mut |id| held.push(id.0)));
        held
    };
    api.types.iter().map(held).collect()
}

/// The longest way through the graph, where a circle counts as all its members: Tarjan's algorithm, whose components come out with
/// everything behind them finished.
fn longest_chain(edges: &[Vec<usize>]) -> usize {
    const NEW: usize = usize::MAX;
    let mut order = vec![NEW; edges.len()];
    let mut low = vec![0; edges.len()];
    let mut chain: Vec<Option<usize>> = vec![None; edges.len()];
    let (mut open, mut counter, mut longest) = (Vec::new(), 0, 0);
    for root in 0..edges.len() {
        if order[root] != NEW {
            continue;
        }
        let mut path: Vec<(usize, usize)> = vec![(root, 0)];
        while let Some((node, next)) = path.last_mut() {
            let node = *node;
            if *next == 0 && order[node] == NEW {
                order[node] = counter;
                low[node] = counter;
                counter += 1;
                open.push(node);
            }
            if let Some(held) = edges[node].get(*next) {
                *next += 1;
                if order[*held] == NEW {
                    path.push((*held, 0));
                } else if chain[*held].is_none() {
                    low[node] = low[node].min(order[*held]);
                }
                continue;
            }
            path.pop();
            if let Some((parent, _)) = path.last() {
                low[*parent] = low[*parent].min(low[node]);
            }
            if low[node] == order[node] {
                let start = open.iter().rposition(|other| *other == node).unwrap_or_default();
                let circle = open.split_off(start);
                let behind = circle.iter().flat_map(|member| &edges[*member]).filter_map(|held| chain[*held]).max();
                let length = circle.len() + behind.unwrap_or_default();
                circle.into_iter().for_each(|member| chain[member] = Some(length));
                longest = longest.max(length);
            }
        }
    }
    longest
}

#[cfg(test)]
mod tests {
    use super::longest_chain;

    #[test]
    fn a_circle_counts_as_all_its_members() {
        let rows: &[(&[&[usize]], usize)] = &[
            (&[], 0),
            (&[&[]], 1),
            (&[&[0]], 1),
            (&[&[1], &[2], &[]], 3),
            (&[&[1, 2], &[2], &[]], 3),
            (&[&[1], &[0, 2], &[3], &[2], &[0]], 5),
            (&[&[2], &[2], &[3], &[]], 3),
        ];
        for (edges, longest) in rows {
            let edges: Vec<Vec<usize>> = edges.iter().map(|held| held.to_vec()).collect();
            assert_eq!(longest_chain(&edges), *longest, "{edges:?}");
        }
        let line: Vec<Vec<usize>> = (1..100_000).map(|next| vec![next]).chain([Vec::new()]).collect();
        assert_eq!(longest_chain(&line), 100_000);
    }
}
