//! Choices of `codegen.toml` that change nothing. Each is an error, since its author believes that it does.

use super::scalar;
use crate::{
    config::Config,
    diagnostic::{Code, Diagnostic, Diagnostics},
    ir::{self, TypeKind},
    load::Document,
    pointer::Pointer,
};
use std::collections::HashSet;

/// Everything that an override has or could have changed, by the keys that overrides have.
pub(super) struct Changed {
    named: HashSet<String>,
    retyped: HashSet<String>,
    operations: HashSet<String>,
}

impl Changed {
    /// All that has a name in a client, and the schemas that were given another type.
    pub(super) fn new(api: &ir::Api, retyped: HashSet<String>) -> Changed {
        let operations = api.operations.iter().flat_map(|operation| {
            let parameters = operation.parameters.iter().map(|parameter| &parameter.origin);
            std::iter::once(&operation.origin).chain(parameters)
        });
        let schemes = api.security_schemes.iter().map(|scheme| &scheme.origin);
        let mut named: HashSet<String> = operations.chain(schemes).map(Pointer::to_string).collect();
        for def in &api.types {
            named.insert(def.origin.to_string());
            let values = |count: usize| (0..count).map(|index| def.origin.key("enum").index(index).to_string());
            match &def.kind {
                TypeKind::Struct(of) => named.extend(of.fields.iter().map(|field| field.origin.to_string())),
                TypeKind::Union(union) => named.extend(union.variants.iter().map(|variant| variant.origin.to_string())),
                TypeKind::StringEnum(of) => named.extend(values(of.len())),
                TypeKind::IntegerEnum(of) => named.extend(values(of.len())),
                TypeKind::LiteralEnum(of) => named.extend(values(of.len())),
                TypeKind::Tuple(_) | TypeKind::Alias(_) | TypeKind::Newtype(_) => {}
            }
        }
        let operations = api.operations.iter().map(|operation| operation.origin.to_string()).collect();
        Changed { named, retyped, operations }
    }
}

/// Reports overrides, credentials and formats that match nothing. Groups, filters and examples are reported where they are used.
pub(super) fn check(document: &Document, config: &Config, changed: &Changed, diagnostics: &mut Diagnostics) {
    for (key, choice) in &config.overrides {
        let written = config.written(key);
        let pointer = Pointer::new(key.strip_prefix('#').unwrap_or(key));
        let mut report = |message: String, help: &str| {
            diagnostics.push(finding(config, "overrides", written, message).help(help));
        };
        if document.node(&pointer).is_none() {
            report(format!("the override `{written}` leads nowhere"), "use a pointer as diagnostics show it, behind `at`");
            continue;
        }
        if choice.rename.is_some() && !changed.named.contains(key) {
            let help = "types, fields, variants, operations, parameters and security schemes that are emitted have names";
            report(format!("the override `{written}` renames nothing that is emitted"), help);
        }
        if choice.retype.is_some() && !changed.retyped.contains(key) {
            report(format!("the override `{written}` is no schema that is emitted"), "use the pointer of a schema");
        }
        if choice.idempotent.is_some() && !changed.operations.contains(key) {
            let help = "use the pointer of an operation, such as `#/paths/~1pets/post`";
            report(format!("the override `{written}` is no operation that is emitted"), help);
        }
    }
    for scheme in config.auth.keys() {
        let known = document.api.components.iter().any(|components| components.security_schemes.contains_key(scheme));
        if !known {
            let message = format!("`auth` names the security scheme `{scheme}`, which the document does not have");
            diagnostics.push(finding(config, "auth", scheme, message));
        }
    }
    for format in config.types.formats.keys().filter(|format| !scalar::is_format_of_text(format)) {
        let message = format!("`types.formats` names `{format}`, which has no type of its own");
        diagnostics.push(finding(config, "types.formats", format, message));
    }
}

/// An entry of `codegen.toml` that matches nothing.
pub(super) fn finding(config: &Config, table: &str, entry: &str, message: String) -> Diagnostic {
    Diagnostic::file(Code::UnmatchedOverride, config.path(), config.position_of(table, entry), message)
}
