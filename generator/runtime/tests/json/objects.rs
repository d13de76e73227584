//! Structs: keys, order, the rest.

use crate::{
    decode, encode, round,
    runtime::json::from_slice,
    samples::{Empty, Envelope, Labels, OnlyRest, Participant, Session, SessionStatus},
};
use serde_json::json;

#[test]
fn a_missing_required_property_is_named_with_its_path() {
    let fault =
        from_slice::<Envelope>(br#"{"success": true, "data": {"session": {"type": null, "status": "LIVE"}}}"#).unwrap_err();
    assert_eq!(fault.path(), "data.session.id");
    assert_eq!(fault.offset(), 38);
    assert_eq!(fault.to_string(), "a required property is missing at `data.session.id` (byte 38)");
}

#[test]
fn a_wrong_kind_is_named_with_its_path() {
    let text = r#"{"id": "a", "type": null, "status": "LIVE", "participants": [{}, {"id": "1"}]}"#;
    let message = "expected an integer from -2147483648 to 2147483647, found a string at `participants[1].id` (byte 72)";
    assert_eq!(decode::<Session>(text), Err(message.to_owned()));
    assert_eq!(decode::<Session>("[]"), Err("expected an object, found a list (byte 0)".to_owned()));
}

#[test]
fn a_key_that_is_no_word_is_quoted_in_a_path_and_cut_short() {
    let text = json!({ "name": "n", "a.b \u{7}": "x" }).to_string();
    assert_eq!(from_slice::<Labels>(text.as_bytes()).unwrap_err().path(), "[\"a.b \\u{7}\"]");
    let text = json!({ "name": "n", "k".repeat(1000): "x" }).to_string();
    assert_eq!(from_slice::<Labels>(text.as_bytes()).unwrap_err().path().chars().count(), 65);
}

#[test]
fn a_required_property_may_be_null_where_its_type_says_so_but_not_missing() {
    let session = decode::<Session>(r#"{"id": "a", "type": null, "status": "LIVE"}"#).unwrap();
    assert_eq!(session.r#type, None);
    assert_eq!(encode(&session), r#"{"id":"a","type":null,"status":"LIVE"}"#);
    let message = decode::<Session>(r#"{"id": "a", "status": "LIVE"}"#).unwrap_err();
    assert_eq!(message, "a required property is missing at `type` (byte 0)");
}

#[test]
fn properties_are_found_in_any_order() {
    let orders = [["id", "type", "status"], ["status", "type", "id"], ["type", "id", "status"], ["status", "id", "type"]];
    for order in orders {
        let members: Vec<String> = order.iter().map(|key| format!("\"{key}\": \"LIVE\"")).collect();
        let session = decode::<Session>(&format!("{{{}}}", members.join(","))).unwrap();
        assert_eq!(encode(&session), r#"{"id":"LIVE","type":"LIVE","status":"LIVE"}"#);
    }
}

#[test]
fn the_last_of_equal_keys_wins() {
    let session = decode::<Session>(r#"{"id":"a","id":"b","type":"t","status":"LIVE","x":1,"id":"c","x":2}"#).unwrap();
    assert_eq!(session.id, "c");
    assert_eq!(session.extra_fields["x"], json!(2));
    assert_eq!(session.status, SessionStatus::Live);
}

#[test]
fn a_key_may_be_written_with_escapes() {
    assert_eq!(round::<Participant>(r#"{"\u0069d": 3}"#), r#"{"id":3}"#);
}

#[test]
fn unknown_properties_are_kept_where_the_type_has_a_place_for_them() {
    let text = r#"{"id":"a","type":"t","status":"LIVE","zoo":{"deep":[1,2.5,null]},"zebra":18446744073709551615}"#;
    let session = decode::<Session>(text).unwrap();
    assert_eq!(session.extra_fields["zebra"], json!(u64::MAX));
    let ordered = r#"{"id":"a","type":"t","status":"LIVE","zebra":18446744073709551615,"zoo":{"deep":[1,2.5,null]}}"#;
    assert_eq!(encode(&session), ordered);
    assert_eq!(round::<OnlyRest>(r#"{"b":1,"a":2}"#), r#"{"a":2,"b":1}"#);
}

#[test]
fn unknown_properties_are_dropped_where_it_has_none_but_must_be_json() {
    assert_eq!(round::<Participant>(r#"{"x":[{"y":"\n"}],"id":1}"#), r#"{"id":1}"#);
    assert_eq!(round::<Empty>(r#"{"x":1}"#), "{}");
    assert_eq!(
        decode::<Participant>(r#"{"x":[{"y":01}]}"#).unwrap_err(),
        "a number must not start with `0` at `x[0].y` (byte 11)"
    );
}

#[test]
fn typed_further_properties_are_checked() {
    assert_eq!(round::<Labels>(r#"{"a":1,"name":"n","b":2.0}"#), r#"{"name":"n","a":1,"b":2}"#);
    assert_eq!(
        decode::<Labels>(r#"{"name":"n","a":"1"}"#).unwrap_err(),
        "expected an integer of 64 bits, found a string at `a` (byte 16)"
    );
}

#[test]
fn a_key_is_never_written_twice() {
    let mut labels = decode::<Labels>(r#"{"name":"n"}"#).unwrap();
    labels.labels.insert("name".to_owned(), 1);
    labels.labels.insert("other".to_owned(), 2);
    assert_eq!(encode(&labels), r#"{"name":"n","other":2}"#);
}
