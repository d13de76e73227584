//! Swagger 2.0: a document that is linked, but not lowered, in, the same document in the shapes of OpenAPI 3.0 out. Schemas stay as they
//! are, since [`Schema`](super::Schema) reads both; they only move. Every move is noted, in both directions: references still
//! say the old places, and diagnostics must show them.

mod operation;
mod parameter;
mod response;
mod security;

use super::{
    excerpt,
    reference::{self, Files, Linked, References},
    shape::Kind,
};
use crate::{
    diagnostic::{Code, Diagnostic},
    pointer::Pointer,
};
use operation::Media;
use serde_json::{Map, Value, json};
use std::collections::{BTreeMap, HashMap};

/// How many media types an operation may have: each one costs every operation of the document a copy.
const MAX_MEDIA_TYPES: usize = 32;

/// How many bytes may be copied out of shared responses and bodies.
const MAX_COPIED_BYTES: usize = 64 * 1024 * 1024;

/// What lowering has done.
#[derive(Debug, Default)]
pub(super) struct Lowered {
    /// Places before lowering, and where they are now.
    pub(super) moves: BTreeMap<Pointer, Pointer>,
    /// Places now, and where they were before.
    pub(super) origins: Vec<(Pointer, Pointer)>,
    /// References that lowering has made, by the objects that hold them: their text says nothing.
    pub(super) links: HashMap<Pointer, Pointer>,
    /// What OpenAPI 3.0 cannot say.
    pub(super) findings: Vec<Diagnostic>,
}

/// Lowers all files of a document.
pub(super) fn lower(files: &mut Files, linked: &Linked) -> Lowered {
    let root = &files.list[0].value;
    let node = |value| Node { at: Pointer::root(), value };
    let mut cx = Lowering {
        files,
        references: &linked.references,
        weights: HashMap::new(),
        copied: 0,
        consumes: Vec::new(),
        produces: Vec::new(),
        lowered: Lowered::default(),
    };
    cx.consumes = cx.media_types(&node(root), "consumes").unwrap_or_default();
    cx.produces = cx.media_types(&node(root), "produces").unwrap_or_default();
    cx.move_to("/definitions", "/components/schemas");
    cx.move_to("/parameters", "/components/parameters");
    cx.move_to("/responses", "/components/responses");
    cx.move_to("/securityDefinitions", "/components/securitySchemes");

    // Objects that references lead to stay where they are. What stands inside a path item is lowered with it.
    let outliers = linked.outliers.iter().filter(|(at, _)| {
        !linked.outliers.iter().any(|(other, kind)| *kind == Kind::PathItem && at != other && at.is_within(other))
    });
    let outliers: Vec<(Pointer, Value)> =
        outliers.filter_map(|(at, kind)| Some((at.clone(), cx.object(*kind, cx.node(at)?, at.clone())?))).collect();
    let root = cx.root(node(root));
    let Lowering { mut lowered, .. } = cx;
    for target in lowered.links.values_mut() {
        *target = reference::moved(&lowered.moves, target.clone());
    }

    let definitions = match &mut files.list[0].value {
        Value::Object(old) => old.shift_remove("definitions"),
        _ => None,
    };
    for (at, value) in outliers {
        if let Some(place) = files.node_mut(&at) {
            *place = value;
        }
    }
    let Value::Object(old) = std::mem::take(&mut files.list[0].value) else { return lowered };
    files.list[0].value = Value::Object(assemble(old, definitions, root));
    lowered
}

/// The parts of the root that lowering makes.
struct Root {
    servers: Value,
    paths: Value,
    parameters: Value,
    responses: Value,
    schemes: Value,
}

/// The new root: what is neither replaced nor moved stays.
fn assemble(old: Map<String, Value>, definitions: Option<Value>, root: Root) -> Map<String, Value> {
    let mut new = Map::new();
    for (key, value) in old {
        match key.as_str() {
            "host"
            | "basePath"
            | "schemes"
            | "consumes"
            | "produces"
            | "parameters"
            | "responses"
            | "securityDefinitions"
            | "paths"
            | "components"
            | "servers" => {}
            _ => drop(new.insert(key, value)),
        }
    }
    new.insert("servers".to_owned(), root.servers);
    new.insert("paths".to_owned(), root.paths);
    let components = [
        ("schemas", definitions.unwrap_or(Value::Null)),
        ("parameters", root.parameters),
        ("responses", root.responses),
        ("securitySchemes", root.schemes),
    ];
    let components = components.into_iter().filter(|(_, value)| !value.is_null()).map(|(key, value)| (key.to_owned(), value));
    new.insert("components".to_owned(), Value::Object(components.collect()));
    new
}

/// A value of the document before lowering, and its place.
#[derive(Clone, Debug)]
struct Node<'d> {
    at: Pointer,
    value: &'d Value,
}

impl<'d> Node<'d> {
    /// A field.
    fn get(&self, key: &str) -> Option<Node<'d>> {
        let value = self.value.get(key)?;
        Some(Node { at: self.at.key(key), value })
    }

    /// A field that is text.
    fn text(&self, key: &str) -> Option<&'d str> {
        self.value.get(key)?.as_str()
    }

    /// The values of an object.
    fn members(&self) -> impl Iterator<Item = (&'d String, Node<'d>)> {
        let at = self.at.clone();
        self.value.as_object().into_iter().flatten().map(move |(key, value)| (key, Node { at: at.key(key), value }))
    }

    /// The elements of an array.
    fn elements(&self) -> impl Iterator<Item = Node<'d>> {
        let at = self.at.clone();
        self.value.as_array().into_iter().flatten().enumerate().map(move |(index, value)| Node { at: at.index(index), value })
    }
}

struct Lowering<'d> {
    files: &'d Files,
    references: &'d References,
    /// What copies of a shared object count for.
    weights: HashMap<Pointer, usize>,
    /// How many bytes were copied out of shared objects, about.
    copied: usize,
    /// Media types of the root.
    consumes: Vec<String>,
    produces: Vec<String>,
    lowered: Lowered,
}

impl<'d> Lowering<'d> {
    /// Notes that a place is now elsewhere.
    fn moved(&mut self, from: &Pointer, to: &Pointer) {
        if from != to {
            self.lowered.moves.insert(from.clone(), to.clone());
            self.lowered.origins.push((to.clone(), from.clone()));
        }
    }

    /// Notes that a place was made out of another, which is gone or still elsewhere.
    fn made(&mut self, at: &Pointer, from: &Pointer) {
        self.lowered.origins.push((at.clone(), from.clone()));
    }

    fn move_to(&mut self, from: &str, to: &str) {
        self.moved(&Pointer::new(from), &Pointer::new(to));
    }

    fn warn(&mut self, code: Code, at: &Pointer, message: impl Into<String>, note: &str) {
        self.lowered.findings.push(Diagnostic::warning(code, at, message).note(note));
    }

    fn node(&self, at: &Pointer) -> Option<Node<'d>> {
        Some(Node { at: at.clone(), value: self.files.node(at)? })
    }

    /// Counts a copy of a shared object; `false` where there were too many of them.
    fn copies(&mut self, node: &Node<'d>) -> bool {
        let weight = *self.weights.entry(node.at.clone()).or_insert_with(|| super::weight(node.value));
        self.copied = self.copied.saturating_add(weight);
        self.copied <= MAX_COPIED_BYTES
    }

    /// The object at the end of the references that begin at a node; `None` where one is broken.
    fn resolve(&self, node: Node<'d>) -> Option<Node<'d>> {
        let mut node = node;
        for _ in 0..reference::MAX_CHAIN {
            let Some(text) = node.text("$ref") else { return Some(node) };
            node = self.node(&self.references.target(&node.at, text)?)?;
        }
        None
    }

    /// A reference, at a place after lowering, to a place before it.
    fn link(&mut self, at: &Pointer, target: &Pointer) -> Value {
        self.lowered.links.insert(at.clone(), target.clone());
        json!({ "$ref": target.to_string() })
    }

    /// An object of a kind, lowered to stand at `to`; `None` where it stays as it is.
    fn object(&mut self, kind: Kind, node: Node<'d>, to: Pointer) -> Option<Value> {
        match kind {
            Kind::PathItem => Some(self.path_item(node, to)),
            Kind::Parameter => Some(self.parameter(node, to)),
            Kind::Response => {
                let media = Media { types: self.produces.clone(), own: false };
                Some(self.response(node, to, &media))
            }
            Kind::SecurityScheme => Some(self.scheme(node)),
            _ => None,
        }
    }

    /// The media types of `consumes` or `produces`; `None` where the key is absent.
    fn media_types(&mut self, node: &Node<'d>, key: &str) -> Option<Vec<String>> {
        let list = node.get(key)?;
        let mut types: Vec<String> = Vec::new();
        let one = std::iter::once(list.value).filter(|value| value.is_string());
        for name in one.chain(list.value.as_array().into_iter().flatten()).filter_map(Value::as_str) {
            if name.trim().is_empty() || types.iter().any(|other| other == name) {
                continue;
            }
            if types.len() == MAX_MEDIA_TYPES {
                let message = format!("{} lists more than {MAX_MEDIA_TYPES} media types", excerpt(key));
                self.warn(Code::TooLarge, &list.at, message, "those after that are ignored");
                break;
            }
            types.push(name.to_owned());
        }
        Some(types)
    }

    fn root(&mut self, root: Node<'d>) -> Root {
        let map = |cx: &mut Self, key: &str, kind: Kind| {
            let Some(node) = root.get(key) else { return Value::Null };
            let place = reference::moved(&cx.lowered.moves, node.at.clone());
            let members = node.members().map(|(name, node)| {
                let value = node.value;
                (name.clone(), cx.object(kind, node, place.key(name)).unwrap_or_else(|| value.clone()))
            });
            Value::Object(members.collect())
        };
        let parameters = map(self, "parameters", Kind::Parameter);
        let responses = map(self, "responses", Kind::Response);
        let schemes = map(self, "securityDefinitions", Kind::SecurityScheme);
        let paths = match root.get("paths") {
            Some(paths) if paths.value.is_object() => {
                let members = paths.members().map(|(key, node)| match key.starts_with("x-") {
                    true => (key.clone(), node.value.clone()),
                    false => {
                        let at = node.at.clone();
                        (key.clone(), self.path_item(node, at))
                    }
                });
                Value::Object(members.collect())
            }
            paths => paths.map_or(Value::Null, |paths| paths.value.clone()),
        };
        Root { servers: self.servers(&root), paths, parameters, responses, schemes }
    }

    /// `schemes`, `host` and `basePath` as servers: those with TLS first.
    fn servers(&mut self, root: &Node<'d>) -> Value {
        let base = base_path(root);
        let Some(host) = Host::of(root) else {
            self.made(&Pointer::new("/servers"), &Pointer::new("/basePath"));
            return if base.is_empty() { json!([]) } else { json!([{ "url": base }]) };
        };
        if host.scheme.is_some() {
            let message = format!("the host {} has a scheme", excerpt(root.text("host").unwrap_or_default()));
            self.warn(
                Code::InvalidValue,
                &root.at.key("host"),
                message,
                "it is read without, and the scheme as one of `schemes`",
            );
        }
        self.made(&Pointer::new("/servers"), &Pointer::new("/host"));
        let mut schemes = schemes(root);
        if schemes.is_empty() {
            schemes.push(host.scheme.unwrap_or("https"));
        }
        schemes.iter().map(|scheme| json!({ "url": format!("{scheme}://{}{base}", host.name) })).collect()
    }
}

/// `basePath`: empty, or with a `/` in front and none behind.
fn base_path(root: &Node<'_>) -> String {
    match root.text("basePath").unwrap_or_default().trim_matches('/') {
        "" => String::new(),
        path => format!("/{path}"),
    }
}

/// `host`, which some documents write with the scheme.
struct Host<'d> {
    scheme: Option<&'d str>,
    name: &'d str,
}

impl<'d> Host<'d> {
    /// That of the root; `None` where it has none.
    fn of(root: &Node<'d>) -> Option<Host<'d>> {
        let text = root.text("host")?;
        let scheme = ["https", "http"].into_iter().find(|scheme| text.starts_with(&format!("{scheme}://")));
        let name = scheme.map_or(text, |scheme| &text[scheme.len() + 3..]).trim_end_matches('/');
        (!name.is_empty()).then_some(Host { scheme, name })
    }
}

/// The schemes of the root or of an operation that requests are sent by: those with TLS first.
fn schemes<'d>(node: &Node<'d>) -> Vec<&'d str> {
    let Some(list) = node.get("schemes") else { return Vec::new() };
    let one = list.value.as_str();
    let named: Vec<&str> = one.into_iter().chain(list.elements().filter_map(|node| node.value.as_str())).collect();
    ["https", "http"].into_iter().filter(|scheme| named.contains(scheme)).collect()
}
