use super::*;

/// What stands at a pointer (at its key with `~` before it), in the text that is shown there.
fn spots<'t>(text: &'t str, pointers: &[&str]) -> Vec<&'t str> {
    let wanted: Vec<(Pointer, bool)> = pointers
        .iter()
        .map(|pointer| match pointer.strip_prefix('~') {
            Some(pointer) => (Pointer::new(pointer), true),
            None => (Pointer::new(pointer), false),
        })
        .collect();
    locate(text, &wanted).into_iter().map(|range| range.and_then(|range| text.get(range)).unwrap_or("none")).collect()
}

#[test]
fn json_nodes_are_found() {
    let text = r#"{
  "a": {"b/c": [1, "two", {"x": null}], "d\u0065": true},
  "e": "é", "f": 1.5e3, "g": {
    "h": {}
  }
}"#;
    let found =
        spots(text, &["", "/a", "/a/b~1c/0", "/a/b~1c/1", "/a/b~1c/2", "/a/b~1c/2/x", "/a/de", "/e", "~/e", "/f", "/g", "/g/h"]);
    let expected =
        ["{", r#""a""#, "1", r#""two""#, r#"{"x": null}"#, "null", "true", r#""é""#, r#""e""#, "1.5e3", r#""g""#, r#""h""#];
    assert_eq!(found, expected);
}

#[test]
fn a_missing_node_is_shown_by_the_one_around_it() {
    for text in [r#"{"a": {"b": 1}}"#, "a:\n  b: 1\n"] {
        let found = spots(text, &["/a/x", "/a/b/x/y", "~/a/b/x", "/x"]);
        let (a, b, root) = if text.starts_with('{') { ("\"a\"", "1", text) } else { ("a", "1", "a") };
        assert_eq!(found, [a, b, b, root], "{text}");
    }
}

#[test]
fn yaml_nodes_are_found() {
    let text = "\
# comment
openapi: 3.0.0
info: {title: 'A: b', version: 1.10}
paths:
  /pets/{id}:
    get: # comment
      tags:
      - a
      - \"b\"
      -   c: 200
          d: true
      deprecated: ~
      200:
        description: |
          Some text
          of lines
      \"x\\ty\": \"q\\ty\" # comment
empty: {}
none: []
nested:
- - 1
  - [2, {k: v}]
tagged: !t x
base: &base
  one: 1
copy: *base
";
    let pointers = [
        "/openapi",
        "/info",
        "/info/title",
        "/info/version",
        "~/info/version",
        "/paths/~1pets~1{id}",
        "/paths/~1pets~1{id}/get/tags",
        "/paths/~1pets~1{id}/get/tags/0",
        "/paths/~1pets~1{id}/get/tags/1",
        "/paths/~1pets~1{id}/get/tags/2",
        "/paths/~1pets~1{id}/get/tags/2/c",
        "/paths/~1pets~1{id}/get/tags/2/d",
        "/paths/~1pets~1{id}/get/deprecated",
        "~/paths/~1pets~1{id}/get/200",
        "/paths/~1pets~1{id}/get/200/description",
        "/paths/~1pets~1{id}/get/x\ty",
        "~/paths/~1pets~1{id}/get/x\ty",
        "/empty",
        "/none",
        "/nested/0",
        "/nested/0/1",
        "/nested/0/1/0",
        "/nested/0/1/1/k",
        "/tagged",
        "/copy/one",
        "",
    ];
    let found: Vec<String> =
        pointers.iter().zip(spots(text, &pointers)).map(|(pointer, spot)| format!("{pointer} => {spot}")).collect();
    insta::assert_snapshot!(found.join("\n"), @r#"
    /openapi => 3.0.0
    /info => info
    /info/title => 'A: b'
    /info/version => 1.10
    ~/info/version => version
    /paths/~1pets~1{id} => /pets/{id}
    /paths/~1pets~1{id}/get/tags => tags
    /paths/~1pets~1{id}/get/tags/0 => a
    /paths/~1pets~1{id}/get/tags/1 => "b"
    /paths/~1pets~1{id}/get/tags/2 => c
    /paths/~1pets~1{id}/get/tags/2/c => 200
    /paths/~1pets~1{id}/get/tags/2/d => true
    /paths/~1pets~1{id}/get/deprecated => ~
    ~/paths/~1pets~1{id}/get/200 => 200
    /paths/~1pets~1{id}/get/200/description => |
    /paths/~1pets~1{id}/get/x	y => "q\ty"
    ~/paths/~1pets~1{id}/get/x	y => "x\ty"
    /empty => empty
    /none => none
    /nested/0 => 1
    /nested/0/1 => 2
    /nested/0/1/0 => 2
    /nested/0/1/1/k => v
    /tagged => x
    /copy/one => 1
     => openapi
    "#);
    // Each alone is found where all together are.
    for (pointer, together) in pointers.iter().zip(spots(text, &pointers)) {
        assert_eq!(spots(text, &[pointer]), [together], "{pointer}");
    }
}

#[test]
fn flow_mappings_at_the_root_are_yaml() {
    assert_eq!(spots("{a: 1, b: [c]}", &["/a", "~/b", "/b/0"]), ["1", "b", "c"]);
}

#[test]
fn of_equal_keys_the_last_is_found() {
    assert_eq!(locate("a: 1\na: 2\n", &[(Pointer::new("/a"), false)]), [Some(8..9)]);
    assert_eq!(locate("{\"a\":1,\"a\":2}", &[(Pointer::new("/a"), false)]), [Some(11..12)]);
}

#[test]
fn broken_texts_are_searched_as_far_as_they_go() {
    for text in
        ["{\"a\": 1, \"b\"", "[1, 2", "{\"a\" \"b\": }", "{", "a: 1\nb: [", "a: 1\nb: c: d\n", "\"", "{\"\\", "- ", "? a", ""]
    {
        for pointer in ["", "/a", "/b", "/0", "/b/0", "~/a"] {
            spots(text, &[pointer]);
        }
    }
}

#[test]
fn lines_of_libyaml_are_translated() {
    // U+2028 and a lone CR end a line for libyaml, not for an editor.
    let text = "a: 'x\u{2028}y'\r\nb: \"\\t1\"\rc: 2\n";
    let found = locate(text, &[(Pointer::new("/b"), false), (Pointer::new("/c"), false)]);
    let shown: Vec<_> = found.into_iter().flatten().map(|range| (position(text, range.start), &text[range])).collect();
    assert_eq!(shown, [((2, 4), "\"\\t1\""), ((2, 13), "2")]);
}

#[test]
fn positions_are_in_characters() {
    assert_eq!(position("aé\nöx", 6), (2, 2));
    assert_eq!(position("aé", 99), (1, 3));
    assert_eq!(position("é", 1), (1, 1));
}
