//! Which answer comes: by status, by what is asked for, and in the form of its media type.

use crate::ask::{PETS, get, mock, request, send};
use http::HeaderValue;
use runtime::runtime::mock::{Answer, Entry, Failure, Mock, Response};
use serde_json::{Value, json};

fn answering(responses: Vec<Response>) -> Mock {
    mock(vec![Entry { responses: responses.leak(), ..PETS }], &[])
}

const INTEGER: &str = r#"{"type":"integer"}"#;

#[test]
fn the_first_success_is_answered_with_its_headers() {
    let headers = &[
        ("X-Total", INTEGER),
        ("X-Tags", r#"{"type":"array","items":{"const":"a"},"minItems":2}"#),
        ("Content-Length", INTEGER),
    ];
    let responses = vec![Response::json("201", "application/json", INTEGER).headers(headers), Response::empty("404")];
    let answer = get(&answering(responses), "/pets");
    assert_eq!((answer.status, &answer.headers["content-type"]), (201, &HeaderValue::from_static("application/json")));
    assert!(answer.json().is_i64());
    assert!(answer.headers["x-total"].to_str().is_ok_and(|text| text.parse::<i64>().is_ok()));
    assert_eq!(answer.headers["x-tags"], "a, a");
    assert!(!answer.headers.contains_key("content-length"), "how long it is, is the server's to say");
}

#[test]
fn a_status_has_the_answer_that_is_nearest() {
    let json = |status, word: &'static str| Response::json(status, "application/json", word);
    let mock = answering(vec![
        json("200", r#"{"const":1}"#),
        json("404", r#"{"const":2}"#),
        json("4XX", r#"{"const":3}"#),
        json("default", r#"{"const":4}"#),
    ]);
    for (status, expected) in [(404, 2), (410, 3), (503, 4)] {
        mock.reset();
        mock.fail("list_pets", Failure::status(status));
        let answer = get(&mock, "/pets");
        assert_eq!((answer.status, answer.json()), (status, json!(expected)));
    }
}

#[test]
fn what_is_asked_for_comes() {
    let responses = || {
        vec![
            Response::json("200", "application/json", INTEGER),
            Response::events("200", "text/event-stream", INTEGER),
            Response::json_lines("200", "application/json-seq", INTEGER),
            Response::text("200", "text/csv", "true").example("a,b"),
            Response::bytes("200", "image/*"),
        ]
    };
    let asked = |accept: &'static str| {
        let mut request = request("GET", "/pets", "");
        request.headers_mut().insert("accept", HeaderValue::from_static(accept));
        send(&answering(responses()), request).expect("an answer")
    };
    assert!(asked("application/json").json().is_i64());
    assert!(asked("*/*").json().is_i64());
    let events = asked("text/event-stream");
    let numbers: Option<Vec<i64>> =
        events.text().split_terminator("\n\n").map(|event| event.strip_prefix("data: ")?.parse().ok()).collect();
    assert_eq!(numbers.map(|numbers| numbers.len()), Some(3), "{}", events.text());
    let lines = asked("application/json-seq");
    assert!(lines.text().lines().count() == 3 && lines.text().lines().all(|line| line.starts_with('\u{1e}')), "{}", lines.text());
    assert_eq!(asked("text/csv").text(), "a,b");
    let bytes = asked("image/*");
    assert_eq!(
        (bytes.headers["content-type"].to_str().expect("text"), bytes.body.is_empty()),
        ("application/octet-stream", false)
    );
}

#[test]
fn some_answers_have_no_body() {
    const HEAD: Entry = Entry { name: "head_pets", method: "HEAD", responses: &[Response::empty("200")], ..PETS };
    const NONE: Entry = Entry { responses: &[Response::json("204", "application/json", INTEGER)], ..PETS };
    let mock = mock(vec![HEAD, NONE], &[]);
    for method in ["HEAD", "GET"] {
        assert!(send(&mock, request(method, "/pets", "")).expect("an answer").body.is_empty(), "{method}");
    }
}

#[test]
fn answers_can_be_given() {
    let mock = answering(vec![Response::json("200", "application/json", INTEGER)]);
    mock.answer("list_pets", json!({ "any": "thing" }));
    assert_eq!(get(&mock, "/pets").json(), json!({ "any": "thing" }));
    mock.answer("list_pets", Answer::bytes("text").with_status(202).with_header("x-a", "b").with_media_type("text/plain"));
    let answer = get(&mock, "/pets");
    assert_eq!((answer.status, answer.text(), &answer.headers["x-a"]), (202, "text", &HeaderValue::from_static("b")));
    let known = mock.clone();
    mock.answer_with("list_pets", move |request| {
        assert_eq!(request.operation, Some("list_pets"));
        json!(known.requests().len()).into()
    });
    assert_eq!((get(&mock, "/pets").json(), get(&mock, "/pets").json()), (json!(2), json!(3)));
    mock.reset();
    assert!(matches!(get(&mock, "/pets").json(), Value::Number(_)));
}

#[test]
#[should_panic(expected = "there is no operation `list_dogs`")]
fn an_operation_that_is_none_is_a_mistake_of_the_test() {
    answering(Vec::new()).answer("list_dogs", json!(1));
}
