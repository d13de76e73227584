//! Integers in every notation, floats to the last bit, and their text.

use crate::{decode, encode, round};
use proptest::prelude::*;
use serde_json::Value;

#[test]
fn an_integer_may_be_written_as_a_float() {
    for (text, value) in [
        ("1.0", 1),
        ("1e2", 100),
        ("1E+2", 100),
        ("1.5e1", 15),
        ("100e-2", 1),
        ("-0", 0),
        ("-0.0", 0),
        ("-3.000", -3),
        ("0e999999999999999999999", 0),
        ("0.00e-5", 0),
        ("9223372036854775807", i64::MAX),
        ("-9223372036854775808", i64::MIN),
        ("9223372036854775807.0", i64::MAX),
        ("9.223372036854775807e18", i64::MAX),
        ("9007199254740993", 9007199254740993),
    ] {
        assert_eq!(decode::<i64>(text), Ok(value), "{text}");
    }
    assert_eq!(decode::<u64>("18446744073709551615"), Ok(u64::MAX));
    assert_eq!(decode::<u64>("1844674407370955161500e-2"), Ok(u64::MAX));
    assert_eq!(decode::<u8>("2.55e2"), Ok(255));
}

#[test]
fn a_fraction_is_no_integer_and_nothing_wraps() {
    for text in ["1.5", "1e-1", "0.1", "9223372036854775808", "-9223372036854775809", "1e19", "1e400", "1e99999999999999999999"] {
        let message = decode::<i64>(text).unwrap_err();
        assert_eq!(message, format!("expected an integer of 64 bits, found {text} (byte 0)"));
    }
    assert_eq!(decode::<u8>("256").unwrap_err(), "expected an integer from 0 to 255, found 256 (byte 0)");
    assert_eq!(decode::<u8>("-1").unwrap_err(), "expected an integer from 0 to 255, found -1 (byte 0)");
    assert_eq!(
        decode::<i32>("\"1\"").unwrap_err(),
        "expected an integer from -2147483648 to 2147483647, found a string (byte 0)"
    );
    assert_eq!(decode::<u64>("-1").unwrap_err(), "expected an integer of 64 bits, not negative, found -1 (byte 0)");
    let long = "1".repeat(100_000);
    assert_eq!(
        decode::<i64>(&long).unwrap_err().chars().count(),
        "expected an integer of 64 bits, found … (byte 0)".chars().count() + 32
    );
}

#[test]
fn a_float_that_no_float_can_hold_is_a_fault() {
    assert_eq!(decode::<f64>("1e400").unwrap_err(), "expected a number that a 64-bit float can hold, found 1e400 (byte 0)");
    assert_eq!(decode::<f64>(" -1e400").unwrap_err(), "expected a number that a 64-bit float can hold, found -1e400 (byte 1)");
    assert_eq!(decode::<f32>("1e39").unwrap_err(), "expected a number that a 32-bit float can hold, found 1e39 (byte 0)");
    assert!(decode::<Value>("1e400").is_err());
    assert_eq!(decode::<f64>("1e-400"), Ok(0.0));
}

#[test]
fn a_float_is_written_in_its_shortest_form() {
    for (value, text) in [
        (10.0, "10"),
        (-10.0, "-10"),
        (0.0, "0"),
        (-0.0, "-0"),
        (0.1, "0.1"),
        (12.34, "12.34"),
        (1e21, "1e21"),
        (1e15, "1000000000000000"),
        (9007199254740992.0, "9007199254740992"),
        (1e300, "1e300"),
        (1.5e-7, "1.5e-7"),
        (f64::MIN_POSITIVE, "2.2250738585072014e-308"),
        (f64::NAN, "null"),
        (f64::INFINITY, "null"),
        (f64::NEG_INFINITY, "null"),
    ] {
        assert_eq!(encode(&value), text);
    }
    assert_eq!(encode(&0.1_f32), "0.1");
    assert_eq!(encode(&16777216.0_f32), "16777216");
    assert_eq!(encode(&f32::MAX), "3.4028235e38");
}

#[test]
fn free_form_numbers_are_kept_as_they_are() {
    for text in ["18446744073709551615", "-9223372036854775808", "1.0", "0.1", "5e-324", "-0.0", "1.7976931348623157e+308"] {
        assert_eq!(round::<Value>(text), text);
    }
    assert_eq!(decode::<Value>("18446744073709551616"), Ok(Value::from(18446744073709551616.0)));
}

#[test]
fn integers_are_written_whole() {
    assert_eq!(encode(&i64::MIN), "-9223372036854775808");
    assert_eq!(encode(&u64::MAX), "18446744073709551615");
    assert_eq!(encode(&0_u8), "0");
    let mut w = crate::runtime::json::Writer::new();
    w.integer(i128::MIN);
    assert_eq!(w.into_bytes(), i128::MIN.to_string().into_bytes());
}

proptest! {
    #[test]
    fn every_float_survives_a_round_trip(bits: u64, short: u32) {
        let (float, short) = (f64::from_bits(bits), f32::from_bits(short));
        if float.is_finite() {
            prop_assert_eq!(decode::<f64>(&encode(&float)).map(f64::to_bits), Ok(bits));
            prop_assert_eq!(decode::<Value>(&float.to_string()).map(|value| value.as_f64()), Ok(Some(float)));
        }
        if short.is_finite() {
            prop_assert_eq!(decode::<f32>(&encode(&short)).map(f32::to_bits), Ok(short.to_bits()));
        }
    }

    #[test]
    fn every_integer_survives_a_round_trip(signed: i64, unsigned: u64) {
        prop_assert_eq!(encode(&signed), signed.to_string());
        prop_assert_eq!(decode::<i64>(&signed.to_string()), Ok(signed));
        prop_assert_eq!(decode::<u64>(&encode(&unsigned)), Ok(unsigned));
    }

    #[test]
    fn an_integer_is_exact_in_any_notation(digits in "[1-9][0-9]{0,16}", zeros in 0_usize..20, shift in 0_usize..20) {
        let text = format!("{digits}{}e-{shift}", "0".repeat(zeros));
        let value: i128 = digits.parse().unwrap();
        let expected = if zeros >= shift {
            10_i128.checked_pow((zeros - shift) as u32).and_then(|factor| value.checked_mul(factor))
        } else {
            let divisor = 10_i128.pow((shift - zeros) as u32);
            (value % divisor == 0).then_some(value / divisor)
        };
        prop_assert_eq!(decode::<i64>(&text).ok().map(i128::from), expected.filter(|value| *value <= i128::from(i64::MAX)));
    }
}
