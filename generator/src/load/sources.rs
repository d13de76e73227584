//! The texts of a run, and the way from pointers of the bundled document back to files, lines and columns.

use super::{
    locate::{self, Lines},
    text,
};
use crate::pointer::Pointer;
use std::{collections::BTreeMap, ops::Range, sync::OnceLock};

/// A file of a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct FileId(u32);

/// A place in a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Location {
    /// The path of the file, as it is shown.
    pub path: String,
    /// The line, from 1.
    pub line: usize,
    /// The column of the first character, from 1, in characters.
    pub column: usize,
    /// The column behind the last character on this line; equal to `column` where the extent is not known.
    pub end_column: usize,
    /// The text of the line, without its end. Of a long line only the part around `column`, [`Location::skipped`] characters in.
    pub line_text: String,
    /// How many characters of the line stand before `line_text`.
    pub skipped: usize,
    /// Whether the line goes on behind `line_text`.
    pub is_cut: bool,
}

/// Characters of a line that are shown before and behind the start of a place.
const BEFORE: usize = 40;
const BEHIND: usize = 80;

/// The texts of a run. Positions are computed when they are asked for.
#[derive(Debug, Default)]
pub struct Sources {
    files: Vec<File>,
    /// From a prefix in the bundled document to a prefix in a file.
    moves: BTreeMap<Pointer, (FileId, Pointer)>,
}

#[derive(Debug)]
struct File {
    path: String,
    /// The path as it is shown.
    shown: String,
    /// Whether the path is as the user gives it, and not below the folder of the document.
    is_given: bool,
    bytes: Vec<u8>,
    lines: OnceLock<Lines>,
}

impl File {
    fn lines(&self, text: &str) -> &Lines {
        self.lines.get_or_init(|| Lines::editor(text))
    }
}

impl Sources {
    /// Adds a text. The first one added is the root document.
    pub fn add(&mut self, path: &str, bytes: Vec<u8>) -> FileId {
        let id = FileId(u32::try_from(self.files.len()).unwrap_or(u32::MAX));
        let (shown, path) = (path.to_owned(), path.to_owned());
        self.files.push(File { path, shown, is_given: false, bytes, lines: OnceLock::new() });
        id
    }

    /// Adds a text that is no part of the document, such as the configuration: its path is shown as it is given.
    pub fn add_beside(&mut self, path: &str, bytes: Vec<u8>) {
        self.add(path, bytes);
        if let Some(file) = self.files.last_mut() {
            file.is_given = true;
        }
    }

    /// The bytes of a file.
    pub fn bytes(&self, file: FileId) -> &[u8] {
        self.files.get(file.0 as usize).map_or(&[], |file| &file.bytes)
    }

    /// The bytes of all files together.
    pub fn size(&self) -> usize {
        self.files.iter().map(|file| file.bytes.len()).sum()
    }

    /// The path of a file, as it was added.
    pub fn path(&self, file: FileId) -> &str {
        self.files.get(file.0 as usize).map_or("", |file| &file.path)
    }

    /// From now on, shows files as below a folder: people open them from where they stand, and not from where the document does. A
    /// file with an absolute path is shown as it is.
    pub fn show_below(&mut self, folder: &str) {
        let folder = folder.trim_end_matches('/');
        let moves = |file: &&mut File| !folder.is_empty() && !file.is_given && !file.path.starts_with('/');
        for file in self.files.iter_mut().filter(moves) {
            file.shown = format!("{folder}/{}", file.path);
        }
    }

    /// How a file is shown; one that was not added as it is named.
    pub fn shown<'s>(&'s self, path: &'s str) -> &'s str {
        self.files.iter().find(|file| file.path == path).map_or(path, |file| &file.shown)
    }

    /// The last file that was added with a path.
    pub fn find(&self, path: &str) -> Option<FileId> {
        let index = self.files.iter().rposition(|file| file.path == path)?;
        u32::try_from(index).ok().map(FileId)
    }

    /// Says that the nodes below `bundled` in the bundled document stand below `original` in `file`. Of several prefixes of a pointer
    /// the longest counts, of equal ones the last; without one, a pointer is a pointer of the root document.
    pub fn add_move(&mut self, bundled: Pointer, file: FileId, original: Pointer) {
        self.moves.insert(bundled, (file, original));
    }

    /// The file and the pointer in it of a node of the bundled document. The pointer keeps steps that the file does not have.
    pub fn original(&self, pointer: &Pointer) -> (FileId, Pointer) {
        let text = pointer.as_str();
        let mut end = text.len();
        loop {
            let (prefix, rest) = text.split_at(end);
            if let Some((file, original)) = self.moves.get(&Pointer::new(prefix)) {
                return (*file, Pointer::new(&format!("{}{rest}", original.as_str())));
            }
            match prefix.rfind('/') {
                Some(shorter) => end = shorter,
                None => return (FileId(0), pointer.clone()),
            }
        }
    }

    /// A node of the bundled document as references spell it: `#/…` in the root document, `pets.yaml#/…` in another file.
    pub fn written(&self, pointer: &Pointer) -> String {
        match self.original(pointer) {
            (FileId(0), original) => original.to_string(),
            (file, original) => format!("{}{original}", self.path(file)),
        }
    }

    /// Where a node of the bundled document stands in its text: its key with `key`, else the node; a node that is an object or a list
    /// is shown by its key, if it has one. Where the text has no such node, the nearest one around it.
    pub fn locate(&self, pointer: &Pointer, key: bool) -> Option<Location> {
        self.locate_all(&[(pointer.clone(), key)]).pop().flatten()
    }

    /// [`Sources::locate`] for many nodes, in one pass over each file.
    pub fn locate_all(&self, wanted: &[(Pointer, bool)]) -> Vec<Option<Location>> {
        let mut found = vec![None; wanted.len()];
        let mut by_file: BTreeMap<FileId, Vec<(usize, Pointer, bool)>> = BTreeMap::new();
        for (index, (pointer, key)) in wanted.iter().enumerate() {
            let (file, original) = self.original(pointer);
            by_file.entry(file).or_default().push((index, original, *key));
        }
        for (id, wanted) in by_file {
            let Some(file) = self.files.get(id.0 as usize) else { continue };
            let Ok(text) = text::decode(&file.bytes) else { continue };
            let pointers: Vec<(Pointer, bool)> = wanted.iter().map(|(_, pointer, key)| (pointer.clone(), *key)).collect();
            let lines = file.lines(text);
            let spots = locate::locate(text, &pointers).into_iter().zip(&wanted);
            let mut spots: Vec<(Range<usize>, usize)> = spots.filter_map(|(range, (index, ..))| Some((range?, *index))).collect();
            spots.sort_by_key(|(range, _)| range.start);
            // Columns are counted from the place before: a text may be one line of megabytes.
            let mut last = (0, 0);
            for (range, index) in spots {
                let (line, start) = lines.line_of(range.start);
                let (from, before) = if last.0 >= start { last } else { (start, 0) };
                let column = before + text[from..range.start].chars().count();
                last = (range.start, column);
                found[index] = Some(location(&file.shown, text, (line, start, column), range));
            }
        }
        found
    }

    /// A line and column, both from 1, of a file by its path; none where no such file was added.
    pub fn place(&self, path: &str, line: usize, column: usize) -> Option<Location> {
        let file = self.files.iter().find(|file| file.path == path)?;
        let text = std::str::from_utf8(&file.bytes).ok()?;
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let lines = file.lines(text);
        let offset = lines.offset(text, line, column);
        let start = lines.line_of(offset).1;
        // A position behind the end of a line, or of the text, stays what the parser said.
        Some(location(&file.shown, text, (line, start.min(offset), column.saturating_sub(1)), locate::word(text, offset)))
    }
}

/// The location of bytes on a line, of which the number, the first byte and the characters before the place are known.
fn location(path: &str, text: &str, (line, start, column): (usize, usize, usize), range: Range<usize>) -> Location {
    let before = &text[start..range.start];
    let behind = &text[range.start..];
    let behind = &behind[..behind
        .char_indices()
        .take_while(|(_, c)| *c != '\n')
        .nth(BEHIND)
        .map_or_else(|| behind.find('\n').unwrap_or(behind.len()), |(at, _)| at)];
    let is_cut = text[range.start + behind.len()..].starts_with(|c| c != '\n');
    let behind = if is_cut { behind } else { behind.trim_end_matches('\r') };
    let length = text[range.start..range.end.clamp(range.start, range.start + behind.len())].chars().count();
    let (skipped, from) = match before.char_indices().rev().nth(BEFORE - 1) {
        Some((at, _)) if at > 0 && (is_cut || column + behind.chars().count() > BEFORE + BEHIND) => {
            (column - BEFORE.min(column), at)
        }
        _ => (0, 0),
    };
    Location {
        path: path.to_owned(),
        line,
        column: column + 1,
        end_column: column + 1 + length,
        line_text: format!("{}{behind}", &before[from..]),
        skipped,
        is_cut,
    }
}

#[cfg(test)]
mod tests;
