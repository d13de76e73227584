//! Documentation of operations: what the document says, its arguments and failures, then `METHOD /path`.

use super::{Cx, doc, operation::title, operation_parts};
use crate::ir::{Failure, Parameter, ResponseContent, StatusMatch, Type};
use proc_macro2::TokenStream;

/// The documentation of an operation's method.
pub fn method(cx: &Cx<'_>, index: usize) -> TokenStream {
    let (operation, name) = (&cx.api.operations[index], &cx.names.operations[index]);
    let mut lines = doc::lines(&operation.doc);
    let mut arguments = Vec::new();
    for (parameter, ident) in operation.parameters.iter().zip(&name.parameters) {
        if parameter.required {
            arguments.extend(bullet(ident, &words(parameter)));
        }
    }
    if let Some(body) = operation.body.as_ref().filter(|body| body.required && operation_parts::sole(cx, index).is_none()) {
        arguments.extend(bullet(&name.body, &joined(&doc::lines(&body.doc))));
    }
    arguments.extend(operation_parts::bullets(cx, index));
    push_section(&mut lines, "# Arguments", arguments);
    push_section(&mut lines, "# Errors", operation.errors.iter().map(|failure| failure_line(cx, failure)).collect());
    doc::push_paragraph(&mut lines, vec![title(operation)]);
    doc::attributes(&lines)
}

/// The documentation of a setter. A public item needs some, so that a silent document gets the name on the wire.
pub fn setter(parameter: &Parameter) -> TokenStream {
    let mut lines = doc::lines(&parameter.doc);
    if lines.is_empty() {
        lines.push(doc::code(&parameter.wire));
    }
    doc::attributes(&lines)
}

/// `404`, `4XX` or `default`.
pub fn status_text(status: StatusMatch) -> String {
    match status {
        StatusMatch::Code(code) => code.to_string(),
        StatusMatch::Range(hundreds) => format!("{hundreds}XX"),
        StatusMatch::Default => "default".to_owned(),
    }
}

/// Lines as one.
pub fn joined(lines: &[String]) -> String {
    lines.iter().map(|line| line.trim()).filter(|line| !line.is_empty()).collect::<Vec<_>>().join(" ")
}

fn words(parameter: &Parameter) -> String {
    joined(&doc::lines(&parameter.doc))
}

/// `` - `name`: words ``, where there are words.
pub fn bullet(name: &str, words: &str) -> Option<String> {
    let name = name.strip_prefix("r#").unwrap_or(name);
    (!words.is_empty()).then(|| format!("- `{name}`: {words}"))
}

fn push_section(lines: &mut Vec<String>, heading: &str, mut bullets: Vec<String>) {
    if !bullets.is_empty() {
        bullets.insert(0, heading.to_owned());
        doc::push_paragraph(lines, bullets);
    }
}

fn failure_line(cx: &Cx<'_>, failure: &Failure) -> String {
    let mut line = format!("- {}:", status_text(failure.status));
    if let ResponseContent::Json(ty, _) = &failure.content
        && let Some(link) = link(cx, ty)
    {
        line.push_str(&format!(" {link}."));
    }
    let words = joined(&doc::lines(&failure.doc));
    if !words.is_empty() {
        line.push_str(&format!(" {words}"));
    }
    line.trim_end_matches(':').to_owned()
}

fn link(cx: &Cx<'_>, ty: &Type) -> Option<String> {
    match ty {
        Type::Named(id) => {
            let name = &cx.names.types[id.0];
            let path = name.public.iter().map(|part| format!("{part}::")).collect::<String>();
            Some(format!("[`{}`](crate::{path}{})", name.ident, name.ident))
        }
        Type::Nullable(inner) | Type::Boxed(inner) => link(cx, inner),
        _ => None,
    }
}
