//! From text of the document to words: lower-case, made of letters and digits that may stand in an identifier anywhere.

use heck::ToSnakeCase;

/// How much of a text is spelled. The more, the longer the name, and the fewer texts share it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Detail {
    /// Letters and digits; symbols only as a sign in front, or where there is nothing else.
    Plain,
    /// Symbols too.
    Symbols,
    /// Symbols, and which letters are capital.
    Case,
}

/// Where names are cut: longer ones help nobody, and file systems have limits.
const MAX_CHARS: usize = 80;

/// The words of a text; never none.
pub(super) fn words(text: &str, detail: Detail, usual: Case) -> Vec<String> {
    let plain = split(&replace(text, detail != Detail::Plain));
    let mut words = if plain.is_empty() { split(&replace(text, true)) } else { plain };
    if words.is_empty() {
        words.push("empty".to_owned());
    }
    let case = Case::of(text).filter(|case| detail == Detail::Case && *case != usual);
    if let Some(case) = case {
        words.insert(0, case.word().to_owned());
    }
    cut(words)
}

fn split(text: &str) -> Vec<String> {
    text.to_snake_case().split('_').filter(|word| !word.is_empty()).map(str::to_owned).collect()
}

fn cut(words: Vec<String>) -> Vec<String> {
    let mut left = MAX_CHARS;
    let mut kept = Vec::new();
    for word in words {
        let chars = word.chars().count();
        if chars > left {
            // A long word is better cut than left out, unless only a stump of it would stay.
            if left >= 8 {
                kept.push(word.chars().take(left).collect());
            }
            break;
        }
        left -= chars;
        kept.push(word);
    }
    kept
}

/// The text with everything that an identifier cannot hold replaced, and spaces between words.
fn replace(text: &str, symbols: bool) -> String {
    let mut out = String::new();
    for (index, c) in text.chars().take(4 * MAX_CHARS).enumerate() {
        let sign = index == 0 && matches!(c, '+' | '-');
        if c.is_ascii_alphanumeric() || stays(c) {
            out.push(c);
        } else if sign {
            out.push_str(if c == '+' { "Plus " } else { "Minus " });
        } else if let Some(word) = symbol(c) {
            match symbols {
                true => {
                    out.push(' ');
                    out.push_str(word);
                    out.push(' ');
                }
                false if c == '\'' => {}
                false => out.push(' '),
            }
        } else if symbols || c.is_alphanumeric() {
            out.push_str(&format!(" U{:04X} ", u32::from(c)));
        } else {
            out.push(' ');
        }
    }
    out
}

/// Letters beyond ASCII that may stand in identifiers: they begin one (XID_Start), and no neighbour changes them under NFC, which is
/// how rustc compares identifiers. The list is smaller than the truth and needs no table.
fn stays(c: char) -> bool {
    let range = matches!(c,
        '\u{c0}'..='\u{24f}' | '\u{386}' | '\u{388}'..='\u{3ce}' | '\u{400}'..='\u{481}' | '\u{48a}'..='\u{4ff}' | '\u{5d0}'..='\u{5ea}'
        | '\u{620}'..='\u{63f}' | '\u{641}'..='\u{64a}' | '\u{e01}'..='\u{e30}' | '\u{3041}'..='\u{3096}' | '\u{30a1}'..='\u{30fa}'
        | '\u{4e00}'..='\u{9fff}' | '\u{ac00}'..='\u{d7a3}');
    // A small letter whose capital is itself, or several letters, would begin no name of a type.
    let mut capital = c.to_uppercase();
    let capital = (capital.next(), capital.next());
    range && c.is_alphabetic() && (!c.is_lowercase() || matches!(capital, (Some(one), None) if one != c))
}

fn symbol(c: char) -> Option<&'static str> {
    Some(match c {
        ' ' => "Space",
        '!' => "Not",
        '"' => "Quote",
        '#' => "Hash",
        '$' => "Dollar",
        '%' => "Percent",
        '&' => "And",
        '\'' => "Apostrophe",
        '(' => "OpenParen",
        ')' => "CloseParen",
        '*' => "Star",
        '+' => "Plus",
        ',' => "Comma",
        '-' => "Dash",
        '.' => "Dot",
        '/' => "Slash",
        ':' => "Colon",
        ';' => "Semicolon",
        '<' => "LessThan",
        '=' => "Equals",
        '>' => "GreaterThan",
        '?' => "Question",
        '@' => "At",
        '[' => "OpenBracket",
        '\\' => "Backslash",
        ']' => "CloseBracket",
        '^' => "Caret",
        '_' => "Underscore",
        '`' => "Backtick",
        '{' => "OpenBrace",
        '|' => "Pipe",
        '}' => "CloseBrace",
        '~' => "Tilde",
        _ => return None,
    })
}

/// Which letters of a text are capital.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Case {
    /// None.
    Lower,
    /// All.
    Upper,
    /// Some, but not the first.
    Camel,
    /// Some, and the first.
    Pascal,
}

impl Case {
    fn of(text: &str) -> Option<Case> {
        let mut letters = text.chars().filter(|c| c.is_lowercase() || c.is_uppercase());
        let first = letters.next()?;
        let (mut lower, mut upper) = (first.is_lowercase(), first.is_uppercase());
        for c in letters {
            lower |= c.is_lowercase();
            upper |= c.is_uppercase();
        }
        Some(match (lower, upper) {
            (true, true) if first.is_uppercase() => Case::Pascal,
            (true, true) => Case::Camel,
            (_, true) => Case::Upper,
            _ => Case::Lower,
        })
    }

    fn word(self) -> &'static str {
        match self {
            Case::Lower => "lower",
            Case::Upper => "upper",
            Case::Camel => "camel",
            Case::Pascal => "pascal",
        }
    }
}

/// Words as `PascalCase`; an underscore stays between two digits, so that `1_0` and `10` differ.
pub(super) fn pascal(words: &[String]) -> String {
    let mut out = String::new();
    for word in words {
        let mut chars = word.chars();
        let Some(first) = chars.next() else { continue };
        if first.is_ascii_digit() && out.ends_with(|c: char| c.is_ascii_digit()) {
            out.push('_');
        }
        // A letter whose capital is several characters stays as it is: the result is an identifier either way.
        let mut capital = first.to_uppercase();
        match (capital.next(), capital.next()) {
            (Some(one), None) => out.push(one),
            _ => out.push(first),
        }
        out.extend(chars);
    }
    out
}

/// Words as `snake_case`.
pub(super) fn snake(words: &[String]) -> String {
    words.join("_")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_become_words() {
        let rows = [
            // text, plain, symbols, case
            ("session_id", "session_id", "session_underscore_id", "session_underscore_id"),
            ("sessionID", "session_id", "session_id", "camel_session_id"),
            ("HTTPServer", "http_server", "http_server", "pascal_http_server"),
            ("+1", "plus_1", "plus_1", "plus_1"),
            ("-created", "minus_created", "minus_created", "minus_created"),
            ("<=", "less_than_equals", "less_than_equals", "less_than_equals"),
            ("*", "star", "star", "star"),
            ("", "empty", "empty", "empty"),
            (" ", "space", "space", "space"),
            ("don't", "dont", "don_apostrophe_t", "don_apostrophe_t"),
            ("v1.0", "v1_0", "v1_dot_0", "v1_dot_0"),
            ("CAFÉ", "café", "café", "upper_café"),
            ("e\u{301}", "e", "e_u0301", "e_u0301"),
            ("ｆｕｌｌ", "uff46_uff55_uff4c_uff4c", "uff46_uff55_uff4c_uff4c", "uff46_uff55_uff4c_uff4c"),
            ("会議", "会議", "会議", "会議"),
            ("\u{202e}", "u202e", "u202e", "u202e"),
            ("a\nb", "a_b", "a_u000a_b", "a_u000a_b"),
            ("../x", "x", "dot_dot_slash_x", "dot_dot_slash_x"),
        ];
        for (text, plain, symbols, case) in rows {
            let spell = |detail| snake(&words(text, detail, Case::Lower));
            assert_eq!([spell(Detail::Plain), spell(Detail::Symbols), spell(Detail::Case)], [plain, symbols, case], "{text:?}");
        }
    }

    #[test]
    fn words_are_identifiers_whatever_the_character() {
        for c in (0..=0x1_ffff).filter_map(char::from_u32) {
            let name = format!("x{}", snake(&words(&c.to_string(), Detail::Plain, Case::Lower)));
            assert!(syn::parse_str::<syn::Ident>(&name).is_ok(), "{c:?} gives {name}");
        }
    }

    #[test]
    fn long_texts_are_cut() {
        assert!(snake(&words(&"x".repeat(65_536), Detail::Plain, Case::Lower)).len() <= 100);
        assert!(snake(&words(&"word ".repeat(65_536), Detail::Symbols, Case::Lower)).len() <= 200);
    }
}
