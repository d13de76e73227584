//! What the types of [`Config`] cannot say. What passes may enter emitted code: names are identifiers, types are types.

use super::{Config, Override, PageStyle, Pagination};
use crate::diagnostic::{Code, Diagnostic};

/// The first fault in the order of the file.
pub(super) fn check(config: &Config) -> Option<Diagnostic> {
    let mut faults = Faults { config, found: Vec::new() };
    faults.package();
    faults.filters();
    faults.groups();
    faults.overrides();
    faults.environment();
    faults.idempotency_header();
    faults.pagination();
    faults.lists();
    faults.found.into_iter().min_by_key(|(position, _)| *position).map(|(_, fault)| fault)
}

struct Faults<'c> {
    config: &'c Config,
    found: Vec<((usize, usize), Diagnostic)>,
}

impl Faults<'_> {
    fn add(&mut self, table: &str, entry: &str, message: String, help: &str) {
        let position = self.config.position_of(table, entry);
        let fault = Diagnostic::file(Code::InvalidConfig, self.config.path(), position, message).help(help);
        self.found.push((position.unwrap_or_default(), fault));
    }

    fn package(&mut self) {
        let package = &self.config.package;
        if !is_package_name(&package.name) {
            let message = format!("`{}` is not the name of a package", package.name);
            self.add("package", "name", message, "use letters, digits, `-` and `_`, and begin with a letter");
        }
        if !is_version(&package.version) {
            let message = format!("`{}` is not a version", package.version);
            self.add("package", "version", message, "use three numbers, such as `0.1.0`");
        }
    }

    fn filters(&mut self) {
        let operations = &self.config.operations;
        self.entries("operations.include", &operations.include);
        self.entries("operations.exclude", &operations.exclude);
    }

    fn entries(&mut self, table: &str, list: &[String]) {
        for entry in list {
            let known = ["tag:", "id:", "path:"].iter().find_map(|prefix| entry.strip_prefix(prefix));
            match known {
                Some("") => self.add(table, entry, format!("`{entry}` names nothing"), FILTER),
                Some(path) if entry.starts_with("path:") && !path.starts_with('/') => {
                    self.add(table, entry, format!("the path in `{entry}` does not begin with `/`"), FILTER);
                }
                Some(_) => {}
                None => self.add(table, entry, format!("`{entry}` does not say what it selects by"), FILTER),
            }
        }
    }

    fn pagination(&mut self) {
        let config = self.config;
        for (index, rule) in config.pagination.iter().enumerate() {
            let table = format!("pagination.{index}");
            self.entries(&format!("{table}.operations"), &rule.operations);
            if let Some((key, message)) = fault_of_rule(rule) {
                self.add(&table, key, message, "say `style`, and what goes with it: see `[[pagination]]` in the documentation");
            }
        }
    }

    fn groups(&mut self) {
        for (tag, path) in &self.config.groups {
            let is_word =
                |word: &str| !word.is_empty() && word.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '-' | ' '));
            if !path.is_empty() && !path.split('.').map(str::trim).all(is_word) {
                let message = format!("`{path}` is not a path of groups");
                self.add("groups", tag, message, "use words with dots between them, such as `realtime_kit.sessions`");
            }
        }
    }

    fn overrides(&mut self) {
        for (key, choice) in &self.config.overrides {
            if let Some((message, help)) = fault_of(key, choice) {
                self.add("overrides", key, message, help);
            }
        }
    }

    fn environment(&mut self) {
        let help = "use letters, digits and `_`, and begin with a letter";
        if let Some(name) = self.config.base_url_env.as_deref().filter(|name| !is_variable(name)) {
            self.add("", "base-url-env", format!("`{name}` is not the name of an environment variable"), help);
        }
        for (scheme, auth) in &self.config.auth {
            if let Some(name) = auth.env.as_deref().filter(|name| !is_variable(name)) {
                let message = format!("`{name}` is not the name of an environment variable");
                self.add(&format!("auth.{scheme}"), "env", message, help);
            }
        }
    }

    /// RFC 9110, 5.1: the name of a field is a token.
    fn idempotency_header(&mut self) {
        let is_token = |c: u8| c.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&c);
        if let Some(name) =
            self.config.idempotency_header.as_deref().filter(|name| name.is_empty() || !name.bytes().all(is_token))
        {
            let message = format!("`{name}` is not the name of a header");
            self.add("", "idempotency-header", message, "use letters, digits and `-`, such as `Idempotency-Key`");
        }
    }

    fn lists(&mut self) {
        for (table, list) in [("examples", &self.config.examples), ("overlays", &self.config.overlays)] {
            if list.iter().any(String::is_empty) {
                self.add(table, "", format!("an entry of `{table}` is empty"), "remove the entry");
            }
        }
    }
}

const FILTER: &str = "use `tag:NAME`, `id:OPERATION_ID` or `path:/prefix/*`";

fn fault_of(key: &str, choice: &Override) -> Option<(String, &'static str)> {
    if !key.contains("#/") {
        return Some((
            format!("the override `{key}` is not a JSON pointer"),
            "begin it with `#/`, as in `#/components/schemas/Pet`",
        ));
    }
    if choice.reason.trim().is_empty() {
        return Some((format!("the override `{key}` has no `reason`"), "say why the document's own choice does not do"));
    }
    if choice.rename.is_none() && choice.retype.is_none() && choice.idempotent.is_none() {
        return Some((format!("the override `{key}` changes nothing"), "add `rename`, `retype` or `idempotent`, or remove it"));
    }
    if let Some(name) = choice.rename.as_deref().filter(|name| !is_identifier(name)) {
        return Some((format!("`{name}` is not a Rust identifier"), "use letters, digits and `_`, and begin with a letter"));
    }
    if let Some(name) = choice.retype.as_deref().filter(|name| !is_type(name)) {
        return Some((format!("`{name}` is not the path of a Rust type"), "name a type, such as `crate::money::Amount`"));
    }
    None
}

/// What is wrong with a rule of pages, and the key that it is about.
fn fault_of_rule(rule: &Pagination) -> Option<(&'static str, String)> {
    let Pagination { style, operations, parameter, items, next, has_more, total, total_pages, first } = rule;
    let style = *style;
    let counts = matches!(style, PageStyle::Page | PageStyle::Offset);
    let some = style != PageStyle::None;
    if !some && operations.is_empty() {
        return Some(("style", "a rule of `pagination` has neither a `style` nor `operations`".to_owned()));
    }
    // The key, whether it is there, whether the style needs it, and whether the style knows it.
    let keys = [
        ("parameter", parameter.is_some(), counts || style == PageStyle::Cursor, counts || style == PageStyle::Cursor),
        ("next", next.is_some(), matches!(style, PageStyle::Cursor | PageStyle::NextLink), false),
        ("items", items.is_some(), false, some),
        ("has-more", has_more.is_some(), false, some),
        ("total", total.is_some(), false, counts),
        ("total-pages", total_pages.is_some(), false, style == PageStyle::Page),
        ("first", first.is_some(), false, counts),
    ];
    for (key, is_there, is_needed, is_known) in keys {
        if is_needed && !is_there {
            return Some(("style", format!("a rule of `pagination` has no `{key}`, which its style needs")));
        }
        if is_there && !is_needed && !is_known {
            return Some((key, format!("`{key}` does not go with the style of this rule of `pagination`")));
        }
    }
    let places = [("items", items), ("next", next), ("has-more", has_more), ("total", total), ("total-pages", total_pages)];
    places.into_iter().find_map(|(key, place)| {
        let place = place.as_deref()?;
        let is_pointer = place.starts_with('/') || (place.is_empty() && key == "items");
        (!is_pointer).then(|| (key, format!("`{place}` is not a JSON pointer, such as `/result/items`")))
    })
}

fn is_identifier(name: &str) -> bool {
    let mut chars = name.chars();
    chars.next().is_some_and(|c| c.is_alphabetic() || c == '_') && chars.all(|c| c.is_alphanumeric() || c == '_')
}

/// A path, with generic arguments that are types or not.
fn is_type(name: &str) -> bool {
    // The parser of types is recursive; no sensible path is this long.
    name.len() <= 500 && matches!(syn::parse_str::<syn::Type>(name), Ok(syn::Type::Path(_)))
}

fn is_variable(name: &str) -> bool {
    let mut bytes = name.bytes();
    bytes.next().is_some_and(|c| c.is_ascii_alphabetic() || c == b'_') && bytes.all(|c| c.is_ascii_alphanumeric() || c == b'_')
}

fn is_package_name(name: &str) -> bool {
    let is_part = |c: u8| c.is_ascii_alphanumeric() || matches!(c, b'-' | b'_');
    name.len() <= 64 && name.bytes().all(is_part) && name.as_bytes().first().is_some_and(u8::is_ascii_alphabetic)
}

fn is_version(version: &str) -> bool {
    let (numbers, rest) = version.find(['-', '+']).map_or((version, ""), |at| version.split_at(at));
    let is_number = |part: &str| part.len() <= 9 && !part.is_empty() && part.bytes().all(|c| c.is_ascii_digit());
    let is_tidy = |part: &str| part.len() == 1 || !part.starts_with('0');
    let count = numbers.split('.').count();
    let tail = |c: u8| c.is_ascii_alphanumeric() || matches!(c, b'-' | b'.' | b'+');
    count == 3 && numbers.split('.').all(|part| is_number(part) && is_tidy(part)) && rest.bytes().all(tail) && rest.len() != 1
}

#[cfg(test)]
mod tests;
