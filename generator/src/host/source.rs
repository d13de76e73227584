//! The file system as a [`crate::Source`]: paths below the folder of the root document in, bytes out. It never leaves that
//! folder, not through `..`, an absolute path or a link, and never opens what is not a regular file of bounded size.

use super::failure::reason;
use std::{
    collections::BTreeMap,
    fs::{self, File, OpenOptions},
    io::Read,
    path::{Path, PathBuf},
};

/// No description that people wrote comes near; an endless file would.
const LARGEST: u64 = 64 * 1024 * 1024;

/// Files below a folder, and some that were named by the user.
#[derive(Debug)]
pub struct FileSource {
    root: PathBuf,
    named: BTreeMap<String, PathBuf>,
}

impl FileSource {
    /// The source of a document, and the path under which it reads that document. A document that is a link is read, since the user
    /// named it; what it refers to is then looked for beside the file that the link leads to.
    pub fn of_document(document: &Path) -> Result<(FileSource, String), String> {
        let real = fs::canonicalize(document).map_err(|error| reason(&error))?;
        let (Some(root), Some(name)) = (real.parent(), real.file_name()) else {
            return Err("it is not a file".to_owned());
        };
        let name = name.to_str().ok_or("its name is not UTF-8")?.to_owned();
        let mut source = FileSource { root: root.to_owned(), named: BTreeMap::new() };
        source.named.insert(name.clone(), real.clone());
        read_regular(&real).map(drop)?;
        Ok((source, name))
    }

    /// Lets a file be read that the user named, wherever it lies, and gives the path under which it is read.
    pub fn allow(&mut self, file: &Path) -> String {
        let real = fs::canonicalize(file).unwrap_or_else(|_| file.to_owned());
        let name = match real.strip_prefix(&self.root) {
            Ok(below) => below.to_string_lossy().replace('\\', "/"),
            Err(_) => real.to_string_lossy().into_owned(),
        };
        self.named.insert(name.clone(), real);
        name
    }

    /// The file that is read for a path.
    pub(crate) fn locate(&self, path: &str) -> Result<PathBuf, String> {
        if let Some(named) = self.named.get(path) {
            return Ok(named.clone());
        }
        if !stays_inside(path) {
            return Err("it lies outside of the folder of the document".to_owned());
        }
        let real = fs::canonicalize(self.root.join(path)).map_err(|error| reason(&error))?;
        if real.starts_with(&self.root) { Ok(real) } else { Err("it leads out of the folder of the document".to_owned()) }
    }
}

impl crate::Source for FileSource {
    fn read(&self, path: &str) -> Result<Vec<u8>, String> {
        read_regular(&self.locate(path)?)
    }
}

/// Whether a path is relative and no prefix of it climbs above its start, whichever system reads it.
fn stays_inside(path: &str) -> bool {
    let mut depth = 0_usize;
    for part in path.split('/') {
        match part {
            ".." if depth == 0 => return false,
            ".." => depth -= 1,
            "." => {}
            "" => return false,
            part if part.contains(['\\', ':', '\0']) => return false,
            _ => depth += 1,
        }
    }
    depth > 0
}

/// Reads a file after making sure that it is one: a FIFO would block, a device would not end.
pub fn read_regular(path: &Path) -> Result<Vec<u8>, String> {
    let metadata = fs::metadata(path).map_err(|error| reason(&error))?;
    check(&metadata)?;
    let file = open(path).map_err(|error| reason(&error))?;
    // The file could have been exchanged between the two calls.
    check(&file.metadata().map_err(|error| reason(&error))?)?;
    let mut bytes = Vec::new();
    file.take(LARGEST + 1).read_to_end(&mut bytes).map_err(|error| reason(&error))?;
    if bytes.len() as u64 > LARGEST { Err(too_large()) } else { Ok(bytes) }
}

fn check(metadata: &fs::Metadata) -> Result<(), String> {
    if metadata.is_dir() {
        Err("it is a folder".to_owned())
    } else if !metadata.is_file() {
        Err("it is not a regular file".to_owned())
    } else if metadata.len() > LARGEST {
        Err(too_large())
    } else {
        Ok(())
    }
}

fn too_large() -> String {
    format!("it is larger than {} MiB", LARGEST / (1024 * 1024))
}

#[cfg(unix)]
fn open(path: &Path) -> std::io::Result<File> {
    use std::os::unix::fs::OpenOptionsExt as _;
    let flags = nix::fcntl::OFlag::O_NONBLOCK | nix::fcntl::OFlag::O_NOCTTY;
    OpenOptions::new().read(true).custom_flags(flags.bits()).open(path)
}

#[cfg(not(unix))]
fn open(path: &Path) -> std::io::Result<File> {
    OpenOptions::new().read(true).open(path)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Source as _;

    fn source() -> (tempfile::TempDir, FileSource) {
        let folder = tempfile::tempdir().expect("a folder");
        let inner = folder.path().join("inner");
        fs::create_dir_all(inner.join("parts")).expect("a folder");
        fs::write(folder.path().join("secret"), "secret").expect("a file");
        fs::write(inner.join("api.yaml"), "openapi").expect("a file");
        fs::write(inner.join("parts/one.yaml"), "one").expect("a file");
        let (source, name) = FileSource::of_document(&inner.join("api.yaml")).expect("a source");
        assert_eq!(name, "api.yaml");
        (folder, source)
    }

    #[test]
    fn files_below_the_document_are_read() {
        let (_folder, source) = source();
        assert_eq!(source.read("api.yaml").as_deref(), Ok(b"openapi".as_slice()));
        assert_eq!(source.read("parts/one.yaml").as_deref(), Ok(b"one".as_slice()));
        assert_eq!(source.read("parts/../parts/./one.yaml").as_deref(), Ok(b"one".as_slice()));
    }

    #[test]
    fn nothing_outside_is_read() {
        let (folder, source) = source();
        let absolute = folder.path().join("secret").to_string_lossy().into_owned();
        let hostile = [
            "../secret",
            "parts/../../secret",
            "/etc/passwd",
            &absolute,
            "//host/x",
            r"\\host\x",
            r"..\secret",
            "",
            ".",
            "parts/..",
            "file:///etc/passwd",
            "http://host/x",
            "a\0b",
            "C:/x",
            "parts//one.yaml",
        ];
        for path in hostile {
            assert!(source.read(path).is_err(), "{path:?} was read");
        }
    }

    #[cfg(unix)]
    #[test]
    fn links_out_of_the_folder_and_files_that_are_none_are_refused() {
        let (folder, source) = source();
        let inner = folder.path().join("inner");
        let link = |target: &str, name: &str| std::os::unix::fs::symlink(target, inner.join(name)).expect("a link");
        link("../secret", "leaf.yaml");
        link("..", "parent");
        link("/dev/zero", "device.yaml");
        link("parts/one.yaml", "inside.yaml");
        nix::unistd::mkfifo(&inner.join("fifo.yaml"), nix::sys::stat::Mode::S_IRWXU).expect("a FIFO");
        let sparse = File::create(inner.join("sparse.yaml")).expect("a file");
        sparse.set_len(10_000_000_000).expect("a sparse file");
        for path in ["leaf.yaml", "parent/secret", "device.yaml", "fifo.yaml", "sparse.yaml", "parts"] {
            assert!(source.read(path).is_err(), "{path:?} was read");
        }
        assert_eq!(source.read("inside.yaml").as_deref(), Ok(b"one".as_slice()));
    }

    #[test]
    fn a_named_file_is_read_wherever_it_lies() {
        let (folder, mut source) = source();
        let name = source.allow(&folder.path().join("secret"));
        assert_eq!(source.read(&name).as_deref(), Ok(b"secret".as_slice()));
        let inside = source.allow(&folder.path().join("inner/../inner/parts/one.yaml"));
        assert_eq!(inside, "parts/one.yaml");
    }
}
