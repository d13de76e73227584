//! The builder: a setter for each security scheme that a user can give a credential to.

use crate::{
    ir::{self, SecurityKind},
    name::Names,
    pointer::Pointer,
};

/// A setter of a credential.
#[derive(Clone, Debug)]
pub struct Credential<'a> {
    /// Where the scheme stands.
    pub origin: &'a Pointer,
    /// The scheme's key in the document.
    pub scheme: &'a str,
    /// The setter on the builder.
    pub setter: &'a str,
    /// What the setter takes.
    pub arguments: &'static str,
    /// How the credential is sent, in words.
    pub way: String,
    /// The environment variable that is read for it.
    pub env: Option<&'a str>,
    /// Documentation.
    pub doc: &'a ir::Doc,
}

pub(super) fn credentials<'a>(api: &'a ir::Api, names: &'a Names) -> Vec<Credential<'a>> {
    let schemes = api.security_schemes.iter().zip(&names.schemes);
    let mut credentials: Vec<Credential<'a>> = schemes
        .filter_map(|(scheme, name)| {
            let way = match &scheme.kind {
                SecurityKind::Bearer | SecurityKind::OAuth2(_) => "Authorization: Bearer".to_owned(),
                SecurityKind::Basic => "Authorization: Basic".to_owned(),
                SecurityKind::Http(kind) => format!("Authorization: {kind}"),
                SecurityKind::Header(header) => format!("header {header}"),
                SecurityKind::Query(query) => format!("query {query}"),
                SecurityKind::Cookie(cookie) => format!("cookie {cookie}"),
                // A client certificate is a matter of the transport.
                SecurityKind::Transport => return None,
            };
            let arguments = match scheme.kind {
                SecurityKind::Basic => "username: &str, password: impl Into<Secret>",
                SecurityKind::Bearer | SecurityKind::OAuth2(_) => "tokens: impl Into<Tokens>",
                SecurityKind::Http(_)
                | SecurityKind::Header(_)
                | SecurityKind::Query(_)
                | SecurityKind::Cookie(_)
                | SecurityKind::Transport => "credential: impl Into<Secret>",
            };
            let env = scheme.env.as_deref();
            Some(Credential {
                origin: &scheme.origin,
                scheme: &scheme.name,
                setter: &name.method,
                arguments,
                way,
                env,
                doc: &scheme.doc,
            })
        })
        .collect();
    credentials.sort_by_key(|credential| credential.setter);
    credentials
}
