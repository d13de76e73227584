//! The package, its servers, its settings and its credentials.

use super::{At, Cx, Kind, Thing, Verdict};
use crate::{emit::surface::Credential, pointer::Pointer};

pub(super) fn compare(cx: &mut Cx<'_, '_>) {
    let (old, new) = (cx.old, cx.new);
    let root = Pointer::root();
    let servers = root.key("servers");
    let here = At::both(Thing::Client, &root, &root);
    if old.package != new.package {
        let message = format!("the package `{}` is now `{}`", old.package, new.package);
        cx.push(Verdict::Breaking, Kind::Renamed, here, old.package, message);
    }
    base_url(cx, &servers);
    if old.base_url_env != new.base_url_env {
        let name = |name: Option<&str>| name.map_or("nowhere".to_owned(), |name| format!("`{name}`"));
        let message = format!("the base URL is read from {} instead of {}", name(new.base_url_env), name(old.base_url_env));
        let verdict = if old.base_url_env.is_none() { Verdict::Additive } else { Verdict::Breaking };
        cx.push(verdict, Kind::Changed, here, "Client::from_env", message);
    }
    for (name, default) in &old.variables {
        match new.variables.iter().find(|(other, _)| other == name) {
            None => {
                let at = At { thing: Thing::Client, old: Some(&servers), new: None };
                cx.push(Verdict::Breaking, Kind::Removed, at, "ClientBuilder::server_variable", format!("`{name}` is gone"));
            }
            Some((_, other)) if other != default => {
                let message = format!("the default of `{name}` was `{default}` and is `{other}`");
                let at = At::both(Thing::Client, &servers, &servers);
                cx.push(Verdict::Wire, Kind::Changed, at, "ClientBuilder::server_variable", message);
            }
            Some(_) => {}
        }
    }
    for (name, _) in new.variables.iter().filter(|(name, _)| !old.variables.iter().any(|(other, _)| other == name)) {
        let at = At::new(Thing::Client, &servers);
        cx.push(Verdict::Additive, Kind::Added, at, "ClientBuilder::server_variable", format!("`{name}` is new"));
    }
    credentials(cx);
}

fn base_url(cx: &mut Cx<'_, '_>, servers: &Pointer) {
    let at = At::both(Thing::Client, servers, servers);
    match (cx.old.base_url, cx.new.base_url) {
        (Some(old), Some(new)) if old != new => {
            let message = format!("`{old}` is now `{new}`");
            cx.push(Verdict::Wire, Kind::Changed, at, "ClientBuilder::base_url", message);
        }
        (Some(old), None) => {
            let message = format!("it must be given: the document no longer has `{old}`");
            cx.push(Verdict::Breaking, Kind::Removed, at, "ClientBuilder::base_url", message);
        }
        (None, Some(new)) => {
            let message = format!("it need no longer be given: the document has `{new}`");
            cx.push(Verdict::Additive, Kind::Added, at, "ClientBuilder::base_url", message);
        }
        _ => {}
    }
}

fn subject(credential: &Credential<'_>) -> String {
    format!("ClientBuilder::{}", credential.setter)
}

fn credentials(cx: &mut Cx<'_, '_>) {
    let (old, new) = (cx.old, cx.new);
    for credential in &old.credentials {
        let found = new.credentials.iter().find(|other| other.scheme == credential.scheme);
        match found.or_else(|| new.credentials.iter().find(|other| other.setter == credential.setter)) {
            Some(other) => self::credential(cx, credential, other),
            None => {
                let message = format!("there is no credential `{}` any more", credential.scheme);
                let at = At::old(Thing::Credential, credential.origin);
                cx.push(Verdict::Breaking, Kind::Removed, at, subject(credential), message);
            }
        }
    }
    let is_known = |other: &&Credential<'_>| {
        old.credentials.iter().any(|known| known.scheme == other.scheme || known.setter == other.setter)
    };
    for credential in new.credentials.iter().filter(|other| !is_known(other)) {
        let message = format!("a credential, sent as `{}`", credential.way);
        let at = At::new(Thing::Credential, credential.origin);
        cx.push(Verdict::Additive, Kind::Added, at, subject(credential), message);
    }
}

fn credential(cx: &mut Cx<'_, '_>, old: &Credential<'_>, new: &Credential<'_>) {
    let (at, subject) = (At::both(Thing::Credential, old.origin, new.origin), subject(old));
    if old.setter != new.setter {
        cx.push(Verdict::Breaking, Kind::Renamed, at, &subject, format!("it is now `{}`", self::subject(new)));
    }
    if old.arguments != new.arguments {
        let message = format!("it takes `{}` instead of `{}`", new.arguments, old.arguments);
        cx.push(Verdict::Breaking, Kind::Retyped, at, &subject, message);
    } else if old.way != new.way {
        let message = format!("it is sent as `{}` instead of `{}`", new.way, old.way);
        cx.push(Verdict::Wire, Kind::Changed, at, &subject, message);
    }
    if old.env != new.env {
        let (verdict, message) = match (old.env, new.env) {
            (None, Some(new)) => (Verdict::Additive, format!("it is read from `{new}`, too")),
            (Some(old), Some(new)) => (Verdict::Breaking, format!("it is read from `{new}` instead of `{old}`")),
            (Some(old), None) => (Verdict::Breaking, format!("it is no longer read from `{old}`")),
            (None, None) => return,
        };
        cx.push(verdict, Kind::Changed, at, &subject, message);
    }
    cx.documentation(at, &subject, Some(old.doc), Some(new.doc));
}
