//! Calls of the client of `operations.yaml`, as they go out, and what becomes of their answers. The test `operations` puts this file into
//! the emitted crate.

use bytes::Bytes;
use http::{Request, Response};
use std::future::Future;
use wire::{
    Client, Error,
    operations::{
        GetBodyRequest, HeadSeveralHeaders, PatchBodyRequest, PostFormRequest, PostFormRequestDeep, QueryDeep, QueryDeepB,
        QueryNaMeX, SeveralBody, SeveralResponse, SeveralResponse4xx, SeveralResponse409,
    },
    runtime::{
        http::{Body, File, Memory},
        json::Nullable,
    },
    types::Color,
};

fn client() -> Client {
    Client::builder().key("k&1").token("t").transport(Memory::new(|_| Response::default())).build().unwrap()
}

/// Path and query, headers one a line, and body.
fn told(request: Result<Request<Bytes>, Error>) -> (String, String, String) {
    let request = request.unwrap();
    let headers = request.headers().iter().filter(|(name, _)| *name != "user-agent");
    let headers: Vec<String> = headers.map(|(name, value)| format!("{name}: {}", value.to_str().unwrap())).collect();
    let target = request.uri().path_and_query().unwrap().as_str().strip_prefix("/v1").unwrap().to_owned();
    (target, headers.join("\n"), String::from_utf8(request.body().to_vec()).unwrap())
}

fn target(request: Result<Request<Bytes>, Error>) -> String {
    told(request).0
}

fn color() -> Color {
    Color::new().with_r(100).with_n("a/é")
}

#[test]
fn paths() {
    let client = client();
    assert_eq!(target(client.simple("a/b ;", &[1, -2], &color()).build()), "/simple/a%2Fb%20%3B/1,-2/R=100,n=a%2F%C3%A9");
    let texts = ["x".to_owned(), "y.z".to_owned()];
    let call = client.labels(true, &texts, &color(), 1.5, &texts, &color());
    let path = "/label/.true.x.y.z.R=100.n=a%2F%C3%A9/matrix;a=1.5;b=x;b=y.z;c=R,100,n,a%2F%C3%A9";
    assert_eq!(target(call.build()), path);
    for bad in ["", ".", "..", "%2e%2E"] {
        assert!(client.simple(bad, &[1], &color()).build().is_err(), "{bad}");
    }
    assert!(client.simple("a", &[], &color()).build().is_err());
    assert!(client.simple("a", &[1], &Color::new()).build().is_err());
}

#[test]
fn content() {
    let color = Color::new().with_r(1);
    let call = client().content(&color).q(&color).x_c(&color).k(&color).build();
    let (target, headers, _) = told(call);
    assert_eq!(target, "/content/%7B%22R%22%3A1%7D?q=%7B%22R%22%3A1%7D");
    assert_eq!(headers, "x-c: {\"R\":1}\ncookie: k=%7B%22R%22%3A1%7D");
}

#[test]
fn queries() {
    let client = client();
    assert_eq!(target(client.query().build()), "/query?fixed=a%20b&flag=");
    let texts = ["a&b".to_owned(), "c".to_owned()];
    let rest = |request| target(request).strip_prefix("/query?fixed=a%20b&flag=&").unwrap().to_owned();
    assert_eq!(rest(client.query().form(&texts).build()), "form=a%26b&form=c");
    assert_eq!(rest(client.query().joined(&texts).build()), "joined=a%26b,c");
    assert_eq!(rest(client.query().spread(&color()).build()), "R=100&n=a%2F%C3%A9");
    assert_eq!(rest(client.query().flat(&color()).build()), "flat=R,100,n,a%2F%C3%A9");
    assert_eq!(rest(client.query().spaced(&[1, 2]).build()), "spaced=1%202");
    assert_eq!(rest(client.query().piped(&texts).build()), "piped=a%26b%7Cc");
    let deep = QueryDeep::new().with_a("x y").with_b(QueryDeepB::new().with_c(3));
    assert_eq!(rest(client.query().deep(&deep).build()), "deep%5Ba%5D=x%20y&deep%5Bb%5D%5Bc%5D=3");
    assert_eq!(rest(client.query().raw("a/b?c&d#e%20").build()), "raw=a/b?c%26d%23e%20");
    assert_eq!(rest(client.query().empty("").build()), "empty=");
    assert_eq!(
        rest(client.query().maybe("x").when("2026-01-31T12:00:00+01:00").build()),
        "maybe=x&when=2026-01-31T12%3A00%3A00%2B01%3A00"
    );
    assert_eq!(rest(client.query().na_me_x(&QueryNaMeX::AB).build()), "na%20me%5Bx%5D=a%20b");
    assert_eq!(target(client.query().form(&[]).spread(&Color::new()).build()), "/query?fixed=a%20b&flag=");
    assert!(client.query().piped(&["a|b".to_owned()]).build().is_err());
}

#[test]
fn headers_and_cookies() {
    let client = client();
    let texts = ["a b".to_owned(), "c".to_owned()];
    let object = Color::new().with_r(1).with_n("m");
    let (_, headers, _) = told(client.headers("one", "i").x_list(&texts).x_object(&object).more(&[1, 2]).build());
    assert_eq!(headers, "x-one: one\nx-list: a b,c\nx-object: R=1,n=m\ncookie: id=i; more=1,2");
    assert!(client.headers("a\nb", "i").build().is_err());
    assert!(client.headers("a", "i;j").build().is_err());
}

#[test]
fn bodies() {
    let client = client();
    let (_, headers, body) = told(client.get_body().build());
    assert_eq!((headers.as_str(), body.as_str()), ("", ""));
    let (_, headers, body) = told(client.get_body().body(&GetBodyRequest::new().with_q("x")).build());
    assert_eq!((headers.as_str(), body.as_str()), ("content-type: application/json", r#"{"q":"x"}"#));
    let (_, headers, body) = told(client.delete_body("why").build());
    assert_eq!((headers.as_str(), body.as_str()), ("content-type: text/plain", "why"));
    for (patch, text) in
        [(PatchBodyRequest::new(), "{}"), (PatchBodyRequest::new().with_a(Nullable::Null).with_b(1), r#"{"a":null,"b":1}"#)]
    {
        let (_, headers, body) = told(client.patch_body(&patch).build());
        assert_eq!((headers.as_str(), body.as_str()), ("content-type: application/merge-patch+json", text));
    }
    let form = PostFormRequest::new("x y").with_tags(vec!["1".into(), "2".into()]);
    let form = form.with_deep(PostFormRequestDeep::new().with_k("v")).with_json(Color::new().with_r(1));
    let (_, headers, body) = told(client.post_form(&form).build());
    assert_eq!(headers, "content-type: application/x-www-form-urlencoded");
    assert_eq!(body, "a=x+y&tags=1,2&deep%5Bk%5D=v&json=%7B%22R%22%3A1%7D");
    let (_, headers, body) = told(client.xml("<a/>").build());
    assert_eq!((headers.as_str(), body.as_str()), ("content-type: application/xml\naccept: application/xml", "<a/>"));
}

#[test]
fn parts() {
    let client = client();
    let file = File::new(b"png".to_vec()).with_name("a.png");
    let icons = [File::new("1"), File::new("2").with_media_type("image/svg+xml")];
    let call = client.put_parts(&Color::new().with_r(1), &file).note_x_lang("de").icons(&icons).note("hi").file_x_sum("ab");
    let (_, _, body) = told(call.build());
    let body = body.replace("\r\n", "\n").replace("part-0000000000000000", "P");
    let expected = "--P\nContent-Disposition: form-data; name=\"meta\"\nContent-Type: application/json\n\n{\"R\":1}\n\
                    --P\nContent-Disposition: form-data; name=\"file\"; filename=\"a.png\"\nContent-Type: image/png\nX-Kind: avatar\nX-Sum: ab\n\npng\n\
                    --P\nContent-Disposition: form-data; name=\"icons\"\nContent-Type: application/octet-stream\n\n1\n\
                    --P\nContent-Disposition: form-data; name=\"icons\"\nContent-Type: image/svg+xml\n\n2\n\
                    --P\nContent-Disposition: form-data; name=\"note\"\nContent-Type: text/markdown\nX-Lang: de\n\nhi\n--P--\n";
    assert_eq!(body, expected);
}

#[test]
fn several_bodies_and_credentials() {
    let client = client();
    let several = |body: Option<SeveralBody<'_>>| {
        let call = client.several();
        told(match body {
            Some(body) => call.body(body).build(),
            None => call.build(),
        })
    };
    let (target, headers, _) = several(None);
    assert_eq!(
        (target.as_str(), headers.contains("authorization: Bearer t"), headers.contains("content-type")),
        ("/several?api%20key=k%261", true, false)
    );
    assert!(headers.contains("accept: application/json"), "{headers}");
    let color = Color::new();
    for (body, media_type, text) in [
        (SeveralBody::from(&color), "application/json", "{}"),
        (SeveralBody::from("t"), "text/plain", "t"),
        (SeveralBody::from(Body::from("b")), "application/octet-stream", "b"),
    ] {
        let (_, headers, body) = several(Some(body));
        assert!(headers.contains(&format!("content-type: {media_type}")), "{headers}");
        assert_eq!(body, text);
    }
    let basic = Client::builder().basic("u", "p").key("k").transport(Memory::new(|_| Response::default())).build().unwrap();
    let (target, headers, _) = told(basic.several().build());
    assert_eq!((target.as_str(), headers.contains("authorization: Basic dTpw")), ("/several", true));
    let half = Client::builder().key("k").transport(Memory::new(|_| Response::default())).build().unwrap();
    assert!(half.several().build().unwrap_err().is_missing_credentials());
    assert!(!told(half.reset().build()).1.contains("authorization"));
    assert!(told(client.reset().build()).1.contains("authorization: Bearer t"));
    assert!(!told(client.simple("a", &[1], &self::color()).build()).1.contains("authorization"));
}

/// Memory never waits.
fn now<T>(future: impl Future<Output = T>) -> T {
    let mut future = std::pin::pin!(future);
    match future.as_mut().poll(&mut std::task::Context::from_waker(std::task::Waker::noop())) {
        std::task::Poll::Ready(value) => value,
        std::task::Poll::Pending => panic!("it waits"),
    }
}

fn answering(status: u16, body: &'static str) -> Client {
    let memory = Memory::new(move |_| {
        let response = Response::builder().status(status).header("x-count", "7").header("cf-ray", "ray");
        response.body(Bytes::from_static(body.as_bytes())).unwrap()
    });
    Client::builder().key("k").token("canary-token").max_attempts(1).transport(memory).build().unwrap()
}

#[test]
fn responses() {
    let several = |status, body| now(answering(status, body).several().send());
    assert_eq!(several(200, r#"{"R":1}"#).unwrap(), SeveralResponse::Ok(Color::new().with_r(1)));
    assert_eq!(several(201, "text").unwrap(), SeveralResponse::Created("text".to_owned()));
    assert_eq!(several(204, "ignored").unwrap(), SeveralResponse::NoContent);
    assert_eq!(several(206, "bytes").unwrap(), SeveralResponse::Status2xx(Bytes::from("bytes")));
    assert!(several(200, "").unwrap_err().is_decode());
    for status in [205, 304] {
        assert_eq!(now(answering(status, "").reset().send()).is_ok(), status == 205, "{status}");
    }
    let head = now(answering(200, "").head_several().send_with_meta()).unwrap();
    assert_eq!(HeadSeveralHeaders::from(head.headers()).x_count().unwrap(), Some(7));
    assert_eq!(now(answering(200, "<a/>").xml("").send()).unwrap(), "<a/>");
}

#[test]
fn failures() {
    let several = |status, body| now(answering(status, body).several().send()).unwrap_err();
    let conflict = several(409, r#"{"why":"x"}"#);
    assert_eq!(conflict.body::<SeveralResponse409>().unwrap().why.as_deref(), Some("x"));
    assert_eq!(conflict.request_id(), Some("ray"));
    assert_eq!(several(422, r#"{"code":5}"#).body::<SeveralResponse4xx>().unwrap().code, Some(5));
    let other = several(500, "canary-token said no");
    assert_eq!((other.raw_body(), other.to_string().contains("canary")), (b"canary-token said no".as_slice(), false));
    assert_eq!(several(302, "").status().unwrap(), 302);
}
