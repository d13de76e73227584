//! Operations by name: arguments come in as one JSON object, and the value of the answer goes out as JSON.
//!
//! It calls the very functions that typed code calls, so that both send the same bytes. What a name needs beyond them is a table,
//! which tools and command lines read. Bytes that are text are a string of JSON, all others `{"base64": "…"}`, in either direction.

mod arguments;
mod entry;
mod file;
#[macro_use]
mod macros;
mod named;

pub use self::{
    arguments::Arguments,
    entry::{Argument, Entry, Place, find, schema},
    file::FILE_SCHEMA,
    named::{NamedCall, ToValue},
};
#[allow(unused_imports)] // A client uses those that its operations need.
pub(crate) use macros::{answer, entry};
