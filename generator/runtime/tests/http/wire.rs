//! The emitted methods against a real server, through the built-in transport.

#![cfg(feature = "reqwest")]

use crate::{
    Client, Error,
    rooms::{CreateRoomResponse, sessions::GetSession},
    runtime::http::{CallOptions, ReqwestTransport},
    server::{Received, Server, reply},
    types::{NewRoom, SessionStatus},
};
use serde_json::json;
use std::{
    io::Write,
    thread,
    time::{Duration, Instant},
};

pub const TOKEN: &str = "canary-token-4711";

/// A client of this server, which asks no proxy.
pub fn client(server: &Server) -> Client {
    client_with(server, Duration::from_secs(5))
}

fn client_with(server: &Server, read_timeout: Duration) -> Client {
    let bare = reqwest::Client::builder().no_proxy();
    let transport = ReqwestTransport::from_builder(bare, Duration::from_secs(5), read_timeout).expect("no certificate is needed");
    let builder = Client::builder().api_token(TOKEN).base_url(server.url() + "/client/v4/").transport(transport);
    builder.max_response_bytes(100_000).max_error_bytes(1_000).build().expect("the settings are sound")
}

fn call(client: &Client) -> GetSession<'_> {
    client.rooms().sessions().get_session("acc", "room 1", "s/1")
}

async fn fail(server: &Server) -> Error {
    call(&client(server)).send().await.expect_err("the server does not answer well")
}

const JSON: &str = "Content-Type: application/json\r\n";

#[tokio::test]
async fn a_success() {
    let body = json!({
        "success": true,
        "data": {"id": "s/1", "status": "PAUSED", "minutes_consumed": 1.5, "new_upstream": [1]},
        "also_new": null
    });
    let server = Server::answering("200 OK", "X-Request-Id: r-1\r\nContent-Type: application/json\r\n", body.to_string());
    let client = client(&server);
    let roles = ["host".to_owned(), "a&b".to_owned()];
    let response = call(&client).include_breakout_rooms(true).roles(&roles).send_with_meta().await.expect("a success");
    assert_eq!(response.status(), 200);
    assert_eq!(response.request_id(), Some("r-1"));
    assert_eq!(response.headers()["content-type"], "application/json");
    let answer = response.into_body();
    assert_eq!(answer.success, Some(true));
    let session = answer.data.expect("the session");
    assert_eq!(session.status, Some(SessionStatus::Unknown("PAUSED".to_owned())));
    assert_eq!(session.extra_fields["new_upstream"], json!([1]));
    assert!(answer.extra_fields.contains_key("also_new"));

    let [received]: [Received; 1] = server.received().try_into().expect("one request");
    assert_eq!(
        received.line(),
        "GET /client/v4/accounts/acc/rooms/room%201/sessions/s%2F1?include_breakout_rooms=true&roles=host&roles=a%26b HTTP/1.1"
    );
    assert_eq!(received.header("authorization"), Some("Bearer canary-token-4711"));
    assert_eq!(received.header("accept"), Some("application/json"));
    assert_eq!(received.header("user-agent"), Some("runtime/0.1.0"));
    assert_eq!(received.header("content-type"), None);
    assert_eq!(received.header("referer"), None);
}

#[tokio::test]
async fn a_body_and_a_success_by_status() {
    let server = Server::start(|received, stream| match received.body.len() {
        0..20 => reply(stream, "202 Accepted", "", b""),
        _ => reply(stream, "200 OK", JSON, br#"{"id":"r","title":"t"}"#),
    });
    let client = client(&server);
    let rooms = client.rooms();
    let accepted = rooms.create_room("acc", &NewRoom::new("é")).x_trace("me").send().await.expect("a success");
    assert_eq!(accepted, CreateRoomResponse::Accepted);
    let body = NewRoom::new("a title").with_region("eu");
    let CreateRoomResponse::Ok(room) = rooms.create_room("acc", &body).send().await.expect("a success") else {
        panic!("200 has a room")
    };
    assert_eq!((room.id.as_str(), room.title.as_deref()), ("r", Some("t")));
    let received = server.received();
    assert_eq!(received[0].line(), "POST /client/v4/accounts/acc/rooms HTTP/1.1");
    assert_eq!(received[0].header("content-type"), Some("application/json"));
    assert_eq!(received[0].header("x-trace"), Some("me"));
    assert_eq!(received[0].body, "{\"title\":\"é\"}".as_bytes());
    assert_eq!(received[1].body, br#"{"title":"a title","region":"eu"}"#);
}

#[tokio::test]
async fn futures_can_be_sent_to_other_threads_and_outlive_their_client() {
    let server = Server::answering("200 OK", JSON, "{}");
    let pending = call(&client(&server)).send();
    let answer = tokio::spawn(pending).await.expect("no panic").expect("a success");
    assert_eq!(answer.success, None);
}

#[tokio::test]
async fn error_envelopes() {
    for (body, shown) in [
        (r#"{"success":false,"errors":[{"code":7003}]}"#, r#": {"success":false,"errors":[{"code":7003}]}"#),
        ("<html>\n<b>Bad</b>\u{1b}[31m\u{202e}</html>", r": <html>\n<b>Bad</b>\u{1b}[31m\u{202e}</html>"),
        ("", ""),
        ("no such token: canary-token-4711", ": no such token: [redacted]"),
    ] {
        let server = Server::answering("404 Not Found", "cf-ray: ray-1\r\n", body);
        let error = fail(&server).await;
        assert!(error.is_status());
        assert_eq!(error.to_string(), format!("GetSession: 404 Not Found{shown} (request id ray-1)"));
        assert_eq!(error.status().map(|status| status.as_u16()), Some(404));
        assert_eq!(error.operation(), Some("GetSession"));
        assert_eq!(error.raw_body(), body.as_bytes());
        assert_eq!(error.headers().expect("an answer").get("cf-ray").expect("the header"), "ray-1");
    }
    let server = Server::answering("503 Service Unavailable", JSON, r#"{"id":"x","more":1}"#);
    let error = fail(&server).await;
    assert_eq!(error.body::<crate::types::Room>().expect("a room").id, "x");
    assert!(error.body::<Vec<String>>().is_none());
    let server = Server::answering("520 Whatever The Server Says", "", "x".repeat(5_000));
    let error = fail(&server).await;
    assert_eq!(error.raw_body().len(), 1_000);
    assert_eq!(error.to_string(), format!("GetSession: 520: {}…", "x".repeat(200)));
}

#[tokio::test]
async fn bodies_that_are_not_what_the_document_says() {
    for (body, message, path) in [
        ("", "the body is empty, but the document says JSON", None),
        (r#"{"data":{"id":null}}"#, "expected a string, found null at `data.id` (byte 14)", Some("data.id")),
        (r#"{"success":tru"#, "", Some("success")),
        ("<html>", "", Some("")),
    ] {
        let server = Server::answering("200 OK", "request-id: q-7\r\n", body);
        let error = fail(&server).await;
        assert!(error.is_decode(), "{error}");
        let text = error.to_string();
        assert!(text.starts_with(&format!("GetSession: 200 OK: {message}")), "{text}");
        assert!(text.ends_with(" (request id q-7)"), "{text}");
        assert_eq!(error.path(), path);
        assert_eq!((error.status().expect("a status").as_u16(), error.raw_body()), (200, body.as_bytes()));
    }
    let server = Server::answering("200 OK", "", b"\xef\xbb\xbf{\"success\":true} \n".as_slice());
    assert_eq!(call(&client(&server)).send().await.expect("a BOM is skipped").success, Some(true));
    let server = Server::answering("200 OK", "", b"{\"a\":\"\xff\"}".as_slice());
    assert!(fail(&server).await.is_decode());
}

#[tokio::test]
async fn an_undescribed_success() {
    let server = Server::answering("206 Partial Content", JSON, "{}");
    let error = client(&server).rooms().create_room("acc", &NewRoom::new("t")).send().await.expect_err("206 is not described");
    assert_eq!(error.to_string(), "CreateRoom: 206 Partial Content: the document does not describe this status");
    assert_eq!(error.raw_body(), b"{}");
}

#[tokio::test]
async fn bodies_that_break_off() {
    let server = Server::start(|_, stream| drop(stream.write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{\"success\"")));
    let error = fail(&server).await;
    assert_eq!(error.kind(), crate::runtime::http::ErrorKind::Transport);
    assert!(!error.is_connect());
    let text = error.to_string();
    assert!(text.starts_with("GetSession: 200 OK: http://127.0.0.1:"), "{text}");
    assert!(text.contains(": the connection broke off: "), "{text}");
    let server = Server::start(|_, stream| drop(stream.write_all(b"HTTP/1.1 500 X\r\nContent-Length: 100\r\n\r\n{\"half")));
    let error = fail(&server).await;
    assert_eq!((error.is_status(), error.raw_body()), (true, b"{\"half".as_slice()), "a status is worth more than its body");
    let server = Server::start(|_, _| {});
    assert_eq!(fail(&server).await.kind(), crate::runtime::http::ErrorKind::Transport);
    let server = Server::start(|_, stream| drop(stream.write_all(b"SMTP hello\r\n\r\n")));
    assert_eq!(fail(&server).await.kind(), crate::runtime::http::ErrorKind::Transport);
}

#[tokio::test]
async fn bodies_that_are_too_large() {
    let announced = Server::answering("200 OK", JSON, vec![b' '; 100_001]);
    // Chunked, without an end.
    let endless = Server::start(|_, stream| {
        let _ = stream.write_all(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
        while stream.write_all(format!("1000\r\n{}\r\n", " ".repeat(0x1000)).as_bytes()).is_ok() {}
    });
    for server in [announced, endless] {
        let error = fail(&server).await;
        assert!(error.is_body_too_large());
        assert_eq!(error.to_string(), "GetSession: 200 OK: the body is larger than the limit of 100000 bytes");
    }
    let whole = Server::answering("200 OK", JSON, [b"{}".as_slice(), &vec![b' '; 99_998]].concat());
    assert!(call(&client(&whole)).send().await.is_ok());
    let endless_failure = Server::start(|_, stream| {
        let _ = stream.write_all(b"HTTP/1.1 500 X\r\n\r\n");
        while stream.write_all(&[b'x'; 4096]).is_ok() {}
    });
    assert_eq!(fail(&endless_failure).await.raw_body().len(), 1_000);
}

#[tokio::test]
async fn slow_servers() {
    let silent = Server::start(|_, _| thread::sleep(Duration::from_secs(20)));
    let begun = Instant::now();
    let error = call(&client(&silent)).with(Duration::from_millis(200)).send().await.expect_err("it is silent");
    assert!(error.is_timeout(), "{error}");
    assert!(!error.is_connect());
    assert!(error.to_string().contains(": timed out waiting for the answer"), "{error}");

    // Every byte comes in time, all of them together do not.
    let drip = Server::start(|_, stream| {
        let _ = stream.write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n");
        while stream.write_all(b" ").is_ok() {
            thread::sleep(Duration::from_millis(50));
        }
    });
    let error = call(&client(&drip)).with(Duration::from_millis(300)).send().await.expect_err("it takes 50 seconds");
    assert!(error.is_timeout(), "{error}");
    assert_eq!(error.status().expect("the headers came").as_u16(), 200);

    let stalls = Server::start(|_, stream| {
        let _ = stream.write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n{");
        thread::sleep(Duration::from_secs(20));
    });
    let impatient = client_with(&stalls, Duration::from_millis(200));
    assert!(call(&impatient).send().await.expect_err("it stalls").is_timeout());

    let error = call(&client(&drip)).with(Duration::ZERO).send().await.expect_err("no time at all");
    assert_eq!(error.to_string(), "GetSession: no answer within 0ns");
    assert!(begun.elapsed() < Duration::from_secs(5));
}

#[tokio::test]
async fn nobody_listens() {
    let server = Server::answering("200 OK", "", "");
    let closed = {
        let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("a free port");
        listener.local_addr().expect("it is bound")
    };
    let error = call(&client(&server))
        .with(CallOptions::new().base_url(format!("http://{closed}")))
        .send()
        .await
        .expect_err("nobody listens");
    assert!(error.is_connect() && !error.is_timeout());
    let text = error.to_string();
    assert!(text.starts_with(&format!("GetSession: http://{closed}: could not connect: ")), "{text}");
    assert!(text.contains("refused"), "{text}");
}

#[tokio::test]
async fn many_calls_share_a_client() {
    let server = Server::start(|received, stream| {
        let id = received.target().rsplit('/').next().unwrap_or_default().to_owned();
        reply(stream, "200 OK", JSON, format!(r#"{{"data":{{"id":"{id}"}}}}"#).as_bytes());
    });
    let client = client(&server);
    let calls: Vec<_> = (0..50)
        .map(|number| (number, tokio::spawn(client.rooms().sessions().get_session("a", "r", &number.to_string()).send())))
        .collect();
    for (number, call) in calls {
        let answer = call.await.expect("no panic").expect("a success");
        assert_eq!(answer.data.expect("a session").id, number.to_string());
    }
}
