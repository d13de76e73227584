//! How schemas are read.

use super::{load_clean, load_text, schema, with_schemas};
use serde_json::{Value, json};

/// The one schema of a document of this version.
fn read(version: &str, text: &str) -> Value {
    let document = load_clean(&with_schemas(version, &format!("A: {text}")));
    schema(&document, "/components/schemas/A")
}

#[test]
fn what_is_equal_in_3_0_and_3_1_reads_equal() {
    for (old, new) in [
        ("{type: string, nullable: true}", "{type: [string, 'null']}"),
        ("{type: integer, minimum: 1, exclusiveMinimum: true}", "{type: integer, exclusiveMinimum: 1}"),
        ("{type: integer, maximum: 1, exclusiveMaximum: false}", "{type: integer, maximum: 1}"),
        ("{type: string, example: a}", "{type: string, examples: [a, b]}"),
        ("{type: string, format: byte}", "{type: string, contentEncoding: base64}"),
        ("{type: object, additionalProperties: false}", "{type: [object], additionalProperties: false}"),
        ("{type: array, items: {}}", "{type: array, items: {}}"),
    ] {
        assert_eq!(read("3.0.3", old), read("3.1.0", new), "{old} and {new}");
    }
}

#[test]
fn null_is_a_type_or_a_flag() {
    assert_eq!(read("3.0.0", "{type: string, nullable: true}"), json!({"types": "null string"}));
    assert_eq!(read("3.0.0", "{nullable: true}"), json!({"nullable": "true"}));
    assert_eq!(read("3.1.0", "{type: 'null'}"), json!({"types": "null"}));
    assert_eq!(read("3.1.0", "{type: [integer, string, 'null']}"), json!({"types": "null integer string"}));
}

#[test]
fn exclusive_bounds_are_numbers() {
    let expected = json!({"constraints": r#"[("exclusiveMinimum", Number(3))]"#});
    assert_eq!(read("3.0.0", "{minimum: 3, exclusiveMinimum: true}"), expected);
    assert_eq!(read("3.1.0", "{exclusiveMinimum: 3}"), expected);
    let both = json!({"constraints": r#"[("minimum", Number(3)), ("exclusiveMinimum", Number(5))]"#});
    assert_eq!(read("3.1.0", "{minimum: 3, exclusiveMinimum: 5}"), both);
}

#[test]
fn tuples_are_prefix_items_in_every_dialect() {
    let prefix = "[#/components/schemas/A/prefixItems/0]";
    assert_eq!(read("3.1.0", "{prefixItems: [{}]}"), json!({"prefix_items": prefix}));
    assert_eq!(
        read("3.1.0", "{prefixItems: [{}], items: false}"),
        json!({"prefix_items": prefix, "additional_items": "Forbidden"})
    );
    assert_eq!(
        read("3.1.0", "{prefixItems: [{}], items: {}}"),
        json!({"prefix_items": prefix, "additional_items": "Schema(#/components/schemas/A/items)"})
    );
    let list = "[#/components/schemas/A/items/0]";
    assert_eq!(
        read("3.0.0", "{items: [{}], additionalItems: false}"),
        json!({"prefix_items": list, "additional_items": "Forbidden"})
    );
    assert_eq!(read("3.0.0", "{items: {}, additionalItems: false}"), json!({"items": "Some(#/components/schemas/A/items)"}));
}

#[test]
fn booleans_are_schemas() {
    assert_eq!(read("3.1.0", "true"), json!({"boolean": "Some(true)"}));
    assert_eq!(read("3.1.0", "{items: false}"), json!({"items": "Some(#/components/schemas/A/items)"}));
    let expected = json!({
        "additional_properties": "Allowed", "unevaluated_properties": "Forbidden",
        "property_names": "Some(#/components/schemas/A/propertyNames)",
    });
    assert_eq!(read("3.1.0", "{additionalProperties: true, unevaluatedProperties: false, propertyNames: true}"), expected);
}

#[test]
fn every_keyword_is_read() {
    let text = "
  title: T
  description: D
  deprecated: true
  readOnly: true
  writeOnly: true
  default: 1
  const: 2
  enum: [1, 2]
  required: [a]
  properties: {a: {}, b/c: {}}
  patternProperties: {^x: {}}
  allOf: [{}]
  anyOf: [{}, {}]
  oneOf: [{}]
  not: {}
  if: {}
  then: {}
  else: {}
  contains: {}
  unevaluatedItems: {}
  dependentSchemas: {a: {}}
  contentEncoding: gzip
  contentMediaType: text/plain
  minLength: 1
  maxLength: 2.0
  pattern: a
  multipleOf: 0.5
  uniqueItems: true
  minItems: 1
  x-a: 1
  xml: {name: a}
  $comment: c
";
    assert_eq!(
        read("3.1.0", text),
        json!({
            "title": "Some(\"T\")", "description": "Some(\"D\")", "deprecated": "true", "read_only": "true", "write_only": "true",
            "default": "Some(Number(1))", "constant": "Some(Number(2))", "enumeration": "Some([Number(1), Number(2)])",
            "required": "[\"a\"]",
            "properties": "[(\"a\", #/components/schemas/A/properties/a), (\"b/c\", #/components/schemas/A/properties/b~1c)]",
            "pattern_properties": "[(\"^x\", #/components/schemas/A/patternProperties/^x)]",
            "all_of": "[#/components/schemas/A/allOf/0]",
            "any_of": "[#/components/schemas/A/anyOf/0, #/components/schemas/A/anyOf/1]",
            "one_of": "[#/components/schemas/A/oneOf/0]",
            "conditions": "[(\"not\", #/components/schemas/A/not), (\"if\", #/components/schemas/A/if), \
                           (\"then\", #/components/schemas/A/then), (\"else\", #/components/schemas/A/else), \
                           (\"contains\", #/components/schemas/A/contains), \
                           (\"unevaluatedItems\", #/components/schemas/A/unevaluatedItems), \
                           (\"dependentSchemas\", #/components/schemas/A/dependentSchemas/a)]",
            "content_encoding": "Some(\"gzip\")", "content_media_type": "Some(\"text/plain\")",
            "constraints": "[(\"minLength\", Number(1)), (\"maxLength\", Number(2.0)), (\"pattern\", String(\"a\")), \
                            (\"multipleOf\", Number(0.5)), (\"uniqueItems\", Bool(true)), (\"minItems\", Number(1))]",
            "extensions": "[(\"x-a\", Number(1))]",
        })
    );
}

#[test]
fn a_keyword_of_the_wrong_type_is_ignored() {
    let text = "
A:
  required: true
  nullable: 'true'
  maxLength: '10'
  minLength: -1
  minItems: 1.5
  enum: a
  properties: [a]
  allOf: {}
  items: a
  additionalProperties: 'false'
  description: null
  format: [a]
  discriminator: 1
B: a
C: {properties: {a: null}}
D: {required: [a, 1]}
";
    let loaded = load_text(&with_schemas("3.0.0", text));
    let ignored = |place: &str, text: &str| format!("wrong-type #/components/schemas/{place}: {text}; the keyword is ignored");
    let spelled = |place: &str, text: &str| {
        format!("wrong-type #/components/schemas/{place}: {text}; it is read as the boolean that it spells")
    };
    let open = |place: &str, text: &str| format!("wrong-type #/components/schemas/{place}: {text}; any value is accepted here");
    assert_eq!(
        loaded.diagnostics,
        [
            ignored("A/required", "`required` is a boolean, not an array of strings"),
            spelled("A/nullable", "`nullable` is a string, not a boolean"),
            ignored("A/maxLength", "`maxLength` is a string, not a whole number"),
            ignored("A/minLength", "`minLength` is a negative number, not a whole number"),
            ignored("A/minItems", "`minItems` is a fraction, not a whole number"),
            ignored("A/enum", "`enum` is a string, not an array"),
            ignored("A/properties", "`properties` is an array, not an object"),
            ignored("A/allOf", "`allOf` is an object, not an array of schemas"),
            ignored("A/items", "`items` is a string, not a schema"),
            spelled("A/additionalProperties", "`additionalProperties` is a string, not a schema"),
            ignored("A/format", "`format` is an array, not a string"),
            ignored("A/discriminator", "`discriminator` is a number, not an object"),
            open("B", "a schema is a string, not an object"),
            open("C/properties/a", "a schema is null, not an object"),
            ignored("D/required", "`required` is an array, not an array of strings"),
        ]
    );
    let document = loaded.document();
    assert_eq!(schema(document, "/components/schemas/A"), json!({"nullable": "true", "additional_properties": "Forbidden"}));
    assert_eq!(schema(document, "/components/schemas/B"), json!({}));
    assert_eq!(schema(document, "/components/schemas/D"), json!({"required": "[\"a\"]"}));
}

#[test]
fn an_unknown_type_is_read_as_what_it_must_mean() {
    for (name, note, expected) in [
        ("file", "it is read as `string` with the format `binary`", json!({"types": "string", "format": "Some(\"binary\")"})),
        (
            "datetime",
            "it is read as `string` with the format `date-time`",
            json!({"types": "string", "format": "Some(\"date-time\")"}),
        ),
        ("int", "it is read as `integer`", json!({"types": "integer"})),
        ("long", "it is read as `integer` with the format `int64`", json!({"types": "integer", "format": "Some(\"int64\")"})),
        ("float", "it is read as `number`", json!({"types": "number"})),
        ("bool", "it is read as `boolean`", json!({"types": "boolean"})),
        ("String", "it is read as `string`", json!({"types": "string"})),
        ("any", "any value is accepted here", json!({})),
        ("Pet", "any value is accepted here", json!({})),
    ] {
        let loaded = load_text(&with_schemas("3.0.0", &format!("A: {{type: {name}}}")));
        let message = format!("unknown-type #/components/schemas/A/type: JSON Schema has no type `{name}`; {note}");
        assert_eq!(loaded.diagnostics, [message]);
        assert_eq!(schema(loaded.document(), "/components/schemas/A"), expected, "{name}");
    }
}

#[test]
fn an_unquoted_null_is_a_type_where_nothing_else_is_said() {
    let loaded = load_text(&with_schemas("3.1.0", "A: {type: null}\nB: {type: null, properties: {}}\nC: {type: [string, null]}"));
    let types = |name: &str| schema(loaded.document(), &format!("/components/schemas/{name}"))["types"].clone();
    assert_eq!([types("A"), types("B"), types("C")], [json!("null"), json!(null), json!("null string")]);
    assert_eq!(loaded.diagnostics.len(), 3);
}

#[test]
fn a_pointer_that_leads_nowhere_reads_as_anything() {
    let document = load_clean("openapi: 3.0.0");
    assert_eq!(schema(&document, "/components/schemas/None"), json!({}));
}
