//! Arrays: lists, and tuples whose elements differ by position.

use super::{
    Lowering,
    composition::Conjunction,
    schema::{Head, Site},
};
use crate::{
    ir::{Step, Tuple, Type, TypeKind},
    load::Additional,
    pointer::Pointer,
};
use serde_json::Value;

/// Tuples longer than this are lists.
const ELEMENTS: usize = 64;

impl<'d> Lowering<'d> {
    /// A list, or a tuple that is still to be lowered.
    pub(super) fn array_head(&mut self, site: &Site<'_, 'd>) -> Head {
        let positions = positions(site.all);
        if positions > ELEMENTS {
            return Head::Type(Type::List(Box::new(Type::Any)));
        }
        if positions > 0 {
            return Head::Tuple;
        }
        let items: Vec<Pointer> = site.all.members.iter().filter_map(|member| member.schema.items.clone()).collect();
        let item = if items.is_empty() { Type::Any } else { self.type_of(&items, &site.place.step(Step::Item)) };
        Head::Type(Type::List(Box::new(item)))
    }

    /// The elements of a tuple.
    pub(super) fn lower_tuple(&mut self, site: &Site<'_, 'd>) -> TypeKind {
        let positions = positions(site.all);
        let mut elements = Vec::with_capacity(positions);
        for index in 0..positions {
            let schemas = element(site.all, index);
            let place = site.place.step(Step::Element(index));
            elements.push(if schemas.is_empty() { Type::Any } else { self.type_of(&schemas, &place) });
        }
        let closed = site.all.members.iter().any(|member| !is_open(member.schema.as_ref()))
            || limit(site.all, "maxItems").is_some_and(|most| most <= positions as u64);
        let rest = if closed {
            None
        } else {
            let schemas = element(site.all, usize::MAX);
            Some(if schemas.is_empty() { Type::Any } else { self.type_of(&schemas, &site.place.step(Step::Item)) })
        };
        let least = limit(site.all, "minItems").unwrap_or(0);
        let required = usize::try_from(least).unwrap_or(usize::MAX).min(positions);
        TypeKind::Tuple(Tuple { elements, required, rest })
    }
}

fn is_open(schema: &crate::load::Schema<'_>) -> bool {
    schema.prefix_items.is_empty() || schema.additional_items != Additional::Forbidden
}

/// How many elements have schemas of their own.
fn positions(all: &Conjunction<'_>) -> usize {
    all.members.iter().map(|member| member.schema.prefix_items.len()).max().unwrap_or(0)
}

/// The schemas of the element at an index.
fn element(all: &Conjunction<'_>, index: usize) -> Vec<Pointer> {
    let mut schemas = Vec::new();
    for member in &all.members {
        let schema = &member.schema;
        match (schema.prefix_items.get(index), &schema.additional_items) {
            (Some(at), _) => schemas.push(at.clone()),
            (None, Additional::Schema(at)) if !schema.prefix_items.is_empty() => schemas.push(at.clone()),
            (None, _) => schemas.extend(schema.items.clone()),
        }
    }
    schemas
}

/// A bound on the number of elements.
fn limit(all: &Conjunction<'_>, keyword: &str) -> Option<u64> {
    let values = all.members.iter().flat_map(|member| &member.schema.constraints).filter(|(name, _)| *name == keyword);
    let counts = values.filter_map(|(_, value)| count(value));
    if keyword == "minItems" { counts.max() } else { counts.min() }
}

/// A count; JSON writes it `2.0`, too.
fn count(value: &Value) -> Option<u64> {
    value.as_u64().or_else(|| value.as_f64().filter(|value| *value >= 0.0 && value.fract() == 0.0).map(|value| value as u64))
}
