//! `codegen.toml`: the choices of a run, and where each stands in its file.

mod check;
mod position;

use crate::{diagnostic::Diagnostic, pointer::Pointer};
use position::Positions;
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
    /// Groups by the document's tag: `"Sessions" = "realtime_kit.sessions"`. The words between the dots are the groups, outermost
    /// first; the empty text puts the operations of the tag on the client itself.
    pub groups: BTreeMap<String, String>,
    /// Overrides by JSON pointer of the node, as diagnostics show it: `#/…`, or `pets.yaml#/…` in another file of the document.
    pub overrides: BTreeMap<String, Override>,
    /// Types.
    pub types: Types,
    /// Credentials by security scheme.
    pub auth: BTreeMap<String, Auth>,
    /// The environment variable from which `from_env` reads the base URL.
    pub base_url_env: Option<String>,
    /// The header that carries idempotency keys; `Idempotency-Key` by default. Where an operation has an optional header parameter of
    /// this name, a key is made for every call that does not set it.
    pub idempotency_header: Option<String>,
    /// Operations, by operationId, for which a runnable example is emitted.
    pub examples: Vec<String>,
    /// How lists come in pages. The first rule that fits an operation counts.
    pub pagination: Vec<Pagination>,
    /// OpenAPI Overlay 1.0 files, applied in order before loading; relative to the folder of `codegen.toml`.
    pub overlays: Vec<String>,
    /// Where the keys stand.
    #[serde(skip)]
    positions: Positions,
}

impl Config {
    /// Reads a `codegen.toml`. `path` is how findings name it. The error is the first one in the file.
    #[expect(clippy::result_large_err, reason = "it is made once in a run")]
    pub fn parse(text: &str, path: &str) -> Result<Config, Diagnostic> {
        let mut config: Config = toml::from_str(text).map_err(|error| position::invalid_toml(&error, text, path))?;
        config.positions = Positions::new(text, path);
        check::check(&config).map_or(Ok(config), Err)
    }

    /// How findings name the file; `codegen.toml` where there is none.
    pub fn path(&self) -> &str {
        self.positions.path()
    }

    /// The path and the text of the file, for those who show findings about it; none where there is no file.
    pub fn file(&self) -> Option<(&str, &str)> {
        self.positions.file()
    }

    /// Line and column, both from 1, of an override, by its key.
    pub fn position_of_override(&self, pointer: &str) -> Option<(usize, usize)> {
        self.position_of("overrides", self.written(pointer))
    }

    /// The key of an override as the file has it, where [`Config::bundled`] has changed it.
    pub(crate) fn written<'c>(&'c self, key: &'c str) -> &'c str {
        self.positions.written(key)
    }

    /// The same choices, with the keys of overrides as places in the bundled document. `place` says where a node of a file stands in it.
    pub(crate) fn bundled(&self, place: impl Fn(&str) -> Option<Pointer>) -> Config {
        let mut config = self.clone();
        for (written, choice) in std::mem::take(&mut config.overrides) {
            let key = place(&written).map_or_else(|| written.clone(), |place| place.to_string());
            if key != written {
                config.positions.note_override(key.clone(), written);
            }
            config.overrides.insert(key, choice);
        }
        config
    }

    /// Line and column, both from 1, of a key of a table (`groups`, `auth`, `types.formats` …) or of an entry of a list
    /// (`operations.include`, `operations.exclude`, `examples`, `overlays`). Tables in a list have their index as a name:
    /// `pagination.0`.
    pub fn position_of(&self, table: &str, entry: &str) -> Option<(usize, usize)> {
        self.positions.get(table, entry)
    }
}

/// `[package]`
#[derive(Clone, Debug, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct Package {
    /// The crate's name; `client` by default.
    pub name: String,
    /// The crate's version; `0.1.0` by default.
    pub version: String,
    /// Whether the package is a member of a workspace around it; otherwise it is a workspace of its own.
    pub workspace_member: bool,
    /// From how many operations on each group is a Cargo feature, which gates its operations and the types that only they use, while
    /// types that no operation uses are behind `other-types`, which is off unless asked for. 100 by default: a smaller crate compiles
    /// in a moment, and is simpler without. 1 is always (where there are two groups), and a number that the document does not reach is never.
    pub group_features_from: usize,
}

impl Default for Package {
    fn default() -> Package {
        Package { name: "client".to_owned(), version: "0.1.0".to_owned(), workspace_member: false, group_features_from: 100 }
    }
}

/// `[operations]`: an operation is emitted if it matches an entry of `include` (or there is none) and no entry of `exclude`. An entry
/// is `tag:NAME`, `id:OPERATION_ID` or `path:/prefix/*`; another beginning is an error.
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
    /// The name of the type, field, variant, operation or parameter: a Rust identifier, in the case that Rust has for it.
    pub rename: Option<String>,
    /// A Rust type that is used for the schema instead of one of our own, such as `crate::money::Amount`.
    pub retype: Option<String>,
    /// Whether an operation does the same when it is done again, so that a call that failed may be sent again. Its method says so
    /// otherwise: GET, HEAD, OPTIONS, TRACE, PUT and DELETE do (RFC 9110, 9.2.2).
    pub idempotent: Option<bool>,
    /// Why. Required: an override without a reason is an error, and so is one that changes nothing.
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
    /// Whether component schemas and payloads of webhooks that no emitted operation uses are left out.
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

/// `[[pagination]]`: a rule for the operations whose list comes in pages; their calls get `pages()` and `items()`.
///
/// Without `operations`, a rule is for every GET operation that has the parameter and the places which the rule names, and a list at
/// `items`. Places are JSON pointers into the answer (`/result_info/cursor`), in which `-` is the last item of a list.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct Pagination {
    /// What leads to the next page. Required.
    pub style: PageStyle,
    /// The operations that the rule is for, with entries as in `[operations]`. Each must fit.
    pub operations: Vec<String>,
    /// What says which page: for the styles `page`, `offset` and `cursor`. A query parameter, or, as a JSON pointer such as
    /// `/pagination/cursor`, a place in the JSON body of the request. Lists that are asked for by POST need `operations`.
    pub parameter: Option<String>,
    /// Where the items stand; the whole answer by default.
    pub items: Option<String>,
    /// Where the cursor or the link stands: for the styles `cursor` and `next-link`.
    pub next: Option<String>,
    /// Where the answer says whether there is more: `false` ends the list.
    pub has_more: Option<String>,
    /// Where the answer says how many items there are: for the styles `page` and `offset`.
    pub total: Option<String>,
    /// Where the answer says how many pages there are: for the style `page`.
    pub total_pages: Option<String>,
    /// The first page (1 by default) or offset (0): for the styles `page` and `offset`.
    pub first: Option<u64>,
}

/// What leads to the next page.
#[derive(Clone, Copy, Debug, Default, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "kebab-case")]
pub enum PageStyle {
    /// A parameter that counts pages. The list ends with an empty page, or by `total`, `total-pages` or `has-more`.
    Page,
    /// A parameter that counts items. The list ends likewise.
    Offset,
    /// A parameter that takes what the answer holds at `next`. The list ends where that is missing, `null` or empty.
    Cursor,
    /// A link in the answer, at `next`. The list ends likewise.
    NextLink,
    /// A link in the header `Link`, with `rel=next` (RFC 8288).
    LinkHeader,
    /// No pages: takes its `operations` out of the rules that follow.
    #[default]
    None,
}
