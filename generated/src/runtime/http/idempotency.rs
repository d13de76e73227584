//! Idempotency keys: the name of one call, the same with every attempt, by which a server knows that it has seen the call before
//! (draft-ietf-httpapi-idempotency-key-header).

use super::random;

/// The header that carries a key where neither the document nor the configuration names another.
pub const IDEMPOTENCY_KEY: &str = "Idempotency-Key";

/// The name of one call.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct IdempotencyKey(String);

impl IdempotencyKey {
    /// A key that names no other call: a UUID of version 4.
    pub fn random() -> Self {
        IdempotencyKey(random::uuid())
    }

    /// The key's text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl From<String> for IdempotencyKey {
    fn from(text: String) -> Self {
        IdempotencyKey(text)
    }
}

impl From<&str> for IdempotencyKey {
    fn from(text: &str) -> Self {
        IdempotencyKey(text.to_owned())
    }
}
