//! One test for each row of the table of schemas: the smallest document that shows the rule, and the types that it gives.

mod composition;
mod limits;
mod shapes;
mod sharing;
mod sides;

use super::{Lowering, dump, finish, lower, lower_type, schema_named};
use crate::{
    Source,
    config::{Config, Untyped},
    diagnostic::Diagnostics,
    ir::{Api, Owner, Place, TypeKind, Usage},
    load,
    pointer::Pointer,
};

pub(super) struct Text(Vec<u8>);

impl Source for Text {
    fn read(&self, _path: &str) -> Result<Vec<u8>, String> {
        Ok(self.0.clone())
    }
}

/// A document with these component schemas, given as YAML.
pub(super) fn document(schemas: &str, diagnostics: &mut Diagnostics, config: &Config) -> load::Document {
    let schemas: serde_json::Value = serde_yaml::from_str(schemas).expect("the test's YAML");
    let root = serde_json::json!({
        "openapi": "3.1.0", "info": {"title": "t", "version": "1"}, "paths": {}, "components": {"schemas": schemas}
    });
    let (document, _) = load::load(&Text(root.to_string().into_bytes()), "openapi.json", config, diagnostics);
    document.expect("the test's document")
}

/// Lowers component schemas.
pub(super) fn lower_with(schemas: &str, config: &Config) -> (Api, String) {
    let mut diagnostics = Diagnostics::default();
    let document = document(schemas, &mut diagnostics, config);
    let api = lower(&document, config, &mut diagnostics);
    let findings =
        diagnostics.iter().map(|finding| format!("\n{}: {:?}: {}", finding.code.as_str(), finding.origin, finding.message));
    (api, findings.collect())
}

pub(super) const REQUEST: Usage = Usage { request: true, response: false };
pub(super) const RESPONSE: Usage = Usage { request: false, response: true };

/// The types of component schemas of which an operation uses some, each with its users.
pub(super) fn used(schemas: &str, uses: &[(&str, Usage)]) -> String {
    let (mut diagnostics, config) = (Diagnostics::default(), Config::default());
    let document = document(schemas, &mut diagnostics, &config);
    let mut cx = Lowering::new(&document, &config, &mut diagnostics);
    schema_named::lower_components(&mut cx);
    let place = Place { owner: Owner::Operation(0), steps: Vec::new() };
    for (name, usage) in uses {
        lower_type(&mut cx, &Pointer::new(&format!("/components/schemas/{name}")), &place, *usage);
    }
    let mut api = Api::default();
    finish(cx, &mut api);
    let users = api.types.iter().map(|def| match (def.usage.request, def.usage.response) {
        (true, true) => "both",
        (true, false) => "request",
        (false, true) => "response",
        (false, false) => "nobody",
    });
    users.zip(dump::dump(&api).lines()).map(|(user, line)| format!("{user}: {line}\n")).collect()
}

/// The documentation of the fields of a component, a line each.
pub(super) fn docs(schemas: &str, name: &str) -> String {
    let (api, _) = lower_with(schemas, &Config::default());
    let def = api.types.iter().find(|def| dump::place(&def.place) == name).expect("the type");
    let mut lines = vec![format!("{:?}", def.doc)];
    if let TypeKind::Struct(structure) = &def.kind {
        lines.extend(structure.fields.iter().map(|field| {
            let doc = &field.doc;
            let words = doc.summary.iter().chain(&doc.description).cloned().collect::<Vec<_>>().join(" / ");
            let deprecated = if doc.deprecated.is_some() { " (deprecated)" } else { "" };
            format!("{}{deprecated}: {words} | {}", field.wire, doc.notes.join(" "))
        }));
    }
    lines.join("\n")
}

/// The types of component schemas, and what there was to say.
pub(super) fn types(schemas: &str) -> String {
    let (api, findings) = lower_with(schemas, &Config::default());
    dump::dump(&api) + &findings
}

/// The same where a schema without `type` may be anything.
pub(super) fn strict_types(schemas: &str) -> String {
    let mut config = Config::default();
    config.types.untyped = Untyped::Any;
    let (api, findings) = lower_with(schemas, &config);
    dump::dump(&api) + &findings
}
