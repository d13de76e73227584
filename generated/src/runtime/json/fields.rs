//! Objects with named fields: what `object!` expands to hands its fields to the two functions here.

// A client without structs has no use for it.
#![allow(dead_code)]

use super::{Decode, Encode, Fault, Reader, Writer, collection::Entries};
use std::collections::BTreeMap;

/// A field that waits for its value.
pub(crate) trait Slot {
    /// Reads the value. The last one of equal keys wins.
    fn fill(&mut self, r: &mut Reader<'_>) -> Result<(), Fault>;

    /// Whether there is a value.
    fn is_filled(&self) -> bool;

    /// Takes the value of a missing optional key; says whether the type has one.
    fn fill_absent(&mut self) -> bool;

    /// Whether `null` becomes the value of a missing optional key.
    fn takes_null_for_absent(&self) -> bool;
}

impl<T: Decode> Slot for Option<T> {
    fn fill(&mut self, r: &mut Reader<'_>) -> Result<(), Fault> {
        *self = Some(T::decode(r)?);
        Ok(())
    }

    fn is_filled(&self) -> bool {
        self.is_some()
    }

    fn fill_absent(&mut self) -> bool {
        *self = T::absent();
        self.is_some()
    }

    fn takes_null_for_absent(&self) -> bool {
        T::takes_null_for_absent()
    }
}

/// Reads the value of an optional key. A `null` that the type does not tell from a missing one counts as lost.
pub(crate) fn fill_optional(slot: &mut dyn Slot, r: &mut Reader<'_>) -> Result<(), Fault> {
    if r.at_null() && slot.takes_null_for_absent() {
        r.lose();
    }
    slot.fill(r)
}

/// Reads an object into slots. A key is `(name, whether it is required)`, and its slot stands at the same index. What has no
/// slot goes to `rest`, which has one member, and counts as left over; or there is none, and it is lost.
pub(crate) fn read_object(
    r: &mut Reader<'_>,
    keys: &[(&str, bool)],
    slots: &mut [&mut dyn Slot],
    rest: &mut [&mut dyn Entries],
) -> Result<(), Fault> {
    r.begin_object()?;
    let start = r.offset();
    // Documents mostly keep the order of their schema, so the search starts behind the last hit.
    let mut next = 0;
    while let Some(key) = r.next_key()? {
        let hit = match keys.get(next) {
            Some((name, _)) if *name == key => Some(next),
            _ => (next + 1..keys.len()).chain(0..next.min(keys.len())).find(|&index| keys[index].0 == key),
        };
        let done = match (hit.and_then(|index| Some((keys.get(index)?.1, slots.get_mut(index)?))), rest.first_mut()) {
            (Some((true, slot)), _) => slot.fill(r),
            (Some((false, slot)), _) => fill_optional(*slot, r),
            (None, Some(rest)) => {
                r.leave_over();
                rest.insert(&key, r)
            }
            (None, None) => {
                r.lose();
                r.skip()
            }
        };
        if let Err(fault) = done {
            return Err(fault.in_property(&key));
        }
        if let Some(index) = hit {
            next = index + 1;
        }
    }
    for ((name, required), slot) in keys.iter().zip(slots) {
        if !slot.is_filled() && (*required || !slot.fill_absent()) {
            return Err(Fault::new("a required property is missing", start - 1).in_property(name));
        }
    }
    Ok(())
}

/// The value of a slot that a `read_…` function has filled.
pub(crate) fn filled<T>(slot: Option<T>) -> Result<T, Fault> {
    slot.ok_or_else(unfilled)
}

/// What would be wrong if a `read_…` function left a slot empty and said nothing, which none does.
pub(crate) fn unfilled() -> Fault {
    Fault::new("a value is missing", 0)
}

/// The properties of an object that have no field of their own.
pub(crate) trait Rest {
    /// Writes all whose key is none of these.
    fn write(&self, w: &mut Writer, fields: &[(&str, &dyn Encode, bool)]);
}

impl<T: Encode> Rest for BTreeMap<String, T> {
    fn write(&self, w: &mut Writer, fields: &[(&str, &dyn Encode, bool)]) {
        for (key, value) in self {
            // A key must not stand twice: the field has the last word.
            if !fields.iter().any(|(name, _, _)| name == key) {
                w.property(key, value);
            }
        }
    }
}

/// Writes an object. A field is `(name, value, whether it is required)`; an optional one is left out when it is absent.
/// `rest` has one member, or none.
pub(crate) fn write_object(w: &mut Writer, fields: &[(&str, &dyn Encode, bool)], rest: &[&dyn Rest]) {
    w.begin_object();
    for (name, value, required) in fields {
        if *required || !value.is_absent() {
            w.property(name, *value);
        }
    }
    for rest in rest {
        rest.write(w, fields);
    }
    w.end_object();
}
