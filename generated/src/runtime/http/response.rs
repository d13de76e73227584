//! Answers: [`RawResponse`] before its body is decoded, [`Response`] after.

use super::{
    error::{Error, excerpt, request_id},
    execute::is_bodiless,
    operation::Operation,
    pending::Decoder,
    place,
};
use crate::runtime::json::{Decode, Fault, from_slice};
use bytes::Bytes;
use http::{HeaderMap, Method, StatusCode, header};
use std::fmt;

/// The answer of a success, whose body is not decoded yet.
#[derive(Clone)]
pub struct RawResponse {
    operation: &'static Operation,
    status: StatusCode,
    headers: HeaderMap,
    body: Bytes,
    /// Of the attempts that failed before.
    earlier: Vec<Option<StatusCode>>,
}

impl fmt::Debug for RawResponse {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RawResponse")
            .field("operation", &self.operation.id)
            .field("status", &self.status)
            .field("body", &format_args!("{} bytes", self.body.len()))
            .finish_non_exhaustive()
    }
}

impl RawResponse {
    pub(super) fn new(operation: &'static Operation, status: StatusCode, headers: HeaderMap, body: Bytes) -> Self {
        RawResponse { operation, status, headers, body, earlier: Vec::new() }
    }

    /// The same answer, after attempts that failed with these statuses.
    pub(super) fn after(mut self, earlier: Vec<Option<StatusCode>>) -> Self {
        self.earlier = earlier;
        self
    }

    /// Takes an answer that came by another way than this client's. One that is not a success is an error.
    pub fn from_http(operation: &'static Operation, response: http::Response<Bytes>) -> Result<Self, Error> {
        let (parts, body) = response.into_parts();
        if !parts.status.is_success() {
            return Err(Error::answered(operation.id, &excerpt(&body)).with_answer(parts.status, parts.headers, body));
        }
        let mut raw = RawResponse::new(operation, parts.status, parts.headers, body);
        if raw.is_bodiless() {
            raw.body = Bytes::new();
        }
        Ok(raw)
    }

    /// Takes an answer that came by another way, and reads it.
    pub fn read<T>(operation: &'static Operation, response: http::Response<Bytes>, decoder: Decoder<T>) -> Result<T, Error> {
        decoder(&Self::from_http(operation, response)?)
    }

    /// The status.
    pub fn status(&self) -> StatusCode {
        self.status
    }

    /// The headers.
    pub fn headers(&self) -> &HeaderMap {
        &self.headers
    }

    /// The server's name for the request, for its operators.
    pub fn request_id(&self) -> Option<&str> {
        request_id(&self.headers)
    }

    /// The body as it came.
    pub fn body(&self) -> &Bytes {
        &self.body
    }

    /// The body, decoded from JSON. An answer that cannot have one (204, HEAD) is read as the absence of a value, if the type has
    /// a word for that; an empty body in any other answer is an error.
    pub fn json<T: Decode>(&self) -> Result<T, Error> {
        let id = self.operation.id;
        if self.body.is_empty() {
            let absent = if self.is_bodiless() { T::absent() } else { None };
            return absent.ok_or_else(|| self.failed(Error::no_body(id)));
        }
        from_slice(&self.body).map_err(|fault| self.failed(Error::decode(id, fault).unlike_json(&media_type(&self.headers))))
    }

    fn is_bodiless(&self) -> bool {
        let method = if self.operation.method == "HEAD" { Method::HEAD } else { Method::GET };
        is_bodiless(&method, self.status)
    }

    /// The body as text, which must be UTF-8.
    pub fn text(&self) -> Result<String, Error> {
        let bytes = self.body.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&self.body);
        match std::str::from_utf8(bytes) {
            Ok(text) => Ok(text.to_owned()),
            Err(error) => Err(self.failed(Error::not_utf8(self.operation.id, error.valid_up_to()))),
        }
    }

    /// The body as bytes.
    pub fn bytes(&self) -> Result<Bytes, Error> {
        Ok(self.body.clone())
    }

    /// Nothing, whatever the body is.
    pub fn empty(&self) -> Result<(), Error> {
        Ok(())
    }

    /// The error of a success that the document does not describe.
    pub fn unexpected_status(&self) -> Error {
        self.failed(Error::unexpected(self.operation.id))
    }

    /// The body as text that is JSON, without a byte order mark; empty where the answer can have none.
    pub(super) fn utf8(&self) -> Result<&str, Error> {
        let bytes = self.body.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&self.body);
        std::str::from_utf8(bytes).map_err(|error| self.failed(Error::not_utf8(self.operation.id, error.valid_up_to())))
    }

    /// The text of the value at a JSON pointer; `None` where there is none, or no body.
    pub(super) fn find(&self, pointer: &str) -> Result<Option<&str>, Error> {
        let text = self.utf8()?;
        if text.is_empty() && self.is_bodiless() {
            return Ok(None);
        }
        place::find(text, pointer).map_err(|fault| self.failed(Error::decode(self.operation.id, fault)))
    }

    /// The items of a list at a JSON pointer; none where the place is missing or `null`.
    pub(super) fn items<T: Decode>(&self, pointer: &str) -> Result<Vec<T>, Error> {
        let Some(text) = self.find(pointer)? else { return Ok(Vec::new()) };
        let items: Result<Option<Vec<T>>, Fault> = from_slice(text.as_bytes());
        items.map(Option::unwrap_or_default).map_err(|fault| {
            let within = pointer.split('/').skip(1).collect::<Vec<_>>();
            let fault = within.into_iter().rev().fold(fault, |fault, key| fault.in_property(key));
            self.failed(Error::decode(self.operation.id, fault))
        })
    }

    /// An error about this answer.
    pub(super) fn failed(&self, error: Error) -> Error {
        let mut error = error.with_answer(self.status, self.headers.clone(), self.body.clone());
        error.set_attempts(self.earlier.iter().copied().chain([Some(self.status)]).collect());
        error
    }
}

/// The media type of an answer without its parameters, in lower case; empty where the server names none.
pub(super) fn media_type(headers: &HeaderMap) -> String {
    let value = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
    value.and_then(|value| value.split(';').next()).unwrap_or_default().trim().to_ascii_lowercase()
}

/// The answer of a success: the value, and what came with it.
#[derive(Clone)]
pub struct Response<T> {
    status: StatusCode,
    headers: HeaderMap,
    body: T,
}

impl<T: fmt::Debug> fmt::Debug for Response<T> {
    /// Without headers, some of which are secrets (`Set-Cookie`).
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Response").field("status", &self.status).field("body", &self.body).finish_non_exhaustive()
    }
}

impl<T> Response<T> {
    pub(super) fn new(raw: RawResponse, body: T) -> Self {
        Response { status: raw.status, headers: raw.headers, body }
    }

    /// The status.
    pub fn status(&self) -> StatusCode {
        self.status
    }

    /// The headers.
    pub fn headers(&self) -> &HeaderMap {
        &self.headers
    }

    /// The server's name for the request, for its operators.
    pub fn request_id(&self) -> Option<&str> {
        request_id(&self.headers)
    }

    /// The value.
    pub fn body(&self) -> &T {
        &self.body
    }

    /// The value alone.
    pub fn into_body(self) -> T {
        self.body
    }
}
