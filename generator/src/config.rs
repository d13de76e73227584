//! `codegen.toml`: the choices of a run, and where each stands in its file.

use serde::Deserialize;
use std::collections::BTreeMap;

/// The choices of a run. Every key may be absent.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct Config {
    /// The document, relative to the folder of `codegen.toml`.
    pub spec: Option<String>,
    /// The output folder, relative to the folder of `codegen.toml`.
    pub out: Option<String>,
    /// The emitted package.
    pub package: Package,
    /// Which operations are emitted.
    pub operations: Operations,
    /// Groups by the document's tag: `"Sessions" = "realtime_kit.sessions"`.
    pub groups: BTreeMap<String, String>,
    /// Overrides by JSON pointer (`#/…`) of the node.
    pub overrides: BTreeMap<String, Override>,
    /// Types.
    pub types: Types,
    /// Credentials by security scheme.
    pub auth: BTreeMap<String, Auth>,
    /// The environment variable from which `from_env` reads the base URL.
    pub base_url_env: Option<String>,
    /// Operations, by operationId, for which a runnable example is emitted.
    pub examples: Vec<String>,
    /// OpenAPI Overlay 1.0 files, applied in order before loading; relative to the folder of `codegen.toml`.
    pub overlays: Vec<String>,
}

/// `[package]`
#[derive(Clone, Debug, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct Package {
    /// The crate's name.
    pub name: String,
    /// The crate's version.
    pub version: String,
    /// Whether the package is a member of a workspace around it; otherwise it is a workspace of its own.
    pub workspace_member: bool,
}

impl Default for Package {
    fn default() -> Package {
        Package { name: "client".to_owned(), version: "0.1.0".to_owned(), workspace_member: false }
    }
}

/// `[operations]`: an operation is emitted if it matches an entry of `include` (or there is none) and no entry of `exclude`. An entry
/// is `tag:NAME`, `id:OPERATION_ID` or `path:/prefix/*`.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct Operations {
    /// Which to emit.
    pub include: Vec<String>,
    /// Which to leave out.
    pub exclude: Vec<String>,
}

/// `[overrides."#/…"]`
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct Override {
    /// The name of the type, field, variant, operation or parameter.
    pub rename: Option<String>,
    /// A Rust path that is used for the schema instead of a type of our own.
    pub retype: Option<String>,
    /// Why. Required: an override without a reason is an error.
    pub reason: String,
}

/// `[types]`
#[derive(Clone, Debug, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct Types {
    /// Properties that a struct does not name: kept or dropped.
    pub unknown_fields: UnknownFields,
    /// A schema that has keywords of objects but no `type`: an object, or anything.
    pub untyped: Untyped,
    /// What a string format becomes: `"typed"` (the default) or `"string"`.
    pub formats: BTreeMap<String, FormatChoice>,
    /// Whether component schemas that no emitted operation uses are left out.
    pub prune: bool,
}

impl Default for Types {
    fn default() -> Types {
        Types { unknown_fields: UnknownFields::Keep, untyped: Untyped::Object, formats: BTreeMap::new(), prune: false }
    }
}

/// What becomes of properties that a struct does not name.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "kebab-case")]
pub enum UnknownFields {
    /// They are kept in `extra_fields` and written again.
    Keep,
    /// They are dropped.
    Drop,
}

/// How a schema with keywords of objects but without `type` is read.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "kebab-case")]
pub enum Untyped {
    /// As an object: what its author meant.
    Object,
    /// As JSON Schema has it: anything that is not an object is valid, too, and is kept.
    Any,
}

/// What a string format becomes.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "kebab-case")]
pub enum FormatChoice {
    /// A type of the runtime that keeps the text.
    Typed,
    /// `String`.
    String,
}

/// `[auth.SCHEME]`
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct Auth {
    /// The environment variable that `from_env` reads.
    pub env: Option<String>,
}
