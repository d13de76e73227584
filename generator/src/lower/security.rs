//! Security: schemes to [`ir::SecurityScheme`], requirements to alternatives of scheme names. A requirement that names a scheme which
//! is not there has been reported by `load`, and is left out.

use super::{Lowering, operation::origin_of};
use crate::ir::{self, Doc, SecurityKind};
use openapiv3::{APIKeyLocation, SecurityScheme};

/// Lowers every scheme of the document, in its order.
pub(super) fn lower_schemes(cx: &Lowering<'_>) -> Vec<ir::SecurityScheme> {
    let document = cx.document;
    let Some(components) = &document.api.components else { return Vec::new() };
    let mut schemes = Vec::new();
    for (name, scheme) in &components.security_schemes {
        // `load` has resolved it.
        let Some(scheme) = scheme.as_item() else { continue };
        let (kind, description, extensions) = classify(scheme);
        schemes.push(ir::SecurityScheme {
            origin: origin_of(extensions),
            name: name.clone(),
            kind,
            env: cx.config.auth.get(name).and_then(|auth| auth.env.clone()),
            doc: Doc { description: description.clone(), ..Doc::default() },
        });
    }
    schemes
}

type Extensions = indexmap::IndexMap<String, serde_json::Value>;

fn classify(scheme: &SecurityScheme) -> (SecurityKind, &Option<String>, &Extensions) {
    match scheme {
        SecurityScheme::HTTP { scheme, description, extensions, .. } => {
            // RFC 9110, 11.1: the name of a scheme is case-insensitive.
            let kind = match scheme.to_ascii_lowercase().as_str() {
                "bearer" => SecurityKind::Bearer,
                "basic" => SecurityKind::Basic,
                "mutualtls" => SecurityKind::Transport,
                _ => SecurityKind::Http(scheme.clone()),
            };
            (kind, description, extensions)
        }
        SecurityScheme::APIKey { location, name, description, extensions } => {
            let kind = match location {
                APIKeyLocation::Header => SecurityKind::Header(name.clone()),
                APIKeyLocation::Query => SecurityKind::Query(name.clone()),
                APIKeyLocation::Cookie => SecurityKind::Cookie(name.clone()),
            };
            (kind, description, extensions)
        }
        SecurityScheme::OAuth2 { description, extensions, .. }
        | SecurityScheme::OpenIDConnect { description, extensions, .. } => (SecurityKind::Bearer, description, extensions),
    }
}

/// The alternatives of operations that say nothing of their own.
pub(super) fn lower_default(api: &openapiv3::OpenAPI, schemes: &[ir::SecurityScheme]) -> Vec<Vec<String>> {
    match &api.security {
        Some(requirements) => lower_requirements(requirements, schemes),
        None if api.operations().any(|(_, _, operation)| operation.security.is_some()) => Vec::new(),
        None => unsaid(schemes),
    }
}

/// A document that defines schemes and never says where they apply: a credential that the user gives is sent, and none is demanded.
fn unsaid(schemes: &[ir::SecurityScheme]) -> Vec<Vec<String>> {
    if schemes.is_empty() {
        return Vec::new();
    }
    schemes.iter().map(|scheme| vec![scheme.name.clone()]).chain([Vec::new()]).collect()
}

/// The alternatives of a list of requirements.
pub(super) fn lower_requirements(
    requirements: &[openapiv3::SecurityRequirement],
    schemes: &[ir::SecurityScheme],
) -> Vec<Vec<String>> {
    let defined = |name: &&String| schemes.iter().any(|scheme| scheme.name == **name);
    let mut alternatives: Vec<Vec<String>> = Vec::new();
    for requirement in requirements {
        let names: Vec<String> = requirement.keys().filter(defined).cloned().collect();
        // `{}` makes credentials optional; `{undefined: []}` does not.
        if (!names.is_empty() || requirement.is_empty()) && !alternatives.contains(&names) {
            alternatives.push(names);
        }
    }
    if alternatives.iter().all(Vec::is_empty) { Vec::new() } else { alternatives }
}
