//! The mock itself: what it was told, what it has received, and the way from a request to what becomes of it.

use super::{
    answer::Answer,
    body,
    check::{Misfit, Side},
    credential,
    failure::{Failure, Kind},
    make::{Words, make},
    parameter,
    read::Request,
    received::{Fault, Received},
    reply::Maker,
    route::{Routes, Target},
    schemas::{Schemas, parse},
    seed::Seed,
    server::Server,
    table::{Entry, Table},
};
use bytes::Bytes;
use http::{HeaderMap, HeaderValue, StatusCode, header};
use serde_json::{Map, Value, json};
use std::{
    collections::{BTreeMap, VecDeque},
    fmt, io,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

/// A mock of the service. It is a transport, for a client in the same program, and can be [served](Mock::serve) on loopback, for any.
///
/// Clones are one mock: what one is told, all do, and what one receives, all show.
#[derive(Clone)]
pub struct Mock {
    shared: Arc<Shared>,
}

struct Shared {
    table: &'static Table,
    schemas: Schemas,
    routes: Routes,
    state: Mutex<State>,
}

/// A function that answers.
type Handler = Arc<dyn Fn(&Received) -> Answer + Send + Sync>;

#[derive(Default)]
struct State {
    seed: u64,
    handlers: BTreeMap<&'static str, Handler>,
    failures: BTreeMap<&'static str, VecDeque<Failure>>,
    received: Vec<Received>,
}

/// What becomes of a request.
pub(super) struct Outcome {
    /// What is waited for first.
    pub(super) delay: Duration,
    /// What comes then.
    pub(super) end: End,
}

/// How an exchange ends.
pub(super) enum End {
    /// With an answer.
    Answer(http::Response<Bytes>),
    /// With the half of one.
    Cut(http::Response<Bytes>),
    /// Without one.
    Reset,
}

impl fmt::Debug for Mock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Mock").field("operations", &self.shared.table.operations.len()).finish_non_exhaustive()
    }
}

impl Mock {
    /// A mock of the service of a table.
    pub fn of(table: &'static Table) -> Mock {
        let (schemas, routes) = (Schemas::new(table.schemas), Routes::new(table));
        Mock { shared: Arc::new(Shared { table, schemas, routes, state: Mutex::default() }) }
    }

    /// With another seed: the values that are made differ by seed, and are the same for the same. With the seed 0, which it has by
    /// itself, what the document shows for a part of a value is that part; with any other, all parts are made.
    pub fn seed(self, seed: u64) -> Mock {
        self.state().seed = seed;
        self
    }

    /// The names of all operations, sorted.
    pub fn operations(&self) -> impl Iterator<Item = &'static str> + use<> {
        self.shared.table.operations.iter().map(|entry| entry.name)
    }

    /// Arguments that an operation takes, made as answers are: an object of all parameters and of the first body.
    ///
    /// # Panics
    /// If there is no operation of this name.
    #[track_caller]
    pub fn arguments(&self, operation: &str) -> Value {
        let entry = self.entry(operation);
        let number = self.state().seed;
        let (seed, words) = (Seed::new(number, entry.name), if number == 0 { Words::Shown } else { Words::Made });
        let mut arguments = Map::new();
        let schemas = &self.shared.schemas;
        let body = entry.body.and_then(|payload| payload.offers.first().copied());
        let parameters = entry.parameters.iter().map(|parameter| (parameter.name, parameter.schema));
        for (name, schema) in parameters.chain(body.map(|body| (body.name, body.schema))) {
            let value = make(schemas, &[&parse(schema)], seed.of(name), words, Side::Request);
            arguments.insert(name.to_owned(), value);
        }
        Value::Object(arguments)
    }

    /// Answers an operation with this from now on.
    ///
    /// # Panics
    /// If there is no operation of this name.
    #[track_caller]
    pub fn answer(&self, operation: &str, answer: impl Into<Answer>) {
        let answer = answer.into();
        self.answer_with(operation, move |_| answer.clone());
    }

    /// Answers an operation with what a function makes of each request from now on.
    ///
    /// # Panics
    /// If there is no operation of this name.
    #[track_caller]
    pub fn answer_with(&self, operation: &str, answer: impl Fn(&Received) -> Answer + Send + Sync + 'static) {
        let name = self.entry(operation).name;
        self.state().handlers.insert(name, Arc::new(answer));
    }

    /// Makes an operation fail from now on. Failures that are told one after the other come one after the other.
    ///
    /// # Panics
    /// If there is no operation of this name.
    #[track_caller]
    pub fn fail(&self, operation: &str, failure: Failure) {
        let name = self.entry(operation).name;
        self.state().failures.entry(name).or_default().push_back(failure);
    }

    /// Forgets what it was told, and what it has received. The seed stays.
    pub fn reset(&self) {
        let mut state = self.state();
        *state = State { seed: state.seed, ..State::default() };
    }

    /// What it has received so far.
    pub fn requests(&self) -> Vec<Received> {
        self.state().received.clone()
    }

    /// Serves it on loopback, at a port that is free. The server ends when it is dropped.
    ///
    /// # Errors
    /// If there is no port, or no thread.
    pub fn serve(&self) -> io::Result<Server> {
        Server::start(self.clone())
    }

    #[track_caller]
    fn entry(&self, operation: &str) -> &'static Entry {
        match self.shared.table.operations.iter().find(|entry| entry.name == operation) {
            Some(entry) => entry,
            None => panic!("there is no operation `{}`; `Mock::operations` lists their names", operation.escape_debug()),
        }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.shared.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// What becomes of a request.
    pub(super) fn take(&self, request: &Request) -> Outcome {
        let mut received = Received {
            operation: None,
            method: request.method.to_string(),
            path: request.path.clone(),
            arguments: Map::new(),
            headers: self.marked(request.headers.clone()),
            body: request.body.clone(),
            faults: Vec::new(),
            status: None,
        };
        let outcome = self.outcome(request, &mut received);
        received.status = match &outcome.end {
            End::Answer(reply) | End::Cut(reply) => Some(reply.status().as_u16()),
            End::Reset => None,
        };
        self.state().received.push(received);
        outcome
    }

    fn outcome(&self, request: &Request, received: &mut Received) -> Outcome {
        let refuse = |received: &mut Received, status, faults: Vec<Fault>| {
            let reply = refusal(status, received.operation, &faults);
            received.faults = faults;
            Outcome { delay: Duration::ZERO, end: End::Answer(reply) }
        };
        let fault = |place, reason: String| vec![Fault { argument: String::new(), place, path: String::new(), reason }];
        let (entry, path) = match self.shared.routes.find(request) {
            Target::Operation(entry, path) => (entry, path),
            Target::Methods(methods) => {
                let reason = format!("the path has no operation for {}, only for {}", request.method, methods.join(", "));
                let mut outcome = refuse(received, StatusCode::METHOD_NOT_ALLOWED, fault("method", reason));
                if let (End::Answer(reply), Ok(allowed)) = (&mut outcome.end, HeaderValue::from_str(&methods.join(", "))) {
                    reply.headers_mut().insert(header::ALLOW, allowed);
                }
                return outcome;
            }
            Target::Nowhere => {
                let reason = format!("no operation has the path `{}`", request.path);
                return refuse(received, StatusCode::NOT_FOUND, fault("path", reason));
            }
        };
        received.operation = Some(entry.name);
        if let Some(missing) = credential::missing(self.shared.table, entry, request) {
            let mut outcome = refuse(received, StatusCode::UNAUTHORIZED, fault("credentials", format!("{missing} is missing")));
            if let End::Answer(reply) = &mut outcome.end {
                // RFC 9110, 11.6.1: a refusal says how to do better.
                reply.headers_mut().insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
            }
            return outcome;
        }
        let (status, faults) = self.read(entry, request, &path, &mut received.arguments);
        if !faults.is_empty() {
            return refuse(received, status, faults);
        }
        self.answered(entry, request, received)
    }

    /// Reads the arguments, and gives what is wrong with them.
    fn read(
        &self,
        entry: &'static Entry,
        request: &Request,
        path: &[(String, String)],
        arguments: &mut Map<String, Value>,
    ) -> (StatusCode, Vec<Fault>) {
        let schemas = &self.shared.schemas;
        let mut faults = Vec::new();
        let mut status = StatusCode::BAD_REQUEST;
        let missing = || Misfit { path: String::new(), reason: "is missing".to_owned() };
        let fault = |argument: &str, place, misfit: Misfit| {
            let Misfit { path, reason } = misfit;
            Fault { argument: argument.to_owned(), place, path, reason }
        };
        for known in entry.parameters {
            let (value, misfit) = match parameter::read(schemas, entry, known, &parse(known.schema), request, path) {
                Some(Ok(value)) => (Some(value), None),
                Some(Err((value, misfit))) => (Some(value), Some(misfit)),
                None => (None, known.required.then(missing)),
            };
            arguments.extend(value.map(|value| (known.name.to_owned(), value)));
            faults.extend(misfit.map(|misfit| fault(known.name, known.place.as_str(), misfit)));
        }
        let Some(payload) = &entry.body else { return (status, faults) };
        let names: Vec<&str> = payload.offers.iter().map(|offer| offer.name).collect();
        match body::read(schemas, payload, request) {
            Ok(Some(content)) => {
                faults.extend(content.misfit.map(|misfit| fault(content.name, "body", misfit)));
                arguments.insert(content.name.to_owned(), content.value);
            }
            Ok(None) if payload.required => faults.push(fault(&names.join("` or `"), "body", missing())),
            Ok(None) => {}
            Err(given) => {
                let known: Vec<String> = payload.offers.iter().map(|offer| format!("`{}`", offer.media_type)).collect();
                let reason = format!("is `{given}`, which is none of {}", known.join(", "));
                faults.push(fault(&names.join("` or `"), "body", Misfit { path: String::new(), reason }));
                status = StatusCode::UNSUPPORTED_MEDIA_TYPE;
            }
        }
        (status, faults)
    }

    /// What comes of a request that is as it should be.
    fn answered(&self, entry: &'static Entry, request: &Request, received: &Received) -> Outcome {
        let (seed, handler, failure) = {
            let mut state = self.state();
            let failure = state.failures.get_mut(entry.name).and_then(next);
            (state.seed, state.handlers.get(entry.name).cloned(), failure)
        };
        let maker = Maker { schemas: &self.shared.schemas, seed };
        // Outside the lock: a handler may ask the mock.
        let usual = || handler.map_or_else(Answer::default, |handler| handler(received));
        let delay = failure.as_ref().map_or(Duration::ZERO, |failure| failure.delay);
        let end = match failure.map(|failure| failure.kind) {
            Some(Kind::Answer(answer)) => End::Answer(maker.reply(entry, request, answer)),
            Some(Kind::Reset) => End::Reset,
            Some(Kind::Cut) => End::Cut(maker.reply(entry, request, usual())),
            Some(Kind::Garbage) => {
                let mut reply = maker.reply(entry, request, usual());
                *reply.body_mut() = Bytes::from_static(b"\xff{\"garbage\":");
                End::Answer(reply)
            }
            Some(Kind::None) | None => End::Answer(maker.reply(entry, request, usual())),
        };
        Outcome { delay, end }
    }

    /// Headers that may hold a credential are hidden from `Debug`.
    fn marked(&self, mut headers: HeaderMap) -> HeaderMap {
        let schemes = self.shared.table.service.schemes.iter().filter_map(|scheme| scheme.kind.header());
        for name in schemes.chain(["authorization", "proxy-authorization", "cookie"]) {
            if let Some(value) = headers.get_mut(name) {
                value.set_sensitive(true);
            }
        }
        headers
    }
}

/// The failure that a call meets, which is one less then.
fn next(failures: &mut VecDeque<Failure>) -> Option<Failure> {
    while let Some(failure) = failures.front_mut() {
        match &mut failure.times {
            Some(0) => drop(failures.pop_front()),
            Some(times) => {
                *times -= 1;
                return Some(failure.clone());
            }
            None => return Some(failure.clone()),
        }
    }
    None
}

/// A refusal, as a problem (RFC 9457) that says which argument it is about.
fn refusal(status: StatusCode, operation: Option<&str>, faults: &[Fault]) -> http::Response<Bytes> {
    let detail = faults.iter().map(Fault::to_string).collect::<Vec<_>>().join("; ");
    let listed: Vec<Value> = faults.iter().map(Fault::to_json).collect();
    let problem = json!({
        "title": status.canonical_reason().unwrap_or_default(),
        "status": status.as_u16(),
        "detail": detail,
        "operation": operation,
        "faults": listed,
    });
    let mut reply = http::Response::new(Bytes::from(problem.to_string()));
    *reply.status_mut() = status;
    reply.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
    reply
}
