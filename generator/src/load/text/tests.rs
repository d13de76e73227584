use super::*;
use crate::{
    diagnostic::{Style, render_text},
    load::Sources,
};
use serde_json::json;

/// The value of a text and the findings about it, as they are printed.
fn read(path: &str, bytes: impl AsRef<[u8]>) -> (Option<Value>, String) {
    let mut sources = Sources::default();
    let file = sources.add(path, bytes.as_ref().to_vec());
    let mut diagnostics = Diagnostics::default();
    let value = parse(sources.bytes(file), file, path, &mut diagnostics);
    (value, render_text(&diagnostics, &sources, Style::Plain))
}

/// The value of a text that nothing is to be said about.
fn value(text: &str) -> Value {
    let (value, findings) = read("a.yaml", text);
    assert_eq!(findings, "", "{text}");
    value.unwrap_or_else(|| panic!("no value: {text}"))
}

/// The findings of a text that has a value.
fn warnings(text: &str) -> (Value, String) {
    let (value, findings) = read("a.yaml", text);
    (value.unwrap_or_else(|| panic!("{findings}")), findings)
}

/// The finding of a text that has no value.
fn error(bytes: impl AsRef<[u8]>) -> String {
    let (value, findings) = read("a.yaml", bytes);
    assert_eq!(value, None);
    findings
}

#[test]
fn scalars_of_yaml_are_those_of_version_1_2() {
    for (text, expected) in [
        ("on", json!("on")),
        ("off", json!("off")),
        ("yes", json!("yes")),
        ("no", json!("no")),
        ("NO", json!("NO")),
        ("y", json!("y")),
        ("017", json!("017")),
        ("0o17", json!(15)),
        ("0x1F", json!(31)),
        ("1_000", json!("1_000")),
        ("12:30", json!("12:30")),
        ("2020-01-02", json!("2020-01-02")),
        ("true", json!(true)),
        ("False", json!(false)),
        ("~", json!(null)),
        ("null", json!(null)),
        ("", json!(null)),
        ("1.10", json!(1.1)),
        ("1.0", json!(1.0)),
        ("'1'", json!("1")),
        ("!!str 1", json!("1")),
        ("-1", json!(-1)),
        ("1e3", json!(1000.0)),
        ("18446744073709551615", json!(u64::MAX)),
        ("-9223372036854775808", json!(i64::MIN)),
        ("18446744073709551616", json!(18446744073709551616.0)),
        ("-9223372036854775809", json!(-9223372036854775809.0)),
        ("999999999999999999999999999999999999999999", json!(1e42)),
    ] {
        assert_eq!(value(&format!("a: {text}\n")), json!({ "a": expected }), "{text}");
    }
}

#[test]
fn keys_that_are_no_strings_are_their_text() {
    let text = "200: a\ntrue: b\nnull: c\n1.0: d\n~: e\n0x10: f\n\"q\\u00e9\": g\n? h\n: i\n";
    let expected = json!({"200": "a", "true": "b", "null": "c", "1.0": "d", "~": "e", "0x10": "f", "qé": "g", "h": "i"});
    assert_eq!(value(text), expected);
}

#[test]
fn order_is_kept() {
    let keys = |value: Value| value.as_object().map(|map| map.keys().cloned().collect::<String>());
    assert_eq!(keys(value("z: 1\na: 2\nm: 3\n")).as_deref(), Some("zam"));
    assert_eq!(keys(value(r#"{"z":1,"a":2,"m":3}"#)).as_deref(), Some("zam"));
}

#[test]
fn json_is_read_as_json() {
    let text = "\u{feff} \n{\"a\":\t\"\\ud83d\\ude00\", \"b\": 18446744073709551616, \"c\": [1.0, -0, 1e3]}";
    assert_eq!(value(text), json!({"a": "😀", "b": 18446744073709551616.0, "c": [1.0, -0.0, 1000.0]}));
    let long = "k".repeat(2000);
    assert_eq!(value(&format!("{{\"{long}\": 1}}")), json!({ long: 1 }));
}

#[test]
fn yaml_in_flow_style_is_yaml() {
    assert_eq!(value("{openapi: 3.0.0, tags: [a, 'b', ]}"), json!({"openapi": "3.0.0", "tags": ["a", "b"]}));
}

#[test]
fn merge_keys_are_expanded() {
    let text = "
base: &base {type: object, title: Base}
more: &more
  <<: *base
  title: More
both:
  first: 1
  <<: [*more, {format: x, title: Other}]
  type: string
twice:
  <<: *base
  <<: {format: y}
text:
  <<: no mapping
";
    let value = value(text);
    assert_eq!(value["more"], json!({"type": "object", "title": "More"}));
    assert_eq!(value["both"].to_string(), r#"{"first":1,"title":"More","format":"x","type":"string"}"#);
    assert_eq!(value["twice"], json!({"type": "object", "title": "Base", "format": "y"}));
    assert_eq!(value["text"], json!({"<<": "no mapping"}));
}

#[test]
fn of_equal_keys_the_last_counts() {
    let (value, findings) = warnings("paths:\n  /a:\n    get: 1\n    put: 2\n    get: 3\n");
    assert_eq!(value.to_string(), r#"{"paths":{"/a":{"get":3,"put":2}}}"#);
    insta::assert_snapshot!(findings, @r"
    warning[duplicate-key]: the key `get` stands here twice
     --> a.yaml:5:5
      |
    5 |     get: 3
      |     ^^^
      |
      = note: at #/paths/~1a/get; the last value counts
    ");
    let (value, findings) = warnings("{\"a\": {\"b\": 1,\n \"b\": 2}}");
    assert_eq!(value, json!({"a": {"b": 2}}));
    insta::assert_snapshot!(findings, @r#"
    warning[duplicate-key]: the key `b` stands here twice
     --> a.yaml:2:2
      |
    2 |  "b": 2}}
      |  ^^^
      |
      = note: at #/a/b; the last value counts
    "#);
}

#[test]
fn what_json_cannot_say_is_reported() {
    let (value, findings) = warnings("a: .inf\nb: [-.inf, .NaN]\nc: !include x.yaml\n");
    assert_eq!(value, json!({"a": null, "b": [null, null], "c": "x.yaml"}));
    insta::assert_snapshot!(findings, @r"
    warning[invalid-value]: `.inf` and `.nan` are not numbers of JSON
     --> a.yaml:1:4
      |
    1 | a: .inf
      |    ^^^^
      |
      = note: at #/a; it is read as null

    warning[invalid-value]: `.inf` and `.nan` are not numbers of JSON
     --> a.yaml:2:5
      |
    2 | b: [-.inf, .NaN]
      |     ^^^^^
      |
      = note: at #/b/0; it is read as null

    warning[invalid-value]: `.inf` and `.nan` are not numbers of JSON
     --> a.yaml:2:12
      |
    2 | b: [-.inf, .NaN]
      |            ^^^^
      |
      = note: at #/b/1; it is read as null

    warning[invalid-value]: the YAML tag `!include` has no meaning here
     --> a.yaml:3:13
      |
    3 | c: !include x.yaml
      |             ^^^^^^
      |
      = note: at #/c; the value is read without it
    ");
}

#[test]
fn of_several_documents_the_first_is_read() {
    let (value, findings) = warnings("---\na: 1\n---\nb: 2\n");
    assert_eq!(value, json!({"a": 1}));
    insta::assert_snapshot!(findings, @r"
    warning[invalid-syntax]: the file has several YAML documents; the first one is read
    --> a.yaml
    ");
}

#[test]
fn small_faults_of_json_are_repaired() {
    let text = "{\"max\": 1e400, \"min\": -1e999999,\n \"a\": \"x\\ud83dy\", \"b\": \"tab\there\",\n \"c\": [1, 2,],\n}";
    let (value, findings) = warnings(text);
    assert_eq!(value, json!({"max": 1e308, "min": -1e308, "a": "x\u{fffd}y", "b": "tab here", "c": [1, 2]}));
    insta::assert_snapshot!(findings, @r#"
    warning[invalid-syntax]: the number `1e400` is beyond the range of numbers; it is read as 1e308
     --> a.yaml:1:9
      |
    1 | {"max": 1e400, "min": -1e999999,
      |         ^^^^^

    warning[invalid-syntax]: the number `-1e999999` is beyond the range of numbers; it is read as -1e308
     --> a.yaml:1:23
      |
    1 | {"max": 1e400, "min": -1e999999,
      |                       ^^^^^^^^^

    warning[invalid-syntax]: `\ud83d` is half of a character; it is read as U+FFFD
     --> a.yaml:2:9
      |
    2 |  "a": "x\ud83dy", "b": "tab    here",
      |         ^

    warning[invalid-syntax]: JSON wants the character U+0009 escaped in a string; it is read as a space
     --> a.yaml:2:28
      |
    2 |  "a": "x\ud83dy", "b": "tab    here",
      |                            ^

    warning[invalid-syntax]: JSON allows no comma before a closing bracket; it is ignored
     --> a.yaml:3:12
      |
    3 |  "c": [1, 2,],
      |            ^
      |
      = note: … and 1 more place, first a.yaml:3:14
    "#);
}

#[test]
fn syntax_errors_have_a_position() {
    insta::assert_snapshot!(error("{\"a\": 1,\n \"b\" 2}"), @r#"
    error[invalid-syntax]: this is not JSON: expected `:`
     --> a.yaml:2:6
      |
    2 |  "b" 2}
      |      ^
    "#);
    insta::assert_snapshot!(error("a: 1\nb: [1, 2\nc: 3\n"), @r"
    error[invalid-syntax]: this is not YAML: did not find expected ',' or ']'
     --> a.yaml:3:2
      |
    3 | c: 3
      |  ^
      |
      = note: while parsing a flow sequence at line 2 column 4
    ");
    insta::assert_snapshot!(error("a: b: c\n"), @r"
    error[invalid-syntax]: this is not YAML: mapping values are not allowed in this context
     --> a.yaml:1:5
      |
    1 | a: b: c
      |     ^
    ");
    insta::assert_snapshot!(error("a:\n\t- b\n"), @r"
    error[invalid-syntax]: this is not YAML: found character that cannot start any token
     --> a.yaml:2:1
      |
    2 |     - b
      | ^
      |
      = note: while scanning for the next token
    ");
    insta::assert_snapshot!(error("a: *nowhere\n"), @r"
    error[invalid-syntax]: this is not YAML: unknown anchor
     --> a.yaml:1:4
      |
    1 | a: *nowhere
      |    ^
    ");
    insta::assert_snapshot!(error("a: \u{7}b\n"), @r"
    error[invalid-syntax]: this is not YAML: control characters are not allowed
     --> a.yaml:1:4
      |
    1 | a: �b
      |    ^
    ");
}

#[test]
fn what_is_no_text_is_said() {
    insta::assert_snapshot!(error(b"a: 1\nb: \xff\xfe\n"), @r"
    error[invalid-syntax]: the byte 0xFF is not UTF-8; save the file as UTF-8
    --> a.yaml:2:4
    ");
    insta::assert_snapshot!(error(b"\xff\xfe{\0"), @r"
    error[invalid-syntax]: the file looks like UTF-16 or UTF-32; save it as UTF-8
    --> a.yaml
    ");
    insta::assert_snapshot!(error(b"\0{\0}"), @r"
    error[invalid-syntax]: the file looks like UTF-16 or UTF-32; save it as UTF-8
    --> a.yaml
    ");
    insta::assert_snapshot!(error(" \n "), @r"
    error[invalid-syntax]: the file is empty
    --> a.yaml
    ");
    insta::assert_snapshot!(error("# nothing\n"), @r"
    error[invalid-syntax]: the file is empty
    --> a.yaml
    ");
    insta::assert_snapshot!(error("just words\n"), @r#"
    error[invalid-syntax]: the file is one value, `"just words"`
    --> a.yaml
    "#);
}

#[test]
fn nesting_is_bounded() {
    let json = |depth| format!("{}1{}", "[".repeat(depth), "]".repeat(depth));
    assert!(read("a.json", json(MAX_DEPTH)).0.is_some());
    insta::assert_snapshot!(read("a.json", json(MAX_DEPTH + 1)).1, @r"
    error[too-large]: lists and objects are nested deeper than 127
     --> a.json:1:128
      |
    1 | …[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]…
      |                                          ^
      |
      = help: split the document, or remove what the client does not need
    ");
    insta::assert_snapshot!(read("a.json", "{\"a\":".repeat(200)).1, @r#"
    error[too-large]: lists and objects are nested deeper than 127
     --> a.json:1:636
      |
    1 | …{"a":{"a":{"a":{"a":{"a":{"a":{"a":{"a":{"a":{"a":{"a":{"a":{"a":{"a":{"a":{"a":{"a":{"a":{"a":{"a":{"a":{"a":{"a":{"a":…
      |                                          ^
      |
      = help: split the document, or remove what the client does not need
    "#);
    let flow = |depth| format!("a: {}1{}", "[".repeat(depth), "]".repeat(depth));
    assert!(read("a.yaml", flow(MAX_DEPTH - 1)).0.is_some());
    insta::assert_snapshot!(error(flow(MAX_DEPTH)), @r"
    error[too-large]: lists and objects are nested deeper than 127
     --> a.yaml:1:130
      |
    1 | …[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]…
      |                                          ^
      |
      = help: split the document, or remove what the client does not need
    ");
    // Beyond this bound libyaml itself would take half a minute.
    insta::assert_snapshot!(error(format!("a: {}", "{a: ".repeat(100_000))), @r"
    error[too-large]: lists and objects are nested deeper than 127
     --> a.yaml:1:512
      |
    1 | …{a: {a: {a: {a: {a: {a: {a: {a: {a: {a: {a: {a: {a: {a: {a: {a: {a: {a: {a: {a: {a: {a: {a: {a: {a: {a: {a: {a: {a: {a: …
      |                                          ^
      |
      = help: split the document, or remove what the client does not need
    ");
    insta::assert_snapshot!(error("- ".repeat(1000)), @r"
    error[too-large]: lists and objects are nested deeper than 127
     --> a.yaml:1:255
      |
    1 | …- - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - …
      |                                          ^
      |
      = help: split the document, or remove what the client does not need
    ");
    let indented: String = (0..200).map(|depth| format!("{}a:\n", " ".repeat(depth))).collect();
    insta::assert_snapshot!(error(indented), @r"
    error[too-large]: lists and objects are nested deeper than 127
       --> a.yaml:128:128
        |
    128 | …                                        a:
        |                                          ^
        |
        = help: split the document, or remove what the client does not need
    ");
}

#[test]
fn aliases_are_bounded() {
    assert_eq!(value("a: &x [1]\nb: [*x, *x]\n"), json!({"a": [1], "b": [[1], [1]]}));
    let billion_laughs: String = (1..10).map(|i| format!("a{i}: &a{i} [{}]\n", format!("*a{},", i - 1).repeat(9))).collect();
    insta::assert_snapshot!(error(format!("a0: &a0 [lol]\n{billion_laughs}")), @r"
    error[too-large]: the aliases of the document repeat more than 1000000 values
    --> a.yaml
     = help: split the document, or remove what the client does not need
    ");
    let doubling: String = (1..25).map(|i| format!("a{i}: &a{i} {{<<: [*a{0}, *a{0}], k{i}: 1}}\n", i - 1)).collect();
    insta::assert_snapshot!(error(format!("a0: &a0 {{x: 1}}\n{doubling}")), @r"
    error[too-large]: the aliases of the document repeat more than 1000000 values
    --> a.yaml
     = help: split the document, or remove what the client does not need
    ");
    insta::assert_snapshot!(error("a: &a [*a]\n"), @r"
    error[too-large]: lists and objects are nested deeper than 127
     --> a.yaml:1:4
      |
    1 | a: &a [*a]
      |    ^
      |
      = help: split the document, or remove what the client does not need
    ");
}

#[test]
fn size_and_number_are_bounded() {
    insta::assert_snapshot!(read("a.json", vec![b' '; MAX_BYTES + 1]).1, @r"
    error[too-large]: the file is larger than 64 MiB
    --> a.json
    ");
    insta::assert_snapshot!(error(format!("a: {}", "x".repeat(MAX_YAML_BYTES))), @r"
    error[too-large]: the file is YAML and larger than 24 MiB
    --> a.yaml
     = note: JSON may be larger
     = help: split the document, or remove what the client does not need
    ");
    insta::assert_snapshot!(error("- \n".repeat(MAX_MEMORY / YAML_EVENT_MEMORY)), @r"
    error[too-large]: the document needs more than 320 MiB of memory
    --> a.yaml
     = help: split the document, or remove what the client does not need
    ");
    insta::assert_snapshot!(error("%TAG !a! x\n".repeat(1000)), @r"
    error[too-large]: the file has more than 64 YAML directives
      --> a.yaml:65:1
       |
    65 | %TAG !a! x
       | ^
       |
       = help: split the document, or remove what the client does not need
    ");
    let stop = |budget, text: &str| {
        let findings = Findings::new(budget, Keys::Texts);
        let _ = findings.seed().deserialize(&mut serde_json::Deserializer::from_str(text));
        findings.stop()
    };
    let budget = limits::Budget { nodes: 4, memory: 1000 };
    assert_eq!(stop(budget, "[1, 2, 3]"), None);
    assert_eq!(stop(budget, "[1, 2, 3, 4]"), Some(Stop::Nodes));
    assert_eq!(stop(budget, &format!("\"{}\"", "x".repeat(1000))), Some(Stop::Memory));
    assert_eq!(stop(budget, &format!("{{\"{}\": 1}}", "x".repeat(1000))), Some(Stop::Memory));
}

#[test]
fn findings_are_bounded() {
    let (_, findings) = warnings(&"- .inf\n".repeat(limits::MAX_FINDINGS + 3));
    assert_eq!(findings.matches("-->").count(), limits::MAX_FINDINGS + 1);
    insta::assert_snapshot!(findings.split("\n\n").next().unwrap_or(""), @r"
    warning[invalid-value]: the file has 3 more faults like these
    --> a.yaml
    ");
}

/// The count of the guard may exceed the number of events, never fall short of it by much: it bounds memory.
#[test]
fn the_guard_follows_the_parser() {
    fn events(value: &Value) -> usize {
        match value {
            Value::Array(list) => 2 + list.iter().map(events).sum::<usize>(),
            Value::Object(map) => 2 + map.values().map(|value| 1 + events(value)).sum::<usize>(),
            _ => 1,
        }
    }
    for text in [
        "a: 1\nb:\n  c: [1, 2, {d: e}]\n  f:\n  - g\n  - h: i\n    j: k\nl: |\n  text\n\n  more: text\nm: 'n'\n",
        "- - a\n  - b\n-\n- c:\n  d:\n",
        "? a\n: b\n? c\n",
        "\"a\": {\"b\": [], \"c\": {}}\n# comment\nd: e # f\ng: h#i\nj: k\n  l\n  m\n",
        "a: >2-\n   x\n  y\nb: >\n\n\nc: \"\\\"d\\\n  e: f\"\n",
        "{a: b, c, \"d\":e, [f]: g}: h\n",
    ] {
        let counted = guard::inspect(text, usize::MAX).expect("within the bounds");
        let real = match serde_yaml::from_str::<Value>(text) {
            Ok(value) => events(&value) + 2,
            Err(_) => continue,
        };
        assert!(counted + 1 >= real, "{counted} for {real}: {text}");
        assert!(counted <= real + real / 2 + 2, "{counted} for {real}: {text}");
    }
}

/// Real descriptions of 20 and of 47 MB take nine to eleven times their size.
#[test]
fn a_large_json_file_may_take_more_memory() {
    assert_eq!(limits::Budget::of_json(1 << 20).memory, MAX_MEMORY);
    assert_eq!(limits::Budget::of_json(40 << 20).memory, 640 << 20);
}

/// `title: {{ name }}` is what templates leave behind: an object whose key is an object.
#[test]
fn an_entry_whose_key_is_no_text_is_left_out() {
    let (value, findings) = warnings("info:\n  title: {{ name }}\n  200: ok\n? [a, b]\n: c\nx: 1\n");
    assert_eq!(value, serde_json::json!({"info": {"title": {}, "200": "ok"}, "x": 1}));
    insta::assert_snapshot!(findings, @r"
    warning[invalid-value]: a key of this object is a list or an object, not a text
     --> a.yaml:1:1
      |
    1 | info:
      | ^^^^
      |
      = note: at #; the entry is left out. Text that begins with `{` or `[` needs quotes

    warning[invalid-value]: a key of this object is a list or an object, not a text
     --> a.yaml:2:3
      |
    2 |   title: {{ name }}
      |   ^^^^^
      |
      = note: at #/info/title; the entry is left out. Text that begins with `{` or `[` needs quotes
    ");
}
