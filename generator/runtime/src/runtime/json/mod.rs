//! JSON: reading, writing, and the types that have no Rust twin.
