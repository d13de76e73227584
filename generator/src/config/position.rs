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
    places: BTreeMap<(String, String), (usize, usize)>,
}

impl Positions {
    pub(super) fn new(text: &str, path: &str) -> Positions {
        let mut positions = Positions { path: Some(path.to_owned()), places: BTreeMap::new() };
        if let Ok(table) = DeTable::parse(text) {
            positions.table("", table.get_ref(), text);
        }
        positions
    }

    pub(super) fn path(&self) -> &str {
        self.path.as_deref().unwrap_or("codegen.toml")
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
                    for item in list.iter() {
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
