//! Which operations are emitted: the `operations` table of `codegen.toml`. An entry that matches nothing is an error, since it is a
//! choice of the user's that has no effect.

use crate::{
    config::{self, Config},
    diagnostic::{Code, Diagnostic, Diagnostics},
};

/// The entries of `include` and `exclude`, and which of them have matched.
pub(super) struct Filter<'c> {
    include: Vec<Entry<'c>>,
    exclude: Vec<Entry<'c>>,
}

/// An entry such as `tag:NAME`.
pub(super) struct Entry<'c> {
    pub(super) text: &'c str,
    pattern: Pattern<'c>,
    matched: bool,
}

enum Pattern<'c> {
    Tag(&'c str),
    Id(&'c str),
    Path(&'c str),
    PathPrefix(&'c str),
    Invalid,
}

/// What a filter looks at.
pub(super) struct Candidate<'a> {
    pub(super) id: &'a str,
    pub(super) path: &'a str,
    pub(super) tags: &'a [String],
}

impl<'c> Filter<'c> {
    /// Reads the configuration.
    pub(super) fn new(config: &'c config::Operations) -> Filter<'c> {
        let entries = |list: &'c [String]| list.iter().map(|text| Entry::new(text)).collect();
        Filter { include: entries(&config.include), exclude: entries(&config.exclude) }
    }

    /// Whether an operation is emitted.
    pub(super) fn admits(&mut self, candidate: &Candidate<'_>) -> bool {
        let is_included = try_all(&mut self.include, candidate) || self.include.is_empty();
        let is_excluded = try_all(&mut self.exclude, candidate);
        is_included && !is_excluded
    }

    /// Reports what matched nothing.
    pub(super) fn finish(self, config: &Config, diagnostics: &mut Diagnostics) {
        for (list, entries) in [("include", self.include), ("exclude", self.exclude)] {
            for entry in entries.iter().filter(|entry| !entry.matched) {
                diagnostics.push(entry.finding(config, list));
            }
        }
    }
}

/// Whether any entry matches. Every one is tried, so that each that matches is known to.
fn try_all(entries: &mut [Entry<'_>], candidate: &Candidate<'_>) -> bool {
    let mut found = false;
    for entry in entries {
        found |= entry.matches(candidate);
    }
    found
}

impl<'c> Entry<'c> {
    pub(super) fn new(text: &'c str) -> Entry<'c> {
        let pattern = match text.split_once(':') {
            Some(("tag", tag)) => Pattern::Tag(tag),
            Some(("id", id)) => Pattern::Id(id),
            Some(("path", path)) => match path.strip_suffix('*') {
                Some(prefix) => Pattern::PathPrefix(prefix),
                None => Pattern::Path(path),
            },
            _ => Pattern::Invalid,
        };
        Entry { text, pattern, matched: false }
    }

    /// Whether it selects an operation.
    pub(super) fn matches(&mut self, candidate: &Candidate<'_>) -> bool {
        let found = match self.pattern {
            Pattern::Tag(tag) => candidate.tags.iter().any(|known| known == tag),
            Pattern::Id(id) => candidate.id == id,
            Pattern::Path(path) => candidate.path == path,
            Pattern::PathPrefix(prefix) => candidate.path.starts_with(prefix),
            Pattern::Invalid => false,
        };
        self.matched |= found;
        found
    }

    fn finding(&self, config: &Config, list: &str) -> Diagnostic {
        let text = self.text;
        let position = config.position_of(&format!("operations.{list}"), text);
        match self.pattern {
            Pattern::Invalid => {
                let message = format!("`operations.{list}` has `{text}`, which is none of `tag:…`, `id:…` and `path:…`");
                Diagnostic::file(Code::InvalidConfig, config.path(), position, message)
            }
            _ => {
                let message = format!("`operations.{list}` has `{text}`, which matches no operation");
                Diagnostic::file(Code::UnmatchedOverride, config.path(), position, message)
            }
        }
    }
}
