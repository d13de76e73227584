//! Carries out a plan. Every text is staged in a folder that only this run has and renamed over its target, so that a reader or an
//! interrupted run sees an old or a new file, never a part of one. A text that replaces another is forced to disk before, so that a
//! crash of the whole system leaves one of the two. A new file replaces nothing: what a crash makes of it, the next run, which finds
//! it in the list, puts right. Thousands of new files are written in a fraction of the time that forcing each to disk takes.
//!
//! Order: texts are staged (a full disk ends the run here, with nothing changed); the manifest lists the old and the new files; new
//! and changed files are put in place; stale files are removed; the manifest lists the new files. Whatever interrupts that, the next
//! run knows which files are ours.

use super::{
    folder::Folder,
    manifest::{self, Manifest},
    plan::{self, Change, Kind, Plan},
};
use crate::{file_set::FileSet, host::failure::Failure};
use std::{
    collections::BTreeSet,
    fs::{self, File, OpenOptions, Permissions},
    io::{self, Write},
    path::{Path, PathBuf},
    thread,
};

/// Staging folders of this program; one that is there while we hold the lock was left by a run that was killed.
const STAGING: &str = ".codegen-staging-";

/// How many files are forced to disk at the same time.
const THREADS: usize = 8;

/// Writes and removes what a plan says.
pub fn write_all(folder: &Folder, plan: &Plan) -> Result<(), Failure> {
    sweep(folder.root());
    if plan.is_empty() {
        return Ok(());
    }
    let mut staging = Staging::new(folder.root())?;
    let mut staged = Vec::new();
    for change in plan.changes.iter().filter(|change| change.kind != Kind::Removed) {
        let hold = if change.kind == Kind::Changed { Hold::Forced } else { Hold::Lazy };
        staged.push((change, staging.stage(&change.new, change.permissions.clone(), hold)?));
    }
    let manifests = match &plan.manifest {
        Some((meanwhile, after)) => Some((staging.manifest(meanwhile)?, staging.manifest(after)?)),
        None => None,
    };
    staging.sync()?;
    let mut touched = BTreeSet::from([folder.root().to_owned()]);
    if let Some((meanwhile, _)) = &manifests {
        put(meanwhile, &folder.root().join(manifest::NAME))?;
        sync(&touched)?;
    }
    for (change, file) in &staged {
        let parent = make_parents(folder, &change.path)?;
        put(file, &folder.root().join(&change.path))?;
        touched.insert(parent);
    }
    for change in plan.changes.iter().filter(|change| change.kind == Kind::Removed) {
        remove(folder, change, &mut touched)?;
    }
    sync(&touched)?;
    if let Some((_, after)) = &manifests {
        put(after, &folder.root().join(manifest::NAME))?;
        sync(&BTreeSet::from([folder.root().to_owned()]))?;
    }
    Ok(())
}

/// Writes files to a folder that is new or empty, without ceremony: for trees that nobody keeps.
pub fn write_fresh(root: &Path, files: &FileSet) -> Result<(), Failure> {
    plan::check_paths(files)?;
    for (path, text) in files.iter() {
        let target = root.join(path);
        let parent = target.parent().unwrap_or(root);
        fs::create_dir_all(parent).map_err(|error| Failure::io("create", parent, &error))?;
        File::create_new(&target)
            .and_then(|mut file| file.write_all(text.as_bytes()))
            .map_err(|error| Failure::io("write", &target, &error))?;
    }
    Ok(())
}

/// Whether a text must be on the disk before it is put in place.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Hold {
    Forced,
    Lazy,
}

/// Files that wait to be put in place. The folder is created exclusively and for us alone; it is removed with what is left in it.
struct Staging {
    folder: tempfile::TempDir,
    fresh: Permissions,
    files: usize,
    forced: Vec<PathBuf>,
}

impl Staging {
    fn new(root: &Path) -> Result<Staging, Failure> {
        let failure = |error: io::Error| Failure::io("write to", root, &error);
        let folder = tempfile::Builder::new().prefix(STAGING).tempdir_in(root).map_err(failure)?;
        // What the system gives a new file is what its umask allows.
        let sample = File::create_new(folder.path().join("sample")).map_err(failure)?;
        let fresh = sample.metadata().map_err(failure)?.permissions();
        Ok(Staging { folder, fresh, files: 0, forced: Vec::new() })
    }

    fn stage(&mut self, text: &str, permissions: Option<Permissions>, hold: Hold) -> Result<PathBuf, Failure> {
        let path = self.folder.path().join(self.files.to_string());
        self.files += 1;
        let mut options = OpenOptions::new();
        options.write(true).create_new(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let permissions = permissions.unwrap_or_else(|| self.fresh.clone());
        options
            .open(&path)
            .and_then(|mut file| {
                file.write_all(text.as_bytes())?;
                file.set_permissions(permissions)
            })
            .map_err(|error| Failure::io("write to", self.folder.path().parent().unwrap_or(&path), &error))?;
        if hold == Hold::Forced {
            self.forced.push(path.clone());
        }
        Ok(path)
    }

    /// Forces to disk what has to be there. A file system commits what it is asked for at the same time together, so that many
    /// threads are done twenty times sooner than one.
    fn sync(&self) -> Result<(), Failure> {
        let sync = |path: &PathBuf| File::open(path).and_then(|file| file.sync_all());
        let work = |thread: usize| self.forced.iter().skip(thread).step_by(THREADS).try_for_each(sync);
        let work = &work;
        let synced = thread::scope(|scope| {
            let threads: Vec<_> = (0..THREADS.min(self.forced.len())).map(|thread| scope.spawn(move || work(thread))).collect();
            threads
                .into_iter()
                .try_for_each(|thread| thread.join().unwrap_or_else(|_| Err(io::Error::other("a thread ended early"))))
        });
        synced.map_err(|error| Failure::io("write to", self.folder.path().parent().unwrap_or(self.folder.path()), &error))
    }

    fn manifest(&mut self, manifest: &Manifest) -> Result<PathBuf, Failure> {
        self.stage(&manifest.render(), None, Hold::Forced)
    }
}

/// Replaces a file, or the absence of one, at once.
fn put(staged: &Path, target: &Path) -> Result<(), Failure> {
    fs::rename(staged, target).map_err(|error| Failure::io("write", target, &error))
}

/// The folder of a file, created if need be, and looked at once more: time has passed since the plan was made.
fn make_parents(folder: &Folder, path: &str) -> Result<PathBuf, Failure> {
    for (end, _) in path.match_indices('/') {
        let above = &path[..end];
        match folder.look(above)? {
            Some(metadata) if metadata.is_dir() => {}
            Some(_) => return Err(folder.refuse(above, "is not a folder")),
            None => {
                let full = folder.root().join(above);
                fs::create_dir(&full).map_err(|error| Failure::io("create", &full, &error))?;
            }
        }
    }
    Ok(folder.root().join(path).parent().unwrap_or(folder.root()).to_owned())
}

/// Removes a file, and the folders that are empty without it.
fn remove(folder: &Folder, change: &Change, touched: &mut BTreeSet<PathBuf>) -> Result<(), Failure> {
    let target = folder.root().join(&change.path);
    match fs::remove_file(&target) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(Failure::io("remove", &target, &error)),
        _ => {}
    }
    for above in target.ancestors().skip(1).take_while(|above| *above != folder.root()) {
        if fs::remove_dir(above).is_err() {
            touched.insert(above.to_owned());
            break;
        }
        touched.remove(above);
    }
    Ok(())
}

/// Forces renames and removals to disk.
fn sync(folders: &BTreeSet<PathBuf>) -> Result<(), Failure> {
    #[cfg(unix)]
    for folder in folders {
        File::open(folder).and_then(|folder| folder.sync_all()).map_err(|error| Failure::io("write to", folder, &error))?;
    }
    #[cfg(not(unix))]
    let _ = folders;
    Ok(())
}

/// Removes what a killed run left behind. We hold the lock, so nobody is using it; that it stays is no reason to fail.
fn sweep(root: &Path) {
    let Ok(entries) = fs::read_dir(root) else { return };
    for entry in entries.flatten() {
        let ours = entry.file_name().to_string_lossy().starts_with(STAGING);
        if ours && entry.file_type().is_ok_and(|kind| kind.is_dir()) {
            let _ = fs::remove_dir_all(entry.path());
        }
    }
}
