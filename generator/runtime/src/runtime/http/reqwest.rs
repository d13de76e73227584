//! The built-in transport, made of reqwest. Redirects are off, since the client follows them itself; so is `Referer`, which would
//! carry a key in a query to wherever a link leads. Errors are stripped of their URL for the same reason.

use super::{
    body::{Body as Outgoing, BodyStream},
    clock::{Clock, TokioClock},
    transport::{Chunks, Transport, TransportBody, TransportError, TransportFuture, TransportRequest, TransportResponse},
};
use bytes::Bytes;
use http::{
    Uri,
    uri::{Authority, Scheme},
};
use http_body::{Frame, SizeHint};
use std::{
    future::{Future, poll_fn},
    io,
    pin::{Pin, pin},
    sync::{Arc, OnceLock},
    task::{Context, Poll},
    time::Duration,
};

/// A transport that sends through reqwest. It needs a running tokio.
#[derive(Clone, Debug)]
pub struct ReqwestTransport {
    client: reqwest::Client,
    /// The origin that was asked first, as it was given and as it was read: most programs ask one, and its name is read once.
    origin: OnceLock<(Scheme, Authority, reqwest::Url)>,
}

impl ReqwestTransport {
    /// Uses this client as it is. Its redirect policy should be none: credentials other than `Authorization` and `Cookie` follow a
    /// redirect of reqwest's to any host.
    pub fn new(client: reqwest::Client) -> Self {
        ReqwestTransport { client, origin: OnceLock::new() }
    }

    fn url(&self, uri: &Uri) -> Result<reqwest::Url, TransportError> {
        let refuse = |_| TransportError::request("the URL cannot be asked");
        let (Some(scheme), Some(authority)) = (uri.scheme(), uri.authority()) else {
            return reqwest::Url::parse(&uri.to_string()).map_err(refuse);
        };
        if let Some((known_scheme, known_authority, origin)) = self.origin.get()
            && known_scheme == scheme
            && known_authority == authority
        {
            let mut url = origin.clone();
            url.set_path(uri.path());
            url.set_query(uri.query());
            return Ok(url);
        }
        let url = reqwest::Url::parse(&uri.to_string()).map_err(refuse)?;
        self.origin.get_or_init(|| {
            let mut origin = url.clone();
            origin.set_path("");
            origin.set_query(None);
            (scheme.clone(), authority.clone(), origin)
        });
        Ok(url)
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
        Ok(ReqwestTransport::new(client))
    }

    fn outgoing(&self, request: http::Request<Outgoing>) -> Result<reqwest::Request, TransportError> {
        let (parts, body) = request.into_parts();
        let mut outgoing = reqwest::Request::new(parts.method, self.url(&parts.uri)?);
        *outgoing.headers_mut() = parts.headers;
        *outgoing.version_mut() = parts.version;
        *outgoing.body_mut() = match body.as_bytes() {
            Some(bytes) if bytes.is_empty() => None,
            Some(bytes) => Some(reqwest::Body::from(bytes)),
            None => Some(reqwest::Body::wrap(Upload { length: body.length(), stream: body.into_stream() })),
        };
        Ok(outgoing)
    }
}

impl Transport for ReqwestTransport {
    fn send(&self, request: TransportRequest) -> TransportFuture<'_, TransportResponse> {
        Box::pin(async move {
            let outgoing = self.outgoing(request.request)?;
            let mut end = request.timeout.map(|timeout| Box::pin(tokio::time::sleep(timeout)));
            let mut sent = pin!(self.client.execute(outgoing));
            let sent = poll_fn(|cx| match sent.as_mut().poll(cx) {
                Poll::Ready(sent) => Poll::Ready(sent.map_err(broken)),
                Poll::Pending => poll_end(&mut end, cx).map(Err),
            });
            let mut response = sent.await?;
            let headers = std::mem::take(response.headers_mut());
            let status = response.status();
            Ok(TransportResponse::new(status, headers, TransportBody::Chunks(Box::new(Body { response, end }))))
        })
    }

    fn clock(&self) -> Arc<dyn Clock> {
        Arc::new(TokioClock)
    }
}

/// The time that is left of a call. reqwest has a timer of its own, which costs more to set for one request.
type End = Option<Pin<Box<tokio::time::Sleep>>>;

fn poll_end(end: &mut End, cx: &mut Context<'_>) -> Poll<TransportError> {
    match end {
        Some(end) => end.as_mut().poll(cx).map(|()| TransportError::exchange("the time of the call is over").timed_out()),
        None => Poll::Pending,
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
    end: End,
}

impl Chunks for Body {
    fn poll_next(&mut self, cx: &mut Context<'_>) -> Poll<Result<Option<Bytes>, TransportError>> {
        // First, so that a server which never pauses cannot go on for ever.
        if let Poll::Ready(error) = poll_end(&mut self.end, cx) {
            return Poll::Ready(Err(error));
        }
        // What this future holds is in the response, so that nothing is lost with it.
        pin!(self.response.chunk()).poll(cx).map_err(broken)
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
