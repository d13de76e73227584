//! A server that keeps connections open and answers every request alike: it takes no part in what is measured.

use std::{
    io::{Read, Write},
    net::{TcpListener, TcpStream},
    thread,
};

/// Starts a server and gives its URL. It ends with the process.
pub(crate) fn start(body: &str) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").expect("loopback has a free port");
    let url = format!("http://{}", listener.local_addr().expect("a bound listener has an address"));
    let head = format!("HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: {}\r\n\r\n", body.len());
    let answer = (head + body).into_bytes();
    thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            let answer = answer.clone();
            thread::spawn(move || serve(stream, &answer));
        }
    });
    url
}

/// Until the client goes. Requests have no body, so that each ends with its head.
fn serve(mut stream: TcpStream, answer: &[u8]) {
    let mut buffer = [0; 8192];
    let mut held = 0;
    let _ = stream.set_nodelay(true);
    while let Ok(count @ 1..) = stream.read(&mut buffer[held..]) {
        held += count;
        if buffer[..held].ends_with(b"\r\n\r\n") {
            held = 0;
            if stream.write_all(answer).is_err() {
                return;
            }
        }
    }
}
