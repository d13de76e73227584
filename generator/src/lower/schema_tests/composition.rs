//! `allOf`, `oneOf`, `anyOf`, discriminators and conditions.

use super::types;
use insta::assert_snapshot;

#[test]
fn all_of_is_one_struct() {
    let types = types(
        "
Base: {type: object, required: [id], properties: {id: {type: string}, both: {type: object, properties: {a: {type: string}}}}}
Child:
  allOf:
    - $ref: '#/components/schemas/Base'
    - {type: object, required: [own, both], properties: {own: {type: integer}, both: {type: object, properties: {b: {type: integer}}}}}
Stricter: {allOf: [{$ref: '#/components/schemas/Base'}], required: [both]}
",
    );
    assert_snapshot!(types, @r#"
    struct Base { id: string, both?: Base.both, ..keep }
    struct Base.both { a?: string, ..keep }
    struct Child { id: string, both: Child.both, own: i64, ..keep }
    struct Child.both { a?: string, b?: i64, ..keep }
    struct Stricter { id: string, both: Base.both, ..keep }
    "#);
}

#[test]
fn all_of_intersects_types_and_values() {
    let types = types(
        "
Kind: {type: string, enum: [a, b, c]}
Base: {type: object, properties: {kind: {$ref: '#/components/schemas/Kind'}, n: {type: number}, conflict: {type: string}}}
Child:
  allOf:
    - $ref: '#/components/schemas/Base'
    - {properties: {kind: {enum: [a]}, n: {type: integer}, conflict: {type: integer}}}
",
    );
    assert_snapshot!(types, @r#"
    strings Kind = "a" | "b" | "c"
    struct Base { kind?: Kind, n?: f64, conflict?: string, ..keep }
    struct Child { kind?: Child.kind, n?: i64, conflict?: any?, ..keep }
    strings Child.kind = "a"
    conflicting-schemas: Node(#/components/schemas/Base/properties/conflict): these schemas allow no type in common
    "#);
}

#[test]
fn a_property_narrowed_to_a_child_has_the_childs_type() {
    let types = types(
        "
Base: {type: object, properties: {a: {type: string}}}
Derived: {allOf: [{$ref: '#/components/schemas/Base'}, {properties: {b: {type: string}}}]}
Holder: {type: object, properties: {it: {$ref: '#/components/schemas/Base'}}}
Narrow: {allOf: [{$ref: '#/components/schemas/Holder'}, {properties: {it: {$ref: '#/components/schemas/Derived'}}}]}
",
    );
    assert_snapshot!(types, @r#"
    struct Base { a?: string, ..keep }
    struct Derived { a?: string, b?: string, ..keep }
    struct Holder { it?: Base, ..keep }
    struct Narrow { it?: Derived, ..keep }
    "#);
}

#[test]
fn a_choice_beside_properties_is_a_union_of_merged_structs() {
    let types = types(
        "
Cat: {type: object, properties: {claws: {type: integer}}}
Owned:
  type: object
  properties: {owner: {type: string}}
  oneOf:
    - $ref: '#/components/schemas/Cat'
    - {title: Dog, properties: {bark: {type: string}}}
",
    );
    assert_snapshot!(types, @r#"
    struct Cat { claws?: i64, ..keep }
    union Owned = Cat Owned.Cat | Dog Owned.Dog
    struct Owned.Cat { owner?: string, claws?: i64, ..keep }
    struct Owned.Dog { owner?: string, bark?: string, ..keep }
    "#);
}

#[test]
fn a_choice_of_required_sets_adds_nothing() {
    let types = types(
        "
A: {type: object, properties: {a: {type: string}, b: {type: string}}, anyOf: [{required: [a]}, {required: [b]}]}
",
    );
    assert_snapshot!(types, @r#"
    struct A { a?: string, b?: string, ..keep }
    "#);
}

#[test]
fn a_choice_is_a_union() {
    let types = types(
        "
Pet: {type: object, properties: {name: {type: string}}}
A: {oneOf: [{type: string}, {type: integer}, {$ref: '#/components/schemas/Pet'}, {type: array, items: {type: string}}]}
Nullable: {oneOf: [{type: string}, {type: integer}, {type: 'null'}]}
Same: {anyOf: [{$ref: '#/components/schemas/Pet'}, {$ref: '#/components/schemas/Pet'}]}
One: {anyOf: [{$ref: '#/components/schemas/Pet'}]}
OneInline: {anyOf: [{type: object, properties: {a: {type: string}}}]}
Open: {anyOf: [{$ref: '#/components/schemas/Pet'}, {}]}
Inline: {oneOf: [{title: First, type: object, properties: {a: {type: string}}}, {type: object, properties: {b: {type: string}}}]}
Holder: {type: object, properties: {n: {$ref: '#/components/schemas/Nullable'}, open: {$ref: '#/components/schemas/Open'}}}
",
    );
    assert_snapshot!(types, @r#"
    struct Pet { name?: string, ..keep }
    union A = string | i64 | Pet | [string]
    union Nullable = string | i64
    alias Same = Pet
    alias One = Pet
    struct OneInline { a?: string, ..keep }
    union Open = Pet
    union Inline = First Inline.First | Inline.1
    struct Inline.First { a?: string, ..keep }
    struct Inline.1 { b?: string, ..keep }
    struct Holder { n?: Nullable?, open?: Open?, ..keep }
    "#);
}

#[test]
fn a_choice_of_texts_is_an_open_enum() {
    let types = types(
        "
Model: {anyOf: [{type: string}, {type: string, enum: [small, large]}]}
Named: {type: string, enum: [x, y]}
Either: {anyOf: [{$ref: '#/components/schemas/Named'}, {type: string}]}
Documented: {oneOf: [{const: a, description: the first}, {const: b, title: B}]}
Levels: {oneOf: [{const: 1, title: Low}, {const: 2, title: High}]}
Formats: {anyOf: [{type: string, format: uuid}, {type: string, format: date-time}]}
Typed: {type: string, anyOf: [{enum: [a]}, {pattern: '^b'}]}
",
    );
    assert_snapshot!(types, @r#"
    strings Model = "small" | "large"
    strings Named = "x" | "y"
    alias Either = Named
    strings Documented = "a" (the first) | "b" (B)
    integers Levels = 1 Low (Low) | 2 High (High)
    alias Formats = string
    strings Typed = "a"
    "#);
}

#[test]
fn a_discriminator_tags() {
    let types = types(
        "
Pet: {oneOf: [{$ref: '#/components/schemas/Cat'}, {$ref: '#/components/schemas/Dog'}], discriminator: {propertyName: type}}
Cat: {type: object, required: [type], properties: {type: {type: string}}}
Dog: {type: object, required: [type], properties: {type: {type: string}}}
Mapped:
  oneOf: [{$ref: '#/components/schemas/Cat'}, {$ref: '#/components/schemas/Dog'}]
  discriminator: {propertyName: type, mapping: {cat: '#/components/schemas/Cat', dog: Dog, hound: Dog}}
Useless:
  oneOf: [{type: object, properties: {a: {}}}, {type: object, properties: {b: {}}}]
  discriminator: {propertyName: type}
",
    );
    assert_snapshot!(types, @r#"
    union(type) Pet = Cat: Cat | Dog: Dog
    struct Cat { type: string, ..keep }
    struct Dog { type: string, ..keep }
    union(type) Mapped = cat: Cat | dog,hound: Dog
    union Useless = Useless.0 | Useless.1
    struct Useless.0 { a?: any?, ..keep }
    struct Useless.1 { b?: any?, ..keep }
    ambiguous-discriminator: Node(#/components/schemas/Useless/discriminator): the discriminator `type` does not tell the schemas apart
    "#);
}

#[test]
fn a_parent_with_a_discriminator_tags_its_children() {
    let types = types(
        "
Pet: {type: object, required: [petType], properties: {petType: {type: string}}, additionalProperties: false, discriminator: {propertyName: petType, mapping: {cat: Cat}}}
Cat: {allOf: [{$ref: '#/components/schemas/Pet'}, {properties: {claws: {type: integer}}}]}
Dog: {allOf: [{$ref: '#/components/schemas/Pet'}, {properties: {bark: {type: integer}}}]}
Any: {oneOf: [{$ref: '#/components/schemas/Cat'}, {$ref: '#/components/schemas/Dog'}]}
",
    );
    assert_snapshot!(types, @r#"
    struct Pet { petType: string, ..keep }
    struct Cat { petType: string, claws?: i64, ..keep }
    struct Dog { petType: string, bark?: i64, ..keep }
    union(petType) Any = cat: Cat | Dog: Dog
    "#);
}

#[test]
fn a_parent_may_list_children_that_extend_it() {
    let types = types(
        "
Pet:
  type: object
  required: [petType]
  properties: {petType: {type: string}}
  discriminator: {propertyName: petType}
  oneOf: [{$ref: '#/components/schemas/Cat'}, {$ref: '#/components/schemas/Dog'}]
Cat: {allOf: [{$ref: '#/components/schemas/Pet'}, {properties: {claws: {type: integer}}}]}
Dog: {allOf: [{$ref: '#/components/schemas/Pet'}, {properties: {bark: {type: integer}}}]}
",
    );
    assert_snapshot!(types, @r#"
    union(petType) Pet = Cat: Cat | Dog: Dog
    struct Cat { petType: string, claws?: i64, ..keep }
    struct Dog { petType: string, bark?: i64, ..keep }
    "#);
}

#[test]
fn distinct_constants_tag() {
    let types = types(
        "
Event:
  anyOf:
    - {type: object, required: [type], properties: {type: {const: text}, text: {type: string}}}
    - {type: object, required: [type], properties: {type: {enum: [image, picture]}, url: {type: string}}}
    - $ref: '#/components/schemas/Nested'
Nested:
  oneOf:
    - {type: object, required: [type], properties: {type: {const: x}}}
    - {type: object, required: [type], properties: {type: {const: y}}}
Numbered:
  oneOf:
    - {title: One, type: object, required: [v], properties: {v: {const: 1}}}
    - {title: Two, type: object, required: [v], properties: {v: {const: 2}}}
Optional:
  anyOf:
    - {type: object, properties: {type: {const: text}}}
    - {type: object, required: [type], properties: {type: {const: image}}}
",
    );
    assert_snapshot!(types, @r#"
    union(type) Event = text: text Event.text | image,picture: image Event.image | x,y: Nested
    struct Event.text { type: Event.text.type, text?: string, ..keep }
    struct Event.image { type: Event.image.type, url?: string, ..keep }
    union(type) Nested = x: x Nested.x | y: y Nested.y
    strings Event.text.type = "text"
    strings Event.image.type = "image" | "picture"
    struct Nested.x { type: Nested.x.type, ..keep }
    struct Nested.y { type: Nested.y.type, ..keep }
    strings Nested.x.type = "x"
    strings Nested.y.type = "y"
    union(v) Numbered = 1: One Numbered.One | 2: Two Numbered.Two
    struct Numbered.One { v: Numbered.One.v, ..keep }
    struct Numbered.Two { v: Numbered.Two.v, ..keep }
    integers Numbered.One.v = 1
    integers Numbered.Two.v = 2
    union Optional = Optional.0 | Optional.1
    struct Optional.0 { type?: Optional.0.type, ..keep }
    struct Optional.1 { type: Optional.1.type, ..keep }
    strings Optional.0.type = "text"
    strings Optional.1.type = "image"
    "#);
}

#[test]
fn conditions_widen() {
    let types = types(
        "
A:
  type: object
  properties: {kind: {type: string}}
  if: {properties: {kind: {const: a}}}
  then: {properties: {extra: {type: integer}}}
  else: {required: [kind]}
  not: {required: [forbidden]}
False: {type: object, properties: {a: {type: array, items: false}}}
",
    );
    assert_snapshot!(types, @r#"
    struct A { kind?: string, extra?: any?, ..keep }
    struct False { a?: [any], ..keep }
    unsupported-schema: Node(#/components/schemas/A/then/properties/extra): the property `extra` has a schema only under a condition
    unsupported-schema: Node(#/components/schemas/False/properties/a/items): the schema `false` allows no value
    "#);
}

#[test]
fn choices_beside_each_other_combine() {
    let types = types(
        "
A:
  type: object
  allOf:
    - oneOf: [{title: P, properties: {p: {type: string}}}, {title: Q, properties: {q: {type: string}}}]
    - oneOf: [{title: R, properties: {r: {type: string}}}, {title: S, properties: {s: {type: string}}}]
",
    );
    assert_snapshot!(types, @r#"
    union A = P A.P | Q A.Q
    struct A.P.R { p?: string, r?: string, ..keep }
    struct A.P.S { p?: string, s?: string, ..keep }
    union A.P = R A.P.R | S A.P.S
    struct A.Q.R { q?: string, r?: string, ..keep }
    struct A.Q.S { q?: string, s?: string, ..keep }
    union A.Q = R A.Q.R | S A.Q.S
    "#);
}

#[test]
fn a_branch_of_another_type_than_what_stands_beside_it_stands_alone() {
    let types = types(
        "
A:
  type: array
  items: {type: string}
  oneOf:
    - {type: object, required: [teams], properties: {teams: {type: array, items: {type: string}}}}
    - {type: array, items: {type: string}}
",
    );
    assert_snapshot!(types, @r#"
    union A = A.0 | [string]
    struct A.0 { teams: [string], ..keep }
    "#);
}

#[test]
fn branches_that_only_constrain_stand_beside_others() {
    let types = types(
        "
A:
  type: object
  properties: {a: {type: string}, b: {type: string}}
  anyOf:
    - {required: [a]}
    - {required: [b]}
    - {type: object, maxProperties: 0}
B:
  type: object
  properties: {a: {type: string}}
  anyOf:
    - {required: [a]}
    - {title: Other, properties: {b: {type: string}}}
",
    );
    assert_snapshot!(types, @r#"
    struct A { a?: string, b?: string, ..keep }
    union B = B.0 | Other B.Other
    struct B.0 { a: string, ..keep }
    struct B.Other { a?: string, b?: string, ..keep }
    "#);
}
