//! A request as it came: texts that are not decoded yet, since what stands between them is told from what they hold by that alone.

use bytes::Bytes;
use http::{HeaderMap, Method, Uri, header};
use percent_encoding::percent_decode_str;

/// A request.
#[derive(Debug)]
pub(super) struct Request {
    pub(super) method: Method,
    /// The path, encoded.
    pub(super) path: String,
    /// The pairs of the query, encoded.
    pub(super) query: Vec<(String, String)>,
    /// The cookies.
    pub(super) cookies: Vec<(String, String)>,
    pub(super) headers: HeaderMap,
    pub(super) body: Bytes,
}

impl Request {
    pub(super) fn new(method: Method, uri: &Uri, headers: HeaderMap, body: Bytes) -> Request {
        let cookies = headers.get_all(header::COOKIE).iter().filter_map(|value| value.to_str().ok());
        let cookies = cookies.flat_map(|line| line.split(';')).map(|pair| split(pair.trim())).collect();
        let query = pairs(uri.query().unwrap_or_default());
        Request { method, path: uri.path().to_owned(), query, cookies, headers, body }
    }

    /// The text of a header, its lines joined.
    pub(super) fn header(&self, name: &str) -> Option<String> {
        let lines: Vec<_> = self.headers.get_all(name).iter().map(|value| String::from_utf8_lossy(value.as_bytes())).collect();
        (!lines.is_empty()).then(|| lines.join(","))
    }

    /// The media type of the body, without parameters and in lower case.
    pub(super) fn media_type(&self) -> String {
        essence(&self.header("content-type").unwrap_or_default())
    }
}

/// The pairs of a query or a form, encoded.
pub(super) fn pairs(text: &str) -> Vec<(String, String)> {
    text.split('&').filter(|pair| !pair.is_empty()).map(split).collect()
}

fn split(pair: &str) -> (String, String) {
    let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
    (name.to_owned(), value.to_owned())
}

/// Without percent triplets.
pub(super) fn decode(text: &str) -> String {
    percent_decode_str(text).decode_utf8_lossy().into_owned()
}

/// The same for a query or a form, where `+` is a space.
pub(super) fn decode_pair(text: &str) -> String {
    decode(&text.replace('+', " "))
}

/// A media type without parameters, in lower case.
pub(super) fn essence(media_type: &str) -> String {
    media_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase()
}
