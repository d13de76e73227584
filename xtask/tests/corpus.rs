//! `corpus` from the outside: its lines, its report, and how it ends.

mod common;

use common::{PETS, put, xtask_in};
use serde_json::{Value, json};
use std::{fs, path::Path};

fn read(folder: &Path, report: &str) -> Value {
    serde_json::from_str(&fs::read_to_string(folder.join(report)).expect("a report")).expect("JSON")
}

fn keys(value: &Value) -> Vec<&str> {
    value.as_object().expect("an object").keys().map(String::as_str).collect()
}

#[test]
fn a_folder_without_documents_is_told() {
    let folder = tempfile::tempdir().expect("a folder");
    let run = xtask_in(folder.path(), &["corpus", "."]);
    assert_eq!((run.status, run.stdout.as_str()), (1, ""));
    assert!(run.stderr.contains("there is no JSON or YAML file"), "{}", run.stderr);
    let absent = xtask_in(folder.path(), &["corpus", "absent"]);
    assert_eq!(absent.status, 1);
    assert_eq!(absent.stderr, "error: cannot read `absent`: no such file or directory\n");
}

#[test]
fn the_report_has_the_agreed_shape() {
    let folder = tempfile::tempdir().expect("a folder");
    put(folder.path(), &[("a/pets.yaml", PETS), ("a/b/package.json", "{\"name\": \"x\"}"), ("a/note.txt", "no document")]);
    let run = xtask_in(folder.path(), &["corpus", "a", "--report", "report.json", "--jobs", "2"]);
    assert_eq!((run.status, run.stderr.as_str()), (0, ""), "{}", run.stdout);
    let lines: Vec<&str> = run.stdout.lines().collect();
    assert!(lines[0].starts_with("not-openapi  a/b/package.json  0/0 operations, 0 lines, "), "{}", run.stdout);
    assert!(run.stdout.contains("\nok           a/pets.yaml  2/2 operations, "), "{}", run.stdout);
    assert!(run.stdout.contains("\n2 documents: 1 not-openapi, 1 ok\noperations: 2 of 2 emitted\n"), "{}", run.stdout);

    let report = read(folder.path(), "report.json");
    assert_eq!(keys(&report), ["documents", "total"]);
    let pets = &report["documents"][1];
    let figures = ["operations", "emitted_operations", "diagnostics", "seconds", "cpu_seconds", "peak_bytes", "files", "lines"];
    assert_eq!(keys(pets), [&["path", "status"][..], &figures].concat());
    assert_eq!(keys(&report["total"]), [&["status"][..], &figures].concat());
    assert_eq!((&pets["path"], &pets["status"]), (&json!("a/pets.yaml"), &json!("ok")));
    assert_eq!((&pets["operations"], &pets["emitted_operations"]), (&json!(2), &json!(2)));
    assert!(pets["lines"].as_u64() > pets["files"].as_u64() && pets["seconds"].as_f64() > Some(0.0), "{pets}");
    assert!(pets["peak_bytes"].as_u64().is_some_and(|bytes| (1 << 20..1 << 30).contains(&bytes)), "{pets}");
    assert_eq!(report["total"]["status"], json!({"not-openapi": 1, "ok": 1}));
    assert_eq!(report["documents"][0]["diagnostics"], json!({"not-openapi": 1}));
}

#[test]
fn a_document_that_became_worse_is_told() {
    let folder = tempfile::tempdir().expect("a folder");
    put(folder.path(), &[("a/pets.yaml", PETS), ("a/broken.yaml", "openapi: [")]);
    let first = xtask_in(folder.path(), &["corpus", "a", "--report", "report.json"]);
    assert_eq!(first.status, 1, "a failed document is a failure: {}", first.stdout);
    let same = xtask_in(folder.path(), &["corpus", "a", "--baseline", "report.json"]);
    assert_eq!((same.status, same.stderr.as_str()), (0, ""), "what failed before is no news");
    put(folder.path(), &[("a/pets.yaml", "openapi: [")]);
    let worse = xtask_in(folder.path(), &["corpus", "a", "--baseline", "report.json"]);
    assert_eq!((worse.status, worse.stderr.as_str()), (1, "error: a/pets.yaml: ok became failed\n"));
    let wrong = xtask_in(folder.path(), &["corpus", "a", "--baseline", "a/pets.yaml"]);
    assert_eq!(wrong.status, 1);
    assert!(wrong.stderr.contains("`a/pets.yaml` is not a report of `corpus`"), "{}", wrong.stderr);
}

#[test]
fn emitted_crates_are_kept_where_asked() {
    let folder = tempfile::tempdir().expect("a folder");
    put(folder.path(), &[("a/pets.yaml", PETS)]);
    for _ in 0..2 {
        let run = xtask_in(folder.path(), &["corpus", "a", "--keep", "kept"]);
        assert_eq!(run.status, 0, "{}", run.stdout);
    }
    let manifest = fs::read_to_string(folder.path().join("kept/a__pets.yaml/Cargo.toml")).expect("a manifest");
    assert!(manifest.contains("name = \"pets\"\n"), "{manifest}");
}
