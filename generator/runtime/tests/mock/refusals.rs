//! What does not fit the document is refused, by a status and a word for what is wrong.

use crate::ask::{PETS, get, mock, request, send};
use http::HeaderValue;
use runtime::runtime::mock::{Body, Entry, Mock, Parameter, Payload, Response};
use serde_json::json;

const PET: &str = r#"{"type":"object","required":["name","id"],"properties":{
    "id":{"type":"integer","readOnly":true},"name":{"type":"string","maxLength":5},
    "tags":{"type":"array","items":{"enum":["a","b"]}},"born":{"type":"string","format":"date"}},"additionalProperties":false}"#;

fn pets() -> Mock {
    const ADD: Entry = Entry {
        name: "add_pet",
        method: "POST",
        path: "/pets/{owner}",
        security: &[&["token"], &["key"]],
        parameters: &[
            Parameter::path("owner", r#"{"type":"string","format":"uuid"}"#),
            Parameter::query("limit", r#"{"type":"integer","maximum":10}"#).required().named("max"),
            Parameter::header("X-Mode", r#"{"enum":["fast","slow"]}"#),
        ],
        body: Some(Payload { required: true, offers: &[Body::new("application/json", PET)] }),
        responses: &[Response::empty("204")],
        ..PETS
    };
    mock(vec![ADD, PETS], &[])
}

const OWNER: &str = "0f6fd955-6528-4803-93ec-75bf0c9e549b";

/// What is said about a request with a body, as one that is right but for this.
fn refused(path: &str, body: &str) -> (u16, String) {
    let mut request = request("POST", path, body);
    request.headers_mut().insert("authorization", HeaderValue::from_static("Bearer x"));
    request.headers_mut().insert("content-type", HeaderValue::from_static("application/json"));
    let answer = send(&pets(), request).expect("an answer");
    assert_eq!(answer.headers["content-type"], "application/problem+json");
    (answer.status, answer.detail())
}

#[test]
fn paths_and_methods_are_those_of_the_document() {
    let mock = pets();
    let nowhere = get(&mock, "/nothing");
    assert_eq!((nowhere.status, nowhere.detail()), (404, "path: no operation has the path `/v1/nothing`".to_owned()));
    let other = send(&mock, request("DELETE", "/pets", "")).expect("an answer");
    assert_eq!((other.status, other.headers["allow"].to_str().expect("text")), (405, "GET"));
    // Below the path of a server, of another with variables, and below none.
    for base in ["https://example.com/v1", "https://other.example/beta/api", "http://127.0.0.1:1"] {
        let request = http::Request::get(format!("{base}/pets")).body(bytes::Bytes::new()).expect("a request");
        assert_eq!(send(&mock, request).expect("an answer").status, 200, "{base}");
    }
}

#[test]
fn credentials_must_be_there() {
    let mock = pets();
    let answer = send(&mock, request("POST", &format!("/pets/{OWNER}"), "")).expect("an answer");
    assert_eq!(answer.status, 401);
    let expected = "credentials: the header `Authorization: Bearer …`, or the query parameter `key` is missing";
    assert_eq!(answer.detail(), expected);
    let answer = send(&mock, request("POST", &format!("/pets/{OWNER}?key=x"), "")).expect("an answer");
    assert_eq!(answer.status, 400, "one of the alternatives is enough");
}

#[test]
fn arguments_must_fit_their_schemas() {
    let good = format!("/pets/{OWNER}?limit=3");
    for (path, body, expected) in [
        (good.as_str(), r#"{"name":"Rex"}"#, ""),
        ("/pets/me?limit=3", r#"{"name":"Rex"}"#, "argument `owner`: is not of the format `uuid`"),
        (&format!("/pets/{OWNER}?limit=11"), r#"{"name":"Rex"}"#, "argument `max`: must be at most 10"),
        (&format!("/pets/{OWNER}?limit=x"), r#"{"name":"Rex"}"#, "argument `max`: expected an integer, found a string"),
        (&format!("/pets/{OWNER}"), r#"{"name":"Rex"}"#, "argument `max`: is missing"),
        (&good, r#"{"name":"Wuffel"}"#, "argument `body.name`: has 6 characters, at most 5 are allowed"),
        (&good, r#"{"name":"Rex","tags":["a","c"]}"#, "argument `body.tags[1]`: expected one of `\"a\"`, `\"b\"`"),
        (&good, r#"{"name":"Rex","born":"soon"}"#, "argument `body.born`: is not of the format `date`"),
        (&good, r#"{"name":"Rex","age":3}"#, "argument `body.age`: does not exist"),
        (&good, r#"{"tags":[]}"#, "argument `body.name`: is missing"),
    ] {
        let mut request = request("POST", path, body);
        request.headers_mut().insert("authorization", HeaderValue::from_static("Bearer x"));
        request.headers_mut().insert("content-type", HeaderValue::from_static("application/json"));
        let mock = pets();
        let answer = send(&mock, request).expect("an answer");
        let received = mock.requests().remove(0);
        let faults: Vec<String> = received.faults.iter().map(ToString::to_string).collect();
        assert_eq!(faults.join("; "), expected);
        assert_eq!(received.status, Some(answer.status));
        assert_eq!(answer.status, if expected.is_empty() { 204 } else { 400 }, "{expected}");
        assert_eq!((received.operation, received.method.as_str()), (Some("add_pet"), "POST"));
    }
    let (status, detail) = refused(&good, "{");
    assert_eq!((status, detail.starts_with("argument `body`: is not JSON")), (400, true), "{detail}");
    assert_eq!(refused(&good, "").1, "argument `body`: is missing");
}

#[test]
fn what_was_received_is_shown_without_credentials() {
    let mock = pets();
    let mut request = request("POST", &format!("/pets/{OWNER}?limit=3"), "{}");
    request.headers_mut().insert("authorization", HeaderValue::from_static("Bearer secret"));
    request.headers_mut().insert("content-type", HeaderValue::from_static("text/plain"));
    let answer = send(&mock, request).expect("an answer");
    assert_eq!(answer.status, 415);
    assert_eq!(answer.detail(), "argument `body`: is `text/plain`, which is none of `application/json`");
    let received = mock.requests().remove(0);
    assert_eq!(json!(received.arguments), json!({ "owner": OWNER, "max": 3 }));
    assert!(!format!("{received:?}").contains("secret"));
    mock.reset();
    assert!(mock.requests().is_empty());
}
