//! URI references: their parts, how they combine, and whether they stay in the folder of the document.

use percent_encoding::percent_decode_str;

/// The part before the first `#`, and the fragment behind it.
pub(super) fn split(text: &str) -> (&str, &str) {
    text.split_once('#').unwrap_or((text, ""))
}

/// Text with its percent encodings decoded; as it is where that gives no UTF-8.
pub(super) fn decode(text: &str) -> String {
    percent_decode_str(text).decode_utf8().map_or_else(|_| text.to_owned(), |text| text.into_owned())
}

/// The scheme of an absolute URI.
pub(super) fn scheme(text: &str) -> Option<&str> {
    let (scheme, _) = text.split_once(':')?;
    let mut bytes = scheme.bytes();
    let valid =
        bytes.next()?.is_ascii_alphabetic() && bytes.all(|b| b.is_ascii_alphanumeric() || matches!(b, b'+' | b'-' | b'.'));
    valid.then_some(scheme)
}

/// RFC 3986 §5.2, without queries: `reference`, which has no fragment, as seen from `base`. Both may be relative.
pub(super) fn join(base: &str, reference: &str) -> String {
    if scheme(reference).is_some() || base.is_empty() {
        return reference.to_owned();
    }
    if reference.is_empty() {
        return base.to_owned();
    }
    let authority = scheme(base).map_or(0, |scheme| {
        let after = scheme.len() + 1;
        match base[after..].strip_prefix("//") {
            Some(rest) => after + 2 + rest.find('/').unwrap_or(rest.len()),
            None => after,
        }
    });
    let (root, path) = base.split_at(authority);
    if reference.starts_with("//") {
        return format!("{}{reference}", scheme(base).map_or(String::new(), |scheme| format!("{scheme}:")));
    }
    let merged = match reference.starts_with('/') {
        true => reference.to_owned(),
        false => format!("{}{reference}", &path[..path.rfind('/').map_or(0, |end| end + 1)]),
    };
    let merged = if !root.is_empty() && !merged.starts_with('/') { format!("/{merged}") } else { merged };
    let mut segments: Vec<&str> = Vec::new();
    for segment in merged.split('/') {
        match segment {
            "." => {}
            ".." if segments.len() > 1 || segments.last().is_some_and(|last| !last.is_empty()) => drop(segments.pop()),
            ".." => {}
            segment => segments.push(segment),
        }
    }
    format!("{root}{}", segments.join("/"))
}

/// Where a reference to another file leads.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Place {
    /// To this path, relative to the folder of the root document.
    Local(String),
    /// To the network.
    Remote,
    /// Out of the folder of the root document, or to what is no file.
    Escaping,
}

/// Where `reference`, which has no fragment, leads from the file at `from`. Both paths are relative to the folder of the root document.
/// The steps of a path are decoded before they are judged, and a step that decodes to a separator escapes: a name that means one file
/// to us must not mean another to the file system.
pub(super) fn confine(from: &str, reference: &str) -> Place {
    match scheme(reference) {
        Some(scheme) if scheme.eq_ignore_ascii_case("http") || scheme.eq_ignore_ascii_case("https") => return Place::Remote,
        Some(_) => return Place::Escaping,
        None => {}
    }
    if reference.starts_with('/') || reference.contains('\\') {
        return Place::Escaping;
    }
    let folder = &from[..from.rfind('/').map_or(0, |end| end + 1)];
    let mut steps: Vec<String> = Vec::new();
    for (raw, decoded) in
        folder.split('/').map(|step| (step, step.to_owned())).chain(reference.split('/').map(|s| (s, decode(s))))
    {
        match decoded.as_str() {
            "" | "." => {}
            ".." if steps.pop().is_none() => return Place::Escaping,
            ".." => {}
            step if step.contains(['/', '\\', '\0', ':']) || (raw.contains('%') && step.contains('%')) => return Place::Escaping,
            _ => steps.push(decoded),
        }
    }
    Place::Local(steps.join("/"))
}

#[cfg(test)]
mod tests {
    use super::{Place, confine, join};

    #[test]
    fn a_reference_is_resolved_as_rfc_3986_has_it() {
        for (base, reference, expected) in [
            ("http://a/b/c/d", "g", "http://a/b/c/g"),
            ("http://a/b/c/d", "./g", "http://a/b/c/g"),
            ("http://a/b/c/d", "/g", "http://a/g"),
            ("http://a/b/c/d", "//g", "http://g"),
            ("http://a/b/c/d", "../g", "http://a/b/g"),
            ("http://a/b/c/d", "../../../g", "http://a/g"),
            ("http://a", "g", "http://a/g"),
            ("http://a/b", "urn:x:y", "urn:x:y"),
            ("schemas/a.yaml", "b.yaml", "schemas/b.yaml"),
            ("schemas/a.yaml", "../b.yaml", "b.yaml"),
            ("", "b.yaml", "b.yaml"),
        ] {
            assert_eq!(join(base, reference), expected, "{reference} from {base}");
        }
    }

    #[test]
    fn a_path_stays_below_the_root_folder() {
        let local = |path: &str| Place::Local(path.to_owned());
        for (from, reference, expected) in [
            ("openapi.yaml", "pet.yaml", local("pet.yaml")),
            ("openapi.yaml", "./a/../pet.yaml", local("pet.yaml")),
            ("a/b.yaml", "../pet%20shop.yaml", local("pet shop.yaml")),
            ("openapi.yaml", "..", Place::Escaping),
            ("a/b.yaml", "../../pet.yaml", Place::Escaping),
            ("openapi.yaml", "%2e%2e/pet.yaml", Place::Escaping),
            ("openapi.yaml", "a/..%2f..%2fpet.yaml", Place::Escaping),
            ("openapi.yaml", "a/%2e%2e%2fpet.yaml", Place::Escaping),
            ("openapi.yaml", "a%5cpet.yaml", Place::Escaping),
            ("openapi.yaml", "..\\pet.yaml", Place::Escaping),
            ("openapi.yaml", "%252e%252e/pet.yaml", Place::Escaping),
            ("openapi.yaml", "pet%00.yaml", Place::Escaping),
            ("openapi.yaml", "/etc/passwd", Place::Escaping),
            ("openapi.yaml", "//host/x", Place::Escaping),
            ("openapi.yaml", "C:\\x", Place::Escaping),
            ("openapi.yaml", "c:/x", Place::Escaping),
            ("openapi.yaml", "a/c:/x", Place::Escaping),
            ("openapi.yaml", "file:///etc/passwd", Place::Escaping),
            ("openapi.yaml", "ftp://host/x", Place::Escaping),
            ("openapi.yaml", "data:application/json,1", Place::Escaping),
            ("openapi.yaml", "HTTPS://host/x", Place::Remote),
        ] {
            assert_eq!(confine(from, reference), expected, "{reference} from {from}");
        }
    }
}
