//! One client, measured step by step: generated, checked, built, and linked into a program. The first step that fails is the last.

use super::{
    Depth, Plan, awaited,
    figures::{Figures, Run},
    report::Client,
    rust::Rust,
    said, show_progress,
    site::Site,
    tool::{Kind, Tool},
};
use crate::{
    failure::Failure,
    measure::{self, End, Limits},
    slot::Slot,
};
use std::{
    ffi::OsString,
    fs,
    path::{Path, PathBuf},
    process::Output,
};

/// How long a generator may take.
const SECONDS: f64 = 1200.0;

/// Why a measurement went no further.
#[derive(Debug)]
pub(super) enum Stop {
    /// Something of the client's: which step, and why.
    Client(String),
    /// Something that keeps us from measuring at all.
    Ours(Failure),
}

impl From<Failure> for Stop {
    fn from(failure: Failure) -> Stop {
        Stop::Ours(failure)
    }
}

/// One tool on one document.
#[derive(Debug)]
pub(super) struct Measurement<'m> {
    pub(super) tool: &'m Tool,
    pub(super) spec: &'m Path,
    pub(super) plan: &'m Plan,
    pub(super) slot: &'m Slot,
}

impl Measurement<'_> {
    /// Measures as many steps as were asked for, and fills in the client.
    pub(super) fn take(&self, client: &mut Client) -> Result<(), Stop> {
        let spec = fs::canonicalize(self.spec).map_err(|error| Failure::io("read", self.spec, &error))?;
        let folder = self.generate(&spec, client)?;
        let rust = Rust::below(&folder).map_err(|error| Failure::io("read", &folder, &error))?;
        (client.files, client.lines) = (rust.files, rust.lines);
        client.functions = (self.tool.kind == Kind::Peer).then_some(rust.functions);
        if let Some(keep) = &self.plan.keep {
            self.keep(&spec, keep)?;
        }
        if self.plan.depth == Depth::Generate {
            return Ok(());
        }
        let site = Site { slot: self.slot, folder: &folder, tool: self.tool };
        site.make_package()?;
        let features: Vec<&str> = self.tool.features.iter().map(String::as_str).collect();
        client.check = Some(self.build("check", &site, &[&["check", "--lib"], &features[..]].concat())?);
        if self.plan.depth == Depth::Check {
            return Ok(());
        }
        if self.tool.kind == Kind::Peer {
            let source = folder.join("src");
            client.awaited = Some(awaited::add(&source).map_err(|error| Failure::io("write to", &source, &error))?);
        }
        let release = [&["build", "--release", "--lib"], &features[..]].concat();
        client.release = Some(self.build("release build", &site, &release)?);
        if self.tool.kind == Kind::Ours {
            self.progress("program", 1, 1);
            client.program_bytes = Some(site.link_program()?);
        }
        Ok(())
    }

    /// Runs the tool, each time into a folder of its own. What a run before emitted stays meanwhile: a file system is slow to create
    /// files where it has just deleted thousands.
    fn generate(&self, spec: &Path, client: &mut Client) -> Result<PathBuf, Stop> {
        let room = self.slot.make_room()?;
        let folder = room.join("client");
        self.progress("generate", 0, self.plan.runs);
        let (output, _) = self.generate_once(spec, &folder)?;
        client.summary = said::summary(&String::from_utf8_lossy(&output.stdout));
        let mut runs = Vec::new();
        for number in 1..=self.plan.runs {
            self.progress("generate", number, self.plan.runs);
            runs.push(self.generate_once(spec, &room.join(format!("client-{number}")))?.1);
        }
        client.generate = Some(Figures::of(runs));
        Ok(folder)
    }

    fn generate_once(&self, spec: &Path, out: &Path) -> Result<(Output, Run), Stop> {
        let mut program = vec![OsString::from(&self.tool.program)];
        program.extend((self.tool.arguments)(spec, out));
        let (cost, output) = measure::run_measured(&program, Limits { seconds: Some(SECONDS), memory: None })?;
        if cost.end != End::Exit(0) {
            return Err(Stop::Client(format!("generate: {}", said::end(cost.end, SECONDS, &output))));
        }
        (self.tool.finish)(out).map_err(|error| Stop::Client(format!("generate: what was emitted is no crate: {error}")))?;
        Ok((output, Run::of(&[cost])))
    }

    /// Generates once more, to where people want it.
    fn keep(&self, spec: &Path, keep: &Path) -> Result<(), Stop> {
        let stem = spec.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
        let out = keep.join(stem).join(self.tool.name.replace(' ', "-"));
        let out = std::path::absolute(&out).map_err(|error| Failure::io("find", &out, &error))?;
        fs::create_dir_all(&out).map_err(|error| Failure::io("create", &out, &error))?;
        let mut program = vec![OsString::from(&self.tool.program)];
        program.extend((self.tool.arguments)(spec, &out));
        measure::run_measured(&program, Limits { seconds: Some(SECONDS), memory: None })?;
        (self.tool.finish)(&out).map_err(|error| Failure::io("write to", &out, &error))?;
        Ok(())
    }

    /// Runs a command of cargo's as often as asked for.
    fn build(&self, step: &str, site: &Site<'_>, arguments: &[&str]) -> Result<Figures, Stop> {
        self.progress(&format!("dependencies for {step}"), 1, 1);
        site.build_dependencies(arguments).map_err(|stop| stop.at(step))?;
        let mut runs = Vec::new();
        for number in 1..=self.plan.builds {
            self.progress(step, number, self.plan.builds);
            runs.push(site.build(arguments).map_err(|stop| stop.at(step))?);
        }
        Ok(Figures::of(runs))
    }

    fn progress(&self, step: &str, number: usize, of: usize) {
        let count = if of > 1 { format!(" {number} of {of}") } else { String::new() };
        show_progress(&format!("{}: {}: {step}{count}", self.spec.display(), self.tool.name));
    }
}

impl Stop {
    fn at(self, step: &str) -> Stop {
        match self {
            Stop::Client(message) => Stop::Client(format!("{step}: {message}")),
            ours => ours,
        }
    }
}
