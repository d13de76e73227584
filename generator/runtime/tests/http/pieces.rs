//! Answers that come in pieces: bytes, events and JSON lines.

use crate::{
    chunked::{Script, Scripted, script},
    probe::{GET, builder},
    runtime::http::{Call, Core, ErrorKind, Operation, stream},
};
use std::{future::Future, task::Context, time::Duration};

const OPERATION: Operation = GET;

struct Download<'a> {
    call: Call<'a>,
}
struct Watch<'a> {
    call: Call<'a>,
}
struct Listen<'a> {
    call: Call<'a>,
}
struct Export<'a> {
    call: Call<'a>,
}

// With a comma at the end, as a formatter writes what needs several lines.
stream! { Download, bytes, "image/png", }
stream! { Watch, events, i64, }
stream! { Listen, text_events, }
stream! { Export, json_lines, i64, "application/jsonl" }

fn core(transport: &Scripted, limit: usize) -> Core {
    let mut builder = builder();
    builder.transport(transport.clone());
    builder.max_response_bytes(limit);
    builder.build().expect("the settings are sound")
}

/// All values of a stream, and the error that comes among them or ends them.
macro_rules! all {
    ($stream:expr) => {{
        let mut stream = $stream;
        let mut found = Vec::new();
        let ended = loop {
            match stream.next().await {
                Ok(Some(value)) => found.push(value),
                Ok(None) => break None,
                Err(error) => break Some(error),
            }
        };
        (found, ended)
    }};
}

async fn lines(answer: Script) -> (Vec<i64>, Option<crate::Error>) {
    let transport = Scripted::new([answer]);
    let core = core(&transport, 100);
    all!(Export { call: Call::new(&core, &OPERATION) }.stream().await.expect("an answer"))
}

async fn events(answer: Script) -> (Vec<(String, String, i64)>, Option<crate::Error>) {
    let transport = Scripted::new([answer]);
    let core = core(&transport, 100);
    let (events, error) = all!(Watch { call: Call::new(&core, &OPERATION) }.stream().await.expect("an answer"));
    (events.into_iter().map(|event| (event.event, event.id, event.data)).collect(), error)
}

#[tokio::test]
async fn bytes_come_as_they_are_sent() {
    let transport = Scripted::new([script("image/png", &["ab", "", "c"])]);
    let core = core(&transport, 2);
    let stream = Download { call: Call::new(&core, &OPERATION) }.stream().await.expect("an answer");
    assert_eq!((stream.status().as_u16(), stream.request_id()), (200, Some("r")));
    assert_eq!(stream.headers()["content-type"], "image/png");
    let (pieces, error) = all!(stream);
    assert_eq!((pieces.concat(), pieces.len()), (b"abc".to_vec(), 2));
    assert!(error.is_none());
    assert_eq!(transport.seen()[0].headers()["accept"], "image/png");
}

#[tokio::test]
async fn a_body_that_breaks_off_is_an_error_once() {
    let transport = Scripted::new([script("image/png", &["ab", "!", "c"])]);
    let core = core(&transport, 100);
    let mut stream = Download { call: Call::new(&core, &OPERATION) }.stream().await.expect("an answer");
    assert_eq!(stream.next().await.expect("a piece").as_deref(), Some(b"ab".as_slice()));
    let error = stream.next().await.expect_err("it breaks off");
    let said = "Probe: 200 OK: https://api.example.com: the connection broke off: reset (request id r)";
    assert_eq!((error.kind(), error.to_string().as_str()), (ErrorKind::Transport, said));
    assert_eq!(stream.next().await.expect("nothing more"), None);
}

#[tokio::test]
async fn a_failure_is_an_error_before_anything_comes() {
    let answer = Script { status: 404, ..script("application/json", &["{\"why\":", "1}"]) };
    let transport = Scripted::new([answer]);
    let core = core(&transport, 100);
    let error = Download { call: Call::new(&core, &OPERATION) }.stream().await.expect_err("no success");
    assert_eq!((error.kind(), error.raw_body()), (ErrorKind::Status, b"{\"why\":1}".as_slice()));
}

#[tokio::test]
async fn what_is_dropped_is_given_up_and_a_dropped_wait_loses_nothing() {
    let transport = Scripted::new([script("image/png", &["ab", "c", "~"])]);
    let core = core(&transport, 100);
    let mut stream = Download { call: Call::new(&core, &OPERATION) }.stream().await.expect("an answer");
    let mut found = Vec::new();
    for _ in 0..20 {
        // A wait that is polled once and dropped.
        let mut wait = std::pin::pin!(stream.next());
        let polled = wait.as_mut().poll(&mut Context::from_waker(std::task::Waker::noop()));
        if let std::task::Poll::Ready(piece) = polled {
            found.extend(piece.expect("a piece").expect("a piece"));
        }
    }
    assert_eq!((found.as_slice(), transport.open()), (b"abc".as_slice(), 1));
    drop(stream);
    assert_eq!(transport.open(), 0);
}

#[tokio::test]
async fn events_have_data_of_a_type() {
    let text = "event: add\nid: 7\ndata: 1\n\n: comment\n\ndata:\ndata: 2\n\ndata: [DONE]\n\ndata: 3\n\n";
    let text: Vec<String> = text.chars().map(String::from).collect();
    let pieces: Vec<&str> = text.iter().map(String::as_str).collect();
    let (found, error) = events(script("text/event-stream; charset=utf-8", &pieces)).await;
    assert!(error.is_none());
    let event = |event: &str, id: &str, data| (event.to_owned(), id.to_owned(), data);
    assert_eq!(found, [event("add", "7", 1), event("message", "7", 2)]);
}

#[tokio::test]
async fn events_that_do_not_fit_are_errors_among_others() {
    let transport = Scripted::new([script("text/event-stream", &["data: 1\n\ndata: x\n\ndata: 2\n\n"])]);
    let core = core(&transport, 100);
    let mut stream = Watch { call: Call::new(&core, &OPERATION) }.stream().await.expect("an answer");
    assert_eq!(stream.next().await.expect("an event").expect("an event").data, 1);
    let error = stream.next().await.expect_err("no number");
    assert_eq!((error.is_decode(), error.raw_body()), (true, b"x".as_slice()));
    assert_eq!(stream.next().await.expect("an event").expect("an event").data, 2);
    assert!(stream.next().await.expect("the end").is_none());
}

#[tokio::test]
async fn text_events_end_where_the_answer_does() {
    let transport = Scripted::new([script("text/event-stream", &["data: [DONE]\n\ndata: b\n\ndata: cut"])]);
    let core = core(&transport, 100);
    let (found, error) = all!(Listen { call: Call::new(&core, &OPERATION) }.stream().await.expect("an answer"));
    assert!(error.is_none());
    assert_eq!(found.into_iter().map(|event| event.data).collect::<Vec<_>>(), ["[DONE]", "b"]);
    assert_eq!(transport.seen()[0].headers()["accept"], "text/event-stream");
}

#[tokio::test]
async fn another_media_type_is_not_read_as_events() {
    let transport = Scripted::new([script("text/html", &["<p>"])]);
    let core = core(&transport, 100);
    let error = Watch { call: Call::new(&core, &OPERATION) }.stream().await.expect_err("no events");
    assert_eq!(error.to_string(), "Probe: 200 OK: the answer is `text/html`, and not `text/event-stream` (request id r)");
}

#[tokio::test]
async fn nothing_larger_than_the_limit_is_held() {
    let long = "1".repeat(60);
    for pieces in
        [&["data: ", &long, &long, "~"][..], &["data: ", &long, "\ndata: ", &long, "~"], &["data: ", &long, &long, "\n\n"]]
    {
        let (found, error) = events(script("text/event-stream", pieces)).await;
        assert_eq!((found.len(), error.expect("too large").kind()), (0, ErrorKind::BodyTooLarge));
    }
    for pieces in [&[long.as_str(), &long, "~"][..], &[&long, &long, "\n"]] {
        let (found, error) = lines(script("application/jsonl", pieces)).await;
        assert_eq!((found.len(), error.expect("too large").kind()), (0, ErrorKind::BodyTooLarge));
    }
    let many: Vec<String> = (0..1000).map(|number| format!("data: {number}\n\n")).collect();
    let many: Vec<&str> = many.iter().map(String::as_str).collect();
    assert_eq!(events(script("text/event-stream", &many)).await.0.len(), 1000);
}

#[tokio::test]
async fn lines_and_sequences_are_values() {
    for (text, expected) in [
        ("1\n2\n", vec![1, 2]),
        ("1\r\n\r\n 2 \n\n3", vec![1, 2, 3]),
        ("\u{feff}1\n2", vec![1, 2]),
        ("\u{1e}1\n\u{1e}\u{1e}\n2\n", vec![1, 2]),
        ("", vec![]),
        ("\n \n", vec![]),
    ] {
        for size in 1..=text.len().max(1) {
            let pieces =
                text.as_bytes().chunks(size).map(|piece| crate::chunked::Piece::Bytes(::bytes::Bytes::copy_from_slice(piece)));
            let answer = Script { pieces: pieces.collect(), ..script("application/jsonl", &[]) };
            let (found, error) = lines(answer).await;
            assert!(error.is_none(), "{text:?}: {error:?}");
            assert_eq!(found, expected, "{text:?} in pieces of {size}");
        }
    }
}

#[tokio::test]
async fn a_record_that_is_cut_off_is_an_error() {
    let (found, error) = lines(script("application/json-seq", &["\u{1e}1\n\u{1e}2"])).await;
    assert_eq!(found, [1]);
    let said = "Probe: 200 OK: the last item of the answer is cut off (request id r)";
    assert_eq!(error.expect("it is cut off").to_string(), said);
}

#[tokio::test]
async fn only_a_timeout_of_the_call_limits_a_stream() {
    // What the transport is told: all other limits are its own.
    struct Told(std::sync::Mutex<Vec<Option<Duration>>>);
    impl crate::runtime::http::Transport for Told {
        fn send(
            &self,
            request: crate::runtime::http::TransportRequest,
        ) -> crate::runtime::http::TransportFuture<'_, crate::runtime::http::TransportResponse> {
            self.0.lock().expect("no panic").push(request.timeout);
            Box::pin(std::future::ready(Err(crate::runtime::http::TransportError::exchange("no answer"))))
        }
    }
    let told = std::sync::Arc::new(Told(std::sync::Mutex::default()));
    let mut builder = builder();
    builder.transport(told.clone());
    builder.max_attempts(1);
    let core = builder.build().expect("the settings are sound");
    let call = Call::new(&core, &OPERATION);
    Download { call }.stream().await.expect_err("no answer");
    let mut call = Call::new(&core, &OPERATION);
    call.set_timeout(Duration::from_secs(5));
    Download { call }.stream().await.expect_err("no answer");
    let told = told.0.lock().expect("no panic");
    assert_eq!(told[0], None);
    assert!(told[told.len() - 1].is_some_and(|timeout| timeout <= Duration::from_secs(5)));
}

/// A clock that does not wait, and remembers how long it would have.
#[derive(Clone, Default)]
struct Skipping(std::sync::Arc<std::sync::Mutex<Vec<Duration>>>);

impl crate::runtime::http::Clock for Skipping {
    fn sleep(&self, duration: Duration) -> crate::runtime::http::Sleep {
        self.0.lock().expect("no panic").push(duration);
        Box::pin(std::future::ready(()))
    }
}

/// The data of all events, the error, the waits, and the ids that were asked for.
async fn watched(operation: &'static Operation, answers: Vec<Script>) -> (Vec<i64>, Option<crate::Error>, Vec<u64>, Vec<String>) {
    let (transport, clock) = (Scripted::new(answers), Skipping::default());
    let mut builder = builder();
    builder.transport(transport.clone());
    builder.clock(clock.clone());
    builder.retry(crate::runtime::http::RetryPolicy::new().max_attempts(1));
    let core = builder.build().expect("the settings are sound");
    let (events, error) = all!(Watch { call: Call::new(&core, operation) }.stream().await.expect("an answer"));
    let waits = clock.0.lock().expect("no panic").iter().map(|wait| wait.as_millis() as u64).collect();
    let id = |request: ::http::Request<::bytes::Bytes>| {
        request.headers().get("last-event-id").map_or_else(String::new, |id| id.to_str().expect("a text").to_owned())
    };
    (events.into_iter().map(|event| event.data).collect(), error, waits, transport.seen().into_iter().map(id).collect())
}

const STREAM: &str = "text/event-stream";

#[tokio::test]
async fn a_broken_stream_is_resumed_behind_its_last_event() {
    let answers = vec![
        script(STREAM, &["id: 1\ndata: 1\n\nid: 2\ndata: 2\n", "!"]),
        script(STREAM, &["retry: 70\n\nid: 3\ndata: 3\n\n", "data: 4\n\n", "!"]),
        script(STREAM, &["data: 5\n\n"]),
    ];
    let (events, error, waits, ids) = watched(&OPERATION_GET, answers).await;
    assert!(error.is_none(), "{error:?}");
    assert_eq!((events, waits), (vec![1, 3, 4, 5], vec![3000, 70]));
    assert_eq!(ids, ["", "1", "3"]);
}

static OPERATION_GET: Operation = GET;
static OPERATION_POST: Operation = Operation { method: "POST", ..GET };

#[tokio::test]
async fn a_stream_is_not_resumed_without_ids_nor_where_it_might_do_harm() {
    let (events, error, waits, ids) = watched(&OPERATION_GET, vec![script(STREAM, &["data: 1\n\n", "!"])]).await;
    assert_eq!((events, waits.len(), ids.len()), (vec![1], 0, 1));
    assert_eq!(error.expect("it breaks off").kind(), ErrorKind::Transport);
    let answers = vec![script(STREAM, &["id: 1\ndata: 1\n\n", "!"]), script(STREAM, &["data: 2\n\n"])];
    let (events, error, waits, ids) = watched(&OPERATION_POST, answers).await;
    assert_eq!((events, waits.len(), ids.len()), (vec![1], 0, 1));
    assert_eq!(error.expect("it breaks off").kind(), ErrorKind::Transport);
}

#[tokio::test]
async fn a_stream_is_resumed_five_times_before_an_event_comes() {
    let mut answers = vec![script(STREAM, &["id: 1\ndata: 1\n\n", "!"])];
    answers.extend((0..9).map(|_| script(STREAM, &[": nothing\n", "!"])));
    let (events, error, waits, ids) = watched(&OPERATION_GET, answers).await;
    assert_eq!((events, waits.len(), ids.len()), (vec![1], 5, 6));
    assert_eq!(error.expect("it breaks off").kind(), ErrorKind::Transport);
    let (_, error, waits, _) = watched(&OPERATION_GET, vec![script(STREAM, &["id: 1\ndata: 1\n\n", "!"])]).await;
    assert_eq!((error.expect("nobody answers").is_connect(), waits.len()), (true, 5));
}

#[tokio::test]
async fn a_server_can_end_a_stream_that_broke_off() {
    let broken = || script(STREAM, &["id: 1\ndata: 1\n\n", "!"]);
    let gone = Script { status: 204, headers: vec![], pieces: vec![] };
    let (events, error, ..) = watched(&OPERATION_GET, vec![broken(), gone]).await;
    assert_eq!((events, error.is_none()), (vec![1], true));
    let refused = Script { status: 403, ..script("text/plain", &["no"]) };
    let (_, error, waits, _) = watched(&OPERATION_GET, vec![broken(), refused]).await;
    assert_eq!((error.expect("it is refused").kind(), waits.len()), (ErrorKind::Status, 1));
    let (_, error, ..) = watched(&OPERATION_GET, vec![broken(), script("text/html", &["<p>"])]).await;
    assert!(error.expect("no events").is_decode());
}
