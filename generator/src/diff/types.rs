//! Types: which there are, what they are called, what they can do, and their members.

use super::{At, Cx, Kind, Thing, Verdict};
use crate::emit::surface::{self, Item, Member};

pub(super) fn compare(cx: &mut Cx<'_, '_>) {
    let (old, new) = (cx.old, cx.new);
    let pairs = cx.pairs.types.clone();
    let (mut from_seen, mut to_seen) = (vec![false; old.types.len()], vec![false; new.types.len()]);
    for (from, to) in &pairs {
        (from_seen[*from], to_seen[*to]) = (true, true);
        item(cx, &old.types[*from], &new.types[*to]);
    }
    for item in old.types.iter().zip(from_seen).filter(|(_, seen)| !seen).map(|(item, _)| item) {
        let message = format!("the {} is gone", item.kind.as_str());
        cx.push(Verdict::Breaking, Kind::Removed, At::old(Thing::Type, item.origin), &*item.path, message);
    }
    for item in new.types.iter().zip(to_seen).filter(|(_, seen)| !seen).map(|(item, _)| item) {
        let message = format!("the {} is new", item.kind.as_str());
        cx.push(Verdict::Additive, Kind::Added, At::new(Thing::Type, item.origin), &*item.path, message);
    }
}

fn item(cx: &mut Cx<'_, '_>, old: &Item<'_>, new: &Item<'_>) {
    let at = At::both(Thing::Type, old.origin, new.origin);
    if old.path != new.path {
        cx.push(Verdict::Breaking, Kind::Renamed, at, &*old.path, format!("it is now `{}`", new.path));
    }
    if old.kind != new.kind {
        let message = format!("the {} is now a {}", old.kind.as_str(), new.kind.as_str());
        cx.push(Verdict::Breaking, Kind::Retyped, at, &*old.path, message);
        return;
    }
    abilities(cx, at, old, new);
    members(cx, old, new);
    if old.constructed && new.constructed {
        constructor(cx, at, old, new);
    }
    if old.tag != new.tag {
        let name = |tag: Option<&str>| tag.map_or("what fits".to_owned(), |tag| format!("`{tag}`"));
        let message = format!("its variants are told apart by {} instead of {}", name(new.tag), name(old.tag));
        cx.push(Verdict::Wire, Kind::Changed, at, &*old.path, message);
    }
    cx.documentation(at, &old.path, Some(old.doc), Some(new.doc));
}

/// What a user can do with the type as a whole.
fn abilities(cx: &mut Cx<'_, '_>, at: At<'_>, old: &Item<'_>, new: &Item<'_>) {
    match (old.constructed, new.constructed) {
        (true, false) => {
            cx.push(Verdict::Breaking, Kind::Changed, at, &*old.path, "`new` and its setters are gone: only responses carry it")
        }
        (false, true) => cx.push(Verdict::Additive, Kind::Changed, at, &*old.path, "it has `new` and setters"),
        _ => {}
    }
    let lost: Vec<&str> = old.traits.iter().filter(|name| !new.traits.contains(name)).copied().collect();
    let gained: Vec<&str> = new.traits.iter().filter(|name| !old.traits.contains(name)).copied().collect();
    if !lost.is_empty() {
        let message = format!("it no longer implements `{}`", lost.join("`, `"));
        cx.push(Verdict::Breaking, Kind::Changed, at, &*old.path, message);
    }
    if !gained.is_empty() {
        cx.push(Verdict::Additive, Kind::Changed, at, &*old.path, format!("it implements `{}`", gained.join("`, `")));
    }
}

/// `new` takes required fields by their position.
fn constructor(cx: &mut Cx<'_, '_>, at: At<'_>, old: &Item<'_>, new: &Item<'_>) {
    let required = |item: &Item<'_>| -> Vec<String> {
        item.members.iter().filter(|member| member.required).map(|member| member.wire.clone()).collect()
    };
    let (before, after) = (required(old), required(new));
    let kept =
        |list: &[String], other: &[String]| -> Vec<String> { list.iter().filter(|wire| other.contains(wire)).cloned().collect() };
    if kept(&before, &after) != kept(&after, &before) {
        let message = format!("the arguments of `new` are now in the order `{}`", after.join(", "));
        cx.push(Verdict::Breaking, Kind::Changed, at, &*old.path, message);
    }
}

fn members(cx: &mut Cx<'_, '_>, old: &Item<'_>, new: &Item<'_>) {
    let thing = match old.kind {
        surface::Kind::Struct | surface::Kind::Tuple | surface::Kind::Alias | surface::Kind::Newtype => Thing::Field,
        surface::Kind::Enum | surface::Kind::Union => Thing::Variant,
    };
    let pairs = pair(cx, old, new);
    for (from, to) in &pairs {
        member(cx, thing, old, &old.members[*from], &new.members[*to]);
    }
    for (index, member) in old.members.iter().enumerate() {
        if !pairs.iter().any(|(from, _)| *from == index) {
            let message = format!("the {} is gone", thing.as_str());
            cx.push(Verdict::Breaking, Kind::Removed, At::old(thing, &member.origin), name(old, member), message);
        }
    }
    for (index, member) in new.members.iter().enumerate() {
        if !pairs.iter().any(|(_, to)| *to == index) {
            added(cx, thing, old, new, member);
        }
    }
}

fn added(cx: &mut Cx<'_, '_>, thing: Thing, old: &Item<'_>, new: &Item<'_>, member: &Member<'_>) {
    let argument = member.required && old.constructed && new.constructed;
    let (verdict, more) = match () {
        () if argument => (Verdict::Breaking, ", and `new` takes it"),
        () if old.exhaustive => (Verdict::Breaking, ", and code that names every other one misses it"),
        () => (Verdict::Additive, ""),
    };
    let spelled = match &member.ty {
        Some(ty) => format!("`{}` of the type `{}`", member.name, ty.show(cx.new)),
        None => format!("`{}` for `{}`", member.name, member.wire),
    };
    let message = format!("the {} {spelled} is new{more}", thing.as_str());
    cx.push(verdict, Kind::Added, At::new(thing, &member.origin), name(old, member), message);
}

/// Whether a member may have become another.
type Rule<'r> = dyn Fn(&Member<'_>, &Member<'_>) -> bool + 'r;

/// Fields by their key, values by their text, variants of a union by what they hold or by their name; then all by their name.
fn pair(cx: &Cx<'_, '_>, old: &Item<'_>, new: &Item<'_>) -> Vec<(usize, usize)> {
    let is_same = |from: &Member<'_>, to: &Member<'_>| match old.kind {
        surface::Kind::Struct | surface::Kind::Enum if !from.wire.is_empty() => from.wire == to.wire,
        surface::Kind::Union => cx.is_same_option(from.ty.as_ref(), to.ty.as_ref()),
        _ => from.name == to.name && from.wire.is_empty() == to.wire.is_empty(),
    };
    let (mut from_seen, mut to_seen) = (vec![false; old.members.len()], vec![false; new.members.len()]);
    let mut pairs = Vec::new();
    let rules: [&Rule<'_>; 2] = [&is_same, &|from, to| from.name == to.name];
    for rule in rules {
        for (from, member) in old.members.iter().enumerate() {
            if from_seen[from] {
                continue;
            }
            // Most members stand where they stood.
            let found = [from].into_iter().chain(0..new.members.len()).filter(|to| *to < new.members.len());
            if let Some(to) = found.into_iter().find(|to| !to_seen[*to] && rule(member, &new.members[*to])) {
                (from_seen[from], to_seen[to]) = (true, true);
                pairs.push((from, to));
            }
        }
    }
    pairs
}

/// `types::Pet.name`, `types::Kind::Cat`
fn name(item: &Item<'_>, member: &Member<'_>) -> String {
    match item.kind {
        surface::Kind::Enum | surface::Kind::Union => format!("{}::{}", item.path, member.name),
        surface::Kind::Struct | surface::Kind::Tuple | surface::Kind::Newtype => format!("{}.{}", item.path, member.name),
        surface::Kind::Alias => item.path.clone(),
    }
}

fn member(cx: &mut Cx<'_, '_>, thing: Thing, item: &Item<'_>, old: &Member<'_>, new: &Member<'_>) {
    let (at, subject) = (At::both(thing, &old.origin, &new.origin), name(item, old));
    if old.name != new.name {
        cx.push(Verdict::Breaking, Kind::Renamed, at, &subject, format!("it is now `{}`", new.name));
    }
    if let (Some(before), Some(after)) = (&old.ty, &new.ty)
        && !cx.is_same(before, after)
    {
        cx.push(Verdict::Breaking, Kind::Retyped, at, &subject, cx.retyped(before, after));
    }
    if old.wire != new.wire {
        let message = format!("on the wire, `{}` is now `{}`", old.wire, new.wire);
        cx.push(Verdict::Wire, Kind::Changed, at, &subject, message);
    }
    default(cx, at, &subject, old, new);
    cx.documentation(at, &subject, old.doc, new.doc);
}

/// The getter that says what a missing value counts as.
fn default(cx: &mut Cx<'_, '_>, at: At<'_>, subject: &str, old: &Member<'_>, new: &Member<'_>) {
    let (verdict, message) = match (&old.default, &new.default) {
        (Some(before), Some(after)) if before != after => {
            (Verdict::Wire, format!("a missing value counts as `{after}` instead of `{before}`"))
        }
        (Some(_), None) => (Verdict::Breaking, "its default is gone, and so is the getter of it".to_owned()),
        (None, Some(value)) => (Verdict::Additive, format!("it has a getter: a missing value counts as `{value}`")),
        _ => return,
    };
    cx.push(verdict, Kind::Changed, at, subject, message);
}
