//! Runs a program within limits and says what it cost: the hidden command `measured`, its caller, and the wrapper of rustc.
//!
//! The measuring process stands between us and the program, so that the system's account of its children (`getrusage`) is that of
//! this one program, however it ends; and so that a limit of memory, which a process can only lower for itself and its children, does
//! not become ours.

use crate::{
    Status,
    arguments::{self, Flag, Flags, Parsed, Usage},
    failure::Failure,
};
use serde::{Deserialize, Serialize};
use std::{
    env,
    ffi::OsString,
    fs::OpenOptions,
    io::{self, Write},
    path::{Path, PathBuf},
    process::{Child, Command, ExitCode, ExitStatus, Stdio},
    thread,
    time::{Duration, Instant},
};

/// The hidden command.
pub(crate) const COMMAND: &str = "measured";

/// Set by us for cargo's sake: where a run of rustc is to be reported. See [`as_rustc_wrapper`].
pub(crate) const RUSTC_REPORT: &str = "XTASK_RUSTC_REPORT";

/// Set by us beside [`RUSTC_REPORT`]: how many seconds a run of rustc may take.
pub(crate) const RUSTC_SECONDS: &str = "XTASK_RUSTC_SECONDS";

/// What a program may use.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Limits {
    pub(crate) seconds: Option<f64>,
    /// Bytes of address space.
    pub(crate) memory: Option<u64>,
}

/// What a program used.
#[derive(Clone, Copy, Debug, Default, Deserialize, PartialEq, Serialize)]
pub(crate) struct Cost {
    pub(crate) seconds: f64,
    /// User and system time, that of its own children included.
    pub(crate) cpu_seconds: f64,
    /// The largest resident size of any one process.
    pub(crate) peak_bytes: u64,
    pub(crate) end: End,
}

/// How a program ended.
#[derive(Clone, Copy, Debug, Default, Deserialize, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum End {
    /// By itself, with an exit status.
    Exit(u8),
    /// By a signal.
    Signal(i32),
    /// By us, when its time was over.
    #[default]
    Timeout,
}

/// Arguments of the hidden command.
#[derive(Debug)]
pub(crate) struct Arguments {
    report: PathBuf,
    limits: Limits,
    program: Vec<OsString>,
}

impl Arguments {
    pub(crate) fn parse(parser: &mut lexopt::Parser) -> Result<Parsed<Arguments>, Usage> {
        let mut flags = Flags { command: COMMAND, known: &["report", "memory", "seconds"], parser };
        let (mut report, mut memory, mut seconds) = (None, None, None);
        let mut program = Vec::new();
        while let Some(flag) = flags.next()? {
            match flag {
                Flag::Named("report") => flags.value("report", &mut report, arguments::path)?,
                Flag::Named("memory") => flags.value("memory", &mut memory, arguments::positive::<u64>)?,
                Flag::Named("seconds") => flags.value("seconds", &mut seconds, seconds_value)?,
                Flag::Named(_) | Flag::Help => return Ok(Parsed::Help),
                Flag::Value(value) => {
                    program.push(value);
                    program.extend(flags.parser.raw_args().map_err(|error| Usage::new(COMMAND, error.to_string()))?);
                }
            }
        }
        let (Some(report), false) = (report, program.is_empty()) else {
            return Err(flags.wrong("a report and a program are needed"));
        };
        Ok(Parsed::Run(Arguments { report, limits: Limits { seconds, memory }, program }))
    }
}

fn seconds_value(value: OsString) -> Result<f64, String> {
    let text = arguments::text(value)?;
    text.parse().ok().filter(|seconds: &f64| *seconds > 0.0 && *seconds < 1e9).ok_or(format!("`{text}` is no number of seconds"))
}

/// The hidden command: runs the program and writes the report.
pub(crate) fn run(arguments: Arguments) -> Result<Status, Failure> {
    let usage = measure(&arguments.program, arguments.limits)?;
    append(&arguments.report, &usage)?;
    Ok(Status::Done)
}

/// Runs a command through the hidden command. Its output is that of the program.
pub(crate) fn run_measured(program: &[OsString], limits: Limits) -> Result<(Cost, std::process::Output), Failure> {
    let this = env::current_exe().map_err(|error| Failure::io("find", Path::new("this program"), &error))?;
    let report = tempfile::NamedTempFile::new().map_err(|error| Failure::io("write to", &env::temp_dir(), &error))?;
    let mut command = Command::new(&this);
    command.arg(COMMAND).arg("--report").arg(report.path());
    if let Some(memory) = limits.memory {
        command.arg("--memory").arg(memory.to_string());
    }
    if let Some(seconds) = limits.seconds {
        command.arg("--seconds").arg(seconds.to_string());
    }
    command.arg("--").args(program).stdin(Stdio::null());
    let output = command.output().map_err(|error| Failure::io("run", &this, &error))?;
    let usage = read(report.path())?.pop();
    let usage = usage.ok_or_else(|| Failure::new(String::from_utf8_lossy(&output.stderr).trim().to_owned()))?;
    Ok((usage, output))
}

/// Reads what was reported to a file: one line for each program.
pub(crate) fn read(report: &Path) -> Result<Vec<Cost>, Failure> {
    let text = std::fs::read_to_string(report).map_err(|error| Failure::io("read", report, &error))?;
    Ok(text.lines().filter_map(|line| serde_json::from_str(line).ok()).collect())
}

/// cargo runs `RUSTC_WORKSPACE_WRAPPER` as `wrapper rustc ARGUMENTS…` for the packages of a workspace, and not for their dependencies.
/// As such we measure what checking a package costs by itself. `None` if we are not.
pub(crate) fn as_rustc_wrapper() -> Option<ExitCode> {
    let report = PathBuf::from(env::var_os(RUSTC_REPORT)?);
    let program: Vec<OsString> = env::args_os().skip(1).collect();
    let seconds = env::var(RUSTC_SECONDS).ok().and_then(|text| text.parse().ok());
    let usage = match measure(&program, Limits { seconds, memory: None }) {
        Ok(usage) => usage,
        Err(failure) => {
            failure.print();
            return Some(ExitCode::FAILURE);
        }
    };
    // cargo also asks rustc what it is: by `-vV`, and by building nothing under the name `___`.
    let name = program.iter().skip_while(|argument| *argument != "--crate-name").nth(1);
    if name.is_some_and(|name| name != "___")
        && let Err(failure) = append(&report, &usage)
    {
        failure.print();
    }
    Some(match usage.end {
        End::Exit(code) => ExitCode::from(code),
        End::Signal(_) | End::Timeout => ExitCode::FAILURE,
    })
}

fn append(report: &Path, usage: &Cost) -> Result<(), Failure> {
    let line = serde_json::to_string(usage).map_err(|error| Failure::new(error.to_string()))?;
    let file = OpenOptions::new().append(true).create(true).open(report);
    file.and_then(|mut file| file.write_all(format!("{line}\n").as_bytes())).map_err(|error| Failure::io("write", report, &error))
}

fn measure(program: &[OsString], limits: Limits) -> Result<Cost, Failure> {
    let (name, arguments) = program.split_first().ok_or_else(|| Failure::new("there is no program to run"))?;
    let failure = |error: io::Error| Failure::io("run", Path::new(name), &error);
    if let Some(memory) = limits.memory {
        limit_memory(memory).map_err(failure)?;
    }
    let start = Instant::now();
    let mut child = Command::new(name).args(arguments).spawn().map_err(failure)?;
    let end = wait(&mut child, start, limits.seconds).map_err(failure)?;
    let seconds = start.elapsed().as_secs_f64();
    let (cpu_seconds, peak_bytes) = children();
    Ok(Cost { seconds, cpu_seconds, peak_bytes, end })
}

/// Waits for a program, looking at it seldom compared to the time that has passed, so that looking costs and delays next to nothing.
fn wait(child: &mut Child, start: Instant, seconds: Option<f64>) -> io::Result<End> {
    let Some(seconds) = seconds else { return Ok(end(child.wait()?)) };
    loop {
        if let Some(status) = child.try_wait()? {
            return Ok(end(status));
        }
        let passed = start.elapsed();
        if passed.as_secs_f64() > seconds {
            child.kill()?;
            child.wait()?;
            return Ok(End::Timeout);
        }
        thread::sleep((passed / 32).clamp(Duration::from_micros(200), Duration::from_millis(20)));
    }
}

fn end(status: ExitStatus) -> End {
    #[cfg(unix)]
    if let Some(signal) = std::os::unix::process::ExitStatusExt::signal(&status) {
        return End::Signal(signal);
    }
    End::Exit(status.code().and_then(|code| u8::try_from(code & 0xff).ok()).unwrap_or(u8::MAX))
}

#[cfg(unix)]
fn limit_memory(bytes: u64) -> io::Result<()> {
    use nix::sys::resource::{Resource, setrlimit};
    Ok(setrlimit(Resource::RLIMIT_AS, bytes, bytes)?)
}

#[cfg(not(unix))]
fn limit_memory(_bytes: u64) -> io::Result<()> {
    Ok(())
}

/// CPU seconds of the children that have ended, and the largest resident size of any of them.
#[cfg(unix)]
fn children() -> (f64, u64) {
    use nix::sys::{
        resource::{UsageWho, getrusage},
        time::TimeValLike as _,
    };
    let Ok(usage) = getrusage(UsageWho::RUSAGE_CHILDREN) else { return (0.0, 0) };
    let microseconds = usage.user_time().num_microseconds() + usage.system_time().num_microseconds();
    // Apple's systems count bytes, the others kibibytes.
    let unit = if cfg!(target_vendor = "apple") { 1 } else { 1024 };
    (microseconds as f64 / 1e6, u64::try_from(usage.max_rss()).unwrap_or(0) * unit)
}

#[cfg(not(unix))]
fn children() -> (f64, u64) {
    (0.0, 0)
}
