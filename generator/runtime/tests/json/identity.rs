//! Equality, hash and `Debug` of emitted types.

use crate::{
    runtime::json::from_slice,
    samples::{SessionStatus, trailing::Kept},
};
use std::collections::HashSet;

fn kept(json: &str) -> Kept {
    from_slice(json.as_bytes()).expect("it fits")
}

#[test]
fn objects_are_equal_if_all_their_properties_are() {
    let one = kept(r#"{"id":1,"b":[{}],"a":"x"}"#);
    assert_eq!(one, kept(r#"{"a":"x","id":1,"b":[{}]}"#));
    assert_ne!(one, kept(r#"{"id":2,"a":"x","b":[{}]}"#));
    assert_ne!(one, kept(r#"{"id":1,"a":"x","b":[[]]}"#));
}

#[test]
fn a_value_of_an_enum_is_its_text() {
    let known = SessionStatus::from("LIVE");
    assert_eq!(known, SessionStatus::Unknown("LIVE".to_owned()));
    let set: HashSet<SessionStatus> = [known.clone(), known, SessionStatus::from("new")].into_iter().collect();
    assert_eq!(set.len(), 2);
    assert_eq!(format!("{:?}", SessionStatus::from("LIVE")), r#"SessionStatus "LIVE""#);
}

#[test]
fn debug_shows_the_name_and_every_property() {
    let value = kept(r#"{"id":1,"a":{"b":[],"c":[1,"{,\"]"]},"d":{}}"#);
    assert_eq!(format!("{value:?}"), r#"Kept {"id":1,"a":{"b":[],"c":[1,"{,\"]"]},"d":{}}"#);
    let spread = r#"Kept {
    "id": 1,
    "a": {
        "b": [],
        "c": [
            1,
            "{,\"]"
        ]
    },
    "d": {}
}"#;
    assert_eq!(format!("{value:#?}"), spread);
}
