//! Tests of what the generator emits live in `tests/`.
