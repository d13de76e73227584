//! `codegen`: regenerates `generated/`, says whether it is stale, or emits a stand-alone crate of any document.

use super::{
    Program, Status,
    arguments::{self, Flag, Flags, Parsed, Usage},
    stale, summary,
};
use crate::host::{
    failure::Failure,
    job::{Fault, Job},
    output::{self, Folder, Kind, Plan},
    package_name,
    report::{self, Format},
    terminal,
};
use std::{ffi::OsString, path::PathBuf};

pub(crate) const HELP: &str = "\
Regenerate `generated/` from `spec/`, or emit a client of any document.

Usage: {call} codegen [--check] [OPTIONS]
       {call} codegen --spec FILE --out DIR [--config FILE] [--package NAME] [OPTIONS]

Without `--spec`, everything is read from `spec/codegen.toml`, looked for in the current folder and those above it.
Only files that differ are written, each replaced at once. Files that an earlier run wrote and that are emitted no
longer are removed; the list of them is `.codegen-files` in the output folder. No other file is touched.

Options:
      --check                  Write nothing; print a diff and exit with 1 if the output folder is stale
      --spec FILE              The document (JSON or YAML)
      --out DIR                The output folder
      --config FILE            A `codegen.toml`; without `--spec`, the document and the output folder are read from it
      --package NAME           The name of the package [default: made of the document's file name]
      --deny warnings          Treat warnings as errors: nothing is written
      --message-format FORMAT  `text` [default], or `json`: one object a line on standard output, a summary at the end
  -h, --help                   Print help
";

/// What was asked for.
#[derive(Debug)]
pub(crate) struct Arguments {
    target: Target,
    mode: Mode,
    warnings: Warnings,
    format: Format,
}

#[derive(Debug)]
enum Target {
    Project { config: Option<PathBuf> },
    Document { spec: PathBuf, out: PathBuf, config: Option<PathBuf>, package: Option<String> },
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Mode {
    Write,
    Check,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Warnings {
    Allow,
    Deny,
}

impl Arguments {
    pub(crate) fn parse(parser: &mut lexopt::Parser) -> Result<Parsed<Arguments>, Usage> {
        let known = &["check", "spec", "out", "config", "package", "deny", "message-format", "help"];
        let mut flags = Flags { command: "codegen", known, parser };
        let mut mode = Mode::Write;
        let (mut spec, mut out, mut config, mut package, mut deny, mut format) = (None, None, None, None, None, None);
        while let Some(flag) = flags.next()? {
            match flag {
                Flag::Help => return Ok(Parsed::Help),
                Flag::Named("check") => mode = Mode::Check,
                Flag::Named("spec") => flags.value("spec", &mut spec, arguments::path)?,
                Flag::Named("out") => flags.value("out", &mut out, arguments::path)?,
                Flag::Named("config") => flags.value("config", &mut config, arguments::path)?,
                Flag::Named("package") => flags.value("package", &mut package, package_value)?,
                Flag::Named("deny") => flags.value("deny", &mut deny, deny_value)?,
                Flag::Named("message-format") => flags.value("message-format", &mut format, arguments::format)?,
                Flag::Named(other) => return Err(flags.wrong(format!("`--{other}` is not read"))),
                Flag::Value(value) => {
                    let value = value.to_string_lossy();
                    return Err(flags.wrong(format!("unexpected argument `{value}`; a document is given with `--spec`")));
                }
            }
        }
        let target = match (spec, out) {
            (Some(spec), Some(out)) => Target::Document { spec, out, config, package },
            (Some(_), None) => return Err(flags.wrong("`--spec` needs `--out DIR`")),
            (None, Some(_)) => return Err(flags.wrong("`--out` needs `--spec FILE`")),
            (None, None) if package.is_some() => return Err(flags.wrong("`--package` needs `--spec FILE`")),
            (None, None) => Target::Project { config },
        };
        let warnings = deny.unwrap_or(Warnings::Allow);
        Ok(Parsed::Run(Arguments { target, mode, warnings, format: format.unwrap_or_default() }))
    }
}

fn package_value(value: OsString) -> Result<String, String> {
    let name = arguments::text(value)?;
    match package_name::fault(&name) {
        None => Ok(name),
        Some(fault) => Err(format!("`{name}` cannot name a package: {fault}")),
    }
}

fn deny_value(value: OsString) -> Result<Warnings, String> {
    match &*arguments::text(value)? {
        "warnings" => Ok(Warnings::Deny),
        other => Err(format!("`{other}` cannot be denied; `warnings` can")),
    }
}

pub(crate) fn run(program: &Program, arguments: Arguments) -> Result<Status, Failure> {
    let job = match &arguments.target {
        Target::Project { config } => Job::of_config(config.as_deref()),
        Target::Document { spec, out, config, package } => Job::of_document(spec, out, config.as_deref(), package.as_deref()),
    };
    let job = match job {
        Ok(job) => job,
        Err(Fault::Failure(failure)) => return Err(failure),
        Err(Fault::Diagnostic(diagnostic, sources)) => {
            report::print_one(*diagnostic, &sources, arguments.format);
            return Ok(Status::Short);
        }
    };
    let mut output = crate::generate(&job.source, &job.document, &job.config);
    output.sources.show_below(&job.folder);
    if arguments.warnings == Warnings::Deny {
        output.diagnostics = report::deny_warnings(&output.diagnostics);
    }
    report::print(&output.diagnostics, &output.sources, arguments.format);
    if output.diagnostics.has_errors() {
        return Ok(Status::Short);
    }
    if output.files.iter().next().is_none() {
        // An empty set of files would remove a whole client.
        return Err(Failure::new("the generator emitted nothing and did not say why; nothing is written"));
    }
    let plan = match arguments.mode {
        Mode::Write => {
            let folder = Folder::to_write(&job.out)?;
            let plan = Plan::new(&folder, &output.files)?;
            output::write_all(&folder, &plan)?;
            plan
        }
        Mode::Check => Plan::new(&Folder::to_read(&job.out)?, &output.files)?,
    };
    let status = match arguments.mode {
        Mode::Write => Status::Done,
        Mode::Check => check(program, &job, &plan, arguments.format),
    };
    if arguments.mode == Mode::Write || arguments.format == Format::Json {
        summary::print(program, &job.out, &plan, output.operations, &output.diagnostics, arguments.format);
    }
    for path in &plan.kept {
        terminal::warning(&format!("`{path}` is no longer emitted, but was edited since it was written; it is left where it is"));
    }
    Ok(status)
}

/// Shows what is stale.
fn check(program: &Program, job: &Job, plan: &Plan, format: Format) -> Status {
    let out = job.out.display().to_string();
    if plan.is_empty() {
        if format == Format::Text {
            terminal::print(&format!("{}: up to date, {}\n", terminal::clean(&out), terminal::count(plan.unchanged, "file")));
        }
        return Status::Done;
    }
    if format == Format::Text {
        terminal::print(&stale::render(out.trim_start_matches("./"), &plan.changes));
    }
    let (stale, missing, superfluous) = (plan.count(Kind::Changed), plan.count(Kind::Added), plan.count(Kind::Removed));
    let files = if plan.changes.is_empty() {
        "its list of files is".to_owned()
    } else {
        format!("{stale} stale, {missing} missing, {superfluous} superfluous files")
    };
    Failure::new(format!("`{out}` is not what the document gives: {files}"))
        .help(format!("run `{} codegen` without `--check`", program.call))
        .print();
    Status::Short
}
