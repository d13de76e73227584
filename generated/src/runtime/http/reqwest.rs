//! The built-in transport, made of reqwest. Redirects are off, since the client follows them itself; so is `Referer`, which would
//! carry a key in a query to wherever a link leads. Errors are stripped of their URL for the same reason.

use super::{
    body::{Body as Outgoing, BodyStream},
    clock::{Clock, TokioClock},
    transport::{Chunks, Transport, TransportBody, TransportError, TransportFuture, TransportRequest, TransportResponse},
};
use bytes::Bytes;
use http_body::{Frame, SizeHint};
use std::{
    io,
    pin::Pin,
    sync::Arc,
    task::{Context, Poll},
    time::Duration,
};

/// A transport that sends through reqwest. It needs a running tokio.
#[derive(Clone, Debug)]
pub struct ReqwestTransport {
    client: reqwest::Client,
}

impl ReqwestTransport {
    /// Uses this client as it is. Its redirect policy should be none: credentials other than `Authorization` and `Cookie` follow a
    /// redirect of reqwest's to any host.
    pub fn new(client: reqwest::Client) -> Self {
        ReqwestTransport { client }
    }

    /// Finishes a builder that may already hold proxies, certificates and the like: without redirects and `Referer`, and with
    /// these limits for opening a connection and for silence in the midst of an answer.
    pub fn from_builder(
        builder: reqwest::ClientBuilder,
        connect_timeout: Duration,
        read_timeout: Duration,
    ) -> Result<Self, TransportError> {
        let client = builder
            .redirect(reqwest::redirect::Policy::none())
            .referer(false)
            .connect_timeout(connect_timeout)
            .read_timeout(read_timeout)
            .build()
            .map_err(|error| TransportError::connect(error.without_url()))?;
        Ok(ReqwestTransport { client })
    }
}

impl Transport for ReqwestTransport {
    fn send(&self, request: TransportRequest) -> TransportFuture<'_, TransportResponse> {
        Box::pin(async move {
            let mut outgoing = reqwest::Request::try_from(request.request.map(outgoing)).map_err(broken)?;
            *outgoing.timeout_mut() = request.timeout;
            let mut response = self.client.execute(outgoing).await.map_err(broken)?;
            let headers = std::mem::take(response.headers_mut());
            let status = response.status();
            Ok(TransportResponse::new(status, headers, TransportBody::Chunks(Box::new(Body { response }))))
        })
    }

    fn clock(&self) -> Arc<dyn Clock> {
        Arc::new(TokioClock)
    }
}

fn outgoing(body: Outgoing) -> reqwest::Body {
    match body.as_bytes() {
        Some(bytes) => reqwest::Body::from(bytes),
        None => reqwest::Body::wrap(Upload { length: body.length(), stream: body.into_stream() }),
    }
}

/// A body that is not in memory.
struct Upload {
    length: Option<u64>,
    stream: BodyStream,
}

impl http_body::Body for Upload {
    type Data = Bytes;
    type Error = io::Error;

    fn poll_frame(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<io::Result<Frame<Bytes>>>> {
        self.stream.poll_next(cx).map(|piece| piece.map(|piece| piece.map(Frame::data)))
    }

    fn size_hint(&self) -> SizeHint {
        self.length.map(SizeHint::with_exact).unwrap_or_default()
    }
}

struct Body {
    response: reqwest::Response,
}

impl Chunks for Body {
    fn next(&mut self) -> TransportFuture<'_, Option<Bytes>> {
        Box::pin(async move { self.response.chunk().await.map_err(broken) })
    }
}

/// A builder error is one of a URL or a header.
fn broken(error: reqwest::Error) -> TransportError {
    let (is_timeout, is_connect, is_builder) = (error.is_timeout(), error.is_connect(), error.is_builder());
    let error = error.without_url();
    let error = match (is_builder, is_connect) {
        (true, _) => TransportError::request(error),
        (false, true) => TransportError::connect(error),
        (false, false) => TransportError::exchange(error),
    };
    if is_timeout { error.timed_out() } else { error }
}
