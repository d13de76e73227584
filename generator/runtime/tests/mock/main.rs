//! The mock of a service, asked as a client asks it: what it makes, what it refuses, and how it fails.

#![cfg(feature = "mock")]

mod ask;
mod failures;
mod loopback;
mod pieces;
mod refusals;
mod styles;
mod values;
