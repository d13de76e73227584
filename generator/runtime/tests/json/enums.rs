//! Enums and constants: known values, unknown ones, and what they leave over.

use crate::{
    decode, encode, round,
    samples::{Level, Odd, Pair, Point, SessionStatus, Tree},
};
use serde_json::json;

#[test]
fn a_string_enum_keeps_what_it_does_not_know() {
    assert_eq!(decode::<SessionStatus>("\"LIVE\""), Ok(SessionStatus::Live));
    assert_eq!(decode("\"live\""), Ok(SessionStatus::Unknown("live".to_owned())));
    for text in ["\"ENDED\"", "\"\"", "\"a \\\"b\\\" é\""] {
        assert_eq!(round::<SessionStatus>(text), text);
    }
    assert_eq!(round::<SessionStatus>("1"), "expected a string, found a number (byte 0)");
}

#[test]
fn a_string_enum_is_text_to_rust() {
    assert_eq!(SessionStatus::from("ENDED"), SessionStatus::Ended);
    assert_eq!("x".parse(), Ok(SessionStatus::Unknown("x".to_owned())));
    assert_eq!(SessionStatus::Live.as_str(), "LIVE");
    assert_eq!(SessionStatus::Unknown("x".to_owned()).as_str(), "x");
    assert_eq!(format!("{:>6}|{}", SessionStatus::Live, SessionStatus::Unknown("x".to_owned())), "  LIVE|x");
}

#[test]
fn an_integer_enum_keeps_what_it_does_not_know() {
    assert_eq!(decode::<Level>("1.0"), Ok(Level::One));
    assert_eq!(decode::<Level>("-2"), Ok(Level::MinusTwo));
    assert_eq!(decode::<Level>("7"), Ok(Level::Unknown(7)));
    assert_eq!(round::<Level>("-9223372036854775808"), "-9223372036854775808");
    assert_eq!((Level::from(-2).as_i64(), Level::One.to_string()), (-2, "1".to_owned()));
    assert_eq!(round::<Level>("0.5"), "expected an integer of 64 bits, found 0.5 (byte 0)");
}

#[test]
fn a_literal_enum_knows_every_kind_of_value() {
    for (text, value) in [
        ("true", Odd::Yes),
        ("null", Odd::Null),
        ("0.5", Odd::Half),
        ("5e-1", Odd::Half),
        ("-1", Odd::Minus),
        ("-1.0", Odd::Minus),
        ("18446744073709551615", Odd::Large),
        ("\"x\"", Odd::Name),
        ("[1.0, {\"a\": 2}]", Odd::List),
        ("false", Odd::Unknown(json!(false))),
        ("\"1\"", Odd::Unknown(json!("1"))),
        ("[1]", Odd::Unknown(json!([1]))),
        ("18446744073709551614", Odd::Unknown(json!(18446744073709551614_u64))),
        ("18446744073709551616", Odd::Unknown(json!(18446744073709551616.0))),
    ] {
        assert_eq!(decode::<Odd>(text), Ok(value), "{text}");
    }
    assert_eq!(Odd::List.to_value(), json!([1, { "a": 2 }]));
    assert_eq!(Odd::from(json!("x")), Odd::Name);
    for text in ["true", "null", "0.5", "-1", "18446744073709551615", "\"x\"", "[1,{\"a\":2}]", "{\"b\":[false]}"] {
        assert_eq!(round::<Odd>(text), text);
    }
}

#[test]
fn a_tuple_reads_by_position() {
    assert_eq!(decode("[1.5]"), Ok(Point(1.5, None, vec![])));
    assert_eq!(decode("[1, \"a\", 2, null]"), Ok(Point(1.0, Some("a".to_owned()), vec![json!(2), json!(null)])));
    for text in ["[1.5]", "[1.5,\"a\"]", "[1.5,\"a\",2,null]"] {
        assert_eq!(round::<Point>(text), text);
    }
    assert_eq!(encode(&Point(0.5, None, vec![json!(1)])), "[0.5,null,1]");
    assert_eq!(round::<Point>("[]"), "a required item is missing at `[0]` (byte 1)");
    assert_eq!(round::<Pair>("[\"a\",1,true]"), "[\"a\",1]");
    assert_eq!(round::<Pair>("[\"a\",true]"), "expected an integer of 64 bits, found a boolean at `[1]` (byte 5)");
    assert_eq!(round::<Pair>("{}"), "expected a list, found an object (byte 0)");
}

#[test]
fn a_newtype_is_what_it_holds() {
    assert_eq!(decode("[[],[[]]]"), Ok(Tree(vec![Tree(vec![]), Tree(vec![Tree(vec![])])])));
    assert_eq!(round::<Tree>("[[],[[]]]"), "[[],[[]]]");
    assert_eq!(round::<Tree>("[[],[1]]"), "expected a list, found a number at `[1][0]` (byte 5)");
}
