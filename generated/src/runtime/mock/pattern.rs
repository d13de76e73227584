//! A text that a regular expression matches, for the expressions that documents have: characters, classes, groups, alternatives and
//! repetitions. Whatever else there is (look-around, back references) makes none.

use super::seed::Seed;
use std::{iter::Peekable, str::Chars};

/// A text that `pattern` matches; `None` where it says more than is understood.
pub(super) fn make(pattern: &str, seed: Seed) -> Option<String> {
    let mut maker = Maker { rest: pattern.chars().peekable(), seed, count: 0 };
    let text = maker.alternatives(0)?;
    maker.rest.next().is_none().then_some(text)
}

struct Maker<'p> {
    rest: Peekable<Chars<'p>>,
    seed: Seed,
    count: usize,
}

/// Groups in one another.
const DEPTH: usize = 32;
/// The longest text.
const LENGTH: usize = 10_000;

impl Maker<'_> {
    fn below(&mut self, count: usize) -> usize {
        self.count += 1;
        self.seed.at(self.count).below(count as u64) as usize
    }

    /// `a|b`, up to the end of the group.
    fn alternatives(&mut self, depth: usize) -> Option<String> {
        if depth > DEPTH {
            return None;
        }
        let mut made = vec![self.sequence(depth)?];
        while self.rest.next_if_eq(&'|').is_some() {
            made.push(self.sequence(depth)?);
        }
        let chosen = self.below(made.len());
        Some(made.swap_remove(chosen))
    }

    fn sequence(&mut self, depth: usize) -> Option<String> {
        let mut text = String::new();
        while let Some(c) = self.rest.next_if(|c| !matches!(c, '|' | ')')) {
            let before = self.rest.clone();
            let mut piece = self.atom(c, depth)?;
            let (least, most) = self.repetition()?;
            let behind = self.rest.clone();
            let times = least + self.below((most - least).min(3) + 1);
            for time in 0..times {
                // The same atom again, with other choices.
                if time > 0 {
                    self.rest = before.clone();
                    piece = self.atom(c, depth)?;
                }
                text.push_str(&piece);
                if text.len() > LENGTH {
                    return None;
                }
            }
            self.rest = behind;
        }
        Some(text)
    }

    fn atom(&mut self, c: char, depth: usize) -> Option<String> {
        match c {
            '^' | '$' => Some(String::new()),
            '(' => {
                if self.rest.next_if_eq(&'?').is_some() {
                    match self.rest.next()? {
                        ':' => {}
                        '<' if self.rest.peek().is_some_and(|c| c.is_alphabetic()) => while self.rest.next()? != '>' {},
                        'P' if self.rest.peek() == Some(&'<') => while self.rest.next()? != '>' {},
                        _ => return None,
                    }
                }
                let text = self.alternatives(depth + 1)?;
                (self.rest.next()? == ')').then_some(text)
            }
            '[' => self.class().map(String::from),
            '.' => Some(self.pick(&[('a', 'z')]).to_string()),
            '\\' => match self.rest.next()? {
                'b' | 'A' | 'z' | 'Z' => Some(String::new()),
                c => {
                    let ranges = self.escaped(c)?;
                    Some(self.pick(&ranges).to_string())
                }
            },
            '*' | '+' | '?' => None,
            c => Some(c.to_string()),
        }
    }

    /// The characters that an escape stands for.
    fn escaped(&mut self, c: char) -> Option<Vec<(char, char)>> {
        Some(match c {
            'd' => vec![('0', '9')],
            'w' => vec![('a', 'z'), ('0', '9')],
            's' => vec![(' ', ' ')],
            'S' | 'D' => vec![('a', 'z')],
            'W' => vec![('-', '-')],
            'n' => vec![('\n', '\n')],
            't' => vec![('\t', '\t')],
            'r' => vec![('\r', '\r')],
            'x' => self.code(2)?,
            'u' => self.code(4)?,
            'p' => {
                while self.rest.next()? != '}' {}
                vec![('a', 'z')]
            }
            c if c.is_alphanumeric() => return None,
            c => vec![(c, c)],
        })
    }

    fn code(&mut self, digits: usize) -> Option<Vec<(char, char)>> {
        let text: String = (0..digits).map_while(|_| self.rest.next_if(char::is_ascii_hexdigit)).collect();
        let c = char::from_u32(u32::from_str_radix(&text, 16).ok()?)?;
        Some(vec![(c, c)])
    }

    fn class(&mut self) -> Option<char> {
        let is_other = self.rest.next_if_eq(&'^').is_some();
        let mut ranges: Vec<(char, char)> = Vec::new();
        loop {
            let c = match self.rest.next()? {
                ']' if !ranges.is_empty() => break,
                ']' => return None,
                '\\' => {
                    let c = self.rest.next()?;
                    match self.escaped(c)?.as_slice() {
                        [(first, last)] if first == last => *first,
                        several => {
                            ranges.extend(several);
                            continue;
                        }
                    }
                }
                c => c,
            };
            let mut ahead = self.rest.clone();
            if ahead.next() == Some('-') && ahead.peek().is_some_and(|next| *next != ']') {
                self.rest = ahead;
                let last = match self.rest.next()? {
                    '\\' => {
                        let c = self.rest.next()?;
                        self.escaped(c)?.first()?.1
                    }
                    last => last,
                };
                ranges.push((c, last));
            } else {
                ranges.push((c, c));
            }
        }
        if is_other {
            let is_in = |c: &char| ranges.iter().any(|(first, last)| (*first..=*last).contains(c));
            let free: Vec<char> =
                ('a'..='z').chain('A'..='Z').chain('0'..='9').chain("-_ .:/".chars()).filter(|c| !is_in(c)).collect();
            return (!free.is_empty()).then(|| free[self.below(free.len())]);
        }
        Some(self.pick(&ranges))
    }

    /// A character of one of the ranges; one that people can read, where there is one.
    fn pick(&mut self, ranges: &[(char, char)]) -> char {
        let readable = ranges.iter().filter(|(first, _)| first.is_ascii_alphanumeric()).copied().collect::<Vec<_>>();
        let ranges = if readable.is_empty() { ranges } else { &readable };
        let (first, last) = ranges[self.below(ranges.len())];
        let span = u32::from(last).saturating_sub(u32::from(first)) as usize;
        let offset = self.below(span + 1) as u32;
        char::from_u32(u32::from(first) + offset).unwrap_or(first)
    }

    /// How often the atom before stands, from … to.
    fn repetition(&mut self) -> Option<(usize, usize)> {
        let (least, most) = match self.rest.peek() {
            Some('*') => (0, 3),
            Some('+') => (1, 4),
            Some('?') => (0, 1),
            Some('{') => return self.counted(),
            _ => return Some((1, 1)),
        };
        self.rest.next();
        self.rest.next_if(|c| matches!(c, '?' | '+'));
        Some((least, most))
    }

    /// `{2}`, `{2,}` or `{2,4}`.
    fn counted(&mut self) -> Option<(usize, usize)> {
        self.rest.next();
        let mut text = String::new();
        loop {
            match self.rest.next()? {
                '}' => break,
                c => text.push(c),
            }
        }
        self.rest.next_if(|c| matches!(c, '?' | '+'));
        let (least, most) = match text.split_once(',') {
            Some((least, "")) => (least.parse().ok()?, least.parse::<usize>().ok()?.checked_add(3)?),
            Some((least, most)) => (least.parse().ok()?, most.parse().ok()?),
            None => (text.parse().ok()?, text.parse().ok()?),
        };
        (least <= most && least <= LENGTH).then_some((least, most))
    }
}
