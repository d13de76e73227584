//! What an emitted client says about its service and its operations: constant tables, read by the shared code.

/// An operation of the document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Operation {
    /// Its name, for errors and logs.
    pub id: &'static str,
    /// The request method.
    pub method: &'static str,
    /// The path template, for people.
    pub path: &'static str,
    /// Alternatives, each a set of scheme names that are needed together. No alternative: no credential is needed. An empty set
    /// among others: credentials are optional (OAS 3.0.4, Security Requirement Object).
    pub security: &'static [&'static [&'static str]],
    /// The value of `Accept`; nothing is sent where it is empty.
    pub accept: &'static str,
    /// The server of this operation, where the document gives it one of its own.
    pub server: Option<&'static str>,
}

/// A service: what is the same for all operations of a client.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Service {
    /// The document's first server, with `{variables}`; `None` where the document names no absolute URL.
    pub base_url: Option<&'static str>,
    /// The variables of `base_url` and of the servers of operations, with their defaults.
    pub variables: &'static [(&'static str, &'static str)],
    /// The environment variable that replaces `base_url`.
    pub base_url_env: Option<&'static str>,
    /// The `User-Agent` of every request.
    pub user_agent: &'static str,
    /// The header of idempotency keys, where an operation names none of its own.
    pub idempotency_header: &'static str,
    /// The security schemes of the document.
    pub schemes: &'static [Scheme],
}

/// A security scheme of the document (OAS 3.0.4, Security Scheme Object).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Scheme {
    /// Its key in the document, which [`Operation::security`] refers to.
    pub name: &'static str,
    /// Where its credential is sent.
    pub kind: SchemeKind,
    /// The method of the client's builder that takes the credential, for errors.
    pub setter: &'static str,
    /// The environment variable that holds the credential; for [`SchemeKind::Basic`] it reads `user:password`.
    pub env: Option<&'static str>,
}

/// Where a credential is sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum SchemeKind {
    /// `Authorization: Bearer …` (RFC 6750).
    Bearer,
    /// `Authorization: Bearer …` with a token of OAuth 2, whose endpoints the document names.
    OAuth2 {
        /// The token endpoint of the client credentials grant.
        client_credentials: Option<&'static str>,
        /// The endpoint that takes refresh tokens.
        refresh: Option<&'static str>,
    },
    /// `Authorization: Basic …` (RFC 7617).
    Basic,
    /// `Authorization: <scheme> …`, with the credential as it is given.
    Http(&'static str),
    /// This header.
    Header(&'static str),
    /// This query parameter.
    Query(&'static str),
    /// This cookie.
    Cookie(&'static str),
    /// Nowhere: the transport proves who asks, with a client certificate for example.
    Transport,
}

impl SchemeKind {
    /// The header that a credential of this kind is sent in, if it is one.
    pub fn header(self) -> Option<&'static str> {
        match self {
            SchemeKind::Bearer | SchemeKind::OAuth2 { .. } | SchemeKind::Basic | SchemeKind::Http(_) => Some("authorization"),
            SchemeKind::Header(name) => Some(name),
            SchemeKind::Cookie(_) => Some("cookie"),
            SchemeKind::Query(_) | SchemeKind::Transport => None,
        }
    }
}

/// How a list or an object becomes text (OAS 3.0.4, Style Values).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Style {
    /// `;color=blue`, in a path.
    Matrix,
    /// `.blue`, in a path.
    Label,
    /// `blue,black`, in a path or a header.
    Simple,
    /// `color=blue`, in a query, a cookie or a form.
    Form,
    /// `color=blue%20black`, in a query or a form.
    SpaceDelimited,
    /// `color=blue%7Cblack`, in a query or a form.
    PipeDelimited,
    /// `color%5BR%5D=100`, in a query or a form.
    DeepObject,
}

impl Style {
    /// The style's name in a document.
    pub fn as_str(self) -> &'static str {
        match self {
            Style::Matrix => "matrix",
            Style::Label => "label",
            Style::Simple => "simple",
            Style::Form => "form",
            Style::SpaceDelimited => "spaceDelimited",
            Style::PipeDelimited => "pipeDelimited",
            Style::DeepObject => "deepObject",
        }
    }
}

/// How a property of a form is written (OAS 3.0.4, Encoding Object).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum PartStyle {
    /// By a style, as a query parameter is.
    Styled {
        /// The style.
        style: Style,
        /// Whether lists and objects are spread.
        explode: bool,
        /// Whether reserved characters pass.
        reserved: bool,
    },
    /// As the text of its JSON.
    Json,
}
