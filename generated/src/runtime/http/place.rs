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
    use super::{count, find, number, word};

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
