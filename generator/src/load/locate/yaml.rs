//! Positions in a YAML text.
//!
//! `serde_yaml` tells no position but in errors. Two facts give them all in one pass all the same. Texts that need no unescaping
//! (nearly every key) are borrowed from the input, so their address is their position. And an error that a visitor of a scalar makes
//! comes back to the visitor of the object or list around it with its position, and does not disturb the parser: the scalar is read
//! by then. Of objects and lists the first key or element tells the position.

use super::{Lines, Tree, rest_of_line};
use crate::load::text::{EXPECTED_KEY, Keys};
use serde::de::{self, DeserializeSeed, Deserializer, EnumAccess, IgnoredAny, MapAccess, SeqAccess, VariantAccess, Visitor};
use std::{
    cell::{OnceCell, RefCell},
    fmt,
    ops::Range,
};

/// Puts the positions of all nodes of the tree into it, as far as the text can be parsed.
pub(super) fn find(text: &str, tree: &mut Tree) {
    let found = match find_with(text, tree, Keys::Texts) {
        Err(error) if error.contains(EXPECTED_KEY) => find_with(text, tree, Keys::Values),
        found => found,
    };
    let found = found.ok().flatten();
    // The document begins where its first key or element does.
    let start = found.unwrap_or_else(|| text.len() - text.trim_start().len());
    if tree.0[Tree::ROOT].value.is_none() {
        tree.set_value(Tree::ROOT, rest_of_line(text, start), true);
    }
}

fn find_with(text: &str, tree: &mut Tree, keys: Keys) -> Result<Option<usize>, String> {
    let Some(document) = serde_yaml::Deserializer::from_str(text).next() else { return Ok(None) };
    let finder = Finder { text, keys, lines: OnceCell::new(), tree: RefCell::new(std::mem::take(tree)) };
    let found = Node { finder: &finder, aim: Aim::Mark(Tree::ROOT) }.deserialize(document);
    *tree = finder.tree.into_inner();
    found.map_err(|error| error.to_string())
}

struct Finder<'t> {
    text: &'t str,
    keys: Keys,
    lines: OnceCell<Lines>,
    tree: RefCell<Tree>,
}

/// The error that asks for a position.
const HERE: &str = "❮here❯";

impl Finder<'_> {
    fn offset_of(&self, part: &str) -> Option<usize> {
        let offset = (part.as_ptr() as usize).checked_sub(self.text.as_ptr() as usize)?;
        (offset + part.len() <= self.text.len()).then_some(offset)
    }

    /// The position in an error that [`HERE`] made; none for every other error.
    fn offset_in(&self, error: &impl fmt::Display) -> Option<usize> {
        let text = error.to_string();
        let place = &text[text.rfind(HERE)? + HERE.len()..];
        let Some(place) = place.strip_prefix(" at line ") else { return Some(0) };
        let (line, column) = place.split_once(" column ")?;
        let lines = self.lines.get_or_init(|| Lines::yaml(self.text));
        Some(lines.offset(self.text, line.parse().ok()?, column.parse().ok()?))
    }

    /// A scalar from its start: as a whole if it is on one line, else what is on its first line.
    fn scalar(&self, start: usize) -> Range<usize> {
        let line = rest_of_line(self.text, start);
        let bytes = &self.text.as_bytes()[line.clone()];
        let end = match bytes.first() {
            Some(quote @ (b'"' | b'\'')) => {
                let mut at = 1;
                while at < bytes.len() && bytes[at] != *quote {
                    at += if bytes[at] == b'\\' && *quote == b'"' { 2 } else { 1 };
                }
                (at + 1).min(bytes.len())
            }
            _ => {
                let is_end = |at: &usize| match bytes[*at] {
                    b',' | b']' | b'}' => true,
                    b' ' => bytes.get(at + 1) == Some(&b'#'),
                    b':' => matches!(bytes.get(at + 1), None | Some(b' ')),
                    _ => false,
                };
                (0..bytes.len()).find(is_end).unwrap_or(bytes.len())
            }
        };
        let mut end = line.start + end;
        while !self.text.is_char_boundary(end) {
            end += 1;
        }
        line.start..end
    }

    /// A borrowed text with the quotes around it.
    fn quoted(&self, start: usize, length: usize) -> Range<usize> {
        let bytes = self.text.as_bytes();
        let end = start + length;
        match (start.checked_sub(1).and_then(|before| bytes.get(before)), bytes.get(end)) {
            (Some(open @ (b'"' | b'\'')), Some(close)) if open == close => start - 1..end + 1,
            _ => start..end,
        }
    }
}

/// Reads a node; gives where it starts, if that shows. A scalar that is looked for and does not show it makes the error [`HERE`].
#[derive(Clone, Copy)]
struct Node<'n, 't> {
    finder: &'n Finder<'t>,
    aim: Aim,
}

/// What is wanted of a node.
#[derive(Clone, Copy)]
enum Aim {
    /// Its position goes into this branch of the tree.
    Mark(usize),
    /// Its start tells where the list around it starts.
    Start,
    /// Nothing.
    Skip,
}

impl Node<'_, '_> {
    fn here<E: de::Error>(&self) -> Result<Option<usize>, E> {
        match self.aim {
            Aim::Mark(_) | Aim::Start => Err(E::custom(HERE)),
            Aim::Skip => Ok(None),
        }
    }

    fn child(&self, step: &str) -> Option<usize> {
        match self.aim {
            Aim::Mark(node) => self.finder.tree.borrow().child(node, step),
            Aim::Start | Aim::Skip => None,
        }
    }

    /// Takes what reading a child gave: its start, or the error that tells it.
    fn settle<E: de::Error>(&self, child: Option<usize>, read: Result<Option<usize>, E>) -> Result<Option<usize>, E> {
        match read {
            Ok(start) => Ok(start),
            Err(error) => match self.finder.offset_in(&error) {
                Some(start) => {
                    if let Some(child) = child {
                        self.finder.tree.borrow_mut().set_value(child, self.finder.scalar(start), false);
                    }
                    Ok(Some(start))
                }
                None => Err(error),
            },
        }
    }
}

impl<'de> DeserializeSeed<'de> for Node<'_, '_> {
    type Value = Option<usize>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Option<usize>, D::Error> {
        match self.aim {
            Aim::Mark(_) | Aim::Start => deserializer.deserialize_any(self),
            Aim::Skip => deserializer.deserialize_ignored_any(IgnoredAny).map(|_| None),
        }
    }
}

impl<'de> Visitor<'de> for Node<'_, '_> {
    type Value = Option<usize>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }

    fn visit_borrowed_str<E: de::Error>(self, value: &'de str) -> Result<Option<usize>, E> {
        let Some(start) = self.finder.offset_of(value) else { return self.here() };
        let range = self.finder.quoted(start, value.len());
        if let Aim::Mark(node) = self.aim {
            let first_line = rest_of_line(self.finder.text, range.start);
            let shown = range.start..range.end.min(first_line.end.max(range.start));
            self.finder.tree.borrow_mut().set_value(node, shown, false);
        }
        Ok(Some(range.start))
    }

    fn visit_str<E: de::Error>(self, _: &str) -> Result<Option<usize>, E> {
        self.here()
    }

    fn visit_bool<E: de::Error>(self, _: bool) -> Result<Option<usize>, E> {
        self.here()
    }

    fn visit_i64<E: de::Error>(self, _: i64) -> Result<Option<usize>, E> {
        self.here()
    }

    fn visit_u64<E: de::Error>(self, _: u64) -> Result<Option<usize>, E> {
        self.here()
    }

    fn visit_i128<E: de::Error>(self, _: i128) -> Result<Option<usize>, E> {
        self.here()
    }

    fn visit_u128<E: de::Error>(self, _: u128) -> Result<Option<usize>, E> {
        self.here()
    }

    fn visit_f64<E: de::Error>(self, _: f64) -> Result<Option<usize>, E> {
        self.here()
    }

    fn visit_unit<E: de::Error>(self) -> Result<Option<usize>, E> {
        self.here()
    }

    fn visit_none<E: de::Error>(self) -> Result<Option<usize>, E> {
        Ok(None)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut access: A) -> Result<Option<usize>, A::Error> {
        let mut first = None;
        let mut index = 0usize;
        loop {
            let child = self.child(&index.to_string());
            let aim = match child {
                Some(child) => Aim::Mark(child),
                None if index == 0 => Aim::Start,
                None => Aim::Skip,
            };
            let read = access.next_element_seed(Node { finder: self.finder, aim });
            let start = match read {
                Ok(None) => break,
                Ok(Some(start)) => start,
                Err(error) => self.settle(child, Err(error))?,
            };
            if index == 0 {
                first = start;
            }
            index += 1;
        }
        self.collection(first);
        Ok(first)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut access: A) -> Result<Option<usize>, A::Error> {
        let mut first = None;
        loop {
            let name = RefCell::new(String::new());
            let key = match access.next_key_seed(Key { finder: self.finder, name: &name }) {
                Ok(None) => break,
                Ok(Some(Some(key))) => key,
                Ok(Some(None)) => {
                    access.next_value::<IgnoredAny>()?;
                    continue;
                }
                Err(error) => {
                    let Some(start) = self.finder.offset_in(&error) else { return Err(error) };
                    self.finder.scalar(start)
                }
            };
            first.get_or_insert(key.start);
            let child = self.child(&name.borrow());
            if let Some(child) = child {
                self.finder.tree.borrow_mut().set_key(child, key);
            }
            let aim = child.map_or(Aim::Skip, Aim::Mark);
            let read = access.next_value_seed(Node { finder: self.finder, aim });
            self.settle(child, read)?;
        }
        self.collection(first);
        Ok(first)
    }

    fn visit_enum<A: EnumAccess<'de>>(self, access: A) -> Result<Option<usize>, A::Error> {
        let (_, content) = access.variant::<IgnoredAny>()?;
        content.newtype_variant_seed(self)
    }
}

impl Node<'_, '_> {
    fn collection(&self, first: Option<usize>) {
        if let (Aim::Mark(node), Some(start)) = (self.aim, first) {
            let shown = self.finder.scalar(start);
            self.finder.tree.borrow_mut().set_value(node, shown, true);
        }
    }
}

/// Reads a key: its text goes into `name`, its place is the value. `None` where it is a list or an object.
struct Key<'n, 't> {
    finder: &'n Finder<'t>,
    name: &'n RefCell<String>,
}

impl<'de> DeserializeSeed<'de> for Key<'_, '_> {
    type Value = Option<Range<usize>>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        match self.finder.keys {
            Keys::Texts => deserializer.deserialize_str(self),
            Keys::Values => deserializer.deserialize_any(self),
        }
    }
}

impl<'de> Visitor<'de> for Key<'_, '_> {
    type Value = Option<Range<usize>>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(EXPECTED_KEY)
    }

    fn visit_borrowed_str<E: de::Error>(self, value: &'de str) -> Result<Self::Value, E> {
        match self.finder.offset_of(value) {
            Some(start) => {
                value.clone_into(&mut self.name.borrow_mut());
                Ok(Some(self.finder.quoted(start, value.len())))
            }
            None => self.visit_str(value),
        }
    }

    fn visit_str<E: de::Error>(self, value: &str) -> Result<Self::Value, E> {
        value.clone_into(&mut self.name.borrow_mut());
        Err(E::custom(HERE))
    }

    fn visit_bool<E: de::Error>(self, value: bool) -> Result<Self::Value, E> {
        self.visit_str(&value.to_string())
    }

    fn visit_i64<E: de::Error>(self, value: i64) -> Result<Self::Value, E> {
        self.visit_str(&value.to_string())
    }

    fn visit_u64<E: de::Error>(self, value: u64) -> Result<Self::Value, E> {
        self.visit_str(&value.to_string())
    }

    fn visit_f64<E: de::Error>(self, value: f64) -> Result<Self::Value, E> {
        self.visit_str(&serde_json::Value::from(value).to_string())
    }

    fn visit_unit<E: de::Error>(self) -> Result<Self::Value, E> {
        self.visit_str("null")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut access: A) -> Result<Self::Value, A::Error> {
        while access.next_element::<IgnoredAny>()?.is_some() {}
        Ok(None)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut access: A) -> Result<Self::Value, A::Error> {
        while access.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
        Ok(None)
    }
}
