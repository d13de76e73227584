//! Lists and maps. Their loops are written once; what depends on the type is one push or insert behind a trait object.

use super::{Decode, Encode, Fault, Reader, Writer};
use std::collections::BTreeMap;

/// A list that takes the next item of a text.
pub(crate) trait Items {
    fn push(&mut self, r: &mut Reader<'_>) -> Result<(), Fault>;
}

impl<T: Decode> Items for Vec<T> {
    fn push(&mut self, r: &mut Reader<'_>) -> Result<(), Fault> {
        self.push(T::decode(r)?);
        Ok(())
    }
}

/// A map that takes the value of a key from a text.
pub(crate) trait Entries {
    fn insert(&mut self, key: &str, r: &mut Reader<'_>) -> Result<(), Fault>;
}

impl<T: Decode> Entries for BTreeMap<String, T> {
    fn insert(&mut self, key: &str, r: &mut Reader<'_>) -> Result<(), Fault> {
        // The last of equal keys wins.
        self.insert(key.to_owned(), T::decode(r)?);
        Ok(())
    }
}

impl<T: Decode> Decode for Vec<T> {
    fn decode(r: &mut Reader<'_>) -> Result<Self, Fault> {
        let mut items = Self::new();
        read_list(r, &mut items)?;
        Ok(items)
    }
}

fn read_list(r: &mut Reader<'_>, items: &mut dyn Items) -> Result<(), Fault> {
    r.begin_list()?;
    let mut index = 0;
    while r.next_item()? {
        items.push(r).map_err(|fault| fault.in_item(index))?;
        index += 1;
    }
    Ok(())
}

impl<T: Decode> Decode for BTreeMap<String, T> {
    fn decode(r: &mut Reader<'_>) -> Result<Self, Fault> {
        let mut entries = Self::new();
        read_map(r, &mut entries)?;
        Ok(entries)
    }
}

fn read_map(r: &mut Reader<'_>, entries: &mut dyn Entries) -> Result<(), Fault> {
    r.begin_object()?;
    while let Some(key) = r.next_key()? {
        entries.insert(&key, r).map_err(|fault| fault.in_property(&key))?;
    }
    Ok(())
}

impl<T: Encode> Encode for [T] {
    fn encode(&self, w: &mut Writer) {
        w.begin_list();
        for item in self {
            w.item();
            item.encode(w);
        }
        w.end_list();
    }
}

impl<T: Encode> Encode for Vec<T> {
    fn encode(&self, w: &mut Writer) {
        self.as_slice().encode(w);
    }
}

impl<T: Encode> Encode for BTreeMap<String, T> {
    fn encode(&self, w: &mut Writer) {
        w.begin_object();
        for (key, value) in self {
            w.property(key, value);
        }
        w.end_object();
    }
}
