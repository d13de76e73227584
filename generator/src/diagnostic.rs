//! What the generator has to say about a document: a code, a place, and text. Codes are listed in `diagnostic/code.rs`; how they
//! look on a terminal is `diagnostic/render.rs`.

mod code;
mod render;

pub use code::Code;
pub use render::{Style, render_json, render_text};

use crate::pointer::Pointer;

/// How bad it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Severity {
    /// Nothing is written.
    Error,
    /// Something is skipped or widened; the rest is written.
    Warning,
}

/// One finding. Two findings of equal code and message are printed as one, with a count.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// What kind of finding.
    pub code: Code,
    /// How bad it is.
    pub severity: Severity,
    /// Where, in the bundled document.
    pub origin: Origin,
    /// What was found: lower case, no full stop, document text in backticks.
    pub message: String,
    /// A few words under the caret; may be empty.
    pub label: String,
    /// What follows from it, such as "the operation `listZones` is skipped".
    pub note: Option<String>,
    /// What to do.
    pub help: Option<String>,
}

/// The place of a finding.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Origin {
    /// A node of the document.
    Node(Pointer),
    /// The key under which a node stands (the caret points at the key, not at the value).
    Key(Pointer),
    /// A position that a parser reported in a file: line and column from 1, or none for the file as a whole.
    File {
        /// The path as the user gave it.
        path: String,
        /// Line and column, both from 1.
        position: Option<(usize, usize)>,
    },
}

impl Diagnostic {
    /// A warning about a node.
    pub fn warning(code: Code, at: &Pointer, message: impl Into<String>) -> Diagnostic {
        Diagnostic::new(code, Severity::Warning, Origin::Node(at.clone()), message.into())
    }

    /// An error about a node.
    pub fn error(code: Code, at: &Pointer, message: impl Into<String>) -> Diagnostic {
        Diagnostic::new(code, Severity::Error, Origin::Node(at.clone()), message.into())
    }

    /// An error about a file, at a position if there is one.
    pub fn file(code: Code, path: &str, position: Option<(usize, usize)>, message: impl Into<String>) -> Diagnostic {
        let origin = Origin::File { path: path.to_owned(), position };
        Diagnostic::new(code, Severity::Error, origin, message.into())
    }

    fn new(code: Code, severity: Severity, origin: Origin, message: String) -> Diagnostic {
        Diagnostic { code, severity, origin, message, label: String::new(), note: None, help: None }
    }

    /// With words under the caret.
    pub fn label(mut self, label: impl Into<String>) -> Diagnostic {
        self.label = label.into();
        self
    }

    /// With a consequence.
    pub fn note(mut self, note: impl Into<String>) -> Diagnostic {
        self.note = Some(note.into());
        self
    }

    /// With advice.
    pub fn help(mut self, help: impl Into<String>) -> Diagnostic {
        self.help = Some(help.into());
        self
    }
}

/// Findings of a run, in the order in which they were made; [`render_text`] sorts them by position.
#[derive(Clone, Debug, Default)]
pub struct Diagnostics(Vec<Diagnostic>);

impl Diagnostics {
    /// Adds a finding.
    pub fn push(&mut self, diagnostic: Diagnostic) {
        self.0.push(diagnostic);
    }

    /// Every finding.
    pub fn iter(&self) -> std::slice::Iter<'_, Diagnostic> {
        self.0.iter()
    }

    /// How many findings there are.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Forgets all findings but the first ones.
    pub(crate) fn truncate(&mut self, length: usize) {
        self.0.truncate(length);
    }

    /// Makes every warning an error.
    pub fn deny_warnings(&mut self) {
        for diagnostic in &mut self.0 {
            diagnostic.severity = Severity::Error;
        }
    }

    /// Whether any finding is an error.
    pub fn has_errors(&self) -> bool {
        self.iter().any(|diagnostic| diagnostic.severity == Severity::Error)
    }
}
