//! Path keys: `/pets/{id}/toys` to literal and variable parts. Real documents put fixed queries, fragments and operators of RFC 6570
//! into them; what is not a variable of the path is taken apart here.

use crate::ir::{PathPart, PathTemplate};
use percent_encoding::percent_decode_str;

/// A path key, taken apart.
#[derive(Clone, Debug)]
pub(super) struct PathKey {
    /// The path.
    pub(super) template: PathTemplate,
    /// Variables that stood in the query of the key: the query's key, and the name of the variable.
    pub(super) query_variables: Vec<(String, String)>,
    /// A brace without its partner, or a hole without a name.
    pub(super) malformed: bool,
}

/// Takes a path, and the query that stood behind it in its key, apart.
pub(super) fn parse_path(path: &str, query: &str) -> PathKey {
    let mut parsed = PathKey {
        template: PathTemplate { text: path.to_owned(), parts: Vec::new(), query: Vec::new() },
        query_variables: Vec::new(),
        malformed: false,
    };
    parse_parts(path, &mut parsed);
    for pair in query.split('&').filter(|pair| !pair.is_empty()) {
        let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
        match value.strip_prefix('{').and_then(|value| value.strip_suffix('}')) {
            Some(variable) => parsed.query_variables.push((decode(name), variable.to_owned())),
            // What is left of `{?a,b}` (RFC 6570): the document declares these as query parameters.
            None if pair.contains(['{', '}']) => {}
            None => parsed.template.query.push((decode(name), decode(value))),
        }
    }
    parsed
}

fn decode(text: &str) -> String {
    percent_decode_str(&text.replace('+', " ")).decode_utf8_lossy().into_owned()
}

fn parse_parts(path: &str, parsed: &mut PathKey) {
    let mut literal = String::new();
    if !path.starts_with('/') {
        literal.push('/');
    }
    let mut rest = path;
    while let Some(open) = rest.find('{') {
        let Some(length) = hole_length(&rest[open..]) else {
            parsed.malformed = true;
            break;
        };
        literal.push_str(&rest[..open]);
        let hole = &rest[open + 1..open + length - 1];
        rest = &rest[open + length..];
        if hole.starts_with('/') {
            literal.push('/');
        }
        let name = variable_name(hole);
        if name.is_empty() {
            parsed.malformed = true;
            continue;
        }
        if !literal.is_empty() {
            parsed.template.parts.push(PathPart::Literal(std::mem::take(&mut literal)));
        }
        parsed.template.parts.push(PathPart::Variable(name.to_owned()));
    }
    literal.push_str(rest);
    parsed.malformed |= rest.contains('}');
    if !literal.is_empty() {
        parsed.template.parts.push(PathPart::Literal(literal));
    }
}

/// The length of the hole at the start of a text, its braces included.
fn hole_length(text: &str) -> Option<usize> {
    let mut depth = 0usize;
    for (at, c) in text.char_indices() {
        match c {
            '{' => depth += 1,
            '}' => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return Some(at + 1);
        }
    }
    None
}

/// The name in a hole, without the operators and patterns of other template languages: `{+name}`, `{path*}`, `{id:[0-9]+}`,
/// `{name=projects/*}`.
fn variable_name(hole: &str) -> &str {
    let name = hole.trim().trim_start_matches(['+', '.', ';', '/']).trim_end_matches('*');
    name.split([':', '=']).next().unwrap_or(name).trim()
}

/// A name for an operation without one: `get_pets_by_id_toys` for `get /pets/{id}/toys`.
pub(super) fn derive_id(method: &str, template: &PathTemplate) -> String {
    let mut words = vec![method.to_ascii_lowercase()];
    let mut push = |text: &str| {
        let parts = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
        words.extend(parts.map(str::to_owned));
    };
    for part in &template.parts {
        match part {
            PathPart::Literal(text) => push(text),
            PathPart::Variable(name) => {
                push("by");
                push(name);
            }
        }
    }
    for (name, value) in &template.query {
        push(name);
        push(value);
    }
    words.join("_")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts(key: &str) -> String {
        let (path, query) = key.split_once('?').unwrap_or((key, ""));
        let parsed = parse_path(path, query);
        let mut text: Vec<String> = Vec::new();
        for part in &parsed.template.parts {
            text.push(match part {
                PathPart::Literal(literal) => literal.clone(),
                PathPart::Variable(name) => format!("<{name}>"),
            });
        }
        for (name, value) in &parsed.template.query {
            text.push(format!("?{name}={value}"));
        }
        for (name, variable) in &parsed.query_variables {
            text.push(format!("?{name}=<{variable}>"));
        }
        if parsed.malformed {
            text.push("!".to_owned());
        }
        text.join(" ")
    }

    #[test]
    fn paths_are_taken_apart() {
        for (key, expected) in [
            ("/", "/"),
            ("/a", "/a"),
            ("a", "/a"),
            ("/a/{b}", "/a/ <b>"),
            ("/{a}{b}.json", "/ <a> <b> .json"),
            ("/a/{id}:cancel", "/a/ <id> :cancel"),
            ("/{+name}", "/ <name>"),
            ("/{path*}", "/ <path>"),
            ("/{id:[0-9]{3}}/x", "/ <id> /x"),
            ("/{name=projects/*}", "/ <name>"),
            ("/a{/b}", "/a/ <b>"),
            ("/a?action=go&x=%20", "/a ?action=go ?x= "),
            ("/a?b={c}", "/a ?b=<c>"),
            ("/a/{b", "/a/{b !"),
            ("/a/b}", "/a/b} !"),
            ("/a/{}", "/a/ !"),
        ] {
            assert_eq!(parts(key), expected, "{key}");
        }
    }

    #[test]
    fn ids_are_made_of_method_and_path() {
        for (method, key, expected) in
            [("get", "/pets/{id}/toys", "get_pets_by_id_toys"), ("post", "/", "post"), ("get", "/v1.0/a-b", "get_v1_0_a_b")]
        {
            assert_eq!(derive_id(method, &parse_path(key, "").template), expected);
        }
    }
}
