//! The generator in a build script: a document in, a module below `OUT_DIR` out. What is said goes to cargo, each finding on a line.
//!
//! ```no_run
//! // In `build.rs`; `src/lib.rs` then has `include!(concat!(env!("OUT_DIR"), "/client/include.rs"));`
//! generator::build::Build::new("openapi.yaml").run();
//! ```
//!
//! The package needs what an emitted crate does: `bytes`, `http`, `percent-encoding`, `serde` and `serde_json`. A part that is behind a
//! feature of an emitted crate, such as a built-in transport, is behind a feature of the same name here; the features and what they
//! need are listed in `Cargo.toml` beside the file that is included. Without them, the client takes a transport of yours.

use crate::{
    Source,
    diagnostic::{self, Diagnostics},
    embed::{self, Embedded},
    file_set::FileSet,
    host::{
        failure::Failure,
        job::{Fault, Job},
        output::{self, Folder, Plan},
        report,
        source::FileSource,
        terminal,
    },
    load::Sources,
};
use serde_json::Value;
use std::{
    cell::RefCell,
    collections::BTreeSet,
    env,
    path::{Path, PathBuf},
    process,
};

/// A client that is generated while a package is built.
#[derive(Clone, Debug)]
#[must_use = "nothing is generated before it runs"]
pub struct Build {
    spec: PathBuf,
    config: Option<PathBuf>,
    out: Option<PathBuf>,
    module: String,
    denies_warnings: bool,
}

impl Build {
    /// The client of a document. Paths are relative to the folder of the package.
    pub fn new(spec: impl Into<PathBuf>) -> Build {
        Build { spec: spec.into(), config: None, out: None, module: "client".to_owned(), denies_warnings: false }
    }

    /// With the choices of a `codegen.toml`.
    pub fn config(mut self, file: impl Into<PathBuf>) -> Build {
        self.config = Some(file.into());
        self
    }

    /// In this folder instead of the one below `OUT_DIR` that is named like the module. The file to include is `include.rs`.
    pub fn out_dir(mut self, folder: impl Into<PathBuf>) -> Build {
        self.out = Some(folder.into());
        self
    }

    /// As this module instead of `client`: the path from the root of the crate, such as `api::client` where the module `api` has
    /// the `include!`.
    pub fn module(mut self, path: impl Into<String>) -> Build {
        self.module = path.into();
        self
    }

    /// Treats warnings as errors.
    pub fn deny_warnings(mut self) -> Build {
        self.denies_warnings = true;
        self
    }

    /// Generates the client, and tells cargo what was read and found. Where the document or the folder falls short, the process ends
    /// with the status 1, and the build with it.
    pub fn run(self) {
        let (lines, ends) = self.lines();
        terminal::print(&lines.iter().map(|line| format!("cargo::{line}\n")).collect::<String>());
        if ends == Ends::Short {
            process::exit(1);
        }
    }

    /// What cargo is told, and how it ends.
    fn lines(&self) -> (Vec<String>, Ends) {
        let mut lines: Vec<String> =
            [Some(&self.spec), self.config.as_ref()].into_iter().flatten().map(|file| rerun(file)).collect();
        let ends = match self.generate(&mut lines) {
            Ok(ends) => ends,
            Err(Fault::Failure(failure)) => {
                lines.push(format!("error={}", one_line(&failure.to_string())));
                Ends::Short
            }
            Err(Fault::Diagnostic(diagnostic, sources)) => {
                let mut diagnostics = Diagnostics::default();
                diagnostics.push(*diagnostic);
                lines.extend(findings(&diagnostics, &sources));
                Ends::Short
            }
        };
        (lines, ends)
    }

    fn generate(&self, lines: &mut Vec<String>) -> Result<Ends, Fault> {
        let name = self.name()?;
        let out = match (&self.out, env::var_os("OUT_DIR")) {
            (Some(out), _) => out.clone(),
            (None, Some(out)) => Path::new(&out).join(name),
            (None, None) => return Err(Failure::new("`OUT_DIR` is not set; give a folder with `out_dir`").into()),
        };
        let job = Job::of_document(&self.spec, &out, self.config.as_deref(), None)?;
        let source = Recording { files: &job.source, read: RefCell::default() };
        let mut output = crate::generate(&source, &job.document, &job.config);
        lines.extend(source.read.into_inner().iter().map(|file| rerun(file)));
        output.sources.show_below(&job.folder);
        if self.denies_warnings {
            output.diagnostics = report::deny_warnings(&output.diagnostics);
        }
        lines.extend(findings(&output.diagnostics, &output.sources));
        if output.diagnostics.has_errors() {
            return Ok(Ends::Short);
        }
        let Embedded { files: module, recursion_limit } = embed::embed(&output.files, &self.module);
        if let Some(limit) = recursion_limit {
            lines.push(format!(
                "warning=the client's types are deep: the root of the crate needs `#![recursion_limit = \"{limit}\"]`"
            ));
        }
        let mut files = FileSet::default();
        for (path, text) in module.iter() {
            files.insert(format!("src/{path}"), text.to_owned());
        }
        files.insert(ENTRY, entry(name));
        files.insert("Cargo.toml", output.files.get("Cargo.toml").unwrap_or_default().to_owned());
        let folder = Folder::to_write(&out)?;
        output::write_all(&folder, &Plan::new(&folder, &files)?)?;
        Ok(Ends::Done)
    }

    /// The name of the module itself.
    fn name(&self) -> Result<&str, Failure> {
        let is_word = |part: &str| {
            part.starts_with(|letter: char| letter.is_ascii_alphabetic() || letter == '_')
                && part.chars().all(|letter| letter.is_ascii_alphanumeric() || letter == '_')
        };
        let name = self.module.rsplit("::").next().filter(|_| self.module.split("::").all(is_word));
        name.ok_or_else(|| {
            let message = format!("`{}` is not the path of a module", self.module);
            Failure::new(message).help("give one such as `client` or `api::client`")
        })
    }
}

/// How a build script ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Ends {
    Done,
    Short,
}

/// The file that is included.
const ENTRY: &str = "include.rs";

/// The module as an item. What is generated is not for the lints of the package around it, whose features may be fewer, too.
fn entry(name: &str) -> String {
    format!(
        "// @generated by cargo xtask codegen. Edit the document, not this file.\n\
         #[allow(warnings, clippy::all, clippy::pedantic)]\n\
         #[path = \"src/{}\"]\n\
         pub mod {name};\n",
        embed::ROOT
    )
}

/// Files, and which of them were read.
struct Recording<'s> {
    files: &'s FileSource,
    read: RefCell<BTreeSet<PathBuf>>,
}

impl Source for Recording<'_> {
    fn read(&self, path: &str) -> Result<Vec<u8>, String> {
        if let Ok(file) = self.files.locate(path) {
            self.read.borrow_mut().insert(file);
        }
        self.files.read(path)
    }
}

fn rerun(file: &Path) -> String {
    format!("rerun-if-changed={}", one_line(&file.display().to_string()))
}

/// Findings as cargo takes them: a line each, with the place at its end.
fn findings(diagnostics: &Diagnostics, sources: &Sources) -> Vec<String> {
    let json = diagnostic::render_json(diagnostics, sources);
    let findings = json.lines().filter_map(|line| serde_json::from_str::<Value>(line).ok());
    findings.map(|finding| line(&finding)).collect()
}

/// `warning=wrong-type: the keyword … (openapi.yaml:8:11, and 2 more): the property is skipped`
fn line(finding: &Value) -> String {
    let text = |key: &str| finding[key].as_str().filter(|text| !text.is_empty());
    let mut line = format!("{}: {}", text("code").unwrap_or_default(), text("message").unwrap_or_default());
    let path = text("path").or(text("pointer")).unwrap_or("the document");
    let position = match (&finding["line"], &finding["column"]) {
        (Value::Number(line), Value::Number(column)) => format!(":{line}:{column}"),
        _ => String::new(),
    };
    let more = match finding["count"].as_u64() {
        Some(count) if count > 1 => format!(", and {} more", count - 1),
        _ => String::new(),
    };
    line.push_str(&format!(" ({path}{position}{more})"));
    for (key, before) in [("note", ": "), ("help", "; help: ")] {
        if let Some(text) = text(key) {
            line.push_str(&format!("{before}{text}"));
        }
    }
    format!("{}={}", text("severity").unwrap_or("error"), one_line(&line))
}

/// Text of a document must not be an instruction to cargo.
fn one_line(text: &str) -> String {
    terminal::clean(text).replace('\n', " ")
}

#[cfg(test)]
mod tests {
    use super::{Build, Ends};
    use std::{fs, path::Path};

    const SPEC: &str = "openapi: 3.0.0\ninfo: {title: a, version: '1'}\npaths:\n  /a:\n    get:\n      \
                        operationId: a\n      parameters: [{name: \"x\\ncargo::y\", in: query, style: odd, schema: {type: string}}]\n      \
                        responses: {'204': {description: done}}\n";

    fn build(folder: &Path) -> Build {
        Build::new(folder.join("openapi.yaml")).out_dir(folder.join("out"))
    }

    fn error(build: Build) -> String {
        let (lines, ends) = build.lines();
        assert_eq!(ends, Ends::Short, "{lines:?}");
        lines.into_iter().find(|line| line.starts_with("error=")).expect("cargo is told why")
    }

    #[test]
    fn a_finding_is_a_line_that_instructs_nobody() {
        let folder = tempfile::tempdir().expect("a folder");
        fs::write(folder.path().join("openapi.yaml"), SPEC).expect("a file");
        let (lines, ends) = build(folder.path()).lines();
        assert_eq!(ends, Ends::Done, "{lines:?}");
        assert!(lines.iter().all(|line| !line.contains('\n')), "{lines:?}");
        let warning = lines.iter().find(|line| line.starts_with("warning=")).expect("the style is odd");
        assert!(warning.contains("openapi.yaml:7:"), "{warning}");
        assert!(lines.contains(&format!("rerun-if-changed={}", folder.path().join("openapi.yaml").display())), "{lines:?}");
        assert!(folder.path().join("out/include.rs").exists());
        assert!(error(build(folder.path()).deny_warnings()).contains("openapi.yaml:7:"));
    }

    #[test]
    fn what_falls_short_is_an_error() {
        let folder = tempfile::tempdir().expect("a folder");
        assert!(error(build(folder.path())).contains("openapi.yaml"));
        fs::write(folder.path().join("openapi.yaml"), "[]").expect("a file");
        assert!(error(build(folder.path())).contains("openapi.yaml"));
        fs::write(folder.path().join("openapi.yaml"), SPEC).expect("a file");
        assert!(error(build(folder.path()).module("a b")).contains("`a b` is not the path of a module"));
        assert!(error(build(folder.path()).config(folder.path().join("none.toml"))).contains("none.toml"));
        assert!(!folder.path().join("out").exists(), "nothing was written");
    }
}
