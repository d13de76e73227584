//! From schemas to types. A component has a definition of its own, reserved at first sight and lowered from a queue, so that neither
//! long chains nor circles of references cost stack. What stands inline is lowered where it stands, as deep as the text nests.

use super::{
    Lowering,
    cache::{Key, Kind, Pending},
    composition::{Conjunction, Values},
    doc, next_id, place, scalar,
};
use crate::{
    config::Untyped,
    diagnostic::Code,
    ir::{Doc, Place, Step, Tag, Type, TypeDef, TypeId, TypeKind, Union, Usage, Variant},
    load::TypeSet,
    pointer::Pointer,
};

/// Inline schemas deeper than this in one another are not lowered.
const DEPTH: usize = 150;
/// Types made of several schemas together are made until they have cost this many visits of schemas.
const MERGES: usize = 40_000;

/// What a conjunction is: a type as it stands, or something that needs a definition.
pub(super) enum Head {
    /// No definition needed.
    Type(Type),
    /// A definition, complete.
    Kind(TypeKind),
    /// A struct, whose fields are still to be lowered.
    Struct,
    /// A tuple, whose elements are still to be lowered.
    Tuple,
}

/// Schemas that hold together, where they are used.
pub(super) struct Site<'s, 'd> {
    pub(super) key: &'s Key,
    pub(super) all: &'s Conjunction<'d>,
    pub(super) place: &'s Place,
}

impl<'d> Lowering<'d> {
    /// The type of a value that all `roots` hold of, with [`Type::Nullable`] where it may be `null`.
    pub(super) fn type_of(&mut self, roots: &[Pointer], place: &Place) -> Type {
        let null = self.accepts_null(roots);
        let ty = self.bare_type(roots, place);
        match ty {
            Type::Any | Type::Null | Type::Nullable(_) => ty,
            ty if null => Type::Nullable(Box::new(ty)),
            ty => ty,
        }
    }

    /// The type of a value that is not `null`.
    pub(super) fn bare_type(&mut self, roots: &[Pointer], place: &Place) -> Type {
        if self.cache.depth >= DEPTH {
            if let Some(at) = roots.first() {
                self.warn(Code::TooLarge, at, "schemas nest too deeply", "the value is not typed");
            }
            return Type::Any;
        }
        self.cache.depth += 1;
        let ty = self.bare_type_within(roots, place);
        self.cache.depth -= 1;
        ty
    }

    fn bare_type_within(&mut self, roots: &[Pointer], place: &Place) -> Type {
        let mut targets = Vec::with_capacity(roots.len());
        for root in roots {
            let target = self.target(root);
            if let Some(custom) = self.retyped(root).or_else(|| self.retyped(&target.at)) {
                return custom;
            }
            if !targets.contains(&target) {
                targets.push(target);
            }
        }
        if targets.len() > 1 {
            self.drop_redundant(&mut targets);
        }
        match targets.as_slice() {
            [target] if place::is_component(&target.at) => Type::Named(self.named(&target.at, None)),
            [target] if target.named || self.cache.homes.contains_key(&target.at) => self.referenced(&target.at, place),
            targets => {
                let roots = targets.iter().map(|target| target.at.clone()).collect();
                self.inline(Key { roots, only: None }, place)
            }
        }
    }

    /// Of schemas that hold together, those that say nothing beside the others, or that others include.
    fn drop_redundant(&mut self, targets: &mut Vec<super::composition::Target>) {
        let conjunctions: Vec<Conjunction<'d>> =
            targets.iter().map(|target| self.conjunction(std::slice::from_ref(&target.at))).collect();
        let strong: Vec<bool> = targets
            .iter()
            .zip(&conjunctions)
            .map(|(target, all)| target.named || all.shapes() || !all.choices.is_empty() || all.widened)
            .collect();
        let any_strong = strong.contains(&true);
        let any_typed = conjunctions.iter().any(|all| all.types().is_some());
        let mut keep = Vec::with_capacity(targets.len());
        for (i, target) in targets.iter().enumerate() {
            let weak = !strong[i] && (any_strong || any_typed && conjunctions[i].types().is_none());
            let included = (0..targets.len()).any(|j| {
                let mutual = conjunctions[i].visited.contains(&targets[j].at);
                j != i && conjunctions[j].visited.contains(&target.at) && (!mutual || j < i)
            });
            keep.push(!weak && !included);
        }
        let mut keep = keep.into_iter();
        let kept: Vec<_> = targets.iter().filter(|_| keep.next() == Some(true)).cloned().collect();
        if kept.is_empty() {
            targets.truncate(1);
        } else {
            *targets = kept;
        }
    }

    /// The type of schemas that stand inline.
    pub(super) fn inline(&mut self, key: Key, place: &Place) -> Type {
        if let Some(id) = self.cache.inline.get(&key) {
            return Type::Named(*id);
        }
        if self.cache.merges > MERGES && key.roots.len() > 1 {
            let message = "too many types are combinations of several schemas";
            self.warn(Code::TooLarge, &key.roots[0], message, "the value is not typed");
            return Type::Any;
        }
        let (roots, all) = self.settle(&key.roots);
        if key.roots.len() > 1 {
            self.cache.merges += all.visited.len();
        }
        let settled = Key { roots, only: key.only };
        match self.head(&Site { key: &settled, all: &all, place }) {
            Head::Type(ty) => ty,
            Head::Kind(kind) => {
                let id = self.reserve(&key, place);
                self.types[id.0].kind = kind;
                Type::Named(id)
            }
            Head::Struct | Head::Tuple => Type::Named(self.defer(key, place)),
        }
    }

    /// A definition of schemas that stand inline, lowered later.
    fn defer(&mut self, key: Key, place: &Place) -> TypeId {
        if let Some(id) = self.cache.inline.get(&key) {
            return *id;
        }
        let id = self.reserve(&key, place);
        let expansions = self.cache.expansions;
        self.cache.pending.push_back(Pending { id, key, place: place.clone(), expansions });
        id
    }

    /// An id for a definition; until it is lowered it is an alias of anything.
    pub(super) fn reserve(&mut self, key: &Key, place: &Place) -> TypeId {
        let id = next_id(&self.types);
        let mut place = place.clone();
        // Two ways may lead to places of one name, such as those of the combinations of a choice.
        let mut again = 0;
        while !self.cache.places.insert(place.clone()) {
            again += 1;
            place.steps.push(Step::Variant(again, key.roots.last().and_then(|root| place::title(self, root))));
        }
        self.types.push(TypeDef {
            origin: key.roots.last().cloned().unwrap_or_else(Pointer::root),
            place,
            doc: doc::type_doc(self, &key.roots),
            kind: TypeKind::Alias(Type::Any),
            usage: Usage::default(),
        });
        self.cache.inline.insert(key.clone(), id);
        id
    }

    /// Lowers what is queued.
    pub(super) fn drain(&mut self) {
        while let Some(Pending { id, key, place, expansions }) = self.cache.pending.pop_front() {
            if let Some(ty) = self.other_name(&key, &place) {
                self.types[id.0].kind = TypeKind::Alias(ty);
                continue;
            }
            // What was cut off where the definition was found must be cut off here.
            self.cache.expansions = expansions;
            let (roots, all) = self.settle(&key.roots);
            let settled = Key { roots, only: key.only };
            let site = Site { key: &settled, all: &all, place: &place };
            let head = self.head(&site);
            self.cache.expansions = 0;
            let kind = match head {
                Head::Struct => self.lower_struct(id, &site),
                Head::Tuple => self.lower_tuple(&site),
                Head::Kind(kind) => kind,
                Head::Type(ty) => {
                    self.types[id.0].doc = doc::alias_doc(self, &key.roots);
                    TypeKind::Alias(ty)
                }
            };
            self.types[id.0].kind = kind;
        }
    }

    /// What a conjunction is.
    pub(super) fn head(&mut self, site: &Site<'_, 'd>) -> Head {
        if site.all.widened {
            let at = &site.key.roots[0];
            self.warn(Code::TooLarge, at, "the schema has too many members", "not all of its properties are typed");
        }
        if let Some(at) = site.all.forbidden() {
            let message = "the schema `false` allows no value";
            self.warn(Code::UnsupportedSchema, at, message, "the value is not typed");
            return Head::Type(Type::Any);
        }
        if let Some(only) = site.key.only {
            return self.kind_head(only, site);
        }
        match site.all.values() {
            Values::Any => {}
            Values::Listed(values, at) => {
                if let Some(head) = self.enum_head(site, values, &at) {
                    return head;
                }
            }
            Values::Contradiction(values, at) => {
                let message = "the values that these schemas allow have none in common";
                self.warn(Code::ConflictingSchemas, &at, message, "each value that one of them allows is taken");
                if let Some(head) = self.enum_head(site, values, &at) {
                    return head;
                }
            }
        }
        if !site.all.choices.is_empty() {
            return self.union_head(site);
        }
        self.plain_head(site)
    }

    /// What a conjunction without choices and values is.
    pub(super) fn plain_head(&mut self, site: &Site<'_, 'd>) -> Head {
        let Some(types) = site.all.types() else { return self.untyped_head(site) };
        let kinds = kinds(types);
        match kinds.as_slice() {
            [] if types.null => Head::Type(Type::Null),
            [] => {
                let at = &site.key.roots[0];
                let message = "these schemas allow no type in common";
                self.warn(Code::ConflictingSchemas, at, message, "the value is not typed");
                Head::Type(Type::Any)
            }
            [kind] => self.kind_head(*kind, site),
            [_, _, _, _, _] if !site.all.speaks_of_objects() && !site.all.speaks_of_arrays() => Head::Type(Type::Any),
            kinds => self.kinds_head(kinds, site),
        }
    }

    /// What a conjunction without `type` is: by what its keywords are about, as far as the configuration allows.
    fn untyped_head(&mut self, site: &Site<'_, 'd>) -> Head {
        let mut kinds = Vec::new();
        if site.all.speaks_of_objects() {
            kinds.push(Kind::Object);
        }
        if site.all.speaks_of_arrays() {
            kinds.push(Kind::Array);
        }
        match (kinds.as_slice(), self.config.types.untyped) {
            ([], _) => Head::Type(Type::Any),
            ([kind], Untyped::Object) => self.kind_head(*kind, site),
            // What is neither is kept by the union.
            (kinds, _) => self.kinds_head(kinds, site),
        }
    }

    /// A union of JSON kinds.
    fn kinds_head(&mut self, kinds: &[Kind], site: &Site<'_, 'd>) -> Head {
        let mut variants = Vec::new();
        for (index, kind) in kinds.iter().enumerate() {
            let place = site.place.step(Step::Variant(index, Some(kind.word().to_owned())));
            let key = Key { roots: site.key.roots.clone(), only: Some(*kind) };
            let ty = self.inline(key, &place);
            let origin = site.key.roots[0].clone();
            variants.push(Variant { origin, name: None, ty, tags: Vec::new(), doc: Doc::default() });
        }
        Head::Kind(TypeKind::Union(Union { variants, tag: Tag::Untagged, open: false }))
    }

    /// One JSON kind.
    fn kind_head(&mut self, kind: Kind, site: &Site<'_, 'd>) -> Head {
        match kind {
            Kind::Boolean => Head::Type(Type::Bool),
            Kind::Integer => Head::Type(Type::Integer(scalar::integer(site.all))),
            Kind::Number => Head::Type(scalar::number(site.all)),
            Kind::String => Head::Type(scalar::text(site.all, self.config)),
            Kind::Array => self.array_head(site),
            Kind::Object => self.object_head(site),
        }
    }
}

impl Kind {
    /// The word that names a variant of this kind.
    fn word(self) -> &'static str {
        match self {
            Kind::Boolean => "boolean",
            Kind::Integer => "integer",
            Kind::Number => "number",
            Kind::String => "string",
            Kind::Array => "array",
            Kind::Object => "object",
        }
    }
}

/// The kinds of a set other than `null`; a number may be an integer.
fn kinds(types: TypeSet) -> Vec<Kind> {
    let all = [
        (types.boolean, Kind::Boolean),
        (types.integer && !types.number, Kind::Integer),
        (types.number, Kind::Number),
        (types.string, Kind::String),
        (types.array, Kind::Array),
        (types.object, Kind::Object),
    ];
    all.into_iter().filter(|(set, _)| *set).map(|(_, kind)| kind).collect()
}
