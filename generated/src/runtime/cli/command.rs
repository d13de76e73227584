//! The commands as clap takes them. Only those that the arguments name are spelled out, so that a client of a thousand operations
//! answers at once; the others have a name and a summary.

use super::{
    argument::{arg, flag, id},
    program::Program,
    tree::Tree,
};
use crate::runtime::by_name::{Entry, Place};
use clap::{Arg, ArgAction, ArgGroup, Command, ValueHint, value_parser};

/// Which commands are spelled out.
#[derive(Clone, Copy, Debug)]
pub(super) enum Extent<'p> {
    /// Those that these words lead to.
    Path(&'p [String]),
    /// All, for the completions of a shell.
    All,
}

/// A flag of our own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Own {
    Output,
    DryRun,
    Verbose,
    BaseUrl,
    Header,
    Timeout,
}

impl Own {
    pub(super) fn id(self) -> &'static str {
        match self {
            Own::Output => "output",
            Own::DryRun => "dry-run",
            Own::Verbose => "verbose",
            Own::BaseUrl => "base-url",
            Own::Header => "header",
            Own::Timeout => "timeout",
        }
    }

    fn arg(self) -> Arg {
        let arg = Arg::new(self.id());
        match self {
            Own::Output => arg
                .value_name("FORMAT")
                .value_parser(["json", "table", "raw"])
                .default_value("json")
                .help("How the answer is printed; `raw` is text and bytes as they come"),
            Own::DryRun => {
                arg.action(ArgAction::SetTrue).help("Send nothing; print the request, and a curl command that sends the same")
            }
            Own::Verbose => {
                arg.action(ArgAction::SetTrue).short('v').help("Print the status and the headers of the answer on standard error")
            }
            Own::BaseUrl => arg.value_name("URL").value_hint(ValueHint::Url).help("Send the request below this URL"),
            Own::Header => arg
                .value_name("NAME:VALUE")
                .action(ArgAction::Append)
                .value_parser(pair)
                .help("Add a header to the request, or replace one; may be given more than once"),
            Own::Timeout => {
                arg.value_name("SECONDS").value_parser(seconds).help("How long the call may take in all [default: 60]")
            }
        }
    }
}

const OWN: &[Own] = &[Own::Output, Own::DryRun, Own::Verbose, Own::BaseUrl, Own::Header, Own::Timeout];

/// The command of the program.
pub(super) fn program<C>(program: &Program<C>, tree: &Tree, extent: Extent<'_>) -> Command {
    let completions = completions_name(tree);
    let command = Command::new(program.name)
        .version(program.version)
        .about(program.about)
        .after_help(environment(program))
        .subcommand(completions_command(completions));
    group(program, command, tree, extent)
}

/// The command that prints completions; a group of the document may have its name.
pub(super) fn completions_name(tree: &Tree) -> &'static str {
    if tree.has("completions") { "shell-completions" } else { "completions" }
}

fn completions_command(name: &'static str) -> Command {
    let shell = Arg::new("shell").value_name("SHELL").required(true).value_parser(value_parser!(clap_complete::Shell));
    Command::new(name).about("Print the completions for a shell").arg(shell)
}

fn environment<C>(program: &Program<C>) -> String {
    let variables = program.variables();
    let width = variables.iter().map(|(name, _)| name.len()).max().unwrap_or_default();
    let lines = variables.iter().map(|(name, what)| format!("  {name:width$}  {what}\n"));
    match variables.is_empty() {
        true => String::new(),
        false => format!("Environment:\n{}", lines.collect::<String>()),
    }
}

fn group<C>(program: &Program<C>, command: Command, tree: &Tree, extent: Extent<'_>) -> Command {
    let mut command = command.subcommand_required(true).arg_required_else_help(true).disable_help_subcommand(true);
    let inside = |word: &str| match extent {
        Extent::All => Some(Extent::All),
        Extent::Path([first, rest @ ..]) if first == word => Some(Extent::Path(rest)),
        Extent::Path(_) => None,
    };
    for (word, inner) in &tree.groups {
        let count = match inner.size() {
            1 => "1 operation".to_owned(),
            count => format!("{count} operations"),
        };
        let named = Command::new(word.clone()).about(count);
        command = command.subcommand(match inside(word) {
            Some(extent) => group(program, named, inner, extent),
            None => named,
        });
    }
    for (word, index) in &tree.operations {
        let Some(entry) = program.operations.get(*index) else { continue };
        let named = Command::new(word.clone()).about(summary(entry));
        command = command.subcommand(match inside(word) {
            Some(_) => operation(program, named, entry),
            None => named,
        });
    }
    command
}

fn summary<C>(entry: &Entry<C>) -> String {
    match entry.doc.lines().next().unwrap_or_default() {
        "" => format!("{} {}", entry.method, entry.path),
        line => line.to_owned(),
    }
}

fn operation<C>(program: &Program<C>, command: Command, entry: &Entry<C>) -> Command {
    let request = format!("{} {}", entry.method, entry.path);
    let long = match entry.doc.trim() {
        "" => request,
        doc => format!("{doc}\n\n{request}"),
    };
    let bodies: Vec<_> = entry.arguments.iter().filter(|argument| matches!(argument.place, Place::Body(_))).collect();
    let is_choice = bodies.len() > 1;
    let mut command = command.long_about(long).next_help_heading("Arguments");
    for argument in entry.arguments {
        let is_required = argument.required && !(is_choice && matches!(argument.place, Place::Body(_)));
        command = command.arg(arg(argument, program.schemas).required(is_required));
    }
    if is_choice {
        let is_required = bodies.iter().all(|body| body.required);
        command = command.group(ArgGroup::new("one body").args(bodies.iter().map(|body| id(body))).required(is_required));
    }
    command = command.next_help_heading("Options").disable_help_flag(true);
    for own in OWN {
        let name = own.id();
        // An argument of the document keeps its name.
        let is_taken = |name: &str| entry.arguments.iter().any(|argument| flag(argument) == name);
        let long = if is_taken(name) { format!("cli-{name}") } else { name.to_owned() };
        let mut arg = own.arg().long(long);
        if *own == Own::Verbose && !is_taken("include") {
            arg = arg.visible_alias("include");
        }
        command = command.arg(arg);
    }
    let help = Arg::new("help").short('h').action(ArgAction::Help).help("Print help; `--help` prints more");
    let is_taken = entry.arguments.iter().any(|argument| flag(argument) == "help");
    command.arg(if is_taken { help } else { help.long("help") })
}

/// `NAME:VALUE`
fn pair(text: &str) -> Result<(String, String), String> {
    match text.split_once(':') {
        Some((name, value)) if !name.trim().is_empty() => Ok((name.trim().to_owned(), value.trim().to_owned())),
        _ => Err("expected `NAME:VALUE`".to_owned()),
    }
}

fn seconds(text: &str) -> Result<std::time::Duration, String> {
    let seconds = text.parse::<f64>().ok().filter(|seconds| *seconds > 0.0);
    let duration = seconds.and_then(|seconds| std::time::Duration::try_from_secs_f64(seconds).ok());
    duration.ok_or_else(|| "expected a number of seconds greater than 0".to_owned())
}
