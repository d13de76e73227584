//! Names of groups: a module, a handle and an accessor for every prefix of every operation's group.

use super::{
    GroupName,
    collision::{LAST, exact, resolve},
    ident::{Role, finish, ident, stem},
    member,
    types::detail,
    words::Detail,
};
use crate::ir::Api;
use std::collections::{BTreeMap, BTreeSet};

/// Modules of the emitted crate's root, and names of crates that its files import from.
const ROOT_MODULES: &[&str] = &[
    "alloc",
    "by_name",
    "bytes",
    "cli",
    "client",
    "core",
    "http",
    "hyper",
    "hyper_util",
    "mock",
    "operations",
    "percent_encoding",
    "reqwest",
    "runtime",
    "serde",
    "serde_json",
    "std",
    "types",
];

/// Methods of the client and of its handles that are no accessors.
pub(super) const CLIENT_METHODS: &[&str] = &[
    "borrow",
    "borrow_mut",
    "builder",
    "clone",
    "clone_into",
    "fmt",
    "from",
    "from_env",
    "into",
    "new",
    "to_owned",
    "try_from",
    "try_into",
    "type_id",
];

/// Names every group, sorted by module path.
pub(super) fn assign(api: &Api) -> Vec<GroupName> {
    let mut operations: BTreeMap<&[String], Vec<usize>> = BTreeMap::new();
    for (index, operation) in api.operations.iter().enumerate() {
        for end in 1..=operation.group.len() {
            operations.entry(&operation.group[..end]).or_default();
        }
        if !operation.group.is_empty() {
            operations.entry(&operation.group).or_default().push(index);
        }
    }
    let mut groups: Vec<GroupName> = Vec::new();
    // Sorted by words, so a parent comes before its children.
    let mut children: BTreeMap<&[String], Vec<&[String]>> = BTreeMap::new();
    for words in operations.keys() {
        children.entry(&words[..words.len() - 1]).or_default().push(words);
    }
    let mut paths: BTreeMap<&[String], Vec<String>> = BTreeMap::new();
    for (parent, siblings) in &children {
        let above = paths.get(parent).cloned().unwrap_or_default();
        let (modules, methods) = siblings_of(siblings, parent.is_empty());
        for ((words, module), method) in siblings.iter().zip(modules).zip(methods) {
            let path: Vec<String> = above.iter().cloned().chain([module]).collect();
            paths.insert(words, path.clone());
            groups.push(GroupName {
                words: words.to_vec(),
                path,
                ident: handle(words),
                method,
                parent: None,
                operations: operations[words].clone(),
            });
        }
    }
    groups.sort_by(|a, b| a.path.cmp(&b.path));
    let index: BTreeMap<Vec<String>, usize> =
        groups.iter().enumerate().map(|(index, group)| (group.words.clone(), index)).collect();
    for group in &mut groups {
        group.parent = index.get(&group.words[..group.words.len() - 1]).copied();
    }
    groups
}

fn last(words: &[String]) -> &str {
    words.last().map(String::as_str).unwrap_or_default()
}

fn siblings_of(siblings: &[&[String]], at_root: bool) -> (Vec<String>, Vec<String>) {
    let spell_module = |index: usize, level: usize| {
        let text = last(siblings[index]);
        let module =
            if level < LAST { ident(text, Role::Module, detail(level)) } else { member::text(text, Role::Module, level) };
        if at_root && ROOT_MODULES.contains(&module.as_str()) { format!("{module}_group") } else { module }
    };
    let owns = |index: usize, name: &str| last(siblings[index]) == name;
    let modules = resolve(siblings.len(), &BTreeSet::new(), exact, spell_module, owns);
    let taken = CLIENT_METHODS.iter().map(|method| (*method).to_owned()).collect();
    let spell_method = |index: usize, level: usize| {
        let text = last(siblings[index]);
        if level == 1 && taken_by_client(text) {
            format!("{}_group", stem(text, Role::Field, Detail::Plain))
        } else {
            member::text(text, Role::Field, level)
        }
    };
    let methods = resolve(siblings.len(), &taken, exact, spell_method, owns);
    (modules, methods)
}

fn taken_by_client(text: &str) -> bool {
    CLIENT_METHODS.contains(&stem(text, Role::Field, Detail::Plain).as_str())
}

/// The handle stands in the module of its own group, so it meets no other handle.
fn handle(words: &[String]) -> String {
    let stem = stem(last(words), Role::Type, Detail::Plain);
    let plain = finish(&stem, Role::Type);
    if plain == format!("{stem}Type") { format!("{stem}Group") } else { plain }
}
