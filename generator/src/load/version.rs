//! Which version of OpenAPI a document is written in.

use crate::{
    diagnostic::{Code, Diagnostic, Diagnostics},
    pointer::Pointer,
};
use serde_json::Value;

/// Versions that differ in how they are read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Version {
    /// Swagger 2.0.
    V2,
    /// OpenAPI 3.0: its own dialect of JSON Schema.
    V3_0,
    /// OpenAPI 3.1: JSON Schema 2020-12.
    V3_1,
    /// OpenAPI 3.2, and what comes after it.
    V3_2,
}

/// The version that a root document declares. `None`, with an error, where it declares none that is known.
pub(super) fn detect(root: &Value, diagnostics: &mut Diagnostics) -> Option<Version> {
    let declared = ["openapi", "swagger"].into_iter().find_map(|key| Some((key, root.get(key)?)));
    let Some((key, value)) = declared else {
        let finding = Diagnostic::error(Code::NotOpenApi, &Pointer::root(), "the document has neither `openapi` nor `swagger`")
            .help("an OpenAPI description begins with its version, such as `openapi: 3.1.0`");
        diagnostics.push(finding);
        return None;
    };
    let at = Pointer::root().key(key);
    // YAML reads `openapi: 3.0` and `swagger: 2.0` as numbers.
    let text = match value {
        Value::String(text) => text.trim().to_owned(),
        Value::Number(number) => number.to_string(),
        _ => String::new(),
    };
    let mut parts = text.split(|c: char| !c.is_ascii_digit());
    let major = parts.next().and_then(|part| part.parse::<u32>().ok());
    let minor = parts.next().and_then(|part| part.parse::<u32>().ok());
    dialect(root, diagnostics);
    match (major, minor) {
        (Some(2), None | Some(0)) => Some(Version::V2),
        (Some(3), None | Some(0)) => Some(Version::V3_0),
        (Some(3), Some(1)) => Some(Version::V3_1),
        (Some(3), Some(2)) => Some(Version::V3_2),
        (Some(3), Some(_)) => {
            let message = format!("version {} of OpenAPI is not known", super::excerpt(&text));
            diagnostics.push(Diagnostic::warning(Code::UnsupportedVersion, &at, message).note("it is read as version 3.2"));
            Some(Version::V3_2)
        }
        _ => {
            let message = format!("version {} of OpenAPI is not known", super::excerpt(&text));
            let help = "the versions 2.0, 3.0, 3.1 and 3.2 are known";
            diagnostics.push(Diagnostic::error(Code::UnsupportedVersion, &at, message).help(help));
            None
        }
    }
}

/// Reports a dialect of JSON Schema that is not the one that schemas are read in (OAS 3.1.1, Specifying Schema Dialects).
fn dialect(root: &Value, diagnostics: &mut Diagnostics) {
    let Some(uri) = root.get("jsonSchemaDialect").and_then(Value::as_str) else { return };
    let known = ["spec.openapis.org/oas/3.", "json-schema.org/draft/2020-12/schema"];
    let name = uri.trim_start_matches("https://").trim_start_matches("http://");
    if !known.iter().any(|known| name.starts_with(known)) {
        let message = format!("the dialect {} of JSON Schema is not known", super::excerpt(uri));
        let finding = Diagnostic::warning(Code::UnsupportedSchema, &Pointer::root().key("jsonSchemaDialect"), message);
        diagnostics.push(finding.note("schemas are read as JSON Schema 2020-12"));
    }
}
