//! Every form that a macro's arguments may take.

use crate::{
    decode, round,
    samples::trailing::{Dropped, Kept, Literal, Number, Point, Rest, Tagged, Text, Untagged, Untouched},
};
use serde_json::json;

#[test]
fn a_comma_at_the_end_changes_nothing() {
    assert_eq!(round::<Kept>(r#"{"x":1,"id":2}"#), r#"{"id":2,"x":1}"#);
    assert_eq!(round::<Dropped>(r#"{"x":1,"id":2,"w":3,"r":4}"#), r#"{"id":2,"r":4,"w":3}"#);
    assert_eq!(round::<Point>("[1,2,3]"), "[1,2]");
    assert_eq!(decode("[1,2]"), Ok(Rest(vec![1.0, 2.0])));
    assert_eq!(round::<Rest>("[]"), "[]");
    assert_eq!((decode("\"a\""), decode("1"), decode("false")), (Ok(Text::A), Ok(Number::A), Ok(Literal::A)));
    assert_eq!(decode("1"), Ok(Untagged::B(Number::A)));
    assert_eq!(decode("[1]"), Ok(Untouched::Unknown(json!([1]))));
}

#[test]
fn a_tag_that_is_no_string_counts_by_its_text() {
    assert!(matches!(decode(r#"{"id":1}"#), Ok(Tagged::A(Kept { id: 1, .. }))));
    assert_eq!(decode(r#"{"id":2}"#), Ok(Tagged::Unknown(json!({ "id": 2 }))));
    let message = "expected an integer of 64 bits, found a string at `id` (byte 6)";
    assert_eq!(decode::<Tagged>(r#"{"id":"b"}"#), Err(message.to_owned()));
}
