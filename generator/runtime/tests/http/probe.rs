//! A client without types: calls are filled by hand, and an in-memory transport answers.

use crate::runtime::http::{
    Call, Core, CoreBuilder, Error, IDEMPOTENCY_KEY, Memory, Operation, Pending, RawResponse, Scheme, SchemeKind, Service,
};
use ::bytes::Bytes;
use ::http::{Request, Response};
use std::sync::{Arc, Mutex};

pub const BASE_URL: &str = "https://api.example.com/v1";

pub static SERVICE: Service = Service {
    base_url: Some(BASE_URL),
    variables: &[],
    base_url_env: Some("PROBE_BASE_URL"),
    user_agent: "probe/1.0",
    idempotency_header: IDEMPOTENCY_KEY,
    schemes: &[
        Scheme { name: "bearer", kind: SchemeKind::Bearer, setter: "bearer", env: Some("PROBE_TOKEN") },
        Scheme {
            name: "oauth",
            kind: SchemeKind::OAuth2 {
                client_credentials: Some("https://auth.example.com/token"),
                refresh: Some("https://auth.example.com/refresh"),
            },
            setter: "oauth",
            env: None,
        },
        Scheme { name: "basic", kind: SchemeKind::Basic, setter: "basic", env: None },
        Scheme { name: "digest", kind: SchemeKind::Http("Custom"), setter: "digest", env: None },
        Scheme { name: "header", kind: SchemeKind::Header("X-Api-Key"), setter: "header_key", env: None },
        Scheme { name: "query", kind: SchemeKind::Query("api key"), setter: "query_key", env: None },
        Scheme { name: "cookie", kind: SchemeKind::Cookie("session"), setter: "cookie_key", env: None },
        Scheme { name: "mutual", kind: SchemeKind::Transport, setter: "mutual", env: None },
    ],
};

pub static GET: Operation =
    Operation { id: "Probe", method: "GET", path: "/", security: &[], accept: "application/json", server: None };
pub static POST: Operation = Operation { method: "POST", ..GET };
pub static HEAD: Operation = Operation { method: "HEAD", ..GET };

/// A client that asks nobody.
pub fn core() -> Core {
    builder().build().expect("the settings are sound")
}

/// Settings with an in-memory transport that answers `null`.
pub fn builder() -> CoreBuilder {
    let mut builder = CoreBuilder::new(&SERVICE);
    builder.transport(Memory::new(|_| Response::new(Bytes::from_static(b"null"))));
    builder
}

/// The request that a call of `operation` makes.
pub fn request(operation: &'static Operation, fill: impl FnOnce(&mut Call<'_>)) -> Result<Request<Bytes>, Error> {
    let core = core();
    let mut call = Call::new(&core, operation);
    fill(&mut call);
    call.build()
}

/// The URL of a call of GET, without the base.
pub fn url(fill: impl FnOnce(&mut Call<'_>)) -> Result<String, Error> {
    let uri = request(&GET, fill)?.uri().to_string();
    Ok(uri.strip_prefix(BASE_URL).expect("a call stays below its base").to_owned())
}

/// Sends a call and gives the answer as it is.
pub async fn send(core: &Core, operation: &'static Operation, fill: impl FnOnce(&mut Call<'_>)) -> Result<RawResponse, Error> {
    let mut call = Call::new(core, operation);
    fill(&mut call);
    Pending::new(call, |raw| Ok(raw.clone())).await
}

/// A transport that keeps what it is asked, and answers by `answer`.
pub fn recorder(
    answer: impl Fn(&Request<Bytes>) -> Response<Bytes> + Send + Sync + 'static,
) -> (Memory, Arc<Mutex<Vec<Request<Bytes>>>>) {
    let seen = Arc::new(Mutex::new(Vec::new()));
    let record = seen.clone();
    let memory = Memory::new(move |request| {
        let response = answer(&request);
        record.lock().expect("no test panics while it holds the lock").push(request);
        response
    });
    (memory, seen)
}
