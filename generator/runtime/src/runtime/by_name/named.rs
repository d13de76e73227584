//! A call whose answer is read as JSON, whatever its type.

use super::file;
use crate::runtime::{
    http::{Call, CallOptions, Decoder, Error, Pending, PendingWithMeta},
    json::{Encode, to_vec},
};
use bytes::Bytes;
use http::Request;
use serde_json::Value;

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

    /// With settings of its own for this call: headers and query pairs that the document does not know, timeout, attempts.
    pub fn with(mut self, options: impl Into<CallOptions>) -> Self {
        self.call.apply(options.into());
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
