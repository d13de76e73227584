//! What a mock is told to answer.

use bytes::Bytes;
use serde_json::Value;

/// An answer. What it does not say is as the document says it.
#[derive(Clone, Debug, Default)]
pub struct Answer {
    pub(super) status: Option<u16>,
    pub(super) headers: Vec<(String, String)>,
    pub(super) body: Option<Bytes>,
    pub(super) media_type: Option<String>,
}

impl Answer {
    /// The answer that the document has for this status: its example, or a value of its schema.
    pub fn status(status: u16) -> Answer {
        Answer { status: Some(status), ..Answer::default() }
    }

    /// JSON, with the status of the operation's success.
    pub fn json(value: &Value) -> Answer {
        Answer { body: Some(value.to_string().into()), ..Answer::default() }
    }

    /// Text or bytes, with the status of the operation's success.
    pub fn bytes(bytes: impl Into<Bytes>) -> Answer {
        Answer { body: Some(bytes.into()), ..Answer::default() }
    }

    /// With another status.
    pub fn with_status(mut self, status: u16) -> Answer {
        self.status = Some(status);
        self
    }

    /// With a header.
    pub fn with_header(mut self, name: impl Into<String>, value: impl Into<String>) -> Answer {
        self.headers.push((name.into(), value.into()));
        self
    }

    /// With another media type.
    pub fn with_media_type(mut self, media_type: impl Into<String>) -> Answer {
        self.media_type = Some(media_type.into());
        self
    }

    /// With a body of JSON.
    pub fn with_json(mut self, value: &Value) -> Answer {
        self.body = Some(value.to_string().into());
        self.media_type.get_or_insert_with(|| "application/json".to_owned());
        self
    }
}

impl From<Value> for Answer {
    fn from(value: Value) -> Answer {
        Answer::json(&value)
    }
}
