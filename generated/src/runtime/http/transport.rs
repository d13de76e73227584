//! The seam between the client and the network: whatever can take a request and give an answer is a [`Transport`].
//!
//! A transport sends one request once. Redirects, limits, credentials and errors by status are the client's concern, not its.

use super::{
    body::Body,
    clock::{Clock, SystemClock},
};
use bytes::Bytes;
use http::{HeaderMap, Request, StatusCode};
use std::{
    error::Error as StdError,
    fmt,
    future::{Future, poll_fn},
    pin::Pin,
    sync::Arc,
    task::{Context, Poll},
    time::Duration,
};

/// A future on the heap, as transports give it.
pub type TransportFuture<'a, T> = Pin<Box<dyn Future<Output = Result<T, TransportError>> + Send + 'a>>;

/// Sends requests.
pub trait Transport: Send + Sync + 'static {
    /// Sends the request once. It must not follow redirects, and must keep to [`TransportRequest::timeout`], reading the body
    /// included.
    fn send(&self, request: TransportRequest) -> TransportFuture<'_, TransportResponse>;

    /// The clock by which the client waits between attempts. That of the system serves any transport; one that is driven by an
    /// executor with timers of its own names those.
    fn clock(&self) -> Arc<dyn Clock> {
        Arc::new(SystemClock)
    }
}

impl<T: Transport + ?Sized> Transport for Arc<T> {
    fn send(&self, request: TransportRequest) -> TransportFuture<'_, TransportResponse> {
        (**self).send(request)
    }

    fn clock(&self) -> Arc<dyn Clock> {
        (**self).clock()
    }
}

impl<T: Transport + ?Sized> Transport for Box<T> {
    fn send(&self, request: TransportRequest) -> TransportFuture<'_, TransportResponse> {
        (**self).send(request)
    }

    fn clock(&self) -> Arc<dyn Clock> {
        (**self).clock()
    }
}

/// A request on its way out.
#[non_exhaustive]
pub struct TransportRequest {
    /// The request, complete with credentials. Their headers are marked sensitive.
    pub request: Request<Body>,
    /// What is left of the time that the call may take; `None` where it may take any.
    pub timeout: Option<Duration>,
}

impl fmt::Debug for TransportRequest {
    /// Without the URL, which may hold a secret.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TransportRequest")
            .field("method", self.request.method())
            .field("timeout", &self.timeout)
            .finish_non_exhaustive()
    }
}

impl TransportRequest {
    /// A request without a limit, with bytes or any other [`Body`].
    pub fn new(request: Request<impl Into<Body>>) -> Self {
        TransportRequest { request: request.map(Into::into), timeout: None }
    }

    /// With this much time, to the last byte of the answer.
    pub fn with_timeout(mut self, timeout: Option<Duration>) -> Self {
        self.timeout = timeout;
        self
    }
}

/// An answer, whose body may still be on its way.
#[non_exhaustive]
pub struct TransportResponse {
    /// The status.
    pub status: StatusCode,
    /// The headers.
    pub headers: HeaderMap,
    /// The body.
    pub body: TransportBody,
}

impl fmt::Debug for TransportResponse {
    /// Without the headers, some of which are secrets (`Set-Cookie`).
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TransportResponse").field("status", &self.status).field("body", &self.body).finish_non_exhaustive()
    }
}

impl TransportResponse {
    /// An answer of these parts.
    pub fn new(status: StatusCode, headers: HeaderMap, body: TransportBody) -> Self {
        TransportResponse { status, headers, body }
    }
}

/// The body of an answer.
#[non_exhaustive]
pub enum TransportBody {
    /// All of it.
    Full(Bytes),
    /// Piece by piece, so that the client can stop when it has seen enough.
    Chunks(Box<dyn Chunks>),
}

impl fmt::Debug for TransportBody {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            TransportBody::Full(bytes) => write!(f, "Full({} bytes)", bytes.len()),
            TransportBody::Chunks(_) => f.write_str("Chunks"),
        }
    }
}

/// A body that comes piece by piece.
pub trait Chunks: Send {
    /// The next piece, after decompression; `None` at the end. An end that comes too early is an error.
    fn poll_next(&mut self, cx: &mut Context<'_>) -> Poll<Result<Option<Bytes>, TransportError>>;
}

impl dyn Chunks {
    /// The next piece, as [`Chunks::poll_next`] gives it.
    pub async fn next(&mut self) -> Result<Option<Bytes>, TransportError> {
        poll_fn(|cx| self.poll_next(cx)).await
    }
}

/// Why a transport has no answer.
#[derive(Debug)]
pub struct TransportError {
    stage: Stage,
    is_timeout: bool,
    source: Box<dyn StdError + Send + Sync>,
}

/// How far a request came.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Stage {
    /// The transport cannot send such a request at all.
    Request,
    /// No byte of it was written.
    Connect,
    /// Some may have been.
    Exchange,
}

impl TransportError {
    /// The transport cannot send such a request: trying again would not help.
    pub fn request(source: impl Into<Box<dyn StdError + Send + Sync>>) -> Self {
        TransportError { stage: Stage::Request, is_timeout: false, source: source.into() }
    }

    /// There was no connection, so no byte of the request was written.
    pub fn connect(source: impl Into<Box<dyn StdError + Send + Sync>>) -> Self {
        TransportError { stage: Stage::Connect, is_timeout: false, source: source.into() }
    }

    /// The exchange broke off. The server may have seen the request.
    pub fn exchange(source: impl Into<Box<dyn StdError + Send + Sync>>) -> Self {
        TransportError { stage: Stage::Exchange, is_timeout: false, source: source.into() }
    }

    /// The same failure, because time ran out.
    pub fn timed_out(mut self) -> Self {
        self.is_timeout = true;
        self
    }

    /// Whether no byte of the request was written.
    pub fn is_connect(&self) -> bool {
        self.stage == Stage::Connect
    }

    /// Whether the transport cannot send such a request at all.
    pub fn is_request(&self) -> bool {
        self.stage == Stage::Request
    }

    /// Whether time ran out.
    pub fn is_timeout(&self) -> bool {
        self.is_timeout
    }
}

impl fmt::Display for TransportError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match (self.stage, self.is_timeout) {
            (Stage::Request, _) => "the request cannot be sent",
            (Stage::Connect, false) => "could not connect",
            (Stage::Connect, true) => "timed out while connecting",
            (Stage::Exchange, false) => "the connection broke off",
            (Stage::Exchange, true) => "timed out waiting for the answer",
        })
    }
}

impl StdError for TransportError {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        Some(&*self.source)
    }
}
