//! Names of emitted packages: what cargo takes, and a good one from a document's file name.

use std::path::Path;

/// Names that cargo or rustc keep for themselves, and those of crates that an emitted client may depend on: a package cannot depend
/// on one of its own name.
const TAKEN: &[&str] = &[
    "alloc",
    "build",
    "bytes",
    "core",
    "deps",
    "examples",
    "futures-core",
    "http",
    "incremental",
    "jiff",
    "percent-encoding",
    "proc-macro",
    "proc-macro2",
    "reqwest",
    "serde",
    "serde-json",
    "std",
    "test",
    "tokio",
    "tracing",
    "uuid",
];

/// Keywords in every edition, strict or reserved.
const KEYWORDS: &[&str] = &[
    "abstract", "as", "async", "await", "become", "box", "break", "const", "continue", "crate", "do", "dyn", "else", "enum",
    "extern", "false", "final", "fn", "for", "gen", "if", "impl", "in", "let", "loop", "macro", "match", "mod", "move", "mut",
    "override", "priv", "pub", "ref", "return", "self", "static", "struct", "super", "trait", "true", "try", "type", "typeof",
    "unsafe", "unsized", "use", "virtual", "where", "while", "yield",
];

/// Names of devices on Windows, where no file may be called so, whatever follows the first dot.
const DEVICES: &[&str] = &["aux", "con", "nul", "prn"];

/// No registry takes a longer one.
const LONGEST: usize = 64;

/// Why a name is not one for a package, if it is not.
pub fn fault(name: &str) -> Option<&'static str> {
    if name.is_empty() {
        Some("it is empty")
    } else if name.len() > LONGEST {
        Some("it is longer than 64 letters")
    } else if !name.starts_with(|letter: char| letter.is_ascii_alphabetic()) {
        Some("it does not start with a letter from a to z")
    } else if !name.chars().all(|letter| letter.is_ascii_alphanumeric() || matches!(letter, '-' | '_')) {
        Some("it contains something other than letters from a to z, digits, `-` and `_`")
    } else if is_taken(name) {
        Some("it is a keyword, a name that cargo keeps for itself, or that of a dependency")
    } else {
        None
    }
}

fn is_taken(name: &str) -> bool {
    let name = name.to_ascii_lowercase().replace('_', "-");
    [TAKEN, KEYWORDS, DEVICES].iter().any(|taken| taken.contains(&name.as_str()))
}

/// A package name made of a document's file name: `Zoom API v2.yaml` gives `zoom-api-v2`. The same for the same file name.
pub fn from_document(document: &Path) -> String {
    let stem = document.file_stem().map(|stem| stem.to_string_lossy().to_lowercase()).unwrap_or_default();
    let stem = stem.strip_suffix(".openapi").unwrap_or(&stem);
    let words: Vec<&str> = stem.split(|letter: char| !letter.is_ascii_alphanumeric()).filter(|word| !word.is_empty()).collect();
    let mut name = words.join("-");
    if matches!(name.as_str(), "" | "openapi" | "swagger") {
        return "client".to_owned();
    }
    if name.starts_with(|letter: char| letter.is_ascii_digit()) {
        name.insert_str(0, "api-");
    }
    name.truncate(LONGEST);
    let name = name.trim_end_matches('-');
    if is_taken(name) { format!("{name}-client") } else { name.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_file_name_gives_a_name_that_cargo_takes() {
        let cases = [
            ("Zoom API v2.yaml", "zoom-api-v2"),
            ("realtimekit.openapi.json", "realtimekit"),
            ("1password.json", "api-1password"),
            ("http.yaml", "http-client"),
            ("serde_json.yaml", "serde-json-client"),
            ("self.yaml", "self-client"),
            ("openapi.yaml", "client"),
            ("日本.yaml", "client"),
            (".yaml", "yaml"),
            ("CON.json", "con-client"),
            ("..", "client"),
        ];
        for (file, name) in cases {
            assert_eq!(from_document(Path::new(file)), name, "{file}");
            assert_eq!(fault(name), None, "{file}");
        }
        let long = from_document(Path::new(&format!("{}.yaml", "ab ".repeat(80))));
        assert_eq!(fault(&long), None, "{long}");
    }

    #[test]
    fn names_that_cargo_refuses_are_refused() {
        for name in ["", "1a", "a b", "a/b", "..", "fn", "test", "serde", "größe", "a\"b", "-a", &"a".repeat(65)] {
            assert!(fault(name).is_some(), "{name}");
        }
    }
}
