//! From text to a [`Document`]: bytes in, an `openapiv3` skeleton and a reader of schemas out. One bad node costs that node, with a
//! diagnostic, never the document; nothing is fetched over a network.
//!
//! `openapiv3` types everything but schemas. In the skeleton every schema position holds a reference to its own pointer, so that a
//! schema is read once, by [`Schema`], which knows OpenAPI 3.0, 3.1 and what Swagger 2.0 lowers to.
//!
//! # The way of a document
//!
//! ```text
//! bytes ─text─▶ Value ─overlay─▶ Value ─reference::link─▶ files bundled, references resolved, schemas checked
//!                 (Swagger 2.0: ─swagger::lower─▶ Value in 3.0 shapes, linked again)
//!       ─skeleton::build─▶ openapiv3::OpenAPI            Document::schema ─schema─▶ Schema, on demand
//! ```
//!
//! | module | noun |
//! | --- | --- |
//! | `text`, `limits`, `overlay` | bytes to a [`Value`], within bounds |
//! | `version` | the version that a document declares |
//! | `shape` | which kind of object stands where; the one table that tells schemas and references from data |
//! | `reference` | where every `$ref` leads; files; `$id` and `$anchor` |
//! | `check` | keywords of schemas with values of the wrong type |
//! | `swagger` | Swagger 2.0 to 3.0 shapes |
//! | `skeleton` | the `openapiv3` skeleton |
//! | `schema` | [`Schema`] |
//! | `sources`, `locate` | from pointers back to lines and columns |
//!
//! # What the skeleton says beyond `openapiv3`
//!
//! Extensions of the skeleton's objects whose names begin with `x-oas-` are ours; such a name in a document is not taken over. All other
//! `x-…` are the document's.
//!
//! | extension | on | value |
//! | --- | --- | --- |
//! | [`ORIGIN`] | every object that has extensions, but the root | pointer to where it stands, behind all references |
//! | [`PATH`] | path item | the path: the key of `paths` without query and fragment, with a `/` in front |
//! | [`QUERY`] | path item | the query of the key, without `?` |
//! | [`LOCATION`] | query parameter | `"querystring"`: the value is the whole query (OpenAPI 3.2) |
//! | [`STYLE`] | cookie parameter | `"cookie"` (OpenAPI 3.2) |
//! | [`ALLOW_RESERVED`] | path and cookie parameter | `true` (OpenAPI 3.2) |
//! | [`EXPLODE`] | header, encoding | `explode`, where the document says so; `openapiv3` has none, or cannot tell `false` from nothing |
//! | [`EXAMPLE`] | parameter, header, media type | pointer to the value of the first example; `example` and `examples` are empty |
//! | [`ITEM_SCHEMA`] | media type | pointer to the schema of each item of a stream (OpenAPI 3.2) |
//!
//! What else differs from what the document says:
//! - `parameters` of a path item stand in its operations, and not in the path item; those of equal name and location are one.
//! - Keys of `paths` keep their query and fragment, so that each is a key: the path is in [`PATH`].
//! - [`Document::operations`] gives the operations in document order, with those that `openapiv3` has no field for (`query`,
//!   `additionalOperations`).
//! - `mutualTLS` is no scheme, and no part of a requirement: it is the transport's concern. A requirement with a scheme that is not
//!   defined or cannot be read is left out.
//! - A second operation with an operationId has none. `callbacks`, `links`, `externalDocs`, `contact` and `license` are left out.
//! - A parameter without `schema` and `content` refers to the schema that it should have, which reads as one that allows anything.

mod check;
pub mod limits;
mod locate;
pub mod overlay;
mod reference;
mod schema;
mod shape;
mod skeleton;
mod sources;
mod swagger;
pub mod text;
mod version;

#[cfg(test)]
mod tests;

pub use schema::{Additional, Discriminator, Schema, TypeSet};
pub use sources::{FileId, Location, Sources};

use crate::{
    Source,
    config::Config,
    diagnostic::{Code, Diagnostic, Diagnostics},
    pointer::Pointer,
};
use reference::{Files, Linked, Linker, References};
use serde_json::Value;
use skeleton::{Listed, Paths};
use std::collections::BTreeMap;
use swagger::Lowered;
use version::Version;

/// Where an object stands in the bundled document.
pub const ORIGIN: &str = "x-oas-origin";
/// The path of a path item.
pub const PATH: &str = "x-oas-path";
/// The query that stood in the key of a path item.
pub const QUERY: &str = "x-oas-query";
/// `querystring`, on a query parameter.
pub const LOCATION: &str = "x-oas-in";
/// A style that `openapiv3` does not know.
pub const STYLE: &str = "x-oas-style";
/// `allowReserved` where `openapiv3` has no field for it.
pub const ALLOW_RESERVED: &str = "x-oas-allow-reserved";
/// `explode` where `openapiv3` has no field for it, or cannot tell `false` from nothing.
pub const EXPLODE: &str = "x-oas-explode";
/// Where an example's value stands.
pub const EXAMPLE: &str = "x-oas-example";
/// Where the schema of a stream's items stands.
pub const ITEM_SCHEMA: &str = "x-oas-item-schema";

/// A document, ready to be lowered.
#[derive(Debug)]
pub struct Document {
    /// The skeleton. References to parameters, bodies, responses, headers and path items are resolved in it; each such object has
    /// the pointer of its source in the extension `x-oas-origin`. Each schema is a `$ref` to its own pointer.
    pub api: openapiv3::OpenAPI,
    /// The bundled document: the root file, with every other file that it refers to under a key of its own.
    root: Value,
    references: References,
    version: Version,
    operations: Vec<Listed>,
    operation_count: usize,
    webhooks: Paths,
    /// Places of the document as it was written that lowering has moved.
    moves: BTreeMap<Pointer, Pointer>,
    /// Where other files are bundled, by their paths.
    files: BTreeMap<String, Pointer>,
}

/// An operation of the skeleton, and what is around it.
#[derive(Clone, Debug)]
pub struct OperationEntry<'d> {
    /// The path, without query and fragment; it begins with `/`.
    pub path: &'d str,
    /// The method as it is sent, such as `GET`.
    pub method: &'d str,
    /// The path item.
    pub item: &'d openapiv3::PathItem,
    /// The operation.
    pub operation: &'d openapiv3::Operation,
}

/// Loads the document at `path`. `None` where nothing can be made of it; the diagnostics say why.
pub fn load(source: &dyn Source, path: &str, config: &Config, diagnostics: &mut Diagnostics) -> (Option<Document>, Sources) {
    let mut sources = Sources::default();
    let document = load_document(source, path, config, &mut sources, diagnostics);
    (document, sources)
}

fn load_document(
    source: &dyn Source,
    path: &str,
    config: &Config,
    sources: &mut Sources,
    diagnostics: &mut Diagnostics,
) -> Option<Document> {
    let mut root = read(source, path, sources, diagnostics)?;
    for overlay_path in &config.overlays {
        let overlay = read(source, overlay_path, sources, diagnostics)?;
        overlay::apply(&mut root, &overlay, sources, overlay_path, diagnostics);
    }
    let version = version::detect(&root, diagnostics)?;
    let mut files = Files::new(path, root);
    let mut lowered = Lowered::default();
    let mut linked = link(source, sources, diagnostics, version, &lowered, &mut files);
    if version == Version::V2 {
        // What the first pass has found is found again, at the places where lowering has put it.
        lowered = swagger::lower(&mut files, &linked);
        let origins: Vec<_> = lowered.origins.iter().map(|(at, origin)| (at.clone(), sources.original(origin))).collect();
        for (at, (file, origin)) in origins {
            sources.add_move(at, file, origin);
        }
        linked = link(source, sources, diagnostics, version, &lowered, &mut files);
    }
    for finding in linked.findings.into_iter().chain(lowered.findings) {
        diagnostics.push(finding);
    }
    if linked.incomplete {
        return None;
    }
    let places = files.places();
    let root = files.bundle();
    let skeleton = skeleton::build(&root, &linked.references, sources.size(), diagnostics)?;
    Some(Document {
        api: skeleton.api,
        root,
        references: linked.references,
        version,
        operations: skeleton.operations,
        operation_count: skeleton.count,
        webhooks: skeleton.webhooks,
        moves: lowered.moves,
        files: places,
    })
}

fn link(
    source: &dyn Source,
    sources: &mut Sources,
    diagnostics: &mut Diagnostics,
    version: Version,
    lowered: &Lowered,
    files: &mut Files,
) -> Linked {
    let mut linker = Linker { source, sources, diagnostics, version, moves: &lowered.moves, links: &lowered.links };
    reference::link(files, &mut linker)
}

/// Reads and parses a file.
fn read(source: &dyn Source, path: &str, sources: &mut Sources, diagnostics: &mut Diagnostics) -> Option<Value> {
    let bytes = match source.read(path) {
        Ok(bytes) => bytes,
        Err(why) => {
            diagnostics.push(Diagnostic::file(Code::UnreadableFile, path, None, format!("the file cannot be read: {why}")));
            return None;
        }
    };
    let id = sources.add(path, bytes);
    text::parse(sources.bytes(id), id, path, diagnostics)
}

impl Document {
    /// How many operations the document has, those that cannot be expressed included.
    pub fn operation_count(&self) -> usize {
        self.operation_count
    }

    /// Every operation of the skeleton, in document order.
    pub fn operations(&self) -> impl Iterator<Item = OperationEntry<'_>> {
        entries(&self.api.paths, &self.operations)
    }

    /// What the service sends by itself (OAS 3.1, `webhooks`), in document order; [`OperationEntry::path`] is the webhook's name.
    pub fn webhooks(&self) -> impl Iterator<Item = OperationEntry<'_>> {
        entries(&self.webhooks.paths, &self.webhooks.operations)
    }

    /// Where a node stands in the bundled document that is written `#/…` in the root document, or `path#/…` in another file.
    pub fn place(&self, written: &str) -> Option<Pointer> {
        let (path, pointer) = written.split_once('#')?;
        match path {
            "" => Some(reference::moved(&self.moves, Pointer::new(pointer))),
            path => Some(Pointer::new(&format!("{}{pointer}", self.files.get(path)?.as_str()))),
        }
    }

    /// The node at a pointer.
    pub fn node(&self, at: &Pointer) -> Option<&Value> {
        at.find(&self.root)
    }
}

/// The operations of path items, as they are listed.
fn entries<'d>(paths: &'d openapiv3::Paths, operations: &'d [Listed]) -> impl Iterator<Item = OperationEntry<'d>> {
    operations.iter().filter_map(|listed| {
        let (key, item) = paths.paths.get_index(listed.path)?;
        let item = item.as_item()?;
        let field = match listed.method.as_str() {
            "GET" => &item.get,
            "PUT" => &item.put,
            "POST" => &item.post,
            "DELETE" => &item.delete,
            "OPTIONS" => &item.options,
            "HEAD" => &item.head,
            "PATCH" => &item.patch,
            "TRACE" => &item.trace,
            _ => &None,
        };
        Some(OperationEntry {
            path: item.extensions.get(PATH).and_then(Value::as_str).unwrap_or(key),
            method: &listed.method,
            item,
            operation: listed.other.as_deref().or(field.as_ref())?,
        })
    })
}

/// About how many bytes a value holds.
fn weight(value: &Value) -> usize {
    match value {
        Value::String(text) => 32 + text.len(),
        Value::Array(list) => 32 + list.iter().map(weight).sum::<usize>(),
        Value::Object(object) => 64 + object.iter().map(|(key, value)| 64 + key.len() + weight(value)).sum::<usize>(),
        _ => 32,
    }
}

/// Text of the document for a message: in backticks, and not longer than a line.
fn excerpt(text: &str) -> String {
    format!("`{}`", shorten(text))
}

/// Text that is not longer than a line.
fn shorten(text: &str) -> String {
    const MAX: usize = 80;
    match text.char_indices().nth(MAX) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}
