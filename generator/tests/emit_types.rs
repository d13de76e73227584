//! Types by hand, and the Rust that they become.

mod support;

use generator::ir::{
    Deprecation, Format, Integer, Presence, Rest, Step, Struct, Tag, Tuple, Type, TypeId, TypeKind, Union, Usage,
};
use insta::assert_snapshot;
use serde_json::json;
use support::{Build, described, field, value, variant};

fn boxed(ty: Type) -> Type {
    Type::Boxed(Box::new(ty))
}

fn list(ty: Type) -> Type {
    Type::List(Box::new(ty))
}

fn text(text: &str) -> String {
    text.to_owned()
}

#[test]
fn a_struct_that_requests_send_has_a_constructor_and_setters() {
    let mut build = Build::default();
    let fields = vec![
        described(field("id", Type::String, Presence::Required), "ID of the session"),
        field("type", Type::Text(Format::Uuid), Presence::Optional),
        field("status", Type::Named(TypeId(1)), Presence::Required),
        field("ended-at", Type::Text(Format::DateTime), Presence::OptionalNullable),
        field("note", Type::String, Presence::RequiredNullable),
        field("parent", boxed(Type::Named(TypeId(0))), Presence::Optional),
    ];
    build.component("Session", TypeKind::Struct(Struct { fields, rest: Rest::Keep }));
    let statuses = vec![value(text("LIVE")), value(text("unknown"))];
    build.inline("Session", vec![Step::Property(text("status"))], TypeKind::StringEnum(statuses));
    assert_snapshot!(build.file("src/types/session.rs"), @r#"
    //! `#/components/schemas/Session`

    use crate::runtime::json::{DateTime, ExtraFields, Nullable, Uuid};

    #[derive(Clone)]
    #[non_exhaustive]
    pub struct Session {
        /// ID of the session
        pub id: String,
        pub r#type: Option<Uuid>,
        pub status: SessionStatus,
        pub ended_at: Nullable<DateTime>,
        pub note: Option<String>,
        pub parent: Option<Box<Session>>,
        /// Properties that have no field of their own.
        pub extra_fields: ExtraFields,
    }

    impl Session {
        /// With everything that is required.
        pub fn new(
            id: impl Into<String>,
            status: SessionStatus,
            note: Option<String>,
        ) -> Self {
            Self {
                id: id.into(),
                r#type: None,
                status,
                ended_at: Nullable::Absent,
                note,
                parent: None,
                extra_fields: Default::default(),
            }
        }

        /// Sets `type`.
        pub fn with_type(mut self, r#type: impl Into<Uuid>) -> Self {
            self.r#type = Some(r#type.into());
            self
        }

        /// Sets `ended-at`.
        pub fn with_ended_at(mut self, ended_at: impl Into<Nullable<DateTime>>) -> Self {
            self.ended_at = ended_at.into();
            self
        }

        /// Sets `parent`.
        pub fn with_parent(mut self, parent: impl Into<Box<Session>>) -> Self {
            self.parent = Some(parent.into());
            self
        }
    }

    object! { Session {
        id: "id",
        r#type: optional("type"),
        status: "status",
        ended_at: optional("ended-at"),
        note: "note",
        parent: optional("parent"),
        ..extra_fields
    } }

    total! { Session }

    #[derive(Clone)]
    #[non_exhaustive]
    pub enum SessionStatus {
        Live,
        UnknownValue,
        /// A value that this version does not know. It is kept, and sent as it is.
        Unknown(String),
    }

    string_enum! { SessionStatus {
        Live: "LIVE",
        UnknownValue: "unknown",
    } }
    "#);
}

#[test]
fn what_requests_may_hold_has_a_schema_at_the_end_of_the_file() {
    let mut build = Build::default();
    let fields = vec![
        described(field("id", Type::String, Presence::Required), "What it is called.\n\nBy whom?"),
        field("status", Type::Named(TypeId(1)), Presence::OptionalNullable),
    ];
    build.component("Session", TypeKind::Struct(Struct { fields, rest: Rest::Keep }));
    build.inline("Session", vec![Step::Property(text("status"))], TypeKind::StringEnum(vec![value(text("LIVE"))]));
    build.component("Answer", TypeKind::Struct(Struct { fields: Vec::new(), rest: Rest::Keep }));
    build.api.types[2].usage.request = false;
    build.component("Name", TypeKind::Alias(Type::String));
    assert_snapshot!(build.by_name("src/types/session.rs"), @r###"
    #[cfg(feature = "by-name")]
    impl Session {
        pub(crate) const SCHEMA: &'static str = r##"{
      "type": "object",
      "properties": {
        "id": { "type": "string", "description": "What it is called.\n\nBy whom?" },
        "status": { "anyOf": [{ "$ref": "#/$defs/SessionStatus" }, { "type": "null" }] }
      },
      "required": ["id"]
    }"##;
    }

    #[cfg(feature = "by-name")]
    impl SessionStatus {
        pub(crate) const SCHEMA: &'static str = r#"{ "type": "string", "enum": ["LIVE"] }"#;
    }
    "###);
    assert_eq!(["answer", "name"].map(|name| build.by_name(&format!("src/types/{name}.rs"))), ["", ""]);
    let files = build.files();
    let list = files.get("src/by_name/schemas.rs").and_then(|text| text.split_once("SCHEMAS: ")).map(|(_, list)| list);
    assert_snapshot!(list.unwrap_or_default(), @r##"
    &[(&str, &str)] = &[
        ("Name", r#"{ "type": "string" }"#),
        ("Session", crate::types::Session::SCHEMA),
        ("SessionStatus", crate::types::SessionStatus::SCHEMA),
        ("runtime.File", crate::runtime::by_name::FILE_SCHEMA),
    ];
    "##);
}

#[test]
fn a_struct_that_only_responses_carry_may_grow() {
    let mut build = Build::default();
    let mut old = field("old", Type::Integer(Integer::I32), Presence::Required);
    old.doc.deprecated = Some(Deprecation { message: Some(text("use `new`")) });
    let fields = vec![old, field("ratio", Type::F64, Presence::Optional)];
    let id = build.component("Meter", TypeKind::Struct(Struct { fields, rest: Rest::Typed(Type::String) }));
    build.api.types[id.0].usage = Usage { request: false, response: true };
    build.api.types[id.0].doc.summary = Some(text("A meter"));
    build.api.types[id.0].doc.description = Some(text("Counts [things] of Vec<T>.\n\n    panic!()"));
    build.api.types[id.0].doc.notes = vec![text("At least 1 property.")];
    assert_snapshot!(build.file("src/types/meter.rs"), @r#"
    //! `#/components/schemas/Meter`

    use std::collections::BTreeMap;

    /// A meter
    ///
    /// Counts \[things] of Vec\<T>.
    ///
    /// panic!()
    ///
    /// At least 1 property.
    #[derive(Clone, Default)]
    #[non_exhaustive]
    pub struct Meter {
        #[deprecated(note = "use `new`")]
        pub old: i32,
        pub ratio: Option<f64>,
        /// Properties that have no field of their own.
        pub extra_fields: BTreeMap<String, String>,
    }

    object! { Meter {
        old: "old",
        ratio: optional("ratio"),
        ..extra_fields
    } }
    "#);
}

#[test]
fn a_struct_of_optional_fields_starts_empty() {
    let mut build = Build::default();
    let fields = vec![field("name", Type::String, Presence::Optional)];
    build.component("Filter", TypeKind::Struct(Struct { fields, rest: Rest::Drop }));
    assert_snapshot!(build.file("src/types/filter.rs"), @r#"
    //! `#/components/schemas/Filter`

    #[derive(Clone, Default)]
    #[non_exhaustive]
    pub struct Filter {
        pub name: Option<String>,
    }

    impl Filter {
        /// Nothing set.
        pub fn new() -> Self {
            Self::default()
        }

        /// Sets `name`.
        pub fn with_name(mut self, name: impl Into<String>) -> Self {
            self.name = Some(name.into());
            self
        }
    }

    object! { Filter { name: optional("name") } }

    total! { Filter }
    "#);
}

#[test]
fn enums_keep_what_they_do_not_know() {
    let mut build = Build::default();
    build.component("Level", TypeKind::IntegerEnum(vec![value(1), value(-2)]));
    let values = [json!(true), json!(null), json!(0.5), json!(-1), json!("x"), json!([1, 2])];
    build.component("Odd", TypeKind::LiteralEnum(values.into_iter().map(value).collect()));
    assert_snapshot!(build.file("src/types/level.rs"), @"
    //! `#/components/schemas/Level`

    #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
    #[non_exhaustive]
    pub enum Level {
        N1,
        Minus2,
        /// A value that this version does not know. It is kept, and sent as it is.
        Unknown(i64),
    }

    integer_enum! { Level { N1: 1, Minus2: -2 } }
    ");
    assert_snapshot!(build.file("src/types/odd.rs"), @r#"
    //! `#/components/schemas/Odd`

    use serde_json::Value;

    #[derive(Clone, Debug, PartialEq, Eq, Hash)]
    #[non_exhaustive]
    pub enum Odd {
        True,
        Null,
        N0_5,
        Minus1,
        X,
        List1_2,
        /// A value that this version does not know. It is kept, and sent as it is.
        Unknown(Value),
    }

    literal_enum! { Odd {
        True: true,
        Null: null,
        N0_5: 0.5,
        Minus1: -1,
        X: "x",
        List1_2: json("[1,2]"),
    } }
    "#);
}

#[test]
fn tuples_newtypes_and_aliases() {
    let mut build = Build::default();
    let elements = vec![Type::F64, Type::String];
    build.component("Point", TypeKind::Tuple(Tuple { elements, required: 1, rest: Some(Type::Any) }));
    build.component("Tree", TypeKind::Newtype(list(Type::Named(TypeId(1)))));
    build.component("Names", TypeKind::Alias(Type::Map(Box::new(Type::Nullable(Box::new(Type::String))))));
    assert_snapshot!(build.file("src/types/point.rs"), @"
    //! `#/components/schemas/Point`

    use serde_json::Value;

    #[derive(Clone, Debug, PartialEq, Default)]
    pub struct Point(pub f64, pub Option<String>, pub Vec<Value>);

    tuple! { Point {
        0: required,
        1: optional,
        ..2
    } }
    ");
    assert_snapshot!(build.file("src/types/tree.rs"), @"
    //! `#/components/schemas/Tree`

    #[derive(Clone, Debug, PartialEq, Eq, Hash, Default)]
    pub struct Tree(pub Vec<Tree>);

    newtype! { Tree }
    ");
    assert_snapshot!(build.file("src/types/names.rs"), @r#"
    //! `#/components/schemas/Names`

    use std::collections::BTreeMap;

    pub type Names = BTreeMap<String, Option<String>>;
    "#);
}

#[test]
fn a_tagged_union_is_told_apart_by_a_property() {
    let mut build = Build::default();
    build.component("Cat", TypeKind::Struct(Struct { fields: Vec::new(), rest: Rest::Drop }));
    let variants = vec![variant(Type::Named(TypeId(0)), &["cat"]), variant(boxed(Type::Named(TypeId(1))), &["pet", "any"])];
    build.component("Pet", TypeKind::Union(Union { variants, tag: Tag::Property(text("petType")), open: false }));
    assert_snapshot!(build.file("src/types/pet.rs"), @r#"
    //! `#/components/schemas/Pet`

    use crate::types::Cat;
    use serde_json::Value;

    #[derive(Clone, Debug, PartialEq, Eq, Hash)]
    #[non_exhaustive]
    pub enum Pet {
        Cat(Cat),
        Pet(Box<Pet>),
        /// A value that no other variant takes. It is kept, and sent as it is.
        Unknown(Value),
    }

    impl Pet {
        /// Whether this is [`Cat`](Self::Cat).
        pub fn is_cat(&self) -> bool {
            matches!(self, Self::Cat(_))
        }

        /// What [`Cat`](Self::Cat) holds, if this is it.
        pub fn as_cat(&self) -> Option<&Cat> {
            match self {
                Self::Cat(value) => Some(value),
                _ => None,
            }
        }

        /// Whether this is [`Pet`](Self::Pet).
        pub fn is_pet(&self) -> bool {
            matches!(self, Self::Pet(_))
        }

        /// What [`Pet`](Self::Pet) holds, if this is it.
        pub fn as_pet(&self) -> Option<&Pet> {
            match self {
                Self::Pet(value) => Some(value),
                _ => None,
            }
        }
    }

    impl From<Cat> for Pet {
        fn from(value: Cat) -> Self {
            Self::Cat(value)
        }
    }

    tagged! { Pet {
        Cat: "cat",
        Pet: "pet" | "any",
        ..tag("petType")
    } }
    "#);
}

#[test]
fn an_untagged_union_is_told_apart_by_trying() {
    let mut build = Build::default();
    build.component("Label", TypeKind::Alias(Type::String));
    let types = [Type::String, Type::Named(TypeId(0)), Type::Integer(Integer::I64), list(Type::String), Type::Null];
    let variants = types.into_iter().map(|ty| variant(ty, &[])).collect();
    build.component("Filter", TypeKind::Union(Union { variants, tag: Tag::Untagged, open: false }));
    assert_snapshot!(build.file("src/types/filter.rs"), @"
    //! `#/components/schemas/Filter`

    use crate::types::Label;
    use serde_json::Value;

    #[derive(Clone, Debug, PartialEq, Eq, Hash)]
    #[non_exhaustive]
    pub enum Filter {
        Text(String),
        Label(Label),
        Integer(i64),
        List(Vec<String>),
        Null(()),
        /// A value that no other variant takes. It is kept, and sent as it is.
        Unknown(Value),
    }

    impl Filter {
        /// Whether this is [`Text`](Self::Text).
        pub fn is_text(&self) -> bool {
            matches!(self, Self::Text(_))
        }

        /// What [`Text`](Self::Text) holds, if this is it.
        pub fn as_text(&self) -> Option<&str> {
            match self {
                Self::Text(value) => Some(value),
                _ => None,
            }
        }

        /// Whether this is [`Label`](Self::Label).
        pub fn is_label(&self) -> bool {
            matches!(self, Self::Label(_))
        }

        /// What [`Label`](Self::Label) holds, if this is it.
        pub fn as_label(&self) -> Option<&Label> {
            match self {
                Self::Label(value) => Some(value),
                _ => None,
            }
        }

        /// Whether this is [`Integer`](Self::Integer).
        pub fn is_integer(&self) -> bool {
            matches!(self, Self::Integer(_))
        }

        /// What [`Integer`](Self::Integer) holds, if this is it.
        pub fn as_integer(&self) -> Option<i64> {
            match self {
                Self::Integer(value) => Some(*value),
                _ => None,
            }
        }

        /// Whether this is [`List`](Self::List).
        pub fn is_list(&self) -> bool {
            matches!(self, Self::List(_))
        }

        /// What [`List`](Self::List) holds, if this is it.
        pub fn as_list(&self) -> Option<&[String]> {
            match self {
                Self::List(value) => Some(value),
                _ => None,
            }
        }

        /// Whether this is [`Null`](Self::Null).
        pub fn is_null(&self) -> bool {
            matches!(self, Self::Null(_))
        }
    }

    impl From<i64> for Filter {
        fn from(value: i64) -> Self {
            Self::Integer(value)
        }
    }

    impl From<Vec<String>> for Filter {
        fn from(value: Vec<String>) -> Self {
            Self::List(value)
        }
    }

    untagged! { Filter {
        Text,
        Label,
        Integer,
        List,
        Null,
    } }
    ");
}

#[test]
fn traits_hold_exactly_where_they_hold_for_all_members() {
    let rows = [
        (vec![(Type::Bool, Presence::Required)], "Clone, Copy, Default", true),
        (vec![(Type::F64, Presence::Required)], "Clone, Copy, Default", false),
        (vec![(Type::String, Presence::Required)], "Clone, Default", true),
        (vec![(Type::Any, Presence::OptionalNullable)], "Clone, Default", true),
        (vec![(Type::Text(Format::Date), Presence::Required)], "Clone", true),
        (vec![(Type::Text(Format::Date), Presence::Optional)], "Clone, Default", true),
        (vec![(Type::Custom(text("a::B")), Presence::Optional)], "Clone, Default", false),
        // Itself: no value ends unless a field may be absent, and one `f64` anywhere in the circle counts everywhere.
        (vec![(boxed(Type::Named(TypeId(0))), Presence::Required)], "Clone", true),
        (vec![(boxed(Type::Named(TypeId(0))), Presence::Optional)], "Clone, Default", true),
        (vec![(list(Type::Named(TypeId(0))), Presence::Required), (Type::F32, Presence::Optional)], "Clone, Default", false),
        (vec![(Type::Named(TypeId(1)), Presence::Required)], "Clone, Copy", true),
    ];
    for (fields, derives, is_total) in rows {
        let mut build = Build::default();
        let fields = fields.into_iter().enumerate().map(|(index, (ty, presence))| field(&format!("f{index}"), ty, presence));
        build.component("X", TypeKind::Struct(Struct { fields: fields.collect(), rest: Rest::Drop }));
        build.component("Level", TypeKind::IntegerEnum(vec![value(1)]));
        let file = build.file("src/types/x.rs");
        assert!(file.contains(&format!("#[derive({derives})]\n")), "{derives} in\n{file}");
        assert_eq!(file.contains("total! { X }"), is_total, "{file}");
    }
}

#[test]
fn the_root_lists_what_there_is() {
    let mut build = Build::default();
    build.api.title = text("Rooms *and* <meetings>");
    build.api.description = Some(text("See https://example.com/docs."));
    build.component("Session", TypeKind::Alias(Type::String));
    build.inline("Session", vec![Step::Item], TypeKind::Alias(Type::String));
    build.component("type", TypeKind::Alias(Type::String));
    build.api.operations.push(support::operation("ping", &["Health Checks"]));
    assert_snapshot!(build.file("src/lib.rs"), @r#"
    //! Rooms *and* \<meetings>
    //!
    //! See <https://example.com/docs>.

    #![allow(
        clippy::doc_lazy_continuation,
        clippy::doc_overindented_list_items,
        clippy::empty_docs,
        clippy::enum_variant_names,
        clippy::large_enum_variant,
        clippy::module_inception,
        clippy::new_without_default,
        clippy::should_implement_trait,
        clippy::too_many_arguments,
        clippy::type_complexity,
        clippy::upper_case_acronyms,
        clippy::vec_box,
        clippy::wrong_self_convention,
        confusable_idents,
        deprecated,
        missing_docs,
        mixed_script_confusables,
        rustdoc::redundant_explicit_links,
        uncommon_codepoints
    )]

    #[macro_use]
    pub mod runtime;

    mod client;

    #[cfg(feature = "by-name")]
    pub mod by_name;
    #[cfg(feature = "cli")]
    pub mod cli;
    #[cfg(feature = "mock")]
    pub mod mock;
    pub mod health_checks;
    pub mod types;

    pub use client::{Client, ClientBuilder};
    pub use runtime::http::{CallOptions, Error};
    "#);
    assert_snapshot!(build.file("src/types/mod.rs"), @r#"
    //! Types of the schemas that the document names.

    mod session;
    mod type_;

    pub use session::{Session, SessionItem};
    pub use type_::Type;
    "#);
}

#[test]
fn an_operations_own_types_stand_in_order_of_place() {
    let mut build = Build::default();
    build.api.operations.push(support::operation("ping", &["Health"]));
    let place = |steps: &[&str]| generator::ir::Place {
        owner: generator::ir::Owner::Operation(0),
        steps: [Step::Response(None)].into_iter().chain(steps.iter().map(|name| Step::Property(text(name)))).collect(),
    };
    let holder = |ids: &[usize]| {
        let fields = ids.iter().map(|id| field(&format!("f{id}"), Type::Named(TypeId(*id)), Presence::Required));
        TypeKind::Struct(Struct { fields: fields.collect(), rest: Rest::Drop })
    };
    build.place(place(&["b"]), holder(&[]));
    build.place(place(&["a", "c"]), holder(&[]));
    build.place(place(&["a"]), holder(&[1]));
    build.place(place(&[]), holder(&[2, 0]));
    let names = build.names();
    let cx = generator::emit::Cx::new(&build.api, &names, &build.config);
    let order: Vec<&str> =
        generator::emit::types::of_operation(&cx, 0).into_iter().map(|id| names.types[id.0].ident.as_str()).collect();
    assert_eq!(order, ["PingResponse", "PingResponseA", "PingResponseAC", "PingResponseB"]);
}
