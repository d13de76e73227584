//! The runtime of emitted clients. `src/runtime/` is copied byte for byte into every emitted crate.

pub mod runtime;
