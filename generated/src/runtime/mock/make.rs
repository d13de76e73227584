//! A value that fits a schema, for a seed: the same for the same, whatever stands beside it.
//!
//! Objects have all their properties, and lists an item or two, as long as that stays small; deeper, and where a schema leads back to
//! itself, there is what must be there. What is made is checked, and made in another way where it does not fit.

use super::{
    check::{Side, check},
    coerce::kinds,
    node::{Choice, Node, has_flag, types},
    pattern,
    schemas::Schemas,
    seed::Seed,
    text,
};
use serde_json::{Map, Value, json};

/// A value has this many parts at most, save for what must be there.
const PARTS: usize = 400;
/// Optional properties of objects inside so many others are left out.
const DEPTH: usize = 7;
/// What must be there ends here all the same: a schema may ask for a value that holds itself.
const LIMIT: usize = 24;
/// Other ways are tried this often.
const WAYS: u64 = 6;

/// Whether the document's own values are shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Words {
    /// Where a schema has an example, it is the value.
    Shown,
    /// All values are made.
    Made,
}

/// Makes a value that fits all of these.
pub(super) fn make(schemas: &Schemas, all: &[&Value], seed: Seed, words: Words, side: Side) -> Value {
    let mut first = None;
    for way in 0..WAYS {
        let value = small(schemas, all, Maker { schemas, words, side, way, depth: 0, parts: 0, stack: Vec::new() }, seed);
        if check(schemas, all, &value, side).is_ok() {
            return value;
        }
        first.get_or_insert(value);
    }
    first.unwrap_or_default()
}

/// The value with the deepest objects that is still small.
fn small<'s>(schemas: &'s Schemas, all: &[&'s Value], maker: Maker<'s>, seed: Seed) -> Value {
    for depth in (1..=DEPTH).rev() {
        let mut maker = Maker { schemas, depth, stack: Vec::new(), ..maker };
        let value = maker.make(all, seed, 0);
        if maker.parts <= PARTS {
            return value;
        }
    }
    let mut maker = Maker { depth: 0, ..maker };
    maker.make(all, seed, 0)
}

struct Maker<'s> {
    schemas: &'s Schemas,
    words: Words,
    side: Side,
    /// Which alternative is taken where there are several.
    way: u64,
    /// How deep optional properties are made.
    depth: usize,
    /// How many parts there are so far.
    parts: usize,
    /// The names of the schemas around.
    stack: Vec<&'static str>,
}

impl<'s> Maker<'s> {
    fn make(&mut self, all: &[&'s Value], seed: Seed, depth: usize) -> Value {
        self.parts += 1;
        if depth > LIMIT || self.depth > 0 && self.parts > PARTS {
            return Value::Null;
        }
        let mut node = Node::of(self.schemas, all);
        let tags = self.choose(&mut node, seed, depth);
        let entered = self.stack.len();
        self.stack.extend(&node.names);
        let value = self.make_of(&node, all, &tags, seed, depth);
        self.stack.truncate(entered);
        value
    }

    /// Takes an alternative of each choice, and gives the tags that tell which.
    fn choose(&self, node: &mut Node<'s>, seed: Seed, depth: usize) -> Vec<(&'s str, String)> {
        let mut tags = Vec::new();
        let mut taken = 0;
        while let Some(choice) = node.choices.get(taken).copied() {
            if let Some(branch) = self.branch(&choice, seed.at(taken), depth) {
                tags.extend(tag_of(choice.discriminator, branch));
                node.add(self.schemas, branch);
            }
            taken += 1;
            if taken > LIMIT {
                break;
            }
        }
        // OAS 3.0.4, Discriminator Object: what extends a parent with one says by it which child it is.
        for discriminator in &node.discriminators {
            let property = discriminator.get("propertyName").and_then(Value::as_str).unwrap_or_default();
            if node.property(property).is_none() || tags.iter().any(|(known, _)| *known == property) {
                continue;
            }
            let target = |reference: &Value| Some(self.schemas.get(reference.as_str()?)?.0);
            let is_own = |reference: &Value| target(reference).is_some_and(|name| node.names.contains(&name));
            let mapping = discriminator.get("mapping").and_then(Value::as_object);
            let mapped = mapping.and_then(|mapping| mapping.iter().find(|(_, reference)| is_own(reference)));
            let tag = mapped.map(|(tag, _)| tag.clone()).or_else(|| node.names.first().map(|name| (*name).to_owned()));
            tags.extend(tag.map(|tag| (property, tag)));
        }
        tags
    }

    /// One that is no `null` and does not lead back, if there is one.
    fn branch(&self, choice: &Choice<'s>, seed: Seed, depth: usize) -> Option<&'s Value> {
        let count = choice.branches.len();
        let start = (seed.below(count as u64) + self.way) as usize;
        let rank = |branch: &&'s Value| {
            let node = Node::of(self.schemas, &[branch]);
            let leads_back = node.names.iter().any(|name| self.stack.contains(name));
            let is_null = node.types == types::NULL;
            // Where it is deep, what is nothing or plain leads no further.
            let is_deep = depth >= self.depth.max(1) && kinds(self.schemas, &[branch]) & !(types::OBJECT | types::ARRAY) == 0;
            (node.is_never || node.types == 0, leads_back, is_deep, is_null)
        };
        (0..count).map(|index| &choice.branches[(start + index) % count]).min_by_key(rank)
    }

    fn make_of(&mut self, node: &Node<'s>, all: &[&'s Value], tags: &[(&'s str, String)], seed: Seed, depth: usize) -> Value {
        if let Some(shown) = self.shown(node, all) {
            return shown;
        }
        if let Some(listed) = node.listed().filter(|listed| !listed.is_empty()) {
            let fits: Vec<&Value> = listed.iter().copied().filter(|value| !value.is_null()).collect();
            let values = if fits.is_empty() { listed } else { fits };
            return values[seed.at(self.way as usize).below(values.len() as u64) as usize].clone();
        }
        match self.kind(node) {
            types::OBJECT => self.make_object(node, tags, seed, depth),
            types::ARRAY => self.make_list(node, seed, depth),
            types::STRING => Value::from(make_text(node, seed)),
            types::INTEGER => make_number(node, seed, true),
            types::FRACTION => make_number(node, seed, false),
            types::BOOLEAN => Value::Bool(seed.below(2) == 0),
            _ => Value::Null,
        }
    }

    fn shown(&self, node: &Node<'s>, all: &[&'s Value]) -> Option<Value> {
        let example = node.examples.first().filter(|_| self.words == Words::Shown)?;
        // One that is whole may be what makes the value around it not fit.
        let is_plain = !example.is_null() && (self.way == 0 || !example.is_object());
        (is_plain && check(self.schemas, all, example, self.side).is_ok()).then(|| (*example).clone())
    }

    /// The type to make: the one that the document says, or that its keywords are about.
    fn kind(&self, node: &Node<'s>) -> u8 {
        let about = [
            (types::OBJECT, !node.properties.is_empty() || !node.required.is_empty() || !node.additional.is_empty()),
            (types::ARRAY, !node.items.is_empty() || node.prefix.is_some()),
            (types::FRACTION, node.bounds.minimum.or(node.bounds.maximum).is_some()),
        ];
        let said = about.iter().find(|(bit, is_said)| *is_said && node.types & bit != 0).map(|(bit, _)| *bit);
        let order = [types::OBJECT, types::ARRAY, types::STRING, types::FRACTION, types::INTEGER, types::BOOLEAN];
        match (said, node.is_typed) {
            (Some(bit), _) => bit,
            (None, true) => order.into_iter().find(|bit| node.types & bit != 0).unwrap_or(types::NULL),
            (None, false) if self.parts == 1 => types::OBJECT,
            (None, false) => types::STRING,
        }
    }

    fn make_object(&mut self, node: &Node<'s>, tags: &[(&'s str, String)], seed: Seed, depth: usize) -> Value {
        let mut object = Map::new();
        let absent = if self.side == Side::Request { "readOnly" } else { "writeOnly" };
        for (name, all) in &node.properties {
            let must = node.required.contains(name) || self.tells(all) || tags.iter().any(|(tag, _)| tag == name);
            if has_flag(self.schemas, all, absent) || !must && (depth >= self.depth || self.leads_back(all)) {
                continue;
            }
            object.insert((*name).to_owned(), self.make(all, seed.of(name), depth + 1));
        }
        for name in &node.required {
            if node.property(name).is_none() {
                object.insert((*name).to_owned(), self.make(&node.additional, seed.of(name), depth + 1));
            }
        }
        let is_map = node.properties.is_empty() && node.additional.iter().any(|schema| schema.is_object());
        let is_shown = is_map && depth < self.depth && !self.leads_back(&node.additional);
        let least = node.bounds.min_properties.unwrap_or(u64::from(is_shown)).min(64) as usize;
        for index in 0.. {
            if object.len() >= least || index > least {
                break;
            }
            let key = format!("{}{}", text::word(seed.at(index)), if index == 0 { String::new() } else { index.to_string() });
            object.insert(key, self.make(&node.additional, seed.at(index), depth + 1));
        }
        for (name, tag) in tags {
            let tag = Value::from(tag.as_str());
            // What the schema demands of the property counts, whatever the mapping says.
            if node.property(name).is_none_or(|all| check(self.schemas, all, &tag, self.side).is_ok()) {
                object.insert((*name).to_owned(), tag);
            }
        }
        Value::Object(object)
    }

    /// Whether a property has one value only, by which a client may tell what it is part of.
    fn tells(&self, all: &[&'s Value]) -> bool {
        let node = Node::of(self.schemas, all);
        node.values.iter().any(|values| values.len() == 1)
    }

    fn leads_back(&self, all: &[&'s Value]) -> bool {
        let node = Node::of(self.schemas, all);
        let items = Node::of(self.schemas, &node.items);
        node.names.iter().chain(&items.names).any(|name| self.stack.contains(name))
    }

    fn make_list(&mut self, node: &Node<'s>, seed: Seed, depth: usize) -> Value {
        let prefix = node.prefix.unwrap_or_default();
        let mut items: Vec<Value> = Vec::new();
        for (index, schema) in prefix.iter().enumerate() {
            items.push(self.make(&[schema], seed.at(index), depth + 1));
        }
        let is_closed = node.items.iter().any(|schema| **schema == Value::Bool(false));
        let is_bare = node.items.is_empty() || is_closed || depth > self.depth || self.leads_back(&node.items);
        let wanted = if is_bare { 0 } else { 1 + seed.below(2) };
        let least = node.bounds.min_items.unwrap_or(0).min(64).max(wanted);
        let count = node.bounds.max_items.map_or(least, |most| least.min(most)) as usize;
        // Some items may be the same, and a list of what differs needs more tries than items.
        for index in items.len()..4 * count + 4 {
            if items.len() >= count {
                break;
            }
            let item = self.make(&node.items, seed.at(index), depth + 1);
            if !node.is_unique || !items.contains(&item) {
                items.push(item);
            }
        }
        Value::Array(items)
    }
}

/// The tag that a discriminator gives an alternative: the one of its mapping, or its name.
fn tag_of<'s>(discriminator: Option<&'s Value>, branch: &'s Value) -> Option<(&'s str, String)> {
    let discriminator = discriminator?;
    let property = discriminator.get("propertyName")?.as_str()?;
    let reference = branch.get("$ref")?;
    let mapped = discriminator.get("mapping").and_then(Value::as_object).into_iter().flatten();
    let tag = mapped.into_iter().find(|(_, target)| *target == reference).map(|(tag, _)| tag.clone());
    let name = || Some(reference.as_str()?.rsplit(['/']).next()?.replace("~1", "/").replace("~0", "~"));
    Some((property, tag.or_else(name)?))
}

fn make_text(node: &Node<'_>, seed: Seed) -> String {
    let fits = |text: &String| {
        let length = text.chars().count() as u64;
        node.bounds.min_length.is_none_or(|least| length >= least) && node.bounds.max_length.is_none_or(|most| length <= most)
    };
    // A text of a known format matches what the document says of it in another way.
    let pattern = node.pattern.filter(|_| !node.format.is_some_and(text::is_known));
    if let Some(text) = pattern.and_then(|pattern| pattern::make(pattern, seed)).filter(fits) {
        return text;
    }
    let mut text = text::make(node.format, seed);
    let least = node.bounds.min_length.unwrap_or(0).min(100_000) as usize;
    let fill = seed.of("fill").bits();
    for index in text.chars().count()..least {
        text.push(char::from(b'a' + (fill >> (index % 32) & 15) as u8));
    }
    match node.bounds.max_length {
        Some(most) => text.chars().take(most as usize).collect(),
        None => text,
    }
}

fn make_number(node: &Node<'_>, seed: Seed, is_integer: bool) -> Value {
    let bounds = &node.bounds;
    let step = bounds.multiple.unwrap_or(if is_integer { 1.0 } else { 0.5 });
    let step = if is_integer && step.fract() != 0.0 { 1.0 } else { step };
    let least = match (bounds.minimum, bounds.above) {
        (minimum, Some(above)) => Some(minimum.map_or(above + step, |minimum| minimum.max(above + step))),
        (minimum, None) => minimum,
    };
    let most = match (bounds.maximum, bounds.below) {
        (maximum, Some(below)) => Some(maximum.map_or(below - step, |maximum| maximum.min(below - step))),
        (maximum, None) => maximum,
    };
    let low = least.or_else(|| most.map(|most| (most - 100.0).max(most.min(0.0)))).unwrap_or(1.0);
    let high = most.unwrap_or(low + 100.0).max(low);
    // Multiples of the step from the first to the last, a hundred at most: numbers that people read.
    let first = (low / step).ceil();
    let count = ((high / step).floor() - first).clamp(0.0, 99.0);
    let number = (first + seed.below(count as u64 + 1) as f64) * step;
    // A narrow range may have no multiple of half.
    let number = if number < low || number > high { (low + high) / 2.0 } else { number };
    match is_integer || number.fract() == 0.0 {
        true if number.abs() < 9.0e15 => json!(number as i64),
        _ => json!(number),
    }
}
