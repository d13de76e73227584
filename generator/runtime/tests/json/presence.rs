//! Absent, null and a value; lists and maps that hold them.

use crate::{
    decode, encode, round,
    runtime::json::{DateTime, Nullable},
    samples::Session,
};
use std::collections::BTreeMap;

fn session(ended_at: &str) -> Session {
    decode(&format!(r#"{{"id":"a","type":"t","status":"LIVE"{ended_at}}}"#)).unwrap()
}

#[test]
fn three_states_survive_a_round_trip() {
    for (text, state) in [
        ("", Nullable::Absent),
        (r#","ended_at":null"#, Nullable::Null),
        (r#","ended_at":"2026-01-31T12:00:00Z""#, Nullable::Value(DateTime::from("2026-01-31T12:00:00Z"))),
    ] {
        let session = session(text);
        assert_eq!(session.ended_at, state);
        assert_eq!(encode(&session), format!(r#"{{"id":"a","type":"t","status":"LIVE"{text}}}"#));
    }
}

#[test]
fn an_optional_property_reads_null_as_absent() {
    let session = session(r#","created_at":null,"minutes_consumed":10.0"#);
    assert_eq!(session.created_at, None);
    assert_eq!(encode(&session), r#"{"id":"a","type":"t","status":"LIVE","minutes_consumed":10}"#);
}

#[test]
fn a_nullable_knows_its_state() {
    let value = Nullable::from(7);
    assert_eq!((value.is_absent(), value.is_null(), value.value(), value.into_value()), (false, false, Some(&7), Some(7)));
    assert_eq!(Nullable::<i32>::from(None), Nullable::Null);
    assert_eq!(Nullable::<i32>::from(Some(7)), value);
    assert_eq!(Nullable::<i32>::default(), Nullable::Absent);
    assert_eq!(value.as_ref().map(|value| value + 1), Nullable::Value(8));
    assert_eq!(Nullable::<i32>::Absent.as_ref().map(|value| value + 1), Nullable::Absent);
}

#[test]
fn nothing_is_left_out_of_lists_and_maps() {
    assert_eq!(round::<Vec<Option<i64>>>("[1,null]"), "[1,null]");
    assert_eq!(encode(&vec![Nullable::Absent, Nullable::Null, Nullable::Value(1)]), "[null,null,1]");
    assert_eq!(round::<BTreeMap<String, Option<bool>>>(r#"{"b":null,"a":true,"b":false}"#), r#"{"a":true,"b":false}"#);
    assert_eq!(round::<Vec<Vec<()>>>("[[],[null]]"), "[[],[null]]");
}

#[test]
fn a_required_property_that_is_null_is_a_fault() {
    let message = decode::<Session>(r#"{"id":null,"type":"t","status":"LIVE"}"#).unwrap_err();
    assert_eq!(message, "expected a string, found null at `id` (byte 6)");
    assert_eq!(decode::<()>("0").unwrap_err(), "expected null, found a number (byte 0)");
}
