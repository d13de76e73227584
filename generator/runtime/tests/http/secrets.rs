//! A canary stands wherever a secret can stand, and shows nowhere.

use crate::{
    probe::{BASE_URL, GET, SERVICE},
    runtime::http::{Call, CoreBuilder, Hook, Memory, Operation, Outcome, Outgoing, Pending, Secret, TransportRequest},
    script::{Script, Step},
};
use ::bytes::Bytes;
use ::http::Response;
use std::sync::{Arc, Mutex};

static SECURED: Operation = Operation { security: &[&["bearer", "header", "query", "cookie"], &["basic"]], ..GET };

fn settings() -> CoreBuilder {
    let mut builder = CoreBuilder::new(&SERVICE);
    builder.base_url(format!("{BASE_URL}?sig=canary-base"));
    for scheme in ["bearer", "header", "query", "cookie"] {
        builder.credential(scheme, Secret::new("canary-secret"));
    }
    builder.basic("basic", "user", &Secret::new("canary-password"));
    builder
}

#[tokio::test]
async fn nothing_shows_them() {
    let mut builder = settings();
    builder.transport(Memory::new(|request| {
        let text = format!("you sent {} and {:?}", request.uri(), request.headers()["authorization"].to_str());
        Response::builder().status(401).body(Bytes::from(text)).expect("a response")
    }));
    let mut shown = vec![format!("{builder:?}"), format!("{:?}", Secret::new("canary"))];
    let core = builder.build().expect("the settings are sound");
    shown.push(format!("{core:?}"));
    let fill = |call: &mut Call<'_>| {
        call.literal("/x/");
        call.segment("x", &"canary-path");
        call.query("q", &"canary-query");
        call.header("X-Mine", &"canary-header");
        call.json("application/json", &"canary-body");
    };
    let mut call = Call::new(&core, &SECURED);
    fill(&mut call);
    shown.push(format!("{call:?}"));
    let request = call.build().expect("the call is sound");
    // The headers that hold credentials are sensitive. The URL and the caller's own header are the caller's to show.
    assert_eq!(format!("{:?}", request.headers()).matches("Sensitive").count(), 3);
    shown.push(format!("{:?}", TransportRequest::new(request)));

    let mut call = Call::new(&core, &SECURED);
    fill(&mut call);
    let pending = Pending::new(call, |_| Ok(()));
    shown.push(format!("{pending:?}"));
    let error = pending.await.expect_err("401");
    assert!(error.to_string().contains("[redacted]"));
    let told = error.to_string();
    assert!(!told.contains("canary-secret"), "{told}");

    for (fill, what) in [
        ((|call: &mut Call<'_>| call.header("X-Mine", &"canary\n")) as fn(&mut Call<'_>), "header"),
        (|call| call.cookie("mine", &"canary;"), "cookie"),
        (|call| call.set_base_url("https://user:canary@h"), "user"),
        (|call| call.set_base_url("canary"), "URL"),
    ] {
        let mut call = Call::new(&core, &SECURED);
        fill(&mut call);
        let error = call.build().expect_err("it cannot be sent");
        assert!(error.to_string().contains(what), "{error}");
        shown.extend([error.to_string(), format!("{error:?}")]);
    }
    for text in shown {
        assert!(!text.contains("canary"), "{text}");
    }
}

/// Shows whatever a hook is given.
#[derive(Clone, Default)]
struct Showing(Arc<Mutex<Vec<String>>>);

impl Hook for Showing {
    fn before(&self, request: &mut Outgoing<'_>) -> Result<(), Box<dyn std::error::Error + Send + Sync>> {
        self.0.lock().expect("no test panics while it holds the lock").push(format!("{request:?}"));
        Ok(())
    }

    fn after(&self, outcome: &Outcome<'_>) {
        self.0.lock().expect("no test panics while it holds the lock").push(format!("{outcome:?}"));
    }
}

#[tokio::test]
async fn attempts_and_hooks_show_none() {
    let cookie = || Step::Answer(503, vec![("set-cookie", "canary-cookie".to_owned())]);
    let away = Step::Answer(307, vec![("location", "https://other.example/?api%20key=canary-secret".to_owned())]);
    let script = Script::new([cookie(), Step::Reset, away, cookie()]);
    let hook = Showing::default();
    let mut builder = settings();
    builder.transport(script.clone());
    builder.hook(hook.clone());
    let core = builder.build().expect("the settings are sound");
    let mut call = Call::new(&core, &SECURED);
    call.set_idempotency_key("canary-key".into());
    let error = Pending::new(call, |_| Ok(())).await.expect_err("three failures");
    assert_eq!(error.attempts(), 3);
    let mut shown = std::mem::take(&mut *hook.0.lock().expect("no test panics while it holds the lock"));
    assert_eq!(shown.len(), 7, "three requests and four answers, one of which came from a stranger");
    shown.extend([error.to_string(), format!("{error:?}"), format!("{error:#?}")]);
    let stranger = script.take_requests().pop().expect("a request");
    shown.push(format!("{} {:?}", stranger.uri(), stranger.headers()));
    for text in shown {
        assert!(!text.contains("canary"), "{text}");
    }
}

#[cfg(feature = "reqwest")]
#[tokio::test]
async fn errors_of_the_network_show_no_url() {
    use crate::runtime::http::ReqwestTransport;
    use std::{error::Error, time::Duration};
    let closed = std::net::TcpListener::bind("127.0.0.1:0").expect("a free port").local_addr().expect("it is bound");
    let bare = reqwest::Client::builder().no_proxy();
    let mut builder = settings();
    builder.base_url(format!("http://{closed}/canary-prefix?sig=canary-base"));
    builder.transport(ReqwestTransport::from_builder(bare, Duration::from_secs(1), Duration::from_secs(1)).expect("sound"));
    let core = builder.build().expect("the settings are sound");
    let error = Pending::new(Call::new(&core, &SECURED), |_| Ok(())).await.expect_err("nobody listens");
    assert!(error.is_connect());
    let mut shown = format!("{error} {error:?} {error:#?}");
    let mut cause = error.source();
    while let Some(next) = cause {
        shown.push_str(&format!(" {next} {next:?}"));
        cause = next.source();
    }
    assert!(!shown.contains("canary"), "{shown}");
}
