//! Lists that come in pages: what is asked for, where they end, and that they always do.

use crate::{
    Error,
    probe::{GET, POST, builder, recorder},
    runtime::http::{Call, Core, ErrorKind, Memory, Operation, PageStep, Paging, Secret, call, pages},
};
use ::bytes::Bytes;
use ::http::{Request, Response as Answer};
use std::sync::{Arc, Mutex};

const OPERATION: Operation = Operation { path: "/items", security: &[&["query"]], ..GET };

/// A paging that says nothing but this.
const fn paging(step: PageStep) -> Paging {
    Paging { step, items: "/items", has_more: "", total: "", total_pages: "" }
}

/// A call type for each table.
macro_rules! lists {
    ($($module:ident $name:ident = $paging:expr;)*) => {
        $(mod $module {
            use super::*;
            pub struct $name<'a> { pub call: Call<'a> }
            const PAGING: Paging = $paging;
            call! { $name, json, serde_json::Value }
            pages! { $name, json, serde_json::Value, i64 }
        }
        use $module::$name;)*
    };
}

lists! {
    numbered Numbered = paging(PageStep::Page { parameter: "page", first: 1 });
    counted Counted = Paging { total_pages: "/info/pages", ..paging(PageStep::Page { parameter: "page", first: 1 }) };
    offset Shifted = Paging { total: "/total", ..paging(PageStep::Offset { parameter: "skip[to]", first: 0 }) };
    cursor Cursor = Paging { has_more: "/more", ..paging(PageStep::Cursor { parameter: "after", next: "/next" }) };
    last Last = Paging { items: "", ..paging(PageStep::Cursor { parameter: "after", next: "/-" }) };
    linked Linked = paging(PageStep::Link { next: "/links/next" });
    searched Searched = paging(PageStep::Cursor { parameter: "/page/after", next: "/next" });
    shifted Posted = Paging { total: "/total", ..paging(PageStep::Offset { parameter: "/skip", first: 0 }) };
    header Headed = Paging { items: "", ..paging(PageStep::LinkHeader) };
}

type Seen = Arc<Mutex<Vec<Request<Bytes>>>>;

/// A client whose server answers by the query of a request.
fn served(answer: impl Fn(&str) -> Answer<Bytes> + Send + Sync + 'static) -> (Core, Seen) {
    let (memory, seen) = recorder(move |request| answer(request.uri().query().unwrap_or_default()));
    (core(memory), seen)
}

fn core(memory: Memory) -> Core {
    let mut builder = builder();
    builder.transport(memory);
    builder.credential("query", Secret::new("canary"));
    builder.build().expect("the settings are sound")
}

fn json(text: impl Into<String>) -> Answer<Bytes> {
    Answer::new(Bytes::from(text.into()))
}

/// What was asked for, without the key.
fn queries(seen: &Seen) -> Vec<String> {
    let seen = seen.lock().expect("no panic");
    seen.iter().map(|request| request.uri().query().unwrap_or_default().replace("api%20key=canary", "K")).collect()
}

macro_rules! all {
    ($stream:expr) => {{
        let mut stream = $stream;
        let mut found = Vec::new();
        let ended: Option<Error> = loop {
            match stream.next().await {
                Ok(Some(value)) => found.push(value),
                Ok(None) => break None,
                Err(error) => break Some(error),
            }
            assert!(found.len() < 1000, "it does not end");
        };
        assert!(stream.next().await.expect("the end is the end").is_none());
        (found, ended)
    }};
}

#[tokio::test]
async fn pages_are_counted_until_one_is_empty() {
    let (core, seen) = served(|query| match query {
        "limit=2&api%20key=canary" => json(r#"{"items": [1, 2]}"#),
        "limit=2&page=2&api%20key=canary" => json(r#"{"items": [3]}"#),
        _ => json(r#"{"items": null}"#),
    });
    let call = || {
        let mut call = Call::new(&core, &OPERATION);
        call.literal("/items");
        call.query("limit", &2);
        Numbered { call }
    };
    let (items, error) = all!(call().items());
    assert_eq!((items, error.is_none()), (vec![1, 2, 3], true));
    assert_eq!(queries(&seen), ["limit=2&K", "limit=2&page=2&K", "limit=2&page=3&K"]);
    let (pages, _) = all!(call().pages());
    assert_eq!(pages.len(), 3);
    assert_eq!(pages[1]["items"][0], 3);
}

#[tokio::test]
async fn a_list_begins_where_the_call_says_and_ends_where_the_answer_does() {
    let (core, seen) = served(|_| json(r#"{"items": [1], "info": {"pages": 3}}"#));
    let mut call = Call::new(&core, &OPERATION);
    call.query("page", &3);
    assert_eq!(all!(Counted { call }.items()).0, [1]);
    assert_eq!(queries(&seen), ["page=3&K"]);
    let (core, seen) = served(|query| match query.contains("skip%5Bto%5D=2") {
        false => json(r#"{"items": [1, 2], "total": 3}"#),
        true => json(r#"{"items": [3], "total": "3"}"#),
    });
    assert_eq!(all!(Shifted { call: Call::new(&core, &OPERATION) }.items()).0, [1, 2, 3]);
    assert_eq!(queries(&seen), ["K", "skip%5Bto%5D=2&K"]);
}

#[tokio::test]
async fn cursors_are_taken_from_the_answer() {
    let (core, seen) = served(|query| match query {
        "api%20key=canary" => json(r#"{"items": [1], "next": "a b&c", "more": true}"#),
        "after=a%20b%26c&api%20key=canary" => json(r#"{"items": [], "next": 7}"#),
        "after=7&api%20key=canary" => json(r#"{"items": [2], "next": ""}"#),
        _ => json("{}"),
    });
    assert_eq!(all!(Cursor { call: Call::new(&core, &OPERATION) }.items()).0, [1, 2]);
    assert_eq!(seen.lock().expect("no panic").len(), 3);
    let (core, seen) = served(|_| json(r#"{"items": [1], "next": "x", "more": false}"#));
    assert_eq!(all!(Cursor { call: Call::new(&core, &OPERATION) }.items()).0, [1]);
    assert_eq!(seen.lock().expect("no panic").len(), 1);
    let (core, seen) = served(|query| json(if query.contains("after=2") { "[]" } else { "[1, 2]" }));
    assert_eq!(all!(Last { call: Call::new(&core, &OPERATION) }.items()).0, [1, 2]);
    assert_eq!(queries(&seen), ["K", "after=2&K"]);
}

#[tokio::test]
async fn what_says_which_page_may_stand_in_the_body() {
    static SEARCH: Operation = Operation { security: &[], ..POST };
    let (memory, seen) = recorder(|request: &Request<Bytes>| match std::str::from_utf8(request.body()).expect("UTF-8") {
        r#"{"q":1.0}"# => json(r#"{"items": [1], "next": 9007199254740993, "total": 3}"#),
        r#"{"page":{"after":9007199254740993},"q":1.0}"# => json(r#"{"items": [2], "next": "b\"c"}"#),
        r#"{"page":{"after":"b\"c"},"q":1.0}"# => json(r#"{"items": [3], "next": null}"#),
        r#"{"skip":1,"q":1.0}"# => json(r#"{"items": [2, 3], "total": 3}"#),
        other => panic!("{other}"),
    });
    let core = core(memory);
    let call = || {
        let mut call = Call::new(&core, &SEARCH);
        call.json("application/json", &serde_json::json!({"q": 1.0}));
        call
    };
    let (items, error) = all!(Searched { call: call() }.items());
    assert_eq!((items, error.map(|error| error.to_string())), (vec![1, 2, 3], None));
    let (items, error) = all!(Posted { call: call() }.items());
    assert_eq!((items, error.map(|error| error.to_string())), (vec![1, 2, 3], None));
    let seen = seen.lock().expect("no panic");
    assert!(seen.len() == 5 && seen.iter().all(|request| request.headers()["content-type"] == "application/json"));
}

#[tokio::test]
async fn links_are_followed_with_credentials_on_their_origin() {
    let (core, seen) = served(|query| match query {
        "api%20key=canary" => json(r#"{"items": [1], "links": {"next": "https://API.example.com:443/v1/items?page=2&x=%20"}}"#),
        "page=2&x=%20&api%20key=canary" => json(r#"{"items": [2], "links": {"next": "?page=3&api%20key=canary"}}"#),
        _ => json(r#"{"items": [3], "links": {"next": null}}"#),
    });
    let mut call = Call::new(&core, &OPERATION);
    call.literal("/items");
    assert_eq!(all!(Linked { call }.items()).0, [1, 2, 3]);
    assert_eq!(queries(&seen), ["K", "page=2&x=%20&K", "page=3&K"]);
    let (core, seen) = served(|query| match query.contains("page=2") {
        false => {
            Answer::builder().header("link", "</v1/items?page=2>; rel=next").body(Bytes::from_static(b"[1]")).expect("an answer")
        }
        true => json("[2]"),
    });
    assert_eq!(all!(Headed { call: Call::new(&core, &OPERATION) }.items()).0, [1, 2]);
    assert_eq!(queries(&seen), ["K", "page=2&K"]);
}

#[tokio::test]
async fn a_link_to_another_origin_is_an_error_and_nothing_is_sent_there() {
    for link in [
        "https://evil.example/items",
        "//evil.example/",
        "http://api.example.com/v1",
        "https://api.example.com:8443/",
        "https://u@api.example.com/",
    ] {
        let (core, seen) = served(move |_| json(format!(r#"{{"items": [1], "links": {{"next": "{link}"}}}}"#)));
        let (items, error) = all!(Linked { call: Call::new(&core, &OPERATION) }.items());
        let error = error.expect("the link leads elsewhere");
        assert_eq!((items, error.kind()), (vec![1], ErrorKind::Pages), "{link}");
        assert!(!format!("{error} {error:?}").contains("canary"));
        assert_eq!(seen.lock().expect("no panic").len(), 1, "{link}");
    }
}

#[tokio::test]
async fn what_comes_twice_is_an_error_and_no_loop() {
    // A server that does not know the parameter, and one that goes round.
    let (core, seen) = served(|_| json(r#"{"items": [1, 2]}"#));
    let (items, error) = all!(Numbered { call: Call::new(&core, &OPERATION) }.items());
    let error = error.expect("the page has come before");
    assert_eq!((items, error.kind(), error.is_pages()), (vec![1, 2], ErrorKind::Pages, true));
    assert_eq!(error.to_string(), "Probe: 200 OK: the server has sent this page before");
    assert_eq!(seen.lock().expect("no panic").len(), 2);
    let round = Mutex::new(0);
    let (core, _) = served(move |_| {
        let mut round = round.lock().expect("no panic");
        *round = (*round + 1) % 3;
        json(format!(r#"{{"items": [{round}], "next": "c{round}", "links": {{"next": "?c={round}"}}}}"#))
    });
    for error in [
        all!(Numbered { call: Call::new(&core, &OPERATION) }.items()).1,
        all!(Shifted { call: Call::new(&core, &OPERATION) }.items()).1,
        all!(Cursor { call: Call::new(&core, &OPERATION) }.items()).1,
        all!(Linked { call: Call::new(&core, &OPERATION) }.items()).1,
    ] {
        assert!(error.expect("it goes round").is_pages());
    }
    // The cursor that the call begins with counts.
    let (core, seen) = served(|_| json(r#"{"items": [1], "next": "x"}"#));
    let mut call = Call::new(&core, &OPERATION);
    call.query("after", &"x");
    assert!(all!(Cursor { call }.items()).1.expect("the cursor is the same").is_pages());
    assert_eq!(seen.lock().expect("no panic").len(), 1);
}

#[tokio::test]
async fn what_is_no_list_is_an_error_at_its_place() {
    let (core, _) = served(|_| json(r#"{"items": [1, "x"]}"#));
    let error = all!(Numbered { call: Call::new(&core, &OPERATION) }.items()).1.expect("no number");
    assert_eq!((error.is_decode(), error.path()), (true, Some("items[1]")));
    let (core, _) = served(|_| json(r#"{"items": {}}"#));
    assert!(all!(Numbered { call: Call::new(&core, &OPERATION) }.items()).1.expect("no list").is_decode());
    let (core, _) = served(|_| json("<html>"));
    assert!(all!(Numbered { call: Call::new(&core, &OPERATION) }.pages()).1.expect("no JSON").is_decode());
    let (core, seen) = served(|_| Answer::builder().status(404).body(Bytes::new()).expect("an answer"));
    let error = all!(Numbered { call: Call::new(&core, &OPERATION) }.items()).1.expect("no success");
    assert_eq!((error.kind(), seen.lock().expect("no panic").len()), (ErrorKind::Status, 1));
    let (core, seen) = served(|_| json(r#"{"items": [1]}"#));
    let mut call = Call::new(&core, &OPERATION);
    call.query("page", &"x");
    assert!(all!(Numbered { call }.items()).1.expect("no next page").is_pages());
    assert_eq!(seen.lock().expect("no panic").len(), 1);
    let mut call = Call::new(&core, &OPERATION);
    call.extra_header("a b", "");
    assert!(all!(Numbered { call }.items()).1.expect("it cannot be sent").is_build());
}

#[test]
fn nothing_of_a_call_is_printed() {
    let (core, _) = served(|_| json("{}"));
    let pages = Numbered { call: Call::new(&core, &OPERATION) }.pages();
    let items = Numbered { call: Call::new(&core, &OPERATION) }.items();
    assert_eq!(format!("{pages:?} {items:?}"), "Pages Items");
}
