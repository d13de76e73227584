//! JSON texts one after the other: a line each (`application/jsonl`, `application/x-ndjson`), or behind a record separator each
//! (`application/json-seq`, RFC 7464).
//!
//! [`Records`] splits bytes into texts, whatever pieces they come in; [`JsonStream`] decodes the texts.

use super::{
    call::Call,
    error::Error,
    flow::{Feed, Flow, streamed},
    incoming::{Head, Incoming, Opened, Opening},
    operation::Operation,
};
use crate::runtime::json::{Decode, from_slice};
use bytes::{Bytes, BytesMut};
use http::{HeaderMap, StatusCode};
use std::{
    fmt,
    marker::PhantomData,
    sync::Arc,
    task::{Context, Poll, ready},
};

/// Begins a record (RFC 7464, 2.2). No JSON text has it.
const SEPARATOR: u8 = 0x1e;

/// Splits bytes into the texts of records.
#[derive(Default)]
struct Records {
    bytes: BytesMut,
    /// How many bytes hold no end of a record.
    searched: usize,
    /// Whether a separator has come, so that lines are part of a record.
    is_sequence: bool,
    is_at_end: bool,
}

impl Records {
    fn push(&mut self, chunk: &[u8]) {
        self.bytes.extend_from_slice(chunk);
    }

    /// The next record that is whole. Blank ones are passed over.
    fn next(&mut self) -> Option<Bytes> {
        loop {
            self.is_sequence |= self.bytes.first() == Some(&SEPARATOR);
            let start = usize::from(self.bytes.first() == Some(&SEPARATOR));
            let end = if self.is_sequence { SEPARATOR } else { b'\n' };
            let from = self.searched.max(start);
            let found = self.bytes[from..].iter().position(|byte| *byte == end).map(|at| from + at);
            let record = match found {
                // The separator belongs to the next record, the end of a line to none.
                Some(at) => self.bytes.split_to(if self.is_sequence { at } else { at + 1 }),
                None if self.is_at_end && !self.bytes.is_empty() => self.bytes.split(),
                None => {
                    self.searched = self.bytes.len();
                    return None;
                }
            };
            self.searched = 0;
            let record = record.freeze().slice(start..);
            if !record.trim_ascii().is_empty() {
                return Some(record);
            }
        }
    }

    /// Whether a record of a sequence is cut off: one that could go on, and has no white space behind it (RFC 7464, 2.4).
    fn is_cut(&self, record: &[u8]) -> bool {
        let last = record.last().copied().unwrap_or_default();
        self.is_sequence && !last.is_ascii_whitespace() && !matches!(last, b'}' | b']' | b'"')
    }
}

struct Lines {
    incoming: Incoming,
    operation: &'static Operation,
    records: Records,
    limit: usize,
}

impl Feed for Lines {
    type Item = Bytes;

    fn take(&mut self) -> Result<Option<Bytes>, Error> {
        if let Some(record) = self.records.next() {
            if record.len() > self.limit {
                return Err(self.too_large());
            }
            if self.records.is_cut(&record) {
                return Err(self.incoming.refuse(Error::cut(self.operation.id)));
            }
            return Ok(Some(record));
        }
        if self.records.bytes.len() > self.limit { Err(self.too_large()) } else { Ok(None) }
    }

    async fn fetch(&mut self) -> Result<bool, Error> {
        match self.incoming.chunk().await? {
            Some(chunk) => self.records.push(&chunk),
            None => self.records.is_at_end = true,
        }
        Ok(!self.records.is_at_end)
    }
}

impl Lines {
    fn too_large(&self) -> Error {
        let message = format!("an item of the answer is larger than the limit of {} bytes", self.limit);
        self.incoming.refuse(Error::too_large(self.operation.id, message))
    }
}

/// The values of an answer of JSON lines or of a JSON text sequence, as they come. Dropping it ends the call.
///
/// A value that does not fit is an error, and what follows can still be read; any other error ends the stream.
pub struct JsonStream<T> {
    flow: Flow<Lines>,
    head: Arc<Head>,
    operation: &'static Operation,
    holds: PhantomData<fn() -> T>,
}

impl<T: Decode> JsonStream<T> {
    /// Sends a call and gives the values of its answer. None may be larger than the client's limit for an answer.
    pub fn open(call: Call<'_>, accept: &'static str) -> Opening<Self> {
        Opening::new(call, accept, |Opened { order, incoming }| {
            let (head, operation) = (incoming.head.clone(), order.operation);
            let limit = order.core.0.max_response_bytes;
            let flow = Flow::new(Lines { incoming, operation, records: Records::default(), limit });
            Ok(JsonStream { flow, head, operation, holds: PhantomData })
        })
    }

    fn poll_item(&mut self, cx: &mut Context<'_>) -> Poll<Result<Option<T>, Error>> {
        let Some(record) = ready!(self.flow.poll_next(cx))? else { return Poll::Ready(Ok(None)) };
        let value = from_slice(&record).map_err(|fault| {
            let error = Error::decode(self.operation.id, fault);
            error.with_answer(self.head.status, self.head.headers.clone(), record.clone())
        });
        Poll::Ready(value.map(Some))
    }
}

impl<T> JsonStream<T> {
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
}

streamed! {
    /// The next value; `None` at the end.
    impl [T: Decode] JsonStream<T> => T
}

impl<T> fmt::Debug for JsonStream<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("JsonStream").field("status", &self.head.status).finish_non_exhaustive()
    }
}
