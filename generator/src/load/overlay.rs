//! OpenAPI Overlay 1.0: actions that update or remove nodes of a document before it is read. What an action cannot do is an error,
//! so that an overlay that no longer fits its document is noticed.

mod query;

use super::{
    Sources,
    limits::{MAX_DEPTH, MAX_NODES},
    locate, text,
};
use crate::{
    diagnostic::{Code, Diagnostic, Diagnostics},
    pointer::Pointer,
};
use query::Query;
use serde_json::{Map, Value};
use std::collections::{BTreeMap, BTreeSet};

/// Nodes that one action may select.
const MAX_MATCHES: usize = 100_000;

/// Applies the actions of an overlay to a document, in order. `path` is the overlay's file in `sources`, for the positions of findings.
pub fn apply(root: &mut Value, overlay: &Value, sources: &Sources, path: &str, diagnostics: &mut Diagnostics) {
    let mut faults = Vec::new();
    match actions(overlay) {
        Ok(actions) => {
            for (index, action) in actions.iter().enumerate() {
                let at = Pointer::root().key("actions").index(index);
                if let Err(fault) = apply_action(root, action, &at) {
                    faults.push(fault);
                }
            }
        }
        Err(fault) => faults.push(fault),
    }
    report(faults, sources, path, diagnostics);
}

/// Why an action was not applied.
struct Fault {
    code: Code,
    at: Pointer,
    message: String,
    help: Option<&'static str>,
}

impl Fault {
    fn new(at: &Pointer, message: impl Into<String>) -> Fault {
        Fault { code: Code::InvalidOverlay, at: at.clone(), message: message.into(), help: None }
    }

    fn help(mut self, help: &'static str) -> Fault {
        self.help = Some(help);
        self
    }
}

fn report(faults: Vec<Fault>, sources: &Sources, path: &str, diagnostics: &mut Diagnostics) {
    let text = sources.find(path).and_then(|file| text::decode(sources.bytes(file)).ok()).unwrap_or("");
    let wanted: Vec<(Pointer, bool)> = faults.iter().map(|fault| (fault.at.clone(), false)).collect();
    let spots = if wanted.is_empty() { Vec::new() } else { locate::locate(text, &wanted) };
    for (fault, spot) in faults.into_iter().zip(spots) {
        let position = spot.map(|spot| locate::position(text, spot.start));
        let mut diagnostic = Diagnostic::file(fault.code, path, position, fault.message);
        diagnostic.note = Some(format!("at {}; the action is not applied", fault.at));
        diagnostic.help = fault.help.map(str::to_owned);
        diagnostics.push(diagnostic);
    }
}

fn actions(overlay: &Value) -> Result<&[Value], Fault> {
    let root = Pointer::root();
    let Some(version) = overlay.get("overlay") else {
        return Err(
            Fault::new(&root, "the file has no `overlay`, so it is not an overlay").help("begin it with `overlay: 1.0.0`")
        );
    };
    let is_known = version.as_str().is_some_and(|version| version.starts_with("1.")) || version.as_f64() == Some(1.0);
    if !is_known {
        return Err(Fault::new(&root.key("overlay"), format!("the overlay version {version} is not known")).help("use `1.0.0`"));
    }
    match overlay.get("actions") {
        Some(Value::Array(actions)) => Ok(actions),
        Some(_) => Err(Fault::new(&root.key("actions"), "`actions` is not a list")),
        None => Err(Fault::new(&root, "the overlay has no `actions`")),
    }
}

fn apply_action(root: &mut Value, action: &Value, at: &Pointer) -> Result<(), Fault> {
    let at_target = at.key("target");
    let Some(target) = action.get("target").and_then(Value::as_str) else {
        return Err(Fault::new(at, "the action has no `target`").help("name the nodes by a JSONPath, such as `$.info`"));
    };
    let query = Query::parse(target).map_err(|problem| Fault::new(&at_target, format!("`{target}`: {problem}")).help(SUBSET))?;
    let matches = query.select(root, MAX_MATCHES).ok_or_else(|| {
        let message = format!("`{target}` matches more than {MAX_MATCHES} nodes");
        Fault { code: Code::TooLarge, ..Fault::new(&at_target, message) }
    })?;
    if matches.is_empty() {
        return Err(Fault::new(&at_target, format!("`{target}` matches nothing")).help("correct the path, or remove the action"));
    }
    match (action.get("remove"), action.get("update")) {
        (Some(Value::Bool(true)), _) => remove(root, &matches).map_err(|message| Fault::new(&at_target, message)),
        (None | Some(Value::Bool(false)), Some(value)) => {
            check_size(&matches, value).map_err(|message| Fault { code: Code::TooLarge, ..Fault::new(at, message) })?;
            for pointer in &matches {
                if let Some(node) = root.pointer_mut(pointer.as_str()) {
                    update(node, value);
                }
            }
            Ok(())
        }
        (None | Some(Value::Bool(false)), None) => Err(Fault::new(at, "the action has neither `update` nor `remove: true`")),
        (Some(_), _) => Err(Fault::new(&at.key("remove"), "`remove` is neither true nor false")),
    }
}

const SUBSET: &str = "write `.name`, `['name']`, `[0]`, `.*`, `[*]`, `..name` and `[?(@.name == 'value')]` after `$`";

/// An overlay must not lead over the bounds that a document has.
fn check_size(matches: &[Pointer], value: &Value) -> Result<(), String> {
    let (nodes, depth) = measure(value);
    let deepest = matches.iter().map(|pointer| pointer.as_str().matches('/').count()).max().unwrap_or(0);
    if deepest + depth > MAX_DEPTH {
        return Err(format!("the update would nest lists and objects deeper than {MAX_DEPTH}"));
    }
    if nodes.saturating_mul(matches.len()) > MAX_NODES {
        return Err(format!("the update would add more than {MAX_NODES} values"));
    }
    Ok(())
}

/// The number of nodes and the depth of a value.
fn measure(value: &Value) -> (usize, usize) {
    let join = |(nodes, depth): (usize, usize), child: &Value| {
        let (more, deeper) = measure(child);
        (nodes + more, depth.max(deeper + 1))
    };
    match value {
        Value::Array(list) => list.iter().fold((1, 1), join),
        Value::Object(map) => map.values().fold((1, 1), join),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => (1, 0),
    }
}

/// Overlay 1.0, Action Object: an object is merged, a list gets an entry.
fn update(node: &mut Value, value: &Value) {
    match (node, value) {
        (Value::Array(list), value) => list.push(value.clone()),
        (node, value) => merge(node, value),
    }
}

/// Objects are merged key by key, lists are appended, everything else is replaced.
fn merge(node: &mut Value, value: &Value) {
    match (node, value) {
        (Value::Object(map), Value::Object(update)) => {
            for (key, value) in update {
                merge_entry(map, key, value);
            }
        }
        (Value::Array(list), Value::Array(update)) => list.extend(update.iter().cloned()),
        (node, value) => *node = value.clone(),
    }
}

fn merge_entry(map: &mut Map<String, Value>, key: &str, value: &Value) {
    match map.get_mut(key) {
        Some(old) => merge(old, value),
        None => {
            map.insert(key.to_owned(), value.clone());
        }
    }
}

/// Removes nodes. Those that lie deeper go first: what is removed then moves none of the others.
fn remove(root: &mut Value, matches: &[Pointer]) -> Result<(), &'static str> {
    let mut by_parent: BTreeMap<(std::cmp::Reverse<usize>, Pointer), BTreeSet<String>> = BTreeMap::new();
    for pointer in matches {
        let Some(parent) = pointer.parent() else { return Err("the document itself cannot be removed") };
        let last = pointer.tokens().last().unwrap_or_default();
        let depth = std::cmp::Reverse(pointer.as_str().matches('/').count());
        by_parent.entry((depth, parent)).or_default().insert(last);
    }
    for ((_, parent), steps) in by_parent {
        match root.pointer_mut(parent.as_str()) {
            Some(Value::Object(map)) => map.retain(|key, _| !steps.contains(key)),
            Some(Value::Array(list)) => {
                let mut index = 0usize;
                list.retain(|_| {
                    index += 1;
                    !steps.contains(&(index - 1).to_string())
                });
            }
            _ => {}
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests;
