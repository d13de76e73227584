//! A call whose answer is read as JSON, whatever its type.

use super::file;
use crate::runtime::{
    http::{Call, Decoder, Error, Pending, PendingWithMeta},
    json::{Encode, to_vec},
};
use bytes::Bytes;
use http::Request;
use serde_json::Value;
use std::time::Duration;

/// A call of an operation, ready to be sent. The typed calls of the client become this by `into()`.
#[derive(Debug)]
#[must_use = "a call does nothing until it is sent"]
pub struct NamedCall<'a> {
    call: Call<'a>,
    decoder: Decoder<Value>,
}

impl<'a> NamedCall<'a> {
    /// A call, and how its answer is read.
    pub fn new(call: Call<'a>, decoder: Decoder<Value>) -> Self {
        NamedCall { call, decoder }
    }

    /// Adds a header that the document does not know, or replaces one.
    pub fn with_header(mut self, name: &str, value: &str) -> Self {
        self.call.extra_header(name, value);
        self
    }

    /// Adds a query pair that the document does not know.
    pub fn with_query(mut self, name: &str, value: &str) -> Self {
        self.call.extra_query(name, value);
        self
    }

    /// How long this call may take in all, instead of what the client says.
    pub fn with_timeout(mut self, timeout: Duration) -> Self {
        self.call.set_timeout(timeout);
        self
    }

    /// How often this call is sent at most, instead of what the client says; one is once.
    pub fn with_max_attempts(mut self, attempts: u32) -> Self {
        self.call.set_max_attempts(attempts);
        self
    }

    /// Follows a link, such as that to the next page: the call goes to this URL instead of the operation's own. Credentials and
    /// default headers of the client go along only if the origin is the client's own.
    pub fn with_url(mut self, url: &str) -> Self {
        self.call.set_url(url);
        self
    }

    /// The request, complete with credentials, and the function that reads its answer.
    pub fn build(self) -> Result<(Request<Bytes>, Decoder<Value>), Error> {
        Ok((self.call.build()?, self.decoder))
    }

    /// Sends the call and reads the answer. An answer without a body is `null`.
    pub fn send(self) -> Pending<Value> {
        Pending::new(self.call, self.decoder)
    }

    /// Sends the call, reads the answer, and keeps its status and headers.
    pub fn send_with_meta(self) -> PendingWithMeta<Value> {
        PendingWithMeta::new(self.call, self.decoder)
    }
}

/// What an answer is as JSON.
pub trait ToValue {
    /// The value; `null` for what has none.
    fn to_value(&self) -> Value;
}

impl<T: Encode> ToValue for T {
    fn to_value(&self) -> Value {
        encoded(self)
    }
}

/// One copy for all types.
fn encoded(value: &dyn Encode) -> Value {
    match value.is_absent() {
        true => Value::Null,
        false => crate::runtime::json::from_slice(&to_vec(value)).unwrap_or_default(),
    }
}

impl ToValue for Bytes {
    fn to_value(&self) -> Value {
        file::to_value(self)
    }
}
