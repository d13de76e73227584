//! The hidden command that runs a program within limits: what it says of each way in which a program can end.
#![cfg(unix)]

mod common;

use common::xtask;
use serde_json::Value;

fn measured(limits: &[&str], script: &str) -> Value {
    let report = tempfile::NamedTempFile::new().expect("a file");
    let path = report.path().to_str().expect("text");
    let mut arguments = vec!["measured", "--report", path];
    arguments.extend(limits);
    arguments.extend(["--", "sh", "-c", script]);
    let run = xtask(&arguments);
    assert_eq!(run.status, 0, "{}", run.stderr);
    serde_json::from_str(&std::fs::read_to_string(path).expect("a report")).expect("one line of JSON")
}

#[test]
fn an_exit_status_is_told() {
    assert_eq!(measured(&[], "exit 7")["end"], serde_json::json!({"exit": 7}));
}

#[test]
fn a_signal_is_told() {
    assert_eq!(measured(&[], "kill -ABRT $$")["end"], serde_json::json!({"signal": 6}));
}

#[test]
fn a_program_that_does_not_end_is_ended() {
    let cost = measured(&["--seconds", "0.2"], "exec sleep 60");
    assert_eq!(cost["end"], "timeout");
    assert!((0.2..5.0).contains(&cost["seconds"].as_f64().expect("a number")), "{cost}");
}

#[test]
fn processor_time_and_memory_are_measured() {
    let cost = measured(
        &["--seconds", "60"],
        "i=0; while [ $i -lt 100000 ]; do i=$((i+1)); done; exec head -c 50000000 /dev/zero | tail -n 1",
    );
    assert_eq!(cost["end"], serde_json::json!({"exit": 0}));
    assert!(cost["cpu_seconds"].as_f64().is_some_and(|seconds| seconds > 0.01), "{cost}");
    // `tail` holds what it takes for one line: 50 MB.
    assert!(cost["peak_bytes"].as_u64().is_some_and(|bytes| (40_000_000..400_000_000).contains(&bytes)), "{cost}");
}

#[test]
fn memory_is_limited() {
    let cost = measured(&["--memory", "100000000"], "head -c 500000000 /dev/zero | tail -n 1");
    assert_ne!(cost["end"], serde_json::json!({"exit": 0}), "{cost}");
    assert!(cost["peak_bytes"].as_u64().is_some_and(|bytes| bytes < 110_000_000), "{cost}");
}
