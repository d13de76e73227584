//! Groups: the way from an operation's first tag to the handles that hold it, and what the document says about them.

use super::{Lowering, overrides::finding};
use crate::{
    config::Config,
    ir::{self, Doc},
};

/// Words of the groups that hold an operation, outermost first.
pub(super) fn lower_group(config: &Config, operation: &openapiv3::Operation) -> Vec<String> {
    match operation.tags.iter().find(|tag| !tag.trim().is_empty()) {
        Some(tag) => group_of(config, tag),
        None => Vec::new(),
    }
}

fn group_of(config: &Config, tag: &str) -> Vec<String> {
    match config.groups.get(tag) {
        Some(path) => path.split('.').map(str::trim).filter(|word| !word.is_empty()).map(str::to_owned).collect(),
        None => vec![tag.to_owned()],
    }
}

/// What the tags of the document say about their groups, in its order.
pub(super) fn lower_groups(cx: &mut Lowering<'_>) -> Vec<ir::Group> {
    let (document, config) = (cx.document, cx.config);
    for tag in config.groups.keys() {
        let used = document.api.operations().any(|(_, _, operation)| operation.tags.contains(tag));
        if !used && !document.api.tags.iter().any(|known| known.name == *tag) {
            let message = format!("`groups` names the tag `{tag}`, which the document does not have");
            cx.diagnostics.push(finding(config, "groups", tag, message));
        }
    }
    let groups = document.api.tags.iter().map(|tag| {
        let doc = Doc { description: tag.description.clone(), ..Doc::default() };
        ir::Group { path: group_of(config, &tag.name), doc }
    });
    groups.filter(|group| !group.path.is_empty() && group.doc.description.is_some()).collect()
}
