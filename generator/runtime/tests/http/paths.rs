//! A path leads where its operation says, whatever the arguments are.

use crate::{
    probe::{BASE_URL, GET, builder, url},
    runtime::http::{Call, Style},
};
use ::http::Uri;

fn item(value: &str) -> Result<String, String> {
    url(|call| {
        call.literal("/items/");
        call.segment("id", &value);
        call.literal("/delete");
    })
    .map_err(|error| error.to_string())
}

#[test]
fn segments_hold_any_text() {
    for (value, segment) in [
        ("../../other", "..%2F..%2Fother"),
        ("%20", "%2520"),
        ("a/b", "a%2Fb"),
        ("x?admin=true", "x%3Fadmin%3Dtrue"),
        (".hidden", ".hidden"),
        ("file.txt", "file.txt"),
        ("...", "..."),
        ("a\\b", "a%5Cb"),
        ("\t\r\n", "%09%0D%0A"),
        ("#;@:&=+$,", "%23%3B%40%3A%26%3D%2B%24%2C"),
        ("-._~", "-._~"),
        ("日本", "%E6%97%A5%E6%9C%AC"),
    ] {
        assert_eq!(item(value), Ok(format!("/items/{segment}/delete")));
    }
}

#[test]
fn dot_segments_are_refused() {
    let dots = "Probe: the path segment `/` would be `.` or `..`, and lead elsewhere";
    assert_eq!(item("."), Err(dots.to_owned()));
    assert_eq!(item(".."), Err(dots.to_owned()));
    // A server that decodes once too often sees the dots.
    for value in ["%2e", "%2E%2e", ".%2e", "%252e%252E"] {
        assert_eq!(item(value), Err(dots.to_owned()), "{value}");
    }
    assert_eq!(item("%2e%2e%2e"), Ok("/items/%252e%252e%252e/delete".to_owned()));
    assert_eq!(item(""), Err("Probe: path parameter `id` must not be empty".to_owned()));
    let of_parts = |parts: &[Option<&'static str>], value: &str| {
        url(|call| {
            call.literal("/items/");
            for part in parts {
                match part {
                    Some(literal) => call.literal(literal),
                    None => call.segment("id", &value),
                }
            }
        })
    };
    assert_eq!(of_parts(&[None, None], ".").expect_err("`..`").to_string(), dots);
    assert_eq!(of_parts(&[None, Some(".")], ".").expect_err("`..`").to_string(), dots);
    assert_eq!(of_parts(&[Some("%2e"), None, Some("/x")], ".").expect_err("`%2e.`").to_string(), dots);
    for literal in ["%2e", "%2e.", ".%2E", "..", "%2E%2e"] {
        assert_eq!(of_parts(&[Some(literal)], "").expect_err("a dot segment").to_string(), dots);
        assert_eq!(of_parts(&[Some(literal), Some("/x")], "").expect_err("a dot segment").to_string(), dots);
    }
    assert!(of_parts(&[Some("..."), None], ".").is_ok());
    let label = url(|call| {
        call.literal("/");
        call.segment_styled("id", Style::Label, false, &".");
    });
    let label = label.expect_err("`..`").to_string();
    assert_eq!(label, "Probe: the path segment `` would be `.` or `..`, and lead elsewhere");
}

/// Every Unicode scalar value as a whole segment, inside one and in a query: host, prefix and the number of segments stand. A parser
/// of the kind that browsers use agrees.
#[test]
fn no_character_leaves_its_place() {
    let core = builder().build().expect("the settings are sound");
    // 64 characters a request keep this fast; a character that escaped would show in any company.
    let all: Vec<char> = ('\0'..=char::MAX).collect();
    for group in all.chunks(64) {
        let text: String = group.iter().collect();
        let mut call = Call::new(&core, &GET);
        call.literal("/a/");
        call.segment("x", &text);
        call.literal("/b");
        call.query("q", &text);
        let uri = call.build().expect("any text can be sent").uri().clone();
        check(&uri, &text);
    }
    for ascii in '\0'..='\u{ff}' {
        let text = ascii.to_string();
        let built = item(&text);
        assert_eq!(built.is_err(), ascii == '.', "{ascii:?}");
    }
}

fn check(uri: &Uri, text: &str) {
    assert_eq!(uri.host(), Some("api.example.com"));
    let segments: Vec<&str> = uri.path().split('/').collect();
    assert_eq!(segments.len(), 5, "{text:?}");
    assert_eq!((segments[1], segments[2], segments[4]), ("v1", "a", "b"));
    let decode = |text: &str| percent_encoding::percent_decode_str(text).decode_utf8().expect("UTF-8").into_owned();
    assert_eq!(decode(segments[3]), text);
    assert_eq!(decode(uri.query().expect("a query").strip_prefix("q=").expect("one pair")), text);
    assert!(!uri.query().expect("a query").contains(['&', '#', ';', '+']));
    #[cfg(feature = "reqwest")]
    {
        let url = reqwest::Url::parse(&uri.to_string()).expect("a URL");
        assert_eq!(url.as_str(), uri.to_string());
    }
}

#[test]
fn bases_are_joined() {
    let joined = |base: &str, path: &'static str| {
        let mut builder = builder();
        builder.base_url(base.to_owned());
        let core = builder.build().map_err(|error| error.to_string())?;
        let mut call = Call::new(&core, &GET);
        call.literal(path);
        call.query("q", &1);
        Ok(call.build().map_err(|error| error.to_string())?.uri().to_string())
    };
    let good = |base, path| joined(base, path).expect("the base is sound");
    assert_eq!(good("https://h", "/a"), "https://h/a?q=1");
    assert_eq!(good("https://h/", "/a"), "https://h/a?q=1");
    assert_eq!(good("https://h/v1", "/a"), "https://h/v1/a?q=1");
    assert_eq!(good("https://h/v1/", "/a"), "https://h/v1/a?q=1");
    assert_eq!(good(" https://h/v1 ", "/"), "https://h/v1/?q=1");
    assert_eq!(good("https://h/v1", ""), "https://h/v1/?q=1");
    assert_eq!(good("https://h/v1", "/a/"), "https://h/v1/a/?q=1");
    assert_eq!(good("HTTP://H:8080/v1?key=a%20b", "/a"), "http://h:8080/v1/a?key=a%20b&q=1");
    assert_eq!(good("https://[::1]:443/x", "/a"), "https://[::1]/x/a?q=1");
    assert_eq!(good("https://h", "/a b/{c}/é?x#y"), "https://h/a%20b/%7Bc%7D/%C3%A9%3Fx%23y?q=1");
    for (base, why) in [
        ("", "it is not a URL"),
        ("api.example.com/v1", "it is not a URL"),
        ("/v1", "it has no scheme, such as `https://`"),
        ("ftp://h", "its scheme is neither `https` nor `http`"),
        ("https://user:canary@h", "it holds a user or a password"),
        ("https://h/a/../b", "its path has `.` or `..` in it"),
        ("https://h/a/%2E%2e/b", "its path has `.` or `..` in it"),
        ("https://h/#x", "it has a fragment"),
        ("https://h:99999", "its port is not a number up to 65535"),
        ("https://h/a b", "it is not a URL"),
    ] {
        assert_eq!(joined(base, "/a"), Err(format!("the base URL cannot be used: {why}")), "{base}");
    }
    assert!(BASE_URL.ends_with("/v1"));
}

#[cfg(feature = "reqwest")]
#[tokio::test]
async fn a_later_request_is_written_as_the_first_one_is() {
    use crate::{
        probe::{SERVICE, send},
        runtime::http::{Core, CoreBuilder, ReqwestTransport},
        server::Server,
    };
    use std::time::Duration;
    let server = Server::answering("200 OK", "", "null");
    let fresh = |base: String| -> Core {
        let (bare, second) = (reqwest::Client::builder().no_proxy(), Duration::from_secs(5));
        let mut builder = CoreBuilder::new(&SERVICE);
        builder.transport(ReqwestTransport::from_builder(bare, second, second).expect("no certificate is needed"));
        builder.base_url(base);
        builder.build().expect("the settings are sound")
    };
    let used = fresh(server.url());
    for literal in ["/", "/a//b/", "/a{b}|c^`\"<>'", "/;p=1,2:@!$&()*+=~", "/é\\\t", "/%7e%2F%zz", "/...", "/a?b#c"] {
        for core in [&used, &fresh(server.url() + "/v1"), &fresh(server.url().replace("127.0.0.1", "LOCALHOST"))] {
            for reserved in [false, true] {
                send(core, &GET, |call| {
                    call.literal(literal);
                    call.segment("x", &literal);
                    call.query_styled("q", Style::Form, true, reserved, &literal);
                })
                .await
                .expect("it was answered");
            }
        }
        let mut targets: Vec<String> =
            server.received().iter().rev().take(6).map(|it| it.target().replacen("/v1", "", 1)).collect();
        targets.sort();
        targets.dedup();
        assert_eq!(targets.len(), 2, "{targets:?}");
    }
}
