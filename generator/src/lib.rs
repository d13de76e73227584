//! A generator of Rust clients: text of an OpenAPI description in, files and diagnostics out.
//!
//! # The map of the house
//!
//! ```text
//! text ──load──▶ Document ──lower──▶ ir::Api ──name──▶ Names ──emit──▶ tokens ──format──▶ FileSet
//! ```
//!
//! | module | reads | makes | must never |
//! | --- | --- | --- | --- |
//! | [`load`] | text, through a [`Source`] | [`load::Document`]: an `openapiv3` skeleton and a schema reader | fail the document for one bad node |
//! | [`lower`] | `Document` | [`ir::Api`], every decision taken | name anything, or hold a token |
//! | [`name`] | `ir` | [`name::Names`], every Rust identifier | depend on hash order or on unrelated items |
//! | [`emit`] | `ir`, `Names` | token streams, one list of items a file | decide |
//! | [`format`](mod@format) | tokens | text | fix tokens by string surgery |
//!
//! Beside it, what a client promises is read from the same tables, and two clients are compared:
//!
//! ```text
//! ir::Api, Names ──emit::surface──▶ Surface ──emit::page──▶ API.md
//!                         two of them ──diff──▶ changes and verdicts
//! ```
//!
//! | module | reads | makes | must never |
//! | --- | --- | --- | --- |
//! | [`emit::surface`] | `ir`, `Names` | [`emit::surface::Surface`], every promise of the crate | differ from what the other emitters spell |
//! | [`diff`] | two `Surface`s | [`diff::Change`]s | look at a document, or call a change what no user can see |
//!
//! [`mod@pointer`], [`diagnostic`], [`config`], [`ir`] and [`file_set`] are the nouns that the stages share. None of them reads a file, a
//! clock or the environment: what comes in comes through [`Source`].
//!
//! # Ways in
//!
//! Programs that run the generator share `host`, which is behind a Cargo feature: without features, the library is what stands above.
//!
//! | module | feature | what it is for |
//! | --- | --- | --- |
//! | [`embed`] | | a client as a module of another crate |
//! | `host` | `host` | documents from files, clients to folders, words to a terminal: no link is followed out of a folder, and files are replaced at once |
//! | `build` | `build` | a build script that generates a module below `OUT_DIR` |
//! | `commands` | `cli` | the commands of `cargo xtask` and of the program `openapi-client` |

//! # How JSON is read and written, and why
//!
//! Emitted types hand slots of their fields to shared functions over one reader and one writer (`runtime/json`); no code of serde is
//! instantiated for them. Three ways were measured on the whole client of one document (88 operations, 127 structs, 28 000 lines
//! with the runtime; unknown fields dropped in all three; two cores). CPU time is that of rustc for the client alone; the program can
//! call every operation, is stripped and has no HTTP stack; text is 24 kB of nested objects, best of 200 runs.
//!
//! | way | check, CPU s, MiB | release build, CPU s, MiB | program, KiB | decode, MB/s | encode, MB/s |
//! | --- | --- | --- | --- | --- | --- |
//! | slots over our own reader, as emitted | 1.5, 311 | 20, 452 | 2,072 | 830 | 2,450 |
//! | visitors of serde, spelled by the macro, over `serde_json` | 3.0, 396 | 34, 578 | 2,545 | 645 | 2,120 |
//! | derives of serde, over `serde_json` | 4.5, 492 | 40, 785 | 2,769 | 640 | 2,030 |
//!
//! Of each check, 0.9 s and 217 MiB are the runtime. So slots win every column, and they accept what serde's impls do not, such as
//! `1.0` for an integer. To repeat it: emit a client with `types.unknown-fields = "drop"`; in copies of it, let `object!` expand to
//! `Serialize` and a `Visitor` with a `match` on the key, or to nothing while the structs derive both traits with `rename` and
//! `skip_serializing_if`; let enums of strings implement both traits through `as_str` and `From<&str>`, and `from_slice` and `to_vec`
//! call `serde_json` for objects. Everything else stays as emitted.

#[cfg(feature = "build")]
pub mod build;
#[cfg(feature = "cli")]
pub mod commands;
pub mod config;
pub mod diagnostic;
pub mod diff;
pub mod embed;
pub mod emit;
pub mod file_set;
pub mod format;
#[cfg(feature = "host")]
pub mod host;
pub mod ir;
pub mod load;
pub mod lower;
pub mod name;
pub mod pointer;

use config::Config;
use diagnostic::Diagnostics;
use file_set::FileSet;

/// Where texts come from. Paths are relative to the folder of the root document, with `/` between their parts.
pub trait Source {
    /// The bytes of a file, or why they cannot be had.
    fn read(&self, path: &str) -> Result<Vec<u8>, String>;
}

/// What a run gives.
#[derive(Debug)]
pub struct Output {
    /// The emitted files; empty where a diagnostic is an error.
    pub files: FileSet,
    /// What there is to say.
    pub diagnostics: Diagnostics,
    /// Operations that the document has, and those that were emitted.
    pub operations: Operations,
    /// What is needed to print positions.
    pub sources: load::Sources,
}

/// A client that is known, but not spelled.
#[derive(Debug)]
pub struct Described {
    /// The client and its names; `None` where a diagnostic is an error.
    pub client: Option<(ir::Api, name::Names)>,
    /// What there is to say.
    pub diagnostics: Diagnostics,
    /// What is needed to print positions.
    pub sources: load::Sources,
}

/// Loads, lowers and names the document at `path` in `source`, so that its [`emit::surface::Surface`] can be asked for.
pub fn describe(source: &dyn Source, path: &str, config: &Config) -> Described {
    let mut diagnostics = Diagnostics::default();
    let Lowered { api, sources, .. } = lower(source, path, config, &mut diagnostics);
    let client = api.filter(|_| !diagnostics.has_errors()).map(|(api, config)| {
        let names = name::assign(&api, &config);
        (api, names)
    });
    Described { client, diagnostics, sources }
}

/// A count of operations.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Operations {
    /// In the document.
    pub found: usize,
    /// In the client.
    pub emitted: usize,
}

/// Generates the client of the document at `path` in `source`.
pub fn generate(source: &dyn Source, path: &str, config: &Config) -> Output {
    let mut diagnostics = Diagnostics::default();
    let Lowered { api, sources, found } = lower(source, path, config, &mut diagnostics);
    let mut operations = Operations { found, emitted: 0 };
    let mut files = FileSet::default();
    if let Some((api, config)) = api {
        operations.emitted = api.operations.len();
        if !diagnostics.has_errors() {
            let names = name::assign(&api, &config);
            files = format::format(emit::emit(&api, &names, &config));
        }
    }
    Output { files, diagnostics, operations, sources }
}

/// What [`describe`] and [`generate`] begin with.
struct Lowered {
    /// The client, and the choices whose pointers are places in it; `None` where there is no document.
    api: Option<(ir::Api, Config)>,
    sources: load::Sources,
    /// How many operations the document has.
    found: usize,
}

fn lower(source: &dyn Source, path: &str, config: &Config, diagnostics: &mut Diagnostics) -> Lowered {
    let (document, mut sources) = load::load(source, path, config, diagnostics);
    if let Some((path, text)) = config.file() {
        sources.add_beside(path, text.as_bytes().to_vec());
    }
    let found = document.as_ref().map(load::Document::operation_count).unwrap_or_default();
    // The tree of a large document weighs more than all that is made of it, and goes here.
    let api = document.map(|document| {
        let config = config.bundled(|written| document.place(written));
        (lower::lower(&document, &config, diagnostics), config)
    });
    Lowered { api, sources, found }
}
