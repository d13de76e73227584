//! A server that fails in every way that a server has been seen to fail, under each kind of method: how often it is asked, what is
//! said, how long it takes, that nothing secret shows, and that the client works on.

use crate::{
    fault_table::{Act, Fault, faults},
    probe::{GET, HEAD, POST, SERVICE},
    retries::{DELETE, PATCH, PUT},
    runtime::http::{Call, Core, CoreBuilder, Error, ErrorKind, Operation, Pending, ReqwestTransport, RetryPolicy, Secret},
    server::{Server, read_request},
};
use std::{
    error::Error as _,
    io::Write,
    net::TcpListener,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    thread,
    time::{Duration, Instant},
};
use tokio::task::JoinSet;

pub const TIMEOUT: Duration = Duration::from_secs(4);
const SILENCE: Duration = Duration::from_millis(700);
/// What scheduling may add to a deadline on a busy machine.
pub const SLACK: Duration = Duration::from_millis(500);
const CAP: usize = 100_000;
const CANARY: &str = "canary-7d1f";

static SECURED_GET: Operation = Operation { security: &[&["bearer", "header", "query", "cookie"]], ..GET };
static SECURED_HEAD: Operation = Operation { method: HEAD.method, ..SECURED_GET };
static SECURED_PUT: Operation = Operation { method: PUT.method, ..SECURED_GET };
static SECURED_DELETE: Operation = Operation { method: DELETE.method, ..SECURED_GET };
static SECURED_POST: Operation = Operation { method: POST.method, ..SECURED_GET };
static SECURED_PATCH: Operation = Operation { method: PATCH.method, ..SECURED_GET };
static METHODS: [&Operation; 6] = [&SECURED_GET, &SECURED_HEAD, &SECURED_PUT, &SECURED_DELETE, &SECURED_POST, &SECURED_PATCH];

/// When a server fails.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Timing {
    AtOnce,
    /// After a while.
    Late,
    /// On a connection that was good for a request before.
    Reused,
}

/// A server that fails and counts how often, and where it is. One that fails on a connection that was good answers its first request
/// well, and does not count it.
fn start(act: Act, timing: Timing) -> (String, Arc<AtomicUsize>) {
    let count = Arc::new(AtomicUsize::new(0));
    let counter = count.clone();
    let pause = if timing == Timing::Late { Duration::from_millis(30) } else { Duration::ZERO };
    let listener = TcpListener::bind("127.0.0.1:0").expect("the loopback interface has a free port");
    let url = format!("http://{}", listener.local_addr().expect("it is bound"));
    match (act, timing) {
        (Act::Refuse, _) => {}
        (Act::Raw(act), _) => {
            thread::spawn(move || {
                for mut stream in listener.incoming().flatten() {
                    counter.fetch_add(1, Ordering::SeqCst);
                    thread::sleep(pause);
                    act(&mut stream);
                }
            });
        }
        (Act::Answer(act), Timing::Reused) => {
            thread::spawn(move || {
                let mut streams = listener.incoming().flatten();
                if let Some(mut stream) = streams.next() {
                    let counter = counter.clone();
                    thread::spawn(move || {
                        read_request(&mut stream);
                        let _ = stream.write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nnull");
                        if read_request(&mut stream).is_some() {
                            act(counter.fetch_add(1, Ordering::SeqCst), &mut stream);
                        }
                    });
                }
                for mut stream in streams {
                    let counter = counter.clone();
                    thread::spawn(move || {
                        if read_request(&mut stream).is_some() {
                            act(counter.fetch_add(1, Ordering::SeqCst), &mut stream);
                        }
                    });
                }
            });
        }
        (Act::Answer(act), Timing::AtOnce | Timing::Late) => {
            let server = Server::start(move |_, stream| {
                thread::sleep(pause);
                act(counter.fetch_add(1, Ordering::SeqCst), stream);
            });
            return (server.url(), count);
        }
    }
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

async fn case(transport: ReqwestTransport, operation: &'static Operation, fault: Fault, timing: Timing) -> Result<(), String> {
    let (url, count) = start(fault.act, timing);
    let core = client(&transport, url);
    if timing == Timing::Reused {
        ask(&core, &SECURED_GET, None).await.map_err(|error| format!("{}: the first request: {error}", fault.name))?;
    }
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
    let what = format!("{} {} {timing:?}: {result:?} after {asked} requests and {elapsed:?}", operation.method, fault.name);
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
    for timing in [Timing::AtOnce, Timing::Late, Timing::Reused] {
        for operation in METHODS {
            for fault in faults() {
                let has_timing = match fault.act {
                    Act::Refuse => timing == Timing::AtOnce,
                    // What happens before a request is read does not depend on one.
                    Act::Raw(_) => timing != Timing::Reused,
                    Act::Answer(_) => true,
                };
                if !has_timing {
                    continue;
                }
                if running.len() == 48
                    && let Some(done) = running.join_next().await
                {
                    failures.extend(done.expect("no case panics").err());
                }
                running.spawn(case(transport.clone(), operation, fault, timing));
                count += 1;
            }
        }
    }
    while let Some(done) = running.join_next().await {
        failures.extend(done.expect("no case panics").err());
    }
    assert_eq!((count, failures.join("\n")), (6 * (39 + 38 + 35), String::new()));
}
