//! serde's traits: the same JSON as the codec's own.

use crate::{
    encode,
    runtime::json::{Base64, Nullable},
    samples::{Empty, Filter, Level, Odd, Pet, Point, Session, SessionStatus, Tree},
};
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use serde_json::{Value, json};

fn agrees<T: crate::runtime::json::Encode + Serialize + DeserializeOwned>(text: &str) {
    let value: T = serde_json::from_str(text).unwrap();
    assert_eq!(encode(&value), text);
    assert_eq!(serde_json::to_string(&value).unwrap(), text);
    assert_eq!(serde_json::to_value(&value).unwrap(), text.parse::<Value>().unwrap());
    assert_eq!(encode(&serde_json::from_value::<T>(text.parse().unwrap()).unwrap()), text);
}

#[test]
fn serde_and_the_codec_agree() {
    agrees::<Session>(
        r#"{"id":"a","type":null,"status":"NEW","ended_at":null,"minutes_consumed":0.1,"participants":[{"id":1},{}],"z":{"y":[18446744073709551615]}}"#,
    );
    agrees::<SessionStatus>("\"LIVE\"");
    agrees::<Level>("-2");
    agrees::<Odd>("[1,{\"a\":2}]");
    agrees::<Odd>("null");
    agrees::<Point>("[1.5,\"a\",[true]]");
    agrees::<Tree>("[[],[[]]]");
    agrees::<Pet>(r#"{"petType":"hound","friend":{"petType":"cat","lives":9}}"#);
    agrees::<Filter>(r#"[1,"a",{"from":1,"by":2},[],null]"#);
    agrees::<Empty>("{}");
    agrees::<Base64>("\"Zg==\"");
}

#[test]
fn a_fault_reaches_serde_with_its_path() {
    let error = serde_json::from_str::<Session>(r#"{"id":"a","type":null,"status":1}"#).unwrap_err();
    assert!(error.to_string().contains("expected a string, found a number at `status`"), "{error}");
}

#[test]
fn types_work_inside_derived_ones() {
    #[derive(Debug, PartialEq, Serialize, Deserialize)]
    struct Mine {
        #[serde(default, skip_serializing_if = "Nullable::is_absent")]
        patch: Nullable<i64>,
        status: Option<SessionStatus>,
    }
    for text in [r#"{"status":null}"#, r#"{"patch":null,"status":"LIVE"}"#, r#"{"patch":1,"status":"x"}"#] {
        let mine: Mine = serde_json::from_str(text).unwrap();
        assert_eq!(serde_json::to_string(&mine).unwrap(), text);
    }
    assert_eq!(serde_json::to_value(Nullable::Value(json!([1]))).unwrap(), json!([1]));
}

#[test]
fn indented_output_works() {
    let pet: Pet = serde_json::from_str(r#"{"petType":"cat","lives":9}"#).unwrap();
    assert_eq!(serde_json::to_string_pretty(&pet).unwrap(), "{\n  \"petType\": \"cat\",\n  \"lives\": 9\n}");
}
