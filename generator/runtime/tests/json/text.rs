//! Text of known formats.

use crate::{
    decode, encode, round,
    runtime::json::{Base64, Date, DateTime, Duration, Time, Uuid},
};
use proptest::prelude::*;

#[test]
fn text_is_kept_byte_for_byte() {
    for text in ["\"2026-01-31T12:00:00Z\"", "\"2026-01-31 12:00\"", "\"\"", "\"gestern\""] {
        assert_eq!(round::<DateTime>(text), text);
    }
    assert_eq!(round::<Uuid>("\"F81D4FAE\""), "\"F81D4FAE\"");
    let date = Date::from("2026-01-31");
    assert_eq!(
        (date.as_str(), date.to_string(), String::from(date.clone())),
        ("2026-01-31", "2026-01-31".to_owned(), "2026-01-31".to_owned())
    );
    assert_eq!(date, "2026-01-31");
    assert_eq!(encode(&date), "\"2026-01-31\"");
    assert_eq!(decode::<Date>("1").unwrap_err(), "expected a string, found a number (byte 0)");
}

#[test]
fn valid_text_is_told_from_other_text() {
    for text in
        ["1985-04-12T23:20:50.52Z", "1996-12-19t16:39:57-08:00", "1990-12-31 23:59:60Z", "2024-02-29T00:00:00.123456789+23:59"]
    {
        assert!(DateTime::from(text).is_valid(), "{text}");
    }
    for text in [
        "",
        "1985-04-12",
        "1985-04-12T23:20Z",
        "1985-04-12T23:20:50",
        "2023-02-29T00:00:00Z",
        "1985-13-01T00:00:00Z",
        "1985-04-12T24:00:00Z",
        "1985-04-12T23:20:50.Z",
        "1985-04-12T23:20:50+24:00",
        "1985-04-12TÄ3:20:50Z",
        "+985-04-12T23:20:50Z",
    ] {
        assert!(!DateTime::from(text).is_valid(), "{text}");
    }
    assert!(Date::from("2000-02-29").is_valid() && !Date::from("1900-02-29").is_valid() && !Date::from("2000-04-31").is_valid());
    assert!(Time::from("23:20:50.52Z").is_valid() && !Time::from("23:20").is_valid());
    for text in ["P3Y6M4DT12H30M5S", "P1W", "PT0.5S", "P1D", "PT36H", "P1Y2D"] {
        assert!(Duration::from(text).is_valid(), "{text}");
    }
    for text in ["", "P", "PT", "P1DT", "P1", "1D", "P1S", "PT1D", "P1D1Y", "P.5D", "P1.5Y2D", "P1é"] {
        assert!(!Duration::from(text).is_valid(), "{text}");
    }
    assert!(Uuid::from("f81d4fae-7dec-11D0-a765-00a0c91e6bf6").is_valid());
    assert!(!Uuid::from("f81d4fae7dec11d0a76500a0c91e6bf6").is_valid() && !Uuid::from("").is_valid());
}

#[test]
fn base64_has_the_vectors_of_rfc_4648() {
    for (bytes, text) in [
        ("", ""),
        ("f", "Zg=="),
        ("fo", "Zm8="),
        ("foo", "Zm9v"),
        ("foob", "Zm9vYg=="),
        ("fooba", "Zm9vYmE="),
        ("foobar", "Zm9vYmFy"),
    ] {
        assert_eq!(Base64::from_bytes(bytes.as_bytes()), text);
        assert_eq!(Base64::from(text).to_bytes().as_deref(), Ok(bytes.as_bytes()));
        assert_eq!(Base64::from(text.trim_end_matches('=')).to_bytes().as_deref(), Ok(bytes.as_bytes()));
    }
    assert_eq!(Base64::from("-_8").to_bytes(), Base64::from("+/8=").to_bytes());
    assert_eq!(Base64::from("Zm9v\r\nYmFy\n").to_bytes().as_deref(), Ok(&b"foobar"[..]));
    for (text, offset) in [("Z", 1), ("Zm9vY", 5), ("Zm 9v", 2), ("Zg==Zg==", 2), ("é", 0), ("====A", 0)] {
        assert_eq!(Base64::from(text).to_bytes().unwrap_err().offset(), offset, "{text}");
    }
    assert_eq!(Base64::from("Zm!").to_bytes().unwrap_err().to_string(), "the text is not Base64 from byte 2 on");
    assert_eq!(round::<Base64>("\"not base64!\""), "\"not base64!\"");
}

proptest! {
    #[test]
    fn bytes_survive_a_round_trip(bytes: Vec<u8>) {
        let text = Base64::from_bytes(&bytes);
        prop_assert_eq!(text.to_bytes(), Ok(bytes.clone()));
        let url = text.as_str().replace('+', "-").replace('/', "_");
        prop_assert_eq!(Base64::from(url.trim_end_matches('=')).to_bytes(), Ok(bytes));
    }

    #[test]
    fn no_text_makes_a_check_panic(text: String) {
        let _ = (DateTime::from(&*text).is_valid(), Date::from(&*text).is_valid(), Time::from(&*text).is_valid());
        let _ = (Duration::from(format!("P{text}")).is_valid(), Uuid::from(&*text).is_valid(), Base64::from(&*text).to_bytes());
    }
}
