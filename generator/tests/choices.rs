//! The choices of `codegen.toml`, from its text to the emitted files; a choice that changes nothing is an error with its place.

use generator::{
    Output, Source,
    config::Config,
    diagnostic::{Style, render_text},
};

struct Memory<'f>(&'f [(&'f str, &'f str)]);

impl Source for Memory<'_> {
    fn read(&self, path: &str) -> Result<Vec<u8>, String> {
        let file = self.0.iter().find(|(name, _)| *name == path);
        file.map(|(_, text)| text.as_bytes().to_vec()).ok_or_else(|| "there is no such file".to_owned())
    }
}

const PETS: &str = "openapi: 3.0.4
tags: [{name: Pets, description: All about pets.}]
security: [{token: []}]
paths:
  /pets:
    get:
      tags: [Pets]
      operationId: listPets
      parameters: [{name: page, in: query, schema: {type: integer}}]
      responses:
        '200': {description: ok, content: {application/json: {schema: {type: array, items: {$ref: '#/components/schemas/Pet'}}}}}
  /pets/{id}:
    delete:
      tags: [Pets, Danger]
      operationId: deletePet
      parameters: [{name: id, in: path, required: true, schema: {type: string}}]
      responses: {'204': {description: gone}}
  /admin/reset:
    post: {tags: [Admin], operationId: reset, responses: {'204': {description: done}}}
components:
  securitySchemes: {token: {type: http, scheme: bearer}}
  schemas:
    Pet:
      type: object
      required: [name]
      properties:
        name: {type: string}
        born: {type: string, format: date}
        price: {$ref: '#/components/schemas/Money'}
        kind: {type: string, enum: [cat, dog]}
        place: {oneOf: [{type: string}, {type: integer}]}
    Money: {type: string}
    Unused: {type: object}
";

fn generate(toml: &str) -> Output {
    generate_files(&[("api.yaml", PETS), ("fix.yaml", FIX), ("more.yaml", MORE)], toml)
}

fn generate_files(files: &[(&str, &str)], toml: &str) -> Output {
    let config = Config::parse(toml, "codegen.toml").unwrap_or_else(|finding| panic!("{toml}: {finding:?}"));
    generator::generate(&Memory(files), files[0].0, &config)
}

/// Emitted files by path, but for the runtime.
fn paths(output: &Output) -> Vec<&str> {
    let all = output.files.iter().map(|(path, _)| path).filter(|path| !path.starts_with("src/runtime"));
    all.filter(|path| path.ends_with(".rs")).collect()
}

/// Everything that a run without faults emits for a document.
fn emitted(toml: &str) -> String {
    text_of(&generate(toml))
}

fn text_of(output: &Output) -> String {
    assert!(output.diagnostics.is_empty(), "{:?}", output.diagnostics);
    output.files.iter().filter(|(path, _)| !path.starts_with("src/runtime")).map(|(_, text)| text).collect()
}

/// What there is to say of a configuration that changes nothing, and that nothing is emitted.
fn fault(toml: &str) -> String {
    let output = generate(toml);
    assert!(output.files.iter().next().is_none(), "{toml}");
    render_text(&output.diagnostics, &output.sources, Style::Plain)
}

#[test]
fn operations_are_chosen_by_tag_path_and_id() {
    for (choice, expected) in [
        ("", "deletePet listPets reset"),
        ("include = ['tag:Pets']", "deletePet listPets"),
        ("include = ['tag:Danger', 'id:reset']", "deletePet reset"),
        ("include = ['path:/pets/*']", "deletePet"),
        ("include = ['path:/pets']", "listPets"),
        ("exclude = ['path:/pets*']", "reset"),
        ("include = ['tag:Pets']\nexclude = ['tag:Danger']", "listPets"),
        ("exclude = ['id:listPets', 'id:reset']", "deletePet"),
    ] {
        let text = emitted(&format!("[operations]\n{choice}\n"));
        let has = |path: &str| text.contains(&format!("`{path}`"));
        let all = [("deletePet", "DELETE /pets/{id}"), ("listPets", "GET /pets"), ("reset", "POST /admin/reset")];
        let found: Vec<&str> = all.iter().filter(|(_, path)| has(path)).map(|(id, _)| *id).collect();
        assert_eq!(found.join(" "), expected, "{choice}");
    }
}

#[test]
fn types_that_nothing_uses_are_pruned_where_asked() {
    let all = generate("");
    assert!(paths(&all).contains(&"src/types/unused.rs"), "{:?}", paths(&all));
    let pruned = generate("[types]\nprune = true\n");
    assert!(!paths(&pruned).contains(&"src/types/unused.rs") && paths(&pruned).contains(&"src/types/pet.rs"));
    let less = generate("[types]\nprune = true\n[operations]\nexclude = ['id:listPets']\n");
    assert!(!paths(&less).contains(&"src/types/pet.rs"), "{:?}", paths(&less));
}

#[test]
fn anything_with_a_name_is_renamed_by_its_pointer() {
    for (pointer, name, expected) in [
        ("#/components/schemas/Pet", "Animal", "pub struct Animal"),
        ("#/components/schemas/Pet/properties/born", "birthday", "pub birthday: Option<"),
        ("#/components/schemas/Pet/properties/kind", "Species", "pub enum Species"),
        ("#/components/schemas/Pet/properties/kind/enum/1", "Hound", "Hound"),
        ("#/components/schemas/Pet/properties/place/oneOf/1", "Number", "Number(i64)"),
        ("#/paths/~1pets/get", "all_pets", "pub fn all_pets("),
        ("#/paths/~1pets/get/parameters/0", "page_number", "pub fn page_number("),
        ("#/components/securitySchemes/token", "secret", "pub fn secret("),
    ] {
        let toml = format!("[overrides.'{pointer}']\nrename = '{name}'\nreason = 'it reads better'\n");
        let (before, after) = (emitted(""), emitted(&toml));
        assert!(!before.contains(expected) && after.contains(expected), "{pointer}: no `{expected}` in\n{after}");
    }
}

#[test]
fn a_schema_is_retyped_by_its_pointer() {
    let toml = |pointer: &str| format!("[overrides.'{pointer}']\nretype = 'crate::money::Amount'\nreason = 'exact'\n");
    let text = emitted(&toml("#/components/schemas/Money"));
    assert!(text.contains("pub price: Option<crate::money::Amount>") && !text.contains("type Money"), "{text}");
    let text = emitted(&toml("#/components/schemas/Pet/properties/name"));
    assert!(text.contains("pub name: crate::money::Amount"), "{text}");
}

#[test]
fn places_are_those_of_the_text_in_swagger_and_in_other_files() {
    let swagger = "swagger: '2.0'
paths:
  /a:
    get: {operationId: a, responses: {200: {description: ok, schema: {$ref: '#/definitions/Pet'}}}}
definitions:
  Pet: {type: object, properties: {price: {type: string}, more: {$ref: 'more.yaml#/More'}}}
";
    let toml = "[overrides.'#/definitions/Pet']
rename = 'Animal'
reason = 'it is one'
[overrides.'#/definitions/Pet/properties/price']
retype = 'crate::money::Amount'
reason = 'exact'
[overrides.'more.yaml#/More/properties/a']
rename = 'alpha'
reason = 'it reads better'
";
    let text = text_of(&generate_files(&[("api.yaml", swagger), ("more.yaml", MORE)], toml));
    for expected in ["pub struct Animal", "pub price: Option<crate::money::Amount>", "pub alpha: Option<String>"] {
        assert!(text.contains(expected), "no `{expected}` in\n{text}");
    }
}

const MORE: &str = "More: {type: object, properties: {a: {type: string}}}\n";

#[test]
fn groups_formats_and_unknown_fields() {
    let output = generate("[groups]\nPets = 'shop.animals'\nAdmin = ''\n");
    let found = paths(&output);
    assert!(found.contains(&"src/shop/animals/list_pets.rs"), "{found:?}");
    assert!(found.contains(&"src/operations/reset.rs"), "{found:?}");
    assert!(emitted("").contains("pub born: Option<Date>"));
    assert!(emitted("[types.formats]\ndate = 'string'\n").contains("pub born: Option<String>"));
    assert!(!emitted("[types]\nunknown-fields = 'drop'\n").contains("extra_fields"));
    assert!(emitted("base-url-env = 'PETS_URL'\n[auth.token]\nenv = 'PETS_TOKEN'\n").contains("\"PETS_TOKEN\""));
}

const FIX: &str = "overlay: 1.0.0
info: {title: Fix, version: '1'}
actions:
- {target: \"$.paths['/admin/reset']\", remove: true}
- {target: $.components.schemas.Unused, update: {properties: {a: {type: integer}}}}
";

#[test]
fn overlays_are_applied_in_order() {
    let next = "overlay: 1.0.0\nactions: [{target: $.components.schemas.Unused.properties.a, update: {type: string}}]\n";
    let files = [("api.yaml", PETS), ("fix.yaml", FIX), ("next.yaml", next)];
    let text = text_of(&generate_files(&files, "overlays = ['fix.yaml', 'next.yaml']\n"));
    assert!(text.contains("pub a: Option<String>") && !text.contains("/admin/reset"), "{text}");
    let wrong = generate_files(&files, "overlays = ['next.yaml', 'fix.yaml']\n");
    assert!(wrong.diagnostics.has_errors() && wrong.files.iter().next().is_none());
}

#[test]
fn a_choice_that_changes_nothing_is_an_error() {
    insta::assert_snapshot!(fault("[operations]\ninclude = ['tag:Pets']\nexclude = [\n  'id:nobody',\n]\n"), @"
    error[unmatched-override]: `operations.exclude` has `id:nobody`, which matches no operation
     --> codegen.toml:4:3
      |
    4 |   'id:nobody',
      |   ^^^^^^^^^^^
    ");
    insta::assert_snapshot!(fault("[groups]\nCats = 'cats'\n"), @"
    error[unmatched-override]: `groups` names the tag `Cats`, which the document does not have
     --> codegen.toml:2:1
      |
    2 | Cats = 'cats'
      | ^^^^
    ");
    insta::assert_snapshot!(fault("[auth.key]\nenv = 'KEY'\n"), @"
    error[unmatched-override]: `auth` names the security scheme `key`, which the document does not have
     --> codegen.toml:1:7
      |
    1 | [auth.key]
      |       ^^^
    ");
    insta::assert_snapshot!(fault("[types.formats]\ndata = 'string'\n"), @"
    error[unmatched-override]: `types.formats` names `data`, which has no type of its own
     --> codegen.toml:2:1
      |
    2 | data = 'string'
      | ^^^^
    ");
    insta::assert_snapshot!(fault("examples = ['nobody']\n"), @"
    error[unmatched-override]: `examples` has `nobody`, which is no operation of the client
     --> codegen.toml:1:13
      |
    1 | examples = ['nobody']
      |             ^^^^^^^^
    ");
    let renamed = |pointer: &str| fault(&format!("[overrides.'{pointer}']\nrename = 'Name'\nreason = 'so'\n"));
    insta::assert_snapshot!(renamed("#/components/schemas/Pte"), @"
    error[unmatched-override]: the override `#/components/schemas/Pte` leads nowhere
     --> codegen.toml:1:12
      |
    1 | [overrides.'#/components/schemas/Pte']
      |            ^^^^^^^^^^^^^^^^^^^^^^^^^^
      |
      = help: use a pointer as diagnostics show it, behind `at`
    ");
    insta::assert_snapshot!(renamed("#/components/schemas/Pet/properties"), @"
    error[unmatched-override]: the override `#/components/schemas/Pet/properties` renames nothing that is emitted
     --> codegen.toml:1:12
      |
    1 | [overrides.'#/components/schemas/Pet/properties']
      |            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
      |
      = help: types, fields, variants, operations, parameters and security schemes that are emitted have names
    ");
    insta::assert_snapshot!(renamed("other.yaml#/Pet"), @"
    error[unmatched-override]: the override `other.yaml#/Pet` leads nowhere
     --> codegen.toml:1:12
      |
    1 | [overrides.'other.yaml#/Pet']
      |            ^^^^^^^^^^^^^^^^^
      |
      = help: use a pointer as diagnostics show it, behind `at`
    ");
    let retyped = "[overrides.'#/paths/~1pets/get']\nretype = 'String'\nreason = 'so'\n";
    insta::assert_snapshot!(fault(retyped), @"
    error[unmatched-override]: the override `#/paths/~1pets/get` is no schema that is emitted
     --> codegen.toml:1:12
      |
    1 | [overrides.'#/paths/~1pets/get']
      |            ^^^^^^^^^^^^^^^^^^^^
      |
      = help: use the pointer of a schema
    ");
    let repeated = "[overrides.'#/components/schemas/Pet']\nidempotent = true\nreason = 'so'\n";
    insta::assert_snapshot!(fault(repeated), @"
    error[unmatched-override]: the override `#/components/schemas/Pet` is no operation that is emitted
     --> codegen.toml:1:12
      |
    1 | [overrides.'#/components/schemas/Pet']
      |            ^^^^^^^^^^^^^^^^^^^^^^^^^^
      |
      = help: use the pointer of an operation, such as `#/paths/~1pets/post`
    ");
}

/// A place of Swagger 2.0 and one in another file stand elsewhere once the document is loaded.
#[test]
fn what_is_described_has_the_choices_of_what_is_generated() {
    let swagger = "swagger: '2.0'
info: {title: Pets, version: '1'}
host: example.com
paths:
  /pets:
    get:
      operationId: listPets
      responses: {'200': {description: ok, schema: {$ref: '#/definitions/Pet'}}}
  /money:
    get:
      operationId: getMoney
      responses: {'200': {description: ok, schema: {$ref: 'parts.yaml#/Money'}}}
definitions:
  Pet: {type: object, properties: {name: {type: string}}}
";
    let parts = "Money: {type: object, properties: {amount: {type: string}}}\n";
    let toml = "[overrides.'#/definitions/Pet']\nrename = 'Animal'\nreason = 'shorter'\n\
                [overrides.'parts.yaml#/Money']\nrename = 'Sum'\nreason = 'clearer'\n";
    let config = Config::parse(toml, "codegen.toml").unwrap_or_else(|finding| panic!("{finding:?}"));
    let source = [("api.yaml", swagger), ("parts.yaml", parts)];
    let described = generator::describe(&Memory(&source), "api.yaml", &config);
    assert!(described.diagnostics.is_empty(), "{:?}", described.diagnostics);
    let (_, names) = described.client.expect("no diagnostic is an error");
    let names: Vec<&str> = names.types.iter().map(|name| name.ident.as_str()).collect();
    assert!(names.contains(&"Animal") && names.contains(&"Sum"), "{names:?}");
    let emitted = text_of(&generate_files(&source, toml));
    assert!(emitted.contains("struct Animal") && emitted.contains("struct Sum"), "{emitted}");
}
