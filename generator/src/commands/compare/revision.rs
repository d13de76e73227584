//! The folder of a `codegen.toml` as it was at a revision of git, in a temporary folder. Git writes it; neither the work tree nor the
//! index of the user is touched.

use crate::{config::Config, host::failure::Failure};
use std::{
    fs,
    io::Write,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

/// A revision on disk, as long as this value lives.
#[derive(Debug)]
pub(super) struct Revision {
    folder: tempfile::TempDir,
    name: String,
    /// The configuration at the revision.
    pub(super) config: PathBuf,
}

impl Revision {
    /// Writes what stands beside a configuration of the work tree, and what that names elsewhere, as it was at a revision.
    pub(super) fn check_out(name: &str, config: &Path) -> Result<Revision, Failure> {
        let config = fs::canonicalize(config).map_err(|error| Failure::io("look at", config, &error))?;
        let around = config.parent().unwrap_or(Path::new("/")).to_owned();
        let top = PathBuf::from(git(&around, &["rev-parse", "--show-toplevel"], None)?.trim_end_matches('\n'));
        let below = config.strip_prefix(&top).map_err(|_| outside(&config, &top))?.to_owned();
        let commit = format!("{name}^{{commit}}");
        let commit = git(&top, &["rev-parse", "--verify", "--quiet", "--end-of-options", &commit], None)
            .map_err(|_| Failure::new(format!("git knows no revision `{name}` here")))?;
        let folder = tempfile::tempdir().map_err(|error| Failure::io("write to", Path::new("the temporary folder"), &error))?;
        let revision = Revision { config: folder.path().join("tree").join(&below), folder, name: name.to_owned() };
        let index = revision.folder.path().join("index");
        git(&top, &["read-tree", commit.trim()], Some(&index))?;
        revision.write(&top, &index, below.parent().unwrap_or(Path::new("")))?;
        let text = fs::read_to_string(&revision.config)
            .map_err(|_| Failure::new(format!("`{}` is not part of `{name}`", below.display())))?;
        // A configuration that is wrong is told of where it is read.
        if let Ok(read) = Config::parse(&text, "") {
            for named in read.spec.iter().chain(&read.overlays) {
                let named = fs::canonicalize(around.join(named)).unwrap_or_else(|_| around.join(named));
                if let Ok(named) = named.strip_prefix(&top) {
                    revision.write(&top, &index, named.parent().unwrap_or(Path::new("")))?;
                }
            }
        }
        Ok(revision)
    }

    /// Writes a folder of the revision.
    fn write(&self, top: &Path, index: &Path, folder: &Path) -> Result<(), Failure> {
        let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
        let files = git(top, &["--literal-pathspecs", "ls-files", "-z", "--", &folder.to_string_lossy()], Some(index))?;
        let prefix = format!("--prefix={}/", self.folder.path().join("tree").display());
        let mut child = command(top, &["checkout-index", "--force", "-z", "--stdin", &prefix], Some(index))
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .map_err(|error| Failure::io("run", Path::new("git"), &error))?;
        if let Some(mut input) = child.stdin.take() {
            // If git has gone, its status says so.
            let _ = input.write_all(files.as_bytes());
        }
        let status = child.wait().map_err(|error| Failure::io("run", Path::new("git"), &error))?;
        if status.success() { Ok(()) } else { Err(Failure::new(format!("git cannot write the files of `{}`", self.name))) }
    }

    /// A folder of the revision as people name it: `HEAD:spec`.
    pub(super) fn shown(&self, folder: &str) -> String {
        let tree = self.folder.path().join("tree");
        let below = Path::new(folder).strip_prefix(&tree).map(|below| below.display().to_string());
        format!("{}:{}", self.name, below.unwrap_or_default())
    }
}

fn outside(config: &Path, top: &Path) -> Failure {
    Failure::new(format!("`{}` does not lie in the repository `{}`", config.display(), top.display()))
}

fn command(folder: &Path, arguments: &[&str], index: Option<&Path>) -> Command {
    let mut command = Command::new("git");
    command.current_dir(folder).args(arguments);
    if let Some(index) = index {
        command.env("GIT_INDEX_FILE", index);
    }
    command
}

fn git(folder: &Path, arguments: &[&str], index: Option<&Path>) -> Result<String, Failure> {
    let output = command(folder, arguments, index).stdin(Stdio::null()).output();
    let output = output.map_err(|error| Failure::io("run", Path::new("git"), &error))?;
    if !output.status.success() {
        let said = String::from_utf8_lossy(&output.stderr);
        let said = said.lines().next().unwrap_or("it did not say why").trim_start_matches("fatal: ");
        return Err(Failure::new(format!("git failed: {said}")));
    }
    String::from_utf8(output.stdout).map_err(|_| Failure::new("git named a file that is not UTF-8"))
}
