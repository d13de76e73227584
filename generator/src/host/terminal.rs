//! Text on standard output and standard error: colour on a terminal only, nothing that a document or a file name could use to steer
//! one, and no panic when the reader of a pipe has gone.

use std::{
    borrow::Cow,
    env,
    io::{self, IsTerminal, Write},
};

/// Colours that mean something here.
#[derive(Clone, Copy, Debug)]
pub enum Colour {
    /// What is wrong, or goes.
    Red,
    /// What is right, or new.
    Green,
    /// What deserves a look.
    Yellow,
    /// What is said aside.
    Cyan,
    /// What a line is about.
    Bold,
}

/// Where text goes, for asking whether it may be coloured.
#[derive(Clone, Copy, Debug)]
pub enum Stream {
    /// Standard output.
    Out,
    /// Standard error.
    Err,
}

impl Stream {
    /// Whether a person reads it.
    pub fn is_terminal(self) -> bool {
        match self {
            Stream::Out => io::stdout().is_terminal(),
            Stream::Err => io::stderr().is_terminal(),
        }
    }

    /// Whether colour is wanted: a terminal, and <https://no-color.org> is not set.
    pub fn has_colour(self) -> bool {
        self.is_terminal() && env::var_os("NO_COLOR").is_none_or(|value| value.is_empty())
    }

    /// Text in a colour, if this stream has colours.
    pub fn paint(self, colour: Colour, text: &str) -> String {
        if !self.has_colour() {
            return text.to_owned();
        }
        let code = match colour {
            Colour::Red => "31",
            Colour::Green => "32",
            Colour::Yellow => "33",
            Colour::Cyan => "36",
            Colour::Bold => "1",
        };
        format!("\u{1b}[{code}m{text}\u{1b}[0m")
    }
}

/// Writes to standard output. A closed pipe is the reader's choice and no failure of ours.
pub fn print(text: &str) {
    let mut out = io::stdout().lock();
    let _ = out.write_all(text.as_bytes()).and_then(|()| out.flush());
}

/// Writes to standard error.
pub fn eprint(text: &str) {
    let _ = io::stderr().lock().write_all(text.as_bytes());
}

/// Writes `error: …` to standard error.
pub fn error(message: &str) {
    eprint(&format!("{}: {}\n", Stream::Err.paint(Colour::Red, "error"), clean(message)));
}

/// Writes `warning: …` to standard error.
pub fn warning(message: &str) {
    eprint(&format!("{}: {}\n", Stream::Err.paint(Colour::Yellow, "warning"), clean(message)));
}

/// Text with control characters and bidirectional marks escaped, line feeds kept.
pub fn clean(text: &str) -> Cow<'_, str> {
    if !text.chars().any(is_steering) {
        return Cow::Borrowed(text);
    }
    let mut cleaned = String::with_capacity(text.len());
    for letter in text.chars() {
        if is_steering(letter) { cleaned.extend(letter.escape_unicode()) } else { cleaned.push(letter) }
    }
    Cow::Owned(cleaned)
}

fn is_steering(letter: char) -> bool {
    let bidirectional = matches!(letter, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    (letter.is_control() && letter != '\n' && letter != '\t') || bidirectional
}

/// A count and its noun: `1 file`, `2 files`.
pub fn count(number: usize, noun: &str) -> String {
    if number == 1 { format!("1 {noun}") } else { format!("{number} {noun}s") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_cannot_steer_a_terminal() {
        assert_eq!(clean("a\u{1b}[31mb\r\u{202e}\n"), "a\\u{1b}[31mb\\u{d}\\u{202e}\n");
        assert_eq!(clean("plain é"), "plain é");
    }
}
