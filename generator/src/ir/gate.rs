//! Gates: which parts of a client are compiled for which features.

use std::collections::{BTreeMap, BTreeSet};

/// Which part of a client is compiled for which features. A part is a file: whatever it uses is compiled wherever it is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Gates {
    /// By index in [`Api::operations`](crate::ir::Api::operations).
    pub operations: Vec<Gate>,
    /// By the name of the component, as [`Owner::Component`](crate::ir::Owner::Component) has it.
    pub components: BTreeMap<String, Gate>,
    /// By the words of a group: when its module is there, for its own operations or for those of a group inside it.
    pub groups: BTreeMap<Vec<String>, Gate>,
}

/// When a part is compiled.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Gate {
    /// Whatever is wanted.
    Always,
    /// For any of these; never none.
    Features(BTreeSet<Feature>),
}

/// What a user of a large client may want or not.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Feature {
    /// The operations of a group, by its words.
    Group(Vec<String>),
    /// The types that no operation uses, such as what the service sends by itself.
    OtherTypes,
}
