//! Emitted crates compile without a warning, under clippy and rustdoc too, whatever the document calls its things.

use tests::emitted::Emitted;

/// Names that other generators have stumbled over: keywords, digits, symbols, names that differ in case only, names of the
/// prelude, empty ones, and texts that try to be code.
const NAMES: &str = r##"
openapi: 3.1.0
info: { title: "*/ } fn p(){} /* \" #", version: "1\"]" }
servers: [{ url: "https://example.com/{base}", variables: { base: { default: v1 } } }]
tags:
  - { name: "type", description: "```\npanic!()\n```\n\n    indented code\n\n<script> [x](javascript:1) \\u202e" }
paths:
  /self/{self}/{Self}/{crate}:
    parameters:
      - { name: self, in: path, required: true, schema: { type: string } }
      - { name: Self, in: path, required: true, schema: { type: integer } }
      - { name: crate, in: path, required: true, schema: { $ref: "#/components/schemas/Foo-Bar" } }
    get:
      tags: ["type"]
      operationId: "fn"
      description: "{} {token} \\ \" */ // ///"
      parameters:
        - { name: send, in: query, schema: { type: string } }
        - { name: build, in: query, schema: { type: array, items: { type: string } } }
        - { name: call, in: header, schema: { type: boolean } }
        - { name: "filter[name]", in: query, style: deepObject, schema: { type: object, properties: { "": { type: string }, a-b: { type: string }, a_b: { type: string } } } }
      responses:
        "200": { description: "", content: { application/json: { schema: { $ref: "#/components/schemas/String" } } } }
        "404": { description: "", content: { application/json: { schema: { $ref: "#/components/schemas/FooBar" } } } }
    post:
      operationId: "fn "
      requestBody: { required: true, content: { application/json: { schema: { $ref: "#/components/schemas/Union" } } } }
      responses:
        "200": { description: "", content: { application/json: { schema: { type: object, properties: { ok: { type: boolean } } } } } }
        "201": { description: "", content: { text/plain: { schema: { type: string } } } }
        "204": { description: "" }
  "/a b/\"quoted\"/{x}?fixed=1#part":
    put:
      deprecated: true
      requestBody: { content: { multipart/form-data: { schema: { type: object, required: [file], properties: { file: { type: string, format: binary }, note: { type: string }, more: { type: array, items: { type: string, format: binary } } } } } } }
      responses: { default: { description: "" } }
components:
  schemas:
    String: { type: object, properties: { String: { type: string }, type: { type: string }, Type: { type: string }, r#type: { type: string }, extra_fields: { type: integer } } }
    Option: { type: string, enum: ["", " ", "a", "A", "+1", "-1", "self", "Self", "Unknown", "1st", "é", "日本", "\"", "\\"] }
    Foo-Bar: { type: string, enum: [x] }
    FooBar: { type: object, additionalProperties: { $ref: "#/components/schemas/Option" } }
    foo_bar: { type: array, items: { $ref: "#/components/schemas/foo_bar" } }
    "": { type: integer, enum: [1, -1, 0] }
    "1": { type: object, required: [next], properties: { next: { oneOf: [{ $ref: "#/components/schemas/1" }, { type: "null" }] } } }
    Union:
      oneOf:
        - { type: string }
        - { type: integer }
        - { type: array, items: { type: number } }
        - { $ref: "#/components/schemas/String" }
        - { type: object, title: Self, required: [kind], properties: { kind: { const: a } } }
    Mixed: { enum: [1, "1", true, null, [1], { a: 1 }] }
    Old: { type: object, deprecated: true, properties: { old: { type: string, deprecated: true, description: "Use [new].\r\n\r\n- a\n      - b" } } }
    Node: { type: object, properties: { left: { $ref: "#/components/schemas/Node" }, old: { $ref: "#/components/schemas/Old" } } }
"##;

// The built-in transport is part of `generated`, which is checked with it; here it would only cost time.

#[test]
fn a_crate_of_awkward_names_has_no_warning() {
    let emitted = Emitted::new(NAMES);
    emitted.cargo(&["clippy", "--quiet", "--all-targets", "--no-default-features", "--features", "by-name,mock"]);
    emitted.cargo(&["doc", "--quiet", "--no-deps", "--no-default-features", "--features", "by-name,mock"]);
    let tests = emitted.cargo(&["test", "--doc", "--no-default-features", "--features", "by-name,mock"]);
    assert!(tests.contains("0 passed; 0 failed"), "no text of a document is a test: {tests}");
}

#[test]
fn a_document_without_operations_or_types_has_no_warning() {
    let emitted = Emitted::new("openapi: 3.0.0\ninfo: { title: Empty, version: '1' }\npaths: {}\n");
    emitted.cargo(&["clippy", "--quiet", "--all-targets", "--no-default-features", "--features", "by-name,mock"]);
    emitted.cargo(&["doc", "--quiet", "--no-deps", "--no-default-features", "--features", "by-name,mock"]);
}

/// Nobody has seen so many, but what can be written can be generated.
#[test]
fn a_struct_of_thousands_of_fields_compiles() {
    let fields: String = (0..2500).map(|field| format!("        f{field}: {{ type: string }}\n")).collect();
    let schema = format!("components:\n  schemas:\n    Wide:\n      type: object\n      properties:\n{fields}");
    let emitted = Emitted::new(&format!("openapi: 3.1.0\ninfo: {{ title: Wide, version: '1' }}\npaths: {{}}\n{schema}"));
    emitted.cargo(&["check", "--quiet", "--no-default-features"]);
}
