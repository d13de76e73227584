//! `bench` from the outside: its table, its report, and the peers that it finds.
#![cfg(unix)]

mod common;

use common::{PETS, command, put, xtask_in};
use serde_json::{Value, json};
use std::{fs, os::unix::fs::PermissionsExt, path::Path};

/// The program itself, as the generator: no release build is made for a test.
const GENERATOR: &str = env!("CARGO_BIN_EXE_xtask");

fn read(folder: &Path, report: &str) -> Value {
    serde_json::from_str(&fs::read_to_string(folder.join(report)).expect("a report")).expect("JSON")
}

fn keys(value: &Value) -> Vec<&str> {
    value.as_object().expect("an object").keys().map(String::as_str).collect()
}

#[test]
fn a_client_is_generated_and_checked() {
    let folder = tempfile::tempdir().expect("a folder");
    let spec = Path::new(env!("CARGO_MANIFEST_DIR")).join("../spec/openapi.yaml");
    let spec = spec.to_str().expect("text");
    // Without features there are few dependencies to build first.
    let options = ["--generator", GENERATOR, "--runs", "2", "--no-release", "--features", "", "--report", "report.json"];
    let run = xtask_in(folder.path(), &[&["bench", "--spec", spec][..], &options].concat());
    assert_eq!((run.status, run.stderr.as_str()), (0, ""), "{}", run.stdout);
    assert!(run.stdout.starts_with(&format!("{spec}: ")), "{}", run.stdout);
    for part in [
        " of 1 operation\n",
        "  this generator  generate ",
        "  check  ",
        "\nthis generator: 1 of 1 document generated, 1 without",
    ] {
        assert!(run.stdout.contains(part), "{part}: {}", run.stdout);
    }
    let report = read(folder.path(), "report.json");
    assert_eq!(keys(&report), ["machine", "documents"]);
    assert_eq!(keys(&report["machine"]), ["system", "cores", "rustc"]);
    let document = &report["documents"][0];
    assert_eq!(keys(document), ["path", "bytes", "operations", "emitted_operations", "clients"]);
    let client = &document["clients"][0];
    assert_eq!(keys(client), ["generator", "files", "lines", "generate", "check"]);
    assert_eq!(keys(&client["generate"]), ["seconds", "cpu_seconds", "peak_bytes", "runs"]);
    assert_eq!(
        (client["generate"]["runs"].as_array().map(Vec::len), client["check"]["runs"].as_array().map(Vec::len)),
        (Some(2), Some(1))
    );
    for step in ["generate", "check"] {
        assert!(
            client[step]["cpu_seconds"].as_f64() > Some(0.0) && client[step]["peak_bytes"].as_u64() > Some(1 << 20),
            "{client}"
        );
    }
    assert!(client["lines"].as_u64() > Some(1000), "{client}");
}

#[test]
fn peers_are_found_on_the_path_and_their_ends_are_told() {
    let folder = tempfile::tempdir().expect("a folder");
    put(folder.path(), &[("pets.yaml", PETS)]);
    let programs = [
        // Emits a crate to the folder that follows `--output`.
        (
            "ploidy",
            "#!/bin/sh\n[ $1 = --version ] && { echo ploidy 9.8.7; exit; }\nwhile [ $1 != --output ]; do shift; done\n\
          mkdir -p $2/src && printf '//!\\npub async fn call() {}\\n' > $2/src/lib.rs && touch $2/Cargo.toml\n",
        ),
        ("cargo-progenitor", "#!/bin/sh\necho reading\necho 'Error: not for me' >&2\nexit 1\n"),
    ];
    for (name, text) in programs {
        let program = folder.path().join(name);
        fs::write(&program, text).expect("a program");
        fs::set_permissions(&program, fs::Permissions::from_mode(0o755)).expect("a program");
    }
    let options = ["--generator", GENERATOR, "--runs", "1", "--no-check", "--peers", "--report", "report.json", "--keep", "kept"];
    let mut bench = command(&[&["bench", "--spec", "pets.yaml"][..], &options].concat());
    let path = format!("{}:/usr/bin:/bin", folder.path().display());
    let run = common::finish_in(bench.env("PATH", path), folder.path());
    assert_eq!((run.status, run.stderr.as_str()), (0, ""), "{}", run.stdout);
    assert!(run.stdout.contains("\n  progenitor failed: generate: Error: not for me\n"), "{}", run.stdout);
    assert!(run.stdout.contains("2 lines ×0.0, 1 async function\n"), "{}", run.stdout);
    assert!(
        run.stdout.ends_with(
            "\nprogenitor: 0 of 1 document generated, 0 without a failure\n\
        ploidy 9.8.7: 1 of 1 document generated, 1 without a failure\n"
        ),
        "{}",
        run.stdout
    );
    let clients = &read(folder.path(), "report.json")["documents"][0]["clients"];
    assert_eq!(clients[1], json!({"generator": "progenitor", "failure": "generate: Error: not for me", "files": 0, "lines": 0}));
    assert_eq!(
        (&clients[2]["generator"], &clients[2]["version"], &clients[2]["lines"]),
        (&json!("ploidy"), &json!("9.8.7"), &json!(2))
    );
    assert!(folder.path().join("kept/pets/this-generator/src/lib.rs").is_file());
    assert!(folder.path().join("kept/pets/ploidy/src/lib.rs").is_file());
}

#[test]
fn a_document_that_is_refused_is_a_failure() {
    let folder = tempfile::tempdir().expect("a folder");
    put(folder.path(), &[("broken.yaml", "openapi: [")]);
    let run = xtask_in(folder.path(), &["bench", "broken.yaml", "--generator", GENERATOR, "--no-check"]);
    assert_eq!((run.status, run.stderr.as_str()), (1, ""), "{}", run.stdout);
    assert!(run.stdout.contains("\n  this generator failed: generate: error"), "{}", run.stdout);
    let absent = xtask_in(folder.path(), &["bench", "--documents", "absent", "--generator", GENERATOR]);
    assert_eq!(absent.status, 1);
    assert_eq!(
        absent.stderr,
        "error: there is no folder `absent` to take documents from\n  = help: name documents with `--spec FILE…`, or a folder of them with `--documents DIR`\n"
    );
}
