//! The files of a document, and how they become one value.

use crate::pointer::Pointer;
use serde_json::Value;
use std::collections::{BTreeMap, HashMap};

/// The key of the root under which other files are bundled, in the order in which they were opened.
pub(super) const FILES: &str = "x-oas-files";

/// A file of the document.
#[derive(Debug)]
pub(in crate::load) struct File {
    /// The path, relative to the folder of the root document.
    pub(super) path: String,
    /// Where it is bundled; the root for the root document.
    pub(super) at: Pointer,
    /// What it says.
    pub(in crate::load) value: Value,
}

/// The files of a document. The first one is the root document.
#[derive(Debug, Default)]
pub(in crate::load) struct Files {
    pub(in crate::load) list: Vec<File>,
    /// Indices into `list` by path, or why there is no such file.
    pub(super) by_path: HashMap<String, Result<usize, String>>,
}

impl Files {
    /// The files of a document of which only the root was read.
    pub(in crate::load) fn new(path: &str, mut value: Value) -> Files {
        if let Value::Object(root) = &mut value {
            root.shift_remove(FILES);
        }
        let file = File { path: path.to_owned(), at: Pointer::root(), value };
        Files { list: vec![file], by_path: HashMap::from([(path.to_owned(), Ok(0))]) }
    }

    /// The file that holds a place of the bundled document.
    pub(super) fn holding(&self, at: &str) -> &File {
        let index = at
            .strip_prefix('/')
            .and_then(|rest| rest.strip_prefix(FILES))
            .and_then(|rest| rest.strip_prefix('/'))
            .and_then(|rest| rest[..rest.find('/').unwrap_or(rest.len())].parse::<usize>().ok());
        index.and_then(|index| self.list.get(index + 1)).unwrap_or(&self.list[0])
    }

    /// The node at a place of the bundled document.
    pub(in crate::load) fn node(&self, at: &Pointer) -> Option<&Value> {
        let file = self.holding(at.as_str());
        Pointer::new(&at.as_str()[file.at.as_str().len()..]).find(&file.value)
    }

    /// The node at a place of the bundled document, to be replaced.
    pub(in crate::load) fn node_mut(&mut self, at: &Pointer) -> Option<&mut Value> {
        let file = self.holding(at.as_str()).at.clone();
        let file = self.list.iter_mut().find(|one| one.at == file)?;
        file.value.pointer_mut(&at.as_str()[file.at.as_str().len()..])
    }

    /// Where all files but the root document are bundled, by their paths.
    pub(in crate::load) fn places(&self) -> BTreeMap<String, Pointer> {
        self.list.iter().skip(1).map(|file| (file.path.clone(), file.at.clone())).collect()
    }

    /// The bundled document.
    pub(in crate::load) fn bundle(self) -> Value {
        let mut files = self.list.into_iter().map(|file| file.value);
        let mut root = files.next().unwrap_or_default();
        if let Value::Object(root) = &mut root {
            let files: Vec<Value> = files.collect();
            if !files.is_empty() {
                root.insert(FILES.to_owned(), Value::Array(files));
            }
        }
        root
    }
}
