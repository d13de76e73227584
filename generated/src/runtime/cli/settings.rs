//! The client of a run: its settings from the command line, its credentials from the environment. A request that is only shown is made
//! with marks in place of credentials, so that no secret is near what is printed.

use super::program::Program;
use crate::runtime::http::{Core, CoreBuilder, Error, Memory, Scheme, SchemeKind, Secret};
use std::{env, time::Duration};

/// Settings of the command line.
#[derive(Clone, Debug, Default)]
pub(super) struct Settings {
    pub(super) base_url: Option<String>,
    pub(super) timeout: Option<Duration>,
}

/// A mark that stands for the credential of a scheme.
#[derive(Clone, Debug)]
pub(super) struct Mark {
    pub(super) kind: SchemeKind,
    /// What stands in the request.
    pub(super) text: String,
    /// The environment variable that holds the credential.
    pub(super) variable: String,
}

/// The environment variable of a scheme: the document's, or one made of the names of the program and of the scheme.
pub(super) fn variable(program: &str, scheme: &Scheme) -> String {
    scheme.env.map_or_else(|| shell_name(&format!("{program}_{}", scheme.name)), str::to_owned)
}

/// Text as the name of a variable of a shell.
pub(super) fn shell_name(text: &str) -> String {
    let letter = |c: char| if c.is_ascii_alphanumeric() { c.to_ascii_uppercase() } else { '_' };
    let name: String = text.chars().map(letter).collect();
    if name.starts_with(|c: char| c.is_ascii_digit()) { format!("_{name}") } else { name }
}

fn value(name: &str) -> Option<String> {
    env::var(name).ok().map(|value| value.trim().to_owned()).filter(|value| !value.is_empty())
}

/// The client that sends.
pub(super) fn core<C>(program: &Program<C>, settings: &Settings) -> Result<Core, Error> {
    let mut builder = builder(program, settings);
    for scheme in program.service.schemes {
        if let Some(secret) = value(&variable(program.name, scheme)) {
            builder.credential(scheme.name, Secret::new(secret));
        }
    }
    builder.build()
}

/// Which schemes have a mark.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Marked {
    /// Those whose credential is in the environment, as it would be sent.
    Given,
    /// All, where what is given is not enough.
    All,
}

/// The client whose requests are shown, and its marks.
pub(super) fn shown<C>(program: &Program<C>, settings: &Settings, marked: Marked) -> Result<(Core, Vec<Mark>), Error> {
    let mut builder = builder(program, settings);
    builder.transport(Memory::new(|_| http::Response::default()));
    let mut marks = Vec::new();
    for (index, scheme) in program.service.schemes.iter().enumerate() {
        let variable = variable(program.name, scheme);
        if scheme.kind == SchemeKind::Transport || (marked == Marked::Given && value(&variable).is_none()) {
            continue;
        }
        let mark = format!("credential-{index}-of-{}", std::process::id());
        let (secret, text) = match scheme.kind {
            SchemeKind::Basic => {
                let pair = format!("{mark}:");
                let encoded = crate::runtime::json::Base64::from_bytes(pair.as_bytes()).as_str().to_owned();
                (pair, encoded)
            }
            _ => (mark.clone(), mark),
        };
        builder.credential(scheme.name, Secret::new(secret));
        marks.push(Mark { kind: scheme.kind, text, variable: shell_name(&variable) });
    }
    Ok((builder.build()?, marks))
}

fn builder<C>(program: &Program<C>, settings: &Settings) -> CoreBuilder {
    let mut builder = CoreBuilder::new(program.service);
    // The credentials are ours to read, so that schemes without a variable have one, too.
    builder.env_from(|name| if program.service.base_url_env == Some(name) { env::var(name).ok() } else { None });
    if let Some(base_url) = &settings.base_url {
        builder.base_url(base_url.clone());
    }
    if let Some(timeout) = settings.timeout {
        builder.timeout(timeout);
    }
    builder
}
