//! Text of a document is never code: whatever it is, the emitted files differ from those of a harmless twin in nothing but names,
//! literals and documentation.

mod support;

use generator::{
    ir::{
        Deprecation, Doc, EnumValue, Presence, Rest, SecurityKind, SecurityScheme, Step, Struct, Tag, Type, TypeId, TypeKind,
        Union,
    },
    name::Names,
    pointer::Pointer,
};
use proc_macro2::{TokenStream, TokenTree};
use std::{collections::BTreeSet, str::FromStr};
use support::{Build, field, operation, value, variant};

/// The list of `robustness.md`: quoting, comments, structure, interpolation, ends of lines, controls, documents, identifiers, paths.
const PAYLOADS: &[&str] = &[
    "\"",
    "'",
    "\\",
    "\\\\",
    "\"#",
    "\"##",
    "\\\"",
    "*/",
    "/*",
    "//",
    "///",
    "//!",
    "]",
    ")]",
    "} fn p(){}",
    "\"; } fn p(){} //",
    "{",
    "}",
    "{}",
    "{token}",
    "{0}",
    "$x",
    "#{x}",
    "${x}",
    "a\nb",
    "a\rb",
    "a\r\nb",
    "a\u{85}b",
    "a\u{2028}b",
    "a\u{2029}b",
    "a\u{b}b",
    "\0",
    "\u{7}",
    "\u{1b}[31mred",
    "\u{202e}",
    "\u{2066}",
    "\u{200d}\u{200c}",
    "\u{feff}",
    "```\npanic!()\n```",
    "```rust\npanic!()",
    "~~~\npanic!()\n~~~",
    "    panic!()",
    "text\n\n    panic!()\n",
    "\tpanic!()",
    "- a\n\n        panic!()",
    "<script>alert(1)</script>",
    "<b",
    "[x](javascript:1)",
    "[`x`]",
    "[x]: y",
    "`",
    "include!(\"/etc/passwd\")",
    "#![doc = include_str!(\"/etc/passwd\")]",
    "self",
    "Self",
    "super",
    "crate",
    "r#type",
    "type",
    "async",
    "gen",
    "_",
    "__",
    "1a",
    "-type",
    "type_",
    "_type",
    "a.b",
    "a/b",
    "../x",
    "/abs",
    "C:\\x",
    "CON",
    "aux.rs",
    "mod",
    "lib",
    "main",
    "build",
    "e\u{301}",
    "\u{e9}",
    "\u{ff46}\u{ff55}",
    "\u{ff0e}\u{ff0e}",
    "String",
    "Option",
    "Value",
    "unknown",
    "new",
    "+1",
    "*",
    " ",
    "\u{10ffff}",
    "\u{1f600}",
];

fn client(text: &str) -> Build {
    let doc = || Doc {
        summary: Some(format!("s{text}")),
        description: Some(format!("d{text}")),
        notes: vec![format!("n{text}")],
        deprecated: Some(Deprecation { message: Some(format!("m{text}")) }),
    };
    let own = |text: String| EnumValue { value: text, name: None, doc: doc() };
    let mut build = Build::default();
    build.api.title = format!("t{text}");
    build.api.description = Some(text.to_owned());
    let fields = [text.to_owned(), format!("x{text}"), format!("{text}y")].into_iter().map(|wire| {
        let mut field = field(&wire, Type::String, Presence::Optional);
        field.doc = doc();
        field
    });
    build.component(text, TypeKind::Struct(Struct { fields: fields.collect(), rest: Rest::Keep }));
    build.component(&format!("{text} b"), TypeKind::StringEnum(vec![own(text.to_owned()), own(format!("x{text}"))]));
    let values = vec![value(text.into()), value(serde_json::json!([text])), value(serde_json::json!({ text: text }))];
    build.component(&format!("{text} c"), TypeKind::LiteralEnum(values));
    let mut named = variant(Type::String, &[text, &format!("x{text}")]);
    named.name = Some(text.to_owned());
    named.doc = doc();
    let variants = vec![named, variant(Type::Named(TypeId(0)), &[&format!("{text}y")])];
    build.component(&format!("{text} d"), TypeKind::Union(Union { variants, tag: Tag::Property(text.to_owned()), open: false }));
    build.inline(&format!("{text} d"), vec![Step::Property(text.to_owned())], TypeKind::Alias(Type::Named(TypeId(1))));
    build.inline(&format!("{text} d"), vec![Step::Variant(0, Some(text.to_owned()))], TypeKind::Alias(Type::String));
    for def in &mut build.api.types {
        def.doc = doc();
    }
    build.api.operations.push(operation(text, &[text, "x"]));
    let scheme = SecurityScheme {
        origin: Pointer::new("/components/securitySchemes").key(text),
        name: text.to_owned(),
        kind: SecurityKind::Bearer,
        env: None,
        doc: doc(),
    };
    build.api.security_schemes.push(scheme);
    build
}

/// The tokens of a file but for documentation; literals are all the same, and names are marked.
type Skeleton = Vec<(String, bool)>;

/// The root and `types/mod.rs` with their lines sorted by shape, then each component's file in the order of the client.
fn skeletons(build: &Build) -> Vec<Skeleton> {
    let names = build.names();
    let identifiers = identifiers(&names);
    let files = build.files();
    let read = |path: &str| {
        let text = files.get(path).unwrap_or_else(|| panic!("no {path}"));
        let stray = text
            .chars()
            .find(|c| c.is_control() && *c != '\n' || matches!(*c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}'));
        assert_eq!(stray, None, "in {path}:\n{text}");
        syn::parse_file(text).unwrap_or_else(|error| panic!("{path}: {error}\n{text}"));
        let mut out = Vec::new();
        skeleton(TokenStream::from_str(text).unwrap_or_else(|error| panic!("{path}: {error}")), &identifiers, &mut out);
        out
    };
    let sorted = |path: &str| {
        let mut lines: Vec<Skeleton> = read(path).split_inclusive(|token| token.0 == ";").map(<[_]>::to_vec).collect();
        for token in lines.iter_mut().flatten().filter(|token| token.1) {
            token.0 = "name".to_owned();
        }
        lines.sort();
        lines.concat()
    };
    let mut skeletons = vec![sorted("src/lib.rs"), sorted("src/types/mod.rs")];
    let paths: Vec<String> = names.types.iter().map(|name| format!("src/{}.rs", name.module.join("/"))).collect();
    skeletons.extend(paths.iter().map(|path| read(path)));
    let expected: BTreeSet<&str> = paths.iter().map(String::as_str).chain(["src/lib.rs", "src/types/mod.rs"]).collect();
    for (path, _) in files.iter().filter(|(path, _)| path.starts_with("src/types")) {
        assert!(expected.contains(path), "{path} comes from nowhere");
    }
    skeletons
}

/// All that naming has made of the document.
fn identifiers(names: &Names) -> BTreeSet<String> {
    let types = names.types.iter().flat_map(|name| [&name.ident, &name.module[1]].into_iter().chain(&name.members));
    types.chain(names.groups.iter().flat_map(|group| &group.path)).cloned().collect()
}

fn skeleton(tokens: TokenStream, names: &BTreeSet<String>, out: &mut Skeleton) {
    let mut tokens = tokens.into_iter().peekable();
    while let Some(token) = tokens.next() {
        match token {
            TokenTree::Punct(punct) if punct.as_char() == '#' => {
                let inner = tokens.next_if(|token| matches!(token, TokenTree::Punct(punct) if punct.as_char() == '!'));
                match tokens.next() {
                    Some(TokenTree::Group(group)) if group.stream().to_string().starts_with("doc =") => {}
                    attribute => {
                        out.push((if inner.is_some() { "#!" } else { "#" }.to_owned(), false));
                        skeleton(attribute.into_iter().collect(), names, out);
                    }
                }
            }
            TokenTree::Group(group) => {
                out.push((format!("{:?}", group.delimiter()), false));
                skeleton(group.stream(), names, out);
                out.push(("end".to_owned(), false));
            }
            TokenTree::Ident(ident) => {
                let text = ident.to_string();
                let made = names.contains(&text) || ["with_", "is_", "as_"].iter().any(|prefix| text.starts_with(prefix));
                out.push((text, made));
            }
            TokenTree::Literal(_) => out.push(("literal".to_owned(), false)),
            // A trailing comma comes and goes with the length of a line.
            TokenTree::Punct(punct) if punct.as_char() == ',' && is_end(tokens.peek()) => {}
            TokenTree::Punct(punct) => out.push((punct.to_string(), false)),
        }
    }
}

fn is_end(token: Option<&TokenTree>) -> bool {
    match token {
        Some(TokenTree::Punct(punct)) => punct.as_char() == '>',
        Some(_) => false,
        None => true,
    }
}

/// Whether two files differ in names only. A name of the harmless one is never a word of ours.
fn assert_alike(control: &Skeleton, hostile: &Skeleton, payload: &str) {
    let alike = |(ours, theirs): (&(String, bool), &(String, bool))| if ours.1 { theirs.1 } else { ours.0 == theirs.0 };
    let alike = control.len() == hostile.len() && control.iter().zip(hostile).all(alike);
    assert!(alike, "{payload:?}\n{control:?}\n{hostile:?}");
}

#[test]
fn hostile_text_changes_names_and_literals_only() {
    let control = skeletons(&client("harmless"));
    let (long, quotes) = ("x".repeat(2_048), "\" ".repeat(32_768));
    for payload in PAYLOADS.iter().copied().chain([long.as_str(), &quotes]) {
        let hostile = skeletons(&client(payload));
        assert_eq!(control.len(), hostile.len());
        for (control, hostile) in control.iter().zip(&hostile) {
            assert_alike(control, hostile, &payload[..payload.len().min(40)]);
        }
    }
}

#[test]
fn text_on_the_wire_is_kept_to_the_byte() {
    for payload in PAYLOADS {
        let build = client(payload);
        let names = build.names();
        let file = build.file(&format!("src/{}.rs", names.types[0].module.join("/")));
        let mut literals = Vec::new();
        strings(TokenStream::from_str(&file).expect("the file is Rust"), &mut literals);
        for wire in [(*payload).to_owned(), format!("x{payload}"), format!("{payload}y")] {
            assert!(literals.contains(&wire), "{wire:?} is not in\n{file}");
        }
    }
}

fn strings(tokens: TokenStream, out: &mut Vec<String>) {
    for token in tokens {
        match token {
            TokenTree::Group(group) => strings(group.stream(), out),
            TokenTree::Literal(literal) => {
                if let Ok(text) = syn::parse_str::<syn::LitStr>(&literal.to_string()) {
                    out.push(text.value());
                }
            }
            TokenTree::Ident(_) | TokenTree::Punct(_) => {}
        }
    }
}

#[test]
fn every_name_is_an_identifier() {
    for payload in PAYLOADS {
        let names = client(payload).names();
        let operations = names.operations.iter().flat_map(|name| [&name.method, &name.call].into_iter().chain(&name.module));
        let groups = names.groups.iter().flat_map(|group| [&group.ident, &group.method].into_iter().chain(&group.path));
        let schemes = names.schemes.iter().map(|scheme| &scheme.method);
        let types = names.types.iter().flat_map(|name| [&name.ident].into_iter().chain(&name.members).chain(&name.module));
        for name in operations.chain(groups).chain(schemes).chain(types) {
            assert!(syn::parse_str::<syn::Ident>(name).is_ok(), "{payload:?} gives {name:?}");
        }
    }
}

#[test]
fn printing_what_was_printed_changes_nothing() {
    for payload in PAYLOADS {
        for (path, text) in
            client(payload).files().iter().filter(|(path, _)| path.ends_with(".rs") && !path.starts_with("src/runtime/"))
        {
            let file = syn::parse_file(text).unwrap_or_else(|error| panic!("{path}: {error}"));
            let items = file.items.iter().map(|item| quote::quote!(#item)).collect();
            let attributes = file.attrs.iter().map(|attribute| quote::quote!(#attribute)).collect();
            let printed = generator::format::module(&generator::emit::Module { doc: Vec::new(), attributes, items });
            let without = |text: &str| text.lines().filter(|line| !line.is_empty()).map(str::to_owned).collect::<Vec<_>>();
            assert_eq!(without(&printed), without(text), "{path}");
        }
    }
}
