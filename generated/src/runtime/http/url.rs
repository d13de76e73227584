//! URLs: the base that operations are joined to, and where a redirect leads.
//!
//! Two parsers that read one URL differently are a way to send a credential to a stranger, so what comes in is narrow (http and
//! https, no user, no dot segments in a base) and what goes out has passed [`http::Uri`].

use super::percent;
use http::Uri;

/// Scheme, host and port: who is asked (RFC 6454).
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Origin {
    /// Whether the scheme is `https`.
    pub(super) is_https: bool,
    host: String,
    port: u16,
}

impl std::fmt::Display for Origin {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let (scheme, default_port) = if self.is_https { ("https", 443) } else { ("http", 80) };
        write!(f, "{scheme}://{}", self.host)?;
        if self.port == default_port { Ok(()) } else { write!(f, ":{}", self.port) }
    }
}

/// A URL that can be asked: an origin, a path that begins with `/`, and a query.
#[derive(Clone, Debug)]
pub(super) struct Url {
    /// Who is asked.
    pub(super) origin: Origin,
    /// The path, encoded.
    pub(super) path: String,
    /// The query, encoded, without `?`; empty where there is none.
    pub(super) query: String,
}

impl Url {
    /// Reads an absolute URL.
    pub(super) fn parse(text: &str) -> Result<Url, &'static str> {
        let without_fragment = text.split_once('#').map_or(text, |(url, _)| url);
        let uri: Uri = without_fragment.parse().map_err(|_| "it is not a URL")?;
        let is_https = match uri.scheme_str() {
            Some("https") => true,
            Some("http") => false,
            Some(_) => return Err("its scheme is neither `https` nor `http`"),
            None => return Err("it has no scheme, such as `https://`"),
        };
        let authority = uri.authority().ok_or("it names no host")?;
        if authority.as_str().contains('@') {
            return Err("it holds a user or a password");
        }
        let host = authority.host();
        let port = match authority.as_str().get(host.len()..) {
            Some("" | ":") => {
                if is_https {
                    443
                } else {
                    80
                }
            }
            Some(rest) => {
                rest.strip_prefix(':').and_then(|port| port.parse().ok()).ok_or("its port is not a number up to 65535")?
            }
            None => return Err("it names no host"),
        };
        if host.is_empty() {
            return Err("it names no host");
        }
        let path = if uri.path().is_empty() { "/" } else { uri.path() };
        Ok(Url {
            origin: Origin { is_https, host: host.to_ascii_lowercase(), port },
            path: path.to_owned(),
            query: uri.query().unwrap_or_default().to_owned(),
        })
    }

    /// Reads the URL of a server: nothing in it may be lost or change its meaning when a path is joined to it.
    pub(super) fn parse_base(text: &str) -> Result<Url, &'static str> {
        if text.contains('#') {
            return Err("it has a fragment");
        }
        let mut url = Url::parse(text)?;
        if has_dot_segment(&url.path) {
            return Err("its path has `.` or `..` in it");
        }
        url.path.truncate(url.path.trim_end_matches('/').len());
        Ok(url)
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
            let scheme = if self.origin.is_https { "https:" } else { "http:" };
            return Url::parse(&format!("{scheme}{location}")).map(Url::normalised);
        }
        let (path, query) = match location.split_once('?') {
            Some((path, query)) => (path, Some(query)),
            None => (location, None),
        };
        let mut url = self.clone();
        match path {
            "" => url.query = query.map_or_else(|| self.query.clone(), str::to_owned),
            _ => {
                let folder = self.path.rfind('/').map_or("/", |slash| &self.path[..=slash]);
                url.path = if path.starts_with('/') { path.to_owned() } else { format!("{folder}{path}") };
                url.query = query.unwrap_or_default().to_owned();
            }
        }
        Ok(url.normalised())
    }

    /// Without dot segments (RFC 3986, 5.2.4), encoded ones included, since that is how URLs are read nowadays.
    fn normalised(mut self) -> Url {
        if !has_dot_segment(&self.path) {
            return self;
        }
        let mut kept: Vec<&str> = Vec::new();
        let mut ends_with_slash = false;
        for segment in self.path.split('/').skip(1) {
            let dots = dots(segment);
            ends_with_slash = dots.is_some();
            match dots {
                Some(2) => drop(kept.pop()),
                Some(_) => {}
                None => kept.push(segment),
            }
        }
        let path = format!("/{}{}", kept.join("/"), if ends_with_slash && !kept.is_empty() { "/" } else { "" });
        self.path = path;
        self
    }

    /// The URL for a request.
    pub(super) fn to_uri(&self) -> Result<Uri, &'static str> {
        let Url { origin, path, query } = self;
        let mark = if query.is_empty() { "" } else { "?" };
        let slash = if path.starts_with('/') { "" } else { "/" };
        format!("{origin}{slash}{path}{mark}{query}").parse().map_err(|_| "it is too long, or not a URL")
    }

    /// Joins the path of an operation, which holds no dot segment.
    pub(super) fn push_path(&mut self, path: &str) {
        if !path.starts_with('/') {
            self.path.push('/');
        }
        self.path.push_str(path);
    }

    /// Whether the query has a pair of this encoded name.
    pub(super) fn has_query(&self, name: &str) -> bool {
        self.query.split('&').any(|pair| name_of(pair) == name)
    }

    /// Takes all pairs of this name out of the query, however it is encoded.
    pub(super) fn remove_query(&mut self, name: &str) {
        let wanted = percent_encoding::percent_decode_str(name).collect::<Vec<u8>>();
        let kept = self.query.split('&').filter(|pair| {
            let plus_decoded = name_of(pair).replace('+', " ");
            percent_encoding::percent_decode_str(&plus_decoded).collect::<Vec<u8>>() != wanted
        });
        self.query = kept.collect::<Vec<_>>().join("&");
    }

    /// Adds to the query what is already encoded.
    pub(super) fn push_query(&mut self, pair: &str) {
        if !self.query.is_empty() && !self.query.ends_with('&') {
            self.query.push('&');
        }
        self.query.push_str(pair);
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
