//! Changes on their way to people and programs: by verdict, each with its places, and at the end the step of the version.

use crate::{
    diff::{Change, Step, Verdict},
    host::{
        report::Format,
        terminal::{self, Colour, Stream},
    },
    load::{Location, Sources},
    pointer::Pointer,
};
use serde_json::{Value, json};

/// Prints what changes. `version` is that of the old client.
pub(super) fn print(changes: &[Change], (old, new): (&Sources, &Sources), version: &str, format: Format) {
    let old = locate(old, changes.iter().map(|change| change.old.as_ref()));
    let new = locate(new, changes.iter().map(|change| change.new.as_ref()));
    let places: Vec<[Option<Place>; 2]> = old.into_iter().zip(new).map(|(old, new)| [old, new]).collect();
    let step = Step::of(changes);
    let next = step.after(version);
    let text = match format {
        Format::Text => text(changes, &places, step, version, next.as_deref()),
        Format::Json => json_lines(changes, &places, step, version, next.as_deref()),
    };
    terminal::print(&text);
}

/// Where a change stands in a document.
struct Place {
    pointer: String,
    location: Option<Location>,
}

/// In one pass over each document.
fn locate<'c>(sources: &Sources, pointers: impl Iterator<Item = Option<&'c Pointer>>) -> Vec<Option<Place>> {
    let pointers: Vec<Option<&Pointer>> = pointers.collect();
    let wanted: Vec<(Pointer, bool)> = pointers.iter().flatten().map(|pointer| ((*pointer).clone(), true)).collect();
    let mut found = sources.locate_all(&wanted).into_iter();
    let place = |pointer: Option<&Pointer>| {
        let pointer = pointer?;
        Some(Place { pointer: sources.original(pointer).1.to_string(), location: found.next().flatten() })
    };
    pointers.into_iter().map(place).collect()
}

fn text(changes: &[Change], places: &[[Option<Place>; 2]], step: Step, version: &str, next: Option<&str>) -> String {
    if changes.is_empty() {
        return "nothing changes for users of the client\n".to_owned();
    }
    let mut text = String::new();
    for verdict in Verdict::ALL {
        let of_verdict = changes.iter().zip(places).filter(|(change, _)| change.verdict == verdict);
        let lines: Vec<String> = of_verdict.map(|(change, places)| entry(change, places)).collect();
        if !lines.is_empty() {
            let heading = format!("{}: {}", verdict.as_str(), terminal::count(lines.len(), "change"));
            text.push_str(&format!("{}\n{}\n", Stream::Out.paint(colour(verdict), &heading), lines.concat()));
        }
    }
    let next = next.map(|next| format!(", from {version} to {next}")).unwrap_or_default();
    text.push_str(&format!("version: {}{}\n", step.as_str(), terminal::clean(&next)));
    text
}

fn colour(verdict: Verdict) -> Colour {
    match verdict {
        Verdict::Breaking => Colour::Red,
        Verdict::Additive => Colour::Green,
        Verdict::Wire => Colour::Yellow,
        Verdict::Documentation => Colour::Cyan,
    }
}

fn entry(change: &Change, places: &[Option<Place>; 2]) -> String {
    let subject = Stream::Out.paint(Colour::Bold, &terminal::clean(&change.subject).replace('\n', " "));
    let message = terminal::clean(&change.message).replace('\n', " ");
    let mut text = format!("  {} {} {subject}: {message}\n", change.kind.as_str(), change.thing.as_str());
    for (word, place) in ["old", "new"].into_iter().zip(places) {
        let Some(place) = place else { continue };
        let at = place.location.as_ref().map(|at| format!("{}:{}:{}, ", at.path, at.line, at.column)).unwrap_or_default();
        text.push_str(&format!("    {word}: {}\n", terminal::clean(&format!("{at}{}", place.pointer)).replace('\n', " ")));
    }
    text
}

fn json_lines(changes: &[Change], places: &[[Option<Place>; 2]], step: Step, version: &str, next: Option<&str>) -> String {
    let place = |place: &Option<Place>| match place {
        None => Value::Null,
        Some(Place { pointer, location }) => json!({
            "pointer": pointer,
            "path": location.as_ref().map(|at| &at.path),
            "line": location.as_ref().map(|at| at.line),
            "column": location.as_ref().map(|at| at.column),
        }),
    };
    let mut text = String::new();
    for (change, [old, new]) in changes.iter().zip(places) {
        let line = json!({
            "reason": "change",
            "verdict": change.verdict.as_str(),
            "kind": change.kind.as_str(),
            "thing": change.thing.as_str(),
            "subject": change.subject,
            "message": change.message,
            "old": place(old),
            "new": place(new),
        });
        text.push_str(&format!("{line}\n"));
    }
    let count = |verdict| changes.iter().filter(|change| change.verdict == verdict).count();
    let counts: serde_json::Map<String, Value> =
        Verdict::ALL.into_iter().map(|verdict| (verdict.as_str().to_owned(), count(verdict).into())).collect();
    let line = json!({"reason": "summary", "changes": counts, "step": step.as_str(), "version": version, "next": next});
    text.push_str(&format!("{line}\n"));
    text
}
