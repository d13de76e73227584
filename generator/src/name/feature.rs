//! Names of Cargo features: one for every group of a client that gates them. Users type them, so that they are as short as the groups'.

use super::{
    GroupName,
    collision::{LAST, resolve},
    ident::hash,
};
use crate::ir::Feature;
use std::collections::{BTreeMap, BTreeSet};

/// The feature that turns on every group.
pub const ALL_GROUPS: &str = "groups";

/// The feature of the types that no operation uses.
const OTHER_TYPES: &str = "other-types";

/// Features of the emitted crate that have to do with no group, or may come to be, and names that Cargo or its dependencies have for
/// something else. A group that is called so gets a word more, today and whenever the runtime learns something new.
const TAKEN: &[&str] = &[
    ALL_GROUPS,
    OTHER_TYPES,
    "alloc",
    "blocking",
    "brotli",
    "by-name",
    "bytes",
    "chrono",
    "compression",
    "cookies",
    "core",
    "default",
    "deflate",
    "futures",
    "futures-core",
    "gzip",
    "http",
    "http2",
    "http3",
    "hyper",
    "jiff",
    "json",
    "multipart",
    "native-tls",
    "oauth",
    "oauth2",
    "percent-encoding",
    "proxy",
    "reqwest",
    "retry",
    "rustls",
    "serde",
    "serde-json",
    "socks",
    "std",
    "stream",
    "test",
    "time",
    "tls",
    "tokio",
    "tower",
    "tracing",
    "types",
    "ureq",
    "url",
    "uuid",
    "wasm",
    "zstd",
];

/// The names of all features.
pub(super) fn assign(groups: &[GroupName]) -> BTreeMap<Feature, String> {
    let spell = |index: usize, level: usize| {
        let path = &groups[index].path;
        let kebab = path.iter().flat_map(|module| module.split('_')).filter(|word| !word.is_empty());
        let kebab = kebab.collect::<Vec<_>>().join("-");
        match level {
            0 => kebab,
            1 => format!("{kebab}-group"),
            // No module holds a dash, so that this tells `a_b` from `b` in `a`.
            2 => format!("{}-group", path.join("-")),
            _ => format!("{kebab}-x{}", hash(&path.join("-"))),
        }
    };
    const { assert!(LAST >= 3, "the last spelling holds a hash") };
    let taken: BTreeSet<String> = TAKEN.iter().map(|name| (*name).to_owned()).collect();
    // Features that differ in case or in dashes would be mistaken for each other.
    let key = |name: &str| name.to_ascii_lowercase();
    let names = resolve(groups.len(), &taken, key, spell, |_, _| false);
    let groups = groups.iter().zip(names).map(|(group, name)| (Feature::Group(group.words.clone()), name));
    groups.chain([(Feature::OtherTypes, OTHER_TYPES.to_owned())]).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn features(paths: &[&[&str]]) -> Vec<String> {
        let owned = |path: &[&str]| path.iter().map(|word| (*word).to_owned()).collect::<Vec<String>>();
        let groups: Vec<GroupName> =
            paths.iter().map(|path| GroupName { words: owned(path), path: owned(path), ..GroupName::default() }).collect();
        let features = assign(&groups);
        paths.iter().map(|path| features[&Feature::Group(owned(path))].clone()).collect()
    }

    #[test]
    fn a_feature_is_called_as_its_group_unless_something_else_is() {
        let rows: &[(&[&[&str]], &[&str])] = &[
            (&[&["pets"], &["realtime_kit", "sessions"], &["type_"]], &["pets", "realtime-kit-sessions", "type"]),
            (&[&["reqwest"], &["native_tls"], &["groups"]], &["reqwest-group", "native-tls-group", "groups-group"]),
            (&[&["a", "b"], &["a_b"], &["c"]], &["a-b-group", "a_b-group", "c"]),
            (&[&["n5xx"], &["u00e9"]], &["n5xx", "u00e9"]),
        ];
        for (paths, names) in rows {
            assert_eq!(features(paths), *names);
        }
    }
}
