//! Structs: keys, order, the rest.

use crate::{
    decode, encode, round,
    runtime::json::{ExtraFields, from_slice, object},
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

/// A struct with more fields than the reader takes at a time, twice over.
macro_rules! many {
    ($($field:ident $key:literal)*) => {
        #[derive(Clone)]
        pub(crate) struct Many {
            $(pub(crate) $field: i64,)*
            pub(crate) last: Option<i64>,
            pub(crate) extra_fields: ExtraFields,
        }

        object! { Many { $($field: $key,)* last: optional("last"), ..extra_fields } }
    };
}

many! {
    f0 "f0" f1 "f1" f2 "f2" f3 "f3" f4 "f4" f5 "f5" f6 "f6" f7 "f7" f8 "f8" f9 "f9" f10 "f10" f11 "f11"
    f12 "f12" f13 "f13" f14 "f14" f15 "f15" f16 "f16" f17 "f17" f18 "f18" f19 "f19" f20 "f20" f21 "f21"
    f22 "f22" f23 "f23" f24 "f24" f25 "f25" f26 "f26" f27 "f27" f28 "f28" f29 "f29" f30 "f30" f31 "f31"
    f32 "f32" f33 "f33" f34 "f34" f35 "f35" f36 "f36" f37 "f37" f38 "f38" f39 "f39"
}

#[test]
fn fields_without_number_are_read_in_any_order() {
    let pairs =
        |keys: &mut dyn Iterator<Item = usize>| keys.map(|key| format!(r#""f{key}":{key}"#)).collect::<Vec<_>>().join(",");
    let (forth, back) = (pairs(&mut (0..40)), pairs(&mut (0..40).rev()));
    let many = decode::<Many>(&format!(r#"{{"other":1,{back},"last":-1}}"#)).unwrap();
    assert_eq!((many.f0, many.f15, many.f16, many.f31, many.f32, many.f39, many.last), (0, 15, 16, 31, 32, 39, Some(-1)));
    assert_eq!(encode(&many), format!(r#"{{{forth},"last":-1,"other":1}}"#));
    for missing in [0, 15, 16, 32, 39] {
        let rest = pairs(&mut (0..40).filter(|key| *key != missing));
        let fault = from_slice::<Many>(format!("{{{rest}}}").as_bytes()).unwrap_err();
        assert_eq!((fault.path(), fault.offset()), (format!("f{missing}"), 0));
    }
}
