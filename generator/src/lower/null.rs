//! Whether a schema allows `null`. It is asked before a schema is lowered, since a reference to a recursive schema must know its type
//! before the schema has one. In doubt the answer is yes: a wider type loses nothing.

use super::{Lowering, composition};
use crate::{config::Untyped, load::Schema, pointer::Pointer};

/// What a schema says of `null`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Null {
    /// It is valid.
    Yes,
    /// It is not.
    No,
    /// Nothing: it is valid unless another schema forbids it.
    Unsaid,
}

/// Schemas deeper than this in one another are taken to allow `null`.
const DEPTH: usize = 100;
/// A document in which the question is asked more often is taken to allow `null` everywhere.
const STEPS: usize = 2_000_000;

impl Lowering<'_> {
    /// Whether `null` is valid against all of these together.
    pub(super) fn accepts_null(&mut self, roots: &[Pointer]) -> bool {
        let said: Vec<Null> = roots.iter().map(|root| self.null_of(root)).collect();
        all(&said) != Null::No
    }

    fn null_of(&mut self, at: &Pointer) -> Null {
        if let Some(known) = self.cache.nulls.get(at) {
            return *known;
        }
        if self.cache.null_depth > DEPTH || self.cache.null_steps > STEPS {
            return Null::Yes;
        }
        self.cache.null_steps += 1;
        self.cache.null_depth += 1;
        let schema = self.schema(at);
        let own = own(&schema, self.config.types.untyped);
        // A schema that leads back to itself adds nothing to itself.
        self.cache.nulls.insert(at.clone(), own);
        let null = if own == Null::Yes { own } else { self.ask(&schema, own) };
        self.cache.nulls.insert(at.clone(), null);
        self.cache.null_depth -= 1;
        null
    }

    fn ask(&mut self, schema: &Schema<'_>, own: Null) -> Null {
        let mut said = Vec::new();
        let mut bare = false;
        for member in schema.reference.iter().chain(&schema.all_of) {
            said.push(self.null_of(member));
            let member = self.schema(member);
            bare |= member.nullable && member.types.is_none() || member.types == Some(composition::NULL);
        }
        for branches in [&schema.one_of, &schema.any_of] {
            if branches.is_empty() {
                continue;
            }
            let branches: Vec<Null> = branches.iter().map(|branch| self.null_of(branch)).collect();
            match any(&branches) {
                // `type: object` beside `oneOf: [A, {type: "null"}]` is meant to allow `null`, whatever it says.
                Null::Yes => return Null::Yes,
                branches => said.push(branches),
            }
        }
        match own {
            Null::No => Null::No,
            // OAS 3.0.3 gives `nullable` beside no `type` no effect, and `null` beside another type allows nothing; documents mean it.
            _ if bare => Null::Yes,
            _ => all(&said),
        }
    }
}

/// What the keywords of a schema say, apart from its members.
fn own(schema: &Schema<'_>, untyped: Untyped) -> Null {
    if schema.boolean == Some(false) {
        return Null::No;
    }
    let values = schema.enumeration.into_iter().flatten().chain(schema.constant);
    if schema.nullable || schema.types.is_some_and(|types| types.null) || values.clone().any(|value| value.is_null()) {
        return Null::Yes;
    }
    if schema.types.is_some() || values.count() > 0 {
        return Null::No;
    }
    if untyped == Untyped::Object && (composition::speaks_of_objects(schema) || composition::speaks_of_arrays(schema)) {
        return Null::No;
    }
    Null::Unsaid
}

fn all(said: &[Null]) -> Null {
    match said {
        said if said.contains(&Null::No) => Null::No,
        said if said.contains(&Null::Yes) => Null::Yes,
        _ => Null::Unsaid,
    }
}

fn any(said: &[Null]) -> Null {
    match said {
        said if said.contains(&Null::Yes) => Null::Yes,
        said if said.contains(&Null::Unsaid) => Null::Unsaid,
        _ => Null::No,
    }
}
