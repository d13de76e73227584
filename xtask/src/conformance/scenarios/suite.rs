//! A folder of scenarios: `specs/*.json`, and `scenarios.json` with requests and responses.

use super::document::Document;
use crate::failure::Failure;
use serde_json::Value;
use std::{collections::BTreeMap, fs, path::Path};

/// A scenario: calls that follow each other.
pub(super) struct Scenario {
    pub(super) name: String,
    /// The file below `specs/`.
    pub(super) spec: String,
    /// The calls.
    pub(super) apis: Vec<Value>,
}

/// A suite.
pub(super) struct Suite {
    /// By file name.
    pub(super) documents: BTreeMap<String, Document>,
    /// In the order of the file.
    pub(super) scenarios: Vec<Scenario>,
}

/// Reads a suite.
pub(super) fn read(folder: &Path) -> Result<Suite, Failure> {
    let table = json(&folder.join("scenarios.json"))?;
    let Value::Object(table) = table else {
        return Err(Failure::new("`scenarios.json` is not an object of scenarios"));
    };
    let mut scenarios = Vec::new();
    for (name, scenario) in table {
        let spec = scenario.get("spec").and_then(Value::as_str).map(str::to_owned);
        let apis = scenario.get("apis").and_then(Value::as_array).cloned();
        let (Some(spec), Some(apis)) = (spec, apis) else {
            return Err(Failure::new(format!("the scenario `{name}` has no `spec` or no `apis`")));
        };
        scenarios.push(Scenario { name, spec, apis });
    }
    let specs = folder.join("specs");
    let entries = fs::read_dir(&specs).map_err(|error| Failure::io("read", &specs, &error))?;
    let mut documents = BTreeMap::new();
    for path in entries.filter_map(Result::ok).map(|entry| entry.path()) {
        if path.extension().is_some_and(|extension| extension == "json") {
            let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
            documents.insert(name, Document { root: json(&path)? });
        }
    }
    Ok(Suite { documents, scenarios })
}

fn json(path: &Path) -> Result<Value, Failure> {
    let text = fs::read_to_string(path).map_err(|error| Failure::io("read", path, &error))?;
    serde_json::from_str(&text).map_err(|error| Failure::new(format!("`{}` is not JSON: {error}", path.display())))
}
