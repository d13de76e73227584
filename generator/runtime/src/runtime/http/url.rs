//! URLs: the base that operations are joined to, and where a redirect leads.
//!
//! Two parsers that read one URL differently are a way to send a credential to a stranger, so what comes in is narrow (http and
//! https, no user, no dot segments in a base) and what goes out has passed [`http::Uri`].

use super::percent;
use bytes::Bytes;
use http::Uri;

/// A URL that can be asked: an origin, a path and a query, in one text. The origin (RFC 6454) is written in one way only, so that
/// origins are equal where their texts are.
#[derive(Clone, Debug)]
pub(super) struct Url {
    text: String,
    /// Where the path begins.
    path: usize,
    /// Where the path ends: at `?`, or at the end.
    path_end: usize,
}

impl Url {
    /// Reads an absolute URL.
    pub(super) fn parse(text: &str) -> Result<Url, &'static str> {
        let without_fragment = text.split_once('#').map_or(text, |(url, _)| url);
        let uri: Uri = without_fragment.parse().map_err(|_| "it is not a URL")?;
        let (scheme, default_port) = match uri.scheme_str() {
            Some("https") => ("https://", 443),
            Some("http") => ("http://", 80),
            Some(_) => return Err("its scheme is neither `https` nor `http`"),
            None => return Err("it has no scheme, such as `https://`"),
        };
        let authority = uri.authority().ok_or("it names no host")?;
        if authority.as_str().contains('@') {
            return Err("it holds a user or a password");
        }
        let host = authority.host();
        let port: u16 = match authority.as_str().get(host.len()..) {
            Some("" | ":") => default_port,
            Some(rest) => {
                rest.strip_prefix(':').and_then(|port| port.parse().ok()).ok_or("its port is not a number up to 65535")?
            }
            None => return Err("it names no host"),
        };
        if host.is_empty() {
            return Err("it names no host");
        }
        let mut origin = format!("{scheme}{}", host.to_ascii_lowercase());
        if port != default_port {
            origin.push_str(&format!(":{port}"));
        }
        let path = if uri.path().is_empty() { "/" } else { uri.path() };
        Ok(Url::of_parts(&origin, path, uri.query().unwrap_or_default()))
    }

    /// Reads the URL of a server: nothing in it may be lost or change its meaning when a path is joined to it.
    pub(super) fn parse_base(text: &str) -> Result<Url, &'static str> {
        if text.contains('#') {
            return Err("it has a fragment");
        }
        let url = Url::parse(text)?;
        if has_dot_segment(url.path()) {
            return Err("its path has `.` or `..` in it");
        }
        Ok(Url::of_parts(url.origin(), url.path().trim_end_matches('/'), url.query()))
    }

    /// The URL of a request.
    pub(super) fn of(uri: &Uri) -> Result<Url, &'static str> {
        Url::parse(&uri.to_string())
    }

    fn of_parts(origin: &str, path: &str, query: &str) -> Url {
        let mut text = String::with_capacity(origin.len() + path.len() + query.len() + 1);
        text.push_str(origin);
        text.push_str(path);
        let mut url = Url { path: origin.len(), path_end: text.len(), text };
        if !query.is_empty() {
            url.push_query(query);
        }
        url
    }

    /// Who is asked: `https://example.com`, with its port unless that is the one of the scheme.
    pub(super) fn origin(&self) -> &str {
        &self.text[..self.path]
    }

    /// Whether the scheme is `https`.
    pub(super) fn is_https(&self) -> bool {
        self.text.starts_with("https:")
    }

    /// The path, encoded. That of a base has no slash at its end, and may be empty.
    pub(super) fn path(&self) -> &str {
        &self.text[self.path..self.path_end]
    }

    /// The query, encoded, without `?`; empty where there is none.
    pub(super) fn query(&self) -> &str {
        self.text.get(self.path_end + 1..).unwrap_or_default()
    }

    /// How many bytes it has.
    pub(super) fn len(&self) -> usize {
        self.text.len()
    }

    /// The URL below this base with the path of an operation, which holds no dot segment, and more of a query. The text of the path
    /// becomes that of the URL.
    pub(super) fn join(&self, path: String, query: &str) -> Url {
        let mut text = path;
        // Slashes and marks between the parts are one each at most.
        text.reserve(self.len() + query.len() + 3);
        if !text.starts_with('/') {
            text.insert(0, '/');
        }
        text.insert_str(0, &self.text[..self.path_end]);
        let mut url = Url { path: self.path, path_end: text.len(), text };
        for part in [self.query(), query] {
            if !part.is_empty() {
                url.push_query(part);
            }
        }
        url
    }

    /// The URL that a `Location` leads to from here (RFC 3986, 5.2).
    pub(super) fn resolve(&self, location: &[u8]) -> Result<Url, &'static str> {
        if location.iter().any(u8::is_ascii_control) {
            return Err("it holds control characters");
        }
        let location = percent::encode_illegal(location);
        let location = location.split_once('#').map_or(location.as_str(), |(url, _)| url);
        if has_scheme(location) {
            return Url::parse(location).map(Url::normalised);
        }
        if location.starts_with("//") {
            let scheme = if self.is_https() { "https:" } else { "http:" };
            return Url::parse(&format!("{scheme}{location}")).map(Url::normalised);
        }
        let (path, query) = match location.split_once('?') {
            Some((path, query)) => (path, Some(query)),
            None => (location, None),
        };
        let url = match path {
            "" => Url::of_parts(self.origin(), self.path(), query.unwrap_or(self.query())),
            _ if path.starts_with('/') => Url::of_parts(self.origin(), path, query.unwrap_or_default()),
            _ => {
                let folder = self.path().rfind('/').map_or("/", |slash| &self.path()[..=slash]);
                Url::of_parts(self.origin(), &format!("{folder}{path}"), query.unwrap_or_default())
            }
        };
        Ok(url.normalised())
    }

    /// Without dot segments (RFC 3986, 5.2.4), encoded ones included, since that is how URLs are read nowadays.
    fn normalised(self) -> Url {
        if !has_dot_segment(self.path()) {
            return self;
        }
        let mut kept: Vec<&str> = Vec::new();
        let mut ends_with_slash = false;
        for segment in self.path().split('/').skip(1) {
            let dots = dots(segment);
            ends_with_slash = dots.is_some();
            match dots {
                Some(2) => drop(kept.pop()),
                Some(_) => {}
                None => kept.push(segment),
            }
        }
        let path = format!("/{}{}", kept.join("/"), if ends_with_slash && !kept.is_empty() { "/" } else { "" });
        Url::of_parts(self.origin(), &path, self.query())
    }

    /// The URL for a request.
    pub(super) fn into_uri(mut self) -> Result<Uri, &'static str> {
        if !self.path().starts_with('/') {
            self.text.insert(self.path, '/');
        }
        Uri::from_maybe_shared(Bytes::from(self.text)).map_err(|_| "it is too long, or not a URL")
    }

    /// Whether the query has a pair of this encoded name.
    pub(super) fn has_query(&self, name: &str) -> bool {
        self.query().split('&').any(|pair| name_of(pair) == name)
    }

    /// Takes all pairs of this name out of the query, however it is encoded.
    pub(super) fn remove_query(&mut self, name: &str) {
        let wanted = percent_encoding::percent_decode_str(name).collect::<Vec<u8>>();
        let kept = self.query().split('&').filter(|pair| {
            let plus_decoded = name_of(pair).replace('+', " ");
            percent_encoding::percent_decode_str(&plus_decoded).collect::<Vec<u8>>() != wanted
        });
        *self = Url::of_parts(self.origin(), self.path(), &kept.collect::<Vec<_>>().join("&"));
    }

    /// Adds to the query what is already encoded.
    pub(super) fn push_query(&mut self, pair: &str) {
        let mark = if self.path_end == self.text.len() { '?' } else { '&' };
        if !self.text[self.path_end..].ends_with(['?', '&']) {
            self.text.push(mark);
        }
        self.text.push_str(pair);
    }
}

fn name_of(pair: &str) -> &str {
    pair.split_once('=').map_or(pair, |(name, _)| name)
}

/// Whether some segment of an encoded path is `.` or `..`, written in any way.
pub(super) fn has_dot_segment(path: &str) -> bool {
    path.split('/').any(|segment| dots(segment).is_some())
}

/// How many dots a segment consists of, if it is a dot segment. `%2e` is a dot to every URL parser, so encoding does not help;
/// `%252e` and so on are dots to a server that decodes once too often.
pub(super) fn dots(segment: &str) -> Option<usize> {
    let (mut rest, mut count) = (segment, 0);
    while !rest.is_empty() {
        rest = match rest.strip_prefix('.') {
            Some(rest) => rest,
            None => {
                let mut code = rest.strip_prefix('%')?;
                while let Some(inner) = code.strip_prefix("25") {
                    code = inner;
                }
                code.strip_prefix("2e").or_else(|| code.strip_prefix("2E"))?
            }
        };
        count += 1;
    }
    matches!(count, 1 | 2).then_some(count)
}

/// RFC 3986, 3.1.
fn has_scheme(reference: &str) -> bool {
    reference.split_once(':').is_some_and(|(scheme, _)| {
        scheme.starts_with(|first: char| first.is_ascii_alphabetic())
            && scheme.chars().all(|next| next.is_ascii_alphanumeric() || "+-.".contains(next))
    })
}
