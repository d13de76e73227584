//! The program `openapi-client`, as a person would run it: it calls itself by its own name, and does what `cargo xtask` does.

use std::{fs, path::Path, process::Command};

const PETS: &str = "openapi: 3.0.4
info: {title: Pets, version: '1'}
paths:
  /pets:
    get: {operationId: listPets, responses: {'204': {description: done}}}
";

/// Its status, and what it printed.
fn run(folder: &Path, arguments: &[&str]) -> (i32, String) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_openapi-client"));
    let output = command.args(arguments).current_dir(folder).output().expect("the program runs");
    let text = [output.stdout, output.stderr].concat();
    (output.status.code().expect("an exit status"), String::from_utf8(text).expect("text"))
}

#[test]
fn a_client_is_written_and_compared() {
    let folder = tempfile::tempdir().expect("a folder");
    let folder = folder.path();
    fs::write(folder.join("old.yaml"), PETS).expect("a file");
    fs::write(folder.join("new.yaml"), PETS.replace("listPets", "allPets")).expect("a file");
    let emit = ["codegen", "--spec", "old.yaml", "--out", "pets"];
    let (status, said) = run(folder, &emit);
    assert!(status == 0 && said.contains("operations: 1 of 1 emitted"), "{said}");
    assert!(folder.join("pets/src/client.rs").exists());
    let (status, said) = run(folder, &[&emit[..], &["--check"]].concat());
    assert!(status == 0 && said.starts_with("pets: up to date"), "{said}");
    let (status, said) = run(folder, &["diff", "old.yaml", "new.yaml", "--fail-on", "breaking"]);
    assert!(status == 1 && said.contains("breaking: "), "{said}");
}

#[test]
fn it_is_called_by_its_own_name() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"));
    for arguments in [&["--help"][..], &["help"], &["codegen", "--help"], &["diff", "--help"], &["explain", "--help"]] {
        let (status, said) = run(folder, arguments);
        assert!(status == 0 && said.contains("Usage: openapi-client ") && !said.contains("xtask"), "{said}");
    }
    let (status, said) = run(folder, &["codegen", "--spec", "a"]);
    assert_eq!(
        (status, said.as_str()),
        (2, "error: `--spec` needs `--out DIR`\n  = help: see `openapi-client codegen --help`\n")
    );
    assert_eq!(
        run(folder, &["corpus"]),
        (2, "error: there is no command `corpus`\n  = help: see `openapi-client --help`\n".to_owned())
    );
    assert_eq!(run(folder, &["explain", "wrong-type"]).0, 0);
}
