//! A server that fails in every way that a server has been seen to fail, under each kind of method: how often it is asked, what is
//! said, how long it takes, that nothing secret shows, and that the client works on.

use crate::{
    probe::{GET, HEAD, POST, SERVICE},
    retries::{DELETE, PATCH, PUT},
    runtime::http::{Call, Core, CoreBuilder, Error, ErrorKind, Operation, Pending, ReqwestTransport, RetryPolicy, Secret},
    server::{Server, reply},
};
use std::{
    error::Error as _,
    io::{Read, Write},
    net::{TcpListener, TcpStream},
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    thread,
    time::{Duration, Instant},
};
use tokio::task::JoinSet;

const TIMEOUT: Duration = Duration::from_secs(4);
const SILENCE: Duration = Duration::from_millis(700);
/// What scheduling may add to a deadline on a busy machine.
const SLACK: Duration = Duration::from_millis(500);
const CAP: usize = 100_000;
const CANARY: &str = "canary-7d1f";

static SECURED_GET: Operation = Operation { security: &[&["bearer", "header", "query", "cookie"]], ..GET };
static SECURED_HEAD: Operation = Operation { method: HEAD.method, ..SECURED_GET };
static SECURED_PUT: Operation = Operation { method: PUT.method, ..SECURED_GET };
static SECURED_DELETE: Operation = Operation { method: DELETE.method, ..SECURED_GET };
static SECURED_POST: Operation = Operation { method: POST.method, ..SECURED_GET };
static SECURED_PATCH: Operation = Operation { method: PATCH.method, ..SECURED_GET };
static METHODS: [&Operation; 6] = [&SECURED_GET, &SECURED_HEAD, &SECURED_PUT, &SECURED_DELETE, &SECURED_POST, &SECURED_PATCH];

/// How often the server is asked, and what comes of it.
type Fate = (usize, Option<ErrorKind>);

const FINE: Fate = (1, None);
const ONCE: Fate = (1, Some(ErrorKind::Transport));
const THRICE: Fate = (3, Some(ErrorKind::Transport));

struct Fault {
    name: &'static str,
    act: Act,
    /// Of GET, PUT and DELETE.
    idempotent: Fate,
    /// Of HEAD.
    head: Fate,
    /// Of POST and PATCH.
    other: Fate,
}

#[derive(Clone, Copy)]
enum Act {
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

fn faults() -> Vec<Fault> {
    use Act::{Answer, Raw, Refuse};
    let nothing = Raw(|_| {});
    let too_large = Some(ErrorKind::BodyTooLarge);
    let status = Some(ErrorKind::Status);
    let timeout = Some(ErrorKind::Timeout);
    vec![
        Fault { other: THRICE, ..head("refuse", Refuse) },
        head("accept, then close", nothing),
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

/// A server that fails and counts how often, and where it is.
fn start(act: Act) -> (String, Arc<AtomicUsize>) {
    let count = Arc::new(AtomicUsize::new(0));
    let counter = count.clone();
    let url = match act {
        Act::Refuse => {
            let closed = TcpListener::bind("127.0.0.1:0").and_then(|listener| listener.local_addr());
            format!("http://{}", closed.expect("the loopback interface has a free port"))
        }
        Act::Raw(act) => {
            let listener = TcpListener::bind("127.0.0.1:0").expect("the loopback interface has a free port");
            let url = format!("http://{}", listener.local_addr().expect("it is bound"));
            thread::spawn(move || {
                for mut stream in listener.incoming().flatten() {
                    counter.fetch_add(1, Ordering::SeqCst);
                    act(&mut stream);
                }
            });
            url
        }
        Act::Answer(act) => Server::start(move |_, stream| act(counter.fetch_add(1, Ordering::SeqCst), stream)).url(),
    };
    (url, count)
}

fn client(transport: &ReqwestTransport, url: String) -> Core {
    let mut builder = CoreBuilder::new(&SERVICE);
    builder.base_url(url);
    for scheme in ["bearer", "header", "query", "cookie"] {
        builder.credential(scheme, Secret::new(CANARY));
    }
    builder.transport(transport.clone());
    builder.retry(RetryPolicy::new().base_delay(Duration::from_millis(2)).throttle_delay(Duration::from_millis(2)));
    builder.timeout(TIMEOUT);
    builder.max_response_bytes(CAP);
    builder.build().expect("the settings are sound")
}

async fn ask(core: &Core, operation: &'static Operation, elsewhere: Option<&str>) -> Result<(), Error> {
    let mut call = Call::new(core, operation);
    call.literal("/x");
    if let Some(url) = elsewhere {
        call.set_base_url(url);
    }
    if ["PUT", "POST", "PATCH"].contains(&operation.method) {
        call.text("text/plain", "a body that is longer than what is read of it");
    }
    Pending::new(call, |raw| raw.json::<Option<bool>>().map(drop)).await
}

async fn case(transport: ReqwestTransport, operation: &'static Operation, fault: Fault) -> Result<(), String> {
    let (url, count) = start(fault.act);
    let core = client(&transport, url);
    let (attempts, kind) = match operation.method {
        "HEAD" => fault.head,
        "POST" | "PATCH" => fault.other,
        // Only GET and HEAD are redirected.
        "PUT" | "DELETE" if fault.idempotent.1 == Some(ErrorKind::Redirect) => fault.other,
        _ => fault.idempotent,
    };
    let begin = Instant::now();
    let result = ask(&core, operation, None).await;
    let elapsed = begin.elapsed();
    let asked = count.load(Ordering::SeqCst);
    let what = format!("{} {}: {result:?} after {asked} requests and {elapsed:?}", operation.method, fault.name);
    let error = result.err();
    if error.as_ref().map(Error::kind) != kind {
        return Err(format!("{what}; expected {kind:?}"));
    }
    let told = error.as_ref().map_or(attempts, Error::attempts);
    let expected = if kind == Some(ErrorKind::Redirect) { 1 } else { attempts };
    if told != expected || (asked != attempts && !matches!(fault.act, Act::Refuse)) {
        return Err(format!("{what}, of which {told} are told; expected {attempts}"));
    }
    if elapsed > TIMEOUT + SLACK {
        return Err(format!("{what}: too late"));
    }
    if let Some(error) = error {
        let mut shown = format!("{error} {error:?} {error:#?}");
        let mut cause = error.source();
        while let Some(next) = cause {
            shown.push_str(&format!(" {next} {next:?}"));
            cause = next.source();
        }
        if shown.contains(CANARY) {
            return Err(format!("{what}: {shown}"));
        }
    }
    let after = ask(&core, operation, Some(&Server::answering("200 OK", "", "null").url())).await;
    after.map_err(|error| format!("{what}, and then: {error}"))
}

#[tokio::test]
async fn every_fault_under_every_method() {
    let bare = reqwest::Client::builder().no_proxy();
    let transport = ReqwestTransport::from_builder(bare, Duration::from_secs(2), SILENCE).expect("sound");
    let mut running: JoinSet<Result<(), String>> = JoinSet::new();
    let mut failures = Vec::new();
    let mut count = 0;
    for operation in METHODS {
        for fault in faults() {
            if running.len() == 24
                && let Some(done) = running.join_next().await
            {
                failures.extend(done.expect("no case panics").err());
            }
            running.spawn(case(transport.clone(), operation, fault));
            count += 1;
        }
    }
    while let Some(done) = running.join_next().await {
        failures.extend(done.expect("no case panics").err());
    }
    assert_eq!((count, failures.join("\n")), (6 * 38, String::new()));
}
