//! From words to identifiers: what Rust, its prelude, the emitted crate and file systems have taken already.

use super::words::{Case, Detail, pascal, snake, words};

/// What an identifier is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Role {
    /// A struct or enum.
    Type,
    /// A variant of an enum.
    Variant,
    /// A field, an argument or a method.
    Field,
    /// A module, and with it a file.
    Module,
}

/// The identifier of a text.
pub(super) fn ident(text: &str, role: Role, detail: Detail) -> String {
    finish(&stem(text, role, detail), role)
}

/// The identifier of a text before [`finish`]: what longer names begin with.
pub(super) fn stem(text: &str, role: Role, detail: Detail) -> String {
    match role {
        Role::Type | Role::Variant => pascal(&words(text, detail, Case::Pascal)),
        Role::Field | Role::Module => snake(&words(text, detail, Case::Lower)),
    }
}

/// The identifier of a text with a hash of it: what tells texts apart that look the same.
pub(super) fn hashed(text: &str, role: Role) -> String {
    let (stem, hash) = (stem(text, role, Detail::Plain), hash(text));
    match role {
        Role::Type | Role::Variant => finish(&format!("{stem}X{hash}"), role),
        Role::Field | Role::Module => finish(&format!("{stem}_x{hash}"), role),
    }
}

/// A name that the configuration gives: it stays as it is where it can be an identifier.
pub(super) fn given(text: &str, role: Role) -> String {
    let plain = !text.is_empty() && text.chars().all(|c| c.is_ascii_alphanumeric() || c == '_') && text.chars().any(|c| c != '_');
    if plain && role != Role::Module { finish(text, role) } else { ident(text, role, Detail::Plain) }
}

/// Steers a name round what is taken.
pub(super) fn finish(name: &str, role: Role) -> String {
    let digit = name.starts_with(|c: char| c.is_ascii_digit());
    let name = match role {
        Role::Type if digit => format!("N{name}"),
        Role::Variant if digit => format!("V{name}"),
        Role::Field | Role::Module if digit => format!("n{name}"),
        _ => name.to_owned(),
    };
    match role {
        Role::Type if name == "Self" || RESERVED_TYPES.contains(&name.as_str()) => name + "Type",
        Role::Variant if name == "Unknown" => name + "Value",
        // A variant would hide the constant of this name that a type has.
        Role::Variant if matches!(name.as_str(), "Self" | "SCHEMA") => name + "_",
        Role::Field if NEVER_RAW.contains(&name.as_str()) => name + "_",
        Role::Field if KEYWORDS.contains(&name.as_str()) => format!("r#{name}"),
        Role::Module => module(&name),
        Role::Type | Role::Variant | Role::Field => bounded(name),
    }
}

/// The longest name of a type: the words of its owners in front, cut in the middle of nowhere rather than without end.
const MAX_IDENT: usize = 160;

fn bounded(name: String) -> String {
    if name.chars().count() <= MAX_IDENT {
        return name;
    }
    let front: String = name.chars().take(MAX_IDENT - 10).collect();
    format!("{}X{}", front.trim_end_matches('_'), hash(&name))
}

/// A module's name is a file's name: ASCII, of bounded length, and nothing that a file system or Cargo has a meaning for.
fn module(name: &str) -> String {
    let mut ascii = String::new();
    for c in name.chars() {
        match c {
            c if c.is_ascii_alphanumeric() || c == '_' => ascii.push(c.to_ascii_lowercase()),
            c => ascii.push_str(&format!("u{:04x}", u32::from(c))),
        }
    }
    if ascii.len() > 100 {
        ascii.truncate(90);
        ascii = format!("{}_x{}", ascii.trim_end_matches('_'), hash(name));
    }
    let device = matches!(ascii.as_str(), "con" | "prn" | "aux" | "nul")
        || (ascii.len() == 4
            && (ascii.starts_with("com") || ascii.starts_with("lpt"))
            && ascii.ends_with(|c: char| c.is_ascii_digit()));
    let word = ascii.as_str();
    if device || NEVER_RAW.contains(&word) || KEYWORDS.contains(&word) || matches!(word, "mod" | "lib" | "main" | "build") {
        ascii.push('_');
    }
    ascii
}

/// Six hexadecimal digits of a text, the same on every machine (FNV-1a).
pub(super) fn hash(text: &str) -> String {
    let hash = text.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3));
    format!("{:06x}", (hash ^ (hash >> 32)) & 0xff_ffff)
}

/// Keywords that are no identifier even as raw ones.
const NEVER_RAW: &[&str] = &["self", "Self", "super", "crate"];

/// Keywords of edition 2024, strict and reserved.
const KEYWORDS: &[&str] = &[
    "abstract", "as", "async", "await", "become", "box", "break", "const", "continue", "do", "dyn", "else", "enum", "extern",
    "false", "final", "fn", "for", "gen", "if", "impl", "in", "let", "loop", "macro", "match", "mod", "move", "mut", "override",
    "priv", "pub", "ref", "return", "static", "struct", "trait", "true", "try", "type", "typeof", "unsafe", "unsized", "use",
    "virtual", "where", "while", "yield",
];

/// Names of types, traits and variants that the prelude of Rust or the emitted files use, so that they need no path there.
const RESERVED_TYPES: &[&str] = &[
    "AsMut",
    "AsRef",
    "AsyncFn",
    "AsyncFnMut",
    "AsyncFnOnce",
    "BTreeMap",
    "Base64",
    "Box",
    "Bytes",
    "Call",
    "Client",
    "ClientBuilder",
    "Clone",
    "Copy",
    "Core",
    "CoreBuilder",
    "Credential",
    "Date",
    "DateTime",
    "Decode",
    "Default",
    "DoubleEndedIterator",
    "Drop",
    "Duration",
    "Encode",
    "Eq",
    "Err",
    "Error",
    "ExactSizeIterator",
    "Extend",
    "ExtraFields",
    "Fn",
    "FnMut",
    "FnOnce",
    "From",
    "FromIterator",
    "Into",
    "IntoIterator",
    "Iterator",
    "Multipart",
    "None",
    "Nullable",
    "Ok",
    "Operation",
    "Option",
    "Ord",
    "Part",
    "PartStyle",
    "PartialEq",
    "PartialOrd",
    "Pending",
    "RawResponse",
    "Response",
    "Result",
    "Secret",
    "Send",
    "Sized",
    "Some",
    "String",
    "Style",
    "Sync",
    "Time",
    "ToOwned",
    "ToString",
    "Transport",
    "TryFrom",
    "TryInto",
    "Unpin",
    "Uuid",
    "Value",
    "Vec",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_become_identifiers() {
        let rows = [
            // text, type, variant, field, module
            ("session", "Session", "Session", "session", "session"),
            ("self", "SelfType", "Self_", "self_", "self_"),
            ("Self", "SelfType", "Self_", "self_", "self_"),
            ("type", "Type", "Type", "r#type", "type_"),
            ("r#type", "RType", "RType", "r_type", "r_type"),
            ("gen", "Gen", "Gen", "r#gen", "gen_"),
            ("async", "Async", "Async", "r#async", "async_"),
            ("crate", "Crate", "Crate", "crate_", "crate_"),
            ("_", "Underscore", "Underscore", "underscore", "underscore"),
            ("__", "UnderscoreUnderscore", "UnderscoreUnderscore", "underscore_underscore", "underscore_underscore"),
            ("", "Empty", "Empty", "empty", "empty"),
            ("5xx", "N5xx", "V5xx", "n5xx", "n5xx"),
            ("1.0", "N1_0", "V1_0", "n1_0", "n1_0"),
            ("10", "N10", "V10", "n10", "n10"),
            ("option", "OptionType", "Option", "option", "option"),
            ("to_string", "ToStringType", "ToString", "to_string", "to_string"),
            ("unknown", "Unknown", "UnknownValue", "unknown", "unknown"),
            ("CON", "Con", "Con", "con", "con_"),
            ("aux.rs", "AuxRs", "AuxRs", "aux_rs", "aux_rs"),
            ("com1", "Com1", "Com1", "com1", "com1_"),
            ("lib", "Lib", "Lib", "lib", "lib_"),
            ("main", "Main", "Main", "main", "main_"),
            ("../../etc/passwd", "EtcPasswd", "EtcPasswd", "etc_passwd", "etc_passwd"),
            ("é", "É", "É", "é", "u00e9"),
            ("ß", "U00df", "U00df", "u00df", "u00df"),
        ];
        for (text, ty, variant, field, module) in rows {
            let all = [Role::Type, Role::Variant, Role::Field, Role::Module].map(|role| ident(text, role, Detail::Plain));
            assert_eq!(all, [ty, variant, field, module], "{text:?}");
        }
    }

    #[test]
    fn identifiers_and_file_names_are_bounded() {
        for role in [Role::Type, Role::Variant, Role::Field, Role::Module] {
            let name = ident(&"会 ".repeat(65_536), role, Detail::Symbols);
            assert!(name.len() <= 500, "{role:?}: {}", name.len());
            let long = finish(&"Abc".repeat(1000), role);
            assert!(long.len() <= 170, "{role:?}: {}", long.len());
        }
        assert!(ident(&"会".repeat(65_536), Role::Module, Detail::Plain).len() <= 110);
    }
}
