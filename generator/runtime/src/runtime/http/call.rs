//! The call object that emitted operations fill: one type for all of them.
//!
//! Every method takes values as [`Encode`] and writes them by the style table. What cannot be written is remembered, and comes back
//! when the call is sent: nothing of it leaves the program then.

#[cfg(feature = "by-name")]
use super::url::Url;
use super::{
    body::Body,
    client::Core,
    draft::Draft,
    error::Error,
    execute::{self, Reached},
    form,
    idempotency::IdempotencyKey,
    multipart::{File, Multipart},
    operation::{Operation, PartStyle, Style},
    options::CallOptions,
    percent,
    prepared::Prepared,
    response::RawResponse,
    shape::Shape,
    style::{self, Escape, Refusal},
    trace,
};
use crate::runtime::json::{Encode, Plain, to_vec};
use bytes::Bytes;
use http::{HeaderName, HeaderValue, Request};
use std::{fmt, future::Future, pin::Pin, time::Duration};

/// A call of an operation, not yet sent.
pub struct Call<'a> {
    core: &'a Core,
    operation: &'static Operation,
    draft: Box<Draft>,
}

impl fmt::Debug for Call<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.debug("Call", f)
    }
}

impl<'a> Call<'a> {
    /// A call without arguments.
    pub fn new(core: &'a Core, operation: &'static Operation) -> Self {
        // Few paths and queries are longer than that, and the base comes before them once they are complete.
        let path = String::with_capacity(core.0.base.len() + 192);
        Call { core, operation, draft: Box::new(Draft { path, ..Draft::default() }) }
    }

    /// Prints the operation and nothing of its arguments, since any of them may be a secret.
    pub fn debug(&self, name: &str, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct(name).field("operation", &self.operation.id).finish_non_exhaustive()
    }

    /// Appends a literal part of the path, such as `/accounts/`.
    pub fn literal(&mut self, text: &'static str) {
        percent::push_path_literal(&mut self.draft.path, text);
    }

    /// Appends a path parameter in style `simple`.
    pub fn segment(&mut self, name: &'static str, value: &dyn Encode) {
        self.segment_styled(name, Style::Simple, false, value);
    }

    /// Appends a path parameter. An empty or undefined value is refused: the path would be that of another operation.
    pub fn segment_styled(&mut self, name: &'static str, style: Style, explode: bool, value: &dyn Encode) {
        if let (Style::Simple, Some(plain)) = (style, value.plain())
            && plain != Plain::Text("")
        {
            return percent::push_plain(&mut self.draft.path, plain);
        }
        let shape = self.shape("path parameter", name, value);
        match shape.map(|shape| style::path(name, style, explode, &shape)) {
            Some(Ok(text)) => self.draft.path.push_str(&text),
            Some(Err(refusal)) => self.refuse("path parameter", name, refusal),
            None => {}
        }
    }

    /// Appends a path parameter that the document gives a media type (`content`): the text of its JSON.
    pub fn segment_content(&mut self, name: &'static str, value: &dyn Encode) {
        if let Some(json) = self.json_text("path parameter", name, value) {
            self.draft.path.push_str(&percent::encode(&json));
        } else {
            self.refuse("path parameter", name, Refusal::Empty);
        }
    }

    /// Adds a query parameter in style `form`, spread. An undefined value, an empty list and an empty object add nothing.
    pub fn query(&mut self, name: &'static str, value: &dyn Encode) {
        self.query_styled(name, Style::Form, true, false, value);
    }

    /// Adds a query parameter. `reserved` is `allowReserved` of the document.
    pub fn query_styled(&mut self, name: &'static str, style: Style, explode: bool, reserved: bool, value: &dyn Encode) {
        if let (Style::Form, false, Some(plain)) = (style, reserved, value.plain()) {
            let query = self.draft.query_end();
            percent::push(query, name);
            query.push('=');
            return percent::push_plain(query, plain);
        }
        let escape = if reserved { Escape::Reserved } else { Escape::Percent };
        for pair in self.pairs("query parameter", name, style, explode, escape, value) {
            self.draft.query_end().push_str(&pair);
        }
    }

    /// Adds a pair that stands in the path key of the document.
    pub fn query_pair(&mut self, name: &'static str, value: &'static str) {
        self.extra_query(name, value);
    }

    /// Adds a query parameter that the document gives a media type (`content`): the text of its JSON.
    pub fn query_content(&mut self, name: &'static str, value: &dyn Encode) {
        if let Some(json) = self.json_text("query parameter", name, value) {
            self.extra_query(name, &json);
        }
    }

    /// Sets a header parameter, not spread.
    pub fn header(&mut self, name: &'static str, value: &dyn Encode) {
        self.header_styled(name, false, value);
    }

    /// Sets a header parameter. Nothing is escaped; what a header cannot carry is refused.
    pub fn header_styled(&mut self, name: &'static str, explode: bool, value: &dyn Encode) {
        let shape = self.shape("header", name, value);
        match shape.map(|shape| style::header(explode, &shape)) {
            Some(Ok(Some(text))) => self.extra_header(name, &text),
            Some(Err(refusal)) => self.refuse("header", name, refusal),
            Some(Ok(None)) | None => {}
        }
    }

    /// Sets a header parameter that the document gives a media type (`content`): the text of its JSON.
    pub fn header_content(&mut self, name: &'static str, value: &dyn Encode) {
        if let Some(json) = self.json_text("header", name, value) {
            self.extra_header(name, &json);
        }
    }

    /// Adds a cookie parameter in style `form`, spread.
    pub fn cookie(&mut self, name: &'static str, value: &dyn Encode) {
        self.cookie_styled(name, true, value);
    }

    /// Adds a cookie parameter in style `form`. Nothing is escaped, since few servers decode cookies; what a cookie cannot carry
    /// is refused.
    pub fn cookie_styled(&mut self, name: &'static str, explode: bool, value: &dyn Encode) {
        let pairs = self.pairs("cookie", name, Style::Form, explode, Escape::Cookie, value);
        self.draft.cookies.extend(pairs);
    }

    /// Adds a cookie parameter that the document gives a media type (`content`): the text of its JSON, percent-encoded.
    pub fn cookie_content(&mut self, name: &'static str, value: &dyn Encode) {
        if let Some(json) = self.json_text("cookie", name, value) {
            self.draft.cookies.push(format!("{name}={}", percent::encode(&json)));
        }
    }

    /// Sends a value as JSON.
    pub fn json(&mut self, media_type: &'static str, value: &dyn Encode) {
        self.draft.set_body(media_type, Body::new(to_vec(value)));
    }

    /// Sends an object as `application/x-www-form-urlencoded`. `encodings` are those of the document.
    pub fn form(&mut self, value: &dyn Encode, encodings: &'static [(&'static str, PartStyle)]) {
        let Some(shape) = self.shape("the form", "body", value) else { return };
        match form::encode(&shape, encodings) {
            Ok(text) => self.draft.set_body("application/x-www-form-urlencoded", Body::new(text)),
            Err((None, refusal)) => self.fail(format!("the form {refusal}")),
            Err((Some(name), refusal)) => self.refuse("property of the form", &name, refusal),
        }
    }

    /// Sends text.
    pub fn text(&mut self, media_type: &'static str, text: &str) {
        self.draft.set_body(media_type, Body::new(Bytes::copy_from_slice(text.as_bytes())));
    }

    /// Sends bytes, a file or a stream.
    pub fn bytes(&mut self, media_type: &'static str, body: impl Into<Body>) {
        self.draft.set_body(media_type, body.into());
    }

    /// Sends parts, instead of any that were added before.
    pub fn multipart(&mut self, multipart: Multipart) {
        self.draft.multipart = Some(multipart);
    }

    /// Adds a part as text; see [`Multipart::text`].
    pub fn part_text(&mut self, name: &'static str, media_type: &'static str, value: &dyn Encode) {
        self.parts().text(name, media_type, value);
    }

    /// Adds a part as JSON; see [`Multipart::json`].
    pub fn part_json(&mut self, name: &'static str, media_type: &'static str, value: &dyn Encode) {
        self.parts().json(name, media_type, value);
    }

    /// Adds a file; see [`Multipart::file`].
    pub fn part_file(&mut self, name: &'static str, media_type: &'static str, file: &File) {
        self.parts().file(name, media_type, file);
    }

    /// Gives the parts of a name a header; see [`Multipart::header`].
    pub fn part_header(&mut self, part: &'static str, name: &str, value: &str) {
        self.parts().header(part, name, value);
    }

    fn parts(&mut self) -> &mut Multipart {
        self.draft.multipart.get_or_insert_default()
    }

    /// Sets a header that the document does not know.
    pub fn extra_header(&mut self, name: &str, value: &str) {
        let Ok(header) = HeaderName::from_bytes(name.as_bytes()) else {
            return self.fail(format!("`{}` cannot be the name of a header", name.escape_debug()));
        };
        match HeaderValue::from_str(value) {
            Ok(value) => {
                if self.draft.headers.try_insert(header, value).is_err() {
                    self.fail("there are too many headers".to_owned());
                }
            }
            Err(_) => self.fail(format!("header `{name}` holds a character that no header can carry")),
        }
    }

    /// Adds a query pair that the document does not know.
    pub fn extra_query(&mut self, name: &str, value: &str) {
        self.draft.push_query(name, value);
    }

    /// How long this call may take in all.
    pub fn set_timeout(&mut self, timeout: Duration) {
        self.draft.timeout = Some(timeout);
    }

    /// How often this call is sent at most.
    pub fn set_max_attempts(&mut self, attempts: u32) {
        self.draft.max_attempts = Some(attempts);
    }

    /// Says that the operation does the same when it is done again, or that it does not, whatever its method is.
    pub fn set_idempotent(&mut self, is_idempotent: bool) {
        self.draft.is_idempotent = Some(is_idempotent);
    }

    /// The header in which the document wants an idempotency key. One is made unless the call sets that header.
    pub fn idempotency_header(&mut self, name: &'static str) {
        self.draft.key_header = Some(name);
    }

    /// Sends this idempotency key with every attempt.
    pub fn set_idempotency_key(&mut self, key: IdempotencyKey) {
        self.draft.key = Some(key);
    }

    /// Sends this call below another URL. Credentials and default headers go along only if its origin is that of the client.
    pub fn set_base_url(&mut self, base_url: &str) {
        self.draft.base_url = Some(base_url.to_owned());
    }

    /// Sends this call to another URL as a whole, such as a link in an answer: the path and the query of the operation are dropped.
    /// Credentials and default headers go along only if its origin is that of the client.
    #[cfg(feature = "by-name")]
    pub(in crate::runtime) fn set_url(&mut self, url: &str) {
        match Url::parse(url) {
            Ok(url) => {
                self.draft.base_url = Some(url.origin().to_owned());
                self.draft.path = url.path().to_owned();
                self.draft.query = url.query().to_owned();
            }
            Err(why) => self.fail(format!("the URL cannot be asked: {why}")),
        }
    }

    /// Takes what the caller wants for this call alone.
    pub fn apply(&mut self, options: CallOptions) {
        let CallOptions { headers, query, timeout, max_attempts, idempotency_key, base_url } = options;
        headers.iter().for_each(|(name, value)| self.extra_header(name, value));
        query.iter().for_each(|(name, value)| self.extra_query(name, value));
        timeout.into_iter().for_each(|timeout| self.set_timeout(timeout));
        max_attempts.into_iter().for_each(|attempts| self.set_max_attempts(attempts));
        idempotency_key.into_iter().for_each(|key| self.set_idempotency_key(key));
        base_url.iter().for_each(|base_url| self.set_base_url(base_url));
    }

    /// The request, complete with credentials, for those who send it themselves. Its body must be in memory: a file or a stream is
    /// an error.
    pub fn build(self) -> Result<Request<Bytes>, Error> {
        self.core.prepare(self.operation, *self.draft)?.into_request(self.core)
    }

    /// Sends the call. The future borrows nothing.
    pub(super) fn send(self) -> Answer {
        let Order { core, operation, draft, .. } = self.into_order();
        let prepared = core.prepare(operation, draft);
        let answer = async move { execute::execute(&core, prepared?).await };
        Box::pin(trace::call(operation, answer))
    }

    /// What is to be sent, without a borrow.
    pub(super) fn into_order(self) -> Order {
        let has_timeout = self.draft.timeout.is_some();
        Order { core: self.core.clone(), operation: self.operation, draft: *self.draft, has_timeout }
    }

    fn shape(&mut self, place: &str, name: &str, value: &dyn Encode) -> Option<Shape> {
        let shape = Shape::of(value);
        if shape.is_none() {
            self.fail(format!("{place} `{name}` is not JSON, or nests too deep"));
        }
        shape
    }

    /// The JSON of a `content` parameter; `None` where it is undefined.
    fn json_text(&mut self, place: &str, name: &str, value: &dyn Encode) -> Option<String> {
        let shape = self.shape(place, name, value)?;
        (shape != Shape::Undefined).then(|| shape.to_json())
    }

    fn pairs(&mut self, place: &str, name: &str, style: Style, explode: bool, escape: Escape, value: &dyn Encode) -> Vec<String> {
        let Some(shape) = self.shape(place, name, value) else { return Vec::new() };
        match style::pairs(name, style, explode, escape, &shape) {
            Ok(pairs) => pairs.into_iter().map(|(name, value)| format!("{name}={value}")).collect(),
            Err(refusal) => {
                self.refuse(place, name, refusal);
                Vec::new()
            }
        }
    }

    fn refuse(&mut self, place: &str, name: &str, refusal: Refusal) {
        self.fail(format!("{place} `{name}` {refusal}"));
    }

    fn fail(&mut self, message: String) {
        let operation = self.operation.id;
        self.draft.error.get_or_insert_with(|| Error::build(operation, message));
    }
}

/// A call that borrows nothing, and can be sent more than once.
pub(super) struct Order {
    pub(super) core: Core,
    pub(super) operation: &'static Operation,
    pub(super) draft: Draft,
    /// Whether the call itself has a timeout, and not the client alone.
    pub(super) has_timeout: bool,
}

impl Order {
    /// Sends the call and reads the answer.
    pub(super) async fn send(&mut self) -> Result<RawResponse, Error> {
        let prepared = self.prepare()?;
        trace::call(self.operation, execute::execute(&self.core, prepared)).await
    }

    /// Sends the call; the body of the answer is still to come.
    pub(super) async fn open(&mut self) -> Result<Reached, Error> {
        // The body may take any time, unless this very call has a limit; silence is the transport's to end.
        self.draft.timeout.get_or_insert(Duration::MAX);
        let prepared = self.prepare()?;
        trace::call(self.operation, execute::open(&self.core, prepared)).await
    }

    /// The request, with fresh credentials.
    fn prepare(&mut self) -> Result<Prepared, Error> {
        match self.draft.error.take() {
            Some(error) => Err(error),
            None => self.core.prepare(self.operation, self.draft.copy()),
        }
    }
}

/// The answer of a call, to come.
pub(super) type Answer = Pin<Box<dyn Future<Output = Result<RawResponse, Error>> + Send>>;
