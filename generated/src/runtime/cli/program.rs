//! The program: from the arguments of the process to its exit status.

use super::{
    argument,
    command::{self, Extent, Own},
    dry_run,
    failure::Failure,
    input::Input,
    output::{self, Format},
    settings::{self, Marked, Settings},
    tree::Tree,
};
use crate::runtime::{
    by_name::{Entry, NamedCall},
    http::{CallOptions, Core, Error, Response, SchemeKind, Service},
};
use clap::ArgMatches;
use serde_json::{Map, Value};
use std::{
    env,
    ffi::OsString,
    io::{self, Write},
    process::ExitCode,
    time::Duration,
};

/// The command line of a client. `C` is the client.
#[derive(Debug)]
pub struct Program<C: 'static> {
    /// The name of the program.
    pub name: &'static str,
    /// Its version.
    pub version: &'static str,
    /// What it is for.
    pub about: &'static str,
    /// The service that it calls.
    pub service: &'static Service,
    /// The operations.
    pub operations: &'static [Entry<C>],
    /// The schemas of their arguments.
    pub schemas: &'static [(&'static str, &'static str)],
    /// Makes the client.
    pub client: fn(Core) -> C,
}

impl<C> Program<C> {
    /// Does what the arguments of the process say. The status is 0 where it is done, 1 where the service or the way to it said no, and 2
    /// after wrong usage.
    pub fn main(&self) -> ExitCode {
        let arguments: Vec<OsString> = env::args_os().skip(1).collect();
        match self.run(&arguments) {
            Ok(()) => ExitCode::SUCCESS,
            Err(failure) => failure.end(),
        }
    }

    fn run(&self, arguments: &[OsString]) -> Result<(), Failure> {
        let tree = Tree::new(self.operations);
        let path = tree.path(arguments);
        let command = command::program(self, &tree, Extent::Path(&path));
        let name = OsString::from(self.name);
        let matches = command.try_get_matches_from([&name].into_iter().chain(arguments));
        let mut matches = &matches.map_err(|error| Failure::Clap(Box::new(error)))?;
        let mut group = &tree;
        while let Some((word, inner)) = matches.subcommand() {
            if let Some(entry) = group.operations.get(word).and_then(|index| self.operations.get(*index)) {
                return self.call(entry, inner);
            }
            if let Some(shell) = inner.try_get_one::<clap_complete::Shell>("shell").ok().flatten() {
                let mut text = Vec::new();
                let mut command = command::program(self, &tree, Extent::All);
                clap_complete::generate(*shell, &mut command, self.name, &mut text);
                return output::write(&text);
            }
            let Some(inside) = group.groups.get(word) else { break };
            (group, matches) = (inside, inner);
        }
        Ok(())
    }

    /// The environment variables that the program reads, and what for.
    pub(super) fn variables(&self) -> Vec<(String, String)> {
        let base_url = self.service.base_url_env.map(|name| (name.to_owned(), "the base URL".to_owned()));
        self.credential_variables().into_iter().chain(base_url).collect()
    }

    fn credential_variables(&self) -> Vec<(String, String)> {
        let schemes = self.service.schemes.iter().filter(|scheme| scheme.kind != SchemeKind::Transport);
        let variable = |scheme: &crate::runtime::http::Scheme| {
            let form = if scheme.kind == SchemeKind::Basic { ", as `user:password`" } else { "" };
            (settings::variable(self.name, scheme), format!("the credential of `{}`{form}", scheme.name))
        };
        schemes.map(variable).collect()
    }

    fn call(&self, entry: &Entry<C>, matches: &ArgMatches) -> Result<(), Failure> {
        let mut input = Input::default();
        let mut arguments = Map::new();
        for argument in entry.arguments {
            let value = argument::value(argument, self.schemas, matches, &mut input).map_err(Failure::Usage)?;
            if let Some(value) = value {
                arguments.insert(argument.name.to_owned(), value);
            }
        }
        let settings = Settings {
            base_url: matches.get_one::<String>(Own::BaseUrl.id()).cloned(),
            timeout: matches.get_one::<Duration>(Own::Timeout.id()).copied(),
        };
        let headers = matches.get_many::<(String, String)>(Own::Header.id()).into_iter().flatten();
        let options = headers.fold(CallOptions::new(), |options, (name, value)| options.header(name, value));
        let arguments = Value::Object(arguments);
        if matches.get_flag(Own::DryRun.id()) {
            return self.show(entry, &arguments, &options, &settings);
        }
        let core = settings::core(self, &settings).map_err(|error| Failure::Usage(error.to_string()))?;
        let client = (self.client)(core.clone());
        let failed = |error: &Error| Failure::of_call(error, &core, &self.credential_variables());
        let call = entry.prepare(&client, arguments).map_err(|error| failed(&error))?;
        let answer = send(call.with(options)).map_err(|error| {
            if matches.get_flag(Own::Verbose.id())
                && let (Some(status), Some(headers)) = (error.status(), error.headers())
            {
                tell(&core, status, headers);
            }
            failed(&error)
        })?;
        if matches.get_flag(Own::Verbose.id()) {
            tell(&core, answer.status(), answer.headers());
        }
        let format = matches.get_one::<String>(Own::Output.id()).map(String::as_str).unwrap_or_default();
        output::print(answer.body(), Format::parse(format))
    }

    /// Prints the request instead of sending it.
    fn show(&self, entry: &Entry<C>, arguments: &Value, options: &CallOptions, settings: &Settings) -> Result<(), Failure> {
        let request = |marked: Marked| {
            let (core, marks) = settings::shown(self, settings, marked)?;
            let client = (self.client)(core);
            let (request, _) = entry.prepare(&client, arguments.clone())?.with(options.clone()).build()?;
            Ok((request, marks))
        };
        let (request, marks) = request(Marked::Given)
            .or_else(|error: Error| if error.is_missing_credentials() { request(Marked::All) } else { Err(error) })
            .map_err(|error| Failure::Usage(error.to_string()))?;
        output::write(dry_run::render(&request, &marks).as_bytes())
    }
}

/// Prints the status and the headers of an answer on standard error.
fn tell(core: &Core, status: http::StatusCode, headers: &http::HeaderMap) {
    let mut text = format!("{status}\n");
    for (name, value) in headers {
        text.push_str(&format!("{name}: {}\n", output::plain(&String::from_utf8_lossy(value.as_bytes()))));
    }
    core.redact(&mut text);
    let _ = io::stderr().lock().write_all(format!("{text}\n").as_bytes());
}

#[cfg(feature = "reqwest")]
fn send(call: NamedCall<'_>) -> Result<Response<Value>, Error> {
    match tokio::runtime::Builder::new_current_thread().enable_all().build() {
        Ok(runtime) => runtime.block_on(call.send_with_meta()),
        Err(error) => Err(Error::unnamed(format!("no call can be made here: {error}"))),
    }
}

#[cfg(all(feature = "blocking", not(feature = "reqwest")))]
fn send(call: NamedCall<'_>) -> Result<Response<Value>, Error> {
    call.send_with_meta().wait()
}

/// Without a transport, no client that could send is built.
#[cfg(not(any(feature = "blocking", feature = "reqwest")))]
fn send(call: NamedCall<'_>) -> Result<Response<Value>, Error> {
    drop(call);
    Err(Error::unnamed("this program was built without a transport".to_owned()))
}
