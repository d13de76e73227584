//! Memory and descriptors of the whole process, which has no other tests: a body beyond its limit does not fill the memory, and calls
//! that are dropped leave no connection behind.

// The system tells a process about itself here.
#![cfg(target_os = "linux")]
// The runtime is a module of a program here, not a library, so that unused parts of it are reported.
#![allow(dead_code, unreachable_pub, unused_imports)]

#[path = "http/probe.rs"]
mod probe;
#[path = "../src/runtime/mod.rs"]
pub mod runtime;
#[path = "http/server.rs"]
mod server;

use probe::{GET, SERVICE, send};
use runtime::http::{Core, CoreBuilder, Error, ErrorKind, RawResponse, ReqwestTransport};
use server::{Server, reply};
use std::{
    fs,
    io::Write,
    net::TcpStream,
    thread,
    time::{Duration, Instant},
};

/// What a limit may cost beyond itself, in bytes.
const SLACK: usize = 16 << 20;

fn status(key: &str) -> usize {
    let text = fs::read_to_string("/proc/self/status").expect("a process has a status");
    let line = text.lines().find_map(|line| line.strip_prefix(key)).expect("the system says so");
    line.trim_matches(|c: char| !c.is_ascii_digit()).parse::<usize>().expect("it is a number") << 10
}

/// How much more memory the process has at some time of this than before.
async fn growth<T>(work: impl Future<Output = T>) -> (T, usize) {
    fs::write("/proc/self/clear_refs", "5").expect("a process may forget its peak");
    let before = status("VmRSS:");
    let value = work.await;
    (value, status("VmHWM:").saturating_sub(before))
}

fn client(url: String, set: impl FnOnce(&mut CoreBuilder)) -> Core {
    let mut builder = CoreBuilder::new(&SERVICE);
    let (bare, second) = (reqwest::Client::builder().no_proxy(), Duration::from_secs(10));
    builder.transport(ReqwestTransport::from_builder(bare, second, second).expect("no certificate is needed"));
    builder.base_url(url);
    builder.max_attempts(1);
    set(&mut builder);
    builder.build().expect("the settings are sound")
}

async fn fetch(url: String) -> Result<RawResponse, Error> {
    send(&client(url, |_| {}), &GET, |_| {}).await
}

fn flood(stream: &mut TcpStream, head: &str, count: usize) {
    let piece = [b' '; 1 << 16];
    let mut is_open = stream.write_all(format!("HTTP/1.1 {head}\r\n\r\n").as_bytes()).is_ok();
    for _ in 0..count >> 16 {
        is_open = is_open && stream.write_all(&piece).is_ok();
    }
}

/// As many zeros as it takes to fill this many bytes, in a form that is a thousandth of that.
fn bomb(bytes: usize) -> Vec<u8> {
    // RFC 1952 around RFC 1951: a fixed block, a literal zero, then lengths of 258 at distance 1, of 13 bits each.
    let (mut bytes_out, mut held, mut count) = (b"\x1f\x8b\x08\0\0\0\0\0\0\xff".to_vec(), 0_u32, 0);
    let mut push = |bits: u32, length: u32| {
        held |= bits << count;
        count += length;
        while count >= 8 {
            bytes_out.push(held.to_le_bytes()[0]);
            held >>= 8;
            count -= 8;
        }
    };
    push(0b011, 3);
    push(0b0000_1100, 8);
    for _ in 0..bytes / 258 {
        push(0b1010_0011, 13);
    }
    push(0, 15);
    bytes_out.extend([0; 8]);
    bytes_out
}

/// One after the other, since both look at the whole process.
#[tokio::test]
async fn what_a_process_holds_stays_bounded() {
    a_body_beyond_its_limit_does_not_fill_the_memory().await;
    calls_that_are_dropped_leave_no_connection().await;
}

async fn a_body_beyond_its_limit_does_not_fill_the_memory() {
    let cap = 64 << 20;
    type Act = fn(&mut TcpStream);
    let large = Some(ErrorKind::BodyTooLarge);
    let cases: [(&str, Act, usize, Option<ErrorKind>); 6] = [
        ("one byte too many", |it| flood(it, "200 OK\r\nContent-Length: 67108865", (64 << 20) + 1), 0, large),
        ("just as many as are allowed", |it| flood(it, "200 OK\r\nContent-Length: 67108864", 64 << 20), cap, None),
        ("no end", |it| flood(it, "200 OK", usize::MAX), cap, large),
        ("a failure of a gigabyte", |it| flood(it, "500 Oh", 1 << 30), 0, Some(ErrorKind::Status)),
        ("a bomb of a thousand to one", |it| reply(it, "200 OK", "Content-Encoding: gzip\r\n", &bomb(300 << 20)), cap, large),
        (
            "a failure that is a bomb",
            |it| reply(it, "500 Oh", "Content-Encoding: gzip\r\n", &bomb(300 << 20)),
            0,
            Some(ErrorKind::Status),
        ),
    ];
    for (name, act, holds, kind) in cases {
        let url = Server::start(move |_, stream| act(stream)).url();
        let (result, growth) = growth(fetch(url)).await;
        assert_eq!(result.as_ref().err().map(Error::kind), kind, "{name}");
        assert!(growth <= holds + SLACK, "{name}: {} MiB", growth >> 20);
    }
}

fn descriptors() -> usize {
    fs::read_dir("/proc/self/fd").expect("a process has descriptors").count()
}

async fn calls_that_are_dropped_leave_no_connection() {
    // A server that answers in four pieces, each after a while.
    let server = Server::start(|_, stream| {
        for piece in ["HTTP/1.1 200 OK\r\nConnection: close\r\n", "Content-Length: 4\r\n\r\n", "nu", "ll"] {
            thread::sleep(Duration::from_micros(300));
            if stream.write_all(piece.as_bytes()).is_err() {
                return;
            }
        }
    });
    let (url, before) = (server.url(), descriptors());
    let core = client(url, |_| {});
    let mut finished = 0;
    for number in 0..1_000_u64 {
        let call = send(&core, &GET, |_| {});
        let patience = Duration::from_micros(number * 7919 % 2_500);
        finished += usize::from(tokio::time::timeout(patience, call).await.is_ok_and(|result| result.is_ok()));
    }
    assert!(finished < 1_000);
    assert_eq!(core.retry_budget(), 500);
    send(&core, &GET, |_| {}).await.expect("it works on");
    drop(core);
    let start = Instant::now();
    while descriptors() > before && start.elapsed() < Duration::from_secs(5) {
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    assert!(descriptors() <= before, "{} and {before} before", descriptors());
}
