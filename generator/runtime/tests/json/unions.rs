//! Unions: by a tag, by trying, and how much work a text can make of them.

use crate::{
    decode, encode, round,
    runtime::json::{ExtraFields, Nullable, from_slice},
    samples::{
        Cat, Change, Dog, DoorStatus, Filter, Knot, Left, Loop, Name, Node, Open, Patch, Pet, Positions, Range, Right,
        SessionStatus, Stage, StageDoor, StageSession, Steps,
    },
};
use serde_json::{Value, json};
use std::time::{Duration, Instant};

#[test]
fn the_tag_may_stand_anywhere() {
    let cat = Pet::Cat(Cat { pet_type: "cat".to_owned(), lives: 9 });
    assert_eq!(decode(r#"{"petType":"cat","lives":9}"#).as_ref(), Ok(&cat));
    assert_eq!(decode(r#" {"lives":9,"x":{"petType":"dog"},"\u0070etType":"c\u0061t"}"#).as_ref(), Ok(&cat));
    let dog = Pet::Dog(Box::new(Dog { pet_type: "hound".to_owned(), friend: Some(Box::new(cat)) }));
    assert_eq!(decode(r#"{"friend":{"lives":9,"petType":"cat"},"petType":"hound"}"#).as_ref(), Ok(&dog));
    assert_eq!(encode(&dog), r#"{"petType":"hound","friend":{"petType":"cat","lives":9}}"#);
}

#[test]
fn a_tag_that_selects_nothing_keeps_the_value() {
    for text in [
        r#"{"fins":[1,2],"petType":"fish"}"#,
        r#"{"lives":9}"#,
        r#"{"petType":null}"#,
        r#"{"petType":{}}"#,
        "[]",
        "\"cat\"",
        "null",
    ] {
        assert_eq!(decode::<Pet>(text), Ok(Pet::Unknown(text.parse().unwrap())), "{text}");
        assert_eq!(round::<Pet>(text), text);
    }
}

#[test]
fn a_tagged_value_that_does_not_fit_is_a_fault_with_its_path() {
    let fault = from_slice::<Pet>(br#"{"petType":"dog","friend":{"petType":"cat","lives":"many"}}"#).unwrap_err();
    assert_eq!(fault.to_string(), "expected an integer of 64 bits, found a string at `friend.lives` (byte 51)");
    assert_eq!(decode::<Pet>(r#"{"petType":"cat"}"#).unwrap_err(), "a required property is missing at `lives` (byte 0)");
    assert_eq!(
        decode::<Pet>(r#"{"a":[1,],"petType":"cat"}"#).unwrap_err(),
        "expected another member behind the comma, found `]` at `a` (byte 8)"
    );
}

#[test]
fn trying_takes_the_first_that_leaves_nothing_over() {
    let steps = Filter::Steps(Steps { from: 1, to: None, by: Some(2) });
    assert_eq!(decode(r#"{"from":1,"by":2}"#), Ok(steps.clone()));
    assert_eq!(decode(r#"{"from":1,"to":2}"#), Ok(Filter::Range(Range { from: 1, to: Some(2) })));
    assert_eq!(
        decode(r#"[1, "a", {"from": 1, "by": 2}, []]"#),
        Ok(Filter::All(vec![Filter::Number(1.0), Filter::Text("a".to_owned()), steps, Filter::All(vec![])]))
    );
}

#[test]
fn trying_takes_the_one_that_leaves_the_fewest_over_and_the_first_of_equals() {
    assert_eq!(decode(r#"{"from":1,"new":true}"#), Ok(Filter::Range(Range { from: 1, to: None })));
    assert_eq!(decode(r#"{"from":1,"by":2,"new":true}"#), Ok(Filter::Steps(Steps { from: 1, to: None, by: Some(2) })));
}

#[test]
fn an_unknown_constant_is_left_over_too() {
    let live = decode(r#"[{"status":"LIVE"},{"status":"OPEN"},{"status":"other"}]"#);
    assert_eq!(
        live,
        Ok(vec![
            Stage::Session(StageSession { status: SessionStatus::Live }),
            Stage::Door(StageDoor { status: DoorStatus::Open }),
            Stage::Session(StageSession { status: SessionStatus::Unknown("other".to_owned()) }),
        ])
    );
}

#[test]
fn trying_takes_the_one_that_loses_nothing() {
    let name = |name: &str| Change::Name(Name { name: Some(name.to_owned()) });
    assert_eq!(decode(r#"{"name":"a"}"#), Ok(name("a")));
    // Absent and `null` differ where a variant tells them apart.
    let cleared = Patch { name: Nullable::Null, extra_fields: ExtraFields::new() };
    assert_eq!(decode(r#"{"name":null}"#), Ok(Change::Patch(cleared)));
    for text in
        [r#"{"name":null}"#, r#"{"name":null,"new":null}"#, r#"{"name":"a","new":1}"#, r#"{"new":1}"#, "{}", "[1,2]", "[1]"]
    {
        assert_eq!(round::<Change>(text), text);
    }
    // A loss is still better than no name at all.
    assert_eq!(decode("[1,null]"), Ok(Change::Pair(Positions(1, None))));
    assert_eq!(decode("[1,2,3]"), Ok(Change::Pair(Positions(1, Some(2)))));
}

#[test]
fn where_any_value_is_valid_none_is_read_with_a_loss() {
    assert_eq!(decode(r#"{"name":"a"}"#), Ok(Open::Name(Box::new(Name { name: Some("a".to_owned()) }))));
    assert_eq!(decode(r#"[{"name":"a"}]"#), Ok(Open::Names(vec![Name { name: Some("a".to_owned()) }])));
    for text in [r#"{"name":null}"#, r#"{"new":1}"#, r#"[{"name":"a"},{"name":null}]"#, "[1,null]", "[1,2,3]", "1", "null"] {
        assert_eq!(decode::<Open>(text), Ok(Open::Unknown(text.parse().unwrap())), "{text}");
        assert_eq!(round::<Open>(text), text);
    }
}

#[test]
fn what_no_variant_takes_is_kept() {
    for text in [r#"{"to":1}"#, "true", "null", r#"{"by":[1.0],"from":"x"}"#] {
        assert_eq!(decode::<Filter>(text), Ok(Filter::Unknown(text.parse().unwrap())), "{text}");
        assert_eq!(round::<Filter>(text), text);
    }
    assert_eq!(decode("[true]"), Ok(Filter::All(vec![Filter::Unknown(json!(true))])));
}

#[test]
fn a_text_that_is_not_json_is_a_fault_with_its_path() {
    assert_eq!(
        decode::<Filter>(r#"[1,{"from":1,"to":01}]"#).unwrap_err(),
        "a number must not start with `0` at `[1].to` (byte 18)"
    );
    assert_eq!(decode::<Filter>("[1").unwrap_err(), "expected `,` or `]`, found the end of the text (byte 2)");
}

/// `{"child": {"child": … {"size": 1, "new": 0}}}`: no level fits without a remainder.
fn nested(levels: usize) -> String {
    format!("{}{{\"size\":1,\"new\":0}}{}", r#"{"new":0,"child":"#.repeat(levels), r#","size":1}"#.repeat(levels))
}

#[test]
fn nested_unions_take_time_in_proportion() {
    let start = Instant::now();
    let text = nested(127);
    let mut node: Node = decode(&text).unwrap();
    let mut levels = 0;
    loop {
        node = match node {
            Node::Right(right) => match right.child {
                Some(child) => child,
                None => break,
            },
            Node::Left(_) | Node::Unknown(_) => panic!("not the best variant at level {levels}"),
        };
        levels += 1;
    }
    assert_eq!(levels, 127);
    assert!(start.elapsed() < Duration::from_secs(5), "{:?}", start.elapsed());
}

#[test]
fn a_union_inside_itself_ends() {
    assert_eq!(decode("\"a\""), Ok(Knot::Text("a".to_owned())));
    assert_eq!(decode("[\"a\"]"), Ok(Knot::Unknown(json!(["a"]))));
    assert_eq!(decode::<Vec<Knot>>("[\"a\",\"b\",1]").unwrap().len(), 3);
    assert!(decode::<Loop>(r#"{"kind":"again"}"#).unwrap_err().starts_with("the type holds itself"));
    assert_eq!(decode(r#"{"kind":"other"}"#), Ok(Loop::Unknown(json!({ "kind": "other" }))));
}

#[test]
fn the_first_variant_wins_where_the_child_fits_both() {
    let node: Node = decode(r#"{"child":{"size":1,"child":null}}"#).unwrap();
    let child = Node::Right(Box::new(Right { child: None, size: 1 }));
    assert_eq!(node, Node::Left(Box::new(Left { child: Some(child) })));
}

#[test]
fn many_unions_in_a_row_leave_no_trace() {
    let text = json!(vec![json!({ "from": 1, "by": 2 }); 2000]).to_string();
    assert_eq!(round::<Filter>(&text), text.replace(r#"{"by":2,"from":1}"#, r#"{"from":1,"by":2}"#));
    let text = json!(vec![json!({ "petType": "cat", "lives": 1 }); 2000]).to_string();
    assert!(decode::<Vec<Pet>>(&text).unwrap().iter().all(|pet| matches!(pet, Pet::Cat(_))));
    assert!(decode::<Value>(&text).is_ok());
}
