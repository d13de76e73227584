//! Imports: a group that holds groups has one of them a line; `prettyplease` would put all on one.

use syn::{UseTree, Visibility};

/// The width of a line, as `prettyplease` has it.
const WIDTH: usize = 89;

/// `use …;`, without attributes.
pub(super) fn print(vis: &Visibility, tree: &UseTree) -> String {
    let vis = if matches!(vis, Visibility::Public(_)) { "pub " } else { "" };
    let mut text = format!("{vis}use ");
    write(&mut text, tree, 0);
    text.push_str(";\n");
    text
}

/// Whether this printer is needed at all.
pub(super) fn is_nested(tree: &UseTree) -> bool {
    match tree {
        UseTree::Path(path) => is_nested(&path.tree),
        UseTree::Group(group) => group.items.iter().any(has_group),
        UseTree::Name(_) | UseTree::Rename(_) | UseTree::Glob(_) => false,
    }
}

fn has_group(tree: &UseTree) -> bool {
    match tree {
        UseTree::Path(path) => has_group(&path.tree),
        UseTree::Group(_) => true,
        UseTree::Name(_) | UseTree::Rename(_) | UseTree::Glob(_) => false,
    }
}

fn write(text: &mut String, tree: &UseTree, depth: usize) {
    match tree {
        UseTree::Path(path) => {
            text.push_str(&format!("{}::", path.ident));
            write(text, &path.tree, depth);
        }
        UseTree::Name(name) => text.push_str(&name.ident.to_string()),
        UseTree::Rename(rename) => text.push_str(&format!("{} as {}", rename.ident, rename.rename)),
        UseTree::Glob(_) => text.push('*'),
        UseTree::Group(group) => {
            let indent = "    ".repeat(depth + 1);
            let mut items: Vec<String> = Vec::new();
            for item in &group.items {
                let mut text = String::new();
                write(&mut text, item, depth + 1);
                items.push(text);
            }
            let line = items.join(", ");
            let column = text.len() - text.rfind('\n').map_or(0, |end| end + 1);
            if !group.items.iter().any(has_group) && column + line.len() + "{},".len() <= WIDTH {
                text.push_str(&format!("{{{line}}}"));
                return;
            }
            text.push_str("{\n");
            for item in items {
                text.push_str(&format!("{indent}{item},\n"));
            }
            text.push_str(&format!("{}}}", "    ".repeat(depth)));
        }
    }
}
