//! Calls by name send what typed calls send, read answers as JSON, and name the argument that is at fault.

use tests::emitted::Emitted;

const DOCUMENT: &str = r##"
openapi: 3.1.0
info: { title: Shop, version: "1" }
servers: [{ url: "https://shop.example" }]
paths:
  /items/{id}:
    get:
      tags: [items]
      operationId: read
      summary: Reads an item.
      parameters:
        - { name: id, in: path, required: true, schema: { type: integer } }
        - { name: client, in: query, description: Who asks., schema: { type: string } }
        - { name: since, in: query, schema: { type: string, format: date } }
        - { name: tags, in: query, schema: { type: array, items: { type: string } } }
        - { name: X-Level, in: header, schema: { type: ["integer", "null"] } }
      responses:
        "200": { description: "", content: { application/json: { schema: { $ref: "#/components/schemas/Item" } } } }
        "204": { description: "" }
    put:
      tags: [items]
      operationId: change
      parameters: [{ name: id, in: path, required: true, schema: { type: integer } }]
      requestBody:
        required: true
        content:
          application/json: { schema: { $ref: "#/components/schemas/Item" } }
          text/plain: { schema: { type: string } }
          multipart/form-data: { schema: { type: object, required: [name], properties: { name: { type: string }, note: { type: string } } } }
      responses: { "200": { description: "", content: { application/octet-stream: {} } } }
  /photos:
    post:
      tags: [photos]
      operationId: Read
      requestBody:
        required: true
        content:
          multipart/form-data:
            schema:
              type: object
              required: [photo]
              properties:
                photo: { type: string, format: binary }
                title: { type: string }
                more: { type: array, items: { type: string, format: binary } }
      responses: { "200": { description: "", content: { text/plain: { schema: { type: string } } } } }
  /raw:
    post:
      operationId: sendRaw
      requestBody: { content: { image/png: {} } }
      responses: { "204": { description: "" } }
  /form:
    post:
      operationId: sendForm
      requestBody: { required: true, content: { application/x-www-form-urlencoded: { schema: { $ref: "#/components/schemas/Item" } } } }
      responses: { "204": { description: "" } }
components:
  schemas:
    Item:
      type: object
      required: [name]
      properties:
        name: { type: string, description: What it is called. }
        next: { $ref: "#/components/schemas/Item" }
"##;

const TEST: &str = r##"
use client::{Client, Error, by_name, runtime::http::Memory};
use serde_json::{Value, json};
use std::{future::Future, pin::pin, sync::{Arc, Mutex}, task::{Context, Poll, Waker}};

/// The value of a future that never waits.
fn ready<T>(future: impl Future<Output = T>) -> T {
    match pin!(future).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(value) => value,
        Poll::Pending => panic!("the transport answers at once"),
    }
}

/// Calls by name; what was sent, as text, and what came back.
fn call(name: &str, arguments: Value, answer: (u16, &'static [u8])) -> (String, Result<Value, Error>) {
    let sent = Arc::new(Mutex::new(String::new()));
    let seen = Arc::clone(&sent);
    let memory = Memory::new(move |request| {
        let header = |name: &str| request.headers().get(name).map(|value| value.to_str().expect("text").to_owned());
        let body = String::from_utf8_lossy(request.body()).replace("\r\n", "\n");
        let line = format!("{} {} {:?} {:?}\n{body}", request.method(), request.uri(), header("x-level"), header("content-type"));
        *seen.lock().expect("nobody panics") = line;
        let mut response = http::Response::new(bytes::Bytes::from_static(answer.1));
        *response.status_mut() = http::StatusCode::from_u16(answer.0).expect("a status");
        response
    });
    let client = Client::builder().transport(memory).build().expect("a client");
    let answer = ready(by_name::call(&client, name, arguments));
    let sent = sent.lock().expect("nobody panics").clone();
    (sent, answer)
}

fn refused(name: &str, arguments: Value) -> String {
    let (sent, answer) = call(name, arguments, (204, b""));
    assert_eq!(sent, "", "nothing is sent");
    let error = answer.expect_err("it is refused");
    assert!(error.is_build());
    error.to_string()
}

#[test]
fn names_are_unique_and_know_their_groups() {
    let names: Vec<&str> = by_name::OPERATIONS.iter().map(|entry| entry.name).collect();
    assert_eq!(names, ["change", "items_read", "photos_read", "send_form", "send_raw"]);
    let read = &by_name::OPERATIONS[1];
    assert_eq!((read.group, read.id, read.method, read.path), (&["items"][..], "read", "GET", "/items/{id}"));
    assert!(read.doc.starts_with("Reads an item."));
    let client = read.arguments.iter().find(|argument| argument.wire == "client").expect("it is listed");
    assert_eq!((client.place, client.required, client.doc), (by_name::Place::Query, false, "Who asks."));
}

#[test]
fn schemas_hold_what_they_refer_to() {
    let schema = by_name::OPERATIONS[0].schema(by_name::SCHEMAS);
    assert_eq!(schema["required"], json!(["id"]), "one of three bodies is needed, so none is");
    assert_eq!(schema["properties"]["json_body"], json!({ "$ref": "#/$defs/Item" }));
    assert_eq!(schema["$defs"]["Item"]["properties"]["name"]["description"], "What it is called.");
    assert_eq!(schema["$defs"]["Item"]["properties"]["next"], json!({ "$ref": "#/$defs/Item" }));
}

#[test]
fn parameters_go_where_typed_calls_put_them() {
    let arguments = json!({ "id": 7, "client": "me", "since": "2024-01-02", "tags": ["a", "b"], "x_level": 3 });
    let (sent, answer) = call("items_read", arguments, (200, br#"{"name":"x","new":[1]}"#));
    assert_eq!(sent, "GET https://shop.example/items/7?client=me&since=2024-01-02&tags=a&tags=b Some(\"3\") None\n");
    assert_eq!(answer.expect("an answer"), json!({ "name": "x", "new": [1] }));
    let (sent, answer) = call("items_read", json!({ "id": 7, "client": null, "x_level": null }), (204, b""));
    assert_eq!(sent, "GET https://shop.example/items/7 None None\n");
    assert_eq!(answer.expect("an answer"), Value::Null);
}

#[test]
fn one_of_several_bodies_is_given() {
    let (sent, answer) = call("change", json!({ "id": 1, "json_body": { "name": "a" } }), (200, b"\xff\x00"));
    assert_eq!(sent, "PUT https://shop.example/items/1 None Some(\"application/json\")\n{\"name\":\"a\"}");
    assert_eq!(answer.expect("an answer"), json!({ "base64": "/wA=" }));
    let (sent, answer) = call("change", json!({ "id": 1, "text_body": "hi" }), (200, b"plain"));
    assert!(sent.ends_with("\nhi"), "{sent}");
    assert_eq!(answer.expect("an answer"), json!("plain"));
    let (sent, _) = call("change", json!({ "id": 1, "multipart_body": { "name": "n", "note": "x" } }), (200, b""));
    assert!(sent.contains("name=\"name\"\n\nn\n") && sent.contains("name=\"note\"\n\nx\n"), "{sent}");
}

#[test]
fn files_are_text_or_base64() {
    let photo = json!({ "base64": "/wA=", "file_name": "a.png", "media_type": "image/png" });
    let body = json!({ "photo": photo, "title": "t", "more": ["one", { "text": "two" }] });
    let (sent, answer) = call("photos_read", json!({ "body": body }), (200, b"fine"));
    assert!(sent.contains("name=\"photo\"; filename=\"a.png\"\nContent-Type: image/png\n"), "{sent}");
    assert!(sent.contains("name=\"more\"\nContent-Type: application/octet-stream\n\ntwo\n"), "{sent}");
    assert_eq!(answer.expect("an answer"), json!("fine"));
    let (sent, _) = call("send_raw", json!({ "body": { "text": "bytes" } }), (204, b""));
    assert_eq!(sent, "POST https://shop.example/raw None Some(\"image/png\")\nbytes");
    let (sent, _) = call("send_form", json!({ "body": { "name": "a b" } }), (204, b""));
    assert_eq!(sent, "POST https://shop.example/form None Some(\"application/x-www-form-urlencoded\")\nname=a+b");
}

#[test]
fn errors_name_the_argument() {
    assert_eq!(refused("nope", json!({})), "there is no operation `nope`");
    assert_eq!(refused("items_read", json!([])), "read: the arguments are not a JSON object");
    assert_eq!(refused("items_read", json!({})), "read: argument `id` is missing");
    assert_eq!(refused("items_read", json!({ "id": "7" })), "read: argument `id`: expected an integer of 64 bits, found a string");
    let unknown = "read: there is no argument `limit`; it takes `id`, `client`, `since`, `tags`, `x_level`";
    assert_eq!(refused("items_read", json!({ "id": 7, "limit": 1 })), unknown);
    let nested = json!({ "id": 1, "json_body": { "name": "a", "next": { "name": 1 } } });
    assert_eq!(refused("change", nested), "change: argument `json_body.next.name`: expected a string, found a number");
    let both = json!({ "id": 1, "json_body": { "name": "a" }, "text_body": "b" });
    assert_eq!(refused("change", both), "change: the arguments `json_body` and `text_body` are both bodies; give one");
    let none = "change: one of the arguments `json_body`, `multipart_body`, `text_body` is needed";
    assert_eq!(refused("change", json!({ "id": 1 })), none);
    assert_eq!(refused("photos_read", json!({ "body": { "photo": 1 } })),
        "Read: argument `body.photo`: expected a string, or an object with `text` or `base64`");
    assert_eq!(refused("photos_read", json!({ "body": { "photo": "a", "odd": 1 } })), "Read: argument `body.odd` does not exist");
}
"##;

#[test]
fn a_name_and_an_object_make_a_call() {
    let emitted = Emitted::new(DOCUMENT).file("tests/by_name.rs", TEST);
    emitted.cargo(&["test", "--quiet", "--no-default-features", "--features", "by-name", "--test", "by_name"]);
}
