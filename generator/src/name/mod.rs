//! From [`ir`] to [`Names`]: every Rust identifier, with collisions resolved. A name depends on its own place in the document, never
//! on hash order or on unrelated items.

use crate::{config::Config, ir};

/// Every identifier of a client.
#[derive(Debug, Default)]
pub struct Names {}

/// Assigns names.
pub fn assign(api: &ir::Api, config: &Config) -> Names {
    let _ = (api, config);
    Names::default()
}
