//! Runs the built program as a person would.
#![allow(dead_code, reason = "not every test file uses everything")]

use std::{
    ffi::OsStr,
    fs,
    path::{Path, PathBuf},
    process::Command,
};

/// What a run gave.
#[derive(Debug)]
pub(crate) struct Run {
    pub(crate) status: i32,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

pub(crate) fn command(arguments: &[impl AsRef<OsStr>]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_xtask"));
    // What cargo sets for its tests would lead to the project of this workspace.
    command.args(arguments).env_remove("CARGO_MANIFEST_DIR").stdin(std::process::Stdio::null());
    command
}

pub(crate) fn xtask(arguments: &[impl AsRef<OsStr>]) -> Run {
    finish(&mut command(arguments))
}

pub(crate) fn xtask_in(folder: &Path, arguments: &[impl AsRef<OsStr>]) -> Run {
    let mut command = command(arguments);
    finish_in(&mut command, folder)
}

pub(crate) fn finish_in(command: &mut Command, folder: &Path) -> Run {
    finish(command.current_dir(folder))
}

fn finish(command: &mut Command) -> Run {
    let output = command.output().expect("the program runs");
    Run {
        status: output.status.code().expect("an exit status"),
        stdout: String::from_utf8(output.stdout).expect("text"),
        stderr: String::from_utf8(output.stderr).expect("text"),
    }
}

/// Writes files below a folder.
pub(crate) fn put(folder: &Path, files: &[(&str, &str)]) {
    for (path, text) in files {
        let path = folder.join(path);
        fs::create_dir_all(path.parent().expect("a parent")).expect("a folder");
        fs::write(path, text).expect("a file");
    }
}

/// Every file below a folder with its text, in order.
pub(crate) fn tree(folder: &Path) -> Vec<(PathBuf, Vec<u8>)> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(next) = folders.pop() {
        for entry in fs::read_dir(next).into_iter().flatten().flatten() {
            if entry.file_type().expect("a type").is_dir() {
                folders.push(entry.path());
            } else {
                found
                    .push((entry.path().strip_prefix(folder).expect("below").to_owned(), fs::read(entry.path()).expect("bytes")));
            }
        }
    }
    found.sort();
    found
}

/// A small document.
pub(crate) const PETS: &str = r##"openapi: 3.0.4
info: {title: Pets, version: "1"}
servers: [{url: "https://pets.example"}]
paths:
  /pets/{id}:
    get:
      operationId: getPet
      tags: [Pets]
      parameters: [{name: id, in: path, required: true, schema: {type: string}}]
      responses:
        "200":
          description: A pet
          content: {application/json: {schema: {$ref: "#/components/schemas/Pet"}}}
  /pets:
    post:
      operationId: createPet
      tags: [Pets]
      requestBody: {content: {application/json: {schema: {$ref: "#/components/schemas/Pet"}}}}
      responses: {"204": {description: Done}}
components:
  schemas:
    Pet: {type: object, required: [name], properties: {name: {type: string}, age: {type: integer}}}
"##;
