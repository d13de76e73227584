//! A folder in the layout of JSON-Schema-Test-Suite: `<draft>/**/*.json`, each file a list of groups of a schema and its instances.

use crate::failure::Failure;
use serde::Deserialize;
use serde_json::Value;
use std::{
    fs,
    path::{Path, PathBuf},
};

/// A schema with its instances.
#[derive(Debug, Deserialize)]
pub(super) struct Group {
    /// What the group is about.
    pub(super) description: String,
    /// The schema.
    pub(super) schema: Value,
    /// The instances.
    pub(super) tests: Vec<Test>,
    /// The file, relative to the suite: `draft4/optional/format/date-time.json`.
    #[serde(skip)]
    pub(super) file: String,
}

/// An instance.
#[derive(Debug, Deserialize)]
pub(super) struct Test {
    /// What is special about it.
    pub(super) description: String,
    /// The instance.
    pub(super) data: Value,
    /// Whether the schema calls it valid.
    pub(super) valid: bool,
}

/// A dialect of JSON Schema in the suite.
#[derive(Debug)]
pub(super) struct Draft {
    /// The folder's name, such as `draft2020-12`.
    pub(super) name: String,
    /// Its groups, in the order of file names and then of the files.
    pub(super) groups: Vec<Group>,
}

/// Reads every draft below a folder; the folder may also be a single draft.
pub(super) fn read(folder: &Path) -> Result<Vec<Draft>, Failure> {
    let mut drafts = Vec::new();
    for entry in sorted_entries(folder)? {
        let name = file_name(&entry);
        if entry.is_dir() && name.starts_with("draft") {
            drafts.push(Draft { groups: read_groups(&entry, &name)?, name });
        }
    }
    let own_name = file_name(folder);
    if drafts.is_empty() && own_name.starts_with("draft") {
        drafts.push(Draft { groups: read_groups(folder, &own_name)?, name: own_name });
    }
    match drafts.is_empty() {
        true => Err(Failure::new(format!("`{}` holds no folder named `draft…`", folder.display()))),
        false => Ok(drafts),
    }
}

fn read_groups(folder: &Path, name: &str) -> Result<Vec<Group>, Failure> {
    let mut groups = Vec::new();
    for entry in sorted_entries(folder)? {
        let name = format!("{name}/{}", file_name(&entry));
        if entry.is_dir() {
            groups.extend(read_groups(&entry, &name)?);
        } else if name.ends_with(".json") {
            let text = fs::read_to_string(&entry).map_err(|error| Failure::io("read", &entry, &error))?;
            let mut found: Vec<Group> = serde_json::from_str(&text).map_err(|error| not_a_suite(&entry, &error))?;
            for group in &mut found {
                group.file.clone_from(&name);
            }
            groups.extend(found);
        }
    }
    Ok(groups)
}

fn not_a_suite(path: &Path, error: &serde_json::Error) -> Failure {
    Failure::new(format!("`{}` is not a list of groups: {error}", path.display()))
}

fn sorted_entries(folder: &Path) -> Result<Vec<PathBuf>, Failure> {
    let entries = fs::read_dir(folder).map_err(|error| Failure::io("read", folder, &error))?;
    let mut paths: Vec<PathBuf> = entries.filter_map(Result::ok).map(|entry| entry.path()).collect();
    paths.sort();
    Ok(paths)
}

fn file_name(path: &Path) -> String {
    path.file_name().unwrap_or_default().to_string_lossy().into_owned()
}
