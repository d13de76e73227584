//! The codec, included as an emitted crate includes it, so that the macros are tested where they are used: at `crate::runtime`.

#[path = "../../src/runtime/json/mod.rs"]
pub mod json;
