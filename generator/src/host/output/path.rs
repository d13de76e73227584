//! Names that a file of the output may have: relative, spelled one way only, and inside on every system.

/// Why a path is not one of the output, if it is not.
pub(crate) fn fault(path: &str) -> Option<&'static str> {
    if path.is_empty() {
        return Some("it is empty");
    }
    if path.len() > 1024 {
        return Some("it is longer than 1024 bytes");
    }
    path.split('/').find_map(part_fault)
}

fn part_fault(part: &str) -> Option<&'static str> {
    if part.is_empty() {
        Some("a part of it is empty")
    } else if part.len() > 255 {
        Some("a part of it is longer than 255 bytes")
    } else if part == "." || part == ".." {
        Some("it contains `.` or `..`")
    } else if part.ends_with('.') {
        // Some systems drop the dot, and two names become one.
        Some("a part of it ends with a dot")
    } else if part.starts_with('-') {
        Some("a part of it starts with `-`")
    } else if !part.chars().all(|letter| letter.is_alphanumeric() || matches!(letter, '_' | '-' | '.')) {
        Some("it contains something other than letters, digits, `_`, `-` and `.`")
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ordinary_names_pass() {
        for path in ["Cargo.toml", "src/lib.rs", "src/types/session.rs", ".gitignore", "src/types/größe.rs"] {
            assert_eq!(fault(path), None, "{path}");
        }
    }

    #[test]
    fn names_that_could_lead_elsewhere_do_not_pass() {
        let long = "x".repeat(300);
        let hostile = [
            "",
            ".",
            "..",
            "../x",
            "/abs",
            "a/../../b",
            "a/./b",
            "a//b",
            "a/",
            r"C:\x",
            "C:/x",
            r"\\srv\s",
            "a\0b",
            "x.",
            "%2e%2e%2f",
            &long,
            "．．/x\u{ff0f}",
            "a b",
            "a\nb",
            "-rf",
            "a\u{202e}b",
            "~/x",
            "$HOME",
            "a:b",
        ];
        for path in hostile {
            assert!(fault(path).is_some(), "{path:?}");
        }
    }
}
