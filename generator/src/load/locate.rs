//! From pointers to positions in a text. One pass over the text finds any number of pointers: they are put into a tree, and only the
//! branches that are in it are followed.

mod json;
mod yaml;

use super::text::{line_break, looks_like_json};
use crate::pointer::Pointer;
use std::{collections::HashMap, ops::Range};

/// Where nodes stand in a text, in bytes: each node with its key (with `true`) or the node itself. An object or list that has a key
/// is shown by its key. A node that the text does not have is shown by the nearest one around it; none where even the root is none.
pub(super) fn locate(text: &str, wanted: &[(Pointer, bool)]) -> Vec<Option<Range<usize>>> {
    let mut tree = Tree::default();
    let nodes: Vec<usize> = wanted.iter().map(|(pointer, _)| tree.insert(pointer)).collect();
    // What looks like JSON but is not may be a flow mapping of YAML.
    if !looks_like_json(text) || !json::find(text, &mut tree) {
        yaml::find(text, &mut tree);
    }
    nodes.into_iter().zip(wanted).map(|(node, (_, key))| tree.spot(node, *key)).collect()
}

/// The pointers that are looked for, as a tree.
struct Tree(Vec<Branch>);

#[derive(Debug, Default)]
struct Branch {
    parent: usize,
    children: HashMap<String, usize>,
    /// The key, with its quotes if it has any.
    key: Option<Range<usize>>,
    /// The value: a scalar as a whole, of an object or a list what stands on its first line.
    value: Option<Range<usize>>,
    is_collection: bool,
}

impl Default for Tree {
    fn default() -> Tree {
        Tree(vec![Branch::default()])
    }
}

impl Tree {
    const ROOT: usize = 0;

    fn insert(&mut self, pointer: &Pointer) -> usize {
        let mut node = Tree::ROOT;
        for token in pointer.tokens() {
            let next = self.0.len();
            let child = *self.0[node].children.entry(token).or_insert(next);
            if child == next {
                self.0.push(Branch { parent: node, ..Branch::default() });
            }
            node = child;
        }
        node
    }

    fn child(&self, node: usize, step: &str) -> Option<usize> {
        self.0[node].children.get(step).copied()
    }

    fn is_leaf(&self, node: usize) -> bool {
        self.0[node].children.is_empty()
    }

    fn set_key(&mut self, node: usize, key: Range<usize>) {
        self.0[node].key = Some(key);
    }

    fn set_value(&mut self, node: usize, value: Range<usize>, is_collection: bool) {
        let branch = &mut self.0[node];
        branch.value = Some(value);
        branch.is_collection = is_collection;
    }

    fn spot(&self, mut node: usize, mut key: bool) -> Option<Range<usize>> {
        loop {
            let branch = &self.0[node];
            let by_key = key || branch.is_collection;
            if let Some(key) = branch.key.as_ref().filter(|_| by_key || branch.value.is_none()) {
                return Some(key.clone());
            }
            if let Some(value) = &branch.value {
                return Some(value.clone());
            }
            if node == Tree::ROOT {
                return None;
            }
            node = branch.parent;
            key = false;
        }
    }
}

/// Line and column of a byte, both from 1, the column in characters.
pub(crate) fn position(text: &str, offset: usize) -> (usize, usize) {
    let before = &text[..boundary(text, offset)];
    let start = before.rfind('\n').map_or(0, |end| end + 1);
    (before.matches('\n').count() + 1, before[start..].chars().count() + 1)
}

/// The last place at or before a byte where a character begins.
fn boundary(text: &str, offset: usize) -> usize {
    let mut offset = offset.min(text.len());
    while !text.is_char_boundary(offset) {
        offset -= 1;
    }
    offset
}

/// Where the lines of a text begin.
#[derive(Debug)]
pub(super) struct Lines(Vec<usize>);

impl Lines {
    /// Lines as an editor has them.
    pub(super) fn editor(text: &str) -> Lines {
        Lines(std::iter::once(0).chain(text.match_indices('\n').map(|(at, _)| at + 1)).collect())
    }

    /// Lines as libyaml counts them: CR, U+0085, U+2028 and U+2029 end one, too.
    pub(super) fn yaml(text: &str) -> Lines {
        let bytes = text.as_bytes();
        let mut starts = vec![0];
        let mut at = 0;
        while at < bytes.len() {
            at += match bytes[at] {
                b'\n' | b'\r' | 0xc2 | 0xe2 => match line_break(bytes, at) {
                    0 => 1,
                    length => {
                        starts.push(at + length);
                        length
                    }
                },
                _ => 1,
            };
        }
        Lines(starts)
    }

    /// The byte at a line and a column, both from 1.
    pub(super) fn offset(&self, text: &str, line: usize, column: usize) -> usize {
        let start = self.0.get(line.saturating_sub(1)).copied().unwrap_or(text.len());
        let end = self.0.get(line).copied().unwrap_or(text.len());
        let text = text.get(start..end).unwrap_or("");
        let column = column.saturating_sub(1);
        // The usual case, and the only one in which a line of megabytes would be slow.
        if text.get(..column).is_some_and(|before| before.chars().count() == column) {
            return start + column;
        }
        start + text.char_indices().nth(column).map_or(text.len(), |(at, _)| at)
    }

    /// The line of a byte, from 1, and where it begins.
    pub(super) fn line_of(&self, offset: usize) -> (usize, usize) {
        let line = self.0.partition_point(|start| *start <= offset);
        (line, self.0.get(line.saturating_sub(1)).copied().unwrap_or(0))
    }
}

/// The word or the quoted text that begins at a byte; empty where none does.
pub(super) fn word(text: &str, start: usize) -> Range<usize> {
    let line = &text[rest_of_line(text, start)];
    let length = match line.chars().next() {
        Some(quote @ ('"' | '\'')) => line[1..].find(quote).map_or(0, |end| end + 2),
        _ => line.find(|c: char| !c.is_alphanumeric() && !matches!(c, '_' | '-' | '.' | '/' | '$')).unwrap_or(line.len()),
    };
    start..start + length
}

/// Bytes of a line that are looked at: a line may have megabytes, and may be asked for many times.
const LONGEST: usize = 1024;

/// From a byte to the end of its line, without the space before it; at most [`LONGEST`] bytes.
fn rest_of_line(text: &str, start: usize) -> Range<usize> {
    let rest = text.get(start..boundary(text, start + LONGEST)).unwrap_or("");
    let line = rest.find('\n').map_or(rest, |end| &rest[..end]).trim_end();
    start..start + line.len()
}

#[cfg(test)]
mod tests;
