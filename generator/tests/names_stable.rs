//! A name depends on its own place in the document: a schema that nothing refers to comes and goes without a change to any other file
//! of types than the list of modules.

mod support;

use generator::{config::Config, file_set::FileSet};
use support::generate;

/// Names that get in each other's way: equal words, case, what the language and its prelude have taken, places that spell the same.
const SCHEMAS: &[(&str, &str)] = &[
    (
        "User",
        "{ type: object, properties: { status: { type: string, enum: [on, off] }, address: { type: object, properties: { city: { type: string } } } } }",
    ),
    ("user", "{ type: object, properties: { id: { type: string } } }"),
    ("UserStatus", "{ type: string, enum: [a, A, ' a', 'á', ''] }"),
    ("user-address", "{ type: object, properties: { street: { type: string } } }"),
    (
        "Option",
        "{ type: object, properties: { Some: { type: string }, None: { type: string }, type: { type: string }, self: { type: string } } }",
    ),
    (
        "Vec",
        "{ type: array, items: { type: object, properties: { items: { type: array, items: { type: object, properties: { x: { type: string } } } } } } }",
    ),
    ("VecItem", "{ type: object, properties: { y: { type: string } } }"),
    (
        "Pet",
        "{ oneOf: [{ $ref: '#/components/schemas/Cat' }, { type: object, title: cat, required: [x], properties: { x: { type: string } } }, { type: string }] }",
    ),
    (
        "Cat",
        "{ type: object, required: [name], properties: { name: { type: string }, Name: { type: string }, na-me: { type: string } } }",
    ),
    (
        "1st",
        "{ type: object, properties: { '': { type: string }, '1': { type: string }, '+1': { type: string }, '-1': { type: string } } }",
    ),
    ("日本", "{ type: object, properties: { 東京: { type: string }, é: { type: string } } }"),
    ("Error", "{ type: object, properties: { error: { type: object, properties: { error: { type: string } } } } }"),
    ("struct", "{ type: object, properties: { fn: { type: object, properties: { match: { type: integer } } } } }"),
    ("a+b", "{ type: object, properties: { extra_fields: { type: string } } }"),
    ("a-b", "{ type: string, enum: ['+', '-'] }"),
];

/// Schemas that have nothing to do with those.
const UNRELATED: &[(&str, &str)] = &[
    (
        "Another",
        "{ type: object, properties: { status: { type: string, enum: [on, off] }, pet: { oneOf: [{ type: string }, { type: object, properties: { y: { type: integer } } }] } } }",
    ),
    (
        "Zone",
        "{ type: array, items: { type: object, properties: { address: { type: object, properties: { city: { type: string } } } } } }",
    ),
    ("Middle", "{ allOf: [{ $ref: '#/components/schemas/Cat' }, { type: object, properties: { status: { enum: [1, 2] } } }] }"),
];

fn document(schemas: &[(&str, &str)]) -> String {
    let schemas: String = schemas.iter().map(|(name, schema)| format!("    '{name}': {schema}\n")).collect();
    format!("openapi: 3.1.0\ninfo: {{ title: Names, version: '1' }}\npaths: {{}}\ncomponents:\n  schemas:\n{schemas}")
}

fn files(schemas: &[(&str, &str)]) -> FileSet {
    let output = generate(&document(schemas), &Config::default());
    assert!(!output.diagnostics.has_errors());
    output.files
}

/// The files of types, but for the list of modules.
fn types(files: &FileSet) -> Vec<(&str, &str)> {
    files.iter().filter(|(path, _)| path.starts_with("src/types/") && !path.ends_with("/mod.rs")).collect()
}

#[test]
fn an_unrelated_schema_renames_nothing() {
    let before = files(SCHEMAS);
    assert_eq!(types(&before).len(), SCHEMAS.len());
    for unrelated in UNRELATED {
        for at in 0..=SCHEMAS.len() {
            let mut schemas = SCHEMAS.to_vec();
            schemas.insert(at, *unrelated);
            let after = files(&schemas);
            for (path, text) in types(&before) {
                assert_eq!(after.get(path), Some(text), "{path} with `{}` at {at}", unrelated.0);
            }
            assert_eq!(types(&after).len(), SCHEMAS.len() + 1);
        }
    }
}

#[test]
fn the_order_of_schemas_names_nothing() {
    let before = files(SCHEMAS);
    let mut schemas = SCHEMAS.to_vec();
    schemas.reverse();
    assert_eq!(types(&files(&schemas)), types(&before));
    schemas.rotate_left(4);
    assert_eq!(types(&files(&schemas)), types(&before));
}

#[test]
fn every_name_of_a_crowded_document_is_told_apart() {
    let files = files(SCHEMAS);
    let list = files.get("src/types/mod.rs").expect("there are types");
    insta::assert_snapshot!(list.strip_prefix(generator::format::HEADER).unwrap_or(list));
}
