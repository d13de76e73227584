//! The two traits that every type of the client has, and the two functions that start them.

use super::{Fault, Reader, Writer};
use std::collections::BTreeMap;

/// The properties of an object that its type does not name.
pub type ExtraFields = BTreeMap<String, serde_json::Value>;

/// A type that can be written as JSON.
pub trait Encode {
    /// Writes exactly one value.
    fn encode(&self, w: &mut Writer);

    /// Whether an optional property with this value is left out.
    fn is_absent(&self) -> bool {
        false
    }

    /// The value, where it is one text, integer or boolean. A parameter is made of it without a detour through JSON; a type that has
    /// nothing to say here loses time and nothing else.
    fn plain(&self) -> Option<Plain<'_>> {
        None
    }
}

/// A value that is one piece.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Plain<'v> {
    /// A text.
    Text(&'v str),
    /// A boolean.
    Bool(bool),
    /// An integer.
    Integer(i128),
}

/// A type that can be read from JSON.
pub trait Decode: Sized {
    /// Reads exactly one value.
    fn decode(r: &mut Reader<'_>) -> Result<Self, Fault>;

    /// What an optional property is when its key is missing; `None` where the type has no word for that.
    fn absent() -> Option<Self> {
        None
    }

    /// Whether an optional property reads `null` as it reads a missing key.
    fn takes_null_for_absent() -> bool {
        false
    }
}

/// Reads a whole JSON text (UTF-8, with or without a byte order mark) as one value.
///
/// # Errors
/// A [`Fault`] if the text is not JSON by RFC 8259, holds anything behind the value, or does not fit the type.
pub fn from_slice<T: Decode>(bytes: &[u8]) -> Result<T, Fault> {
    let mut r = Reader::from_slice(bytes)?;
    let value = T::decode(&mut r)?;
    r.end()?;
    Ok(value)
}

/// The JSON text of a value, without white space.
pub fn to_vec(value: &dyn Encode) -> Vec<u8> {
    let mut w = Writer::new();
    value.encode(&mut w);
    w.into_bytes()
}

impl<T: Encode + ?Sized> Encode for &T {
    fn encode(&self, w: &mut Writer) {
        (**self).encode(w);
    }

    fn is_absent(&self) -> bool {
        (**self).is_absent()
    }

    fn plain(&self) -> Option<Plain<'_>> {
        (**self).plain()
    }
}

impl<T: Encode + ?Sized> Encode for Box<T> {
    fn encode(&self, w: &mut Writer) {
        (**self).encode(w);
    }

    fn is_absent(&self) -> bool {
        (**self).is_absent()
    }

    fn plain(&self) -> Option<Plain<'_>> {
        (**self).plain()
    }
}

impl<T: Decode> Decode for Box<T> {
    fn decode(r: &mut Reader<'_>) -> Result<Self, Fault> {
        T::decode(r).map(Box::new)
    }

    fn absent() -> Option<Self> {
        T::absent().map(Box::new)
    }

    fn takes_null_for_absent() -> bool {
        T::takes_null_for_absent()
    }
}

impl<T: Encode> Encode for Option<T> {
    fn encode(&self, w: &mut Writer) {
        match self {
            Some(value) => value.encode(w),
            None => w.null(),
        }
    }

    fn is_absent(&self) -> bool {
        self.is_none()
    }

    fn plain(&self) -> Option<Plain<'_>> {
        self.as_ref()?.plain()
    }
}

impl<T: Decode> Decode for Option<T> {
    fn decode(r: &mut Reader<'_>) -> Result<Self, Fault> {
        if r.null()? { Ok(None) } else { T::decode(r).map(Some) }
    }

    fn absent() -> Option<Self> {
        Some(None)
    }

    fn takes_null_for_absent() -> bool {
        true
    }
}
