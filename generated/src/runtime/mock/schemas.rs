//! The schemas that others refer to, parsed when they are first needed.

use serde_json::Value;
use std::{fmt, sync::OnceLock};

/// The table of schemas.
pub(super) struct Schemas {
    table: &'static [(&'static str, &'static str)],
    parsed: Box<[OnceLock<Value>]>,
}

impl fmt::Debug for Schemas {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Schemas").field("count", &self.table.len()).finish()
    }
}

impl Schemas {
    /// A table, sorted by name.
    pub(super) fn new(table: &'static [(&'static str, &'static str)]) -> Schemas {
        Schemas { table, parsed: table.iter().map(|_| OnceLock::new()).collect() }
    }

    /// The schema that `#/$defs/…` refers to, with its name.
    pub(super) fn get(&self, reference: &str) -> Option<(&'static str, &Value)> {
        let name = reference.strip_prefix("#/$defs/")?.replace("~1", "/").replace("~0", "~");
        let at = self.table.binary_search_by(|(known, _)| (*known).cmp(name.as_str())).ok()?;
        let (name, text) = self.table[at];
        Some((name, self.parsed[at].get_or_init(|| parse(text))))
    }
}

/// A schema from its text; one that allows anything where it is none.
pub(super) fn parse(text: &str) -> Value {
    serde_json::from_str(text).unwrap_or(Value::Bool(true))
}
