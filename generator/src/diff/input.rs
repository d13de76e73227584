//! What an operation takes: arguments by their position, setters by their name, the media types of a body.

use super::{At, Cx, Kind, Thing, Verdict};
use crate::emit::surface::{Input, Media, Operation, Place};

pub(super) fn compare(cx: &mut Cx<'_, '_>, subject: &str, old: &Operation<'_>, new: &Operation<'_>) {
    let pairs = pair(old, new);
    for (from, to) in &pairs {
        input(cx, subject, (old, &old.inputs[*from]), (new, &new.inputs[*to]));
    }
    for (index, input) in old.inputs.iter().enumerate() {
        if !pairs.iter().any(|(from, _)| *from == index) {
            let message = format!("{} is gone", describe(cx.old, input));
            cx.push(Verdict::Breaking, Kind::Removed, At::old(thing(input), input.origin), name(subject, input), message);
        }
    }
    for (index, input) in new.inputs.iter().enumerate() {
        if !pairs.iter().any(|(_, to)| *to == index) {
            let message = format!("{} is new", describe(cx.new, input));
            let verdict = if input.required { Verdict::Breaking } else { Verdict::Additive };
            cx.push(verdict, Kind::Added, At::new(thing(input), input.origin), name(subject, input), message);
        }
    }
    order(cx, subject, old, new, &pairs);
    media(cx, subject, old, new);
}

/// The same place and name on the wire; a variable of the path by its position in it.
fn pair(old: &Operation<'_>, new: &Operation<'_>) -> Vec<(usize, usize)> {
    let position = |operation: &Operation<'_>, input: &Input<'_>| {
        operation.path.find(&format!("{{{}}}", input.wire)).map(|at| operation.path[..at].matches('{').count())
    };
    let key = |operation: &Operation<'_>, input: &Input<'_>| match input.place {
        Place::Path => (input.place, position(operation, input).map_or_else(|| input.wire.to_owned(), |at| at.to_string())),
        Place::Header => (input.place, input.wire.to_ascii_lowercase()),
        Place::Query | Place::Cookie | Place::Body | Place::Part => (input.place, input.wire.to_owned()),
        Place::PartHeader => (input.place, format!("{} {}", input.wire, input.writing)),
    };
    let mut pairs = Vec::new();
    for (from, input) in old.inputs.iter().enumerate() {
        let wanted = key(old, input);
        pairs.extend(new.inputs.iter().position(|other| key(new, other) == wanted).map(|to| (from, to)));
    }
    // A setter that is sent in another place is still that setter.
    let free = |pairs: &[(usize, usize)], from: usize, to: usize| !pairs.iter().any(|pair| pair.0 == from || pair.1 == to);
    for (from, input) in old.inputs.iter().enumerate() {
        let to = new.inputs.iter().position(|other| other.name == input.name && other.place != Place::Body);
        if let Some(to) = to.filter(|to| free(&pairs, from, *to) && input.place != Place::Body) {
            pairs.push((from, to));
        }
    }
    pairs
}

fn thing(input: &Input<'_>) -> Thing {
    match input.place {
        Place::Body | Place::Part | Place::PartHeader => Thing::Body,
        Place::Path | Place::Query | Place::Header | Place::Cookie => Thing::Parameter,
    }
}

/// `client.pets().list_pets.limit`
fn name(subject: &str, input: &Input<'_>) -> String {
    format!("{subject}.{}", input.name)
}

fn describe(surface: &crate::emit::surface::Surface<'_>, input: &Input<'_>) -> String {
    let word = if input.required { "the argument" } else { "the setter" };
    format!("{word} `{}: {}` ({})", input.name, input.ty.show(surface), place(input))
}

/// ``query `limit` ``
fn place(input: &Input<'_>) -> String {
    let wire = if input.wire.is_empty() { String::new() } else { format!(" `{}`", input.wire) };
    let writing = if input.writing.is_empty() { String::new() } else { format!(", {}", input.writing) };
    format!("{}{wire}{writing}", input.place.as_str())
}

fn input(
    cx: &mut Cx<'_, '_>,
    operation: &str,
    (of_old, old): (&Operation<'_>, &Input<'_>),
    (of_new, new): (&Operation<'_>, &Input<'_>),
) {
    let (at, subject) = (At::both(thing(new), old.origin, new.origin), name(operation, old));
    match (old.required, new.required) {
        (true, false) => {
            let message = "it may be left out: the argument is now a setter";
            cx.push(Verdict::Breaking, Kind::Changed, at, &subject, message);
        }
        (false, true) => {
            let message = "it must be given: the setter is now an argument";
            cx.push(Verdict::Breaking, Kind::Changed, at, &subject, message);
        }
        (required, _) if old.name != new.name => {
            // Arguments are given by their position.
            let verdict = if required { Verdict::Documentation } else { Verdict::Breaking };
            cx.push(verdict, Kind::Renamed, at, &subject, format!("it is now `{}`", new.name));
        }
        _ => {}
    }
    if !cx.is_same(&old.ty, &new.ty) {
        let takes = of_new.media.len() > 1
            && new.place == Place::Body
            && of_old.media.iter().all(|old| of_new.media.iter().any(|new| cx.is_same(&old.ty, &new.ty)));
        let verdict = if takes { Verdict::Additive } else { Verdict::Breaking };
        cx.push(verdict, Kind::Retyped, at, &subject, cx.retyped(&old.ty, &new.ty));
    }
    let (before, after) = (place(old), place(new));
    let variable = old.place == Place::Path && new.place == Place::Path && old.writing == new.writing;
    // RFC 9110, section 5.1: names of headers have no case.
    let is_same = before == after || old.place == Place::Header && before.eq_ignore_ascii_case(&after);
    if !is_same && !variable {
        cx.push(Verdict::Wire, Kind::Changed, at, &subject, format!("it is sent as {after} instead of {before}"));
    }
    cx.documentation(at, &subject, Some(old.doc), Some(new.doc));
}

/// The order of the arguments that both have.
fn order(cx: &mut Cx<'_, '_>, subject: &str, old: &Operation<'_>, new: &Operation<'_>, pairs: &[(usize, usize)]) {
    let mut kept: Vec<(usize, usize)> =
        pairs.iter().copied().filter(|(from, to)| old.inputs[*from].required && new.inputs[*to].required).collect();
    kept.sort_unstable();
    if kept.is_sorted_by_key(|(_, to)| *to) {
        return;
    }
    let list = |operation: &Operation<'_>| {
        let arguments = operation.inputs.iter().filter(|input| input.required).map(|input| input.name);
        arguments.collect::<Vec<_>>().join(", ")
    };
    let message = format!("the arguments `{}` are now in the order `{}`", list(old), list(new));
    cx.push(Verdict::Breaking, Kind::Changed, At::both(Thing::Parameter, old.origin, new.origin), subject, message);
}

fn media(cx: &mut Cx<'_, '_>, subject: &str, old: &Operation<'_>, new: &Operation<'_>) {
    let body = |operation: &Operation<'_>| {
        operation.inputs.iter().any(|input| matches!(input.place, Place::Body | Place::Part | Place::PartHeader))
    };
    if !body(old) || !body(new) {
        return;
    }
    let at = At::both(Thing::Body, old.origin, new.origin);
    if let ([before], [after]) = (old.media.as_slice(), new.media.as_slice()) {
        if (before.media_type, &before.writing) != (after.media_type, &after.writing) {
            cx.push(Verdict::Wire, Kind::Changed, at, subject, media_changed(before, after));
        }
        return;
    }
    for before in &old.media {
        match new.media.iter().find(|after| after.media_type == before.media_type) {
            None => {
                let message = format!("the body `{}` is no longer taken", before.media_type);
                cx.push(Verdict::Breaking, Kind::Removed, at, subject, message);
            }
            Some(after) => variant(cx, at, subject, before, after),
        }
    }
    for after in new.media.iter().filter(|after| !old.media.iter().any(|before| before.media_type == after.media_type)) {
        cx.push(Verdict::Additive, Kind::Added, at, subject, format!("the body `{}` is taken, too", after.media_type));
    }
}

fn media_changed(old: &Media<'_>, new: &Media<'_>) -> String {
    let text = |media: &Media<'_>| match media.writing.as_str() {
        "" => format!("`{}`", media.media_type),
        writing => format!("`{}` ({writing})", media.media_type),
    };
    format!("the body is sent as {} instead of {}", text(new), text(old))
}

/// Two states of one of several media types.
fn variant(cx: &mut Cx<'_, '_>, at: At<'_>, subject: &str, old: &Media<'_>, new: &Media<'_>) {
    if let (Some(before), Some(after)) = (old.variant, new.variant)
        && before != after
    {
        cx.push(Verdict::Breaking, Kind::Renamed, at, subject, format!("the variant `{before}` is now `{after}`"));
    }
    if !cx.is_same(&old.ty, &new.ty) {
        let message = format!("the body `{}`: {}", old.media_type, cx.retyped(&old.ty, &new.ty));
        cx.push(Verdict::Breaking, Kind::Retyped, at, subject, message);
    } else if old.writing != new.writing {
        cx.push(Verdict::Wire, Kind::Changed, at, subject, media_changed(old, new));
    }
}
