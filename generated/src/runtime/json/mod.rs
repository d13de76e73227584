//! JSON: reading, writing, and the types that have no Rust twin.
//!
//! Text comes in through one concrete [`Reader`] and leaves through one concrete [`Writer`]. A type says how it looks in JSON by
//! [`Decode`] and [`Encode`], mostly by one of the macros below, whose expansions hand slots to shared functions: nothing here is
//! instantiated once for every type that could do without. Whatever the text, nothing here panics, overflows the stack or takes
//! more than linear time times a constant.

mod base64;
mod codec;
mod collection;
mod enums;
mod fault;
mod fields;
mod identity;
#[macro_use]
mod macros;
mod nullable;
mod number;
mod reader;
mod scalar;
mod shim;
mod string;
mod text;
mod tuples;
mod unions;
mod value;
mod writer;

pub use self::{
    base64::{Base64, InvalidBase64},
    codec::{Decode, Encode, ExtraFields, Plain, from_slice, to_vec},
    fault::Fault,
    nullable::Nullable,
    reader::{Kind, Position, Reader},
    text::{Date, DateTime, Duration, Time, Uuid},
    writer::Writer,
};

// A client uses those that its types need, hence the allowance.
#[allow(unused_imports)]
pub(crate) use self::{
    enums::{Literal, json, null, read_text},
    fields::{More, filled, read_object, write_object},
    identity::{debug, equal, hash},
    macros::{
        encode_union, field_tuple, integer_enum, literal_enum, newtype, object, serde_shims, string_enum, tagged, total, tuple,
        untagged,
    },
    shim::{deserialize, serialize},
    tuples::{element, further, read_tuple, write_tuple},
    unions::{Attempts, read_tag},
};
