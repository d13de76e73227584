//! The table of schemas and the Rust that they become, row by row: each snapshot has a schema as a document spells it, what there is to
//! say about it, and the emitted types, to be read by people.

mod support;

use generator::{
    config::{Config, UnknownFields},
    diagnostic,
};
use insta::assert_snapshot;
use support::{generate, split};

/// The components of a document of this version, and what they become.
fn row(version: &str, components: &str, config: &Config) -> String {
    with_paths(version, "paths: {}", components, config)
}

fn with_paths(version: &str, paths: &str, components: &str, config: &Config) -> String {
    let indented: String = components.lines().map(|line| format!("    {line}\n")).collect();
    let head = format!("openapi: {version}\ninfo: {{ title: Table, version: '1' }}\n{paths}\n");
    let output = generate(&format!("{head}components:\n  schemas:\n{indented}"), config);
    let mut text = format!("{components}\n");
    if !output.diagnostics.is_empty() {
        let said = diagnostic::render_text(&output.diagnostics, &output.sources, diagnostic::Style::Plain);
        text.push_str(&format!("--------\n{said}"));
    }
    for (path, file) in output.files.iter().filter(|(path, _)| path.starts_with("src/types/") && !path.ends_with("mod.rs")) {
        let (file, _) = split(file);
        text.push_str(&format!("-------- {path}\n{}\n", file.trim()));
    }
    text
}

/// A row as OpenAPI 3.1 has it, with the usual choices.
fn table(components: &str) -> String {
    row("3.1.0", components, &Config::default())
}

#[test]
fn scalars_have_the_width_of_their_format_or_bounds() {
    assert_snapshot!(table(
        "Scalars:
  type: object
  required: [text, whole, number, flag]
  properties:
    text: { type: string }
    whole: { type: integer }
    number: { type: number }
    flag: { type: boolean }
    tiny: { type: integer, format: int8 }
    short: { type: integer, format: uint16 }
    int32: { type: integer, format: int32 }
    wider: { type: integer, format: int32, maximum: 4294967295 }
    int64: { type: integer, format: int64 }
    huge: { type: integer, minimum: 0, maximum: 18446744073709551615 }
    float: { type: number, format: float }
    double: { type: number, format: double }
    when: { type: string, format: date-time }
    day: { type: string, format: date }
    hour: { type: string, format: time }
    span: { type: string, format: duration }
    id: { type: string, format: uuid }
    bytes: { type: string, format: byte }
    encoded: { type: string, contentEncoding: base64 }
    mail: { type: string, format: email, maxLength: 32 }"
    ));
}

#[test]
fn enums_of_every_kind_keep_unknown_values() {
    assert_snapshot!(table(
        "Status: { type: string, enum: [LIVE, ended, in-progress, '1st', ''], description: How it stands }
Level: { type: integer, enum: [1, -2], x-enum-varnames: [low, below] }
Mixed: { enum: [auto, 1, 1.5, true, null, [1]] }
Holder:
  type: object
  required: [version, maybe]
  properties:
    version: { const: v2, description: The only version }
    number: { const: 3 }
    yes: { const: true }
    maybe: { type: [string, 'null'], enum: [a, null] }"
    ));
}

#[test]
fn lists_tuples_and_maps() {
    assert_snapshot!(table(
        "Names: { type: array, items: { type: [string, 'null'] } }
Point:
  type: array
  prefixItems: [{ type: number }, { type: number }, { type: string }]
  items: false
  minItems: 2
Row: { type: array, prefixItems: [{ type: string }], items: { type: integer }, minItems: 1 }
Labels: { type: object, additionalProperties: { type: string } }
Anything: { type: object }
Counters:
  type: object
  required: [total]
  properties: { total: { type: integer } }
  additionalProperties: { type: integer }
Headers:
  type: object
  patternProperties: { '^x-': { type: string } }
  additionalProperties: false
Tagged:
  type: object
  properties: { id: { type: string } }
  patternProperties: { '^x-': { type: integer } }"
    ));
}

#[test]
fn a_struct_has_four_presences() {
    assert_snapshot!(table(
        "Patch:
  type: object
  required: [id, owner]
  properties:
    id: { type: string, description: Names the *thing*. }
    owner: { type: [string, 'null'] }
    name: { type: string }
    note: { type: [string, 'null'] }"
    ));
}

#[test]
fn a_struct_has_four_presences_in_the_older_spelling() {
    let patch = "Patch:
  type: object
  required: [owner]
  additionalProperties: false
  properties:
    owner: { type: string, nullable: true }
    note: { allOf: [{ $ref: '#/components/schemas/Note' }], nullable: true }
Note: { type: object, properties: { text: { type: string } } }";
    assert_snapshot!(row("3.0.3", patch, &Config::default()));
}

#[test]
fn unknown_fields_are_dropped_by_choice() {
    let mut config = Config::default();
    config.types.unknown_fields = UnknownFields::Drop;
    assert_snapshot!(row("3.1.0", "Pet: { type: object, required: [id], properties: { id: { type: string } } }", &config));
}

#[test]
fn all_of_is_one_struct() {
    assert_snapshot!(table(
        "Base:
  type: object
  required: [id]
  properties: { id: { type: string }, meta: { type: object, properties: { a: { type: integer } } } }
Child:
  allOf:
    - { $ref: '#/components/schemas/Base' }
    - type: object
      required: [name]
      properties: { name: { type: string }, meta: { type: object, required: [b], properties: { b: { type: integer } } } }
Same: { allOf: [{ $ref: '#/components/schemas/Base' }] }
Conflict:
  allOf:
    - { type: object, properties: { x: { type: string } } }
    - { type: object, properties: { x: { type: integer } } }"
    ));
}

#[test]
fn a_discriminator_is_the_tag() {
    assert_snapshot!(table(
        "Pet:
  oneOf: [{ $ref: '#/components/schemas/Cat' }, { $ref: '#/components/schemas/Dog' }]
  discriminator: { propertyName: petType, mapping: { cat: '#/components/schemas/Cat', hound: Dog } }
Cat: { type: object, required: [petType], properties: { petType: { type: string }, lives: { type: integer } } }
Dog: { type: object, required: [petType], properties: { petType: { type: string }, barks: { type: boolean } } }"
    ));
}

#[test]
fn a_parents_discriminator_tells_its_children_apart() {
    assert_snapshot!(table(
        "Event:
  type: object
  required: [kind]
  properties: { kind: { type: string } }
  discriminator: { propertyName: kind }
Opened: { allOf: [{ $ref: '#/components/schemas/Event' }, { type: object, properties: { by: { type: string } } }] }
Closed: { allOf: [{ $ref: '#/components/schemas/Event' }, { type: object, properties: { after: { type: integer } } }] }
Change: { oneOf: [{ $ref: '#/components/schemas/Opened' }, { $ref: '#/components/schemas/Closed' }] }"
    ));
}

#[test]
fn tags_are_inferred_from_constants() {
    assert_snapshot!(table(
        "Shape:
  oneOf:
    - type: object
      required: [kind, radius]
      properties: { kind: { const: circle }, radius: { type: number } }
    - type: object
      title: Box
      required: [kind, width]
      properties: { kind: { enum: [square, rectangle] }, width: { type: number } }"
    ));
}

#[test]
fn variants_differ_by_required_keys_or_json_types() {
    assert_snapshot!(table(
        "Target:
  anyOf:
    - { type: string }
    - { type: integer }
    - { type: array, items: { type: string } }
    - { type: object, title: By id, required: [id], properties: { id: { type: string } } }
    - { type: object, title: By name, required: [name], properties: { name: { type: string } } }
    - { type: 'null' }"
    ));
}

#[test]
fn a_union_beside_anything_loses_nothing() {
    assert_snapshot!(table("Loose: { anyOf: [{ type: object, required: [id], properties: { id: { type: string } } }, {}] }"));
}

#[test]
fn a_union_with_null_is_an_option() {
    assert_snapshot!(table(
        "Holder:
  type: object
  required: [pet]
  properties:
    pet: { oneOf: [{ $ref: '#/components/schemas/Pet' }, { type: 'null' }] }
    toy: { anyOf: [{ type: string }, { type: 'null' }] }
    pets: { type: array, items: { oneOf: [{ $ref: '#/components/schemas/Pet' }, { type: 'null' }] } }
Pet: { type: object, properties: { name: { type: string } } }"
    ));
}

#[test]
fn read_only_and_write_only_split_a_type_where_it_matters() {
    let paths = "paths:
  /users:
    post:
      operationId: createUser
      requestBody: { required: true, content: { application/json: { schema: { $ref: '#/components/schemas/User' } } } }
      responses: { '200': { description: '', content: { application/json: { schema: { $ref: '#/components/schemas/User' } } } } }";
    let user = "User:
  type: object
  required: [id, name, password]
  properties:
    id: { type: string, readOnly: true }
    name: { type: string }
    password: { type: string, writeOnly: true }
    team: { $ref: '#/components/schemas/Team' }
Team: { type: object, required: [title], properties: { title: { type: string }, size: { type: integer, readOnly: true } } }";
    assert_snapshot!(with_paths("3.1.0", paths, user, &Config::default()));
}

#[test]
fn defaults_have_a_getter() {
    assert_snapshot!(table(
        "Page:
  type: object
  required: [size]
  properties:
    size: { type: integer, default: 20 }
    offset: { type: integer, format: int32, default: -1 }
    ratio: { type: number, default: 0.5 }
    strict: { type: boolean, default: false }
    type: { type: string, default: \"a \\\"word\\\"\" }
    tags: { type: array, items: { type: string }, default: [] }
    order: { allOf: [{ $ref: '#/components/schemas/Order' }], default: desc }
    level: { type: integer, enum: [1, 2], default: 2 }
    note: { type: [string, 'null'], default: x }
    day: { type: string, format: date, default: '2024-01-01' }
    wrong: { type: integer, default: many }
Order: { type: string, enum: [asc, desc] }"
    ));
}

#[test]
fn what_is_deprecated_says_so() {
    assert_snapshot!(table(
        "Old:
  type: object
  deprecated: true
  description: Use *New*.
  properties: { old: { type: string, deprecated: true }, mode: { type: string, enum: [a] } }"
    ));
}

#[test]
fn recursion_is_boxed_on_the_edge_that_needs_it() {
    assert_snapshot!(table(
        "Node:
  type: object
  required: [children]
  properties:
    parent: { $ref: '#/components/schemas/Node' }
    children: { type: array, items: { $ref: '#/components/schemas/Node' } }
    named: { type: object, additionalProperties: { $ref: '#/components/schemas/Node' } }
Left: { type: object, properties: { right: { $ref: '#/components/schemas/Right' } } }
Right: { type: object, properties: { left: { $ref: '#/components/schemas/Left' } } }
Tree: { type: array, items: { $ref: '#/components/schemas/Tree' } }"
    ));
}

#[test]
fn what_has_no_type_is_any_value() {
    assert_snapshot!(table(
        "Open:
  type: object
  required: [a]
  properties: { a: true, b: {}, c: false, d: { not: { type: string } } }
When:
  type: object
  properties: { kind: { type: string } }
  if: { properties: { kind: { const: a } } }
  then: { properties: { extra: { type: integer } } }
Never: false"
    ));
}
