//! From the [`Surface`]s of two clients to what changes for a user who moves from the one to the other: each change with its place in
//! both documents and a verdict. It compares promises only: it knows nothing of documents, and what no user can see is no change.

mod client;
mod input;
mod operation;
mod pairs;
mod success;
mod types;
mod version;

pub use version::Step;

use crate::{
    emit::surface::{Spelled, Surface},
    ir::Doc,
    pointer::Pointer,
};
use pairs::Pairs;

/// What a change asks of users.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Verdict {
    /// Code that was right may not compile, or may fail when it runs.
    Breaking,
    /// All code stays right; there is something new to use, or to be warned of.
    Additive,
    /// All code stays right and there is nothing new to use, but what is sent or read is another text.
    Wire,
    /// Only words are others.
    Documentation,
}

impl Verdict {
    /// Every verdict, the gravest first.
    pub const ALL: [Verdict; 4] = [Verdict::Breaking, Verdict::Additive, Verdict::Wire, Verdict::Documentation];

    /// The word for it.
    pub fn as_str(self) -> &'static str {
        match self {
            Verdict::Breaking => "breaking",
            Verdict::Additive => "additive",
            Verdict::Wire => "wire only",
            Verdict::Documentation => "documentation only",
        }
    }
}

/// What happened to a thing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// It is new.
    Added,
    /// It is gone.
    Removed,
    /// It has another name or another path.
    Renamed,
    /// It has another type.
    Retyped,
    /// Something else about it is different.
    Changed,
}

impl Kind {
    /// The word for it.
    pub fn as_str(self) -> &'static str {
        match self {
            Kind::Added => "added",
            Kind::Removed => "removed",
            Kind::Renamed => "renamed",
            Kind::Retyped => "retyped",
            Kind::Changed => "changed",
        }
    }
}

/// What a change is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Thing {
    /// The package, its servers and settings.
    Client,
    /// The setter of a credential.
    Credential,
    /// An operation as a whole.
    Operation,
    /// A parameter.
    Parameter,
    /// A body, a part or a media type.
    Body,
    /// What an operation gives.
    Success,
    /// How it fails.
    Error,
    /// The credentials that it needs.
    Auth,
    /// A type as a whole.
    Type,
    /// A field, or an element of a tuple.
    Field,
    /// A variant.
    Variant,
}

impl Thing {
    /// The word for it.
    pub fn as_str(self) -> &'static str {
        match self {
            Thing::Client => "client",
            Thing::Credential => "credential",
            Thing::Operation => "operation",
            Thing::Parameter => "parameter",
            Thing::Body => "body",
            Thing::Success => "success",
            Thing::Error => "error",
            Thing::Auth => "auth",
            Thing::Type => "type",
            Thing::Field => "field",
            Thing::Variant => "variant",
        }
    }
}

/// One change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// What it asks of users.
    pub verdict: Verdict,
    /// What happened.
    pub kind: Kind,
    /// To what.
    pub thing: Thing,
    /// Its name in Rust, such as `client.pets().list_pets` or `types::Pet.name`; the old one where there are two.
    pub subject: String,
    /// What it was and what it is, in words.
    pub message: String,
    /// Where it stands in the old document.
    pub old: Option<Pointer>,
    /// Where it stands in the new document.
    pub new: Option<Pointer>,
}

/// What changes from one client to another, the gravest first, then by name.
pub fn compare(old: &Surface<'_>, new: &Surface<'_>) -> Vec<Change> {
    let mut cx = Cx { old, new, pairs: Pairs::new(old, new), changes: Vec::new() };
    client::compare(&mut cx);
    operation::compare(&mut cx);
    types::compare(&mut cx);
    let mut changes = cx.changes;
    changes.sort_by(|left, right| {
        let key = |change: &Change| (change.verdict, change.thing >= Thing::Type);
        (key(left), &left.subject, left.thing, left.kind).cmp(&(key(right), &right.subject, right.thing, right.kind))
    });
    changes
}

/// Both clients, what became of what, and what has been found.
struct Cx<'s, 'a> {
    old: &'s Surface<'a>,
    new: &'s Surface<'a>,
    pairs: Pairs,
    changes: Vec<Change>,
}

/// Where a thing stands in both documents.
#[derive(Clone, Copy, Debug)]
struct At<'p> {
    thing: Thing,
    old: Option<&'p Pointer>,
    new: Option<&'p Pointer>,
}

impl<'p> At<'p> {
    fn both(thing: Thing, old: &'p Pointer, new: &'p Pointer) -> At<'p> {
        At { thing, old: Some(old), new: Some(new) }
    }

    fn old(thing: Thing, old: &'p Pointer) -> At<'p> {
        At { thing, old: Some(old), new: None }
    }

    fn new(thing: Thing, new: &'p Pointer) -> At<'p> {
        At { thing, old: None, new: Some(new) }
    }
}

impl Cx<'_, '_> {
    fn push(&mut self, verdict: Verdict, kind: Kind, at: At<'_>, subject: impl Into<String>, message: impl Into<String>) {
        self.changes.push(Change {
            verdict,
            kind,
            thing: at.thing,
            subject: subject.into(),
            message: message.into(),
            old: at.old.cloned(),
            new: at.new.cloned(),
        });
    }

    /// Whether a type of the old client is one of the new client.
    fn is_same(&self, old: &Spelled, new: &Spelled) -> bool {
        old.is_same(new, &|id| self.pairs.became(id))
    }

    /// Whether both may be missing, or are the same type.
    fn is_same_option(&self, old: Option<&Spelled>, new: Option<&Spelled>) -> bool {
        match (old, new) {
            (Some(old), Some(new)) => self.is_same(old, new),
            (None, None) => true,
            (Some(_), None) | (None, Some(_)) => false,
        }
    }

    /// `` `i64` is now `String` ``
    fn retyped(&self, old: &Spelled, new: &Spelled) -> String {
        format!("`{}` is now `{}`", old.show(self.old), new.show(self.new))
    }

    /// Says what is different about words. A warning of the compiler is something new; that it goes is not.
    fn documentation(&mut self, at: At<'_>, subject: &str, old: Option<&Doc>, new: Option<&Doc>) {
        let silent = Doc::default();
        let (old, new) = (old.unwrap_or(&silent), new.unwrap_or(&silent));
        match (&old.deprecated, &new.deprecated) {
            (None, Some(_)) => self.push(Verdict::Additive, Kind::Changed, at, subject, "it is deprecated now"),
            (Some(_), None) => self.push(Verdict::Documentation, Kind::Changed, at, subject, "it is no longer deprecated"),
            (Some(old), Some(new)) if old != new => {
                self.push(Verdict::Documentation, Kind::Changed, at, subject, "the reason of its deprecation is another");
            }
            _ => {}
        }
        if (&old.summary, &old.description, &old.notes) != (&new.summary, &new.description, &new.notes) {
            self.push(Verdict::Documentation, Kind::Changed, at, subject, "its documentation is another");
        }
    }
}
