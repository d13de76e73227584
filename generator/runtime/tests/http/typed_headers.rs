//! Headers of answers as the types that the document gives them.

use crate::{
    probe::GET,
    runtime::http::{ErrorKind, Headers, Operation},
};
use ::http::{HeaderMap, HeaderName, HeaderValue};

static OPERATION: Operation = GET;

fn map(headers: &[(&'static str, &'static [u8])]) -> HeaderMap {
    let mut map = HeaderMap::new();
    for (name, value) in headers {
        map.append(HeaderName::from_static(name), HeaderValue::from_bytes(value).expect("a header can carry it"));
    }
    map
}

#[test]
fn values_are_decoded_when_asked_for() {
    let map = map(&[
        ("x-count", b" 7 "),
        ("x-text", b"7"),
        ("x-flag", b"true"),
        ("x-list", b"a, b ,"),
        ("x-list", b"c"),
        ("x-numbers", b"1,2, 3"),
        ("x-json", b"{\"a\":[1]}"),
        ("x-quoted", b"\"etag\""),
    ]);
    let headers = Headers::new(&OPERATION, &map);
    assert_eq!(headers.scalar::<i64>("x-count").expect("a number"), Some(7));
    assert_eq!(headers.scalar::<String>("x-text").expect("a text").as_deref(), Some("7"));
    assert_eq!(headers.scalar::<bool>("x-flag").expect("a flag"), Some(true));
    assert_eq!(headers.scalar::<String>("x-quoted").expect("a text").as_deref(), Some("\"etag\""));
    assert_eq!(headers.list::<Vec<String>>("x-list").expect("texts").expect("texts"), ["a", "b", "c"]);
    assert_eq!(headers.list::<Vec<i64>>("x-numbers").expect("numbers").expect("numbers"), [1, 2, 3]);
    assert_eq!(headers.json::<serde_json::Value>("x-json").expect("JSON").expect("JSON")["a"][0], 1);
    assert_eq!(headers.scalar::<i64>("x-none").expect("nothing"), None);
    assert_eq!(format!("{headers:?}"), "Headers { operation: \"Probe\", .. }");
}

#[test]
fn what_does_not_fit_is_an_error_that_names_the_header() {
    let map = map(&[("x-count", b"seven"), ("x-bytes", b"\xff"), ("x-json", b"{")]);
    let headers = Headers::new(&OPERATION, &map);
    let error = headers.scalar::<i64>("x-count").expect_err("no number");
    assert_eq!(error.kind(), ErrorKind::Decode);
    assert_eq!(error.to_string(), "Probe: header `x-count`: expected an integer of 64 bits, found a string");
    assert!(headers.scalar::<String>("x-bytes").expect_err("not UTF-8").to_string().contains("x-bytes"));
    assert!(headers.json::<serde_json::Value>("x-json").expect_err("no JSON").is_decode());
}
