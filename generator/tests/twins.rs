//! The same API in another dress emits the same code, byte for byte: as OpenAPI 3.0 and 3.1, as YAML and JSON, run after run.

use generator::{
    Output, Source,
    config::Config,
    diagnostic::{Style, render_text},
};

struct Text<'t>(&'t str);

impl Source for Text<'_> {
    fn read(&self, _: &str) -> Result<Vec<u8>, String> {
        Ok(self.0.as_bytes().to_vec())
    }
}

/// All emitted files of a document that is emitted without a word.
fn files(path: &str, text: &str) -> Vec<(String, String)> {
    let Output { files, diagnostics, sources, .. } = generator::generate(&Text(text), path, &Config::default());
    assert!(diagnostics.is_empty(), "{}", render_text(&diagnostics, &sources, Style::Plain));
    files.iter().map(|(path, text)| (path.to_owned(), text.to_owned())).collect()
}

fn assert_twins(one: &[(String, String)], other: &[(String, String)]) {
    let names = |files: &[(String, String)]| files.iter().map(|(path, _)| path.clone()).collect::<Vec<_>>();
    assert_eq!(names(one), names(other));
    for ((path, one), (_, other)) in one.iter().zip(other) {
        if let Some(line) = one.lines().zip(other.lines()).position(|(one, other)| one != other) {
            let show = |text: &str| text.lines().skip(line).take(3).collect::<Vec<_>>().join("\n");
            panic!("{path}:{}\n{}\n{}", line + 1, show(one), show(other));
        }
        assert_eq!(one, other, "{path}");
    }
}

/// What stands in both versions, around the schemas.
fn document(version: &str, file: &str, schemas: &[(&str, &str)]) -> String {
    let schemas: String = schemas.iter().map(|(name, schema)| format!("    {name}: {schema}\n")).collect();
    format!(
        "openapi: {version}
info: {{title: Twins, version: '1', description: The same in two dresses.}}
servers: [{{url: 'https://example.com'}}]
security: [{{token: []}}]
tags: [{{name: Things, description: All things.}}]
paths:
  /things/{{id}}:
    parameters: [{{name: id, in: path, required: true, schema: {{type: string, format: uuid}}}}]
    get:
      tags: [Things]
      operationId: getThing
      parameters:
      - {{name: filter, in: query, style: deepObject, schema: {{$ref: '#/components/schemas/Filter'}}}}
      - {{name: limit, in: query, schema: {{$ref: '#/components/schemas/Limit'}}}}
      responses:
        '200': {{description: A thing., content: {{application/json: {{schema: {{$ref: '#/components/schemas/Thing'}}}}}}}}
        '404': {{description: No thing., content: {{application/json: {{schema: {{$ref: '#/components/schemas/Problem'}}}}}}}}
    put:
      tags: [Things]
      operationId: putThing
      requestBody: {{required: true, content: {{application/json: {{schema: {{$ref: '#/components/schemas/Thing'}}}}}}}}
      responses: {{'204': {{description: Done.}}}}
  /files:
    get:
      operationId: getFile
      responses: {{'200': {{description: Bytes., content: {{application/octet-stream: {{schema: {file}}}}}}}}}
    post:
      operationId: sendFile
      requestBody:
        content:
          multipart/form-data:
            schema:
              type: object
              required: [file]
              properties: {{file: {file}, note: {{type: string}}}}
      responses: {{'204': {{description: Done.}}}}
    put:
      operationId: putFile
      requestBody: {{required: true, content: {{application/octet-stream: {{schema: {file}}}}}}}
      responses: {{'204': {{description: Done.}}}}
components:
  securitySchemes: {{token: {{type: http, scheme: bearer}}}}
  schemas:
{schemas}"
    )
}

/// A schema in OpenAPI 3.0 and in 3.1: the lowering table.
const SCHEMAS: &[(&str, &str, &str)] = &[
    (
        "Limit",
        "{type: integer, minimum: 0, exclusiveMinimum: true, maximum: 100}",
        "{type: integer, exclusiveMinimum: 0, maximum: 100}",
    ),
    (
        "Ratio",
        "{type: number, minimum: 0, maximum: 1, exclusiveMaximum: true}",
        "{type: number, minimum: 0, exclusiveMaximum: 1}",
    ),
    ("MaybeText", "{type: string, nullable: true}", "{type: [string, 'null']}"),
    (
        "MaybeList",
        "{type: array, nullable: true, items: {type: integer, nullable: true}}",
        "{type: [array, 'null'], items: {type: [integer, 'null']}}",
    ),
    ("Kind", "{type: string, enum: [thing]}", "{const: thing}"),
    ("Color", "{type: string, nullable: true, enum: [red, green, null]}", "{type: [string, 'null'], enum: [red, green, null]}"),
    ("Level", "{type: integer, enum: [1, 2, 3]}", "{type: integer, enum: [1, 2, 3]}"),
    (
        "Filter",
        "{type: object, properties: {name: {type: string, example: a}, on: {type: boolean, default: true}}}",
        "{type: object, properties: {name: {type: string, examples: [a, b]}, on: {type: boolean, default: true}}}",
    ),
    ("Data", "{type: string, format: byte}", "{type: string, contentEncoding: base64}"),
    ("Any", "{}", "true"),
    (
        "Problem",
        "{type: object, required: [title], properties: {title: {type: string, minLength: 1}, cause: {nullable: true, allOf: [{$ref: '#/components/schemas/Problem'}]}}}",
        "{type: object, required: [title], properties: {title: {type: string, minLength: 1}, cause: {oneOf: [{$ref: '#/components/schemas/Problem'}, {type: 'null'}]}}}",
    ),
    (
        "Base",
        "{type: object, required: [id], properties: {id: {type: string, format: uuid, readOnly: true}}}",
        "{type: object, required: [id], properties: {id: {type: string, format: uuid, readOnly: true}}}",
    ),
    (
        "Thing",
        "{allOf: [{$ref: '#/components/schemas/Base'}, {type: object, required: [kind, made], properties: {
          kind: {$ref: '#/components/schemas/Kind'},
          made: {type: string, format: date-time, description: When it was made.},
          limit: {allOf: [{$ref: '#/components/schemas/Limit'}], description: At most.},
          ratio: {$ref: '#/components/schemas/Ratio'},
          text: {$ref: '#/components/schemas/MaybeText'},
          list: {$ref: '#/components/schemas/MaybeList'},
          color: {$ref: '#/components/schemas/Color'},
          level: {$ref: '#/components/schemas/Level'},
          data: {$ref: '#/components/schemas/Data'},
          any: {$ref: '#/components/schemas/Any'},
          either: {oneOf: [{type: integer}, {type: string}]},
          maybe: {nullable: true, oneOf: [{type: integer}, {type: string}]},
          shape: {oneOf: [{$ref: '#/components/schemas/Circle'}, {$ref: '#/components/schemas/Square'}]},
          map: {type: object, additionalProperties: {type: number, nullable: true}},
          open: {type: object, properties: {a: {type: string}}, additionalProperties: {type: integer}},
          pair: {type: array, minItems: 2, maxItems: 2, items: {type: integer}},
          secret: {type: string, writeOnly: true}}}]}",
        "{allOf: [{$ref: '#/components/schemas/Base'}, {type: object, required: [kind, made], properties: {
          kind: {$ref: '#/components/schemas/Kind'},
          made: {type: string, format: date-time, description: When it was made.},
          limit: {$ref: '#/components/schemas/Limit', description: At most.},
          ratio: {$ref: '#/components/schemas/Ratio'},
          text: {$ref: '#/components/schemas/MaybeText'},
          list: {$ref: '#/components/schemas/MaybeList'},
          color: {$ref: '#/components/schemas/Color'},
          level: {$ref: '#/components/schemas/Level'},
          data: {$ref: '#/components/schemas/Data'},
          any: {$ref: '#/components/schemas/Any'},
          either: {type: [string, integer]},
          maybe: {type: [string, integer, 'null']},
          shape: {oneOf: [{$ref: '#/components/schemas/Circle'}, {$ref: '#/components/schemas/Square'}]},
          map: {type: object, additionalProperties: {type: [number, 'null']}},
          open: {type: object, properties: {a: {type: string}}, additionalProperties: {type: integer}},
          pair: {type: array, minItems: 2, maxItems: 2, items: {type: integer}},
          secret: {type: string, writeOnly: true}}}]}",
    ),
    (
        "Circle",
        "{type: object, required: [form, radius], properties: {form: {type: string, enum: [circle]}, radius: {type: number}}}",
        "{type: object, required: [form, radius], properties: {form: {const: circle}, radius: {type: number}}}",
    ),
    (
        "Square",
        "{type: object, required: [form, side], properties: {form: {type: string, enum: [square]}, side: {type: number, nullable: true}}}",
        "{type: object, required: [form, side], properties: {form: {const: square}, side: {anyOf: [{type: number}, {type: 'null'}]}}}",
    ),
];

fn document_3_0() -> String {
    let schemas: Vec<_> = SCHEMAS.iter().map(|(name, old, _)| (*name, *old)).collect();
    document("3.0.4", "{type: string, format: binary}", &schemas)
}

fn document_3_1() -> String {
    let schemas: Vec<_> = SCHEMAS.iter().map(|(name, _, new)| (*name, *new)).collect();
    document("3.1.1", "{type: string, contentMediaType: application/octet-stream}", &schemas)
}

#[test]
fn an_api_in_3_0_and_in_3_1_is_the_same_client() {
    assert_twins(&files("api.yaml", &document_3_0()), &files("api.yaml", &document_3_1()));
    let newer = document_3_1().replace("3.1.1", "3.2.0");
    assert_twins(&files("api.yaml", &document_3_1()), &files("api.yaml", &newer));
}

#[test]
fn yaml_and_json_are_the_same_client() {
    for yaml in [document_3_0(), document_3_1()] {
        let value: serde_json::Value = serde_yaml::from_str(&yaml).expect("YAML");
        let expected = files("api.yaml", &yaml);
        assert_twins(&expected, &files("api.json", &value.to_string()));
        assert_twins(&expected, &files("api.json", &format!("{value:#}")));
    }
}

#[test]
fn every_run_and_every_thread_gives_the_same_client() {
    let text = document_3_1();
    let expected = files("api.yaml", &text);
    std::thread::scope(|scope| {
        let runs: Vec<_> = (0..4).map(|_| scope.spawn(|| files("other/name.yml", &text))).collect();
        for run in runs {
            assert_twins(&expected, &run.join().expect("the run ends"));
        }
    });
}

#[test]
fn swagger_is_the_same_client() {
    let swagger = "swagger: '2.0'
info: {title: Twins, version: '1'}
host: example.com
basePath: /v1
schemes: [https, http]
consumes: [application/json]
produces: [application/json]
securityDefinitions: {token: {type: apiKey, in: header, name: X-Token}, login: {type: basic}}
security: [{token: []}]
parameters: {limit: {name: limit, in: query, type: integer, format: int32, maximum: 5}}
responses: {Gone: {description: Gone., schema: {$ref: '#/definitions/Problem'}}}
paths:
  /pets:
    get:
      operationId: listPets
      parameters:
      - {$ref: '#/parameters/limit'}
      - {name: tags, in: query, type: array, items: {type: string}, collectionFormat: multi}
      - {name: ids, in: query, type: array, items: {type: integer}, collectionFormat: pipes}
      - {name: names, in: query, type: array, items: {type: string}}
      - {name: X-Page, in: header, type: string}
      responses:
        '200': {description: Pets., schema: {type: array, items: {$ref: '#/definitions/Pet'}}}
        '410': {$ref: '#/responses/Gone'}
    post:
      operationId: addPet
      parameters: [{name: pet, in: body, required: true, schema: {$ref: '#/definitions/Pet'}}]
      responses: {'201': {description: Added., schema: {$ref: '#/definitions/Pet'}}}
  /pets/{id}:
    parameters: [{name: id, in: path, required: true, type: string}]
    put:
      operationId: renamePet
      consumes: [application/x-www-form-urlencoded]
      parameters: [{name: name, in: formData, required: true, type: string}, {name: age, in: formData, type: integer}]
      responses: {'204': {description: Done.}}
    post:
      operationId: sendPhoto
      consumes: [multipart/form-data]
      security: [{login: []}]
      parameters: [{name: photo, in: formData, required: true, type: file}, {name: note, in: formData, type: string}]
      produces: [image/png]
      responses: {'200': {description: Small., schema: {type: file}}}
definitions:
  Pet: {type: object, required: [name], properties: {name: {type: string}, owner: {$ref: '#/definitions/Owner'}}}
  Owner: {type: string}
  Problem: {type: object, properties: {title: {type: string}}}
";
    let openapi = "openapi: 3.0.4
info: {title: Twins, version: '1'}
servers: [{url: 'https://example.com/v1'}, {url: 'http://example.com/v1'}]
security: [{token: []}]
paths:
  /pets:
    get:
      operationId: listPets
      parameters:
      - {name: limit, in: query, schema: {type: integer, format: int32, maximum: 5}}
      - {name: tags, in: query, schema: {type: array, items: {type: string}}}
      - {name: ids, in: query, style: pipeDelimited, schema: {type: array, items: {type: integer}}}
      - {name: names, in: query, explode: false, schema: {type: array, items: {type: string}}}
      - {name: X-Page, in: header, schema: {type: string}}
      responses:
        '200': {description: Pets., content: {application/json: {schema: {type: array, items: {$ref: '#/components/schemas/Pet'}}}}}
        '410': {$ref: '#/components/responses/Gone'}
    post:
      operationId: addPet
      requestBody: {required: true, content: {application/json: {schema: {$ref: '#/components/schemas/Pet'}}}}
      responses: {'201': {description: Added., content: {application/json: {schema: {$ref: '#/components/schemas/Pet'}}}}}
  /pets/{id}:
    parameters: [{name: id, in: path, required: true, schema: {type: string}}]
    put:
      operationId: renamePet
      requestBody:
        required: true
        content:
          application/x-www-form-urlencoded:
            schema: {type: object, required: [name], properties: {name: {type: string}, age: {type: integer}}}
      responses: {'204': {description: Done.}}
    post:
      operationId: sendPhoto
      security: [{login: []}]
      requestBody:
        required: true
        content:
          multipart/form-data:
            schema: {type: object, required: [photo], properties: {photo: {type: string, format: binary}, note: {type: string}}}
      responses: {'200': {description: Small., content: {image/png: {schema: {type: string, format: binary}}}}}
components:
  securitySchemes: {token: {type: apiKey, in: header, name: X-Token}, login: {type: http, scheme: basic}}
  responses: {Gone: {description: Gone., content: {application/json: {schema: {$ref: '#/components/schemas/Problem'}}}}}
  schemas:
    Pet: {type: object, required: [name], properties: {name: {type: string}, owner: {$ref: '#/components/schemas/Owner'}}}
    Owner: {type: string}
    Problem: {type: object, properties: {title: {type: string}}}
";
    assert_twins(&files("api.yaml", swagger), &files("api.yaml", openapi));
}
