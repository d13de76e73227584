//! The HTTP half of the runtime, seen from a client that uses it: the sample stands where the emitted files stand.

// The client and its runtime are modules of a program here, not a library, so that unused parts of them are reported.
#![allow(dead_code, unreachable_pub, unused_imports)]

#[macro_use]
#[path = "../src/runtime/mod.rs"]
pub mod runtime;

#[path = "sample/client.rs"]
mod client;
#[path = "sample/rooms/mod.rs"]
pub mod rooms;
#[path = "sample/types/mod.rs"]
pub mod types;

pub use client::{Client, ClientBuilder};
pub use runtime::http::{Error, Response, Secret};

#[path = "http/answers.rs"]
mod answers;
#[cfg(feature = "blocking")]
#[path = "http/blocking.rs"]
mod blocking;
#[path = "http/bodies.rs"]
mod bodies;
#[path = "http/cancellation.rs"]
mod cancellation;
#[path = "http/characters.rs"]
mod characters;
#[path = "http/chunked.rs"]
mod chunked;
#[path = "http/clocks.rs"]
mod clocks;
#[cfg(feature = "gzip")]
#[path = "http/compression.rs"]
mod compression;
#[path = "http/credentials.rs"]
mod credentials;
#[cfg(feature = "reqwest")]
#[path = "http/fault_table.rs"]
mod fault_table;
#[cfg(feature = "reqwest")]
#[path = "http/faults.rs"]
mod faults;
#[path = "http/hooks.rs"]
mod hooks;
#[path = "http/idempotency_keys.rs"]
mod idempotency_keys;
#[path = "http/pages.rs"]
mod pages;
#[path = "http/paths.rs"]
mod paths;
#[path = "http/pieces.rs"]
mod pieces;
#[path = "http/probe.rs"]
mod probe;
#[path = "http/redirects.rs"]
mod redirects;
#[path = "http/retries.rs"]
mod retries;
#[path = "http/retry_model.rs"]
mod retry_model;
#[path = "http/script.rs"]
mod script;
#[path = "http/secrets.rs"]
mod secrets;
#[path = "http/server.rs"]
mod server;
#[path = "http/settings.rs"]
mod settings;
#[path = "http/signers.rs"]
mod signers;
#[path = "http/streams.rs"]
mod streams;
#[path = "http/style_table.rs"]
mod style_table;
#[cfg(all(feature = "rustls", feature = "blocking"))]
#[path = "http/tls.rs"]
mod tls;
#[path = "http/tokens.rs"]
mod tokens;
#[cfg(feature = "tracing")]
#[path = "http/tracing_records.rs"]
mod tracing_records;
#[path = "http/typed_headers.rs"]
mod typed_headers;
#[path = "http/wire.rs"]
mod wire;
