use crate::{
    config::Config,
    diagnostic::{Diagnostics, Style, render_text},
    load::Sources,
};

fn config(text: &str) -> Config {
    Config::parse(text, "codegen.toml").unwrap_or_else(|fault| panic!("{fault:?}"))
}

/// The fault of a text, as it is printed.
fn fault(text: &str) -> String {
    let mut sources = Sources::default();
    sources.add("codegen.toml", text.as_bytes().to_vec());
    let mut diagnostics = Diagnostics::default();
    match Config::parse(text, "codegen.toml") {
        Ok(_) => panic!("no fault: {text}"),
        Err(fault) => diagnostics.push(fault),
    }
    render_text(&diagnostics, &sources, Style::Plain)
}

#[test]
fn a_whole_file_is_read() {
    let config = config(
        "spec = 'openapi.yaml'\nout = '../generated'\nbase-url-env = 'BASE_URL'\nexamples = ['GetPet']\noverlays = ['fix.yaml']\n\
         [package]\nname = 'pets'\nversion = '1.2.3-rc.1'\nworkspace-member = true\n\
         [operations]\ninclude = ['tag:pets', 'path:/pets/*']\nexclude = ['id:DeletePet']\n\
         [groups]\npets = 'animals.pets'\nroot = ''\n\
         [overrides.'#/components/schemas/Pet']\nrename = 'Animal'\nreason = 'it is one'\n\
         [overrides.'#/components/schemas/Money']\nretype = 'crate::money::Amount<i64>'\nreason = 'exact'\n\
         [types]\nunknown-fields = 'drop'\nuntyped = 'any'\nprune = true\nformats = { date = 'string' }\n\
         [auth.token]\nenv = 'TOKEN'\n",
    );
    assert_eq!(config.path(), "codegen.toml");
    assert_eq!(config.position_of_override("#/components/schemas/Pet"), Some((16, 12)));
    assert_eq!(config.position_of_override("#/components/schemas/Cat"), None);
    assert_eq!(config.position_of("operations.include", "path:/pets/*"), Some((11, 24)));
    assert_eq!(config.position_of("examples", "GetPet"), Some((4, 13)));
    assert_eq!(config.position_of("groups", "pets"), Some((14, 1)));
    assert_eq!(config.position_of("auth", "token"), Some((27, 7)));
    assert_eq!(config.overrides["#/components/schemas/Money"].retype.as_deref(), Some("crate::money::Amount<i64>"));
}

#[test]
fn an_empty_file_is_the_default() {
    let config = config("");
    assert_eq!((config.package.name.as_str(), config.package.version.as_str()), ("client", "0.1.0"));
    assert_eq!(Config::default().path(), "codegen.toml");
}

#[test]
fn the_header_of_idempotency_keys_is_the_name_of_one() {
    assert_eq!(config("idempotency-header = 'X-Key'").idempotency_header.as_deref(), Some("X-Key"));
    insta::assert_snapshot!(fault("idempotency-header = 'X Key'\n"), @r"
    error[invalid-config]: `X Key` is not the name of a header
     --> codegen.toml:1:1
      |
    1 | idempotency-header = 'X Key'
      | ^^^^^^^^^^^^^^^^^^
      |
      = help: use letters, digits and `-`, such as `Idempotency-Key`
    ");
}

#[test]
fn faults_of_toml_have_a_position() {
    insta::assert_snapshot!(fault("spec = 'a'\nout = = 'b'\n"), @r"
    error[invalid-config]: extra `=`, expected nothing
     --> codegen.toml:2:7
      |
    2 | out = = 'b'
      |       ^
    ");
    insta::assert_snapshot!(fault("[package]\nnaem = 'x'\n"), @r"
    error[invalid-config]: unknown field `naem`, expected one of `name`, `version`, `workspace-member`, `group-features-from`
     --> codegen.toml:2:1
      |
    2 | naem = 'x'
      | ^^^^
    ");
    insta::assert_snapshot!(fault("[types]\nunknown-fields = 'maybe'\n"), @r"
    error[invalid-config]: unknown variant `maybe`, expected `keep` or `drop`
     --> codegen.toml:2:18
      |
    2 | unknown-fields = 'maybe'
      |                  ^^^^^^^
    ");
    insta::assert_snapshot!(fault("spec = 1\n"), @r"
    error[invalid-config]: invalid type: integer `1`, expected a string
     --> codegen.toml:1:8
      |
    1 | spec = 1
      |        ^
    ");
}

#[test]
fn an_override_needs_a_reason_and_an_effect() {
    insta::assert_snapshot!(fault("[overrides.'#/components/schemas/Pet']\nrename = 'Animal'\n"), @r"
    error[invalid-config]: the override `#/components/schemas/Pet` has no `reason`
     --> codegen.toml:1:12
      |
    1 | [overrides.'#/components/schemas/Pet']
      |            ^^^^^^^^^^^^^^^^^^^^^^^^^^
      |
      = help: say why the document's own choice does not do
    ");
    insta::assert_snapshot!(fault("[overrides.'#/a']\nrename = 'Animal'\nreason = ' '\n"), @r"
    error[invalid-config]: the override `#/a` has no `reason`
     --> codegen.toml:1:12
      |
    1 | [overrides.'#/a']
      |            ^^^^^
      |
      = help: say why the document's own choice does not do
    ");
    insta::assert_snapshot!(fault("[overrides]\n'components.Pet' = { rename = 'A', reason = 'x' }\n"), @r"
    error[invalid-config]: the override `components.Pet` is not a JSON pointer
     --> codegen.toml:2:1
      |
    2 | 'components.Pet' = { rename = 'A', reason = 'x' }
      | ^^^^^^^^^^^^^^^^
      |
      = help: begin it with `#/`, as in `#/components/schemas/Pet`
    ");
    insta::assert_snapshot!(fault("[overrides.'#/a']\nreason = 'x'\n"), @r"
    error[invalid-config]: the override `#/a` changes nothing
     --> codegen.toml:1:12
      |
    1 | [overrides.'#/a']
      |            ^^^^^
      |
      = help: add `rename`, `retype` or `idempotent`, or remove it
    ");
    insta::assert_snapshot!(fault("[overrides.'#/a']\nrename = 'a b'\nreason = 'x'\n"), @r"
    error[invalid-config]: `a b` is not a Rust identifier
     --> codegen.toml:1:12
      |
    1 | [overrides.'#/a']
      |            ^^^^^
      |
      = help: use letters, digits and `_`, and begin with a letter
    ");
    insta::assert_snapshot!(fault("[overrides.'#/a']\nretype = 'fn() { }'\nreason = 'x'\n"), @r"
    error[invalid-config]: `fn() { }` is not the path of a Rust type
     --> codegen.toml:1:12
      |
    1 | [overrides.'#/a']
      |            ^^^^^
      |
      = help: name a type, such as `crate::money::Amount`
    ");
}

#[test]
fn a_filter_says_what_it_selects_by() {
    insta::assert_snapshot!(fault("[operations]\ninclude = [\n  'tag:a',\n  'Pets',\n]\n"), @r"
    error[invalid-config]: `Pets` does not say what it selects by
     --> codegen.toml:4:3
      |
    4 |   'Pets',
      |   ^^^^^^
      |
      = help: use `tag:NAME`, `id:OPERATION_ID` or `path:/prefix/*`
    ");
    insta::assert_snapshot!(fault("[operations]\nexclude = ['path:pets']\n"), @r"
    error[invalid-config]: the path in `path:pets` does not begin with `/`
     --> codegen.toml:2:12
      |
    2 | exclude = ['path:pets']
      |            ^^^^^^^^^^^
      |
      = help: use `tag:NAME`, `id:OPERATION_ID` or `path:/prefix/*`
    ");
    insta::assert_snapshot!(fault("[operations]\nexclude = ['id:']\n"), @r"
    error[invalid-config]: `id:` names nothing
     --> codegen.toml:2:12
      |
    2 | exclude = ['id:']
      |            ^^^^^
      |
      = help: use `tag:NAME`, `id:OPERATION_ID` or `path:/prefix/*`
    ");
}

#[test]
fn names_are_names() {
    insta::assert_snapshot!(fault("[package]\nname = '../x'\n"), @r"
    error[invalid-config]: `../x` is not the name of a package
     --> codegen.toml:2:1
      |
    2 | name = '../x'
      | ^^^^
      |
      = help: use letters, digits, `-` and `_`, and begin with a letter
    ");
    insta::assert_snapshot!(fault("[package]\nversion = '1.0'\n"), @r"
    error[invalid-config]: `1.0` is not a version
     --> codegen.toml:2:1
      |
    2 | version = '1.0'
      | ^^^^^^^
      |
      = help: use three numbers, such as `0.1.0`
    ");
    insta::assert_snapshot!(fault("[groups]\n\"a\" = \"b..c\"\n"), @r#"
    error[invalid-config]: `b..c` is not a path of groups
     --> codegen.toml:2:1
      |
    2 | "a" = "b..c"
      | ^^^
      |
      = help: use words with dots between them, such as `realtime_kit.sessions`
    "#);
    insta::assert_snapshot!(fault("base-url-env = 'A-B'\n"), @r"
    error[invalid-config]: `A-B` is not the name of an environment variable
     --> codegen.toml:1:1
      |
    1 | base-url-env = 'A-B'
      | ^^^^^^^^^^^^
      |
      = help: use letters, digits and `_`, and begin with a letter
    ");
    insta::assert_snapshot!(fault("[auth.'a.b']\nenv = ''\n"), @r"
    error[invalid-config]: `` is not the name of an environment variable
     --> codegen.toml:2:1
      |
    2 | env = ''
      | ^^^
      |
      = help: use letters, digits and `_`, and begin with a letter
    ");
    insta::assert_snapshot!(fault("examples = ['a', '']\n"), @r"
    error[invalid-config]: an entry of `examples` is empty
     --> codegen.toml:1:18
      |
    1 | examples = ['a', '']
      |                  ^^
      |
      = help: remove the entry
    ");
    for version in ["1.0.0-", "01.0.0", "1.0.0\"\n[x]", "1.0.0+a b", "1.2.3.4", ""] {
        assert!(!super::is_version(version), "{version}");
    }
}

#[test]
fn the_first_fault_is_told() {
    let text = "base-url-env = '-'\n[package]\nname = ''\n[operations]\ninclude = ['x']\n";
    assert!(fault(text).contains("environment variable"));
}

#[test]
fn rules_of_pages_say_what_their_style_needs_and_nothing_else() {
    let config = config(
        "[[pagination]]\nstyle = 'page'\nparameter = 'page'\nitems = '/result'\ntotal-pages = '/info/pages'\n\
         [[pagination]]\nstyle = 'link-header'\noperations = ['tag:pets', 'id:ListPets']\n",
    );
    assert_eq!(config.position_of("pagination.1", "style"), Some((7, 1)));
    assert_eq!(config.position_of("pagination.1.operations", "id:ListPets"), Some((8, 27)));
    for (text, line) in [
        ("[[pagination]]\n", "a rule of `pagination` has neither a `style` nor `operations`"),
        ("[[pagination]]\nstyle = 'page'\n", "a rule of `pagination` has no `parameter`, which its style needs"),
        ("[[pagination]]\nstyle = 'cursor'\nparameter = 'c'\n", "a rule of `pagination` has no `next`, which its style needs"),
        (
            "[[pagination]]\nstyle = 'next-link'\nnext = '/n'\nfirst = 1\n",
            "`first` does not go with the style of this rule of `pagination`",
        ),
        ("[[pagination]]\nstyle = 'link-header'\nitems = 'result'\n", "`result` is not a JSON pointer, such as `/result/items`"),
        ("[[pagination]]\nstyle = 'none'\noperations = ['pets']\n", "`pets` does not say what it selects by"),
    ] {
        let said = fault(text);
        assert!(said.contains(&format!("error[invalid-config]: {line}")), "{said}");
        assert!(said.contains("--> codegen.toml:") || text == "[[pagination]]\n", "{said}");
    }
    assert!(fault("[[pagination]]\nstyle = 'pages'\n").contains("unknown variant"));
    assert!(fault("[[pagination]]\nstyle = 'page'\nparam = 'page'\n").contains("unknown field"));
}
