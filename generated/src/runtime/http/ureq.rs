//! The transport for calls without an asynchronous runtime, made of ureq. It sends on the thread that polls it. Redirects are off,
//! since the client follows them itself.

use super::{
    body::{Body, BodyStream},
    transport::{Chunks, Transport, TransportBody, TransportError, TransportFuture, TransportRequest, TransportResponse},
};
use bytes::Bytes;
use http::{Method, Request, Response, header};
use std::{
    io::{self, Read},
    task::{Context, Poll},
    time::Duration,
};
use ureq::config::AutoHeaderValue;

/// A transport that sends through ureq, and blocks the thread until the answer begins and while its body is read.
#[derive(Clone, Debug)]
pub struct UreqTransport {
    agent: ureq::Agent,
}

impl UreqTransport {
    /// Finishes a configuration that may already hold proxies, certificates and the like: without redirects and headers of its own,
    /// and with these limits for opening a connection and for silence in the midst of an answer.
    pub fn from_config(
        config: ureq::config::ConfigBuilder<ureq::typestate::AgentScope>,
        connect_timeout: Duration,
        read_timeout: Duration,
    ) -> Self {
        let config = config
            .max_redirects(0)
            .max_redirects_will_error(false)
            .http_status_as_error(false)
            .allow_non_standard_methods(true)
            .user_agent(AutoHeaderValue::None)
            .accept(AutoHeaderValue::None)
            .timeout_connect(Some(connect_timeout))
            .timeout_per_read(Some(read_timeout))
            .build();
        UreqTransport { agent: config.new_agent() }
    }

    fn run(&self, request: TransportRequest) -> Result<TransportResponse, TransportError> {
        let timeout = request.timeout;
        let (mut parts, body) = request.request.into_parts();
        // RFC 9110, 8.6: a method that is made for content says that there is none, any other says nothing.
        let is_made_for_content = matches!(parts.method, Method::POST | Method::PUT | Method::PATCH);
        let says_nothing = !is_made_for_content && !parts.headers.contains_key(header::CONTENT_TYPE);
        let answer = match body.as_bytes() {
            Some(bytes) if bytes.is_empty() && says_nothing => self.send_one(Request::from_parts(parts, ()), timeout),
            Some(bytes) => self.send_one(Request::from_parts(parts, &*bytes), timeout),
            None => {
                if let Some(length) = body.length() {
                    parts.headers.insert(header::CONTENT_LENGTH, length.into());
                }
                let reader = ureq::SendBody::from_owned_reader(Reader::new(body));
                self.send_one(Request::from_parts(parts, reader), timeout)
            }
        };
        let (parts, body) = answer.map_err(broken)?.into_parts();
        let body = Pieces { reader: body.into_reader() };
        Ok(TransportResponse::new(parts.status, parts.headers, TransportBody::Chunks(Box::new(body))))
    }

    fn send_one(
        &self,
        request: Request<impl ureq::AsSendBody>,
        timeout: Option<Duration>,
    ) -> Result<Response<ureq::Body>, ureq::Error> {
        let request = self.agent.configure_request(request).timeout_global(timeout).build();
        self.agent.run(request)
    }
}

impl Transport for UreqTransport {
    fn send(&self, request: TransportRequest) -> TransportFuture<'_, TransportResponse> {
        Box::pin(async move { self.run(request) })
    }
}

/// A body of a request as ureq reads it.
struct Reader {
    stream: BodyStream,
    piece: Bytes,
}

impl Reader {
    fn new(body: Body) -> Self {
        Reader { stream: body.into_stream(), piece: Bytes::new() }
    }
}

impl Read for Reader {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.piece.is_empty() {
            let next = super::blocking::wait(std::future::poll_fn(|cx| self.stream.poll_next(cx)));
            self.piece = next.transpose()?.unwrap_or_default();
        }
        let count = buffer.len().min(self.piece.len());
        buffer[..count].copy_from_slice(&self.piece.split_to(count));
        Ok(count)
    }
}

/// The body of an answer, read as it is asked for.
struct Pieces {
    reader: ureq::BodyReader<'static>,
}

impl Chunks for Pieces {
    fn poll_next(&mut self, _: &mut Context<'_>) -> Poll<Result<Option<Bytes>, TransportError>> {
        let mut buffer = vec![0; 16 << 10];
        let read = loop {
            match self.reader.read(&mut buffer) {
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                read => break read,
            }
        };
        Poll::Ready(match read {
            Ok(0) => Ok(None),
            Ok(count) => {
                buffer.truncate(count);
                Ok(Some(Bytes::from(buffer)))
            }
            Err(error) => Err(broken(error.into())),
        })
    }
}

/// What failed before a connection stood has not reached the server. Where that is not certain, it may have.
fn broken(error: ureq::Error) -> TransportError {
    use ureq::{Error, Timeout};
    match error {
        Error::Timeout(Timeout::Resolve | Timeout::Connect) => TransportError::connect(error).timed_out(),
        Error::Timeout(_) => TransportError::exchange(error).timed_out(),
        // It holds the URL, and with it perhaps a key.
        Error::BadUri(_) => TransportError::connect("the URL cannot be asked"),
        Error::HostNotFound | Error::ConnectionFailed | Error::Http(_) | Error::InvalidProxyUrl => TransportError::connect(error),
        Error::Io(ref io) if io.kind() == io::ErrorKind::ConnectionRefused => TransportError::connect(error),
        error => TransportError::exchange(error),
    }
}
