//! Properties of one object that take the same texts have one enum: `permissions` of forty scopes, each `read` or `write`, has one type
//! `PermissionsValue`, as a map of them would. Fewer than [`ENOUGH`] keep an enum each, which has the better name then.

use super::share::shape;
use crate::{
    config::Config,
    ir::{Doc, Place, Step, TypeDef, TypeKind, Usage},
};
use indexmap::IndexMap;
use std::collections::HashSet;

/// How many properties it takes.
const ENOUGH: usize = 4;

/// Gives the enums that an object repeats the place of its values, so that they are shared as what stands at one place is.
pub(super) fn unite(types: &mut [TypeDef], config: &Config) {
    let taken: HashSet<Place> = types.iter().map(|def| def.place.clone()).collect();
    for (place, ids) in repeated(types, config) {
        if taken.contains(&place) {
            continue;
        }
        let same_words = ids.iter().all(|&id| types[id].doc == types[ids[0]].doc);
        for &id in &ids {
            types[id].place = place.clone();
            if !same_words {
                // The fields have the words of their properties; the type is about none of them.
                types[id].doc = Doc::default();
            }
        }
    }
}

/// For each object that repeats an enum often enough: the place of its values, and the enum that it repeats most, in document order.
fn repeated(types: &[TypeDef], config: &Config) -> Vec<(Place, Vec<usize>)> {
    let mut groups: IndexMap<(Place, Usage, String), Vec<usize>> = IndexMap::new();
    for (id, def) in types.iter().enumerate() {
        let Some((Step::Property(_), object)) = def.place.steps.split_last() else { continue };
        if matches!(def.kind, TypeKind::StringEnum(_)) && !is_overridden(def, config) {
            let steps = object.iter().cloned().chain([Step::Value]).collect();
            let place = Place { owner: def.place.owner.clone(), steps };
            groups.entry((place, def.usage, shape(def))).or_default().push(id);
        }
    }
    let mut most: IndexMap<Place, Vec<usize>> = IndexMap::new();
    for ((place, ..), ids) in groups.into_iter().filter(|(_, ids)| ids.len() >= ENOUGH) {
        let known = most.entry(place).or_default();
        if ids.len() > known.len() {
            *known = ids;
        }
    }
    most.into_iter().collect()
}

/// Whether the project has words of its own for the enum or one of its values.
fn is_overridden(def: &TypeDef, config: &Config) -> bool {
    let origin = def.origin.to_string();
    config.overrides.keys().any(|key| key.starts_with(&origin))
}
