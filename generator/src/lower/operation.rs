//! Operations: every one of the document, in its order, to [`ir::Operation`]. An operation that cannot be expressed is skipped with a
//! warning that says so; the rest is lowered.

use super::{
    Lowering,
    body::lower_body,
    example::lower_examples,
    filter::{Candidate, Filter},
    group::{lower_group, lower_groups},
    header::lower_headers,
    mock::{Speller, lower_mock},
    page::Pager,
    parameter::lower_parameters,
    path::{PathKey, derive_id, parse_path},
    response::{Answered, lower_responses},
    security::{implied_scheme, lower_default, lower_implied, lower_requirements, lower_schemes},
    server::{lower_own_server, lower_servers},
    stream::lower_stream,
};
use crate::{
    config::Config,
    diagnostic::{Code, Diagnostic},
    ir::{self, Deprecation, Doc, Method, Owner, Place, Repetition, Step, mock::Mock},
    load::{ORIGIN, OperationEntry, QUERY},
    pointer::Pointer,
};
use indexmap::IndexMap;
use openapiv3::ReferenceOr;
use serde_json::Value;

/// Lowers everything but schemas that no operation uses: servers, security schemes, groups and operations.
pub(super) fn lower_operations(cx: &mut Lowering<'_>) -> ir::Api {
    let document = cx.document;
    let mut schemes = lower_schemes(cx);
    let security = lower_default(&document.api, &schemes);
    let selected = select(cx);
    if security.is_empty() {
        schemes.extend(implied_scheme(cx, &schemes, selected.iter().map(|selected| selected.operation)));
    }
    let mut operations = Vec::with_capacity(selected.len());
    let (mut mocked, mut speller) = (Vec::with_capacity(selected.len()), Speller::default());
    let mut pager = Pager::new(&cx.config.pagination);
    for (index, selected) in selected.iter().enumerate() {
        let (mut operation, answered) = lower_operation(cx, index, selected, &schemes, &security);
        mocked.push(lower_mock(cx, &mut speller, &operation, &answered, selected.operation));
        operation.paging = pager.paging(&cx.types, &selected.candidate(), &operation);
        operations.push(operation);
    }
    pager.finish(cx.config, cx.diagnostics);
    let examples = lower_examples(cx, &operations, &selected);
    ir::Api {
        title: document.api.info.title.clone(),
        description: document.api.info.description.clone(),
        servers: lower_servers(&document.api.servers),
        security_schemes: schemes,
        groups: lower_groups(cx),
        types: Vec::new(),
        operations,
        examples,
        mock: Mock { operations: mocked, schemas: speller.finish(document) },
        gates: None,
    }
}

/// An operation that will be emitted.
pub(super) struct Selected<'d> {
    item: &'d openapiv3::PathItem,
    pub(super) operation: &'d openapiv3::Operation,
    origin: Pointer,
    method: Method,
    path: PathKey,
    id: String,
    /// The name that the document gives it, or that its method and path do.
    pub(super) document_id: String,
    /// The key of its path.
    key: &'d str,
}

impl Selected<'_> {
    fn candidate(&self) -> Candidate<'_> {
        Candidate { id: &self.document_id, path: self.key, tags: &self.operation.tags }
    }
}

/// Where an operation stands: what its parameters, bodies and responses are named after.
pub(super) struct Site {
    /// The index in [`ir::Api::operations`].
    pub(super) index: usize,
    /// The operation's node.
    pub(super) origin: Pointer,
    /// The reserved headers that its media types and its security set.
    set: Vec<&'static str>,
}

fn select<'d>(cx: &mut Lowering<'d>) -> Vec<Selected<'d>> {
    let document = cx.document;
    let mut filter = Filter::new(&cx.config.operations);
    let mut selected = Vec::new();
    for entry in document.operations() {
        let OperationEntry { path: key, method, item, operation } = entry;
        let path = parse_path(key, item.extensions.get(QUERY).and_then(Value::as_str).unwrap_or_default());
        let origin = origin_of(&operation.extensions);
        let document_id = match operation.operation_id.as_deref() {
            Some(id) => id.to_owned(),
            None => derive_id(method, &path.template),
        };
        if !filter.admits(&Candidate { id: &document_id, path: key, tags: &operation.tags }) {
            continue;
        }
        let renamed = cx.config.overrides.get(&origin.to_string()).and_then(|choice| choice.rename.clone());
        let id = renamed.unwrap_or_else(|| document_id.clone());
        if path.malformed {
            let message = format!("the path `{key}` has a brace without its partner, or a variable without a name");
            let finding = Diagnostic::warning(Code::PathParameters, &origin, message);
            cx.diagnostics.push(finding.note("it is sent as it stands"));
        }
        selected.push(Selected { item, operation, origin, method: lower_method(method), path, id, document_id, key });
    }
    filter.finish(cx.config, cx.diagnostics);
    selected
}

fn lower_method(method: &str) -> Method {
    match method {
        "GET" => Method::Get,
        "PUT" => Method::Put,
        "POST" => Method::Post,
        "DELETE" => Method::Delete,
        "OPTIONS" => Method::Options,
        "HEAD" => Method::Head,
        "PATCH" => Method::Patch,
        "TRACE" => Method::Trace,
        other => Method::Other(other.to_owned()),
    }
}

fn lower_operation<'d>(
    cx: &mut Lowering<'_>,
    index: usize,
    selected: &Selected<'d>,
    schemes: &[ir::SecurityScheme],
    security: &[Vec<String>],
) -> (ir::Operation, Vec<Answered<'d>>) {
    let Selected { item, operation, origin, method, path, id, .. } = selected;
    let security = match &operation.security {
        Some(requirements) => lower_requirements(requirements, schemes),
        None => security.to_vec(),
    };
    let security = if security.is_empty() { lower_implied(operation, schemes) } else { security };
    let site = Site { index, origin: origin.clone(), set: set_headers(operation, &security) };
    let parameters = lower_parameters(cx, &site, operation, path);
    let body = lower_body(cx, &site, operation);
    let (success, errors, answered) = lower_responses(cx, &site, method, operation);
    let stream = lower_stream(cx, &site, method, operation, &success);
    let headers = lower_headers(cx, &site, operation);
    let repetition = lower_repetition(cx.config, origin, &parameters);
    let lowered = ir::Operation {
        origin: origin.clone(),
        id: id.clone(),
        method: method.clone(),
        path: path.template.clone(),
        group: lower_group(cx.config, operation),
        doc: lower_doc(operation),
        parameters,
        body,
        success,
        stream,
        headers,
        // Once all types are known.
        paging: None,
        errors,
        security,
        server: lower_own_server(&cx.document.api, item, operation),
        repetition,
    };
    (lowered, answered)
}

/// A header parameter is one of idempotency keys by its name alone: OpenAPI has no other word for it.
fn lower_repetition(config: &Config, origin: &Pointer, parameters: &[ir::Parameter]) -> Repetition {
    let name = config.idempotency_header.as_deref().unwrap_or("Idempotency-Key");
    let takes_key = |parameter: &&ir::Parameter| {
        matches!(parameter.location, ir::Location::Header(_)) && parameter.wire.eq_ignore_ascii_case(name)
    };
    let key = parameters.iter().find(takes_key).filter(|parameter| !parameter.required);
    Repetition {
        is_idempotent: config.overrides.get(&origin.to_string()).and_then(|choice| choice.idempotent),
        key_header: key.map(|parameter| parameter.wire.clone()),
    }
}

/// The reserved headers that an operation sets without a parameter: those of its content, and that of its credentials.
fn set_headers(operation: &openapiv3::Operation, security: &[Vec<String>]) -> Vec<&'static str> {
    let body = operation.request_body.as_ref().and_then(ReferenceOr::as_item);
    let has_body = body.is_some_and(|body| !body.content.is_empty());
    let responses = operation.responses.default.iter().chain(operation.responses.responses.values());
    let has_answer = responses.filter_map(ReferenceOr::as_item).any(|response| !response.content.is_empty());
    let set = [("content-type", has_body), ("accept", has_answer), ("authorization", !security.is_empty())];
    set.into_iter().filter(|(_, is_set)| *is_set).map(|(name, _)| name).collect()
}

fn lower_doc(operation: &openapiv3::Operation) -> Doc {
    let message = operation.extensions.iter().find_map(|(key, value)| {
        let says = key.contains("deprecat") && (key.contains("message") || key.contains("description") || key.contains("reason"));
        says.then(|| value.as_str().map(str::to_owned))?
    });
    Doc {
        summary: operation.summary.clone().filter(|text| !text.trim().is_empty()),
        description: operation.description.clone().filter(|text| !text.trim().is_empty()),
        notes: Vec::new(),
        deprecated: operation.deprecated.then_some(Deprecation { message }),
    }
}

/// The place in the document that an object of the skeleton came from.
pub(super) fn origin_of(extensions: &IndexMap<String, Value>) -> Pointer {
    pointer_in(extensions, ORIGIN).unwrap_or(Pointer::root())
}

/// A pointer that `load` left in an extension.
pub(super) fn pointer_in(extensions: &IndexMap<String, Value>, key: &str) -> Option<Pointer> {
    extensions.get(key).and_then(Value::as_str).map(Pointer::new)
}

/// The pointer that stands for a schema in the skeleton.
pub(super) fn pointer_of<T>(schema: &ReferenceOr<T>) -> Option<Pointer> {
    match schema {
        ReferenceOr::Reference { reference } => Some(Pointer::new(reference.strip_prefix('#').unwrap_or(reference))),
        ReferenceOr::Item(_) => None,
    }
}

impl Site {
    /// Whether the operation sets a reserved header by itself.
    pub(super) fn sets(&self, header: &str) -> bool {
        self.set.iter().any(|name| name.eq_ignore_ascii_case(header))
    }

    /// What an inline schema of the operation is named after.
    pub(super) fn place(&self, step: Step) -> Place {
        Place { owner: Owner::Operation(self.index), steps: vec![step] }
    }
}
