//! The import table of the generator: which module may use which. A stage that reaches past its neighbour fails here.

use std::{collections::BTreeSet, fs, path::Path};

/// Modules of the generator and what each may import from its own crate. `lib` sees them all.
const MAY_IMPORT: &[(&str, &[&str])] = &[
    ("pointer", &[]),
    ("file_set", &[]),
    ("ir", &["pointer"]),
    ("diagnostic", &["load", "pointer"]),
    ("config", &["diagnostic", "load::text::position", "pointer"]),
    ("load", &["Source", "config", "diagnostic", "pointer"]),
    ("lower", &["config", "diagnostic", "ir", "load", "pointer"]),
    ("name", &["config", "ir", "pointer"]),
    ("emit", &["config", "ir", "name", "pointer"]),
    ("diff", &["emit", "ir", "pointer"]),
    ("format", &["emit", "file_set"]),
    ("embed", &["file_set"]),
    ("host", &["Source", "config", "diagnostic", "file_set", "load"]),
    ("build", &["Source", "diagnostic", "embed", "file_set", "generate", "host", "load"]),
    (
        "commands",
        &["Described", "Operations", "config", "describe", "diagnostic", "diff", "emit", "generate", "host", "load", "pointer"],
    ),
    ("bin", &[]),
];

/// Modules that have input and output, and the Cargo feature without which they are not there. No other module may import them.
const OUTSIDE: &[(&str, &str)] = &[("host", "host"), ("build", "build"), ("commands", "cli"), ("bin", "cli")];

/// Foreign crates that stop at a border: `openapiv3` at `lower`, tokens and syntax trees not before `emit`, but for the question
/// whether a text is an identifier or a path of Rust.
const BORDERS: &[(&str, &[&str])] = &[
    ("openapiv3", &["load", "lower"]),
    ("proc_macro2", &["emit", "format", "name"]),
    ("quote", &["emit", "format"]),
    ("syn", &["config", "emit", "format", "name"]),
    ("prettyplease", &["format"]),
    ("serde_yaml", &["load"]),
    ("toml", &["config"]),
    ("annotate_snippets", &["diagnostic"]),
];

/// What would be input or output, or would make a run depend on more than its input.
const FORBIDDEN: &[&str] = &["std::fs", "std::env", "std::net", "std::process", "std::time", "println!", "eprintln!"];

#[test]
fn modules_import_only_their_neighbours() {
    let mut faults = Vec::new();
    for (module, file, text) in sources() {
        let allowed = MAY_IMPORT.iter().find(|(name, _)| *name == module).map(|(_, allowed)| *allowed);
        let Some(allowed) = allowed else {
            if module != "lib" {
                faults.push(format!("{file}: the module `{module}` is not in the table"));
            }
            continue;
        };
        for import in crate_imports(&text) {
            let top = import.split("::").next().unwrap_or_default();
            let known = allowed.iter().any(|entry| *entry == top || import.starts_with(entry));
            if top != module && !known {
                faults.push(format!("{file}: `{module}` must not import `crate::{import}`"));
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn foreign_crates_stop_at_their_borders() {
    let mut faults = Vec::new();
    for (module, file, text) in sources() {
        for (name, allowed) in BORDERS {
            let used = code_lines(&text).any(|line| uses_word(&without_literals(line), name));
            if used && !allowed.contains(&module.as_str()) {
                faults.push(format!("{file}: `{name}` must not appear in `{module}`"));
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn the_generator_has_no_input_or_output_of_its_own() {
    let mut faults = Vec::new();
    // What `emit` quotes is code of the client.
    let is_pure = |module: &str| module != "emit" && OUTSIDE.iter().all(|(outside, _)| *outside != module);
    for (_, file, text) in sources().into_iter().filter(|(module, ..)| is_pure(module)) {
        for word in FORBIDDEN {
            if code_lines(&text).any(|line| line.contains(word)) {
                faults.push(format!("{file}: `{word}`"));
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn input_and_output_are_behind_features() {
    let root = include_str!("../../generator/src/lib.rs");
    let manifest = include_str!("../../generator/Cargo.toml");
    assert!(!manifest.contains("\ndefault ="), "a default feature would be asked for by everybody");
    for (module, feature) in OUTSIDE {
        let is_gated = match *module {
            "bin" => manifest.contains(&format!("required-features = [\"{feature}\"]")),
            module => root.contains(&format!("#[cfg(feature = \"{feature}\")]\npub mod {module};")),
        };
        assert!(is_gated, "`{module}` is not behind `{feature}`");
    }
    for (module, allowed) in MAY_IMPORT {
        let is_outside = |name: &str| OUTSIDE.iter().any(|(outside, _)| *outside == name);
        assert!(is_outside(module) || !allowed.iter().any(|name| is_outside(name)), "`{module}` may import input and output");
    }
}

/// Every source file of the generator: its module, its path and its text without unit tests.
fn sources() -> Vec<(String, String, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../generator/src");
    let mut found = Vec::new();
    let mut folders = vec![root.clone()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).expect("the generator's sources are readable") {
            let path = entry.expect("a folder entry is readable").path();
            let relative = path.strip_prefix(&root).expect("the walk stays below its root");
            let is_test = path.file_stem().is_some_and(|stem| stem.to_string_lossy().ends_with("tests"));
            if path.is_dir() && !is_test {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") && !is_test {
                let first = relative.components().next().expect("a file has a name").as_os_str().to_string_lossy();
                let module = first.trim_end_matches(".rs").to_owned();
                let text = fs::read_to_string(&path).expect("a source file is text");
                let text = text.split("#[cfg(test)]").next().unwrap_or_default().to_owned();
                found.push((module, relative.display().to_string(), text));
            }
        }
    }
    assert!(found.len() > MAY_IMPORT.len(), "the walk found the sources");
    found
}

/// Lines that are code: neither comments nor documentation.
fn code_lines(text: &str) -> impl Iterator<Item = &str> {
    text.lines().filter(|line| !line.trim_start().starts_with("//"))
}

/// A line without its string literals; one that goes on over several lines ends here.
fn without_literals(line: &str) -> String {
    line.split('"').step_by(2).collect()
}

/// Whether a line holds the word as a path of its own.
fn uses_word(line: &str, word: &str) -> bool {
    line.match_indices(word).any(|(at, _)| {
        let before = line[..at].chars().next_back();
        let after = &line[at + word.len()..];
        !before.is_some_and(|c| c.is_alphanumeric() || c == '_' || c == '"') && after.starts_with("::")
    })
}

/// Paths below `crate::` that a file names, braces of `use` opened one level.
fn crate_imports(text: &str) -> BTreeSet<String> {
    let code: String = code_lines(text).map(without_literals).collect::<Vec<_>>().join(" ");
    let mut imports = BTreeSet::new();
    for (at, _) in code.match_indices("crate::") {
        let preceded = code[..at].chars().next_back().is_some_and(|c| c == '$' || c.is_alphanumeric() || c == '_' || c == '"');
        let rest = &code[at + "crate::".len()..];
        if preceded {
            continue;
        }
        match rest.strip_prefix('{') {
            Some(list) => imports.extend(top_level_names(list)),
            None => imports.extend([path(rest)]),
        }
    }
    imports
}

/// The paths of a brace list, up to its closing brace.
fn top_level_names(list: &str) -> Vec<String> {
    let (mut depth, mut start, mut names) = (0, 0, Vec::new());
    for (at, c) in list.char_indices() {
        match c {
            '{' => depth += 1,
            '}' if depth > 0 => depth -= 1,
            ',' | '}' if depth == 0 => {
                names.push(path(list[start..at].trim()));
                start = at + 1;
                if c == '}' {
                    break;
                }
            }
            _ => {}
        }
    }
    names.retain(|name| !name.is_empty());
    names
}

/// The leading path of a text.
fn path(text: &str) -> String {
    text.chars()
        .take_while(|c| c.is_alphanumeric() || matches!(c, '_' | ':'))
        .collect::<String>()
        .trim_end_matches(':')
        .to_owned()
}
