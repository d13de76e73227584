//! Types as emission writes them.

use crate::runtime::json::{
    Base64, DateTime, ExtraFields, Nullable, integer_enum, literal_enum, newtype, object, string_enum, tagged, tuple, untagged,
};
use serde_json::Value;
use std::collections::BTreeMap;

/// An answer around a payload, three levels deep.
#[derive(Clone)]
pub struct Envelope {
    pub success: bool,
    pub data: Data,
}

object! { Envelope { success: "success", data: "data" } }

#[derive(Clone)]
pub struct Data {
    pub session: Session,
}

object! { Data { session: "session" } }

#[derive(Clone)]
pub struct Session {
    pub id: String,
    pub r#type: Option<String>,
    pub status: SessionStatus,
    pub created_at: Option<DateTime>,
    pub ended_at: Nullable<DateTime>,
    pub minutes: Option<f64>,
    pub participants: Option<Vec<Participant>>,
    pub extra_fields: ExtraFields,
}

object! {
    Session {
        id: "id",
        r#type: "type",
        status: "status",
        created_at: optional("created_at"),
        ended_at: optional("ended_at"),
        minutes: optional("minutes_consumed"),
        participants: optional("participants"),
        ..extra_fields
    }
}

#[derive(Clone)]
pub enum SessionStatus {
    Live,
    Ended,
    Unknown(String),
}

string_enum! { SessionStatus { Live: "LIVE", Ended: "ENDED" } }

#[derive(Clone, Default)]
pub struct Participant {
    pub id: Option<i32>,
    pub avatar: Option<Base64>,
}

object! { Participant { id: optional("id"), avatar: optional("avatar") } }

#[derive(Clone, Default)]
pub struct Empty {}

object! { Empty {} }

#[derive(Clone, Default)]
pub struct Labels {
    pub name: String,
    pub labels: BTreeMap<String, i64>,
}

object! { Labels { name: "name", ..labels } }

#[derive(Clone, Default)]
pub struct OnlyRest {
    pub extra_fields: ExtraFields,
}

object! { OnlyRest { ..extra_fields } }

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Level {
    One,
    MinusTwo,
    Unknown(i64),
}

integer_enum! { Level { One: 1, MinusTwo: -2 } }

#[derive(Clone, Debug, PartialEq)]
pub enum Odd {
    Yes,
    Null,
    Half,
    Minus,
    Large,
    Name,
    List,
    Unknown(Value),
}

literal_enum! {
    Odd { Yes: true, Null: null, Half: 0.5, Minus: -1, Large: 18446744073709551615, Name: "x", List: json("[1,{\"a\":2}]") }
}

#[derive(Clone, Debug, PartialEq)]
pub struct Point(pub f64, pub Option<String>, pub Vec<Value>);

tuple! { Point { 0: required, 1: optional, ..2 } }

#[derive(Clone, Debug, PartialEq)]
pub struct Pair(pub String, pub i64);

tuple! { Pair { 0: required, 1: required } }

#[derive(Clone, Debug, PartialEq)]
pub struct Tree(pub Vec<Tree>);

newtype! { Tree }

#[derive(Clone)]
pub struct Cat {
    pub pet_type: String,
    pub lives: i64,
}

object! { Cat { pet_type: "petType", lives: "lives" } }

#[derive(Clone)]
pub struct Dog {
    pub pet_type: String,
    pub friend: Option<Box<Pet>>,
}

object! { Dog { pet_type: "petType", friend: optional("friend") } }

#[derive(Clone, Debug, PartialEq)]
pub enum Pet {
    Cat(Cat),
    Dog(Box<Dog>),
    Unknown(Value),
}

tagged! { Pet { Cat: "cat", Dog: "dog" | "hound", ..tag("petType") } }

#[derive(Clone)]
pub struct Range {
    pub from: i64,
    pub to: Option<i64>,
}

object! { Range { from: "from", to: optional("to") } }

#[derive(Clone)]
pub struct Steps {
    pub from: i64,
    pub to: Option<i64>,
    pub by: Option<i64>,
}

object! { Steps { from: "from", to: optional("to"), by: optional("by") } }

#[derive(Clone, Debug, PartialEq)]
pub enum Filter {
    Text(String),
    Number(f64),
    Range(Range),
    Steps(Steps),
    All(Vec<Filter>),
    Unknown(Value),
}

untagged! { Filter { Text, Number, Range, Steps, All } }

/// Two structs that hold the union again and never fit without a remainder.
#[derive(Clone, Debug, PartialEq)]
pub enum Node {
    Left(Box<Left>),
    Right(Box<Right>),
    Unknown(Value),
}

untagged! { Node { Left, Right } }

#[derive(Clone)]
pub struct Left {
    pub child: Option<Node>,
}

object! { Left { child: optional("child") } }

#[derive(Clone)]
pub struct Right {
    pub child: Option<Node>,
    pub size: u8,
}

object! { Right { child: optional("child"), size: "size" } }

/// A union that is a member of itself.
#[derive(Clone, Debug, PartialEq)]
pub enum Knot {
    Again(Box<Knot>),
    Text(String),
    Unknown(Value),
}

untagged! { Knot { Again, Text } }

/// A tagged union that is a member of itself.
#[derive(Clone, Debug, PartialEq)]
pub enum Loop {
    Again(Box<Loop>),
    Unknown(Value),
}

tagged! { Loop { Again: "again", ..tag("kind") } }

/// Two structs that differ by a constant only.
#[derive(Clone, Debug, PartialEq)]
pub enum Stage {
    Session(StageSession),
    Door(StageDoor),
    Unknown(Value),
}

untagged! { Stage { Session, Door } }

#[derive(Clone)]
pub struct StageSession {
    pub status: SessionStatus,
}

object! { StageSession { status: "status" } }

#[derive(Clone)]
pub struct StageDoor {
    pub status: DoorStatus,
}

object! { StageDoor { status: "status" } }

#[derive(Clone)]
pub enum DoorStatus {
    Open,
    Unknown(String),
}

string_enum! { DoorStatus { Open: "OPEN" } }

/// A property that may be absent, and one that may be `null`, too.
#[derive(Clone, Debug, PartialEq)]
pub enum Change {
    Name(Name),
    Patch(Patch),
    Pair(Positions),
    Unknown(Value),
}

untagged! { Change { Name, Patch, Pair } }

#[derive(Clone)]
pub struct Name {
    pub name: Option<String>,
}

object! { Name { name: optional("name") } }

#[derive(Clone)]
pub struct Patch {
    pub name: Nullable<String>,
    pub extra_fields: ExtraFields,
}

object! { Patch { name: optional("name"), ..extra_fields } }

#[derive(Clone, Debug, PartialEq)]
pub struct Positions(pub i64, pub Option<i64>);

tuple! { Positions { 0: required, 1: optional } }

/// A name, or anything.
#[derive(Clone, Debug, PartialEq)]
pub enum Open {
    Name(Box<Name>),
    Names(Vec<Name>),
    Positions(Positions),
    Unknown(Value),
}

untagged! { Open { Name, Names, Positions, ..any } }

/// The forms with a comma at the end, as a formatter may write them.
pub mod trailing {
    use super::*;

    pub struct Kept {
        pub id: i64,
        pub extra_fields: ExtraFields,
    }

    object! { Kept { id: "id", ..extra_fields } }

    pub struct Dropped {
        pub id: i64,
        pub r: Option<i64>,
        pub w: Option<i64>,
    }

    object! { Dropped { id: "id", r: optional("r"), w: optional("w"), } }

    #[derive(Debug, PartialEq)]
    pub struct Point(pub f64, pub Option<f64>);

    tuple! { Point { 0: required, 1: optional, } }

    #[derive(Debug, PartialEq)]
    pub struct Rest(pub Vec<f64>);

    tuple! { Rest { ..0 } }

    pub enum Text {
        A,
        Unknown(String),
    }

    string_enum! { Text { A: "a", } }

    #[derive(Debug, PartialEq)]
    pub enum Number {
        A,
        Unknown(i64),
    }

    integer_enum! { Number { A: 1, } }

    #[derive(Debug, PartialEq)]
    pub enum Literal {
        A,
        Unknown(Value),
    }

    literal_enum! { Literal { A: false, } }

    #[derive(Debug, PartialEq)]
    pub enum Tagged {
        A(Kept),
        Unknown(Value),
    }

    tagged! { Tagged { A: "1" | "b", ..tag("id") } }

    #[derive(Debug, PartialEq)]
    pub enum Untagged {
        A(Text),
        B(Number),
        Unknown(Value),
    }

    untagged! { Untagged { A, B, ..any, } }

    #[derive(Debug, PartialEq)]
    pub enum Untouched {
        Unknown(Value),
    }

    untagged! { Untouched {} }
}
