//! Usage, `readOnly` and `writeOnly`, documentation, and the choices of the configuration.

use super::{REQUEST, RESPONSE, docs, lower_with, used};
use crate::{
    config::{Config, FormatChoice, Override, UnknownFields},
    lower::dump,
};
use insta::assert_snapshot;

#[test]
fn usage_spreads() {
    let types = used(
        "
Request: {type: object, properties: {inner: {$ref: '#/components/schemas/Inner'}}}
Response: {type: object, properties: {items: {type: array, items: {$ref: '#/components/schemas/Inner'}}, only: {$ref: '#/components/schemas/Only'}}}
Inner: {type: object, properties: {a: {type: string, enum: [a]}}}
Only: {type: object, properties: {me: {$ref: '#/components/schemas/Only'}}}
Unused: {type: string}
",
        &[("Request", REQUEST), ("Response", RESPONSE)],
    );
    assert_snapshot!(types, @r#"
    request: struct Request { inner?: Inner, ..keep }
    both: struct Inner { a?: Inner.a, ..keep }
    both: strings Inner.a = "a"
    response: struct Response { items?: [Inner], only?: Only, ..keep }
    response: struct Only { me?: box Only, ..keep }
    nobody: alias Unused = string
    "#);
}

#[test]
fn a_type_that_both_sides_use_is_split_where_one_side_owes_a_property() {
    let types = used(
        "
User: {type: object, required: [id, name, password], properties: {id: {type: string, readOnly: true}, name: {type: string}, password: {type: string, writeOnly: true}, seen: {type: string, readOnly: true}}}
Users: {type: array, items: {$ref: '#/components/schemas/User'}}
Create: {type: object, properties: {user: {$ref: '#/components/schemas/User'}}}
Plain: {type: object, required: [a], properties: {a: {type: string}, b: {type: string, readOnly: true}}}
",
        &[("Users", REQUEST), ("Users", RESPONSE), ("Create", REQUEST), ("Plain", REQUEST), ("Plain", RESPONSE)],
    );
    assert_snapshot!(types, @r#"
    response: struct User { id: string, name: string, password?: string, seen?: string, ..keep }
    response: alias Users = [User]
    request: struct Create { user?: User.request, ..keep }
    both: struct Plain { a: string, b?: string, ..keep }
    request: struct User.request { name: string, password: string, ..keep }
    request: alias Users.request = [User.request]
    "#);
}

#[test]
fn a_type_of_one_side_does_not_demand_what_the_other_owes() {
    let types = used(
        "
Sent: {type: object, required: [id], properties: {id: {type: string, readOnly: true}, any: {readOnly: true}}}
Received: {type: object, required: [secret], properties: {secret: {type: string, writeOnly: true}}}
",
        &[("Sent", REQUEST), ("Received", RESPONSE)],
    );
    assert_snapshot!(types, @r#"
    request: struct Sent { id?: string, any?: any?, ..keep }
    response: struct Received { secret?: string, ..keep }
    "#);
}

#[test]
fn documentation_has_the_words_and_facts_of_a_schema() {
    let types = docs(
        "
A:
  title: An A
  description: All about A.
  type: object
  deprecated: true
  properties:
    a: {type: string, description: Text., minLength: 1, maxLength: 32, pattern: '^a', default: x}
    b: {type: integer, minimum: 1, exclusiveMaximum: 10, multipleOf: 2, readOnly: true}
    c: {type: array, items: {type: string}, minItems: 1, uniqueItems: true, deprecated: true}
    d: {$ref: '#/components/schemas/Id'}
    e: {$ref: '#/components/schemas/Other'}
    f: {$ref: '#/components/schemas/Other', description: Another other.}
    g: {type: string, format: email}
    h: {type: boolean, const: true}
    i: {allOf: [{$ref: '#/components/schemas/Other'}], readOnly: true}
    j: {oneOf: [{$ref: '#/components/schemas/Other'}, {type: 'null'}], description: Perhaps.}
Id: {type: string, description: The id., maxLength: 36}
Other: {type: object, description: The other.}
",
        "A",
    );
    assert_snapshot!(types, @r#"
    Doc { summary: Some("An A"), description: Some("All about A."), notes: [], deprecated: Some(Deprecation { message: None }) }
    a: Text. | Between 1 and 32 characters. Matches `^a`. Default: `"x"`.
    b:  | Read-only. At least 1. Less than 10. A multiple of 2.
    c (deprecated):  | At least 1 item. No two items are equal.
    d: The id. | At most 36 characters.
    e:  | 
    f: Another other. | 
    g:  | Format: `email`.
    h:  | Always `true`.
    i:  | Read-only.
    j: Perhaps. |
    "#);
}

#[test]
fn an_override_retypes_a_schema() {
    let mut config = Config::default();
    for at in ["#/components/schemas/Money", "#/components/schemas/A/properties/day"] {
        let choice = Override { retype: Some("crate::money::Money".to_owned()), ..Override::default() };
        config.overrides.insert(at.to_owned(), choice);
    }
    let schemas = "
Money: {type: string}
A: {type: object, required: [cost], properties: {cost: {$ref: '#/components/schemas/Money'}, day: {type: string, nullable: true}, costs: {type: array, items: {allOf: [{$ref: '#/components/schemas/Money'}]}}}}
";
    assert_snapshot!(dump::dump(&lower_with(schemas, &config).0), @r#"
    struct A { cost: crate::money::Money, day?: crate::money::Money?, costs?: [crate::money::Money], ..keep }
    "#);
}

#[test]
fn a_format_may_be_text_and_unknown_fields_may_be_dropped() {
    let mut config = Config::default();
    config.types.formats.insert("date-time".to_owned(), FormatChoice::String);
    config.types.unknown_fields = UnknownFields::Drop;
    let schemas = "
A: {type: object, properties: {a: {type: string, format: date-time}, b: {type: string, format: uuid}}}
B: {type: object, additionalProperties: true, properties: {a: {type: string}}}
";
    assert_snapshot!(dump::dump(&lower_with(schemas, &config).0), @r#"
    struct A { a?: string, b?: uuid, ..drop }
    struct B { a?: string, ..keep }
    "#);
}
