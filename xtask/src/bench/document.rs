//! The documents that are measured where none is named: five of a folder, from small to large.

use crate::{corpus::find, failure::Failure, job};
use std::{
    fs,
    path::{Path, PathBuf},
};

/// Where documents are looked for, from the root of the workspace.
const FOLDER: &str = "../shared/corpus";

/// How many documents are taken.
const COUNT: usize = 5;

/// The largest document of each fifth of a folder, by size: so the smallest one is still typical, and the last one is the largest.
pub(super) fn of_folder(folder: Option<&Path>) -> Result<Vec<PathBuf>, Failure> {
    let folder = match folder {
        Some(folder) => folder.to_owned(),
        None => job::find_root()?.join(FOLDER),
    };
    let help = |failure: Failure| failure.help("name documents with `--spec FILE…`, or a folder of them with `--documents DIR`");
    if !folder.is_dir() {
        return Err(help(Failure::new(format!("there is no folder `{}` to take documents from", folder.display()))));
    }
    let mut documents = Vec::new();
    for path in find::documents(std::slice::from_ref(&folder))? {
        let metadata = fs::metadata(&path).map_err(|error| Failure::io("read", &path, &error))?;
        documents.push((metadata.len(), path));
    }
    documents.sort();
    if documents.is_empty() {
        return Err(help(Failure::new(format!("there is no JSON or YAML file in `{}`", folder.display()))));
    }
    Ok(largest_of_each_part(documents.len()).map(|index| documents[index].1.clone()).collect())
}

/// Where the last one of each part stands, of so many that are sorted.
fn largest_of_each_part(count: usize) -> impl Iterator<Item = usize> {
    let parts = COUNT.min(count);
    (1..=parts).map(move |part| (count * part).div_ceil(parts) - 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_largest_of_each_fifth_is_taken() {
        let taken = |count| largest_of_each_part(count).collect::<Vec<_>>();
        assert_eq!(taken(80), [15, 31, 47, 63, 79]);
        assert_eq!(taken(7), [1, 2, 4, 5, 6]);
        assert_eq!(taken(5), [0, 1, 2, 3, 4]);
        assert_eq!(taken(2), [0, 1]);
        assert_eq!(taken(0), [0; 0]);
    }

    #[test]
    fn documents_are_ordered_by_size_and_not_by_name() {
        let folder = tempfile::tempdir().expect("a folder");
        for (name, size) in [("c.json", 1), ("a.yaml", 30), ("b.json", 2)] {
            fs::write(folder.path().join(name), " ".repeat(size)).expect("a file");
        }
        let documents = of_folder(Some(folder.path())).expect("documents");
        let names: Vec<_> = documents.iter().filter_map(|path| path.file_name()?.to_str()).collect();
        assert_eq!(names, ["c.json", "b.json", "a.yaml"]);
        let absent = of_folder(Some(Path::new("no/such/folder"))).expect_err("no documents");
        assert_eq!(absent.to_string(), "there is no folder `no/such/folder` to take documents from");
    }
}
