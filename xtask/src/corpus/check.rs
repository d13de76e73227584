//! `cargo check` of an emitted crate: a folder and a slot in, errors and warnings of that crate and what rustc used for it out.

use super::report::Check;
use crate::{
    cargo::{self, Cargo, Run},
    failure::Failure,
    slot::{self, Slot},
};
use serde_json::Value;
use std::{fs, path::Path};

/// How long rustc may take over one crate.
const SECONDS: f64 = 600.0;

/// How many messages of a crate are shown.
const SHOWN: usize = 3;

/// What a check said: the figures and the first messages.
#[derive(Clone, Debug, Default)]
pub(crate) struct Checked {
    pub(crate) check: Check,
    pub(crate) messages: Vec<String>,
}

/// Checks the crate in a folder. An error of cargo's own, such as a manifest that it does not take, counts as one.
pub(crate) fn check(slot: &Slot, folder: &Path) -> Result<Checked, Failure> {
    let folder = fs::canonicalize(folder).map_err(|error| Failure::io("look at", folder, &error))?;
    slot.with_dependencies(|| {
        let lock_file = folder.join("Cargo.lock");
        if cargo::seed_lock_file(&folder)
            && let Ok(checked) = run(slot, &folder, &["--offline"])?
        {
            return Ok(checked);
        }
        // The versions that are locked do not do, or are not on this machine.
        match run(slot, &folder, &[])? {
            Ok(checked) => {
                let kept = slot::kept_lock_file();
                fs::copy(&lock_file, &kept).map_err(|error| Failure::io("write", &kept, &error))?;
                Ok(checked)
            }
            Err(message) => Ok(Checked { check: Check { errors: 1, ..Check::default() }, messages: vec![message] }),
        }
    })
}

/// Runs cargo. The inner error is that cargo came to an end before rustc was asked.
fn run(slot: &Slot, folder: &Path, flags: &[&str]) -> Result<Result<Checked, String>, Failure> {
    let arguments = [&["check", "--quiet", "--message-format=json"], flags].concat();
    let Run { output, costs } = Cargo { slot, folder, seconds: SECONDS }.run(&arguments, &[])?;
    let mut checked = Checked::default();
    for cost in &costs {
        checked.check.cpu_seconds += cost.cpu_seconds;
        checked.check.peak_bytes = checked.check.peak_bytes.max(cost.peak_bytes);
    }
    for line in String::from_utf8_lossy(&output.stdout).lines() {
        checked.count(line, folder);
    }
    if !output.status.success() && checked.check.errors == 0 {
        let text = String::from_utf8_lossy(&output.stderr).trim().to_owned();
        if costs.is_empty() {
            return Ok(Err(text));
        }
        checked.check.errors = 1;
        checked.messages.push(if text.is_empty() { "rustc was killed".to_owned() } else { text });
    }
    Ok(Ok(checked))
}

impl Checked {
    /// Counts a line of cargo's if it is an error or a warning in the crate itself.
    fn count(&mut self, line: &str, folder: &Path) {
        let Ok(value) = serde_json::from_str::<Value>(line) else { return };
        let text = |pointer: &str| value.pointer(pointer).and_then(Value::as_str).unwrap_or_default();
        let here = Path::new(text("/manifest_path")).parent() == Some(folder);
        let message = text("/message/message");
        if text("/reason") != "compiler-message" || !here || is_sum(message) {
            return;
        }
        match text("/message/level") {
            level if level.starts_with("error") => self.check.errors += 1,
            "warning" => self.check.warnings += 1,
            _ => return,
        }
        if self.messages.len() < SHOWN {
            let code = text("/message/code/code");
            let code = if code.is_empty() { String::new() } else { format!("[{code}]") };
            let place = match (text("/message/spans/0/file_name"), value.pointer("/message/spans/0/line_start")) {
                (file, Some(line)) => format!(" at {file}:{line}"),
                _ => String::new(),
            };
            self.messages.push(format!("{}{code}: {message}{place}", text("/message/level")));
        }
    }
}

/// rustc's last words on a crate, which count what came before.
fn is_sum(message: &str) -> bool {
    let counted = message.split_once(' ').filter(|(count, _)| count.parse::<usize>().is_ok());
    let counted = counted.is_some_and(|(_, rest)| rest.starts_with("warning") && rest.ends_with("emitted"));
    message.starts_with("aborting due to") || counted
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn line(manifest: &str, level: &str, message: &str) -> String {
        let spans = json!([{"file_name": "src/lib.rs", "line_start": 3}]);
        let message = json!({"message": message, "level": level, "code": {"code": "E0308"}, "spans": spans});
        json!({"reason": "compiler-message", "manifest_path": manifest, "message": message}).to_string()
    }

    #[test]
    fn messages_of_the_crate_are_counted_and_no_others() {
        let mut checked = Checked::default();
        let lines = [
            line("/c/Cargo.toml", "error", "mismatched types"),
            line("/c/Cargo.toml", "warning", "unused variable: `x`"),
            line("/c/Cargo.toml", "warning", "2 + 2 warnings"),
            line("/c/Cargo.toml", "warning", "2 warnings emitted"),
            line("/c/Cargo.toml", "error", "aborting due to 1 previous error; 2 warnings emitted"),
            line("/c/Cargo.toml", "failure-note", "for more information"),
            line("/dependency/Cargo.toml", "warning", "unused variable: `y`"),
            json!({"reason": "compiler-artifact", "manifest_path": "/c/Cargo.toml"}).to_string(),
            "not JSON".to_owned(),
        ];
        for line in &lines {
            checked.count(line, Path::new("/c"));
        }
        assert_eq!((checked.check.errors, checked.check.warnings), (1, 2));
        assert_eq!(checked.messages[0], "error[E0308]: mismatched types at src/lib.rs:3");
    }
}
