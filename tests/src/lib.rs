//! What the tests share: a server on loopback, and crates emitted into temporary folders.

pub mod emitted;
pub mod server;

/// The README's Rust is compiled.
#[cfg(doctest)]
#[doc = include_str!("../../README.md")]
pub struct Readme;
