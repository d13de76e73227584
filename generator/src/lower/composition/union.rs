//! Choices: `oneOf` and `anyOf`. What remains of a choice after `null`, impossible and equal branches are taken away decides whether it
//! is a union at all; keywords beside it hold of every variant.

use super::{Choice, Conjunction, intersection, shapes};
use crate::{
    diagnostic::Code,
    ir::{EnumValue, Place, Step, Tag, Type, TypeKind, Union, Variant},
    load::{Schema, TypeSet},
    lower::{
        Lowering,
        cache::Key,
        composition::{Values, same},
        doc, place, scalar,
        schema::{Head, Site},
        schema_enum,
    },
    pointer::Pointer,
};
use serde_json::Value;
use std::collections::HashSet;

/// Choices beside each other with more combinations than this are not combined.
const COMBINATIONS: usize = 256;
/// Choices that stand in branches of each other are combined so deep.
const EXPANSIONS: usize = 6;
/// So many times a single branch is read into what stands beside it.
const ROUNDS: usize = 64;

impl<'d> Lowering<'d> {
    /// The conjunction of `roots`, with choices that leave no choice resolved. Gives the roots that it is of in the end, too.
    pub(in crate::lower) fn settle(&mut self, roots: &[Pointer]) -> (Vec<Pointer>, Conjunction<'d>) {
        let mut roots = roots.to_vec();
        let mut round = 0;
        loop {
            let mut all = self.conjunction(&roots);
            for choice in &mut all.choices {
                let mut seen = HashSet::new();
                choice.branches.retain(|branch| {
                    let canonical = self.canonical(branch);
                    !is_nothing(&self.schema(&canonical)) && seen.insert(canonical)
                });
            }
            let types = all.types();
            all.choices.retain(|choice| !choice.branches.iter().all(|branch| self.only_constrains(branch, types)));
            let contributes = all.shapes() || all.choices.len() > 1;
            let single = all.choices.iter().find_map(|choice| match choice.branches.as_slice() {
                [only] if contributes || !self.target(only).named => Some(only.clone()),
                _ => None,
            });
            round += 1;
            match single {
                Some(branch) if round < ROUNDS => roots.push(branch),
                _ => {
                    let combinations = all.choices.iter().fold(1usize, |n, choice| n.saturating_mul(choice.branches.len()));
                    let nested = self.cache.expansions >= EXPANSIONS && !all.choices.is_empty();
                    if all.choices.len() > 1 && combinations > COMBINATIONS || nested || single.is_some() {
                        let at = all.choices[0].at.clone();
                        let message = "`oneOf` and `anyOf` give too many combinations";
                        self.warn(Code::TooLarge, &at, message, "properties of the branches are not typed");
                        all.choices.clear();
                        all.widened = true;
                    }
                    return (roots, all);
                }
            }
        }
    }

    /// Whether a branch adds nothing that a type could say to what has these types, such as a set of required properties.
    fn only_constrains(&self, branch: &Pointer, types: Option<TypeSet>) -> bool {
        let all = self.conjunction(std::slice::from_ref(branch));
        let plain = |schema: &Schema<'_>| !shapes(&Schema { required: Vec::new(), ..schema.clone() });
        let narrows = match (all.types(), types) {
            (None, _) => false,
            (Some(_), None) => true,
            (Some(own), Some(types)) => {
                let within = |set| TypeSet { null: false, ..set };
                within(intersection(own, types)) != within(types)
            }
        };
        !narrows && all.choices.is_empty() && all.members.iter().all(|member| plain(&member.schema))
    }

    /// The type of a conjunction with a choice in it.
    pub(in crate::lower) fn union_head(&mut self, site: &Site<'_, 'd>) -> Head {
        let choice = &site.all.choices[0];
        if !site.all.shapes()
            && site.all.choices.len() == 1
            && let Some(head) = self.scalar_head(site, choice)
        {
            return head;
        }
        let branches: Vec<Vec<Pointer>> = choice.branches.iter().map(|branch| self.variant_roots(site, branch)).collect();
        let tagging = self.tagging(site, choice, &branches);
        let mut open = false;
        let mut variants: Vec<Variant> = Vec::with_capacity(branches.len());
        for (index, (branch, roots)) in choice.branches.iter().zip(&branches).enumerate() {
            let tags = tagging.as_ref().map_or_else(Vec::new, |tagging| tagging.tags[index].clone());
            let name = self.variant_name(branch, roots, &tags);
            let place = site.place.step(Step::Variant(index, name.clone()));
            let ty = match self.variant_type(roots, &place) {
                Type::Any => {
                    open = true;
                    continue;
                }
                Type::Nullable(inner) => *inner,
                ty => ty,
            };
            match variants.iter_mut().find(|known| known.ty == ty || mergeable(&known.ty, &ty)) {
                Some(known) => {
                    known.ty = merge(&known.ty, &ty);
                    known.tags.extend(tags);
                }
                None => {
                    let doc = doc::use_doc(self, std::slice::from_ref(branch));
                    let doc = crate::ir::Doc { notes: Vec::new(), ..doc };
                    variants.push(Variant { origin: branch.clone(), name, ty, tags, doc });
                }
            }
        }
        match variants.as_slice() {
            [] => Head::Type(Type::Any),
            [only] if !open => Head::Type(only.ty.clone()),
            _ => {
                let tag = tagging.map_or(Tag::Untagged, |tagging| Tag::Property(tagging.property));
                Head::Kind(TypeKind::Union(Union { variants, tag, open }))
            }
        }
    }

    /// The type of a variant. A branch stays among the schemas even if it says nothing: it is what settles the choice.
    fn variant_type(&mut self, roots: &[Pointer], place: &Place) -> Type {
        let [.., branch] = roots else { return Type::Any };
        let branch = self.target(branch).at;
        if roots.len() == 1 || self.retyped(&branch).is_some() {
            return self.type_of(std::slice::from_ref(&branch), place);
        }
        let mut key = Key { roots: roots.to_vec(), only: None };
        key.roots.pop();
        key.roots.push(branch);
        self.cache.expansions += 1;
        let ty = self.inline(key, place);
        self.cache.expansions -= 1;
        ty
    }

    /// The schemas that hold of a variant: the branch, and what stands beside the choice unless the branch says it as well.
    fn variant_roots(&self, site: &Site<'_, 'd>, branch: &Pointer) -> Vec<Pointer> {
        let named = self.target(branch).named;
        let beside = if named { site.all.shapes() } else { site.all.shapes() || site.all.types().is_some() };
        let several = site.all.choices.len() > 1;
        if let (Some(beside), Some(own)) = (site.all.types(), self.conjunction(std::slice::from_ref(branch)).types())
            && is_empty(intersection(beside, own))
        {
            // `type: array` beside a branch for objects allows neither; the branch says what is meant.
            return vec![branch.clone()];
        }
        if !several && (!beside || named && self.covers(branch, site.all)) {
            return vec![branch.clone()];
        }
        let mut roots = site.key.roots.clone();
        roots.push(branch.clone());
        roots
    }

    /// Whether a branch has every property that stands beside the choice, and nothing else stands there. Its own type then does: it is
    /// the one that users know, and it is narrower in nothing.
    fn covers(&self, branch: &Pointer, common: &Conjunction<'d>) -> bool {
        let all = self.conjunction(std::slice::from_ref(branch));
        common.members.iter().filter(|member| shapes(&member.schema)).all(|member| {
            let schema = &member.schema;
            let others = Schema { properties: Vec::new(), required: Vec::new(), ..Schema::clone(schema) };
            all.visited.contains(&member.at)
                || !shapes(&others)
                    && schema.properties.iter().all(|(name, _)| !all.property(name).is_empty())
                    && schema.required.iter().all(|name| !all.property(name).is_empty())
        })
    }

    /// What a variant is named after, apart from its type.
    fn variant_name(&self, branch: &Pointer, roots: &[Pointer], tags: &[String]) -> Option<String> {
        let target = self.target(branch);
        if target.named {
            return (roots.len() > 1).then(|| target.at.tokens().last()).flatten();
        }
        place::title(self, branch).or_else(|| place::title(self, &target.at)).or_else(|| tags.first().cloned())
    }

    /// A choice among text, or among integers, is one type: a list of known values, or the bare type. Its values stay open, so the first
    /// of several such variants would take everything.
    fn scalar_head(&mut self, site: &Site<'_, 'd>, choice: &Choice) -> Option<Head> {
        let mut values: Vec<EnumValue<Value>> = Vec::new();
        let mut types: Vec<Type> = Vec::new();
        let mut enums: Vec<&Pointer> = Vec::new();
        let mut kind: Option<bool> = None;
        for branch in &choice.branches {
            let mut roots = site.key.roots.clone();
            roots.push(branch.clone());
            let all = self.conjunction(&roots);
            if !all.choices.is_empty() || self.retyped(&self.target(branch).at).is_some() {
                return None;
            }
            let listed = all.values();
            let set = all.types().unwrap_or(super::ANYTHING);
            let set = intersection(set, TypeSet { null: false, ..super::ANYTHING });
            let text = match &listed {
                Values::Listed(values, _) if values.iter().all(|value| value.is_string()) && set.string => true,
                Values::Listed(values, _) if values.iter().all(|value| value.is_i64()) && set.integer => false,
                Values::Any if set == (TypeSet { string: true, ..TypeSet::default() }) => true,
                Values::Any if set == (TypeSet { integer: true, ..TypeSet::default() }) => false,
                _ => return None,
            };
            if *kind.get_or_insert(text) != text {
                return None;
            }
            match listed {
                Values::Listed(list, at) => {
                    enums.push(branch);
                    for value in schema_enum::described(&self.schema(&at), &list) {
                        if !values.iter().any(|known| same(&known.value, &value.value)) {
                            values.push(value);
                        }
                    }
                }
                _ if text => types.push(scalar::text(&all, self.config)),
                _ => types.push(Type::Integer(scalar::integer(&all))),
            }
        }
        match enums.as_slice() {
            [] => {
                let first = types.first()?.clone();
                let ty = types.into_iter().fold(first, |a, b| match (&a, &b) {
                    (Type::Integer(a), Type::Integer(b)) => Type::Integer(scalar::wider(*a, *b)),
                    (a, b) if a == b => a.clone(),
                    _ => Type::String,
                });
                Some(Head::Type(ty))
            }
            [only] if self.target(only).named => Some(Head::Type(self.bare_type(std::slice::from_ref(*only), site.place))),
            _ => Some(Head::Kind(schema_enum::kind_of(values))),
        }
    }
}

fn is_empty(types: TypeSet) -> bool {
    types == TypeSet::default() || types == super::NULL
}

/// Whether a branch allows nothing but `null`, or nothing at all. Whether `null` is valid is asked elsewhere.
fn is_nothing(schema: &Schema<'_>) -> bool {
    let mut values = schema.enumeration.into_iter().flatten().chain(schema.constant).peekable();
    schema.boolean == Some(false)
        || schema.types == Some(super::NULL)
        || values.peek().is_some() && values.all(|value| value.is_null())
}

/// Whether one type does for both, since the first would take what is the second's.
fn mergeable(a: &Type, b: &Type) -> bool {
    matches!((a, b), (Type::Integer(_), Type::Integer(_)) | (Type::F32 | Type::F64, Type::F32 | Type::F64))
        || matches!((a, b), (Type::String | Type::Text(_), Type::String | Type::Text(_)))
}

fn merge(a: &Type, b: &Type) -> Type {
    match (a, b) {
        (a, b) if a == b => a.clone(),
        (Type::Integer(a), Type::Integer(b)) => Type::Integer(scalar::wider(*a, *b)),
        (Type::F32 | Type::F64, _) => Type::F64,
        _ => Type::String,
    }
}
