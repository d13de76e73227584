//! Inline schemas that become one type.

use super::{super::dump, lower_with, types};
use crate::config::Config;
use insta::assert_snapshot;

#[test]
fn an_inline_type_that_its_owner_repeats_is_one_type() {
    let types = types(
        "
Pull:
  type: object
  properties:
    base: {type: object, properties: {user: {type: object, properties: {login: {type: string}}}}}
    head: {type: object, properties: {user: {type: object, properties: {login: {type: string}}}}}
    user: {type: object, properties: {login: {type: string}}}
    author: {type: object, properties: {login: {type: string}}}
    old: {type: object, properties: {user: {type: object, properties: {login: {type: integer}}}}}
Issue:
  type: object
  properties:
    user: {type: object, properties: {login: {type: string}}}
",
    );
    assert_snapshot!(types, @r"
    struct Pull { base?: Pull.base, head?: Pull.head, user?: Pull.user, author?: Pull.author, old?: Pull.old, ..keep }
    struct Pull.base { user?: Pull.user, ..keep }
    struct Pull.head { user?: Pull.user, ..keep }
    struct Pull.user { login?: string, ..keep }
    struct Pull.author { login?: string, ..keep }
    struct Pull.old { user?: Pull.old.user, ..keep }
    struct Pull.old.user { login?: i64, ..keep }
    struct Issue { user?: Issue.user, ..keep }
    struct Issue.user { login?: string, ..keep }
    ");
}

/// Three properties keep an enum each; so do those whose texts are another object's, and the few that differ.
#[test]
fn an_enum_that_an_object_repeats_is_one_type() {
    let types = types(
        "
Access:
  type: object
  properties:
    issues: {type: string, enum: [read, write], description: Of issues.}
    pulls: {type: string, enum: [read, write], description: Of pull requests.}
    pages: {type: array, items: {type: string, enum: [read, write]}}
    admins: {type: string, enum: [read, write, admin]}
    checks: {type: string, enum: [read, write]}
    wikis: {type: string, enum: [read, write]}
    legacy:
      type: object
      properties:
        issues: {type: string, enum: [read, write]}
        a: {type: string, enum: [read, write]}
        b: {type: string, enum: [read, write]}
",
    );
    assert_snapshot!(types, @r#"
    struct Access { issues?: Access.{}, pulls?: Access.{}, pages?: [Access.pages.[]], admins?: Access.admins, checks?: Access.{}, wikis?: Access.{}, legacy?: Access.legacy, ..keep }
    strings Access.{} = "read" | "write"
    strings Access.pages.[] = "read" | "write"
    strings Access.admins = "read" | "write" | "admin"
    struct Access.legacy { issues?: Access.legacy.issues, a?: Access.legacy.a, b?: Access.legacy.b, ..keep }
    strings Access.legacy.issues = "read" | "write"
    strings Access.legacy.a = "read" | "write"
    strings Access.legacy.b = "read" | "write"
    "#);
}

#[test]
fn the_values_of_a_map_and_a_name_of_its_own_keep_their_type() {
    let schemas = "
Access:
  type: object
  properties:
    a: {type: string, enum: [open, shut]}
    b: {type: string, enum: [open, shut]}
    c: {type: string, enum: [open, shut]}
    d: {type: string, enum: [open, shut]}
  additionalProperties: {type: string, enum: [open]}
Named:
  type: object
  properties:
    a: {type: string, enum: [open, shut]}
    b: {type: string, enum: [open, shut]}
    c: {type: string, enum: [open, shut]}
    d: {type: string, enum: [open, shut]}
";
    let mut config = Config::default();
    let over = crate::config::Override { rename: Some("Switch".to_owned()), ..Default::default() };
    config.overrides.insert("#/components/schemas/Named/properties/d".to_owned(), over);
    assert_snapshot!(dump::dump(&lower_with(schemas, &config).0), @r#"
    struct Access { a?: Access.a, b?: Access.b, c?: Access.c, d?: Access.d, ..Access.{} }
    strings Access.a = "open" | "shut"
    strings Access.b = "open" | "shut"
    strings Access.c = "open" | "shut"
    strings Access.d = "open" | "shut"
    strings Access.{} = "open"
    struct Named { a?: Named.a, b?: Named.b, c?: Named.c, d?: Named.d, ..keep }
    strings Named.a = "open" | "shut"
    strings Named.b = "open" | "shut"
    strings Named.c = "open" | "shut"
    strings Named.d = "open" | "shut"
    "#);
}
