//! A transport without a network: a function that answers, for tests and examples.

use super::transport::{Transport, TransportBody, TransportError, TransportFuture, TransportRequest, TransportResponse};
use bytes::Bytes;
use http::{Request, Response};
use std::fmt;

/// A transport that asks a function.
pub struct Memory {
    handler: Box<dyn Fn(Request<Bytes>) -> Response<Bytes> + Send + Sync>,
}

impl Memory {
    /// A transport that gives what `handler` returns; it is shown streams as a whole. It keeps no record; a handler that wants one keeps it.
    pub fn new(handler: impl Fn(Request<Bytes>) -> Response<Bytes> + Send + Sync + 'static) -> Self {
        Memory { handler: Box::new(handler) }
    }
}

impl fmt::Debug for Memory {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Memory")
    }
}

impl Transport for Memory {
    fn send(&self, request: TransportRequest) -> TransportFuture<'_, TransportResponse> {
        Box::pin(async move {
            let (parts, body) = request.request.into_parts();
            let body = body.into_stream().collect().await.map_err(TransportError::exchange)?;
            let (parts, body) = (self.handler)(Request::from_parts(parts, body)).into_parts();
            Ok(TransportResponse::new(parts.status, parts.headers, TransportBody::Full(body)))
        })
    }
}
