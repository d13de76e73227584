//! Inline schemas that one owner repeats word for word become one type: the same shape below the same property name, with the same
//! documentation inside, read and sent by the same sides. The one that stands closest to the owner gives the name. Types of different owners are never shared, so
//! that a change to one schema renames nothing elsewhere.

use super::walk::{core_mut, named_in, received_types_mut, sent_types_mut, types_of, types_of_mut};
use crate::{
    ir::{Operation, Owner, Place, Step, Type, TypeDef, TypeId, TypeKind, Usage},
    pointer::Pointer,
};
use std::collections::{HashMap, HashSet};

/// Replaces each repeated inline type by the first of its kind, and drops it.
pub(super) fn share(types: &mut Vec<TypeDef>, operations: &mut [Operation]) {
    let classes = classes(types);
    let mut first: HashMap<usize, usize> = HashMap::new();
    for (id, class) in classes.iter().enumerate() {
        let depth = |id: usize| types[id].place.steps.len();
        let chosen = first.entry(*class).or_insert(id);
        if depth(id) < depth(*chosen) {
            *chosen = id;
        }
    }
    let is_kept: Vec<bool> = classes.iter().enumerate().map(|(id, class)| first[class] == id).collect();
    let mut kept = 0;
    let positions: Vec<usize> = is_kept
        .iter()
        .map(|&is_kept| {
            kept += usize::from(is_kept);
            kept.saturating_sub(1)
        })
        .collect();
    let moved: Vec<TypeId> = classes.iter().map(|class| TypeId(positions[first[class]])).collect();
    let mut keep = is_kept.into_iter();
    types.retain(|_| keep.next().unwrap_or(true));
    let redirect = |ty: &mut Type| {
        if let Type::Named(id) = core_mut(ty) {
            *id = moved[id.0];
        }
    };
    types.iter_mut().flat_map(|def| types_of_mut(&mut def.kind)).for_each(redirect);
    operations.iter_mut().flat_map(sent_types_mut).for_each(redirect);
    operations.iter_mut().flat_map(received_types_mut).for_each(redirect);
}

/// The class of each type: two types are of one class if they are the same in all but where they stand. Classes are split until
/// those of the types that two members use agree as well.
fn classes(types: &[TypeDef]) -> Vec<usize> {
    let alone = alone(types);
    let targets: Vec<Vec<TypeId>> =
        types.iter().map(|def| types_of(&def.kind).into_iter().filter_map(named_in).collect()).collect();
    let mut found: HashMap<(&Owner, &[Step], Usage, String), usize> = HashMap::new();
    let mut classes: Vec<usize> = Vec::with_capacity(types.len());
    for (id, def) in types.iter().enumerate() {
        let class = if alone.contains(&TypeId(id)) {
            id
        } else {
            *found.entry((&def.place.owner, leaf(&def.place), def.usage, shape(def))).or_insert(id)
        };
        classes.push(class);
    }
    loop {
        let mut found: HashMap<(usize, Vec<usize>), usize> = HashMap::new();
        let split = classes.iter().zip(&targets).enumerate().map(|(id, (class, targets))| {
            let key = (*class, targets.iter().map(|target| classes[target.0]).collect());
            *found.entry(key).or_insert(id)
        });
        let split: Vec<usize> = split.collect();
        if split == classes {
            return classes;
        }
        classes = split;
    }
}

/// Types that are shared with none: those that have a name of their own in the document, and the variants of unions, which must
/// differ from each other.
fn alone(types: &[TypeDef]) -> HashSet<TypeId> {
    let named = (0..types.len()).filter(|&id| types[id].place.steps.is_empty()).map(TypeId);
    let variants = types.iter().filter_map(|def| match &def.kind {
        TypeKind::Union(union) => Some(union.variants.iter().filter_map(|variant| named_in(&variant.ty))),
        _ => None,
    });
    named.chain(variants.flatten()).collect()
}

/// The last property of a place, and what follows it: what the type is called among people.
fn leaf(place: &Place) -> &[Step] {
    let last = place.steps.iter().rposition(|step| matches!(step, Step::Property(_)));
    &place.steps[last.unwrap_or_default()..]
}

/// All that a type is, apart from where it stands, what documents it as a whole, and which types it uses.
pub(super) fn shape(def: &TypeDef) -> String {
    let mut kind = def.kind.clone();
    for ty in types_of_mut(&mut kind) {
        if let Type::Named(id) = core_mut(ty) {
            *id = TypeId(0);
        }
    }
    match &mut kind {
        TypeKind::Struct(of) => of.fields.iter_mut().for_each(|field| field.origin = Pointer::root()),
        TypeKind::Union(of) => of.variants.iter_mut().for_each(|variant| variant.origin = Pointer::root()),
        TypeKind::StringEnum(_) | TypeKind::IntegerEnum(_) | TypeKind::LiteralEnum(_) => {}
        TypeKind::Tuple(_) | TypeKind::Alias(_) | TypeKind::Newtype(_) => {}
    }
    format!("{kind:?}")
}
