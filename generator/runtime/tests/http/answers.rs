//! What is made of an answer, without a network.

use crate::{
    Client, Response,
    probe::{GET, HEAD, builder, recorder, send},
    rooms::sessions::{GetSession, GetSessionResponse},
    runtime::http::{Call, CallOptions, ErrorKind, Memory, Operation, RawResponse, call},
};
use ::bytes::Bytes;
use ::http::Response as Answer;

fn answer(status: u16, body: &'static [u8]) -> Answer<Bytes> {
    Answer::builder().status(status).header("x-request-id", "r").body(Bytes::from_static(body)).expect("an answer")
}

const OPERATION: Operation = GET;

macro_rules! operations {
    ($($name:ident, $mode:tt, $value:ty;)*) => {
        $(struct $name<'a> { call: Call<'a> }
        call! { $name, $mode, $value })*
    };
}

operations! {
    List, json, Vec::<i64>;
    Maybe, json, Option::<i64>;
    Text, text, String;
    Raw, bytes, Bytes;
    Nothing, empty, ();
}

fn status(raw: &RawResponse) -> Result<u16, crate::Error> {
    Ok(raw.status().as_u16())
}

struct Status<'a> {
    call: Call<'a>,
}

call! { Status, status, u16 }

#[test]
fn modes() {
    assert_eq!(List::decode(answer(200, b"[1, 2.0]")).expect("numbers"), [1, 2]);
    assert_eq!(Text::decode(answer(200, "\u{feff}é".as_bytes())).expect("text"), "é");
    assert_eq!(Text::decode(answer(200, b"")).expect("no text"), "");
    assert_eq!(Raw::decode(answer(200, b"\xff")).expect("bytes"), b"\xff".as_slice());
    Nothing::decode(answer(200, b"whatever")).expect("nothing is read");
    assert_eq!(Status::decode(answer(299, b"")).expect("a number"), 299);
    let error = Text::decode(answer(200, b"ab\xff")).expect_err("not UTF-8");
    assert_eq!(error.to_string(), "Probe: 200 OK: the text is not UTF-8 at byte 2 (request id r)");
    assert_eq!((error.kind(), error.raw_body()), (ErrorKind::Decode, b"ab\xff".as_slice()));
    let error = List::decode(answer(400, b"[]")).expect_err("no success");
    assert_eq!(error.to_string(), "Probe: 400 Bad Request: [] (request id r)");
}

#[test]
fn an_answer_is_read_by_what_it_holds_and_said_to_be_of_another_kind_where_it_cannot() {
    let of = |media_type: &str, body: &'static [u8]| {
        let answer = Answer::builder().header("content-type", media_type);
        List::decode(answer.body(Bytes::from_static(body)).expect("an answer"))
    };
    assert_eq!(of("text/plain", b"[1]").expect("a list all the same"), [1]);
    let error = of("Text/HTML; charset=utf-8", b"<p>").expect_err("no list");
    assert!(error.to_string().ends_with("; the answer is `text/html`, and not JSON"), "{error}");
    assert!(!of("application/problem+json", b"<p>").expect_err("no list").to_string().contains("not JSON"));
}

#[test]
fn answers_without_a_body_are_not_parsed() {
    for status in [204, 205] {
        assert_eq!(Maybe::decode(answer(status, b"junk")).expect("no value"), None);
        let error = List::decode(answer(status, b"junk")).expect_err("there is no list");
        assert!(error.to_string().contains(": the body is empty, but the document says JSON"), "{error}");
    }
    assert!(Maybe::decode(answer(200, b"")).expect_err("200 has a body").is_decode());
    assert_eq!(Maybe::decode(answer(200, b"null")).expect("no value"), None);
}

#[tokio::test]
async fn heads_have_no_body() {
    let mut builder = builder();
    builder.transport(Memory::new(|_| answer(200, b"junk")));
    let core = builder.build().expect("the settings are sound");
    let raw = send(&core, &HEAD, |_| {}).await.expect("a success");
    assert!(raw.body().is_empty());
    assert_eq!(raw.request_id(), Some("r"));
    let mut builder = crate::probe::builder();
    builder.transport(Memory::new(|_| answer(500, b"junk")));
    let core = builder.build().expect("the settings are sound");
    assert!(send(&core, &HEAD, |_| {}).await.expect_err("a failure").raw_body().is_empty());
}

#[tokio::test]
async fn options_of_a_call() {
    let (memory, seen) = recorder(|_| answer(200, b"{\"success\":true}"));
    let client = Client::builder().api_token("t").transport(memory).default_header("X-Tag", "default").build().expect("sound");
    let call = || client.rooms().sessions().get_session("a", "b", "c");
    let response: Response<GetSessionResponse> = call()
        .with(CallOptions::new().header("X-Tag", "mine").header("Accept", "text/x").query("a b", "c&d"))
        .with(std::time::Duration::MAX)
        .send_with_meta()
        .await
        .expect("a success");
    assert_eq!(response.body().success, Some(true));
    call().with(CallOptions::new().base_url("https://staging.example.com/x/")).send().await.expect("a success");
    let seen = seen.lock().expect("no panic");
    assert_eq!(seen[0].headers()["x-tag"], "mine");
    assert_eq!(seen[0].headers()["accept"], "text/x");
    assert_eq!(seen[0].uri(), "https://api.example.com/client/v4/accounts/a/rooms/b/sessions/c?a%20b=c%26d");
    assert_eq!(seen[1].uri(), "https://staging.example.com/x/accounts/a/rooms/b/sessions/c");
    assert!(!seen[1].headers().contains_key("authorization"));
    for (name, value) in [("a b", "x"), ("", "x"), ("x", "a\nb"), ("x", "\u{7f}")] {
        assert!(call().with(CallOptions::new().header(name, value)).build().expect_err("it cannot be sent").is_build());
    }
}

#[test]
fn operations_work_without_a_transport_of_ours() {
    let client = Client::builder().api_token("t").transport(Memory::new(|_| answer(500, b""))).build().expect("sound");
    let request = client.rooms().sessions().get_session("a", "b", "c").build().expect("the call is sound");
    assert_eq!(request.method(), "GET");
    assert_eq!(request.headers()["authorization"], "Bearer t");
    let value = GetSession::decode(answer(200, b"{\"data\":{\"id\":\"c\"}}")).expect("a success");
    assert_eq!(value.data.expect("a session").id, "c");
}

#[test]
fn every_byte_in_a_header_is_sent_or_refused() {
    let core = crate::probe::core();
    for byte in 0..=u8::MAX {
        for text in [format!("{}x", char::from(byte)), format!("x{}x", char::from(byte)), format!("x{}", char::from(byte))] {
            let mut call = Call::new(&core, &GET);
            call.header("X-Any", &text);
            let legal = byte == b'\t' || (byte >= b' ' && byte != 0x7f);
            match call.build() {
                Ok(request) => assert!(legal && request.headers()["x-any"] == text.as_bytes()),
                Err(error) => {
                    assert!(!legal);
                    assert_eq!(error.to_string(), "Probe: header `X-Any` holds a character that no header can carry");
                }
            }
        }
    }
}
