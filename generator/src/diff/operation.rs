//! Operations: which there are, what they are called, which request they send, and the credentials that they need. What they take
//! is compared in [`input`], what they give in [`success`].

use super::{At, Cx, Kind, Thing, Verdict, input, success};
use crate::emit::{page::needs, surface::Operation};

pub(super) fn compare(cx: &mut Cx<'_, '_>) {
    let (old, new) = (cx.old, cx.new);
    let pairs = cx.pairs.operations.clone();
    for (from, to) in &pairs {
        operation(cx, &old.operations[*from], &new.operations[*to]);
    }
    for (index, operation) in old.operations.iter().enumerate() {
        if !pairs.iter().any(|(from, _)| *from == index) {
            let message = format!("`{} {}` is gone", operation.method, operation.path);
            cx.push(Verdict::Breaking, Kind::Removed, At::old(Thing::Operation, operation.origin), operation.subject(), message);
        }
    }
    for (index, operation) in new.operations.iter().enumerate() {
        if !pairs.iter().any(|(_, to)| *to == index) {
            let message = format!("`{} {}` is new", operation.method, operation.path);
            cx.push(Verdict::Additive, Kind::Added, At::new(Thing::Operation, operation.origin), operation.subject(), message);
        }
    }
}

fn operation(cx: &mut Cx<'_, '_>, old: &Operation<'_>, new: &Operation<'_>) {
    let (at, subject) = (At::both(Thing::Operation, old.origin, new.origin), old.subject());
    if subject != new.subject() {
        cx.push(Verdict::Breaking, Kind::Renamed, at, &subject, format!("it is now `{}`", new.subject()));
    } else if old.call != new.call {
        cx.push(Verdict::Breaking, Kind::Renamed, at, &subject, format!("its call `{}` is now `{}`", old.call, new.call));
    }
    if (old.method, old.path) != (new.method, new.path) {
        let message = format!("`{} {}` is now `{} {}`", old.method, old.path, new.method, new.path);
        // The names of variables are not sent.
        let verdict = if is_same_address(old, new) { Verdict::Documentation } else { Verdict::Wire };
        cx.push(verdict, Kind::Changed, at, &subject, message);
    }
    if old.server != new.server {
        let name = |server: Option<&str>| server.map_or("the client's".to_owned(), |server| format!("`{server}`"));
        let message = format!("its server was {} and is {}", name(old.server), name(new.server));
        cx.push(Verdict::Wire, Kind::Changed, at, &subject, message);
    }
    auth(cx, &subject, old, new);
    input::compare(cx, &subject, old, new);
    success::compare(cx, &subject, old, new);
    cx.documentation(at, &subject, Some(old.doc), Some(new.doc));
}

fn is_same_address(old: &Operation<'_>, new: &Operation<'_>) -> bool {
    let literals = |path: &str| {
        let parts = path.split('{').map(|part| part.split_once('}').map_or(part, |(_, literal)| literal).to_owned());
        parts.collect::<Vec<_>>()
    };
    old.method == new.method && literals(old.path) == literals(new.path)
}

/// A user has one of the alternatives. It must still do.
fn auth(cx: &mut Cx<'_, '_>, subject: &str, old: &Operation<'_>, new: &Operation<'_>) {
    let set = |operation: &Operation<'_>| -> Vec<Vec<String>> {
        let sorted = |schemes: &Vec<String>| {
            let mut schemes = schemes.clone();
            schemes.sort();
            schemes
        };
        operation.security.iter().map(sorted).collect()
    };
    let (before, after) = (set(old), set(new));
    if before == after {
        return;
    }
    let had = if before.is_empty() { vec![Vec::new()] } else { before.clone() };
    let does =
        |had: &Vec<String>| after.is_empty() || after.iter().any(|needed| needed.iter().all(|scheme| had.contains(scheme)));
    let mut orders = [before, after.clone()];
    orders.iter_mut().for_each(|order| order.sort());
    let verdict = match () {
        () if !had.iter().all(does) => Verdict::Breaking,
        // The first alternative that a user has credentials for is the one that is sent.
        () if orders[0] == orders[1] => Verdict::Wire,
        () => Verdict::Additive,
    };
    let at = At::both(Thing::Auth, old.origin, new.origin);
    let message = format!("it needed {} and needs {}", needs(old.security), needs(new.security));
    cx.push(verdict, Kind::Changed, at, subject, message);
}
