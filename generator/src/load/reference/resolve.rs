//! From the text of a reference to a place: identifiers, pointers, and files that are opened on the way.

use super::{
    Form, Outcome, Pass, Reference,
    files::{FILES, File},
    report, uri,
};
use crate::{
    diagnostic::{Code, Diagnostic},
    load::{excerpt, shape, shape::Kind, text, version::Version},
    pointer::{self, Pointer},
};
use serde_json::Value;
use std::{
    collections::{BTreeMap, HashMap},
    ops::Bound,
};

/// How many files a document may be made of.
const MAX_FILES: usize = 4096;

/// How many references a single pointer may pass through on its way.
const MAX_HOPS: usize = 32;

impl Pass<'_, '_> {
    /// Where a reference leads; reports it where it is broken.
    pub(super) fn follow(&mut self, reference: &Reference, known: &mut HashMap<(Pointer, String), Outcome>) -> Option<Pointer> {
        if let Some(target) = self.linker.links.get(&reference.at) {
            return Some(target.clone());
        }
        let file = self.files.holding(reference.at.as_str()).at.clone();
        let resource = self.identifiers.resource_of(&reference.at, &file);
        let outcome = match reference.form {
            Form::Ref => {
                let key = (resource, reference.text.clone());
                match known.get(&key) {
                    Some(outcome) => outcome.clone(),
                    None => {
                        let outcome = self.resolve(&key.0, &reference.text, 0);
                        known.insert(key, outcome.clone());
                        outcome
                    }
                }
            }
            Form::Dynamic => self.resolve_dynamic(reference, &resource),
            Form::Mapping => match self.component(&reference.text) {
                Some(target) => Outcome::To(target),
                None => self.resolve(&resource, &reference.text, 0),
            },
        };
        let outcome = match outcome {
            Outcome::Dangling if reference.kind == Kind::Schema && reference.form == Form::Ref => self.around(reference),
            outcome => outcome,
        };
        let outcome = match outcome {
            // Old documents write `$ref: Pet`.
            Outcome::Dangling | Outcome::Unreadable(..) if reference.kind == Kind::Schema => {
                self.component(&reference.text).map_or(outcome, Outcome::To)
            }
            outcome => outcome,
        };
        match outcome {
            Outcome::To(target) => Some(target),
            broken => {
                self.linked.findings.push(report::describe(reference, broken));
                None
            }
        }
    }

    /// Where a reference leads that leads nowhere from the root of the document: a schema that was pasted from elsewhere takes itself
    /// for the document.
    fn around(&mut self, reference: &Reference) -> Outcome {
        let Some(path) = reference.text.strip_prefix('#').filter(|path| path.starts_with('/')).map(uri::decode) else {
            return Outcome::Dangling;
        };
        let at = reference.at.as_str();
        let file = self.files.holding(at);
        let mut node = &file.value;
        let mut end = file.at.as_str().len();
        loop {
            let (next, _) = reach(node, &path, 0);
            if end > 0 && next == path.len() {
                let target = Pointer::new(&format!("{}{path}", &at[..end]));
                let message = format!("the reference {} leads nowhere from the root of the document", excerpt(&reference.text));
                let note = format!("it is read as a reference to `{target}`");
                let place = reference.at.key("$ref");
                self.linked.findings.push(Diagnostic::warning(Code::DanglingReference, &place, message).note(note));
                return Outcome::To(target);
            }
            let Some(rest) = at[end..].strip_prefix('/') else { return Outcome::Dangling };
            let token = &rest[..rest.find('/').unwrap_or(rest.len())];
            let Some(below) = pointer::step(node, token) else { return Outcome::Dangling };
            (node, end) = (below, end + 1 + token.len());
        }
    }

    /// The component schema of a bare name.
    fn component(&self, name: &str) -> Option<Pointer> {
        let root = &self.files.list[0].value;
        let (place, schemas) = match root.get("components").and_then(|components| components.get("schemas")) {
            Some(schemas) => (Pointer::root().key("components").key("schemas"), schemas),
            None => (Pointer::root().key("definitions"), root.get("definitions")?),
        };
        schemas.get(name)?;
        Some(place.key(name))
    }

    /// Where the text of a reference leads that stands in `resource`.
    fn resolve(&mut self, resource: &Pointer, text: &str, hops: usize) -> Outcome {
        let (name, fragment) = uri::split(text);
        let file = self.files.holding(resource.as_str());
        let (file_at, path) = (file.at.clone(), file.path.clone());
        if name.is_empty() {
            // JSON Schema has `#` mean the schema resource, OpenAPI 3.0 the document; each is tried where the other leads nowhere.
            let bases = match self.linker.version >= Version::V3_1 {
                true => [resource, &file_at],
                false => [&file_at, resource],
            };
            let bases = if bases[0] == bases[1] { &bases[..1] } else { &bases[..] };
            return bases.iter().find_map(|base| self.fragment(base, fragment, hops)).map_or(Outcome::Dangling, Outcome::To);
        }
        let names = [uri::join(self.identifiers.uri_of(resource, &path), name), uri::join(&path, name)];
        if let Some(resource) = names.iter().find_map(|name| self.identifiers.resource(name)).cloned() {
            return self.fragment(&resource, fragment, hops).map_or(Outcome::Dangling, Outcome::To);
        }
        match uri::confine(&path, name) {
            uri::Place::Remote => Outcome::Remote,
            uri::Place::Escaping => Outcome::Escaping,
            uri::Place::Local(path) => match self.open(&path) {
                Ok(file) => self.fragment(&file, fragment, hops).map_or(Outcome::Dangling, Outcome::To),
                Err(why) => Outcome::Unreadable(path, why),
            },
        }
    }

    /// Where a dynamic reference leads: to the one schema of that dynamic name, if it is one; else where `$ref` would lead.
    fn resolve_dynamic(&mut self, reference: &Reference, resource: &Pointer) -> Outcome {
        let outcome = self.resolve(resource, &reference.text, 0);
        let (_, name) = uri::split(&reference.text);
        match (&outcome, self.identifiers.dynamic(name)) {
            (_, [only]) => Outcome::To(only.clone()),
            (Outcome::To(target), [_, _]) => {
                let message = format!("the dynamic reference {} has more than one target", excerpt(&reference.text));
                let note = format!("it is read as a reference to `{target}`");
                self.linked.findings.push(Diagnostic::warning(Code::AmbiguousReference, &reference.at, message).note(note));
                outcome
            }
            _ => outcome,
        }
    }

    /// The place that a fragment means in a resource.
    fn fragment(&mut self, base: &Pointer, fragment: &str, hops: usize) -> Option<Pointer> {
        if fragment.is_empty() {
            return Some(base.clone());
        }
        let decoded = uri::decode(fragment);
        if !decoded.starts_with('/') {
            return self.identifiers.anchor(base, &decoded).cloned();
        }
        // A key that holds `%` itself is often left as it is.
        let raw = (decoded != fragment).then(|| fragment.to_owned());
        [Some(decoded), raw].into_iter().flatten().find_map(|path| self.locate(base, &path, hops))
    }

    /// The place at `path` below `base`, through references on the way.
    fn locate(&mut self, base: &Pointer, path: &str, hops: usize) -> Option<Pointer> {
        let place = moved(self.linker.moves, Pointer::new(&format!("{}{path}", base.as_str())));
        let file = self.files.holding(place.as_str());
        let file_at = file.at.clone();
        // The part of the way that exists; a reference at its end leads on.
        let (end, node) = reach(&file.value, place.as_str(), file_at.as_str().len());
        if end == place.as_str().len() {
            return Some(place);
        }
        let text = node.get("$ref")?.as_str()?.to_owned();
        if hops >= MAX_HOPS {
            return None;
        }
        let (way, rest) = place.as_str().split_at(end);
        let resource = self.identifiers.resource_of(&Pointer::new(way), &file_at);
        match self.resolve(&resource, &text, hops + 1) {
            Outcome::To(target) => self.locate(&target, rest, hops + 1),
            _ => None,
        }
    }

    /// The place of the file at `path`, which is opened if need be.
    fn open(&mut self, path: &str) -> Result<Pointer, String> {
        if let Some(known) = self.files.by_path.get(path) {
            return known.clone().map(|index| self.files.list[index].at.clone());
        }
        let opened = self.read(path);
        let result = opened.clone().map(|index| self.files.list[index].at.clone());
        self.files.by_path.insert(path.to_owned(), opened);
        result
    }

    fn read(&mut self, path: &str) -> Result<usize, String> {
        let index = self.files.list.len();
        if index > MAX_FILES {
            return Err(format!("the document is made of more than {MAX_FILES} files"));
        }
        let bytes = self.linker.source.read(path)?;
        let id = self.linker.sources.add(path, bytes.clone());
        let value = text::parse(&bytes, id, path, self.linker.diagnostics).ok_or("it is neither JSON nor YAML")?;
        let at = Pointer::root().key(FILES).index(index - 1);
        self.linker.sources.add_move(at.clone(), id, Pointer::root());
        // Names count wherever they stand in the file; references only where something leads to them.
        let kind = if value.get("openapi").is_some() { Kind::Document } else { Kind::Schema };
        shape::walk(&value, kind, &mut at.as_str().to_owned(), &mut |place, kind, value| {
            if let (Kind::Schema, Value::Object(schema)) = (kind, value) {
                self.identifiers.add(place, schema, (&at, path));
            }
            true
        });
        self.files.list.push(File { path: path.to_owned(), at, value });
        Ok(index)
    }
}

/// How far the pointer's text `place` leads from `node`, which stands at its first `from` bytes: to which byte, and to which node.
fn reach<'v>(node: &'v Value, place: &str, from: usize) -> (usize, &'v Value) {
    let (mut node, mut end) = (node, from);
    while let Some(rest) = place[end..].strip_prefix('/') {
        let token = &rest[..rest.find('/').unwrap_or(rest.len())];
        let Some(next) = pointer::step(node, token) else { break };
        (node, end) = (next, end + 1 + token.len());
    }
    (end, node)
}

/// Where lowering has put a place of the document as it was written: the longest prefix that was moved counts.
pub(in crate::load) fn moved(moves: &BTreeMap<Pointer, Pointer>, place: Pointer) -> Pointer {
    let text = place.as_str();
    let mut bound = text;
    // The greatest key that is not greater than the bound is the longest prefix of it, or shares with it every prefix that is a key.
    while let Some((from, to)) = moves.range::<str, _>((Bound::Unbounded, Bound::Included(bound))).next_back() {
        let from = from.as_str();
        let common = from.bytes().zip(bound.bytes()).take_while(|(one, other)| one == other).count();
        if common == from.len() && (bound.len() == common || bound[common..].starts_with('/')) {
            return Pointer::new(&format!("{}{}", to.as_str(), &text[common..]));
        }
        match bound.as_bytes()[..common].iter().rposition(|byte| *byte == b'/') {
            Some(end) => bound = &bound[..end],
            None => break,
        }
    }
    place
}

#[cfg(test)]
mod tests {
    use super::moved;
    use crate::pointer::Pointer;
    use std::collections::BTreeMap;

    #[test]
    fn the_longest_prefix_that_was_moved_counts() {
        let moves = [("/a", "/x"), ("/a/b/c", "/y"), ("/a/b/d", "/z"), ("/ab", "/w"), ("/a/b-", "/v")];
        let moves: BTreeMap<Pointer, Pointer> = moves.iter().map(|(from, to)| (Pointer::new(from), Pointer::new(to))).collect();
        for (from, to) in [
            ("/a", "/x"),
            ("/a/b", "/x/b"),
            ("/a/b/c", "/y"),
            ("/a/b/c/e", "/y/e"),
            ("/a/b/cc", "/x/b/cc"),
            ("/a/b/z", "/x/b/z"),
            ("/abc", "/abc"),
            ("/ab/c", "/w/c"),
            ("/a/b-/c", "/v/c"),
            ("/a/b-c/d", "/x/b-c/d"),
            ("/é/b", "/é/b"),
            ("/z", "/z"),
            ("", ""),
        ] {
            assert_eq!(moved(&moves, Pointer::new(from)).as_str(), to, "{from}");
        }
    }
}
