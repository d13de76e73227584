//! The skeleton: the bundled document in, an [`openapiv3::OpenAPI`] out that holds everything but schemas. Each object is read from the
//! raw value, field by field, and never by serde: a field that does not fit costs that field, an object that cannot be read costs that
//! object, each with a diagnostic, and nothing is parsed twice.

mod content;
mod parameter;
mod path;
mod security;
mod server;

use super::{
    check, excerpt,
    reference::{MAX_CHAIN, References},
};
use crate::{
    diagnostic::{Code, Diagnostic, Diagnostics, Origin},
    pointer::Pointer,
};
use indexmap::IndexMap;
use openapiv3::ReferenceOr;
pub(super) use path::Paths;
use security::Schemes;
use serde_json::{Map, Value};
use std::collections::{HashMap, HashSet};

/// How many bytes a skeleton may hold, about. What is referred to is copied, so that a small document could grow without end.
const MAX_BYTES: usize = 256 * 1024 * 1024;

/// The same for each byte of a document that is so large that it may need more.
const BYTES_PER_BYTE: usize = 24;

/// What an object of the skeleton counts for beside its fields and its text: its map of extensions.
const OBJECT_BYTES: usize = 384;

/// The skeleton of a document.
#[derive(Debug)]
pub(super) struct Skeleton {
    pub(super) api: openapiv3::OpenAPI,
    /// Every operation, in document order.
    pub(super) operations: Vec<Listed>,
    /// How many operations there are, those included that could not be read.
    pub(super) count: usize,
    /// What the service sends by itself.
    pub(super) webhooks: Paths,
}

/// An operation of the skeleton.
#[derive(Debug)]
pub(super) struct Listed {
    /// The index of its path item.
    pub(super) path: usize,
    /// Its method, in capitals.
    pub(super) method: String,
    /// The operation itself, where `openapiv3::PathItem` has no field for its method.
    pub(super) other: Option<Box<openapiv3::Operation>>,
}

/// Reads the skeleton of a document, which is written in so many bytes. `None` where it is too large, which is reported.
pub(super) fn build(root: &Value, references: &References, size: usize, diagnostics: &mut Diagnostics) -> Option<Skeleton> {
    let mut cx = Builder {
        root,
        references,
        diagnostics,
        ends: HashMap::new(),
        parameters: HashMap::new(),
        headers: HashMap::new(),
        bodies: HashMap::new(),
        responses: HashMap::new(),
        reported: HashSet::new(),
        spent: 0,
        most: MAX_BYTES.max(size.saturating_mul(BYTES_PER_BYTE)),
    };
    let object = root.as_object()?;
    let document = Node { at: Pointer::root(), object };
    let mut schemes = Schemes::default();
    let components = cx.components(&document, &mut schemes);
    let security = cx.security(&document, &schemes);
    cx.strays(&document);
    let Paths { paths, operations, count } = cx.paths(&document, &schemes);
    let webhooks = cx.webhooks(&document, &schemes);
    let api = openapiv3::OpenAPI {
        openapi: cx.text(&document, "openapi").or_else(|| cx.text(&document, "swagger")).unwrap_or_default(),
        info: cx.info(&document),
        servers: cx.servers(&document),
        paths,
        components: Some(components),
        security,
        tags: cx.tags(&document),
        external_docs: None,
        extensions: cx.extensions(&document),
    };
    (cx.spent <= cx.most).then_some(Skeleton { api, operations, count, webhooks })
}

/// An object of the document, and its place.
#[derive(Clone, Debug)]
struct Node<'d> {
    at: Pointer,
    object: &'d Map<String, Value>,
}

impl<'d> Node<'d> {
    /// The value of a field that is there and not `null`.
    fn get(&self, key: &str) -> Option<&'d Value> {
        self.object.get(key).filter(|value| !value.is_null())
    }
}

/// A component that was read, or could not be, and what a copy of it counts for.
#[derive(Clone, Debug)]
struct Cached<T> {
    item: Option<T>,
    bytes: usize,
}

struct Builder<'d, 'x> {
    root: &'d Value,
    references: &'d References,
    diagnostics: &'x mut Diagnostics,
    /// The last place of every chain of references that was followed.
    ends: HashMap<Pointer, Option<Pointer>>,
    parameters: HashMap<Pointer, Cached<openapiv3::Parameter>>,
    headers: HashMap<Pointer, Cached<openapiv3::Header>>,
    bodies: HashMap<Pointer, Cached<openapiv3::RequestBody>>,
    responses: HashMap<Pointer, Cached<openapiv3::Response>>,
    /// What was found, so that it is said once.
    reported: HashSet<(Code, Pointer, String)>,
    /// How many bytes the skeleton holds, about.
    spent: usize,
    /// How many it may hold.
    most: usize,
}

impl<'d> Builder<'d, '_> {
    fn warn(&mut self, code: Code, at: &Pointer, message: impl Into<String>, note: &str) {
        self.report(Diagnostic::warning(code, at, message).note(note));
    }

    /// Adds a finding, unless it was made before: a path item is read as often as paths refer to it.
    fn report(&mut self, finding: Diagnostic) {
        let place = match &finding.origin {
            Origin::Node(at) | Origin::Key(at) => at.clone(),
            Origin::File { .. } => Pointer::root(),
        };
        if self.reported.insert((finding.code, place, finding.message.clone())) {
            self.diagnostics.push(finding);
        }
    }

    /// Says that the value at `at` is not what it should be.
    fn wrong_type(&mut self, at: &Pointer, what: &str, value: &Value, allowed: &str, note: &str) {
        self.warn(Code::WrongType, at, format!("{what} is {}, not {allowed}", check::name_of(value)), note);
    }

    /// Counts what the skeleton is about to hold; `false` where that is too much.
    fn spend(&mut self, bytes: usize) -> bool {
        let before = self.spent;
        self.spent = before.saturating_add(bytes);
        if self.spent > self.most && before <= self.most {
            let message = "the paths of the document are too large, with what they refer to";
            let help = "split the document, or refer less often to large parameters, headers, bodies and responses";
            self.diagnostics.push(Diagnostic::error(Code::TooLarge, &Pointer::root(), message).help(help));
        }
        self.spent <= self.most
    }

    /// The object at the end of the references that begin at `at`, and the description that one of them puts in place of its own
    /// (OAS 3.1.1, Reference Object). `None`, reported, where there is none.
    fn resolve(&mut self, at: Pointer, value: &'d Value, what: &str, note: &str) -> Option<(Node<'d>, Option<&'d str>)> {
        let description = value.get("$ref").and_then(|_| value.get("description")).and_then(Value::as_str);
        let start = match self.ends.get(&at) {
            Some(end) => end.clone()?,
            None => at,
        };
        let mut place = start.clone();
        let mut passed = Vec::new();
        let mut node = start.find(self.root)?;
        while let Some(text) = node.get("$ref").and_then(Value::as_str) {
            passed.push(place.clone());
            let next = match self.references.target(&place, text) {
                Some(next) => self.ends.get(&next).cloned().unwrap_or(Some(next)),
                None => None,
            };
            let found = next.and_then(|next| Some((next.find(self.root)?, next)));
            let Some((target, next)) = found.filter(|_| passed.len() < MAX_CHAIN) else {
                self.ends.extend(passed.into_iter().map(|place| (place, None)));
                return None;
            };
            (node, place) = (target, next);
        }
        self.ends.extend(passed.into_iter().map(|passed| (passed, Some(place.clone()))));
        match node {
            Value::Object(object) => Some((Node { at: place, object }, description)),
            other => {
                self.wrong_type(&place, what, other, "an object", note);
                None
            }
        }
    }

    /// What is read at a node, which stands elsewhere than at `at` if it is shared: then it is read once.
    fn shared<T: Clone>(
        &mut self,
        at: &Pointer,
        node: &Node<'d>,
        cache: impl Fn(&mut Self) -> &mut HashMap<Pointer, Cached<T>>,
        read: impl FnOnce(&mut Self, &Node<'d>) -> Option<T>,
    ) -> Option<T> {
        if let Some(Cached { bytes, .. }) = cache(self).get(&node.at) {
            let bytes = *bytes;
            return if self.spend(bytes) { cache(self).get(&node.at).and_then(|cached| cached.item.clone()) } else { None };
        }
        let before = self.spent;
        if !self.spend(OBJECT_BYTES + size_of::<T>()) {
            return None;
        }
        let item = read(self, node);
        if *at != node.at {
            let bytes = self.spent - before;
            cache(self).insert(node.at.clone(), Cached { item: item.clone(), bytes });
        }
        item
    }

    /// A field that is text. Numbers and booleans are what YAML makes of unquoted text.
    fn text(&mut self, node: &Node<'d>, key: &str) -> Option<String> {
        let text = match node.get(key)? {
            Value::String(text) => text.clone(),
            Value::Number(number) => number.to_string(),
            Value::Bool(flag) => flag.to_string(),
            other => {
                self.wrong_type(&node.at.key(key), &excerpt(key), other, "a string", "the field is ignored");
                return None;
            }
        };
        self.spend(text.len()).then_some(text)
    }

    /// A field that is text and must be there.
    fn required_text(&mut self, node: &Node<'d>, key: &str, what: &str, note: &str) -> Option<String> {
        if node.get(key).is_none() {
            self.warn(Code::MissingField, &node.at, format!("{what} has no {}", excerpt(key)), note);
        }
        self.text(node, key)
    }

    /// A field that is a boolean.
    fn flag(&mut self, node: &Node<'d>, key: &str) -> Option<bool> {
        let value = node.get(key)?;
        let flag = super::schema::flag(value);
        if !value.is_boolean() {
            let note = if flag.is_some() { "it is read as the boolean that it spells" } else { "the field is ignored" };
            self.wrong_type(&node.at.key(key), &excerpt(key), value, "a boolean", note);
        }
        flag
    }

    /// A field that is a list, with the places of its elements.
    fn list(&mut self, node: &Node<'d>, key: &str) -> Vec<(Pointer, &'d Value)> {
        let at = node.at.key(key);
        match node.get(key) {
            None => Vec::new(),
            Some(Value::Array(list)) => list.iter().enumerate().map(|(index, value)| (at.index(index), value)).collect(),
            Some(other) => {
                self.wrong_type(&at, &excerpt(key), other, "an array", "the field is ignored");
                Vec::new()
            }
        }
    }

    /// A field that is an object.
    fn object(&mut self, node: &Node<'d>, key: &str) -> Option<Node<'d>> {
        let at = node.at.key(key);
        match node.get(key)? {
            Value::Object(object) => Some(Node { at, object }),
            other => {
                self.wrong_type(&at, &excerpt(key), other, "an object", "the field is ignored");
                None
            }
        }
    }

    /// A field that is an object of named things, with their places. `x-…` are things too: names of headers begin like that.
    fn map(&mut self, node: &Node<'d>, key: &str) -> Vec<(&'d str, Pointer, &'d Value)> {
        let Some(map) = self.object(node, key) else { return Vec::new() };
        map.object.iter().map(|(key, value)| (key.as_str(), map.at.key(key), value)).collect()
    }

    /// `x-…` of an object, and where it stands.
    fn extensions(&mut self, node: &Node<'d>) -> IndexMap<String, Value> {
        let mut extensions = IndexMap::new();
        if !node.at.as_str().is_empty() {
            extensions.insert(super::ORIGIN.to_owned(), Value::from(node.at.as_str()));
            self.spend(node.at.as_str().len());
        }
        for (key, value) in node.object {
            // `x-oas-…` is ours: a document must not pretend to have been through here.
            if key.starts_with("x-") && !key.starts_with("x-oas-") && self.spend(key.len() + super::weight(value)) {
                extensions.insert(key.clone(), value.clone());
            }
        }
        extensions
    }

    /// The place of the example of a parameter, header or media type, if it has one.
    fn example(&mut self, node: &Node<'d>) -> Option<Value> {
        if node.get("example").is_some() {
            return Some(Value::from(node.at.key("example").as_str()));
        }
        let Some(Value::Object(examples)) = node.get("examples") else { return None };
        let (name, value) = examples.iter().next()?;
        let (example, _) = self.resolve(node.at.key("examples").key(name), value, "an example", "the example is ignored")?;
        let key = ["value", "dataValue"].into_iter().find(|key| example.object.contains_key(*key))?;
        Some(Value::from(example.at.key(key).as_str()))
    }

    /// Paths that stand beside `paths`, which a wrong indentation makes of them.
    fn strays(&mut self, document: &Node<'d>) {
        for key in document.object.keys().filter(|key| key.starts_with('/')) {
            let finding = Diagnostic::warning(
                Code::InvalidValue,
                &document.at.key(key),
                format!("the path {} stands beside `paths`", excerpt(key)),
            );
            self.report(finding.note("it is ignored").help("bring it under `paths`, perhaps by its indentation"));
        }
    }

    fn info(&mut self, document: &Node<'d>) -> openapiv3::Info {
        let Some(info) = self.object(document, "info") else { return openapiv3::Info::default() };
        openapiv3::Info {
            title: self.text(&info, "title").unwrap_or_default(),
            description: self.text(&info, "description"),
            terms_of_service: self.text(&info, "termsOfService"),
            contact: None,
            license: None,
            version: self.text(&info, "version").unwrap_or_default(),
            extensions: self.extensions(&info),
        }
    }

    fn tags(&mut self, document: &Node<'d>) -> Vec<openapiv3::Tag> {
        let mut tags = Vec::new();
        for (at, value) in self.list(document, "tags") {
            match value {
                Value::String(name) => tags.push(openapiv3::Tag { name: name.clone(), ..openapiv3::Tag::default() }),
                Value::Object(object) => {
                    let node = Node { at, object };
                    let Some(name) = self.required_text(&node, "name", "the tag", "the tag is ignored") else { continue };
                    let description = self.text(&node, "description");
                    tags.push(openapiv3::Tag { name, description, external_docs: None, extensions: self.extensions(&node) });
                }
                other => self.wrong_type(&at, "a tag", other, "an object", "the tag is ignored"),
            }
        }
        tags
    }

    /// Component schemas by name, each as a reference to itself, and security schemes. Other components stand where they are used.
    fn components(&mut self, document: &Node<'d>, schemes: &mut Schemes) -> openapiv3::Components {
        let mut components = openapiv3::Components::default();
        let Some(node) = self.object(document, "components") else { return components };
        for (name, at, _) in self.map(&node, "schemas") {
            components.schemas.insert(name.to_owned(), schema_at(&at));
        }
        components.security_schemes = self.security_schemes(&node, schemes);
        components.extensions = self.extensions(&node);
        components
    }
}

/// A reference to the schema at a place.
fn schema_at(at: &Pointer) -> ReferenceOr<openapiv3::Schema> {
    ReferenceOr::Reference { reference: at.to_string() }
}
