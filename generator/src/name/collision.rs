//! What happens when two things want one name: each is spelled in more detail. Neither the order of the things nor anything that does
//! not collide has a say in it.

use std::collections::{BTreeMap, BTreeSet};

/// Spellings from the shortest to the one that holds a hash; levels beyond it only lengthen the last.
pub(super) const LAST: usize = 3;

/// Names for `count` things: the first spelling of each that no other thing wants and that is not `taken`.
///
/// * `spell(thing, level)` gives its spellings, from level 0 to [`LAST`].
/// * `owns(thing, name)` says that the name is the document's own text. One such thing keeps the name, and the others move on.
/// * `key` maps names that must not stand together to one text.
pub(super) fn resolve(
    count: usize,
    taken: &BTreeSet<String>,
    key: impl Fn(&str) -> String,
    spell: impl Fn(usize, usize) -> String,
    owns: impl Fn(usize, &str) -> bool,
) -> Vec<String> {
    let mut levels = vec![0; count];
    let mut names: Vec<String> = (0..count).map(|thing| spell(thing, 0)).collect();
    let mut suspects: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    loop {
        suspects.clear();
        for (thing, name) in names.iter().enumerate() {
            suspects.entry(key(name)).or_default().push(thing);
        }
        let mut moved = false;
        for (key, things) in &suspects {
            let is_taken = taken.contains(key);
            if things.len() == 1 && !is_taken {
                continue;
            }
            let mut owners = things.iter().filter(|thing| levels[**thing] == 0 && owns(**thing, &names[**thing]));
            let owner = match (owners.next(), owners.next()) {
                (Some(owner), None) if !is_taken => Some(*owner),
                _ => None,
            };
            for thing in things.iter().copied().filter(|thing| Some(*thing) != owner) {
                levels[thing] += 1;
                moved = true;
            }
        }
        if !moved {
            return names;
        }
        for (thing, level) in levels.iter().copied().enumerate().filter(|(_, level)| *level > 0) {
            names[thing] = match level {
                0..=LAST => spell(thing, level),
                // Two things of one place and one text: nothing but their order tells them apart.
                _ => format!("{}_{thing}_{level}", spell(thing, LAST)),
            };
        }
    }
}

/// The key of names that may differ in any way.
pub(super) fn exact(name: &str) -> String {
    name.strip_prefix("r#").unwrap_or(name).to_owned()
}
