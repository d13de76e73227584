//! Bodies of requests: bytes, files and streams, one after another where a body is made of parts.
//!
//! A [`Body`] says what is sent; a [`BodyStream`] is what a transport reads. Bytes and files can be read again and again, for a
//! redirect or another attempt. A stream is read once, and whoever would need it a second time gets an error, never half of it.

use bytes::Bytes;
use std::{
    collections::VecDeque,
    error::Error as StdError,
    fmt,
    fs::File,
    io::{self, Read},
    path::Path,
    sync::{Arc, Mutex, PoisonError},
    task::{Context, Poll, ready},
};

/// How much of a file or a reader is in memory at a time.
const CHUNK: usize = 64 << 10;

/// What a request sends. A clone is another handle of the same bytes, file or stream.
#[derive(Clone, Default)]
pub struct Body(Vec<Piece>);

#[derive(Clone)]
enum Piece {
    Bytes(Bytes),
    File { path: Arc<Path>, length: u64 },
    Stream { length: Option<u64>, source: Arc<Mutex<Option<Box<Source>>>> },
}

type Source = dyn FnMut(&mut Context<'_>) -> Poll<Option<io::Result<Bytes>>> + Send;

impl Body {
    /// A body of these bytes.
    pub fn new(bytes: impl Into<Bytes>) -> Self {
        Body(vec![Piece::Bytes(bytes.into())])
    }

    /// The content of a file, which is opened and read when the request is sent, and once more for each attempt. Reading blocks the
    /// thread for one piece of 64 KiB at a time. An error where there is no such file, or where it is no regular one.
    pub fn file(path: impl AsRef<Path>) -> io::Result<Self> {
        let path = path.as_ref();
        let metadata = std::fs::metadata(path)?;
        if !metadata.is_file() {
            return Err(io::Error::new(io::ErrorKind::InvalidInput, "it is not a regular file"));
        }
        Ok(Body(vec![Piece::File { path: Arc::from(path), length: metadata.len() }]))
    }

    /// A stream, polled piece by piece until it gives `None`. Any `futures::Stream` of bytes is one, once it is pinned:
    /// `Body::stream(None, move |cx| stream.as_mut().poll_next(cx))`. With a `length`, that is announced to the server and the
    /// stream must keep to it; without one, the body is sent in chunks. It is sent once: no attempt follows one that fails.
    pub fn stream<E: Into<Box<dyn StdError + Send + Sync>>>(
        length: Option<u64>,
        mut next: impl FnMut(&mut Context<'_>) -> Poll<Option<Result<Bytes, E>>> + Send + 'static,
    ) -> Self {
        Body::of_source(length, Box::new(move |cx| next(cx).map(|piece| piece.map(|result| result.map_err(io::Error::other)))))
    }

    /// What a reader gives, as a [`stream`](Self::stream). Reading blocks the thread that sends the request.
    pub fn reader(length: Option<u64>, mut reader: impl Read + Send + 'static) -> Self {
        Body::of_source(length, Box::new(move |_| Poll::Ready(read_chunk(&mut reader, CHUNK as u64).transpose())))
    }

    fn of_source(length: Option<u64>, source: Box<Source>) -> Self {
        Body(vec![Piece::Stream { length, source: Arc::new(Mutex::new(Some(source))) }])
    }

    /// One body after another. Bytes that follow each other become one piece.
    pub(super) fn join(bodies: impl IntoIterator<Item = Body>) -> Self {
        let mut pieces: Vec<Piece> = Vec::new();
        let mut pending: Vec<u8> = Vec::new();
        for piece in bodies.into_iter().flat_map(|body| body.0) {
            match piece {
                Piece::Bytes(bytes) => pending.extend_from_slice(&bytes),
                Piece::File { .. } | Piece::Stream { .. } => {
                    pieces.push(Piece::Bytes(Bytes::from(std::mem::take(&mut pending))));
                    pieces.push(piece);
                }
            }
        }
        pieces.push(Piece::Bytes(Bytes::from(pending)));
        Body(pieces)
    }

    /// The bytes, where all of them are in memory.
    pub fn as_bytes(&self) -> Option<Bytes> {
        match self.0.as_slice() {
            [] => Some(Bytes::new()),
            [Piece::Bytes(bytes)] => Some(bytes.clone()),
            _ => None,
        }
    }

    /// How many bytes there are, where that is known.
    pub fn length(&self) -> Option<u64> {
        self.0.iter().try_fold(0_u64, |sum, piece| {
            let length = match piece {
                Piece::Bytes(bytes) => Some(bytes.len() as u64),
                Piece::File { length, .. } => Some(*length),
                Piece::Stream { length, .. } => *length,
            };
            sum.checked_add(length?)
        })
    }

    /// Whether the body can be sent again.
    pub fn is_replayable(&self) -> bool {
        self.0.iter().all(|piece| matches!(piece, Piece::Bytes(_) | Piece::File { .. }))
    }

    /// Reads the body from its beginning.
    pub fn into_stream(self) -> BodyStream {
        BodyStream { rest: self.0.into(), current: None }
    }
}

impl fmt::Debug for Body {
    /// How much there is, and nothing of what it is.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.length() {
            Some(length) => write!(f, "Body({length} bytes)"),
            None => f.write_str("Body(stream)"),
        }
    }
}

impl From<Bytes> for Body {
    fn from(bytes: Bytes) -> Self {
        Body::new(bytes)
    }
}

impl From<Vec<u8>> for Body {
    fn from(bytes: Vec<u8>) -> Self {
        Body::new(bytes)
    }
}

impl From<String> for Body {
    fn from(text: String) -> Self {
        Body::new(text)
    }
}

impl From<&'static [u8]> for Body {
    fn from(bytes: &'static [u8]) -> Self {
        Body::new(bytes)
    }
}

impl<const N: usize> From<&'static [u8; N]> for Body {
    fn from(bytes: &'static [u8; N]) -> Self {
        Body::new(bytes.as_slice())
    }
}

impl From<&'static str> for Body {
    fn from(text: &'static str) -> Self {
        Body::new(text)
    }
}

/// A body that is being read.
pub struct BodyStream {
    rest: VecDeque<Piece>,
    current: Option<Running>,
}

enum Running {
    /// A file, and what is left of the length that was announced.
    File(File, u64),
    // The lock is never taken: it makes the stream shareable, as futures that hold one must be.
    Stream(Mutex<Box<Source>>),
}

impl fmt::Debug for BodyStream {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("BodyStream")
    }
}

impl BodyStream {
    /// The next piece, which is not empty; `None` at the end. After an error there is nothing more.
    pub fn poll_next(&mut self, cx: &mut Context<'_>) -> Poll<Option<io::Result<Bytes>>> {
        loop {
            let piece = match &mut self.current {
                Some(Running::File(file, left)) => read_file(file, left).transpose(),
                Some(Running::Stream(source)) => ready!(source.get_mut().unwrap_or_else(PoisonError::into_inner)(cx)),
                None => match self.rest.pop_front() {
                    Some(Piece::Bytes(bytes)) => Some(Ok(bytes)),
                    Some(piece) => match start(piece) {
                        Ok(running) => {
                            self.current = Some(running);
                            continue;
                        }
                        Err(error) => Some(Err(error)),
                    },
                    None => return Poll::Ready(None),
                },
            };
            match piece {
                Some(Ok(bytes)) if bytes.is_empty() => {}
                Some(Ok(bytes)) => return Poll::Ready(Some(Ok(bytes))),
                Some(Err(error)) => {
                    self.rest.clear();
                    self.current = None;
                    return Poll::Ready(Some(Err(error)));
                }
                None => self.current = None,
            }
        }
    }

    /// All of it, in memory.
    pub async fn collect(mut self) -> io::Result<Bytes> {
        let mut collected: Vec<u8> = Vec::new();
        while let Some(piece) = std::future::poll_fn(|cx| self.poll_next(cx)).await {
            let piece = piece?;
            if collected.is_empty() && self.current.is_none() && self.rest.is_empty() {
                return Ok(piece);
            }
            collected.extend_from_slice(&piece);
        }
        Ok(Bytes::from(collected))
    }
}

fn start(piece: Piece) -> io::Result<Running> {
    match piece {
        Piece::File { path, length } => Ok(Running::File(File::open(path)?, length)),
        Piece::Stream { source, .. } => {
            let source = source.lock().unwrap_or_else(PoisonError::into_inner).take();
            source.map(Mutex::new).map(Running::Stream).ok_or_else(|| io::Error::other("the stream has been sent already"))
        }
        Piece::Bytes(bytes) => {
            let mut bytes = Some(Ok(bytes));
            Ok(Running::Stream(Mutex::new(Box::new(move |_| Poll::Ready(bytes.take())))))
        }
    }
}

/// A piece of a file that is as long as it was when its length was announced.
fn read_file(file: &mut File, left: &mut u64) -> io::Result<Option<Bytes>> {
    if *left == 0 {
        return Ok(None);
    }
    let Some(piece) = read_chunk(file, *left)? else {
        return Err(io::Error::new(io::ErrorKind::UnexpectedEof, "the file has become shorter"));
    };
    *left -= piece.len() as u64;
    Ok(Some(piece))
}

fn read_chunk(reader: &mut impl Read, limit: u64) -> io::Result<Option<Bytes>> {
    let mut chunk = Vec::new();
    reader.take(limit.min(CHUNK as u64)).read_to_end(&mut chunk)?;
    Ok((!chunk.is_empty()).then(|| Bytes::from(chunk)))
}
