use super::*;
use crate::pointer::Pointer;

fn sources(path: &str, text: &str) -> Sources {
    let mut sources = Sources::default();
    sources.add(path, text.as_bytes().to_vec());
    sources
}

fn render(findings: impl IntoIterator<Item = Diagnostic>, sources: &Sources) -> String {
    let mut diagnostics = Diagnostics::default();
    findings.into_iter().for_each(|finding| diagnostics.push(finding));
    render_text(&diagnostics, sources, Style::Plain)
}

fn warning(pointer: &str, message: &str) -> Diagnostic {
    Diagnostic::warning(Code::UnsupportedStyle, &Pointer::new(pointer), message)
}

const YAML: &str = "\
openapi: 3.0.0
paths:
  /zones:
    get:
      parameters:
      - name: filter
        style: spaceDelimited
";

#[test]
fn a_finding_has_the_form_of_rustc() {
    let finding =
        warning("/paths/~1zones/get/parameters/0/style", "query parameter `filter` uses style `spaceDelimited` with an object")
            .label("defined for arrays only")
            .note("the operation `listZones` is skipped")
            .help("use `form` or `deepObject`");
    insta::assert_snapshot!(render([finding], &sources("spec/openapi.yaml", YAML)), @r"
    warning[unsupported-style]: query parameter `filter` uses style `spaceDelimited` with an object
     --> spec/openapi.yaml:7:16
      |
    7 |         style: spaceDelimited
      |                ^^^^^^^^^^^^^^ defined for arrays only
      |
      = note: at #/paths/~1zones/get/parameters/0/style; the operation `listZones` is skipped
      = help: use `form` or `deepObject`
    ");
}

#[test]
fn a_json_file_is_shown_alike() {
    let text = "{\n  \"info\": {\n    \"title\": 5\n  }\n}\n";
    let findings = [warning("/info/title", "a number"), warning("/info", "an object"), warning("/info/version", "nothing")];
    insta::assert_snapshot!(render(findings, &sources("a.json", text)), @r#"
    warning[unsupported-style]: an object
     --> a.json:2:3
      |
    2 |   "info": {
      |   ^^^^^^
      |
      = note: at #/info

    warning[unsupported-style]: nothing
     --> a.json:2:3
      |
    2 |   "info": {
      |   ^^^^^^
      |
      = note: at #/info/version

    warning[unsupported-style]: a number
     --> a.json:3:14
      |
    3 |     "title": 5
      |              ^
      |
      = note: at #/info/title
    "#);
}

#[test]
fn a_key_can_be_meant() {
    let finding = Diagnostic { origin: Origin::Key(Pointer::new("/openapi")), ..warning("", "the key") }.label("here");
    insta::assert_snapshot!(render([finding], &sources("a.yaml", YAML)), @r"
    warning[unsupported-style]: the key
     --> a.yaml:1:1
      |
    1 | openapi: 3.0.0
      | ^^^^^^^ here
      |
      = note: at #/openapi
    ");
}

#[test]
fn a_document_of_one_line_is_cut() {
    let text = format!("{{\"a\":{{{}\"x\":\"wrong\"{}}}}}", "\"k\":1,".repeat(10_000), ",\"k\":1".repeat(10_000));
    insta::assert_snapshot!(render([warning("/a/x", "a string").label("here")], &sources("a.json", &text)), @r#"
    warning[unsupported-style]: a string
     --> a.json:1:60011
      |
    1 | …"k":1,"k":1,"k":1,"k":1,"k":1,"k":1,"x":"wrong","k":1,"k":1,"k":1,"k":1,"k":1,"k":1,"k":1,"k":1,"k":1,"k":1,"k":1,"k":1,…
      |                                          ^^^^^^^ here
      |
      = note: at #/a/x
    "#);
}

#[test]
fn findings_are_sorted_and_equal_ones_counted() {
    let finding = |pointer: &str| warning(pointer, "the same").note("skipped");
    let findings = [
        Diagnostic::error(Code::WrongType, &Pointer::new("/paths/~1zones"), "last"),
        finding("/paths/~1zones/get"),
        finding("/openapi"),
        finding("/paths"),
        finding("/paths"),
        Diagnostic::file(Code::UnreadableFile, "b.yaml", None, "no such file"),
        warning("/openapi", "the same").note("widened"),
    ];
    insta::assert_snapshot!(render(findings, &sources("a.yaml", YAML)), @r"
    warning[unsupported-style]: the same
     --> a.yaml:1:10
      |
    1 | openapi: 3.0.0
      |          ^^^^^
      |
      = note: at #/openapi; skipped; … and 3 more places, first a.yaml:2:1

    warning[unsupported-style]: the same
     --> a.yaml:1:10
      |
    1 | openapi: 3.0.0
      |          ^^^^^
      |
      = note: at #/openapi; widened

    error[wrong-type]: last
     --> a.yaml:3:3
      |
    3 |   /zones:
      |   ^^^^^^
      |
      = note: at #/paths/~1zones

    error[unreadable-file]: no such file
    --> b.yaml
    ");
}

#[test]
fn text_of_a_document_cannot_steer_the_terminal() {
    let text = "{\"a\": \"\u{202e}x\u{1b}[31m\ty\"}";
    let finding = warning("/a", "`\u{1b}[31m\u{202e}\n`").label("\u{7}").note("\r").help("\u{9b}");
    insta::assert_snapshot!(render([finding], &sources("\u{1b}a.json", text)), @r#"
    warning[unsupported-style]: `\u{1b}[31m\u{202e}\n`
     --> \u{1b}a.json:1:7
      |
    1 | {"a": "�x�[31m    y"}
      |       ^^^^^^^^^^^^^^ \u{7}
      |
      = note: at #/a; \r
      = help: \u{9b}
    "#);
    let long = render([warning("/a", &"x".repeat(1_000_000))], &Sources::default());
    assert!(long.len() < 1000);
}

#[test]
fn colour_is_for_terminals() {
    let mut diagnostics = Diagnostics::default();
    diagnostics.push(warning("/openapi", "colour"));
    let sources = sources("a.yaml", YAML);
    assert!(render_text(&diagnostics, &sources, Style::Terminal).contains('\u{1b}'));
    assert!(!render_text(&diagnostics, &sources, Style::Plain).contains('\u{1b}'));
}

#[test]
fn json_is_one_object_a_line() {
    let mut diagnostics = Diagnostics::default();
    diagnostics.push(warning("/paths", "one").label("here").help("do").note("so"));
    diagnostics.push(warning("/paths/~1zones", "one").note("so"));
    diagnostics.push(Diagnostic::file(Code::InvalidSyntax, "b.yaml", Some((3, 4)), "two\u{1b}"));
    insta::assert_snapshot!(render_json(&diagnostics, &sources("a.yaml", YAML)), @r##"
    {"code":"unsupported-style","severity":"warning","message":"one","label":"here","note":"so","help":"do","pointer":"#/paths","path":"a.yaml","line":2,"column":1,"count":2}
    {"code":"invalid-syntax","severity":"error","message":"two\u001b","label":null,"note":null,"help":null,"pointer":null,"path":"b.yaml","line":3,"column":4,"count":1}
    "##);
}

#[test]
fn warnings_can_be_denied() {
    let mut diagnostics = Diagnostics::default();
    diagnostics.push(warning("", "one"));
    assert!(!diagnostics.has_errors());
    diagnostics.deny_warnings();
    assert!(diagnostics.has_errors());
}
