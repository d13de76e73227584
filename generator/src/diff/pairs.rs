//! Which type and which operation of the new client each of the old one became: by what users call it, then by where it stands, then,
//! for types, by what is in it.

use crate::{
    emit::surface::{Item, Operation, Surface},
    ir::TypeId,
};
use std::collections::{BTreeMap, BTreeSet};

/// What became of what.
#[derive(Debug, Default)]
pub(super) struct Pairs {
    /// Indices in the lists of types of both surfaces.
    pub(super) types: Vec<(usize, usize)>,
    /// Indices in the lists of operations of both surfaces.
    pub(super) operations: Vec<(usize, usize)>,
    became: BTreeMap<TypeId, TypeId>,
}

impl Pairs {
    pub(super) fn new(old: &Surface<'_>, new: &Surface<'_>) -> Pairs {
        let mut types = Matching::new(old.types.len(), new.types.len());
        types.by(&old.types, &new.types, |item| Some(item.path.clone()));
        types.by(&old.types, &new.types, |item| Some(item.origin.to_string()));
        types.by(&old.types, &new.types, contents);
        let mut operations = Matching::new(old.operations.len(), new.operations.len());
        operations.by(&old.operations, &new.operations, |operation| Some(address(operation)));
        operations.by(&old.operations, &new.operations, |operation| Some(operation.id.to_owned()));
        let became = types.pairs.iter().map(|(from, to)| (old.types[*from].id, new.types[*to].id)).collect();
        Pairs { types: types.pairs, operations: operations.pairs, became }
    }

    /// The type that a type became.
    pub(super) fn became(&self, id: TypeId) -> Option<TypeId> {
        self.became.get(&id).copied()
    }
}

/// Method and path, whatever the variables of the path are called.
fn address(operation: &Operation<'_>) -> String {
    let mut address = format!("{} ", operation.method);
    let mut inside = false;
    for letter in operation.path.chars() {
        match letter {
            '{' => inside = true,
            '}' => inside = false,
            _ if inside => continue,
            _ => {}
        }
        address.push(letter);
    }
    address
}

/// What is in a type, where that is enough to know it again: several members, by what they are on the wire.
fn contents(item: &Item<'_>) -> Option<String> {
    let members: Vec<String> = item.members.iter().map(|member| format!("{}={}", member.name, member.wire)).collect();
    (members.len() > 2).then(|| format!("{:?} {}", item.kind, members.join(" ")))
}

/// Finds pairs, a rule after the other.
struct Matching {
    old: BTreeSet<usize>,
    new: BTreeSet<usize>,
    pairs: Vec<(usize, usize)>,
}

impl Matching {
    fn new(old: usize, new: usize) -> Matching {
        Matching { old: (0..old).collect(), new: (0..new).collect(), pairs: Vec::new() }
    }

    /// Pairs what has the same key, where no other has it.
    fn by<T>(&mut self, old: &[T], new: &[T], key: impl Fn(&T) -> Option<String>) {
        let keyed = |items: &[T], open: &BTreeSet<usize>| {
            let mut keyed: BTreeMap<String, Vec<usize>> = BTreeMap::new();
            for index in open {
                if let Some(key) = key(&items[*index]) {
                    keyed.entry(key).or_default().push(*index);
                }
            }
            keyed
        };
        let (from, to) = (keyed(old, &self.old), keyed(new, &self.new));
        for (key, from) in from {
            if let ([from], Some([to])) = (from.as_slice(), to.get(&key).map(Vec::as_slice)) {
                self.pairs.push((*from, *to));
                self.old.remove(from);
                self.new.remove(to);
            }
        }
    }
}
