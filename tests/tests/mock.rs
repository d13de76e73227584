//! The mock of an emitted client: every operation answers what its client reads, in memory and on loopback, and a request that the
//! document does not allow is refused.

use generated::{
    Client, by_name,
    mock::{Failure, Mock},
    types::{Failure as Failed, SessionStatus},
};
use std::time::Duration;
use tests::emitted::Emitted;

const DOCUMENT: &str = r##"
openapi: 3.0.3
info: { title: Rooms, version: "1" }
servers: [{ url: "https://api.example.com/client/v4" }, { url: "/v{major}", variables: { major: { default: "4" } } }]
security: [{ token: [] }, { email: [], key: [] }]
paths:
  /accounts/{account}/rooms:
    get:
      operationId: listRooms
      parameters:
        - { $ref: "#/components/parameters/account" }
        - { name: page, in: query, schema: { type: integer, minimum: 1, maximum: 100, default: 1 } }
        - { name: kind, in: query, schema: { type: array, items: { $ref: "#/components/schemas/Kind" }, minItems: 1 } }
        - { name: filter, in: query, style: deepObject, schema: { type: object, properties: { from: { type: string, format: date }, open: { type: boolean } } } }
      responses:
        "200":
          description: ""
          headers: { X-Total: { schema: { type: integer, minimum: 5, maximum: 5 } } }
          content: { application/json: { schema: { allOf: [{ $ref: "#/components/schemas/Envelope" }, { type: object, required: [data], properties: { data: { type: array, minItems: 1, items: { $ref: "#/components/schemas/Room" } } } }] } } }
        "404": { description: "", content: { application/json: { schema: { $ref: "#/components/schemas/Failure" } } } }
    post:
      operationId: addRoom
      parameters: [{ $ref: "#/components/parameters/account" }]
      requestBody: { required: true, content: { application/json: { schema: { $ref: "#/components/schemas/Room" } } } }
      responses:
        "201":
          description: ""
          content: { application/json: { schema: { $ref: "#/components/schemas/Room" }, example: { id: "0f6fd955-6528-4803-93ec-75bf0c9e549b", kind: meeting, title: Shown } } }
  /accounts/{account}/rooms/{room}/media:
    put:
      operationId: putMedia
      parameters: [{ $ref: "#/components/parameters/account" }, { name: room, in: path, required: true, schema: { type: string, format: uuid } }]
      requestBody: { required: true, content: { multipart/form-data: { schema: { type: object, required: [file], properties: { file: { type: string, format: binary }, note: { type: string, maxLength: 4 }, sizes: { type: array, items: { type: integer } } } } } } }
      responses: { "204": { description: "" } }
    get:
      operationId: getMedia
      parameters: [{ $ref: "#/components/parameters/account" }, { name: room, in: path, required: true, schema: { type: string, format: uuid } }]
      responses: { "200": { description: "", content: { image/png: { schema: { type: string, format: binary } } } } }
    head:
      operationId: peekMedia
      parameters: [{ $ref: "#/components/parameters/account" }, { name: room, in: path, required: true, schema: { type: string, format: uuid } }]
      responses: { "200": { description: "" } }
  /events:
    get:
      operationId: listen
      security: []
      responses: { "200": { description: "", content: { text/event-stream: { schema: { $ref: "#/components/schemas/Event" } } } } }
  /lines:
    get:
      operationId: lines
      responses: { "200": { description: "", content: { application/x-ndjson: { schema: { $ref: "#/components/schemas/Event" } } } } }
  /token:
    post:
      operationId: token
      requestBody: { required: true, content: { application/x-www-form-urlencoded: { schema: { type: object, required: [grant], properties: { grant: { type: string, enum: [code] }, scopes: { type: array, items: { type: string } }, age: { type: integer } } } } } }
      responses: { "200": { description: "", content: { text/plain: { schema: { type: string, maxLength: 9 } } } } }
components:
  securitySchemes:
    token: { type: http, scheme: bearer }
    email: { type: apiKey, in: header, name: X-Auth-Email }
    key: { type: apiKey, in: header, name: X-Auth-Key }
  parameters:
    account: { name: account, in: path, required: true, schema: { type: string, minLength: 32, maxLength: 32 } }
  schemas:
    Envelope: { type: object, required: [success], properties: { success: { type: boolean, enum: [true] }, next: { type: string, nullable: true } } }
    Kind: { type: string, enum: [meeting, stage] }
    Room:
      type: object
      required: [id, kind]
      properties:
        id: { type: string, format: uuid, readOnly: true }
        kind: { $ref: "#/components/schemas/Kind" }
        title: { type: string, maxLength: 20, example: Standup }
        secret: { type: string, writeOnly: true }
        owner: { $ref: "#/components/schemas/Owner" }
        rooms: { type: array, items: { $ref: "#/components/schemas/Room" } }
        level: { type: integer, format: int32, minimum: 3, maximum: 4 }
    Owner:
      oneOf: [{ $ref: "#/components/schemas/Person" }, { $ref: "#/components/schemas/Team" }]
      discriminator: { propertyName: type, mapping: { person: "#/components/schemas/Person", team: "#/components/schemas/Team" } }
    Person: { type: object, required: [type, email], properties: { type: { type: string }, email: { type: string, format: email } } }
    Team: { type: object, required: [type, size], properties: { type: { type: string }, size: { type: integer } } }
    Event: { anyOf: [{ type: object, required: [at], properties: { at: { type: string, format: date-time } } }, { type: integer }] }
    Failure: { type: object, required: [code], properties: { code: { type: integer, enum: [1404] } } }
"##;

const TEST: &str = r##"
use client::{Client, Error, by_name, mock::{Failure, Mock}, types};
use serde_json::{Value, json};
use std::{future::Future, pin::pin, task::{Context, Poll, Waker}};

const ACCOUNT: &str = "023e105f4ecef8ad9ca31a8372d0c353";
const ROOM: &str = "0f6fd955-6528-4803-93ec-75bf0c9e549b";

/// The value of a future that never waits.
fn now<T>(future: impl Future<Output = T>) -> T {
    match pin!(future).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(value) => value,
        Poll::Pending => panic!("the mock answers at once"),
    }
}

fn client(mock: &Mock) -> Client {
    Client::builder().token("x").transport(mock.clone()).build().expect("a client")
}

#[test]
fn every_operation_takes_what_fits_and_answers_what_is_read() {
    for seed in 0..20 {
        let mock = Mock::new().seed(seed);
        let client = client(&mock);
        for name in mock.operations() {
            let arguments = mock.arguments(name);
            now(by_name::call(&client, name, arguments.clone())).unwrap_or_else(|error| panic!("{name} {arguments}: {error}"));
            let received = mock.requests().pop().expect("it was asked");
            assert_eq!(Value::Object(received.arguments), arguments, "{name}");
            assert!(received.faults.is_empty() && received.operation == Some(name));
        }
    }
    assert_eq!(Mock::new().operations().count(), 8);
}

#[test]
fn typed_calls_read_values_without_a_loss() {
    for seed in 0..20 {
        let mock = Mock::new().seed(seed);
        let answer = now(client(&mock).list_rooms(ACCOUNT).send_with_meta()).expect("an answer");
        let headers = client::operations::ListRoomsHeaders::from(answer.headers());
        assert_eq!(headers.x_total().expect("a number"), Some(5));
        let rooms = answer.into_body();
        assert!(rooms.success);
        for room in &rooms.data {
            assert!(!matches!(room.kind, types::Kind::Unknown(_)), "{room:?}");
            assert!(!matches!(room.owner, Some(types::Owner::Unknown(_)) | None), "{room:?}");
            assert!((3..=4).contains(&room.level.expect("all there is")));
            assert_eq!(room.title.as_deref() == Some("Standup"), seed == 0, "the document's own word");
        }
    }
}

#[test]
fn an_example_is_the_answer() {
    let mock = Mock::new().seed(3);
    let room = now(by_name::call(&client(&mock), "add_room", json!({ "account": ACCOUNT, "body": { "kind": "stage" } })));
    assert_eq!(room.expect("an answer"), json!({ "id": ROOM, "kind": "meeting", "title": "Shown" }));
}

#[test]
fn what_does_not_fit_is_named() {
    let mock = Mock::new();
    let said = |name: &str, arguments: Value| {
        let error = now(by_name::call(&client(&mock), name, arguments)).expect_err("it is refused");
        assert_eq!(error.status().map(|status| status.as_u16()), Some(400));
        let refusal: Value = serde_json::from_slice(error.raw_body()).expect("JSON");
        refusal["detail"].as_str().unwrap_or_default().to_owned()
    };
    assert_eq!(said("list_rooms", json!({ "account": "me" })), "argument `account`: has 2 characters, at least 32 are needed");
    assert_eq!(said("list_rooms", json!({ "account": ACCOUNT, "page": 101 })), "argument `page`: must be at most 100");
    let filter = json!({ "account": ACCOUNT, "filter": { "from": "now" } });
    assert_eq!(said("list_rooms", filter), "argument `filter.from`: is not of the format `date`");
    let body = json!({ "account": ACCOUNT, "body": { "kind": "cellar" } });
    assert_eq!(said("add_room", body), "argument `body.kind`: expected one of `\"meeting\"`, `\"stage\"`");
    let parts = json!({ "account": ACCOUNT, "room": ROOM, "body": { "file": "x", "note": "a long one" } });
    assert_eq!(said("put_media", parts), "argument `body.note`: has 10 characters, at most 4 are allowed");
}

#[test]
fn failures_are_those_of_the_document() {
    let mock = Mock::new();
    let client = client(&mock);
    mock.fail("list_rooms", Failure::status(404));
    let error: Error = now(client.list_rooms(ACCOUNT).send()).expect_err("it fails");
    assert_eq!(error.body::<types::Failure>().expect("it is documented").code, types::FailureCode::N1404);
    mock.reset();
    mock.fail("list_rooms", Failure::garbage());
    assert!(now(client.list_rooms(ACCOUNT).send()).expect_err("it is no JSON").is_decode());
    mock.reset();
    mock.answer("list_rooms", json!({ "success": true, "data": [] }));
    assert!(now(client.list_rooms(ACCOUNT).send()).expect("an answer").data.is_empty());
}

#[test]
fn streams_have_pieces() {
    let client = client(&Mock::new());
    let (mut events, mut lines) = (now(client.listen().stream()).expect("events"), now(client.lines().stream()).expect("lines"));
    for _ in 0..3 {
        let event = now(events.next()).expect("an event").expect("one more");
        assert!(!format!("{event:?}").contains("Unknown"), "{event:?}");
        now(lines.next()).expect("a line").expect("one more");
    }
    assert!(now(events.next()).expect("the end").is_none());
    assert!(now(lines.next()).expect("the end").is_none());
}
"##;

#[test]
fn a_mock_answers_what_its_client_reads() {
    let emitted = Emitted::new(DOCUMENT).file("tests/mock.rs", TEST);
    emitted.cargo(&["clippy", "--quiet", "--no-default-features", "--features", "mock"]);
    emitted.cargo(&["doc", "--quiet", "--no-deps", "--no-default-features", "--features", "mock"]);
    emitted.cargo(&["test", "--quiet", "--no-default-features", "--features", "by-name,mock", "--test", "mock"]);
}

fn client(mock: &Mock) -> (Client, generated::mock::Server) {
    let server = mock.serve().expect("loopback has a port");
    let client = Client::builder().api_token("x").base_url(server.url()).timeout(Duration::from_secs(10)).build();
    (client.expect("a client"), server)
}

#[tokio::test]
async fn it_is_asked_over_loopback() {
    let mock = Mock::new();
    let (client, server) = client(&mock);
    for name in mock.operations() {
        by_name::call(&client, name, mock.arguments(name)).await.expect("an answer");
    }
    let session = client.realtime_kit().sessions().get_session_details("account", "app", "session");
    let details = session.include_breakout_rooms(true).send().await.expect("an answer");
    let session = details.data.and_then(|data| data.session).expect("the document shows one");
    assert_eq!((session.status, session.meeting_display_name.as_str()), (SessionStatus::Live, "meeting_display_name"));
    let received = mock.requests().pop().expect("it was asked");
    assert_eq!(received.arguments["include_breakout_rooms"], true);
    drop(server);
    let error = client.realtime_kit().sessions().get_session_details("account", "app", "session").send().await;
    assert!(error.expect_err("it has ended").is_connect());
}

#[tokio::test]
async fn it_fails_over_loopback_as_it_is_told() {
    let mock = Mock::new();
    let (client, _server) = client(&mock);
    let call = || client.realtime_kit().sessions().get_session_details("account", "app", "session");
    mock.fail("get_session_details", Failure::status(503).times(1).with_header("retry-after", "0"));
    mock.fail("get_session_details", Failure::reset().times(1));
    call().send().await.expect("the third attempt is answered");
    assert_eq!(mock.requests().len(), 3);
    mock.fail("get_session_details", Failure::status(404));
    let error = call().send().await.expect_err("there is none");
    assert!(error.body::<Failed>().is_some(), "{error}");
    mock.reset();
    mock.fail("get_session_details", Failure::delay(Duration::from_secs(30)));
    let hurried = generated::CallOptions::new().timeout(Duration::from_millis(50));
    assert!(call().with(hurried).send().await.expect_err("it is late").is_timeout());
}

#[test]
fn it_is_asked_by_threads_that_wait() {
    let mock = Mock::new();
    let (over_loopback, _server) = client(&mock);
    let in_memory = Client::builder().api_token("x").transport(mock.clone()).build().expect("a client");
    for client in [over_loopback, in_memory] {
        client.realtime_kit().sessions().get_session_details("account", "app", "session").send_blocking().expect("an answer");
    }
    assert_eq!(mock.requests().len(), 2);
}
