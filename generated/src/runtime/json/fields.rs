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

/// The fields of an object, side by side: a tuple of them, or [`More`] where they are many.
pub(crate) trait Fields: Sized {
    /// A slot for each.
    type Slots: Slots;

    /// Slots without values.
    fn empty() -> Self::Slots;

    /// The values, if no slot lacks one.
    fn take(slots: Self::Slots) -> Option<Self>;
}

/// Slots by position, from 0.
pub(crate) trait Slots {
    fn slot(&mut self, index: usize) -> Option<&mut dyn Slot>;
}

/// Fields, and those after them.
pub(crate) struct More<A, B>(pub(crate) A, pub(crate) B);

impl<A: Fields, B: Fields> Fields for More<A, B> {
    type Slots = More<A::Slots, B::Slots>;

    fn empty() -> Self::Slots {
        More(A::empty(), B::empty())
    }

    fn take(slots: Self::Slots) -> Option<Self> {
        match (A::take(slots.0), B::take(slots.1)) {
            (Some(first), Some(more)) => Some(More(first, more)),
            _ => None,
        }
    }
}

impl<A: Slots, B: Slots> Slots for More<A, B> {
    fn slot(&mut self, index: usize) -> Option<&mut dyn Slot> {
        match index.checked_sub(MOST_FIELDS) {
            Some(index) => self.1.slot(index),
            None => self.0.slot(index),
        }
    }
}

impl Fields for () {
    type Slots = ();

    fn empty() {}

    fn take((): ()) -> Option<Self> {
        Some(())
    }
}

impl Slots for () {
    fn slot(&mut self, _index: usize) -> Option<&mut dyn Slot> {
        None
    }
}

/// How many fields a tuple has at most; `field_tuple!` counts to the same.
const MOST_FIELDS: usize = 16;

macro_rules! impl_fields {
    ($($T:ident $index:tt),* $(,)?) => {
        impl<$($T: Decode),*> Fields for ($($T,)*) {
            type Slots = ($(Option<$T>,)*);

            fn empty() -> Self::Slots {
                ($(None::<$T>,)*)
            }

            #[allow(non_snake_case)]
            fn take(slots: Self::Slots) -> Option<Self> {
                // One way out for all fields: a way for each doubles the code that drops them.
                let ($(Some($T),)*) = slots else { return None };
                Some(($($T,)*))
            }
        }

        impl<$($T: Decode),*> Slots for ($(Option<$T>,)*) {
            fn slot(&mut self, index: usize) -> Option<&mut dyn Slot> {
                match index {
                    $($index => Some(&mut self.$index),)*
                    _ => None,
                }
            }
        }
    };
}

/// The same for the first of these types, the first two, and so on.
macro_rules! impl_all_fields {
    ([$($done:tt)*]) => {
        impl_fields! { $($done)* }
    };
    ([$($done:tt)*] $T:ident $index:tt $(, $($more:tt)*)?) => {
        impl_fields! { $($done)* }
        impl_all_fields! { [$($done)* $T $index,] $($($more)*)? }
    };
}

impl_all_fields! {
    [A 0,] B 1, C 2, D 3, E 4, F 5, G 6, H 7, I 8, J 9, K 10, L 11, M 12, N 13, O 14, P 15
}

/// What an object does with properties that have no field: a tuple of the map that keeps them, or an empty one.
pub(crate) trait Rest: Default {
    /// Where they go; `None` to drop them.
    fn entries(&mut self) -> Option<&mut dyn Entries>;
}

impl Rest for () {
    fn entries(&mut self) -> Option<&mut dyn Entries> {
        None
    }
}

impl<T: Decode> Rest for (BTreeMap<String, T>,) {
    fn entries(&mut self) -> Option<&mut dyn Entries> {
        Some(&mut self.0)
    }
}

/// Reads an object. A key is `(name, whether it is required)`, and stands where its field does. A property without a field goes to
/// the rest and counts as left over; where the rest is `()`, it is lost.
pub(crate) fn read_object<F: Fields, R: Rest>(r: &mut Reader<'_>, keys: &[(&str, bool)]) -> Result<(F, R), Fault> {
    let (mut slots, mut rest) = (F::empty(), R::default());
    fill(r, keys, &mut slots, rest.entries())?;
    F::take(slots).map(|fields| (fields, rest)).ok_or_else(unfilled)
}

fn fill(
    r: &mut Reader<'_>,
    keys: &[(&str, bool)],
    slots: &mut dyn Slots,
    mut rest: Option<&mut dyn Entries>,
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
        let done = match (hit.and_then(|index| Some((keys.get(index)?.1, slots.slot(index)?))), &mut rest) {
            (Some((true, slot)), _) => slot.fill(r),
            (Some((false, slot)), _) => fill_optional(slot, r),
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
    for (index, (name, required)) in keys.iter().enumerate() {
        let Some(slot) = slots.slot(index) else { continue };
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

/// The properties of an object that have no field of their own, to be written.
pub(crate) trait Others {
    /// Writes all whose key is none of these.
    fn write(&self, w: &mut Writer, fields: &[(&str, &dyn Encode, bool)]);
}

impl<T: Encode> Others for BTreeMap<String, T> {
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
pub(crate) fn write_object(w: &mut Writer, fields: &[(&str, &dyn Encode, bool)], rest: &[&dyn Others]) {
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
