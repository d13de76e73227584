//! Requests and answers: the client behind every emitted operation.
//!
//! An operation fills a [`Call`] and names how its answer is read; everything else happens here, once for all operations. Values
//! come in as [`Encode`](super::json::Encode), and what goes out is bytes in the forms that OpenAPI names. Nothing here knows an
//! API, and no credential leaves for another origin, or shows in a message.

#[cfg(feature = "blocking")]
mod blocking;
mod body;
mod budget;
mod builder;
mod built_in;
mod call;
mod client;
mod clock;
mod credential;
mod draft;
mod error;
mod event_parser;
mod events;
mod execute;
mod flow;
mod form;
mod headers;
mod hook;
mod idempotency;
mod incoming;
mod json_lines;
mod late;
mod link;
#[macro_use]
mod macros;
mod memory;
mod multipart;
mod oauth2;
mod operation;
mod options;
mod page;
mod pending;
mod percent;
mod place;
mod prepared;
mod random;
mod redirect;
#[cfg(feature = "reqwest")]
mod reqwest;
mod response;
mod retry;
mod retry_after;
mod secret;
mod shape;
mod style;
mod token;
mod trace;
mod transport;
#[cfg(feature = "blocking")]
mod ureq;
mod url;

#[cfg(feature = "blocking")]
pub use self::blocking::Blocking;
#[cfg(feature = "reqwest")]
pub use self::clock::TokioClock;
#[allow(unused_imports)] // A client without operations has no call.
pub(crate) use self::macros::{call, further, pages, stream};
#[cfg(feature = "reqwest")]
pub use self::reqwest::ReqwestTransport;
#[cfg(feature = "blocking")]
pub use self::ureq::UreqTransport;
pub use self::{
    body::{Body, BodyStream},
    builder::CoreBuilder,
    call::Call,
    client::Core,
    clock::{Clock, Sleep, SystemClock},
    error::{Error, ErrorKind},
    events::{Event, EventStream},
    headers::Headers,
    hook::{Hook, Outcome, Outgoing},
    idempotency::{IDEMPOTENCY_KEY, IdempotencyKey},
    incoming::{ByteStream, Opening},
    json_lines::JsonStream,
    late::Signer,
    memory::Memory,
    multipart::{File, Multipart},
    oauth2::Grant,
    operation::{Operation, PartStyle, Scheme, SchemeKind, Service, Style},
    options::CallOptions,
    page::{Items, PageStep, Pages, Paging},
    pending::{Decoder, Pending, PendingWithMeta},
    response::{RawResponse, Response},
    retry::RetryPolicy,
    secret::Secret,
    token::{Token, TokenError, TokenExchange, TokenFuture, TokenSource, Tokens},
    transport::{Chunks, Transport, TransportBody, TransportError, TransportFuture, TransportRequest, TransportResponse},
};
