//! Parameters and bodies are read as the style table writes them.

use crate::ask::{PETS, mock, request, send, taking};
use http::HeaderValue;
use runtime::runtime::{
    http::{PartStyle, Style},
    mock::{Body, Entry, Parameter, Payload},
};
use serde_json::{Value, json};

const LIST: &str = r#"{"type":"array","items":{"type":"integer"}}"#;
const OBJECT: &str = r#"{"type":"object","properties":{"R":{"type":"integer"},"G":{"type":"string"},"T":{"type":"object","properties":{"x":{"type":"array","items":{"type":"integer"}}}}}}"#;

/// What is read of a query.
#[track_caller]
fn read(parameter: Parameter, path: &str) -> Value {
    let mock = taking(parameter);
    let answer = send(&mock, request("GET", path, "")).expect("an answer");
    assert_eq!(answer.status, 200, "{}", answer.text());
    mock.requests().remove(0).arguments.remove("p").unwrap_or(Value::Null)
}

#[test]
fn queries_are_read_by_style() {
    let query = |schema| Parameter::query("p", schema);
    let object = json!({ "R": 1, "G": "a b" });
    for (parameter, path, expected) in [
        (query(r#"{"type":"string"}"#), "/pets?p=1%262", json!("1&2")),
        (query(r#"{"type":"boolean"}"#), "/pets?p=true", json!(true)),
        (query(r#"{"type":["integer","string"]}"#), "/pets?p=x", json!("x")),
        (query(LIST), "/pets?p=1&p=2", json!([1, 2])),
        (query(LIST), "/pets?p=1", json!([1])),
        (query(LIST), "/pets", Value::Null),
        (query(LIST).styled(Style::Form, false), "/pets?p=1,2", json!([1, 2])),
        (query(LIST).styled(Style::SpaceDelimited, false), "/pets?p=1%202", json!([1, 2])),
        (query(LIST).styled(Style::PipeDelimited, false), "/pets?p=1%7C2", json!([1, 2])),
        (query(OBJECT), "/pets?R=1&G=a%20b", object.clone()),
        (query(OBJECT).styled(Style::Form, false), "/pets?p=R,1,G,a%20b", object.clone()),
        (query(OBJECT).styled(Style::DeepObject, true), "/pets?p%5BR%5D=1&p%5BG%5D=a+b", object.clone()),
        (query(OBJECT).styled(Style::DeepObject, true), "/pets?p[T][x][]=1&p[T][x][]=2", json!({ "T": { "x": [1, 2] } })),
        (query(OBJECT).json(), "/pets?p=%7B%22R%22%3A1%7D", json!({ "R": 1 })),
        (
            query(r#"{"anyOf":[{"type":"string","enum":["all"]},{"type":"array","items":{"type":"integer"}}]}"#),
            "/pets?p=3",
            json!([3]),
        ),
    ] {
        assert_eq!(read(parameter, path), expected, "{path}");
    }
}

#[test]
fn paths_are_read_by_style() {
    for (style, explode, schema, segment, expected) in [
        (Style::Simple, false, r#"{"type":"string"}"#, "a%2Fb", json!("a/b")),
        (Style::Simple, false, LIST, "1,2", json!([1, 2])),
        (Style::Simple, true, OBJECT, "R=1,G=x", json!({ "R": 1, "G": "x" })),
        (Style::Label, false, LIST, ".1,2", json!([1, 2])),
        (Style::Label, true, LIST, ".1.2", json!([1, 2])),
        (Style::Matrix, false, LIST, ";p=1,2", json!([1, 2])),
        (Style::Matrix, true, LIST, ";p=1;p=2", json!([1, 2])),
        (Style::Matrix, true, OBJECT, ";R=1;G=x", json!({ "R": 1, "G": "x" })),
    ] {
        let parameters = vec![Parameter::path("p", schema).styled(style, explode)];
        let mock = mock(vec![Entry { path: "/pets/{p}:find", parameters: parameters.leak(), ..PETS }], &[]);
        let answer = send(&mock, request("GET", &format!("/pets/{segment}:find"), "")).expect("an answer");
        assert_eq!(answer.status, 200, "{}", answer.text());
        assert_eq!(mock.requests()[0].arguments["p"], expected, "{segment}");
    }
}

#[test]
fn headers_and_cookies_are_read() {
    const READ: Entry =
        Entry { parameters: &[Parameter::header("X-Ids", LIST), Parameter::cookie("page", r#"{"type":"integer"}"#)], ..PETS };
    let mock = mock(vec![READ], &[]);
    let mut request = request("GET", "/pets", "");
    request.headers_mut().insert("x-ids", HeaderValue::from_static("1,2"));
    request.headers_mut().insert("cookie", HeaderValue::from_static("other=x; page=7"));
    assert_eq!(send(&mock, request).expect("an answer").status, 200);
    assert_eq!(json!(mock.requests()[0].arguments), json!({ "X-Ids": [1, 2], "page": 7 }));
}

/// What is read of a body.
#[track_caller]
fn body(offer: Body, content_type: &'static str, bytes: &[u8]) -> Value {
    let payload = Payload { required: true, offers: vec![offer].leak() };
    let mock = mock(vec![Entry { method: "POST", body: Some(payload), ..PETS }], &[]);
    let mut request = request("POST", "/pets", "").map(|_| bytes::Bytes::copy_from_slice(bytes));
    request.headers_mut().insert("content-type", HeaderValue::from_static(content_type));
    let answer = send(&mock, request).expect("an answer");
    assert_eq!(answer.status, 200, "{}", answer.text());
    mock.requests().remove(0).arguments.remove("body").unwrap_or(Value::Null)
}

#[test]
fn forms_and_parts_are_objects() {
    const FORM: &str = r#"{"type":"object","properties":{"n":{"type":"integer"},"l":{"type":"array","items":{"type":"integer"}},
        "o":{"type":"object","properties":{"a":{"type":"integer"}}},"d":{"type":"object","properties":{"a":{"type":"integer"}}}}}"#;
    const DEEP: PartStyle = PartStyle::Styled { style: Style::DeepObject, explode: true, reserved: false };
    let form = Body::new("application/x-www-form-urlencoded", FORM).encoded(&[("d", DEEP)]);
    let read = body(form, "application/x-www-form-urlencoded", b"n=1&l=2&o=%7B%22a%22%3A3%7D&d[a]=4");
    assert_eq!(read, json!({ "n": 1, "l": [2], "o": { "a": 3 }, "d": { "a": 4 } }));
    let parts = b"--b\r\nContent-Disposition: form-data; name=\"n\"\r\n\r\n1\r\n--b\r\nContent-Disposition: form-data; name=\"l\"\r\n\r\n2\r\n\
        --b\r\nContent-Disposition: form-data; name=\"o\"\r\nContent-Type: application/json\r\n\r\n{\"a\":3}\r\n\
        --b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"x\"\r\n\r\n\xff\r\n--b--\r\n";
    let read = body(Body::new("multipart/form-data", FORM), "multipart/form-data; boundary=b", parts);
    assert_eq!(read, json!({ "n": 1, "l": [2], "o": { "a": 3 }, "file": { "base64": "/w==" } }));
    assert_eq!(body(Body::new("image/*", "true"), "image/png", b"\xff"), json!({ "base64": "/w==" }));
    assert_eq!(body(Body::new("text/plain", "true"), "text/plain", b"hi"), json!("hi"));
}
