//! The header `Link` (RFC 8288), as far as lists need it: the target with the relation `next`.

use http::{HeaderMap, header};

/// The first target with the relation `next`.
pub(super) fn next(headers: &HeaderMap) -> Option<String> {
    headers.get_all(header::LINK).iter().filter_map(|value| value.to_str().ok()).find_map(next_in)
}

fn next_in(value: &str) -> Option<String> {
    let mut rest = value;
    loop {
        let (target, parameters) = rest.split_once('<')?.1.split_once('>')?;
        let (parameters, others) = parameters.split_at(end(parameters, b','));
        if is_next(parameters) {
            return Some(target.trim().to_owned());
        }
        rest = others;
    }
}

/// Where a part ends: at the first mark that is not in quotes.
fn end(text: &str, mark: u8) -> usize {
    let (mut is_quoted, mut is_escaped) = (false, false);
    let at = text.bytes().position(|byte| {
        let was_escaped = is_escaped;
        is_escaped = is_quoted && byte == b'\\' && !was_escaped;
        is_quoted ^= byte == b'"' && !was_escaped;
        byte == mark && !is_quoted
    });
    at.unwrap_or(text.len())
}

/// Whether `rel` is among the parameters, and has the token. The first one counts (RFC 8288, 3.3).
fn is_next(parameters: &str) -> bool {
    let mut rest = parameters;
    while !rest.is_empty() {
        let (parameter, others) = rest.split_at(end(rest, b';'));
        rest = others.strip_prefix(';').unwrap_or_default();
        let (name, value) = parameter.split_once('=').unwrap_or((parameter, ""));
        if name.trim().eq_ignore_ascii_case("rel") {
            let value = value.trim().trim_matches('"');
            return value.split_ascii_whitespace().any(|relation| relation.eq_ignore_ascii_case("next"));
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::next;
    use http::{HeaderMap, HeaderValue, header};

    #[test]
    fn the_next_link_is_found() {
        for (values, expected) in [
            (
                &["<https://a.example/?page=2>; rel=\"next\", <https://a.example/?page=9>; rel=\"last\""][..],
                Some("https://a.example/?page=2"),
            ),
            (&["</?a=1,2>; rel=prev, </?a=3,4;5>; title=\"x, <y>; rel=next\" ; REL=\"first Next\""], Some("/?a=3,4;5")),
            (&["</1>; rel=last", "</2>;rel=next"], Some("/2")),
            (&["</1>; title=\"\\\", </3>; rel=next\"; rel=prev"], None),
            (&["</1>; rel=next2, </2>; rel=prev; rel=next"], None),
            (&["</1>", "", "<", "<>", "rel=next", ",,;"], None),
        ] {
            let mut headers = HeaderMap::new();
            for value in values {
                headers.append(header::LINK, HeaderValue::from_static(value));
            }
            assert_eq!(next(&headers).as_deref(), expected, "{values:?}");
        }
    }
}
