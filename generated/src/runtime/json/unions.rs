//! Unions: which variant takes a value, by a tag or by trying.
//!
//! Trying reads a value once for every variant, and unions nest, which would make 2^depth attempts of a hostile text. So the choice
//! for a place and a type is made once and remembered while an outer union is trying; that bounds the work by variants × depth ×
//! length. On top of it stands a budget of [`BUDGET_FACTOR`] times the text: once so much has been read again, no union tries any
//! more, and values are kept as `Unknown`. A union that is met again at the same place, inside itself, faults there instead of recursing.

// A client without unions has no use for it.
#![allow(dead_code)]

use super::{Decode, Fault, Kind, Position, Reader, reader::Remainder};
use serde_json::Value;
use std::{any::TypeId, borrow::Cow, collections::BTreeMap};

/// How often all bytes of a text may be read again.
const BUDGET_FACTOR: usize = 256;

/// How many bytes may be read again, however short the text.
const LEAST_BUDGET: usize = 1024 * 1024;

/// What a reader knows of the unions that it is in.
pub(crate) struct Unions {
    /// The unions whose value has begun and not ended: where it began, and the type.
    pub(super) active: Vec<(usize, TypeId)>,
    /// How many unions are trying now.
    trying: usize,
    /// Which variant was chosen, by place and type. Filled while a union tries, for the unions inside.
    chosen: BTreeMap<(usize, TypeId), Choice>,
    /// How many bytes may still be read again.
    budget: usize,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Choice {
    Variant(usize),
    Unknown,
}

impl Unions {
    pub(super) fn new(length: usize) -> Self {
        Self {
            active: Vec::new(),
            trying: 0,
            chosen: BTreeMap::new(),
            budget: length.saturating_mul(BUDGET_FACTOR).max(LEAST_BUDGET),
        }
    }

    /// Notes that so many bytes will be read again.
    pub(super) fn spend(&mut self, bytes: usize) {
        self.budget = self.budget.saturating_sub(bytes);
    }
}

impl Reader<'_> {
    /// Notes that a union begins at the next value. A union inside itself without a step in the text would never end.
    pub(super) fn enter_union(&mut self, union: TypeId) -> Result<(), Fault> {
        self.peek();
        self.check_stack()?;
        let here = self.at;
        if self.unions.active.iter().rev().take_while(|(at, _)| *at == here).any(|(_, active)| *active == union) {
            return Err(Fault::new("the type holds itself without an object or a list between", here));
        }
        self.unions.active.push((here, union));
        Ok(())
    }

    /// Notes that the innermost union has ended.
    pub(crate) fn leave_union(&mut self) {
        self.unions.active.pop();
    }

    /// Reads a value that no variant takes.
    pub(crate) fn unknown(&mut self) -> Result<Value, Fault> {
        self.leave_over();
        Value::decode(self)
    }
}

/// Begins a union with a tag: gives the text of this property of the object that is next, and reads nothing. Numbers and booleans
/// give their JSON text. `None` where there is no such property, or no object. The first of equal keys counts.
pub(crate) fn read_tag<'j>(r: &mut Reader<'j>, union: TypeId, property: &str) -> Result<Option<Cow<'j, str>>, Fault> {
    r.enter_union(union)?;
    let start = r.position();
    // A fault of the text is found again, with its path, by whoever reads the value.
    let tag = find_tag(r, property).unwrap_or_default();
    r.rewind(start);
    Ok(tag)
}

fn find_tag<'j>(r: &mut Reader<'j>, property: &str) -> Result<Option<Cow<'j, str>>, Fault> {
    if r.kind()? != Kind::Object {
        return Ok(None);
    }
    r.begin_object()?;
    while let Some(key) = r.next_key()? {
        if key != property {
            r.skip()?;
            continue;
        }
        return match r.kind()? {
            Kind::String => r.string().map(Some),
            Kind::Number => r.number().map(|text| Some(Cow::Borrowed(text))),
            Kind::Bool => r.bool().map(|value| Some(Cow::Borrowed(if value { "true" } else { "false" }))),
            Kind::Null | Kind::List | Kind::Object => Ok(None),
        };
    }
    Ok(None)
}

/// A union without a tag that tries its variants in order. The one with the least remainder is taken, the first of equals; one
/// without any ends the search.
pub(crate) struct Attempts {
    union: TypeId,
    /// Whether any value is valid, so that one is kept as it is rather than read with a loss.
    open: bool,
    start: Position,
    /// The variant that is tried now, counted from 1.
    variant: usize,
    /// What an earlier look at this value chose.
    known: Option<Choice>,
    best: Option<Best>,
}

struct Best {
    variant: usize,
    remainder: Remainder,
    end: Position,
}

impl Attempts {
    /// Begins a union at the next value.
    pub(crate) fn start(r: &mut Reader<'_>, union: TypeId, open: bool) -> Result<Self, Fault> {
        r.enter_union(union)?;
        let known = if r.unions.budget == 0 { Some(Choice::Unknown) } else { r.unions.chosen.get(&(r.at, union)).copied() };
        r.unions.trying += 1;
        Ok(Self { union, open, start: r.position(), variant: 0, known, best: None })
    }

    /// Moves to the next variant; says whether to try it. If so, the reader stands before the value.
    pub(crate) fn next(&mut self, r: &mut Reader<'_>) -> bool {
        self.variant += 1;
        let wanted = match self.known {
            Some(known) => known == Choice::Variant(self.variant),
            None => r.unions.budget > 0 && self.best.as_ref().is_none_or(|best| best.remainder > Remainder::default()),
        };
        if wanted {
            r.rewind(self.start);
        }
        wanted
    }

    /// Weighs the attempt that has just ended; says whether it is the best so far.
    pub(crate) fn is_best(&mut self, r: &mut Reader<'_>, decoded: bool) -> bool {
        let end = r.position();
        let remainder = end.remainder.since(self.start.remainder);
        let fits = decoded && !(self.open && remainder.lost > 0);
        let is_best = fits && self.best.as_ref().is_none_or(|best| remainder < best.remainder);
        if is_best {
            self.best = Some(Best { variant: self.variant, remainder, end });
        }
        is_best
    }

    /// Ends the union: the reader stands behind the value as the best variant has read it. Where none has, this reads it, and
    /// gives it.
    pub(crate) fn finish(self, r: &mut Reader<'_>) -> Result<Option<Value>, Fault> {
        r.unions.trying -= 1;
        if r.unions.trying == 0 {
            r.unions.chosen.clear();
        } else {
            let choice = self.best.as_ref().map_or(Choice::Unknown, |best| Choice::Variant(best.variant));
            r.unions.chosen.insert((self.start.at, self.union), choice);
        }
        let unknown = match self.best {
            Some(best) => {
                r.rewind(best.end);
                None
            }
            None => {
                r.rewind(self.start);
                Some(r.unknown()?)
            }
        };
        r.leave_union();
        Ok(unknown)
    }
}
