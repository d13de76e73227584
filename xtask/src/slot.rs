//! Places to check crates in. cargo lets one process at a time into a target folder, so whoever checks at the same time as others has a
//! slot: a folder with room for one crate, and a target folder that stays for later runs.
//!
//! Dependencies take far longer than any one crate. They are built in the first slot that needs them, while the others wait, and
//! copied from there.

use crate::failure::Failure;
use std::{
    env,
    fs::{self, File},
    io,
    path::{Path, PathBuf},
};

/// A place to check one crate after another.
#[derive(Debug)]
pub(crate) struct Slot {
    folder: PathBuf,
    #[allow(dead_code, reason = "the slot is ours until this is dropped")]
    lock: Lock,
}

#[cfg(unix)]
type Lock = nix::fcntl::Flock<File>;
#[cfg(not(unix))]
type Lock = File;

impl Slot {
    /// The first slot that nobody uses.
    pub(crate) fn acquire() -> Result<Slot, Failure> {
        let base = base();
        let mut number = 0;
        loop {
            let folder = base.join(format!("slot-{number}"));
            fs::create_dir_all(&folder).map_err(|error| Failure::io("create", &folder, &error))?;
            let file = folder.join("lock");
            if let Some(lock) = lock(&file, Wait::No).map_err(|error| Failure::io("lock", &file, &error))? {
                return Ok(Slot { folder, lock });
            }
            number += 1;
        }
    }

    /// An empty folder for the next crate. What the last one left is removed.
    pub(crate) fn make_room(&self) -> Result<PathBuf, Failure> {
        let room = self.folder.join("crate");
        match fs::remove_dir_all(&room) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(Failure::io("remove", &room, &error)),
            _ => {}
        }
        fs::create_dir(&room).map_err(|error| Failure::io("create", &room, &error))?;
        Ok(room)
    }

    /// The target folder.
    pub(crate) fn target(&self) -> PathBuf {
        self.folder.join("target")
    }

    /// A file for what rustc used.
    pub(crate) fn report(&self) -> PathBuf {
        self.folder.join("rustc")
    }

    /// Runs a build that may need dependencies: the first one alone.
    pub(crate) fn with_dependencies<T>(&self, build: impl FnOnce() -> Result<T, Failure>) -> Result<T, Failure> {
        if is_warm(&self.folder) {
            return build();
        }
        let file = base().join("lock");
        let alone = lock(&file, Wait::Yes).map_err(|error| Failure::io("lock", &file, &error))?;
        if let Some(warm) = find_warm() {
            copy(&warm.join("target"), &self.target()).map_err(|error| Failure::io("copy", &warm, &error))?;
            warm_up(&self.folder)?;
            drop(alone);
            return build();
        }
        let built = build()?;
        warm_up(&self.folder)?;
        drop(alone);
        Ok(built)
    }
}

/// A lock file that a check had to make, since those around it did not do.
pub(crate) fn kept_lock_file() -> PathBuf {
    base().join("Cargo.lock")
}

/// Where slots are: beside the other things that cargo builds, if this program stands there.
fn base() -> PathBuf {
    let target = env::var_os("CARGO_TARGET_DIR").map(PathBuf::from).or_else(|| {
        let this = env::current_exe().ok()?;
        let target = this.parent()?.parent()?;
        target.join("CACHEDIR.TAG").is_file().then(|| target.to_owned())
    });
    let base = target.unwrap_or_else(env::temp_dir).join("xtask-corpus");
    std::path::absolute(&base).unwrap_or(base)
}

fn is_warm(slot: &Path) -> bool {
    slot.join("warm").is_file() && slot.join("target").is_dir()
}

fn warm_up(slot: &Path) -> Result<(), Failure> {
    let file = slot.join("warm");
    File::create(&file).map(drop).map_err(|error| Failure::io("write", &file, &error))
}

fn find_warm() -> Option<PathBuf> {
    let slots = fs::read_dir(base()).ok()?.flatten().map(|entry| entry.path());
    slots.filter(|slot| is_warm(slot)).min()
}

/// Copies a folder with the times of its files, by which cargo tells what is fresh. The slot that it is copied from may be in use: a
/// file that has gone meanwhile is one of the crate that is checked there.
fn copy(from: &Path, to: &Path) -> io::Result<()> {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let target = to.join(entry.file_name());
        let copied = if entry.file_type()?.is_dir() { copy(&entry.path(), &target) } else { copy_file(&entry.path(), &target) };
        match copied {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
            _ => {}
        }
    }
    Ok(())
}

fn copy_file(from: &Path, to: &Path) -> io::Result<()> {
    let modified = fs::metadata(from)?.modified()?;
    fs::copy(from, to)?;
    File::options().append(true).open(to)?.set_modified(modified)
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Wait {
    Yes,
    No,
}

#[cfg(unix)]
fn lock(path: &Path, wait: Wait) -> io::Result<Option<Lock>> {
    use nix::{
        errno::Errno,
        fcntl::{Flock, FlockArg},
    };
    let file = File::options().create(true).append(true).open(path)?;
    let how = if wait == Wait::Yes { FlockArg::LockExclusive } else { FlockArg::LockExclusiveNonblock };
    match Flock::lock(file, how) {
        Ok(lock) => Ok(Some(lock)),
        Err((_, Errno::EWOULDBLOCK)) => Ok(None),
        Err((_, error)) => Err(error.into()),
    }
}

/// Without locks, a slot is taken by a file of this process in it.
#[cfg(not(unix))]
fn lock(path: &Path, wait: Wait) -> io::Result<Option<Lock>> {
    if wait == Wait::Yes {
        return File::options().create(true).append(true).open(path).map(Some);
    }
    match File::create_new(path.with_extension(std::process::id().to_string())) {
        Ok(file) => Ok(Some(file)),
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Ok(None),
        Err(error) => Err(error),
    }
}
