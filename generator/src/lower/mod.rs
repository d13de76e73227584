//! From a [`Document`](crate::load::Document) to [`ir::Api`]: every decision is taken here. It names nothing and holds no token.

use crate::{config::Config, diagnostic::Diagnostics, ir, load::Document};

/// Lowers a document.
pub fn lower(document: &Document, config: &Config, diagnostics: &mut Diagnostics) -> ir::Api {
    let _ = (document, config, diagnostics);
    ir::Api::default()
}
