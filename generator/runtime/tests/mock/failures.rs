//! Failures come as they are told, one after the other.

use crate::ask::{PETS, answering, get, mock, request, send};
use runtime::runtime::{
    http::{Transport, TransportRequest},
    mock::{Entry, Failure, Response},
};
use serde_json::json;
use std::time::{Duration, Instant};

#[test]
fn failures_are_as_many_as_they_are_told() {
    let mock = answering(r#"{"const":1}"#, &[]);
    mock.fail("list_pets", Failure::status(503).times(2).with_header("retry-after", "7").with_json(&json!({ "why": "tired" })));
    mock.fail("list_pets", Failure::status(404).times(1));
    let first = get(&mock, "/pets");
    assert_eq!(
        (first.status, first.json(), &first.headers["retry-after"]),
        (503, json!({ "why": "tired" }), &"7".parse().expect("text"))
    );
    let statuses: Vec<u16> = (0..3).map(|_| get(&mock, "/pets").status).collect();
    assert_eq!(statuses, [503, 404, 200]);
    mock.fail("list_pets", Failure::status(500));
    assert_eq!([get(&mock, "/pets").status, get(&mock, "/pets").status], [500, 500]);
    let seen: Vec<Option<u16>> = mock.requests().iter().map(|request| request.status).collect();
    assert_eq!(seen, [Some(503), Some(503), Some(404), Some(200), Some(500), Some(500)]);
}

#[test]
fn a_failure_has_the_body_that_the_document_has_for_it() {
    const GONE: Entry = Entry {
        responses: &[Response::empty("200"), Response::json("4XX", "application/problem+json", r#"{"const":"gone"}"#)],
        ..PETS
    };
    let mock = mock(vec![GONE], &[]);
    mock.fail("list_pets", Failure::status(410));
    let answer = get(&mock, "/pets");
    assert_eq!(
        (answer.status, answer.json(), answer.headers["content-type"].to_str().expect("text")),
        (410, json!("gone"), "application/problem+json")
    );
}

#[test]
fn connections_end_and_bodies_are_spoiled() {
    let mock = answering(r#"{"const":"a long text"}"#, &[]);
    mock.fail("list_pets", Failure::reset().times(1));
    mock.fail("list_pets", Failure::cut().times(1));
    mock.fail("list_pets", Failure::garbage().times(1));
    let reset = send(&mock, request("GET", "/pets", "")).expect_err("no answer");
    assert!(!reset.is_connect() && !reset.is_timeout());
    let cut = send(&mock, request("GET", "/pets", "")).expect_err("no end");
    assert!(!cut.is_timeout());
    let garbage = send(&mock, request("GET", "/pets", "")).expect("an answer");
    assert_eq!(garbage.status, 200);
    assert!(serde_json::from_slice::<serde_json::Value>(&garbage.body).is_err());
    let seen: Vec<Option<u16>> = mock.requests().iter().map(|request| request.status).collect();
    assert_eq!(seen, [None, Some(200), Some(200)]);
}

#[test]
fn a_wrong_request_uses_no_failure_up() {
    let mock = answering(r#"{"const":1}"#, &[]);
    mock.fail("list_pets", Failure::status(500).times(1));
    assert_eq!(get(&mock, "/nothing").status, 404);
    assert_eq!(get(&mock, "/pets").status, 500);
}

#[tokio::test]
async fn answers_can_be_late() {
    let mock = answering(r#"{"const":1}"#, &[]);
    mock.fail("list_pets", Failure::delay(Duration::from_millis(20)));
    let begin = Instant::now();
    let late = mock.send(TransportRequest::new(request("GET", "/pets", ""))).await.expect("an answer");
    assert!(late.status == 200 && begin.elapsed() >= Duration::from_millis(20));
    mock.reset();
    mock.fail("list_pets", Failure::delay(Duration::from_secs(60)));
    let hurried = TransportRequest::new(request("GET", "/pets", "")).with_timeout(Some(Duration::from_millis(5)));
    assert!(mock.send(hurried).await.expect_err("no answer").is_timeout());
}
