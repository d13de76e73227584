//! A service of one operation, and a way to ask a mock of it.

use bytes::Bytes;
use http::{HeaderMap, Method, Request};
use runtime::runtime::{
    http::{Scheme, SchemeKind, Service, Transport, TransportBody, TransportError, TransportRequest},
    mock::{Entry, Mock, Parameter, Response, Table},
};
use serde_json::Value;
use std::{
    future::Future,
    pin::pin,
    task::{Context, Poll, Waker},
};

/// The service of all tests: a token, and a key in the query.
pub(crate) static SERVICE: Service = Service {
    base_url: Some("https://example.com/v1"),
    variables: &[],
    base_url_env: None,
    user_agent: "test",
    idempotency_header: "Idempotency-Key",
    schemes: &[
        Scheme { name: "token", kind: SchemeKind::Bearer, setter: "token", env: None },
        Scheme { name: "key", kind: SchemeKind::Query("key"), setter: "key", env: None },
    ],
};

/// `GET /pets` without anything.
pub(crate) const PETS: Entry = Entry {
    name: "list_pets",
    id: "listPets",
    method: "GET",
    path: "/pets",
    query: &[],
    server: None,
    security: &[],
    parameters: &[],
    body: None,
    responses: &[],
};

/// A mock of a service of these operations.
pub(crate) fn mock(operations: Vec<Entry>, schemas: &'static [(&'static str, &'static str)]) -> Mock {
    let servers = &["https://example.com/v1", "/{stage}/api"];
    Mock::of(Box::leak(Box::new(Table { service: &SERVICE, servers, operations: operations.leak(), schemas })))
}

/// A mock of an operation that answers JSON of this schema.
pub(crate) fn answering(schema: &str, schemas: &'static [(&'static str, &'static str)]) -> Mock {
    let responses = vec![Response::json("200", "application/json", schema.to_owned().leak())];
    mock(vec![Entry { responses: responses.leak(), ..PETS }], schemas)
}

/// A mock of an operation with this parameter.
pub(crate) fn taking(parameter: Parameter) -> Mock {
    mock(vec![Entry { parameters: vec![parameter].leak(), ..PETS }], &[])
}

/// An answer.
#[derive(Debug)]
pub(crate) struct Answered {
    pub(crate) status: u16,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
}

impl Answered {
    pub(crate) fn text(&self) -> &str {
        std::str::from_utf8(&self.body).expect("text")
    }

    pub(crate) fn json(&self) -> Value {
        serde_json::from_slice(&self.body).expect("JSON")
    }

    /// What a refusal says.
    pub(crate) fn detail(&self) -> String {
        self.json()["detail"].as_str().expect("a refusal says why").to_owned()
    }
}

/// Sends a request, and reads the answer to its end.
pub(crate) fn send(mock: &Mock, request: Request<Bytes>) -> Result<Answered, TransportError> {
    let answer = async {
        let response = mock.send(TransportRequest::new(request)).await?;
        let body = match response.body {
            TransportBody::Full(bytes) => bytes,
            TransportBody::Chunks(mut chunks) => {
                let mut all = Vec::new();
                while let Some(chunk) = chunks.next().await? {
                    all.extend_from_slice(&chunk);
                }
                all.into()
            }
            other => panic!("{other:?}"),
        };
        Ok(Answered { status: response.status.as_u16(), headers: response.headers, body })
    };
    // A mock answers at once, unless it is told to wait.
    match pin!(answer).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(answer) => answer,
        Poll::Pending => panic!("the mock waits"),
    }
}

/// A request below the server of the document.
pub(crate) fn request(method: &str, path: &str, body: &str) -> Request<Bytes> {
    let method = Method::from_bytes(method.as_bytes()).expect("a method");
    let request = Request::builder().method(method).uri(format!("https://example.com/v1{path}"));
    request.body(Bytes::copy_from_slice(body.as_bytes())).expect("a request")
}

/// `GET`, which has an answer.
pub(crate) fn get(mock: &Mock, path: &str) -> Answered {
    send(mock, request("GET", path, "")).expect("an answer")
}
