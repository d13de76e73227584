//! Equality, hash and `Debug` of objects, all by the JSON that they are written as. Derived ones would be half of the code that a
//! compiler has to check in a large client; these are one line a type.
//!
//! Two objects are equal if they are written as the same JSON. That is what derived equality finds, too, save that a number which no
//! JSON can hold, such as NaN, equals itself.

// A client without structs has no use for it.
#![allow(dead_code)]

use super::{Encode, to_vec};
use std::{
    fmt::{self, Write},
    hash::Hasher,
};

/// Whether two values are written as the same JSON.
pub(crate) fn equal(a: &dyn Encode, b: &dyn Encode) -> bool {
    to_vec(a) == to_vec(b)
}

/// Hashes what a value is written as.
pub(crate) fn hash(value: &dyn Encode, hasher: &mut dyn Hasher) {
    hasher.write(&to_vec(value));
    hasher.write_u8(0xff);
}

/// The name of a type and its JSON; `{:#?}` has a line for each property and item.
pub(crate) fn debug(name: &str, value: &dyn Encode, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    let bytes = to_vec(value);
    let text = String::from_utf8_lossy(&bytes);
    f.write_str(name)?;
    f.write_char(' ')?;
    if f.alternate() { spread(&text, f) } else { f.write_str(&text) }
}

/// JSON without white space, one line for each property and item.
fn spread(text: &str, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    let (mut depth, mut is_string, mut is_escaped, mut before) = (0_usize, false, false, ' ');
    for c in text.chars() {
        let is_empty = matches!((before, c), ('{', '}') | ('[', ']'));
        match c {
            _ if is_string => {}
            '}' | ']' => {
                depth = depth.saturating_sub(1);
                if !is_empty {
                    line(depth, f)?;
                }
            }
            _ if matches!(before, '{' | '[' | ',') => line(depth, f)?,
            _ => {}
        }
        f.write_char(c)?;
        match c {
            _ if is_escaped => is_escaped = false,
            '\\' => is_escaped = true,
            '"' => is_string = !is_string,
            _ => {}
        }
        match c {
            _ if is_string => {}
            '{' | '[' => depth += 1,
            ':' => f.write_char(' ')?,
            _ => {}
        }
        // What stands inside a string opens and closes nothing.
        before = if is_string { ' ' } else { c };
    }
    Ok(())
}

fn line(depth: usize, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    write!(f, "\n{:1$}", "", depth * 4)
}
