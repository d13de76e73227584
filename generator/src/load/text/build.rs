//! Builds a [`Value`] from what a parser of JSON or YAML sees, keeps an account of its size, and notes what the value cannot show:
//! repeated keys, tags, numbers that are none.

use crate::{
    load::limits::{Budget, MAX_DEPTH, MAX_FINDINGS},
    pointer::Pointer,
};
use serde::de::{self, DeserializeSeed, Deserializer, EnumAccess, MapAccess, SeqAccess, VariantAccess, Visitor};
use serde_json::{Map, Number, Value, map::Entry};
use std::{
    cell::{Cell, RefCell},
    fmt,
};

/// Something worth a diagnostic.
#[derive(Debug)]
pub(super) struct Found {
    pub(super) at: Pointer,
    pub(super) finding: Finding,
}

/// What was found.
#[derive(Debug)]
pub(super) enum Finding {
    /// A key that the object has already.
    Duplicate(String),
    /// `.inf`, `-.inf` or `.nan`.
    NotFinite,
    /// A tag such as `!include`.
    Tag(String),
    /// A key that is a list or an object, in the object.
    Key,
}

impl Found {
    pub(super) fn is_about_key(&self) -> bool {
        matches!(self.finding, Finding::Duplicate(_))
    }
}

/// Why building stopped.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Stop {
    Depth,
    Nodes,
    /// Nodes of YAML, of which those that are written are known to be few enough.
    Aliases,
    Memory,
}

/// What a key may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::load) enum Keys {
    /// A text, as it is written.
    Texts,
    /// Anything, which YAML allows: an entry is left out where its key is a list or an object. Numbers lose how they are written.
    Values,
}

/// The account of one text.
#[derive(Debug)]
pub(super) struct Findings {
    keys: Keys,
    budget: Cell<Budget>,
    stop: Cell<Option<Stop>>,
    found: RefCell<Vec<Found>>,
    unsaid: Cell<usize>,
}

impl Findings {
    pub(super) fn new(budget: Budget, keys: Keys) -> Findings {
        Findings { keys, budget: Cell::new(budget), stop: Cell::new(None), found: RefCell::default(), unsaid: Cell::new(0) }
    }

    /// The seed of a whole document.
    pub(super) fn seed(&self) -> Node<'_> {
        Node { findings: self, place: &Place::Root, depth: 0 }
    }

    pub(super) fn stop(&self) -> Option<Stop> {
        self.stop.get()
    }

    /// What was found, and how many more than one file is worth.
    pub(super) fn into_parts(self) -> (Vec<Found>, usize) {
        (self.found.into_inner(), self.unsaid.get())
    }

    fn spend(&self, nodes: usize, memory: usize) -> Result<(), Stop> {
        let budget = self.budget.get();
        let nodes = budget.nodes.checked_sub(nodes).ok_or(Stop::Nodes);
        let memory = budget.memory.checked_sub(memory).ok_or(Stop::Memory);
        match (nodes, memory) {
            (Ok(nodes), Ok(memory)) => {
                self.budget.set(Budget { nodes, memory });
                Ok(())
            }
            (Err(stop), _) | (_, Err(stop)) => {
                self.stop.set(Some(stop));
                Err(stop)
            }
        }
    }

    fn note(&self, place: &Place<'_>, finding: Finding) {
        let mut found = self.found.borrow_mut();
        if found.len() < MAX_FINDINGS {
            found.push(Found { at: place.pointer(), finding });
        } else {
            self.unsaid.set(self.unsaid.get() + 1);
        }
    }
}

/// The way to a node; it costs nothing until a pointer is made of it.
enum Place<'p> {
    Root,
    Key(&'p Place<'p>, &'p str),
    Index(&'p Place<'p>, usize),
}

impl Place<'_> {
    fn pointer(&self) -> Pointer {
        match self {
            Place::Root => Pointer::root(),
            Place::Key(parent, key) => parent.pointer().key(key),
            Place::Index(parent, index) => parent.pointer().index(*index),
        }
    }
}

/// Reads one node.
#[derive(Clone, Copy)]
pub(super) struct Node<'n> {
    findings: &'n Findings,
    place: &'n Place<'n>,
    depth: usize,
}

/// Bytes of a value without what it points to.
const VALUE: usize = size_of::<Value>();
/// Bytes that the allocator adds to a text, and what it rounds up to.
const TEXT: usize = 31;
/// Bytes of an entry of an object: hash, key, value, and its place in the table; objects grow by doubling.
const ENTRY: usize = VALUE + 40 + 16;
/// Bytes of an object that is not empty: its table and the room for four entries that it starts with.
const OBJECT: usize = 64 + 3 * ENTRY;
/// Room for the four values that a list starts with.
const LIST: usize = 3 * VALUE + TEXT;

impl Node<'_> {
    fn spend<E: de::Error>(&self, memory: usize) -> Result<(), E> {
        self.findings.spend(1, memory).map_err(|_| E::custom("the document is too large"))
    }

    fn text<E: de::Error>(self, text: &str) -> Result<Value, E> {
        self.spend(VALUE + TEXT + text.len())?;
        Ok(Value::String(text.to_owned()))
    }

    fn enter<E: de::Error>(&self) -> Result<usize, E> {
        if self.depth >= MAX_DEPTH {
            self.findings.stop.set(Some(Stop::Depth));
            return Err(E::custom("the document is too deep"));
        }
        Ok(self.depth + 1)
    }
}

impl<'de> DeserializeSeed<'de> for Node<'_> {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Node<'_> {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }

    fn visit_bool<E: de::Error>(self, value: bool) -> Result<Value, E> {
        self.spend(VALUE)?;
        Ok(Value::Bool(value))
    }

    fn visit_i64<E: de::Error>(self, value: i64) -> Result<Value, E> {
        self.spend(VALUE)?;
        Ok(Value::Number(value.into()))
    }

    fn visit_u64<E: de::Error>(self, value: u64) -> Result<Value, E> {
        self.spend(VALUE)?;
        Ok(Value::Number(value.into()))
    }

    fn visit_i128<E: de::Error>(self, value: i128) -> Result<Value, E> {
        self.visit_f64(value as f64)
    }

    fn visit_u128<E: de::Error>(self, value: u128) -> Result<Value, E> {
        self.visit_f64(value as f64)
    }

    fn visit_f64<E: de::Error>(self, value: f64) -> Result<Value, E> {
        self.spend(VALUE)?;
        Ok(Number::from_f64(value).map_or_else(
            || {
                self.findings.note(self.place, Finding::NotFinite);
                Value::Null
            },
            Value::Number,
        ))
    }

    fn visit_str<E: de::Error>(self, value: &str) -> Result<Value, E> {
        self.text(value)
    }

    fn visit_unit<E: de::Error>(self) -> Result<Value, E> {
        self.spend(VALUE)?;
        Ok(Value::Null)
    }

    fn visit_none<E: de::Error>(self) -> Result<Value, E> {
        self.visit_unit()
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut access: A) -> Result<Value, A::Error> {
        let depth = self.enter()?;
        self.spend(VALUE)?;
        let mut list = Vec::new();
        loop {
            let place = Place::Index(self.place, list.len());
            let Some(value) = access.next_element_seed(Node { findings: self.findings, place: &place, depth })? else { break };
            if list.is_empty() {
                self.findings.spend(0, LIST).map_err(|_| de::Error::custom("the document is too large"))?;
            }
            list.push(value);
        }
        Ok(Value::Array(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut access: A) -> Result<Value, A::Error> {
        let depth = self.enter()?;
        self.spend(VALUE)?;
        let mut map = Map::new();
        while let Some(key) = access.next_key_seed(Key { node: Node { depth, ..self } })? {
            let Some(key) = key else {
                self.findings.note(self.place, Finding::Key);
                access.next_value_seed(Node { depth, ..self })?;
                continue;
            };
            let room = ENTRY - VALUE + TEXT + key.len() + if map.is_empty() { OBJECT } else { 0 };
            self.findings.spend(0, room).map_err(|_| de::Error::custom("the document is too large"))?;
            let place = Place::Key(self.place, &key);
            let value = access.next_value_seed(Node { findings: self.findings, place: &place, depth })?;
            match map.entry(key) {
                Entry::Vacant(entry) => {
                    entry.insert(value);
                }
                // Two merge keys in one object are two merges.
                Entry::Occupied(mut entry) if entry.key() == "<<" => match entry.get_mut() {
                    Value::Array(list) => list.push(value),
                    first => *first = Value::Array(vec![first.take(), value]),
                },
                Entry::Occupied(mut entry) => {
                    entry.insert(value);
                    let key = entry.key().clone();
                    self.findings.note(&Place::Key(self.place, &key), Finding::Duplicate(key.clone()));
                }
            }
        }
        Ok(Value::Object(map))
    }

    /// YAML gives a value with a tag of its own as an enum.
    fn visit_enum<A: EnumAccess<'de>>(self, access: A) -> Result<Value, A::Error> {
        let (tag, content) = access.variant::<String>()?;
        self.findings.note(self.place, Finding::Tag(tag));
        content.newtype_variant_seed(self)
    }
}

/// A key as it is written: `200:`, `true:` and `null:` are the texts "200", "true" and "null". `None` where it is a list or an object.
struct Key<'n> {
    /// What reads a key that is no text.
    node: Node<'n>,
}

impl<'de> DeserializeSeed<'de> for Key<'_> {
    type Value = Option<String>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Option<String>, D::Error> {
        match self.node.findings.keys {
            Keys::Texts => deserializer.deserialize_str(self),
            Keys::Values => Ok(match self.node.deserialize(deserializer)? {
                Value::String(text) => Some(text),
                Value::Array(_) | Value::Object(_) => None,
                scalar => Some(scalar.to_string()),
            }),
        }
    }
}

/// What the refusal of a key that is no text says.
pub(in crate::load) const EXPECTED_KEY: &str = "a key that is a text";

impl Visitor<'_> for Key<'_> {
    type Value = Option<String>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(EXPECTED_KEY)
    }

    fn visit_str<E: de::Error>(self, value: &str) -> Result<Option<String>, E> {
        Ok(Some(value.to_owned()))
    }
}
