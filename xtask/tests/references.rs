//! References made to lead astray: none is followed over a network or out of the folder of the document, each has a diagnostic with
//! its place, and the rest of the document is emitted.
#![cfg(unix)]

mod common;

use common::{put, tree, xtask_in};
use serde_json::Value;
use std::{collections::BTreeMap, fs::File, os::unix::fs::symlink};

const REMOTE: &str = "remote-reference";
const ESCAPING: &str = "escaping-reference";
const UNREADABLE: &str = "unreadable-file";

/// A schema each, and what is said about it.
const SCHEMAS: &[(&str, &str, &str)] = &[
    ("Http", "{$ref: 'http://127.0.0.1:1/a.yaml'}", REMOTE),
    ("Https", "{$ref: 'https://example.com/a.yaml#/A'}", REMOTE),
    ("Ftp", "{$ref: 'ftp://example.com/a.yaml'}", ESCAPING),
    ("Data", "{$ref: 'data:application/json,{}'}", ESCAPING),
    ("File", "{$ref: 'file:///etc/passwd'}", ESCAPING),
    ("Absolute", "{$ref: '/etc/passwd'}", ESCAPING),
    ("Parent", "{$ref: '../secret.yaml#/Secret'}", ESCAPING),
    ("Deep", "{$ref: 'parts/../../secret.yaml#/Secret'}", ESCAPING),
    ("Encoded", "{$ref: '..%2fsecret.yaml#/Secret'}", ESCAPING),
    ("Dots", "{$ref: '%2e%2e/secret.yaml#/Secret'}", ESCAPING),
    ("Host", "{$ref: '//example.com/a.yaml'}", ESCAPING),
    ("Share", "{$ref: '\\\\host\\share\\a.yaml'}", ESCAPING),
    ("Backslash", "{$ref: '..\\secret.yaml#/Secret'}", ESCAPING),
    ("Drive", "{$ref: 'C:/secret.yaml'}", ESCAPING),
    ("Link", "{$ref: 'link.yaml#/Secret'}", UNREADABLE),
    ("Folder", "{$ref: 'above/secret.yaml#/Secret'}", UNREADABLE),
    ("Device", "{$ref: 'device.yaml'}", UNREADABLE),
    ("Fifo", "{$ref: 'fifo.yaml'}", UNREADABLE),
    ("Sparse", "{$ref: 'sparse.yaml'}", UNREADABLE),
    ("Sibling", "{$ref: '../secret.yaml#/Sibling', description: beside}", ESCAPING),
    ("Rebased", "{$id: 'http://example.com/base/', properties: {a: {$ref: 'more/a.yaml'}}}", UNREADABLE),
    ("RebasedUp", "{$id: '../', properties: {a: {$ref: 'secret.yaml#/Secret'}}}", UNREADABLE),
    ("Mapped", "{oneOf: [{type: string}], discriminator: {propertyName: a, mapping: {a: 'https://example.com/m.yaml'}}}", REMOTE),
    ("Nested", "{$ref: 'parts/one.yaml#/Up'}", ESCAPING),
];

#[test]
fn nothing_is_read_that_the_document_must_not_lead_to() {
    let folder = tempfile::tempdir().expect("a folder");
    let schemas: String = SCHEMAS.iter().map(|(name, schema, _)| format!("    {name}: {schema}\n")).collect();
    let api = format!(
        "openapi: 3.1.1
$schema: https://example.com/schema
jsonSchemaDialect: https://spec.openapis.org/oas/3.1/dialect/base
externalDocs: {{url: 'file:///etc/passwd'}}
paths:
  /a:
    get:
      operationId: fine
      responses:
        '200':
          description: ok
          content:
            application/json:
              schema: {{$schema: 'https://example.com/schema', type: string}}
              examples: {{a: {{externalValue: 'file:///etc/passwd'}}}}
          links: {{l: {{operationRef: 'https://example.com/api.yaml#/paths/~1a/get'}}}}
      callbacks: {{c: {{$ref: '../secret.yaml'}}}}
components:
  schemas:
{schemas}"
    );
    let secret = "Secret: {type: object, properties: {canary: {type: string}}}\n";
    let one = "Up: {$ref: '../../secret.yaml#/Up'}\n";
    put(folder.path(), &[("inner/api.yaml", &api), ("secret.yaml", secret), ("inner/parts/one.yaml", one)]);
    let inner = folder.path().join("inner");
    symlink("../secret.yaml", inner.join("link.yaml")).expect("a link");
    symlink("..", inner.join("above")).expect("a link");
    symlink("/dev/zero", inner.join("device.yaml")).expect("a link");
    nix::unistd::mkfifo(&inner.join("fifo.yaml"), nix::sys::stat::Mode::S_IRWXU).expect("a FIFO");
    File::create(inner.join("sparse.yaml")).and_then(|file| file.set_len(10_000_000_000)).expect("a sparse file");

    let run = xtask_in(folder.path(), &["codegen", "--spec", "inner/api.yaml", "--out", "out", "--message-format", "json"]);
    assert_eq!((run.status, run.stderr.as_str()), (0, ""), "{}", run.stdout);
    let lines: Vec<Value> = run.stdout.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect();
    let findings: BTreeMap<&str, &Value> = lines.iter().filter_map(|line| Some((line["pointer"].as_str()?, line))).collect();
    for (name, schema, code) in SCHEMAS {
        let place = format!("#/components/schemas/{name}/");
        let place = if *name == "Nested" { "parts/one.yaml#/Up/$ref" } else { &place };
        let found = findings.iter().find(|(pointer, _)| pointer.starts_with(place));
        let (_, found) = found.unwrap_or_else(|| panic!("nothing is said about {schema}: {}", run.stdout));
        assert_eq!(found["code"], *code, "{schema}");
        assert!(found["line"].as_u64().is_some_and(|line| line > 0) && found["column"].is_u64(), "{found}");
    }
    assert_eq!(findings.len(), SCHEMAS.len(), "{}", run.stdout);
    let emitted = tree(&folder.path().join("out"));
    assert!(emitted.iter().any(|(path, _)| path.ends_with("fine.rs")));
    let spilled = emitted.iter().find(|(_, bytes)| bytes.windows(6).any(|window| window == b"canary"));
    assert!(spilled.is_none(), "{spilled:?}");
}
