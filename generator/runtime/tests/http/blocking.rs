//! Calls of threads that wait: no runtime runs in these tests.

use crate::{
    Error,
    probe::{GET, POST, SERVICE},
    runtime::http::{
        Body, Call, Core, CoreBuilder, Operation, PageStep, Paging, Pending, PendingWithMeta, RawResponse, call, pages, stream,
    },
    server::{Server, reply},
};
use std::{
    io::{self, Write},
    net::TcpListener,
    sync::atomic::{AtomicUsize, Ordering},
    task::Poll,
    thread,
    time::{Duration, Instant},
};

fn client(base_url: String, set: impl FnOnce(&mut CoreBuilder)) -> Core {
    let mut builder = CoreBuilder::new(&SERVICE);
    builder.base_url(base_url);
    set(&mut builder);
    builder.build().expect("the settings are sound")
}

fn send(core: &Core, operation: &'static Operation, fill: impl FnOnce(&mut Call<'_>)) -> Result<RawResponse, Error> {
    let mut call = Call::new(core, operation);
    call.literal("/p");
    fill(&mut call);
    Pending::new(call, |raw| Ok(raw.clone())).wait()
}

#[test]
fn a_call_is_sent_and_read() {
    let server = Server::answering("201 Created", "X-Request-Id: r\r\n", "{\"a\":1}");
    let core = client(server.url(), |_| {});
    let mut call = Call::new(&core, &POST);
    call.literal("/p");
    call.query("q", &"ä");
    call.json("application/json", &1);
    let response = PendingWithMeta::new(call, RawResponse::text).wait().expect("it was answered");
    assert_eq!((response.status().as_u16(), response.request_id()), (201, Some("r")));
    assert_eq!(response.body(), "{\"a\":1}");
    let request = server.received().remove(0);
    assert_eq!(request.line(), "POST /p?q=%C3%A4 HTTP/1.1");
    assert_eq!((request.header("content-type"), request.body.as_slice()), (Some("application/json"), b"1".as_slice()));
    assert_eq!((request.header("accept"), request.header("user-agent")), (Some("application/json"), Some("probe/1.0")));
    assert_eq!(request.header("accept-encoding"), None, "nothing here could read it");
}

#[test]
fn every_kind_of_body_is_sent() {
    let server = Server::answering("200 OK", "", "null");
    let core = client(server.url(), |_| {});
    let mut left = 2;
    let counting = Body::stream(None, move |_| {
        left -= 1;
        Poll::Ready((left > 0).then(|| Ok::<_, io::Error>(::bytes::Bytes::from("abc"))))
    });
    let known = Body::reader(Some(5), io::Cursor::new("known"));
    for body in [Body::from("bytes"), counting, known] {
        send(&core, &POST, |call| call.bytes("text/plain", body)).expect("it was answered");
    }
    send(&core, &POST, |_| {}).expect("it was answered");
    static DELETE: Operation = Operation { method: "DELETE", ..GET };
    send(&core, &DELETE, |call| call.text("text/plain", "why")).expect("it was answered");
    let received = server.received();
    let bodies: Vec<_> = received.iter().map(|request| String::from_utf8_lossy(&request.body).into_owned()).collect();
    assert_eq!(bodies, ["bytes", "3\r\nabc\r\n0\r\n\r\n", "known", "", "why"]);
    let lengths: Vec<_> = received.iter().map(|request| request.header("content-length").unwrap_or("none")).collect();
    assert_eq!(lengths, ["5", "none", "5", "0", "3"]);
}

#[test]
fn redirects_failures_and_methods_are_the_clients_concern_here_too() {
    let server = Server::start(|request, stream| match request.target() {
        "/p" => reply(stream, "302 Found", "Location: /there\r\n", b""),
        _ => reply(stream, "404 Not Found", "", b"gone"),
    });
    let core = client(server.url(), |_| {});
    let error = send(&core, &GET, |_| {}).expect_err("it is not there");
    assert_eq!(error.to_string(), "Probe: 404 Not Found: gone");
    let error = send(&core, &POST, |_| {}).expect_err("a POST follows nothing");
    assert_eq!(error.status().map(|status| status.as_u16()), Some(302));
}

#[test]
fn no_server_and_a_silent_one() {
    let free = TcpListener::bind("127.0.0.1:0").and_then(|listener| listener.local_addr()).expect("a port is free");
    let error = send(&client(format!("http://{free}"), |_| {}), &GET, |_| {}).expect_err("nobody listens");
    assert!(error.is_connect(), "{error:?}");

    let silent = Server::start(|_, _| thread::sleep(Duration::from_secs(5)));
    let core = client(silent.url(), |_| {});
    let start = Instant::now();
    let error = send(&core, &GET, |call| call.set_timeout(Duration::from_millis(200))).expect_err("time is out");
    assert!(error.is_timeout() && !error.is_connect(), "{error:?}");
    assert!(start.elapsed() < Duration::from_secs(4));

    let stalls = Server::start(|_, stream| {
        let _ = stream.write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nab");
        thread::sleep(Duration::from_secs(5));
    });
    let core = client(stalls.url(), |builder| builder.read_timeout(Duration::from_millis(200)));
    assert!(send(&core, &GET, |_| {}).expect_err("it stays silent").is_timeout());
}

#[test]
fn bodies_are_bounded_and_whole() {
    let short = Server::start(|_, stream| {
        let _ = stream.write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nab");
    });
    let error = send(&client(short.url(), |_| {}), &GET, |_| {}).expect_err("it broke off");
    assert_eq!(error.raw_body(), b"ab");
    let endless = AtomicUsize::new(0);
    let endless = Server::start(move |_, stream| {
        let _ = stream.write_all(b"HTTP/1.1 200 OK\r\n\r\n");
        while stream.write_all(&[b'x'; 4096]).is_ok() && endless.fetch_add(1, Ordering::Relaxed) < 100_000 {}
    });
    let core = client(endless.url(), |builder| builder.max_response_bytes(10_000));
    assert!(send(&core, &GET, |_| {}).expect_err("it is too long").is_body_too_large());
}

#[test]
fn streams_and_lists_are_iterators() {
    struct Watch<'a> {
        call: Call<'a>,
    }
    const OPERATION: Operation = GET;
    const PAGING: Paging = Paging {
        step: PageStep::Page { parameter: "page", first: 1 },
        items: "/items",
        has_more: "",
        total: "",
        total_pages: "/pages",
    };
    call! { Watch, json, serde_json::Value }
    stream! { Watch, events, u32 }
    pages! { Watch, json, serde_json::Value, u32 }
    let server = Server::start(|request, stream| match request.target() {
        "/?page=2" => reply(stream, "200 OK", "", br#"{"items":[3],"pages":2}"#),
        _ if request.header("accept") == Some("application/json") => {
            reply(stream, "200 OK", "", br#"{"items":[1,2],"pages":2}"#);
        }
        _ => {
            let _ = stream.write_all(b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nX-Request-Id: r\r\n\r\n");
            let _ = stream.write_all(b"data: 1\n\ndata: x\n\n");
            thread::sleep(Duration::from_millis(20));
            let _ = stream.write_all(b"data: 2\n\n");
        }
    });
    let core = client(server.url(), |_| {});
    let watch = || Watch { call: Call::new(&core, &OPERATION) };
    let events = watch().stream_blocking().expect("it begins");
    assert_eq!(events.get_ref().request_id(), Some("r"));
    let events: Vec<Option<u32>> = events.map(|event| event.ok().map(|event| event.data)).collect();
    assert_eq!(events, [Some(1), None, Some(2)]);
    let items: Result<Vec<u32>, Error> = watch().items_blocking().collect();
    assert_eq!(items.expect("all pages are good"), [1, 2, 3]);
    assert_eq!(watch().pages_blocking().count(), 2);
}
