//! cargo, run in the folder of an emitted crate: arguments in, what it said and what rustc used for that crate alone out.
//!
//! A wrapper that cargo puts around rustc for the package itself, and not for its dependencies, measures what it uses. See
//! [`measure::as_rustc_wrapper`].

use crate::{
    failure::Failure,
    measure::{self, Cost},
    slot::{self, Slot},
};
use std::{
    env,
    ffi::OsString,
    fs::{self, File},
    path::{Path, PathBuf},
    process::{Command, Output, Stdio},
};

/// What a run of cargo gave.
#[derive(Debug)]
pub(crate) struct Run {
    pub(crate) output: Output,
    /// One for each time that rustc was run for the package itself.
    pub(crate) costs: Vec<Cost>,
}

/// cargo, in the folder of a package.
#[derive(Debug)]
pub(crate) struct Cargo<'s> {
    pub(crate) slot: &'s Slot,
    pub(crate) folder: &'s Path,
    /// How long rustc may take for the package.
    pub(crate) seconds: f64,
}

impl Cargo<'_> {
    /// Runs cargo to its end. Nothing is built incrementally, so that every run does the same.
    pub(crate) fn run(&self, arguments: &[&str], environment: &[(&str, &str)]) -> Result<Run, Failure> {
        let this = env::current_exe().map_err(|error| Failure::io("find", Path::new("this program"), &error))?;
        let report = self.slot.report();
        File::create(&report).map_err(|error| Failure::io("write", &report, &error))?;
        let cargo = program();
        let output = Command::new(&cargo)
            .args(arguments)
            .current_dir(self.folder)
            .env("CARGO_TARGET_DIR", self.slot.target())
            .env("CARGO_INCREMENTAL", "0")
            .env("RUSTC_WORKSPACE_WRAPPER", this)
            .env(measure::RUSTC_REPORT, &report)
            .env(measure::RUSTC_SECONDS, self.seconds.to_string())
            .envs(environment.iter().copied())
            .stdin(Stdio::null())
            .output()
            .map_err(|error| Failure::io("run", Path::new(&cargo), &error))?;
        Ok(Run { output, costs: measure::read(&report)? })
    }
}

/// The cargo that started us, or the one on the path.
pub(crate) fn program() -> OsString {
    env::var_os("CARGO").unwrap_or_else(|| "cargo".into())
}

/// Lock files to begin with: what an earlier run had to find out, else those around us.
pub(crate) fn lock_files() -> Vec<PathBuf> {
    let roots = env::current_dir().into_iter().chain(env::var_os("CARGO_MANIFEST_DIR").map(PathBuf::from));
    let around = roots.flat_map(|root| root.ancestors().map(|root| root.join("Cargo.lock")).collect::<Vec<_>>());
    std::iter::once(slot::kept_lock_file()).chain(around).filter(|file| file.is_file()).collect()
}

/// Gives a package the first of these lock files that can be read. Whether there was one.
pub(crate) fn seed_lock_file(folder: &Path) -> bool {
    lock_files().iter().any(|file| fs::copy(file, folder.join("Cargo.lock")).is_ok())
}
