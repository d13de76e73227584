//! The mock in memory: a client in the same program asks it without a network.

use super::{
    read::Request,
    service::{End, Mock, Outcome},
};
use crate::runtime::http::{
    Chunks, Clock, SystemClock, Transport, TransportBody, TransportError, TransportFuture, TransportRequest, TransportResponse,
};
use bytes::Bytes;
use std::task::{Context, Poll};

impl Transport for Mock {
    fn send(&self, request: TransportRequest) -> TransportFuture<'_, TransportResponse> {
        Box::pin(async move {
            let timeout = request.timeout;
            let (parts, body) = request.request.into_parts();
            let body = body.into_stream().collect().await.map_err(TransportError::exchange)?;
            let Outcome { delay, end } = self.take(&Request::new(parts.method, &parts.uri, parts.headers, body));
            if !delay.is_zero() {
                SystemClock.sleep(timeout.map_or(delay, |timeout| timeout.min(delay))).await;
            }
            if timeout.is_some_and(|timeout| timeout < delay) {
                return Err(TransportError::exchange("the mock answers too late").timed_out());
            }
            match end {
                End::Reset => Err(TransportError::exchange("the mock ended the connection")),
                End::Answer(reply) => {
                    let (parts, body) = reply.into_parts();
                    Ok(TransportResponse::new(parts.status, parts.headers, TransportBody::Full(body)))
                }
                End::Cut(reply) => {
                    let (parts, body) = reply.into_parts();
                    let half = Half { rest: Some(body.slice(..body.len() / 2)) };
                    Ok(TransportResponse::new(parts.status, parts.headers, TransportBody::Chunks(Box::new(half))))
                }
            }
        })
    }
}

/// A body whose end does not come.
struct Half {
    rest: Option<Bytes>,
}

impl Chunks for Half {
    fn poll_next(&mut self, _: &mut Context<'_>) -> Poll<Result<Option<Bytes>, TransportError>> {
        Poll::Ready(match self.rest.take() {
            Some(half) => Ok(Some(half)),
            None => Err(TransportError::exchange("the mock ended the connection within the body")),
        })
    }
}
