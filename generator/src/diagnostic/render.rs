//! Diagnostics as text in rustc's form, and as JSON lines. Document text cannot steer the terminal that it is printed on.

use super::{Code, Diagnostic, Diagnostics, Origin, Severity};
use crate::load::{Location, Sources};
use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet};
use std::{borrow::Cow, collections::HashMap, fmt::Write};

/// How text is rendered.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Style {
    /// Text only.
    #[default]
    Plain,
    /// With the escape sequences for colours.
    Terminal,
}

/// All findings as text, sorted by file, line, column and code; equal ones once, with a count.
pub fn render_text(diagnostics: &Diagnostics, sources: &Sources, style: Style) -> String {
    let renderer = match style {
        Style::Plain => Renderer::plain(),
        Style::Terminal => Renderer::styled(),
    };
    let mut text = String::new();
    for finding in collect(diagnostics, sources) {
        text.push_str(&finding.render(&renderer));
        text.push_str("\n\n");
    }
    text
}

/// All findings as JSON, one object a line, sorted and counted like [`render_text`]. Members: code, severity, message, label, note,
/// help, pointer, path, line, column, count; what does not apply is null.
pub fn render_json(diagnostics: &Diagnostics, sources: &Sources) -> String {
    let mut text = String::new();
    for finding in collect(diagnostics, sources) {
        let Diagnostic { code, severity, message, label, note, help, .. } = finding.diagnostic;
        let line = serde_json::json!({
            "code": code.as_str(),
            "severity": severity.as_str(),
            "message": message,
            "label": (!label.is_empty()).then_some(label),
            "note": note,
            "help": help,
            "pointer": finding.pointer,
            "path": finding.path(),
            "line": finding.position().map(|(line, _)| line),
            "column": finding.position().map(|(_, column)| column),
            "count": finding.count,
        });
        let _ = writeln!(text, "{line}");
    }
    text
}

impl Severity {
    /// `error` or `warning`.
    pub fn as_str(self) -> &'static str {
        match self {
            Severity::Error => "error",
            Severity::Warning => "warning",
        }
    }
}

/// Equal findings, shown at the first of their places.
struct Finding<'d> {
    diagnostic: &'d Diagnostic,
    location: Option<Location>,
    /// The node in its file, as references would spell it.
    pointer: Option<String>,
    /// The file that it is about, where there is no location.
    file: Option<&'d str>,
    count: usize,
    /// The place of the second of equal findings.
    second: Option<String>,
}

/// Findings in the order in which they are printed.
fn collect<'d>(diagnostics: &'d Diagnostics, sources: &'d Sources) -> Vec<Finding<'d>> {
    let nodes: Vec<_> = diagnostics
        .iter()
        .filter_map(|diagnostic| match &diagnostic.origin {
            Origin::Node(pointer) => Some((pointer.clone(), false)),
            Origin::Key(pointer) => Some((pointer.clone(), true)),
            Origin::File { .. } => None,
        })
        .collect();
    let mut located = sources.locate_all(&nodes).into_iter();
    let mut findings: Vec<Finding<'d>> = diagnostics
        .iter()
        .map(|diagnostic| {
            let (location, file) = match &diagnostic.origin {
                Origin::Node(_) | Origin::Key(_) => (located.next().flatten(), None),
                Origin::File { path, position } => {
                    (position.and_then(|(line, column)| sources.place(path, line, column)), Some(sources.shown(path)))
                }
            };
            let pointer = match &diagnostic.origin {
                Origin::Node(at) | Origin::Key(at) => Some(sources.written(at)),
                Origin::File { .. } => None,
            };
            Finding { diagnostic, location, pointer, file, count: 1, second: None }
        })
        .collect();
    findings.sort_by(|a, b| a.order().cmp(&b.order()));
    let mut first_of: HashMap<(Code, Severity, &str, Option<&str>), usize> = HashMap::new();
    let mut unique: Vec<Finding<'d>> = Vec::new();
    for finding in findings {
        let diagnostic = finding.diagnostic;
        let key = (diagnostic.code, diagnostic.severity, diagnostic.message.as_str(), diagnostic.note.as_deref());
        match first_of.get(&key).and_then(|index| unique.get_mut(*index)) {
            Some(first) => {
                first.count += 1;
                if first.second.is_none() {
                    first.second = Some(finding.place());
                }
            }
            None => {
                first_of.insert(key, unique.len());
                unique.push(finding);
            }
        }
    }
    unique
}

impl Finding<'_> {
    /// What findings are sorted by. What has no position comes before what has one in the same file.
    fn order(&self) -> (Cow<'_, str>, (usize, usize), Code, &str) {
        let path = self.path().map_or(Cow::Borrowed(""), Cow::Borrowed);
        (path, self.position().unwrap_or((0, 0)), self.diagnostic.code, &self.diagnostic.message)
    }

    fn path(&self) -> Option<&str> {
        self.location.as_ref().map(|location| location.path.as_str()).or(self.file)
    }

    fn position(&self) -> Option<(usize, usize)> {
        match (&self.location, &self.diagnostic.origin) {
            (Some(location), _) => Some((location.line, location.column)),
            (None, Origin::File { position, .. }) => *position,
            (None, Origin::Node(_) | Origin::Key(_)) => None,
        }
    }

    /// `path:line:column`, as far as it is known, or the pointer.
    fn place(&self) -> String {
        match (self.path(), self.position()) {
            (Some(path), Some((line, column))) => format!("{}:{line}:{column}", escape(path)),
            (Some(path), None) => escape(path).into_owned(),
            (None, _) => self.pointer.as_ref().map_or_else(String::new, |pointer| escape(pointer).into_owned()),
        }
    }

    fn render(&self, renderer: &Renderer) -> String {
        let diagnostic = self.diagnostic;
        let level = match diagnostic.severity {
            Severity::Error => Level::ERROR,
            Severity::Warning => Level::WARNING,
        };
        let title = level.primary_title(escape(&diagnostic.message)).id(diagnostic.code.as_str());
        let mut group = Group::with_title(title);
        let label = escape(&diagnostic.label);
        let line = self.location.as_ref().map(Line::new);
        if let Some(line) = &line {
            let annotation = AnnotationKind::Primary.span(line.caret.clone());
            let annotation = if label.is_empty() { annotation } else { annotation.label(label.as_ref()) };
            let snippet = Snippet::source(line.text.as_str()).line_start(line.number).path(line.path.as_ref());
            group = group.element(snippet.annotation(annotation));
        } else if self.path().is_some() {
            group = group.element(annotate_snippets::Origin::path(self.place()));
        }
        if let Some(note) = self.note() {
            group = group.element(Level::NOTE.message(note));
        }
        if let Some(help) = &diagnostic.help {
            group = group.element(Level::HELP.message(escape(help)));
        }
        let text = renderer.render(&[group]);
        // The column of a line that was cut is not the one of the whole line.
        match (&line, &self.location) {
            (Some(line), Some(location)) if line.column != location.column => {
                let shown = format!("{}:{}:{}", line.path, line.number, line.column);
                text.replacen(&shown, &self.place(), 1)
            }
            _ => text,
        }
    }

    /// `at #/pointer; consequence; … and 3 more places, first a.yaml:3:1`
    fn note(&self) -> Option<String> {
        let at = self.pointer.as_ref().map(|pointer| format!("at {}", escape(pointer)));
        let consequence = self.diagnostic.note.as_ref().map(|note| escape(note).into_owned());
        let more = self.second.as_ref().map(|second| {
            let places = if self.count == 2 { "place" } else { "places" };
            format!("… and {} more {places}, first {second}", self.count - 1)
        });
        let parts: Vec<String> = [at, consequence, more].into_iter().flatten().collect();
        (!parts.is_empty()).then(|| parts.join("; "))
    }
}

/// A line of source as it is printed.
struct Line<'l> {
    path: Cow<'l, str>,
    number: usize,
    text: String,
    caret: std::ops::Range<usize>,
    /// The column that the printed text has, where the real line may be longer.
    column: usize,
}

impl Line<'_> {
    fn new(location: &Location) -> Line<'_> {
        let before = if location.skipped > 0 { "…" } else { "" };
        let behind = if location.is_cut { "…" } else { "" };
        // One character for one, so that the caret stays in its place.
        let shown = |c: char| if is_unsafe(c) && c != '\t' { '\u{fffd}' } else { c };
        let text: String = before.chars().chain(location.line_text.chars().map(shown)).chain(behind.chars()).collect();
        let column = location.column - location.skipped + usize::from(location.skipped > 0);
        let byte = |column: usize| text.char_indices().nth(column - 1).map_or(text.len(), |(at, _)| at);
        let start = byte(column);
        let end = byte(column + (location.end_column - location.column)).max(start);
        Line { path: escape(&location.path), number: location.line, caret: start..end, column, text }
    }
}

/// Characters of a message that are printed.
const LONGEST: usize = 400;

/// Text of a document, fit for a terminal: without control characters, without characters that change the direction or do not show,
/// and not endless.
fn escape(text: &str) -> Cow<'_, str> {
    if !text.contains(is_unsafe) && text.len() <= LONGEST {
        return Cow::Borrowed(text);
    }
    let mut escaped = String::new();
    for (count, c) in text.chars().enumerate() {
        if count >= LONGEST {
            escaped.push('…');
            break;
        }
        match c {
            '\n' => escaped.push_str("\\n"),
            '\r' => escaped.push_str("\\r"),
            '\t' => escaped.push_str("\\t"),
            c if is_unsafe(c) => escaped.extend(c.escape_unicode()),
            c => escaped.push(c),
        }
    }
    Cow::Owned(escaped)
}

/// Control characters, marks of direction, and what has no width.
fn is_unsafe(c: char) -> bool {
    c.is_control()
        || matches!(c,
            '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}'
            | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}')
}

#[cfg(test)]
mod tests;
