//! Operations by their groups, as commands are nested.

use crate::runtime::by_name::Entry;
use std::{collections::BTreeMap, ffi::OsString};

/// A group: the groups in it, and its operations by the words of their commands.
#[derive(Debug, Default)]
pub(super) struct Tree {
    pub(super) groups: BTreeMap<String, Tree>,
    /// Indices into the table of operations.
    pub(super) operations: BTreeMap<String, usize>,
}

impl Tree {
    pub(super) fn new<C>(operations: &[Entry<C>]) -> Tree {
        let mut tree = Tree::default();
        for (index, entry) in operations.iter().enumerate() {
            let mut group = &mut tree;
            for word in entry.group {
                group = group.groups.entry(kebab(word)).or_default();
            }
            group.operations.insert(kebab(entry.function), index);
        }
        tree
    }

    /// The words at the start of the arguments that name groups and an operation.
    pub(super) fn path(&self, arguments: &[OsString]) -> Vec<String> {
        let (mut path, mut group) = (Vec::new(), self);
        for word in arguments.iter().map_while(|argument| argument.to_str()) {
            let inner = group.groups.get(word);
            if inner.is_some() || group.operations.contains_key(word) {
                path.push(word.to_owned());
            }
            match inner {
                Some(inner) => group = inner,
                None => break,
            }
        }
        path
    }

    /// How many operations there are in it, those of its groups included.
    pub(super) fn size(&self) -> usize {
        self.operations.len() + self.groups.values().map(Tree::size).sum::<usize>()
    }

    pub(super) fn has(&self, word: &str) -> bool {
        self.groups.contains_key(word) || self.operations.contains_key(word)
    }
}

/// A name of Rust as people type it.
pub(super) fn kebab(name: &str) -> String {
    name.replace('_', "-")
}
