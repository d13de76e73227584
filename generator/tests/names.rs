//! Names of types, fields and variants: what a place is called, what happens when two want one name, and what does not change them.

mod support;

use generator::{
    config::Override,
    ir::{Integer, Owner, Place, Presence, Rest, StatusMatch, Step, Struct, Tag, Type, TypeId, TypeKind, Union, Variant},
    name::Names,
    pointer::Pointer,
};
use support::{Build, field, operation, value};

fn empty() -> TypeKind {
    TypeKind::Struct(Struct { fields: Vec::new(), rest: Rest::Drop })
}

fn property(name: &str) -> Step {
    Step::Property(name.to_owned())
}

/// The names of components, in their order.
fn components(texts: &[&str]) -> Vec<String> {
    let mut build = Build::default();
    for text in texts {
        build.component(text, empty());
    }
    idents(&build.names())
}

fn idents(names: &Names) -> Vec<String> {
    names.types.iter().map(|name| name.ident.clone()).collect()
}

#[test]
fn both_sides_of_a_collision_are_spelled() {
    let rows: &[(&[&str], &[&str])] = &[
        (&["Foo", "Bar"], &["Foo", "Bar"]),
        // The document's own text keeps the name.
        (&["Foo", "foo"], &["Foo", "LowerFoo"]),
        (&["foo", "FOO"], &["LowerFoo", "UpperFoo"]),
        (&["Foo-Bar", "FooBar"], &["FooDashBar", "FooBar"]),
        (&["foo-bar", "foo_bar"], &["FooDashBar", "FooUnderscoreBar"]),
        (&["a+b", "a-b", "a b"], &["APlusB", "ADashB", "ASpaceB"]),
        (&["<", "<=", ">", "!="], &["LessThan", "LessThanEquals", "GreaterThan", "NotEquals"]),
        (&["Option", "option"], &["OptionType", "LowerOption"]),
        (&["Error", "ErrorType"], &["ErrorSchema", "ErrorType"]),
        (&["1.0", "10", "1_0"], &["N1Dot0", "N10", "N1_0"]),
        (&["é", "e\u{301}", "e"], &["É", "EU0301", "E"]),
    ];
    for (texts, names) in rows {
        let mut forward = components(texts);
        assert_eq!(forward, *names, "{texts:?}");
        let reversed: Vec<&str> = texts.iter().rev().copied().collect();
        forward.reverse();
        assert_eq!(components(&reversed), forward, "in the other order: {texts:?}");
    }
}

#[test]
fn inline_types_are_named_after_their_place() {
    let owner = |name: &str| Owner::Component(name.to_owned());
    let rows = [
        (owner("session"), vec![property("status")], "SessionStatus"),
        (owner("session"), vec![property("items"), Step::Item], "SessionItemsItem"),
        (owner("session"), vec![property("labels"), Step::Value], "SessionLabelsValue"),
        (owner("Pair"), vec![Step::Element(0)], "PairElement1"),
        (owner("Pet"), vec![Step::Variant(0, None)], "PetVariant1"),
        (owner("Pet"), vec![Step::Variant(1, Some("a dog".to_owned()))], "PetADog"),
        (owner("Pet"), vec![Step::Request], "PetRequest"),
        (owner("v1"), vec![property("1.0")], "V1_1_0"),
        (Owner::Operation(0), vec![Step::Response(None)], "GetSessionResponse"),
        (Owner::Operation(0), vec![Step::Response(Some(StatusMatch::Code(404)))], "GetSessionResponse404"),
        (Owner::Operation(0), vec![Step::Response(Some(StatusMatch::Range(4)))], "GetSessionResponse4xx"),
        (Owner::Operation(0), vec![Step::Response(Some(StatusMatch::Default)), property("x")], "GetSessionResponseDefaultX"),
        (Owner::Operation(0), vec![Step::Body(None), property("x")], "GetSessionRequestX"),
        (Owner::Operation(0), vec![Step::Body(Some("application/json".to_owned()))], "GetSessionJsonRequest"),
        (Owner::Operation(0), vec![Step::Parameter("page[size]".to_owned())], "GetSessionPageSize"),
        (Owner::Operation(0), vec![Step::Header("X-Rate".to_owned())], "GetSessionXRateHeader"),
    ];
    let mut build = Build::default();
    build.api.operations.push(operation("GetSession", &["Sessions"]));
    for (owner, steps, _) in &rows {
        build.place(Place { owner: owner.clone(), steps: steps.clone() }, empty());
    }
    let names = build.names();
    for ((owner, steps, ident), name) in rows.iter().zip(&names.types) {
        assert_eq!(name.ident, *ident, "{steps:?}");
        let public = if matches!(owner, Owner::Operation(_)) { "sessions" } else { "types" };
        assert_eq!(name.public, [public]);
    }
    assert_eq!(names.types[8].module, ["sessions", "get_session"]);
    assert_eq!(names.types[0].module, ["types", "session"]);
}

#[test]
fn inline_types_that_meet_say_what_they_are() {
    let mut build = Build::default();
    build.component("Foo", empty());
    build.inline("Foo", vec![property("bar_baz")], empty());
    build.inline("Foo", vec![property("bar"), property("baz")], empty());
    build.component("FooQux", empty());
    build.inline("Foo", vec![property("qux")], empty());
    assert_eq!(idents(&build.names()), ["Foo", "FooPropertyBarBaz", "FooBarPropertyBaz", "FooQux", "FooPropertyQux"]);
}

#[test]
fn fields_of_one_struct_differ() {
    let rows: &[(&[&str], &[&str], &str)] = &[
        (&["id", "meetingId"], &["id", "meeting_id"], "extra_fields"),
        (&["a-b", "a_b", "aB", "A_B"], &["a_dash_b", "a_b", "camel_a_b", "a_underscore_b"], "extra_fields"),
        (&["id", "ID", "Id"], &["id", "upper_id", "pascal_id"], "extra_fields"),
        (&["_id", "id"], &["underscore_id", "id"], "extra_fields"),
        (&["type", "self", "async", "crate"], &["r#type", "self_", "r#async", "crate_"], "extra_fields"),
        (&["+1", "-1", "1"], &["plus_1", "minus_1", "n1"], "extra_fields"),
        (&["", " ", "_"], &["empty", "space", "underscore"], "extra_fields"),
        (&["extra_fields"], &["extra_fields"], "additional_fields"),
        (&["extra_fields", "additionalFields"], &["extra_fields", "additional_fields"], "additional_fields_"),
    ];
    for (wires, members, rest) in rows {
        let fields = wires.iter().map(|wire| field(wire, Type::Bool, Presence::Required)).collect();
        let mut build = Build::default();
        build.component("X", TypeKind::Struct(Struct { fields, rest: Rest::Keep }));
        let name = build.names().types.remove(0);
        assert_eq!((name.members.as_slice(), name.rest.as_str()), (members.map_owned().as_slice(), *rest), "{wires:?}");
    }
}

#[test]
fn variants_of_one_enum_differ() {
    let rows: &[(&[&str], &[&str])] = &[
        (&["LIVE", "ENDED"], &["Live", "Ended"]),
        (&["live", "LIVE", "Live"], &["LowerLive", "UpperLive", "Live"]),
        (&["unknown", "Self", ""], &["UnknownValue", "Self_", "Empty"]),
        (&["+1", "-1", "1"], &["Plus1", "Minus1", "V1"]),
        (&["name", "-name"], &["Name", "MinusName"]),
        (&["<", ">=", "*"], &["LessThan", "GreaterThanEquals", "Star"]),
        (&["1.0", "1.1", "10"], &["V1_0", "V1_1", "V10"]),
        (&["text/plain", "text-plain"], &["TextSlashPlain", "TextDashPlain"]),
    ];
    for (values, variants) in rows {
        let mut build = Build::default();
        build.component("X", TypeKind::StringEnum(values.iter().map(|text| value((*text).to_owned())).collect()));
        assert_eq!(build.names().types[0].members, *variants, "{values:?}");
    }
    let mut build = Build::default();
    build.component("X", TypeKind::IntegerEnum(vec![value(1), value(-2), value(10)]));
    assert_eq!(build.names().types[0].members, ["N1", "Minus2", "N10"]);
}

#[test]
fn variants_of_unions_are_named_after_their_types() {
    let variant = |name: Option<&str>, ty: Type| Variant {
        origin: Pointer::new("/v"),
        name: name.map(str::to_owned),
        ty,
        tags: Vec::new(),
        doc: Default::default(),
    };
    let mut build = Build::default();
    let cat = build.component("Cat", empty());
    let inline = build.inline("Pet", vec![Step::Variant(1, None)], empty());
    let list = |ty: Type| Type::List(Box::new(ty));
    let variants = vec![
        variant(Some("cat"), Type::Named(cat)),
        variant(None, Type::Boxed(Box::new(Type::Named(inline)))),
        variant(Some("a fish"), Type::Named(inline)),
        variant(None, Type::String),
        variant(None, Type::Integer(Integer::I64)),
        variant(None, list(Type::Bool)),
        variant(None, list(Type::String)),
        variant(None, Type::Null),
        variant(Some("unknown"), Type::Any),
    ];
    let union = build.component("Pet", TypeKind::Union(Union { variants, tag: Tag::Untagged, open: false }));
    assert_eq!(
        build.names().types[union.0].members,
        ["Cat", "Variant2", "AFish", "Text", "Integer", "BooleanList", "TextList", "Null", "UnknownValue"]
    );
}

#[test]
fn the_configuration_renames_a_node_and_what_is_named_after_it() {
    let mut build = Build::default();
    let fields = vec![field("status", Type::Named(TypeId(1)), Presence::Required)];
    build.component("rtk_session", TypeKind::Struct(Struct { fields, rest: Rest::Drop }));
    build.inline("rtk_session", vec![property("status")], empty());
    build.inline("rtk_session", vec![property("status"), property("code")], empty());
    let mut rename = |pointer: &str, name: &str| {
        let entry = Override { rename: Some(name.to_owned()), reason: "reads better".to_owned(), ..Override::default() };
        build.config.overrides.insert(pointer.to_owned(), entry);
    };
    rename("#/components/schemas/rtk_session", "Session");
    rename("#/components/schemas/X/properties/status", "state");
    let names = build.names();
    assert_eq!(idents(&names), ["Session", "SessionStatus", "SessionStatusCode"]);
    assert_eq!(names.types[0].members, ["state"]);
    assert_eq!(names.types[0].module, ["types", "session"]);
    let entry = Override { rename: Some("State".to_owned()), ..Override::default() };
    build.config.overrides.insert("#/components/schemas/rtk_session/properties/status".to_owned(), entry);
    assert_eq!(idents(&build.names()), ["Session", "State", "StateCode"]);
}

#[test]
fn operations_that_meet_say_where_they_are() {
    let mut build = Build::default();
    for (id, group, path) in [
        ("list", &["Meetings"][..], "/meetings"),
        ("list", &["Meetings"], "/accounts/meetings"),
        ("list", &["Rooms"], "/rooms"),
        ("rooms", &["Rooms"], "/rooms"),
        ("types", &["types"], "/types"),
        ("from_env", &[], "/env"),
    ] {
        let mut operation = operation(id, group);
        operation.path.text = path.to_owned();
        operation.path.parts = vec![generator::ir::PathPart::Literal(path.to_owned())];
        operation.origin = Pointer::new("/paths").key(path).key(id);
        build.api.operations.push(operation);
    }
    let names = build.names();
    let rows: Vec<(&str, &str, String)> =
        names.operations.iter().map(|name| (name.method.as_str(), name.call.as_str(), name.module.join("/"))).collect();
    let expected = [
        ("list_meetings", "ListMeetings", "meetings/list_meetings"),
        ("list_accounts_meetings", "ListAccountsMeetings", "meetings/list_accounts_meetings"),
        ("list", "List", "rooms/list"),
        ("rooms", "RoomsCall", "rooms/rooms"),
        ("types", "TypesCall", "types_group/types"),
        ("from_env_env", "FromEnvEnv", "operations/from_env_env"),
    ];
    assert_eq!(rows, expected.map(|(method, call, module)| (method, call, module.to_owned())));
    let groups: Vec<(&str, &str)> = names.groups.iter().map(|group| (group.ident.as_str(), group.method.as_str())).collect();
    assert_eq!(groups, [("Meetings", "meetings"), ("Rooms", "rooms"), ("Types", "types")]);
}

#[test]
fn an_unrelated_schema_renames_nothing() {
    let texts = ["Session", "session", "foo-bar", "foo_bar", "Error", "Option", "é", "5xx", "", "type"];
    let build = |extra: Option<(usize, &str)>| {
        let mut build = Build::default();
        build.api.operations.push(operation("GetSession", &["Sessions"]));
        let mut texts = texts.to_vec();
        if let Some((at, text)) = extra {
            texts.insert(at, text);
        }
        for text in texts {
            let fields = ["a-b", "a_b", "id"].iter().map(|wire| field(wire, Type::Bool, Presence::Required)).collect();
            build.component(text, TypeKind::Struct(Struct { fields, rest: Rest::Keep }));
            build.inline(
                text,
                vec![property("status")],
                TypeKind::StringEnum(vec![value("a".to_owned()), value("A".to_owned())]),
            );
        }
        build.place(Place { owner: Owner::Operation(0), steps: vec![Step::Response(None)] }, empty());
        build
    };
    let before = build(None);
    let names = before.names();
    for at in 0..=texts.len() {
        for text in ["Unrelated", "unrelated thing", "SessionX", "ab"] {
            let after = build(Some((at, text)));
            let renamed = after.names();
            for (def, name) in before.api.types.iter().zip(&names.types) {
                let position = after.api.types.iter().position(|other| other.place == def.place).expect("nothing was removed");
                assert_eq!(renamed.types[position], *name, "`{text}` at {at}");
            }
            assert_eq!(renamed.operations, names.operations);
        }
    }
}

#[test]
fn files_stay_where_they_belong_and_apart_without_regard_to_case() {
    let long = "x".repeat(300);
    let texts = [
        "../x",
        "/abs",
        "a/../../b",
        "C:\\x",
        "\\\\srv\\s",
        "a\0b",
        ".",
        "",
        "CON",
        "x.",
        &long,
        "%2e%2e%2f",
        "\u{ff0e}\u{ff0e}",
        "aux.rs",
        "mod",
        "lib",
        "main",
        "build",
        "self",
        "Foo",
        "foo",
        "FOO",
        "crate",
        "NUL",
        "com1",
    ];
    let mut build = Build::default();
    for text in texts {
        build.component(text, empty());
    }
    let names = build.names();
    let mut seen = std::collections::BTreeSet::new();
    for (text, name) in texts.iter().zip(&names.types) {
        let file = &name.module[1];
        assert!(file.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_'), "{text:?} gives {file}");
        assert!(!matches!(file.as_str(), "con" | "nul" | "aux" | "com1" | "mod" | "lib" | "main" | "build" | "self" | "crate"));
        assert!(file.len() <= 110 && seen.insert(file.clone()), "{text:?} gives {file}");
    }
}

/// `["a"]` as owned texts.
trait MapOwned {
    fn map_owned(&self) -> Vec<String>;
}

impl MapOwned for &[&str] {
    fn map_owned(&self) -> Vec<String> {
        self.iter().map(|text| (*text).to_owned()).collect()
    }
}
