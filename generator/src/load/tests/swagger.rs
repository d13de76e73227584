//! What Swagger 2.0 becomes.

use super::{Loaded, load_clean, load_text, operation, operations, schema};
use crate::pointer::Pointer;
use serde_json::{Value, json};

/// A document with one operation, `POST /a`.
fn with_post(root: &str, operation: &str) -> String {
    format!("swagger: '2.0'\n{root}\npaths:\n  /a:\n    post:\n{}", super::indent(operation, 6))
}

/// A request body: media type, schema and encoding.
fn body(document: &super::Document) -> Vec<String> {
    let operation = operation(document);
    let content = operation["requestBody"]["content"].as_object().cloned().unwrap_or_default();
    content.iter().map(|(name, media)| format!("{name} {} {}", media["schema"]["$ref"], media["encoding"])).collect()
}

/// What remains to be said when every schema is followed to its end.
fn followed(document: &super::Document, at: &str) -> Value {
    schema(document, document.follow(&Pointer::new(at)).as_str())
}

#[test]
fn host_base_path_and_schemes_are_servers() {
    for (root, expected) in [
        ("host: a.b\nbasePath: /v1/\nschemes: [http, https, wss]", json!(["https://a.b/v1", "http://a.b/v1"])),
        ("host: a.b:8080\nbasePath: v1", json!(["https://a.b:8080/v1"])),
        ("host: a.b", json!(["https://a.b"])),
        ("basePath: /v1", json!(["/v1"])),
        ("host: a.b\nbasePath: /", json!(["https://a.b"])),
        ("host: a.b\nschemes: http", json!(["http://a.b"])),
        ("info: {}", json!([])),
    ] {
        let document = load_clean(&format!("swagger: '2.0'\n{root}"));
        let servers: Vec<&String> = document.api.servers.iter().map(|server| &server.url).collect();
        assert_eq!(json!(servers), expected, "{root}");
    }
    let document = load_clean(&with_post("host: a\nbasePath: v1\nschemes: [https]", "schemes: [http]"));
    assert_eq!(operation(&document)["servers"][0]["url"], "http://a/v1");
}

#[test]
fn a_host_with_its_scheme_is_a_host() {
    let loaded = load_text("swagger: '2.0'\nhost: http://a.b/\nbasePath: /v1");
    assert_eq!(loaded.document().api.servers[0].url, "http://a.b/v1");
    let expected =
        "invalid-value #/host: the host `http://a.b/` has a scheme; it is read without, and the scheme as one of `schemes`";
    assert_eq!(loaded.diagnostics, [expected]);
}

#[test]
fn definitions_are_components_wherever_they_are_referred_to() {
    let document = load_clean(
        "
swagger: 2.0
definitions:
  Pet: {properties: {tag: {$ref: '#/definitions/Tag'}, name: {type: string, x-nullable: true}}, discriminator: kind}
  Tag: {type: string}
paths:
  /a:
    get:
      responses: {200: {description: ok, schema: {$ref: '#/definitions/Pet'}}}
",
    );
    let at = "/paths/~1a/get/responses/200/content/application~1json/schema";
    assert_eq!(operation(&document)["responses"]["200"]["content"]["application/json"]["schema"]["$ref"], format!("#{at}"));
    assert_eq!(schema(&document, at), json!({"reference": "Some(#/components/schemas/Pet)"}));
    let tag = schema(&document, "/components/schemas/Pet/properties/tag");
    assert_eq!(tag, json!({"reference": "Some(#/components/schemas/Tag)"}));
    assert_eq!(schema(&document, "/components/schemas/Pet/properties/name"), json!({"types": "null string"}));
    assert_eq!(schema(&document, "/components/schemas/Pet")["discriminator"], "(\"kind\", [])");
    let schemas: Vec<String> = document.api.components.iter().flat_map(|all| all.schemas.keys().cloned()).collect();
    assert_eq!(schemas, ["Pet", "Tag"]);
}

#[test]
fn parameters_have_schemas_and_styles() {
    let document = load_clean(&with_post(
        "parameters: {Limit: {name: limit, in: query, type: integer, format: int32, default: 3}}",
        "
parameters:
- {$ref: '#/parameters/Limit'}
- {name: csv, in: query, type: array, items: {type: string}}
- {name: multi, in: query, type: array, items: {type: string}, collectionFormat: multi}
- {name: ssv, in: query, type: array, items: {type: string}, collectionFormat: ssv}
- {name: pipes, in: query, type: array, items: {type: string}, collectionFormat: pipes}
- {name: X-A, in: header, type: array, items: {type: string}, required: true, description: D, x-a: 1}
",
    ));
    let operation = operation(&document);
    let list: Vec<_> = operation["parameters"]
        .as_array()
        .expect("an array")
        .iter()
        .map(|p| format!("{} {} {}", p["name"], p["style"], p["explode"]))
        .collect();
    assert_eq!(
        list,
        [
            "\"limit\" \"form\" null",
            "\"csv\" \"form\" false",
            "\"multi\" \"form\" true",
            "\"ssv\" \"spaceDelimited\" false",
            "\"pipes\" \"pipeDelimited\" false",
            "\"X-A\" \"simple\" false",
        ]
    );
    let limit = json!({"types": "integer", "format": "Some(\"int32\")", "default": "Some(Number(3))"});
    assert_eq!(schema(&document, "/components/parameters/Limit/schema"), limit);
    assert_eq!(operation["parameters"][0]["schema"]["$ref"], "#/components/parameters/Limit/schema");
    assert_eq!(operation["parameters"][5]["required"], true);
}

#[test]
fn a_format_that_cannot_be_expressed_is_reported_where_it_stands() {
    let loaded = load_text(&with_post(
        "x-a: 1",
        "parameters:\n- {name: b, in: body}\n- name: a\n  in: query\n  type: array\n  collectionFormat: tsv",
    ));
    let expected = "unsupported-style #/paths/~1a/post/parameters/1/collectionFormat: the parameter `a` has the collectionFormat `tsv`, \
                    which cannot be expressed here; it is read as `csv`";
    assert_eq!(loaded.diagnostics, [expected]);
}

#[test]
fn a_body_is_sent_as_what_the_operation_consumes() {
    let text = "parameters:\n- {name: q, in: query, type: string}\n- {name: b, in: body, required: true, description: D, schema: {type: string}}";
    let document = load_clean(&with_post("", text));
    let at = "#/paths/~1a/post/requestBody/content/application~1json/schema";
    assert_eq!(body(&document), [format!("application/json \"{at}\" null")]);
    let operation = operation(&document);
    assert_eq!((&operation["requestBody"]["required"], &operation["requestBody"]["description"]), (&json!(true), &json!("D")));
    assert_eq!(operation["parameters"].as_array().map(Vec::len), Some(1));

    let document = load_clean(&with_post("consumes: [text/xml, application/json]", text));
    assert_eq!(body(&document).len(), 2);
    let json = "/paths/~1a/post/requestBody/content/application~1json/schema";
    let xml = "/paths/~1a/post/requestBody/content/text~1xml/schema";
    assert_eq!(document.follow(&Pointer::new(json)).as_str(), xml, "one schema stays one");

    let document = load_clean(&with_post("consumes: [text/xml]", &format!("consumes: [application/json]\n{text}")));
    assert_eq!(body(&document).len(), 1);
}

#[test]
fn a_shared_body_is_one_schema() {
    let document = load_clean(&with_post(
        "parameters: {B: {name: b, in: body, schema: {type: object}}}",
        "parameters: [{$ref: '#/parameters/B'}]",
    ));
    let at = Pointer::new("/paths/~1a/post/requestBody/content/application~1json/schema");
    assert_eq!(document.follow(&at).as_str(), "/components/parameters/B/schema");
    assert_eq!(schema(&document, "/components/parameters/B/schema"), json!({"types": "object"}));
}

#[test]
fn a_form_is_an_object() {
    let document = load_clean(&with_post(
        "parameters: {F: {name: f, in: formData, type: integer, required: true}}",
        "
parameters:
- {name: a, in: formData, type: array, items: {type: string}, description: D}
- {name: m, in: formData, type: array, items: {type: string}, collectionFormat: multi}
- {$ref: '#/parameters/F'}
",
    ));
    let at = "/paths/~1a/post/requestBody/content/application~1x-www-form-urlencoded/schema";
    let encoding = json!({
        "a": {"contentType": null, "style": "form", "x-oas-explode": false},
        "m": {"contentType": null, "style": "form", "explode": true, "x-oas-explode": true},
    });
    let mut shown = operation(&document)["requestBody"]["content"]["application/x-www-form-urlencoded"]["encoding"].clone();
    for part in shown.as_object_mut().into_iter().flat_map(|parts| parts.values_mut()).filter_map(Value::as_object_mut) {
        part.remove("x-oas-origin");
    }
    assert_eq!(shown, encoding);
    let expected = json!({
        "types": "object", "required": "[\"f\"]",
        "properties": format!("[(\"a\", #{at}/properties/a), (\"m\", #{at}/properties/m), (\"f\", #{at}/properties/f)]"),
    });
    assert_eq!(schema(&document, at), expected);
    assert_eq!(schema(&document, &format!("{at}/properties/a"))["description"], "Some(\"D\")");
    assert_eq!(followed(&document, &format!("{at}/properties/f")), json!({"types": "integer"}));
    assert_eq!(operation(&document)["requestBody"]["required"], true);
}

#[test]
fn a_form_with_a_file_is_multipart() {
    let document = load_clean(&with_post("", "parameters: [{name: a, in: formData, type: file}]"));
    let at = "/paths/~1a/post/requestBody/content/multipart~1form-data/schema";
    assert_eq!(body(&document), [format!("multipart/form-data \"#{at}\" null")]);
    assert_eq!(schema(&document, &format!("{at}/properties/a")), json!({"types": "string", "format": "Some(\"binary\")"}));
}

#[test]
fn responses_have_the_media_types_that_the_operation_produces() {
    let document = load_clean(&with_post(
        "produces: [application/json]\nresponses: {No: {description: no, schema: {type: object}}}",
        "
produces: [text/csv, text/plain]
responses:
  200: {description: ok, schema: {type: file}, headers: {X-A: {type: integer, description: D}}, examples: {text/csv: 'a,b'}}
  404: {$ref: '#/responses/No'}
",
    ));
    let operation = operation(&document);
    let ok = &operation["responses"]["200"];
    assert_eq!(
        ok["content"].as_object().map(|content| content.keys().cloned().collect::<Vec<_>>()),
        Some(vec!["text/csv".into(), "text/plain".into()])
    );
    assert_eq!(ok["headers"]["X-A"]["description"], "D");
    assert_eq!(schema(&document, "/paths/~1a/post/responses/200/headers/X-A/schema"), json!({"types": "integer"}));
    assert_eq!(ok["content"]["text/csv"]["x-oas-example"], "/paths/~1a/post/responses/200/content/text~1csv/example");
    let shared = document.follow(&Pointer::new("/paths/~1a/post/responses/404/content/text~1csv/schema"));
    assert_eq!(shared.as_str(), "/components/responses/No/content/application~1json/schema");
}

#[test]
fn parameters_of_a_path_reach_the_body() {
    let document = load_clean(
        "
swagger: '2.0'
paths:
  /a:
    parameters:
    - {name: f, in: formData, type: string}
    - {name: q, in: query, type: string}
    post: {}
    put: {parameters: [{name: b, in: body, schema: {}}]}
",
    );
    let types: Vec<Vec<String>> = document
        .operations()
        .map(|entry| {
            json!(entry.operation)["requestBody"]["content"]
                .as_object()
                .into_iter()
                .flatten()
                .map(|(key, _)| key.clone())
                .collect()
        })
        .collect();
    assert_eq!(types, [["application/x-www-form-urlencoded"], ["application/json"]]);
    assert_eq!(operations(&document), ["POST /a -", "PUT /a -"]);
}

#[test]
fn security_definitions_are_schemes() {
    let document = load_clean(
        "
swagger: '2.0'
securityDefinitions:
  basic: {type: basic}
  key: {type: apiKey, in: query, name: k}
  code: {type: oauth2, flow: accessCode, authorizationUrl: /a, tokenUrl: /t, scopes: {r: R}}
  app: {type: oauth2, flow: application, tokenUrl: /t, scopes: {}}
security: [{basic: []}]
paths: {/a: {get: {security: [{code: [r]}]}}}
",
    );
    let schemes =
        serde_json::to_value(&document.api.components.as_ref().expect("there are some").security_schemes).expect("JSON");
    assert_eq!((&schemes["basic"]["type"], &schemes["basic"]["scheme"]), (&json!("http"), &json!("basic")));
    assert_eq!(schemes["key"]["in"], "query");
    assert_eq!(schemes["code"]["flows"]["authorizationCode"]["authorizationUrl"], "/a");
    assert_eq!(schemes["app"]["flows"]["clientCredentials"]["tokenUrl"], "/t");
    assert_eq!(operation(&document)["security"], json!([{"code": ["r"]}]));
}

#[test]
fn references_say_the_places_of_the_document_as_written() {
    let document = load_clean(
        "
swagger: '2.0'
paths:
  /a:
    post:
      parameters:
      - {name: b, in: body, schema: {properties: {x: {type: string}}}}
      responses: {200: {description: ok, schema: {type: integer}}}
  /b:
    get:
      responses:
        200: {description: ok, schema: {$ref: '#/paths/~1a/post/parameters/0/schema/properties/x'}}
        201: {description: ok, schema: {$ref: '#/paths/~1a/post/responses/200/schema'}}
",
    );
    let at = |status: &str| format!("/paths/~1b/get/responses/{status}/content/application~1json/schema");
    assert_eq!(followed(&document, &at("200")), json!({"types": "string"}));
    assert_eq!(followed(&document, &at("201")), json!({"types": "integer"}));
}

#[test]
fn diagnostics_show_the_document_as_written() {
    let Loaded { diagnostics, sources, places, document } = load_text(
        "
swagger: '2.0'
definitions:
  A: {type: string, maxLength: 'a'}
paths:
  /a:
    post:
      parameters:
      - {name: b, in: body, schema: {type: string, maxLength: 'b'}}
      - {name: q, in: query, type: string, maxLength: 'c'}
      responses:
        200: {description: ok, schema: {$ref: '#/definitions/None'}}
        201: {description: ok, headers: {X: {type: string, maxLength: 'd'}}}
",
    );
    let loaded = Loaded { diagnostics, sources, places, document };
    let shown: Vec<String> = loaded.lines().iter().map(|line| line.split(' ').next().unwrap_or_default().to_owned()).collect();
    assert_eq!(loaded.diagnostics.len(), 5, "{:?}", loaded.diagnostics);
    let mut shown = shown;
    shown.sort();
    assert_eq!(shown, ["openapi.yaml:10", "openapi.yaml:12", "openapi.yaml:13", "openapi.yaml:4", "openapi.yaml:9"]);
}

#[test]
fn files_of_swagger_are_lowered_too() {
    let root = "
swagger: '2.0'
paths:
  /a: {$ref: 'a.yaml#/item'}
  /b: {get: {parameters: [{$ref: 'a.yaml#/parameters/limit'}], responses: {404: {$ref: 'a.yaml#/responses/no'}}}}
";
    let file = "
item: {post: {parameters: [{name: b, in: body, schema: {$ref: '#/definitions/B'}}]}}
parameters: {limit: {name: limit, in: query, type: integer}}
responses: {no: {description: no, schema: {type: string}}}
definitions: {B: {type: object}}
";
    let loaded = super::load_files(&[("openapi.yaml", root), ("a.yaml", file)]);
    assert_eq!(loaded.diagnostics, [""; 0]);
    let document = loaded.document();
    assert_eq!(operations(document), ["POST /a -", "GET /b -"]);
    let at = "/x-oas-files/0/item/post/requestBody/content/application~1json/schema";
    assert_eq!(body(document), [format!("application/json \"#{at}\" null")]);
    assert_eq!(followed(document, at), json!({"types": "object"}));
    let second = json!(document.operations().nth(1).expect("there are two").operation);
    assert_eq!(
        schema(document, &second["parameters"][0]["schema"]["$ref"].as_str().unwrap_or("#")[1..]),
        json!({"types": "integer"})
    );
    let response = &second["responses"]["404"]["content"]["application/json"]["schema"]["$ref"];
    assert_eq!(schema(document, &response.as_str().unwrap_or("#")[1..]), json!({"types": "string"}));
}
