//! Schemes whose credential is made from the request.

use crate::{
    Error,
    probe::{GET, POST, SERVICE, builder, recorder, send},
    runtime::http::{Body, Call, CoreBuilder, Operation, Secret},
};
use ::bytes::Bytes;
use ::http::{HeaderValue, Request, Response, StatusCode};
use std::error::Error as StdError;

static SIGNED: Operation = Operation { security: &[&["digest", "header"]], ..POST };
static SIGNED_GET: Operation = Operation { security: &[&["digest"]], ..GET };

/// What a signature covers: method, target, a header and the body.
fn sign(request: &mut Request<Body>) -> Result<(), Box<dyn StdError + Send + Sync>> {
    let body = request.body().as_bytes().ok_or("only what is in memory can be signed")?;
    let key = request.headers().get("x-api-key").map_or("none", |key| key.to_str().unwrap_or("?"));
    let covered = format!("{} {} {key} {}", request.method(), request.uri(), String::from_utf8_lossy(&body));
    request.headers_mut().insert("authorization", HeaderValue::from_str(&covered)?);
    Ok(())
}

fn set(builder: &mut CoreBuilder) {
    builder.sign_with("digest", sign);
    builder.credential("header", Secret::new("k"));
}

#[test]
fn a_signer_sees_the_request_as_it_is_sent() {
    let mut builder = builder();
    set(&mut builder);
    assert!(format!("{builder:?}").contains("Signer"));
    let core = builder.build().expect("the settings are sound");
    let mut call = Call::new(&core, &SIGNED);
    call.literal("/a");
    call.query("q", &1);
    call.json("application/json", &"b");
    let request = call.build().expect("it can be signed");
    let expected = "POST https://api.example.com/v1/a?q=1 k \"b\"";
    assert_eq!(request.headers()["authorization"], expected);
    assert!(request.headers()["authorization"].is_sensitive());
    assert_eq!(request.body(), "\"b\"");
}

#[tokio::test]
async fn each_request_of_the_origin_is_signed_anew_and_none_of_another() {
    let (memory, seen) = recorder(|request| {
        let mut response = Response::new(Bytes::from_static(b"null"));
        let next = match request.uri().path() {
            "/v1/a" => "/v1/b",
            "/v1/b" => "https://elsewhere.example.com/c",
            _ => return response,
        };
        *response.status_mut() = StatusCode::FOUND;
        response.headers_mut().insert("location", HeaderValue::from_static(next));
        response
    });
    let mut builder = CoreBuilder::new(&SERVICE);
    builder.transport(memory);
    set(&mut builder);
    let core = builder.build().expect("the settings are sound");
    send(&core, &SIGNED_GET, |call| call.literal("/a")).await.expect("it was answered");
    send(&core, &SIGNED_GET, |call| call.set_base_url("https://elsewhere.example.com")).await.expect("it was answered");
    let seen = seen.lock().expect("no test panics while it holds the lock");
    let signatures: Vec<_> =
        seen.iter().map(|request| request.headers().get("authorization").map(|value| value.to_str().unwrap_or("?"))).collect();
    let of = |path: &str| format!("GET https://api.example.com/v1/{path} none ");
    assert_eq!(signatures, [Some(of("a").as_str()), Some(of("b").as_str()), None, None]);
}

#[tokio::test]
async fn a_request_that_cannot_be_signed_is_not_sent() {
    let (memory, seen) = recorder(|_| Response::new(Bytes::new()));
    let mut builder = CoreBuilder::new(&SERVICE);
    builder.transport(memory);
    set(&mut builder);
    let core = builder.build().expect("the settings are sound");
    let error: Error =
        send(&core, &SIGNED, |call| call.bytes("text/plain", Body::reader(None, std::io::empty()))).await.expect_err("a stream");
    assert_eq!(error.to_string(), "Probe: `digest` cannot sign the request: only what is in memory can be signed");
    assert!(seen.lock().expect("no test panics while it holds the lock").is_empty());
}
