//! `diff`: what changes for a user of the client between two documents, or between what this workspace says now and what it said at a
//! revision. Nothing is written, and nothing is emitted: the promises of both clients are compared.

mod print;
mod revision;

use super::{
    Status,
    arguments::{self, Flag, Flags, Parsed, Usage},
};
use crate::{
    Described,
    diff::{self, Change, Step, Verdict},
    emit::surface::Surface,
    host::{
        failure::Failure,
        job::{Fault, Job},
        report::{self, Format},
    },
};
use revision::Revision;
use std::{
    ffi::OsString,
    path::{Path, PathBuf},
};

pub(crate) const HELP: &str = "\
Say what changes for the users of a client.

Usage: {call} diff OLD NEW [--config FILE] [OPTIONS]
       {call} diff --git REV [--config FILE] [OPTIONS]

OLD and NEW are documents. With `--git`, the document and the choices of `spec/codegen.toml` at a revision are compared
with those of the work tree. Each change has its place in both documents and a verdict:

  breaking            code that was right may not compile, or may fail when it runs
  additive            all code stays right, and there is something new to use
  wire only           all code stays right, but another text is sent or read
  documentation only  only words are others

Options:
      --git REV                A revision, such as HEAD or a tag
      --config FILE            A `codegen.toml`: of both documents, or with `--git` instead of `spec/codegen.toml`
      --fail-on VERDICT        Exit with 1 on `breaking` changes, or on `any` change
      --message-format FORMAT  `text` [default], or `json`: one object a line on standard output, a summary at the end
  -h, --help                   Print help
";

/// What was asked for.
#[derive(Debug)]
pub(crate) struct Arguments {
    sides: Sides,
    config: Option<PathBuf>,
    fail_on: Option<FailOn>,
    format: Format,
}

#[derive(Debug)]
enum Sides {
    Documents(PathBuf, PathBuf),
    Revision(String),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum FailOn {
    Breaking,
    Any,
}

impl Arguments {
    pub(crate) fn parse(parser: &mut lexopt::Parser) -> Result<Parsed<Arguments>, Usage> {
        let known = &["git", "config", "fail-on", "message-format", "help"];
        let mut flags = Flags { command: "diff", known, parser };
        let (mut git, mut config, mut fail_on, mut format) = (None, None, None, None);
        let mut documents = Vec::new();
        while let Some(flag) = flags.next()? {
            match flag {
                Flag::Help => return Ok(Parsed::Help),
                Flag::Named("git") => flags.value("git", &mut git, arguments::text)?,
                Flag::Named("config") => flags.value("config", &mut config, arguments::path)?,
                Flag::Named("fail-on") => flags.value("fail-on", &mut fail_on, fail_on_value)?,
                Flag::Named("message-format") => flags.value("message-format", &mut format, arguments::format)?,
                Flag::Named(other) => return Err(flags.wrong(format!("`--{other}` is not read"))),
                Flag::Value(value) => documents.push(arguments::path(value).map_err(|why| flags.wrong(why))?),
            }
        }
        let sides = match (git, documents.as_slice()) {
            (Some(revision), []) => Sides::Revision(revision),
            (Some(_), _) => return Err(flags.wrong("`--git` compares this workspace, and takes no documents")),
            (None, [old, new]) => Sides::Documents(old.clone(), new.clone()),
            (None, _) => return Err(flags.wrong("two documents are needed, or `--git REV`")),
        };
        Ok(Parsed::Run(Arguments { sides, config, fail_on, format: format.unwrap_or_default() }))
    }
}

fn fail_on_value(value: OsString) -> Result<FailOn, String> {
    match &*arguments::text(value)? {
        "breaking" => Ok(FailOn::Breaking),
        "any" => Ok(FailOn::Any),
        other => Err(format!("`{other}` is nothing to fail on; `breaking` and `any` are")),
    }
}

/// A client that is compared.
struct Side {
    job: Job,
    described: Described,
}

impl Side {
    /// `folder` is where its files are said to be.
    fn new(job: Job, folder: &str) -> Side {
        let mut described = crate::describe(&job.source, &job.document, &job.config);
        described.sources.show_below(folder);
        Side { job, described }
    }

    fn surface(&self) -> Option<Surface<'_>> {
        self.described.client.as_ref().map(|(api, names)| Surface::new(api, names, &self.job.config))
    }
}

pub(crate) fn run(arguments: Arguments) -> Result<Status, Failure> {
    let sides = match &arguments.sides {
        Sides::Documents(old, new) => documents(old, new, arguments.config.as_deref()),
        Sides::Revision(revision) => workspace(revision, arguments.config.as_deref()),
    };
    let (old, new) = match sides {
        Ok(sides) => sides,
        Err(Fault::Failure(failure)) => return Err(failure),
        Err(Fault::Diagnostic(diagnostic, sources)) => {
            report::print_one(*diagnostic, &sources, arguments.format);
            return Ok(Status::Short);
        }
    };
    let (Some(before), Some(after)) = (old.surface(), new.surface()) else {
        for side in [&old, &new].into_iter().filter(|side| side.described.client.is_none()) {
            report::print(&side.described.diagnostics, &side.described.sources, arguments.format);
        }
        return Ok(Status::Short);
    };
    let changes = diff::compare(&before, &after);
    let sources = (&old.described.sources, &new.described.sources);
    print::print(&changes, sources, &old.job.config.package.version, arguments.format);
    Ok(status(&changes, arguments.fail_on))
}

fn status(changes: &[Change], fail_on: Option<FailOn>) -> Status {
    let is_short = match fail_on {
        None => false,
        Some(FailOn::Any) => Step::of(changes) != Step::None,
        Some(FailOn::Breaking) => changes.iter().any(|change| change.verdict == Verdict::Breaking),
    };
    if is_short { Status::Short } else { Status::Done }
}

fn documents(old: &Path, new: &Path, config: Option<&Path>) -> Result<(Side, Side), Fault> {
    let job = |document: &Path| Job::of_document(document, Path::new("."), config, None);
    let (old, mut new) = (job(old)?, job(new)?);
    // A name that is made of a file's name is no promise.
    new.config.package.name.clone_from(&old.config.package.name);
    let (before, after) = (old.folder.clone(), new.folder.clone());
    Ok((Side::new(old, &before), Side::new(new, &after)))
}

fn workspace(revision: &str, config: Option<&Path>) -> Result<(Side, Side), Fault> {
    let new = Job::of_config(config)?;
    let revision = Revision::check_out(revision, &new.file)?;
    let old = Job::of_config(Some(&revision.config))?;
    let (before, after) = (revision.shown(&old.folder), new.folder.clone());
    Ok((Side::new(old, &before), Side::new(new, &after)))
}
