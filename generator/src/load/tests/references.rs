//! Where references lead.

use super::{load_clean, load_files, load_text, schema, with_schemas};
use crate::pointer::Pointer;

/// The target of the reference at a schema.
fn target(loaded: &super::Loaded, at: &str) -> String {
    loaded.document().schema(&Pointer::new(at)).reference.map_or_else(|| "broken".to_owned(), |target| target.to_string())
}

#[test]
fn any_pointer_of_the_document_is_a_target() {
    let loaded = load_text(
        "
openapi: 3.0.0
paths:
  /a/{b}:
    get: {responses: {200: {content: {application/json: {schema: {type: string}}}}}}
components:
  schemas:
    Response: {$ref: '#/paths/~1a~1{b}/get/responses/200/content/application~1json/schema'}
    Encoded: {$ref: '#/paths/~1a~1%7Bb%7D/get/responses/200/content/application~1json/schema'}
    Inner: {$ref: '#/components/schemas/Outer/properties/a~0b'}
    Outer: {properties: {a~b: {type: integer}}}
    A%20B: {type: string}
    Percent: {$ref: '#/components/schemas/A%20B'}
    Through: {$ref: '#/components/schemas/Alias/properties/a~0b'}
    Alias: {$ref: '#/components/schemas/Outer'}
    Elsewhere: {$ref: '#/x-schemas/0'}
x-schemas: [{$ref: '#/components/schemas/Outer'}]
",
    );
    assert_eq!(loaded.diagnostics, [""; 0]);
    let body = "#/paths/~1a~1{b}/get/responses/200/content/application~1json/schema";
    for (name, expected) in [
        ("Response", body),
        ("Encoded", body),
        ("Inner", "#/components/schemas/Outer/properties/a~0b"),
        ("Percent", "#/components/schemas/A%20B"),
        ("Through", "#/components/schemas/Outer/properties/a~0b"),
        ("Elsewhere", "#/x-schemas/0"),
    ] {
        assert_eq!(target(&loaded, &format!("/components/schemas/{name}")), expected, "{name}");
    }
    let end = loaded.document().follow(&Pointer::new("/components/schemas/Elsewhere"));
    assert_eq!(end.as_str(), "/components/schemas/Outer");
}

#[test]
fn siblings_of_a_reference_are_kept() {
    let document =
        load_clean(&with_schemas("3.0.0", "A: {$ref: '#/components/schemas/B', description: mine, nullable: true}\nB: {}"));
    let expected = serde_json::json!({
        "reference": "Some(#/components/schemas/B)", "description": "Some(\"mine\")", "nullable": "true",
    });
    assert_eq!(schema(&document, "/components/schemas/A"), expected);
}

#[test]
fn schemas_are_found_by_their_identifiers() {
    let loaded = load_text(&with_schemas(
        "3.1.0",
        "
Tree:
  $id: https://example.com/tree
  $anchor: top
  properties:
    child: {$ref: '#'}
    leaf: {$ref: '#/$defs/leaf'}
    near: {$ref: '#leaf'}
  $defs:
    leaf: {$anchor: leaf, type: string}
ByUri: {$ref: 'https://example.com/tree'}
ByPointer: {$ref: 'https://example.com/tree#/$defs/leaf'}
ByAnchor: {$ref: 'https://example.com/tree#leaf'}
Relative: {$id: 'https://example.com/x/y', properties: {tree: {$ref: ../tree}}}
Root: {properties: {tree: {$ref: '#/components/schemas/Tree'}}}
",
    ));
    assert_eq!(loaded.diagnostics, [""; 0]);
    for (at, expected) in [
        ("Tree/properties/child", "Tree"),
        ("Tree/properties/leaf", "Tree/$defs/leaf"),
        ("Tree/properties/near", "Tree/$defs/leaf"),
        ("ByUri", "Tree"),
        ("ByPointer", "Tree/$defs/leaf"),
        ("ByAnchor", "Tree/$defs/leaf"),
        ("Relative/properties/tree", "Tree"),
        ("Root/properties/tree", "Tree"),
    ] {
        assert_eq!(target(&loaded, &format!("/components/schemas/{at}")), format!("#/components/schemas/{expected}"), "{at}");
    }
}

#[test]
fn a_dynamic_reference_leads_to_the_only_schema_of_its_name() {
    let one = load_text(&with_schemas("3.1.0", "A: {$dynamicAnchor: node, items: {$dynamicRef: '#node'}}"));
    assert_eq!(one.diagnostics, [""; 0]);
    assert_eq!(target(&one, "/components/schemas/A/items"), "#/components/schemas/A");

    let two = load_text(&with_schemas(
        "3.1.0",
        "A: {$dynamicAnchor: node, items: {$dynamicRef: '#node'}}\nB: {$id: b, $dynamicAnchor: node}",
    ));
    assert_eq!(target(&two, "/components/schemas/A/items"), "#/components/schemas/A");
    let expected = "ambiguous-reference #/components/schemas/A/items: the dynamic reference `#node` has more than one target; it is read as \
                    a reference to `#/components/schemas/A`";
    assert_eq!(two.diagnostics, [expected]);
}

#[test]
fn files_below_the_root_folder_are_bundled() {
    let root = with_schemas(
        "3.0.0",
        "
Pet: {$ref: schemas/pet.yaml}
Owner: {$ref: 'schemas/all.yaml#/Owner'}
Local: {type: string}
",
    );
    let loaded = load_files(&[
        ("openapi.yaml", &root),
        ("schemas/pet.yaml", "properties: {owner: {$ref: 'all.yaml#/Owner'}, self: {$ref: '#'}, bad: {$ref: '#/none'}}"),
        ("schemas/all.yaml", "Owner: {properties: {home: {$ref: '../openapi.yaml#/components/schemas/Local'}, x: {type: 1}}}"),
    ]);
    assert_eq!(target(&loaded, "/components/schemas/Pet"), "#/x-oas-files/0");
    assert_eq!(target(&loaded, "/components/schemas/Owner"), "#/x-oas-files/1/Owner");
    assert_eq!(target(&loaded, "/x-oas-files/0/properties/owner"), "#/x-oas-files/1/Owner");
    assert_eq!(target(&loaded, "/x-oas-files/0/properties/self"), "#/x-oas-files/0");
    assert_eq!(target(&loaded, "/x-oas-files/1/Owner/properties/home"), "#/components/schemas/Local");
    assert_eq!(
        loaded.diagnostics,
        [
            "wrong-type #/x-oas-files/1/Owner/properties/x/type: `type` is a number, not the name of a type; the keyword is ignored",
            "dangling-reference #/x-oas-files/0/properties/bad/$ref: the reference `#/none` leads nowhere; any value is accepted here",
        ]
    );
    assert!(loaded.lines()[0].starts_with("schemas/all.yaml:1"), "{:?}", loaded.lines());
    assert!(loaded.lines()[1].starts_with("schemas/pet.yaml:1"), "{:?}", loaded.lines());
}

#[test]
fn a_broken_reference_costs_its_node() {
    let root = with_schemas(
        "3.0.0",
        "
A: {$ref: '#/none'}
B: {$ref: 'https://example.com/b.yaml'}
C: {$ref: '../c.yaml'}
D: {$ref: '/etc/passwd'}
E: {$ref: 'none.yaml'}
F: {$ref: '#anchor'}
G: {$ref: 'file:///etc/passwd'}
H: {$ref: 'a/..%2f..%2fh.yaml', description: kept}
",
    );
    let loaded = load_text(&root);
    let line = |name: &str, code: &str, text: &str| {
        format!("{code} #/components/schemas/{name}/$ref: {text}; any value is accepted here")
    };
    let escapes = |text: &str| format!("the reference `{text}` leads out of the folder of the document");
    assert_eq!(
        loaded.diagnostics,
        [
            line("A", "dangling-reference", "the reference `#/none` leads nowhere"),
            line("B", "remote-reference", "the reference `https://example.com/b.yaml` would need the network"),
            line("C", "escaping-reference", &escapes("../c.yaml")),
            line("D", "escaping-reference", &escapes("/etc/passwd")),
            line("E", "unreadable-file", "the file `none.yaml` of the reference `none.yaml` cannot be read: no such file"),
            line("F", "dangling-reference", "the reference `#anchor` leads nowhere"),
            line("G", "escaping-reference", &escapes("file:///etc/passwd")),
            line("H", "escaping-reference", &escapes("a/..%2f..%2fh.yaml")),
        ]
    );
    assert_eq!(schema(loaded.document(), "/components/schemas/A"), serde_json::json!({}));
    assert_eq!(schema(loaded.document(), "/components/schemas/H"), serde_json::json!({"description": "Some(\"kept\")"}));
}

#[test]
fn circles_of_references_are_broken() {
    let loaded = load_text(&with_schemas(
        "3.0.0",
        "
Into: {$ref: '#/components/schemas/A'}
A: {$ref: '#/components/schemas/B'}
B: {$ref: '#/components/schemas/A'}
Self: {$ref: '#/components/schemas/Self'}
Fine: {properties: {fine: {$ref: '#/components/schemas/Fine'}}}
",
    ));
    assert_eq!(
        loaded.diagnostics,
        [
            "reference-cycle #/components/schemas/A/$ref: the reference `#/components/schemas/B` leads back to itself; any value is \
             accepted here",
            "reference-cycle #/components/schemas/Self/$ref: the reference `#/components/schemas/Self` leads back to itself; any value is \
             accepted here",
        ]
    );
    for (name, expected) in [("Into", "#/components/schemas/A"), ("A", "broken"), ("B", "broken"), ("Self", "broken")] {
        assert_eq!(target(&loaded, &format!("/components/schemas/{name}")), expected, "{name}");
    }
    assert_eq!(target(&loaded, "/components/schemas/Fine/properties/fine"), "#/components/schemas/Fine");
}

#[test]
fn a_long_chain_of_references_costs_no_stack() {
    const LENGTH: usize = 100_000;
    let mut text = String::from(r#"{"openapi":"3.0.0","paths":{},"components":{"schemas":{"#);
    for index in 0..LENGTH {
        text.push_str(&format!(r##""S{index}":{{"$ref":"#/components/schemas/S{}"}},"##, index + 1));
    }
    text.push_str(&format!(r#""S{LENGTH}":{{"type":"string"}}}},"parameters":{{"#));
    for index in 0..LENGTH {
        text.push_str(&format!(r##""P{index}":{{"$ref":"#/components/parameters/P{}"}},"##, index + 1));
    }
    text.push_str(&format!(r##""P{LENGTH}":{{"name":"p","in":"query","schema":{{}}}}}}}}}}"##));
    let text =
        text.replace(r#""paths":{}"#, r##""paths":{"/a":{"parameters":[{"$ref":"#/components/parameters/P0"}],"get":{}}}"##);
    let document = load_clean(&text);
    assert_eq!(document.follow(&Pointer::new("/components/schemas/S0")).as_str(), format!("/components/schemas/S{LENGTH}"));
    assert_eq!(super::operation(&document)["parameters"][0]["name"], "p");
}

#[test]
fn data_is_not_searched_for_references() {
    load_clean(&with_schemas(
        "3.1.0",
        "
A:
  default: {$ref: none}
  example: {$ref: none}
  examples: [{$ref: none}]
  enum: [{$ref: none}]
  const: {$ref: none}
  x-a: {$ref: none}
  properties:
    $ref: {type: string}
    default: {type: string}
    x-b: {type: integer}
",
    ));
}

#[test]
fn a_mapping_names_components_or_refers() {
    let loaded = load_text(&with_schemas(
        "3.0.0",
        "
Pet:
  discriminator:
    propertyName: kind
    mapping: {cat: Cat, dog: '#/components/schemas/Dog', bird: bird.yaml, none: None}
Cat: {}
Dog: {}
",
    ));
    let discriminator = loaded.document().schema(&Pointer::new("/components/schemas/Pet")).discriminator.expect("there is one");
    assert_eq!(discriminator.property, "kind");
    let expected = [("cat", Pointer::new("/components/schemas/Cat")), ("dog", Pointer::new("/components/schemas/Dog"))];
    assert_eq!(discriminator.mapping, expected);
    assert_eq!(
        loaded.diagnostics,
        [
            "unreadable-file #/components/schemas/Pet/discriminator/mapping/bird: the file `bird.yaml` of the reference `bird.yaml` cannot \
             be read: no such file; the entry is ignored",
            "unreadable-file #/components/schemas/Pet/discriminator/mapping/none: the file `None` of the reference `None` cannot be read: \
             no such file; the entry is ignored",
        ]
    );
}

#[test]
fn a_pasted_schema_takes_itself_for_the_document() {
    let loaded = load_text(&with_schemas("3.1.0", "A: {properties: {a: {$ref: '#/$defs/b'}}, $defs: {b: {}}}"));
    assert_eq!(target(&loaded, "/components/schemas/A/properties/a"), "#/components/schemas/A/$defs/b");
    let expected = "dangling-reference #/components/schemas/A/properties/a/$ref: the reference `#/$defs/b` leads nowhere from the root of \
                    the document; it is read as a reference to `#/components/schemas/A/$defs/b`";
    assert_eq!(loaded.diagnostics, [expected]);
}

#[test]
fn lists_of_names_are_no_schemas() {
    load_clean(&with_schemas("3.0.0", "A: {dependencies: {a: [b, c], d: {required: [e]}}}"));
}

#[test]
fn an_identifier_stands_beside_a_reference() {
    let loaded = load_text(&with_schemas("3.1.0", "A: {$id: 'urn:a', $ref: '#/$defs/b', $defs: {b: {}}}\nB: {$ref: 'urn:a'}"));
    assert_eq!(loaded.diagnostics, [""; 0]);
    assert_eq!(target(&loaded, "/components/schemas/A"), "#/components/schemas/A/$defs/b");
    assert_eq!(target(&loaded, "/components/schemas/B"), "#/components/schemas/A");
}

#[test]
fn an_identifier_of_draft_4_does_nothing_beside_a_reference() {
    let loaded = load_text(&with_schemas(
        "3.0.0",
        "
A:
  id: https://example.com/base/
  definitions:
    far: {id: 'https://example.com/foo.json', type: string}
    near: {id: foo.json, type: integer}
  allOf: [{id: 'https://example.com/', $ref: foo.json}]
",
    ));
    assert_eq!(loaded.diagnostics, [""; 0]);
    assert_eq!(target(&loaded, "/components/schemas/A/allOf/0"), "#/components/schemas/A/definitions/near");
}
