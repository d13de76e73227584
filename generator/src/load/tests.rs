//! Tests of loading: the smallest document that shows a rule, and what is made of it.

mod references;
mod schemas;
mod skeleton;
mod swagger;
mod tolerance;
mod versions;

use super::{Document, Sources, load};
use crate::{
    Source,
    config::Config,
    diagnostic::{Diagnostics, Origin},
    pointer::Pointer,
};
use serde_json::{Value, json};

/// Files by path.
struct Memory<'f>(&'f [(&'f str, &'f str)]);

impl Source for Memory<'_> {
    fn read(&self, path: &str) -> Result<Vec<u8>, String> {
        let file = self.0.iter().find(|(name, _)| *name == path);
        file.map(|(_, text)| text.as_bytes().to_vec()).ok_or_else(|| "no such file".to_owned())
    }
}

/// What loading makes of a document.
struct Loaded {
    document: Option<Document>,
    sources: Sources,
    /// One line each: code, place, message, note.
    diagnostics: Vec<String>,
    places: Vec<Pointer>,
}

/// Loads files, of which the first is the root document.
fn load_files(files: &[(&str, &str)]) -> Loaded {
    let mut diagnostics = Diagnostics::default();
    let (document, sources) = load(&Memory(files), files[0].0, &Config::default(), &mut diagnostics);
    let mut places = Vec::new();
    let lines = diagnostics.iter().map(|finding| {
        let at = match &finding.origin {
            Origin::Node(at) | Origin::Key(at) => {
                places.push(at.clone());
                at.to_string()
            }
            Origin::File { path, .. } => path.clone(),
        };
        let note = finding.note.as_ref().map_or(String::new(), |note| format!("; {note}"));
        format!("{} {at}: {}{note}", finding.code.as_str(), finding.message)
    });
    let diagnostics = lines.collect();
    Loaded { document, sources, diagnostics, places }
}

/// Loads a document of one file.
fn load_text(text: &str) -> Loaded {
    load_files(&[("openapi.yaml", text)])
}

/// Loads a document that must load without a word.
fn load_clean(text: &str) -> Document {
    let Loaded { document, diagnostics, .. } = load_text(text);
    assert_eq!(diagnostics, [""; 0]);
    document.expect("it loads")
}

impl Loaded {
    fn document(&self) -> &Document {
        self.document.as_ref().expect("it loads")
    }

    /// What each diagnostic shows: the line of the file on which it points.
    fn lines(&self) -> Vec<String> {
        let locations = self.places.iter().map(|at| self.sources.locate(at, false));
        let show = |place: super::Location| format!("{}:{} {}", place.path, place.line, place.line_text.trim());
        locations.map(|place| place.map_or_else(|| "nowhere".to_owned(), show)).collect()
    }
}

/// All operations: `GET /path id`.
fn operations(document: &Document) -> Vec<String> {
    let text = |entry: super::OperationEntry<'_>| {
        format!("{} {} {}", entry.method, entry.path, entry.operation.operation_id.as_deref().unwrap_or("-"))
    };
    document.operations().map(text).collect()
}

/// The first operation, as JSON.
fn operation(document: &Document) -> Value {
    let entry = document.operations().next().expect("there is an operation");
    serde_json::to_value(entry.operation).expect("it is JSON")
}

/// A schema, as JSON of all that it says.
fn schema(document: &Document, at: &str) -> Value {
    let schema = document.schema(&Pointer::new(at));
    let default = super::Schema::default();
    let mut fields = serde_json::Map::new();
    let debug = |value: &dyn std::fmt::Debug| Value::String(format!("{value:?}"));
    macro_rules! show {
        ($($field:ident),*) => {$(
            if format!("{:?}", schema.$field) != format!("{:?}", default.$field) {
                fields.insert(stringify!($field).to_owned(), debug(&schema.$field));
            }
        )*};
    }
    if let Some(types) = schema.types {
        let names = [
            (types.null, "null"),
            (types.boolean, "boolean"),
            (types.integer, "integer"),
            (types.number, "number"),
            (types.string, "string"),
            (types.array, "array"),
            (types.object, "object"),
        ];
        let names: Vec<&str> = names.iter().filter(|(set, _)| *set).map(|(_, name)| *name).collect();
        fields.insert("types".to_owned(), json!(names.join(" ")));
    }
    show!(
        boolean,
        reference,
        nullable,
        format,
        enumeration,
        constant,
        properties,
        required,
        additional_properties,
        pattern_properties,
        property_names,
        unevaluated_properties,
        items,
        prefix_items,
        additional_items,
        all_of,
        any_of,
        one_of,
        conditions,
        title,
        description,
        default,
        example,
        deprecated,
        read_only,
        write_only,
        constraints,
        content_encoding,
        content_media_type,
        extensions
    );
    if let Some(discriminator) = &schema.discriminator {
        fields.insert("discriminator".to_owned(), debug(&(discriminator.property, &discriminator.mapping)));
    }
    Value::Object(fields)
}

/// A document of OpenAPI `version` with these component schemas, each a line of YAML.
fn with_schemas(version: &str, schemas: &str) -> String {
    format!("openapi: {version}\npaths: {{}}\ncomponents:\n  schemas:\n{}", indent(schemas, 4))
}

/// A document with one operation, `GET /a`, and what that holds.
fn with_operation(version: &str, operation: &str) -> String {
    format!("openapi: {version}\npaths:\n  /a:\n    get:\n{}", indent(operation, 6))
}

fn indent(text: &str, by: usize) -> String {
    text.trim_matches('\n').lines().map(|line| format!("{}{line}\n", " ".repeat(by))).collect()
}
