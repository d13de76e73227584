//! The rules of `runtime::json`, one module for each noun of it.

#![allow(clippy::unwrap_used)]

// Both are written as an emitted crate has them: public.
#[allow(dead_code, unreachable_pub, unused_imports)]
mod runtime;
#[allow(dead_code, unreachable_pub)]
mod samples;

mod agreement;
mod bounds;
mod enums;
mod forms;
mod identity;
mod numbers;
mod objects;
mod presence;
mod serde_traits;
mod syntax;
mod text;
mod unions;

use runtime::json::{Decode, Encode, from_slice, to_vec};

/// Decodes a text, or gives the whole message of the fault.
fn decode<T: Decode>(text: &str) -> Result<T, String> {
    from_slice(text.as_bytes()).map_err(|fault| fault.to_string())
}

/// The text of a value.
fn encode(value: &dyn Encode) -> String {
    String::from_utf8(to_vec(value)).expect("a writer writes UTF-8")
}

/// What a text becomes by way of a type.
fn round<T: Decode + Encode>(text: &str) -> String {
    match decode::<T>(text) {
        Ok(value) => encode(&value),
        Err(message) => message,
    }
}
