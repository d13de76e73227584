//! What schemas say together. A value must satisfy a schema, the target of its `$ref` and every member of its `allOf` alike, so these
//! are read as one conjunction; `oneOf` and `anyOf` stay choices within it.

mod all_of;
mod same;
mod tag;
mod union;

use all_of::Choice;
pub(super) use all_of::{Conjunction, Values};
pub(super) use same::{Listed, same};

use super::{Lowering, place};
use crate::{
    load::{Additional, Schema, TypeSet},
    pointer::Pointer,
};
use std::collections::HashSet;

/// Whether a schema has keywords that are about objects.
pub(super) fn speaks_of_objects(schema: &Schema<'_>) -> bool {
    !schema.properties.is_empty()
        || !schema.required.is_empty()
        || !schema.pattern_properties.is_empty()
        || schema.property_names.is_some()
        || schema.additional_properties != Additional::Unsaid
        || schema.unevaluated_properties != Additional::Unsaid
}

/// Whether a schema has keywords that are about arrays.
pub(super) fn speaks_of_arrays(schema: &Schema<'_>) -> bool {
    schema.items.is_some() || !schema.prefix_items.is_empty()
}

/// Whether a schema's own keywords, apart from `type`, `null` and its members, decide about a type.
pub(super) fn shapes(schema: &Schema<'_>) -> bool {
    schema.boolean == Some(false)
        || schema.enumeration.is_some()
        || schema.constant.is_some()
        || !schema.properties.is_empty()
        || !schema.required.is_empty()
        || !schema.pattern_properties.is_empty()
        || matches!(schema.additional_properties, Additional::Forbidden | Additional::Schema(_))
        || matches!(schema.unevaluated_properties, Additional::Schema(_))
        || speaks_of_arrays(schema)
        || schema.conditions.iter().any(|(keyword, _)| matches!(*keyword, "then" | "else" | "dependentSchemas" | "dependencies"))
}

/// Whether a schema is nothing but annotations and constraints: it has neither a shape, a type nor members.
fn is_bare(schema: &Schema<'_>) -> bool {
    !shapes(schema)
        && schema.types.is_none()
        && schema.reference.is_none()
        && schema.all_of.is_empty()
        && schema.one_of.is_empty()
        && schema.any_of.is_empty()
}

/// What a schema is once references that only pass on are followed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Target {
    pub(super) at: Pointer,
    /// Whether a `$ref` led here, or the pointer is that of a component.
    pub(super) named: bool,
}

impl Lowering<'_> {
    /// Follows `$ref`s and one-element `allOf`s that add nothing, up to the first component. A component is its own target.
    pub(super) fn target(&self, at: &Pointer) -> Target {
        let mut target = Target { at: at.clone(), named: place::is_component(at) };
        let mut seen = HashSet::new();
        while !place::is_component(&target.at)
            && let Some((next, by_reference)) = self.passes_on(&target.at)
            && seen.insert(next.clone())
        {
            target.named |= by_reference || place::is_component(&next);
            target.at = next;
        }
        target
    }

    /// The target of a schema that passes on to another, be it a component.
    pub(super) fn beyond(&self, at: &Pointer) -> Option<Target> {
        let (next, by_reference) = self.passes_on(at)?;
        let mut target = self.target(&next);
        target.named |= by_reference;
        Some(target)
    }

    /// Follows references through components, too, to the schema that has something to say.
    pub(super) fn canonical(&self, at: &Pointer) -> Pointer {
        if let Some(known) = self.cache.canonical.borrow().get(at) {
            return known.clone();
        }
        let mut end = at.clone();
        let mut seen = HashSet::new();
        while seen.insert(end.clone()) {
            match self.passes_on(&end) {
                Some((next, _)) => end = next,
                None => break,
            }
        }
        self.cache.canonical.borrow_mut().insert(at.clone(), end.clone());
        end
    }

    /// The one schema that a schema is the same as, and whether a `$ref` says so.
    fn passes_on(&self, at: &Pointer) -> Option<(Pointer, bool)> {
        let schema = self.schema(at);
        if shapes(&schema) || !schema.one_of.is_empty() || !schema.any_of.is_empty() || self.retyped(at).is_some() {
            return None;
        }
        let mut members =
            schema.reference.iter().map(|target| (target.clone(), true)).chain(
                schema.all_of.iter().filter(|member| !is_bare(&self.schema(member))).map(|member| (member.clone(), false)),
            );
        let only = members.next()?;
        if members.next().is_some() { None } else { Some(only) }
    }
}

/// The kinds that a schema without `type` may be.
pub(super) const ANYTHING: TypeSet =
    TypeSet { null: true, boolean: true, integer: true, number: true, string: true, array: true, object: true };

/// `null` and nothing else.
pub(super) const NULL: TypeSet =
    TypeSet { null: true, boolean: false, integer: false, number: false, string: false, array: false, object: false };

/// The kinds that both sets allow; an integer is a number, too.
pub(super) fn intersection(a: TypeSet, b: TypeSet) -> TypeSet {
    TypeSet {
        null: a.null && b.null,
        boolean: a.boolean && b.boolean,
        integer: (a.integer || a.number) && (b.integer || b.number),
        number: a.number && b.number,
        string: a.string && b.string,
        array: a.array && b.array,
        object: a.object && b.object,
    }
}
