//! `codegen` from the outside: what it writes, what it says, and how it ends.

mod common;

use common::{PETS, Run, put, tree, xtask, xtask_in};
use std::{fs, path::Path};

const CONFIG: &str = "spec = \"api.yaml\"\nout = \"../generated\"\n\n[package]\nname = \"generated\"\n";

fn project() -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    put(folder.path(), &[("spec/codegen.toml", CONFIG), ("spec/api.yaml", PETS)]);
    folder
}

fn emit(folder: &Path, more: &[&str]) -> Run {
    let mut arguments = vec!["codegen", "--spec", "spec/api.yaml", "--out", "out"];
    arguments.extend(more);
    xtask_in(folder, &arguments)
}

#[test]
fn a_project_is_generated_from_any_folder_of_it() {
    let folder = project();
    let first = xtask_in(folder.path(), &["codegen"]);
    assert_eq!((first.status, first.stderr.as_str()), (0, ""), "{}", first.stdout);
    assert!(first.stdout.starts_with("generated: "), "{}", first.stdout);
    assert!(first.stdout.contains("operations: 2 of 2 emitted\n"), "{}", first.stdout);
    assert!(first.stdout.lines().count() <= 24, "{}", first.stdout);
    let generated = tree(&folder.path().join("generated"));
    assert!(generated.iter().any(|(path, _)| path == Path::new("src/lib.rs")), "{generated:?}");
    fs::remove_dir_all(folder.path().join("generated")).expect("removed");
    let below = folder.path().join("some/where");
    fs::create_dir_all(&below).expect("a folder");
    assert_eq!(xtask_in(&below, &["codegen"]).status, 0);
    assert!(tree(&folder.path().join("generated")) == generated, "the second output differs from the first");
}

#[test]
fn check_writes_nothing_and_shows_what_is_stale() {
    let folder = project();
    let generated = folder.path().join("generated");
    let missing = xtask_in(folder.path(), &["codegen", "--check"]);
    assert_eq!(missing.status, 1, "{}", missing.stderr);
    assert!(missing.stdout.contains("--- /dev/null\n+++ b/generated/src/lib.rs\n"), "{}", missing.stdout);
    assert!(!generated.exists());

    assert_eq!(xtask_in(folder.path(), &["codegen"]).status, 0);
    let fresh = xtask_in(folder.path(), &["codegen", "--check"]);
    assert_eq!((fresh.status, fresh.stderr.as_str()), (0, ""), "{}", fresh.stdout);
    assert!(fresh.stdout.starts_with("generated: up to date, "), "{}", fresh.stdout);

    let edited = fs::read_to_string(generated.join("src/lib.rs")).expect("text") + "// edited\n";
    put(&generated, &[("src/lib.rs", &edited)]);
    let before = tree(&generated);
    let stale = xtask_in(folder.path(), &["codegen", "--check"]);
    assert_eq!(stale.status, 1, "{}", stale.stderr);
    assert!(stale.stdout.contains("+++ b/generated/src/lib.rs\n") && stale.stdout.contains("\n-// edited\n"), "{}", stale.stdout);
    assert!(stale.stderr.contains("1 stale, 0 missing, 0 superfluous files"), "{}", stale.stderr);
    assert!(tree(&generated) == before, "--check wrote");
}

#[test]
fn a_stand_alone_crate_is_named_after_its_document_or_as_asked() {
    let folder = project();
    let manifest = || fs::read_to_string(folder.path().join("out/Cargo.toml")).expect("a manifest");
    assert_eq!(emit(folder.path(), &[]).status, 0);
    assert!(manifest().contains("name = \"api\"\n"), "{}", manifest());
    assert!(manifest().contains("\n[workspace]\n"), "{}", manifest());
    assert_eq!(emit(folder.path(), &["--package", "pets-client"]).status, 0);
    assert!(manifest().contains("name = \"pets-client\"\n"), "{}", manifest());
    put(folder.path(), &[("my.toml", "[package]\nname = \"configured\"\n")]);
    assert_eq!(emit(folder.path(), &["--config", "my.toml"]).status, 0);
    assert!(manifest().contains("name = \"configured\"\n"), "{}", manifest());
}

#[test]
fn an_operation_that_goes_takes_its_file_along_and_no_other() {
    let folder = project();
    assert_eq!(emit(folder.path(), &[]).status, 0);
    let before = tree(&folder.path().join("out"));
    put(&folder.path().join("out"), &[("src/mine.rs", "// mine")]);
    let (kept, _) = PETS.split_once("  /pets:\n").expect("a path");
    let (_, components) = PETS.split_once("components:").expect("components");
    put(folder.path(), &[("spec/api.yaml", &format!("{kept}components:{components}"))]);
    let run = emit(folder.path(), &[]);
    assert_eq!(run.status, 0, "{}", run.stderr);
    assert!(run.stdout.contains(" 2 removed, ") && run.stdout.contains("pets/create_pet.rs\n"), "{}", run.stdout);
    let after = tree(&folder.path().join("out"));
    assert_eq!(after.len(), before.len() - 1, "the operation and its answers less, and one of the user");
    assert!(after.iter().any(|(path, _)| path == Path::new("src/mine.rs")));
}

#[test]
fn a_killed_run_leaves_old_or_new_files_and_the_next_one_repairs() {
    let folder = project();
    let other = PETS.replace("createPet", "makePet").replace("age:", "years:").replace("/pets/{id}", "/animals/{id}");
    put(folder.path(), &[("spec/other.yaml", &other)]);
    let specs = ["spec/api.yaml", "spec/other.yaml"];
    let emit = |spec: &str, out: &str| common::command(&["codegen", "--spec", spec, "--out", out, "--package", "pets"]);
    let trees = specs.map(|spec| {
        let out = if spec == specs[0] { "first" } else { "second" };
        let run = emit(spec, out).current_dir(folder.path()).output().expect("a run");
        assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stderr));
        tree(&folder.path().join(out))
    });
    let out = folder.path().join("out");
    for round in 0..40_u64 {
        let mut child = emit(specs[round as usize % 2], "out");
        child.current_dir(folder.path()).stdout(std::process::Stdio::null());
        let mut child = child.spawn().expect("a child");
        std::thread::sleep(std::time::Duration::from_millis(round * 2));
        child.kill().expect("killed");
        child.wait().expect("ended");
        for file in tree(&out) {
            let staged = file.0.to_string_lossy().starts_with('.');
            assert!(staged || trees.iter().any(|tree| tree.contains(&file)), "{} is neither old nor new", file.0.display());
        }
    }
    let run = emit(specs[0], "out").current_dir(folder.path()).output().expect("a run");
    assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stderr));
    assert!(tree(&out) == trees[0], "the last run did not repair what killed ones left");
}

#[test]
fn a_foreign_file_is_not_replaced() {
    let folder = project();
    put(folder.path(), &[("out/Cargo.toml", "[package]\nname = \"mine\"\n")]);
    let run = emit(folder.path(), &[]);
    assert_eq!(run.status, 1);
    assert!(run.stderr.contains("holds files that this command did not write: `Cargo.toml`"), "{}", run.stderr);
    assert_eq!(tree(&folder.path().join("out")).len(), 1);
}

#[test]
fn warnings_are_allowed_unless_denied() {
    let folder = project();
    let warned = PETS.replace("schema: {type: string}", "schema: {type: strin}");
    put(folder.path(), &[("spec/api.yaml", &warned)]);
    let denied = emit(folder.path(), &["--deny", "warnings"]);
    assert_eq!(denied.status, 1, "{}", denied.stdout);
    assert!(denied.stderr.contains("error[unknown-type]"), "{}", denied.stderr);
    assert!(!folder.path().join("out").exists());
    let allowed = emit(folder.path(), &[]);
    assert_eq!(allowed.status, 0, "{}", allowed.stderr);
    assert!(allowed.stderr.contains("warning[unknown-type]"), "{}", allowed.stderr);
    assert!(allowed.stderr.contains("--> spec/api.yaml:"), "{}", allowed.stderr);
    assert!(allowed.stdout.ends_with("warnings: 1 unknown-type\n"), "{}", allowed.stdout);
}

#[test]
fn json_is_one_object_a_line() {
    let folder = project();
    let warned = PETS.replace("schema: {type: string}", "schema: {type: strin}");
    put(folder.path(), &[("spec/api.yaml", &warned)]);
    let run = emit(folder.path(), &["--message-format", "json"]);
    assert_eq!((run.status, run.stderr.as_str()), (0, ""));
    let lines: Vec<serde_json::Value> = run.stdout.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect();
    assert_eq!(lines.len(), 2, "{}", run.stdout);
    assert_eq!(lines[0]["code"], "unknown-type");
    assert_eq!((&lines[1]["reason"], &lines[1]["emitted_operations"]), (&"summary".into(), &2.into()));
    assert!(lines[1]["added"].as_array().is_some_and(|added| added.contains(&"src/lib.rs".into())), "{}", lines[1]);
}

#[test]
fn what_is_no_document_ends_with_one_diagnostic_and_nothing_written() {
    let folder = tempfile::tempdir().expect("a folder");
    put(
        folder.path(),
        &[
            ("text.yaml", "just text\n"),
            ("list.json", "[1, 2]"),
            ("object.json", "{\"name\": \"package\", \"version\": \"1.0.0\"}"),
            ("broken.json", "{\"openapi\": \"3.0.0\","),
            ("empty.yaml", ""),
        ],
    );
    fs::write(folder.path().join("bytes.yaml"), [0xff, 0xfe, 0x00, 0xd8]).expect("a file");
    fs::create_dir(folder.path().join("folder.yaml")).expect("a folder");
    for spec in
        ["absent.yaml", "text.yaml", "list.json", "object.json", "broken.json", "empty.yaml", "bytes.yaml", "folder.yaml", "."]
    {
        let run = xtask_in(folder.path(), &["codegen", "--spec", spec, "--out", "out"]);
        assert_eq!((run.status, run.stdout.as_str()), (1, ""), "{spec}: {}", run.stderr);
        assert_eq!(run.stderr.matches("error").count(), 1, "{spec}: {}", run.stderr);
        assert!(run.stderr.contains(spec), "{spec}: {}", run.stderr);
        assert!(!folder.path().join("out").exists(), "{spec}");
        let json = xtask_in(folder.path(), &["codegen", "--spec", spec, "--out", "out", "--message-format", "json"]);
        assert_eq!(json.stderr, "", "{spec}");
        assert!(json.stdout.lines().all(|line| serde_json::from_str::<serde_json::Value>(line).is_ok()), "{}", json.stdout);
    }
}

#[test]
fn a_wrong_configuration_is_told_with_its_place() {
    let folder = project();
    put(folder.path(), &[("spec/codegen.toml", "spec = \"api.yaml\"\nout = \"../generated\"\n\n[pakage]\nname = \"x\"\n")]);
    let run = xtask_in(folder.path(), &["codegen"]);
    assert_eq!((run.status, run.stdout.as_str()), (1, ""), "{}", run.stderr);
    assert!(run.stderr.contains("error[invalid-config]") && run.stderr.contains("spec/codegen.toml:4:"), "{}", run.stderr);
    assert!(run.stderr.contains("\n4 | [pakage]\n  |  ^^^^^^\n"), "{}", run.stderr);
    put(folder.path(), &[("spec/codegen.toml", &format!("{CONFIG}\n[groups]\nCats = 'cats'\n"))]);
    let run = xtask_in(folder.path(), &["codegen"]);
    assert_eq!((run.status, run.stdout.as_str()), (1, ""), "{}", run.stderr);
    assert!(run.stderr.contains(" --> spec/codegen.toml:8:1\n"), "{}", run.stderr);
    assert!(run.stderr.contains("\n8 | Cats = 'cats'\n  | ^^^^\n"), "{}", run.stderr);
}

#[test]
fn without_a_project_there_is_advice() {
    let folder = tempfile::tempdir().expect("a folder");
    let run = xtask_in(folder.path(), &["codegen"]);
    assert_eq!((run.status, run.stdout.as_str()), (1, ""), "{}", run.stderr);
    assert!(run.stderr.contains("there is no `spec/codegen.toml` in") && run.stderr.contains("= help:"), "{}", run.stderr);
    put(folder.path(), &[("my.toml", "out = \"x\"\n")]);
    let run = xtask(&["codegen".as_ref(), "--config".as_ref(), folder.path().join("my.toml").as_os_str()]);
    assert_eq!(run.status, 1);
    assert!(run.stderr.contains("names no `spec`"), "{}", run.stderr);
}

#[test]
fn a_run_says_in_short_what_it_changes_for_users() {
    let folder = project();
    let first = xtask_in(folder.path(), &["codegen"]);
    assert!(!first.stdout.contains("for users"), "{}", first.stdout);
    put(folder.path(), &[("spec/api.yaml", &PETS.replace("age: {type: integer}", "age: {type: string}"))]);
    let run = xtask_in(folder.path(), &["codegen"]);
    let said = "for users: 1 new, 1 gone; `cargo xtask diff` gives the verdicts
  - types::Pet: `age: Option<i64>`
  + types::Pet: `age: Option<String>`
";
    assert!(run.stdout.contains(said), "{}", run.stdout);
    let described = PETS.replace("age: {type: integer}", "age: {type: string, description: In years.}");
    put(folder.path(), &[("spec/api.yaml", &described)]);
    let run = xtask_in(folder.path(), &["codegen"]);
    assert!(run.stdout.contains(" changed, ") && !run.stdout.contains("for users"), "{}", run.stdout);
}
