//! What `generator::build` has written into the package compiles, calls, and is gone over again only when a file of it changes.

use built::api::client::{Client, runtime::http::Memory};
use std::{
    fs,
    future::Future,
    pin::pin,
    task::{Context, Poll, Waker},
};

#[test]
fn the_client_is_a_module_of_the_package() {
    let memory = Memory::new(|request| {
        assert_eq!(request.uri(), "https://rooms.example/rooms/7");
        http::Response::new(r#"{"name":"a","kind":"small","new":1}"#.into())
    });
    let client = Client::builder().transport(memory).build().expect("a client");
    let mut call = pin!(client.rooms().get_room("7").send());
    let Poll::Ready(room) = call.as_mut().poll(&mut Context::from_waker(Waker::noop())) else { panic!("it waits") };
    let room = room.expect("an answer");
    assert_eq!((room.name.as_str(), room.extra_fields.len()), ("a", 1));
    assert_eq!(room.kind.expect("a kind").as_str(), "small");
}

#[test]
fn cargo_knows_what_was_read_and_the_folder_what_was_written() {
    let out = concat!(env!("OUT_DIR"), "/client");
    let list = fs::read_to_string(format!("{out}/.codegen-files")).expect("the list of files");
    for file in ["include.rs", "Cargo.toml", "src/mod.rs", "src/rooms/get_room.rs", "src/runtime/mod.rs"] {
        let is_listed = list.lines().any(|line| line.rsplit(' ').next() == Some(file));
        assert!(is_listed, "{file}: {list}");
    }
    assert!(!list.contains("delete_room"), "the configuration leaves it out: {list}");
    let said = fs::read_to_string(concat!(env!("OUT_DIR"), "/../output")).expect("what the script printed");
    for file in ["openapi.yaml", "codegen.toml", "/rooms.yaml"] {
        assert!(said.lines().any(|line| line.starts_with("cargo::rerun-if-changed=") && line.ends_with(file)), "{file}: {said}");
    }
}
