//! Whether a value fits a schema, and where it does not.
//!
//! It never refuses what a service may take: `oneOf` is read as `anyOf`, since documents overlap; properties of all members of an
//! `allOf` are known to each of them; patterns, `not` and conditions are not read.

use super::{
    node::{Bounds, Choice, Node, has_flag, types},
    schemas::Schemas,
    text,
};
use serde_json::{Map, Value};

/// Values whose schemas lead on without an end are not looked into further.
const DEPTH: usize = 64;

/// What a value is part of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Side {
    /// A request: what is `readOnly` need not be there.
    Request,
    /// An answer: what is `writeOnly` need not be there.
    Answer,
    /// An answer that the document shows: its texts and numbers stand for others, so that only types count.
    Shown,
}

/// Why a value does not fit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Misfit {
    /// Where, such as `tags[3].name`; empty for the value itself.
    pub(super) path: String,
    /// What is wrong there.
    pub(super) reason: String,
}

impl Misfit {
    fn new(reason: impl Into<String>) -> Misfit {
        Misfit { path: String::new(), reason: reason.into() }
    }

    fn within(mut self, step: &str) -> Misfit {
        let dot = if self.path.is_empty() || self.path.starts_with('[') { "" } else { "." };
        self.path = format!("{step}{dot}{}", self.path);
        self
    }

    /// How many steps it is away.
    fn depth(&self) -> usize {
        self.path.matches(['.', '[']).count() + usize::from(!self.path.is_empty())
    }
}

/// Checks a value.
pub(super) fn check(schemas: &Schemas, all: &[&Value], value: &Value, side: Side) -> Result<(), Misfit> {
    Check { schemas, side }.check(all, value, &[], 0)
}

struct Check<'s> {
    schemas: &'s Schemas,
    side: Side,
}

impl Check<'_> {
    /// `known` are properties that the schemas around these know.
    fn check(&self, all: &[&Value], value: &Value, known: &[&str], depth: usize) -> Result<(), Misfit> {
        if depth > DEPTH {
            return Ok(());
        }
        let node = Node::of(self.schemas, all);
        if node.is_never {
            return Err(Misfit::new("no value is allowed here"));
        }
        check_type(&node, value)?;
        // A text or a number that is `null` by its type need not be one that is listed.
        if let (Some(listed), false) = (node.listed(), value.is_null() && node.is_typed) {
            check_listed(&listed, value)?;
        }
        match value {
            Value::String(text) if self.side != Side::Shown => check_text(&node, text)?,
            Value::Number(number) if self.side != Side::Shown => check_number(&node.bounds, number.as_f64().unwrap_or_default())?,
            Value::Array(items) => self.check_items(&node, items, depth)?,
            Value::Object(object) => self.check_object(&node, object, known, depth)?,
            _ => {}
        }
        let inside: Vec<&str> = node.properties.iter().map(|(name, _)| *name).chain(known.iter().copied()).collect();
        node.choices.iter().try_for_each(|choice| self.check_choice(choice, value, &inside, depth))
    }

    fn check_choice(&self, choice: &Choice<'_>, value: &Value, known: &[&str], depth: usize) -> Result<(), Misfit> {
        if let (Some(property), Value::Object(object)) = (tag(choice), value)
            && self.side != Side::Request
            && !object.contains_key(property)
        {
            return Err(Misfit::new("is missing, though alternatives are told apart by it").within(property));
        }
        let mut closest: Option<Misfit> = None;
        for branch in choice.branches {
            match self.check(&[branch], value, known, depth + 1) {
                Ok(()) => return Ok(()),
                Err(misfit) if closest.as_ref().is_none_or(|other| misfit.depth() > other.depth()) => closest = Some(misfit),
                Err(_) => {}
            }
        }
        match (closest, choice.branches) {
            (None, _) => Ok(()),
            (Some(misfit), [_]) => Err(misfit),
            (Some(misfit), branches) => {
                let reason = format!("fits none of {} alternatives; of the closest: {}", branches.len(), misfit.reason);
                Err(Misfit { reason, ..misfit })
            }
        }
    }

    fn check_items(&self, node: &Node<'_>, items: &[Value], depth: usize) -> Result<(), Misfit> {
        if self.side != Side::Shown {
            check_count(items.len(), "items", node.bounds.min_items, node.bounds.max_items)?;
            if let (true, Some(twice)) = (node.is_unique, (1..items.len()).find(|at| items[..*at].contains(&items[*at]))) {
                return Err(Misfit::new("the same as an item before it").within(&format!("[{twice}]")));
            }
        }
        let prefix = node.prefix.unwrap_or_default();
        for (index, item) in items.iter().enumerate() {
            let fits = match prefix.get(index) {
                Some(schema) => self.check(&[schema], item, &[], depth + 1),
                None => self.check(&node.items, item, &[], depth + 1),
            };
            fits.map_err(|misfit| misfit.within(&format!("[{index}]")))?;
        }
        Ok(())
    }

    fn check_object(&self, node: &Node<'_>, object: &Map<String, Value>, known: &[&str], depth: usize) -> Result<(), Misfit> {
        let absent = match self.side {
            Side::Request => "readOnly",
            Side::Answer | Side::Shown => "writeOnly",
        };
        for name in &node.required {
            let is_waived = node.property(name).is_some_and(|all| has_flag(self.schemas, all, absent));
            if !object.contains_key(*name) && !is_waived {
                return Err(Misfit::new("is missing").within(name));
            }
        }
        if self.side != Side::Shown {
            check_count(object.len(), "properties", node.bounds.min_properties, node.bounds.max_properties)?;
        }
        for (name, value) in object {
            let own = node.property(name);
            let is_known = own.is_some() || known.contains(&name.as_str()) || node.has_patterns || !node.choices.is_empty();
            let fits = match own {
                Some(all) => self.check(all, value, &[], depth + 1),
                None if is_known => Ok(()),
                None if node.additional.iter().any(|schema| **schema == Value::Bool(false)) => Err(Misfit::new("does not exist")),
                None => self.check(&node.additional, value, &[], depth + 1),
            };
            fits.map_err(|misfit| misfit.within(name))?;
        }
        Ok(())
    }
}

/// The property by which a client tells the alternatives apart.
fn tag<'s>(choice: &Choice<'s>) -> Option<&'s str> {
    choice.discriminator?.get("propertyName")?.as_str()
}

fn check_type(node: &Node<'_>, value: &Value) -> Result<(), Misfit> {
    let (bit, found) = types::of_value(value);
    if node.types & bit != 0 {
        return Ok(());
    }
    let words = [
        (types::OBJECT, "an object"),
        (types::ARRAY, "a list"),
        (types::STRING, "a string"),
        (types::FRACTION, "a number"),
        (types::INTEGER, "an integer"),
        (types::BOOLEAN, "a boolean"),
        (types::NULL, "null"),
    ];
    let is_number = node.types & types::FRACTION != 0;
    let expected = words.iter().filter(|(bit, _)| node.types & bit != 0 && !(is_number && *bit == types::INTEGER));
    let expected: Vec<&str> = expected.map(|(_, word)| *word).collect();
    Err(Misfit::new(match expected.as_slice() {
        [] => "no value is allowed here".to_owned(),
        expected => format!("expected {}, found {found}", expected.join(" or ")),
    }))
}

fn check_listed(listed: &[&Value], value: &Value) -> Result<(), Misfit> {
    let same = |one: &Value| one == value || one.is_number() && one.as_f64() == value.as_f64();
    if listed.iter().any(|one| same(one)) {
        return Ok(());
    }
    let shown: Vec<String> = listed.iter().take(8).map(|one| format!("`{one}`")).collect();
    let more = if listed.len() > 8 { ", …" } else { "" };
    Err(Misfit::new(format!("expected one of {}{more}", shown.join(", "))))
}

fn check_text(node: &Node<'_>, value: &str) -> Result<(), Misfit> {
    check_count(value.chars().count(), "characters", node.bounds.min_length, node.bounds.max_length)?;
    match node.format {
        Some(format) if !text::has_format(format, value) => Err(Misfit::new(format!("is not of the format `{format}`"))),
        _ => Ok(()),
    }
}

fn check_count(count: usize, what: &str, least: Option<u64>, most: Option<u64>) -> Result<(), Misfit> {
    let count = count as u64;
    match (least, most) {
        (Some(least), _) if count < least => Err(Misfit::new(format!("has {count} {what}, at least {least} are needed"))),
        (_, Some(most)) if count > most => Err(Misfit::new(format!("has {count} {what}, at most {most} are allowed"))),
        _ => Ok(()),
    }
}

fn check_number(bounds: &Bounds, number: f64) -> Result<(), Misfit> {
    let refuse = |text: String| Err(Misfit::new(text));
    match bounds {
        Bounds { minimum: Some(least), .. } if number < *least => refuse(format!("must be at least {least}")),
        Bounds { maximum: Some(most), .. } if number > *most => refuse(format!("must be at most {most}")),
        Bounds { above: Some(least), .. } if number <= *least => refuse(format!("must be more than {least}")),
        Bounds { below: Some(most), .. } if number >= *most => refuse(format!("must be less than {most}")),
        Bounds { multiple: Some(step), .. } if !is_multiple(number, *step) => refuse(format!("must be a multiple of {step}")),
        _ => Ok(()),
    }
}

/// As far as binary fractions can tell.
fn is_multiple(number: f64, step: f64) -> bool {
    let times = number / step;
    (times - times.round()).abs() < 1e-6 * times.abs().max(1.0)
}
