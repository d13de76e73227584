//! The settings of a client: servers, variables, and what does not fit together.

use crate::{
    probe::{GET, SERVICE, builder},
    runtime::http::{Call, Core, CoreBuilder, Memory, Operation, Secret, Service},
};
use ::bytes::Bytes;
use ::http::Response;

fn memory() -> Memory {
    Memory::new(|_| Response::new(Bytes::new()))
}

fn uri(core: &Core, operation: &'static Operation) -> String {
    Call::new(core, operation).build().expect("the call is sound").uri().to_string()
}

static REGIONAL: Service = Service {
    base_url: Some("https://{region}.example.com/{version}"),
    variables: &[("region", "eu"), ("version", "v1")],
    ..SERVICE_WITHOUT_SCHEMES
};
const SERVICE_WITHOUT_SCHEMES: Service = Service {
    base_url: None,
    variables: &[],
    base_url_env: Some("PROBE_BASE_URL"),
    user_agent: "probe/1.0",
    idempotency_header: "Idempotency-Key",
    schemes: &[],
};
static NOWHERE: Service = SERVICE_WITHOUT_SCHEMES;

#[test]
fn variables_of_servers() {
    let with = |values: &[(&'static str, &str)]| {
        let mut builder = CoreBuilder::new(&REGIONAL);
        builder.transport(memory());
        for (name, value) in values {
            builder.variable(name, (*value).to_owned());
        }
        builder.build().map(|core| uri(&core, &GET)).map_err(|error| error.to_string())
    };
    assert_eq!(with(&[]).as_deref(), Ok("https://eu.example.com/v1/"));
    assert_eq!(with(&[("region", "us"), ("version", "v2/x")]).as_deref(), Ok("https://us.example.com/v2/x/"));
    for value in ["evil.com#", "evil.com?", "a@evil.com", "a\\b", "a b", "{version}", "a\n"] {
        let message = "the value of the server variable `region` holds a character that has a meaning in a URL";
        assert_eq!(with(&[("region", value)]), Err(message.to_owned()), "{value:?}");
    }
}

#[test]
fn a_document_without_a_server_needs_one() {
    let mut builder = CoreBuilder::new(&NOWHERE);
    builder.transport(memory());
    let error = builder.build().expect_err("there is no server");
    assert!(error.is_configuration());
    let message =
        "the document names no server: call `base_url` on the client's builder (or set `PROBE_BASE_URL` for `from_env`)";
    assert_eq!(error.to_string(), message);
}

#[test]
fn operations_with_a_server_of_their_own() {
    static ELSEWHERE: Operation =
        Operation { server: Some("https://{region}.upload.example.com/u/"), security: &[&["bearer"]], ..GET };
    static RELATIVE: Operation = Operation { server: Some("/v9"), ..GET };
    let mut it = builder();
    it.credential("bearer", Secret::new("b"));
    let core = it.build().expect("sound");
    assert_eq!(uri(&core, &RELATIVE), "https://api.example.com/v9/");
    let error = Call::new(&core, &ELSEWHERE).build().expect_err("the service has no such variable");
    assert_eq!(error.to_string(), "Probe: the base URL of this call cannot be used: it is not a URL");

    let mut it = CoreBuilder::new(&REGIONAL);
    it.transport(memory());
    static UPLOAD: Operation = Operation { security: &[], ..ELSEWHERE_OPEN };
    const ELSEWHERE_OPEN: Operation = Operation {
        id: "Upload",
        method: "GET",
        path: "/",
        security: &[],
        accept: "",
        server: Some("https://{region}.upload.example.com/u/"),
    };
    assert_eq!(uri(&it.build().expect("sound"), &UPLOAD), "https://eu.upload.example.com/u/");

    // Who chooses a base URL wants every request there.
    let mut it = builder();
    it.base_url("http://127.0.0.1:1/mock".to_owned());
    let core = it.build().expect("sound");
    assert_eq!(uri(&core, &RELATIVE), "http://127.0.0.1:1/mock/");
}

#[test]
fn what_cannot_be_sent_is_named() {
    type Set = fn(&mut CoreBuilder);
    let cases: [(Set, &str); 4] = [
        (|it| it.user_agent("a\nb"), "the user agent holds a character that no header can carry"),
        (|it| it.default_header("a b", ""), "`a b` cannot be the name of a header"),
        (|it| it.default_header("x", "\u{1}"), "default header `x` holds a character that no header can carry"),
        (|it| it.base_url("nonsense".to_owned()), "the base URL cannot be used: it has no scheme, such as `https://`"),
    ];
    for (set, message) in cases {
        let mut it = builder();
        set(&mut it);
        assert_eq!(it.build().expect_err("it cannot be sent").to_string(), message);
    }
}

#[test]
fn the_user_agent_can_be_chosen() {
    let mut it = builder();
    it.user_agent("mine/2");
    let core = it.build().expect("sound");
    assert_eq!(Call::new(&core, &GET).build().expect("sound").headers()["user-agent"], "mine/2");
    assert_eq!(Call::new(&crate::probe::core(), &GET).build().expect("sound").headers()["user-agent"], SERVICE.user_agent);
}

#[cfg(feature = "reqwest")]
#[test]
fn the_built_in_transport_is_the_default() {
    assert!(CoreBuilder::new(&SERVICE).build().is_ok());
}

#[cfg(not(feature = "reqwest"))]
#[test]
fn without_the_built_in_transport_one_must_be_given() {
    let error = CoreBuilder::new(&SERVICE).build().expect_err("there is none");
    let message = "there is no transport: turn on the feature `rustls`, or call `transport` on the client's builder";
    assert_eq!(error.to_string(), message);
}
