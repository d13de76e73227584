//! What the skeleton says.

use super::{load_clean, load_files, load_text, operation, operations, with_operation};
use serde_json::json;

#[test]
fn operations_come_in_document_order_with_those_of_3_2() {
    let document = load_clean(
        "
openapi: 3.2.0
paths:
  /b:
    post: {operationId: one}
    get: {operationId: two}
    query: {operationId: three}
    additionalOperations: {COPY: {operationId: four}}
  /a: {trace: {}}
",
    );
    assert_eq!(operations(&document), ["POST /b one", "GET /b two", "QUERY /b three", "COPY /b four", "TRACE /a -"]);
    assert_eq!(document.operation_count(), 5);
}

#[test]
fn schemas_are_references_to_their_places() {
    let document = load_clean(&with_operation(
        "3.1.0",
        "
parameters: [{name: q, in: query, schema: {type: string}}]
requestBody: {content: {application/json: {schema: {type: object}}}}
responses: {200: {description: ok, content: {application/json: {schema: true}}}}
",
    ));
    let operation = operation(&document);
    let at = "#/paths/~1a/get";
    assert_eq!(operation["parameters"][0]["schema"], json!({"$ref": format!("{at}/parameters/0/schema")}));
    let body = &operation["requestBody"]["content"]["application/json"]["schema"];
    assert_eq!(body, &json!({"$ref": format!("{at}/requestBody/content/application~1json/schema")}));
    let response = &operation["responses"]["200"]["content"]["application/json"]["schema"];
    assert_eq!(response, &json!({"$ref": format!("{at}/responses/200/content/application~1json/schema")}));
}

#[test]
fn references_to_components_are_inlined_with_their_origin() {
    let document = load_clean(
        "
openapi: 3.1.0
paths:
  /a:
    get:
      parameters: [{$ref: '#/components/parameters/Alias', description: mine}]
      requestBody: {$ref: '#/components/requestBodies/Body'}
      responses:
        404: {$ref: '#/components/responses/NotFound'}
components:
  parameters:
    Alias: {$ref: '#/components/parameters/Limit'}
    Limit: {name: limit, in: query, description: theirs, schema: {}}
  requestBodies: {Body: {content: {}}}
  responses:
    NotFound: {description: no, headers: {X-Rate: {$ref: '#/components/headers/Rate'}}}
  headers: {Rate: {schema: {}}}
",
    );
    let operation = operation(&document);
    assert_eq!(operation["parameters"][0]["x-oas-origin"], "/components/parameters/Limit");
    assert_eq!(operation["parameters"][0]["description"], "mine");
    assert_eq!(operation["requestBody"]["x-oas-origin"], "/components/requestBodies/Body");
    let response = &operation["responses"]["404"];
    assert_eq!(response["x-oas-origin"], "/components/responses/NotFound");
    assert_eq!(response["headers"]["X-Rate"]["x-oas-origin"], "/components/headers/Rate");
    assert_eq!(operation["x-oas-origin"], "/paths/~1a/get");
}

#[test]
fn a_path_item_may_stand_elsewhere() {
    let root = "
openapi: 3.0.0
paths:
  /a: {$ref: 'paths/a.yaml', summary: beside}
  /b: {$ref: '#/components/pathItems/B'}
components:
  pathItems: {B: {put: {operationId: b}}}
";
    let loaded = load_files(&[
        ("openapi.yaml", root),
        ("paths/a.yaml", "get: {operationId: a, parameters: [{name: x, in: query, schema: {}}]}"),
    ]);
    assert_eq!(loaded.diagnostics, [""; 0]);
    let document = loaded.document();
    assert_eq!(operations(document), ["GET /a a", "PUT /b b"]);
    assert_eq!(operation(document)["parameters"][0]["schema"]["$ref"], "#/x-oas-files/0/get/parameters/0/schema");
    let item = document.api.paths.paths["/a"].as_item().expect("it is inlined");
    assert_eq!(item.summary.as_deref(), Some("beside"));
    assert_eq!(item.extensions["x-oas-origin"], "/x-oas-files/0");
}

#[test]
fn parameters_of_the_path_are_those_of_its_operations() {
    let loaded = load_text(
        "
openapi: 3.0.0
paths:
  /a/{id}:
    parameters:
    - {name: id, in: path, schema: {}}
    - {name: q, in: query, description: path, schema: {}}
    - {name: X-A, in: header, description: path, schema: {}}
    get:
      parameters:
      - {name: q, in: query, description: own, schema: {}}
      - {name: q, in: cookie, schema: {}}
      - {name: x-a, in: header, description: own, schema: {}}
      - {name: x-A, in: header, schema: {}}
",
    );
    let operation = operation(loaded.document());
    let list = operation["parameters"].as_array().expect("there are some");
    let text = |field: &serde_json::Value| field.as_str().unwrap_or("-").to_owned();
    let list: Vec<String> =
        list.iter().map(|p| format!("{} {} {}", text(&p["in"]), text(&p["name"]), text(&p["description"]))).collect();
    assert_eq!(list, ["path id -", "query q own", "cookie q -", "header x-a own"]);
    assert_eq!(operation["parameters"][0]["required"], true);
    let expected =
        "duplicate-parameter #/paths/~1a~1{id}/get/parameters/3: the parameter `x-A` is declared twice; the first one counts";
    assert_eq!(loaded.diagnostics, [expected]);
    assert!(loaded.document().api.paths.paths["/a/{id}"].as_item().is_some_and(|item| item.parameters.is_empty()));
}

#[test]
fn what_openapiv3_cannot_say_is_an_extension() {
    let document = load_clean(&with_operation(
        "3.2.0",
        "
parameters:
- {name: all, in: querystring, content: {application/x-www-form-urlencoded: {schema: {}}}}
- {name: c, in: cookie, style: cookie, schema: {}, example: 1}
- {name: r, in: cookie, allowReserved: true, schema: {}}
requestBody:
  content:
    multipart/form-data:
      schema: {}
      encoding: {a: {explode: false}, b: {style: form}}
responses:
  200:
    headers: {X-A: {explode: true, schema: {}}}
    content: {application/jsonl: {itemSchema: {type: string}, examples: {a: {value: 1}}}}
",
    ));
    let operation = operation(&document);
    let parameters = &operation["parameters"];
    assert_eq!((&parameters[0]["in"], &parameters[0]["x-oas-in"]), (&json!("query"), &json!("querystring")));
    assert_eq!((&parameters[1]["style"], &parameters[1]["x-oas-style"]), (&json!("form"), &json!("cookie")));
    assert_eq!(parameters[1]["x-oas-example"], "/paths/~1a/get/parameters/1/example");
    assert_eq!(parameters[2]["x-oas-allow-reserved"], true);
    let encoding = &operation["requestBody"]["content"]["multipart/form-data"]["encoding"];
    assert_eq!((&encoding["a"]["x-oas-explode"], &encoding["b"]["x-oas-explode"]), (&json!(false), &json!(null)));
    let response = &operation["responses"]["200"];
    assert_eq!(response["headers"]["X-A"]["x-oas-explode"], true);
    let media_type = &response["content"]["application/jsonl"];
    let at = "/paths/~1a/get/responses/200/content/application~1jsonl";
    assert_eq!(media_type["x-oas-item-schema"], format!("{at}/itemSchema"));
    assert_eq!(media_type["x-oas-example"], format!("{at}/examples/a/value"));
}

#[test]
fn extensions_are_kept_but_ours_cannot_be_forged() {
    let document = load_clean(&with_operation("3.0.0", "x-a: {b: 1}\nx-oas-origin: /info\nx-oas-other: 1"));
    let operation = operation(&document);
    assert_eq!((&operation["x-a"], &operation["x-oas-origin"]), (&json!({"b": 1}), &json!("/paths/~1a/get")));
    assert_eq!(operation["x-oas-other"], json!(null));
}

#[test]
fn requirements_name_schemes_that_are_defined() {
    let loaded = load_text(
        "
openapi: 3.1.0
security: [{token: []}, {}]
paths:
  /a:
    get: {security: [{token: [a, b], tls: []}, {none: []}, {odd: []}]}
    put: {security: []}
    post: {}
components:
  securitySchemes:
    token: {type: http, scheme: bearer, bearerFormat: JWT}
    key: {type: apiKey, in: header, name: X-Key}
    oauth: {type: oauth2, flows: {clientCredentials: {tokenUrl: /t, scopes: {a: A}}}}
    oidc: {type: openIdConnect, openIdConnectUrl: /o}
    tls: {type: mutualTLS}
    odd: {type: smoke}
",
    );
    assert_eq!(
        loaded.diagnostics,
        [
            "unsupported-security #/components/securitySchemes/odd/type: `smoke` is not a type of security scheme; the scheme is skipped, \
             and so are the alternatives that need it",
            "undefined-security-scheme #/paths/~1a/get/security/1/none: the security scheme `none` is not defined; the alternative is skipped",
        ]
    );
    let document = loaded.document();
    let schemes: Vec<&String> = document.api.components.as_ref().expect("there are some").security_schemes.keys().collect();
    assert_eq!(schemes, ["token", "key", "oauth", "oidc"]);
    assert_eq!(json!(document.api.security), json!([{"token": []}, {}]));
    let security: Vec<_> = document.operations().map(|entry| json!(entry.operation.security)).collect();
    assert_eq!(security, [json!([{"token": ["a", "b"]}]), json!([]), json!(null)]);
}

#[test]
fn servers_and_tags_are_read() {
    let document = load_clean(
        "
openapi: 3.0.0
info: {title: T, version: 1.0}
servers:
- url: https://{host}:{port}
  variables: {host: {default: a, enum: [a, b]}, port: {default: 443, enum: [443, 8443]}}
tags: [{name: a, description: A}]
",
    );
    let port = &document.api.servers[0].variables.as_ref().expect("there are some")["port"];
    assert_eq!((port.default.as_str(), port.enumeration.as_slice()), ("443", &["443".to_owned(), "8443".to_owned()][..]));
    assert_eq!(document.api.tags[0].description.as_deref(), Some("A"));
    assert_eq!(document.api.info.title, "T");
}

#[test]
fn an_inlined_component_may_not_blow_the_skeleton_up() {
    let mut text = format!(
        "openapi: 3.0.0\ncomponents: {{parameters: {{P: {{name: p, in: query, schema: {{}}, description: {}}}}}}}\n",
        "x".repeat(1 << 20)
    );
    text.push_str("paths:\n");
    for index in 0..300 {
        text.push_str(&format!("  /{index}: {{get: {{parameters: [{{$ref: '#/components/parameters/P'}}]}}}}\n"));
    }
    let loaded = load_text(&text);
    assert_eq!(loaded.diagnostics, ["too-large #: the paths of the document are too large, with what they refer to"]);
}
