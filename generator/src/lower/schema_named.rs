//! Schemas with a name: components, and what references lead to. Each has one definition, whoever refers to it first.

use super::{
    Lowering,
    cache::{Key, Pending},
    composition::Values,
    place,
};
use crate::{
    ir::{Owner, Place, Type, TypeId},
    pointer::Pointer,
};

/// Lowers every component schema, in the order of the document.
pub(super) fn lower_components(cx: &mut Lowering<'_>) {
    for at in components(cx) {
        if cx.retyped(&at).is_none() {
            cx.named(&at, None);
            cx.drain();
        }
    }
}

/// Notes which component names a schema that stands elsewhere, such as a file of its own.
pub(super) fn find_homes(cx: &mut Lowering<'_>) {
    for at in components(cx) {
        if let Some(target) = cx.beyond(&at)
            && target.named
            && !place::is_component(&target.at)
        {
            cx.cache.homes.entry(target.at).or_insert(at);
        }
    }
}

/// The schemas of the document that have a name, in its order.
fn components(cx: &Lowering<'_>) -> Vec<Pointer> {
    let schemas = cx.document.api.components.iter().flat_map(|components| components.schemas.values());
    let reference = |schema: &openapiv3::ReferenceOr<openapiv3::Schema>| match schema {
        openapiv3::ReferenceOr::Reference { reference } => reference.strip_prefix('#').map(Pointer::new),
        openapiv3::ReferenceOr::Item(_) => None,
    };
    schemas.filter_map(reference).collect()
}

impl Lowering<'_> {
    /// The definition of a component, or of another schema that references share.
    pub(super) fn named(&mut self, at: &Pointer, fallback: Option<&Place>) -> TypeId {
        if let Some(id) = self.cache.named.get(at) {
            return *id;
        }
        let key = Key { roots: vec![at.clone()], only: None };
        if let Some(id) = self.cache.inline.get(&key) {
            return *id;
        }
        let place = place::place_of(self, at).or_else(|| fallback.cloned());
        let place = place.unwrap_or_else(|| Place { owner: Owner::Component(String::new()), steps: Vec::new() });
        let id = self.reserve(&key, &place);
        self.cache.named.insert(at.clone(), id);
        self.cache.pending.push_back(Pending { id, key, place, expansions: 0 });
        id
    }

    /// A schema that stands inline somewhere and is referred to from elsewhere. A scalar is what it is; anything else has a name, since
    /// it may refer to itself.
    pub(super) fn referenced(&mut self, at: &Pointer, place: &Place) -> Type {
        if let Some(home) = self.cache.homes.get(at).cloned() {
            return Type::Named(self.named(&home, None));
        }
        let key = Key { roots: vec![at.clone()], only: None };
        if !self.cache.named.contains_key(at) && !self.cache.inline.contains_key(&key) {
            let all = self.conjunction(&key.roots);
            let types = all.types();
            let composite = types.is_none_or(|types| types.array || types.object);
            if !composite && all.choices.is_empty() && matches!(all.values(), Values::Any) {
                return self.inline(key, place);
            }
        }
        Type::Named(self.named(at, Some(place)))
    }

    /// The type that a component is only another name of.
    pub(super) fn other_name(&mut self, key: &Key, place: &Place) -> Option<Type> {
        let [at] = key.roots.as_slice() else { return None };
        if key.only.is_some() || !place::is_component(at) {
            return None;
        }
        let target = self.beyond(at)?;
        let home = self.cache.homes.get(&target.at);
        let elsewhere = place::is_component(&target.at) && target.at != *at || home.is_some_and(|home| home != at);
        (target.named && elsewhere).then(|| self.bare_type(&[target.at], place))
    }
}
