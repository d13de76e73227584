//! What there is of Rust below a folder: files, lines, and functions that may call an operation.

use std::{
    fs, io,
    path::{Path, PathBuf},
};

/// How much there is.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Rust {
    pub(super) files: usize,
    pub(super) lines: usize,
    /// Public asynchronous functions: each peer emits at least one for every operation that it takes, and next to none beside them.
    pub(super) functions: usize,
}

impl Rust {
    pub(super) fn below(folder: &Path) -> io::Result<Rust> {
        let mut rust = Rust::default();
        for file in files(folder)? {
            rust.files += 1;
            for line in String::from_utf8_lossy(&fs::read(file)?).lines() {
                rust.lines += 1;
                rust.functions += usize::from(line.trim_start().starts_with("pub async fn "));
            }
        }
        Ok(rust)
    }
}

/// The files below a folder, in the order of their names.
pub(super) fn files(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let (mut files, mut folders) = (Vec::new(), vec![folder.to_owned()]);
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder)? {
            let entry = entry?;
            if entry.file_type()?.is_dir() {
                folders.push(entry.path());
            } else if entry.path().extension().is_some_and(|extension| extension == "rs") {
                files.push(entry.path());
            }
        }
    }
    files.sort();
    Ok(files)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rust_is_counted() {
        let folder = tempfile::tempdir().expect("a folder");
        fs::create_dir(folder.path().join("src")).expect("a folder");
        fs::write(folder.path().join("src/lib.rs"), "impl A {\n    pub async fn a() {}\n    async fn b() {}\n}\n")
            .expect("a file");
        fs::write(folder.path().join("README.md"), "pub async fn c() {}\n").expect("a file");
        assert_eq!(Rust::below(folder.path()).expect("counts"), Rust { files: 1, lines: 4, functions: 1 });
    }
}
