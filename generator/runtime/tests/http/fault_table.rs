//! The ways in which a server fails, and what becomes of a call under each kind of method.

use crate::{
    faults::{SLACK, TIMEOUT},
    runtime::http::ErrorKind,
    server::reply,
};
use std::{
    io::{Read, Write},
    net::TcpStream,
    thread,
    time::{Duration, Instant},
};

/// How often the server is asked, and what comes of it.
pub type Fate = (usize, Option<ErrorKind>);

const FINE: Fate = (1, None);
const ONCE: Fate = (1, Some(ErrorKind::Transport));
const THRICE: Fate = (3, Some(ErrorKind::Transport));

pub struct Fault {
    pub name: &'static str,
    pub act: Act,
    /// Of GET, PUT and DELETE.
    pub idempotent: Fate,
    /// Of HEAD.
    pub head: Fate,
    /// Of POST and PATCH.
    pub other: Fate,
}

#[derive(Clone, Copy)]
pub enum Act {
    /// Nobody listens.
    Refuse,
    /// The connection is taken and treated so, before all of the request is read.
    Raw(fn(&mut TcpStream)),
    /// The request is read, and answered so; the number is that of the request, from 0.
    Answer(fn(usize, &mut TcpStream)),
}

/// A fault of the connection or of the head of the answer: HEAD meets it, too.
fn head(name: &'static str, act: Act) -> Fault {
    Fault { name, act, idempotent: THRICE, head: THRICE, other: ONCE }
}

/// A fault of the body, which HEAD does not read.
fn body(name: &'static str, act: Act) -> Fault {
    Fault { name, act, idempotent: THRICE, head: FINE, other: ONCE }
}

/// A body that is read and is not what the document says.
fn content(name: &'static str, act: Act) -> Fault {
    let decode = (1, Some(ErrorKind::Decode));
    Fault { name, act, idempotent: decode, head: FINE, other: decode }
}

fn silent(fault: Fault) -> Fault {
    let timeout = |(attempts, kind): Fate| (attempts, kind.map(|_| ErrorKind::Timeout));
    Fault { idempotent: timeout(fault.idempotent), head: timeout(fault.head), other: timeout(fault.other), ..fault }
}

fn throttled(name: &'static str, act: Act, attempts: usize, kind: Option<ErrorKind>) -> Fault {
    let fate = (attempts, kind);
    Fault { name, act, idempotent: fate, head: fate, other: fate }
}

fn say(stream: &mut TcpStream, text: impl AsRef<[u8]>) {
    // The client may be gone already, which is not our concern.
    let _ = stream.write_all(text.as_ref());
    let _ = stream.flush();
}

/// Until the client goes.
fn wait(stream: &mut TcpStream) {
    let _ = stream.set_read_timeout(Some(TIMEOUT + SLACK));
    let _ = stream.read(&mut [0; 64]);
}

fn drip(stream: &mut TcpStream, text: &str, pause: u64) {
    for byte in text.as_bytes().iter().cycle().take(100) {
        if stream.write_all(&[*byte]).is_err() {
            return;
        }
        thread::sleep(Duration::from_millis(pause));
    }
}

/// A part of the request stays unread, so that closing resets the connection.
fn read_a_little(stream: &mut TcpStream) {
    let _ = stream.read_exact(&mut [0; 8]);
}

const OK: &str = "HTTP/1.1 200 OK\r\nConnection: close\r\n";

fn ok(stream: &mut TcpStream, rest: &str) {
    say(stream, format!("{OK}{rest}"));
}

fn throttle(stream: &mut TcpStream, retry_after: &str) {
    reply(stream, "429 Too Many Requests", &format!("Retry-After: {retry_after}\r\n"), b"slow down");
}

/// All of them.
pub fn faults() -> Vec<Fault> {
    use Act::{Answer, Raw, Refuse};
    let nothing = Raw(|_| {});
    let too_large = Some(ErrorKind::BodyTooLarge);
    let status = Some(ErrorKind::Status);
    let timeout = Some(ErrorKind::Timeout);
    vec![
        Fault { other: THRICE, ..head("refuse", Refuse) },
        head("accept, then close", nothing),
        head("close instead of an answer", Answer(|_, _| {})),
        head("reset before the head", Raw(read_a_little)),
        head(
            "reset in the head",
            Raw(|it| {
                read_a_little(it);
                say(it, "HTTP/1.1 200 OK\r\nContent-Le");
            }),
        ),
        body("close in the body", Answer(|_, it| ok(it, "Content-Length: 100\r\n\r\nnull"))),
        content("length too small", Answer(|_, it| ok(it, "Content-Length: 2\r\n\r\nnull"))),
        silent(body(
            "length too large, and silence",
            Answer(|_, it| {
                ok(it, "Content-Length: 100\r\n\r\nnull");
                wait(it);
            }),
        )),
        body("garbage length", Answer(|_, it| ok(it, "Content-Length: many\r\n\r\nnull"))),
        body("two lengths", Answer(|_, it| ok(it, "Content-Length: 4\r\nContent-Length: 5\r\n\r\nnull"))),
        // RFC 9112, 6.3: chunks win.
        Fault {
            idempotent: FINE,
            other: FINE,
            ..body(
                "length and chunks",
                Answer(|_, it| {
                    ok(it, "Content-Length: 9\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nnull\r\n0\r\n\r\n");
                }),
            )
        },
        body("bad chunk size", Answer(|_, it| ok(it, "Transfer-Encoding: chunked\r\n\r\nfour\r\nnull\r\n0\r\n\r\n"))),
        body("no last chunk", Answer(|_, it| ok(it, "Transfer-Encoding: chunked\r\n\r\n4\r\nnull\r\n"))),
        body(
            "a chunk extension of 1 MB",
            Answer(|_, it| {
                ok(it, "Transfer-Encoding: chunked\r\n\r\n4;");
                say(it, "x".repeat(1 << 20));
                say(it, "\r\nnull\r\n0\r\n\r\n");
            }),
        ),
        head("garbage status line", Answer(|_, it| say(it, "HTTP/1.1 two hundred\r\n\r\nnull"))),
        head("HTTP/0.9", Answer(|_, it| say(it, "null"))),
        silent(head(
            "a flood of 103",
            Answer(|_, it| {
                let start = Instant::now();
                while start.elapsed() < TIMEOUT && it.write_all(b"HTTP/1.1 103 Early Hints\r\n\r\n").is_ok() {
                    thread::sleep(Duration::from_millis(5));
                }
            }),
        )),
        silent(body(
            "200, then nothing",
            Answer(|_, it| {
                ok(it, "Content-Length: 4\r\n\r\n");
                wait(it);
            }),
        )),
        silent(head("a slow head", Answer(|_, it| drip(it, "HTTP/1.1 200 OK\r\nX: y", 300)))),
        Fault {
            idempotent: (1, timeout),
            other: (1, timeout),
            ..body(
                "a slow body",
                Answer(|_, it| {
                    ok(it, "Content-Length: 1000\r\n\r\n");
                    drip(it, " ", 100);
                }),
            )
        },
        head(
            "10,000 headers",
            Answer(|_, it| {
                ok(it, &"X: y\r\n".repeat(10_000));
                say(it, "Content-Length: 4\r\n\r\nnull");
            }),
        ),
        head(
            "a header of 1 MB",
            Answer(|_, it| {
                ok(it, "X: ");
                say(it, "y".repeat(1 << 20));
                say(it, "\r\nContent-Length: 4\r\n\r\nnull");
            }),
        ),
        Fault {
            idempotent: (1, too_large),
            other: (1, too_large),
            ..body(
                "an endless body",
                Answer(|_, it| {
                    ok(it, "\r\n");
                    while it.write_all(&[b' '; 4096]).is_ok() {}
                }),
            )
        },
        content("truncated JSON", Answer(|_, it| reply(it, "200 OK", "", b"tru"))),
        content("trailing junk", Answer(|_, it| reply(it, "200 OK", "", b"null null"))),
        content("HTML", Answer(|_, it| reply(it, "200 OK", "Content-Type: text/html\r\n", b"<html>"))),
        content("an empty 200", Answer(|_, it| reply(it, "200 OK", "", b""))),
        Fault {
            idempotent: FINE,
            other: FINE,
            ..content("204 with a body", Answer(|_, it| reply(it, "204 No Content", "", b"junk")))
        },
        Fault {
            idempotent: FINE,
            other: FINE,
            ..content(
                "wrong charset",
                Answer(|_, it| {
                    reply(it, "200 OK", "Content-Type: application/json; charset=utf-16\r\n", b"null");
                }),
            )
        },
        content("invalid UTF-8", Answer(|_, it| reply(it, "200 OK", "", b"\"\xff\""))),
        Fault {
            idempotent: (3, None),
            head: (3, None),
            other: (1, status),
            ..head(
                "a burst of 503",
                Answer(|number, it| match number {
                    0 | 1 => reply(it, "503 Service Unavailable", "", b"down"),
                    _ => reply(it, "200 OK", "", b"null"),
                }),
            )
        },
        throttled("429, wait 0", Answer(|_, it| throttle(it, "0")), 3, status),
        throttled(
            "429, wait 1",
            Answer(|number, it| match number {
                0 => throttle(it, "1"),
                _ => reply(it, "200 OK", "", b"null"),
            }),
            2,
            None,
        ),
        throttled("429, wait 4", Answer(|_, it| throttle(it, "4")), 1, status),
        throttled("429, wait 121", Answer(|_, it| throttle(it, "121")), 1, status),
        throttled("429, wait 1e18", Answer(|_, it| throttle(it, "1000000000000000000")), 3, status),
        throttled("429, wait until a past date", Answer(|_, it| throttle(it, "Sun, 06 Nov 1994 08:49:37 GMT")), 3, status),
        throttled("429, junk", Answer(|_, it| throttle(it, "soon")), 3, status),
        Fault {
            idempotent: (11, Some(ErrorKind::Redirect)),
            head: (11, Some(ErrorKind::Redirect)),
            other: (1, status),
            ..head("a loop of redirects", Answer(|_, it| reply(it, "302 Found", "Location: /again\r\n", b"")))
        },
    ]
}
