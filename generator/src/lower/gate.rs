//! Gates: which files of a large client are compiled for which groups, so that who uses one group does not pay for all of them.
//!
//! The unit is the file. An operation's file is wanted by the operation's group, and a file is wanted by whoever wants a file that uses
//! it: types stand in the files of components and of operations, and any of them may use any other.

use super::walk::{named_in, types_of, types_of_operation};
use crate::ir::{Api, Feature, Gate, Gates, Owner, Type};
use std::collections::{BTreeMap, BTreeSet};

/// A file that more features want is always compiled: a list of all would be long, and would change with every operation that is added.
/// In the largest client that was measured, a list of up to a dozen leaves less than half of the types to those who use one small group than a
/// list of up to four, and makes their check a sixth cheaper.
const MAX_FEATURES: usize = 12;

/// The gates of a client of at least so many operations in at least two groups.
pub(super) fn lower_gates(api: &Api, from: usize) -> Option<Gates> {
    let groups: BTreeSet<&Vec<String>> = api.operations.iter().map(|operation| &operation.group).collect();
    if api.operations.len() < from || groups.iter().filter(|group| !group.is_empty()).count() < 2 {
        return None;
    }
    let mut files = Files::of(api);
    files.spread();
    // What no operation uses may be most of a document: payloads of webhooks, say.
    for (file, gate) in files.gates.iter_mut().enumerate().filter(|(_, gate)| gate.is_none()) {
        *gate = Some(only(Feature::OtherTypes));
        files.changed.push(file);
    }
    files.spread();
    Some(files.into_gates(api))
}

/// Files by number: those of operations as in [`Api::operations`], then those of components.
struct Files<'a> {
    components: BTreeMap<&'a str, usize>,
    /// What a file uses.
    uses: Vec<BTreeSet<usize>>,
    /// Who wants a file, as far as is known.
    gates: Vec<Option<Gate>>,
    /// Files whose gates their uses have not heard of.
    changed: Vec<usize>,
}

impl<'a> Files<'a> {
    fn of(api: &'a Api) -> Files<'a> {
        let mut components = BTreeMap::new();
        let mut owners = Vec::with_capacity(api.types.len());
        for def in &api.types {
            owners.push(match &def.place.owner {
                Owner::Operation(index) => *index,
                Owner::Component(name) => {
                    let next = api.operations.len() + components.len();
                    *components.entry(name.as_str()).or_insert(next)
                }
            });
        }
        let count = api.operations.len() + components.len();
        let mut uses = vec![BTreeSet::new(); count];
        let file_of = |ty: &Type| named_in(ty).map(|id| owners[id.0]);
        for (index, operation) in api.operations.iter().enumerate() {
            uses[index].extend(types_of_operation(operation).into_iter().filter_map(file_of));
        }
        for (id, def) in api.types.iter().enumerate() {
            uses[owners[id]].extend(types_of(&def.kind).into_iter().filter_map(file_of));
        }
        let own = |group: &Vec<String>| match group.is_empty() {
            true => Gate::Always,
            false => only(Feature::Group(group.clone())),
        };
        let mut gates: Vec<Option<Gate>> = api.operations.iter().map(|operation| Some(own(&operation.group))).collect();
        gates.resize(count, None);
        Files { components, uses, gates, changed: (0..api.operations.len()).rev().collect() }
    }

    /// Hands every gate on to what its file uses. A gate grows a few times only, so this takes linear time.
    fn spread(&mut self) {
        while let Some(file) = self.changed.pop() {
            let Some(gate) = self.gates[file].clone() else { continue };
            for used in &self.uses[file] {
                let wider = either(self.gates[*used].as_ref(), &gate);
                if self.gates[*used].as_ref() != Some(&wider) {
                    self.gates[*used] = Some(wider);
                    self.changed.push(*used);
                }
            }
        }
    }

    fn into_gates(self, api: &Api) -> Gates {
        let gate = |file: usize| self.gates[file].clone().unwrap_or(Gate::Always);
        let operations: Vec<Gate> = (0..api.operations.len()).map(gate).collect();
        let components = self.components.iter().map(|(name, file)| ((*name).to_owned(), gate(*file))).collect();
        let mut groups: BTreeMap<Vec<String>, Gate> = BTreeMap::new();
        for (operation, gate) in api.operations.iter().zip(&operations) {
            for end in 1..=operation.group.len() {
                let words = &operation.group[..end];
                // A module does not grow too wide to be gated: its gate is written once.
                let wider = union(groups.get(words), gate);
                groups.insert(words.to_vec(), wider);
            }
        }
        Gates { operations, components, groups }
    }
}

fn only(feature: Feature) -> Gate {
    Gate::Features(BTreeSet::from([feature]))
}

fn union(one: Option<&Gate>, other: &Gate) -> Gate {
    match (one, other) {
        (None, gate) => gate.clone(),
        (Some(Gate::Always), _) | (_, Gate::Always) => Gate::Always,
        (Some(Gate::Features(one)), Gate::Features(other)) => Gate::Features(one | other),
    }
}

/// The same, but for a file that too many want.
fn either(one: Option<&Gate>, other: &Gate) -> Gate {
    match union(one, other) {
        Gate::Features(features) if features.len() > MAX_FEATURES => Gate::Always,
        gate => gate,
    }
}
