//! Every code of a diagnostic, by the smallest document that has it, with its whole text: place, line, caret, note and help.

use generator::{
    Source,
    config::Config,
    diagnostic::{Code, Diagnostics, Style, render_json, render_text},
};

/// The files of a run: the first is the document, unless it is `codegen.toml`.
type Files = &'static [(&'static str, &'static str)];

struct Memory(Files);

impl Source for Memory {
    fn read(&self, path: &str) -> Result<Vec<u8>, String> {
        let file = self.0.iter().find(|(name, _)| *name == path);
        file.map(|(_, text)| text.as_bytes().to_vec()).ok_or_else(|| "there is no such file".to_owned())
    }
}

/// All that a run has to say, as text and as JSON.
fn run(files: Files) -> (Diagnostics, String, String) {
    let mut diagnostics = Diagnostics::default();
    let mut sources = generator::load::Sources::default();
    let toml = files.iter().find(|(name, _)| *name == "codegen.toml");
    let (path, text) = toml.copied().unwrap_or(("codegen.toml", ""));
    match Config::parse(text, path) {
        Ok(config) => {
            let document = files.iter().find(|(name, _)| *name != "codegen.toml").expect("a document");
            let output = generator::generate(&Memory(files), document.0, &config);
            assert_eq!(output.diagnostics.has_errors(), output.files.iter().next().is_none(), "errors leave nothing");
            (diagnostics, sources) = (output.diagnostics, output.sources);
        }
        Err(finding) => {
            sources.add_beside(path, text.as_bytes().to_vec());
            diagnostics.push(finding);
        }
    }
    let text = render_text(&diagnostics, &sources, Style::Plain);
    let json = render_json(&diagnostics, &sources);
    (diagnostics, text, json)
}

/// A document of one file.
macro_rules! document {
    ($text:literal) => {
        &[("api.yaml", $text)]
    };
}

/// The smallest document of each code.
const CASES: &[(Code, Files)] = &[
    (
        Code::AmbiguousDiscriminator,
        document!(
            "openapi: 3.0.4
paths: {}
components:
  schemas:
    Pet:
      oneOf:
      - {type: object, properties: {name: {type: string}}}
      - {type: object, properties: {age: {type: integer}}}
      discriminator: {propertyName: kind}
"
        ),
    ),
    (
        Code::AmbiguousReference,
        document!(
            "openapi: 3.1.1
paths: {}
components:
  schemas:
    List: {type: array, items: {$dynamicRef: '#node'}}
    A: {$dynamicAnchor: node, type: string}
    B: {$dynamicAnchor: node, type: integer}
"
        ),
    ),
    (Code::BadStatus, document!("openapi: 3.0.4\npaths:\n  /a:\n    get:\n      responses:\n        ok: {description: Yes}\n")),
    (
        Code::ConflictingSchemas,
        document!(
            "openapi: 3.0.4\npaths: {}\ncomponents:\n  schemas:\n    A:\n      allOf:\n      - {type: string}\n      - {type: integer}\n"
        ),
    ),
    (
        Code::DanglingReference,
        document!("openapi: 3.0.4\npaths: {}\ncomponents:\n  schemas:\n    A: {$ref: '#/components/schemas/B'}\n"),
    ),
    (Code::DuplicateKey, document!("openapi: 3.0.4\npaths:\n  /a: {get: {}}\n  /a: {put: {}}\n")),
    (
        Code::DuplicateOperationId,
        document!("openapi: 3.0.4\npaths:\n  /a: {get: {operationId: x}}\n  /b: {get: {operationId: x}}\n"),
    ),
    (
        Code::DuplicateParameter,
        document!(
            "openapi: 3.0.4
paths:
  /a:
    get:
      parameters:
      - {name: page, in: query, schema: {type: integer}}
      - {name: page, in: query, schema: {type: string}}
"
        ),
    ),
    (Code::EscapingReference, document!("openapi: 3.0.4\npaths: {}\ncomponents:\n  schemas:\n    A: {$ref: '../secret.yaml'}\n")),
    (
        Code::IgnoredParameter,
        document!(
            "openapi: 3.0.4\npaths:\n  /a:\n    get:\n      parameters:\n      - {name: accept, in: header, schema: {type: string}}\n"
        ),
    ),
    (
        Code::InvalidConfig,
        &[("codegen.toml", "[overrides.'#/components/schemas/Pet']\nrename = 'Animal'\n"), ("api.yaml", "openapi: 3.0.4\n")],
    ),
    (
        Code::InvalidOverlay,
        &[
            ("api.yaml", "openapi: 3.0.4\npaths: {}\n"),
            ("codegen.toml", "overlays = ['fix.yaml']\n"),
            ("fix.yaml", "overlay: 1.0.0\nactions:\n- target: $.paths['/a']\n  remove: true\n"),
        ],
    ),
    (Code::InvalidSyntax, document!("openapi: 3.0.4\npaths: {]\n")),
    (Code::InvalidValue, document!("openapi: 3.0.4\npaths:\n  a: {get: {}}\n")),
    (
        Code::MissingField,
        document!("openapi: 3.0.4\npaths:\n  /a:\n    get:\n      parameters:\n      - {name: page, schema: {}}\n"),
    ),
    (Code::NotOpenApi, document!("asyncapi: 3.0.0\n")),
    (Code::PathParameters, document!("openapi: 3.0.4\npaths:\n  /a/{id}: {get: {}}\n")),
    (
        Code::ReferenceCycle,
        document!(
            "openapi: 3.0.4
paths: {}
components:
  schemas:
    A: {$ref: '#/components/schemas/B'}
    B: {$ref: '#/components/schemas/A'}
"
        ),
    ),
    (
        Code::RemoteReference,
        document!("openapi: 3.0.4\npaths: {}\ncomponents:\n  schemas:\n    A: {$ref: 'https://example.com/a.yaml'}\n"),
    ),
    (
        Code::TooLarge,
        document!(
            "openapi: 3.0.4\nx-0: &a [x, x, x, x]\nx-1: &b [*a, *a, *a, *a]\nx-2: &c [*b, *b, *b, *b]\nx-3: &d [*c, *c, *c, *c]\nx-4: &e [*d, *d, *d, *d]\nx-5: &f [*e, *e, *e, *e]\nx-6: &g [*f, *f, *f, *f]\nx-7: &h [*g, *g, *g, *g]\nx-8: &i [*h, *h, *h, *h]\nx-9: &j [*i, *i, *i, *i]\nx-10: &k [*j, *j, *j, *j]\n"
        ),
    ),
    (Code::UndefinedSecurityScheme, document!("openapi: 3.0.4\nsecurity: [{token: []}]\npaths: {}\n")),
    (Code::UnknownType, document!("openapi: 3.0.4\npaths: {}\ncomponents:\n  schemas:\n    A: {type: str}\n")),
    (
        Code::UnmatchedOverride,
        &[
            ("api.yaml", "openapi: 3.0.4\npaths: {}\n"),
            ("codegen.toml", "[overrides.'#/components/schemas/Pet']\nrename = 'Animal'\nreason = 'it is one'\n"),
        ],
    ),
    (Code::UnreadableFile, document!("openapi: 3.0.4\npaths: {}\ncomponents:\n  schemas:\n    A: {$ref: 'absent.yaml'}\n")),
    (
        Code::UnsupportedBody,
        document!(
            "openapi: 3.0.4\npaths:\n  /a:\n    post:\n      requestBody:\n        content:\n          multipart/form-data: {}\n"
        ),
    ),
    (
        Code::UnsupportedParameter,
        document!("openapi: 3.0.4\npaths:\n  /a:\n    get:\n      parameters:\n      - {name: pet, in: body, schema: {}}\n"),
    ),
    (Code::UnsupportedSchema, document!("openapi: 3.1.1\npaths: {}\ncomponents:\n  schemas:\n    A: false\n")),
    (
        Code::UnsupportedSecurity,
        document!("openapi: 3.0.4\npaths: {}\ncomponents:\n  securitySchemes:\n    token: {type: magic}\n"),
    ),
    (
        Code::UnsupportedStyle,
        document!(
            "openapi: 3.0.4
paths:
  /a:
    get:
      parameters:
      - {name: filter, in: query, style: spaceDelimited, schema: {type: string}}
"
        ),
    ),
    (Code::UnsupportedVersion, document!("openapi: 4.0.0\n")),
    (Code::WrongType, document!("openapi: 3.0.4\npaths: {}\ncomponents:\n  schemas:\n    A: {type: string, maxLength: long}\n")),
];

#[test]
fn the_whole_text_of_every_code() {
    let mut faults = String::new();
    for (code, files) in CASES {
        let (diagnostics, text, _) = run(files);
        if diagnostics.len() == 1 && diagnostics.iter().all(|finding| finding.code == *code) {
            insta::assert_snapshot!(code.as_str(), text);
        } else {
            faults.push_str(&format!("not one `{}`, but:\n{text}\n", code.as_str()));
        }
    }
    assert!(faults.is_empty(), "{faults}");
}

#[test]
fn no_code_is_without_a_document_that_has_it() {
    let shown: Vec<Code> = CASES.iter().map(|(code, _)| *code).collect();
    assert_eq!(shown, Code::ALL);
}

#[test]
fn a_fault_that_is_everywhere_is_said_once() {
    let operation = |index: usize| format!("  /a{index}: {{get: {{security: [{{token: []}}], responses: {{}}}}}}\n");
    let paths: String = (0..300).map(operation).collect();
    let text = format!("openapi: 3.0.4\npaths:\n{paths}  /b: {{get: {{responses: {{ok: {{}}}}}}}}\ninfo: []\n");
    let files: Files = Box::leak(Box::new([("api.yaml", &*text.leak())]));
    let (diagnostics, text, json) = run(files);
    assert_eq!(diagnostics.len(), 302);
    insta::assert_snapshot!(text, @"
    warning[undefined-security-scheme]: the security scheme `token` is not defined
     --> api.yaml:3:27
      |
    3 |   /a0: {get: {security: [{token: []}], responses: {}}}
      |                           ^^^^^
      |
      = note: at #/paths/~1a0/get/security/0/token; the alternative is skipped; … and 299 more places, first api.yaml:4:27

    warning[bad-status]: `ok` is not a status
       --> api.yaml:303:26
        |
    303 |   /b: {get: {responses: {ok: {}}}}
        |                          ^^
        |
        = note: at #/paths/~1b/get/responses/ok; the response is skipped
        = help: a key is a status such as `404`, a range such as `4XX`, or `default`

    warning[wrong-type]: `info` is an array, not an object
       --> api.yaml:304:1
        |
    304 | info: []
        | ^^^^
        |
        = note: at #/info; the field is ignored
    ");
    insta::assert_snapshot!(json, @r##"
    {"code":"undefined-security-scheme","severity":"warning","message":"the security scheme `token` is not defined","label":null,"note":"the alternative is skipped","help":null,"pointer":"#/paths/~1a0/get/security/0/token","path":"api.yaml","line":3,"column":27,"count":300}
    {"code":"bad-status","severity":"warning","message":"`ok` is not a status","label":null,"note":"the response is skipped","help":"a key is a status such as `404`, a range such as `4XX`, or `default`","pointer":"#/paths/~1b/get/responses/ok","path":"api.yaml","line":303,"column":26,"count":1}
    {"code":"wrong-type","severity":"warning","message":"`info` is an array, not an object","label":null,"note":"the field is ignored","help":null,"pointer":"#/info","path":"api.yaml","line":304,"column":1,"count":1}
    "##);
}

#[test]
fn a_node_is_shown_as_its_file_spells_it() {
    let (_, text, _) = run(&[
        ("api.yaml", "swagger: '2.0'\npaths: {}\ndefinitions:\n  A: {type: str}\n  B: {$ref: 'more/b.yaml#/B'}\n"),
        ("more/b.yaml", "B:\n  type: int\n"),
    ]);
    insta::assert_snapshot!(text, @"
    warning[unknown-type]: JSON Schema has no type `str`
     --> api.yaml:4:13
      |
    4 |   A: {type: str}
      |             ^^^
      |
      = note: at #/definitions/A/type; it is read as `string`
      = help: the types are `array`, `boolean`, `integer`, `null`, `number`, `object` and `string`

    warning[unknown-type]: JSON Schema has no type `int`
     --> more/b.yaml:2:9
      |
    2 |   type: int
      |         ^^^
      |
      = note: at more/b.yaml#/B/type; it is read as `integer`
      = help: the types are `array`, `boolean`, `integer`, `null`, `number`, `object` and `string`
    ");
}
