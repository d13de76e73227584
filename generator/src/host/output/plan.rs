//! What has to change in an output folder so that it holds a set of files: the folder as it is and the files in, changes out.
//! Nothing is written here, and a plan that would touch what is not ours is an error.

use super::{
    folder::{Entry, Folder},
    manifest::{self, Manifest},
    path,
};
use crate::{file_set::FileSet, host::failure::Failure};
use std::{collections::BTreeSet, fs::Permissions};

/// How many refused files are named before the rest is counted.
const NAMED: usize = 5;

/// What has to change.
#[derive(Debug)]
pub struct Plan {
    /// In the order of their paths.
    pub changes: Vec<Change>,
    /// How many files are as they should be.
    pub unchanged: usize,
    /// Files that are no longer emitted, but have been edited since they were written; they stay.
    pub kept: Vec<String>,
    /// The manifest while files are exchanged, and after that; `None` where it is right already.
    pub(crate) manifest: Option<(Manifest, Manifest)>,
}

/// One file to be written or removed.
#[derive(Debug)]
pub struct Change {
    /// The path in the folder.
    pub path: String,
    /// What happens to it.
    pub kind: Kind,
    /// The text on disk.
    pub old: Vec<u8>,
    /// The text to be; empty for a removal.
    pub new: String,
    /// Of the file on disk, which its successor inherits.
    pub permissions: Option<Permissions>,
}

/// What happens to a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// It is new.
    Added,
    /// Its text is another.
    Changed,
    /// It is no longer emitted.
    Removed,
}

impl Plan {
    /// Compares a folder with the files that it should hold.
    pub fn new(folder: &Folder, files: &FileSet) -> Result<Plan, Failure> {
        check_paths(files)?;
        let written = folder.manifest()?;
        let mut plan = Plan { changes: Vec::new(), unchanged: 0, kept: Vec::new(), manifest: None };
        let mut checked = BTreeSet::new();
        let mut foreign = Vec::new();
        for (path, text) in files.iter() {
            match folder.entry(path, &mut checked)? {
                None => plan.change(path, Kind::Added, None, text),
                Some(entry) if entry.bytes == text.as_bytes() => plan.unchanged += 1,
                Some(entry) if written.lists(path) || manifest::is_marked(&entry.bytes) => {
                    refuse_shared(folder, path, &entry)?;
                    plan.change(path, Kind::Changed, Some(entry), text);
                }
                Some(_) => foreign.push(path),
            }
        }
        refuse_foreign(folder, &foreign)?;
        for path in written.paths().filter(|path| files.get(path).is_none()) {
            let Some(entry) = folder.entry(path, &mut checked)? else { continue };
            refuse_shared(folder, path, &entry)?;
            if written.wrote(path, &entry.bytes) {
                plan.change(path, Kind::Removed, Some(entry), "");
            } else {
                plan.kept.push(path.to_owned());
            }
        }
        plan.changes.sort_by(|left, right| left.path.cmp(&right.path));
        let next = Manifest::of(files.iter());
        plan.manifest = (written != next).then(|| (written.union(&next), next));
        Ok(plan)
    }

    /// Whether there is nothing to do.
    pub fn is_empty(&self) -> bool {
        self.changes.is_empty() && self.manifest.is_none()
    }

    /// How many files something happens to.
    pub fn count(&self, kind: Kind) -> usize {
        self.changes.iter().filter(|change| change.kind == kind).count()
    }

    fn change(&mut self, path: &str, kind: Kind, entry: Option<Entry>, text: &str) {
        let (old, permissions) = match entry {
            Some(entry) => (entry.bytes, Some(entry.metadata.permissions())),
            None => (Vec::new(), None),
        };
        self.changes.push(Change { path: path.to_owned(), kind, old, new: text.to_owned(), permissions });
    }
}

/// Every path must be one of the output, and no two may be one file where case does not count. The stages see to both; what reaches
/// the disk is checked all the same.
pub(crate) fn check_paths(files: &FileSet) -> Result<(), Failure> {
    let mut folded = BTreeSet::new();
    for (path, _) in files.iter() {
        if let Some(fault) = path::fault(path) {
            return Err(Failure::new(format!("the generator named a file `{path}`: {fault}")));
        }
        if path == manifest::NAME || !folded.insert(path.to_lowercase()) {
            return Err(Failure::new(format!("the generator named two files `{path}`")));
        }
    }
    Ok(())
}

fn refuse_shared(folder: &Folder, path: &str, entry: &Entry) -> Result<(), Failure> {
    if entry.is_shared() { Err(folder.refuse(path, "is a hard link to a file with another name")) } else { Ok(()) }
}

fn refuse_foreign(folder: &Folder, paths: &[&str]) -> Result<(), Failure> {
    if paths.is_empty() {
        return Ok(());
    }
    let mut names: Vec<_> = paths.iter().take(NAMED).map(|path| format!("`{path}`")).collect();
    if paths.len() > NAMED {
        names.push(format!("{} more", paths.len() - NAMED));
    }
    let message = format!("`{}` holds files that this command did not write: {}", folder.root().display(), names.join(", "));
    Err(Failure::new(message).help("move them away, or choose another output folder"))
}
