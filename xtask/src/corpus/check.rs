//! `cargo check` of an emitted crate: a folder and a slot in, errors and warnings of that crate and what rustc used for it out.

use super::report::{Check, FeatureCheck};
use crate::{
    cargo::{self, Cargo, Run},
    failure::Failure,
    slot::{self, Slot},
};
use serde_json::Value;
use std::{
    fs,
    path::Path,
    process::{Command, Stdio},
};

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

/// With which features a crate is checked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Scope {
    /// Those that are on by default.
    Default,
    /// Those, and then each alone that chooses a part of the client.
    EachFeature,
}

/// Checks the crate in a folder. An error of cargo's own, such as a manifest that it does not take, counts as one.
pub(crate) fn check(slot: &Slot, folder: &Path, scope: Scope) -> Result<Checked, Failure> {
    let folder = fs::canonicalize(folder).map_err(|error| Failure::io("look at", folder, &error))?;
    let mut checked = check_default(slot, &folder)?;
    if scope == Scope::EachFeature {
        for feature in features(&folder)? {
            let alone = ["--no-default-features", "--features", &feature];
            match run(slot, &folder, &alone)? {
                Ok(alone) => checked.add(&feature, alone),
                Err(message) => {
                    let check = Check { errors: 1, ..Check::default() };
                    checked.add(&feature, Checked { check, messages: vec![message] });
                }
            }
        }
    }
    Ok(checked)
}

/// Features that turn on no dependency and no feature of one: they choose a part of the client itself. What all of them turn on
/// together is checked by default, or by one of them.
fn features(folder: &Path) -> Result<Vec<String>, Failure> {
    let cargo = cargo::program();
    let output = Command::new(&cargo)
        .args(["metadata", "--no-deps", "--offline", "--format-version", "1"])
        .current_dir(folder)
        .stdin(Stdio::null())
        .output()
        .map_err(|error| Failure::io("run", Path::new(&cargo), &error))?;
    let metadata: Value = serde_json::from_slice(&output.stdout).unwrap_or_default();
    Ok(metadata.pointer("/packages/0/features").map(features_of_client).unwrap_or_default())
}

/// The same, of the table of features that cargo gives.
fn features_of_client(table: &Value) -> Vec<String> {
    let is_own = |entry: &Value| entry.as_str().is_some_and(|entry| !entry.contains([':', '/']));
    let chooses = |name: &String, entries: &Value| {
        name != "default" && entries.as_array().is_some_and(|entries| entries.iter().all(is_own))
    };
    let table = table.as_object().into_iter().flatten();
    let dependencies: Vec<_> = table.clone().filter(|(name, entries)| !chooses(name, entries)).map(|(name, _)| name).collect();
    let is_free =
        |entries: &Value| !entries.as_array().into_iter().flatten().any(|entry| dependencies.iter().any(|name| *entry == **name));
    table.filter(|(name, entries)| chooses(name, entries) && is_free(entries)).map(|(name, _)| name.clone()).collect()
}

/// The check with the features that are on by default.
fn check_default(slot: &Slot, folder: &Path) -> Result<Checked, Failure> {
    slot.with_dependencies(|| {
        let lock_file = folder.join("Cargo.lock");
        if cargo::seed_lock_file(folder)
            && let Ok(checked) = run(slot, folder, &["--offline"])?
        {
            return Ok(checked);
        }
        // The versions that are locked do not do, or are not on this machine.
        match run(slot, folder, &[])? {
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
    /// Adds what the check of one feature said. Its figures stand by themselves.
    fn add(&mut self, feature: &str, alone: Checked) {
        let Check { errors, warnings, cpu_seconds, peak_bytes, .. } = alone.check;
        self.check.errors += errors;
        self.check.warnings += warnings;
        self.check.features.insert(feature.to_owned(), FeatureCheck { errors, warnings, cpu_seconds, peak_bytes });
        let room = SHOWN.saturating_sub(self.messages.len());
        self.messages.extend(alone.messages.into_iter().take(room).map(|message| format!("feature `{feature}`: {message}")));
    }

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
    fn features_that_choose_a_part_of_the_client_are_checked() {
        let table = json!({
            "default": ["groups", "rustls"], "groups": ["cats", "dogs"], "cats": [], "dogs": ["dogs-large"], "dogs-large": [],
            "rustls": ["reqwest", "reqwest/rustls"], "reqwest": ["dep:reqwest"], "fast": ["reqwest"], "other-types": [],
        });
        assert_eq!(features_of_client(&table), ["groups", "cats", "dogs", "dogs-large", "other-types"]);
    }

    #[test]
    fn what_a_feature_says_is_added_under_its_name() {
        let mut checked = Checked::default();
        let check = Check { errors: 1, warnings: 2, cpu_seconds: 3.0, peak_bytes: 4, ..Check::default() };
        checked.add("cats", Checked { check, messages: vec!["error: no `Dog`".to_owned()] });
        assert_eq!((checked.check.errors, checked.check.warnings, checked.check.peak_bytes), (1, 2, 0));
        assert_eq!(checked.check.features["cats"].peak_bytes, 4);
        assert_eq!(checked.messages, ["feature `cats`: error: no `Dog`"]);
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
