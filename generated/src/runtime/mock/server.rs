//! The mock on loopback: a server of HTTP/1.1 on a thread of its own, for clients of any kind, in this program or another.

use super::{
    read::Request,
    service::{End, Mock, Outcome},
};
use bytes::{Bytes, BytesMut};
use http_body::{Body, Frame, SizeHint};
use hyper::{body::Incoming, server::conn::http1, service::service_fn};
use hyper_util::rt::TokioIo;
use std::{
    fmt,
    future::poll_fn,
    io,
    net::SocketAddr,
    pin::{Pin, pin},
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
    task::{Context, Poll, Waker},
    thread::{self, JoinHandle},
};
use tokio::{net::TcpListener, runtime, task};

/// A mock on loopback. It ends when this is dropped.
pub struct Server {
    address: SocketAddr,
    stop: Arc<Stop>,
    thread: Option<JoinHandle<()>>,
}

impl fmt::Debug for Server {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Server").field("address", &self.address).finish_non_exhaustive()
    }
}

impl Server {
    pub(super) fn start(mock: Mock) -> io::Result<Server> {
        let listener = std::net::TcpListener::bind(("127.0.0.1", 0))?;
        listener.set_nonblocking(true)?;
        let address = listener.local_addr()?;
        let runtime = runtime::Builder::new_current_thread().enable_all().build()?;
        let listener = {
            let _entered = runtime.enter();
            TcpListener::from_std(listener)?
        };
        let stop = Arc::new(Stop::default());
        let seen = Arc::clone(&stop);
        let run = move || runtime.block_on(accept(&listener, &mock, &seen));
        let thread = thread::Builder::new().name("mock".to_owned()).spawn(run)?;
        Ok(Server { address, stop, thread: Some(thread) })
    }

    /// The base URL for a client.
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// The address that it listens at.
    pub fn address(&self) -> SocketAddr {
        self.address
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.stop.set();
        if let Some(thread) = self.thread.take() {
            // A mock that panics has said so already.
            let _ = thread.join();
        }
    }
}

/// The word that the server is to end, from another thread.
#[derive(Default)]
struct Stop {
    is_set: AtomicBool,
    waker: Mutex<Option<Waker>>,
}

impl Stop {
    fn set(&self) {
        self.is_set.store(true, Ordering::SeqCst);
        if let Some(waker) = self.waker.lock().unwrap_or_else(PoisonError::into_inner).take() {
            waker.wake();
        }
    }

    fn is_set(&self, cx: &Context<'_>) -> bool {
        *self.waker.lock().unwrap_or_else(PoisonError::into_inner) = Some(cx.waker().clone());
        self.is_set.load(Ordering::SeqCst)
    }
}

/// Takes connections until it is told to stop. Those that are open end with the runtime.
async fn accept(listener: &TcpListener, mock: &Mock, stop: &Stop) {
    let next = |cx: &mut Context<'_>| match stop.is_set(cx) {
        true => Poll::Ready(None),
        false => listener.poll_accept(cx).map(Some),
    };
    while let Some(accepted) = poll_fn(next).await {
        // One that went away before it was taken is no matter.
        let Ok((stream, _)) = accepted else { continue };
        let _ = stream.set_nodelay(true);
        let mock = mock.clone();
        task::spawn(async move {
            let answer = service_fn(|request| answer(&mock, request));
            // An end that the mock was told to make is an error here, and one that the client makes is its own affair.
            let _ = http1::Builder::new().serve_connection(TokioIo::new(stream), answer).await;
        });
    }
}

async fn answer(mock: &Mock, request: http::Request<Incoming>) -> io::Result<http::Response<Reply>> {
    let (parts, body) = request.into_parts();
    let body = collect(body).await.map_err(io::Error::other)?;
    let Outcome { delay, end } = mock.take(&Request::new(parts.method, &parts.uri, parts.headers, body));
    if !delay.is_zero() {
        tokio::time::sleep(delay).await;
    }
    match end {
        End::Answer(reply) => Ok(reply.map(|body| Reply { rest: Some(body), is_cut: false })),
        End::Cut(reply) => Ok(reply.map(|body| Reply { rest: Some(body.slice(..body.len() / 2)), is_cut: true })),
        End::Reset => Err(io::Error::other("the mock was told to end the connection")),
    }
}

async fn collect(body: Incoming) -> Result<Bytes, hyper::Error> {
    let mut body = pin!(body);
    let mut bytes = BytesMut::new();
    while let Some(frame) = poll_fn(|cx| body.as_mut().poll_frame(cx)).await {
        if let Ok(data) = frame?.into_data() {
            bytes.extend_from_slice(&data);
        }
    }
    Ok(bytes.freeze())
}

/// The body of an answer, which may end too early.
struct Reply {
    rest: Option<Bytes>,
    is_cut: bool,
}

impl Body for Reply {
    type Data = Bytes;
    type Error = io::Error;

    fn poll_frame(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, io::Error>>> {
        Poll::Ready(match (self.rest.take(), self.is_cut) {
            (Some(bytes), _) => Some(Ok(Frame::data(bytes))),
            (None, true) => Some(Err(io::Error::other("the mock was told to end the connection"))),
            (None, false) => None,
        })
    }

    fn is_end_stream(&self) -> bool {
        !self.is_cut && self.rest.as_ref().is_none_or(Bytes::is_empty)
    }

    fn size_hint(&self) -> SizeHint {
        match (&self.rest, self.is_cut) {
            (Some(bytes), false) => SizeHint::with_exact(bytes.len() as u64),
            (None, false) => SizeHint::with_exact(0),
            (_, true) => SizeHint::default(),
        }
    }
}
