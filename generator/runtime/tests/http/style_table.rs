//! The table "Style Examples" of OAS 3.0.4 and 3.1.1, cell by cell. Two deviations, by rule: an undefined value is left out (RFC
//! 6570), and the first query pair is shown with its `?` only because it is the first.

use crate::{
    probe::{GET, request, url},
    runtime::{
        http::Style,
        json::{Encode, object},
    },
};
use Style::{DeepObject, Form, Label, Matrix, PipeDelimited, Simple, SpaceDelimited};
use serde_json::{Value, json};
use std::collections::BTreeMap;

fn string() -> Value {
    json!("blue")
}

fn array() -> Value {
    json!(["blue", "black", "brown"])
}

/// An object whose order does not hang on the features of `serde_json`.
struct Color {
    red: u8,
    green: u8,
    blue: u8,
}

object! { Color { red: "R", green: "G", blue: "B" } }

fn object() -> Color {
    Color { red: 100, green: 200, blue: 150 }
}

fn path(style: Style, explode: bool, value: &dyn Encode) -> String {
    match url(|call| {
        call.literal("/");
        call.segment_styled("color", style, explode, value);
    }) {
        Ok(url) => url[1..].to_owned(),
        Err(error) => format!("error: {error}"),
    }
}

fn query(style: Style, explode: bool, value: &dyn Encode) -> String {
    match url(|call| {
        call.literal("/");
        call.query_styled("color", style, explode, false, value);
    }) {
        Ok(url) => url[1..].to_owned(),
        Err(error) => format!("error: {error}"),
    }
}

fn header(explode: bool, value: &dyn Encode) -> Option<String> {
    let request = request(&GET, |call| call.header_styled("color", explode, value)).expect("the value fits a header");
    request.headers().get("color").map(|value| value.to_str().expect("ASCII").to_owned())
}

fn cookie(explode: bool, value: &dyn Encode) -> Option<String> {
    let request = request(&GET, |call| call.cookie_styled("color", explode, value)).expect("the value fits a cookie");
    request.headers().get("cookie").map(|value| value.to_str().expect("ASCII").to_owned())
}

const UNDEFINED: Option<String> = None;

#[test]
fn paths() {
    let rows: [(Style, bool, &str, &str, &str, &str); 6] = [
        (Matrix, false, ";color", ";color=blue", ";color=blue,black,brown", ";color=R,100,G,200,B,150"),
        (Matrix, true, ";color", ";color=blue", ";color=blue;color=black;color=brown", ";R=100;G=200;B=150"),
        (Label, false, "", ".blue", ".blue,black,brown", ".R,100,G,200,B,150"),
        (Label, true, "", ".blue", ".blue.black.brown", ".R=100.G=200.B=150"),
        (Simple, false, "", "blue", "blue,black,brown", "R,100,G,200,B,150"),
        (Simple, true, "", "blue", "blue,black,brown", "R=100,G=200,B=150"),
    ];
    for (style, explode, empty, one, list, fields) in rows {
        assert_eq!(path(style, explode, &string()), one, "{style:?} {explode}");
        assert_eq!(path(style, explode, &array()), list, "{style:?} {explode}");
        assert_eq!(path(style, explode, &object()), fields, "{style:?} {explode}");
        // The empty string: `.` and nothing are segments that would lead elsewhere.
        match empty {
            "" => assert!(path(style, explode, &"").starts_with("error: Probe: "), "{style:?} {explode}"),
            empty => assert_eq!(path(style, explode, &""), empty),
        }
        for undefined in [json!(null), json!([]), json!({}), json!([null]), json!({"R": null})] {
            assert_eq!(path(style, explode, &undefined), "error: Probe: path parameter `color` must not be empty");
        }
    }
    for style in [Form, SpaceDelimited, PipeDelimited, DeepObject] {
        assert!(path(style, false, &string()).ends_with(&format!("has no form in style `{}`", style.as_str())));
    }
}

#[test]
fn queries() {
    let undefined = "error: Probe: query parameter `color` has no form in style";
    let rows: [(Style, bool, &str, &str, &str); 8] = [
        (Form, false, "?color=blue", "?color=blue,black,brown", "?color=R,100,G,200,B,150"),
        (Form, true, "?color=blue", "?color=blue&color=black&color=brown", "?R=100&G=200&B=150"),
        (SpaceDelimited, false, undefined, "?color=blue%20black%20brown", "?color=R%20100%20G%20200%20B%20150"),
        (SpaceDelimited, true, undefined, undefined, undefined),
        (PipeDelimited, false, undefined, "?color=blue%7Cblack%7Cbrown", "?color=R%7C100%7CG%7C200%7CB%7C150"),
        (PipeDelimited, true, undefined, undefined, undefined),
        (DeepObject, true, "?color=blue", "?color%5B%5D=blue&color%5B%5D=black&color%5B%5D=brown", DEEP),
        // OAS 3.2: `explode` has no effect on deepObject.
        (DeepObject, false, "?color=blue", "?color%5B%5D=blue&color%5B%5D=black&color%5B%5D=brown", DEEP),
    ];
    for (style, explode, one, list, fields) in rows {
        let values: [(&dyn Encode, &str); 3] = [(&string(), one), (&array(), list), (&object(), fields)];
        for (value, expected) in values {
            let found = query(style, explode, value);
            if expected == undefined {
                assert_eq!(found, format!("{undefined} `{}`", style.as_str()), "{explode}");
            } else {
                assert_eq!(found, expected, "{style:?} {explode}");
            }
        }
        for undefined in [json!(null), json!([]), json!({}), json!([null]), json!({"R": null})] {
            assert_eq!(query(style, explode, &undefined), "", "{style:?} {explode} {undefined}");
        }
    }
    assert_eq!(query(Form, false, &""), "?color=");
    assert_eq!(query(Form, true, &""), "?color=");
    assert_eq!(query(Form, true, &["", "b"].as_slice()), "?color=&color=b");
}

const DEEP: &str = "?color%5BR%5D=100&color%5BG%5D=200&color%5BB%5D=150";

#[test]
fn headers() {
    for explode in [false, true] {
        assert_eq!(header(explode, &json!(null)), UNDEFINED);
        assert_eq!(header(explode, &json!([])), UNDEFINED);
        assert_eq!(header(explode, &""), Some(String::new()));
        assert_eq!(header(explode, &string()).as_deref(), Some("blue"));
        assert_eq!(header(explode, &array()).as_deref(), Some("blue,black,brown"));
    }
    assert_eq!(header(false, &object()).as_deref(), Some("R,100,G,200,B,150"));
    assert_eq!(header(true, &object()).as_deref(), Some("R=100,G=200,B=150"));
    assert_eq!(header(false, &"a b/c%,\"").as_deref(), Some("a b/c%,\""), "headers know no escaping");
}

#[test]
fn cookies() {
    for explode in [false, true] {
        assert_eq!(cookie(explode, &json!(null)), UNDEFINED);
        assert_eq!(cookie(explode, &json!([])), UNDEFINED);
        assert_eq!(cookie(explode, &"").as_deref(), Some("color="));
        assert_eq!(cookie(explode, &string()).as_deref(), Some("color=blue"));
    }
    assert_eq!(cookie(false, &array()).as_deref(), Some("color=blue,black,brown"));
    assert_eq!(cookie(true, &array()).as_deref(), Some("color=blue; color=black; color=brown"));
    assert_eq!(cookie(false, &object()).as_deref(), Some("color=R,100,G,200,B,150"));
    assert_eq!(cookie(true, &object()).as_deref(), Some("R=100; G=200; B=150"));
    for bad in [";", ",", " ", "\"", "\\", "\n", "é", "\u{7f}"] {
        let error = request(&GET, |call| call.cookie("color", &bad)).expect_err("the cookie cannot carry it");
        assert_eq!(error.to_string(), "Probe: cookie `color` holds a character that no cookie can carry");
    }
}

#[test]
fn values_are_escaped_before_they_are_joined() {
    assert_eq!(path(Simple, false, &["a,b", "c/d"].as_slice()), "a%2Cb,c%2Fd");
    assert_eq!(path(Matrix, true, &json!({"k;=": "v;="})), ";k%3B%3D=v%3B%3D");
    assert_eq!(query(Form, false, &["a,b", "&=+ "].as_slice()), "?color=a%2Cb,%26%3D%2B%20");
    assert_eq!(query(SpaceDelimited, false, &["a+b"].as_slice()), "?color=a%2Bb");
    for (style, item) in [(SpaceDelimited, "a b"), (PipeDelimited, "a|b")] {
        let refusal = format!(
            "error: Probe: query parameter `color` holds the character that style `{}` joins values with",
            style.as_str()
        );
        assert_eq!(query(style, false, &[item].as_slice()), refusal);
    }
}

#[test]
fn names_are_escaped_too() {
    let url = url(|call| call.query("filter[name]&x", &1)).expect("any name will do");
    assert_eq!(url, "/?filter%5Bname%5D%26x=1");
}

#[test]
fn scalars_are_their_json_text() {
    for (value, text) in
        [(json!(true), "true"), (json!(-3), "-3"), (json!(12.5), "12.5"), (json!(u64::MAX), "18446744073709551615")]
    {
        assert_eq!(query(Form, true, &value), format!("?color={text}"));
    }
    assert_eq!(query(Form, true, &10.0_f64), "?color=10");
    assert_eq!(query(Form, true, &Some("x")), "?color=x");
    assert_eq!(query(Form, true, &None::<String>), "");
}

#[test]
fn compounds_inside_compounds_have_a_form_in_deep_objects_only() {
    let nested = json!({"a": {"b": [1, 2]}});
    for style in [Form, SpaceDelimited, PipeDelimited] {
        assert!(query(style, false, &nested).contains("holds a list or an object inside another"));
    }
    assert_eq!(query(DeepObject, true, &nested), "?color%5Ba%5D%5Bb%5D%5B%5D=1&color%5Ba%5D%5Bb%5D%5B%5D=2");
    let list_of_objects = json!({"a": [{"b": 1}, {"b": "[x]"}]});
    assert_eq!(query(DeepObject, true, &list_of_objects), "?color%5Ba%5D%5B0%5D%5Bb%5D=1&color%5Ba%5D%5B1%5D%5Bb%5D=%5Bx%5D");
}

#[test]
fn reserved_characters_pass_where_the_document_allows_them() {
    let reserved = |text: &str| {
        let url = url(|call| call.query_styled("q", Form, true, true, &text)).expect("a query takes any text");
        url.strip_prefix("/?q=").expect("the name comes first").to_owned()
    };
    assert_eq!(reserved(":/?@!$'()*,;"), ":/?@!$'()*,;");
    assert_eq!(reserved("[]#&+="), "%5B%5D%23%26%2B%3D");
    assert_eq!(reserved("%2F%zz% é"), "%2F%25zz%25%20%C3%A9");
}

#[test]
fn content_parameters_are_the_text_of_their_json() {
    let value: BTreeMap<String, Value> = [("a b".to_owned(), json!([1, "é\n"]))].into();
    assert_eq!(url(|call| call.query_content("f", &value)).expect("JSON"), "/?f=%7B%22a%20b%22%3A%5B1%2C%22%C3%A9%5Cn%22%5D%7D");
    assert_eq!(url(|call| call.query_content("f", &None::<String>)).expect("nothing"), "/");
    let sent = request(&GET, |call| {
        call.header_content("X-Filter", &value);
        call.cookie_content("f", &json!({"a": 1}));
    });
    let sent = sent.expect("a header takes JSON");
    assert_eq!(sent.headers()["x-filter"].as_bytes(), "{\"a b\":[1,\"é\\n\"]}".as_bytes());
    assert_eq!(sent.headers()["cookie"], "f=%7B%22a%22%3A1%7D");
}

#[test]
fn the_order_of_properties_is_that_of_the_type() {
    let room = crate::types::NewRoom::new("z").with_region("a");
    assert_eq!(query(Form, true, &room), "?title=z&region=a");
}

#[test]
fn several_parameters_share_one_query() {
    let url = url(|call| {
        call.query_pair("fixed", "1/2");
        call.query("absent", &None::<i64>);
        call.query("a", &1);
        call.query("b", &[2, 3].as_slice());
    });
    assert_eq!(url.expect("all of them fit"), "/?fixed=1%2F2&a=1&b=2&b=3");
}
