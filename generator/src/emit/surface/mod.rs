//! What the emitted crate promises to its users, as data: from [`ir`] and [`Names`] to lists of operations and types, spelled
//! as the other emitters spell them. The page `API.md` prints it, and a comparison of two clients reads it; neither looks at tokens.

mod client;
mod operation;
mod spelled;
mod types;
mod way;

pub use client::Credential;
pub use operation::{Case, Failure, Input, Media, Operation, Place};
pub use spelled::Spelled;
pub use types::{Item, Kind, Member};
pub use way::Way;

use super::Cx;
use crate::{config::Config, ir, name::Names};

/// The promises of a client.
#[derive(Debug, Default)]
pub struct Surface<'a> {
    /// The name of the package.
    pub package: &'a str,
    /// The URL that requests are sent below unless the user gives another.
    pub base_url: Option<&'a str>,
    /// The environment variable of another one.
    pub base_url_env: Option<&'a str>,
    /// Variables of servers and their defaults.
    pub variables: Vec<(&'a str, &'a str)>,
    /// Setters of credentials on the builder, by their name.
    pub credentials: Vec<Credential<'a>>,
    /// Operations, by handle and method.
    pub operations: Vec<Operation<'a>>,
    /// Named types, by path.
    pub types: Vec<Item<'a>>,
    /// Paths of types, by [`TypeId`](ir::TypeId).
    pub paths: Vec<String>,
}

impl<'a> Surface<'a> {
    /// Reads the tables.
    pub fn new(api: &'a ir::Api, names: &'a Names, config: &'a Config) -> Surface<'a> {
        Surface::of(&Cx::new(api, names, config))
    }

    pub(super) fn of(cx: &Cx<'a>) -> Surface<'a> {
        let (api, names) = (cx.api, cx.names);
        let paths: Vec<String> = names.types.iter().map(|name| path(&name.public, &name.ident)).collect();
        Surface {
            package: &cx.config.package.name,
            base_url: super::client::base_url(cx).map(|server| server.url.as_str()),
            base_url_env: cx.config.base_url_env.as_deref(),
            variables: super::client::variables(cx),
            credentials: client::credentials(api, names),
            operations: operation::list(cx),
            types: types::list(cx, &paths),
            paths,
        }
    }
}

/// `types::Session`
fn path(modules: &[String], ident: &str) -> String {
    let mut path = String::new();
    for module in modules {
        path.push_str(module);
        path.push_str("::");
    }
    path.push_str(ident);
    path
}
