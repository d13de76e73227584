//! A request as a curl command for a POSIX shell. What stands for a credential becomes a variable of the shell, outside of all quotes
//! that would hide it.

use super::settings::{Mark, shell_name};
use crate::runtime::{http::SchemeKind, json::Base64};
use bytes::Bytes;
use http::{HeaderName, HeaderValue, Method, Request, header};

/// What a shell can hand over as one argument, with room to spare.
const LARGEST: usize = 100_000;

/// The command.
pub(super) fn command(request: &Request<Bytes>, marks: &[Mark]) -> String {
    let mut arguments = Vec::new();
    match *request.method() {
        Method::HEAD => arguments.push("--head".to_owned()),
        ref method => arguments.push(format!("--request {method}")),
    }
    let (url, credentials) = url(&request.uri().to_string(), marks);
    // Brackets and braces are patterns to curl.
    if url.contains(['[', ']', '{', '}']) {
        arguments.push("--globoff".to_owned());
    }
    arguments.push(format!("--url {}", quoted(&url, marks)));
    arguments.extend(credentials);
    arguments.extend(request.headers().iter().map(|(name, value)| head(name, value, marks)));
    if !request.headers().contains_key(header::ACCEPT) {
        // Without a value, curl leaves out its own.
        arguments.push("--header accept:".to_owned());
    }
    let mut before = String::new();
    match std::str::from_utf8(request.body()) {
        Ok("") => {}
        Ok(text) if text.len() <= LARGEST && !text.contains('\0') => arguments.push(format!("--data-raw {}", quoted(text, &[]))),
        _ => {
            before = format!("printf %s {} | base64 -d | ", quoted(Base64::from_bytes(request.body()).as_str(), &[]));
            arguments.push("--data-binary @-".to_owned());
        }
    }
    format!("{before}curl {}", arguments.join(" \\\n  "))
}

/// The URL without the credentials in its query, and the arguments that add them: curl encodes what is in a variable.
fn url(text: &str, marks: &[Mark]) -> (String, Vec<String>) {
    let Some((path, query)) = text.split_once('?') else { return (text.to_owned(), Vec::new()) };
    let (mut pairs, mut arguments) = (Vec::new(), Vec::new());
    for pair in query.split('&') {
        let is_credential =
            |mark: &&Mark| matches!(mark.kind, SchemeKind::Query(_)) && pair.ends_with(&format!("={}", mark.text));
        match marks.iter().find(is_credential) {
            Some(_) => arguments.push(format!("--url-query {}", quoted(pair, marks))),
            None => pairs.push(pair),
        }
    }
    let url = if pairs.is_empty() { path.to_owned() } else { format!("{path}?{}", pairs.join("&")) };
    (url, arguments)
}

fn head(name: &HeaderName, value: &HeaderValue, marks: &[Mark]) -> String {
    let text = String::from_utf8_lossy(value.as_bytes());
    let mark = marks.iter().find(|mark| text.contains(&mark.text));
    match mark {
        // The variable holds user and password, which curl encodes.
        Some(Mark { kind: SchemeKind::Basic, variable, .. }) => format!("--user \"${variable}\""),
        None if value.is_sensitive() => {
            format!("--header {}\"${}\"", quoted(&format!("{name}: "), &[]), shell_name(name.as_str()))
        }
        // A header without a value is one that curl sends only with a semicolon.
        _ if text.is_empty() => format!("--header {}", quoted(&format!("{name};"), &[])),
        _ => format!("--header {}", quoted(&format!("{name}: {text}"), marks)),
    }
}

/// A word of the shell: quoted where need be, with variables in place of marks.
fn quoted(text: &str, marks: &[Mark]) -> String {
    let first = marks.iter().filter_map(|mark| Some((text.find(&mark.text)?, mark))).min_by_key(|(at, _)| *at);
    let Some((at, mark)) = first else { return literal(text) };
    let (before, after) = (&text[..at], &text[at + mark.text.len()..]);
    let before = if before.is_empty() { String::new() } else { literal(before) };
    let after = if after.is_empty() { String::new() } else { quoted(after, marks) };
    format!("{before}\"${}\"{after}", mark.variable)
}

fn literal(text: &str) -> String {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || "-_./:=@%,+".contains(c);
    match !text.is_empty() && text.chars().all(is_plain) {
        true => text.to_owned(),
        false => format!("'{}'", text.replace('\'', r"'\''")),
    }
}
