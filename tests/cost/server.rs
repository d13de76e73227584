//! A server that keeps connections open and answers every request alike. One thread serves them all, so that whatever scheduling costs
//! those who ask, it costs them alike.

use std::thread;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
};

/// Starts a server and gives its URL. It ends with the process.
pub(crate) fn start(body: &str) -> String {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("loopback has a free port");
    listener.set_nonblocking(true).expect("a listener need not block");
    let url = format!("http://{}", listener.local_addr().expect("a bound listener has an address"));
    let head = format!("HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: {}\r\n\r\n", body.len());
    let answer: &'static [u8] = Box::leak((head + body).into_bytes().into_boxed_slice());
    thread::spawn(move || {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_io().build().expect("a runtime");
        runtime.block_on(async {
            let listener = TcpListener::from_std(listener).expect("the listener does not block");
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(serve(stream, answer));
            }
        });
    });
    url
}

/// Until the client goes. Requests have no body, so that each ends with its head.
async fn serve(mut stream: TcpStream, answer: &[u8]) {
    let mut buffer = [0; 8192];
    let mut held = 0;
    let _ = stream.set_nodelay(true);
    while let Ok(count @ 1..) = stream.read(&mut buffer[held..]).await {
        held += count;
        if buffer[..held].ends_with(b"\r\n\r\n") {
            held = 0;
            if stream.write_all(answer).await.is_err() {
                return;
            }
        }
    }
}
