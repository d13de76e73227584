//! Other generators of Rust clients: how each is called. A peer that is not on the path is left out.

use super::{
    said,
    tool::{Kind, PACKAGE, Tool},
};
use std::{
    env,
    ffi::{OsStr, OsString},
    fs, io,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

/// A generator that may be there.
struct Peer {
    name: &'static str,
    /// What its program may be called.
    programs: &'static [&'static str],
    /// Arguments that make it say its version. Without any, what cargo notes of its installation does.
    version: &'static [&'static str],
    arguments: fn(&Path, &Path) -> Vec<OsString>,
    finish: fn(&Path) -> io::Result<()>,
    /// Features of its crates that cargo is given.
    features: &'static [&'static str],
}

const PEERS: &[Peer] = &[
    Peer {
        name: "progenitor",
        programs: &["cargo-progenitor"],
        version: &[],
        arguments: |spec, out| {
            let named = words(["progenitor", "--name", PACKAGE, "--version", "0.1.0", "--input"]);
            with_paths(named, spec, "--output", out)
        },
        finish: |_| Ok(()),
        features: &[],
    },
    Peer {
        name: "ploidy",
        programs: &["ploidy"],
        version: &["--version"],
        arguments: |spec, out| with_paths(words(["generate", "rust", "--name", PACKAGE]), spec, "--output", out),
        finish: |_| Ok(()),
        features: &[],
    },
    Peer {
        name: "openapi-to-rust",
        programs: &["openapi-to-rust"],
        version: &["--version"],
        arguments: |spec, out| {
            let named = words(["generate", "--quiet", "--module-name", "api"]);
            with_paths(named, spec, "--output-dir", &out.join("src/api"))
        },
        finish: crate_of_module,
        features: &[],
    },
    Peer {
        name: "openapi-generator",
        programs: &["openapi-generator-cli", "openapi-generator"],
        version: &["version"],
        arguments: |spec, out| {
            let named = words(["generate", "-g", "rust", "--skip-validate-spec", "--package-name", PACKAGE]);
            // Its default is the version of the document, which need not be one that cargo takes.
            let version = words(["--additional-properties", "packageVersion=0.1.0", "-i"]);
            let named = [named, version].concat();
            with_paths(named, spec, "-o", out)
        },
        finish: |_| Ok(()),
        // Its default links a library of the system, which may not be there.
        features: &["--no-default-features", "--features", "rustls"],
    },
];

fn words<const N: usize>(words: [&str; N]) -> Vec<OsString> {
    words.map(OsString::from).to_vec()
}

fn with_paths(mut words: Vec<OsString>, spec: &Path, flag: &str, out: &Path) -> Vec<OsString> {
    words.extend([spec.as_os_str(), OsStr::new(flag), out.as_os_str()].map(OsStr::to_owned));
    words
}

/// A module and a list of dependencies are made a crate.
fn crate_of_module(out: &Path) -> io::Result<()> {
    let dependencies = match fs::read_to_string(out.join("src/api/REQUIRED_DEPS.toml")) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => String::new(),
        dependencies => dependencies?,
    };
    let package = format!("[package]\nname = \"{PACKAGE}\"\nversion = \"0.1.0\"\nedition = \"2024\"\n\n");
    fs::write(out.join("Cargo.toml"), package + &dependencies)?;
    fs::write(out.join("src/lib.rs"), "pub mod api;\n")
}

/// The peers on the path, in the order of the table.
pub(super) fn on_path() -> Vec<Tool> {
    let folders: Vec<PathBuf> = env::var_os("PATH").iter().flat_map(env::split_paths).collect();
    PEERS.iter().filter_map(|peer| peer.find(&folders)).collect()
}

impl Peer {
    fn find(&self, folders: &[PathBuf]) -> Option<Tool> {
        let named = |folder: &PathBuf| self.programs.iter().map(|name| folder.join(name)).find(|file| is_program(file));
        let program = folders.iter().find_map(named)?;
        Some(Tool {
            name: self.name,
            version: self.version(&program),
            program,
            arguments: self.arguments,
            finish: self.finish,
            features: self.features.iter().map(|&word| word.to_owned()).collect(),
            kind: Kind::Peer,
        })
    }

    fn version(&self, program: &Path) -> Option<String> {
        if self.version.is_empty() {
            return installed_version(program);
        }
        let output = Command::new(program).args(self.version).stdin(Stdio::null()).output().ok()?;
        said::version(&String::from_utf8_lossy(&output.stdout))
    }
}

/// The version that `cargo install` notes beside the folder of programs: `"cargo-progenitor 0.15.1 (registry…)" = ["cargo-progenitor"]`.
fn installed_version(program: &Path) -> Option<String> {
    let (folder, name) = (program.parent()?.parent()?, program.file_stem()?.to_str()?);
    let installed = fs::read_to_string(folder.join(".crates.toml")).ok()?;
    let start = format!("\"{name} ");
    installed.lines().find_map(|line| said::version(line.strip_prefix(&start)?))
}

#[cfg(unix)]
fn is_program(file: &Path) -> bool {
    use std::os::unix::fs::PermissionsExt;
    fs::metadata(file).is_ok_and(|metadata| metadata.is_file() && metadata.permissions().mode() & 0o111 != 0)
}

#[cfg(not(unix))]
fn is_program(file: &Path) -> bool {
    file.is_file()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_peer_is_given_the_document_and_the_folder() {
        for peer in PEERS {
            let arguments = (peer.arguments)(Path::new("/d/a b.json"), Path::new("/out"));
            assert!(arguments.iter().any(|word| word == "/d/a b.json"), "{}: {arguments:?}", peer.name);
            assert!(arguments.iter().any(|word| word.to_string_lossy().starts_with("/out")), "{}: {arguments:?}", peer.name);
        }
    }

    #[test]
    fn a_version_is_read_from_the_installation() {
        let folder = tempfile::tempdir().expect("a folder");
        let installed = "[v1]\n\"a 2.0.0 (registry+x)\" = [\"a\"]\n\"a-b 0.15.1 (registry+x)\" = [\"a-b\"]\n";
        fs::write(folder.path().join(".crates.toml"), installed).expect("a file");
        assert_eq!(installed_version(&folder.path().join("bin/a-b")).as_deref(), Some("0.15.1"));
        assert_eq!(installed_version(&folder.path().join("bin/b")), None);
    }

    #[test]
    fn a_module_becomes_a_crate() {
        let folder = tempfile::tempdir().expect("a folder");
        fs::create_dir_all(folder.path().join("src/api")).expect("a folder");
        fs::write(folder.path().join("src/api/REQUIRED_DEPS.toml"), "[dependencies]\nserde = \"1\"\n").expect("a file");
        crate_of_module(folder.path()).expect("a crate");
        let manifest = fs::read_to_string(folder.path().join("Cargo.toml")).expect("a manifest");
        assert!(manifest.starts_with("[package]\n") && manifest.ends_with("[dependencies]\nserde = \"1\"\n"), "{manifest}");
    }
}
