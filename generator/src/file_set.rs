//! The output: the text of every emitted file, by its path below the output folder.

use std::collections::BTreeMap;

/// Emitted files: relative paths with `/` between their parts, and the bytes of each file. Paths never contain `..`, never start
/// with `/`, and their order is that of the map.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FileSet(BTreeMap<String, String>);

impl FileSet {
    /// Adds a file. Two stages never write the same path, so an earlier file of that path is a bug of the generator.
    pub fn insert(&mut self, path: impl Into<String>, text: String) {
        let path = path.into();
        debug_assert!(!path.starts_with('/') && !path.split('/').any(|part| part == ".."));
        let earlier = self.0.insert(path, text);
        debug_assert!(earlier.is_none());
    }

    /// The text of a file.
    pub fn get(&self, path: &str) -> Option<&str> {
        self.0.get(path).map(String::as_str)
    }

    /// Every file in the order of its path.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(path, text)| (path.as_str(), text.as_str()))
    }
}
