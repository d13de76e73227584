//! Which credential is sent where, and what is said when there is none.

use crate::{
    probe::{GET, SERVICE, builder},
    runtime::http::{Call, CoreBuilder, Error, Operation, Secret},
};
use ::bytes::Bytes;
use ::http::Request;

fn build(
    operation: &'static Operation,
    set: impl FnOnce(&mut CoreBuilder),
    fill: impl FnOnce(&mut Call<'_>),
) -> Result<Request<Bytes>, Error> {
    let mut builder = builder();
    set(&mut builder);
    let core = builder.build()?;
    let mut call = Call::new(&core, operation);
    fill(&mut call);
    call.build()
}

fn all(builder: &mut CoreBuilder) {
    builder.credential("bearer", Secret::new("b"));
    builder.basic("basic", "user", &Secret::new("p:w"));
    builder.credential("digest", Secret::new("d=1"));
    builder.credential("header", Secret::new("h"));
    builder.credential("query", Secret::new("q&r"));
    builder.credential("cookie", Secret::new("c"));
}

#[test]
fn each_kind_has_its_place() {
    static BEARER: Operation = Operation { security: &[&["bearer"]], ..GET };
    static BASIC: Operation = Operation { security: &[&["basic"]], ..GET };
    static CUSTOM: Operation = Operation { security: &[&["digest"]], ..GET };
    static HEADER: Operation = Operation { security: &[&["header"]], ..GET };
    static QUERY: Operation = Operation { security: &[&["query"]], ..GET };
    static COOKIE: Operation = Operation { security: &[&["cookie"]], ..GET };
    static MUTUAL: Operation = Operation { security: &[&["mutual"]], ..GET };
    static NONE: Operation = Operation { security: &[], ..GET };
    let headers = |operation| {
        let request = build(operation, all, |_| {}).expect("all credentials are there");
        let mut headers = Vec::new();
        for (name, value) in request.headers().iter().filter(|(name, _)| !["accept", "user-agent"].contains(&name.as_str())) {
            assert!(value.is_sensitive());
            headers.push(format!("{name}: {}", value.to_str().expect("ASCII")));
        }
        (headers.join("\n"), request.uri().query().unwrap_or_default().to_owned())
    };
    let pair = |header: &str, query: &str| (header.to_owned(), query.to_owned());
    assert_eq!(headers(&BEARER), pair("authorization: Bearer b", ""));
    assert_eq!(headers(&BASIC), pair("authorization: Basic dXNlcjpwOnc=", ""));
    assert_eq!(headers(&CUSTOM), pair("authorization: Custom d=1", ""));
    assert_eq!(headers(&HEADER), pair("x-api-key: h", ""));
    assert_eq!(headers(&QUERY), pair("", "api%20key=q%26r"));
    assert_eq!(headers(&COOKIE), pair("cookie: session=c", ""));
    assert_eq!(headers(&MUTUAL), pair("", ""));
    assert_eq!(headers(&NONE), pair("", ""));
}

static ALTERNATIVES: Operation = Operation { security: &[&["bearer", "header"], &["query"]], ..GET };
static OPTIONAL: Operation = Operation { security: &[&[], &["bearer"]], ..GET };

#[test]
fn the_first_complete_alternative_is_taken() {
    let request = build(&ALTERNATIVES, all, |_| {}).expect("both are complete");
    assert_eq!(request.headers()["authorization"], "Bearer b");
    assert_eq!(request.headers()["x-api-key"], "h");
    assert_eq!(request.uri().query(), None);
    let second = |builder: &mut CoreBuilder| {
        builder.credential("bearer", Secret::new("b"));
        builder.credential("query", Secret::new("q"));
    };
    let request = build(&ALTERNATIVES, second, |_| {}).expect("the second is complete");
    assert!(!request.headers().contains_key("authorization"), "half an alternative is not sent");
    assert_eq!(request.uri().query(), Some("api%20key=q"));
}

#[test]
fn optional_credentials_are_sent_if_they_are_there() {
    assert!(build(&OPTIONAL, |_| {}, |_| {}).expect("none is needed").headers().get("authorization").is_none());
    assert_eq!(build(&OPTIONAL, all, |_| {}).expect("one is there").headers()["authorization"], "Bearer b");
}

#[test]
fn a_missing_credential_is_named_before_anything_is_sent() {
    let error = build(&ALTERNATIVES, |_| {}, |_| {}).expect_err("there is none");
    assert!(error.is_missing_credentials());
    assert_eq!(
        error.to_string(),
        "Probe: no credential for this call; call `bearer` on the client's builder (or set `PROBE_TOKEN` for `from_env`) and call \
         `header_key` on the client's builder; or call `query_key` on the client's builder"
    );
}

#[test]
fn headers_that_a_call_sets_stand_for_credentials() {
    static BEARER: Operation = Operation { security: &[&["bearer"]], ..GET };
    let own = |call: &mut Call<'_>| call.extra_header("Authorization", "Mine x");
    for set in [all as fn(&mut CoreBuilder), |_| {}] {
        let request = build(&BEARER, set, own).expect("the call has one of its own");
        assert_eq!(request.headers()["authorization"], "Mine x");
        assert!(request.headers()["authorization"].is_sensitive());
    }
    let default = |builder: &mut CoreBuilder| builder.default_header("authorization", "Default");
    assert_eq!(build(&BEARER, default, |_| {}).expect("a default is there").headers()["authorization"], "Default");
}

#[test]
fn another_origin_gets_none() {
    static EVERYTHING: Operation = Operation { security: &[&["bearer", "header", "query", "cookie"]], ..GET };
    let set = |builder: &mut CoreBuilder| {
        all(builder);
        builder.default_header("X-Default", "d");
    };
    let at = |url: &'static str| {
        let request = build(&EVERYTHING, set, |call| call.set_base_url(url)).expect("the URL is sound");
        (request.headers().len(), request.uri().to_string())
    };
    assert_eq!(at("https://api.example.com/other").0, 6);
    for foreign in ["http://api.example.com/v1", "https://api.example.com:8443/v1", "https://example.com"] {
        let (headers, uri) = at(foreign);
        assert_eq!(headers, 2, "accept and user-agent");
        assert!(!uri.contains('?'));
    }
}

#[test]
fn cookies_of_parameters_and_of_credentials_share_a_header() {
    static COOKIE: Operation = Operation { security: &[&["cookie"]], ..GET };
    let request = build(&COOKIE, all, |call| call.cookie("theme", &"dark")).expect("both fit");
    assert_eq!(request.headers()["cookie"], "theme=dark; session=c");
    assert!(request.headers()["cookie"].is_sensitive());
}

#[test]
fn credentials_that_cannot_be_sent_fail_the_build_of_the_client() {
    for (scheme, secret, message) in [
        ("bearer", "canary\n", "the credential for `bearer` holds a character that no header can carry"),
        ("header", "canary\0", "the credential for `header` holds a character that no header can carry"),
        ("cookie", "canary;x", "the credential for `cookie` holds a character that no cookie can carry"),
        ("basic", "canary", "the credential for `basic` must read `user:password`"),
        ("bearer", "", "the credential for `bearer` is empty"),
        ("unheard of", "canary", "there is no security scheme `unheard of`"),
    ] {
        let mut builder = builder();
        builder.credential(scheme, Secret::new(secret));
        let error = builder.build().expect_err("the credential is not sound");
        assert!(error.is_configuration());
        assert_eq!(error.to_string(), message);
    }
    let mut builder = builder();
    builder.basic("basic", "a:b", &Secret::new("canary"));
    assert_eq!(builder.build().expect_err("a colon").to_string(), "the user for `basic` holds a colon");
}

#[test]
fn the_environment_fills_what_is_not_set() {
    static BEARER: Operation = Operation { security: &[&["bearer"]], ..GET };
    let with = |token: &'static str, base: &'static str, explicit: bool| {
        build(
            &BEARER,
            |builder| {
                if explicit {
                    builder.credential("bearer", Secret::new("explicit"));
                    builder.base_url("https://explicit".to_owned());
                }
                builder.env_from(|name| match name {
                    "PROBE_TOKEN" => Some(token.to_owned()),
                    "PROBE_BASE_URL" => Some(base.to_owned()),
                    other => panic!("`{other}` is nobody's"),
                });
            },
            |_| {},
        )
        .map(|request| (request.headers()["authorization"].to_str().expect("ASCII").to_owned(), request.uri().to_string()))
    };
    let of = |token: &str, url: &str| (token.to_owned(), url.to_owned());
    assert_eq!(with(" env\n", "https://env", false).expect("all is there"), of("Bearer env", "https://env/"));
    assert_eq!(with("env", "https://env", true).expect("all is there"), of("Bearer explicit", "https://explicit/"));
    assert_eq!(with("env", " ", false).expect("a blank is ignored"), of("Bearer env", "https://api.example.com/v1/"));
    assert!(with(" ", "", false).expect_err("a blank is ignored").is_missing_credentials());
    assert!(SERVICE.schemes.len() > 5);
}
