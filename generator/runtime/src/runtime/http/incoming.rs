//! Bodies of answers as they come: [`Opening`] waits for the headers, [`Incoming`] gives the body piece by piece, and [`ByteStream`]
//! hands it out as it is.

use super::{
    call::{Call, Order},
    error::{Error, request_id},
    execute::Reached,
    flow::{Feed, Flow, streamed},
    operation::Operation,
    transport::{TransportBody, TransportResponse},
};
use bytes::Bytes;
use http::{HeaderMap, HeaderValue, StatusCode, Uri, header};
use std::{
    fmt,
    future::Future,
    pin::Pin,
    sync::Arc,
    task::{Context, Poll, ready},
};

/// A call whose answer is on its way. It gives a stream of what the answer holds as soon as its headers are there. Dropping it ends
/// the call.
#[must_use = "futures do nothing unless polled"]
pub struct Opening<S> {
    opened: Pin<Box<dyn Future<Output = Result<Opened, Error>> + Send>>,
    wrap: fn(Opened) -> Result<S, Error>,
}

/// An answer whose body is still to come, and what was asked for it.
pub(super) struct Opened {
    pub(super) order: Order,
    pub(super) incoming: Incoming,
}

impl<S> Opening<S> {
    /// Sends a call when polled, and asks for this media type unless the call says otherwise.
    pub(super) fn new(call: Call<'_>, accept: &'static str, wrap: fn(Opened) -> Result<S, Error>) -> Self {
        let mut order = call.into_order();
        if !accept.is_empty() && !order.draft.headers.contains_key(header::ACCEPT) {
            order.draft.headers.insert(header::ACCEPT, HeaderValue::from_static(accept));
        }
        let opened = Box::pin(async move {
            let reached = order.open().await?;
            let incoming = Incoming::new(order.operation, reached);
            Ok(Opened { order, incoming })
        });
        Opening { opened, wrap }
    }
}

#[cfg(feature = "blocking")]
impl<S> Opening<S> {
    /// Sends the call, and blocks the thread until its answer begins. The thread waits for what follows, too.
    pub fn wait(self) -> Result<super::Blocking<S>, Error> {
        super::blocking::wait(self).map(super::Blocking::new)
    }
}

impl<S> Future for Opening<S> {
    type Output = Result<S, Error>;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        let opened = ready!(self.opened.as_mut().poll(cx));
        Poll::Ready(opened.and_then(self.wrap))
    }
}

impl<S> fmt::Debug for Opening<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Opening")
    }
}

/// Status and headers of an answer.
pub(super) struct Head {
    pub(super) status: StatusCode,
    pub(super) headers: HeaderMap,
}

impl Head {
    pub(super) fn request_id(&self) -> Option<&str> {
        request_id(&self.headers)
    }
}

/// The body of a success, on its way.
pub(super) struct Incoming {
    operation: &'static Operation,
    uri: Uri,
    pub(super) head: Arc<Head>,
    body: TransportBody,
}

impl Incoming {
    pub(super) fn new(operation: &'static Operation, reached: Reached) -> Incoming {
        let Reached { uri, response: TransportResponse { status, headers, body } } = reached;
        Incoming { operation, uri, head: Arc::new(Head { status, headers }), body }
    }

    /// The next piece, never an empty one; `None` at the end.
    pub(super) async fn chunk(&mut self) -> Result<Option<Bytes>, Error> {
        loop {
            let chunk = match &mut self.body {
                TransportBody::Full(bytes) if bytes.is_empty() => return Ok(None),
                TransportBody::Full(bytes) => Some(std::mem::take(bytes)),
                TransportBody::Chunks(chunks) => match chunks.next().await {
                    Ok(chunk) => chunk,
                    Err(error) => return Err(self.refuse(Error::transport(self.operation.id, &self.uri, error))),
                },
            };
            if chunk.as_ref().is_none_or(|chunk| !chunk.is_empty()) {
                return Ok(chunk);
            }
        }
    }

    /// The same error, of this answer.
    pub(super) fn refuse(&self, error: Error) -> Error {
        error.with_answer(self.head.status, self.head.headers.clone(), Bytes::new())
    }
}

/// The body of an answer, piece by piece, of any length. Dropping it ends the call.
pub struct ByteStream {
    flow: Flow<Pieces>,
    head: Arc<Head>,
}

struct Pieces {
    incoming: Incoming,
    piece: Option<Bytes>,
}

impl Feed for Pieces {
    type Item = Bytes;

    fn take(&mut self) -> Result<Option<Bytes>, Error> {
        Ok(self.piece.take())
    }

    async fn fetch(&mut self) -> Result<bool, Error> {
        self.piece = self.incoming.chunk().await?;
        Ok(self.piece.is_some())
    }
}

impl ByteStream {
    /// Sends a call and gives the body of its answer.
    pub fn open(call: Call<'_>, accept: &'static str) -> Opening<Self> {
        Opening::new(call, accept, |Opened { incoming, .. }| {
            let head = incoming.head.clone();
            Ok(ByteStream { flow: Flow::new(Pieces { incoming, piece: None }), head })
        })
    }

    /// The status.
    pub fn status(&self) -> StatusCode {
        self.head.status
    }

    /// The headers.
    pub fn headers(&self) -> &HeaderMap {
        &self.head.headers
    }

    /// The server's name for the request, for its operators.
    pub fn request_id(&self) -> Option<&str> {
        self.head.request_id()
    }

    fn poll_item(&mut self, cx: &mut Context<'_>) -> Poll<Result<Option<Bytes>, Error>> {
        self.flow.poll_next(cx)
    }
}

streamed! {
    /// The next piece, never an empty one; `None` at the end. An end that comes too early is an error.
    impl [] ByteStream => Bytes
}

impl fmt::Debug for ByteStream {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ByteStream").field("status", &self.head.status).finish_non_exhaustive()
    }
}
