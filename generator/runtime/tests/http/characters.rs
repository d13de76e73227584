//! Every character in every place that a value can go to: the request stays the one that the document describes, and a decoder that
//! is none of ours reads the value back.

use crate::{
    probe::{GET, POST, core},
    runtime::http::{Call, Core, PartStyle, Style},
};
use ::http::Uri;
use serde_json::json;

/// Percent-decoding by the letter of RFC 3986, 2.1; a plus is a plus.
fn decode(text: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = text.as_bytes();
    while let Some((&first, tail)) = rest.split_first() {
        rest = tail;
        if first == b'%' {
            let digits = std::str::from_utf8(&tail[..2]).expect("two digits are ASCII");
            bytes.push(u8::from_str_radix(digits, 16).expect("two hexadecimal digits"));
            rest = &tail[2..];
        } else {
            bytes.push(first);
        }
    }
    String::from_utf8(bytes).expect("UTF-8")
}

/// All Unicode scalar values, 64 in a text: a character that escaped would show in any company.
fn texts() -> impl Iterator<Item = String> {
    let all: Vec<char> = ('\0'..=char::MAX).collect();
    all.chunks(64).map(|group| group.iter().collect()).collect::<Vec<String>>().into_iter()
}

fn uri(core: &Core, fill: impl FnOnce(&mut Call<'_>)) -> Uri {
    let mut call = Call::new(core, &GET);
    call.literal("/a/");
    fill(&mut call);
    let uri = call.build().expect("any text can be sent").uri().clone();
    assert_eq!((uri.scheme_str(), uri.host()), (Some("https"), Some("api.example.com")));
    assert!(uri.path().starts_with("/v1/a/"));
    uri
}

#[test]
fn in_paths() {
    let core = core();
    for text in texts() {
        for (style, explode, mark) in [(Style::Simple, false, ""), (Style::Matrix, true, ";p="), (Style::Label, false, ".")] {
            let uri = uri(&core, |call| {
                call.segment_styled("p", style, explode, &[text.as_str(), "x"].as_slice());
                call.literal("/b");
            });
            let segments: Vec<&str> = uri.path().split('/').collect();
            assert_eq!((segments.len(), segments[4]), (5, "b"), "{style:?} {text:?}");
            let separator = if style == Style::Matrix { ";p=" } else { "," };
            let value = segments[3].strip_prefix(mark).and_then(|value| value.strip_suffix(&format!("{separator}x")));
            assert_eq!(decode(value.expect("the frame stands")), text, "{style:?}");
            assert_eq!(uri.query(), None);
        }
        let uri = uri(&core, |call| {
            call.segment("p", &text);
            call.literal("/b");
        });
        let segments: Vec<&str> = uri.path().split('/').collect();
        assert_eq!((segments.len(), segments[4]), (5, "b"), "{text:?}");
        assert_eq!(decode(segments[3]), text);
    }
}

#[test]
fn in_queries() {
    let core = core();
    for text in texts() {
        let uri = uri(&core, |call| {
            call.query("one", &text);
            call.query_styled("list", Style::Form, false, false, &[text.as_str(), "x"].as_slice());
            call.query_styled("spread", Style::Form, true, false, &json!({ text.as_str(): text }));
            call.query_styled("deep", Style::DeepObject, true, false, &json!({ text.as_str(): text }));
            call.query_styled("raw", Style::Form, true, true, &text.replace('%', ""));
            call.query_content("json", &json!(text));
        });
        assert_eq!(uri.path(), "/v1/a/");
        let query = uri.query().expect("there is one");
        assert!(!query.contains(['#', '+', ' ']));
        let pairs: Vec<(&str, &str)> = query.split('&').map(|pair| pair.split_once('=').expect("a pair")).collect();
        let [one, list, spread, deep, raw, content] = pairs.as_slice() else { panic!("{text:?} made or lost a pair: {query}") };
        assert_eq!((one.0, decode(one.1)), ("one", text.clone()));
        assert_eq!(list.1.split_once(',').map(|(first, second)| (decode(first), second)), Some((text.clone(), "x")));
        assert_eq!((decode(spread.0), decode(spread.1)), (text.clone(), text.clone()));
        assert_eq!((decode(deep.0), decode(deep.1)), (format!("deep[{text}]"), text.clone()));
        assert_eq!((raw.0, decode(raw.1)), ("raw", text.replace('%', "")));
        assert_eq!(serde_json::from_str::<String>(&decode(content.1)).expect("JSON"), text);
    }
}

#[test]
fn in_delimited_queries() {
    let core = core();
    for (style, delimiter, mark) in [(Style::SpaceDelimited, ' ', "%20"), (Style::PipeDelimited, '|', "%7C")] {
        for text in texts().map(|text| text.replace(delimiter, "")) {
            let uri = uri(&core, |call| call.query_styled("q", style, false, false, &[text.as_str(), "x"].as_slice()));
            let value = uri.query().and_then(|query| query.strip_prefix("q=")).expect("one pair");
            assert_eq!(value.split_once(mark).map(|(first, second)| (decode(first), second)), Some((text, "x")));
        }
    }
}

#[test]
fn in_forms_and_cookies() {
    const ENCODINGS: &[(&str, PartStyle)] =
        &[("styled", PartStyle::Styled { style: Style::Form, explode: true, reserved: false })];
    let core = core();
    for text in texts() {
        let mut call = Call::new(&core, &POST);
        call.form(&json!({"plain": text, "styled": text}), ENCODINGS);
        call.cookie_content("c", &json!(text));
        let request = call.build().expect("any text can be sent");
        let form = std::str::from_utf8(request.body()).expect("ASCII");
        let pairs: Vec<(&str, &str)> = form.split('&').map(|pair| pair.split_once('=').expect("a pair")).collect();
        assert_eq!(pairs.len(), 2);
        assert_eq!((pairs[0].0, decode(&pairs[0].1.replace('+', " "))), ("plain", text.clone()));
        assert_eq!((pairs[1].0, decode(pairs[1].1)), ("styled", text.clone()));
        let cookie = request.headers()["cookie"].to_str().expect("ASCII");
        assert!(!cookie.contains([';', ',', ' ', '"']));
        assert_eq!(serde_json::from_str::<String>(&decode(cookie.strip_prefix("c=").expect("one pair"))).expect("JSON"), text);
    }
}

/// RFC 9110, 5.5, and RFC 6265, 4.1.1: what a field or a cookie may hold goes out as it is, and nothing else goes out at all.
#[test]
fn in_headers_and_cookies_byte_by_byte() {
    let core = core();
    for byte in 0..=u8::MAX {
        let text = format!("a{}b", char::from(byte));
        let sent = |fill: &dyn Fn(&mut Call<'_>), name: &str| {
            let mut call = Call::new(&core, &GET);
            fill(&mut call);
            call.build().map(|request| request.headers()[name].as_bytes().to_vec()).map_err(|error| error.is_build())
        };
        let is_text = byte == b'\t' || (b' '..=b'~').contains(&byte) || byte >= 0x80;
        let expected = if is_text { Ok(text.clone().into_bytes()) } else { Err(true) };
        assert_eq!(sent(&|call| call.header("X-H", &text), "x-h"), expected, "{byte:#04x}");
        assert_eq!(sent(&|call| call.extra_header("X-H", &text), "x-h"), expected, "{byte:#04x}");
        let is_cookie = byte.is_ascii_graphic() && !b"\",;\\".contains(&byte);
        let expected = if is_cookie { Ok(format!("c={text}").into_bytes()) } else { Err(true) };
        assert_eq!(sent(&|call| call.cookie("c", &text), "cookie"), expected, "{byte:#04x}");
    }
}
