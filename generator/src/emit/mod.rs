//! From [`ir`] and [`Names`](crate::name::Names) to tokens: one list of items a file. It spells what the tables say and decides nothing.

use crate::{config::Config, ir, name::Names};

/// Emitted files before formatting.
#[derive(Debug, Default)]
pub struct Emitted {}

/// Emits a client.
pub fn emit(api: &ir::Api, names: &Names, config: &Config) -> Emitted {
    let _ = (api, names, config);
    Emitted::default()
}
