use super::*;
use crate::diagnostic::{Style, render_text};
use serde_json::json;

/// Applies an overlay in YAML; gives the document and what there is to say.
fn overlaid(mut root: Value, overlay: &str) -> (Value, String) {
    let mut sources = Sources::default();
    sources.add("openapi.yaml", Vec::new());
    let file = sources.add("overlay.yaml", overlay.as_bytes().to_vec());
    let mut diagnostics = Diagnostics::default();
    let value = text::parse(sources.bytes(file), file, "overlay.yaml", &mut diagnostics).expect("the overlay is YAML");
    apply(&mut root, &value, &sources, "overlay.yaml", &mut diagnostics);
    (root, render_text(&diagnostics, &sources, Style::Plain))
}

/// A document after one action that nothing is to be said about.
fn after(root: Value, action: &str) -> Value {
    let (root, findings) = overlaid(root, &format!("overlay: 1.0.0\nactions:\n- {action}\n"));
    assert_eq!(findings, "");
    root
}

fn fault(action: &str) -> String {
    let before = json!({"info": {"title": "a"}, "tags": [{"name": "x"}]});
    let (after, findings) = overlaid(before.clone(), &format!("overlay: 1.0.0\nactions:\n- {action}\n"));
    assert_eq!(after, before);
    findings
}

#[test]
fn an_update_is_merged() {
    let root = json!({"info": {"title": "a", "contact": {"name": "x"}}, "tags": [{"name": "one"}]});
    let update = "{target: $, update: {info: {title: b, contact: {url: u}, license: {name: l}}, tags: [{name: two}]}}";
    let expected = json!({
        "info": {"title": "b", "contact": {"name": "x", "url": "u"}, "license": {"name": "l"}},
        "tags": [{"name": "one"}, {"name": "two"}],
    });
    assert_eq!(after(root.clone(), update), expected);
    let appended = after(root, "{target: $.tags, update: {name: three}}");
    assert_eq!(appended["tags"], json!([{"name": "one"}, {"name": "three"}]));
}

#[test]
fn nodes_are_removed() {
    let root = || json!({"a": [0, 1, 2, 3], "b": {"x-one": 1, "c": {"x-one": 2, "d": 3}}, "e": [{"x-one": 1}, {"f": 2}]});
    assert_eq!(after(root(), "{target: '$.a[1,3]', remove: true}")["a"], json!([0, 2]));
    assert_eq!(after(root(), "{target: '$.a[-1]', remove: true}")["a"], json!([0, 1, 2]));
    assert_eq!(after(root(), "{target: '$.a[*]', remove: true}")["a"], json!([]));
    let expected = json!({"a": [0, 1, 2, 3], "b": {"c": {"d": 3}}, "e": [{}, {"f": 2}]});
    assert_eq!(after(root(), "{target: '$..x-one', remove: true}"), expected);
    assert_eq!(after(root(), "{target: '$..*', remove: true}"), json!({}));
    let order = after(json!({"a": 1, "b": 2, "c": 3, "d": 4}), "{target: $.b, remove: true}");
    assert_eq!(order.to_string(), r#"{"a":1,"c":3,"d":4}"#);
}

#[test]
fn paths_select_nodes() {
    let root = json!({
        "paths": {"/a": {"get": {"tags": ["x"], "deprecated": true}, "put": {"tags": []}}, "/b": {"get": {"deprecated": false}}},
        "parameters": [{"name": "q", "in": "query", "schema": {"type": "string"}}, {"name": "h", "in": "header", "n": 1}],
        "it's": 1,
    });
    let select = |path: &str| {
        let query = Query::parse(path).unwrap_or_else(|problem| panic!("{path}: {problem}"));
        let found = query.select(&root, 100).expect("few matches");
        found.iter().map(ToString::to_string).collect::<Vec<_>>().join(" ")
    };
    for (path, expected) in [
        ("$", "#"),
        ("$.paths['/a'].get", "#/paths/~1a/get"),
        ("$.paths[\"/a\"]['get','put']", "#/paths/~1a/get #/paths/~1a/put"),
        ("$.paths.*.get", "#/paths/~1a/get #/paths/~1b/get"),
        ("$.paths[*][*]", "#/paths/~1a/get #/paths/~1a/put #/paths/~1b/get"),
        ("$..tags", "#/paths/~1a/get/tags #/paths/~1a/put/tags"),
        ("$..[0]", "#/paths/~1a/get/tags/0 #/parameters/0"),
        ("$['it\\'s']", "#/it's"),
        ("$.parameters[?(@.name == 'q')]", "#/parameters/0"),
        ("$.parameters[?@.in!='query']", "#/parameters/1"),
        ("$.parameters[?(@.schema.type=='string')].name", "#/parameters/0/name"),
        ("$.parameters[?(@['n'] == 1.0)]", "#/parameters/1"),
        ("$.parameters[?(@.schema)]", "#/parameters/0"),
        ("$.paths.*[?(@.deprecated == true)]", "#/paths/~1a/get"),
        ("$..get..deprecated", "#/paths/~1a/get/deprecated #/paths/~1b/get/deprecated"),
        ("$.nothing.at.all", ""),
        ("$.parameters[99]", ""),
    ] {
        assert_eq!(select(path), expected, "{path}");
    }
    for path in [
        "",
        "info",
        "$.",
        "$..",
        "$[",
        "$['a",
        "$[0:1]",
        "$.a[?(@.b > 1)]",
        "$.a[?(@.b == 1 && @.c)]",
        "$[?(length(@) == 1)]",
        "$ x",
    ] {
        assert!(Query::parse(path).is_err(), "{path}");
    }
    assert!(Query::parse("$..*").is_ok_and(|query| query.select(&root, 3).is_none()));
}

#[test]
fn what_does_not_fit_is_an_error() {
    insta::assert_snapshot!(fault("{target: $.nothing, update: {}}"), @r"
    error[invalid-overlay]: `$.nothing` matches nothing
     --> overlay.yaml:3:12
      |
    3 | - {target: $.nothing, update: {}}
      |            ^^^^^^^^^
      |
      = note: at #/actions/0/target; the action is not applied
      = help: correct the path, or remove the action
    ");
    insta::assert_snapshot!(fault("target: $.tags[?(@.name > 'a')]\n  remove: true"), @r"
    error[invalid-overlay]: `$.tags[?(@.name > 'a')]`: `> 'a')]` is not supported in a filter
     --> overlay.yaml:3:11
      |
    3 | - target: $.tags[?(@.name > 'a')]
      |           ^^^^^^
      |
      = note: at #/actions/0/target; the action is not applied
      = help: write `.name`, `['name']`, `[0]`, `.*`, `[*]`, `..name` and `[?(@.name == 'value')]` after `$`
    ");
    insta::assert_snapshot!(fault("{target: '$.tags[0:1]', remove: true}"), @r"
    error[invalid-overlay]: `$.tags[0:1]`: slices are not supported
     --> overlay.yaml:3:12
      |
    3 | - {target: '$.tags[0:1]', remove: true}
      |            ^^^^^^^^^^^^^
      |
      = note: at #/actions/0/target; the action is not applied
      = help: write `.name`, `['name']`, `[0]`, `.*`, `[*]`, `..name` and `[?(@.name == 'value')]` after `$`
    ");
    insta::assert_snapshot!(fault("{target: $, remove: true}"), @r"
    error[invalid-overlay]: the document itself cannot be removed
     --> overlay.yaml:3:12
      |
    3 | - {target: $, remove: true}
      |            ^
      |
      = note: at #/actions/0/target; the action is not applied
    ");
    insta::assert_snapshot!(fault("{target: $.info}"), @r"
    error[invalid-overlay]: the action has neither `update` nor `remove: true`
     --> overlay.yaml:3:4
      |
    3 | - {target: $.info}
      |    ^^^^^^
      |
      = note: at #/actions/0; the action is not applied
    ");
    insta::assert_snapshot!(fault("{update: {}}"), @r"
    error[invalid-overlay]: the action has no `target`
     --> overlay.yaml:3:4
      |
    3 | - {update: {}}
      |    ^^^^^^
      |
      = note: at #/actions/0; the action is not applied
      = help: name the nodes by a JSONPath, such as `$.info`
    ");
    insta::assert_snapshot!(fault("{target: $, remove: maybe}"), @r"
    error[invalid-overlay]: `remove` is neither true nor false
     --> overlay.yaml:3:23
      |
    3 | - {target: $, remove: maybe}
      |                       ^^^^^
      |
      = note: at #/actions/0/remove; the action is not applied
    ");
    insta::assert_snapshot!(overlaid(json!({}), "actions: []\n").1, @r"
    error[invalid-overlay]: the file has no `overlay`, so it is not an overlay
     --> overlay.yaml:1:1
      |
    1 | actions: []
      | ^^^^^^^
      |
      = note: at #; the action is not applied
      = help: begin it with `overlay: 1.0.0`
    ");
    insta::assert_snapshot!(overlaid(json!({}), "overlay: 2.0.0\nactions: []\n").1, @r#"
    error[invalid-overlay]: the overlay version "2.0.0" is not known
     --> overlay.yaml:1:10
      |
    1 | overlay: 2.0.0
      |          ^^^^^
      |
      = note: at #/overlay; the action is not applied
      = help: use `1.0.0`
    "#);
    insta::assert_snapshot!(overlaid(json!({}), "overlay: 1.0.0\nactions: {}\n").1, @r"
    error[invalid-overlay]: `actions` is not a list
     --> overlay.yaml:2:1
      |
    2 | actions: {}
      | ^^^^^^^
      |
      = note: at #/actions; the action is not applied
    ");
}

#[test]
fn an_update_stays_within_the_bounds() {
    let deep = format!("{{target: $, update: {}1{}}}", "{a: ".repeat(120), "}".repeat(120));
    let (root, findings) = overlaid(json!({}), &format!("overlay: 1.0.0\nactions:\n- {deep}\n- {}\n", deep.replace('$', "$..a")));
    assert!(root.get("a").is_some());
    insta::assert_snapshot!(findings.lines().next().unwrap_or(""), @"error[too-large]: the update would nest lists and objects deeper than 127");
}
