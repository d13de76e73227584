//! Security: schemes to [`ir::SecurityScheme`], requirements to alternatives of scheme names. A requirement that names a scheme which
//! is not there has been reported by `load`, and is left out.

use super::{Lowering, operation::origin_of, parameter::header_parameter};
use crate::{
    ir::{self, Doc, SecurityKind},
    pointer::Pointer,
};
use openapiv3::{APIKeyLocation, OAuth2Flows, SecurityScheme};

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
        SecurityScheme::OAuth2 { flows, description, extensions } => {
            (SecurityKind::OAuth2(lower_flows(flows)), description, extensions)
        }
        SecurityScheme::OpenIDConnect { description, extensions, .. } => (SecurityKind::Bearer, description, extensions),
    }
}

/// The flows that a program can follow, and what the others say about refresh tokens.
fn lower_flows(flows: &OAuth2Flows) -> ir::OAuth2 {
    let mut lowered = ir::OAuth2::default();
    let mut scopes = |of: &indexmap::IndexMap<String, String>| {
        for (name, description) in of {
            if !lowered.scopes.iter().any(|(known, _)| known == name) {
                lowered.scopes.push((name.clone(), description.clone()));
            }
        }
    };
    let said = |url: &String| (!url.trim().is_empty()).then(|| url.clone());
    // OAS 3.0.4, OAuth Flow Object: a `refreshUrl` may stand in any flow. RFC 6749, 6: without one, the token endpoint serves.
    let refresh = |refresh: &Option<String>, token: &String| refresh.as_ref().and_then(said).or_else(|| said(token));
    if let Some(flow) = &flows.client_credentials {
        scopes(&flow.scopes);
        lowered.client_credentials = said(&flow.token_url);
    }
    if let Some(flow) = &flows.authorization_code {
        scopes(&flow.scopes);
        lowered.refresh = refresh(&flow.refresh_url, &flow.token_url);
    }
    if let Some(flow) = &flows.password {
        scopes(&flow.scopes);
        lowered.refresh = lowered.refresh.or_else(|| refresh(&flow.refresh_url, &flow.token_url));
    }
    if let Some(flow) = &flows.implicit {
        scopes(&flow.scopes);
        lowered.refresh = lowered.refresh.or_else(|| flow.refresh_url.as_ref().and_then(said));
    }
    lowered
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

/// The name of a scheme that no document defines and many mean.
const AUTHORIZATION: &str = "Authorization";

/// A document that says nothing about security and declares `Authorization` as a header parameter means a credential: OpenAPI
/// reserves the name of the parameter, so that the client has a setting for it. `None` where a scheme of the document has that place.
pub(super) fn implied_scheme<'o>(
    cx: &Lowering<'_>,
    schemes: &[ir::SecurityScheme],
    mut operations: impl Iterator<Item = &'o openapiv3::Operation>,
) -> Option<ir::SecurityScheme> {
    let is_taken = schemes.iter().any(|scheme| is_authorization(scheme) || scheme.name == AUTHORIZATION);
    if is_taken || !operations.any(|operation| header_parameter(operation, AUTHORIZATION).is_some()) {
        return None;
    }
    Some(ir::SecurityScheme {
        origin: Pointer::root(),
        name: AUTHORIZATION.to_owned(),
        kind: SecurityKind::Header(AUTHORIZATION.to_owned()),
        env: cx.config.auth.get(AUTHORIZATION).and_then(|auth| auth.env.clone()),
        doc: Doc::default(),
    })
}

/// The alternatives of an operation without any that declares `Authorization` as a parameter: each scheme that goes there.
pub(super) fn lower_implied(operation: &openapiv3::Operation, schemes: &[ir::SecurityScheme]) -> Vec<Vec<String>> {
    let Some(is_required) = header_parameter(operation, AUTHORIZATION) else { return Vec::new() };
    let fitting = schemes.iter().filter(|scheme| is_authorization(scheme));
    let mut alternatives: Vec<Vec<String>> = fitting.map(|scheme| vec![scheme.name.clone()]).collect();
    if !alternatives.is_empty() && !is_required {
        alternatives.push(Vec::new());
    }
    alternatives
}

/// Whether a credential of the scheme is sent in `Authorization`.
fn is_authorization(scheme: &ir::SecurityScheme) -> bool {
    match &scheme.kind {
        SecurityKind::Bearer | SecurityKind::OAuth2(_) | SecurityKind::Basic | SecurityKind::Http(_) => true,
        SecurityKind::Header(name) => name.eq_ignore_ascii_case(AUTHORIZATION),
        SecurityKind::Query(_) | SecurityKind::Cookie(_) | SecurityKind::Transport => false,
    }
}
