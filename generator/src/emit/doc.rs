//! Documentation of the document, cleaned for rustdoc: Markdown stays where it does no harm; nothing becomes a doctest, HTML, a link
//! that rustdoc cannot follow, or a control character.

use super::markdown;
use crate::ir::{Deprecation, Doc};
use proc_macro2::TokenStream;
use quote::quote;

/// The doc comment of an item, with `#[deprecated]` where the document says so. Nothing where the document is silent.
pub fn item(doc: &Doc) -> TokenStream {
    let lines = attributes(&lines(doc));
    let deprecated = deprecated(doc);
    quote!(#lines #deprecated)
}

/// Summary, description and notes as cleaned lines, with an empty line between them.
pub fn lines(doc: &Doc) -> Vec<String> {
    let mut lines = Vec::new();
    let summary = doc.summary.as_deref().map(clean).unwrap_or_default();
    let description = doc.description.as_deref().map(clean).unwrap_or_default();
    if summary != description {
        push_paragraph(&mut lines, summary);
    }
    push_paragraph(&mut lines, description);
    push_paragraph(&mut lines, doc.notes.iter().flat_map(|note| clean(note)).collect());
    lines
}

/// Adds lines after an empty one.
pub fn push_paragraph(lines: &mut Vec<String>, paragraph: Vec<String>) {
    if paragraph.is_empty() {
        return;
    }
    if !lines.is_empty() {
        lines.push(String::new());
    }
    lines.extend(paragraph);
}

/// Cleaned lines as `#[doc]` attributes, one a line.
pub fn attributes(lines: &[String]) -> TokenStream {
    let lines = lines.iter().map(|line| if line.is_empty() { String::new() } else { format!(" {line}") });
    quote!(#(#[doc = #lines])*)
}

/// `#[deprecated]`, with the document's message as its note.
pub fn deprecated(doc: &Doc) -> Option<TokenStream> {
    let Deprecation { message } = doc.deprecated.as_ref()?;
    Some(match message.as_deref().map(one_line).filter(|message| !message.is_empty()) {
        Some(message) => quote!(#[deprecated(note = #message)]),
        None => quote!(#[deprecated]),
    })
}

/// Text of the document as lines of harmless Markdown.
pub fn clean(text: &str) -> Vec<String> {
    markdown::clean(text)
}

/// Text of the document as one line of harmless Markdown.
pub fn one_line(text: &str) -> String {
    markdown::clean(&text.split_whitespace().collect::<Vec<_>>().join(" ")).join(" ")
}

/// Text of the document as a code span in one line, whatever is in it.
pub fn code(text: &str) -> String {
    let text: String = text.chars().filter_map(|c| markdown::visible(if c.is_whitespace() { ' ' } else { c })).collect();
    let longest = text.split(|c| c != '`').map(str::len).max().unwrap_or_default();
    let ticks = "`".repeat(longest + 1);
    match text.trim() {
        "" => String::new(),
        text if longest > 0 => format!("{ticks} {text} {ticks}"),
        text => format!("`{text}`"),
    }
}
