//! Server-sent events: the events of an answer of `text/event-stream`, and the way back to a stream that broke off.
//!
//! [`EventParser`] splits the answer; [`EventStream`] gives its events with their data as text or decoded from JSON. A stream is asked
//! for again only where that does no harm and loses nothing: a GET whose server numbers its events.

use super::{
    call::{Call, Order},
    error::Error,
    event_parser::{EventParser, RawEvent},
    flow::{Feed, Flow, streamed},
    incoming::{Head, Incoming, Opened, Opening},
    operation::Operation,
    response::media_type,
};
use crate::runtime::json::{Decode, Fault, from_slice};
use bytes::Bytes;
use http::{HeaderMap, HeaderName, HeaderValue, StatusCode};
use std::{
    fmt,
    sync::Arc,
    task::{Context, Poll, ready},
    time::Duration,
};

const MEDIA_TYPE: &str = "text/event-stream";
/// The data that many servers end a stream of JSON with. It is no JSON itself.
const DONE: &str = "[DONE]";

/// How often a stream is asked for again before an event comes.
const MAX_RETURNS: u32 = 5;
/// The wait before that, unless the server asks for another.
const RETRY: Duration = Duration::from_secs(3);
const LAST_EVENT_ID: HeaderName = HeaderName::from_static("last-event-id");

/// An event of a server.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Event<T> {
    /// Its kind; `message` where the server names none.
    pub event: String,
    /// The server's name for it, or for the last one before it that has one; empty where there is none.
    pub id: String,
    /// What it says.
    pub data: T,
}

struct Events {
    order: Order,
    incoming: Incoming,
    parser: EventParser,
    limit: usize,
    /// How often the stream was asked for again since the last event.
    returns: u32,
}

impl Feed for Events {
    type Item = RawEvent;

    fn take(&mut self) -> Result<Option<RawEvent>, Error> {
        let event = self.parser.next();
        if event.as_ref().map_or(self.parser.held(), |event| event.data.len()) > self.limit {
            let message = format!("an event is larger than the limit of {} bytes", self.limit);
            return Err(self.incoming.refuse(Error::too_large(self.order.operation.id, message)));
        }
        if event.is_some() {
            self.returns = 0;
        }
        Ok(event)
    }

    async fn fetch(&mut self) -> Result<bool, Error> {
        loop {
            match self.incoming.chunk().await {
                Ok(Some(chunk)) => {
                    self.parser.push(&chunk);
                    return Ok(true);
                }
                // An event that is not whole by now never will be.
                Ok(None) => return Ok(false),
                Err(error) => self.come_back(error).await?,
            }
        }
    }
}

impl Events {
    /// Asks for the stream again, from the last whole event on; or gives the error back.
    async fn come_back(&mut self, mut broken: Error) -> Result<(), Error> {
        self.parser.restart();
        let id = HeaderValue::from_bytes(self.parser.last_id().as_bytes()).ok().filter(|id| !id.is_empty());
        // A timeout of the call is for the stream as a whole.
        let is_over = broken.is_timeout() && self.order.has_timeout;
        let Some(id) = id.filter(|_| self.order.operation.method == "GET" && !is_over) else { return Err(broken) };
        self.order.draft.headers.insert(LAST_EVENT_ID, id);
        while self.returns < MAX_RETURNS {
            self.returns += 1;
            self.order.core.0.clock.sleep(self.parser.retry().unwrap_or(RETRY)).await;
            match self.order.open().await {
                Ok(reached) => {
                    self.incoming = Incoming::new(self.order.operation, reached);
                    return is_events(self.order.operation, &self.incoming);
                }
                // Whoever answers so does not want us back.
                Err(error) if error.status().is_some() => return Err(error),
                Err(error) => broken = error,
            }
        }
        Err(broken)
    }
}

fn is_events(operation: &Operation, incoming: &Incoming) -> Result<(), Error> {
    match media_type(&incoming.head.headers).as_str() {
        "" | MEDIA_TYPE => Ok(()),
        other => Err(incoming.refuse(Error::media_type(operation.id, other, MEDIA_TYPE))),
    }
}

/// The events of an answer, as they come. Only silence or their end ends them; dropping the stream ends the call.
///
/// A GET that breaks off is sent again with `Last-Event-ID`, if the server has given its events ids: up to five times before another
/// event comes, each after the time that the server asks for. A clean end is the end.
///
/// Data that does not fit is an error, and what follows can still be read; any other error ends the stream.
pub struct EventStream<T> {
    flow: Flow<Events>,
    head: Arc<Head>,
    operation: &'static Operation,
    read: fn(String) -> Result<T, (Fault, String)>,
    end: &'static str,
}

impl EventStream<String> {
    /// Sends a call and gives the events of its answer, with their data as text. None may be larger than the client's limit for an
    /// answer.
    pub fn open_text(call: Call<'_>) -> Opening<Self> {
        Opening::new(call, MEDIA_TYPE, |opened| EventStream::new(opened, Ok, ""))
    }
}

impl<T: Decode> EventStream<T> {
    /// Sends a call and gives the events of its answer, with their data decoded from JSON. None may be larger than the client's
    /// limit for an answer. The data `[DONE]`, which is no JSON, ends the stream as well.
    pub fn open(call: Call<'_>) -> Opening<Self> {
        Opening::new(call, MEDIA_TYPE, |opened| {
            EventStream::new(opened, |data| from_slice(data.as_bytes()).map_err(|fault| (fault, data)), DONE)
        })
    }
}

impl<T> EventStream<T> {
    fn new(opened: Opened, read: fn(String) -> Result<T, (Fault, String)>, end: &'static str) -> Result<Self, Error> {
        let Opened { order, incoming } = opened;
        let operation = order.operation;
        is_events(operation, &incoming)?;
        let limit = order.core.0.max_response_bytes;
        let head = incoming.head.clone();
        let flow = Flow::new(Events { order, incoming, parser: EventParser::default(), limit, returns: 0 });
        Ok(EventStream { flow, head, operation, read, end })
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

    fn poll_item(&mut self, cx: &mut Context<'_>) -> Poll<Result<Option<Event<T>>, Error>> {
        let Some(RawEvent { event, id, data }) = ready!(self.flow.poll_next(cx))? else { return Poll::Ready(Ok(None)) };
        if !self.end.is_empty() && data.trim() == self.end {
            self.flow.end();
            return Poll::Ready(Ok(None));
        }
        Poll::Ready(match (self.read)(data) {
            Ok(data) => Ok(Some(Event { event, id, data })),
            Err((fault, data)) => {
                let error = Error::decode(self.operation.id, fault);
                Err(error.with_answer(self.head.status, self.head.headers.clone(), Bytes::from(data)))
            }
        })
    }
}

streamed! {
    /// The next event; `None` at the end.
    impl [T] EventStream<T> => Event<T>
}

impl<T> fmt::Debug for EventStream<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("EventStream").field("status", &self.head.status).finish_non_exhaustive()
    }
}
