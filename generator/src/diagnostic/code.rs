//! The codes of all diagnostics, each with a summary here and an explanation in `code/explanation.rs`.

mod explanation;

macro_rules! codes {
    ($($variant:ident = $text:literal, $summary:literal;)*) => {
        /// A kind of finding.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum Code {
            $(#[doc = $summary] $variant,)*
        }

        impl Code {
            /// Every code, in alphabetical order.
            pub const ALL: &[Code] = &[$(Code::$variant),*];

            /// The code as it is printed.
            pub fn as_str(self) -> &'static str {
                match self { $(Code::$variant => $text,)* }
            }

            /// What it means, in one line.
            pub fn summary(self) -> &'static str {
                match self { $(Code::$variant => $summary,)* }
            }
        }
    };
}

codes! {
    AmbiguousDiscriminator = "ambiguous-discriminator", "a discriminator does not tell its schemas apart";
    AmbiguousReference = "ambiguous-reference", "a dynamic reference has more than one target";
    BadStatus = "bad-status", "a response key is not a status";
    ConflictingSchemas = "conflicting-schemas", "members of an `allOf` contradict each other";
    DanglingReference = "dangling-reference", "a reference leads nowhere";
    DuplicateKey = "duplicate-key", "an object has the same key twice";
    DuplicateOperationId = "duplicate-operation-id", "two operations have the same operationId";
    DuplicateParameter = "duplicate-parameter", "a parameter is declared twice";
    EscapingReference = "escaping-reference", "a reference leads out of the folder of the document";
    IgnoredParameter = "ignored-parameter", "a parameter has no effect by the rules of OpenAPI";
    InvalidConfig = "invalid-config", "the configuration is not valid";
    InvalidOverlay = "invalid-overlay", "an overlay is not valid or matches nothing";
    InvalidSyntax = "invalid-syntax", "the text is neither JSON nor YAML";
    InvalidValue = "invalid-value", "a value is not what the specification allows here";
    MissingField = "missing-field", "a required field is missing";
    NotOpenApi = "not-openapi", "the document is not an OpenAPI description";
    PathParameters = "path-parameters", "the path and its parameters do not agree";
    ReferenceCycle = "reference-cycle", "references lead in a circle";
    RemoteReference = "remote-reference", "a reference would need the network";
    TooLarge = "too-large", "the document exceeds a limit of size, depth or count";
    UndefinedSecurityScheme = "undefined-security-scheme", "a security requirement names a scheme that is not defined";
    UnknownType = "unknown-type", "a schema names a type that JSON Schema does not have";
    UnmatchedOverride = "unmatched-override", "an override or a filter matches nothing";
    UnreadableFile = "unreadable-file", "a file cannot be read";
    UnsupportedBody = "unsupported-body", "a request body cannot be expressed";
    UnsupportedParameter = "unsupported-parameter", "a parameter cannot be expressed";
    UnsupportedSchema = "unsupported-schema", "a schema cannot be expressed and is widened";
    UnsupportedSecurity = "unsupported-security", "a security scheme cannot be expressed";
    UnsupportedStyle = "unsupported-style", "a parameter style is not defined for its value";
    UnsupportedVersion = "unsupported-version", "the version of OpenAPI is not known";
    WrongType = "wrong-type", "a value has the wrong JSON type";
}

impl Code {
    /// The code that is printed so.
    pub fn parse(text: &str) -> Option<Code> {
        Code::ALL.iter().copied().find(|code| code.as_str() == text)
    }

    /// What it means, why it matters, an example and what to do: some lines of text.
    pub fn explanation(self) -> &'static str {
        let found = explanation::EXPLANATIONS.iter().find(|(code, _)| *code == self);
        found.map_or(self.summary(), |(_, text)| text.trim())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_is_explained() {
        for code in Code::ALL {
            let lines = code.explanation().lines().count();
            assert!((4..=14).contains(&lines), "`{}` is explained in {lines} lines", code.as_str());
            assert_eq!(Code::parse(code.as_str()), Some(*code));
        }
        assert_eq!(explanation::EXPLANATIONS.len(), Code::ALL.len());
        assert_eq!(Code::parse("no-such-code"), None);
    }

    #[test]
    fn codes_are_in_order_and_spelled_alike() {
        let texts: Vec<&str> = Code::ALL.iter().map(|code| code.as_str()).collect();
        assert!(texts.is_sorted());
        for text in texts {
            assert!(text.bytes().all(|c| c.is_ascii_lowercase() || c == b'-'), "{text}");
        }
    }
}
