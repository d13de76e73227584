//! From bytes to a [`Value`]: JSON or YAML, by content. Small faults are repaired with a warning, so that they do not cost the
//! document; what cannot be read ends in an error with its position. No text takes longer or more memory than [`limits`] allow.

mod build;
mod guard;
mod merge;
mod repair;

use super::{
    FileId,
    limits::{
        self, MAX_ALIAS_NODES, MAX_BYTES, MAX_DEPTH, MAX_MEMORY, MAX_NODES, MAX_YAML_BYTES, MAX_YAML_DIRECTIVES,
        YAML_EVENT_MEMORY,
    },
    locate::{self, Lines},
};
use crate::{
    diagnostic::{Code, Diagnostic, Diagnostics, Severity},
    pointer::Pointer,
};
pub(super) use build::{EXPECTED_KEY, Keys};
use build::{Finding, Findings, Stop};
use serde::de::DeserializeSeed;
use serde_json::Value;

pub(crate) use super::locate::position;
pub(super) use guard::line_break;
pub(super) use repair::repair;

/// The value of a JSON or YAML text, by content: JSON where the first character is `{` or `[`, else YAML. `None` where there is none;
/// the diagnostics say why.
pub fn parse(bytes: &[u8], file: FileId, path: &str, diagnostics: &mut Diagnostics) -> Option<Value> {
    // Findings of a parser have a position of their own; the pointers of this file are not yet pointers of the bundled document.
    let _ = file;
    let text = match decode(bytes) {
        Ok(text) => text,
        Err((code, position, message)) => {
            diagnostics.push(Diagnostic::file(code, path, position, message));
            return None;
        }
    };
    let mut reader = Reader { text, path, diagnostics };
    if looks_like_json(text) { reader.json() } else { reader.yaml().map_err(|fault| reader.fail(fault)).ok() }
}

/// Whether a text is read as JSON.
pub(super) fn looks_like_json(text: &str) -> bool {
    text.trim_start_matches([' ', '\t', '\r', '\n']).starts_with(['{', '['])
}

type Refused = (Code, Option<(usize, usize)>, String);

/// The text without its byte order mark.
pub(super) fn decode(bytes: &[u8]) -> Result<&str, Refused> {
    if bytes.len() > MAX_BYTES {
        let message = format!("the file is larger than {} MiB", MAX_BYTES >> 20);
        return Err((Code::TooLarge, None, message));
    }
    if let [0xff, 0xfe, ..] | [0xfe, 0xff, ..] | [0, _, ..] | [_, 0, ..] = bytes {
        return Err((Code::InvalidSyntax, None, "the file looks like UTF-16 or UTF-32; save it as UTF-8".to_owned()));
    }
    match std::str::from_utf8(bytes) {
        Ok(text) => {
            let text = text.strip_prefix('\u{feff}').unwrap_or(text);
            if text.trim().is_empty() {
                return Err((Code::InvalidSyntax, None, "the file is empty".to_owned()));
            }
            Ok(text)
        }
        Err(error) => {
            let good = std::str::from_utf8(bytes.get(..error.valid_up_to()).unwrap_or(&[])).unwrap_or("");
            let byte = bytes.get(error.valid_up_to()).copied().unwrap_or(0);
            let message = format!("the byte 0x{byte:02X} is not UTF-8; save the file as UTF-8");
            Err((Code::InvalidSyntax, Some(locate::position(good, good.len())), message))
        }
    }
}

/// Why a text has no value.
struct Fault {
    code: Code,
    position: Option<(usize, usize)>,
    message: String,
    note: Option<String>,
}

struct Reader<'r> {
    text: &'r str,
    path: &'r str,
    diagnostics: &'r mut Diagnostics,
}

impl Reader<'_> {
    fn json(&mut self) -> Option<Value> {
        match self.json_of(self.text) {
            Ok(value) => Some(value),
            Err(fault) if fault.code == Code::TooLarge => self.fail(fault),
            Err(fault) => {
                if let Some((text, repairs, unsaid)) = repair(self.text)
                    && let Ok(value) = self.json_of(&text)
                {
                    self.report_repairs(&repairs, unsaid);
                    return Some(value);
                }
                // `{openapi: 3.0.0}` is YAML.
                let before = self.diagnostics.len();
                if let Ok(value @ (Value::Object(_) | Value::Array(_))) = self.yaml() {
                    return Some(value);
                }
                self.diagnostics.truncate(before);
                self.fail(fault)
            }
        }
    }

    fn json_of(&mut self, text: &str) -> Result<Value, Fault> {
        let budget = limits::Budget::of_json(text.len());
        let findings = Findings::new(budget, Keys::Texts);
        let mut deserializer = serde_json::Deserializer::from_str(text);
        let value = findings.seed().deserialize(&mut deserializer).and_then(|value| deserializer.end().map(|()| value));
        let value = value.map_err(|error| {
            let position = (error.line() > 0).then(|| (error.line(), char_column(text, error.line(), error.column())));
            let full = error.to_string();
            let message = full.rsplit_once(" at line ").map_or(full.as_str(), |(message, _)| message);
            match findings.stop() {
                Some(stop) => too_large(stop, budget.memory, position),
                None if message == "recursion limit exceeded" => too_large(Stop::Depth, budget.memory, position),
                None => syntax("JSON", position, message, None),
            }
        })?;
        self.report(findings);
        Ok(value)
    }

    fn yaml(&mut self) -> Result<Value, Fault> {
        if self.text.len() > MAX_YAML_BYTES {
            let most = MAX_YAML_BYTES >> 20;
            let message = format!("the file is YAML and larger than {most} MiB");
            return Err(Fault { code: Code::TooLarge, position: None, message, note: Some("JSON may be larger".to_owned()) });
        }
        let events = guard::inspect(self.text, MAX_MEMORY / YAML_EVENT_MEMORY).map_err(|refusal| match refusal {
            guard::Refusal::Depth(at) => too_large(Stop::Depth, MAX_MEMORY, Some(locate::position(self.text, at))),
            guard::Refusal::Events => too_large(Stop::Memory, MAX_MEMORY, None),
            guard::Refusal::Directives(at) => {
                let message = format!("the file has more than {MAX_YAML_DIRECTIVES} YAML directives");
                Fault { code: Code::TooLarge, position: Some(locate::position(self.text, at)), message, note: None }
            }
        })?;
        let memory = MAX_MEMORY.saturating_sub(events * YAML_EVENT_MEMORY);
        let budget = limits::Budget { nodes: events + MAX_ALIAS_NODES, memory };
        let (mut value, findings) = match self.yaml_of(budget, Keys::Texts) {
            Err(fault) if fault.message.contains(EXPECTED_KEY) => self.yaml_of(budget, Keys::Values),
            read => read,
        }?;
        if !value.is_object() && !value.is_array() {
            let shown: String = value.to_string().chars().take(40).collect();
            let message =
                if value.is_null() { "the file is empty".to_owned() } else { format!("the file is one value, `{shown}`") };
            return Err(Fault { code: Code::InvalidSyntax, position: None, message, note: None });
        }
        self.report(findings);
        merge::expand(&mut value);
        Ok(value)
    }

    fn yaml_of(&mut self, budget: limits::Budget, keys: Keys) -> Result<(Value, Findings), Fault> {
        let findings = Findings::new(budget, keys);
        let mut documents = serde_yaml::Deserializer::from_str(self.text);
        let Some(first) = documents.next() else { return Err(syntax("YAML", None, "there is no document", None)) };
        let value = findings.seed().deserialize(first).map_err(|error| {
            let position =
                error.location().filter(|place| place.line() > 0).map(|place| self.yaml_position(place.line(), place.column()));
            if let Some(stop) = findings.stop() {
                return too_large(if stop == Stop::Nodes { Stop::Aliases } else { stop }, MAX_MEMORY, position);
            }
            self.yaml_fault(&error.to_string(), position)
        })?;
        if documents.next().is_some() {
            let message = "the file has several YAML documents; the first one is read";
            self.warn(Code::InvalidSyntax, None, message.to_owned(), None);
        }
        Ok((value, findings))
    }

    /// The words of `serde_yaml`, without the position that is shown beside them.
    fn yaml_fault(&self, full: &str, position: Option<(usize, usize)>) -> Fault {
        match full {
            "repetition limit exceeded" => return too_large(Stop::Aliases, MAX_MEMORY, position),
            text if text.contains("recursion limit exceeded") => return too_large(Stop::Depth, MAX_MEMORY, position),
            _ => {}
        }
        let (message, rest) = match full.find(" at line ").or_else(|| full.find(" at position ")) {
            Some(end) => full.split_at(end),
            None => (full, ""),
        };
        // `… at line 3 column 1, while parsing a flow sequence at line 2 column 4`
        let note = rest.split_once(", ").map(|(_, context)| context.to_owned());
        // The reader of libyaml knows a byte only.
        let offset = rest.strip_prefix(" at position ").and_then(|rest| {
            let digits = rest.find(|c: char| !c.is_ascii_digit()).map_or(rest, |end| &rest[..end]);
            digits.parse::<usize>().ok()
        });
        let position = offset.map(|offset| locate::position(self.text, offset)).or(position);
        syntax("YAML", position, message, note)
    }

    /// The position that an editor shows for one of libyaml, which knows more kinds of line breaks.
    fn yaml_position(&self, line: usize, column: usize) -> (usize, usize) {
        locate::position(self.text, Lines::yaml(self.text).offset(self.text, line, column))
    }

    fn fail(&mut self, fault: Fault) -> Option<Value> {
        let mut diagnostic = Diagnostic::file(fault.code, self.path, fault.position, fault.message);
        diagnostic.note = fault.note;
        if fault.code == Code::TooLarge {
            diagnostic.help = Some("split the document, or remove what the client does not need".to_owned());
        }
        self.diagnostics.push(diagnostic);
        None
    }

    fn warn(&mut self, code: Code, position: Option<(usize, usize)>, message: String, note: Option<String>) {
        let mut diagnostic = Diagnostic::file(code, self.path, position, message);
        diagnostic.severity = Severity::Warning;
        diagnostic.note = note;
        self.diagnostics.push(diagnostic);
    }

    fn report_repairs(&mut self, repairs: &[repair::Repair], unsaid: usize) {
        for repair in repairs {
            let position = Some(locate::position(self.text, repair.offset));
            self.warn(Code::InvalidSyntax, position, repair.to_string(), None);
        }
        self.report_unsaid(Code::InvalidSyntax, unsaid);
    }

    fn report_unsaid(&mut self, code: Code, count: usize) {
        if count > 0 {
            self.warn(code, None, format!("the file has {count} more faults like these"), None);
        }
    }

    /// Turns what the builder has seen into diagnostics.
    fn report(&mut self, findings: Findings) {
        let (findings, unsaid) = findings.into_parts();
        let wanted: Vec<(Pointer, bool)> = findings.iter().map(|found| (found.at.clone(), found.is_about_key())).collect();
        let spots = if wanted.is_empty() { Vec::new() } else { locate::locate(self.text, &wanted) };
        for (found, spot) in findings.into_iter().zip(spots) {
            let position = spot.map(|spot| locate::position(self.text, spot.start));
            let at = &found.at;
            match found.finding {
                Finding::Duplicate(key) => {
                    let message = format!("the key `{key}` stands here twice");
                    self.warn(Code::DuplicateKey, position, message, Some(format!("at {at}; the last value counts")));
                }
                Finding::Key => {
                    let message = "a key of this object is a list or an object, not a text".to_owned();
                    let note = format!("at {at}; the entry is left out. Text that begins with `{{` or `[` needs quotes");
                    self.warn(Code::InvalidValue, position, message, Some(note));
                }
                Finding::NotFinite => {
                    let message = "`.inf` and `.nan` are not numbers of JSON".to_owned();
                    self.warn(Code::InvalidValue, position, message, Some(format!("at {at}; it is read as null")));
                }
                Finding::Tag(tag) => {
                    let message = format!("the YAML tag `!{}` has no meaning here", tag.trim_start_matches('!'));
                    self.warn(Code::InvalidValue, position, message, Some(format!("at {at}; the value is read without it")));
                }
            }
        }
        self.report_unsaid(Code::InvalidValue, unsaid);
    }
}

fn too_large(stop: Stop, memory: usize, position: Option<(usize, usize)>) -> Fault {
    let message = match stop {
        Stop::Depth => format!("lists and objects are nested deeper than {MAX_DEPTH}"),
        Stop::Aliases => format!("the aliases of the document repeat more than {MAX_ALIAS_NODES} values"),
        Stop::Nodes => format!("the document has more than {MAX_NODES} values"),
        Stop::Memory => format!("the document needs more than {} MiB of memory", memory >> 20),
    };
    Fault { code: Code::TooLarge, position, message, note: None }
}

fn syntax(format: &str, position: Option<(usize, usize)>, message: &str, note: Option<String>) -> Fault {
    Fault { code: Code::InvalidSyntax, position, message: format!("this is not {format}: {message}"), note }
}

/// serde_json counts bytes where an editor counts characters.
fn char_column(text: &str, line: usize, byte_column: usize) -> usize {
    let line = text.split('\n').nth(line - 1).unwrap_or("");
    let end = byte_column.saturating_sub(1).min(line.len());
    line.as_bytes().iter().take(end).filter(|byte| **byte & 0xc0 != 0x80).count() + 1
}

#[cfg(test)]
mod tests;
