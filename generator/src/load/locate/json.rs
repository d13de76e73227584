//! Positions in a JSON text. The scanner trusts the text as far as it must: it was parsed before, perhaps after small repairs.

use super::{Tree, rest_of_line};
use std::borrow::Cow;

/// Puts the positions of all nodes of the tree into it. False where the text is not JSON.
pub(super) fn find(text: &str, tree: &mut Tree) -> bool {
    let mut scanner = Scanner { text, bytes: text.as_bytes(), at: 0 };
    scanner.value(tree, Some(Tree::ROOT), 0).is_some()
}

struct Scanner<'t> {
    text: &'t str,
    bytes: &'t [u8],
    at: usize,
}

impl Scanner<'_> {
    fn peek(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }

    /// Goes to the next byte that is neither a space nor one of `,` and `:`.
    fn skip_space(&mut self) -> Option<u8> {
        while matches!(self.peek(), Some(b' ' | b'\t' | b'\r' | b'\n' | b',' | b':')) {
            self.at += 1;
        }
        self.peek()
    }

    /// Goes over a value. `None` where there is none.
    fn value(&mut self, tree: &mut Tree, node: Option<usize>, depth: usize) -> Option<()> {
        let first = self.skip_space()?;
        let start = self.at;
        let is_followed = node.is_some_and(|node| !tree.is_leaf(node)) && depth <= crate::load::limits::MAX_DEPTH;
        match first {
            b'{' if is_followed => self.object(tree, node?, depth)?,
            b'[' if is_followed => self.list(tree, node?, depth)?,
            b'{' | b'[' => self.skip_collection()?,
            b'"' => self.skip_string()?,
            b'}' | b']' => return None,
            _ => {
                while !matches!(self.peek(), None | Some(b' ' | b'\t' | b'\r' | b'\n' | b',' | b':' | b']' | b'}')) {
                    self.at += 1;
                }
                let word = self.bytes[start..self.at].first()?;
                matches!(word, b'-' | b'0'..=b'9' | b't' | b'f' | b'n').then_some(())?;
            }
        }
        if let Some(node) = node {
            let is_collection = matches!(first, b'{' | b'[');
            let line = rest_of_line(self.text, start);
            // Of an object that goes over several lines only its bracket is shown.
            let end = if self.at <= line.end { self.at } else { start + 1 };
            tree.set_value(node, start..end, is_collection);
        }
        Some(())
    }

    fn object(&mut self, tree: &mut Tree, node: usize, depth: usize) -> Option<()> {
        self.at += 1;
        while self.skip_space()? != b'}' {
            let start = self.at;
            if self.peek() != Some(b'"') {
                return None;
            }
            self.skip_string()?;
            let key = start..self.at;
            let inside = self.text.get(start + 1..self.at - 1)?;
            let name = if inside.contains('\\') {
                serde_json::from_str::<String>(&self.text[key.clone()]).map(Cow::Owned).unwrap_or(Cow::Borrowed(inside))
            } else {
                Cow::Borrowed(inside)
            };
            let child = tree.child(node, &name);
            if let Some(child) = child {
                tree.set_key(child, key);
            }
            self.value(tree, child, depth + 1)?;
        }
        self.at += 1;
        Some(())
    }

    fn list(&mut self, tree: &mut Tree, node: usize, depth: usize) -> Option<()> {
        self.at += 1;
        let mut index = 0;
        while self.skip_space()? != b']' {
            let child = tree.child(node, &index.to_string());
            self.value(tree, child, depth + 1)?;
            index += 1;
        }
        self.at += 1;
        Some(())
    }

    fn skip_string(&mut self) -> Option<()> {
        self.at += 1;
        loop {
            match self.peek()? {
                b'"' => break,
                b'\\' => self.at += 2,
                _ => self.at += 1,
            }
        }
        self.at += 1;
        Some(())
    }

    fn skip_collection(&mut self) -> Option<()> {
        let mut open = 0usize;
        loop {
            match self.peek()? {
                b'"' => {
                    self.skip_string()?;
                    continue;
                }
                b'{' | b'[' => open += 1,
                b'}' | b']' => open -= 1,
                _ => {}
            }
            self.at += 1;
            if open == 0 {
                return Some(());
            }
        }
    }
}
