//! Compressed bodies are read as what they say, and no further than the limit, whatever they say.

use crate::{
    probe::{GET, SERVICE, send},
    runtime::http::{CoreBuilder, ErrorKind, RawResponse, ReqwestTransport},
    server::{Server, reply},
};
use std::{
    io::Write,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};

const CAP: usize = 1 << 20;

async fn fetch(server: &Server) -> Result<RawResponse, crate::Error> {
    let mut builder = CoreBuilder::new(&SERVICE);
    let bare = reqwest::Client::builder().no_proxy();
    let second = Duration::from_secs(10);
    builder.transport(ReqwestTransport::from_builder(bare, second, second).expect("sound"));
    builder.base_url(server.url());
    builder.max_response_bytes(CAP);
    builder.max_error_bytes(1000);
    builder.max_attempts(1);
    send(&builder.build().expect("the settings are sound"), &GET, |_| {}).await
}

/// A body in this coding.
fn answering(status: &'static str, coding: &'static str, body: Vec<u8>) -> Server {
    Server::start(move |_, stream| reply(stream, status, &format!("Content-Encoding: {coding}\r\n"), &body))
}

/// Bodies in these codings; the second is of far more zeros or spaces than the limit allows.
async fn reads(coding: &'static str, small: Vec<u8>, bomb: Vec<u8>) {
    let raw = fetch(&answering("200 OK", coding, small.clone())).await.expect("a success");
    assert_eq!(raw.json::<Vec<bool>>().expect("a list"), [true]);
    let server = answering("200 OK", coding, small[..small.len() - 4].to_vec());
    assert_eq!(fetch(&server).await.expect_err("it is cut off").kind(), ErrorKind::Transport);
    assert!(bomb.len() < CAP, "the limit is not on what is sent: {}", bomb.len());
    let error = fetch(&answering("200 OK", coding, bomb.clone())).await.expect_err("it is too large");
    assert_eq!((error.kind(), error.raw_body().len()), (ErrorKind::BodyTooLarge, 0));
    let error = fetch(&answering("400 Bad Request", coding, bomb)).await.expect_err("a failure");
    assert_eq!((error.kind(), error.raw_body().len()), (ErrorKind::Status, 1000));
}

/// RFC 1952 around RFC 1951: `[true]` as it is.
const SMALL_GZIP: &[u8] = b"\x1f\x8b\x08\0\0\0\0\0\0\xff\x01\x06\0\xf9\xff[true]\x9f\x6f\x85\x45\x06\0\0\0";

/// Fixed Huffman codes: a zero, and 390,000 times the 258 bytes that begin one byte before.
fn gzip_bomb() -> Vec<u8> {
    let mut bits = Bits { bytes: b"\x1f\x8b\x08\0\0\0\0\0\0\xff".to_vec(), held: 0, count: 0 };
    bits.push(1, 1);
    bits.push(1, 2);
    bits.push(0b0000_1100, 8);
    for _ in 0..390_000 {
        // Length 258 is symbol 285: 11000101, its first bit first. Distance 1 is symbol 0: five zeros.
        bits.push(0b1010_0011, 8);
        bits.push(0, 5);
    }
    bits.push(0, 7);
    bits.push(0, 7);
    // The sum is never reached.
    bits.bytes.extend([0; 8]);
    bits.bytes
}

struct Bits {
    bytes: Vec<u8>,
    held: u32,
    count: u32,
}

impl Bits {
    fn push(&mut self, bits: u32, count: u32) {
        self.held |= bits << self.count;
        self.count += count;
        while self.count >= 8 {
            self.bytes.push(self.held.to_le_bytes()[0]);
            self.held >>= 8;
            self.count -= 8;
        }
    }
}

#[tokio::test]
async fn gzip() {
    reads("gzip", SMALL_GZIP.to_vec(), gzip_bomb()).await;
}

/// RFC 8878: a frame of one segment, and blocks that repeat a byte.
#[cfg(feature = "zstd")]
#[tokio::test]
async fn zstd() {
    let magic = b"\x28\xb5\x2f\xfd";
    // No checksum, a window of 1 MiB; a raw block of six bytes, the last one.
    let small = [magic, b"\0\x50".as_slice(), b"\x31\0\0[true]"].concat();
    // 800 blocks of 128 KiB each, of the same byte.
    let mut bomb = [magic, b"\0\x50".as_slice()].concat();
    for _ in 0..800 {
        bomb.extend(&(((128_u32 << 10) << 3) | 0b010).to_le_bytes()[..3]);
        bomb.push(b' ');
    }
    bomb.extend(b"\x01\0\0");
    reads("zstd", small, bomb).await;
}

/// RFC 7932: a block that is not compressed, and an empty last one.
#[cfg(feature = "brotli")]
#[tokio::test]
async fn brotli() {
    let small = b"\x50\0\x10[true]\x03".to_vec();
    // Two million spaces, as the reference encoder writes them.
    let bomb = b"\x97\x7f\x84\x1e\x00\x20\x40\xe2\xb1\x40\x72\xf8\x3c\x00";
    reads("br", small, bomb.to_vec()).await;
}

#[tokio::test]
async fn a_body_without_end_stops_at_the_limit() {
    let sent = Arc::new(AtomicU64::new(0));
    let count = sent.clone();
    let server = Server::start(move |_, stream| {
        let _ = stream.write_all(b"HTTP/1.1 200 OK\r\n\r\n");
        while stream.write_all(&[b' '; 1 << 16]).is_ok() {
            count.fetch_add(1 << 16, Ordering::SeqCst);
        }
    });
    assert_eq!(fetch(&server).await.expect_err("it is too large").kind(), ErrorKind::BodyTooLarge);
    // What the sockets hold on top is the system's: some megabytes at most.
    assert!(sent.load(Ordering::SeqCst) < 64 << 20);
}
