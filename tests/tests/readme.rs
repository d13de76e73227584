//! Every command that the README shows works as it is written.

use std::{path::Path, process::Command};

/// Commands of the README that no test here runs: this test is part of the one.
const NOT_RUN: &[&str] = &["cargo test --workspace"];

#[test]
fn every_command_works() {
    let commands = commands();
    assert!(commands.len() >= 4, "{commands:?}");
    // A copy without its history has nothing to compare with.
    let has_history = root().join(".git").exists();
    let is_run = |command: &&String| !NOT_RUN.contains(&command.as_str()) && (has_history || !command.contains(" --git "));
    for command in commands.iter().filter(is_run) {
        let mut words = command.split_whitespace();
        let program = words.next().expect("a command has a word");
        assert_eq!(program, "cargo", "`{command}` is not run by cargo");
        let output = Command::new(env!("CARGO")).args(words).current_dir(root()).env_remove("CLOUDFLARE_API_TOKEN").output();
        let output = output.expect("cargo can be run");
        assert!(output.status.success(), "`{command}`:\n{}", String::from_utf8_lossy(&output.stderr));
    }
}

#[test]
fn the_example_says_that_it_reads_the_documents_own_example() {
    let arguments = ["run", "--quiet", "--package", "generated", "--example", "get_session_details"];
    let output = Command::new(env!("CARGO")).args(arguments).current_dir(root()).env_remove("CLOUDFLARE_API_TOKEN").output();
    let said = String::from_utf8(output.expect("cargo can be run").stdout).expect("the example prints text");
    assert!(said.contains("the document's own example"), "{said}");
    assert!(said.contains("meeting_display_name"), "{said}");
}

/// Lines of every shell block of the README.
fn commands() -> Vec<String> {
    let text = include_str!("../../README.md");
    let mut commands = Vec::new();
    let mut inside = false;
    for line in text.lines().map(str::trim) {
        match line {
            "```sh" => inside = true,
            "```" => inside = false,
            line if inside => commands.push(line.to_owned()),
            _ => {}
        }
    }
    commands
}

fn root() -> &'static Path {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/.."))
}
