//! Objects: structs with named fields, maps whose keys are data, and both at once.

use super::{
    Lowering,
    cache::Mode,
    composition::{Conjunction, shapes, speaks_of_objects},
    default, doc,
    schema::{Head, Site},
};
use crate::{
    config::UnknownFields,
    diagnostic::Code,
    ir::{Doc, Field, Place, Presence, Rest, Step, Struct, Tag, Type, TypeDef, TypeId, TypeKind, Union, Usage, Variant},
    load::Additional,
    pointer::Pointer,
};
use indexmap::IndexMap;

/// Fields of a struct. Beyond, no compiler takes the struct in reasonable time, and what looks like names is data.
const MAX_FIELDS: usize = 5_000;

/// Properties of an object by their names, each with every schema that holds of it.
type Properties<'d> = IndexMap<&'d str, Vec<Pointer>>;

impl<'d> Lowering<'d> {
    /// A map, or a struct that is still to be lowered.
    pub(super) fn object_head(&mut self, site: &Site<'_, 'd>) -> Head {
        let all = site.all;
        let count: usize = all.members.iter().map(|member| member.schema.properties.len() + member.schema.required.len()).sum();
        if count > MAX_FIELDS {
            let at = all.members.first().map_or_else(Pointer::root, |member| member.at.clone());
            let message = format!("the object has {count} properties, more than {MAX_FIELDS}");
            self.warn(Code::TooLarge, &at, message, "it is a map, and its values are not typed");
            return Head::Type(Type::Map(Box::new(Type::Any)));
        }
        let named = all.members.iter().any(|member| !member.schema.properties.is_empty())
            || all.members.iter().any(|member| member.schema.discriminator.is_some())
            || !self.conditional(all).is_empty();
        let required = all.members.iter().any(|member| !member.schema.required.is_empty());
        if named || required && !values_are_typed(all) {
            return Head::Struct;
        }
        match self.rest(site) {
            // Only `{}` is valid.
            Rest::Drop if all.members.iter().any(|member| is_closed(&member.schema)) => Head::Struct,
            Rest::Drop | Rest::Keep => Head::Type(Type::Map(Box::new(Type::Any))),
            Rest::Typed(ty) => Head::Type(Type::Map(Box::new(ty))),
        }
    }

    /// The fields of a struct.
    pub(super) fn lower_struct(&mut self, id: TypeId, site: &Site<'_, 'd>) -> TypeKind {
        let mut fields = Vec::new();
        for (name, schemas) in properties(site.all) {
            if schemas.iter().any(|at| self.schema(at).boolean == Some(false)) {
                // The key may never be there.
                continue;
            }
            let index = fields.len();
            fields.push(self.lower_field(name, &schemas, site));
            let mode = schemas.iter().map(|at| self.mode(at)).fold(Mode::default(), |a, b| Mode {
                read_only: a.read_only || b.read_only,
                write_only: a.write_only || b.write_only,
            });
            // A field that neither side may carry is a field of both.
            if mode.read_only != mode.write_only {
                self.cache.modes.insert((id, index), mode);
            }
        }
        for (name, at) in self.conditional(site.all) {
            if !fields.iter().any(|field| field.wire == name) {
                let message = format!("the property `{name}` has a schema only under a condition");
                self.warn(Code::UnsupportedSchema, &at, message, "its value is not typed");
                fields.push(untyped_field(&name, at, Presence::OptionalNullable));
            }
        }
        let required = site.all.members.iter().flat_map(|member| member.schema.required.iter().map(|name| (*name, &member.at)));
        let undeclared: Vec<(&str, Pointer)> = required.map(|(name, at)| (name, at.clone())).collect();
        for (name, at) in undeclared {
            if let Some(field) = fields.iter_mut().find(|field| field.wire == name) {
                if field.ty == Type::Any && field.presence == Presence::OptionalNullable {
                    field.presence = Presence::Required;
                }
            } else if !site.all.property(name).is_empty() {
                // `false`: nothing is valid.
            } else {
                let additional = additional_schemas(site.all);
                if additional.is_empty() || has_patterns(site.all) {
                    fields.push(untyped_field(name, at, Presence::Required));
                } else {
                    fields.push(self.lower_field(name, &additional, site));
                }
            }
        }
        TypeKind::Struct(Struct { fields, rest: self.rest(site) })
    }

    fn lower_field(&mut self, name: &str, schemas: &[Pointer], site: &Site<'_, 'd>) -> Field {
        let ty = self.type_of(schemas, &site.place.step(Step::Property(name.to_owned())));
        let (ty, presence) = presence(ty, site.all.requires(name));
        let (doc, default) = (doc::use_doc(self, schemas), default::of(self, schemas));
        let origin = schemas.last().cloned().unwrap_or_else(Pointer::root);
        Field { origin, wire: name.to_owned(), ty, presence, default, doc }
    }

    /// What becomes of properties without a field.
    fn rest(&mut self, site: &Site<'_, 'd>) -> Rest {
        let all = site.all;
        let polymorphic = all.members.iter().any(|member| member.schema.discriminator.is_some());
        let closed = all.members.iter().any(|member| is_closed(&member.schema));
        // A child of this type may be what arrives (OAS 3.0.4, Discriminator Object): what it adds is kept.
        if polymorphic || all.widened {
            return Rest::Keep;
        }
        if has_patterns(all) {
            return self.pattern_values(closed, site);
        }
        if closed {
            return Rest::Drop;
        }
        let schemas = additional_schemas(all);
        if !schemas.is_empty() {
            return match self.type_of(&schemas, &site.place.step(Step::Value)) {
                Type::Any => Rest::Keep,
                ty => Rest::Typed(ty),
            };
        }
        let allowed = all.members.iter().any(|member| member.schema.additional_properties == Additional::Allowed);
        if allowed || self.config.types.unknown_fields == UnknownFields::Keep { Rest::Keep } else { Rest::Drop }
    }

    /// The type of values whose keys match a pattern. A key may match several, or none, so a value is one of all their types; where
    /// other keys may have any value, the union keeps those that fit none.
    fn pattern_values(&mut self, closed: bool, site: &Site<'_, 'd>) -> Rest {
        let patterns = site.all.members.iter().flat_map(|member| &member.schema.pattern_properties);
        let mut schemas: Vec<(bool, Pointer)> = patterns.map(|(pattern, at)| (is_universal(pattern), at.clone())).collect();
        let universal = schemas.iter().find(|(universal, _)| *universal).map(|(_, at)| at.clone());
        if let Some(at) = universal {
            schemas = vec![(true, at)];
        }
        let additional = additional_schemas(site.all);
        let total = closed || !additional.is_empty() || schemas[0].0;
        if !schemas[0].0 {
            schemas.extend(additional.into_iter().map(|at| (false, at)));
        }
        let place = site.place.step(Step::Value);
        let mut null = !total;
        let mut variants: Vec<Variant> = Vec::new();
        let single = schemas.len() == 1 && total;
        for (index, (_, at)) in schemas.into_iter().enumerate() {
            let name = super::place::title(self, &at);
            let place = if single { place.clone() } else { place.step(Step::Variant(index, name.clone())) };
            let ty = match self.type_of(std::slice::from_ref(&at), &place) {
                Type::Any => return Rest::Keep,
                Type::Nullable(inner) => {
                    null = true;
                    *inner
                }
                ty => ty,
            };
            if !variants.iter().any(|variant| variant.ty == ty) {
                let doc = doc::use_doc(self, std::slice::from_ref(&at));
                variants.push(Variant { origin: at, name, ty, tags: Vec::new(), doc });
            }
        }
        let ty = match variants.as_slice() {
            [only] if total => only.ty.clone(),
            _ => Type::Named(self.anonymous_union(variants, !total, place)),
        };
        Rest::Typed(if null { Type::Nullable(Box::new(ty)) } else { ty })
    }

    /// A union that no schema of the document is: it stands at its first variant.
    fn anonymous_union(&mut self, variants: Vec<Variant>, open: bool, place: Place) -> TypeId {
        let key: Vec<Pointer> = variants.iter().map(|variant| variant.origin.clone()).collect();
        if let Some(known) = self.cache.patterns.get(&key) {
            return *known;
        }
        let origin = variants.first().map_or_else(Pointer::root, |variant| variant.origin.clone());
        let id = super::next_id(&self.types);
        let kind = TypeKind::Union(Union { variants, tag: Tag::Untagged, open });
        self.types.push(TypeDef { origin, place, doc: Doc::default(), kind, usage: Usage::default() });
        self.cache.patterns.insert(key, id);
        id
    }

    /// Properties that `then`, `else` and `dependentSchemas` speak of.
    fn conditional(&self, all: &Conjunction<'_>) -> Vec<(String, Pointer)> {
        let mut found = Vec::new();
        for member in &all.members {
            for (keyword, at) in &member.schema.conditions {
                if !matches!(*keyword, "then" | "else" | "dependentSchemas" | "dependencies") {
                    continue;
                }
                let schema = self.schema(at);
                if !shapes(&schema) && schema.reference.is_none() && schema.all_of.is_empty() {
                    continue;
                }
                for inner in self.conjunction(std::slice::from_ref(at)).members.iter().filter(|m| speaks_of_objects(&m.schema)) {
                    found.extend(inner.schema.properties.iter().map(|(name, at)| ((*name).to_owned(), at.clone())));
                }
            }
        }
        found
    }

    fn mode(&self, at: &Pointer) -> Mode {
        let schema = self.schema(at);
        if schema.reference.is_none() && schema.all_of.is_empty() {
            return Mode { read_only: schema.read_only, write_only: schema.write_only };
        }
        let schemas = self.conjunction(std::slice::from_ref(at)).members;
        Mode {
            read_only: schemas.iter().any(|member| member.schema.read_only),
            write_only: schemas.iter().any(|member| member.schema.write_only),
        }
    }
}

/// Every property with its schemas, in the order of the members.
fn properties<'d>(all: &Conjunction<'d>) -> Properties<'d> {
    let mut properties = Properties::new();
    for (name, at) in all.members.iter().flat_map(|member| &member.schema.properties) {
        properties.entry(*name).or_default().push(at.clone());
    }
    properties
}

/// The schemas of `additionalProperties`, and of `unevaluatedProperties` where nothing but `properties` evaluates.
fn additional_schemas(all: &Conjunction<'_>) -> Vec<Pointer> {
    let mut schemas = Vec::new();
    for member in &all.members {
        if let Additional::Schema(at) = &member.schema.additional_properties {
            schemas.push(at.clone());
        }
    }
    let simple = all.members.len() == 1 && all.visited.len() == 1 && all.members[0].schema.conditions.is_empty();
    if let ([member], true) = (all.members.as_slice(), simple) {
        let schema = &member.schema;
        let choices = schema.one_of.is_empty() && schema.any_of.is_empty();
        if let (Additional::Schema(at), Additional::Unsaid, true) =
            (&schema.unevaluated_properties, &schema.additional_properties, choices)
        {
            schemas.push(at.clone());
        }
    }
    schemas
}

fn is_closed(schema: &crate::load::Schema<'_>) -> bool {
    schema.additional_properties == Additional::Forbidden
}

fn has_patterns(all: &Conjunction<'_>) -> bool {
    all.members.iter().any(|member| !member.schema.pattern_properties.is_empty())
}

fn values_are_typed(all: &Conjunction<'_>) -> bool {
    has_patterns(all) || !additional_schemas(all).is_empty()
}

/// Whether every key matches a pattern, by its looks.
fn is_universal(pattern: &str) -> bool {
    matches!(pattern, "" | ".*" | "^.*$" | "^.*" | ".*$" | "^" | "^.+$" | ".+" | "^.+" | ".+$" | "[\\s\\S]*" | "^[\\s\\S]*$")
}

/// A field for a key of which nothing but the name is known.
fn untyped_field(name: &str, origin: Pointer, presence: Presence) -> Field {
    Field { origin, wire: name.to_owned(), ty: Type::Any, presence, default: None, doc: Doc::default() }
}

/// How a field says what its type says of `null`. Where the type itself takes `null`, absence is told apart from it.
fn presence(ty: Type, required: bool) -> (Type, Presence) {
    match (ty, required) {
        (Type::Nullable(inner), true) => (*inner, Presence::RequiredNullable),
        (Type::Nullable(inner), false) => (*inner, Presence::OptionalNullable),
        (ty, true) => (ty, Presence::Required),
        (ty @ (Type::Any | Type::Null), false) => (ty, Presence::OptionalNullable),
        (ty, false) => (ty, Presence::Optional),
    }
}
