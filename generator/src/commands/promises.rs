//! What a run changes for users, in short: the lines of `API.md` before and after in, the promises that are new and those that are gone
//! out. Each line of the page is a promise of what its headings name; `diff` gives the verdicts.

use crate::{
    emit::page,
    host::output::{Change, Kind, Plan},
};
use std::collections::BTreeMap;

/// Promises, each as what it is about and what it says, in the order of the page.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Promises {
    pub(crate) added: Vec<String>,
    pub(crate) removed: Vec<String>,
}

impl Promises {
    /// Those that a plan changes; none where no earlier page is known.
    pub(crate) fn of(plan: &Plan) -> Option<Promises> {
        let changed = |change: &&Change| change.path == page::NAME && change.kind == Kind::Changed;
        let change = plan.changes.iter().find(changed)?;
        Some(Promises::between(&String::from_utf8_lossy(&change.old), &change.new))
    }

    fn between(old: &str, new: &str) -> Promises {
        let (old, new) = (read(old), read(new));
        Promises { added: without(&new, &old), removed: without(&old, &new) }
    }
}

/// Every promise of a page.
fn read(page: &str) -> Vec<String> {
    let mut promises = Vec::new();
    let (mut group, mut about) = (String::new(), String::new());
    for line in page.lines() {
        let name = |line: &str| line.trim_start_matches('#').trim().trim_matches('`').to_owned();
        if line.starts_with("#### ") {
            about = format!("{group}.{}", name(line));
        } else if line.starts_with('#') {
            group = name(line);
            about.clone_from(&group);
        } else if let Some(promise) = line.strip_prefix("- ") {
            promises.push(format!("{about}: {promise}"));
        }
    }
    promises
}

/// What is in one list and not in the other, as often as it is.
fn without(list: &[String], other: &[String]) -> Vec<String> {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for promise in other {
        *counts.entry(promise).or_default() += 1;
    }
    let is_missing = |promise: &&String| match counts.get_mut(promise.as_str()) {
        Some(count) if *count > 0 => {
            *count -= 1;
            false
        }
        _ => true,
    };
    list.iter().filter(is_missing).cloned().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_promise_is_a_line_and_what_it_is_about() {
        let old = "# API\n\n## Operations\n\n### `client.pets()`\n\n#### `list`\n\n- gives `A`\n- may set `x`\n\n## Types\n\n### `A`\n\n- struct\n";
        let new = old.replace("gives `A`", "gives `B`").replace("- struct\n", "- struct\n- `id: String`\n");
        let promises = Promises::between(old, &new);
        assert_eq!(promises.added, ["client.pets().list: gives `B`", "A: `id: String`"]);
        assert_eq!(promises.removed, ["client.pets().list: gives `A`"]);
        assert_eq!(Promises::between(old, old), Promises::default());
    }
}
