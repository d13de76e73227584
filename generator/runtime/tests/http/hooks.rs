//! Hooks see what goes out and what comes back, and add to it, but not for strangers.

use crate::{
    probe::{BASE_URL, GET, POST, send},
    runtime::http::{Core, Hook, Outcome, Outgoing, RetryPolicy},
    script::{Script, Step, status},
};
use ::http::HeaderValue;
use std::{
    error::Error,
    sync::{Arc, Mutex},
    time::Duration,
};

#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<String>>>);

impl Log {
    fn add(&self, line: String) {
        self.0.lock().expect("no test panics while it holds the lock").push(line);
    }

    fn take(&self) -> Vec<String> {
        std::mem::take(&mut *self.0.lock().expect("no test panics while it holds the lock"))
    }
}

impl Hook for Log {
    fn before(&self, request: &mut Outgoing<'_>) -> Result<(), Box<dyn Error + Send + Sync>> {
        let signature = format!("{} of {} bytes", request.attempt(), request.request().body().length().unwrap_or(0));
        request.headers_mut().insert("x-signature", HeaderValue::from_str(&signature)?);
        self.add(format!("{} {} {}", request.operation().id, request.request().method(), request.request().uri()));
        Ok(())
    }

    fn after(&self, outcome: &Outcome<'_>) {
        let what = match (outcome.status(), outcome.error()) {
            (Some(status), _) => format!("{status} with {} headers", outcome.headers().map_or(0, ::http::HeaderMap::len)),
            (None, error) => error.map(ToString::to_string).unwrap_or_default(),
        };
        self.add(format!("{} {} {:?}: {what}", outcome.operation().id, outcome.attempt(), outcome.elapsed()));
    }
}

fn watched(script: &Script) -> (Core, Log) {
    let log = Log::default();
    let mut builder = script.builder(RetryPolicy::new());
    builder.hook(log.clone());
    (builder.build().expect("the settings are sound"), log)
}

#[tokio::test]
async fn every_attempt_is_seen_and_signed() {
    let script = Script::with_jitter(1.0);
    script.push([
        (Duration::from_millis(70), Step::Refused),
        (Duration::from_millis(80), Step::Answer(408, vec![("a", "b".into())])),
    ]);
    let (core, log) = watched(&script);
    send(&core, &POST, |call| call.text("text/plain", "four")).await.expect("the third time");
    let signed: Vec<_> = script.take_requests().iter().map(|request| request.headers()["x-signature"].clone()).collect();
    assert_eq!(signed, ["1 of 4 bytes", "2 of 4 bytes", "3 of 4 bytes"]);
    let line = format!("Probe POST {BASE_URL}/");
    assert_eq!(
        log.take(),
        [
            &line,
            "Probe 1 70ms: could not connect",
            &line,
            "Probe 2 80ms: 408 Request Timeout with 1 headers",
            &line,
            "Probe 3 0ns: 200 OK with 0 headers",
        ]
    );
}

#[tokio::test]
async fn nothing_is_added_for_another_origin() {
    let there = |location: &str| Step::Answer(307, vec![("location", location.to_owned())]);
    let script = Script::new([there("/b"), there("https://other.example/c"), there("https://api.example.com/d")]);
    let (core, log) = watched(&script);
    send(&core, &GET, |_| {}).await.expect("a success");
    let signed: Vec<bool> = script.take_requests().iter().map(|request| request.headers().contains_key("x-signature")).collect();
    assert_eq!(signed, [true, true, false, false]);
    assert_eq!(log.take().iter().filter(|line| line.contains("GET")).count(), 2);
    send(&core, &GET, |call| call.set_base_url("https://other.example")).await.expect("a success");
    assert!(!script.take_requests()[0].headers().contains_key("x-signature"));
}

struct Refusing;

impl Hook for Refusing {
    fn before(&self, _: &mut Outgoing<'_>) -> Result<(), Box<dyn Error + Send + Sync>> {
        Err("no key to sign with".into())
    }
}

#[tokio::test]
async fn a_hook_may_refuse() {
    let script = Script::new([status(503)]);
    let mut builder = script.builder(RetryPolicy::new());
    builder.hook(Refusing);
    let core = builder.build().expect("the settings are sound");
    let error = send(&core, &GET, |_| {}).await.expect_err("it is refused");
    assert!(error.is_build() && error.source().is_some());
    assert_eq!(error.to_string(), "Probe: a hook refuses the request: no key to sign with");
    assert!(script.take_requests().is_empty());
}
