//! The output folder as it is on disk. Each part of a path is looked at without following it; what is not a folder or a regular
//! file of ours alone is refused.

use super::manifest::{self, Manifest};
use crate::host::failure::Failure;
use std::{
    collections::BTreeSet,
    fs::{self, File, Metadata},
    io::{self, Read},
    path::{Path, PathBuf},
};

/// An emitted file is far smaller; a larger one on disk is not compared but replaced, or refused if it is not ours.
const LARGEST: u64 = 64 * 1024 * 1024;

/// An output folder, which need not exist yet.
#[derive(Debug)]
pub struct Folder {
    root: PathBuf,
    exists: bool,
    /// Held while files are compared and written: of two runs at the same time, one waits for the other.
    #[allow(dead_code, reason = "the lock is released when the folder is dropped")]
    lock: Option<Lock>,
}

#[cfg(unix)]
type Lock = nix::fcntl::Flock<File>;
#[cfg(not(unix))]
type Lock = File;

/// A regular file of the output.
#[derive(Debug)]
pub(crate) struct Entry {
    pub bytes: Vec<u8>,
    pub metadata: Metadata,
}

impl Folder {
    /// An output folder to compare with; nothing is created.
    pub fn to_read(root: &Path) -> Result<Folder, Failure> {
        let exists = match fs::symlink_metadata(root) {
            Ok(metadata) if metadata.is_dir() => true,
            Ok(metadata) if metadata.is_symlink() => return Err(refuse_link(root)),
            Ok(_) => return Err(Failure::new(format!("the output folder `{}` is not a folder", root.display()))),
            Err(error) if error.kind() == io::ErrorKind::NotFound => false,
            Err(error) => return Err(Failure::io("look at", root, &error)),
        };
        Ok(Folder { root: root.to_owned(), exists, lock: None })
    }

    /// An output folder to write to: it is created if need be, and locked.
    pub fn to_write(root: &Path) -> Result<Folder, Failure> {
        let mut folder = Folder::to_read(root)?;
        if !folder.exists {
            fs::create_dir_all(root).map_err(|error| Failure::io("create", root, &error))?;
        }
        folder.root = fs::canonicalize(root).map_err(|error| Failure::io("look at", root, &error))?;
        folder.exists = true;
        folder.lock = lock(&folder.root)?;
        Ok(folder)
    }

    /// Where it is.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// The file at a path of the output; `None` where there is none. `checked` holds the folders that were looked at before.
    pub(crate) fn entry<'p>(&self, path: &'p str, checked: &mut BTreeSet<&'p str>) -> Result<Option<Entry>, Failure> {
        if !self.exists {
            return Ok(None);
        }
        for (end, _) in path.match_indices('/') {
            let above = &path[..end];
            if !checked.contains(above) {
                match self.look(above)? {
                    None => return Ok(None),
                    Some(metadata) if metadata.is_dir() => checked.insert(above),
                    Some(_) => return Err(self.refuse(above, "is not a folder")),
                };
            }
        }
        match self.look(path)? {
            None => Ok(None),
            Some(metadata) if metadata.is_file() => self.read(path, metadata).map(Some),
            Some(_) => Err(self.refuse(path, "is not a regular file")),
        }
    }

    /// What stands at a path, a link itself being refused.
    pub(crate) fn look(&self, path: &str) -> Result<Option<Metadata>, Failure> {
        match fs::symlink_metadata(self.root.join(path)) {
            Ok(metadata) if metadata.is_symlink() => Err(self.refuse(path, "is a symbolic link")),
            Ok(metadata) => Ok(Some(metadata)),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(Failure::io("look at", &self.root.join(path), &error)),
        }
    }

    pub(crate) fn refuse(&self, path: &str, why: &str) -> Failure {
        let message = format!("`{}` {why}, and will be neither followed nor replaced", self.root.join(path).display());
        Failure::new(message).help("remove it, or choose another output folder")
    }

    /// What an earlier run wrote.
    pub(crate) fn manifest(&self) -> Result<Manifest, Failure> {
        let Some(entry) = self.entry(manifest::NAME, &mut BTreeSet::new())? else { return Ok(Manifest::default()) };
        let text = String::from_utf8_lossy(&entry.bytes);
        Manifest::parse(&text).map_err(|why| {
            let path = self.root.join(manifest::NAME);
            let help = "restore it, or remove the output folder and run again";
            Failure::new(format!("`{}` is damaged: {why}", path.display())).help(help)
        })
    }

    fn read(&self, path: &str, metadata: Metadata) -> Result<Entry, Failure> {
        let full = self.root.join(path);
        let failure = |error: io::Error| Failure::io("read", &full, &error);
        let mut bytes = Vec::new();
        if metadata.len() <= LARGEST {
            open(&full).and_then(|file| file.take(LARGEST).read_to_end(&mut bytes)).map_err(failure)?;
        }
        Ok(Entry { bytes, metadata })
    }
}

impl Entry {
    /// Whether another name leads to the same file, perhaps one outside of the folder.
    pub(crate) fn is_shared(&self) -> bool {
        #[cfg(unix)]
        return std::os::unix::fs::MetadataExt::nlink(&self.metadata) > 1;
        #[cfg(not(unix))]
        return false;
    }
}

fn refuse_link(root: &Path) -> Failure {
    Failure::new(format!("the output folder `{}` is a symbolic link, which will not be followed", root.display()))
        .help("name the folder that it leads to")
}

#[cfg(unix)]
fn open(path: &Path) -> io::Result<File> {
    use nix::fcntl::OFlag;
    use std::os::unix::fs::OpenOptionsExt as _;
    let flags = OFlag::O_NOFOLLOW | OFlag::O_NONBLOCK | OFlag::O_NOCTTY;
    File::options().read(true).custom_flags(flags.bits()).open(path)
}

#[cfg(not(unix))]
fn open(path: &Path) -> io::Result<File> {
    File::open(path)
}

/// Locks a folder until the lock is dropped; waits while another run has it. A file system without locks is used without.
#[cfg(unix)]
fn lock(root: &Path) -> Result<Option<Lock>, Failure> {
    use nix::{
        errno::Errno,
        fcntl::{Flock, FlockArg},
    };
    let file = File::open(root).map_err(|error| Failure::io("open", root, &error))?;
    match Flock::lock(file, FlockArg::LockExclusiveNonblock) {
        Ok(lock) => Ok(Some(lock)),
        Err((file, Errno::EWOULDBLOCK)) => {
            crate::host::terminal::eprint(&format!("waiting for another run that writes to `{}`\n", root.display()));
            Ok(Flock::lock(file, FlockArg::LockExclusive).ok())
        }
        Err(_) => Ok(None),
    }
}

#[cfg(not(unix))]
fn lock(_root: &Path) -> Result<Option<Lock>, Failure> {
    Ok(None)
}
