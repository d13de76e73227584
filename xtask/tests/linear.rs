//! The time that a document takes grows as the document does: four times the document takes about four times the time, and far from
//! the sixteen times that comparing everything with everything takes.

mod common;

use common::xtask_in;
use serde_json::{Map, Value, json};
use std::{fs, path::Path};

/// How many things the smaller document of a pair has.
const SMALL: usize = 120;

/// How many times the larger one has.
const TIMES: usize = 4;

/// Processor time is measured on machines that do other things, too, and some of it is the same for any document.
const SLACK: f64 = 1.8;

#[test]
fn time_grows_as_the_document_does() {
    let folder = tempfile::tempdir().expect("a folder");
    for (name, document) in SHAPES {
        for count in [SMALL, SMALL * TIMES] {
            let text = document(count).to_string();
            fs::write(folder.path().join(format!("{name}-{count:04}.json")), text).expect("a file");
        }
    }
    // The lesser of two runs is the one that was disturbed less.
    let runs = [run(folder.path()), run(folder.path())];
    for (index, (name, _)) in SHAPES.iter().enumerate() {
        let figure = |document: usize, figure: &str| {
            let of = |run: &Value| run["documents"][2 * index + document][figure].as_f64().expect("a number");
            runs.iter().map(of).fold(f64::INFINITY, f64::min)
        };
        let grows = |name: &str| figure(1, name) / figure(0, name);
        let (time, lines) = (grows("cpu_seconds"), grows("lines"));
        assert!(time < SLACK * TIMES as f64, "{name}: the time grows {time:.1} times");
        assert!(lines < 1.1 * TIMES as f64, "{name}: the lines grow {lines:.1} times");
    }
}

fn run(folder: &Path) -> Value {
    let run = xtask_in(folder, &["corpus", ".", "--report", "report", "--jobs", "1"]);
    assert_eq!(run.status, 0, "{}{}", run.stdout, run.stderr);
    serde_json::from_str(&fs::read_to_string(folder.join("report")).expect("a report")).expect("JSON")
}

/// A document of so many things.
type Shape = fn(usize) -> Value;

/// In the order of their names, as a report has them.
const SHAPES: [(&str, Shape); 4] = [("inheritance", inheritance), ("names", names), ("operations", operations), ("width", width)];

fn document(paths: Map<String, Value>, schemas: Map<String, Value>) -> Value {
    json!({"openapi": "3.0.4", "info": {"title": "T", "version": "1"}, "paths": paths, "components": {"schemas": schemas}})
}

fn to(schema: &str) -> Value {
    json!({"$ref": format!("#/components/schemas/{}", schema.replace(' ', "%20"))})
}

fn answer(schema: &Value) -> Value {
    json!({"200": {"description": "", "content": {"application/json": {"schema": schema}}}})
}

/// Operations in groups, and types that refer to each other across all of them.
fn operations(count: usize) -> Value {
    let (mut paths, mut schemas) = (Map::new(), Map::new());
    for number in 0..count {
        let name = format!("Thing{number}");
        let parameters = json!([
            {"name": "id", "in": "path", "required": true, "schema": {"type": "string"}},
            {"name": "sort", "in": "query", "schema": {"type": "string", "enum": ["up", "down"]}},
        ]);
        let body = json!({"required": true, "content": {"application/json": {"schema": {
            "allOf": [to(&name), {"type": "object", "properties": {"more": {"type": "boolean"}}}],
        }}}});
        let put = json!({
            "operationId": format!("put-{name}"), "tags": [format!("Group {}", number / 10)], "summary": "Puts a thing",
            "parameters": parameters, "requestBody": body, "responses": answer(&to(&name)),
        });
        paths.insert(format!("/things{number}/{{id}}"), json!({"put": put}));
        schemas.insert(
            name,
            json!({"type": "object", "required": ["id"], "properties": {
                "id": {"type": "string", "description": "What it is called."},
                "next": to(&format!("Thing{}", (number + 1) % count)),
                "parent": to(&format!("Thing{}", number / 2)),
                "part": {"type": "object", "properties": {"of": to(&format!("Thing{}", number / 3))}},
            }}),
        );
    }
    document(paths, schemas)
}

/// A tree of types, each a part of those below it.
fn inheritance(count: usize) -> Value {
    let (mut paths, mut schemas) = (Map::new(), Map::new());
    for number in 0..count {
        let name = format!("Level{number}");
        let own = json!({"type": "object", "properties": {(format!("field{number}")): {"type": "string"}}});
        let parts = if number == 0 { vec![own] } else { vec![to(&format!("Level{}", number / 4)), own] };
        paths.insert(format!("/{number}"), json!({"get": {"responses": answer(&to(&name))}}));
        schemas.insert(name, json!({"allOf": parts}));
    }
    document(paths, schemas)
}

/// Names that would all be the same in Rust.
fn names(count: usize) -> Value {
    let (mut paths, mut schemas) = (Map::new(), Map::new());
    for number in 0..count {
        // The digits of a number, as signs that no name in Rust can have.
        let signs: String = (0..6).map(|digit| ['-', '.', ' ', '+'][number >> (2 * digit) & 3]).collect();
        let name = format!("One{signs}Name");
        let get = json!({"operationId": name, "tags": ["Same"], "responses": answer(&to(&name))});
        paths.insert(format!("/{number}"), json!({"get": get}));
        schemas.insert(name, json!({"type": "object", "properties": {"x": {"type": "string"}}}));
    }
    document(paths, schemas)
}

/// Few things with many parts: an object, an enum, a union.
fn width(count: usize) -> Value {
    let many = |part: &dyn Fn(usize) -> (String, Value)| (0..8 * count).map(part).collect::<Map<_, _>>();
    let mut schemas = Map::new();
    let object = many(&|number| (format!("field{number}"), json!({"type": "string", "description": "One of many."})));
    schemas.insert("Object".to_owned(), json!({"type": "object", "properties": object}));
    let values: Vec<String> = (0..8 * count).map(|number| format!("value {number}")).collect();
    schemas.insert("Enum".to_owned(), json!({"type": "string", "enum": values}));
    let variants: Vec<Value> = (0..count).map(|number| to(&format!("Variant{number}"))).collect();
    schemas.insert("Union".to_owned(), json!({"oneOf": variants}));
    for number in 0..count {
        let key = format!("key{number}");
        let variant = json!({"type": "object", "required": [key], "properties": {(key.clone()): {"type": "string"}}});
        schemas.insert(format!("Variant{number}"), variant);
    }
    let mut paths = Map::new();
    for name in ["Object", "Enum", "Union"] {
        let body = json!({"content": {"application/json": {"schema": to(name)}}});
        paths.insert(format!("/{name}"), json!({"post": {"requestBody": body, "responses": answer(&to(name))}}));
    }
    document(paths, schemas)
}
