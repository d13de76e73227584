//! Which traits each type can derive: computed over all types at once, since types hold each other in circles.

use crate::ir::{Api, Presence, Rest, Struct, Type, TypeId, TypeKind};

/// The traits of every type.
#[derive(Clone, Debug, Default)]
pub struct Traits(Vec<Set>);

/// The traits of a type that not every type has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Set {
    /// `Copy`.
    pub copy: bool,
    /// `Eq` and `Hash`, which always hold together.
    pub eq: bool,
    /// `Default`.
    pub default: bool,
}

const ALL: Set = Set { copy: true, eq: true, default: true };

impl Set {
    fn and(self, other: Set) -> Set {
        Set { copy: self.copy && other.copy, eq: self.eq && other.eq, default: self.default && other.default }
    }
}

impl Traits {
    /// Of every type of a client.
    pub fn of(api: &Api) -> Traits {
        // `Copy` and `Eq` hold unless something speaks against them. `Default` must be earned: a type that needs itself has none.
        let start = Set { default: false, ..ALL };
        let mut traits = Traits(vec![start; api.types.len()]);
        let mut users: Vec<Vec<usize>> = vec![Vec::new(); api.types.len()];
        for (user, def) in api.types.iter().enumerate() {
            each_type(&def.kind, &mut |ty| each_named(ty, &mut |id| users[id.0].push(user)));
        }
        let mut open: Vec<usize> = (0..api.types.len()).rev().collect();
        while let Some(index) = open.pop() {
            let set = traits.kind(&api.types[index].kind);
            if set != traits.0[index] {
                traits.0[index] = set;
                open.extend(&users[index]);
            }
        }
        traits
    }

    /// Of one named type.
    pub fn get(&self, id: TypeId) -> Set {
        self.0[id.0]
    }

    fn kind(&self, kind: &TypeKind) -> Set {
        match kind {
            TypeKind::Struct(of) => self.structure(of),
            TypeKind::StringEnum(_) | TypeKind::LiteralEnum(_) => Set { copy: false, eq: true, default: false },
            TypeKind::IntegerEnum(_) => Set { copy: true, eq: true, default: false },
            TypeKind::Union(union) => {
                let payloads = union.variants.iter().map(|variant| self.ty(&variant.ty)).fold(ALL, Set::and);
                Set { copy: false, default: false, ..payloads }
            }
            TypeKind::Tuple(tuple) => {
                let set = tuple.elements.iter().enumerate().map(|(index, element)| {
                    let set = self.ty(element);
                    if index < tuple.required { set } else { Set { default: true, ..set } }
                });
                let set = set.fold(ALL, Set::and);
                match &tuple.rest {
                    Some(rest) => set.and(Set { copy: false, default: true, ..self.ty(rest) }),
                    None => set,
                }
            }
            TypeKind::Alias(target) | TypeKind::Newtype(target) => self.ty(target),
        }
    }

    fn structure(&self, of: &Struct) -> Set {
        let fields = of.fields.iter().map(|field| {
            let set = self.ty(&field.ty);
            match field.presence {
                Presence::Required => set,
                Presence::RequiredNullable | Presence::Optional | Presence::OptionalNullable => Set { default: true, ..set },
            }
        });
        let fields = fields.fold(ALL, Set::and);
        match &of.rest {
            Rest::Drop => fields,
            Rest::Keep => Set { copy: false, ..fields },
            Rest::Typed(ty) => fields.and(Set { copy: false, default: true, ..self.ty(ty) }),
        }
    }

    /// Of a use of a type.
    pub fn ty(&self, ty: &Type) -> Set {
        match ty {
            Type::Null | Type::Bool | Type::Integer(_) => ALL,
            Type::F64 | Type::F32 => Set { eq: false, ..ALL },
            Type::Any | Type::String | Type::Bytes => Set { copy: false, ..ALL },
            // No text is the default date.
            Type::Text(_) => Set { copy: false, default: false, ..ALL },
            Type::List(inner) | Type::Map(inner) => Set { copy: false, default: true, ..self.ty(inner) },
            Type::Nullable(inner) => Set { default: true, ..self.ty(inner) },
            Type::Boxed(inner) => Set { copy: false, ..self.ty(inner) },
            Type::Named(id) => self.get(*id),
            Type::Custom(_) => Set { copy: false, eq: false, default: false },
        }
    }
}

/// The types that a kind of type mentions, in order.
pub(super) fn each_type(kind: &TypeKind, visit: &mut dyn FnMut(&Type)) {
    match kind {
        TypeKind::Struct(of) => {
            of.fields.iter().for_each(|field| visit(&field.ty));
            if let Rest::Typed(ty) = &of.rest {
                visit(ty);
            }
        }
        TypeKind::StringEnum(_) | TypeKind::IntegerEnum(_) | TypeKind::LiteralEnum(_) => {}
        TypeKind::Union(union) => union.variants.iter().for_each(|variant| visit(&variant.ty)),
        TypeKind::Tuple(tuple) => tuple.elements.iter().chain(&tuple.rest).for_each(visit),
        TypeKind::Alias(target) | TypeKind::Newtype(target) => visit(target),
    }
}

/// The named types in a type.
pub(super) fn each_named(ty: &Type, visit: &mut dyn FnMut(TypeId)) {
    match ty {
        Type::Named(id) => visit(*id),
        Type::List(inner) | Type::Map(inner) | Type::Nullable(inner) | Type::Boxed(inner) => each_named(inner, visit),
        Type::Any | Type::Null | Type::Bool | Type::Integer(_) | Type::F64 | Type::F32 => {}
        Type::String | Type::Text(_) | Type::Custom(_) | Type::Bytes => {}
    }
}
