//! What every operation and type of this client shares: JSON in `json`, requests and answers in `http`.

#[cfg(feature = "by-name")]
pub mod by_name;
#[cfg(feature = "cli")]
pub mod cli;
// Emitted files use the macros of these two without a word.
#[macro_use]
pub mod http;
#[macro_use]
pub mod json;
#[cfg(feature = "mock")]
pub mod mock;
