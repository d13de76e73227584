//! Conjunctions: a schema with everything that holds beside it, flat. References are followed once each, so cycles end; what a cycle
//! would repeat is already there.

use super::{NULL, intersection, same::Listed, shapes, speaks_of_arrays, speaks_of_objects};
use crate::{
    load::{Schema, TypeSet},
    lower::Lowering,
    pointer::Pointer,
};
use serde_json::Value;
use std::{collections::HashSet, rc::Rc};

/// A schema among those that hold together; its `$ref`, `allOf`, `oneOf` and `anyOf` are members and choices of the conjunction.
#[derive(Clone, Debug)]
pub(in crate::lower) struct Member<'d> {
    pub(in crate::lower) at: Pointer,
    pub(in crate::lower) schema: Rc<Schema<'d>>,
}

/// A `oneOf` or an `anyOf` that holds beside the members.
#[derive(Clone, Debug)]
pub(in crate::lower) struct Choice {
    /// The schema that has the keyword.
    pub(in crate::lower) at: Pointer,
    pub(in crate::lower) branches: Vec<Pointer>,
}

/// Schemas that all hold of one value.
#[derive(Clone, Debug, Default)]
pub(in crate::lower) struct Conjunction<'d> {
    /// Referenced schemas before those that refer to them.
    pub(in crate::lower) members: Vec<Member<'d>>,
    pub(in crate::lower) choices: Vec<Choice>,
    /// Every schema on the way.
    pub(in crate::lower) visited: HashSet<Pointer>,
    /// A choice that a limit cut off: any property may turn up.
    pub(in crate::lower) widened: bool,
}

/// A schema with more members than this is cut off there.
const MEMBERS: usize = 10_000;
/// So many schemas are visited for all conjunctions of a document; then only what a schema says itself counts.
const VISITS: usize = 1_000_000;

enum Visit {
    Enter(Pointer),
    Leave(Pointer),
}

impl<'d> Lowering<'d> {
    /// Everything that holds of a value that all `roots` hold of.
    pub(in crate::lower) fn conjunction(&self, roots: &[Pointer]) -> Conjunction<'d> {
        let mut all = Conjunction::default();
        let mut stack: Vec<Visit> = roots.iter().rev().cloned().map(Visit::Enter).collect();
        while let Some(visit) = stack.pop() {
            match visit {
                Visit::Enter(at) => {
                    if all.visited.len() >= MEMBERS || self.cache.visits.get() > VISITS && all.visited.len() >= roots.len() {
                        all.widened = true;
                        continue;
                    }
                    if !all.visited.insert(at.clone()) {
                        continue;
                    }
                    let schema = self.schema(&at);
                    stack.push(Visit::Leave(at));
                    stack.extend(schema.all_of.iter().rev().cloned().map(Visit::Enter));
                    stack.extend(schema.reference.iter().cloned().map(Visit::Enter));
                }
                Visit::Leave(at) => {
                    let schema = self.schema(&at);
                    for branches in [&schema.one_of, &schema.any_of] {
                        if !branches.is_empty() {
                            all.choices.push(Choice { at: at.clone(), branches: branches.clone() });
                        }
                    }
                    all.members.push(Member { at, schema });
                }
            }
        }
        self.cache.visits.set(self.cache.visits.get() + all.visited.len());
        // A branch that holds anyway satisfies its choice: a child that extends its parent is one of the parent's children.
        let visited = &all.visited;
        let branches: usize = all.choices.iter().map(|choice| choice.branches.len()).sum();
        self.cache.visits.set(self.cache.visits.get() + branches);
        all.choices.retain(|choice| {
            !choice.branches.iter().any(|branch| visited.contains(branch) || visited.contains(&self.canonical(branch)))
        });
        all
    }
}

/// What enums and constants of a conjunction leave.
pub(in crate::lower) enum Values<'d> {
    /// None says anything.
    Any,
    /// These values, with the schema that lists them.
    Listed(Vec<&'d Value>, Pointer),
    /// None: they contradict each other. These are all that any of them allows.
    Contradiction(Vec<&'d Value>, Pointer),
}

impl<'d> Conjunction<'d> {
    /// Whether nothing satisfies it.
    pub(in crate::lower) fn forbidden(&self) -> Option<&Pointer> {
        self.members.iter().find(|member| member.schema.boolean == Some(false)).map(|member| &member.at)
    }

    /// The kinds that all members allow; `None` where none has a `type`.
    pub(in crate::lower) fn types(&self) -> Option<TypeSet> {
        let typed = self.members.iter().filter_map(|member| member.schema.types);
        // `allOf: [A, {type: "null"}]` allows nothing; whoever wrote it meant `anyOf`.
        typed.clone().filter(|types| *types != NULL).reduce(intersection).or_else(|| typed.reduce(intersection))
    }

    /// Whether a member's keywords decide about a type.
    pub(in crate::lower) fn shapes(&self) -> bool {
        self.members.iter().any(|member| shapes(&member.schema))
    }

    pub(in crate::lower) fn speaks_of_objects(&self) -> bool {
        self.members.iter().any(|member| speaks_of_objects(&member.schema))
    }

    pub(in crate::lower) fn speaks_of_arrays(&self) -> bool {
        self.members.iter().any(|member| speaks_of_arrays(&member.schema))
    }

    /// The schemas of a property, in the order of the members.
    pub(in crate::lower) fn property(&self, name: &str) -> Vec<Pointer> {
        let properties = self.members.iter().flat_map(|member| &member.schema.properties);
        properties.filter(|(key, _)| *key == name).map(|(_, at)| at.clone()).collect()
    }

    pub(in crate::lower) fn requires(&self, name: &str) -> bool {
        self.members.iter().any(|member| member.schema.required.contains(&name))
    }

    /// The values that every `enum` and `const` allows.
    pub(in crate::lower) fn values(&self) -> Values<'d> {
        let mut lists: Vec<(Vec<&'d Value>, &Pointer)> = Vec::new();
        for member in &self.members {
            let schema = &member.schema;
            lists.extend(schema.enumeration.map(|values| (values.iter().collect(), &member.at)));
            lists.extend(schema.constant.map(|value| (vec![value], &member.at)));
        }
        // An empty `enum` allows nothing; whoever wrote it meant something else.
        lists.retain(|(list, _)| !list.is_empty());
        let Some(((first, at), others)) = lists.split_first() else { return Values::Any };
        let mut left = Listed::new(first.iter().copied()).values();
        let others: Vec<Listed<'_>> = others.iter().map(|(list, _)| Listed::new(list.iter().copied())).collect();
        left.retain(|value| others.iter().all(|list| list.position(value).is_some()));
        if left.is_empty() {
            let all = lists.iter().flat_map(|(list, _)| list.iter().copied());
            return Values::Contradiction(Listed::new(all).values(), (*at).clone());
        }
        Values::Listed(left, (*at).clone())
    }
}
