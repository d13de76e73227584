//! Tags: the property that tells the variants of a union apart, from a discriminator, from the discriminator of a common parent, or
//! from distinct constants.

use super::{Choice, Conjunction, Values};
use crate::{
    diagnostic::Code,
    load::TypeSet,
    lower::{Lowering, place, schema::Site},
    pointer::Pointer,
};
use serde_json::Value;

/// The property, and the values that select each branch.
pub(super) struct Tagging {
    pub(super) property: String,
    pub(super) tags: Vec<Vec<String>>,
}

/// Constants that a property has in a variant.
struct Constants {
    values: Vec<String>,
    required: bool,
}

/// Unions within unions deeper than this are not searched for constants.
const DEPTH: usize = 4;

impl<'d> Lowering<'d> {
    /// How the branches of a choice are told apart; `branches` has the schemas that hold of each.
    pub(super) fn tagging(&mut self, site: &Site<'_, 'd>, choice: &Choice, branches: &[Vec<Pointer>]) -> Option<Tagging> {
        if branches.len() < 2 {
            return None;
        }
        let conjunctions: Vec<Conjunction<'d>> = branches.iter().map(|roots| self.conjunction(roots)).collect();
        let own = self.schema(&choice.at).discriminator.clone().map(|discriminator| (choice.at.clone(), discriminator));
        let beside = || {
            let members = site.all.members.iter();
            members.filter_map(|member| Some((member.at.clone(), member.schema.discriminator.clone()?))).next_back()
        };
        if let Some((at, discriminator)) = own.or_else(beside) {
            let found = self.by_discriminator(&discriminator, choice, &conjunctions);
            if found.is_none() {
                let message = format!("the discriminator `{}` does not tell the schemas apart", discriminator.property);
                self.warn(Code::AmbiguousDiscriminator, &at.key("discriminator"), message, "they are told apart by trying");
            }
            return found;
        }
        self.by_constants(&conjunctions).or_else(|| self.by_parent(choice, &conjunctions))
    }

    fn by_discriminator(
        &self,
        discriminator: &crate::load::Discriminator<'d>,
        choice: &Choice,
        conjunctions: &[Conjunction<'d>],
    ) -> Option<Tagging> {
        let property = discriminator.property;
        if !conjunctions.iter().all(|all| self.takes_tag(all, property)) {
            return None;
        }
        let canonical: Vec<Pointer> = choice.branches.iter().map(|branch| self.canonical(branch)).collect();
        let mut tags: Vec<Vec<String>> = vec![Vec::new(); conjunctions.len()];
        for (value, at) in &discriminator.mapping {
            let target = self.canonical(at);
            // A value may stand for a child of a branch.
            let index = canonical.iter().position(|branch| *branch == target).or_else(|| {
                let all = self.conjunction(std::slice::from_ref(&target));
                canonical.iter().position(|branch| all.visited.contains(branch))
            });
            if let Some(index) = index {
                tags[index].push((*value).to_owned());
            }
        }
        for (index, branch) in choice.branches.iter().enumerate() {
            let constants = self.constants(&conjunctions[index], property, 0).map(|constants| constants.values);
            if tags[index].is_empty() {
                let target = self.target(branch).at;
                let text = self.takes(&conjunctions[index], property, |types| types.string);
                let name =
                    || (text && place::is_component(&target)).then(|| target.tokens().last()).flatten().map(|name| vec![name]);
                tags[index] = constants.or_else(name)?;
            } else {
                // What the schema demands of the property is what arrives, whatever the mapping says.
                let free: Vec<String> =
                    constants.into_iter().flatten().filter(|c| !tags.iter().flatten().any(|t| t == c)).collect();
                tags[index].extend(free);
            }
        }
        distinct(&tags).then(|| Tagging { property: property.to_owned(), tags })
    }

    /// A required property that has a constant of its own in each branch.
    fn by_constants(&self, conjunctions: &[Conjunction<'d>]) -> Option<Tagging> {
        let first = conjunctions.first()?;
        let mut candidates: Vec<&str> = Vec::new();
        self.property_names(first, &mut candidates, 0);
        candidates.into_iter().find_map(|property| {
            let mut tags = Vec::with_capacity(conjunctions.len());
            for all in conjunctions {
                let constants = self.constants(all, property, 0).filter(|constants| constants.required)?;
                if !self.takes_tag(all, property) {
                    return None;
                }
                tags.push(constants.values);
            }
            distinct(&tags).then(|| Tagging { property: property.to_owned(), tags })
        })
    }

    /// The discriminator of a parent that all branches extend (OAS 3.0.4, Discriminator Object).
    fn by_parent(&self, choice: &Choice, conjunctions: &[Conjunction<'d>]) -> Option<Tagging> {
        let (first, others) = conjunctions.split_first()?;
        first.members.iter().find_map(|member| {
            let discriminator = member.schema.discriminator.as_ref()?;
            let shared = others.iter().all(|other| other.visited.contains(&member.at));
            // A parent that is itself a branch is told from its children by no constant.
            let among = choice.branches.iter().any(|branch| self.canonical(branch) == member.at);
            if !shared || among { None } else { self.by_discriminator(discriminator, choice, conjunctions) }
        })
    }

    fn property_names(&self, all: &Conjunction<'d>, names: &mut Vec<&'d str>, depth: usize) {
        for (name, _) in all.members.iter().flat_map(|member| &member.schema.properties) {
            if !names.contains(name) {
                names.push(name);
            }
        }
        if depth < DEPTH
            && let Some(branch) = all.choices.first().and_then(|choice| choice.branches.first())
        {
            self.property_names(&self.conjunction(std::slice::from_ref(branch)), names, depth + 1);
        }
    }

    /// Whether a variant is an object whose property may be what a decoder takes for a tag.
    fn takes_tag(&self, all: &Conjunction<'d>, property: &str) -> bool {
        let object = all.types().map_or(!all.members.iter().any(|m| m.schema.boolean.is_some()), |types| types.object);
        object && self.takes(all, property, |types| types.string || types.integer || types.boolean)
    }

    /// Whether a property may be of a type.
    fn takes(&self, all: &Conjunction<'d>, property: &str, allowed: impl Fn(TypeSet) -> bool) -> bool {
        let schemas = all.property(property);
        schemas.is_empty() || self.conjunction(&schemas).types().is_none_or(allowed)
    }

    /// The constants of a property in a variant, through unions within it.
    fn constants(&self, all: &Conjunction<'d>, property: &str, depth: usize) -> Option<Constants> {
        let schemas = all.property(property);
        if !schemas.is_empty() {
            let Values::Listed(values, _) = self.conjunction(&schemas).values() else { return None };
            let values = values.into_iter().map(tag_text).collect::<Option<Vec<_>>>()?;
            return Some(Constants { values, required: all.requires(property) });
        }
        if depth >= DEPTH {
            return None;
        }
        all.choices.iter().find_map(|choice| {
            let mut constants = Constants { values: Vec::new(), required: true };
            for branch in &choice.branches {
                let inner = self.constants(&self.conjunction(std::slice::from_ref(branch)), property, depth + 1)?;
                constants.values.extend(inner.values);
                constants.required &= inner.required || all.requires(property);
            }
            Some(constants)
        })
    }
}

/// A constant as a decoder compares it with a tag: text, or the JSON text of an integer or a boolean.
fn tag_text(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Bool(_) => Some(value.to_string()),
        Value::Number(number) if number.is_i64() => Some(value.to_string()),
        Value::Number(_) | Value::Null | Value::Array(_) | Value::Object(_) => None,
    }
}

/// Whether every branch has a tag, and no two have the same.
fn distinct(tags: &[Vec<String>]) -> bool {
    let mut seen = std::collections::HashSet::new();
    tags.iter().all(|tags| {
        let own: std::collections::HashSet<&String> = tags.iter().collect();
        !own.is_empty() && own.into_iter().all(|tag| seen.insert(tag))
    })
}
