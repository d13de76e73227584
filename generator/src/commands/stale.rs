//! A plan as a unified diff: what `codegen` would do to the output folder, in the form that `patch` and `git apply` read.

use crate::host::{
    output::{Change, Kind},
    terminal::{self, Colour, Stream},
};
use similar::TextDiff;

/// A diff of more lines is cut: whoever wants it all runs `codegen` and asks git.
const LONGEST: usize = 2000;

/// The changes as a unified diff, the files named below `root`.
pub(crate) fn render(root: &str, changes: &[Change]) -> String {
    let mut text = String::new();
    let mut lines = 0;
    let mut cut = 0;
    for change in changes {
        let diff = render_one(root, change);
        if lines > LONGEST {
            cut += 1;
            continue;
        }
        for line in diff.lines().take(LONGEST + 1 - lines) {
            text.push_str(&colour(&terminal::clean(line)));
            text.push('\n');
            lines += 1;
        }
    }
    if lines > LONGEST {
        text.push_str(&format!("… cut after {LONGEST} lines; {} not shown\n", terminal::count(cut, "file")));
    }
    text
}

fn render_one(root: &str, change: &Change) -> String {
    let named = |side: &str| format!("{side}/{root}/{}", change.path);
    let (old, new) = match change.kind {
        Kind::Added => ("/dev/null".to_owned(), named("b")),
        Kind::Changed => (named("a"), named("b")),
        Kind::Removed => (named("a"), "/dev/null".to_owned()),
    };
    let before = String::from_utf8_lossy(&change.old);
    let diff = TextDiff::from_lines(&*before, &*change.new).unified_diff().header(&old, &new).to_string();
    // Of an empty file there is nothing to show but its name.
    if diff.is_empty() { format!("--- {old}\n+++ {new}\n") } else { diff }
}

fn colour(line: &str) -> String {
    let colour = match line.as_bytes().first() {
        _ if line.starts_with("--- ") || line.starts_with("+++ ") => Colour::Bold,
        Some(b'+') => Colour::Green,
        Some(b'-') => Colour::Red,
        Some(b'@') => Colour::Cyan,
        _ => return line.to_owned(),
    };
    Stream::Out.paint(colour, line)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn change(kind: Kind, old: &str, new: &str) -> Change {
        Change { path: "src/a.rs".to_owned(), kind, old: old.as_bytes().to_vec(), new: new.to_owned(), permissions: None }
    }

    #[test]
    fn a_diff_names_files_as_git_does() {
        let changed = render("generated", &[change(Kind::Changed, "one\ntwo\n", "one\n2\n")]);
        assert_eq!(changed, "--- a/generated/src/a.rs\n+++ b/generated/src/a.rs\n@@ -1,2 +1,2 @@\n one\n-two\n+2\n");
        let added = render("generated", &[change(Kind::Added, "", "one\n")]);
        assert_eq!(added, "--- /dev/null\n+++ b/generated/src/a.rs\n@@ -0,0 +1 @@\n+one\n");
        let removed = render("generated", &[change(Kind::Removed, "", "")]);
        assert_eq!(removed, "--- a/generated/src/a.rs\n+++ /dev/null\n");
    }

    #[test]
    fn a_long_diff_is_cut() {
        let long = "x\n".repeat(5000);
        let text = render("generated", &[change(Kind::Added, "", &long), change(Kind::Added, "", &long)]);
        assert_eq!(text.lines().count(), LONGEST + 2);
        assert!(text.ends_with("1 file not shown\n"), "{}", text.lines().last().unwrap_or_default());
    }
}
