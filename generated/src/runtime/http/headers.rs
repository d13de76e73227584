//! Typed headers of an answer: a view that decodes a header when it is asked for it.

use super::{error::Error, operation::Operation};
use crate::runtime::json::{Decode, Fault, from_slice, to_vec};
use http::HeaderMap;
use std::fmt;

/// The headers of an answer, to be read as the types that the document gives them. `Debug` shows none of them.
#[derive(Clone, Copy)]
pub struct Headers<'a> {
    operation: &'static Operation,
    map: &'a HeaderMap,
}

impl<'a> Headers<'a> {
    /// A view of these headers.
    pub fn new(operation: &'static Operation, map: &'a HeaderMap) -> Self {
        Headers { operation, map }
    }

    /// A header that is one text, number or boolean; `None` where it is missing.
    pub fn scalar<T: Decode>(&self, name: &str) -> Result<Option<T>, Error> {
        let Some(text) = self.text(name, "")? else { return Ok(None) };
        self.read(name, self.element(&text))
    }

    /// A header that is several of those, with commas between them or on lines of their own (RFC 9110, 5.3).
    pub fn list<T: Decode>(&self, name: &str) -> Result<Option<T>, Error> {
        let Some(text) = self.text(name, ",")? else { return Ok(None) };
        let parts = text.split(',').map(str::trim).filter(|part| !part.is_empty());
        // Which of the two fits is known by the type alone, which the document gives: numbers first, texts otherwise.
        let texts: Vec<String> = parts.map(str::to_owned).collect();
        let plain = format!("[{}]", texts.join(","));
        self.read(name, (plain.into_bytes(), to_vec(&texts)))
    }

    /// A header that is JSON.
    pub fn json<T: Decode>(&self, name: &str) -> Result<Option<T>, Error> {
        let Some(text) = self.text(name, "")? else { return Ok(None) };
        from_slice(text.as_bytes()).map(Some).map_err(|fault| self.refuse(name, fault))
    }

    /// The two ways to read an element as JSON: as a number or boolean, and as text.
    fn element(&self, text: &str) -> (Vec<u8>, Vec<u8>) {
        (text.as_bytes().to_vec(), to_vec(&text.to_owned()))
    }

    /// Text comes first: only a type that takes none takes a number.
    fn read<T: Decode>(&self, name: &str, (plain, text): (Vec<u8>, Vec<u8>)) -> Result<Option<T>, Error> {
        match from_slice(&text) {
            Ok(value) => Ok(Some(value)),
            Err(fault) => from_slice(&plain).map(Some).map_err(|_| self.refuse(name, fault)),
        }
    }

    fn text(&self, name: &str, joint: &str) -> Result<Option<String>, Error> {
        let mut lines = Vec::new();
        for value in self.map.get_all(name) {
            match std::str::from_utf8(value.as_bytes()) {
                Ok(line) => lines.push(line.trim()),
                Err(error) => return Err(self.refuse(name, Fault::new("the text is not UTF-8", error.valid_up_to()))),
            }
        }
        match lines.first() {
            Some(first) if joint.is_empty() => Ok(Some((*first).to_owned())),
            Some(_) => Ok(Some(lines.join(joint))),
            None => Ok(None),
        }
    }

    fn refuse(&self, name: &str, fault: Fault) -> Error {
        Error::header(self.operation.id, name, fault)
    }
}

impl fmt::Debug for Headers<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Headers").field("operation", &self.operation.id).finish_non_exhaustive()
    }
}
