//! `API.md`: what a person reads, and that it says what the emitted files say.

mod support;

use generator::{
    Source,
    config::Config,
    emit::surface::Surface,
    ir::{Format, Integer, Presence, Rest, Struct, Type, TypeKind},
};
use insta::assert_snapshot;
use support::{Build, field};

struct Text(&'static str);

impl Source for Text {
    fn read(&self, path: &str) -> Result<Vec<u8>, String> {
        if path == "api.json" { Ok(self.0.as_bytes().to_vec()) } else { Err("no such file".to_owned()) }
    }
}

#[test]
fn a_line_is_a_promise() {
    let output = generator::generate(&Text(include_str!("diff/base.json")), "api.json", &Config::default());
    assert_snapshot!(output.files.get("API.md").expect("the page is emitted"));
}

#[test]
fn text_of_the_document_stays_on_its_line() {
    let mut build = Build::default();
    let fields = vec![field("a`b\n# c", Type::String, Presence::Required)];
    build.component("X", TypeKind::Struct(Struct { fields, rest: Rest::Drop }));
    build.api.title = "# T\n<b>".to_owned();
    let files = build.files();
    let page = files.get("API.md").expect("the page is emitted");
    assert!(page.contains("- `a_b_c: String` is `` a`b # c ``\n"), "{page}");
    assert!(page.lines().all(|line| !line.starts_with("# c")), "{page}");
}

/// Every kind of type: the page spells fields as the files do.
#[test]
fn the_page_spells_fields_as_the_files_do() {
    let mut build = Build::default();
    let other = build.component("Other", TypeKind::StringEnum(vec![support::value("a".to_owned())]));
    let boxed = |ty: Type| Box::new(ty);
    let types = [
        Type::Any,
        Type::Null,
        Type::Bool,
        Type::Integer(Integer::U16),
        Type::F64,
        Type::F32,
        Type::String,
        Type::Text(Format::DateTime),
        Type::List(boxed(Type::Nullable(boxed(Type::Named(other))))),
        Type::Map(boxed(Type::List(boxed(Type::String)))),
        Type::Boxed(boxed(Type::Named(other))),
        Type::Custom("crate::money::Amount".to_owned()),
    ];
    let presences = [Presence::Required, Presence::RequiredNullable, Presence::Optional, Presence::OptionalNullable];
    let all = types.iter().flat_map(|ty| presences.iter().map(move |presence| (ty.clone(), *presence)));
    let fields = all.enumerate().map(|(at, (ty, presence))| field(&format!("f{at}"), ty, presence)).collect();
    build.component("Whole", TypeKind::Struct(Struct { fields, rest: Rest::Typed(Type::Bool) }));
    let (names, text) = (build.names(), build.file("src/types/whole.rs"));
    let surface = Surface::new(&build.api, &names, &build.config);
    let whole = surface.types.iter().find(|item| item.path == "types::Whole").expect("the type");
    assert_eq!(whole.members.len(), types.len() * presences.len() + 1);
    for member in &whole.members {
        let ty = member.ty.as_ref().expect("a field has a type").show(&surface).replace("types::", "");
        let line = format!("    pub {}: {ty},\n", member.name);
        assert!(text.contains(&line), "the file has no {line}");
    }
}
