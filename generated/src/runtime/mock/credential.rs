//! Whether a request has the credentials that its operation needs. What they are is nobody's business here.

use super::{
    read::{Request, decode_pair},
    table::{Entry, Table},
};
use crate::runtime::http::{Scheme, SchemeKind};

/// What is missing, in words; `None` where a request may pass.
pub(super) fn missing(table: &Table, entry: &Entry, request: &Request) -> Option<String> {
    let scheme = |name: &&str| table.service.schemes.iter().find(|scheme| scheme.name == *name);
    let fits = |names: &&&[&str]| names.iter().filter_map(scheme).all(|scheme| has(scheme, request));
    if entry.security.is_empty() || entry.security.iter().any(|names| fits(&names)) {
        return None;
    }
    let alternatives = entry.security.iter().map(|names| {
        let words: Vec<String> = names.iter().filter_map(scheme).map(words).collect();
        words.join(" and ")
    });
    Some(alternatives.collect::<Vec<_>>().join(", or "))
}

fn has(scheme: &Scheme, request: &Request) -> bool {
    let authorization = |prefix: &str| {
        let header = request.header("authorization").unwrap_or_default();
        header.get(..prefix.len()).is_some_and(|start| start.eq_ignore_ascii_case(prefix))
            && header[prefix.len()..].starts_with(' ')
            && !header[prefix.len()..].trim().is_empty()
    };
    match scheme.kind {
        SchemeKind::Bearer | SchemeKind::OAuth2 { .. } => authorization("Bearer"),
        SchemeKind::Basic => authorization("Basic"),
        SchemeKind::Http(name) => authorization(name) || request.header("authorization").is_some(),
        SchemeKind::Header(name) => request.header(name).is_some_and(|value| !value.is_empty()),
        SchemeKind::Query(name) => request.query.iter().any(|(key, value)| decode_pair(key) == name && !value.is_empty()),
        SchemeKind::Cookie(name) => request.cookies.iter().any(|(key, value)| key == name && !value.is_empty()),
        SchemeKind::Transport => true,
    }
}

fn words(scheme: &Scheme) -> String {
    match scheme.kind {
        SchemeKind::Bearer | SchemeKind::OAuth2 { .. } => "the header `Authorization: Bearer …`".to_owned(),
        SchemeKind::Basic => "the header `Authorization: Basic …`".to_owned(),
        SchemeKind::Http(name) => format!("the header `Authorization: {name} …`"),
        SchemeKind::Header(name) => format!("the header `{name}`"),
        SchemeKind::Query(name) => format!("the query parameter `{name}`"),
        SchemeKind::Cookie(name) => format!("the cookie `{name}`"),
        SchemeKind::Transport => "a client certificate".to_owned(),
    }
}
