//! Which operation a request is meant for: by the path below a server of the document, the pairs that belong to it, and the method.

use super::{
    read::{Request, decode_pair},
    table::{Entry, Place, Table},
};

/// Where the operations are.
#[derive(Debug)]
pub(super) struct Routes {
    routes: Vec<Route>,
}

/// The path of an operation below one of its servers.
#[derive(Debug)]
struct Route {
    entry: &'static Entry,
    pieces: Vec<Piece>,
    /// How much of it is written out: more of that wins (OAS 3.0.4, Path Templating Matching).
    literal: usize,
}

/// A piece of a path.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Piece {
    /// Text, encoded.
    Literal(String),
    /// A path parameter; one without a name is a variable of a server.
    Variable(&'static str),
}

/// What a request is meant for.
pub(super) enum Target {
    /// An operation, with the encoded values of its path.
    Operation(&'static Entry, Vec<(String, String)>),
    /// A path whose operations have other methods.
    Methods(Vec<&'static str>),
    /// Nothing.
    Nowhere,
}

impl Routes {
    pub(super) fn new(table: &'static Table) -> Routes {
        let mut routes = Vec::new();
        for entry in table.operations {
            let path = path_pieces(entry);
            let mut prefixes: Vec<Vec<Piece>> = vec![Vec::new()];
            for url in table.servers.iter().copied().chain(entry.server) {
                let prefix = server_pieces(url);
                if !prefixes.contains(&prefix) {
                    prefixes.push(prefix);
                }
            }
            for mut pieces in prefixes {
                pieces.extend(path.iter().cloned());
                let literal = pieces.iter().map(|piece| if let Piece::Literal(text) = piece { text.len() } else { 0 }).sum();
                routes.push(Route { entry, pieces, literal });
            }
        }
        // A stable order: where two are as good, the one whose operation comes first.
        routes.sort_by_key(|route| std::cmp::Reverse((route.literal, route.entry.query.len())));
        Routes { routes }
    }

    pub(super) fn find(&self, request: &Request) -> Target {
        let mut methods = Vec::new();
        for route in &self.routes {
            let has = |(name, value): &(&str, &str)| {
                request.query.iter().any(|(key, text)| decode_pair(key) == *name && decode_pair(text) == *value)
            };
            let mut found = Vec::new();
            if !route.entry.query.iter().all(has) || !matches(&route.pieces, &request.path, &mut found) {
                continue;
            }
            if route.entry.method == request.method.as_str() {
                return Target::Operation(route.entry, found);
            }
            if !methods.contains(&route.entry.method) {
                methods.push(route.entry.method);
            }
        }
        if methods.is_empty() { Target::Nowhere } else { Target::Methods(methods) }
    }
}

/// The path template, as the client sends it.
fn path_pieces(entry: &'static Entry) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let mut literal = String::new();
    let mut rest = entry.path;
    while let Some(open) = rest.find('{') {
        let close = rest[open..].find('}').map(|length| open + length);
        let name = close.map(|close| &rest[open + 1..close]);
        let parameter = entry.parameters.iter().find(|parameter| parameter.place == Place::Path && Some(parameter.wire) == name);
        match (close, parameter) {
            (Some(close), Some(parameter)) => {
                literal.push_str(&rest[..open]);
                push_literal(&mut pieces, &literal);
                literal.clear();
                pieces.push(Piece::Variable(parameter.wire));
                rest = &rest[close + 1..];
            }
            _ => {
                literal.push_str(&rest[..=open]);
                rest = &rest[open + 1..];
            }
        }
    }
    literal.push_str(rest);
    push_literal(&mut pieces, &literal);
    pieces
}

fn push_literal(pieces: &mut Vec<Piece>, text: &str) {
    if !text.is_empty() {
        pieces.push(Piece::Literal(text.to_owned()));
    }
}

/// The path of a server's URL, with variables for its variables.
fn server_pieces(url: &str) -> Vec<Piece> {
    let path = match url.split_once("://") {
        Some((_, rest)) => rest.find('/').map_or("", |slash| &rest[slash..]),
        None if url.starts_with("//") => url[2..].find('/').map_or("", |slash| &url[2 + slash..]),
        None => url,
    };
    let path = path.split(['?', '#']).next().unwrap_or_default().trim_end_matches('/');
    let mut pieces = Vec::new();
    let mut rest = path;
    while let Some((literal, variable)) = rest.split_once('{') {
        push_literal(&mut pieces, literal);
        pieces.push(Piece::Variable(""));
        rest = variable.split_once('}').map_or("", |(_, rest)| rest);
    }
    push_literal(&mut pieces, rest);
    pieces
}

/// Matches a path piece by piece. A variable holds no slash, save that of a server's URL, which may be a path of its own.
fn matches(pieces: &[Piece], path: &str, found: &mut Vec<(String, String)>) -> bool {
    let Some((first, rest)) = pieces.split_first() else { return path.is_empty() };
    match first {
        Piece::Literal(text) => strip(path, text).is_some_and(|path| matches(rest, path, found)),
        Piece::Variable(name) => {
            let end = if name.is_empty() { path.len() } else { path.find('/').unwrap_or(path.len()) };
            let least = usize::from(!name.is_empty());
            // The longest first, so that what follows in the segment is the last of its kind.
            for length in (least..=end).rev().filter(|length| path.is_char_boundary(*length)) {
                let known = found.len();
                found.push(((*name).to_owned(), path[..length].to_owned()));
                if matches(rest, &path[length..], found) {
                    return true;
                }
                found.truncate(known);
            }
            false
        }
    }
}

/// The path behind a literal, which may be encoded in one and not in the other.
fn strip<'p>(path: &'p str, literal: &str) -> Option<&'p str> {
    if let Some(rest) = path.strip_prefix(literal) {
        return Some(rest);
    }
    let encoded: String = literal
        .chars()
        .map(|c| if c.is_ascii_graphic() && !"{}\"<>^`|\\".contains(c) { c.to_string() } else { encode(c) })
        .collect();
    path.strip_prefix(encoded.as_str())
}

fn encode(c: char) -> String {
    c.encode_utf8(&mut [0; 4]).bytes().map(|byte| format!("%{byte:02X}")).collect()
}
