//! Lists whose elements differ by position: what `tuple!` expands to hands its elements to the two functions here.

// A client without tuples has no use for it.
#![allow(dead_code)]

use super::{
    Encode, Fault, Reader, Writer,
    collection::Items,
    fields::{Slot, fill_optional},
};

/// An empty slot. The mode is that of the element; it is here so that a macro can repeat the call.
pub(crate) fn element<T>(_mode: &str) -> Option<T> {
    None
}

/// An empty list for further items.
pub(crate) fn further<T>(_index: &str) -> Vec<T> {
    Vec::new()
}

/// Reads a list into slots by position; `modes` has `required` or `optional` for each. Further items go to `rest`,
/// which has one member, or none to drop them.
pub(crate) fn read_tuple(
    r: &mut Reader<'_>,
    modes: &[&str],
    slots: &mut [&mut dyn Slot],
    rest: &mut [&mut dyn Items],
) -> Result<(), Fault> {
    r.begin_list()?;
    let mut index = 0;
    while r.next_item()? {
        let done = match (slots.get_mut(index), rest.first_mut()) {
            (Some(slot), _) if modes.get(index) == Some(&"required") => slot.fill(r),
            (Some(slot), _) => fill_optional(*slot, r),
            (None, Some(rest)) => rest.push(r),
            (None, None) => {
                r.lose();
                r.skip()
            }
        };
        done.map_err(|fault| fault.in_item(index))?;
        index += 1;
    }
    for (index, (mode, slot)) in modes.iter().zip(slots).enumerate() {
        if !slot.is_filled() && (*mode == "required" || !slot.fill_absent()) {
            return Err(Fault::new("a required item is missing", r.offset() - 1).in_item(index));
        }
    }
    Ok(())
}

/// The items of a list behind those with a type of their own.
pub(crate) trait Further {
    /// How many they are.
    fn count(&self) -> usize;

    /// Writes all of them.
    fn write(&self, w: &mut Writer);
}

impl<T: Encode> Further for Vec<T> {
    fn count(&self) -> usize {
        self.len()
    }

    fn write(&self, w: &mut Writer) {
        for item in self {
            w.item();
            item.encode(w);
        }
    }
}

/// Writes a list. Optional elements at the end are left out while they are absent; one before a present item is `null`.
/// `rest` has one member, or none.
pub(crate) fn write_tuple(w: &mut Writer, elements: &[(&dyn Encode, &str)], rest: &[&dyn Further]) {
    let present = |(element, mode): &(&dyn Encode, &str)| *mode == "required" || !element.is_absent();
    let length = match rest.iter().any(|rest| rest.count() > 0) {
        true => elements.len(),
        false => elements.iter().rposition(present).map_or(0, |last| last + 1),
    };
    w.begin_list();
    for (element, _) in elements.iter().take(length) {
        w.item();
        element.encode(w);
    }
    for rest in rest {
        rest.write(w);
    }
    w.end_list();
}
