//! `conformance scenarios`: every document of a suite becomes a module of one crate, every scenario is called by name over an
//! in-memory transport, and what was sent and read is held against what the scenario says.

mod body;
mod compare;
mod decode;
mod document;
mod program;
mod suite;

use super::outcome::{self, Case, Outcome, Report};
use crate::{Status, failure::Failure, terminal};
use serde_json::{Value, json};
use std::{collections::BTreeMap, path::Path};
use suite::{Scenario, Suite};

/// The failures that the project knows of.
const KNOWN: &str = include_str!("../../../known_failures/scenarios.txt");

/// Where the calls of scenarios go.
const ORIGIN: &str = "http://mock.test";

/// Runs the suite at `folder` and prints what became of it.
pub(super) fn run(folder: &Path, report: Option<&Path>) -> Result<Status, Failure> {
    let suite = suite::read(folder)?;
    terminal::eprint(&format!("{} documents, {} scenarios\n", suite.documents.len(), suite.scenarios.len()));
    let mut plans: Vec<Result<Vec<Plan>, String>> = suite.scenarios.iter().map(|scenario| plan(&suite, scenario)).collect();
    let rows: Vec<String> =
        plans.iter().filter_map(|plan| plan.as_ref().ok()).flatten().map(|plan| plan.row.to_string()).collect();
    let mut lines = program::run(&suite, &rows)?.into_iter();
    let cases = suite.scenarios.iter().zip(&mut plans).map(|(scenario, plans)| {
        let failure = match plans {
            Err(why) => Some(why.clone()),
            Ok(plans) => {
                let faults = plans.iter().map(|plan| plan.judge(lines.next().as_deref())).collect::<Vec<_>>();
                faults.into_iter().enumerate().find_map(|(at, fault)| Some(format!("call {}: {}", at + 1, fault?)))
            }
        };
        let outcome = if failure.is_some() { Outcome::Failed } else { Outcome::Passed };
        Case { id: scenario.name.clone(), outcome, detail: failure.unwrap_or_default() }
    });
    let result = Report::new(cases.collect(), &outcome::known_failures(KNOWN));
    terminal::print(&render(&result, suite.scenarios.len()));
    if let Some(path) = report {
        result.write(path)?;
    }
    Ok(if result.is_clean() { Status::Done } else { Status::Short })
}

fn render(report: &Report, total: usize) -> String {
    let mut lines = Vec::new();
    lines.extend(report.failures().map(|case| format!("failed: {}: {}", case.id, case.detail)));
    lines.extend(report.surprises().iter().map(|id| format!("passes, though it is listed as a known failure: {id}")));
    lines.push(format!("known failures: {}", report.count(Outcome::KnownFailure)));
    lines.push(format!("passed: {} of {total}", report.count(Outcome::Passed)));
    lines.join("\n") + "\n"
}

/// One call: what the program is told, and what it must have sent and read.
struct Plan {
    row: Value,
    expected: compare::Expected,
}

impl Plan {
    /// What is wrong with the call, if something is.
    fn judge(&self, line: Option<&str>) -> Option<String> {
        let done = line.and_then(|line| serde_json::from_str::<Value>(line).ok());
        match done {
            Some(done) => compare::judge(&self.expected, &done),
            None => Some("the program said nothing".to_owned()),
        }
    }
}

/// The calls of a scenario, or why it cannot be called.
fn plan(suite: &Suite, scenario: &Scenario) -> Result<Vec<Plan>, String> {
    let at = suite.documents.keys().position(|name| *name == scenario.spec).ok_or("there is no such document")?;
    let document = &suite.documents[&scenario.spec];
    let mut plans: Vec<Plan> = Vec::new();
    let mut links: BTreeMap<String, Value> = BTreeMap::new();
    for api in &scenario.apis {
        let text = |key: &str| api.get(key).and_then(Value::as_str).unwrap_or_default();
        let none = json!({});
        let request = api.get("request").unwrap_or(&none);
        // A colon of a route is escaped in the suite.
        let uri = text("uri").replace('\\', "");
        let path = uri.split('?').next().unwrap_or_default();
        let query = decode::expected_query(&uri, request);
        let response = api.get("response").unwrap_or(&none);
        let answer = compare::Answer::of(response);
        let (mut row, arguments) = match document.find(text("method"), path) {
            Some(found) => {
                let arguments = decode::decode(document, &found, request, &query);
                let row = json!({
                    "document": at,
                    "method": text("method").to_ascii_uppercase(),
                    "path": found.key.split(['?', '#']).next(),
                    "id": found.operation.get("operationId"),
                    "base_url": format!("{ORIGIN}{}", found.base),
                    "parameters": arguments.parameters,
                    "body": arguments.body,
                    "headers": arguments.headers,
                    "credentials": arguments.credentials,
                });
                (row, arguments)
            }
            // A link in an earlier answer is followed with the operation that gave it.
            None => match links.iter().find(|(link, _)| link.ends_with(path)) {
                Some((link, row)) => {
                    let mut row = row.clone();
                    row["link"] = json!(link);
                    (row, decode::Arguments::default())
                }
                None => return Err(format!("no operation of the document has `{} {path}`", text("method"))),
            },
        };
        row["response"] = answer.to_row();
        for link in answer.links() {
            links.insert(link, row.clone());
        }
        let expected = compare::Expected::new(api, request, path, query, &arguments, answer);
        plans.push(Plan { row, expected });
    }
    Ok(plans)
}
