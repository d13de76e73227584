//! Diagnostics as text in rustc's form, and as JSON lines.

use crate::{diagnostic::Diagnostics, load::Sources};

/// All findings as text, sorted by position, equal ones once with a count.
pub fn render_text(diagnostics: &Diagnostics, sources: &Sources) -> String {
    let _ = (diagnostics, sources);
    String::new()
}

/// All findings as JSON, one object a line.
pub fn render_json(diagnostics: &Diagnostics, sources: &Sources) -> String {
    let _ = (diagnostics, sources);
    String::new()
}
