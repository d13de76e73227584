//! What a run of `codegen` writes after a change of the document: the files that the change is about, and no other.

#![cfg(unix)]

mod common;

use common::{PETS, Run, put, tree, xtask_in};
use std::{
    collections::BTreeMap,
    fs,
    os::unix::fs::MetadataExt as _,
    path::{Path, PathBuf},
};

const CONFIG: &str = "examples = [\"getPet\"]\n\n[groups]\nPets = \"pets\"\nToys = \"pets.toys\"\n";

fn emit(folder: &Path) -> Run {
    xtask_in(folder, &["codegen", "--config", "spec/codegen.toml", "--spec", "spec/api.yaml", "--out", "out"])
}

/// Every file of the output with what tells whether it was written: its place on the disk, and when it was written last.
fn written(folder: &Path) -> BTreeMap<PathBuf, (u64, i64, i64)> {
    let stat = |path: PathBuf| {
        let metadata = fs::metadata(folder.join("out").join(&path)).expect("a file");
        (path, (metadata.ino(), metadata.mtime(), metadata.mtime_nsec()))
    };
    tree(&folder.join("out")).into_iter().map(|(path, _)| stat(path)).collect()
}

#[test]
fn an_unchanged_document_writes_nothing() {
    let folder = tempfile::tempdir().expect("a folder");
    put(folder.path(), &[("spec/codegen.toml", ""), ("spec/api.yaml", PETS)]);
    assert_eq!(emit(folder.path()).status, 0);
    let before = written(folder.path());
    // The same document, laid out in another way.
    put(folder.path(), &[("spec/api.yaml", &format!("# The pets.\n{}\n\n", PETS.replace(": {", ":  {")))]);
    let again = emit(folder.path());
    assert!(again.stdout.starts_with("out: 0 added, 0 changed, 0 removed, "), "{}", again.stdout);
    assert_eq!(written(folder.path()), before);
}

/// Which files a change of words touches; each description stands once in the document.
#[test]
fn a_description_that_changes_touches_the_file_it_stands_in() {
    let folder = tempfile::tempdir().expect("a folder");
    put(folder.path(), &[("spec/codegen.toml", CONFIG), ("spec/api.yaml", DESCRIBED)]);
    assert_eq!(emit(folder.path()).status, 0);
    assert!(folder.path().join("out/examples/get_pet.rs").exists());
    let mut touched = String::new();
    for (at, line) in DESCRIBED.lines().enumerate() {
        let words = line.split_once("description: ").and_then(|(_, words)| words.split(['}', ',']).next());
        let Some(words) = words.filter(|words| !words.starts_with('"')) else { continue };
        let before = written(folder.path());
        let line = line.replace(words, &format!("{words} changed"));
        let changed: Vec<&str> =
            DESCRIBED.lines().enumerate().map(|(other, same)| if other == at { &line } else { same }).collect();
        put(folder.path(), &[("spec/api.yaml", &changed.join("\n"))]);
        assert_eq!(emit(folder.path()).status, 0);
        let after = written(folder.path());
        let names = after.iter().filter(|(path, stat)| before.get(*path) != Some(*stat)).map(|(path, _)| path.to_string_lossy());
        touched.push_str(&format!("{words}: {}\n", names.collect::<Vec<_>>().join(" ")));
        put(folder.path(), &[("spec/api.yaml", DESCRIBED)]);
        assert_eq!(emit(folder.path()).status, 0);
        assert_eq!(written(folder.path()).keys().collect::<Vec<_>>(), before.keys().collect::<Vec<_>>());
    }
    // One file each, in all of the crate: `API.md`, the mock and the examples repeat no words. What no user of a client asks for stands
    // nowhere. Three are more: what operations share is described at each of them, and a type that has all of another at its own fields.
    let expected = "\
of the document: src/lib.rs
of the server: 
of the tag: src/pets/mod.rs
of the tag within: src/pets/toys/mod.rs
of the operation: src/pets/get_pet.rs
of the parameter: src/pets/get_pet.rs
of the answer: 
of the header: src/pets/get_pet.rs
of the failure: src/pets/get_pet.rs
of the body: src/pets/create_pet.rs
of the part: src/pets/toys/send_toy.rs
of the optional part: src/pets/toys/send_toy.rs
of the form: src/pets/toys/change_toy.rs
of the property within: src/pets/toys/change_toy.rs
of the shared parameter: src/pets/create_pet.rs src/pets/get_pet.rs
of the shared failure: src/pets/create_pet.rs src/pets/get_pet.rs
of the scheme: src/client.rs
of the type: src/types/pet.rs
of the property: src/types/kitten.rs src/types/pet.rs
of the type that has all of another: src/types/kitten.rs
of the union: src/types/animal.rs
of the alias: src/types/name.rs
of what is sent: src/types/new_pet.rs
of the type within: src/types/new_pet.rs
of what is sent within: src/types/new_pet.rs
of the sent type: src/types/toy.rs
of what is sent by reference: src/types/toy.rs
";
    assert_eq!(touched, expected);
}

const DESCRIBED: &str = r##"openapi: 3.0.4
info:
  title: Pets
  version: "1"
  description: of the document
servers:
  - {url: "https://pets.example", description: of the server}
security: [{token: []}]
tags:
  - {name: Pets, description: of the tag}
  - {name: Toys, description: of the tag within}
paths:
  /pets/{id}:
    get:
      operationId: getPet
      tags: [Pets]
      description: of the operation
      parameters:
        - {name: id, in: path, required: true, schema: {type: string}, description: of the parameter}
        - {$ref: "#/components/parameters/Trace"}
      responses:
        "200":
          description: of the answer
          headers:
            X-Total: {schema: {type: integer}, description: of the header}
          content: {application/json: {schema: {$ref: "#/components/schemas/Pet"}}}
        "404": {description: of the failure}
        "409": {$ref: "#/components/responses/Busy"}
  /pets:
    post:
      operationId: createPet
      tags: [Pets]
      parameters: [{$ref: "#/components/parameters/Trace"}]
      requestBody:
        description: of the body
        content: {application/json: {schema: {$ref: "#/components/schemas/NewPet"}}}
      responses:
        "204": {description: ""}
        "409": {$ref: "#/components/responses/Busy"}
  /toys:
    post:
      operationId: sendToy
      tags: [Toys]
      requestBody:
        required: true
        content:
          multipart/form-data:
            schema:
              type: object
              required: [photo]
              properties:
                photo: {type: string, format: binary, description: of the part}
                title: {type: string, description: of the optional part}
      responses: {"204": {description: ""}}
    put:
      operationId: changeToy
      tags: [Toys]
      requestBody:
        description: of the form
        content:
          application/x-www-form-urlencoded:
            schema:
              type: object
              properties:
                color: {type: string, description: of the property within}
      responses: {"204": {description: ""}}
components:
  parameters:
    Trace: {name: trace, in: query, schema: {type: string}, description: of the shared parameter}
  responses:
    Busy: {description: of the shared failure}
  securitySchemes:
    token: {type: http, scheme: bearer, description: of the scheme}
  schemas:
    Pet:
      type: object
      description: of the type
      properties:
        name: {type: string, description: of the property}
    Kitten:
      description: of the type that has all of another
      allOf: [{$ref: "#/components/schemas/Pet"}, {required: [age]}]
    Animal:
      description: of the union
      oneOf: [{$ref: "#/components/schemas/Pet"}, {$ref: "#/components/schemas/Toy"}]
    Name: {type: string, description: of the alias}
    NewPet:
      type: object
      properties:
        name: {type: string, description: of what is sent}
        home:
          type: object
          description: of the type within
          properties:
            street: {type: string, description: of what is sent within}
        toy: {$ref: "#/components/schemas/Toy"}
    Toy:
      type: object
      description: of the sent type
      properties:
        color: {type: string, description: of what is sent by reference}
"##;
