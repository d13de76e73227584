//! `diff` from the outside: what it says of two documents and of a revision, and how it ends.

mod common;

use common::{PETS, put, xtask_in};
use serde_json::Value;
use std::{path::Path, process::Command};

fn documents(new: &str) -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    put(folder.path(), &[("old.yaml", PETS), ("new.yaml", new)]);
    folder
}

#[test]
fn changes_have_a_verdict_and_their_places() {
    let new = PETS
        .replace("age: {type: integer}", "age: {type: string}")
        .replace("parameters: [", "parameters: [{name: full, in: query, schema: {type: boolean}}, ");
    let folder = documents(&new);
    let run = xtask_in(folder.path(), &["diff", "old.yaml", "new.yaml"]);
    assert_eq!((run.status, run.stderr.as_str()), (0, ""), "{}", run.stdout);
    let expected = "\
breaking: 1 change
  retyped field types::Pet.age: `Option<i64>` is now `Option<String>`
    old: old.yaml:22:78, #/components/schemas/Pet/properties/age
    new: new.yaml:22:78, #/components/schemas/Pet/properties/age

additive: 1 change
  added parameter client.pets().get_pet.full: the setter `full: bool` (query `full`) is new
    new: new.yaml:9:21, #/paths/~1pets~1{id}/get/parameters/0

version: major, from 0.1.0 to 0.2.0
";
    assert_eq!(run.stdout, expected);
}

#[test]
fn what_users_do_not_see_is_no_change() {
    let folder = documents(&format!("# A comment.\n{}", PETS.replace("openapi: 3.0.4", "openapi: 3.0.3 # the same")));
    let run = xtask_in(folder.path(), &["diff", "old.yaml", "new.yaml", "--fail-on", "any"]);
    assert_eq!((run.status, run.stderr.as_str()), (0, ""));
    assert_eq!(run.stdout, "nothing changes for users of the client\n");
}

#[test]
fn the_exit_status_is_what_was_asked_for() {
    let gone = documents(&PETS.replace(", age: {type: integer}", ""));
    let more = documents(&PETS.replace("age:", "size: {type: string}, age:"));
    for (folder, fail_on, status) in [(&gone, "breaking", 1), (&gone, "any", 1), (&more, "breaking", 0), (&more, "any", 1)] {
        let run = xtask_in(folder.path(), &["diff", "old.yaml", "new.yaml", "--fail-on", fail_on]);
        assert_eq!(run.status, status, "{fail_on}: {}{}", run.stdout, run.stderr);
        assert!(run.stdout.contains("version: "), "{}", run.stdout);
    }
    let folder = gone.path();
    let wrong: [&[&str]; 6] = [
        &["diff"],
        &["diff", "old.yaml"],
        &["diff", "old.yaml", "new.yaml", "old.yaml"],
        &["diff", "old.yaml", "new.yaml", "--git", "HEAD"],
        &["diff", "old.yaml", "new.yaml", "--fail-on", "additions"],
        &["diff", "old.yaml", "new.yaml", "--fail-no", "breaking"],
    ];
    for arguments in wrong {
        let run = xtask_in(folder, arguments);
        assert_eq!((run.status, run.stdout.as_str()), (2, ""), "{arguments:?}: {}", run.stderr);
        assert!(run.stderr.contains("cargo xtask diff --help"), "{}", run.stderr);
    }
    for arguments in [["diff", "old.yaml", "absent.yaml"], ["diff", "--git", "HEAD"]] {
        let run = xtask_in(folder, &arguments);
        assert_eq!((run.status, run.stdout.as_str()), (1, ""), "{arguments:?}");
        assert!(run.stderr.starts_with("error"), "{}", run.stderr);
    }
}

#[test]
fn json_is_one_object_a_line() {
    let folder = documents(&PETS.replace(", age: {type: integer}", ""));
    let run = xtask_in(folder.path(), &["diff", "old.yaml", "new.yaml", "--message-format", "json"]);
    let lines: Vec<Value> = run.stdout.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect();
    assert_eq!(lines.len(), 2, "{}", run.stdout);
    assert_eq!(
        (&lines[0]["verdict"], &lines[0]["kind"], &lines[0]["thing"]),
        (&"breaking".into(), &"removed".into(), &"field".into())
    );
    assert_eq!(lines[0]["old"]["pointer"], "#/components/schemas/Pet/properties/age");
    assert_eq!((&lines[0]["old"]["line"], &lines[0]["new"]), (&22.into(), &Value::Null));
    assert_eq!(
        (&lines[1]["step"], &lines[1]["next"], &lines[1]["changes"]["breaking"]),
        (&"major".into(), &"0.2.0".into(), &1.into())
    );
}

fn git(folder: &Path, arguments: &[&str]) {
    let output = Command::new("git")
        .args(["-c", "user.name=Nobody", "-c", "user.email=nobody@example.org", "-c", "commit.gpgsign=false"])
        .args(arguments)
        .current_dir(folder)
        .output()
        .expect("git can be run");
    assert!(output.status.success(), "git {arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
}

#[test]
fn a_revision_is_compared_with_the_work_tree() {
    let folder = tempfile::tempdir().expect("a folder");
    let config = "spec = \"../api/pets.yaml\"\nout = \"../generated\"\n\n[package]\nname = \"pets\"\nversion = \"1.4.0\"\n";
    put(folder.path(), &[("spec/codegen.toml", config), ("api/pets.yaml", PETS)]);
    git(folder.path(), &["init", "--quiet"]);
    git(folder.path(), &["add", "."]);
    git(folder.path(), &["commit", "--quiet", "--message", "first"]);
    let same = xtask_in(folder.path(), &["diff", "--git", "HEAD"]);
    assert_eq!((same.status, same.stdout.as_str()), (0, "nothing changes for users of the client\n"), "{}", same.stderr);

    put(folder.path(), &[("api/pets.yaml", &PETS.replace(", age: {type: integer}", ""))]);
    let run = xtask_in(&folder.path().join("api"), &["diff", "--git", "HEAD", "--fail-on", "breaking"]);
    assert_eq!((run.status, run.stderr.as_str()), (1, ""), "{}", run.stdout);
    assert!(run.stdout.contains("  removed field types::Pet.age: the field is gone\n"), "{}", run.stdout);
    assert!(run.stdout.contains("    old: HEAD:api/pets.yaml:22:78, #/components"), "{}", run.stdout);
    assert!(run.stdout.ends_with("version: major, from 1.4.0 to 2.0.0\n"), "{}", run.stdout);

    for revision in ["absent", "--help", "HEAD:api"] {
        let run = xtask_in(folder.path(), &["diff", &format!("--git={revision}")]);
        assert_eq!((run.status, run.stdout.as_str()), (1, ""), "{revision}");
        assert!(run.stderr.contains(&format!("git knows no revision `{revision}` here")), "{}", run.stderr);
    }
    let status = Command::new("git").args(["status", "--porcelain"]).current_dir(folder.path()).output().expect("git can be run");
    assert_eq!(String::from_utf8_lossy(&status.stdout), " M api/pets.yaml\n", "the user's index and files are as they were");
}
