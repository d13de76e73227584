//! Path items and operations.

use super::{Builder, Listed, Node, parameter, security::Schemes};
use crate::{
    diagnostic::Code,
    load::{PATH, QUERY, excerpt},
    pointer::Pointer,
};
use indexmap::IndexMap;
use openapiv3::{Operation, Parameter, PathItem, ReferenceOr};
use serde_json::Value;
use std::collections::{HashMap, HashSet};

/// Everything under `paths` or `webhooks`.
#[derive(Debug)]
pub(in crate::load) struct Paths {
    pub(in crate::load) paths: openapiv3::Paths,
    pub(in crate::load) operations: Vec<Listed>,
    pub(in crate::load) count: usize,
}

/// Methods that are fields of a path item.
const METHODS: [&str; 9] = ["get", "put", "post", "delete", "options", "head", "patch", "trace", "query"];

/// All other fields of a path item.
const FIELDS: [&str; 5] = ["$ref", "summary", "description", "servers", "parameters"];

/// What is gathered while paths are read.
struct Gathered<'s> {
    schemes: &'s Schemes,
    operations: Vec<Listed>,
    count: usize,
    /// Where an operationId was seen first.
    ids: HashMap<String, Pointer>,
}

impl<'d> Builder<'d, '_> {
    pub(super) fn paths(&mut self, document: &Node<'d>, schemes: &Schemes) -> Paths {
        let mut gathered = Gathered { schemes, operations: Vec::new(), count: 0, ids: HashMap::new() };
        let members = self.map(document, "paths");
        let mut paths = IndexMap::with_capacity(members.len().min(self.most / size_of::<PathItem>()));
        for (key, at, value) in members {
            if key.starts_with("x-") {
                continue;
            }
            if !self.spend(super::OBJECT_BYTES + size_of::<PathItem>()) {
                break;
            }
            let (path, query) = self.path_key(key, &at);
            let operations = gathered.operations.len();
            let Some(mut item) = self.path_item(at.clone(), value, paths.len(), &mut gathered) else { continue };
            item.extensions.insert(PATH.to_owned(), Value::from(path.as_str()));
            if let Some(query) = query {
                item.extensions.insert(QUERY.to_owned(), Value::from(query));
            }
            // Keys that differ only in their query or fragment, as in descriptions of AWS, are paths of their own.
            let key = if key.contains(['?', '#']) { key.to_owned() } else { path };
            if paths.contains_key(&key) {
                self.warn(Code::InvalidValue, &at, format!("the path {} is there twice", excerpt(&key)), "the first one counts");
                gathered.operations.truncate(operations);
                continue;
            }
            paths.insert(key, ReferenceOr::Item(item));
        }
        let paths = openapiv3::Paths { paths, extensions: IndexMap::new() };
        Paths { paths, operations: gathered.operations, count: gathered.count }
    }

    /// Everything under `webhooks` (OAS 3.1): what the service sends by itself. Its names are no paths.
    pub(super) fn webhooks(&mut self, document: &Node<'d>, schemes: &Schemes) -> Paths {
        let mut gathered = Gathered { schemes, operations: Vec::new(), count: 0, ids: HashMap::new() };
        let mut paths = IndexMap::new();
        for (name, at, value) in self.map(document, "webhooks") {
            if name.starts_with("x-") {
                continue;
            }
            if !self.spend(super::OBJECT_BYTES + size_of::<PathItem>()) {
                break;
            }
            if let Some(item) = self.path_item(at, value, paths.len(), &mut gathered) {
                paths.insert(name.to_owned(), ReferenceOr::Item(item));
            }
        }
        let paths = openapiv3::Paths { paths, extensions: IndexMap::new() };
        Paths { paths, operations: gathered.operations, count: gathered.count }
    }

    /// The path of a key of `paths`, and its query.
    fn path_key(&mut self, key: &str, at: &Pointer) -> (String, Option<String>) {
        let without_fragment = key.split_once('#').map_or(key, |(path, _)| path);
        let (path, query) = match without_fragment.split_once('?') {
            Some((path, query)) => (path, Some(query).filter(|query| !query.is_empty()).map(str::to_owned)),
            None => (without_fragment, None),
        };
        if path.starts_with('/') {
            return (path.to_owned(), query);
        }
        let message = format!("the path {} does not begin with `/`", excerpt(key));
        self.warn(Code::InvalidValue, at, message, "it is read as if it did");
        (format!("/{path}"), query)
    }

    /// The path item at a place, with what its references lead to. Fields beside a `$ref` go before those behind it.
    fn path_item(&mut self, at: Pointer, value: &'d Value, index: usize, gathered: &mut Gathered<'_>) -> Option<PathItem> {
        const NOTE: &str = "the path is skipped";
        let mut layers = Vec::new();
        if let Value::Object(object) = value
            && object.contains_key("$ref")
        {
            layers.push(Node { at: at.clone(), object });
        }
        layers.extend(self.resolve(at, value, "a path item", NOTE).map(|(node, _)| node));
        let last = layers.last()?.clone();
        let mut shared: Vec<Parameter> = Vec::new();
        let mut known = HashSet::new();
        let before = self.spent;
        for layer in &layers {
            let parameters = self.parameters(layer);
            shared.extend(parameters.into_iter().filter(|parameter| known.insert(parameter::identity(parameter))));
        }
        let shared_bytes = self.spent - before;
        let mut item = PathItem { extensions: self.extensions(&last), ..PathItem::default() };
        let mut seen = HashSet::new();
        for layer in &layers {
            item.summary = item.summary.take().or_else(|| self.text(layer, "summary"));
            item.description = item.description.take().or_else(|| self.text(layer, "description"));
            if item.servers.is_empty() {
                item.servers = self.servers(layer);
            }
            for (method, at, value) in self.methods(layer) {
                if !seen.insert(method.clone()) {
                    continue;
                }
                gathered.count += 1;
                if !self.spend(super::OBJECT_BYTES + shared_bytes) {
                    continue;
                }
                let Value::Object(object) = value else {
                    self.wrong_type(&at, "an operation", value, "an object", "the operation is skipped");
                    continue;
                };
                let operation = self.operation(&Node { at, object }, &shared, gathered);
                let slot = match method.as_str() {
                    "GET" => Some(&mut item.get),
                    "PUT" => Some(&mut item.put),
                    "POST" => Some(&mut item.post),
                    "DELETE" => Some(&mut item.delete),
                    "OPTIONS" => Some(&mut item.options),
                    "HEAD" => Some(&mut item.head),
                    "PATCH" => Some(&mut item.patch),
                    "TRACE" => Some(&mut item.trace),
                    _ => None,
                };
                let other = match slot {
                    Some(slot) => {
                        *slot = Some(operation);
                        None
                    }
                    None => Some(Box::new(operation)),
                };
                gathered.operations.push(Listed { path: index, method, other });
            }
        }
        Some(item)
    }

    /// The operations of a path item: method, place and value, in document order.
    fn methods(&mut self, item: &Node<'d>) -> Vec<(String, Pointer, &'d Value)> {
        let mut methods: Vec<(String, Pointer, &'d Value)> = Vec::new();
        for (key, value) in item.object {
            if FIELDS.contains(&key.as_str()) || key.starts_with("x-") {
                continue;
            }
            if METHODS.contains(&key.to_ascii_lowercase().as_str()) && !value.is_null() {
                let at = item.at.key(key);
                if key.bytes().any(|byte| byte.is_ascii_uppercase()) {
                    let message = format!("the method {} is not in lower case", excerpt(key));
                    self.warn(Code::InvalidValue, &at, message, "it is read as if it were");
                }
                let method = key.to_ascii_uppercase();
                if methods.iter().any(|(other, ..)| *other == method) {
                    let message = format!("the path has an operation `{method}` already");
                    self.warn(Code::InvalidValue, &at, message, "the first one counts");
                    continue;
                }
                methods.push((method, at, value));
            } else if key == "additionalOperations" {
                for (method, at, value) in self.map(item, key) {
                    let is_token = |byte: u8| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte);
                    if method.is_empty() || !method.bytes().all(is_token) {
                        let message = format!("{} is not the name of a method", excerpt(method));
                        self.warn(Code::InvalidValue, &at, message, "the operation is skipped");
                        continue;
                    }
                    // OAS 3.2, Path Item Object: this map MUST NOT hold a method that is a field of its own.
                    if METHODS.iter().any(|field| item.get(field).is_some() && method.eq_ignore_ascii_case(field)) {
                        let message = format!("the path has an operation {} already", excerpt(method));
                        self.warn(Code::InvalidValue, &at, message, "the operation is skipped");
                        continue;
                    }
                    // RFC 9110 §9.1: methods have case, and OpenAPI 3.2 has them here as they are sent.
                    methods.push((method.to_owned(), at, value));
                }
            } else if !value.is_null() {
                let message = format!("{} is no field of a path item, and no method", excerpt(key));
                self.warn(Code::InvalidValue, &item.at.key(key), message, "it is ignored");
            }
        }
        methods
    }

    fn operation(&mut self, node: &Node<'d>, shared: &[Parameter], gathered: &mut Gathered<'_>) -> Operation {
        let own = self.parameters(node);
        let overridden: HashSet<_> = own.iter().map(parameter::identity).collect();
        let inherited = shared.iter().filter(|shared| !overridden.contains(&parameter::identity(shared)));
        let parameters: Vec<Parameter> = inherited.cloned().chain(own.iter().cloned()).collect();
        let mut tags = Vec::new();
        let tag_list = match node.get("tags") {
            Some(tag @ Value::String(_)) => vec![(node.at.key("tags"), tag)],
            _ => self.list(node, "tags"),
        };
        for (at, tag) in tag_list {
            match tag {
                Value::String(tag) => tags.push(tag.clone()),
                Value::Number(_) | Value::Bool(_) => tags.push(tag.to_string()),
                other => self.wrong_type(&at, "a tag", other, "a string", "the tag is ignored"),
            }
        }
        Operation {
            tags,
            summary: self.text(node, "summary"),
            description: self.text(node, "description"),
            external_docs: None,
            operation_id: self.operation_id(node, gathered),
            parameters: parameters.into_iter().map(ReferenceOr::Item).collect(),
            request_body: self.request_body(node),
            responses: self.responses(node),
            callbacks: IndexMap::new(),
            deprecated: self.flag(node, "deprecated").unwrap_or(false),
            security: self.security(node, gathered.schemes),
            servers: self.servers(node),
            extensions: self.extensions(node),
        }
    }

    /// The operationId, if no operation before has it.
    fn operation_id(&mut self, node: &Node<'d>, gathered: &mut Gathered<'_>) -> Option<String> {
        let id = self.text(node, "operationId").filter(|id| !id.trim().is_empty())?;
        match gathered.ids.get(&id) {
            Some(first) => {
                let message = format!("the operationId {} is not unique", excerpt(&id));
                let note = if *first == node.at {
                    "several paths refer to it; the operation is named after its method and path".to_owned()
                } else {
                    format!("the first one is at {first}; this operation is named after its method and path")
                };
                self.warn(Code::DuplicateOperationId, &node.at.key("operationId"), message, &note);
                None
            }
            None => {
                gathered.ids.insert(id.clone(), node.at.clone());
                Some(id)
            }
        }
    }
}
