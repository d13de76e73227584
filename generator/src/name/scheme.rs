//! Names of security schemes: a setter on the client's builder for each.

use super::{
    SchemeName,
    collision::{exact, resolve},
    ident::Role,
    member, renamed,
};
use crate::{config::Config, ir::Api};
use std::collections::BTreeSet;

/// Methods that every builder has.
const BUILDER_METHODS: &[&str] = &[
    "base_url",
    "borrow",
    "borrow_mut",
    "build",
    "clone",
    "clone_into",
    "connect_timeout",
    "credential",
    "default",
    "default_header",
    "env",
    "fmt",
    "from",
    "header",
    "hook",
    "idle_timeout",
    "into",
    "max_error_bytes",
    "max_response_bytes",
    "max_retries",
    "new",
    "read_timeout",
    "retry",
    "server",
    "server_variable",
    "sign_with",
    "timeout",
    "to_owned",
    "transport",
    "try_from",
    "try_into",
    "type_id",
    "user_agent",
];

/// Names every scheme.
pub(super) fn assign(api: &Api, config: &Config) -> Vec<SchemeName> {
    let schemes = &api.security_schemes;
    let taken: BTreeSet<String> = BUILDER_METHODS.iter().map(|name| (*name).to_owned()).collect();
    let spell = |index: usize, level: usize| match (renamed(config, &schemes[index].origin), level) {
        (Some(name), 0) => super::ident::given(name, Role::Field),
        (_, 0) => member::text(&schemes[index].name, Role::Field, 0),
        (_, level) => member::text(&format!("{} credential", schemes[index].name), Role::Field, level - 1),
    };
    let owns = |index: usize, name: &str| schemes[index].name == exact(name);
    resolve(schemes.len(), &taken, exact, spell, owns).into_iter().map(|method| SchemeName { method }).collect()
}
