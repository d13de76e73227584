//! Tokens that the client fetches: from where, how often, and what happens when a server refuses one.

use crate::{
    Error,
    probe::{GET, POST, SERVICE, recorder, send},
    runtime::http::{
        Body, Call, Core, CoreBuilder, Grant, Operation, RawResponse, RetryPolicy, Token, TokenError, TokenExchange, TokenFuture,
        TokenSource, Tokens,
    },
    script::{Script, asking, status as status_step},
};
use ::bytes::Bytes;
use ::http::{HeaderValue, Request, Response, StatusCode};
use std::{
    io,
    sync::{
        Arc, Mutex,
        atomic::{AtomicU32, Ordering},
    },
    task::Poll,
    time::Duration,
};

static BEARER: Operation = Operation { security: &[&["bearer"]], ..GET };
static BEARER_POST: Operation = Operation { security: &[&["bearer"]], ..POST };
static OAUTH: Operation = Operation { security: &[&["oauth"]], ..GET };

/// Gives `t1`, `t2` … after the runtime has had a turn.
#[derive(Clone)]
struct Counting {
    fetches: Arc<AtomicU32>,
    lifetime: Option<Duration>,
    fails: bool,
}

impl Counting {
    fn new(lifetime: Option<Duration>) -> Counting {
        Counting { fetches: Arc::default(), lifetime, fails: false }
    }

    fn count(&self) -> u32 {
        self.fetches.load(Ordering::SeqCst)
    }
}

impl TokenSource for Counting {
    fn fetch<'a>(&'a self, _: TokenExchange<'a>) -> TokenFuture<'a> {
        Box::pin(async move {
            let number = self.fetches.fetch_add(1, Ordering::SeqCst) + 1;
            tokio::task::yield_now().await;
            if self.fails {
                return Err(TokenError::new(format!("attempt {number} failed")));
            }
            let token = Token::new(format!("t{number}"));
            Ok(self.lifetime.map_or(token.clone(), |lifetime| token.with_lifetime(lifetime)))
        })
    }
}

type Seen = Arc<Mutex<Vec<Request<Bytes>>>>;

fn client(
    set: impl FnOnce(&mut CoreBuilder),
    answer: impl Fn(&Request<Bytes>) -> Response<Bytes> + Send + Sync + 'static,
) -> (Core, Seen) {
    let (memory, seen) = recorder(answer);
    let mut builder = CoreBuilder::new(&SERVICE);
    builder.transport(memory);
    set(&mut builder);
    (builder.build().expect("the settings are sound"), seen)
}

fn ok() -> Response<Bytes> {
    Response::new(Bytes::from_static(b"null"))
}

fn status(code: u16) -> Response<Bytes> {
    let mut response = ok();
    *response.status_mut() = StatusCode::from_u16(code).expect("a status");
    response
}

fn sent(seen: &Seen) -> Vec<String> {
    let text = |request: &Request<Bytes>| match request.headers().get("authorization") {
        Some(value) => {
            assert!(value.is_sensitive());
            value.to_str().expect("ASCII").to_owned()
        }
        None => "none".to_owned(),
    };
    seen.lock().expect("no test panics while it holds the lock").iter().map(text).collect()
}

async fn call(core: &Core, operation: &'static Operation) -> Result<RawResponse, Error> {
    send(core, operation, |call| call.literal("/a")).await
}

#[tokio::test]
async fn a_token_is_fetched_once_for_all_who_wait() {
    let source = Counting::new(Some(Duration::from_secs(3600)));
    let (core, seen) = client(|builder| builder.tokens("bearer", Tokens::source(source.clone())), |_| ok());
    let calls: Vec<_> =
        (0..20).map(|_| core.clone()).map(|core| tokio::spawn(async move { call(&core, &BEARER).await.is_ok() })).collect();
    for call in calls {
        assert!(call.await.expect("no call panics"));
    }
    call(&core, &BEARER).await.expect("it was answered");
    assert_eq!(source.count(), 1);
    assert_eq!(sent(&seen), vec!["Bearer t1"; 21]);
}

#[tokio::test]
async fn those_who_wait_for_a_fetch_share_its_failure() {
    let source = Counting { fails: true, ..Counting::new(None) };
    let (core, seen) = client(|builder| builder.tokens("bearer", Tokens::source(source.clone())), |_| ok());
    let calls: Vec<_> =
        (0..5).map(|_| core.clone()).map(|core| tokio::spawn(async move { call(&core, &BEARER).await.err() })).collect();
    for call in calls {
        let error = call.await.expect("no call panics").expect("there is no token");
        assert!(error.is_token());
        assert_eq!(error.to_string(), "Probe: no token for `bearer`: attempt 1 failed");
    }
    assert_eq!((source.count(), sent(&seen).len()), (1, 0));
    let again = call(&core, &BEARER).await.expect_err("there is no token");
    assert_eq!(again.to_string(), "Probe: no token for `bearer`: attempt 2 failed", "a new call tries anew");
}

#[tokio::test]
async fn a_fetch_that_is_dropped_leaves_its_turn_to_another() {
    let source = Counting::new(None);
    let (core, _) = client(|builder| builder.tokens("bearer", Tokens::source(source.clone())), |_| ok());
    let first = tokio::spawn({
        let core = core.clone();
        async move { call(&core, &BEARER).await.is_ok() }
    });
    let second = tokio::spawn(async move { call(&core, &BEARER).await.is_ok() });
    while source.count() == 0 {
        tokio::task::yield_now().await;
    }
    first.abort();
    assert!(second.await.expect("it does not panic"));
}

#[tokio::test]
async fn tokens_last_as_long_as_they_say() {
    for (lifetime, fetches) in [(None, 1), (Some(3600), 1), (Some(0), 3)] {
        let source = Counting::new(lifetime.map(Duration::from_secs));
        let (core, _) = client(|builder| builder.tokens("bearer", Tokens::source(source.clone())), |_| ok());
        for _ in 0..3 {
            call(&core, &BEARER).await.expect("it was answered");
        }
        assert_eq!(source.count(), fetches, "{lifetime:?}");
    }
}

#[tokio::test]
async fn tokens_are_replaced_shortly_before_they_end() {
    // Half a minute before, or a tenth of a short life; in virtual time.
    for (lifetime, kept) in [(3600, 3570), (300, 270), (100, 90), (10, 9)] {
        let (script, source) = (Script::new([]), Counting::new(Some(Duration::from_secs(lifetime))));
        let mut builder = script.builder(RetryPolicy::new());
        builder.timeout(Duration::MAX);
        builder.tokens("bearer", Tokens::source(source.clone()));
        let core = builder.build().expect("the settings are sound");
        for (passes, fetches) in [(kept - 1, 1), (1, 1), (0, 2), (kept, 2), (0, 3)] {
            script.push([(Duration::from_secs(passes), status_step(200))]);
            call(&core, &BEARER).await.expect("it was answered");
            assert_eq!(source.count(), fetches, "{lifetime} seconds, {:?} passed", script.passed());
        }
        let sent = script.take_requests();
        let tokens: Vec<_> = sent.iter().map(|request| request.headers()["authorization"].to_str().expect("ASCII")).collect();
        assert_eq!(tokens, ["Bearer t1", "Bearer t1", "Bearer t2", "Bearer t2", "Bearer t3"]);
    }
}

#[tokio::test]
async fn a_call_that_waits_for_another_attempt_gets_a_token_that_lasts() {
    let (script, source) = (Script::new([asking(503, "100")]), Counting::new(Some(Duration::from_secs(60))));
    let mut builder = script.builder(RetryPolicy::new());
    builder.timeout(Duration::MAX);
    builder.tokens("bearer", Tokens::source(source.clone()));
    call(&builder.build().expect("the settings are sound"), &BEARER).await.expect("the second attempt is good");
    let sent = script.take_requests();
    assert_eq!(
        (&sent[0].headers()["authorization"], &sent[1].headers()["authorization"]),
        (&"Bearer t1".parse().expect("a value"), &"Bearer t2".parse().expect("a value"))
    );
}

#[tokio::test]
async fn a_token_that_is_refused_is_replaced_once() {
    let refusing = |tokens: &'static [&'static str]| {
        move |request: &Request<Bytes>| {
            let token = request.headers().get("authorization").and_then(|value| value.to_str().ok()).unwrap_or_default();
            if tokens.contains(&token) { status(401) } else { ok() }
        }
    };
    let source = Counting::new(None);
    let set = |builder: &mut CoreBuilder| builder.tokens("bearer", Tokens::source(source.clone()));
    let (core, seen) = client(set, refusing(&["Bearer t1"]));
    send(&core, &BEARER_POST, |call| call.json("application/json", &1)).await.expect("the second token is good");
    call(&core, &BEARER).await.expect("the second token is kept");
    assert_eq!(sent(&seen), ["Bearer t1", "Bearer t2", "Bearer t2"]);
    assert_eq!(seen.lock().expect("no test panics while it holds the lock")[1].body(), "1", "the body is sent again");

    let source = Counting::new(None);
    let set = |builder: &mut CoreBuilder| builder.tokens("bearer", Tokens::source(source.clone()));
    let (core, seen) = client(set, refusing(&["Bearer t1", "Bearer t2", "Bearer t3"]));
    assert_eq!(call(&core, &BEARER).await.expect_err("both are refused").status(), Some(StatusCode::UNAUTHORIZED));
    assert_eq!(sent(&seen), ["Bearer t1", "Bearer t2"]);

    // A stream is sent once, and a token that the user gives is the only one.
    let source = Counting::new(None);
    let (core, seen) = client(|builder| builder.tokens("bearer", Tokens::source(source)), refusing(&["Bearer t1"]));
    let stream = || Body::stream(Some(0), |_| Poll::Ready(None::<Result<Bytes, io::Error>>));
    let error = send(&core, &BEARER_POST, |call| call.bytes("text/plain", stream())).await.expect_err("it is refused");
    assert_eq!((error.status(), sent(&seen).len()), (Some(StatusCode::UNAUTHORIZED), 1));
    let (core, seen) = client(|builder| builder.tokens("bearer", Tokens::from("t1")), refusing(&["Bearer t1"]));
    assert!(call(&core, &BEARER).await.is_err());
    assert_eq!(sent(&seen).len(), 1);
}

#[tokio::test]
async fn a_request_is_built_with_the_token_that_is_there() {
    let source = Counting::new(None);
    let (core, _) = client(|builder| builder.tokens("bearer", Tokens::source(source)), |_| ok());
    let build = || Call::new(&core, &BEARER).build();
    let error = build().expect_err("nothing was fetched");
    assert_eq!(error.to_string(), "Probe: the token for `bearer` is not fetched yet: only sending a call does that");
    call(&core, &BEARER).await.expect("it was answered");
    assert_eq!(build().expect("there is one now").headers()["authorization"], "Bearer t1");
}

#[tokio::test]
async fn a_header_of_the_call_stands_for_the_token() {
    let source = Counting::new(None);
    let (core, seen) = client(|builder| builder.tokens("bearer", Tokens::source(source.clone())), |_| ok());
    send(&core, &BEARER, |call| call.extra_header("Authorization", "Mine")).await.expect("it was answered");
    assert_eq!((sent(&seen), source.count()), (vec!["Mine".to_owned()], 0));
}

#[tokio::test]
async fn no_other_origin_sees_a_token() {
    let source = Counting::new(None);
    let (core, seen) = client(
        |builder| builder.tokens("bearer", Tokens::source(source)),
        |request| {
            let mut response = status(302);
            match request.uri().host() {
                Some("elsewhere.example.com") => return ok(),
                _ => response.headers_mut().insert("location", HeaderValue::from_static("https://elsewhere.example.com/")),
            };
            response
        },
    );
    call(&core, &BEARER).await.expect("it was answered");
    send(&core, &BEARER, |call| call.set_base_url("https://elsewhere.example.com")).await.expect("it was answered");
    assert_eq!(sent(&seen), ["Bearer t1", "none", "none"]);
}

/// A service whose token endpoint is that of the document.
fn oauth(grant: Grant, answer: impl Fn(&str) -> (u16, &'static str) + Send + Sync + 'static) -> (Core, Seen) {
    client(
        |builder| builder.tokens("oauth", Tokens::from(grant)),
        move |request| {
            if request.uri().host() != Some("auth.example.com") {
                return ok();
            }
            let (code, body) = answer(std::str::from_utf8(request.body()).expect("UTF-8"));
            let mut response = Response::new(Bytes::from_static(body.as_bytes()));
            *response.status_mut() = StatusCode::from_u16(code).expect("a status");
            if code == 302 {
                response.headers_mut().insert("location", HeaderValue::from_static("https://thief.example.com/"));
            }
            response
        },
    )
}

fn bodies(seen: &Seen) -> Vec<String> {
    let seen = seen.lock().expect("no test panics while it holds the lock");
    seen.iter().map(|request| format!("{} {}", request.uri(), String::from_utf8_lossy(request.body()))).collect()
}

const API: &str = "https://api.example.com/v1/a ";

#[tokio::test]
async fn client_credentials_follow_the_letter() {
    let grant = Grant::client_credentials("an id", "s:cret/").with_scopes(["read", "write"]).with_parameter("audience", "x");
    let answer = r#"{"access_token": "abc", "token_type": "Bearer", "expires_in": 3600, "refresh_token": "not for us"}"#;
    let (core, seen) = oauth(grant.clone(), move |_| (200, answer));
    call(&core, &OAUTH).await.expect("it was answered");
    call(&core, &OAUTH).await.expect("it was answered");
    let form = "https://auth.example.com/token grant_type=client_credentials&scope=read+write&audience=x";
    assert_eq!(bodies(&seen), [form, API, API]);
    // `an+id:s%3Acret%2F`
    assert_eq!(sent(&seen), ["Basic YW4raWQ6cyUzQWNyZXQlMkY=", "Bearer abc", "Bearer abc"]);
    {
        let seen = seen.lock().expect("no test panics while it holds the lock");
        assert_eq!(seen[0].method(), "POST");
        assert_eq!(seen[0].headers()["content-type"], "application/x-www-form-urlencoded");
        assert_eq!(seen[0].headers()["accept"], "application/json");
    }
    let (core, seen) = oauth(grant.with_secret_in_body(), move |_| (200, answer));
    call(&core, &OAUTH).await.expect("it was answered");
    assert_eq!(bodies(&seen)[0], format!("{form}&client_id=an+id&client_secret=s%3Acret%2F"));
    assert_eq!(sent(&seen)[0], "none");
}

#[tokio::test]
async fn refresh_tokens_are_exchanged_and_replaced() {
    let kept = Arc::new(Mutex::new(Vec::new()));
    let keep = kept.clone();
    let grant = Grant::refresh_token("id", "", "r1").on_new_refresh_token(move |token| {
        keep.lock().expect("no test panics while it holds the lock").push(token.expose().to_owned());
    });
    let (core, seen) = oauth(grant, |form| match form.contains("refresh_token=r1") {
        true => (200, r#"{"access_token": "a", "expires_in": "0", "refresh_token": "r2"}"#),
        false => (200, r#"{"access_token": "b", "token_type": "BEARER"}"#),
    });
    for _ in 0..3 {
        call(&core, &OAUTH).await.expect("it was answered");
    }
    let form =
        |token: &str| format!("https://auth.example.com/refresh grant_type=refresh_token&refresh_token={token}&client_id=id");
    assert_eq!(bodies(&seen), [form("r1"), API.to_owned(), form("r2"), API.to_owned(), API.to_owned()]);
    assert_eq!(*kept.lock().expect("no test panics while it holds the lock"), ["r2"]);
}

#[tokio::test]
async fn an_endpoint_that_gives_no_token_is_quoted_and_nothing_is_leaked() {
    let origin = "https://auth.example.com";
    for (code, body, message) in [
        (
            400,
            r#"{"error": "invalid_client", "error_description": "bad canary-s\u001b"}"#,
            "400: invalid_client: bad [redacted]\\u{1b}",
        ),
        (500, "<html>", "500"),
        (302, "", "302"),
        (200, "{}", "without an `access_token`"),
        (200, "null", "without an `access_token`"),
        (200, r#"{"access_token": ""}"#, "without an `access_token`"),
    ] {
        let (core, seen) = oauth(Grant::client_credentials("id", "canary-s"), move |_| (code, body));
        let error = call(&core, &OAUTH).await.expect_err("there is no token");
        assert!(error.is_token() && error.status().is_none());
        assert_eq!(error.to_string(), format!("Probe: no token for `oauth`: {origin} answered {message}"));
        assert_eq!(bodies(&seen).len(), 1, "nobody else is asked");
        assert!(!format!("{error:?} {core:?}").contains("canary"));
    }
    let (core, _) = oauth(Grant::client_credentials("id", "s"), |_| (200, r#"{"access_token": "a", "token_type": "mac"}"#));
    let error = call(&core, &OAUTH).await.expect_err("it is no bearer token").to_string();
    assert_eq!(error, format!("Probe: no token for `oauth`: {origin} gave a token of the type `mac`, not `bearer`"));
    let grant = Grant::client_credentials("id", "canary-s").with_parameter("x", "canary");
    assert_eq!(format!("{grant:?}"), "Grant { client_id: \"id\", .. }");
    assert_eq!(format!("{:?}", Tokens::from("canary")), "Tokens(Given(redacted))");
    assert!(!format!("{:?}", Token::new("canary")).contains("canary"));
}

#[tokio::test]
async fn what_a_server_says_of_a_fetched_token_is_hidden() {
    let (core, _) = client(
        |builder| builder.tokens("oauth", Tokens::from(Grant::client_credentials("id", "s"))),
        |request| match request.uri().host() {
            Some("auth.example.com") => Response::new(Bytes::from_static(br#"{"access_token": "canary"}"#)),
            _ => {
                let mut response = Response::new(Bytes::from_static(b"who is canary?"));
                *response.status_mut() = StatusCode::FORBIDDEN;
                response
            }
        },
    );
    let error = call(&core, &OAUTH).await.expect_err("it is refused");
    assert_eq!(error.to_string(), "Probe: 403 Forbidden: who is [redacted]?");
}

#[test]
fn a_grant_needs_an_endpoint() {
    let build = |scheme: &'static str, tokens: Tokens| {
        let mut builder = crate::probe::builder();
        builder.tokens(scheme, tokens);
        builder.build().map(drop).map_err(|error| error.to_string())
    };
    let grant = || Grant::client_credentials("id", "s");
    let none = "the grant for `bearer`: the document names no token endpoint for this grant: call `with_token_url` on it";
    assert_eq!(build("bearer", grant().into()), Err(none.to_owned()));
    assert_eq!(build("bearer", grant().with_token_url("/token").into()), Ok(()), "it stands beside the base");
    let bad = "the grant for `oauth`: the token endpoint cannot be asked: its scheme is neither `https` nor `http`";
    assert_eq!(build("oauth", grant().with_token_url("ftp://x").into()), Err(bad.to_owned()));
    assert_eq!(build("query", grant().with_token_url("/t").into()), Err("`query` is not a scheme of tokens".to_owned()));
    assert_eq!(build("header", Tokens::source(Counting::new(None))), Ok(()));
}
