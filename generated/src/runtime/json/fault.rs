//! What is wrong with a document: the problem, the place in it, and nothing of its text but keys and numbers, cut short.
//!
//! A [`Fault`] is made where reading stops; the way up adds the path. A document without faults pays nothing for it.

use std::{borrow::Cow, error, fmt};

/// The longest piece of a key that a path repeats, in characters.
const LONGEST_KEY: usize = 64;

/// The longest message, in characters.
const LONGEST_MESSAGE: usize = 256;

/// Why a JSON text could not be read as the type that was asked for.
///
/// It says what was expected and found, where (`data.session.id`, `items[3].id`), and at which byte. Strings of the document are
/// never part of the message; keys and numbers are, cut short.
#[derive(Clone, PartialEq, Eq)]
pub struct Fault(Box<Inner>);

#[derive(Clone, PartialEq, Eq)]
struct Inner {
    problem: Problem,
    offset: usize,
    /// Innermost first.
    path: Vec<Step>,
}

#[derive(Clone, PartialEq, Eq)]
enum Problem {
    Expected { expected: &'static str, found: Cow<'static, str> },
    Other(Cow<'static, str>),
}

#[derive(Clone, PartialEq, Eq)]
enum Step {
    Key(String),
    Item(usize),
}

impl Fault {
    /// A problem in words, at this byte of the document. The words are cut short and cleaned of control characters.
    pub fn new(message: impl Into<Cow<'static, str>>, offset: usize) -> Self {
        Self::at(Problem::Other(message.into()), offset)
    }

    /// The wrong thing in the place of another.
    pub(super) fn expected(expected: &'static str, found: impl Into<Cow<'static, str>>, offset: usize) -> Self {
        Self::at(Problem::Expected { expected, found: found.into() }, offset)
    }

    fn at(problem: Problem, offset: usize) -> Self {
        Self(Box::new(Inner { problem, offset, path: Vec::new() }))
    }

    /// The same fault, seen from the object that holds it under this key.
    #[must_use]
    pub fn in_property(mut self, key: &str) -> Self {
        self.0.path.push(Step::Key(clean(key, LONGEST_KEY)));
        self
    }

    /// The same fault, seen from the list that holds it at this index.
    #[must_use]
    pub fn in_item(mut self, index: usize) -> Self {
        self.0.path.push(Step::Item(index));
        self
    }

    /// Where in the document, such as `data.session.id` or `items[3].id`; empty for its root.
    pub fn path(&self) -> String {
        let mut path = String::new();
        for step in self.0.path.iter().rev() {
            match step {
                Step::Item(index) => path.push_str(&format!("[{index}]")),
                Step::Key(key) if is_word(key) && path.is_empty() => path.push_str(key),
                Step::Key(key) if is_word(key) => {
                    path.push('.');
                    path.push_str(key);
                }
                Step::Key(key) => path.push_str(&format!("[\"{key}\"]")),
            }
        }
        path
    }

    /// The byte of the document at which reading stopped.
    pub fn offset(&self) -> usize {
        self.0.offset
    }

    /// What is wrong, without the place: `expected a string, found null`.
    pub fn message(&self) -> String {
        match &self.0.problem {
            Problem::Expected { expected, found } => format!("expected {expected}, found {found}"),
            Problem::Other(message) => clean(message, LONGEST_MESSAGE),
        }
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message())?;
        let path = self.path();
        if !path.is_empty() {
            write!(f, " at `{path}`")?;
        }
        write!(f, " (byte {})", self.0.offset)
    }
}

impl fmt::Debug for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Fault")
            .field("message", &self.message())
            .field("path", &self.path())
            .field("offset", &self.0.offset)
            .finish()
    }
}

impl error::Error for Fault {}

/// Whether a key needs no brackets and quotes in a path.
fn is_word(key: &str) -> bool {
    !key.is_empty() && key.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '-' | '$' | '@' | '…'))
}

/// A piece of the document on one line and of bounded length.
fn clean(text: &str, longest: usize) -> String {
    let mut clean = String::new();
    for (index, c) in text.chars().enumerate() {
        if index == longest {
            clean.push('…');
            break;
        }
        if c.is_control()
            || matches!(c, '\u{2028}' | '\u{2029}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
        {
            clean.extend(c.escape_default());
        } else {
            clean.push(c);
        }
    }
    clean
}
