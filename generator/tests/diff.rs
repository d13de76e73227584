//! What a small edit of a document changes for a user of the client: the edit, the verdict, and what is named.

#[path = "diff/edits.rs"]
mod edits;

use generator::{
    Source,
    config::Config,
    describe,
    diff::{self, Change, Step, Verdict},
    emit::surface::Surface,
};
use serde_json::Value;

const BASE: &str = include_str!("diff/base.json");
const NAME: &str = "api.yaml";

struct Text(Vec<u8>);

impl Source for Text {
    fn read(&self, path: &str) -> Result<Vec<u8>, String> {
        if path == NAME { Ok(self.0.clone()) } else { Err("no such file".to_owned()) }
    }
}

fn compare(old: &str, new: &str) -> Vec<Change> {
    let config = Config::default();
    let describe = |text: &str| describe(&Text(text.as_bytes().to_vec()), NAME, &config);
    let (old, new) = (describe(old), describe(new));
    let said = |described: &generator::Described| format!("{:?}", described.diagnostics);
    let (old_api, old_names) = old.client.as_ref().unwrap_or_else(|| panic!("{}", said(&old)));
    let (new_api, new_names) = new.client.as_ref().unwrap_or_else(|| panic!("{}", said(&new)));
    diff::compare(&Surface::new(old_api, old_names, &config), &Surface::new(new_api, new_names, &config))
}

/// An edit: a pointer and the value that then stands there; `None` removes what stands there. A last step `-` adds to a list.
type Edit<'e> = (&'e str, Option<Value>);

fn edited(edits: &[Edit<'_>]) -> String {
    let mut document: Value = serde_json::from_str(BASE).expect("the base is JSON");
    for (pointer, value) in edits {
        let (parent, key) = pointer.rsplit_once('/').expect("a pointer has a step");
        let parent = document.pointer_mut(parent).unwrap_or_else(|| panic!("there is no {parent}"));
        let key = key.replace("~1", "/");
        match (parent, value) {
            (Value::Object(map), Some(value)) => drop(map.insert(key, value.clone())),
            (Value::Object(map), None) => drop(map.shift_remove(&key).unwrap_or_else(|| panic!("there is no {pointer}"))),
            (Value::Array(list), Some(value)) if key == "-" => list.push(value.clone()),
            (Value::Array(list), Some(value)) => list[key.parse::<usize>().expect("an index")] = value.clone(),
            (Value::Array(list), None) => drop(list.remove(key.parse().expect("an index"))),
            (other, _) => panic!("{other} has no members"),
        }
    }
    document.to_string()
}

fn line(change: &Change) -> String {
    let Change { verdict, kind, thing, subject, .. } = change;
    format!("{}: {} {} {subject}", verdict.as_str(), kind.as_str(), thing.as_str())
}

#[test]
fn every_edit_has_its_verdict() {
    let edits = edits::all();
    assert!(edits.len() >= 60, "{} edits", edits.len());
    let mut faults = Vec::new();
    for (name, edits, expected) in edits {
        let found: Vec<String> = compare(BASE, &edited(&edits)).iter().map(line).collect();
        if found != expected {
            faults.push(format!("{name}\n  stated\n    {}\n  found\n    {}", expected.join("\n    "), found.join("\n    ")));
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn the_way_back_of_what_is_new_is_what_is_gone() {
    let edit = edited(&[("/paths/~1health", None), ("/components/schemas/Pet/properties/born-on", None)]);
    let count = |changes: &[Change], kind| changes.iter().filter(|change| change.kind == kind).count();
    let (there, back) = (compare(BASE, &edit), compare(&edit, BASE));
    assert_eq!(count(&there, diff::Kind::Removed), count(&back, diff::Kind::Added));
    assert!(there.iter().all(|change| change.verdict == Verdict::Breaking), "{there:?}");
    assert!(back.iter().all(|change| change.verdict == Verdict::Additive), "{back:?}");
}

#[test]
fn comments_and_layout_change_nothing() {
    let value: Value = serde_json::from_str(BASE).expect("the base is JSON");
    let indented = serde_json::to_string_pretty(&value).expect("JSON");
    let commented = format!("# A comment.\n{BASE}\n# Another.\n");
    for text in [BASE, &indented, &commented] {
        let changes = compare(BASE, text);
        assert_eq!(changes, [], "{text}");
        assert_eq!(Step::of(&changes), Step::None);
    }
}

#[test]
fn a_change_stands_somewhere_in_each_document_that_has_it() {
    for (name, edits, _) in edits::all() {
        let text = edited(&edits);
        let (old, new): (Value, Value) = (serde_json::from_str(BASE).expect("JSON"), serde_json::from_str(&text).expect("JSON"));
        for change in compare(BASE, &text) {
            assert!(change.old.is_some() || change.new.is_some(), "{name}: {change:?}");
            for (pointer, document) in [(&change.old, &old), (&change.new, &new)] {
                let Some(pointer) = pointer else { continue };
                let is_server = pointer.to_string().starts_with("#/servers");
                assert!(is_server || pointer.find(document).is_some(), "{name}: {change:?}");
            }
            assert!(!change.message.is_empty() && !change.subject.is_empty(), "{name}: {change:?}");
        }
    }
}

#[test]
fn the_gravest_change_decides_the_step() {
    let step = |edits: &[Edit<'_>]| Step::of(&compare(BASE, &edited(edits)));
    let words = ("/info/description", Some("Words.".into()));
    let field = ("/components/schemas/Pet/properties/name", Some(serde_json::json!({"type": "string"})));
    let gone = ("/paths/~1health", None);
    assert_eq!(step(&[("/components/schemas/Pet/description", Some("Words.".into()))]), Step::Patch);
    assert_eq!(step(&[words.clone(), field.clone()]), Step::Minor);
    assert_eq!(step(&[words, field, gone]), Step::Major);
}
