//! Bodies: JSON, forms, parts, text and bytes.

use crate::{
    probe::{POST, request},
    runtime::{
        http::{Call, File, Multipart, PartStyle, Style},
        json::Nullable,
    },
};
use serde_json::{Value, json};

fn body(fill: impl FnOnce(&mut Call<'_>)) -> (String, String) {
    let request = request(&POST, fill).expect("the body can be sent");
    let media_type = request.headers().get("content-type").map(|value| value.to_str().expect("ASCII").to_owned());
    (media_type.unwrap_or_default(), String::from_utf8(request.body().to_vec()).expect("UTF-8"))
}

fn owned(media_type: &str, body: &str) -> (String, String) {
    (media_type.to_owned(), body.to_owned())
}

#[test]
fn plain_bodies() {
    assert_eq!(body(|_| {}), owned("", ""));
    assert_eq!(
        body(|call| call.json("application/x+json", &json!({"a": [1, null]}))),
        owned("application/x+json", r#"{"a":[1,null]}"#)
    );
    assert_eq!(body(|call| call.text("application/xml", "<é/>")), owned("application/xml", "<é/>"));
    assert_eq!(body(|call| call.bytes("image/png", b"png".to_vec())), owned("image/png", "png"));
    let bad = request(&POST, |call| call.text("text/plain\n", "")).expect_err("no media type has a line end");
    assert_eq!(bad.to_string(), "Probe: the media type of the body cannot be sent in a header");
    let own = request(&POST, |call| {
        call.text("text/plain", "");
        call.extra_header("Content-Type", "text/mine");
    });
    assert_eq!(own.expect("the call's header wins").headers()["content-type"], "text/mine");
}

fn form(value: &Value, encodings: &'static [(&'static str, PartStyle)]) -> String {
    let (media_type, text) = body(|call| call.form(value, encodings));
    assert_eq!(media_type, "application/x-www-form-urlencoded");
    text
}

#[test]
fn forms_follow_the_defaults_of_the_specification() {
    assert_eq!(form(&json!({"a": "x y~*-._&=+é", "b": 1}), &[]), "a=x+y%7E*-._%26%3D%2B%C3%A9&b=1");
    assert_eq!(form(&json!({"a": [1, null, "b"], "b": null, "c": []}), &[]), "a=1&a=b");
    assert_eq!(
        form(&json!({"a": {"b": "c d"}, "l": [{"x": 1}, [2]]}), &[]),
        "a=%7B%22b%22%3A%22c+d%22%7D&l=%7B%22x%22%3A1%7D&l=%5B2%5D"
    );
    assert_eq!(form(&json!({"a": ""}), &[]), "a=");
    assert_eq!(form(&json!({}), &[]), "");
    assert_eq!(form(&json!(null), &[]), "");
    let error = request(&POST, |call| call.form(&json!([1]), &[])).expect_err("a list has no properties");
    assert_eq!(error.to_string(), "Probe: the form must be an object");
}

#[test]
fn forms_follow_the_encoding_of_the_document() {
    const fn styled(style: Style, explode: bool) -> PartStyle {
        PartStyle::Styled { style, explode, reserved: false }
    }
    const ENCODINGS: &[(&str, PartStyle)] = &[
        ("list", styled(Style::Form, false)),
        ("deep", styled(Style::DeepObject, true)),
        ("pipes", styled(Style::PipeDelimited, false)),
        ("json", PartStyle::Json),
        ("raw", PartStyle::Styled { style: Style::Form, explode: true, reserved: true }),
    ];
    assert_eq!(form(&json!({"list": ["a b", "c"]}), ENCODINGS), "list=a%20b,c");
    assert_eq!(form(&json!({"deep": {"k": [1, 2]}}), ENCODINGS), "deep%5Bk%5D%5B%5D=1&deep%5Bk%5D%5B%5D=2");
    assert_eq!(form(&json!({"pipes": [1, 2]}), ENCODINGS), "pipes=1%7C2");
    assert_eq!(form(&json!({"json": "a"}), ENCODINGS), "json=%22a%22");
    assert_eq!(form(&json!({"json": null}), ENCODINGS), "");
    assert_eq!(form(&json!({"raw": "a/b c"}), ENCODINGS), "raw=a/b%20c");
    let error = request(&POST, |call| call.form(&json!({"pipes": ["a|b"]}), ENCODINGS));
    let message = "Probe: property of the form `pipes` holds the character that style `pipeDelimited` joins values with";
    assert_eq!(error.expect_err("the pipe cannot be told apart").to_string(), message);
}

#[test]
fn parts() {
    let (media_type, text) = body(|call| {
        call.part_text("title", "", &"a title");
        call.part_text("tags", "text/plain", &["x", "y"].as_slice());
        call.part_text("absent", "", &None::<String>);
        call.part_text("nothing", "", &Nullable::<String>::Absent);
        call.part_json("meta", "", &json!({"k": 1}));
        call.part_file("file", "", &File::new(b"\0data".to_vec()).with_name("a \"b\"\r\n.png"));
        call.part_file("icon", "image/png", &File::new("i"));
    });
    assert_eq!(media_type, "multipart/form-data; boundary=part-0000000000000000");
    assert_eq!(
        text.replace("\r\n", "\n"),
        "--part-0000000000000000\nContent-Disposition: form-data; name=\"title\"\n\na title\n\
         --part-0000000000000000\nContent-Disposition: form-data; name=\"tags\"\nContent-Type: text/plain\n\nx\n\
         --part-0000000000000000\nContent-Disposition: form-data; name=\"tags\"\nContent-Type: text/plain\n\ny\n\
         --part-0000000000000000\nContent-Disposition: form-data; name=\"meta\"\nContent-Type: application/json\n\n{\"k\":1}\n\
         --part-0000000000000000\nContent-Disposition: form-data; name=\"file\"; filename=\"a %22b%22%0D%0A.png\"\n\
         Content-Type: application/octet-stream\n\n\0data\n\
         --part-0000000000000000\nContent-Disposition: form-data; name=\"icon\"\nContent-Type: image/png\n\ni\n\
         --part-0000000000000000--\n"
    );
}

#[test]
fn no_part_holds_the_boundary() {
    let (media_type, text) = body(|call| {
        call.part_text("a", "", &"\r\n--part-0000000000000000--\r\n");
        call.part_file("b", "", &File::new("ppart-0000000000000001"));
    });
    assert_eq!(media_type, "multipart/form-data; boundary=part-0000000000000002");
    assert_eq!(text.matches("part-0000000000000002").count(), 3);
}

#[test]
fn whole_multipart_bodies() {
    let mut mixed = Multipart::new("multipart/mixed");
    mixed.json("a", "application/x+json", &1);
    let (media_type, _) = body(|call| call.multipart(mixed.clone()));
    assert!(media_type.starts_with("multipart/mixed; boundary="));
    let bad = request(&POST, |call| call.part_file("a", "", &File::new("x").with_media_type("a\r\nX: y")));
    let message = "Probe: the media type of part `a` holds bytes that no header may carry";
    assert_eq!(bad.expect_err("a line end").to_string(), message);
    let empty = body(|call| call.multipart(Multipart::default()));
    assert_eq!(empty.1, "--part-0000000000000000--\r\n");
}
