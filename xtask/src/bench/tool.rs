//! A generator as a program: how it is called, and what has to be done before cargo takes what it emits.

use crate::{cargo, failure::Failure, job};
use serde_json::Value;
use std::{
    env,
    ffi::OsString,
    io,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

/// What ours is called in tables and reports.
pub(super) const OURS: &str = "this generator";

/// The package that every tool is to emit.
pub(super) const PACKAGE: &str = "bench-client";

/// A generator that is there.
#[derive(Clone, Debug)]
pub(super) struct Tool {
    pub(super) name: &'static str,
    pub(super) version: Option<String>,
    pub(super) program: PathBuf,
    /// Its arguments for a document and an output folder.
    pub(super) arguments: fn(&Path, &Path) -> Vec<OsString>,
    /// Makes a crate of what it emits, where that is none.
    pub(super) finish: fn(&Path) -> io::Result<()>,
    /// What cargo is given for its crates.
    pub(super) features: Vec<String>,
    pub(super) kind: Kind,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Ours,
    Peer,
}

impl Tool {
    /// Our generator: the program given, or a release build of this workspace.
    pub(super) fn ours(program: Option<&Path>, features: Option<&str>) -> Result<Tool, Failure> {
        let program = match program {
            Some(program) => std::path::absolute(program).map_err(|error| Failure::io("find", program, &error))?,
            None if cfg!(debug_assertions) => build()?,
            None => env::current_exe().map_err(|error| Failure::io("find", Path::new("this program"), &error))?,
        };
        let features = features.map(|features| ["--no-default-features", "--features", features].map(str::to_owned).to_vec());
        Ok(Tool {
            name: OURS,
            version: None,
            program,
            arguments: |spec, out| {
                let words = ["codegen".as_ref(), "--package".as_ref(), PACKAGE.as_ref(), "--spec".as_ref(), spec.as_os_str()];
                words.into_iter().chain(["--out".as_ref(), out.as_os_str()]).map(OsString::from).collect()
            },
            finish: |_| Ok(()),
            features: features.unwrap_or_default(),
            kind: Kind::Ours,
        })
    }
}

/// Builds this workspace's program for release, unless it is fresh.
fn build() -> Result<PathBuf, Failure> {
    super::show_progress("building the generator");
    let manifest = job::find_root()?.join("Cargo.toml");
    let cargo = cargo::program();
    let output = Command::new(&cargo)
        .args(["build", "--release", "--quiet", "--package", env!("CARGO_PKG_NAME"), "--message-format=json-render-diagnostics"])
        .arg("--manifest-path")
        .arg(&manifest)
        .stdin(Stdio::null())
        .output()
        .map_err(|error| Failure::io("run", Path::new(&cargo), &error))?;
    super::erase_progress();
    let program = String::from_utf8_lossy(&output.stdout).lines().find_map(executable);
    match (output.status.success(), program) {
        (true, Some(program)) => Ok(program),
        _ => {
            let said = String::from_utf8_lossy(&output.stderr).trim().to_owned();
            Err(Failure::new(format!("the generator does not build for release: {said}")))
        }
    }
}

/// The program that a message of cargo's tells of.
fn executable(line: &str) -> Option<PathBuf> {
    let message: Value = serde_json::from_str(line).ok()?;
    let is_ours = message.pointer("/target/name")?.as_str()? == env!("CARGO_PKG_NAME");
    is_ours.then(|| message.get("executable")?.as_str().map(PathBuf::from)).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_program_is_read_from_what_cargo_says() {
        let said = r#"{"reason":"compiler-artifact","target":{"name":"xtask"},"executable":"/t/release/xtask"}"#;
        assert_eq!(executable(said), Some(PathBuf::from("/t/release/xtask")));
        let library = r#"{"reason":"compiler-artifact","target":{"name":"generator"},"executable":null}"#;
        assert_eq!((executable(library), executable("warning: x")), (None, None));
    }
}
