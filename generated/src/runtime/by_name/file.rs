//! Bytes as JSON: text is a string, and whatever is not text is `{"base64": "…"}`.
//!
//! A file may say more: `{"base64": "…", "file_name": "a.png", "media_type": "image/png"}`, with `text` in place of `base64` where
//! that is what it holds.

use crate::runtime::{
    http::{Body, File},
    json::{Base64, Decode, Fault, Reader},
};
use bytes::Bytes;
use serde_json::{Value, json};

/// The JSON Schema of a file, and of any other bytes: `runtime.File` among the schemas of the client.
pub const FILE_SCHEMA: &str = r#"{
  "anyOf": [
    { "type": "string" },
    {
      "type": "object",
      "properties": {
        "text": { "type": "string" },
        "base64": { "type": "string", "contentEncoding": "base64" },
        "file_name": { "type": "string" },
        "media_type": { "type": "string" }
      },
      "additionalProperties": false
    }
  ]
}"#;

/// Bytes as a value.
pub(super) fn to_value(bytes: &[u8]) -> Value {
    match std::str::from_utf8(bytes) {
        Ok(text) => text.into(),
        Err(_) => json!({ "base64": Base64::from_bytes(bytes).as_str() }),
    }
}

impl Decode for File {
    fn decode(r: &mut Reader<'_>) -> Result<Self, Fault> {
        let offset = r.offset();
        let fields = match Value::decode(r)? {
            Value::String(text) => return Ok(File::new(Bytes::from(text))),
            Value::Object(fields) => fields,
            _ => return Err(Fault::new("expected a string, or an object with `text` or `base64`", offset)),
        };
        let (mut bytes, mut name, mut media_type) = (None, None, None);
        for (key, value) in fields {
            let Value::String(value) = value else {
                return Err(Fault::new("expected a string", offset).in_property(&key));
            };
            match key.as_str() {
                "text" if bytes.is_none() => bytes = Some(Bytes::from(value)),
                "base64" if bytes.is_none() => match Base64::from(value).to_bytes() {
                    Ok(decoded) => bytes = Some(Bytes::from(decoded)),
                    Err(error) => return Err(Fault::new(error.to_string(), offset).in_property(&key)),
                },
                "file_name" => name = Some(value),
                "media_type" => media_type = Some(value),
                _ => {
                    return Err(
                        Fault::new("expected one of `text` and `base64`, `file_name`, `media_type`", offset).in_property(&key)
                    );
                }
            }
        }
        let Some(bytes) = bytes else {
            return Err(Fault::new("expected `text` or `base64`", offset));
        };
        let mut file = File::new(bytes);
        if let Some(name) = name {
            file = file.with_name(name);
        }
        Ok(match media_type {
            Some(media_type) => file.with_media_type(media_type),
            None => file,
        })
    }
}

impl Decode for Body {
    fn decode(r: &mut Reader<'_>) -> Result<Self, Fault> {
        File::decode(r).map(File::into_body)
    }
}
