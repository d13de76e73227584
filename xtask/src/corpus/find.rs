//! The documents of a corpus: files and folders in, files out, sorted.

use crate::failure::Failure;
use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
};

/// Every file that was named, and every JSON and YAML file below a folder that was named. Links to folders are not followed, and
/// folders whose name starts with a dot are left out.
pub(crate) fn documents(paths: &[PathBuf]) -> Result<Vec<PathBuf>, Failure> {
    let mut found = BTreeSet::new();
    for path in paths {
        let metadata = fs::metadata(path).map_err(|error| Failure::io("read", path, &error))?;
        if metadata.is_dir() {
            descend(path, &mut found)?;
        } else {
            found.insert(path.clone());
        }
    }
    Ok(found.into_iter().collect())
}

fn descend(folder: &Path, found: &mut BTreeSet<PathBuf>) -> Result<(), Failure> {
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        let failure = |error| Failure::io("read", &folder, &error);
        for entry in fs::read_dir(&folder).map_err(failure)? {
            let entry = entry.map_err(failure)?;
            let path = entry.path();
            let hidden = entry.file_name().to_string_lossy().starts_with('.');
            if entry.file_type().map_err(failure)?.is_dir() {
                if !hidden {
                    folders.push(path);
                }
            } else if is_document(&path) && fs::metadata(&path).is_ok_and(|metadata| metadata.is_file()) {
                found.insert(path);
            }
        }
    }
    Ok(())
}

fn is_document(path: &Path) -> bool {
    let extension = path.extension().map(|extension| extension.to_string_lossy().to_ascii_lowercase());
    matches!(extension.as_deref(), Some("json" | "yaml" | "yml"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn documents_are_found_below_folders_in_order() {
        let folder = tempfile::tempdir().expect("a folder");
        fs::create_dir_all(folder.path().join("b/.hidden")).expect("a folder");
        for name in ["b/z.yml", "b/a.YAML", "c.json", "a.txt", "b/.hidden/x.json"] {
            fs::write(folder.path().join(name), "").expect("a file");
        }
        let named = folder.path().join("a.txt");
        let found = documents(&[folder.path().to_owned(), named.clone(), named]).expect("documents");
        let names: Vec<_> = found.iter().filter_map(|path| path.strip_prefix(folder.path()).ok()?.to_str()).collect();
        assert_eq!(names, ["a.txt", "b/a.YAML", "b/z.yml", "c.json"]);
        assert!(documents(&[folder.path().join("absent")]).is_err());
    }
}
