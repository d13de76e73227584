//! One bad node costs that node.

use super::{load_text, operation, operations, with_operation};
use serde_json::{Value, json};

#[test]
fn what_is_missing_is_empty() {
    for text in [
        "openapi: 3.0.0",
        "openapi: 3.0.0\ninfo: 1.0\npaths: null",
        "openapi: 3.0.0\npaths: {/a: {get: {}}}",
        "openapi: 3.0.0\npaths: {/a: {get: {responses: {200: {}}}}}",
        "openapi: 3.0.0\npaths: {/a: null}",
        "openapi: 3.0.0\npaths: []",
        "openapi: 3.0.0\ncomponents: []",
        "openapi: 3.0.0\npaths: {/a: {get: {requestBody: {}, responses: null, parameters: {}}}}",
    ] {
        let loaded = load_text(text);
        assert!(loaded.document.is_some(), "{text}");
    }
}

#[test]
fn odd_paths_are_read() {
    let loaded = load_text(
        "
openapi: 3.0.0
paths:
  a: {get: {}}
  /b?x=1&y=2#frag: {get: {}}
  /b?x=2: {get: {}}
  /b#Action: {get: {}}
  /b: {get: {}}
  /b/: {get: {}}
  b: {get: {}}
  x-c: {get: {}}
  /d: 1
  /e: {get: 1, put: {}}
  /f: {GET: {}}
",
    );
    let document = loaded.document();
    assert_eq!(
        operations(document),
        ["GET /a -", "GET /b -", "GET /b -", "GET /b -", "GET /b -", "GET /b/ -", "PUT /e -", "GET /f -"]
    );
    assert_eq!(document.operation_count(), 10);
    let queries: Vec<_> = document.operations().map(|entry| json!(entry.item.extensions.get("x-oas-query"))).collect();
    assert_eq!(queries[..3], [json!(null), json!("x=1&y=2"), json!("x=2")]);
    assert!(queries[3..].iter().all(Value::is_null));
    assert_eq!(
        loaded.diagnostics,
        [
            "invalid-value #/paths/a: the path `a` does not begin with `/`; it is read as if it did",
            "invalid-value #/paths/b: the path `b` does not begin with `/`; it is read as if it did",
            "invalid-value #/paths/b: the path `/b` is there twice; the first one counts",
            "wrong-type #/paths/~1d: a path item is a number, not an object; the path is skipped",
            "wrong-type #/paths/~1e/get: an operation is a number, not an object; the operation is skipped",
            "invalid-value #/paths/~1f/GET: the method `GET` is not in lower case; it is read as if it were",
        ]
    );
}

#[test]
fn odd_responses_are_read() {
    let loaded = load_text(&with_operation(
        "3.0.0",
        "
responses:
  200: {description: a}
  4xx: {description: b}
  DEFAULT: {description: c}
  20: {description: d}
  ok: {description: e}
  4XX: {description: f}
  500: {$ref: '#/none'}
  501: 1
  x-a: 1
",
    ));
    let operation = operation(loaded.document());
    let responses: Vec<_> =
        operation["responses"].as_object().expect("an object").iter().map(|(k, v)| format!("{k} {}", v["description"])).collect();
    assert_eq!(responses, ["default \"c\"", "200 \"a\"", "4XX \"b\"", "500 \"\"", "501 \"\""]);
    let at = "#/paths/~1a/get/responses";
    assert_eq!(
        loaded.diagnostics,
        [
            format!(
                "dangling-reference {at}/500/$ref: the reference `#/none` leads nowhere; the response is read as one without content"
            ),
            format!("bad-status {at}/20: `20` is not a status; the response is skipped"),
            format!("bad-status {at}/ok: `ok` is not a status; the response is skipped"),
            format!("bad-status {at}/4XX: `4XX` repeats a status; the first response counts"),
            format!("wrong-type {at}/501: a response is a number, not an object; it is read as one without content"),
        ]
    );
}

#[test]
fn odd_parameters_are_read() {
    let loaded = load_text(&with_operation(
        "3.0.0",
        "
parameters:
- {name: a, in: body, schema: {}}
- {name: b}
- {in: query, schema: {}}
- {name: d, in: Query, style: simple, required: 'true', schema: {}}
- {name: e, in: header, style: form, schema: {}}
- {name: f, in: path}
- 1
- {name: 8, in: query, explode: 1, content: {text/plain: {}}}
",
    ));
    let operation = operation(loaded.document());
    let list: Vec<_> = operation["parameters"]
        .as_array()
        .expect("an array")
        .iter()
        .map(|p| format!("{} {} {}", p["in"], p["name"], p["required"]))
        .collect();
    assert_eq!(list, ["\"query\" \"d\" true", "\"header\" \"e\" null", "\"path\" \"f\" true", "\"query\" \"8\" null"]);
    let at = "#/paths/~1a/get/parameters";
    assert_eq!(
        loaded.diagnostics,
        [
            format!(
                "unsupported-parameter {at}/0/in: the parameter `a` is in `body`, which is no place for one; the parameter is skipped"
            ),
            format!("missing-field {at}/1: the parameter `b` has no `in`; the parameter is skipped"),
            format!("missing-field {at}/2: the parameter has no `name`; the parameter is skipped"),
            format!(
                "wrong-type {at}/3/required: `required` is a string, not a boolean; it is read as the boolean that it spells"
            ),
            format!(
                "unsupported-style {at}/3/style: the query parameter `d` has the style `simple`, which is not defined there; the default style is used"
            ),
            format!(
                "unsupported-style {at}/4/style: the header parameter `e` has the style `form`, which is not defined there; the default style is used"
            ),
            format!("missing-field {at}/5: the parameter `f` has no `schema`; any value is accepted"),
            format!("wrong-type {at}/6: a parameter is a number, not an object; the parameter is skipped"),
            format!("wrong-type {at}/7/explode: `explode` is a number, not a boolean; the field is ignored"),
        ]
    );
}

#[test]
fn a_second_operation_id_is_no_id() {
    let loaded =
        load_text("openapi: 3.0.0\npaths: {/a: {get: {operationId: x}, put: {operationId: x}, post: {operationId: ' '}}}");
    assert_eq!(operations(loaded.document()), ["GET /a x", "PUT /a -", "POST /a -"]);
    let expected = "duplicate-operation-id #/paths/~1a/put/operationId: the operationId `x` is not unique; the first one is at \
                    #/paths/~1a/get; this operation is named after its method and path";
    assert_eq!(loaded.diagnostics, [expected]);
}

#[test]
fn what_is_no_operation_is_told() {
    let loaded = load_text(
        "
openapi: 3.2.0
paths:
  /a: {get: {operationId: x}, Get: {}, gett: {}, x-get: {}, connect: null, additionalOperations: {GET: {}, COPY: {}}}
  /b: {$ref: '#/paths/~1a'}
/c: {get: {}}
",
    );
    assert_eq!(operations(loaded.document()), ["GET /a x", "COPY /a -", "GET /b -", "COPY /b -"]);
    assert_eq!(
        loaded.diagnostics,
        [
            "invalid-value #/~1c: the path `/c` stands beside `paths`; it is ignored",
            "invalid-value #/paths/~1a/Get: the method `Get` is not in lower case; it is read as if it were",
            "invalid-value #/paths/~1a/Get: the path has an operation `GET` already; the first one counts",
            "invalid-value #/paths/~1a/gett: `gett` is no field of a path item, and no method; it is ignored",
            "invalid-value #/paths/~1a/additionalOperations/GET: the path has an operation `GET` already; the operation is skipped",
            "duplicate-operation-id #/paths/~1a/get/operationId: the operationId `x` is not unique; several paths refer to it; the \
             operation is named after its method and path",
        ]
    );
}
