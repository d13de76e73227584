//! `$id`, `$anchor` and `$dynamicAnchor`: the names by which schemas call each other, apart from their places.

use super::uri;
use crate::pointer::Pointer;
use serde_json::{Map, Value};
use std::collections::HashMap;

/// The index of all names. A resource is a file, or a schema with an `$id` of its own.
#[derive(Debug, Default)]
pub(super) struct Identifiers {
    /// Resources by URI.
    resources: HashMap<String, Pointer>,
    /// URIs of resources that are not files.
    uris: HashMap<Pointer, String>,
    /// Schemas by resource and plain name.
    anchors: HashMap<(Pointer, String), Pointer>,
    /// Schemas by dynamic name, wherever they stand: the first two.
    dynamic: HashMap<String, Vec<Pointer>>,
}

impl Identifiers {
    /// Adds what a schema calls itself. Schemas come before the schemas inside them. `file` is the file's place and path.
    pub(super) fn add(&mut self, at: &str, schema: &Map<String, Value>, file: (&Pointer, &str)) {
        let text = |key: &str| schema.get(key).and_then(Value::as_str);
        // `id` is what draft 4 calls `$id`; beside a `$ref`, draft 4 ignores it like any other keyword.
        let old = || text("id").filter(|_| text("$ref").is_none());
        if let Some(id) = text("$id").or_else(old) {
            let (name, fragment) = uri::split(id);
            let at = Pointer::new(at);
            let around = self.resource_of(&at, file.0);
            if !name.is_empty() {
                let uri = uri::join(self.uri_of(&around, file.1), name);
                self.resources.entry(uri.clone()).or_insert_with(|| at.clone());
                self.uris.insert(at, uri);
            } else if !fragment.is_empty() && !fragment.starts_with('/') {
                self.anchors.entry((around, fragment.to_owned())).or_insert(at);
            }
        }
        for (keyword, dynamic) in [("$anchor", false), ("$dynamicAnchor", true)] {
            if let Some(name) = text(keyword) {
                let at = Pointer::new(at);
                let resource = self.resource_of(&at, file.0);
                if dynamic {
                    let places = self.dynamic.entry(name.to_owned()).or_default();
                    // One is an answer and two are a warning; more are not needed.
                    if places.len() < 2 && !places.contains(&at) {
                        places.push(at.clone());
                    }
                }
                self.anchors.entry((resource, name.to_owned())).or_insert(at);
            }
        }
    }

    /// Says that the file at `at` calls itself `uri` (OpenAPI 3.2, `$self`).
    pub(super) fn add_self(&mut self, at: &Pointer, uri: &str) {
        self.resources.insert(uri::split(uri).0.to_owned(), at.clone());
    }

    /// The resource that holds a place, in the file at `file`.
    pub(super) fn resource_of(&self, at: &Pointer, file: &Pointer) -> Pointer {
        if self.uris.is_empty() {
            return file.clone();
        }
        let mut place = at.as_str();
        while place.len() > file.as_str().len() {
            if let Some((resource, _)) = self.uris.get_key_value(place) {
                return resource.clone();
            }
            place = &place[..place.rfind('/').unwrap_or(0)];
        }
        file.clone()
    }

    /// The URI of a resource; a file's is its path.
    pub(super) fn uri_of<'i>(&'i self, resource: &Pointer, path: &'i str) -> &'i str {
        self.uris.get(resource).map_or(path, String::as_str)
    }

    /// The resource of a URI without fragment.
    pub(super) fn resource(&self, uri: &str) -> Option<&Pointer> {
        self.resources.get(uri)
    }

    /// The schema of a plain name in a resource.
    pub(super) fn anchor(&self, resource: &Pointer, name: &str) -> Option<&Pointer> {
        if self.anchors.is_empty() {
            return None;
        }
        self.anchors.get(&(resource.clone(), name.to_owned()))
    }

    /// The schemas of a dynamic name: the first two, if there are several.
    pub(super) fn dynamic(&self, name: &str) -> &[Pointer] {
        self.dynamic.get(name).map_or(&[], Vec::as_slice)
    }
}
