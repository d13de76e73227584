//! Servers and security schemes.

use crate::{ir::Doc, pointer::Pointer};

/// A server of the document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Server {
    /// The URL, with `{variables}`.
    pub url: String,
    /// `description`.
    pub description: Option<String>,
    /// Variables of the URL.
    pub variables: Vec<ServerVariable>,
}

/// A variable of a server's URL.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ServerVariable {
    /// The name between the braces.
    pub name: String,
    /// The value unless the user gives one.
    pub default: String,
    /// Allowed values; empty where any is.
    pub values: Vec<String>,
    /// `description`.
    pub description: Option<String>,
}

/// A way to authenticate.
#[derive(Clone, Debug)]
pub struct SecurityScheme {
    /// Where it stands.
    pub origin: Pointer,
    /// Its key in the document.
    pub name: String,
    /// What it is.
    pub kind: SecurityKind,
    /// The environment variable that `from_env` reads, from `codegen.toml`.
    pub env: Option<String>,
    /// Documentation.
    pub doc: Doc,
}

/// Kinds of credentials on the wire.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SecurityKind {
    /// `Authorization: Bearer …` (HTTP bearer, OpenID Connect).
    Bearer,
    /// `Authorization: Bearer …` with a token of OAuth 2.
    OAuth2(OAuth2),
    /// `Authorization: Basic …`.
    Basic,
    /// `Authorization: <scheme> …`, another HTTP scheme.
    Http(String),
    /// A key in this header.
    Header(String),
    /// A key in this query parameter.
    Query(String),
    /// A key in this cookie.
    Cookie(String),
    /// The transport's concern (`mutualTLS`).
    Transport,
}

/// What the document says about how a program gets tokens without a person.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OAuth2 {
    /// The token endpoint of the client credentials flow.
    pub client_credentials: Option<String>,
    /// The endpoint that takes refresh tokens: `refreshUrl` of a flow, or its `tokenUrl`.
    pub refresh: Option<String>,
    /// Scopes of all flows, each once, with what the document says about them.
    pub scopes: Vec<(String, String)>,
}
