//! Contents that an argument names: `@path` is a file, `-` is standard input, and anything else is the content itself.

use serde_json::{Value, json};
use std::{
    fs,
    io::{self, Read},
    path::Path,
};

/// Standard input, which can be read once.
#[derive(Debug, Default)]
pub(super) struct Input {
    /// The argument that it was read for.
    taken: Option<String>,
}

/// A content, and the name of its file.
pub(super) struct Content {
    pub(super) bytes: Vec<u8>,
    name: Option<String>,
}

impl Input {
    /// The content that a word names, for an argument of this name.
    pub(super) fn read(&mut self, text: &str, argument: &str) -> Result<Content, String> {
        match (text, text.strip_prefix('@')) {
            ("-", _) => {
                if let Some(other) = self.taken.replace(argument.to_owned()) {
                    return Err(format!("`{argument}`: standard input was read for `{other}`"));
                }
                let mut bytes = Vec::new();
                let read = io::stdin().lock().read_to_end(&mut bytes);
                read.map_err(|error| format!("`{argument}`: cannot read standard input: {error}"))?;
                Ok(Content { bytes, name: None })
            }
            (_, Some(path)) => {
                let bytes =
                    fs::read(path).map_err(|error| format!("`{argument}`: cannot read `{}`: {error}", path.escape_debug()))?;
                let name = Path::new(path).file_name().and_then(|name| name.to_str());
                Ok(Content { bytes, name: name.map(str::to_owned) })
            }
            _ => Ok(Content { bytes: text.as_bytes().to_vec(), name: None }),
        }
    }

    /// The content as text.
    pub(super) fn text(&mut self, text: &str, argument: &str) -> Result<String, String> {
        let content = self.read(text, argument)?;
        String::from_utf8(content.bytes).map_err(|_| format!("`{argument}`: the content is not UTF-8"))
    }

    /// The content as JSON.
    pub(super) fn json(&mut self, text: &str, argument: &str) -> Result<Value, String> {
        let content = self.read(text, argument)?;
        serde_json::from_slice(&content.bytes).map_err(|error| format!("`{argument}`: the content is not JSON: {error}"))
    }

    /// The content as calls by name take files.
    pub(super) fn file(&mut self, text: &str, argument: &str) -> Result<Value, String> {
        let Content { bytes, name } = self.read(text, argument)?;
        let mut file = match String::from_utf8(bytes) {
            Ok(text) if name.is_none() => return Ok(text.into()),
            Ok(text) => json!({ "text": text }),
            Err(error) => json!({ "base64": crate::runtime::json::Base64::from_bytes(error.as_bytes()).as_str() }),
        };
        if let Some(name) = name {
            file["file_name"] = name.into();
        }
        Ok(file)
    }
}
