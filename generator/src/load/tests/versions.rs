//! Which documents are read at all.

use super::{load_clean, load_text};

#[test]
fn every_known_version_is_read() {
    for version in [
        "openapi: 3.0.0",
        "openapi: 3.0",
        "openapi: 3",
        "openapi: '3.0.4'",
        "openapi: 3.0.0-rc2",
        "openapi: 3.1.1",
        "openapi: 3.2.0",
        "swagger: 2.0",
        "swagger: '2.0'",
        "swagger: 2",
    ] {
        load_clean(&format!("{version}\npaths: {{}}"));
    }
}

#[test]
fn a_later_version_is_read_as_the_last_known_one() {
    let loaded = load_text("openapi: 3.7.0\npaths: {}");
    assert!(loaded.document.is_some());
    let expected = "unsupported-version #/openapi: version `3.7.0` of OpenAPI is not known; it is read as version 3.2";
    assert_eq!(loaded.diagnostics, [expected]);
}

#[test]
fn other_versions_are_refused() {
    for (text, expected) in [
        ("openapi: 4.0.0", "unsupported-version #/openapi: version `4.0.0` of OpenAPI is not known"),
        ("openapi: ", "unsupported-version #/openapi: version `` of OpenAPI is not known"),
        ("swagger: '1.2'", "unsupported-version #/swagger: version `1.2` of OpenAPI is not known"),
        ("asyncapi: 2.0.0", "not-openapi #: the document has neither `openapi` nor `swagger`"),
        ("[openapi]", "not-openapi #: the document has neither `openapi` nor `swagger`"),
    ] {
        let loaded = load_text(text);
        assert!(loaded.document.is_none(), "{text}");
        assert_eq!(loaded.diagnostics, [expected], "{text}");
    }
}

#[test]
fn a_document_that_cannot_be_read_is_an_error() {
    let loaded = super::load_files(&[("other.yaml", "openapi: 3.0.0")]);
    assert!(loaded.document.is_some());
    let mut diagnostics = crate::diagnostic::Diagnostics::default();
    let (document, _) = crate::load::load(&super::Memory(&[]), "none.yaml", &Default::default(), &mut diagnostics);
    assert!(document.is_none() && diagnostics.has_errors());
}

#[test]
fn what_a_version_has_and_a_client_does_not_is_told() {
    let text = "
openapi: 3.2.0
jsonSchemaDialect: http://json-schema.org/draft-04/schema#
components:
  schemas:
    A: {oneOf: [{$ref: '#/components/schemas/B'}], discriminator: {propertyName: kind, defaultMapping: B}}
    B: {type: object}
";
    let expected = [
        "unsupported-schema #/jsonSchemaDialect: the dialect `http://json-schema.org/draft-04/schema#` of JSON Schema is not known; \
         schemas are read as JSON Schema 2020-12",
        "unsupported-schema #/components/schemas/A/discriminator/defaultMapping: the default `B` of a discriminator is not \
         followed; a value of no known tag is kept as it is",
    ];
    assert_eq!(load_text(text).diagnostics, expected);
    for dialect in ["https://spec.openapis.org/oas/3.1/dialect/base", "https://json-schema.org/draft/2020-12/schema"] {
        load_clean(&format!("openapi: 3.1.0\njsonSchemaDialect: {dialect}\npaths: {{}}"));
    }
}
