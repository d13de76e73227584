//! What programs say, and what is taken from it: why one failed, its version, how many operations there are.

use super::report::Operations;
use crate::measure::End;
use std::process::Output;

/// How much of what a program said is told.
const LENGTH: usize = 300;

/// How a program ended that did not do what it should.
pub(super) fn end(end: End, seconds: f64, output: &Output) -> String {
    match end {
        End::Exit(_) => first_words(output),
        End::Signal(signal) => format!("ended by signal {signal}: {}", first_words(output)),
        End::Timeout => format!("not done after {seconds} seconds"),
    }
}

/// Why a program failed, in its own words: the first line of each of its streams that tells of an error, else the last line of all.
pub(super) fn first_words(output: &Output) -> String {
    let said = [&output.stderr, &output.stdout].map(|said| String::from_utf8_lossy(said).into_owned());
    let lines = said.each_ref().map(|text| text.lines().map(str::trim).filter(|line| !line.is_empty()).collect::<Vec<_>>());
    let of_errors: Vec<String> = lines.iter().filter_map(|lines| of_error(lines)).collect();
    let words = match of_errors.is_empty() {
        false => of_errors.join("; "),
        true => lines.iter().flatten().next_back().map_or("it says nothing".to_owned(), |line| (*line).to_owned()),
    };
    words.chars().take(LENGTH).collect()
}

/// The first of these lines that tells of an error. The message of a panic stands in the line after that.
fn of_error(lines: &[&str]) -> Option<String> {
    let tells = |line: &&str| ["error", "fail", "panicked"].iter().any(|word| line.to_ascii_lowercase().contains(word));
    let index = lines.iter().position(tells)?;
    match (lines[index].contains(" panicked at "), lines.get(index + 1)) {
        (true, Some(message)) => Some(format!("panicked: {message}")),
        _ => Some(lines[index].to_owned()),
    }
}

/// The first word that begins with a digit: `ploidy 0.15.0` gives `0.15.0`.
pub(super) fn version(text: &str) -> Option<String> {
    text.split_whitespace().find(|word| word.starts_with(|letter: char| letter.is_ascii_digit())).map(str::to_owned)
}

/// The operations in the summary that our generator prints: `operations: 2 of 3 emitted`.
pub(super) fn summary(said: &str) -> Option<Operations> {
    let line = said.lines().find_map(|line| line.strip_prefix("operations: ")?.strip_suffix(" emitted"))?;
    let (emitted, found) = line.split_once(" of ")?;
    Some(Operations { operations: found.parse().ok()?, emitted_operations: emitted.parse().ok()? })
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::process::ExitStatus;

    #[test]
    fn the_line_that_tells_of_an_error_is_taken() {
        let words = |stderr: &str, stdout: &str| {
            let (stderr, stdout) = (stderr.as_bytes().to_vec(), stdout.as_bytes().to_vec());
            first_words(&Output { status: ExitStatus::default(), stdout, stderr })
        };
        assert_eq!(words("reading\nError: no paths\nbacktrace", ""), "Error: no paths");
        assert_eq!(words("\nthread 'main' (7) panicked at a.rs:1:2:\nno type\nnote: x", ""), "panicked: no type");
        assert_eq!(words("Error: it fell short\n", "A\nfailed: no `x`"), "Error: it fell short; failed: no `x`");
        assert_eq!(words("", "one\ntwo\n"), "two");
        assert_eq!(words("\n", ""), "it says nothing");
    }

    #[test]
    fn an_end_from_outside_is_told() {
        let output =
            Output { status: ExitStatus::default(), stdout: Vec::new(), stderr: b"error: could not compile `x`".to_vec() };
        assert_eq!(end(End::Signal(9), 1.0, &output), "ended by signal 9: error: could not compile `x`");
        assert_eq!(end(End::Timeout, 1200.0, &output), "not done after 1200 seconds");
        assert_eq!(end(End::Exit(101), 1.0, &output), "error: could not compile `x`");
    }

    #[test]
    fn a_version_is_read() {
        assert_eq!(version("ploidy 0.15.0\n").as_deref(), Some("0.15.0"));
        assert_eq!(version("7.26.0\n").as_deref(), Some("7.26.0"));
        assert_eq!(version("usage: x"), None);
    }

    #[test]
    fn operations_are_read_from_the_summary() {
        let said = "out: 3 added\noperations: 2 of 3 emitted\nwarnings: 1 x\n";
        assert_eq!(summary(said), Some(Operations { operations: 3, emitted_operations: 2 }));
        assert_eq!(summary("out: 3 added\n"), None);
    }
}
