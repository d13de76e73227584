//! Crates that the generator emits for small documents, written into temporary folders and handed to cargo.

use generator::{Output, Source, config::Config, diagnostic};
use std::{fs, path::Path, process::Command};
use tempfile::TempDir;

const NAME: &str = "openapi.yaml";

struct Text<'t>(&'t str);

impl Source for Text<'_> {
    fn read(&self, path: &str) -> Result<Vec<u8>, String> {
        match path == NAME {
            true => Ok(self.0.as_bytes().to_vec()),
            false => Err("no such file".to_owned()),
        }
    }
}

/// Generates the client of a document.
pub fn generate(document: &str, config: &Config) -> Output {
    generator::generate(&Text(document), NAME, config)
}

/// What there is to say about a document, as text.
pub fn diagnostics(document: &str) -> String {
    let output = generate(document, &Config::default());
    diagnostic::render_text(&output.diagnostics, &output.sources, diagnostic::Style::Plain)
}

/// An emitted crate in a folder of its own, which ends with this value.
#[derive(Debug)]
pub struct Emitted {
    folder: TempDir,
}

impl Emitted {
    /// Emits the client of a document.
    ///
    /// # Panics
    ///
    /// Where the document has an error, or the folder cannot be written.
    pub fn new(document: &str) -> Emitted {
        Emitted::with(document, &Config::default())
    }

    /// Emits the client of a document, with choices.
    ///
    /// # Panics
    ///
    /// As [`Emitted::new`].
    pub fn with(document: &str, config: &Config) -> Emitted {
        let output = generate(document, config);
        let said = diagnostic::render_text(&output.diagnostics, &output.sources, diagnostic::Style::Plain);
        assert!(!output.diagnostics.has_errors(), "{said}");
        let folder = tempfile::tempdir().expect("a temporary folder can be made");
        for (path, text) in output.files.iter() {
            write(folder.path(), path, text);
        }
        Emitted { folder }
    }

    /// Adds a file, such as a test.
    pub fn file(self, path: &str, text: &str) -> Emitted {
        write(self.folder.path(), path, text);
        self
    }

    /// An emitted file.
    ///
    /// # Panics
    ///
    /// Where there is none.
    pub fn read(&self, path: &str) -> String {
        fs::read_to_string(self.folder.path().join(path)).expect("the file was emitted")
    }

    /// Runs cargo in the folder and gives what it wrote.
    ///
    /// # Panics
    ///
    /// Where cargo fails.
    pub fn cargo(&self, arguments: &[&str]) -> String {
        let (succeeds, said) = self.run(arguments);
        assert!(succeeds, "cargo {arguments:?}:\n{said}");
        said
    }

    /// Runs cargo where it has to fail, and gives what it wrote.
    ///
    /// # Panics
    ///
    /// Where cargo succeeds.
    pub fn fails(&self, arguments: &[&str]) -> String {
        let (succeeds, said) = self.run(arguments);
        assert!(!succeeds, "cargo {arguments:?} should fail:\n{said}");
        said
    }

    fn run(&self, arguments: &[&str]) -> (bool, String) {
        let target = Path::new(env!("CARGO_MANIFEST_DIR")).join("../target/emitted");
        let output = Command::new(env!("CARGO"))
            .args(arguments)
            .current_dir(self.folder.path())
            .env("CARGO_TARGET_DIR", target)
            .env("RUSTFLAGS", "-Dwarnings")
            .env("RUSTDOCFLAGS", "-Dwarnings")
            .output()
            .expect("cargo can be run");
        let (said, out) = (String::from_utf8_lossy(&output.stderr), String::from_utf8_lossy(&output.stdout));
        (output.status.success(), format!("{said}{out}"))
    }
}

fn write(folder: &Path, path: &str, text: &str) {
    let path = folder.join(path);
    fs::create_dir_all(path.parent().unwrap_or(folder)).expect("a folder can be made");
    fs::write(path, text).expect("a file can be written");
}
