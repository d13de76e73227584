//! The part of JSONPath (RFC 9535) that overlays use: names, indices, wildcards, descendants, and filters that compare one member
//! with a literal.

use crate::pointer::Pointer;
use serde_json::Value;
use std::collections::HashSet;

/// A parsed JSONPath.
#[derive(Debug)]
pub(super) struct Query(Vec<Segment>);

#[derive(Debug)]
struct Segment {
    /// `..`: the node and everything below it, not its children only.
    descends: bool,
    selectors: Vec<Selector>,
}

#[derive(Debug)]
enum Selector {
    Name(String),
    Index(i64),
    Wildcard,
    Filter(Filter),
}

/// `@.a.b == literal`, or that `@.a.b` is there.
#[derive(Debug)]
struct Filter {
    path: Vec<String>,
    test: Test,
}

#[derive(Debug)]
enum Test {
    Exists,
    Equal(Value),
    NotEqual(Value),
}

impl Query {
    /// Parses a path. The error names what is not understood.
    pub(super) fn parse(text: &str) -> Result<Query, String> {
        let mut parser = Parser { rest: text.trim() };
        if !parser.eat("$") {
            return Err("a path begins with `$`".to_owned());
        }
        let mut segments = Vec::new();
        while !parser.rest.is_empty() {
            segments.push(parser.segment()?);
        }
        Ok(Query(segments))
    }

    /// The nodes that it selects, each once, in order; none where they are more than `most`.
    pub(super) fn select(&self, root: &Value, most: usize) -> Option<Vec<Pointer>> {
        let mut nodes = vec![(Pointer::root(), root)];
        for segment in &self.0 {
            let mut next = Selection { seen: HashSet::new(), nodes: Vec::new(), most };
            for (pointer, node) in nodes {
                segment.select(&pointer, node, &mut next)?;
            }
            nodes = next.nodes;
        }
        Some(nodes.into_iter().map(|(pointer, _)| pointer).collect())
    }
}

struct Selection<'v> {
    seen: HashSet<Pointer>,
    nodes: Vec<(Pointer, &'v Value)>,
    most: usize,
}

impl<'v> Selection<'v> {
    fn add(&mut self, pointer: Pointer, value: &'v Value) -> Option<()> {
        if self.seen.insert(pointer.clone()) {
            self.nodes.push((pointer, value));
        }
        (self.nodes.len() <= self.most).then_some(())
    }
}

impl Segment {
    fn select<'v>(&self, pointer: &Pointer, node: &'v Value, selection: &mut Selection<'v>) -> Option<()> {
        for selector in &self.selectors {
            selector.select(pointer, node, selection)?;
        }
        if self.descends {
            match node {
                Value::Object(map) => map.iter().try_for_each(|(key, value)| self.select(&pointer.key(key), value, selection))?,
                Value::Array(list) => {
                    list.iter()
                        .enumerate()
                        .try_for_each(|(index, value)| self.select(&pointer.index(index), value, selection))?;
                }
                Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
            }
        }
        Some(())
    }
}

impl Selector {
    fn select<'v>(&self, pointer: &Pointer, node: &'v Value, selection: &mut Selection<'v>) -> Option<()> {
        match (self, node) {
            (Selector::Name(name), Value::Object(map)) => match map.get(name) {
                Some(value) => selection.add(pointer.key(name), value),
                None => Some(()),
            },
            (Selector::Index(index), Value::Array(list)) => {
                let length = i64::try_from(list.len()).ok()?;
                let index = usize::try_from(if *index < 0 { length.saturating_add(*index) } else { *index });
                match index.ok().and_then(|index| list.get(index).map(|value| (index, value))) {
                    Some((index, value)) => selection.add(pointer.index(index), value),
                    None => Some(()),
                }
            }
            (Selector::Wildcard | Selector::Filter(_), Value::Object(map)) => {
                let mut children = map.iter().filter(|(_, value)| self.takes(value));
                children.try_for_each(|(key, value)| selection.add(pointer.key(key), value))
            }
            (Selector::Wildcard | Selector::Filter(_), Value::Array(list)) => {
                let mut children = list.iter().enumerate().filter(|(_, value)| self.takes(value));
                children.try_for_each(|(index, value)| selection.add(pointer.index(index), value))
            }
            _ => Some(()),
        }
    }

    fn takes(&self, value: &Value) -> bool {
        match self {
            Selector::Filter(filter) => filter.takes(value),
            Selector::Name(_) | Selector::Index(_) | Selector::Wildcard => true,
        }
    }
}

impl Filter {
    fn takes(&self, value: &Value) -> bool {
        let found = self.path.iter().try_fold(value, |value, step| value.get(step));
        match &self.test {
            Test::Exists => found.is_some(),
            Test::Equal(literal) => found.is_some_and(|found| is_equal(found, literal)),
            Test::NotEqual(literal) => !found.is_some_and(|found| is_equal(found, literal)),
        }
    }
}

/// Numbers are equal by value.
fn is_equal(a: &Value, b: &Value) -> bool {
    a == b || matches!((a.as_f64(), b.as_f64()), (Some(a), Some(b)) if a == b)
}

struct Parser<'t> {
    rest: &'t str,
}

impl Parser<'_> {
    fn eat(&mut self, token: &str) -> bool {
        match self.rest.strip_prefix(token) {
            Some(rest) => {
                self.rest = rest;
                true
            }
            None => false,
        }
    }

    fn skip_space(&mut self) {
        self.rest = self.rest.trim_start();
    }

    fn segment(&mut self) -> Result<Segment, String> {
        let descends = self.eat("..");
        if !descends && !self.rest.starts_with('[') && !self.eat(".") {
            return Err(format!("`{}` is not understood", self.shown()));
        }
        let selectors = if self.eat("[") { self.bracket()? } else { vec![self.shorthand()?] };
        Ok(Segment { descends, selectors })
    }

    /// What is not understood, cut short.
    fn shown(&self) -> String {
        self.rest.chars().take(40).collect()
    }

    /// A name or `*` behind a dot. Hyphens are not in RFC 9535's shorthand, but everybody writes them.
    fn shorthand(&mut self) -> Result<Selector, String> {
        if self.eat("*") {
            return Ok(Selector::Wildcard);
        }
        self.name().map(Selector::Name)
    }

    fn name(&mut self) -> Result<String, String> {
        let is_part = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | '$');
        let end = self.rest.find(|c| !is_part(c)).unwrap_or(self.rest.len());
        let (name, rest) = self.rest.split_at(end);
        if name.is_empty() {
            return Err(format!("a name is wanted at `{}`", self.shown()));
        }
        self.rest = rest;
        Ok(name.to_owned())
    }

    fn bracket(&mut self) -> Result<Vec<Selector>, String> {
        let mut selectors = Vec::new();
        loop {
            self.skip_space();
            selectors.push(self.selector()?);
            self.skip_space();
            if self.eat("]") {
                return Ok(selectors);
            }
            if !self.eat(",") {
                return Err(format!("`{}` is not understood", self.shown()));
            }
        }
    }

    fn selector(&mut self) -> Result<Selector, String> {
        if self.eat("*") {
            return Ok(Selector::Wildcard);
        }
        if self.eat("?") {
            return self.filter().map(Selector::Filter);
        }
        if self.rest.starts_with(['\'', '"']) {
            return self.string().map(Selector::Name);
        }
        let end = self.rest.find(|c: char| c != '-' && !c.is_ascii_digit()).unwrap_or(self.rest.len());
        let (index, rest) = self.rest.split_at(end);
        if rest.starts_with(':') {
            return Err("slices are not supported".to_owned());
        }
        let index = index.parse().map_err(|_| format!("`{}` is not understood", self.shown()))?;
        self.rest = rest;
        Ok(Selector::Index(index))
    }

    fn filter(&mut self) -> Result<Filter, String> {
        self.skip_space();
        let parenthesis = self.eat("(");
        self.skip_space();
        if !self.eat("@") {
            return Err(format!("the filter `{}` does not begin with `@`", self.shown()));
        }
        let mut path = Vec::new();
        while self.rest.starts_with(['.', '[']) {
            let segment = self.segment()?;
            match (segment.descends, segment.selectors.into_iter().next()) {
                (false, Some(Selector::Name(name))) => path.push(name),
                _ => return Err("a filter names members only, such as `@.name`".to_owned()),
            }
        }
        self.skip_space();
        let test = if self.eat("==") {
            Test::Equal(self.literal()?)
        } else if self.eat("!=") {
            Test::NotEqual(self.literal()?)
        } else {
            Test::Exists
        };
        self.skip_space();
        if parenthesis && !self.eat(")") {
            return Err(format!("`{}` is not supported in a filter", self.shown()));
        }
        Ok(Filter { path, test })
    }

    fn literal(&mut self) -> Result<Value, String> {
        self.skip_space();
        if self.rest.starts_with(['\'', '"']) {
            return self.string().map(Value::String);
        }
        let end = self.rest.find([')', ']', ' ', ',']).unwrap_or(self.rest.len());
        let (word, rest) = self.rest.split_at(end);
        let value = serde_json::from_str(word).map_err(|_| format!("`{}` is not a literal", self.shown()))?;
        self.rest = rest;
        Ok(value)
    }

    fn string(&mut self) -> Result<String, String> {
        let mut chars = self.rest.chars();
        let Some(quote) = chars.next() else { return Err("a text is not closed".to_owned()) };
        let mut text = String::new();
        while let Some(c) = chars.next() {
            match c {
                '\\' => match chars.next() {
                    Some('n') => text.push('\n'),
                    Some('t') => text.push('\t'),
                    Some(c @ ('\\' | '/' | '\'' | '"')) => text.push(c),
                    _ => return Err("a text has an escape that is not supported".to_owned()),
                },
                c if c == quote => {
                    self.rest = chars.as_str();
                    return Ok(text);
                }
                c => text.push(c),
            }
        }
        Err("a text is not closed".to_owned())
    }
}
