//! Names of types: components and what stands in them in one flat namespace, what stands in an operation in that of its group.

use super::{
    Names, TypeName,
    collision::{LAST, exact, resolve},
    ident::{Role, finish, given, hash, ident, stem},
    member,
    operations::Namespace,
    place::Places,
    words::Detail,
};
use crate::{
    config::Config,
    ir::{Api, Owner},
};
use std::collections::{BTreeMap, BTreeSet};

/// Levels of detail of a text that stands for itself.
pub(super) fn detail(level: usize) -> Detail {
    match level {
        0 => Detail::Plain,
        1 => Detail::Symbols,
        _ => Detail::Case,
    }
}

/// Names every type. `namespaces` are those of the groups, with their calls named already.
pub(super) fn assign(api: &Api, config: &Config, names: &mut Names, namespaces: &[Namespace]) {
    let places = Places::new(api, config);
    names.types = vec![TypeName::default(); api.types.len()];
    let mut by_operation: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    let mut components: Vec<(&str, Vec<usize>)> = Vec::new();
    for (owner, ids) in places.by_owner() {
        match owner {
            Owner::Component(name) => components.push((name, ids)),
            Owner::Operation(index) => {
                by_operation.insert(*index, ids);
            }
        }
    }
    assign_components(api, &places, &components, names);
    for namespace in namespaces {
        assign_namespace(api, &places, namespace, &by_operation, names);
    }
    for (id, def) in api.types.iter().enumerate() {
        let (members, rest) = member::assign(api, config, names, def);
        names.types[id].members = members;
        names.types[id].rest = rest;
    }
}

fn assign_components(api: &Api, places: &Places<'_>, components: &[(&str, Vec<usize>)], names: &mut Names) {
    // First the owners among themselves, so that inline types follow their owner's name.
    let root = |owner: usize| components[owner].1.iter().map(|id| &api.types[*id]).find(|def| def.place.steps.is_empty());
    let override_of = |owner: usize| root(owner).and_then(|def| places.given(&def.place));
    let spell_owner = |owner: usize, level: usize| {
        let text = components[owner].0;
        match override_of(owner) {
            Some(name) if level == 0 => name.to_owned(),
            _ if level < LAST => stem(text, Role::Type, detail(level)),
            _ => format!("{}X{}", stem(text, Role::Type, detail(level)), hash(text)),
        }
    };
    let owns = |owner: usize, name: &str| override_of(owner).is_some() || components[owner].0 == name;
    let stems = resolve(components.len(), &BTreeSet::new(), exact, spell_owner, owns);

    // Then all types of the namespace.
    let flat: Vec<(usize, usize)> =
        components.iter().enumerate().flat_map(|(owner, (_, ids))| ids.iter().map(move |id| (owner, *id))).collect();
    let spell = |index: usize, level: usize| {
        let (owner, id) = flat[index];
        let def = &api.types[id];
        if !def.place.steps.is_empty() {
            return places.ident(def, &stems[owner], level);
        }
        match override_of(owner) {
            Some(name) if level == 0 => given(name, Role::Type),
            _ if level == 0 => finish(&stems[owner], Role::Type),
            _ if level < LAST => qualified(&stem(components[owner].0, Role::Type, detail(level))),
            _ => finish(&format!("{}X{}", stems[owner], hash(&def.origin.to_string())), Role::Type),
        }
    };
    let owns = |index: usize, name: &str| {
        let (owner, id) = flat[index];
        places.given(&api.types[id].place).is_some() || api.types[id].place.steps.is_empty() && components[owner].0 == name
    };
    let idents = resolve(flat.len(), &BTreeSet::new(), exact, spell, owns);

    let spell_file = |owner: usize, level: usize| {
        let stem = ident(&stems[owner], Role::Module, Detail::Plain);
        if level == 0 { stem } else { finish(&format!("{stem}_x{}", hash(components[owner].0)), Role::Module) }
    };
    let files = resolve(components.len(), &BTreeSet::new(), exact, spell_file, |owner, name| stems[owner] == name);
    for ((owner, id), ident) in flat.into_iter().zip(idents) {
        names.types[id].ident = ident;
        names.types[id].module = vec!["types".to_owned(), files[owner].clone()];
        names.types[id].public = vec!["types".to_owned()];
    }
}

/// A reserved name has two ways out: `ErrorType`, and `ErrorSchema` where that is another component.
fn qualified(stem: &str) -> String {
    let name = finish(stem, Role::Type);
    if name == format!("{stem}Type") { format!("{stem}Schema") } else { name }
}

/// Names the types of a group: calls and handles come first, then the enums of successes, then inline types.
fn assign_namespace(
    api: &Api,
    places: &Places<'_>,
    namespace: &Namespace,
    by_operation: &BTreeMap<usize, Vec<usize>>,
    names: &mut Names,
) {
    let ids: Vec<(usize, usize)> = namespace
        .operations
        .iter()
        .flat_map(|operation| by_operation.get(operation).into_iter().flatten().map(|id| (*operation, *id)))
        .collect();
    let spell = |index: usize, level: usize| {
        let (operation, id) = ids[index];
        places.ident(&api.types[id], &namespace.stems[&operation], level)
    };
    let owns = |index: usize, _: &str| places.given(&api.types[ids[index].1].place).is_some();
    let idents = resolve(ids.len(), &namespace.taken, exact, spell, owns);
    for ((operation, id), ident) in ids.into_iter().zip(idents) {
        names.types[id].ident = ident;
        names.types[id].module = names.operations[operation].module.clone();
        names.types[id].public = names.operations[operation].public.clone();
    }
}
