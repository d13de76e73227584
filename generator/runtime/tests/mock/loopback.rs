//! On loopback the mock is a server like any other.

use crate::ask::{PETS, mock};
use runtime::runtime::mock::{Body, Entry, Failure, Mock, Parameter, Payload, Response, Server};
use serde_json::json;
use std::{
    io::{Read, Write},
    net::TcpStream,
};

fn pets() -> Mock {
    const LIST: Entry = Entry {
        parameters: &[Parameter::query("limit", r#"{"type":"integer"}"#)],
        responses: &[Response::json("200", "application/json", r#"{"const":"a long text"}"#)],
        ..PETS
    };
    const ADD: Entry = Entry {
        name: "add_pet",
        method: "POST",
        body: Some(Payload { required: true, offers: &[Body::new("application/json", r#"{"type":"object"}"#)] }),
        responses: &[Response::empty("204")],
        ..PETS
    };
    mock(vec![ADD, LIST], &[])
}

/// What comes back for these bytes, up to the end of the connection.
fn exchange(server: &Server, text: &str) -> String {
    let mut stream = TcpStream::connect(server.address()).expect("it listens");
    stream.write_all(text.as_bytes()).expect("it reads");
    let mut bytes = Vec::new();
    // A connection that ends too early is what some tests want.
    let _ = stream.read_to_end(&mut bytes);
    String::from_utf8_lossy(&bytes).to_ascii_lowercase()
}

const GET: &str = "GET /pets?limit=3 HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n";

#[test]
fn it_answers_and_remembers() {
    let mock = pets();
    let server = mock.serve().expect("loopback has a port");
    assert_eq!(server.url(), format!("http://{}", server.address()));
    let answer = exchange(&server, GET);
    assert!(answer.starts_with("http/1.1 200 ok\r\n") && answer.ends_with("\r\n\r\n\"a long text\""), "{answer}");
    let posted = exchange(
        &server,
        "POST /pets HTTP/1.1\r\nhost: x\r\nconnection: close\r\ncontent-type: application/json\r\ntransfer-encoding: chunked\r\n\r\n\
         7\r\n{\"a\":1}\r\n0\r\n\r\n",
    );
    assert!(posted.starts_with("http/1.1 204"), "{posted}");
    let arguments: Vec<_> = mock.requests().into_iter().map(|request| json!(request.arguments)).collect();
    assert_eq!(arguments, [json!({ "limit": 3 }), json!({ "body": { "a": 1 } })]);
    // Several requests of one connection.
    let keep = GET.replace("connection: close\r\n", "");
    assert_eq!(exchange(&server, &format!("{keep}{GET}")).matches("200 ok").count(), 2);
}

#[test]
fn it_fails_as_it_is_told() {
    let mock = pets();
    let server = mock.serve().expect("loopback has a port");
    mock.fail("list_pets", Failure::reset().times(1));
    mock.fail("list_pets", Failure::cut().times(1));
    assert_eq!(exchange(&server, GET), "");
    let cut = exchange(&server, GET);
    assert!(!cut.contains("long text"), "{cut}");
    assert!(exchange(&server, GET).contains("long text"));
}

#[test]
fn it_ends_when_it_is_dropped() {
    let server = pets().serve().expect("loopback has a port");
    let address = server.address();
    drop(server);
    assert!(TcpStream::connect(address).is_err());
}
