//! From [`ir`] and [`Names`] to tokens: one list of items a file. It spells what the tables say and decides nothing.
//!
//! Tokens cannot cross threads, so a file is planned as a [`Draft`]: its path, and a function that makes its items where it is formatted.

pub mod by_name;
pub mod cli;
pub mod client;
pub mod crate_root;
pub mod doc;
pub mod example;
pub mod gate;
pub mod group;
pub mod imports;
pub mod literal;
pub mod manifest;
mod markdown;
pub mod mock;
pub mod operation;
pub mod operation_argument;
pub mod operation_body;
pub mod operation_doc;
pub mod operation_header;
pub mod operation_page;
pub mod operation_parts;
pub mod operation_stream;
pub mod operation_success;
pub mod page;
pub mod runtime;
pub mod surface;
pub mod ty;
pub mod types;

use crate::{config::Config, ir, name::Names};
use proc_macro2::TokenStream;
use std::{fmt, sync::Arc};
use types::Traits;

/// Emitted files before formatting.
#[derive(Debug, Default)]
pub struct Emitted<'a> {
    /// Rust files.
    pub modules: Vec<Draft<'a>>,
    /// Files that are written as they are, by path.
    pub texts: Vec<(String, String)>,
}

/// A Rust file that is made when it is needed, on whatever thread that is.
pub struct Draft<'a> {
    /// The path below the output folder, such as `src/types/session.rs`.
    pub path: String,
    /// Makes the file.
    pub write: Box<dyn Fn() -> Module + Send + Sync + 'a>,
}

impl<'a> Draft<'a> {
    /// Plans a file.
    pub fn new(path: impl Into<String>, write: impl Fn() -> Module + Send + Sync + 'a) -> Draft<'a> {
        Draft { path: path.into(), write: Box::new(write) }
    }
}

impl fmt::Debug for Draft<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Draft").field(&self.path).finish()
    }
}

/// The contents of a Rust file.
#[derive(Debug, Default)]
pub struct Module {
    /// Lines of the `//!` documentation, as [`doc::clean`] makes them.
    pub doc: Vec<String>,
    /// Inner attributes such as `#![allow(…)]`.
    pub attributes: Vec<TokenStream>,
    /// Items in order, each a whole item (`imports` first).
    pub items: Vec<TokenStream>,
}

/// What every emitter looks things up in.
#[derive(Clone, Debug)]
pub struct Cx<'a> {
    /// The client.
    pub api: &'a ir::Api,
    /// Its identifiers.
    pub names: &'a Names,
    /// The choices of the run.
    pub config: &'a Config,
    /// Which traits each type has, and whether anything in it is deprecated.
    pub traits: Arc<Traits>,
}

impl<'a> Cx<'a> {
    /// Finishes the tables.
    pub fn new(api: &'a ir::Api, names: &'a Names, config: &'a Config) -> Cx<'a> {
        Cx { api, names, config, traits: Arc::new(Traits::of(api)) }
    }
}

/// Emits a client.
pub fn emit<'a>(api: &'a ir::Api, names: &'a Names, config: &'a Config) -> Emitted<'a> {
    let cx = Cx::new(api, names, config);
    let mut emitted = Emitted::default();
    crate_root::emit(&cx, &mut emitted);
    types::emit(&cx, &mut emitted);
    client::emit(&cx, &mut emitted);
    group::emit(&cx, &mut emitted);
    operation::emit(&cx, &mut emitted);
    by_name::emit(&cx, &mut emitted);
    cli::emit(&cx, &mut emitted);
    mock::emit(&cx, &mut emitted);
    example::emit(&cx, &mut emitted);
    manifest::emit(&cx, &mut emitted);
    runtime::emit(&mut emitted);
    page::emit(&cx, &mut emitted);
    emitted
}
