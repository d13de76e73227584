//! The program of the round trip test: an example of the emitted crate.

use client::{
    runtime::json::{self, Decode, Encode, Nullable},
    types::{self, Cat, Enums, Level, Patch, Pet, Point, Shape, Status, Target},
};
use serde::{Serialize, de::DeserializeOwned};
use std::{collections::HashSet, io::BufRead};

fn main() {
    use_the_types();
    for line in std::io::stdin().lock().lines() {
        let line = line.expect("rows are text");
        let (name, text) = line.split_once(' ').expect("a row has two parts");
        match round_trip(name, text) {
            Ok(text) => println!("ok {text}"),
            Err(message) => println!("no {}", message.replace('\n', " ")),
        }
    }
}

fn round_trip(name: &str, text: &str) -> Result<String, String> {
    match name {
        "Scalars" => both::<types::Scalars>(text),
        "Patch" => both::<types::Patch>(text),
        "Status" => both::<types::Status>(text),
        "Level" => both::<types::Level>(text),
        "Mixed" => both::<types::Mixed>(text),
        "Enums" => both::<types::Enums>(text),
        "Point" => both::<types::Point>(text),
        "Labels" => both::<types::Labels>(text),
        "Counters" => both::<types::Counters>(text),
        "Base" => both::<types::Base>(text),
        "Child" => both::<types::Child>(text),
        "Cat" => both::<types::Cat>(text),
        "Dog" => both::<types::Dog>(text),
        "Pet" => both::<types::Pet>(text),
        "Shape" => both::<types::Shape>(text),
        "Target" => both::<types::Target>(text),
        "Change" => both::<types::Change>(text),
        "Loose" => both::<types::Loose>(text),
        "Tree" => both::<types::Tree>(text),
        "Node" => both::<types::Node>(text),
        _ => Err(format!("no such type: {name}")),
    }
}

/// Through the crate's own codec and through serde, which must agree.
fn both<T: Decode + Encode + Serialize + DeserializeOwned + PartialEq>(text: &str) -> Result<String, String> {
    let value: T = json::from_slice(text.as_bytes()).map_err(|fault| fault.to_string())?;
    let again: T = serde_json::from_str(text).map_err(|error| format!("serde: {error}"))?;
    let bytes = json::to_vec(&value);
    let written = serde_json::to_vec(&again).map_err(|error| format!("serde: {error}"))?;
    if value != again || bytes != written {
        return Err(format!("serde has another value: {}", String::from_utf8_lossy(&written)));
    }
    let once_more: T = json::from_slice(&bytes).map_err(|fault| format!("its own text: {fault}"))?;
    if value != once_more {
        return Err(format!("its own text is another value: {}", String::from_utf8_lossy(&bytes)));
    }
    String::from_utf8(bytes).map_err(|error| error.to_string())
}

fn use_the_types() {
    // What is required is given at once, what is optional is set, and absent differs from `null`.
    let patch = Patch::new("a", None).with_name("b").with_note(Nullable::Null).with_parent(Box::new(Patch::new("c", Some("d".to_owned()))));
    assert_eq!(text(&patch), r#"{"id":"a","owner":null,"name":"b","note":null,"parent":{"id":"c","owner":"d"}}"#);
    assert_eq!((patch.limit_or_default(), patch.name_or_default(), patch.limit), (20, "b", None));

    // Strings and numbers of a list.
    let status: Status = "in-progress".parse().expect("parsing takes any text");
    assert_eq!((status.as_str(), format!("{status:>12}").as_str()), ("in-progress", " in-progress"));
    assert_eq!(status, Status::InProgress);
    assert_eq!(Status::from("new"), Status::Unknown("new".to_owned()));
    let enums = Enums::new(status);
    assert_eq!(enums.sort_or_default(), &types::EnumsSort::Asc);
    let level = Level::Minus2;
    let copy = level;
    assert_eq!((level.as_i64(), Level::from(7)), (copy.as_i64(), Level::Unknown(7)));

    // Variants in and out.
    let pet = Pet::from(Cat::new("cat".into()).with_lives(9));
    assert!(pet.is_cat() && !pet.is_dog());
    assert_eq!(pet.as_cat().and_then(|cat| cat.lives), Some(9));
    assert_eq!(text(&pet), r#"{"petType":"cat","lives":9}"#);
    assert_eq!(Target::from(5).as_integer(), Some(5));
    let shape: Shape = json::from_slice(br#"{"kind":"line","width":null}"#).expect("a line is a shape");
    assert!(!matches!(shape, Shape::Unknown(_)));

    // Traits where they hold.
    assert_eq!(HashSet::from([patch.clone(), patch]).len(), 1);
    assert_eq!(Point::default().1, Nullable::Absent);
}

fn text(value: &dyn Encode) -> String {
    String::from_utf8(json::to_vec(value)).expect("JSON is text")
}
