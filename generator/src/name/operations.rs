//! Names of operations: a method, a call type and a file each, and what a call takes.

use super::{
    GroupName, HeadersName, OperationName, SuccessName,
    collision::{exact, resolve},
    group::CLIENT_METHODS,
    ident::{Role, finish, given, hash, ident, stem},
    member, place, renamed,
    words::Detail,
};
use crate::{
    config::Config,
    ir::{Api, BodyContent, Location, Method, Operation, PathPart, StatusMatch, Success},
};
use std::collections::{BTreeMap, BTreeSet};

/// The types of one group: where inline types of its operations must find room.
pub(super) struct Namespace {
    /// The operations, in the order of the document.
    pub(super) operations: Vec<usize>,
    /// What the inline types of each begin with.
    pub(super) stems: BTreeMap<usize, String>,
    /// Handles, calls and enums of successes.
    pub(super) taken: BTreeSet<String>,
}

/// Names every operation.
pub(super) fn assign(api: &Api, config: &Config, groups: &[GroupName]) -> (Vec<OperationName>, Vec<Namespace>) {
    let mut names = vec![OperationName::default(); api.operations.len()];
    let mut namespaces = Vec::new();
    let alone: Vec<usize> = (0..api.operations.len()).filter(|index| api.operations[*index].group.is_empty()).collect();
    namespaces.push(assign_group(api, config, groups, None, alone, &mut names));
    for (index, group) in groups.iter().enumerate() {
        namespaces.push(assign_group(api, config, groups, Some(index), group.operations.clone(), &mut names));
    }
    for (operation, by_name) in by_name(api, &names).into_iter().enumerate() {
        names[operation].by_name = by_name;
    }
    (names, namespaces)
}

/// Names that are unique in the client: the method's, then with its groups. Each is a file of the mock, too.
fn by_name(api: &Api, names: &[OperationName]) -> Vec<String> {
    let spell = |index: usize, level: usize| {
        let method = exact(&names[index].method);
        match level {
            0 => finish(&method, Role::Module),
            1 => {
                let groups = names[index].public.iter().map(|part| exact(part).trim_matches('_').to_owned());
                finish(&format!("{}_{method}", groups.collect::<Vec<_>>().join("_")), Role::Module)
            }
            _ => finish(&format!("{method}_x{}", hash(&api.operations[index].origin.to_string())), Role::Module),
        }
    };
    let taken: BTreeSet<String> = ["mod", "schemas"].map(str::to_owned).into();
    resolve(names.len(), &taken, |name| exact(name).to_lowercase(), spell, |_, _| false)
}

fn assign_group(
    api: &Api,
    config: &Config,
    groups: &[GroupName],
    group: Option<usize>,
    operations: Vec<usize>,
    names: &mut [OperationName],
) -> Namespace {
    let path = group.map_or_else(|| vec!["operations".to_owned()], |index| groups[index].path.clone());
    let handle: BTreeSet<String> = group.map(|index| groups[index].ident.clone()).into_iter().collect();
    let below = || groups.iter().filter(|other| other.parent == group);
    let mut taken: BTreeSet<String> = CLIENT_METHODS.iter().map(|method| (*method).to_owned()).collect();
    taken.extend(below().map(|child| exact(&child.method)));
    let operation = |index: usize| &api.operations[operations[index]];
    let rename = |index: usize| renamed(config, &operation(index).origin);

    let owns = |index: usize, name: &str| rename(index).is_some() || operation(index).id == exact(name);
    let spell = |index: usize, level: usize| match rename(index) {
        Some(name) if level == 0 => given(name, Role::Field),
        _ => method(operation(index), level),
    };
    let methods = resolve(operations.len(), &taken, exact, spell, owns);

    let stems: Vec<String> =
        methods.iter().map(|method| stem(exact(method).trim_end_matches('_'), Role::Type, Detail::Plain)).collect();
    let spell = |index: usize, level: usize| match level {
        0 => finish(&stems[index], Role::Type),
        1 => finish(&format!("{}Call", stems[index]), Role::Type),
        _ => finish(&format!("{}CallX{}", stems[index], hash(&operation(index).origin.to_string())), Role::Type),
    };
    let calls = resolve(operations.len(), &handle, exact, spell, |_, _| false);

    // The modules of operations are private, those of nested groups are not.
    let modules = match group {
        Some(_) => below().filter_map(|child| child.path.last().cloned()).collect(),
        None => BTreeSet::new(),
    };
    let spell = |index: usize, level: usize| match (
        ident(exact(&methods[index]).trim_end_matches('_'), Role::Module, Detail::Plain),
        level,
    ) {
        (module, 0) => module,
        (module, 1) => finish(&format!("{module}_operation"), Role::Module),
        (module, _) => finish(&format!("{module}_x{}", hash(&operation(index).origin.to_string())), Role::Module),
    };
    let files = resolve(operations.len(), &modules, exact, spell, |_, _| false);

    let mut taken = handle;
    taken.extend(calls.iter().cloned());
    let mut namespace = Namespace { operations, stems: BTreeMap::new(), taken };
    for (place, operation) in namespace.operations.clone().into_iter().enumerate() {
        let of = &api.operations[operation];
        let mut module = path.clone();
        module.push(files[place].clone());
        let success = success(of, &stems[place], &mut namespace.taken);
        let body_type = body_type(of, &stems[place], &mut namespace.taken);
        let part_types = part_types(of, &stems[place], &mut namespace.taken);
        let headers = headers(of, &stems[place], &mut namespace.taken);
        let (parameters, parts) = parameters(config, of);
        let part_headers = part_headers(of, &parameters, &parts);
        names[operation] = OperationName {
            method: methods[place].clone(),
            by_name: String::new(),
            call: calls[place].clone(),
            module,
            public: path.clone(),
            parameters,
            body: "body".to_owned(),
            bodies: bodies(of),
            success,
            body_type,
            parts,
            part_headers,
            part_types,
            headers,
        };
        namespace.stems.insert(operation, stems[place].clone());
    }
    namespace
}

/// A method's name: the operation's, then with the fixed words of its path, then with all of them and the HTTP method.
fn method(operation: &Operation, level: usize) -> String {
    let literals = || {
        operation.path.parts.iter().filter_map(|part| match part {
            PathPart::Literal(text) => Some(text.as_str()),
            PathPart::Variable(_) => None,
        })
    };
    let text = match level {
        0 => operation.id.clone(),
        1 => format!("{} {}", operation.id, literals().collect::<Vec<_>>().join(" ")),
        2 => format!("{} {} {}", operation.id, verb(&operation.method), operation.path.text),
        _ => format!("{} {} x{}", operation.id, verb(&operation.method), hash(&operation.origin.to_string())),
    };
    ident(&text, Role::Field, Detail::Plain)
}

fn verb(method: &Method) -> &str {
    match method {
        Method::Get => "get",
        Method::Put => "put",
        Method::Post => "post",
        Method::Delete => "delete",
        Method::Options => "options",
        Method::Head => "head",
        Method::Patch => "patch",
        Method::Trace => "trace",
        Method::Other(token) => token,
    }
}

/// Methods and variables of a call that its parameters must not hide.
const CALL_METHODS: &[&str] = &[
    "body",
    "borrow",
    "borrow_mut",
    "build",
    "call",
    "clone",
    "clone_into",
    "core",
    "decode",
    "fmt",
    "from",
    "into",
    "into_future",
    "self_",
    "send",
    "send_blocking",
    "send_with_meta",
    "to_owned",
    "try_from",
    "try_into",
    "type_id",
    "with",
];

/// What a call has, whatever its parameters are.
fn methods_of_call(of: &Operation) -> BTreeSet<String> {
    let mut taken: BTreeSet<String> = CALL_METHODS.iter().map(|name| (*name).to_owned()).collect();
    taken.extend(bodies(of));
    taken.extend(of.stream.iter().flat_map(|_| ["stream", "stream_blocking"]).map(str::to_owned));
    let lists = ["pages", "items", "pages_blocking", "items_blocking"];
    taken.extend(of.paging.iter().flat_map(|_| lists).map(str::to_owned));
    taken
}

/// `avatar_x_checksum`: a header of a part after the part.
fn part_headers(of: &Operation, parameters: &[String], parts: &[Vec<String>]) -> Vec<Vec<Vec<String>>> {
    let media = of.body.iter().flat_map(|body| &body.media).zip(parts).map(|(media, names)| {
        let BodyContent::Multipart(parts) = &media.content else { return Vec::new() };
        let mut taken = methods_of_call(of);
        taken.insert("new".to_owned());
        taken.extend(parameters.iter().chain(names).map(|name| exact(name)));
        let headers: Vec<(&str, &str)> =
            parts.iter().flat_map(|part| part.headers.iter().map(|header| (part.wire.as_str(), header.wire.as_str()))).collect();
        let spell = |index: usize, level: usize| {
            let (part, header) = headers[index];
            let name = if level == 0 { format!("{part} {header}") } else { format!("part {part} {header}") };
            let name = member::text(&name, Role::Field, level.saturating_sub(1));
            if name.starts_with("with_") { format!("part_{name}") } else { name }
        };
        let mut names = resolve(headers.len(), &taken, exact, spell, |_, _| false).into_iter();
        parts.iter().map(|part| names.by_ref().take(part.headers.len()).collect()).collect()
    });
    media.collect()
}

fn parameters(config: &Config, of: &Operation) -> (Vec<String>, Vec<Vec<String>>) {
    let mut taken = methods_of_call(of);
    let rename = |index: usize| renamed(config, &of.parameters[index].origin);
    let spell = |index: usize, level: usize| {
        let parameter = &of.parameters[index];
        let place = match parameter.location {
            Location::Path(_) => "path",
            Location::Query(_) => "query",
            Location::Header(_) => "header",
            Location::Cookie(_) => "cookie",
        };
        let name = match (rename(index), level) {
            (Some(name), 0) => given(name, Role::Field),
            (_, 0) => member::text(&parameter.wire, Role::Field, 0),
            (_, level) => member::text(&format!("{place} {}", parameter.wire), Role::Field, level - 1),
        };
        // `with_…` sets options of the call.
        if name.starts_with("with_") { format!("{place}_{name}") } else { name }
    };
    let parameters = resolve(of.parameters.len(), &taken, exact, spell, |index, _| rename(index).is_some());
    taken.extend(parameters.iter().map(|name| exact(name)));
    taken.insert("new".to_owned());
    let parts = of.body.iter().flat_map(|body| &body.media).map(|media| match &media.content {
        BodyContent::Multipart(parts) => {
            let spell = |index: usize, level: usize| {
                let wire = &parts[index].wire;
                let name = if level == 0 { wire.clone() } else { format!("part {wire}") };
                let name = member::text(&name, Role::Field, level.saturating_sub(1));
                if name.starts_with("with_") { format!("part_{name}") } else { name }
            };
            resolve(parts.len(), &taken, exact, spell, |_, _| false)
        }
        BodyContent::Json(_) | BodyContent::Form(..) | BodyContent::Text | BodyContent::Bytes => Vec::new(),
    });
    let parts = parts.collect();
    (parameters, parts)
}

/// `body`, or `json_body`, `form_body` … where there are several.
fn bodies(of: &Operation) -> Vec<String> {
    let media: Vec<&str> = of.body.iter().flat_map(|body| &body.media).map(|media| media.media_type.as_str()).collect();
    if media.len() <= 1 {
        return media.iter().map(|_| "body".to_owned()).collect();
    }
    let spell = |index: usize, level: usize| match level {
        0 => ident(&format!("{} body", place::media_word(media[index])), Role::Field, Detail::Plain),
        level => member::text(&format!("{} body", media[index]), Role::Field, level - 1),
    };
    resolve(media.len(), &BTreeSet::new(), exact, spell, |_, _| false)
}

/// The enum of a body that has several media types.
fn body_type(of: &Operation, stem: &str, taken: &mut BTreeSet<String>) -> Option<SuccessName> {
    let media = &of.body.as_ref().filter(|body| body.media.len() > 1)?.media;
    let ident = type_of(of, &format!("{stem}Body"), taken);
    let spell = |index: usize, level: usize| match level {
        0 => place::media_word(&media[index].media_type),
        level => member::text(&media[index].media_type, Role::Variant, level - 1),
    };
    let variants = resolve(media.len(), &BTreeSet::new(), exact, spell, |_, _| false);
    Some(SuccessName { ident, variants: variants.iter().map(|variant| finish(variant, Role::Variant)).collect() })
}

/// The builders of multipart bodies that are one of several media types.
fn part_types(of: &Operation, stem: &str, taken: &mut BTreeSet<String>) -> Vec<String> {
    let media: Vec<_> = of.body.iter().flat_map(|body| &body.media).collect();
    let several = media.len() > 1;
    let types = media.iter().map(|media| match media.content {
        BodyContent::Multipart(ref parts) if several && !parts.is_empty() => type_of(of, &format!("{stem}Parts"), taken),
        _ => String::new(),
    });
    types.collect()
}

fn type_of(of: &Operation, stem: &str, taken: &mut BTreeSet<String>) -> String {
    let spell = |_: usize, level: usize| match level {
        0 => finish(stem, Role::Type),
        1 => finish(&format!("{stem}Type"), Role::Type),
        _ => finish(&format!("{stem}X{}", hash(&format!("{}{level}", of.origin))), Role::Type),
    };
    let name = resolve(1, taken, exact, spell, |_, _| false).pop().unwrap_or_default();
    taken.insert(name.clone());
    name
}

/// The view of response headers.
fn headers(of: &Operation, stem: &str, taken: &mut BTreeSet<String>) -> HeadersName {
    if of.headers.is_empty() {
        return HeadersName::default();
    }
    let ident = type_of(of, &format!("{stem}Headers"), taken);
    let own: BTreeSet<String> =
        ["clone", "clone_into", "borrow", "borrow_mut", "fmt", "from", "into", "to_owned", "try_from", "try_into", "type_id"]
            .map(str::to_owned)
            .into();
    let spell = |index: usize, level: usize| member::text(&of.headers[index].wire, Role::Field, level);
    HeadersName { ident, methods: resolve(of.headers.len(), &own, exact, spell, |_, _| false) }
}

fn success(of: &Operation, stem: &str, taken: &mut BTreeSet<String>) -> Option<SuccessName> {
    let Success::ByStatus(cases) = &of.success else { return None };
    let spell = |_: usize, level: usize| match level {
        0 => finish(&format!("{stem}Response"), Role::Type),
        1 => finish(&format!("{stem}Success"), Role::Type),
        _ => finish(&format!("{stem}SuccessX{}", hash(&of.origin.to_string())), Role::Type),
    };
    let name = resolve(1, taken, exact, spell, |_, _| false).pop()?;
    taken.insert(name.clone());
    let variant = |index: usize, level: usize| match (status_name(cases[index].status), level) {
        (Some(name), 0) => name.to_owned(),
        _ => format!("Status{}", place::status_word(cases[index].status)),
    };
    let variants = resolve(cases.len(), &BTreeSet::new(), exact, variant, |_, _| false);
    Some(SuccessName { ident: name, variants })
}

/// RFC 9110, 15: the names of successes.
fn status_name(status: StatusMatch) -> Option<&'static str> {
    Some(match status {
        StatusMatch::Code(200) => "Ok",
        StatusMatch::Code(201) => "Created",
        StatusMatch::Code(202) => "Accepted",
        StatusMatch::Code(203) => "NonAuthoritative",
        StatusMatch::Code(204) => "NoContent",
        StatusMatch::Code(205) => "ResetContent",
        StatusMatch::Code(206) => "PartialContent",
        StatusMatch::Default => "Default",
        StatusMatch::Code(_) | StatusMatch::Range(_) => return None,
    })
}
