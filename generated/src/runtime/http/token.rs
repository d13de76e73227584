//! Tokens that a client fetches by itself: where they come from, and the one place that holds each until it is about to expire.
//!
//! However many calls need a token at once, one of them fetches it and the others wait. No token and no secret shows in a message.

use super::{
    body::Body,
    clock::{Clock, Deadline},
    oauth2::Grant,
    secret::Secret,
    transport::{Transport, TransportBody, TransportError, TransportRequest},
};
use bytes::{Bytes, BytesMut};
use http::{Request, Response};
use std::{
    error::Error as StdError,
    fmt,
    future::{Future, poll_fn},
    pin::Pin,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    task::{Context, Poll, Waker},
    time::{Duration, Instant},
};

/// A token to come.
pub type TokenFuture<'a> = Pin<Box<dyn Future<Output = Result<Token, TokenError>> + Send + 'a>>;

/// Fetches tokens. The client asks for one when it has none that lasts, and keeps it; a source needs no memory.
pub trait TokenSource: Send + Sync + 'static {
    /// A new token. `exchange` sends requests the way the client does; a source that has another way may ignore it. It must not make
    /// calls of the client that waits for the token.
    fn fetch<'a>(&'a self, exchange: TokenExchange<'a>) -> TokenFuture<'a>;
}

/// A token, and how long it lasts.
#[derive(Clone, Debug)]
pub struct Token {
    secret: Secret,
    lifetime: Option<Duration>,
}

impl Token {
    /// A token that lasts until a server refuses it.
    pub fn new(secret: impl Into<Secret>) -> Self {
        Token { secret: secret.into(), lifetime: None }
    }

    /// With the time that it lasts from now on. It is replaced shortly before.
    pub fn with_lifetime(mut self, lifetime: Duration) -> Self {
        self.lifetime = Some(lifetime);
        self
    }
}

/// What a setting for bearer tokens takes: a token, or where tokens come from.
#[derive(Debug)]
pub struct Tokens(pub(super) Origin);

/// Where tokens come from.
pub(super) enum Origin {
    /// One that the user has.
    Given(Secret),
    /// An OAuth 2 token endpoint, perhaps that of the document.
    Grant(Grant),
    /// Code of the user's.
    Source(Box<dyn TokenSource>),
}

impl fmt::Debug for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Origin::Given(_) => "Given(redacted)",
            Origin::Grant(_) => "Grant(redacted)",
            Origin::Source(_) => "Source",
        })
    }
}

impl Tokens {
    /// Tokens of this source.
    pub fn source(source: impl TokenSource) -> Self {
        Tokens(Origin::Source(Box::new(source)))
    }
}

impl<T: Into<Secret>> From<T> for Tokens {
    fn from(token: T) -> Self {
        Tokens(Origin::Given(token.into()))
    }
}

impl From<Grant> for Tokens {
    fn from(grant: Grant) -> Self {
        Tokens(Origin::Grant(grant))
    }
}

/// Sends the requests of a [`TokenSource`] through the client's own transport, within the time of the call that needs the token.
pub struct TokenExchange<'a> {
    transport: &'a dyn Transport,
    clock: &'a dyn Clock,
    deadline: Deadline,
}

impl fmt::Debug for TokenExchange<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("TokenExchange")
    }
}

/// The longest answer that an endpoint for tokens may give.
const MAX_ANSWER: usize = 64 << 10;

impl<'a> TokenExchange<'a> {
    pub(super) fn new(transport: &'a dyn Transport, clock: &'a dyn Clock, timeout: Option<Duration>) -> Self {
        TokenExchange { transport, clock, deadline: Deadline::after(clock, timeout.unwrap_or(Duration::MAX)) }
    }

    /// Sends a request and reads its answer, of up to 64 KiB. Nothing is added to it, and no redirect is followed.
    pub async fn send(&self, request: Request<Bytes>) -> Result<Response<Bytes>, TokenError> {
        let timeout = self.deadline.remaining(self.clock).map_err(|message| TokenError::new(message).timed_out())?;
        let sent = self.transport.send(TransportRequest::new(request.map(Body::from)).with_timeout(timeout)).await;
        let response = sent.map_err(TokenError::transport)?;
        let (status, headers) = (response.status, response.headers);
        let body = read(response.body).await?;
        let mut answer = Response::new(body);
        *answer.status_mut() = status;
        *answer.headers_mut() = headers;
        Ok(answer)
    }
}

async fn read(body: TransportBody) -> Result<Bytes, TokenError> {
    let too_long = || TokenError::new("the answer is longer than a token can be");
    let mut chunks = match body {
        TransportBody::Full(bytes) if bytes.len() <= MAX_ANSWER => return Ok(bytes),
        TransportBody::Full(_) => return Err(too_long()),
        TransportBody::Chunks(chunks) => chunks,
    };
    let mut collected = BytesMut::new();
    while let Some(chunk) = chunks.next().await.map_err(TokenError::transport)? {
        collected.extend_from_slice(&chunk);
        if collected.len() > MAX_ANSWER {
            return Err(too_long());
        }
    }
    Ok(collected.freeze())
}

/// Why there is no token.
#[derive(Clone, Debug)]
pub struct TokenError {
    message: String,
    is_timeout: bool,
    source: Option<Arc<TransportError>>,
}

impl TokenError {
    /// A failure in words. They must hold no secret.
    pub fn new(message: impl Into<String>) -> Self {
        TokenError { message: message.into(), is_timeout: false, source: None }
    }

    /// The same failure, because time ran out.
    pub fn timed_out(mut self) -> Self {
        self.is_timeout = true;
        self
    }

    /// Whether time ran out.
    pub fn is_timeout(&self) -> bool {
        self.is_timeout
    }

    /// The same failure, with the origin that was asked.
    pub(super) fn at(mut self, origin: &str) -> Self {
        self.message = format!("{origin}: {}", self.message);
        self
    }

    fn transport(error: TransportError) -> Self {
        TokenError { message: error.to_string(), is_timeout: error.is_timeout(), source: Some(Arc::new(error)) }
    }
}

impl fmt::Display for TokenError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl StdError for TokenError {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        self.source.as_ref().map(|source| &**source as &(dyn StdError + 'static))
    }
}

/// A source, and the token that it gave last.
pub(super) struct TokenCache {
    source: Box<dyn TokenSource>,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    token: Option<Held>,
    is_fetching: bool,
    /// How many fetches have ended.
    fetches: u64,
    /// What the last of them failed of.
    failure: Option<TokenError>,
    waiting: Vec<Waker>,
}

struct Held {
    secret: Secret,
    /// When to fetch another.
    until: Option<Instant>,
}

/// What a call that needs a token finds.
enum Turn<'c> {
    Found(Secret),
    /// The fetch that the call waited for has failed.
    Failed(TokenError),
    /// There is none, and nobody fetches one.
    Fetch(Fetching<'c>),
}

impl TokenCache {
    pub(super) fn new(source: Box<dyn TokenSource>) -> Self {
        TokenCache { source, state: Mutex::default() }
    }

    /// The token, if there is one that lasts.
    pub(super) fn current(&self, now: Instant) -> Option<Secret> {
        self.state().current(now)
    }

    /// A token that lasts, fetched if need be.
    pub(super) async fn token(&self, exchange: TokenExchange<'_>) -> Result<Secret, TokenError> {
        let (clock, mut joined) = (exchange.clock, None);
        match poll_fn(|cx| self.poll_turn(cx, clock, &mut joined)).await {
            Turn::Found(secret) => Ok(secret),
            Turn::Failed(error) => Err(error),
            Turn::Fetch(fetching) => fetching.end(self.source.fetch(exchange).await),
        }
    }

    /// Forgets a token that a server has refused. Another one that came in the meantime stays.
    pub(super) fn reject(&self, refused: &Secret) {
        let mut state = self.state();
        if state.token.as_ref().is_some_and(|held| held.secret == *refused) {
            state.token = None;
        }
    }

    fn poll_turn<'c>(&'c self, cx: &mut Context<'_>, clock: &'c dyn Clock, joined: &mut Option<u64>) -> Poll<Turn<'c>> {
        let mut state = self.state();
        if let Some(secret) = state.current(clock.now()) {
            return Poll::Ready(Turn::Found(secret));
        }
        if state.is_fetching {
            joined.get_or_insert(state.fetches);
            state.waiting.push(cx.waker().clone());
            return Poll::Pending;
        }
        if let (Some(failure), true) = (&state.failure, joined.is_some_and(|joined| joined < state.fetches)) {
            return Poll::Ready(Turn::Failed(failure.clone()));
        }
        state.is_fetching = true;
        Poll::Ready(Turn::Fetch(Fetching { cache: self, clock, result: None }))
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    fn current(&self, now: Instant) -> Option<Secret> {
        let held = self.token.as_ref()?;
        held.until.is_none_or(|until| now < until).then(|| held.secret.clone())
    }
}

/// A fetch under way. Its end wakes those who wait, even if the call that fetches is dropped; one of them takes over then.
struct Fetching<'c> {
    cache: &'c TokenCache,
    clock: &'c dyn Clock,
    result: Option<Result<Token, TokenError>>,
}

impl Fetching<'_> {
    fn end(mut self, result: Result<Token, TokenError>) -> Result<Secret, TokenError> {
        self.result = Some(result.clone());
        result.map(|token| token.secret)
    }
}

impl Drop for Fetching<'_> {
    fn drop(&mut self) {
        let mut state = self.cache.state();
        state.is_fetching = false;
        state.fetches += 1;
        state.failure = None;
        match self.result.take() {
            Some(Ok(token)) => {
                state.token = Some(Held {
                    until: token.lifetime.and_then(|lifetime| renewal(self.clock.now(), lifetime)),
                    secret: token.secret,
                })
            }
            Some(Err(error)) => state.failure = Some(error),
            None => {}
        }
        let waiting = std::mem::take(&mut state.waiting);
        drop(state);
        waiting.into_iter().for_each(Waker::wake);
    }
}

/// When to replace a token: half a minute before it ends, or a tenth of its life where that is less. A life without end has no such
/// time.
fn renewal(now: Instant, lifetime: Duration) -> Option<Instant> {
    let margin = (lifetime / 10).min(Duration::from_secs(30));
    now.checked_add(lifetime - margin)
}
