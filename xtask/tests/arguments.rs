//! The face of the commands: help, wrong usage and exit status.

mod common;

use common::xtask;

#[test]
fn help_is_printed_for_all_commands_and_for_each() {
    for arguments in [&["--help"][..], &["-h"], &["help"]] {
        let run = xtask(arguments);
        assert_eq!((run.status, run.stderr.as_str()), (0, ""), "{arguments:?}");
        for command in ["codegen", "corpus", "explain"] {
            assert!(run.stdout.contains(&format!("\n  {command} ")), "{}", run.stdout);
        }
    }
    for command in ["codegen", "corpus", "explain"] {
        let run = xtask(&[command, "--help"]);
        assert_eq!((run.status, run.stderr.as_str()), (0, ""), "{command}");
        assert!(run.stdout.contains(&format!("Usage: cargo xtask {command}")), "{}", run.stdout);
        assert!(run.stdout.lines().all(|line| line.chars().count() <= 120), "{}", run.stdout);
    }
}

#[test]
fn wrong_usage_is_told_apart_and_ends_with_2() {
    let cases: &[(&[&str], &str)] = &[
        (&[], "a command is missing"),
        (&["codgen"], "there is no command `codgen`; did you mean `codegen`?"),
        (&["frobnicate"], "there is no command `frobnicate`"),
        (&["--version"], "there is no flag `--version`"),
        (&["codegen", "--chekc"], "there is no flag `--chekc`; did you mean `--check`?"),
        (&["codegen", "-x"], "there is no flag `-x`"),
        (&["codegen", "api.yaml"], "unexpected argument `api.yaml`; a document is given with `--spec`"),
        (&["codegen", "--spec", "a.yaml"], "`--spec` needs `--out DIR`"),
        (&["codegen", "--out", "a"], "`--out` needs `--spec FILE`"),
        (&["codegen", "--package", "a"], "`--package` needs `--spec FILE`"),
        (&["codegen", "--spec"], "`--spec` needs a value"),
        (&["codegen", "--spec", ""], "`--spec`: the path is empty"),
        (&["codegen", "--spec", "a", "--spec", "b"], "`--spec` is given twice"),
        (&["codegen", "--check=yes"], "unexpected argument for option '--check': \"yes\""),
        (&["codegen", "--deny", "errors"], "`--deny`: `errors` cannot be denied; `warnings` can"),
        (&["codegen", "--message-format", "xml"], "`--message-format`: `xml` is no format; `text` and `json` are"),
        (
            &["codegen", "--spec", "a", "--out", "b", "--package", "fn"],
            "`--package`: `fn` cannot name a package: it is a keyword",
        ),
        (&["codegen", "--spec", "a", "--out", "b", "--package", "a\nb"], "`--package`: `a\nb` cannot name a package"),
        (&["corpus"], "no PATH is given"),
        (&["corpus", "a", "--jobs", "0"], "`--jobs`: `0` is not a whole number from 1 on"),
        (&["corpus", "a", "--timeout", "soon"], "`--timeout`: `soon` is not a whole number from 1 on"),
        (&["explain", "wrong-typ"], "there is no code `wrong-typ`; did you mean `wrong-type`?"),
        (&["explain", "wrong-type", "bad-status"], "more than one code is given"),
    ];
    for (arguments, message) in cases {
        let run = xtask(arguments);
        assert_eq!((run.status, run.stdout.as_str()), (2, ""), "{arguments:?}: {}", run.stderr);
        assert!(run.stderr.starts_with(&format!("error: {message}")), "{arguments:?}: {}", run.stderr);
        assert!(run.stderr.contains("  = help: see `cargo xtask"), "{arguments:?}: {}", run.stderr);
    }
}

#[cfg(unix)]
#[test]
fn an_argument_that_is_not_utf_8_is_no_panic() {
    use std::os::unix::ffi::OsStrExt as _;
    let strange = std::ffi::OsStr::from_bytes(b"a\xff\x1b[31m");
    for arguments in [vec!["codegen".as_ref(), strange], vec![strange], vec!["explain".as_ref(), strange]] {
        let run = xtask(&arguments);
        assert_eq!(run.status, 2, "{}", run.stderr);
        assert!(!run.stderr.contains('\u{1b}'), "{}", run.stderr);
    }
    let run = xtask(&["corpus".as_ref(), strange]);
    assert_eq!(run.status, 1, "{}", run.stderr);
}

#[test]
fn codes_are_listed_and_explained() {
    let list = xtask(&["explain"]);
    assert_eq!((list.status, list.stderr.as_str()), (0, ""));
    let codes: Vec<&str> = list.stdout.lines().filter_map(|line| line.split_whitespace().next()).collect();
    assert!(codes.contains(&"wrong-type") && codes.is_sorted(), "{}", list.stdout);
    for code in codes {
        let one = xtask(&["explain", code]);
        assert_eq!((one.status, one.stderr.as_str()), (0, ""));
        assert!(one.stdout.starts_with(&format!("{code}: ")) && one.stdout.lines().count() >= 3, "{}", one.stdout);
    }
    let pasted = xtask(&["explain", "warning[wrong-type]:"]);
    assert!(pasted.stdout.starts_with("wrong-type: "), "{}", pasted.stdout);
}

#[test]
fn a_reader_that_has_gone_is_no_panic() {
    let mut child = common::command(&["explain"]).stdout(std::process::Stdio::piped()).spawn().expect("a child");
    drop(child.stdout.take());
    let status = child.wait().expect("a status");
    assert_eq!(status.code(), Some(0));
}
