//! What an operation gives, and how it fails.

use super::{At, Cx, Kind, Thing, Verdict};
use crate::{
    emit::{
        operation_doc::status_text,
        surface::{Case, Failure, Operation, Spelled},
    },
    ir::StatusMatch,
};

pub(super) fn compare(cx: &mut Cx<'_, '_>, subject: &str, old: &Operation<'_>, new: &Operation<'_>) {
    success(cx, subject, old, new);
    ways(cx, subject, old, new);
    failures(cx, subject, old, new);
}

fn success(cx: &mut Cx<'_, '_>, subject: &str, old: &Operation<'_>, new: &Operation<'_>) {
    let at = At::both(Thing::Success, old.origin, new.origin);
    if !cx.is_same(&old.gives, &new.gives) {
        cx.push(Verdict::Breaking, Kind::Retyped, at, subject, format!("it gives: {}", cx.retyped(&old.gives, &new.gives)));
        return;
    }
    for case in &old.cases {
        match new.cases.iter().find(|other| other.status == case.status) {
            Some(other) => self::case(cx, subject, old, (case, other)),
            None => {
                let at = At { thing: Thing::Success, old: case.origin, new: None };
                let message = format!("the variant `{}` is gone", case.variant.unwrap_or_default());
                cx.push(Verdict::Breaking, Kind::Removed, at, subject, message);
            }
        }
    }
    for case in new.cases.iter().filter(|case| !old.cases.iter().any(|other| other.status == case.status)) {
        let at = At { thing: Thing::Success, old: None, new: case.origin };
        let message = format!("the variant `{}` is new", case.variant.unwrap_or_default());
        cx.push(Verdict::Additive, Kind::Added, at, subject, message);
    }
}

fn case(cx: &mut Cx<'_, '_>, subject: &str, operation: &Operation<'_>, (old, new): (&Case<'_>, &Case<'_>)) {
    let at = At { thing: Thing::Success, old: old.origin.or(Some(operation.origin)), new: new.origin.or(Some(operation.origin)) };
    if let (Some(before), Some(after)) = (old.variant, new.variant)
        && before != after
    {
        cx.push(Verdict::Breaking, Kind::Renamed, at, subject, format!("the variant `{before}` is now `{after}`"));
    }
    if !cx.is_same(&old.ty, &new.ty) {
        let variant = old.variant.unwrap_or_default();
        let message = format!("the variant `{variant}`: {}", cx.retyped(&old.ty, &new.ty));
        cx.push(Verdict::Breaking, Kind::Retyped, at, subject, message);
    }
    if old.media_type != new.media_type {
        let name = |media: Option<&str>| media.map_or("nothing".to_owned(), |media| format!("`{media}`"));
        let message = format!("it asks for {} instead of {}", name(new.media_type), name(old.media_type));
        cx.push(Verdict::Wire, Kind::Changed, at, subject, message);
    }
    cx.documentation(at, subject, old.doc, new.doc);
}

/// Streams, pages and headers.
fn ways(cx: &mut Cx<'_, '_>, subject: &str, old: &Operation<'_>, new: &Operation<'_>) {
    let at = At::both(Thing::Success, old.origin, new.origin);
    for way in &old.ways {
        let Some(other) = new.ways.iter().find(|other| other.name == way.name) else {
            let message = format!("`{}`, {} `{}`, is gone", way.name, way.what, way.ty.show(cx.old));
            cx.push(Verdict::Breaking, Kind::Removed, At::old(Thing::Success, old.origin), subject, message);
            continue;
        };
        if !cx.is_same(&way.ty, &other.ty) {
            let message = format!("`{}`: {}", way.name, cx.retyped(&way.ty, &other.ty));
            cx.push(Verdict::Breaking, Kind::Retyped, at, subject, message);
        }
        if way.wire != other.wire {
            let message = format!("`{}` reads `{}` instead of `{}`", way.name, other.wire, way.wire);
            cx.push(Verdict::Wire, Kind::Changed, at, subject, message);
        }
        cx.documentation(at, subject, way.doc, other.doc);
    }
    for way in new.ways.iter().filter(|way| !old.ways.iter().any(|other| other.name == way.name)) {
        let message = format!("`{}`, {} `{}`, is new", way.name, way.what, way.ty.show(cx.new));
        cx.push(Verdict::Additive, Kind::Added, At::new(Thing::Success, new.origin), subject, message);
    }
}

/// What `err.body::<E>()` reads for a status: the entry that is most exact decides.
fn covering<'o, 'a>(operation: &'o Operation<'a>, status: StatusMatch) -> Option<&'o Failure<'a>> {
    let find = |wanted: StatusMatch| operation.failures.iter().find(|failure| failure.status == wanted);
    match status {
        StatusMatch::Code(code) => {
            let hundreds = u8::try_from(code / 100).unwrap_or_default();
            find(status).or_else(|| find(StatusMatch::Range(hundreds))).or_else(|| find(StatusMatch::Default))
        }
        StatusMatch::Range(_) => find(status).or_else(|| find(StatusMatch::Default)),
        StatusMatch::Default => find(status),
    }
}

fn failures(cx: &mut Cx<'_, '_>, subject: &str, old: &Operation<'_>, new: &Operation<'_>) {
    let show = |ty: Option<&Spelled>, surface| ty.map_or("nothing".to_owned(), |ty: &Spelled| format!("`{}`", ty.show(surface)));
    for failure in &old.failures {
        let status = status_text(failure.status);
        let exact = new.failures.iter().find(|other| other.status == failure.status);
        let at = At { thing: Thing::Error, old: Some(failure.origin), new: exact.map(|other| other.origin) };
        let after = covering(new, failure.status).and_then(|other| other.ty.as_ref());
        let before = failure.ty.as_ref();
        let kind = if exact.is_some() { Kind::Retyped } else { Kind::Removed };
        if !cx.is_same_option(before, after) {
            let verdict = if before.is_none() { Verdict::Additive } else { Verdict::Breaking };
            let message = format!("{status}: the body was {} and is {}", show(before, cx.old), show(after, cx.new));
            cx.push(verdict, kind, at, subject, message);
        } else if exact.is_none() {
            cx.push(Verdict::Documentation, kind, at, subject, format!("{status} is documented no longer"));
        }
        if let Some(exact) = exact {
            cx.documentation(at, subject, Some(failure.doc), Some(exact.doc));
        }
    }
    for failure in new.failures.iter().filter(|failure| !old.failures.iter().any(|other| other.status == failure.status)) {
        let status = status_text(failure.status);
        let at = At::new(Thing::Error, failure.origin);
        let before = covering(old, failure.status).and_then(|other| other.ty.as_ref());
        let after = failure.ty.as_ref();
        let (verdict, message) = match (before, after) {
            _ if cx.is_same_option(before, after) => (Verdict::Documentation, format!("{status} is documented")),
            (None, _) => (Verdict::Additive, format!("{status}: the body is {}", show(after, cx.new))),
            (Some(_), _) => {
                (Verdict::Breaking, format!("{status}: the body was {} and is {}", show(before, cx.old), show(after, cx.new)))
            }
        };
        cx.push(verdict, Kind::Added, at, subject, message);
    }
}
