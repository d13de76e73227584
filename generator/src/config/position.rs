//! Where the keys of `codegen.toml` stand.

use crate::{
    diagnostic::{Code, Diagnostic},
    load::text::position,
};
use std::collections::BTreeMap;
use toml::de::{DeTable, DeValue};

/// Line and column of keys and of entries of lists, by the dotted name of what holds them.
#[derive(Clone, Debug, Default)]
pub(super) struct Positions {
    path: Option<String>,
    text: String,
    places: BTreeMap<(String, String), (usize, usize)>,
    /// Keys of overrides as they are written, by the places in the bundled document that they mean.
    written: BTreeMap<String, String>,
}

impl Positions {
    pub(super) fn new(text: &str, path: &str) -> Positions {
        let mut positions = Positions { path: Some(path.to_owned()), text: text.to_owned(), ..Positions::default() };
        if let Ok(table) = DeTable::parse(text) {
            positions.table("", table.get_ref(), text);
        }
        positions
    }

    pub(super) fn path(&self) -> &str {
        self.path.as_deref().unwrap_or("codegen.toml")
    }

    /// The path and the text of the file, if there is one.
    pub(super) fn file(&self) -> Option<(&str, &str)> {
        Some((self.path.as_deref()?, &self.text))
    }

    /// Notes which place in the bundled document the key of an override means.
    pub(super) fn note_override(&mut self, bundled: String, written: String) {
        self.written.insert(bundled, written);
    }

    /// The key of an override as it is written.
    pub(super) fn written<'p>(&'p self, bundled: &'p str) -> &'p str {
        self.written.get(bundled).map_or(bundled, String::as_str)
    }

    pub(super) fn get(&self, table: &str, entry: &str) -> Option<(usize, usize)> {
        self.places.get(&(table.to_owned(), entry.to_owned())).copied()
    }

    fn table(&mut self, name: &str, table: &DeTable<'_>, text: &str) {
        for (key, value) in table {
            self.places.insert((name.to_owned(), key.get_ref().to_string()), position(text, key.span().start));
            let inner = if name.is_empty() { key.get_ref().to_string() } else { format!("{name}.{}", key.get_ref()) };
            match value.get_ref() {
                DeValue::Table(table) => self.table(&inner, table, text),
                DeValue::Array(list) => {
                    for (index, item) in list.iter().enumerate() {
                        if let DeValue::Table(table) = item.get_ref() {
                            self.table(&format!("{inner}.{index}"), table, text);
                        }
                        if let DeValue::String(entry) = item.get_ref() {
                            let place = position(text, item.span().start);
                            self.places.entry((inner.clone(), entry.to_string())).or_insert(place);
                        }
                    }
                }
                _ => {}
            }
        }
    }
}

/// What the TOML parser says, in our voice.
pub(super) fn invalid_toml(error: &toml::de::Error, text: &str, path: &str) -> Diagnostic {
    let place = error.span().map(|span| position(text, span.start));
    let message = error.message().trim().replace('\n', "; ");
    Diagnostic::file(Code::InvalidConfig, path, place, message)
}
