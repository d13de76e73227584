//! Markdown of the document, made harmless: what comes out can be read by people and by rustdoc, runs nothing, loads nothing and links
//! to nothing but `http` and `https` addresses that the document spells out.
//!
//! Every rule errs on the side of plain text. Code fences are moved to the margin and marked `text`, indentation is only ever that of a
//! list, `<` and `[` are escaped unless they begin a link that is kept, and a code span ends on the line on which it began.

/// Cleans a text. There are no empty lines at the start and the end, and no two in a row outside code.
pub(super) fn clean(text: &str) -> Vec<String> {
    let mut out = Lines::default();
    let mut fence: Option<Fence> = None;
    let mut list = List::default();
    for line in lines(text) {
        if let Some(open) = &fence {
            if open.closes(&line) {
                out.push(open.marker());
                fence = None;
            } else {
                out.push_code(open.dedent(&line));
            }
            continue;
        }
        if let Some(open) = Fence::opening(&line) {
            out.push(format!("{}text", open.marker()));
            fence = Some(open);
            list = List::default();
            continue;
        }
        let words = inline(&line.split_whitespace().collect::<Vec<_>>().join(" "));
        if words.is_empty() {
            list.blank();
            out.blank();
            continue;
        }
        let indent = list.indent(indentation(&line), &words);
        out.push(format!("{:indent$}{words}", ""));
    }
    if let Some(open) = fence {
        out.push(open.marker());
    }
    out.lines
}

/// Lines by every character that anyone takes for the end of one, without characters that are not to be seen.
fn lines(text: &str) -> Vec<String> {
    let mut lines = vec![String::new()];
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '\r' if chars.peek() == Some(&'\n') => {}
            '\n' | '\r' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}' => lines.push(String::new()),
            c => lines.last_mut().into_iter().for_each(|line| line.extend(visible(c))),
        }
    }
    lines
}

/// The character, a space for a tab, nothing for controls and for marks that turn the direction of text.
pub(super) fn visible(c: char) -> Option<char> {
    match c {
        '\t' => Some(' '),
        '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}' => None,
        c if c.is_control() => None,
        c => Some(c),
    }
}

fn indentation(line: &str) -> usize {
    line.len() - line.trim_start_matches(' ').len()
}

#[derive(Default)]
struct Lines {
    lines: Vec<String>,
    blank: bool,
}

impl Lines {
    fn push(&mut self, line: String) {
        if self.blank && !self.lines.is_empty() {
            self.lines.push(String::new());
        }
        self.blank = false;
        self.lines.push(line);
    }

    fn push_code(&mut self, line: &str) {
        self.lines.push(line.trim_end().to_owned());
    }

    fn blank(&mut self) {
        self.blank = true;
    }
}

/// An open code fence.
struct Fence {
    mark: char,
    length: usize,
    indent: usize,
    quoted: bool,
}

impl Fence {
    /// A fence at the beginning of a line, or of what list and quote markers leave of it.
    fn opening(line: &str) -> Option<Fence> {
        let mut rest = line.trim_start();
        let mut quoted = false;
        loop {
            if let Some(fence) = Fence::at(rest) {
                let indent = line.len() - rest.len();
                return Some(Fence { indent, quoted, ..fence });
            }
            let marker = marker(rest)?;
            quoted |= rest.starts_with('>');
            rest = rest[marker..].trim_start();
        }
    }

    fn at(rest: &str) -> Option<Fence> {
        let mark = rest.chars().next().filter(|mark| matches!(mark, '`' | '~'))?;
        let length = rest.chars().take_while(|c| *c == mark).count();
        // CommonMark 0.31, 4.5: what follows a fence of backticks holds none.
        let opens = length >= 3 && !(mark == '`' && rest[length..].contains('`'));
        opens.then_some(Fence { mark, length, indent: 0, quoted: false })
    }

    fn closes(&self, line: &str) -> bool {
        let line = self.unquoted(line).trim();
        line.chars().all(|c| c == self.mark) && line.len() >= self.length
    }

    fn unquoted<'t>(&self, line: &'t str) -> &'t str {
        let rest = line.trim_start();
        match rest.strip_prefix('>').filter(|_| self.quoted) {
            Some(rest) => self.unquoted(rest.strip_prefix(' ').unwrap_or(rest)),
            None => line,
        }
    }

    fn dedent<'t>(&self, line: &'t str) -> &'t str {
        if self.quoted {
            return self.unquoted(line);
        }
        &line[indentation(line).min(self.indent)..]
    }

    fn marker(&self) -> String {
        self.mark.to_string().repeat(self.length)
    }
}

/// The length of a list or quote marker with the space after it, if the text begins with one.
fn marker(text: &str) -> Option<usize> {
    if text.starts_with('>') {
        return Some(1);
    }
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let mark = match text.as_bytes().get(digits) {
        Some(b'-' | b'*' | b'+') if digits == 0 => digits + 1,
        Some(b'.' | b')') if (1..=9).contains(&digits) => digits + 1,
        _ => return None,
    };
    match text.as_bytes().get(mark) {
        Some(b' ') => Some(mark + 1),
        _ => None,
    }
}

/// The items of lists that a line may belong to, outermost first.
#[derive(Default)]
struct List {
    items: Vec<Item>,
    blank: bool,
}

struct Item {
    /// The indentation of its marker in the document.
    from: usize,
    /// The indentation of its text in what we write.
    to: usize,
}

impl List {
    fn blank(&mut self) {
        self.blank = true;
    }

    /// How far a line is indented: as far as the text of the item that it belongs to, and no further, so that it is never code.
    fn indent(&mut self, from: usize, words: &str) -> usize {
        let blank = std::mem::take(&mut self.blank);
        if is_break(words) {
            self.items.clear();
            return 0;
        }
        let marker = marker(words).filter(|_| !words.starts_with('>'));
        if marker.is_some() || blank {
            while self.items.last().is_some_and(|item| item.from >= from) {
                self.items.pop();
            }
        }
        // CommonMark 0.31, 4.4: four spaces after an empty line are code, unless the item is really open. It may not be: `10. a` does
        // not interrupt a paragraph.
        while blank && self.items.last().is_some_and(|item| item.to > 3) {
            self.items.pop();
        }
        let to = self.items.last().map_or(0, |item| item.to);
        if let Some(width) = marker {
            self.items.push(Item { from, to: to + width });
        }
        to
    }
}

/// CommonMark 0.31, 4.1: three marks alone on a line, even though they look like items of a list.
fn is_break(words: &str) -> bool {
    let marks: Vec<char> = words.chars().filter(|c| *c != ' ').collect();
    marks.len() >= 3 && ['-', '*', '_'].iter().any(|mark| marks.iter().all(|c| c == mark))
}

/// One line of text, with spaces collapsed already.
fn inline(line: &str) -> String {
    let mut out = String::new();
    let mut rest = line;
    let mut missing = [false; MAX_TICKS + 1];
    while let Some(c) = rest.chars().next() {
        let taken = match c {
            '\\' => escape(rest, &mut out),
            '`' => code_span(rest, &mut missing, &mut out),
            '<' => autolink(rest, &mut out),
            '!' if rest.starts_with("![") => 1,
            '[' => link(rest, &mut out),
            'h' | 'H' => address(rest, &mut out),
            c => {
                out.push(c);
                c.len_utf8()
            }
        };
        rest = &rest[taken..];
    }
    out
}

fn escape(rest: &str, out: &mut String) -> usize {
    let taken = match rest.as_bytes().get(1) {
        Some(next) if next.is_ascii_punctuation() => 2,
        _ => 1,
    };
    out.push_str(&rest[..taken]);
    taken
}

/// The longest run of backticks that opens a code span; each length is looked for only once in vain, so a line takes linear time.
const MAX_TICKS: usize = 16;

/// A code span that ends on this line, or escaped backticks.
fn code_span(rest: &str, missing: &mut [bool; MAX_TICKS + 1], out: &mut String) -> usize {
    let length = rest.bytes().take_while(|byte| *byte == b'`').count();
    if length > MAX_TICKS || missing[length] {
        out.push_str(&"\\`".repeat(length));
        return length;
    }
    let mut at = length;
    while let Some(start) = rest[at..].find('`') {
        let run = rest[at + start..].bytes().take_while(|byte| *byte == b'`').count();
        at += start + run;
        if run == length {
            out.push_str(&rest[..at]);
            return at;
        }
    }
    missing[length] = true;
    out.push_str(&"\\`".repeat(length));
    length
}

fn autolink(rest: &str, out: &mut String) -> usize {
    let length = address_length(&rest[1..]);
    if length > 0 && rest[1 + length..].starts_with('>') {
        out.push_str(&rest[..length + 2]);
        return length + 2;
    }
    out.push_str("\\<");
    1
}

/// `[text](https://…)`, or an escaped bracket.
fn link(rest: &str, out: &mut String) -> usize {
    if let Some((text, address, taken)) = link_parts(rest) {
        let text: String =
            text.chars().flat_map(|c| matches!(c, '<' | '`' | '!' | '\\').then_some('\\').into_iter().chain([c])).collect();
        out.push_str(&format!("[{text}]({address})"));
        return taken;
    }
    out.push_str("\\[");
    1
}

fn link_parts(rest: &str) -> Option<(&str, &str, usize)> {
    // The text ends at the next bracket of any kind, so that a line of brackets takes linear time.
    let end = 1 + rest[1..].find(['[', ']'])?;
    let text = &rest[1..end];
    let after = rest[end..].strip_prefix("](")?;
    let length = address_length(after);
    let complete = length > 0 && after[length..].starts_with(')') && !text.trim().is_empty();
    complete.then_some((text, &after[..length], end + 2 + length + 1))
}

/// A bare address goes between angle brackets, without the punctuation after it.
fn address(rest: &str, out: &mut String) -> usize {
    let length = rest[..address_length(rest)].trim_end_matches(['.', ',', ':', ';', '!', '?', '_', '~', '&']).len();
    if length <= "https://".len() {
        out.push_str(&rest[..1]);
        return 1;
    }
    out.push('<');
    out.push_str(&rest[..length]);
    out.push('>');
    length
}

/// The length of the `http` or `https` address at the beginning of a text.
fn address_length(rest: &str) -> usize {
    let scheme = ["https://", "http://"]
        .into_iter()
        .find(|scheme| rest.get(..scheme.len()).is_some_and(|start| start.eq_ignore_ascii_case(scheme)));
    let Some(scheme) = scheme else { return 0 };
    let path = rest[scheme.len()..]
        .bytes()
        .take_while(|byte| byte.is_ascii_alphanumeric() || b"-@:%._+~#=?&/,;!$".contains(byte))
        .count();
    if path == 0 { 0 } else { scheme.len() + path }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markdown_stays_where_it_is_harmless() {
        let rows: &[(&str, &[&str])] = &[
            ("Plain *text* with `code <T>`.", &["Plain *text* with `code <T>`."]),
            ("\n\n one\n\n\n\n two \n\n", &["one", "", "two"]),
            ("a\r\nb\rc\u{2028}d\u{85}e", &["a", "b", "c", "d", "e"]),
            ("- a\n  - b\n    c\n- d", &["- a", "  - b", "    c", "- d"]),
            ("1. a\n\n   more\n2. b", &["1. a", "", "   more", "2. b"]),
            ("- a\n\nnext", &["- a", "", "next"]),
            ("See [docs](https://a.b/c?d=e) and https://a.b/c.", &["See [docs](https://a.b/c?d=e) and <https://a.b/c>."]),
            ("<https://a.b>", &["<https://a.b>"]),
            ("| a | b |\n| --- | --- |", &["| a | b |", "| --- | --- |"]),
            ("\\[kept\\]", &["\\[kept\\]"]),
        ];
        for (text, lines) in rows {
            assert_eq!(clean(text), *lines, "{text:?}");
        }
    }

    #[test]
    fn nothing_runs_loads_or_links() {
        let rows: &[(&str, &[&str])] = &[
            ("```\npanic!()\n```", &["```text", "panic!()", "```"]),
            ("```rust,should_panic\npanic!()", &["```text", "panic!()", "```"]),
            ("~~~rust\n```\n~~~", &["~~~text", "```", "~~~"]),
            ("- ```\n  panic!()\n  ```\n", &["```text", "panic!()", "```"]),
            ("> ```\n> panic!()\n> ```\n", &["```text", "panic!()", "```"]),
            ("text\n\n    panic!()\n", &["text", "", "panic!()"]),
            ("- a\n\n        panic!()\n", &["- a", "", "  panic!()"]),
            ("-     panic!()\n", &["- panic!()"]),
            (">     panic!()\n", &["> panic!()"]),
            ("\tpanic!()", &["panic!()"]),
            ("text\n10. a\n\n      panic!()", &["text", "10. a", "", "panic!()"]),
            ("- a\n  * * *\n\n        panic!()", &["- a", "* * *", "", "panic!()"]),
            ("<script>alert(1)</script>", &["\\<script>alert(1)\\</script>"]),
            ("[x] [`Vec`] [a](javascript:1) [b](c) [d]: e", &["\\[x] \\[`Vec`] \\[a](javascript:1) \\[b](c) \\[d]: e"]),
            ("![a](https://b.c/d.png)", &["[a](https://b.c/d.png)"]),
            ("an ` open tick <b>", &["an \\` open tick \\<b>"]),
            ("`a\n<b>`", &["\\`a", "\\<b>\\`"]),
            ("a\u{202e}b\u{0}c\u{1b}[31m", &["abc\\[31m"]),
            ("[a\\](https://b.c)", &["[a\\\\](https://b.c)"]),
        ];
        for (text, lines) in rows {
            assert_eq!(clean(text), *lines, "{text:?}");
        }
    }
}
