//! A transport whose answers come in the pieces that a test wants, and break off where it wants.

use crate::runtime::http::{
    Chunks, Transport, TransportBody, TransportError, TransportFuture, TransportRequest, TransportResponse,
};
use ::bytes::Bytes;
use ::http::{HeaderMap, HeaderName, HeaderValue, Request, StatusCode};
use std::{
    collections::VecDeque,
    sync::{
        Arc, Mutex,
        atomic::{AtomicUsize, Ordering},
    },
    task::{Context, Poll},
};

/// A piece of an answer.
#[derive(Clone, Debug)]
pub enum Piece {
    Bytes(Bytes),
    /// The connection breaks.
    Break,
    /// Nothing comes any more.
    Silence,
}

/// An answer, or none.
#[derive(Clone, Debug)]
pub struct Script {
    pub status: u16,
    pub headers: Vec<(&'static str, &'static str)>,
    pub pieces: Vec<Piece>,
}

/// An answer of this media type, in pieces; `!` is where it breaks off, `~` where it falls silent.
pub fn script(media_type: &'static str, pieces: &[&str]) -> Script {
    let pieces = pieces.iter().map(|piece| match *piece {
        "!" => Piece::Break,
        "~" => Piece::Silence,
        text => Piece::Bytes(Bytes::copy_from_slice(text.as_bytes())),
    });
    Script { status: 200, headers: vec![("content-type", media_type), ("x-request-id", "r")], pieces: pieces.collect() }
}

/// Gives its answers one after the other, and keeps what it was asked.
#[derive(Clone, Default)]
pub struct Scripted {
    answers: Arc<Mutex<VecDeque<Script>>>,
    seen: Arc<Mutex<Vec<Request<Bytes>>>>,
    open: Arc<AtomicUsize>,
}

impl Scripted {
    pub fn new(answers: impl IntoIterator<Item = Script>) -> Self {
        Scripted { answers: Arc::new(Mutex::new(answers.into_iter().collect())), ..Scripted::default() }
    }

    pub fn seen(&self) -> Vec<Request<Bytes>> {
        self.seen.lock().expect("no test panics while it holds the lock").clone()
    }

    /// How many bodies are neither read nor dropped.
    pub fn open(&self) -> usize {
        self.open.load(Ordering::SeqCst)
    }
}

impl Transport for Scripted {
    fn send(&self, request: TransportRequest) -> TransportFuture<'_, TransportResponse> {
        let request = request.request.map(|body| body.as_bytes().unwrap_or_default());
        self.seen.lock().expect("no test panics while it holds the lock").push(request);
        let answer = self.answers.lock().expect("no test panics while it holds the lock").pop_front();
        self.open.fetch_add(1, Ordering::SeqCst);
        let open = Open(self.open.clone());
        Box::pin(async move {
            let Some(answer) = answer else { return Err(TransportError::connect("nobody answers")) };
            let mut headers = HeaderMap::new();
            for (name, value) in answer.headers {
                headers.append(HeaderName::from_static(name), HeaderValue::from_static(value));
            }
            let body = TransportBody::Chunks(Box::new(Body { pieces: answer.pieces.into(), has_waited: false, _open: open }));
            Ok(TransportResponse::new(StatusCode::from_u16(answer.status).expect("a status"), headers, body))
        })
    }
}

struct Open(Arc<AtomicUsize>);

impl Drop for Open {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::SeqCst);
    }
}

struct Body {
    pieces: VecDeque<Piece>,
    has_waited: bool,
    _open: Open,
}

impl Chunks for Body {
    fn poll_next(&mut self, cx: &mut Context<'_>) -> Poll<Result<Option<Bytes>, TransportError>> {
        if matches!(self.pieces.front(), Some(Piece::Silence)) {
            return Poll::Pending;
        }
        // As on a network, nothing is there at once.
        self.has_waited = !self.has_waited;
        if self.has_waited {
            cx.waker().wake_by_ref();
            return Poll::Pending;
        }
        match self.pieces.pop_front() {
            Some(Piece::Bytes(bytes)) => Poll::Ready(Ok(Some(bytes))),
            Some(Piece::Break) => Poll::Ready(Err(TransportError::exchange("reset"))),
            Some(Piece::Silence) | None => Poll::Ready(Ok(None)),
        }
    }
}
