//! A mock of the service: it answers every operation from what the document says, in memory or on loopback.
//!
//! Requests come in as a client sends them. What comes out is an answer with the document's example, or with a value that is made to
//! fit its schema: the same for the same seed. Whatever the document does not allow is refused, and the answer says what it is. All
//! of it is read from constant tables, so that an operation costs data and no code.

mod answer;
mod body;
mod check;
mod coerce;
mod credential;
mod failure;
mod make;
mod node;
mod parameter;
mod pattern;
mod read;
mod received;
mod reply;
mod route;
mod schemas;
mod seed;
mod server;
mod service;
mod table;
mod text;
mod transport;

pub use self::{
    answer::Answer,
    failure::Failure,
    received::{Fault, Received},
    server::Server,
    service::Mock,
    table::{Body, Content, Entry, Parameter, Payload, Place, Response, Table},
};
