//! RFC 8259 to the letter, and bounds on what a hostile text can do.

use crate::{
    decode, encode,
    runtime::json::{Reader, from_slice},
    samples::{Participant, Tree},
};
use serde_json::Value;

#[test]
fn only_json_is_read() {
    for text in [
        "",
        " ",
        "01",
        "-01",
        "1.",
        ".5",
        "+1",
        "-",
        "1e",
        "1e+",
        "0x1",
        "NaN",
        "Infinity",
        "-Infinity",
        "nul",
        "nulll",
        "True",
        "[1,]",
        "[,1]",
        "[1 2]",
        "[",
        "]",
        "[1",
        "[1,",
        "{",
        "}",
        r#"{"a"}"#,
        r#"{"a":}"#,
        r#"{"a":1,}"#,
        r#"{,"a":1}"#,
        r#"{a:1}"#,
        r#"{"a":1"#,
        r#"{"a" 1}"#,
        r#"{1:1}"#,
        r#"{"a":1]"#,
        "[1}",
        "1 2",
        "null x",
        "[] []",
        "\"",
        "\"a",
        "\"\u{1}\"",
        "\"a\nb\"",
        r#""\x""#,
        r#""\u12""#,
        r#""\u+123""#,
        r#""\ud800""#,
        r#""\ud800\u0041""#,
        r#""\udc00""#,
        r#""\ud800x""#,
        r#""\udc00\ud800""#,
        r#""\"#,
        "'a'",
        "/**/1",
        "1//",
        "\u{a0}1",
        "\u{c}1",
        "[1]\u{feff}",
    ] {
        assert!(decode::<Value>(text).is_err(), "{text:?} as a value");
        assert!(skip(text.as_bytes()).is_err(), "{text:?} skipped");
    }
    // Surrogates are checked by serde_json too, so that the two agree.
    for text in [
        " 1 ",
        "\t\r\n{ \"a\" : [ ] }",
        r#""\"\\\/\b\f\n\r\t\u00e9\ud83d\ude00""#,
        "-0",
        "1E-2",
        "\u{feff}[]",
        "\"\u{7f}\u{2028}\"",
    ] {
        assert!(decode::<Value>(text).is_ok(), "{text:?} as a value");
        assert!(skip(text.as_bytes()).is_ok(), "{text:?} skipped");
    }
}

fn skip(text: &[u8]) -> Result<(), String> {
    let skip = || {
        let mut r = Reader::from_slice(text)?;
        r.skip()?;
        r.end()
    };
    skip().map_err(|fault: crate::runtime::json::Fault| fault.to_string())
}

#[test]
fn faults_say_what_and_where() {
    for (text, message) in [
        ("", "expected a value, found the end of the text (byte 0)"),
        ("[1,]", "expected another member behind the comma, found `]` (byte 3)"),
        ("[1 2]", "expected `,` or `]`, found `2` (byte 3)"),
        (r#"{"a":1,"b"}"#, "expected `:`, found `}` at `b` (byte 10)"),
        (r#"{"a":[0,NaN]}"#, "expected a value, found `N` at `a[1]` (byte 8)"),
        (r#"{"a":nul}"#, "expected `null`, found another word at `a` (byte 5)"),
        ("{1:2}", "expected a key in quotes, found `1` (byte 1)"),
        ("1 \u{7}", "expected the end of the text, found `\\u{7}` (byte 2)"),
        (r#"["\ud800"]"#, "a `\\u` escape that is no character at `[0]` (byte 2)"),
        (r#""ab\q""#, "an escape that JSON does not know (byte 3)"),
        ("\"a\tb\"", "a control character in a string must be escaped (byte 2)"),
        ("\"ab", "expected the closing quote of a string, found the end of the text (byte 3)"),
        ("1.", "expected a digit, found the end of the text (byte 2)"),
    ] {
        assert_eq!(decode::<Value>(text).unwrap_err(), message, "{text:?}");
    }
}

#[test]
fn bytes_that_are_not_utf_8_are_a_fault() {
    let fault = from_slice::<Value>(b"[\"a\xff\"]").unwrap_err();
    assert_eq!(fault.to_string(), "the text is not UTF-8 (byte 3)");
    assert!(from_slice::<Value>(b"\xef\xbb[]").is_err());
}

#[test]
fn a_byte_order_mark_is_skipped() {
    assert_eq!(from_slice::<i64>(b"\xef\xbb\xbf 1"), Ok(1));
}

#[test]
fn a_fault_repeats_no_string_of_the_document() {
    let message = decode::<Participant>(r#"{"id":"secret"}"#).unwrap_err();
    assert!(!message.contains("secret"), "{message}");
    let debug = format!("{:?}", from_slice::<Participant>(br#"{"id":"secret"}"#).unwrap_err());
    assert!(!debug.contains("secret"), "{debug}");
}

#[test]
fn nesting_is_bounded_at_128_levels() {
    let nested = |levels: usize| format!("{}{}", "[".repeat(levels), "]".repeat(levels));
    assert!(decode::<Value>(&nested(128)).is_ok());
    assert!(decode::<Tree>(&nested(128)).is_ok());
    assert!(skip(nested(128).as_bytes()).is_ok());
    for levels in [129, 1_000_000] {
        for message in [
            decode::<Value>(&nested(levels)).unwrap_err(),
            decode::<Tree>(&nested(levels)).unwrap_err(),
            skip(nested(levels).as_bytes()).unwrap_err(),
            decode::<Value>(&"[".repeat(levels)).unwrap_err(),
            decode::<Value>(&r#"{"a":"#.repeat(levels)).unwrap_err(),
            decode::<Participant>(&format!(r#"{{"x":{}"#, "[".repeat(levels))).unwrap_err(),
        ] {
            assert!(message.starts_with("the text nests too deep"), "{message}");
        }
    }
    // Width is no depth.
    assert!(decode::<Value>(&format!("[{}[]]", "[[]],".repeat(10_000))).is_ok());
}

#[test]
fn strings_are_escaped_where_needed_and_nowhere_else() {
    let all: String = (0..=0x2030).filter_map(char::from_u32).chain("😀\u{10ffff}".chars()).collect();
    assert_eq!(encode(&all), serde_json::to_string(&all).unwrap());
    assert_eq!(decode::<String>(&encode(&all)), Ok(all));
    assert_eq!(encode(&"/é\u{7f}\u{1}\""), "\"/é\u{7f}\\u0001\\\"\"");
}

#[test]
fn a_reader_goes_back_to_a_position() {
    let mut r = Reader::new(r#"{"a": [1, 2]}"#);
    r.begin_object().unwrap();
    assert_eq!(r.next_key().unwrap().as_deref(), Some("a"));
    let value = r.position();
    r.skip().unwrap();
    assert_eq!(r.next_key().unwrap(), None);
    r.rewind(value);
    r.begin_list().unwrap();
    assert!(r.next_item().unwrap());
    assert_eq!(r.number().unwrap(), "1");
}
