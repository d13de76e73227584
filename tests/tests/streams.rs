//! A crate whose answers come in pieces and in pages: it compiles without a warning, with `Stream` and without, and its calls ask for
//! and read what they should.

use generator::config::Config;
use tests::emitted::Emitted;

const DOCUMENT: &str = r##"
openapi: 3.1.0
info: { title: Streams, version: "1" }
servers: [{ url: "https://api.example.com" }]
paths:
  /chat:
    post:
      operationId: chat
      responses:
        "200":
          description: ""
          headers: { X-Limit: { schema: { type: integer } }, X-Tags: { schema: { type: array, items: { type: string } } } }
          content:
            application/json: { schema: { $ref: "#/components/schemas/Reply" } }
            text/event-stream: { schema: { $ref: "#/components/schemas/Reply" } }
  /log:
    get:
      operationId: log
      responses: { "200": { description: "", content: { application/x-ndjson: { schema: { type: object, properties: { line: { type: integer } } } } } } }
  /ticks:
    get:
      operationId: ticks
      responses: { "200": { description: "", content: { text/event-stream: {} } } }
  /file:
    get:
      operationId: file
      responses: { "200": { description: "", content: { application/octet-stream: {} } }, "202": { description: "" } }
  /things:
    get:
      operationId: list
      parameters: [{ name: page, in: query, schema: { type: integer } }]
      responses: { "200": { description: "", content: { application/json: { schema: { $ref: "#/components/schemas/Things" } } } } }
components:
  schemas:
    Reply: { type: object, required: [text], properties: { text: { type: string } } }
    Thing: { type: object, required: [id], properties: { id: { type: integer } } }
    Things: { type: object, properties: { result: { type: array, items: { $ref: "#/components/schemas/Thing" } } } }
"##;

const CONFIG: &str = "[[pagination]]\nstyle = 'page'\nparameter = 'page'\nitems = '/result'\n";

const TEST: &str = r##"
use bytes::Bytes;
use client::{Client, operations::ChatHeaders, runtime::http::Memory};
use http::{Request, Response};
use std::future::Future;

fn answer(request: &Request<Bytes>) -> (&'static str, &'static str) {
    let accept = request.headers()["accept"].to_str().unwrap();
    match (request.uri().path(), request.uri().query(), accept) {
        ("/chat", _, "text/event-stream") => ("text/event-stream", "data: {\"text\":\"a\"}\n\ndata: {\"text\":\"b\"}\n\ndata: [DONE]\n\n"),
        ("/chat", _, "application/json") => ("application/json", "{\"text\":\"ab\"}"),
        ("/log", _, "application/x-ndjson") => ("application/x-ndjson", "{\"line\":1}\n{\"line\":2}\n"),
        ("/ticks", ..) => ("text/event-stream", "event: tick\ndata: 1\n\n"),
        ("/file", ..) => ("application/octet-stream", "bytes"),
        ("/things", None, _) => ("application/json", "{\"result\":[{\"id\":1},{\"id\":2}]}"),
        ("/things", Some("page=2"), _) => ("application/json", "{\"result\":[{\"id\":3}]}"),
        ("/things", ..) => ("application/json", "{\"result\":[]}"),
        other => panic!("{other:?}"),
    }
}

fn client() -> Client {
    let memory = Memory::new(|request| {
        let (media_type, body) = answer(&request);
        let response = Response::builder().header("content-type", media_type).header("x-limit", "7").header("x-tags", "a, b");
        response.body(Bytes::from_static(body.as_bytes())).unwrap()
    });
    Client::builder().transport(memory).build().unwrap()
}

/// Memory never waits.
fn now<T>(future: impl Future<Output = T>) -> T {
    let mut future = std::pin::pin!(future);
    match future.as_mut().poll(&mut std::task::Context::from_waker(std::task::Waker::noop())) {
        std::task::Poll::Ready(value) => value,
        std::task::Poll::Pending => panic!("it waits"),
    }
}

#[test]
fn streams() {
    let client = client();
    let mut events = now(client.chat().stream()).unwrap();
    let mut text = String::new();
    while let Some(event) = now(events.next()).unwrap() {
        text.push_str(&event.data.text);
    }
    assert_eq!(text, "ab");
    let whole = now(client.chat().send_with_meta()).unwrap();
    assert_eq!(whole.body().text, "ab");
    let headers = ChatHeaders::from(whole.headers());
    assert_eq!(headers.x_limit().unwrap(), Some(7));
    assert_eq!(headers.x_tags().unwrap().unwrap(), ["a", "b"]);
    let mut lines = now(client.log().stream()).unwrap();
    assert_eq!(now(lines.next()).unwrap().unwrap().line, Some(1));
    let mut ticks = now(client.ticks().stream()).unwrap();
    let tick = now(ticks.next()).unwrap().unwrap();
    assert_eq!((tick.event.as_str(), tick.data.as_str()), ("tick", "1"));
    let mut file = now(client.file().stream()).unwrap();
    assert_eq!(now(file.next()).unwrap().unwrap(), "bytes");
}

#[test]
fn pages() {
    let client = client();
    let mut items = client.list().items();
    let mut ids = Vec::new();
    while let Some(thing) = now(items.next()).unwrap() {
        ids.push(thing.id);
    }
    assert_eq!(ids, [1, 2, 3]);
    let mut pages = client.list().page(2).pages();
    assert_eq!(now(pages.next()).unwrap().unwrap().result.unwrap().len(), 1);
}

#[cfg(feature = "stream")]
#[test]
fn all_are_streams_of_the_ecosystem() {
    fn is_stream<T: futures_core::Stream + Unpin + Send>(_: &T) {}
    let client = client();
    is_stream(&now(client.chat().stream()).unwrap());
    is_stream(&now(client.log().stream()).unwrap());
    is_stream(&now(client.file().stream()).unwrap());
    is_stream(&client.list().items());
    is_stream(&client.list().pages());
}
"##;

#[test]
fn a_crate_of_streams_and_pages_works_and_has_no_warning() {
    let config = Config::parse(CONFIG, "codegen.toml").expect("the configuration is sound");
    let emitted = Emitted::with(DOCUMENT, &config).file("tests/streams.rs", TEST);
    emitted.cargo(&["clippy", "--quiet", "--no-default-features"]);
    emitted.cargo(&["doc", "--quiet", "--no-deps", "--no-default-features", "--features", "stream"]);
    let said = emitted.cargo(&["test", "--no-default-features", "--features", "stream", "--test", "streams"]);
    assert!(said.contains("3 passed"), "{said}");
}

/// Features that a crate has whatever its document is, alone and as they go together.
const FEATURES: &[&str] = &[
    "by-name",
    "blocking",
    "mock",
    "reqwest",
    "rustls",
    "gzip",
    "tracing",
    "stream",
    "blocking,stream,by-name",
    "blocking,mock",
    "reqwest,blocking,tracing",
    "rustls,gzip",
    "rustls,brotli",
    "rustls,zstd",
    "rustls,blocking,by-name,mock,gzip,brotli,zstd,tracing,stream",
];

#[test]
fn every_feature_compiles_without_a_warning() {
    let config = Config::parse(CONFIG, "codegen.toml").expect("the configuration is sound");
    let emitted = Emitted::with(DOCUMENT, &config);
    let check =
        |features: &str| emitted.cargo(&["check", "--quiet", "--all-targets", "--no-default-features", "--features", features]);
    for features in FEATURES {
        check(features);
    }
    // Its TLS is that of the system, which Linux has where somebody has installed it.
    let pkg_config = std::process::Command::new("pkg-config").args(["--exists", "openssl"]).status();
    if cfg!(not(target_os = "linux")) || pkg_config.is_ok_and(|status| status.success()) {
        check("native-tls");
    } else {
        println!("native-tls is not checked: there is no OpenSSL");
    }
}
