//! The one error type of the client. What a person needs to act is in its `Display`; what a program needs has a method.
//!
//! It never holds a credential, and never prints a URL beyond its origin. The body of an answer is kept, up to a limit.

use super::{token::TokenError, transport::TransportError};
use crate::runtime::json::{Decode, Fault, from_slice};
use bytes::Bytes;
use http::{HeaderMap, StatusCode, Uri};
use std::{error::Error as StdError, fmt, time::Duration};

/// Why a client could not be built, or why a call gave no value.
pub struct Error(Box<Inner>);

struct Inner {
    kind: ErrorKind,
    operation: Option<&'static str>,
    message: String,
    answer: Option<Answer>,
    path: Option<String>,
    source: Option<Box<dyn StdError + Send + Sync>>,
    is_connect: bool,
    is_final: bool,
    statuses: Vec<Option<StatusCode>>,
    retry_after: Option<Duration>,
}

/// What the server sent.
struct Answer {
    status: StatusCode,
    headers: HeaderMap,
    body: Bytes,
}

/// What kind of failure an [`Error`] is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ErrorKind {
    /// The client's settings do not fit together.
    Configuration,
    /// An argument cannot be sent. Nothing was sent.
    Build,
    /// The operation needs a credential that the client does not have. Nothing was sent.
    MissingCredentials,
    /// The operation needs a token, and none could be fetched. The request itself was not sent.
    Token,
    /// The exchange with the server failed.
    Transport,
    /// Time ran out.
    Timeout,
    /// The server led the client in circles, or to a place where it does not follow.
    Redirect,
    /// The body of the answer is larger than the client accepts.
    BodyTooLarge,
    /// The server answered, and not with success.
    Status,
    /// The server answered with success, and the body is not what the document says.
    Decode,
    /// The pages of a list lead in circles, or elsewhere.
    Pages,
}

impl Error {
    fn new(kind: ErrorKind, operation: Option<&'static str>, message: String) -> Self {
        Error(Box::new(Inner {
            kind,
            operation,
            message,
            answer: None,
            path: None,
            source: None,
            is_connect: false,
            is_final: false,
            statuses: Vec::new(),
            retry_after: None,
        }))
    }

    pub(super) fn configuration(message: String) -> Self {
        Error::new(ErrorKind::Configuration, None, message)
    }

    pub(in crate::runtime) fn build(operation: &'static str, message: String) -> Self {
        Error::new(ErrorKind::Build, Some(operation), message)
    }

    /// A call by a name that no operation has.
    #[cfg(feature = "by-name")]
    pub(in crate::runtime) fn unnamed(message: String) -> Self {
        Error::new(ErrorKind::Build, None, message)
    }

    pub(super) fn missing_credentials(operation: &'static str, message: String) -> Self {
        Error::new(ErrorKind::MissingCredentials, Some(operation), message)
    }

    /// `scheme` is the one that needs the token.
    pub(super) fn token(operation: &'static str, scheme: &str, error: TokenError) -> Self {
        let kind = if error.is_timeout() { ErrorKind::Timeout } else { ErrorKind::Token };
        let mut message = format!("no token for `{scheme}`: {error}");
        if let Some(cause) = root_cause(&error) {
            message.push_str(": ");
            push_escaped(&mut message, &cause, EXCERPT);
        }
        let mut built = Error::new(kind, Some(operation), message);
        built.0.source = Some(Box::new(error));
        built
    }

    pub(super) fn redirect(operation: &'static str, message: String) -> Self {
        Error::new(ErrorKind::Redirect, Some(operation), message)
    }

    pub(super) fn pages(operation: &'static str, message: String) -> Self {
        Error::new(ErrorKind::Pages, Some(operation), message)
    }

    pub(super) fn timeout(operation: &'static str, message: String) -> Self {
        Error::new(ErrorKind::Timeout, Some(operation), message)
    }

    pub(super) fn too_large(operation: &'static str, message: String) -> Self {
        Error::new(ErrorKind::BodyTooLarge, Some(operation), message)
    }

    /// `uri` is what was asked; no more of it shows than its origin.
    pub(super) fn transport(operation: &'static str, uri: &Uri, error: TransportError) -> Self {
        let kind = if error.is_timeout() { ErrorKind::Timeout } else { ErrorKind::Transport };
        let (scheme, authority) = (uri.scheme_str().unwrap_or_default(), uri.authority().map_or("", |it| it.as_str()));
        let mut message = format!("{scheme}://{authority}: {error}");
        if let Some(cause) = root_cause(&error) {
            message.push_str(": ");
            push_escaped(&mut message, &cause, EXCERPT);
        }
        let mut built = Error::new(kind, Some(operation), message);
        built.0.is_connect = error.is_connect() || error.is_request();
        built.0.is_final = error.is_request();
        built.0.source = Some(Box::new(error));
        built
    }

    /// A hook does not let the request go.
    pub(super) fn hook(operation: &'static str, source: Box<dyn StdError + Send + Sync>) -> Self {
        let mut built = Error::new(ErrorKind::Build, Some(operation), format!("a hook refuses the request: {source}"));
        built.0.source = Some(source);
        built
    }

    /// `excerpt` is the beginning of the body, without credentials.
    pub(super) fn answered(operation: &'static str, excerpt: &str) -> Self {
        let mut message = String::new();
        push_escaped(&mut message, excerpt.trim(), EXCERPT);
        Error::new(ErrorKind::Status, Some(operation), message)
    }

    pub(super) fn unexpected(operation: &'static str) -> Self {
        Error::new(ErrorKind::Decode, Some(operation), "the document does not describe this status".to_owned())
    }

    pub(super) fn no_body(operation: &'static str) -> Self {
        Error::new(ErrorKind::Decode, Some(operation), "the body is empty, but the document says JSON".to_owned())
    }

    pub(super) fn decode(operation: &'static str, fault: Fault) -> Self {
        let mut built = Error::new(ErrorKind::Decode, Some(operation), fault.to_string());
        built.0.path = Some(fault.path());
        built.0.source = Some(Box::new(fault));
        built
    }

    /// The same error, of an answer that the server itself does not call JSON.
    pub(super) fn unlike_json(mut self, media_type: &str) -> Self {
        if !media_type.is_empty() && !media_type.contains("json") {
            let found = escaped(media_type, EXCERPT);
            self.0.message.push_str(&format!("; the answer is `{found}`, and not JSON"));
        }
        self
    }

    pub(super) fn header(operation: &'static str, name: &str, fault: Fault) -> Self {
        let mut built = Error::new(ErrorKind::Decode, Some(operation), format!("header `{name}`: {}", fault.message()));
        built.0.source = Some(Box::new(fault));
        built
    }

    pub(super) fn not_utf8(operation: &'static str, at: usize) -> Self {
        Error::new(ErrorKind::Decode, Some(operation), format!("the text is not UTF-8 at byte {at}"))
    }

    pub(super) fn cut(operation: &'static str) -> Self {
        Error::new(ErrorKind::Decode, Some(operation), "the last item of the answer is cut off".to_owned())
    }

    /// `found` is what the server says.
    pub(super) fn media_type(operation: &'static str, found: &str, expected: &str) -> Self {
        let found = escaped(found, EXCERPT);
        Error::new(ErrorKind::Decode, Some(operation), format!("the answer is `{found}`, and not `{expected}`"))
    }

    pub(super) fn with_answer(mut self, status: StatusCode, headers: HeaderMap, body: Bytes) -> Self {
        self.0.answer = Some(Answer { status, headers, body });
        self
    }

    /// Takes note of what became of every attempt.
    pub(super) fn set_attempts(&mut self, statuses: Vec<Option<StatusCode>>) {
        self.0.statuses = statuses;
    }

    pub(super) fn set_retry_after(&mut self, wait: Option<Duration>) {
        self.0.retry_after = wait;
    }

    /// Whether the same request would fail again for the same reason, whoever it is sent to.
    pub(super) fn is_final(&self) -> bool {
        self.0.is_final
    }

    /// What kind of failure this is.
    pub fn kind(&self) -> ErrorKind {
        self.0.kind
    }

    /// Whether the server answered, and not with success.
    pub fn is_status(&self) -> bool {
        self.0.kind == ErrorKind::Status
    }

    /// Whether the body of a success is not what the document says.
    pub fn is_decode(&self) -> bool {
        self.0.kind == ErrorKind::Decode
    }

    /// Whether time ran out.
    pub fn is_timeout(&self) -> bool {
        self.0.kind == ErrorKind::Timeout
    }

    /// Whether there was no connection, so that the server has not seen the request.
    pub fn is_connect(&self) -> bool {
        self.0.is_connect
    }

    /// Whether an argument cannot be sent.
    pub fn is_build(&self) -> bool {
        self.0.kind == ErrorKind::Build
    }

    /// Whether the operation needs a credential that the client does not have.
    pub fn is_missing_credentials(&self) -> bool {
        self.0.kind == ErrorKind::MissingCredentials
    }

    /// Whether the operation needs a token that could not be fetched.
    pub fn is_token(&self) -> bool {
        self.0.kind == ErrorKind::Token
    }

    /// Whether the client's settings do not fit together.
    pub fn is_configuration(&self) -> bool {
        self.0.kind == ErrorKind::Configuration
    }

    /// Whether a redirect led nowhere.
    pub fn is_redirect(&self) -> bool {
        self.0.kind == ErrorKind::Redirect
    }

    /// Whether the pages of a list lead in circles, or elsewhere.
    pub fn is_pages(&self) -> bool {
        self.0.kind == ErrorKind::Pages
    }

    /// Whether the body of the answer is larger than the client accepts.
    pub fn is_body_too_large(&self) -> bool {
        self.0.kind == ErrorKind::BodyTooLarge
    }

    /// The name of the operation, unless the client itself could not be built.
    pub fn operation(&self) -> Option<&'static str> {
        self.0.operation
    }

    /// The status, where the server answered.
    pub fn status(&self) -> Option<StatusCode> {
        self.0.answer.as_ref().map(|answer| answer.status)
    }

    /// The headers, where the server answered.
    pub fn headers(&self) -> Option<&HeaderMap> {
        self.0.answer.as_ref().map(|answer| &answer.headers)
    }

    /// How often the request was sent, or was to be; 0 where the fault was found before.
    pub fn attempts(&self) -> usize {
        self.0.statuses.len()
    }

    /// The status of every attempt, this last one's included; `None` for those without an answer.
    pub fn statuses(&self) -> &[Option<StatusCode>] {
        &self.0.statuses
    }

    /// How long the server asks to wait before the next request (`Retry-After`).
    pub fn retry_after(&self) -> Option<Duration> {
        self.0.retry_after
    }

    /// The server's name for the request, for its operators.
    pub fn request_id(&self) -> Option<&str> {
        self.headers().and_then(request_id)
    }

    /// The body as it came, up to the client's limit; empty where there is none.
    pub fn raw_body(&self) -> &[u8] {
        self.0.answer.as_ref().map(|answer| &*answer.body).unwrap_or_default()
    }

    /// The body as a type, such as the one that the document gives this failure; `None` where there is no body, or none that fits.
    pub fn body<E: Decode>(&self) -> Option<E> {
        from_slice(&self.0.answer.as_ref()?.body).ok()
    }

    /// Where in the JSON the body is not what the document says, such as `data.items[3].id`.
    pub fn path(&self) -> Option<&str> {
        self.0.path.as_deref()
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Inner { operation, message, answer, .. } = &*self.0;
        let mut mark = "";
        if let Some(operation) = operation {
            f.write_str(operation)?;
            mark = ": ";
        }
        if let Some(Answer { status, .. }) = answer {
            // The canonical reason is ours, the server's own words are not trusted here.
            write!(f, "{mark}{}", status.as_str())?;
            if let Some(reason) = status.canonical_reason() {
                write!(f, " {reason}")?;
            }
            mark = ": ";
        }
        if !message.is_empty() {
            write!(f, "{mark}{message}")?;
        }
        if let Some(id) = self.request_id() {
            write!(f, " (request id {})", escaped(id, REQUEST_ID))?;
        }
        match self.attempts() {
            0 | 1 => Ok(()),
            count => write!(f, " (after {count} attempts)"),
        }
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut out = f.debug_struct("Error");
        out.field("kind", &self.0.kind).field("message", &self.to_string());
        if let Some(source) = &self.0.source {
            out.field("source", source);
        }
        out.finish_non_exhaustive()
    }
}

impl StdError for Error {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        self.0.source.as_ref().map(|source| &**source as &(dyn StdError + 'static))
    }
}

/// The server's name for a request.
pub(super) fn request_id(headers: &HeaderMap) -> Option<&str> {
    ["x-request-id", "request-id", "cf-ray"].iter().find_map(|name| headers.get(*name)?.to_str().ok())
}

/// How much of a text from outside a message shows, in characters.
const EXCERPT: usize = 200;
/// How much of a request id a message shows, in characters.
const REQUEST_ID: usize = 100;

/// The beginning of a body as text, with room for what redaction may shorten.
pub(super) fn excerpt(body: &[u8]) -> String {
    String::from_utf8_lossy(&body[..body.len().min(8 * EXCERPT)]).into_owned()
}

/// Text from outside, for a message of ours.
pub(super) fn escaped(text: &str, limit: usize) -> String {
    let mut out = String::new();
    push_escaped(&mut out, text, limit);
    out
}

/// Appends text from outside. Nothing in it can act on a terminal or turn the direction of what is around it.
fn push_escaped(out: &mut String, text: &str, limit: usize) {
    for (index, c) in text.chars().enumerate() {
        if index == limit {
            out.push('…');
            return;
        }
        if c.is_control() || matches!(c, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}')
        {
            out.extend(c.escape_default());
        } else {
            out.push(c);
        }
    }
}

/// An error with all its causes, for one line.
#[cfg(feature = "reqwest")]
pub(super) fn chain(error: &dyn StdError) -> String {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(error) = cause {
        text.push_str(&format!(": {error}"));
        cause = error.source();
    }
    text
}

/// The last error of a chain says what happened; those above it say where.
fn root_cause(error: &dyn StdError) -> Option<String> {
    let mut cause = error.source()?;
    while let Some(next) = cause.source() {
        cause = next;
    }
    Some(cause.to_string())
}
