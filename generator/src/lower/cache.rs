//! What lowering remembers about schemas, so that each is read once and each gives one type. Maps here are looked up, never walked:
//! hash order must not reach the output.

use super::Lowering;
use crate::{
    diagnostic::Code,
    ir::{Place, Type, TypeId},
    load::Schema,
    pointer::Pointer,
};
use std::{
    cell::{Cell, RefCell},
    collections::{HashMap, HashSet, VecDeque},
    rc::Rc,
};

/// What identifies an inline type: the schemas that apply together, and the one JSON kind it is about where `type` is a list.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct Key {
    pub(super) roots: Vec<Pointer>,
    pub(super) only: Option<Kind>,
}

/// Kinds of JSON values that have a type each.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Kind {
    Boolean,
    Integer,
    Number,
    String,
    Array,
    Object,
}

/// A definition whose body is still to be lowered.
#[derive(Debug)]
pub(super) struct Pending {
    pub(super) id: TypeId,
    pub(super) key: Key,
    pub(super) place: Place,
    /// How many choices had been expanded within each other where it was found.
    pub(super) expansions: usize,
}

/// `readOnly` and `writeOnly`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Mode {
    pub(super) read_only: bool,
    pub(super) write_only: bool,
}

#[derive(Debug, Default)]
pub(super) struct Cache<'d> {
    pub(super) schemas: RefCell<HashMap<Pointer, Rc<Schema<'d>>>>,
    /// Inline types that have been given an id.
    pub(super) inline: HashMap<Key, TypeId>,
    /// Components and other targets of references that have been given an id.
    pub(super) named: HashMap<Pointer, TypeId>,
    /// Schemas outside of the components that a component is nothing but a reference to, such as a file of their own: the component is
    /// their name.
    pub(super) homes: HashMap<Pointer, Pointer>,
    /// Unions of the values of patterns, by the schemas of their variants.
    pub(super) patterns: HashMap<Vec<Pointer>, TypeId>,
    /// Where references lead.
    pub(super) canonical: RefCell<HashMap<Pointer, Pointer>>,
    /// Whether `null` is valid.
    pub(super) nulls: HashMap<Pointer, super::null::Null>,
    /// How often `null` has been asked after below the schema at hand, and in all.
    pub(super) null_depth: usize,
    pub(super) null_steps: usize,
    /// Places that are taken.
    pub(super) places: HashSet<Place>,
    /// Definitions to lower.
    pub(super) pending: VecDeque<Pending>,
    /// Schemas that the user has chosen a type for, by their keys in the configuration.
    pub(super) retyped: RefCell<HashSet<String>>,
    /// Findings made.
    pub(super) reported: HashSet<(Code, Pointer)>,
    /// Fields that only one side of an exchange carries, by type and index.
    pub(super) modes: HashMap<(TypeId, usize), Mode>,
    /// How deep inline schemas stand in each other just now.
    pub(super) depth: usize,
    /// How many choices have been expanded within each other just now.
    pub(super) expansions: usize,
    /// How many schemas have been visited for conjunctions, and for types made of several schemas together.
    pub(super) visits: Cell<usize>,
    pub(super) merges: usize,
}

impl<'d> Lowering<'d> {
    /// The schema at a pointer.
    pub(super) fn schema(&self, at: &Pointer) -> Rc<Schema<'d>> {
        if let Some(schema) = self.cache.schemas.borrow().get(at) {
            return schema.clone();
        }
        let schema = Rc::new(self.document.schema(at));
        self.cache.schemas.borrow_mut().insert(at.clone(), schema.clone());
        schema
    }

    /// The type that the user has chosen for a schema.
    pub(super) fn retyped(&self, at: &Pointer) -> Option<Type> {
        if self.config.overrides.is_empty() {
            return None;
        }
        let key = at.to_string();
        let custom = self.config.overrides.get(&key)?.retype.clone().map(Type::Custom)?;
        self.cache.retyped.borrow_mut().insert(key);
        Some(custom)
    }
}
