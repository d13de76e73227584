//! Scalars, enums, arrays, objects, references, `null`, and circles.

use super::{strict_types, types};
use crate::{
    Source,
    config::Config,
    diagnostic::Diagnostics,
    load,
    lower::{dump, lower},
};
use insta::assert_snapshot;

#[test]
fn scalars_have_a_type_by_their_format() {
    let types = types(
        "
A:
  type: object
  properties:
    text: {type: string}
    whole: {type: integer}
    small: {type: integer, format: int32}
    byte: {type: integer, format: uint8}
    number: {type: number}
    single: {type: number, format: float}
    number_of_integers: {type: number, format: int64}
    flag: {type: boolean}
    moment: {type: string, format: date-time}
    day: {type: string, format: date}
    id: {type: string, format: uuid}
    blob: {type: string, format: byte}
    encoded: {type: string, contentEncoding: base64}
    file: {type: string, format: binary}
    mail: {type: string, format: email}
",
    );
    assert_snapshot!(types, @r#"
    struct A { text?: string, whole?: i64, small?: i32, byte?: u8, number?: f64, single?: f32, number_of_integers?: f64, flag?: bool, moment?: datetime, day?: date, id?: uuid, blob?: base64, encoded?: base64, file?: string, mail?: string, ..keep }
    "#);
}

#[test]
fn bounds_only_widen_an_integer() {
    let types = types(
        "
A:
  type: object
  properties:
    big: {type: integer, minimum: 0, maximum: 18446744073709551615}
    rounded: {type: integer, format: int64, maximum: 9223372036854775808.0}
    beyond_format: {type: integer, format: int32, maximum: 4294967295}
    below_format: {type: integer, format: uint32, minimum: -1}
    tight: {type: integer, minimum: 0, maximum: 10}
",
    );
    assert_snapshot!(types, @r#"
    struct A { big?: u64, rounded?: i64, beyond_format?: i64, below_format?: i64, tight?: i64, ..keep }
    "#);
}

#[test]
fn a_field_says_whether_it_may_be_absent_or_null() {
    let types = types(
        "
A:
  type: object
  required: [a, b, undeclared, anything]
  properties:
    a: {type: string}
    b: {type: [string, 'null']}
    c: {type: string}
    d: {type: string, nullable: true}
    anything: {}
    something: true
    nothing: {type: 'null'}
    never: false
",
    );
    assert_snapshot!(types, @r#"
    struct A { a: string, b: string?, c?: string, d?: string?, anything: any, something?: any?, nothing?: null?, undeclared: any, ..keep }
    "#);
}

#[test]
fn an_enum_is_of_strings_integers_or_mixed_values() {
    let types = types(
        "
Strings: {type: string, enum: [a, b, a]}
Inferred: {enum: [a, b]}
Integers: {type: integer, enum: [1, 2.0]}
Mixed: {enum: [1, a, [1], {b: 0.5}]}
Const: {const: a}
Boolean: {type: boolean, enum: [true]}
Holder:
  type: object
  required: [nullable, typed]
  properties:
    nullable: {enum: [a, null]}
    typed: {type: string, nullable: true, enum: [a]}
    wrong: {type: integer, enum: [a]}
    \"null\": {enum: [null]}
    items: {type: array, items: {type: string, enum: [a, null]}}
",
    );
    assert_snapshot!(types, @r#"
    strings Strings = "a" | "b"
    strings Inferred = "a" | "b"
    integers Integers = 1 | 2
    literals Mixed = 1 | "a" | [1] | {"b":0.5}
    strings Const = "a"
    alias Boolean = bool
    struct Holder { nullable: Holder.nullable?, typed: Holder.typed?, wrong?: i64, null?: null?, items?: [Holder.items.[]?], ..keep }
    strings Holder.nullable = "a"
    strings Holder.typed = "a"
    strings Holder.items.[] = "a"
    conflicting-schemas: Node(#/components/schemas/Holder/properties/wrong): no value of `enum` has the type that the schema names
    "#);
}

#[test]
fn extensions_name_and_describe_enum_values() {
    let types = types(
        "
A: {type: integer, enum: [0, 1], x-enum-varnames: [Off, On], x-enum-descriptions: [not running, running]}
B: {type: string, enum: [a, b], x-enum-descriptions: {a: the first}}
C: {type: string, enum: [a], x-ms-enum: {name: C, values: [{value: a, name: Alpha, description: the first}]}}
",
    );
    assert_snapshot!(types, @r#"
    integers A = 0 Off (not running) | 1 On (running)
    strings B = "a" (the first) | "b"
    strings C = "a" Alpha (the first)
    "#);
}

#[test]
fn arrays_and_maps() {
    let types = types(
        "
List: {type: array, items: {type: string}}
Anything: {type: array}
Inline: {type: array, items: {type: object, properties: {a: {type: string}}}}
Map: {type: object, additionalProperties: {type: integer}}
Free: {type: object}
Open: {type: object, additionalProperties: true}
Closed: {type: object, additionalProperties: false}
Nested: {type: object, additionalProperties: {type: array, items: {type: [string, 'null']}}}
MapOfStructs: {type: object, additionalProperties: {type: object, properties: {a: {type: string}}}}
",
    );
    assert_snapshot!(types, @r#"
    alias List = [string]
    alias Anything = [any]
    alias Inline = [Inline.[]]
    struct Inline.[] { a?: string, ..keep }
    alias Map = {i64}
    alias Free = {any}
    alias Open = {any}
    struct Closed { ..drop }
    alias Nested = {[string?]}
    alias MapOfStructs = {MapOfStructs.{}}
    struct MapOfStructs.{} { a?: string, ..keep }
    "#);
}

#[test]
fn a_tuple_has_elements_by_position() {
    let types = types(
        "
Point: {type: array, prefixItems: [{type: number}, {type: number}], minItems: 2, items: false}
Open: {type: array, prefixItems: [{type: string}]}
Typed: {type: array, prefixItems: [{type: string}], items: {type: integer}}
Old: {type: array, items: [{type: string}, {type: object, properties: {a: {}}}], additionalItems: false}
Full: {type: array, prefixItems: [{type: string}], maxItems: 1}
",
    );
    assert_snapshot!(types, @r#"
    tuple Point (f64, f64)
    tuple Open (string=, ..any)
    tuple Typed (string=, ..i64)
    tuple Old (string=, Old.(1)=)
    struct Old.(1) { a?: any?, ..keep }
    tuple Full (string=)
    "#);
}

#[test]
fn additional_properties_stand_beside_fields() {
    let types = types(
        "
Typed: {type: object, properties: {a: {type: string}}, additionalProperties: {type: integer}}
Closed: {type: object, properties: {a: {type: string}}, additionalProperties: false}
Demanding: {type: object, properties: {a: {type: string}}, required: [b], additionalProperties: {type: integer}}
Pure: {type: object, required: [b], additionalProperties: {type: integer}}
",
    );
    assert_snapshot!(types, @r#"
    struct Typed { a?: string, ..i64 }
    struct Closed { a?: string, ..drop }
    struct Demanding { a?: string, b: i64, ..i64 }
    alias Pure = {i64}
    "#);
}

#[test]
fn the_values_of_patterns_lose_nothing() {
    let types = types(
        "
Universal: {type: object, patternProperties: {'.*': {type: integer}}}
Closed: {type: object, patternProperties: {'^x-': {type: integer}}, additionalProperties: false}
Open: {type: object, patternProperties: {'^x-': {type: integer}}}
Several: {type: object, patternProperties: {'^a': {type: integer}, '^b': {type: string}}, additionalProperties: false}
Beside: {type: object, properties: {a: {type: string}}, patternProperties: {'^x-': {type: integer}}, additionalProperties: {type: boolean}}
",
    );
    assert_snapshot!(types, @r#"
    alias Universal = {i64}
    alias Closed = {i64}
    alias Open = {Open.{}?}
    union Open.{} = i64
    alias Several = {Several.{}}
    union Several.{} = i64 | string
    struct Beside { a?: string, ..Beside.{} }
    union Beside.{} = i64 | bool
    "#);
}

#[test]
fn a_reference_is_its_target() {
    let types = types(
        "
Pet: {type: object, properties: {name: {type: string}}}
Holder:
  type: object
  properties:
    plain: {$ref: '#/components/schemas/Pet'}
    described: {$ref: '#/components/schemas/Pet', description: the pet}
    wrapped: {allOf: [{$ref: '#/components/schemas/Pet'}]}
    nullable: {nullable: true, allOf: [{$ref: '#/components/schemas/Pet'}]}
    late: {allOf: [{$ref: '#/components/schemas/Pet'}, {nullable: true}]}
    deep: {$ref: '#/components/schemas/Pet/properties/name'}
    one: {oneOf: [{$ref: '#/components/schemas/Pet'}, {type: 'null'}]}
Other: {$ref: '#/components/schemas/Pet'}
UsesOther: {type: array, items: {$ref: '#/components/schemas/Other'}}
",
    );
    assert_snapshot!(types, @r#"
    struct Pet { name?: string, ..keep }
    struct Holder { plain?: Pet, described?: Pet, wrapped?: Pet, nullable?: Pet?, late?: Pet?, deep?: string, one?: Pet?, ..keep }
    alias Other = Pet
    alias UsesOther = [Other]
    "#);
}

#[test]
fn a_nullable_component_is_nullable_where_it_is_used() {
    let types = types(
        "
Pet: {type: [object, 'null'], properties: {name: {type: string}}}
Text: {type: string, nullable: true}
Maybe: {anyOf: [{$ref: '#/components/schemas/Pet'}, {type: 'null'}]}
Holder:
  type: object
  required: [pet]
  properties:
    pet: {$ref: '#/components/schemas/Pet'}
    text: {$ref: '#/components/schemas/Text'}
    pets: {type: array, items: {$ref: '#/components/schemas/Maybe'}}
",
    );
    assert_snapshot!(types, @r#"
    struct Pet { name?: string, ..keep }
    alias Text = string
    alias Maybe = Pet
    struct Holder { pet: Pet?, text?: Text?, pets?: [Maybe?], ..keep }
    "#);
}

#[test]
fn type_lists_are_unions_of_kinds() {
    let types = types(
        "
A: {type: [string, integer]}
B: {type: [object, array, 'null'], properties: {a: {type: string}}, items: {type: integer}}
C: {type: [integer, number]}
D: {type: [string, number, boolean, object, array, 'null']}
Foreign: {type: string, properties: {a: {type: string}}, items: {}}
",
    );
    assert_snapshot!(types, @r#"
    union A = i64 | string
    union B = [i64] | B.object
    struct B.object { a?: string, ..keep }
    alias C = f64
    alias D = any
    alias Foreign = string
    "#);
}

#[test]
fn a_schema_without_type_is_what_its_keywords_are_about() {
    let types = types(
        "
Object: {properties: {a: {type: string}}}
Array: {items: {type: string}}
Constrained: {minLength: 3}
Empty: {}
True: true
Holder: {type: object, properties: {object: {$ref: '#/components/schemas/Object'}, empty: {$ref: '#/components/schemas/Empty'}}}
",
    );
    assert_snapshot!(types, @r#"
    struct Object { a?: string, ..keep }
    alias Array = [string]
    alias Constrained = any
    alias Empty = any
    alias True = any
    struct Holder { object?: Object, empty?: Empty?, ..keep }
    "#);
}

#[test]
fn without_type_anything_else_is_kept_where_the_configuration_says_so() {
    let types = strict_types(
        "
Object: {properties: {a: {type: string}}}
Array: {type: array, items: {items: {type: string}}}
Constrained: {minLength: 3}
Holder: {type: object, properties: {object: {$ref: '#/components/schemas/Object'}}}
",
    );
    assert_snapshot!(types, @r#"
    union Object = Object.object
    struct Object.object { a?: string, ..keep }
    alias Array = [Array.[]?]
    union Array.[] = [string]
    alias Constrained = any
    struct Holder { object?: Object?, ..keep }
    "#);
}

#[test]
fn boxes_break_circles_where_a_walk_comes_back() {
    let types = types(
        "
Tree: {type: object, properties: {left: {$ref: '#/components/schemas/Tree'}, children: {type: array, items: {$ref: '#/components/schemas/Tree'}}}}
A: {type: object, required: [b], properties: {b: {$ref: '#/components/schemas/B'}}}
B: {type: object, properties: {a: {$ref: '#/components/schemas/A'}}}
Json: {oneOf: [{type: string}, {type: array, items: {$ref: '#/components/schemas/Json'}}, {$ref: '#/components/schemas/Wrapper'}]}
Wrapper: {type: object, properties: {value: {$ref: '#/components/schemas/Json'}}}
",
    );
    assert_snapshot!(types, @r#"
    struct Tree { left?: box Tree, children?: [Tree], ..keep }
    struct A { b: B, ..keep }
    struct B { a?: box A, ..keep }
    union Json = string | [Json] | Wrapper
    struct Wrapper { value?: box Json, ..keep }
    "#);
}

#[test]
fn an_alias_of_itself_is_a_newtype() {
    let types = types(
        "
Forest: {type: array, items: {$ref: '#/components/schemas/Forest'}}
X: {type: array, items: {$ref: '#/components/schemas/Y'}}
Y: {type: object, additionalProperties: {$ref: '#/components/schemas/X'}}
Loop: {allOf: [{$ref: '#/components/schemas/Loop'}]}
Self: {anyOf: [{$ref: '#/components/schemas/Self'}, {type: 'null'}]}
",
    );
    assert_snapshot!(types, @r#"
    newtype Forest = [Forest]
    newtype X = [Y]
    alias Y = {X}
    alias Loop = any
    alias Self = any
    "#);
}

#[test]
fn a_nested_definition_is_named_after_its_way() {
    let types = types(
        "
A:
  type: object
  properties:
    x: {$ref: '#/components/schemas/A/$defs/Inner'}
    list: {$ref: '#/components/schemas/B/properties/list'}
  $defs: {Inner: {type: object, properties: {y: {type: string}}}}
B: {type: object, properties: {list: {type: array, items: {type: object, properties: {z: {type: string}}}}, self: {$ref: '#/components/schemas/B/properties/list'}}}
",
    );
    assert_snapshot!(types, @r#"
    struct A { x?: A.$Inner, list?: B.list, ..keep }
    struct A.$Inner { y?: string, ..keep }
    alias B.list = [B.list.[]]
    struct B.list.[] { z?: string, ..keep }
    struct B { list?: B.list, self?: B.list, ..keep }
    "#);
}

#[test]
fn a_schema_in_a_file_of_its_own_has_the_name_of_its_component() {
    let root = "{openapi: 3.1.0, info: {title: t, version: '1'}, components: {schemas: {
  Order: {$ref: 'order.yaml'}, Pet: {$ref: 'pet.yaml'}, Other: {$ref: 'pet.yaml'}}}}";
    let order = "{type: object, properties: {pet: {$ref: 'pet.yaml'}, orders: {type: array, items: {$ref: 'order.yaml'}}}}";
    let pet = "{type: object, properties: {name: {type: string}}}";
    let files = Files(vec![("openapi.yaml", root), ("order.yaml", order), ("pet.yaml", pet)]);
    let mut diagnostics = Diagnostics::default();
    let (document, _) = load::load(&files, "openapi.yaml", &Config::default(), &mut diagnostics);
    let api = lower(&document.expect("the test's document"), &Config::default(), &mut diagnostics);
    assert_snapshot!(dump::dump(&api), @r#"
    struct Order { pet?: Pet, orders?: [Order], ..keep }
    struct Pet { name?: string, ..keep }
    alias Other = Pet
    "#);
}

struct Files(Vec<(&'static str, &'static str)>);

impl Source for Files {
    fn read(&self, path: &str) -> Result<Vec<u8>, String> {
        let file = self.0.iter().find(|(name, _)| *name == path).ok_or("no such file")?;
        Ok(file.1.as_bytes().to_vec())
    }
}

/// Forty texts are 960 bytes and stay where they are; fifty are 1,200, and are held by a pointer.
#[test]
fn what_is_large_is_held_on_the_heap() {
    let texts = |count: usize| (0..count).map(|index| format!("t{index}: {{type: string}}")).collect::<Vec<_>>().join(", ");
    let types = types(&format!(
        "
Outer:
  type: object
  required: [large]
  properties:
    large: {{$ref: '#/components/schemas/Large'}}
    maybe: {{$ref: '#/components/schemas/Large'}}
    list: {{type: array, items: {{$ref: '#/components/schemas/Large'}}}}
    middling: {{$ref: '#/components/schemas/Middling'}}
    either: {{oneOf: [{{$ref: '#/components/schemas/Large'}}, {{type: string}}]}}
Outermost: {{type: object, properties: {{outer: {{$ref: '#/components/schemas/Outer'}}}}}}
Middling: {{type: object, properties: {{{}}}}}
Large: {{type: object, properties: {{{}}}}}
",
        texts(40),
        texts(50),
    ));
    let held: Vec<&str> = types.lines().filter(|line| !line.contains("t0")).collect();
    assert_snapshot!(held.join("\n"), @r"
    struct Outer { large: box Large, maybe?: box Large, list?: [Large], middling?: Middling, either?: Outer.either, ..keep }
    union Outer.either = box Large | string
    struct Outermost { outer?: box Outer, ..keep }
    ");
}
