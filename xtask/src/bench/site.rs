//! A place to build one emitted crate in, alone: its dependencies are built first, by a package that has nothing else.

use super::{
    client::Stop,
    figures::Run,
    said,
    tool::{Kind, PACKAGE, Tool},
};
use crate::{
    cargo::{self, Cargo},
    failure::Failure,
    measure::End,
    slot::Slot,
};
use std::{
    fs::{self, File},
    path::{Path, PathBuf},
    time::SystemTime,
};

/// How long rustc may take for a crate.
const SECONDS: f64 = 3600.0;

/// The program that can call every operation.
const PROGRAM: &str = include_str!("program.rs.txt");

/// Its name.
const PROGRAM_NAME: &str = "every_operation";

/// The folder of an emitted crate.
#[derive(Debug)]
pub(super) struct Site<'s> {
    pub(super) slot: &'s Slot,
    pub(super) folder: &'s Path,
    pub(super) tool: &'s Tool,
}

impl Site<'_> {
    /// Makes the crate a workspace of its own: it may stand inside one that does not know it.
    pub(super) fn make_package(&self) -> Result<(), Stop> {
        let manifest = self.folder.join("Cargo.toml");
        let Ok(text) = fs::read_to_string(&manifest) else {
            return Err(Stop::Client("check: what was emitted has no `Cargo.toml`".to_owned()));
        };
        if !text.lines().any(|line| line.trim() == "[workspace]") {
            write(&manifest, &format!("{text}\n[workspace]\n"))?;
        }
        Ok(())
    }

    /// Builds what the crate depends on: an empty library with its manifest. Versions are locked as ours are where ours is built.
    pub(super) fn build_dependencies(&self, arguments: &[&str]) -> Result<(), Stop> {
        let stub = self.stub();
        fs::create_dir_all(stub.join("src")).map_err(|error| Failure::io("create", &stub, &error))?;
        copy(&self.folder.join("Cargo.toml"), &stub.join("Cargo.toml"))?;
        write(&stub.join("src/lib.rs"), "")?;
        let locked = stub.join("Cargo.lock");
        let known = locked.is_file() || (self.tool.kind == Kind::Ours && cargo::seed_lock_file(&stub));
        let cargo = Cargo { slot: self.slot, folder: &stub, seconds: SECONDS };
        let mut run = cargo.run(&[arguments, &["--quiet", "--offline"]].concat(), &[])?;
        if !run.output.status.success() {
            if known {
                fs::remove_file(&locked).map_err(|error| Failure::io("remove", &locked, &error))?;
            }
            run = cargo.run(&[arguments, &["--quiet"]].concat(), &[])?;
        }
        if !run.output.status.success() {
            return Err(Stop::Client(said::first_words(&run.output)));
        }
        Ok(copy(&locked, &self.folder.join("Cargo.lock"))?)
    }

    /// Builds the crate, whether it has been built or not.
    pub(super) fn build(&self, arguments: &[&str]) -> Result<Run, Stop> {
        let root = self.folder.join("src/lib.rs");
        let touched = File::options().append(true).open(&root).and_then(|file| file.set_modified(SystemTime::now()));
        touched.map_err(|error| Failure::io("write", &root, &error))?;
        self.run(arguments, &[])
    }

    /// Builds a stripped program that can call every operation, and gives its size.
    pub(super) fn link_program(&self) -> Result<u64, Stop> {
        let examples = self.folder.join("examples");
        fs::create_dir_all(&examples).map_err(|error| Failure::io("create", &examples, &error))?;
        write(&examples.join(format!("{PROGRAM_NAME}.rs")), PROGRAM)?;
        let arguments = ["build", "--release", "--no-default-features", "--features", "by-name", "--example", PROGRAM_NAME];
        self.build_dependencies(&arguments[..5])?;
        self.run(&arguments, &[("CARGO_PROFILE_RELEASE_STRIP", "symbols")])?;
        let program =
            self.slot.target().join("release/examples").join(PROGRAM_NAME).with_extension(std::env::consts::EXE_EXTENSION);
        Ok(fs::metadata(&program).map_err(|error| Failure::io("read", &program, &error))?.len())
    }

    fn run(&self, arguments: &[&str], environment: &[(&str, &str)]) -> Result<Run, Stop> {
        let cargo = Cargo { slot: self.slot, folder: self.folder, seconds: SECONDS };
        let run = cargo.run(&[arguments, &["--quiet", "--offline"]].concat(), environment)?;
        match (run.output.status.success(), run.costs.as_slice()) {
            (true, []) => Err(Stop::Ours(Failure::new(format!("cargo found nothing to do in `{}`", self.folder.display())))),
            (true, costs) => Ok(Run::of(costs)),
            (false, costs) => {
                let end = costs.last().map_or(End::Exit(1), |cost| cost.end);
                Err(Stop::Client(said::end(end, SECONDS, &run.output)))
            }
        }
    }

    /// Beside the crate, and of the same name: so the dependencies have the same features.
    fn stub(&self) -> PathBuf {
        self.folder.with_file_name(format!("{PACKAGE}-dependencies"))
    }
}

fn write(path: &Path, text: &str) -> Result<(), Failure> {
    fs::write(path, text).map_err(|error| Failure::io("write", path, &error))
}

fn copy(from: &Path, to: &Path) -> Result<(), Failure> {
    fs::copy(from, to).map(drop).map_err(|error| Failure::io("copy", from, &error))
}
