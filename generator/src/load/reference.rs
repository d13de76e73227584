//! References: every `$ref` of a document is found, resolved to a place in the bundled document and remembered, and the files that
//! references lead to are bundled. Nothing is ever fetched, no file outside the folder of the root document is asked for, and no
//! length of a chain of references costs stack.

mod files;
mod identifiers;
mod report;
mod resolve;
mod uri;

pub(super) use files::Files;
pub(super) use resolve::moved;

use super::{Sources, check, excerpt, shape, shape::Kind, version::Version};
use crate::{
    Source,
    diagnostic::{Code, Diagnostic, Diagnostics},
    pointer::Pointer,
};
use identifiers::Identifiers;
use serde_json::Value;
use std::collections::{BTreeMap, HashMap, HashSet};

/// How many references may follow one another. Circles are broken before anybody follows them; this is for those who do not rely on it.
pub(super) const MAX_CHAIN: usize = 1_000_000;

/// How many bytes the pointers of all schemas may have together. Every schema below a long key has that key in its pointer.
const MAX_POINTER_BYTES: usize = 384 * 1024 * 1024;

/// Where references lead.
#[derive(Debug, Default)]
pub(super) struct References {
    /// By the place of the object that refers; `None` where the reference is broken. A reference of the form `#/…` that leads to the
    /// very place that it spells is not listed.
    targets: HashMap<Pointer, Option<Pointer>>,
}

impl References {
    /// Where the reference `text` leads that stands in the object at `at`; `None` where it is broken, which was reported.
    pub(super) fn target(&self, at: &Pointer, text: &str) -> Option<Pointer> {
        match self.targets.get(at) {
            Some(target) => target.clone(),
            None => Some(Pointer::new(text.strip_prefix('#')?)),
        }
    }
}

/// What [`link`] needs beside the files.
pub(super) struct Linker<'l> {
    pub(super) source: &'l dyn Source,
    pub(super) sources: &'l mut Sources,
    /// For what files have to say: they are opened once, even where [`link`] runs twice.
    pub(super) diagnostics: &'l mut Diagnostics,
    pub(super) version: Version,
    /// Places of the document as it was written, and where lowering has put them.
    pub(super) moves: &'l BTreeMap<Pointer, Pointer>,
    /// Objects with a `$ref` that lowering has made, and where those lead.
    pub(super) links: &'l HashMap<Pointer, Pointer>,
}

/// What [`link`] makes.
#[derive(Debug, Default)]
pub(super) struct Linked {
    pub(super) references: References,
    /// Objects that references lead to and that do not stand where the specification has such objects.
    pub(super) outliers: Vec<(Pointer, Kind)>,
    /// Broken references, and schemas with values of the wrong type.
    pub(super) findings: Vec<Diagnostic>,
    /// Not everything was looked at: the document is too large.
    pub(super) incomplete: bool,
}

/// Resolves every reference of a document, opens the files that they lead to, and checks every schema on the way.
pub(super) fn link(files: &mut Files, linker: &mut Linker<'_>) -> Linked {
    let mut pass = Pass {
        files,
        linker,
        identifiers: Identifiers::default(),
        found: Vec::new(),
        seen: HashSet::new(),
        pointer_bytes: 0,
        linked: Linked::default(),
    };
    if let Some(uri) = pass.files.list[0].value.get("$self").and_then(Value::as_str) {
        pass.identifiers.add_self(&Pointer::root(), uri);
    }
    pass.scan(&Pointer::root(), Kind::Document);
    let mut targets: HashMap<Pointer, Option<Pointer>> = HashMap::new();
    let mut known: HashMap<(Pointer, String), Outcome> = HashMap::new();
    let mut next = 0;
    while next < pass.found.len() {
        let reference = pass.found[next].clone();
        next += 1;
        let target = pass.follow(&reference, &mut known);
        if let Some(target) = &target
            && !pass.covers(target, reference.kind)
        {
            pass.linked.outliers.push((target.clone(), reference.kind));
            pass.scan(target, reference.kind);
        }
        targets.insert(reference.at, target);
    }
    pass.break_cycles(&mut targets);
    for reference in &pass.found {
        let direct = reference.text.strip_prefix('#');
        if matches!(targets.get(&reference.at), Some(Some(target)) if Some(target.as_str()) == direct) {
            targets.remove(&reference.at);
        }
    }
    pass.linked.references.targets = targets;
    pass.linked
}

/// A reference as it stands in the document.
#[derive(Clone, Debug)]
struct Reference {
    /// The object that holds it, or the entry of a `mapping`.
    at: Pointer,
    /// The kind of object that it should lead to.
    kind: Kind,
    text: String,
    form: Form,
}

/// How a reference is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Form {
    /// `$ref`.
    Ref,
    /// `$dynamicRef`, `$recursiveRef`.
    Dynamic,
    /// A value of `discriminator.mapping`: a reference or the bare name of a component.
    Mapping,
}

/// What became of a reference.
#[derive(Clone, Debug)]
enum Outcome {
    To(Pointer),
    /// There is nothing at its end.
    Dangling,
    Remote,
    Escaping,
    /// The file cannot be had: its path, and why.
    Unreadable(String, String),
}

struct Pass<'p, 'l> {
    files: &'p mut Files,
    linker: &'p mut Linker<'l>,
    identifiers: Identifiers,
    found: Vec<Reference>,
    /// What was scanned outside the structure of the document.
    seen: HashSet<(String, Kind)>,
    /// How long all pointers are together.
    pointer_bytes: usize,
    linked: Linked,
}

impl Pass<'_, '_> {
    /// Notes all references and names at or below a place, and checks the schemas there.
    fn scan(&mut self, at: &Pointer, kind: Kind) {
        let Pass { files, linker, identifiers, found, seen, pointer_bytes, linked } = self;
        let file = files.holding(at.as_str());
        let Some(value) = files.node(at) else { return };
        let version = linker.version;
        let whole = kind == Kind::Document;
        shape::walk(value, kind, &mut at.as_str().to_owned(), &mut |at, kind, value| {
            *pointer_bytes += at.len();
            if *pointer_bytes > MAX_POINTER_BYTES {
                if !std::mem::replace(&mut linked.incomplete, true) {
                    let message = "the document is too large: the names of its parts are too long and too deep";
                    linked.findings.push(Diagnostic::error(Code::TooLarge, &Pointer::root(), message));
                }
                return false;
            }
            if !whole && !seen.insert((at.to_owned(), kind)) {
                return false;
            }
            if kind == Kind::Schema {
                check::schema(at, value, version, &mut linked.findings);
            }
            let Value::Object(object) = value else { return true };
            if kind == Kind::Schema {
                identifiers.add(at, object, (&file.at, &file.path));
            }
            let mut note = |at: Pointer, text: &str, form| found.push(Reference { at, kind, text: text.to_owned(), form });
            let text = |key: &str| object.get(key).and_then(Value::as_str);
            let dynamic = || text("$dynamicRef").or_else(|| text("$recursiveRef"));
            if let Some(text) = text("$ref") {
                note(Pointer::new(at), text, Form::Ref);
            } else if let (Kind::Schema, Some(text)) = (kind, dynamic()) {
                note(Pointer::new(at), text, Form::Dynamic);
            }
            if kind != Kind::Schema {
                // A reference to anything but a schema or a path item replaces what stands beside it.
                return kind == Kind::PathItem || text("$ref").is_none();
            }
            if let Some(Value::Object(mapping)) =
                object.get("discriminator").and_then(|discriminator| discriminator.get("mapping"))
            {
                let below = Pointer::new(at).key("discriminator").key("mapping");
                for (key, value) in mapping {
                    if let Value::String(text) = value {
                        note(below.key(key), text, Form::Mapping);
                    }
                }
            }
            true
        });
    }

    /// Whether a scan has come to an object of this kind at a place.
    fn covers(&self, at: &Pointer, kind: Kind) -> bool {
        shape::kind_below(&Pointer::root(), Kind::Document, at) == Some(kind)
            || self.seen.contains(&(at.as_str().to_owned(), kind))
    }

    /// Breaks every reference on a circle of references, and reports each circle once.
    fn break_cycles(&mut self, targets: &mut HashMap<Pointer, Option<Pointer>>) {
        let mut visited: HashMap<Pointer, usize> = HashMap::new();
        for (walk, start) in self.found.iter().enumerate() {
            let mut at = start.at.clone();
            while !visited.contains_key(&at) {
                visited.insert(at.clone(), walk);
                match targets.get(&at) {
                    Some(Some(target)) if targets.contains_key(target) => at = target.clone(),
                    _ => break,
                }
            }
            // Only a step that came back to this very walk closes a circle.
            let closes = visited.get(&at) == Some(&walk)
                && matches!(targets.get(&at), Some(Some(next)) if visited.get(next) == Some(&walk));
            if !closes {
                continue;
            }
            let text = self.files.node(&at).and_then(|node| node.get("$ref")).and_then(Value::as_str).unwrap_or(&start.text);
            let message = format!("the reference {} leads back to itself", excerpt(text));
            let finding =
                Diagnostic::warning(Code::ReferenceCycle, &at.key("$ref"), message).note(report::consequence(start.kind));
            self.linked.findings.push(finding);
            while let Some(Some(target)) = targets.insert(at.clone(), None) {
                at = target;
            }
        }
    }
}
