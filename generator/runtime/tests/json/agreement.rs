//! Properties: agreement with `serde_json`, round trips, and no panic on any bytes.

use crate::{
    encode,
    runtime::json::{Reader, from_slice, to_vec},
    samples::{Envelope, Filter, Node, Odd, Pet, Point, Session, Tree},
};
use proptest::{collection, prelude::*};
use serde_json::{Map, Value};

fn values() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<u64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        any::<String>().prop_map(Value::from),
        "(cat|dog|hound|LIVE|a)".prop_map(Value::from),
    ];
    leaf.prop_recursive(5, 40, 6, |inner| {
        let key = prop_oneof![3 => "(id|type|status|petType|friend|lives|from|to|by|child|size|x)", 1 => any::<String>()];
        prop_oneof![
            collection::vec(inner.clone(), 0..6).prop_map(Value::from),
            collection::vec((key, inner), 0..6).prop_map(|members| Value::from(members.into_iter().collect::<Map<_, _>>())),
        ]
    })
}

/// JSON with a few bytes changed, removed or doubled, or any bytes that JSON likes.
fn texts() -> impl Strategy<Value = Vec<u8>> {
    let changes = collection::vec((any::<prop::sample::Index>(), 0..3, any::<u8>()), 0..4);
    let mutated = (values(), any::<bool>(), changes).prop_map(|(value, pretty, changes)| {
        let mut bytes = if pretty { serde_json::to_vec_pretty(&value).unwrap() } else { serde_json::to_vec(&value).unwrap() };
        for (index, change, byte) in changes {
            if bytes.is_empty() {
                break;
            }
            let index = index.index(bytes.len());
            match change {
                0 => bytes[index] = byte,
                1 => drop(bytes.remove(index)),
                _ => bytes.insert(index, bytes[index]),
            }
        }
        bytes
    });
    let alphabet = prop::sample::select(b"{}[]\",:0123456789-+.eE\\u\"dDtruefalsn /bf\n\t\x01\xc3\xa9\xff".to_vec());
    prop_oneof![mutated, collection::vec(alphabet, 0..24)]
}

fn skip(text: &[u8]) -> bool {
    Reader::from_slice(text).is_ok_and(|mut r| r.skip().and_then(|()| r.end()).is_ok())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1000))]

    #[test]
    fn the_same_texts_are_json_as_for_serde_json(text in texts()) {
        let theirs = serde_json::from_slice::<Value>(&text);
        let ours = from_slice::<Value>(&text);
        match (&ours, &theirs) {
            (Ok(ours), Ok(theirs)) => prop_assert_eq!(ours, theirs),
            (Err(_), Err(_)) => {}
            _ => prop_assert!(false, "{:?} here, {:?} there", ours, theirs),
        }
        // A number that no float holds is JSON all the same.
        prop_assert!(skip(&text) || ours.is_err());
    }

    #[test]
    fn any_value_survives_a_round_trip(value in values()) {
        let text = to_vec(&value);
        prop_assert_eq!(&serde_json::from_slice::<Value>(&text).unwrap(), &value);
        prop_assert_eq!(&from_slice::<Value>(&text).unwrap(), &value);
        prop_assert_eq!(encode(&value), value.to_string());
    }

    #[test]
    fn no_bytes_make_a_type_panic(text in texts()) {
        let _ = from_slice::<Session>(&text);
        let _ = from_slice::<Envelope>(&text);
        let _ = from_slice::<Point>(&text);
        let _ = from_slice::<Tree>(&text);
        let _ = from_slice::<Vec<Option<f32>>>(&text);
        let _ = from_slice::<i16>(&text).map_err(|fault| format!("{fault} {fault:?}"));
    }

    /// A union keeps any value: as a variant, whose text reads as the same text again, or as it is.
    #[test]
    fn unions_lose_no_value(value in values()) {
        let text = to_vec(&value);
        let filter = from_slice::<Filter>(&text).unwrap();
        prop_assert_eq!(encode(&from_slice::<Filter>(&to_vec(&filter)).unwrap()), encode(&filter));
        if let Filter::Unknown(kept) = filter {
            prop_assert_eq!(&kept, &value);
        }
        let node = from_slice::<Node>(&text).unwrap();
        prop_assert_eq!(encode(&from_slice::<Node>(&to_vec(&node)).unwrap()), encode(&node));
        if let Ok(Pet::Unknown(kept)) = from_slice::<Pet>(&text) {
            prop_assert_eq!(&kept, &value);
        }
        prop_assert_eq!(from_slice::<Odd>(&text).unwrap().to_value().to_string(), match Odd::from(value.clone()) {
            Odd::Unknown(value) => value.to_string(),
            known => known.to_value().to_string(),
        });
    }
}
