//! What the tests share: a server on loopback, and crates emitted into temporary folders.

pub mod emitted;
pub mod server;
