//! What every operation and type of this client shares: JSON in `json`, requests and answers in `http`.

// Emitted files use the macros of the marked modules without a word.
#[cfg(feature = "by-name")]
#[macro_use]
pub mod by_name;
#[cfg(feature = "cli")]
pub mod cli;
#[macro_use]
pub mod http;
#[macro_use]
pub mod json;
#[cfg(feature = "mock")]
pub mod mock;
