//! serde's traits for every type of the client, on top of its own codec. They cost nothing until somebody asks for them, and the
//! client itself never does.

// A client without types has no use for it.
#![allow(dead_code)]

use super::{Decode, Encode, Fault, Kind, Position, Reader, from_slice, to_vec, value::read_number};
use serde::{
    Deserialize, Deserializer, Serialize, Serializer,
    de::Error as _,
    ser::{Error as _, SerializeMap, SerializeSeq},
};
use std::cell::RefCell;

/// Serializes what a value writes, keys in their order.
pub(crate) fn serialize<S: Serializer>(value: &dyn Encode, serializer: S) -> Result<S::Ok, S::Error> {
    let bytes = to_vec(value);
    let reader = Reader::from_slice(&bytes).map_err(S::Error::custom)?;
    Part { start: reader.position(), reader: &RefCell::new(reader) }.serialize(serializer)
}

/// Deserializes any format that describes itself.
pub(crate) fn deserialize<'de, T: Decode, D: Deserializer<'de>>(deserializer: D) -> Result<T, D::Error> {
    let value = serde_json::Value::deserialize(deserializer)?;
    from_slice(&to_vec(&value)).map_err(D::Error::custom)
}

/// One value of a text, which a serializer may ask for as often as it likes.
struct Part<'r, 'j> {
    reader: &'r RefCell<Reader<'j>>,
    start: Position,
}

impl<'j> Part<'_, 'j> {
    fn read<T>(&self, read: fn(&mut Reader<'j>) -> Result<T, Fault>) -> Result<T, Fault> {
        read(&mut self.reader.borrow_mut())
    }

    /// The value that the reader has come to.
    fn next(&self) -> Self {
        Self { reader: self.reader, start: self.reader.borrow().position() }
    }
}

impl Serialize for Part<'_, '_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.reader.borrow_mut().rewind(self.start);
        match self.read(Reader::kind).map_err(S::Error::custom)? {
            Kind::Null => {
                self.read(Reader::null).map_err(S::Error::custom)?;
                serializer.serialize_unit()
            }
            Kind::Bool => serializer.serialize_bool(self.read(Reader::bool).map_err(S::Error::custom)?),
            Kind::Number => self.read(read_number).map_err(S::Error::custom)?.serialize(serializer),
            Kind::String => serializer.serialize_str(&self.read(Reader::string).map_err(S::Error::custom)?),
            Kind::List => {
                self.read(Reader::begin_list).map_err(S::Error::custom)?;
                let mut list = serializer.serialize_seq(None)?;
                while self.read(Reader::next_item).map_err(S::Error::custom)? {
                    list.serialize_element(&self.next())?;
                }
                list.end()
            }
            Kind::Object => {
                self.read(Reader::begin_object).map_err(S::Error::custom)?;
                let mut map = serializer.serialize_map(None)?;
                while let Some(key) = self.read(Reader::next_key).map_err(S::Error::custom)? {
                    map.serialize_entry(&*key, &self.next())?;
                }
                map.end()
            }
        }
    }
}
