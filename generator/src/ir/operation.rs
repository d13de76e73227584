//! Operations, and what belongs to one as a whole.

use crate::{
    ir::{Body, Doc, Failure, Paging, Parameter, PathTemplate, ResponseHeader, Server, Stream, Success},
    pointer::Pointer,
};
use serde_json::Value;

/// A request that the client can send.
#[derive(Clone, Debug)]
pub struct Operation {
    /// The operation's place in the document.
    pub origin: Pointer,
    /// The name: `operationId`, an override, or words made from method and path.
    pub id: String,
    /// The method.
    pub method: Method,
    /// The path below the server's URL.
    pub path: PathTemplate,
    /// Words of the groups that hold the operation, outermost first; empty for the client itself.
    pub group: Vec<String>,
    /// Documentation.
    pub doc: Doc,
    /// Required path parameters in the order of the template, then the other required ones, then the optional ones.
    pub parameters: Vec<Parameter>,
    /// What it sends.
    pub body: Option<Body>,
    /// What it answers.
    pub success: Success,
    /// What it answers in pieces, for those who want them as they come.
    pub stream: Option<Stream>,
    /// Headers of its successes.
    pub headers: Vec<ResponseHeader>,
    /// How the pages of its list follow each other.
    pub paging: Option<Paging>,
    /// Documented failures, for documentation and `err.body::<E>()`.
    pub errors: Vec<Failure>,
    /// Alternatives, each a set of scheme names (keys of [`SecurityScheme::name`](crate::ir::SecurityScheme::name)) that are needed together. Empty: none needed.
    /// An empty set among others: credentials are optional.
    pub security: Vec<Vec<String>>,
    /// A server of its own, where the document gives the operation or its path one.
    pub server: Option<Server>,
    /// Whether it may be sent again.
    pub repetition: Repetition,
}

/// What is known of sending a call again, beyond its method.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Repetition {
    /// Whether the operation does the same when it is done again; `None` where the method says.
    pub is_idempotent: Option<bool>,
    /// The header in which it takes an idempotency key, where the caller need not give one.
    pub key_header: Option<String>,
}

/// What the document says about a group of operations.
#[derive(Clone, Debug)]
pub struct Group {
    /// The words of the group, outermost first, as [`Operation::group`] has them.
    pub path: Vec<String>,
    /// Documentation of its tag.
    pub doc: Doc,
}

/// A runnable example of an operation, with values that the document shows.
#[derive(Clone, Debug)]
pub struct Example {
    /// The index in [`Api::operations`](crate::ir::Api::operations).
    pub operation: usize,
    /// A value for each parameter of the operation, where the document shows one.
    pub parameters: Vec<Option<Value>>,
    /// A value for the preferred body, where the document shows one.
    pub body: Option<Value>,
    /// Whether the document shows an answer, or one has to be made.
    pub is_answer_shown: bool,
}

/// Request methods.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Method {
    /// GET.
    Get,
    /// PUT.
    Put,
    /// POST.
    Post,
    /// DELETE.
    Delete,
    /// OPTIONS.
    Options,
    /// HEAD.
    Head,
    /// PATCH.
    Patch,
    /// TRACE.
    Trace,
    /// Any other token (OpenAPI 3.2: QUERY and `additionalOperations`).
    Other(String),
}

impl Method {
    /// The token on the wire.
    pub fn as_str(&self) -> &str {
        match self {
            Method::Get => "GET",
            Method::Put => "PUT",
            Method::Post => "POST",
            Method::Delete => "DELETE",
            Method::Options => "OPTIONS",
            Method::Head => "HEAD",
            Method::Patch => "PATCH",
            Method::Trace => "TRACE",
            Method::Other(token) => token,
        }
    }
}
