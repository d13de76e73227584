//! Emitted types, compiled and fed: arbitrary instances of a schema survive a round trip, through the crate's own codec and through
//! serde, and so do instances of a later version of the document, with fields, enum values and variants that the types do not know.

mod evolution;
mod instance;

use instance::instance;
use proptest::{
    strategy::{Strategy, Union},
    test_runner::{Config, TestCaseError, TestRunner},
};
use serde_json::Value;
use std::{
    cell::RefCell,
    io::{BufRead, BufReader, Write},
    process::{Child, ChildStdin, ChildStdout},
};
use tests::emitted::Emitted;

/// Every kind of type that has a codec of its own, and the ways in which they hold each other.
const DOCUMENT: &str = include_str!("document.json");

/// Reads lines `TYPE JSON` and answers `ok JSON` or `no MESSAGE`. Before that it uses the types as people do.
const PROGRAM: &str = include_str!("program.rs");

#[test]
fn instances_of_this_version_and_the_next_survive() {
    let document: Value = serde_json::from_str(DOCUMENT).expect("the document is JSON");
    let next = evolution::next_version(&document);
    let emitted = Emitted::new(DOCUMENT).file("examples/round_trip.rs", PROGRAM);
    let program = RefCell::new(Program::start(&emitted));
    for version in [&document, &next] {
        let schemas = version["components"]["schemas"].as_object().expect("the document has schemas");
        let instances = schemas.iter().map(|(name, schema)| {
            let name = name.clone();
            instance(version, schema, 4).prop_map(move |value| (name.clone(), value)).boxed()
        });
        let config = Config { cases: 1000, failure_persistence: None, ..Config::default() };
        let outcome = TestRunner::new(config).run(&Union::new(instances), |(name, value)| {
            let again = program.borrow_mut().round_trip(&name, &value).map_err(TestCaseError::fail)?;
            match same(&value, &again) {
                true => Ok(()),
                false => Err(TestCaseError::fail(format!("it became {again}"))),
            }
        });
        if let Err(failure) = outcome {
            panic!("{failure}");
        }
    }
}

/// The compiled types.
struct Program {
    child: Child,
    input: ChildStdin,
    output: BufReader<ChildStdout>,
}

impl Program {
    fn start(emitted: &Emitted) -> Program {
        let mut child = emitted.example("round_trip");
        let input = child.stdin.take().expect("the input is a pipe");
        let output = BufReader::new(child.stdout.take().expect("the output is a pipe"));
        Program { child, input, output }
    }

    fn round_trip(&mut self, name: &str, value: &Value) -> Result<Value, String> {
        writeln!(self.input, "{name} {value}").map_err(|error| format!("the program is gone: {error}"))?;
        let mut line = String::new();
        self.output.read_line(&mut line).map_err(|error| format!("the program is gone: {error}"))?;
        match line.trim_end().split_once(' ') {
            Some(("ok", text)) => serde_json::from_str(text).map_err(|error| format!("not JSON: {error}")),
            Some((_, message)) => Err(message.to_owned()),
            None => Err("the program has ended".to_owned()),
        }
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        // It ends by itself where its input does; a test that has failed need not wait for that.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Equality of JSON values: numbers by value (JSON Schema 2020-12 core §4.2.2).
fn same(a: &Value, b: &Value) -> bool {
    match (a, b) {
        (Value::Number(a), Value::Number(b)) => a == b || (a.is_f64() || b.is_f64()) && a.as_f64() == b.as_f64(),
        (Value::Array(a), Value::Array(b)) => a.len() == b.len() && a.iter().zip(b).all(|(a, b)| same(a, b)),
        (Value::Object(a), Value::Object(b)) => {
            a.len() == b.len() && a.iter().all(|(key, value)| b.get(key).is_some_and(|other| same(value, other)))
        }
        (a, b) => a == b,
    }
}
