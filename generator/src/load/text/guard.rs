//! A look at a YAML text before it is parsed: its nesting and its number of events.
//!
//! libyaml, which `serde_yaml` is built on, needs time in the square of the nesting of `[` and `{` (400 KB of `{a: ` cost it half a
//! minute), and `serde_yaml` holds all events of a document in memory before it gives the first. Neither can be stopped half-way, so
//! this scanner follows libyaml's rules of what starts a token, in one pass and without memory. It reports no errors but the two
//! bounds: libyaml finds the others.

use crate::load::limits::{MAX_DEPTH, MAX_YAML_DIRECTIVES};

/// What stands in the way of parsing a text.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Refusal {
    /// Flow collections are nested too deeply, at this byte.
    Depth(usize),
    /// There are too many events.
    Events,
    /// There are too many directives, the first of them beyond the bound at this byte.
    Directives(usize),
}

/// Counts the events of a text: an upper bound that is close for texts that are valid.
pub(super) fn inspect(text: &str, max_events: usize) -> Result<usize, Refusal> {
    let mut scanner = Scanner {
        bytes: text.as_bytes(),
        at: 0,
        column: 0,
        line: 0,
        flow: 0,
        indents: Vec::new(),
        candidate: None,
        pending: false,
        events: 2,
        directives: 0,
    };
    while scanner.token()? {
        if scanner.events > max_events {
            return Err(Refusal::Events);
        }
    }
    Ok(scanner.events)
}

struct Scanner<'t> {
    bytes: &'t [u8],
    at: usize,
    /// The column of `at`, in characters from 0.
    column: usize,
    line: usize,
    /// Open flow collections.
    flow: usize,
    /// Columns of the open block collections.
    indents: Vec<usize>,
    /// A node that may turn out to be a key.
    candidate: Option<Candidate>,
    /// Whether the last token wants a node: without one, the parser makes an empty scalar.
    pending: bool,
    events: usize,
    directives: usize,
}

#[derive(Clone, Copy)]
struct Candidate {
    line: usize,
    column: usize,
    /// Whether a node was wanted where it starts.
    pending: bool,
}

impl Scanner<'_> {
    /// Goes over one token; false at the end of the text.
    fn token(&mut self) -> Result<bool, Refusal> {
        self.skip_space();
        let Some(byte) = self.peek(0) else { return Ok(false) };
        if self.flow == 0 {
            while self.indents.last().is_some_and(|&indent| indent > self.column) {
                self.indents.pop();
            }
        }
        match byte {
            b'%' if self.column == 0 => {
                self.directives += 1;
                if self.directives > MAX_YAML_DIRECTIVES {
                    return Err(Refusal::Directives(self.at));
                }
                self.skip_line();
            }
            b'-' | b'.' if self.is_document_marker() => {
                self.events += 2;
                self.indents.clear();
                self.candidate = None;
                self.pending = false;
                self.advance(3);
            }
            b'[' | b'{' => {
                self.node();
                self.events += 2;
                self.flow += 1;
                if self.flow > MAX_DEPTH {
                    return Err(Refusal::Depth(self.at));
                }
                self.advance(1);
            }
            b']' | b'}' => {
                self.flush();
                self.flow = self.flow.saturating_sub(1);
                self.advance(1);
            }
            b',' => {
                self.flush();
                self.events += 1;
                self.advance(1);
            }
            b'-' if self.is_blank(1) => {
                // A list may stand at the column of the key that it belongs to: its start and end are events that no column shows.
                if !self.roll(self.column) && self.pending {
                    self.events += 2;
                }
                self.pending = true;
                self.advance(1);
            }
            b'?' if self.flow > 0 || self.is_blank(1) => {
                self.flush();
                self.events += 2;
                self.roll(self.column);
                self.advance(1);
            }
            b':' if self.flow > 0 || self.is_blank(1) => self.value(),
            b'*' => {
                self.node();
                self.events += 1;
                self.advance(1);
                self.skip_name();
            }
            b'&' => {
                // An anchor costs about as much as an event.
                self.candidate();
                self.events += 1;
                self.advance(1);
                self.skip_name();
            }
            b'!' => {
                self.candidate();
                self.events += 1;
                self.skip_tag();
            }
            b'|' | b'>' if self.flow == 0 => {
                self.node();
                self.events += 1;
                self.skip_block_scalar();
            }
            b'\'' | b'"' => {
                self.node();
                self.events += 1;
                self.skip_quoted(byte);
            }
            b'#' => self.skip_line(),
            _ => {
                self.node();
                self.events += 1;
                self.skip_plain();
            }
        }
        Ok(true)
    }

    /// A node starts here: it may be a key, and it is what an open `-` or `:` waits for.
    fn node(&mut self) {
        self.candidate();
        self.pending = false;
    }

    fn candidate(&mut self) {
        if self.flow == 0 && self.candidate.is_none_or(|candidate| candidate.line != self.line) {
            self.candidate = Some(Candidate { line: self.line, column: self.column, pending: self.pending });
        }
    }

    /// An open `-` or `:` has got no node.
    fn flush(&mut self) {
        self.events += usize::from(self.pending);
        self.pending = false;
    }

    /// A `:`; the key, if there is one on this line, opens a block mapping.
    fn value(&mut self) {
        self.flush();
        if self.flow == 0 {
            match self.candidate.take() {
                Some(key) if key.line == self.line => {
                    // A key beside the one before it: the value of that one is empty.
                    let is_beside = !self.roll(key.column);
                    self.events += usize::from(is_beside && key.pending);
                }
                _ => {
                    self.events += 1;
                    self.roll(self.column);
                }
            }
        } else {
            // `[a: b]` is a list with a mapping of one entry.
            self.events += 1;
        }
        self.pending = true;
        self.advance(1);
    }

    /// Opens a block collection at a column, if there is none; whether there was none.
    fn roll(&mut self, column: usize) -> bool {
        // What follows `- ` or `? ` on the line may be a key of its own.
        self.candidate = None;
        let is_new = self.flow == 0 && self.indents.last().is_none_or(|&indent| indent < column);
        if is_new {
            self.indents.push(column);
            self.events += 2;
        }
        is_new
    }

    fn peek(&self, ahead: usize) -> Option<u8> {
        self.bytes.get(self.at + ahead).copied()
    }

    /// Whether a space, a tab, a line break or the end stands there.
    fn is_blank(&self, ahead: usize) -> bool {
        matches!(self.peek(ahead), None | Some(b' ' | b'\t')) || self.break_at(ahead) > 0
    }

    /// The length of the line break there, 0 if there is none.
    fn break_at(&self, ahead: usize) -> usize {
        line_break(self.bytes, self.at + ahead)
    }

    fn is_document_marker(&self) -> bool {
        let marker = self.bytes.get(self.at..self.at + 3);
        self.column == 0 && matches!(marker, Some(b"---" | b"...")) && self.is_blank(3)
    }

    /// Goes over bytes that are no line breaks.
    fn advance(&mut self, count: usize) {
        for _ in 0..count {
            if let Some(byte) = self.peek(0) {
                self.column += usize::from(byte & 0xc0 != 0x80);
                self.at += 1;
            }
        }
    }

    /// Goes over the bytes for which it is never asked whether they end anything: most of all text, so this loop is worth its place.
    fn skip_words(&mut self) {
        let rest = &self.bytes[self.at..];
        let length = rest.iter().position(|byte| !byte.is_ascii_alphanumeric()).unwrap_or(rest.len());
        self.at += length;
        self.column += length;
    }

    fn new_line(&mut self, length: usize) {
        self.at += length;
        self.column = 0;
        self.line += 1;
    }

    fn skip_space(&mut self) {
        loop {
            match self.peek(0) {
                Some(b' ' | b'\t') => self.advance(1),
                Some(b'#') => self.skip_line(),
                _ if self.bytes[self.at..].starts_with(b"\xef\xbb\xbf") && self.column == 0 => self.at += 3,
                _ => match self.break_at(0) {
                    0 => return,
                    length => self.new_line(length),
                },
            }
        }
    }

    fn skip_line(&mut self) {
        loop {
            self.skip_words();
            if self.at >= self.bytes.len() || self.break_at(0) > 0 {
                return;
            }
            self.advance(1);
        }
    }

    fn skip_name(&mut self) {
        while matches!(self.peek(0), Some(b'0'..=b'9' | b'a'..=b'z' | b'A'..=b'Z' | b'_' | b'-')) {
            self.advance(1);
        }
    }

    fn skip_tag(&mut self) {
        self.advance(1);
        while !self.is_blank(0) {
            match self.peek(0) {
                Some(b',' | b'[' | b']' | b'{' | b'}') if self.flow > 0 => return,
                _ => self.advance(1),
            }
        }
    }

    fn skip_quoted(&mut self, quote: u8) {
        self.advance(1);
        loop {
            self.skip_words();
            let Some(byte) = self.peek(0) else { return };
            match self.break_at(0) {
                0 if byte == b'\\' && quote == b'"' => {
                    self.advance(1);
                    if self.break_at(0) == 0 {
                        self.advance(1);
                    }
                }
                0 if byte == quote && quote == b'\'' && self.peek(1) == Some(quote) => self.advance(2),
                0 if byte == quote => return self.advance(1),
                0 => self.advance(1),
                length => self.new_line(length),
            }
        }
    }

    /// A plain scalar ends before `: `, ` #`, a document marker or a line that is not indented enough; in a flow collection before
    /// its punctuation, too.
    fn skip_plain(&mut self) {
        let indent = self.indents.last().map_or(0, |indent| indent + 1);
        loop {
            if self.peek(0) == Some(b'#') || self.is_document_marker() {
                return;
            }
            let start = self.at;
            loop {
                self.skip_words();
                if self.is_blank(0) {
                    break;
                }
                match self.peek(0) {
                    Some(b':') if self.is_blank(1) => break,
                    Some(b',' | b'[' | b']' | b'{' | b'}') if self.flow > 0 => break,
                    _ => self.advance(1),
                }
            }
            if !self.is_blank(0) || self.at >= self.bytes.len() || (self.at == start && self.peek(0) == Some(b':')) {
                return;
            }
            loop {
                match self.peek(0) {
                    Some(b' ' | b'\t') => self.advance(1),
                    _ => match self.break_at(0) {
                        0 => break,
                        length => self.new_line(length),
                    },
                }
            }
            if self.flow == 0 && self.column < indent {
                return;
            }
        }
    }

    /// A block scalar is its header and all lines that are indented at least as its first line that has text.
    fn skip_block_scalar(&mut self) {
        let mut increment = 0;
        while !self.is_blank(0) {
            if let Some(digit @ b'1'..=b'9') = self.peek(0) {
                increment = usize::from(digit - b'0');
            }
            self.advance(1);
        }
        self.skip_line();
        let parent = self.indents.last().copied();
        let mut indent = (increment > 0).then(|| parent.unwrap_or(0) + increment);
        loop {
            match self.break_at(0) {
                0 => return,
                length => self.new_line(length),
            }
            // Empty lines belong to the scalar; the longest of them may set its indentation.
            while self.peek(0) == Some(b' ') && indent.is_none_or(|indent| self.column < indent) {
                self.advance(1);
            }
            if self.break_at(0) > 0 {
                continue;
            }
            let least = *indent.get_or_insert(self.column.max(parent.map_or(1, |parent| parent + 1)));
            if self.column < least || self.at >= self.bytes.len() {
                return;
            }
            self.skip_line();
        }
    }
}

/// The length of the line break at a byte, by libyaml's rules: CR LF, LF, CR, U+0085, U+2028 and U+2029; 0 if there is none.
pub(in crate::load) fn line_break(bytes: &[u8], at: usize) -> usize {
    match bytes.get(at) {
        Some(b'\n') => 1,
        Some(b'\r') if bytes.get(at + 1) == Some(&b'\n') => 2,
        Some(b'\r') => 1,
        Some(0xc2) if bytes.get(at + 1) == Some(&0x85) => 2,
        Some(0xe2) if matches!(bytes.get(at + 1..at + 3), Some([0x80, 0xa8 | 0xa9])) => 3,
        _ => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The count of the guard, beside the number of events that the parser makes, as far as it shows.
    fn events(text: &str) -> usize {
        inspect(text, usize::MAX).expect("within the bounds")
    }

    #[test]
    fn nesting_is_seen_where_libyaml_sees_it() {
        let open = "[".repeat(MAX_DEPTH + 1);
        for before in
            ["", "a: ", "- ", "? ", "a: |\n  text\nb: ", "a: |\nb: ", "a: 'it''s'\nb: ", "a: \"\\\"\"\nb: ", "# [\n", "--- "]
        {
            let text = format!("{before}{open}");
            assert!(matches!(inspect(&text, 1000), Err(Refusal::Depth(_))), "{before}");
        }
        // A closing bracket in a comment, a string or a key closes nothing.
        for (open, name) in [("[ # ]\n", "comment"), ("['[]', ", "quoted"), ("{a]: ", "plain")] {
            let text = format!("x: {}", open.repeat(MAX_DEPTH + 1));
            let refused = matches!(inspect(&text, usize::MAX), Err(Refusal::Depth(_)));
            assert_eq!(refused, name != "plain", "{name}");
        }
    }

    #[test]
    fn brackets_in_text_are_no_nesting() {
        let brackets = "[{".repeat(200);
        for text in [
            format!("a: x {brackets}"),
            format!("a: \"{brackets}\""),
            format!("a: '{brackets}'"),
            format!("a: |\n  {brackets}\n   {brackets}\nb: c"),
            format!("a:\n  - >-\n   {brackets}\n\n   {brackets}\n  - b"),
            format!("a: # {brackets}\n  b"),
            format!("a: plain\n  {brackets}\nb: 1"),
        ] {
            assert!(inspect(&text, 100).is_ok(), "{text}");
        }
    }

    #[test]
    fn events_are_counted_closely() {
        // A mapping has a start and an end; so has the document.
        assert_eq!(events("a: 1\nb: 2\n"), 2 + 2 + 4);
        assert_eq!(events("a:\nb:\n"), 2 + 2 + 4 - 1, "the last empty value is not counted");
        assert_eq!(events("a:\n- 1\n- 2\nb: 1\n"), 2 + 2 + 4 + 3);
        assert_eq!(events("- 1\n- 2\n- 3\n"), 2 + 2 + 3);
        assert_eq!(events("- a: 1\n  b: 2\n- a: 1\n"), 2 + 2 + 2 + 4 + 2 + 2);
        assert!(inspect(&format!("[{}]", "a,".repeat(1000)), 1000) == Err(Refusal::Events));
    }
}
