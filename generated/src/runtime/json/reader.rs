//! A strict pull reader (RFC 8259) over a whole text. The caller asks for what it expects; each question moves forward or faults.
//!
//! It never recurses deeper than [`DEPTH_LIMIT`] levels or [`STACK_LIMIT`] bytes of stack, whatever the text.

use super::{Fault, unions::Unions};
use std::{borrow::Cow, fmt};

/// How many lists and objects may stand in one another.
const DEPTH_LIMIT: usize = 128;

/// How many bytes of stack decoding may take. Frames of large structs are large, so the depth alone does not bound the stack. It
/// has 2 MiB on threads of the standard library, and 1 MiB on the main thread of Windows and of WebAssembly.
const STACK_LIMIT: usize = if cfg!(any(windows, target_family = "wasm")) { 512 * 1024 } else { 1024 * 1024 };

/// Reads one JSON text, value by value.
///
/// ```text
/// reader.begin_object()?;                    reader.begin_list()?;
/// while let Some(key) = reader.next_key()? { while reader.next_item()? {
///     // read or skip exactly one value          // read or skip exactly one value
/// }                                          }
/// ```
pub struct Reader<'j> {
    pub(super) text: &'j str,
    pub(super) at: usize,
    depth: usize,
    /// Just behind an opening bracket, where no comma is due.
    opened: bool,
    pub(super) remainder: Remainder,
    /// About where the stack was when reading began.
    stack: usize,
    pub(super) unions: Unions,
}

/// A place in a text to come back to.
#[derive(Clone, Copy, Debug)]
pub struct Position {
    pub(super) at: usize,
    depth: usize,
    opened: bool,
    pub(super) remainder: Remainder,
    active_unions: usize,
}

/// How much of a text had no name in the type that it was read as. Less is better, and nothing counts as much as a loss.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Remainder {
    /// What is not written again.
    pub(super) lost: usize,
    /// What is kept without a name.
    pub(super) left_over: usize,
}

impl Remainder {
    /// What has come since.
    pub(super) fn since(self, start: Remainder) -> Remainder {
        Remainder { lost: self.lost.saturating_sub(start.lost), left_over: self.left_over.saturating_sub(start.left_over) }
    }
}

/// The kinds of JSON values.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Kind {
    /// `null`
    Null,
    /// `true` or `false`
    Bool,
    /// A number
    Number,
    /// A string
    String,
    /// A list (JSON calls it an array)
    List,
    /// An object
    Object,
}

impl<'j> Reader<'j> {
    /// A reader at the start of a text. A byte order mark is skipped.
    pub fn new(text: &'j str) -> Self {
        let at = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
        Self {
            text,
            at,
            depth: 0,
            opened: false,
            remainder: Remainder::default(),
            stack: stack_address(),
            unions: Unions::new(text.len()),
        }
    }

    /// A reader at the start of these bytes, which must be UTF-8. A byte order mark is skipped.
    pub fn from_slice(bytes: &'j [u8]) -> Result<Self, Fault> {
        match std::str::from_utf8(bytes) {
            Ok(text) => Ok(Self::new(text)),
            Err(error) => Err(Fault::new("the text is not UTF-8", error.valid_up_to())),
        }
    }

    /// The kind of the next value, which stays unread.
    pub fn kind(&mut self) -> Result<Kind, Fault> {
        match self.peek() {
            Some(b'"') => Ok(Kind::String),
            Some(b'-' | b'0'..=b'9') => Ok(Kind::Number),
            Some(b'{') => Ok(Kind::Object),
            Some(b'[') => Ok(Kind::List),
            Some(b't' | b'f') => Ok(Kind::Bool),
            Some(b'n') => Ok(Kind::Null),
            _ => Err(self.unexpected("a value")),
        }
    }

    /// Whether `null` is next, which stays unread.
    pub(super) fn at_null(&mut self) -> bool {
        self.peek() == Some(b'n')
    }

    /// Reads `null` if it is next; says whether it was.
    pub fn null(&mut self) -> Result<bool, Fault> {
        if self.at_null() { self.word("null").map(|()| true) } else { Ok(false) }
    }

    /// Reads `true` or `false`.
    pub fn bool(&mut self) -> Result<bool, Fault> {
        match self.peek() {
            Some(b't') => self.word("true").map(|()| true),
            Some(b'f') => self.word("false").map(|()| false),
            _ => Err(self.mismatch("a boolean")),
        }
    }

    /// Reads a string.
    pub fn string(&mut self) -> Result<Cow<'j, str>, Fault> {
        match self.peek() {
            Some(b'"') => self.quoted(),
            _ => Err(self.mismatch("a string")),
        }
    }

    /// Reads a number; gives its text.
    pub fn number(&mut self) -> Result<&'j str, Fault> {
        match self.peek() {
            Some(b'-' | b'0'..=b'9') => self.digits(),
            _ => Err(self.mismatch("a number")),
        }
    }

    /// Enters a list.
    pub fn begin_list(&mut self) -> Result<(), Fault> {
        match self.peek() {
            Some(b'[') => self.descend(),
            _ => Err(self.mismatch("a list")),
        }
    }

    /// Moves to the next item of a list, or leaves the list and says so by `false`.
    pub fn next_item(&mut self) -> Result<bool, Fault> {
        self.next_member(b']', "`,` or `]`")
    }

    /// Enters an object.
    pub fn begin_object(&mut self) -> Result<(), Fault> {
        match self.peek() {
            Some(b'{') => self.descend(),
            _ => Err(self.mismatch("an object")),
        }
    }

    /// Moves to the next property of an object and gives its key, or leaves the object.
    pub fn next_key(&mut self) -> Result<Option<Cow<'j, str>>, Fault> {
        if !self.next_member(b'}', "`,` or `}`")? {
            return Ok(None);
        }
        if self.peek() != Some(b'"') {
            return Err(self.unexpected("a key in quotes"));
        }
        let key = self.quoted()?;
        if self.peek() != Some(b':') {
            return Err(self.unexpected("`:`").in_property(&key));
        }
        self.at += 1;
        Ok(Some(key))
    }

    /// Reads past one value of any kind, checking it as strictly as if it were used.
    pub fn skip(&mut self) -> Result<(), Fault> {
        match self.kind()? {
            Kind::Null => self.word("null"),
            Kind::Bool => self.bool().map(drop),
            Kind::Number => self.digits().map(drop),
            Kind::String => self.quoted().map(drop),
            Kind::List => {
                self.begin_list()?;
                let mut index = 0;
                while self.next_item()? {
                    self.skip().map_err(|fault| fault.in_item(index))?;
                    index += 1;
                }
                Ok(())
            }
            Kind::Object => {
                self.begin_object()?;
                while let Some(key) = self.next_key()? {
                    self.skip().map_err(|fault| fault.in_property(&key))?;
                }
                Ok(())
            }
        }
    }

    /// Faults unless nothing but white space is left.
    pub fn end(&mut self) -> Result<(), Fault> {
        match self.peek() {
            None => Ok(()),
            Some(_) => Err(self.unexpected("the end of the text")),
        }
    }

    /// The byte that is read next.
    pub fn offset(&self) -> usize {
        self.at
    }

    /// The place of the next value, to come back to.
    pub fn position(&self) -> Position {
        Position {
            at: self.at,
            depth: self.depth,
            opened: self.opened,
            remainder: self.remainder,
            active_unions: self.unions.active.len(),
        }
    }

    /// Goes back to a place from [`Reader::position`], or forward to one.
    pub fn rewind(&mut self, position: Position) {
        self.unions.spend(self.at.saturating_sub(position.at));
        self.at = position.at;
        self.depth = position.depth;
        self.opened = position.opened;
        self.remainder = position.remainder;
        self.unions.active.truncate(position.active_unions);
    }

    /// Counts something that has no name in the type that it is read as, and is kept. A union takes the variant that loses the
    /// fewest, and among equals the one that leaves over the fewest.
    pub fn leave_over(&mut self) {
        self.remainder.left_over += 1;
    }

    /// Counts something that the type that it is read as does not write again.
    pub fn lose(&mut self) {
        self.remainder.lost += 1;
    }

    /// A fault at the next value: this was expected, and something of another kind found.
    pub fn mismatch(&mut self, expected: &'static str) -> Fault {
        let found = match self.kind() {
            Ok(Kind::Null) => "null",
            Ok(Kind::Bool) => "a boolean",
            Ok(Kind::Number) => "a number",
            Ok(Kind::String) => "a string",
            Ok(Kind::List) => "a list",
            Ok(Kind::Object) => "an object",
            Err(_) => return self.unexpected(expected),
        };
        Fault::expected(expected, found, self.at)
    }

    /// A fault at the next character, which cannot stand there.
    pub(super) fn unexpected(&self, expected: &'static str) -> Fault {
        match self.text.get(self.at..).and_then(|rest| rest.chars().next()) {
            Some(c) => Fault::expected(expected, format!("`{}`", c.escape_debug()), self.at),
            None => Fault::expected(expected, "the end of the text", self.at),
        }
    }

    /// Faults when the stack is nearly used up. Whatever calls itself without entering a list or an object asks here first.
    pub fn check_stack(&self) -> Result<(), Fault> {
        if stack_address().abs_diff(self.stack) > STACK_LIMIT { Err(self.too_deep()) } else { Ok(()) }
    }

    /// The next byte that is not white space, which stays unread.
    pub(super) fn peek(&mut self) -> Option<u8> {
        loop {
            match self.byte() {
                Some(b' ' | b'\n' | b'\r' | b'\t') => self.at += 1,
                byte => return byte,
            }
        }
    }

    /// The very next byte, which stays unread.
    pub(super) fn byte(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn word(&mut self, word: &'static str) -> Result<(), Fault> {
        if self.text.as_bytes().get(self.at..).is_some_and(|rest| rest.starts_with(word.as_bytes())) {
            self.at += word.len();
            return Ok(());
        }
        Err(Fault::new(format!("expected `{word}`, found another word"), self.at))
    }

    fn descend(&mut self) -> Result<(), Fault> {
        if self.depth == DEPTH_LIMIT {
            return Err(self.too_deep());
        }
        self.check_stack()?;
        self.depth += 1;
        self.at += 1;
        self.opened = true;
        Ok(())
    }

    fn too_deep(&self) -> Fault {
        Fault::new("the text nests too deep (128 levels, or fewer of large types)", self.at)
    }

    /// Moves behind the comma that is due, or behind the closing bracket.
    fn next_member(&mut self, close: u8, expected: &'static str) -> Result<bool, Fault> {
        let opened = std::mem::take(&mut self.opened);
        match self.peek() {
            Some(byte) if byte == close => {
                self.at += 1;
                self.depth = self.depth.saturating_sub(1);
                Ok(false)
            }
            Some(b',') if !opened => {
                self.at += 1;
                if self.peek() == Some(close) { Err(self.unexpected("another member behind the comma")) } else { Ok(true) }
            }
            Some(_) if opened => Ok(true),
            _ => Err(self.unexpected(expected)),
        }
    }
}

impl fmt::Debug for Reader<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Reader").field("offset", &self.at).field("depth", &self.depth).finish_non_exhaustive()
    }
}

/// About where the stack ends now. The address is compared, never followed.
fn stack_address() -> usize {
    let marker = 0_u8;
    std::ptr::from_ref(&marker).addr()
}
