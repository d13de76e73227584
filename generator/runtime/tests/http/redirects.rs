//! Redirects are followed where that can do no harm, and no credential goes along to another origin.

use crate::{
    probe::{GET, HEAD, POST, SERVICE, recorder, send},
    runtime::http::{CallOptions, Core, CoreBuilder, Error, Memory, Operation, Secret},
};
use ::bytes::Bytes;
use ::http::{Request, Response};
use std::sync::{Arc, Mutex};

static SECURED: Operation = Operation { security: &[&["bearer", "header", "query", "cookie"]], ..GET };

/// A client with all kinds of credentials, of a server that answers by `answer`.
fn secured(
    answer: impl Fn(&Request<Bytes>) -> Response<Bytes> + Send + Sync + 'static,
) -> (Core, Arc<Mutex<Vec<Request<Bytes>>>>) {
    let (memory, seen) = recorder(answer);
    (core_of(memory, "https://api.example.com/v1"), seen)
}

fn core_of(memory: Memory, base: &str) -> Core {
    let mut builder = CoreBuilder::new(&SERVICE);
    builder.base_url(base.to_owned());
    builder.transport(memory);
    builder.default_header("X-Default", "canary");
    for (scheme, secret) in [("bearer", "canary-b"), ("header", "canary-h"), ("query", "canary q"), ("cookie", "canary-c")] {
        builder.credential(scheme, Secret::new(secret));
    }
    builder.build().expect("the settings are sound")
}

fn found(status: u16, location: &str) -> Response<Bytes> {
    Response::builder().status(status).header("location", location).body(Bytes::new()).expect("a response")
}

fn ok() -> Response<Bytes> {
    Response::new(Bytes::from_static(b"{}"))
}

async fn follow(core: &Core) -> Result<(), Error> {
    send(core, &SECURED, |call| {
        call.literal("/a/b");
        call.query("x", &1);
        call.extra_header("X-Mine", "canary-m");
    })
    .await
    .map(drop)
}

const START: &str = "https://api.example.com/v1/a/b?x=1&api%20key=canary%20q";

#[tokio::test]
async fn within_an_origin_everything_goes_along() {
    for status in [301, 302, 303, 307, 308] {
        for (location, target) in [
            ("/v2/c?y=2", "https://api.example.com/v2/c?y=2&api%20key=canary%20q"),
            ("c", "https://api.example.com/v1/a/c?api%20key=canary%20q"),
            ("../c/./d?z#f", "https://api.example.com/v1/c/d?z&api%20key=canary%20q"),
            ("?api%20key=canary%20q&n=1", "https://api.example.com/v1/a/b?api%20key=canary%20q&n=1"),
            ("//API.example.com/c", "https://api.example.com/c?api%20key=canary%20q"),
            ("https://api.example.com:443/../é c", "https://api.example.com/%C3%A9%20c?api%20key=canary%20q"),
        ] {
            let (core, seen) = secured(move |request| match request.uri().to_string().as_str() {
                START => found(status, location),
                _ => ok(),
            });
            follow(&core).await.expect("the redirect is sound");
            let seen = seen.lock().expect("no panic");
            assert_eq!(seen.len(), 2);
            assert_eq!(seen[0].uri(), START);
            assert_eq!(seen[1].uri(), target, "{location}");
            assert_eq!(seen[1].headers(), seen[0].headers());
        }
    }
}

#[tokio::test]
async fn to_another_origin_nothing_goes_along() {
    for (base, location) in [
        ("https://api.example.com/v1", "https://evil.example.com/c"),
        ("https://api.example.com/v1", "//evil.example.com/c?api%20key=canary%20q&ok=1&%61pi+key=canary%20q"),
        ("https://api.example.com/v1", "https://api.example.com:8443/c"),
        ("https://api.example.com/v1", "https://api.example.com.evil.com/"),
        ("http://api.example.com/v1", "https://api.example.com/c"),
        ("http://api.example.com/v1", "http://api.example.com:81/c"),
    ] {
        let (memory, seen) = recorder(move |request| match request.uri().path() {
            "/v1/a/b" => found(302, location),
            // Back home: what was dropped stays dropped.
            _ if request.uri().host() != Some("api.example.com") => found(302, "https://api.example.com/back"),
            _ => ok(),
        });
        follow(&core_of(memory, base)).await.expect("the redirect is sound");
        let seen = seen.lock().expect("no panic");
        assert!(seen.len() >= 2);
        for request in &seen[1..] {
            let names: Vec<&str> = request.headers().keys().map(|name| name.as_str()).collect();
            assert_eq!(names, ["accept", "user-agent"]);
            assert!(!format!("{:?}", request.uri()).contains("canary"), "{}", request.uri());
        }
    }
}

#[tokio::test]
async fn some_ways_are_closed() {
    for (location, why) in [
        ("http://api.example.com/c", "it leads from https to http"),
        ("http://evil.example.com/c", "it leads from https to http"),
        ("ftp://api.example.com/c", "its scheme is neither `https` nor `http`"),
        ("https://api.example.com@evil.example.com/", "it holds a user or a password"),
        ("https://", "it is not a URL"),
        ("javascript:alert(1)", "it has no scheme, such as `https://`"),
        ("https://evil.example.com\t/", "it holds control characters"),
    ] {
        let (core, seen) = secured(move |_| found(302, location));
        let error = follow(&core).await.expect_err("the redirect is not sound");
        assert!(error.is_redirect());
        assert_eq!(error.to_string(), format!("Probe: 302 Found: the redirect cannot be followed: {why}"), "{location}");
        assert_eq!(seen.lock().expect("no panic").len(), 1);
    }
}

#[tokio::test]
async fn a_backslash_is_no_way_out() {
    let (core, seen) = secured(|request| match request.uri().path() {
        "/v1/a/b" => found(302, r"/\evil.example.com/x"),
        _ => ok(),
    });
    follow(&core).await.expect("it stays at home");
    assert_eq!(seen.lock().expect("no panic")[1].uri().path(), "/%5Cevil.example.com/x");
    let (core, _) = secured(|_| found(302, r"https://api.example.com\@evil.example.com/"));
    assert!(follow(&core).await.expect_err("no host has a backslash").is_redirect());
}

#[tokio::test]
async fn circles_end() {
    let (core, seen) = secured(|_| found(302, ""));
    let error = follow(&core).await.expect_err("it has no end");
    assert_eq!(error.to_string(), "Probe: more than 10 redirects");
    assert_eq!(seen.lock().expect("no panic").len(), 11);
}

#[tokio::test]
async fn only_get_and_head_are_sent_again() {
    for (operation, requests) in [(&GET, 2), (&HEAD, 2), (&POST, 1)] {
        for status in [301, 302, 303, 307, 308] {
            let (core, seen) = secured(move |request| match request.uri().path() {
                "/v1/" => found(status, "/c"),
                _ => ok(),
            });
            let answer = send(&core, operation, |call| call.text("text/plain", "body")).await;
            let seen = seen.lock().expect("no panic");
            assert_eq!(seen.len(), requests);
            match requests {
                1 => assert_eq!(answer.expect_err("a 3xx").status().map(|status| status.as_u16()), Some(status)),
                _ => {
                    assert!(answer.is_ok());
                    let keeps_body = status == 307 || status == 308;
                    assert_eq!(!seen[1].body().is_empty(), keeps_body);
                    assert_eq!(seen[1].headers().contains_key("content-type"), keeps_body);
                }
            }
        }
    }
}

#[tokio::test]
async fn other_answers_are_no_redirects() {
    for (status, headers) in [(300, "/c"), (304, "/c"), (305, "/c"), (306, "/c")] {
        let (core, seen) = secured(move |_| found(status, headers));
        assert!(follow(&core).await.expect_err("a 3xx").is_status());
        assert_eq!(seen.lock().expect("no panic").len(), 1);
    }
    let (core, _) = secured(|_| Response::builder().status(302).body(Bytes::new()).expect("a response"));
    assert!(follow(&core).await.expect_err("it leads nowhere").is_status());
}

#[cfg(feature = "reqwest")]
#[tokio::test]
async fn a_stranger_on_the_wire_sees_no_token() {
    use crate::{
        server::{Server, reply},
        wire,
    };
    let stranger = Server::answering("200 OK", "", "{}");
    let location = format!("Location: {}/elsewhere?keep=1\r\n", stranger.url());
    let home = Server::start(move |_, stream| reply(stream, "302 Found", &location, b""));
    let client = wire::client(&home);
    let call = client.rooms().sessions().get_session("a", "b", "c").with(CallOptions::new().header("X-Api-Key", "canary-header"));
    call.send().await.expect("the stranger answers");
    let received = stranger.received();
    assert_eq!(received[0].line(), "GET /elsewhere?keep=1 HTTP/1.1");
    assert!(!received[0].head.contains("canary"), "{}", received[0].head);
    assert!(home.received()[0].head.contains(wire::TOKEN));
    assert_eq!(received[0].header("referer"), None);
}
