//! The executor: sends a prepared request, again where that may help, follows redirects as far as that is safe, and reads the
//! answer within its limits.
//!
//! It is one function for all operations, and knows nothing of their types. A credential reaches the origin that the call was
//! made for, and no other.

use super::{
    client::Core,
    error::{Error, excerpt},
    hook::{self, Outcome, Outgoing},
    prepared::{Prepared, request},
    redirect::Hop,
    response::RawResponse,
    retry::Attempts,
    transport::{TransportBody, TransportError, TransportRequest, TransportResponse},
};
use bytes::{Bytes, BytesMut};
use http::{HeaderMap, Method, StatusCode, Uri, header};

/// How many redirects are followed.
const MAX_REDIRECTS: usize = 10;

/// Sends a request, as often as it takes and is allowed, and gives its answer, if that is a success.
pub(super) async fn execute(core: &Core, mut prepared: Prepared) -> Result<RawResponse, Error> {
    let mut attempts = Attempts::new(core, &prepared);
    loop {
        let answer = attempt(core, &mut prepared, &attempts).await;
        if let Some((answer, earlier)) = attempts.judge(answer, RawResponse::status).await? {
            return Ok(answer.after(earlier));
        }
    }
}

/// Does the same up to the head of the answer, whose body is still to come.
pub(super) async fn open(core: &Core, mut prepared: Prepared) -> Result<Reached, Error> {
    let mut attempts = Attempts::new(core, &prepared);
    loop {
        let reached = reach(core, &mut prepared, &attempts).await;
        if let Some((reached, _)) = attempts.judge(reached, |reached| reached.response.status).await? {
            return Ok(reached);
        }
    }
}

/// The last answer of a chain of redirects.
pub(super) struct Reached {
    /// The URL that gave it.
    pub(super) uri: Uri,
    pub(super) response: TransportResponse,
}

/// One attempt, up to the end of the answer.
async fn attempt(core: &Core, prepared: &mut Prepared, attempts: &Attempts<'_>) -> Result<RawResponse, Error> {
    let reached = reach(core, prepared, attempts).await?;
    read(core, prepared, reached).await
}

/// One attempt, up to the head of the answer, if that is a success.
async fn reach(core: &Core, prepared: &mut Prepared, attempts: &Attempts<'_>) -> Result<Reached, Error> {
    let Reached { uri, mut response } = exchange(core, prepared, attempts).await?;
    if is_bodiless(&prepared.method, response.status) {
        response.body = TransportBody::Full(Bytes::new());
    }
    match response.status.is_success() {
        true => Ok(Reached { uri, response }),
        false => Err(failed(core, prepared, response).await),
    }
}

/// A request and the redirects that it leads to, up to the head of the last answer.
async fn exchange(core: &Core, prepared: &mut Prepared, attempts: &Attempts<'_>) -> Result<Reached, Error> {
    let operation = prepared.operation;
    let mut hop = Hop::first(prepared);
    let mut granted = None;
    let mut was_refused = false;
    for _ in 0..=MAX_REDIRECTS {
        let mut headers = hop.headers(core, prepared)?;
        if hop.is_home && !prepared.late.tokens.is_empty() {
            if granted.is_none() {
                let timeout = attempts.remaining().map_err(|message| Error::timeout(operation.id, message))?;
                granted = Some(prepared.late.grant(core, operation, timeout).await?);
            }
            granted.iter().try_for_each(|granted| granted.put(operation, &mut headers))?;
        }
        let timeout = attempts.remaining().map_err(|message| Error::timeout(operation.id, message))?;
        let mut next = request(&prepared.method, hop.uri.clone(), headers, hop.body(prepared));
        if hop.is_trusted() {
            let mut outgoing = Outgoing { operation, attempt: attempts.number, request: &mut next };
            hook::before(&core.0.hooks, &mut outgoing)?;
            prepared.late.sign(core, operation, &mut next)?;
        }
        let hooks = &core.0.hooks;
        // Nobody looks at a clock that nobody asks.
        let start = (!hooks.is_empty()).then(|| core.0.clock.now());
        let sent = core.0.transport.send(TransportRequest::new(next).with_timeout(timeout)).await;
        if let Some(start) = start {
            let result = sent.as_ref().map(|response| (response.status, &response.headers));
            let elapsed = core.0.clock.now().saturating_duration_since(start);
            hook::after(hooks, &Outcome { operation, attempt: attempts.number, elapsed, result });
        }
        let response = sent.map_err(|error| Error::transport(operation.id, &hop.uri, error))?;
        // A token that has been withdrawn is replaced once. The server has done nothing yet, so that this is safe for any method.
        if response.status == StatusCode::UNAUTHORIZED && hop.is_home && !was_refused && prepared.is_replayable {
            was_refused = granted.take().is_some_and(|granted| granted.reject());
            if was_refused {
                hop = Hop::first(prepared);
                continue;
            }
        }
        match hop.next(prepared, &response)? {
            Some(next) => hop = next,
            None => return Ok(Reached { uri: hop.uri, response }),
        }
    }
    Err(Error::redirect(operation.id, format!("more than {MAX_REDIRECTS} redirects")))
}

/// The error of an answer that is no success, with the beginning of its body.
async fn failed(core: &Core, prepared: &Prepared, response: TransportResponse) -> Error {
    let TransportResponse { status, headers, body } = response;
    let body = collect(body, core.0.max_error_bytes).await.bytes;
    let mut text = excerpt(&body);
    core.redact(&mut text);
    Error::answered(prepared.operation.id, &text).with_answer(status, headers, body)
}

/// Reads the answer of a success, all of it.
async fn read(core: &Core, prepared: &Prepared, reached: Reached) -> Result<RawResponse, Error> {
    let id = prepared.operation.id;
    let Reached { uri, response: TransportResponse { status, headers, body } } = reached;
    let limit = core.0.max_response_bytes;
    let collected = match announced(&headers) {
        // What has no body may say how long it would be.
        Some(length) if length > limit && !is_bodiless(&prepared.method, status) => {
            Collected { bytes: Bytes::new(), end: End::Limit }
        }
        _ => collect(body, limit).await,
    };
    match collected.end {
        End::Whole => Ok(RawResponse::new(prepared.operation, status, headers, collected.bytes)),
        End::Limit => {
            let error = Error::too_large(id, format!("the body is larger than the limit of {limit} bytes"));
            Err(error.with_answer(status, headers, Bytes::new()))
        }
        End::Broken(error) => Err(Error::transport(id, &uri, error).with_answer(status, headers, collected.bytes)),
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
    // A body that comes in one piece, as small ones do, is not copied.
    let (mut whole, mut joined) = (Bytes::new(), BytesMut::new());
    let end = loop {
        match chunks.next().await {
            Ok(Some(mut chunk)) => {
                let room = limit - whole.len().max(joined.len());
                let is_over = chunk.len() > room;
                chunk.truncate(room);
                if whole.is_empty() && joined.is_empty() {
                    whole = chunk;
                } else {
                    joined.extend_from_slice(&std::mem::take(&mut whole));
                    joined.extend_from_slice(&chunk);
                }
                if is_over {
                    break End::Limit;
                }
            }
            Ok(None) => break End::Whole,
            Err(error) => break End::Broken(error),
        }
    };
    Collected { bytes: if joined.is_empty() { whole } else { joined.freeze() }, end }
}
