//! A client as a module of another crate: the files of a crate in, those of the module out. Paths from the root of the crate become
//! paths from the module. That is done letter by letter and not with syntax trees, since the runtime is text that is never parsed.

use crate::file_set::FileSet;

/// The name of the module's own file.
pub const ROOT: &str = "mod.rs";

/// A client as a module.
#[derive(Debug)]
pub struct Embedded {
    /// The files of the module, below a folder of its own.
    pub files: FileSet,
    /// The `recursion_limit` that the types need, which only the root of a crate can set.
    pub recursion_limit: Option<String>,
}

/// Makes the crate in `files` the module at `path` of another crate, such as `api::client`.
pub fn embed(files: &FileSet, path: &str) -> Embedded {
    let mut embedded = Embedded { files: FileSet::default(), recursion_limit: None };
    for (name, text) in files.iter() {
        let Some(name) = name.strip_prefix("src/").filter(|name| !name.starts_with("bin/")) else { continue };
        let text = rooted(text, path);
        if name == "lib.rs" {
            let is_limit = |line: &&str| line.starts_with("#![recursion_limit");
            let limit = text.lines().find(is_limit).and_then(|line| line.split('"').nth(1));
            embedded.recursion_limit = limit.map(str::to_owned);
            let kept = text.lines().filter(|line| !is_limit(line)).map(|line| format!("{line}\n"));
            embedded.files.insert(ROOT, kept.collect());
        } else {
            embedded.files.insert(name, text);
        }
    }
    embedded
}

/// A file whose paths from `crate::` begin with `crate::` and the module. Literals stay as they are.
fn rooted(text: &str, module: &str) -> String {
    let mut out = String::with_capacity(text.len() + text.len() / 16);
    let mut rest = text;
    while let Some(letter) = rest.chars().next() {
        let (piece, after) = rest.split_at(piece_length(rest, letter));
        if piece == "crate" && after.starts_with("::") {
            out.push_str(&format!("crate::{module}"));
        } else if piece.starts_with("//") {
            // Links of the documentation are paths, too.
            out.push_str(&piece.replace("crate::", &format!("crate::{module}::")));
        } else {
            out.push_str(piece);
        }
        rest = after;
    }
    out
}

/// How many bytes belong together at the start of a text: a comment, a literal, a word, or one letter.
fn piece_length(text: &str, letter: char) -> usize {
    match letter {
        '/' if text.starts_with("//") => text.find('\n').unwrap_or(text.len()),
        '/' if text.starts_with("/*") => text.find("*/").map_or(text.len(), |end| end + 2),
        '"' => quoted(text, '"'),
        '\'' => {
            let mut letters = text.chars().skip(1);
            match (letters.next(), letters.next()) {
                (Some('\\'), _) | (Some(_), Some('\'')) => quoted(text, '\''),
                // A lifetime.
                _ => 1,
            }
        }
        letter if is_of_word(letter) => {
            let word = text.find(|letter| !is_of_word(letter)).unwrap_or(text.len());
            match (&text[..word], &text[word..]) {
                ("b" | "c", after) if after.starts_with('"') => word + quoted(after, '"'),
                ("r" | "br" | "cr", after) => word + raw(after),
                _ => word,
            }
        }
        letter => letter.len_utf8(),
    }
}

fn is_of_word(letter: char) -> bool {
    letter.is_alphanumeric() || letter == '_'
}

/// The length of a literal between two quotes, which a backslash escapes.
fn quoted(text: &str, quote: char) -> usize {
    let mut escaped = false;
    for (at, letter) in text.char_indices().skip(1) {
        match letter {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            letter if letter == quote => return at + 1,
            _ => {}
        }
    }
    text.len()
}

/// The length of what follows the `r` of a raw string; 0 where it is none, as in `r#type`.
fn raw(text: &str) -> usize {
    let hashes = text.len() - text.trim_start_matches('#').len();
    if !text[hashes..].starts_with('"') {
        return 0;
    }
    let end = format!("\"{}", "#".repeat(hashes));
    text[hashes + 1..].find(&end).map_or(text.len(), |at| hashes + 1 + at + end.len())
}

#[cfg(test)]
mod tests {
    use super::{embed, rooted};
    use crate::file_set::FileSet;

    #[test]
    fn paths_begin_at_the_module_and_literals_stay() {
        let cases = [
            ("use crate::{a, b};", "use crate::m::{a, b};"),
            ("$crate::x!(pub(crate) y)", "$crate::m::x!(pub(crate) y)"),
            ("my_crate::x; crate_::y; crates::z", "my_crate::x; crate_::y; crates::z"),
            ("/// [`crate::A`] 'crate::", "/// [`crate::m::A`] 'crate::m::"),
            (r#"("crate::a \" crate::b", crate::c)"#, r#"("crate::a \" crate::b", crate::m::c)"#),
            (r##"r#"crate::a" crate::b"# crate::c"##, r##"r#"crate::a" crate::b"# crate::m::c"##),
            (r#"'"' crate::a '\'' crate::b &'a crate::c"#, r#"'"' crate::m::a '\'' crate::m::b &'a crate::m::c"#),
            (r#"b'"' crate::a b"crate::b" br"crate::c""#, r#"b'"' crate::m::a b"crate::b" br"crate::c""#),
            ("/* crate::a */ 'é' crate::b", "/* crate::a */ 'é' crate::m::b"),
        ];
        for (text, expected) in cases {
            assert_eq!(rooted(text, "m"), expected);
        }
    }

    #[test]
    fn the_root_of_the_crate_becomes_that_of_the_module() {
        let mut files = FileSet::default();
        files.insert("Cargo.toml", String::new());
        files.insert("src/lib.rs", "#![recursion_limit = \"512\"]\npub mod types;\n".to_owned());
        files.insert("src/types/mod.rs", "use crate::runtime;\n".to_owned());
        let embedded = embed(&files, "api::client");
        let files: Vec<_> = embedded.files.iter().collect();
        let expected = [("mod.rs", "pub mod types;\n"), ("types/mod.rs", "use crate::api::client::runtime;\n")];
        assert_eq!(files, expected);
        assert_eq!(embedded.recursion_limit.as_deref(), Some("512"));
    }
}
