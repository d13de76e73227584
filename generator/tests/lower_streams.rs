//! Answers in pieces, lists in pages and response headers: the smallest document that shows the rule.

use generator::{
    Source,
    config::Config,
    diagnostic::Diagnostics,
    ir::{Api, PageStep, ResponseContent, StreamContent, Success, Type},
    load, lower,
};

struct Text(String);

impl Source for Text {
    fn read(&self, _: &str) -> Result<Vec<u8>, String> {
        Ok(self.0.clone().into_bytes())
    }
}

/// A document of these operations, each `GET` with a line that follows its path.
fn lower(config: &str, operations: &[&str]) -> (Api, Vec<String>) {
    let config = Config::parse(config, "codegen.toml").expect("the configuration is sound");
    let paths: String = operations.iter().enumerate().map(|(index, of)| format!("  /p{index}: {{ {of} }}\n")).collect();
    let text = format!("openapi: 3.2.0\ninfo: {{ title: T, version: '1' }}\npaths:\n{paths}");
    let mut diagnostics = Diagnostics::default();
    let (document, _) = load::load(&Text(text), "openapi.yaml", &config, &mut diagnostics);
    let api = lower::lower(&document.expect("the document can be read"), &config, &mut diagnostics);
    let findings = diagnostics.iter().map(|finding| format!("{}: {}", finding.code.as_str(), finding.message));
    (api, findings.collect())
}

fn ty(api: &Api, of: &Type) -> String {
    match of {
        Type::Named(id) => format!("<{}>", api.type_def(*id).origin),
        Type::List(item) => format!("[{}]", ty(api, item)),
        other => format!("{other:?}"),
    }
}

fn stream(content: &str) -> String {
    let operation = format!("get: {{ operationId: a, responses: {{ '200': {{ description: '', content: {{ {content} }} }} }} }}");
    let (api, findings) = lower("", &[&operation]);
    assert!(findings.is_empty(), "{content}: {findings:?}");
    match &api.operations[0].stream {
        None => "none".to_owned(),
        Some(stream) => {
            let content = match &stream.content {
                StreamContent::Bytes => "bytes".to_owned(),
                StreamContent::Events(of) => format!("events {}", ty(&api, of)),
                StreamContent::TextEvents => "text".to_owned(),
                StreamContent::JsonLines(of) => format!("lines {}", ty(&api, of)),
            };
            format!("{content} as {}", stream.media_type)
        }
    }
}

#[test]
fn a_media_type_that_comes_in_pieces_is_a_stream_beside_the_whole() {
    let data = "properties: { event: { type: string }, data: { type: integer }, id: { type: string } }";
    let json = "properties: { data: { type: string, contentMediaType: application/json, contentSchema: { type: boolean } } }";
    for (content, expected) in [
        ("text/event-stream: {}", "text as text/event-stream"),
        ("text/event-stream: { schema: { type: string } }", "text as text/event-stream"),
        ("text/event-stream: { schema: { type: integer } }", "events Integer(I64) as text/event-stream"),
        ("text/event-stream: { schema: { type: array, items: { type: integer } } }", "events Integer(I64) as text/event-stream"),
        (&format!("text/event-stream: {{ schema: {{ type: object, {data} }} }}"), "events Integer(I64) as text/event-stream"),
        (&format!("text/event-stream: {{ itemSchema: {{ type: object, {data} }} }}"), "events Integer(I64) as text/event-stream"),
        (&format!("text/event-stream: {{ itemSchema: {{ type: object, {json} }} }}"), "events Bool as text/event-stream"),
        ("text/event-stream: { itemSchema: { properties: { data: { type: string } } } }", "text as text/event-stream"),
        (
            "application/json: { schema: { type: string } }, text/event-stream: { schema: { type: boolean } }",
            "events Bool as text/event-stream",
        ),
        ("application/jsonl: { schema: { type: array, items: { type: integer } } }", "lines Integer(I64) as application/jsonl"),
        ("application/x-ndjson: { itemSchema: { type: string } }", "lines String as application/x-ndjson"),
        ("application/json-seq: { schema: { type: string } }", "lines Any as application/json-seq"),
        ("application/jsonl: {}", "lines Any as application/jsonl"),
        ("image/png: {}", "bytes as image/png"),
        ("application/json: { schema: { type: string, format: binary } }", "bytes as application/json"),
        ("application/json: { schema: { type: string } }", "none"),
        ("text/plain: {}", "none"),
    ] {
        assert_eq!(stream(content), expected, "{content}");
    }
    let inline = stream("application/jsonl: { schema: { type: object, properties: { a: { type: string } } } }");
    assert_eq!(inline, "lines <#/paths/~1p0/get/responses/200/content/application~1jsonl/schema> as application/jsonl");
}

#[test]
fn headers_of_successes_are_typed_once_each() {
    let headers = "headers: { X-Count: { schema: { type: integer } }, x-tags: { schema: { type: array, items: { type: string } } }, \
                   X-Meta: { content: { application/json: { schema: { type: boolean } } } }, Content-Type: { schema: { type: string } }, \
                   X-Point: { schema: { type: object, properties: { x: { type: integer } } } } }";
    let again = "headers: { x-count: { schema: { type: string } }, X-More: { schema: { type: string } } }";
    let operation = format!(
        "get: {{ operationId: a, responses: {{ '200': {{ description: '', {headers} }}, '201': {{ description: '', {again} }}, \
         '404': {{ description: '', headers: {{ X-Why: {{ schema: {{ type: string }} }} }} }} }} }}"
    );
    let (api, findings) = lower("", &[&operation]);
    assert!(findings.is_empty(), "{findings:?}");
    let found: Vec<String> = api.operations[0]
        .headers
        .iter()
        .map(|header| format!("{} {:?} {}", header.wire, header.form, ty(&api, &header.ty)))
        .collect();
    assert_eq!(
        found,
        [
            "X-Count Scalar Integer(I64)",
            "x-tags List [String]",
            "X-Meta Json Bool",
            "X-Point Scalar String",
            "X-More Scalar String"
        ]
    );
}

/// A GET with these query parameters, whose answer has these properties.
fn list(parameters: &[&str], properties: &str) -> String {
    let parameters: Vec<String> =
        parameters.iter().map(|name| format!("{{ name: {name}, in: query, schema: {{ type: string }} }}")).collect();
    format!(
        "get: {{ operationId: list, parameters: [{}], responses: {{ '200': {{ description: '', content: {{ application/json: {{ schema: \
         {{ type: object, properties: {{ {properties} }} }} }} }} }} }} }}",
        parameters.join(", ")
    )
}

const ITEMS: &str = "items: { type: array, items: { type: integer } }";

#[test]
fn a_rule_fits_what_has_its_parameter_and_its_places() {
    let config = "[[pagination]]\nstyle = 'none'\noperations = ['path:/p4']\n\
                  [[pagination]]\nstyle = 'cursor'\nparameter = 'after'\nnext = '/info/next'\nitems = '/items'\n\
                  [[pagination]]\nstyle = 'page'\nparameter = 'page'\nitems = '/items'\nfirst = 0\n";
    let next = format!("{ITEMS}, info: {{ type: object, properties: {{ next: {{ type: string }} }} }}");
    let (api, findings) = lower(
        config,
        &[
            &list(&["after", "page"], &next),
            &list(&["after", "page"], ITEMS),
            &list(&["after"], ITEMS),
            &list(&["page"], "items: { type: string }"),
            &list(&["page"], ITEMS),
            &list(&["page"], ITEMS).replace("get:", "post:"),
        ],
    );
    assert!(findings.iter().all(|finding| finding.starts_with("duplicate-operation-id")), "{findings:?}");
    let found: Vec<Option<PageStep>> =
        api.operations.iter().map(|operation| operation.paging.as_ref().map(|paging| paging.step.clone())).collect();
    let cursor = PageStep::Cursor { parameter: "after".to_owned(), next: "/info/next".to_owned() };
    let page = PageStep::Page { parameter: "page".to_owned(), first: 0 };
    assert_eq!(found, [Some(cursor), Some(page), None, None, None, None]);
    assert_eq!(api.operations[0].paging.as_ref().map(|paging| ty(&api, &paging.item)), Some("Integer(I64)".to_owned()));
}

#[test]
fn what_says_which_page_may_stand_in_the_body() {
    let body = "requestBody: { content: { application/json: { schema: { type: object, properties: { page: { type: object, \
                properties: { after: { type: string } } } } } } } }";
    let search = list(&[], &format!("{ITEMS}, next: {{ type: string }}"))
        .replace("get:", "post:")
        .replace("responses:", &format!("{body}, responses:"));
    let config = |parameter: &str| {
        format!(
            "[[pagination]]\nstyle = 'cursor'\nparameter = '{parameter}'\nnext = '/next'\nitems = '/items'\noperations = ['path:/p*']\n"
        )
    };
    let (api, findings) = lower(&config("/page/after"), &[&search]);
    assert!(findings.is_empty(), "{findings:?}");
    let cursor = PageStep::Cursor { parameter: "/page/after".to_owned(), next: "/next".to_owned() };
    assert_eq!(api.operations[0].paging.as_ref().map(|paging| &paging.step), Some(&cursor));
    let (_, findings) = lower(&config("/page/before"), &[&search]);
    let why = "which the rule does not fit: its body has nothing at `/page/before`";
    assert_eq!(findings, [format!("unmatched-override: `pagination.operations` has `path:/p*`, {why}")]);
}

#[test]
fn a_rule_that_fits_nothing_is_an_error() {
    let config = "[[pagination]]\nstyle = 'page'\nparameter = 'p'\n\
                  [[pagination]]\nstyle = 'link-header'\nitems = '/items'\noperations = ['id:other', 'id:list']\n\
                  [[pagination]]\nstyle = 'next-link'\nnext = '/next'\nitems = '/items'\noperations = ['path:/p*']\n\
                  [[pagination]]\nstyle = 'link-header'\nitems = '/name'\noperations = ['tag:t', 'path:/p1']\n";
    let other = "get: { operationId: text, tags: [t], responses: { '200': { description: '', content: { text/plain: {} } } } }";
    let (_, findings) = lower(config, &[&list(&[], &format!("{ITEMS}, name: {{ type: string }}")), other]);
    assert_eq!(
        findings,
        [
            "unmatched-override: the rule 1 of `pagination` fits no operation",
            "unmatched-override: `pagination.operations` has `id:other`, which matches no operation that is left for the rule",
            "unmatched-override: `pagination.operations` has `path:/p*`, which the rule does not fit: its answer is not JSON",
            "unmatched-override: `pagination.operations` has `tag:t`, which the rule does not fit: its answer is not JSON",
            "unmatched-override: `pagination.operations` has `path:/p1`, which the rule does not fit: its answer is not JSON",
        ]
    );
}

#[test]
fn nothing_comes_with_head() {
    let content = "content: { application/json: { schema: { type: object, properties: { a: { type: string } } } } }";
    let operation = format!(
        "head: {{ operationId: a, responses: {{ '200': {{ description: '', {content} }}, '404': {{ description: '', {content} }} }} }}"
    );
    let (api, _) = lower("", &[&operation]);
    assert!(matches!(api.operations[0].success, Success::One(ResponseContent::Empty)));
    assert_eq!(api.operations[0].errors[0].content, ResponseContent::Empty);
    assert!(api.types.is_empty() && api.operations[0].stream.is_none());
    let (api, _) = lower("", &[&operation.replace("application/json", "image/png").replace("head:", "get:")]);
    assert!(api.operations[0].stream.is_some());
}
