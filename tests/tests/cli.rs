//! The command line of an emitted crate, as a person and as a shell use it: what it says, what it would send, and how it ends.

use std::{
    io::Read,
    path::PathBuf,
    process::{Command, Output, Stdio},
    sync::LazyLock,
};
use tests::{
    emitted::Emitted,
    server::{Answer, Server},
};

/// Values of every kind, arguments that are called like our own flags, bodies of every kind, and credentials in every place.
const DOCUMENT: &str = r##"
openapi: 3.1.0
info: { title: A shop, version: "1" }
servers: [{ url: "https://shop.example/v1" }]
security: [{ token: [] }]
paths:
  /items/{id}:
    parameters: [{ name: id, in: path, required: true, description: The number of the item., schema: { type: integer } }]
    get:
      tags: [Items]
      operationId: readItem
      summary: Reads an item.
      description: "All of it, at once.\n\n- in one answer"
      parameters:
        - { name: kind, in: query, schema: { type: string, enum: [old, new] } }
        - { name: tags, in: query, schema: { type: array, items: { type: string } } }
        - { name: deep, in: query, schema: { type: boolean } }
        - { name: at, in: query, style: deepObject, schema: { type: object, properties: { x: { type: number } } } }
        - { name: either, in: query, schema: { anyOf: [{ type: string }, { type: array, items: { type: string, enum: [a] } }] } }
        - { name: output, in: query, description: Not the format., schema: { type: string } }
      responses: { "200": { description: ok, content: { application/json: { schema: { $ref: "#/components/schemas/Item" } } } } }
    put:
      tags: [Items]
      operationId: writeItem
      requestBody: { required: true, content: { application/json: { schema: { $ref: "#/components/schemas/Item" } } } }
      responses: { "204": { description: done } }
  /photos:
    post:
      tags: [Photos]
      operationId: addPhoto
      security: [{ user: [] }]
      requestBody: { required: true, content: { application/octet-stream: {}, text/plain: { schema: { type: string } } } }
      responses: { "204": { description: done } }
  /album:
    post:
      tags: [completions]
      operationId: addAlbum
      security: [{ key: [] }]
      parameters: [{ name: X-Level, in: header, schema: { type: integer } }]
      requestBody: { content: { multipart/form-data: { schema: { type: object, required: [photo], properties: { photo: { type: string, format: binary }, title: { type: string } } } } } }
      responses: { "204": { description: done } }
components:
  securitySchemes:
    token: { type: http, scheme: bearer }
    user: { type: http, scheme: basic }
    key: { type: apiKey, in: query, name: api_key }
  schemas:
    Item: { type: object, required: [name], properties: { name: { type: string }, next: { $ref: "#/components/schemas/Item" } } }
"##;

const TEST: &str = r##"
use std::{
    env, fs,
    io::Write,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

const PROGRAM: &str = env!("CARGO_BIN_EXE_shop");

fn folder() -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("shop");
    fs::create_dir_all(&folder).unwrap();
    folder
}

/// The status, and what was printed on both streams.
fn run_with(command: &mut Command, input: &str) -> (i32, String, String) {
    let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let _ = child.stdin.take().unwrap().write_all(input.as_bytes());
    let output = child.wait_with_output().unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    (output.status.code().unwrap(), text(output.stdout), text(output.stderr))
}

fn run(arguments: &[&str]) -> (i32, String, String) {
    run_with(Command::new(PROGRAM).args(arguments), "")
}

fn shown(arguments: &[&str], input: &str) -> String {
    let (status, out, err) = run_with(Command::new(PROGRAM).args(arguments).arg("--dry-run"), input);
    assert_eq!((status, err.as_str()), (0, ""));
    out
}

fn refused(arguments: &[&str]) -> String {
    let (status, out, err) = run(arguments);
    assert_eq!((status, out.as_str()), (2, ""), "{err}");
    err
}

const READ: [&str; 4] = ["items", "read-item", "--id", "7"];

#[test]
fn help_is_the_documents() {
    let (status, out, _) = run(&["--help"]);
    let expected = "\
A shop

Usage: shop <COMMAND>

Commands:
  shell-completions  Print the completions for a shell
  completions        1 operation
  items              3 operations

Options:
  -h, --help     Print help
  -V, --version  Print version

Environment:
  SHOP_TOKEN  the credential of `token`
  SHOP_USER   the credential of `user`, as `user:password`
  SHOP_KEY    the credential of `key`
";
    assert_eq!((status, out.as_str()), (0, expected));
    let (_, out, _) = run(&["items", "read-item", "-h"]);
    let expected = "\
Reads an item.

Usage: shop items read-item [OPTIONS] --id <INTEGER>

Arguments:
      --id <INTEGER>      The number of the item.
      --kind <VALUE>      Query parameter `kind`. [possible values: old, new]
      --tags <TEXT>       Query parameter `tags`.
      --deep [<BOOLEAN>]  Query parameter `deep`.
      --at <JSON>         Query parameter `at`.
      --either <JSON>     Query parameter `either`.
      --output <TEXT>     Not the format.

Options:
";
    assert!(out.starts_with(expected), "{out}");
    assert!(out.contains("\n      --cli-output <FORMAT>  "), "{out}");
    let (_, out, _) = run(&["items", "read-item", "--help"]);
    assert!(out.starts_with("Reads an item.\n\nAll of it, at once.\n\n- in one answer\n\nGET /items/{id}\n"), "{out}");
}

#[test]
fn a_request_is_shown_without_a_token_and_without_a_network() {
    let more = ["--kind", "new", "--tags", "a", "--tags", "it's", "--deep", "--at", r#"{"x":-1.5}"#, "--output", "o"];
    let expected = "\
GET https://shop.example/v1/items/7?kind=new&tags=a&tags=it%27s&deep=true&at%5Bx%5D=-1.5&output=o
authorization: Bearer [redacted]
accept: application/json
user-agent: shop/0.1.0

curl --request GET \\
  --url 'https://shop.example/v1/items/7?kind=new&tags=a&tags=it%27s&deep=true&at%5Bx%5D=-1.5&output=o' \\
  --header 'authorization: Bearer '\"$SHOP_TOKEN\" \\
  --header 'accept: application/json' \\
  --header 'user-agent: shop/0.1.0'
";
    assert_eq!(shown(&[&READ[..], &more].concat(), ""), expected);
    for (given, sent) in [("b", "either=b"), (r#"["a"]"#, "either=a")] {
        let out = shown(&[&READ[..], &["--either", given]].concat(), "");
        assert!(out.starts_with(&format!("GET https://shop.example/v1/items/7?{sent}\n")), "{out}");
    }
    let elsewhere = shown(&[&READ[..], &["--base-url", "http://localhost:1/x/", "--header", "accept: a/b"]].concat(), "");
    assert!(elsewhere.starts_with("GET http://localhost:1/x/items/7\naccept: a/b\n"), "{elsewhere}");
}

#[test]
fn no_secret_is_printed() {
    let mut command = Command::new(PROGRAM);
    command.args(READ).args(["--dry-run"]).env("SHOP_TOKEN", "hush-hush");
    let (_, out, _) = run_with(&mut command, "");
    assert!(!out.contains("hush") && out.contains("$SHOP_TOKEN"), "{out}");
    let out = shown(&[&READ[..], &["--header", "Authorization: Bearer hush"]].concat(), "");
    assert!(!out.contains("hush") && out.contains("\nauthorization: [redacted]\n") && out.contains("\"$AUTHORIZATION\""), "{out}");
    let out = shown(&["items", "photos", "add-photo", "--text-body", "x"], "");
    assert!(out.contains("\nauthorization: Basic [redacted]\n") && out.contains("\n  --user \"$SHOP_USER\" \\\n"), "{out}");
    let out = shown(&["completions", "add-album", "--x-level", "-3"], "");
    assert!(out.starts_with("POST https://shop.example/v1/album?api_key=[redacted]\nx-level: -3\n"), "{out}");
    assert!(out.contains("  --url https://shop.example/v1/album \\\n  --url-query api_key=\"$SHOP_KEY\" \\\n"), "{out}");
}

#[test]
fn bodies_come_in_place_from_files_and_from_standard_input() {
    let body = r#"{"name":"it's \"$HOME\" `id`\\","next":{"name":"é\n"}}"#;
    let path = folder().join("item.json");
    fs::write(&path, body).unwrap();
    let file = format!("@{}", path.display());
    let write = ["items", "write-item", "--id", "7", "--body"];
    for (given, input) in [(body, ""), (&file, ""), ("-", body)] {
        let out = shown(&[&write[..], &[given]].concat(), input);
        assert!(out.contains(&format!("\n\n{body}\n\ncurl ")), "{out}");
    }
    let photo = folder().join("photo.png");
    fs::write(&photo, b"\xff\x00\xfe").unwrap();
    let photo = format!("@{}", photo.display());
    let out = shown(&["items", "photos", "add-photo", "--bytes-body", &photo], "");
    assert!(out.contains("\n\n(3 bytes)\n\nprintf %s /wD+ | base64 -d | curl ") && out.ends_with("  --data-binary @-\n"), "{out}");
    let parts = format!(r#"{{"photo":"{photo}","title":"a"}}"#);
    let out = shown(&["completions", "add-album", "--body", &parts.replace('\\', "\\\\")], "");
    assert!(out.contains("content-type: multipart/form-data; boundary="), "{out}");
    let out = shown(&["completions", "add-album", "--body", r#"{"photo":"-"}"#], "from a pipe");
    assert!(out.contains("from a pipe"), "{out}");
}

#[test]
fn the_curl_command_is_the_request() {
    if cfg!(not(unix)) {
        return;
    }
    let folder = folder().join("bin");
    fs::create_dir_all(&folder).unwrap();
    let curl = folder.join("curl");
    fs::write(&curl, "#!/bin/sh\nfor word in \"$@\"; do printf '%s\\0' \"$word\"; done\n").unwrap();
    assert!(Command::new("chmod").arg("+x").arg(&curl).status().unwrap().success());
    let body = "{\"name\":\"it's \\\"$HOME\\\" `id` \\\\ !!\\n%s\",\"next\":{\"name\":\"\"}}";
    let arguments = ["items", "write-item", "--id", "7", "--body", body, "--header", "X-A: it's $HOME `id`", "--header", "X-B:"];
    let out = shown(&arguments, "");
    let (_, command) = out.split_once("\n\ncurl ").unwrap();
    let path = format!("{}:{}", folder.display(), env::var("PATH").unwrap());
    let mut shell = Command::new("sh");
    shell.args(["-c", &format!("curl {command}")]).env("PATH", path).env("SHOP_TOKEN", "a 'b' \"c\" $d");
    let (status, words, err) = run_with(&mut shell, "");
    assert_eq!((status, err.as_str()), (0, ""));
    let words: Vec<&str> = words.split_terminator('\0').collect();
    let expected = [
        "--request", "PUT", "--url", "https://shop.example/v1/items/7",
        "--header", "x-a: it's $HOME `id`", "--header", "x-b;",
        "--header", "authorization: Bearer a 'b' \"c\" $d", "--header", "content-type: application/json",
        "--header", "user-agent: shop/0.1.0", "--header", "accept:", "--data-raw", body,
    ];
    assert_eq!(words, expected);
}

#[test]
fn wrong_usage_names_the_argument() {
    let said = refused(&["items", "read-item"]);
    assert!(said.contains("required arguments were not provided:\n  --id <INTEGER>\n"), "{said}");
    let said = refused(&["items", "read-item", "--id", "x"]);
    assert!(said.contains("invalid value 'x' for '--id <INTEGER>': expected an integer\n"), "{said}");
    let said = refused(&[&READ[..], &["--kind", "nwe"]].concat());
    assert!(said.contains("invalid value 'nwe' for '--kind <VALUE>'\n  [possible values: old, new]\n"), "{said}");
    let said = refused(&[&READ[..], &["--at", "{x"]].concat());
    assert!(said.contains("for '--at <JSON>': expected a JSON object: "), "{said}");
    let said = refused(&[&READ[..], &["--knid", "new"]].concat());
    assert!(said.contains("unexpected argument '--knid' found\n\n  tip: a similar argument exists: '--kind'\n"), "{said}");
    let said = refused(&["items", "raed-item"]);
    assert!(said.contains("unrecognized subcommand 'raed-item'\n\n  tip: ") && said.contains("'read-item'\n"), "{said}");
    let said = refused(&["items", "write-item", "--id", "7", "--body", "{"]);
    assert!(said.starts_with("error: `--body`: the content is not JSON: "), "{said}");
    let said = refused(&["items", "write-item", "--id", "7", "--body", "@/nowhere"]);
    assert!(said.starts_with("error: `--body`: cannot read `/nowhere`: "), "{said}");
    let said = refused(&["items", "write-item", "--id", "7", "--body", r#"{"next":{"name":"a"}}"#, "--dry-run"]);
    assert!(said.starts_with("error: writeItem: argument `body"), "{said}");
    let said = refused(&["items", "photos", "add-photo"]);
    assert!(said.contains("<--text-body <TEXT|@FILE|->|--bytes-body <TEXT|@FILE|->>"), "{said}");
    let said = refused(&["items", "photos", "add-photo", "--bytes-body", "a", "--text-body", "b"]);
    assert!(said.contains("cannot be used with"), "{said}");
    let said = refused(&[&READ[..], &["--header", "x"]].concat());
    assert!(said.contains("expected `NAME:VALUE`"), "{said}");
}

#[test]
fn a_program_without_a_transport_says_so() {
    let (status, _, said) = run_with(Command::new(PROGRAM).args(READ).env("SHOP_TOKEN", "t"), "");
    assert_eq!(status, 2);
    assert!(said.contains("there is no transport: turn on the feature `rustls`"), "{said}");
}

#[test]
fn shells_complete_every_command() {
    for shell in ["bash", "elvish", "fish", "powershell", "zsh"] {
        let (status, out, _) = run(&["shell-completions", shell]);
        assert!(status == 0 && out.contains("read-item") && out.contains("kind") && out.contains("add-photo"), "{shell}: {out}");
    }
    refused(&["shell-completions", "cmd"]);
}
"##;

#[test]
fn words_become_a_request() {
    let config = generator::config::Config::parse(
        "[package]\nname = \"shop\"\n[groups]\nItems = \"items\"\nPhotos = \"items.photos\"\n",
        "codegen.toml",
    );
    let emitted = Emitted::with(DOCUMENT, &config.expect("the configuration is right")).file("tests/cli.rs", TEST);
    let features = ["--quiet", "--no-default-features", "--features", "cli"];
    emitted.cargo(&[&["clippy", "--all-targets"], &features[..]].concat());
    emitted.cargo(&[&["test", "--test", "cli"], &features[..]].concat());
    emitted.cargo(&[&["doc", "--no-deps"], &features[..]].concat());
}

const TOKEN: &str = "canary-token-5f2c";

/// The program of `generated`, which has a transport. It is built where this test was, so that most of it is there.
static PROGRAM: LazyLock<PathBuf> = LazyLock::new(|| {
    let this = std::env::current_exe().expect("this test is a file");
    let target = this.ancestors().nth(3).expect("it lies in the folder of a profile");
    let build = ["build", "--quiet", "--package", "generated", "--features", "cli", "--target-dir"];
    let status = Command::new(env!("CARGO")).args(build).arg(target).current_dir(env!("CARGO_MANIFEST_DIR")).status();
    assert!(status.expect("cargo can be run").success(), "the program is built");
    target.join("debug/generated")
});

fn command(server: &Server, more: &[&str]) -> Command {
    let mut command = Command::new(&*PROGRAM);
    command.args(["realtime-kit", "sessions", "get-session-details", "--account-id", "a", "--app-id", "b", "--session-id", "c"]);
    command.args(more).env("CLOUDFLARE_API_TOKEN", TOKEN).env("CLOUDFLARE_BASE_URL", server.url());
    command
}

/// The status, and what was printed on both streams.
fn run(server: &Server, more: &[&str]) -> (i32, String, String) {
    let Output { status, stdout, stderr } = command(server, more).output().expect("the program runs");
    let text = |bytes| String::from_utf8(bytes).expect("text");
    (status.code().expect("a status"), text(stdout), text(stderr))
}

const ANSWER: &str = r#"{"data":{"note":"a\u001b[2Jb","rows":[{"id":"1","size":10},{"id":"22","more":[1]}]},"success":true}"#;

#[test]
fn an_answer_is_json_or_a_table() {
    let server = Server::always(Answer::json("200 OK", ANSWER));
    let (status, out, err) = run(&server, &[]);
    assert_eq!((status, err.as_str()), (0, ""));
    assert!(out.starts_with("{\n  \"data\": {\n    \"note\": \"a\\u001b[2Jb\",\n"), "{out}");
    let request = &server.requests()[0];
    assert_eq!(request.line, "GET /accounts/a/realtime/kit/b/sessions/c HTTP/1.1");
    assert_eq!(request.header("authorization"), Some(format!("Bearer {TOKEN}").as_str()));

    let (_, out, err) = run(&server, &["--output", "table", "-v"]);
    let expected = "\
data.note  a\\u{1b}[2Jb
success    true

data.rows:
ID  SIZE  MORE
1   10
22        [1]
";
    assert_eq!(out, expected);
    assert!(err.starts_with("200 OK\ncontent-length: ") && err.contains("\ncontent-type: application/json\n"), "{err}");
}

#[test]
fn a_failure_is_told_with_its_body_and_without_the_token() {
    let body = format!(r#"{{"errors":[{{"code":1,"message":"{TOKEN} is not known"}}]}}"#);
    let server = Server::always(Answer::json("403 Forbidden", &body));
    let (status, out, err) = run(&server, &["--include"]);
    assert_eq!((status, out.as_str()), (1, ""));
    assert!(err.contains("error: GetSessionDetails: 403 Forbidden: ") && err.contains("      \"code\": 1,\n"), "{err}");
    assert!(err.starts_with("403 Forbidden\n") && err.contains("[redacted] is not known") && !err.contains(TOKEN), "{err}");
    let nobody = ["--base-url", "http://127.0.0.1:1", "--timeout", "5"];
    let (status, out, err) = run(&server, &nobody);
    assert_eq!((status, out.as_str()), (1, ""));
    assert!(err.starts_with("error: GetSessionDetails: http://127.0.0.1:1: "), "{err}");
}

#[test]
fn a_reader_that_has_gone_is_no_failure() {
    let long = format!(r#"{{"data":{{"long":"{}"}}}}"#, "x".repeat(1 << 20));
    let server = Server::always(Answer::json("200 OK", &long));
    let mut child = command(&server, &[]).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("the program runs");
    drop(child.stdout.take());
    let mut said = String::new();
    child.stderr.take().expect("standard error is ours").read_to_string(&mut said).expect("text");
    let status = child.wait().expect("it ends");
    assert_eq!((status.code(), said.as_str()), (Some(0), ""));
}
