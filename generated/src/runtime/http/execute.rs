//! The executor: sends a prepared request, follows redirects as far as that is safe, and reads the answer within its limits.
//!
//! It is one function for all operations, and knows nothing of their types. A credential reaches the origin that the call was
//! made for, and no other.

use super::{
    client::{Core, Prepared, request},
    error::{Error, excerpt},
    redirect::Hop,
    response::RawResponse,
    transport::{TransportBody, TransportError, TransportRequest, TransportResponse},
};
use bytes::{Bytes, BytesMut};
use http::{HeaderMap, Method, StatusCode, header};
use std::time::{Duration, Instant};

/// How many redirects are followed.
const MAX_REDIRECTS: usize = 10;

/// Sends a request and gives its answer, if that is a success.
pub(super) async fn execute(core: &Core, prepared: Prepared) -> Result<RawResponse, Error> {
    let deadline = Deadline::after(prepared.timeout);
    exchange(core, &prepared, &deadline).await
}

/// The point in time at which a call ends, redirects included.
struct Deadline {
    timeout: Duration,
    end: Option<Instant>,
}

impl Deadline {
    /// A timeout that no clock can hold is none.
    fn after(timeout: Duration) -> Self {
        Deadline { timeout, end: Instant::now().checked_add(timeout) }
    }

    /// What is left of the time, or that nothing is; `None` where there is no end.
    fn remaining(&self) -> Result<Option<Duration>, String> {
        let Some(end) = self.end else { return Ok(None) };
        match end.saturating_duration_since(Instant::now()) {
            Duration::ZERO => Err(format!("no answer within {:?}", self.timeout)),
            left => Ok(Some(left)),
        }
    }
}

/// One attempt: a request and the redirects that it leads to.
async fn exchange(core: &Core, prepared: &Prepared, deadline: &Deadline) -> Result<RawResponse, Error> {
    let id = prepared.operation.id;
    let mut hop = Hop::first(prepared);
    for _ in 0..=MAX_REDIRECTS {
        let peer = hop.url.origin.to_string();
        let timeout = deadline.remaining().map_err(|message| Error::timeout(id, message))?;
        let next = request(prepared.operation, &prepared.method, &hop.url, hop.headers.clone(), hop.body.clone())?;
        let sent = core.0.transport.send(TransportRequest::new(next).with_timeout(timeout)).await;
        let response = sent.map_err(|error| Error::transport(id, &peer, error))?;
        match hop.next(prepared, &response)? {
            Some(next) => hop = next,
            None => return read(core, prepared, &peer, response).await,
        }
    }
    Err(Error::redirect(id, format!("more than {MAX_REDIRECTS} redirects")))
}

/// Reads an answer: all of a success or an error, the beginning of a failure.
async fn read(core: &Core, prepared: &Prepared, peer: &str, response: TransportResponse) -> Result<RawResponse, Error> {
    let id = prepared.operation.id;
    let TransportResponse { status, headers, body } = response;
    let has_body = !is_bodiless(&prepared.method, status);
    if !status.is_success() {
        let body = if has_body { collect(body, core.0.max_error_bytes).await.bytes } else { Bytes::new() };
        let mut text = excerpt(&body);
        core.redact(&mut text);
        return Err(Error::answered(id, &text).with_answer(status, headers, body));
    }
    if !has_body {
        return Ok(RawResponse::new(prepared.operation, status, headers, Bytes::new()));
    }
    let limit = core.0.max_response_bytes;
    let collected = match announced(&headers) {
        Some(length) if length > limit => Collected { bytes: Bytes::new(), end: End::Limit },
        _ => collect(body, limit).await,
    };
    match collected.end {
        End::Whole => Ok(RawResponse::new(prepared.operation, status, headers, collected.bytes)),
        End::Limit => {
            let error = Error::too_large(id, format!("the body is larger than the limit of {limit} bytes"));
            Err(error.with_answer(status, headers, Bytes::new()))
        }
        End::Broken(error) => Err(Error::transport(id, peer, error).with_answer(status, headers, collected.bytes)),
    }
}

/// Whether an answer has no body, whatever its headers say (RFC 9110, 6.4.1; 205: 15.3.6).
pub(super) fn is_bodiless(method: &Method, status: StatusCode) -> bool {
    *method == Method::HEAD || matches!(status.as_u16(), 204 | 205 | 304)
}

/// The length that the server announces. It can only save us reading: the limit itself holds for what comes.
fn announced(headers: &HeaderMap) -> Option<usize> {
    headers.get(header::CONTENT_LENGTH)?.to_str().ok()?.parse().ok()
}

/// What came of a body.
struct Collected {
    bytes: Bytes,
    end: End,
}

enum End {
    Whole,
    /// There is more than the limit allows; `bytes` has as much as it does.
    Limit,
    /// It broke off; `bytes` has what came before.
    Broken(TransportError),
}

async fn collect(body: TransportBody, limit: usize) -> Collected {
    let mut chunks = match body {
        TransportBody::Full(bytes) if bytes.len() <= limit => return Collected { bytes, end: End::Whole },
        TransportBody::Full(bytes) => return Collected { bytes: bytes.slice(..limit), end: End::Limit },
        TransportBody::Chunks(chunks) => chunks,
    };
    let mut collected = BytesMut::new();
    loop {
        let end = match chunks.next().await {
            Ok(Some(chunk)) => {
                let room = limit - collected.len();
                collected.extend_from_slice(&chunk[..chunk.len().min(room)]);
                if chunk.len() <= room {
                    continue;
                }
                End::Limit
            }
            Ok(None) => End::Whole,
            Err(error) => End::Broken(error),
        };
        return Collected { bytes: collected.freeze(), end };
    }
}
