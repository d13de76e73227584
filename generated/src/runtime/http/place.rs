//! Places in a JSON text, by JSON pointer (RFC 6901), found without decoding what is around them.
//!
//! `-` is the last item of a list here; RFC 6901 has it name the one behind, which no text has.

use crate::runtime::json::{Fault, Kind, Reader};

/// The text of the value at a pointer; `None` where there is none.
pub(super) fn find<'j>(text: &'j str, pointer: &str) -> Result<Option<&'j str>, Fault> {
    let mut found = text;
    for token in pointer.split('/').skip(1) {
        let key = token.replace("~1", "/").replace("~0", "~");
        match child(found, &key)? {
            Some(inner) => found = inner,
            None => return Ok(None),
        }
    }
    Ok(Some(found))
}

fn child<'j>(text: &'j str, key: &str) -> Result<Option<&'j str>, Fault> {
    let mut reader = Reader::new(text);
    match reader.kind()? {
        Kind::Object => {
            reader.begin_object()?;
            while let Some(found) = reader.next_key()? {
                let is_it = found == key;
                let value = value(&mut reader, text)?;
                if is_it {
                    return Ok(Some(value));
                }
            }
            Ok(None)
        }
        Kind::List => {
            let (index, mut last) = (key.parse::<usize>().ok(), None);
            reader.begin_list()?;
            let mut at = 0;
            while reader.next_item()? {
                let value = value(&mut reader, text)?;
                if index == Some(at) {
                    return Ok(Some(value));
                }
                last = Some(value);
                at += 1;
            }
            Ok(last.filter(|_| key == "-"))
        }
        Kind::Null | Kind::Bool | Kind::Number | Kind::String => Ok(None),
    }
}

/// The text of the next value, which is read past.
fn value<'j>(reader: &mut Reader<'_>, text: &'j str) -> Result<&'j str, Fault> {
    reader.kind()?;
    let start = reader.offset();
    reader.skip()?;
    Ok(text.get(start..reader.offset()).unwrap_or_default())
}

/// The text with another value at a pointer. Objects that are missing on the way are made, also where `null` stands for one.
pub(super) fn put(text: &str, pointer: &str, value: &str) -> Result<String, Fault> {
    let keys: Vec<String> = pointer.split('/').skip(1).map(|token| token.replace("~1", "/").replace("~0", "~")).collect();
    let (mut found, mut depth) = (text, 0);
    while let Some(key) = keys.get(depth) {
        let Some(inner) = child(found, key)? else { break };
        (found, depth) = (inner, depth + 1);
    }
    // A child is a part of the text that it was found in.
    let start = found.as_ptr().addr() - text.as_ptr().addr();
    let Some((key, inner)) = keys.get(depth..).and_then(<[String]>::split_first) else {
        return Ok([&text[..start], value, &text[start + found.len()..]].concat());
    };
    let value = inner.iter().rev().fold(value.to_owned(), |value, key| format!("{{{}:{value}}}", quoted(key)));
    let member = format!("{}:{value}", quoted(key));
    let mut reader = Reader::new(found);
    if reader.null()? {
        return Ok([&text[..start], "{", &member, "}", &text[start + found.len()..]].concat());
    }
    reader.begin_object()?;
    let (at, comma) = (start + reader.offset(), if reader.next_key()?.is_some() { "," } else { "" });
    Ok([&text[..at], &member, comma, &text[at..]].concat())
}

fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

/// How many items a list has; `null` has none.
pub(super) fn count(text: &str) -> Result<u64, Fault> {
    let mut reader = Reader::new(text);
    let mut count = 0;
    if reader.null()? {
        return Ok(0);
    }
    reader.begin_list()?;
    while reader.next_item()? {
        reader.skip()?;
        count += 1;
    }
    Ok(count)
}

/// A text or a number, as text; `None` where the value is missing, `null`, `false` or an empty text.
pub(super) fn word(text: &str, pointer: &str) -> Result<Option<String>, Fault> {
    let Some(found) = find(text, pointer)? else { return Ok(None) };
    let mut reader = Reader::new(found);
    let word = match reader.kind()? {
        Kind::Null => return Ok(None),
        Kind::Number => reader.number()?.to_owned(),
        Kind::Bool if !reader.bool()? => return Ok(None),
        _ => reader.string()?.into_owned(),
    };
    Ok(Some(word).filter(|word| !word.is_empty()))
}

/// A number; `None` where the value is missing or no whole number.
pub(super) fn number(text: &str, pointer: &str) -> Result<Option<u64>, Fault> {
    if pointer.is_empty() {
        return Ok(None);
    }
    Ok(find(text, pointer)?.and_then(|found| found.trim_matches('"').parse().ok()))
}

/// Whether the value is `false`.
pub(super) fn is_false(text: &str, pointer: &str) -> Result<bool, Fault> {
    Ok(!pointer.is_empty() && find(text, pointer)? == Some("false"))
}

#[cfg(test)]
mod tests {
    use super::{count, find, number, put, word};

    #[test]
    fn values_are_put_where_they_belong() {
        for (text, pointer, expected) in [
            (r#"{"a": 1.0, "b": [2]}"#, "/a", r#"{"a": 7, "b": [2]}"#),
            (r#"{"a": {"b": null}}"#, "/a/b", r#"{"a": {"b": 7}}"#),
            (r#"{"a": {"b": null}}"#, "/a/b/c", r#"{"a": {"b": {"c":7}}}"#),
            (r#"{"x": 1}"#, "/a~1b/c", r#"{"a/b":{"c":7},"x": 1}"#),
            ("{ }", "/a", r#"{"a":7 }"#),
            ("null", "/a", r#"{"a":7}"#),
            ("[1, [2]]", "/1/0", "[1, [7]]"),
        ] {
            assert_eq!(put(text, pointer, "7").as_deref(), Ok(expected), "{text} {pointer}");
        }
        assert!(put("[1]", "/a", "7").is_err());
        assert!(put("", "/a", "7").is_err());
    }

    #[test]
    fn pointers_find_places() {
        let text = r#" {"a": {"b/c": [1, {"~": "x"} ], "": null}, "n": 7, "a": 1} "#;
        for (pointer, expected) in [
            ("", Some(text)),
            ("/n", Some("7")),
            ("/a/b~1c/0", Some("1")),
            ("/a/b~1c/-/~0", Some("\"x\"")),
            ("/a/", Some("null")),
            ("/a/b~1c/2", None),
            ("/n/x", None),
            ("/x", None),
        ] {
            assert_eq!(find(text, pointer).expect("it is JSON"), expected, "{pointer}");
        }
        assert!(find("{\"a\" 1}", "/a").is_err());
    }

    #[test]
    fn values_are_words_and_numbers() {
        let text = r#"{"s": "a\n", "e": "", "n": 12, "t": "13", "f": false, "z": null, "l": [1, [2]]}"#;
        let word = |pointer| word(text, pointer).expect("it is JSON");
        assert_eq!([word("/s").as_deref(), word("/n").as_deref()], [Some("a\n"), Some("12")]);
        assert_eq!([word("/e"), word("/f"), word("/z"), word("/x")], [None, None, None, None]);
        assert_eq!((number(text, "/n").expect("JSON"), number(text, "/t").expect("JSON")), (Some(12), Some(13)));
        assert_eq!(number(text, "").expect("JSON"), None);
        assert_eq!((count("[1, [2]]").expect("a list"), count("null").expect("no list")), (2, 0));
        assert!(count("{}").is_err());
    }
}
