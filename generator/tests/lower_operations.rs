//! What operations of a document become: the smallest document that shows the rule, and the intermediate representation in short.

use generator::{
    Source,
    config::{Config, Override},
    diagnostic::Diagnostics,
    ir::{
        Api, BodyContent, Encoding, Feature, Gate, Location, OAuth2, Operation, PartContent, Presence, Repetition,
        ResponseContent, SecurityKind, Success, Type, TypeKind,
    },
    load, lower,
};

struct Text(String);

impl Source for Text {
    fn read(&self, _: &str) -> Result<Vec<u8>, String> {
        Ok(self.0.clone().into_bytes())
    }
}

/// A document with these paths, and other keys.
fn lower_with(config: &Config, paths: &str, rest: &str) -> (Api, Vec<String>) {
    let indented: String = paths.trim_matches('\n').lines().map(|line| format!("  {line}\n")).collect();
    let text = format!("openapi: 3.0.3\ninfo: {{ title: T, version: '1' }}\npaths:\n{indented}{rest}\n");
    let mut diagnostics = Diagnostics::default();
    let (document, _) = load::load(&Text(text), "openapi.yaml", config, &mut diagnostics);
    let api = lower::lower(&document.expect("the document can be read"), config, &mut diagnostics);
    let findings = diagnostics.iter().map(|finding| {
        let note = finding.note.as_deref().map(|note| format!("; {note}")).unwrap_or_default();
        format!("{}: {}{note}", finding.code.as_str(), finding.message)
    });
    (api, findings.collect())
}

fn lower(paths: &str) -> (Api, Vec<String>) {
    lower_with(&Config::default(), paths, "")
}

fn ty(api: &Api, of: &Type) -> String {
    match of {
        Type::Named(id) => format!("<{}>", api.type_def(*id).origin),
        Type::List(item) => format!("[{}]", ty(api, item)),
        Type::Map(value) => format!("{{{}}}", ty(api, value)),
        other => format!("{other:?}"),
    }
}

fn encoding(of: &Encoding) -> String {
    match of {
        Encoding::Style { style, explode, allow_reserved } => {
            let explode = if *explode { "*" } else { "" };
            let reserved = if *allow_reserved { "+" } else { "" };
            format!("{style:?}{explode}{reserved}")
        }
        Encoding::Content(media_type) => media_type.clone(),
    }
}

fn parameters(api: &Api, operation: &Operation) -> Vec<String> {
    let spell = |(place, of): (&str, &Encoding)| format!("{place} {}", encoding(of));
    let lines = operation.parameters.iter().map(|parameter| {
        let location = match &parameter.location {
            Location::Path(of) => spell(("path", of)),
            Location::Query(of) => spell(("query", of)),
            Location::Header(of) => spell(("header", of)),
            Location::Cookie(of) => spell(("cookie", of)),
        };
        let required = if parameter.required { "!" } else { "" };
        format!("{}{required} {location} {}", parameter.wire, ty(api, &parameter.ty))
    });
    lines.collect()
}

fn body(api: &Api, operation: &Operation) -> Vec<String> {
    let Some(body) = &operation.body else { return Vec::new() };
    let required = if body.required { "!" } else { "" };
    let mut lines = Vec::new();
    for media in &body.media {
        let content = match &media.content {
            BodyContent::Json(of) => format!("json {}", ty(api, of)),
            BodyContent::Form(of, encodings) => {
                let encodings = encodings.iter().map(|one| format!(" {}={}", one.wire, encoding(&one.encoding)));
                format!("form {}{}", ty(api, of), encodings.collect::<String>())
            }
            BodyContent::Multipart(_) => "parts".to_owned(),
            BodyContent::Text => "text".to_owned(),
            BodyContent::Bytes => "bytes".to_owned(),
        };
        lines.push(format!("{}{required} {content}", media.media_type));
        if let BodyContent::Multipart(parts) = &media.content {
            lines.extend(parts.iter().map(|part| {
                let content = match &part.content {
                    PartContent::File => "file".to_owned(),
                    PartContent::Text(of) => format!("text {}", ty(api, of)),
                    PartContent::Json(of) => format!("json {}", ty(api, of)),
                };
                let marks = format!("{}{}", if part.required { "!" } else { "" }, if part.repeated { "*" } else { "" });
                format!("- {}{marks} {content} {}", part.wire, part.media_type.as_deref().unwrap_or_default())
            }));
        }
    }
    lines.into_iter().map(|line| line.trim_end().to_owned()).collect()
}

fn content(api: &Api, of: &ResponseContent) -> String {
    match of {
        ResponseContent::Empty => "empty".to_owned(),
        ResponseContent::Json(of, media) => format!("json {} {media}", ty(api, of)),
        ResponseContent::Text(media) => format!("text {media}"),
        ResponseContent::Bytes(media) => format!("bytes {media}"),
    }
}

fn responses(api: &Api, operation: &Operation) -> Vec<String> {
    let mut lines = match &operation.success {
        Success::One(one) => vec![format!("success {}", content(api, one))],
        Success::ByStatus(cases) => {
            cases.iter().map(|case| format!("success {:?} {}", case.status, content(api, &case.content))).collect()
        }
    };
    lines.extend(operation.errors.iter().map(|failure| format!("error {:?} {}", failure.status, content(api, &failure.content))));
    lines
}

/// The parameters of the one operation at a path with this YAML list of parameters.
fn parameters_of(path: &str, list: &[&str]) -> (Vec<String>, Vec<String>) {
    let list: String = list.iter().map(|one| format!("      - {{ {one} }}\n")).collect();
    let (api, findings) = lower(&format!("{path}:\n  get:\n    parameters:\n{list}    responses: {{}}"));
    (parameters(&api, &api.operations[0]), findings)
}

#[test]
fn parameters_are_ordered_by_path_then_need() {
    let (found, findings) = parameters_of(
        "/a/{x}/{y}",
        &[
            "name: o, in: query, schema: { type: string }",
            "name: y, in: path, required: true, schema: { type: integer }",
            "name: r, in: header, required: true, schema: { type: boolean }",
            "name: x, in: path, required: true, schema: { type: string }",
        ],
    );
    assert_eq!(found, ["x! path Simple String", "y! path Simple Integer(I64)", "r! header Simple Bool", "o query Form* String"]);
    assert!(findings.is_empty(), "{findings:?}");
}

#[test]
fn the_path_and_its_parameters_are_made_to_agree() {
    let (found, findings) = parameters_of("/a/{x}", &["name: z, in: path, required: true, schema: { type: string }"]);
    assert_eq!(found, ["x! path Simple String"]);
    assert_eq!(
        findings,
        [
            "path-parameters: the path has no `{z}`, which a parameter declares; the parameter is left out",
            "path-parameters: the path has `{x}`, which no parameter declares; a parameter of type string is added",
        ]
    );
}

#[test]
fn reserved_headers_are_left_out() {
    let names = ["accept", "Content-Type", "AUTHORIZATION", "X-Accept"];
    let list: Vec<String> = names.iter().map(|name| format!("name: {name}, in: header, schema: {{ type: string }}")).collect();
    let (found, findings) = parameters_of("/a", &list.iter().map(String::as_str).collect::<Vec<_>>());
    assert_eq!(found, ["X-Accept header Simple String"]);
    assert_eq!(findings.len(), 2, "`Authorization` is a credential");
    let expected = "ignored-parameter: a header parameter is named `accept`, which OpenAPI reserves; the parameter is left out";
    assert_eq!(findings[0], expected);
}

#[test]
fn styles_have_the_defaults_of_their_place() {
    let list = "schema: { type: array, items: { type: string } }";
    let object = "schema: { type: object, additionalProperties: { type: string } }";
    for (text, expected) in [
        (format!("in: query, {list}"), "query Form* [String]"),
        (format!("in: query, explode: false, {list}"), "query Form [String]"),
        (format!("in: query, allowReserved: true, {list}"), "query Form*+ [String]"),
        (format!("in: query, style: spaceDelimited, {list}"), "query SpaceDelimited [String]"),
        (format!("in: query, style: pipeDelimited, explode: false, {object}"), "query PipeDelimited {String}"),
        (format!("in: query, style: deepObject, {object}"), "query DeepObject* {String}"),
        (format!("in: query, style: deepObject, explode: false, {object}"), "query DeepObject* {String}"),
        // Brackets are what servers read, whatever the table leaves open.
        (format!("in: query, style: deepObject, {list}"), "query DeepObject* [String]"),
        ("in: query, style: deepObject, schema: { type: integer }".to_owned(), "query DeepObject* Integer(I64)"),
        (format!("in: header, {list}"), "header Simple [String]"),
        (format!("in: header, explode: true, {object}"), "header Simple* {String}"),
        (format!("in: cookie, {list}"), "cookie Form* [String]"),
        ("in: query, content: { application/json: { schema: { type: object } } }".to_owned(), "query application/json {Any}"),
        ("in: query, content: { text/plain: { schema: { type: string } } }".to_owned(), "query Form* String"),
        ("in: query, schema: { type: string, nullable: true }".to_owned(), "query Form* String"),
    ] {
        let (found, findings) = parameters_of("/a", &[&format!("name: p, {text}")]);
        assert_eq!(found, [format!("p {expected}")], "{text}");
        assert!(findings.is_empty(), "{text}: {findings:?}");
    }
}

#[test]
fn styles_without_a_meaning_become_the_nearest_one() {
    let cells = [
        ("style: pipeDelimited, schema: { type: string }", "Form* String"),
        ("style: spaceDelimited, explode: true, schema: { type: array, items: { type: string } }", "Form* [String]"),
        ("schema: { type: array, items: { type: object } }", "application/json [{Any}]"),
    ];
    let mut report = Vec::new();
    for (text, expected) in cells {
        let (found, findings) = parameters_of("/a", &[&format!("name: p, in: query, {text}")]);
        assert_eq!(found, [format!("p query {expected}")], "{text}");
        report.extend(findings);
    }
    let notes = [
        "`pipeDelimited` with a scalar; it is sent as `style: form` with `explode: true`",
        "`spaceDelimited` with `explode: true`; it is sent as `style: form` with `explode: true`",
        "`form` with arrays or objects in an array; it is sent as JSON",
    ];
    assert_eq!(report, notes.map(|note| format!("unsupported-style: the parameter `p` uses the style {note}")));
}

#[test]
fn what_an_object_of_a_parameter_cannot_hold_is_said() {
    let schema = |property: &str| format!("schema: {{ type: object, properties: {{ a: {property} }} }}");
    let list = schema("{ type: array, items: { type: string } }");
    let note = "`form` with arrays or objects in an object; a call that gives one of them is refused";
    for (text, is_said) in [
        (list.clone(), true),
        (schema("{ type: object, properties: { b: { type: string } } }"), true),
        ("schema: { type: object, additionalProperties: { type: array, items: { type: string } } }".to_owned(), true),
        (schema("{ type: string }"), false),
        (format!("style: deepObject, {list}"), false),
    ] {
        let (_, findings) = parameters_of("/a", &[&format!("name: p, in: query, {text}")]);
        let expected = is_said.then(|| format!("unsupported-style: the parameter `p` uses the style {note}"));
        assert_eq!(findings, Vec::from_iter(expected), "{text}");
    }
}

#[test]
fn path_parameters_have_their_styles() {
    for (text, expected) in [
        ("schema: { type: string }", "path Simple String"),
        ("style: label, schema: { type: array, items: { type: string } }", "path Label [String]"),
        ("style: matrix, explode: true, schema: { type: array, items: { type: string } }", "path Matrix* [String]"),
    ] {
        let (found, _) = parameters_of("/a/{p}", &[&format!("name: p, in: path, required: true, {text}")]);
        assert_eq!(found, [format!("p! {expected}")], "{text}");
    }
}

#[test]
fn an_argument_is_the_type_behind_its_aliases() {
    let paths = "/a/{id}:\n  get:\n    parameters:\n      - { name: id, in: path, required: true, schema: { $ref: '#/components/schemas/Id' } }\n    responses: {}";
    let rest = "components: { schemas: { Id: { type: string, maxLength: 32, description: Which. } } }";
    let (api, _) = lower_with(&Config::default(), paths, rest);
    assert_eq!(parameters(&api, &api.operations[0]), ["id! path Simple String"]);
    assert_eq!(api.operations[0].parameters[0].doc.description.as_deref(), Some("Which."));
    assert_eq!(api.operations[0].parameters[0].doc.notes, ["At most 32 characters."]);
}

fn body_of(text: &str) -> (Vec<String>, Vec<String>) {
    let indented: String = text.trim_matches('\n').lines().map(|line| format!("      {line}\n")).collect();
    let (api, findings) = lower(&format!("/a:\n  post:\n    requestBody:\n{indented}    responses: {{}}"));
    (body(&api, &api.operations[0]), findings)
}

#[test]
fn bodies_are_ordered_by_preference_and_equal_ones_are_one() {
    let (found, findings) = body_of(
        "
required: true
content:
  image/*: {}
  application/xml: { schema: { type: string } }
  multipart/form-data: { schema: { type: object, properties: { a: { type: string } } } }
  application/x-www-form-urlencoded: { schema: { type: object } }
  application/merge-patch+json: { schema: { type: object } }
  text/json: { schema: { type: object } }
  application/json: { schema: { type: object } }
",
    );
    assert_eq!(
        found,
        [
            "application/json! json {Any}",
            "application/x-www-form-urlencoded! form {Any}",
            "multipart/form-data! parts",
            "- a text String",
            "application/xml! text",
            "application/octet-stream! bytes",
        ]
    );
    assert!(findings.is_empty(), "{findings:?}");
}

#[test]
fn bodies_without_a_schema_and_without_content() {
    assert_eq!(body_of("content: { application/json: {} }").0, ["application/json json Any"]);
    assert_eq!(body_of("content: { '*/*': {} }").0, ["application/json json Any"]);
    assert_eq!(body_of("content: {}").0, Vec::<String>::new());
    let binary = "content: { application/json: { schema: { type: string, format: binary } } }";
    assert_eq!(body_of(binary).0, ["application/json bytes"]);
}

#[test]
fn forms_keep_the_encodings_of_the_document() {
    let (found, _) = body_of(
        "
content:
  application/x-www-form-urlencoded:
    schema: { type: object, properties: { a: { type: object }, b: { type: array, items: { type: string } }, c: { type: string } } }
    encoding:
      a: { style: deepObject, explode: true }
      b: { explode: false }
",
    );
    let expected = "application/x-www-form-urlencoded form \
        <#/paths/~1a/post/requestBody/content/application~1x-www-form-urlencoded/schema> a=DeepObject* b=Form";
    assert_eq!(found, [expected]);
}

#[test]
fn parts_are_files_text_or_json() {
    let (found, _) = body_of(
        "
content:
  multipart/form-data:
    schema:
      allOf:
        - { type: object, required: [file], properties: { file: { type: string, format: binary } } }
      type: object
      properties:
        files: { type: array, items: { type: string, format: binary } }
        base64: { type: string, format: byte }
        count: { type: integer }
        tags: { type: array, items: { type: string } }
        meta: { type: object }
        metas: { type: array, items: { type: object } }
        whole: { type: array, items: { type: object } }
        photo: { type: string }
        bare: {}
        any: {}
        maybe: { anyOf: [{ type: string, format: binary }, { type: 'null' }] }
        wrapped: { allOf: [{ type: string, format: binary }] }
    encoding:
      any: { contentType: application/json }
      whole: { contentType: application/json }
      photo: { contentType: image/png }
      files: { contentType: 'image/png, image/jpeg' }
",
    );
    assert_eq!(
        found,
        [
            "multipart/form-data parts",
            "- files* file",
            "- base64 file",
            "- count text Integer(I64)",
            "- tags* text String",
            "- meta json {Any}",
            "- metas* json {Any}",
            "- whole json [{Any}] application/json",
            "- photo file image/png",
            "- bare file",
            "- any json Any application/json",
            "- maybe file",
            "- wrapped file",
            "- file! file",
        ]
    );
}

#[test]
fn a_multipart_body_without_properties_is_put_together_by_the_caller() {
    let (found, findings) = body_of("content: { multipart/form-data: { schema: { type: string, format: binary } } }");
    assert_eq!(found, ["multipart/form-data parts"]);
    let expected = "unsupported-body: a body of `multipart/form-data` has no properties to make parts of; \
        the caller puts the parts together";
    assert_eq!(findings, [expected]);
}

fn responses_of(text: &str) -> Vec<String> {
    let indented: String = text.trim_matches('\n').lines().map(|line| format!("      {line}\n")).collect();
    let (api, _) = lower(&format!("/a:\n  get:\n    responses:\n{indented}"));
    responses(&api, &api.operations[0])
}

#[test]
fn responses_are_successes_and_failures() {
    let string = "application/json: { schema: { type: string } }";
    let number = "application/json: { schema: { type: number } }";
    for (text, expected) in [
        ("{}".to_owned(), vec!["success empty"]),
        (format!("'200': {{ content: {{ {string} }} }}"), vec!["success json String application/json"]),
        (
            format!("'200': {{ content: {{ {string} }} }}\n'201': {{ content: {{ {string} }} }}"),
            vec!["success json String application/json"],
        ),
        (
            format!("'204': {{}}\n'200': {{ content: {{ {string} }} }}\ndefault: {{ content: {{ {number} }} }}"),
            vec![
                "success Code(200) json String application/json",
                "success Code(204) empty",
                "error Default json F64 application/json",
            ],
        ),
        (format!("default: {{ content: {{ {number} }} }}"), vec!["success json F64 application/json"]),
        (
            format!("'302': {{}}\ndefault: {{ content: {{ {number} }} }}"),
            vec!["success empty", "error Default json F64 application/json"],
        ),
        (
            format!("2XX: {{ content: {{ {string} }} }}\n4XX: {{}}\n'404': {{ content: {{ {number} }} }}"),
            vec!["success json String application/json", "error Code(404) json F64 application/json", "error Range(4) empty"],
        ),
        ("'200': { content: { application/json: {} } }".to_owned(), vec!["success json Any application/json"]),
        (
            format!("'200': {{ content: {{ image/png: {{}}, text/csv: {{}}, {number} }} }}"),
            vec!["success json F64 application/json"],
        ),
        ("'200': { content: { image/png: {}, text/csv: {} } }".to_owned(), vec!["success text text/csv"]),
        ("'200': { content: { image/png: {} } }".to_owned(), vec!["success bytes image/png"]),
        (
            "'200': { content: { application/json: { schema: { type: string, format: binary } } } }".to_owned(),
            vec!["success bytes application/json"],
        ),
        (format!("'204': {{ content: {{ {string} }} }}"), vec!["success empty"]),
        ("'200': { content: { '*/*': { schema: { type: object } } } }".to_owned(), vec!["success json {Any} */*"]),
        ("'200': { content: { '*/*': { schema: { type: string } } } }".to_owned(), vec!["success text */*"]),
    ] {
        assert_eq!(responses_of(&text), expected, "{text}");
    }
}

#[test]
fn security_is_the_operations_own_or_that_of_the_document() {
    let paths = "
/a: { get: { responses: {} } }
/b: { get: { security: [], responses: {} } }
/c: { get: { security: [{ k: [], t: [] }, {}], responses: {} } }
/d: { get: { security: [{ undefined: [] }, { k: [] }], responses: {} } }
";
    let schemes =
        "components: { securitySchemes: { t: { type: http, scheme: Bearer }, k: { type: apiKey, in: header, name: X-Key } } }";
    let (api, _) = lower_with(&Config::default(), paths, &format!("security: [{{ t: [] }}]\n{schemes}"));
    let found: Vec<String> = api.operations.iter().map(|operation| format!("{:?}", operation.security)).collect();
    assert_eq!(found, [r#"[["t"]]"#, "[]", r#"[["k", "t"], []]"#, r#"[["k"]]"#]);
    // A document that never says where its schemes apply: they are sent where the user gives them.
    let (api, _) = lower_with(&Config::default(), "/a: { get: { responses: {} } }", schemes);
    assert_eq!(format!("{:?}", api.operations[0].security), r#"[["t"], ["k"], []]"#);
}

#[test]
fn names_groups_and_filters() {
    let paths = "
/pets/{id}/toys: { get: { tags: [Pets, Toys], responses: {} } }
/pets: { get: { operationId: listPets, responses: {} }, post: { operationId: addPet, tags: [Pets], responses: {} } }
/admin/x: { get: { operationId: admin, responses: {} } }
";
    let mut config = Config::default();
    config.groups.insert("Pets".to_owned(), "shop.pets".to_owned());
    config.operations.exclude = vec!["path:/admin/*".to_owned()];
    let (api, _) = lower_with(&config, paths, "");
    let found: Vec<String> = api.operations.iter().map(|one| format!("{} {:?}", one.id, one.group)).collect();
    let expected = [r#"get_pets_by_id_toys ["shop", "pets"]"#, "listPets []", r#"addPet ["shop", "pets"]"#];
    assert_eq!(found, expected);

    config.operations.include = vec!["tag:Pets".to_owned(), "id:listPets".to_owned(), "id:nobody".to_owned(), "pets".to_owned()];
    config.groups.insert("Nobody".to_owned(), "x".to_owned());
    config.examples = vec!["nobody".to_owned()];
    let (api, findings) = lower_with(&config, paths, "");
    assert_eq!(api.operations.len(), 3);
    let errors: Vec<&str> = findings.iter().map(String::as_str).filter(|finding| !finding.starts_with("path-")).collect();
    assert_eq!(
        errors,
        [
            "unmatched-override: `operations.include` has `id:nobody`, which matches no operation",
            "invalid-config: `operations.include` has `pets`, which is none of `tag:…`, `id:…` and `path:…`",
            "unmatched-override: `examples` has `nobody`, which is no operation of the client",
            "unmatched-override: `groups` names the tag `Nobody`, which the document does not have",
        ]
    );
}

#[test]
fn what_may_be_sent_again_is_the_documents_and_the_configurations_to_say() {
    let paths = "
  /a:
    post: {parameters: [{name: idempotency-key, in: header, schema: {type: string}}], responses: {}}
    put: {parameters: [{name: Idempotency-Key, in: header, required: true, schema: {type: string}}], responses: {}}
    get: {parameters: [{name: Idempotency-Key, in: query, schema: {type: string}}], responses: {}}
    patch: {parameters: [{name: X-Request-Token, in: header, schema: {type: string}}], responses: {}}
";
    let repetitions = |config: &Config| {
        let (api, _) = lower_with(config, paths, "");
        let said = api.operations.iter().map(|operation| {
            let Repetition { is_idempotent, key_header } = &operation.repetition;
            format!("{:?} {is_idempotent:?} {}", operation.method, key_header.as_deref().unwrap_or("-"))
        });
        said.collect::<Vec<String>>()
    };
    let mut config = Config::default();
    let by_document = ["Get None -", "Put None -", "Post None idempotency-key", "Patch None -"];
    let sorted = |mut lines: Vec<String>| {
        lines.sort();
        lines
    };
    assert_eq!(sorted(repetitions(&config)), sorted(by_document.map(str::to_owned).to_vec()));
    config.idempotency_header = Some("x-request-token".to_owned());
    let choice = Override { idempotent: Some(true), reason: "the server knows the token".to_owned(), ..Override::default() };
    config.overrides.insert("#/paths/~1a/patch".to_owned(), choice);
    let by_configuration = ["Get None -", "Put None -", "Post None -", "Patch Some(true) X-Request-Token"];
    assert_eq!(sorted(repetitions(&config)), sorted(by_configuration.map(str::to_owned).to_vec()));
}

#[test]
fn a_query_in_the_path_is_fixed() {
    let (api, findings) = lower(
        "/a?action=go&to={id}:\n  get:\n    parameters:\n      - { name: id, in: path, required: true, schema: { type: string } }\n    responses: {}",
    );
    assert_eq!(api.operations[0].path.query, [("action".to_owned(), "go".to_owned())]);
    assert_eq!(parameters(&api, &api.operations[0]), ["to! query Form* String"]);
    assert!(findings.is_empty(), "{findings:?}");
}

#[test]
fn a_parameter_that_the_path_fixes_is_left_out() {
    let (found, findings) = parameters_of("/a?action=go", &["name: action, in: query, schema: { type: string }"]);
    assert_eq!(found, Vec::<String>::new());
    let expected =
        "ignored-parameter: a query parameter is named `action`, which the path has a value for; the parameter is left out";
    assert_eq!(findings, [expected]);
}

#[test]
fn servers_of_operations_are_kept_where_they_differ() {
    let paths = "
/a: { servers: [{ url: 'https://a.example.com' }], get: { responses: {} } }
/b: { get: { servers: [{ url: 'https://b.example.com' }], responses: {} } }
/c: { get: { servers: [{ url: 'https://root.example.com' }], responses: {} } }
";
    let (api, _) = lower_with(&Config::default(), paths, "servers: [{ url: 'https://root.example.com' }]");
    let found: Vec<Option<&str>> =
        api.operations.iter().map(|operation| operation.server.as_ref().map(|server| server.url.as_str())).collect();
    assert_eq!(found, [Some("https://a.example.com"), Some("https://b.example.com"), None]);
}

#[test]
fn a_webhook_is_the_type_of_its_payload() {
    let webhooks = "
webhooks:
  new pet:
    post:
      requestBody:
        content:
          application/json: {schema: {type: object, properties: {pet: {$ref: '#/components/schemas/Pet'}}}}
          text/plain: {schema: {type: object}}
  gone: {$ref: '#/components/pathItems/Gone'}
  none: {post: {responses: {}}}
components:
  pathItems:
    Gone: {post: {requestBody: {content: {application/json: {schema: {$ref: '#/components/schemas/Pet'}}}}, responses: {}}}
  schemas:
    Pet: {type: object}
";
    let (api, findings) = lower_with(&Config::default(), "{}", webhooks);
    let found: Vec<String> =
        api.types.iter().map(|def| format!("{:?} {:?} {:?}", def.place.owner, def.place.steps, def.usage.response)).collect();
    assert_eq!(found, [r#"Component("Pet") [] true"#, r#"Component("new pet") [Body(None)] true"#]);
    assert_eq!((api.operations.len(), findings), (0, Vec::new()));

    let mut config = Config::default();
    config.types.prune = true;
    assert!(lower_with(&config, "{}", webhooks).0.types.is_empty());
}

#[test]
fn reserved_headers_that_the_operation_sets_by_itself_are_no_loss() {
    let header = |name: &str| format!("{{ name: {name}, in: header, schema: {{ type: string }} }}");
    let paths = format!(
        "/a: {{ post: {{ parameters: [{}, {}, {}], security: [{{ k: [] }}], requestBody: {{ content: {{ text/plain: {{}} }} }}, \
         responses: {{ default: {{ description: '', content: {{ application/json: {{}} }} }} }} }} }}",
        header("Accept"),
        header("content-type"),
        header("Authorization")
    );
    let schemes = "components: { securitySchemes: { k: { type: apiKey, in: header, name: X-Key } } }";
    let (api, findings) = lower_with(&Config::default(), &paths, schemes);
    assert!(findings.is_empty(), "{findings:?}");
    assert!(api.operations[0].parameters.is_empty());
    assert_eq!(format!("{:?}", api.operations[0].security), r#"[["k"]]"#);
}

#[test]
fn an_authorization_parameter_without_security_is_a_credential() {
    let paths = "
/a: { get: { parameters: [{ name: authorization, in: header, required: true, schema: { type: string } }], responses: {} } }
/b: { get: { parameters: [{ name: Authorization, in: header, schema: { type: string } }], responses: {} } }
/c: { get: { responses: {} } }
";
    let found = |rest: &str| {
        let (api, findings) = lower_with(&Config::default(), paths, rest);
        assert!(findings.is_empty(), "{findings:?}");
        let schemes: Vec<&str> = api.security_schemes.iter().map(|scheme| scheme.name.as_str()).collect();
        let security: Vec<String> = api.operations.iter().map(|operation| format!("{:?}", operation.security)).collect();
        (schemes.join(" "), security.join(" "))
    };
    let of = |schemes: &str, security: &str| (schemes.to_owned(), security.to_owned());
    assert_eq!(found(""), of("Authorization", r#"[["Authorization"]] [["Authorization"], []] []"#));
    let basic = "security: []\ncomponents: { securitySchemes: { b: { type: http, scheme: basic } } }";
    assert_eq!(found(basic), of("b", r#"[["b"]] [["b"], []] []"#));
}

#[test]
fn flows_say_where_a_program_gets_its_tokens() {
    let flows = |flows: &str| {
        let schemes = format!("components: {{ securitySchemes: {{ o: {{ type: oauth2, flows: {{ {flows} }} }} }} }}");
        let (api, _) = lower_with(&Config::default(), "/a: { get: { responses: {} } }", &schemes);
        match &api.security_schemes[0].kind {
            SecurityKind::OAuth2(OAuth2 { client_credentials, refresh, scopes }) => {
                let scopes: Vec<&str> = scopes.iter().map(|(scope, _)| scope.as_str()).collect();
                format!(
                    "{} {} {}",
                    client_credentials.as_deref().unwrap_or("-"),
                    refresh.as_deref().unwrap_or("-"),
                    scopes.join("+")
                )
            }
            other => format!("{other:?}"),
        }
    };
    assert_eq!(flows(""), "- - ");
    assert_eq!(flows("clientCredentials: { tokenUrl: 'https://t', scopes: { a: '', b: '' } }"), "https://t - a+b");
    assert_eq!(flows("authorizationCode: { tokenUrl: /t, authorizationUrl: /a, scopes: { a: '' } }"), "- /t a");
    let both = "password: { tokenUrl: /p, scopes: { c: '' } }, authorizationCode: { tokenUrl: /t, refreshUrl: /r, authorizationUrl: /a, scopes: {} }";
    assert_eq!(flows(both), "- /r c");
    assert_eq!(flows("implicit: { authorizationUrl: /a, refreshUrl: ' ', scopes: {} }"), "- - ");
}

#[test]
fn a_merge_patch_tells_null_from_nothing() {
    let (api, _) = lower_with(
        &Config::default(),
        r##"
/a:
  patch:
    requestBody: { content: { application/merge-patch+json: { schema: { $ref: "#/components/schemas/Patch" } } } }
    responses: { "204": { description: "" } }
"##,
        r##"
components:
  schemas:
    Patch:
      type: object
      required: [id]
      properties:
        id: { type: string }
        note: { type: string }
        any: {}
        inner: { $ref: "#/components/schemas/Inner" }
        map: { type: object, additionalProperties: { $ref: "#/components/schemas/Inner" } }
        list: { type: array, items: { $ref: "#/components/schemas/Item" } }
    Inner: { type: object, properties: { name: { type: string } } }
    Item: { type: object, properties: { name: { type: string } } }
"##,
    );
    let fields = |name: &str| -> Vec<String> {
        let def = api.types.iter().find(|def| def.origin.to_string().ends_with(&format!("/{name}"))).expect("it is a type");
        let TypeKind::Struct(structure) = &def.kind else { panic!("{name} is an object") };
        structure.fields.iter().map(|field| format!("{} {:?} {}", field.wire, field.presence, ty(&api, &field.ty))).collect()
    };
    let expected = [
        "id Required String",
        "note OptionalNullable String",
        "any OptionalNullable Any",
        "inner OptionalNullable <#/components/schemas/Inner>",
        "map OptionalNullable {Nullable(Named(TypeId(1)))}",
        "list OptionalNullable [<#/components/schemas/Item>]",
    ];
    assert_eq!(fields("Patch"), expected);
    assert_eq!(fields("Inner"), ["name OptionalNullable String"]);
    assert_eq!(fields("Item"), ["name Optional String"], "a list is replaced as a whole");
}

#[test]
fn a_plain_parent_may_lack_its_discriminator_in_an_answer() {
    let (api, _) = lower_with(
        &Config::default(),
        r##"
/a:
  get:
    responses: { "200": { description: "", content: { application/json: { schema: { $ref: "#/components/schemas/Pet" } } } } }
  post:
    requestBody: { content: { application/json: { schema: { $ref: "#/components/schemas/Order" } } } }
    responses: { "204": { description: "" } }
"##,
        r##"
components:
  schemas:
    Pet: { type: object, required: [kind, name], properties: { kind: { type: string }, name: { type: string } }, discriminator: { propertyName: kind } }
    Order: { type: object, required: [kind], properties: { kind: { type: string } }, discriminator: { propertyName: kind } }
"##,
    );
    let presences: Vec<Presence> = api
        .types
        .iter()
        .flat_map(|def| match &def.kind {
            TypeKind::Struct(structure) => structure.fields.iter().map(|field| field.presence).collect(),
            _ => Vec::new(),
        })
        .collect();
    assert_eq!(presences, [Presence::Optional, Presence::Required, Presence::Required]);
}

#[test]
fn content_of_a_media_type_is_bytes_without_a_type_too() {
    let (api, _) = lower(
        r##"
/a:
  post:
    requestBody: { content: { "*/*": { schema: { type: string, format: binary } } } }
    responses: { "200": { description: "", content: { "*/*": { schema: { type: string, format: binary } } } } }
"##,
    );
    let body = api.operations[0].body.as_ref().expect("it has a body");
    assert!(matches!(body.media[0].content, BodyContent::Bytes));
    assert_eq!(body.media[0].media_type, "application/octet-stream");
    assert!(matches!(api.operations[0].success, Success::One(ResponseContent::Bytes(_))));
}

/// `GET /one` of the group `a`, and so on: each operation answers with the component of its name.
const GROUPED: &str = r##"
/one:
  get: { operationId: one, tags: [a], responses: { "200": { description: "", content: { application/json: { schema: { $ref: "#/components/schemas/One" } } } } } }
/two:
  get: { operationId: two, tags: [b], responses: { "200": { description: "", content: { application/json: { schema: { $ref: "#/components/schemas/Two" } } } } } }
/three:
  get: { operationId: three, responses: { "200": { description: "", content: { application/json: { schema: { $ref: "#/components/schemas/Three" } } } } } }
"##;

const GROUPED_TYPES: &str = r##"
components:
  schemas:
    One: { type: object, properties: { shared: { $ref: "#/components/schemas/Shared" } } }
    Two: { type: object, properties: { shared: { $ref: "#/components/schemas/Shared" }, three: { $ref: "#/components/schemas/Three" } } }
    Three: { type: object, properties: { deep: { $ref: "#/components/schemas/Deep" } } }
    Shared: { type: object, properties: { id: { type: integer } } }
    Deep: { type: object, properties: { deep: { $ref: "#/components/schemas/Deep" } } }
    Unused: { type: object, properties: { shared: { $ref: "#/components/schemas/Shared" } } }
"##;

fn gates(paths: &str, types: &str, from: usize) -> Option<Vec<String>> {
    let mut config = Config::default();
    config.package.group_features_from = from;
    let gates = lower_with(&config, paths, types).0.gates?;
    let gate = |gate: &Gate| match gate {
        Gate::Always => "always".to_owned(),
        Gate::Features(features) => {
            let names = features.iter().map(|feature| match feature {
                Feature::Group(words) => words.join("."),
                Feature::OtherTypes => "other types".to_owned(),
            });
            names.collect::<Vec<_>>().join(" or ")
        }
    };
    let operations = gates.operations.iter().enumerate().map(|(index, of)| format!("{index}: {}", gate(of)));
    let components = gates.components.iter().map(|(name, of)| format!("{name}: {}", gate(of)));
    let groups = gates.groups.iter().map(|(words, of)| format!("{}/: {}", words.join("."), gate(of)));
    Some(operations.chain(components).chain(groups).collect())
}

#[test]
fn a_type_is_gated_by_the_groups_that_use_it() {
    let expected = [
        "0: a",
        "1: b",
        "2: always",
        "Deep: always",
        "One: a",
        "Shared: a or b or other types",
        "Three: always",
        "Two: b",
        "Unused: other types",
        "a/: a",
        "b/: b",
    ];
    assert_eq!(gates(GROUPED, GROUPED_TYPES, 3).expect("gates"), expected);
}

#[test]
fn a_small_client_and_one_of_a_single_group_have_no_gates() {
    assert_eq!(gates(GROUPED, GROUPED_TYPES, 4), None);
    assert_eq!(gates(&GROUPED.replace("tags: [b]", "tags: [a]"), GROUPED_TYPES, 1), None);
    assert_eq!(gates("{}", "", 0), None);
}

#[test]
fn a_type_that_many_groups_use_is_always_there() {
    let operation = |group: usize| {
        let operation = GROUPED.trim().lines().take(2).collect::<Vec<_>>().join("\n");
        operation.replace("/one", &format!("/one{group}")).replace("[a]", &format!("[g{group}]"))
    };
    let gate_of_shared = |groups: usize| {
        let paths: Vec<String> = (0..groups).map(operation).collect();
        let gates = gates(&paths.join("\n"), GROUPED_TYPES, 1).expect("gates");
        gates.into_iter().find(|line| line.starts_with("One: ")).expect("the component has a gate")
    };
    assert_eq!(gate_of_shared(12), "One: g0 or g1 or g10 or g11 or g2 or g3 or g4 or g5 or g6 or g7 or g8 or g9");
    assert_eq!(gate_of_shared(13), "One: always");
}

#[test]
fn a_file_that_holds_a_type_of_others_is_gated_by_them_too() {
    // The inline schema of an operation, referred to from another group: its file has to be there for both.
    let paths = GROUPED.replace(
        r##"$ref: "#/components/schemas/Two""##,
        r##"$ref: "#/paths/~1one/get/responses/200/content/application~1json/schema""##,
    );
    let paths = paths.replace(r##"$ref: "#/components/schemas/One""##, "type: object, properties: { x: { type: string } }");
    let gates = gates(&paths, GROUPED_TYPES, 1).expect("gates");
    assert_eq!(gates[..2], ["0: a or b", "1: b"]);
    assert!(gates.contains(&"a/: a or b".to_owned()), "{gates:?}");
}
