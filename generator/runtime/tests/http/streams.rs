//! Bodies that are not in memory: files are read anew for every attempt, streams are sent once.

use crate::{
    probe::{BASE_URL, GET, POST, SERVICE, builder, recorder, send},
    runtime::http::{Body, Call, Core, CoreBuilder, File, Multipart, Operation},
};
use ::bytes::Bytes;
use ::http::{Request, Response};
use std::{
    io::{self, Write},
    path::PathBuf,
    sync::{Arc, Mutex},
    task::Poll,
};

/// A file that ends with this value.
struct Scratch(PathBuf);

impl Scratch {
    fn new(name: &str, content: &[u8]) -> Scratch {
        let path = std::env::temp_dir().join(format!("runtime-{}-{name}", std::process::id()));
        std::fs::File::create(&path).and_then(|mut file| file.write_all(content)).expect("a temporary file can be written");
        Scratch(path)
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        let _ = std::fs::remove_file(&self.0);
    }
}

fn counting(pieces: usize) -> Body {
    let mut left = pieces;
    Body::stream(None, move |_| {
        if left == 0 {
            return Poll::Ready(None::<Result<Bytes, io::Error>>);
        }
        left -= 1;
        Poll::Ready(Some(Ok(Bytes::from(format!("<{left}>")))))
    })
}

async fn collected(body: Body) -> Result<Bytes, String> {
    body.into_stream().collect().await.map_err(|error| error.to_string())
}

fn client(
    answer: impl Fn(&Request<Bytes>) -> Response<Bytes> + Send + Sync + 'static,
) -> (Core, Arc<Mutex<Vec<Request<Bytes>>>>) {
    let (memory, seen) = recorder(answer);
    let mut builder = CoreBuilder::new(&SERVICE);
    builder.transport(memory);
    (builder.build().expect("the settings are sound"), seen)
}

fn bodies(seen: &Mutex<Vec<Request<Bytes>>>) -> Vec<String> {
    let seen = seen.lock().expect("no test panics while it holds the lock");
    seen.iter().map(|request| String::from_utf8_lossy(request.body()).into_owned()).collect()
}

#[tokio::test]
async fn bodies_know_what_they_are() {
    let file = Scratch::new("kinds", b"content");
    let of_file = Body::file(&file.0).expect("the file is there");
    for (body, length, is_replayable, text) in [
        (Body::default(), Some(0), true, ""),
        (Body::from("text"), Some(4), true, "text"),
        (Body::from(b"binary"), Some(6), true, "binary"),
        (of_file.clone(), Some(7), true, "content"),
        (counting(3), None, false, "<2><1><0>"),
        (Body::reader(Some(3), io::Cursor::new("abc")), Some(3), false, "abc"),
    ] {
        assert_eq!(body.length(), length, "{text}");
        assert_eq!(body.is_replayable(), is_replayable, "{text}");
        let debug = format!("{body:?}");
        assert!(text.is_empty() || !debug.contains(text), "{debug}");
        assert_eq!(collected(body.clone()).await, Ok(Bytes::from(text)));
        let again = collected(body).await;
        match is_replayable {
            true => assert_eq!(again, Ok(Bytes::from(text))),
            false => assert_eq!(again, Err("the stream has been sent already".to_owned())),
        }
    }
    assert!(Body::file(std::env::temp_dir()).is_err(), "a folder has no content");
    assert!(Body::file("/no/such/file").is_err());
}

#[tokio::test]
async fn a_file_that_changes_while_it_is_sent_is_an_error_or_cut_to_the_length_that_was_announced() {
    let file = Scratch::new("changes", b"content");
    let body = Body::file(&file.0).expect("the file is there");
    std::fs::write(&file.0, "longer content").expect("the file can be written");
    assert_eq!(collected(body.clone()).await, Ok(Bytes::from("longer ")));
    std::fs::write(&file.0, "short").expect("the file can be written");
    assert_eq!(collected(body).await, Err("the file has become shorter".to_owned()));
}

#[tokio::test]
async fn an_error_in_the_midst_of_a_stream_is_one_of_the_call() {
    let mut left = 1;
    let broken = Body::stream(None, move |_| {
        left -= 1;
        Poll::Ready(Some(if left == 0 { Ok(Bytes::from("a")) } else { Err(io::Error::other("the disk is gone")) }))
    });
    let (core, seen) = client(|_| Response::new(Bytes::new()));
    let error = send(&core, &POST, |call| call.bytes("image/png", broken)).await.expect_err("the stream broke off");
    assert_eq!(error.to_string(), format!("Probe: {}: the connection broke off: the disk is gone", origin()));
    assert_eq!(bodies(&seen), Vec::<String>::new());
}

fn origin() -> &'static str {
    BASE_URL.trim_end_matches("/v1")
}

#[tokio::test]
async fn streams_and_files_are_sent_and_cannot_be_built() {
    let file = Scratch::new("sent", b"of a file");
    let (core, seen) = client(|_| Response::new(Bytes::new()));
    for body in [counting(2), Body::file(&file.0).expect("the file is there"), Body::from("bytes")] {
        let in_memory = body.as_bytes().is_some();
        let mut call = Call::new(&core, &POST);
        call.bytes("image/png", body.clone());
        match call.build() {
            Ok(built) => assert!(in_memory && built.headers()["content-type"] == "image/png"),
            Err(error) => {
                assert!(!in_memory && error.is_build());
                assert_eq!(error.to_string(), "Probe: the body is a file or a stream: it can only be sent");
            }
        }
        send(&core, &POST, |call| call.bytes("image/png", body)).await.expect("it was answered");
    }
    assert_eq!(bodies(&seen), ["<1><0>", "of a file", "bytes"]);
}

#[tokio::test]
async fn a_redirect_sends_a_file_again_and_a_stream_never() {
    let file = Scratch::new("redirected", b"again");
    let answer = |request: &Request<Bytes>| {
        let mut response = Response::new(Bytes::new());
        if !request.uri().path().ends_with("/there") {
            *response.status_mut() = ::http::StatusCode::TEMPORARY_REDIRECT;
            response.headers_mut().insert("location", ::http::HeaderValue::from_static("/there"));
        }
        response
    };
    let (core, seen) = client(answer);
    let body = Body::file(&file.0).expect("the file is there");
    send(&core, &GET, |call| call.bytes("text/plain", body)).await.expect("it was answered");
    assert_eq!(bodies(&seen), ["again", "again"]);
    let error = send(&core, &GET, |call| call.bytes("text/plain", counting(1))).await.expect_err("it is sent once");
    assert!(error.is_redirect());
    assert_eq!(bodies(&seen), ["again", "again", "<0>"]);
}

#[tokio::test]
async fn parts_may_be_files_and_streams() {
    let file = Scratch::new("part.txt", b"of the disk");
    let (core, seen) = client(|_| Response::new(Bytes::new()));
    let of_disk = File::open(&file.0).expect("the file is there").with_media_type("text/plain").with_header("X-Part", "1");
    send(&core, &POST, |call| {
        call.part_text("title", "", &"a");
        call.part_file("disk", "", &of_disk);
        call.part_file("stream", "", &File::new(counting(1)).with_name("s"));
    })
    .await
    .expect("it was answered");
    let seen = seen.lock().expect("no test panics while it holds the lock");
    let media_type = seen[0].headers()["content-type"].to_str().expect("ASCII");
    let boundary = media_type.strip_prefix("multipart/form-data; boundary=").expect("a boundary");
    assert_eq!(boundary.len(), "part-".len() + 32, "no one can foresee it");
    let name = file.0.file_name().expect("a file has a name").to_string_lossy().into_owned();
    let text = String::from_utf8_lossy(seen[0].body()).replace("\r\n", "\n").replace(boundary, "B");
    assert_eq!(
        text,
        format!(
            "--B\nContent-Disposition: form-data; name=\"title\"\n\na\n\
             --B\nContent-Disposition: form-data; name=\"disk\"; filename=\"{name}\"\nContent-Type: text/plain\nX-Part: 1\n\n\
             of the disk\n\
             --B\nContent-Disposition: form-data; name=\"stream\"; filename=\"s\"\nContent-Type: application/octet-stream\n\n<0>\n\
             --B--\n"
        )
    );
}

#[test]
fn a_header_of_a_part_cannot_end_it() {
    let core = builder().build().expect("the settings are sound");
    for (name, value) in [("X", "a\r\nb"), ("X\r\nY", "a"), ("", "a")] {
        let mut call = Call::new(&core, &POST);
        let mut parts = Multipart::default();
        parts.file("f", "", &File::new("x").with_header(name, value));
        call.multipart(parts);
        let error = call.build().expect_err("it would end the header");
        assert_eq!(error.to_string(), "Probe: a header of part `f` holds bytes that no header may carry");
    }
}

/// Only what a server must see shows on the wire: the announced length, or chunks.
#[cfg(feature = "reqwest")]
#[tokio::test]
async fn the_built_in_transport_announces_what_it_knows() {
    static UPLOAD: Operation = Operation { method: "PUT", ..GET };
    let file = Scratch::new("wire", b"of a file");
    for (body, header, content) in [
        (Body::file(&file.0).expect("the file is there"), "content-length: 9", "of a file"),
        (Body::reader(Some(3), io::Cursor::new("abc")), "content-length: 3", "abc"),
        (counting(1), "transfer-encoding: chunked", "3\r\n<0>\r\n0\r\n\r\n"),
    ] {
        let server = crate::server::Server::answering("200 OK", "", "null");
        let mut builder = CoreBuilder::new(&SERVICE);
        builder.base_url(server.url());
        let core = builder.build().expect("the settings are sound");
        send(&core, &UPLOAD, |call| call.bytes("image/png", body)).await.expect("it was answered");
        let request = server.received().remove(0);
        assert!(request.head.contains(header), "{}", request.head);
        assert_eq!(String::from_utf8_lossy(&request.body), content);
    }
}
