//! Media types: what a key of a `content` map means for a client.

use crate::load::Schema;

/// How content of a media type is written and read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Family {
    /// JSON by name.
    Json,
    /// JSON by suffix.
    JsonSuffix,
    /// `*/*`: JSON unless the schema says otherwise.
    Anything,
    /// `application/x-www-form-urlencoded`.
    Form,
    /// `multipart/*`.
    Multipart,
    /// Text of any kind, XML among it.
    Text,
    /// Everything else.
    Bytes,
}

/// The type and subtype, without parameters, in lower case.
pub(super) fn essence(media_type: &str) -> String {
    // A key that lists several media types stands for the first.
    let first = media_type.split([';', ',']).next().unwrap_or_default();
    first.trim().to_ascii_lowercase()
}

/// The family of a media type.
pub(super) fn family(media_type: &str) -> Family {
    let essence = essence(media_type);
    match essence.as_str() {
        "application/json" | "text/json" | "json" => Family::Json,
        "*/*" | "*" | "" => Family::Anything,
        "application/x-www-form-urlencoded" => Family::Form,
        essence if essence.ends_with("+json") => Family::JsonSuffix,
        essence if essence.starts_with("multipart/") => Family::Multipart,
        essence if is_text(essence) => Family::Text,
        _ => Family::Bytes,
    }
}

fn is_text(essence: &str) -> bool {
    let named = [
        "application/xml",
        "application/yaml",
        "application/x-yaml",
        "application/javascript",
        "application/graphql",
        "application/sql",
        "application/jsonl",
        "application/x-jsonl",
        "application/ndjson",
        "application/x-ndjson",
        "application/jsonlines",
        "application/json-seq",
        "application/toml",
        "application/x-pem-file",
    ];
    essence.starts_with("text/") || essence.ends_with("+xml") || essence.ends_with("+yaml") || named.contains(&essence)
}

/// How an answer comes in pieces that have a meaning each.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Streaming {
    /// Server-sent events.
    Events,
    /// A JSON text a line, or behind a separator each (RFC 7464).
    JsonLines,
}

/// How an answer of a media type comes in pieces; `None` where it is one whole.
pub(super) fn streaming(media_type: &str) -> Option<Streaming> {
    match essence(media_type).as_str() {
        "text/event-stream" => Some(Streaming::Events),
        "application/jsonl"
        | "application/x-jsonl"
        | "application/jsonlines"
        | "application/json-lines"
        | "application/x-json-lines"
        | "application/ndjson"
        | "application/x-ndjson"
        | "application/json-seq"
        | "application/stream+json"
        | "application/x-json-stream" => Some(Streaming::JsonLines),
        essence if essence.ends_with("+json-seq") => Some(Streaming::JsonLines),
        _ => None,
    }
}

/// What a body of this media type is sent as: a range such as `image/*` names no media type, so a concrete one stands for it.
pub(super) fn sendable(media_type: &str) -> String {
    let first = media_type.split(',').next().unwrap_or_default().trim();
    let essence = essence(first);
    let plain = first.bytes().all(|byte| byte == b' ' || byte.is_ascii_graphic()) && essence.contains('/');
    if plain && !essence.contains('*') {
        return first.to_owned();
    }
    match family(&essence) {
        Family::Json | Family::JsonSuffix | Family::Anything => "application/json",
        Family::Form => "application/x-www-form-urlencoded",
        Family::Multipart => "multipart/form-data",
        Family::Text => "text/plain",
        Family::Bytes => "application/octet-stream",
    }
    .to_owned()
}

/// What to ask for with `Accept`: ranges are allowed there, other characters than those of a field value are not.
pub(super) fn acceptable(media_type: &str) -> String {
    let plain = media_type.bytes().all(|byte| byte == b' ' || byte.is_ascii_graphic());
    if plain && media_type.contains('/') { media_type.trim().to_owned() } else { "*/*".to_owned() }
}

/// Whether a schema describes bytes: `format: binary` (OAS 3.0), or a media type without an encoding (OAS 3.1), beside which the type
/// may be left out.
pub(super) fn is_binary(schema: &Schema<'_>) -> bool {
    let string = schema.types.map_or(schema.content_media_type.is_some(), |types| types.string);
    let file = matches!(schema.format, Some("binary" | "file"));
    let media =
        schema.content_media_type.is_some_and(|media| !matches!(family(media), Family::Json | Family::JsonSuffix | Family::Text));
    string && schema.enumeration.is_none() && schema.content_encoding.is_none() && (file || media)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn media_types_have_families() {
        for (media_type, expected, sent) in [
            ("application/json", Family::Json, "application/json"),
            ("Application/JSON; charset=utf-8", Family::Json, "Application/JSON; charset=utf-8"),
            ("application/*+json", Family::JsonSuffix, "application/json"),
            ("application/merge-patch+json", Family::JsonSuffix, "application/merge-patch+json"),
            ("*/*", Family::Anything, "application/json"),
            ("image/*", Family::Bytes, "application/octet-stream"),
            ("text/csv", Family::Text, "text/csv"),
            ("application/xml", Family::Text, "application/xml"),
            ("multipart/form-data", Family::Multipart, "multipart/form-data"),
            ("application/x-www-form-urlencoded", Family::Form, "application/x-www-form-urlencoded"),
            ("string", Family::Bytes, "application/octet-stream"),
            ("application/json, application/xml", Family::Json, "application/json"),
        ] {
            assert_eq!(family(media_type), expected, "{media_type}");
            assert_eq!(sendable(media_type), sent, "{media_type}");
        }
    }
}
