//! Pages: which rule of `codegen.toml` an operation's list follows. A rule that no operation follows is an error, since it is a choice
//! of the user's that has no effect.

use super::filter::{Candidate, Entry};
use crate::{
    config::{Config, PageStyle, Pagination},
    diagnostic::{Code, Diagnostic, Diagnostics},
    ir::{
        BodyContent, Encoding, Location, Method, Operation, PageStep, Paging, ResponseContent, Success, Type, TypeDef, TypeKind,
    },
};

/// The rules, and what has come of them.
pub(super) struct Pager<'c> {
    rules: Vec<Rule<'c>>,
}

struct Rule<'c> {
    of: &'c Pagination,
    entries: Vec<Chosen<'c>>,
    is_used: bool,
}

/// An entry of `operations`.
struct Chosen<'c> {
    entry: Entry<'c>,
    is_used: bool,
    /// Why the rule does not fit an operation that the entry selects.
    refused: Option<String>,
}

impl<'c> Pager<'c> {
    /// Reads the configuration.
    pub(super) fn new(rules: &'c [Pagination]) -> Pager<'c> {
        let chosen = |text: &'c String| Chosen { entry: Entry::new(text), is_used: false, refused: None };
        let rule = |of: &'c Pagination| Rule { of, entries: of.operations.iter().map(chosen).collect(), is_used: false };
        Pager { rules: rules.iter().map(rule).collect() }
    }

    /// How the pages of an operation follow each other, by the first rule that fits it.
    pub(super) fn paging(&mut self, types: &[TypeDef], candidate: &Candidate<'_>, operation: &Operation) -> Option<Paging> {
        self.rules.iter_mut().find_map(|rule| rule.paging(types, candidate, operation)).flatten()
    }

    /// Reports what fits nothing.
    pub(super) fn finish(self, config: &Config, diagnostics: &mut Diagnostics) {
        for (index, rule) in self.rules.iter().enumerate() {
            let table = format!("pagination.{index}");
            if rule.entries.is_empty() && !rule.is_used {
                let place = config.position_of(&table, "style");
                let message = format!("the rule {} of `pagination` fits no operation", index + 1);
                let help = "it needs GET operations that have the parameter and the places of the rule";
                diagnostics.push(Diagnostic::file(Code::UnmatchedOverride, config.path(), place, message).help(help));
            }
            for chosen in rule.entries.iter().filter(|chosen| !chosen.is_used) {
                let text = chosen.entry.text;
                let place = config.position_of(&format!("{table}.operations"), text);
                let message = match &chosen.refused {
                    Some(why) => format!("`pagination.operations` has `{text}`, which the rule does not fit: {why}"),
                    None => format!("`pagination.operations` has `{text}`, which matches no operation that is left for the rule"),
                };
                diagnostics.push(Diagnostic::file(Code::UnmatchedOverride, config.path(), place, message));
            }
        }
    }
}

impl Rule<'_> {
    /// `None` where the next rule is to be asked; `Some(None)` where the operation has no pages.
    fn paging(&mut self, types: &[TypeDef], candidate: &Candidate<'_>, operation: &Operation) -> Option<Option<Paging>> {
        if self.entries.is_empty() {
            let paging = (operation.method == Method::Get).then(|| fit(self.of, types, operation).ok())??;
            // A rule for all takes what is a list for certain.
            if paging.item == Type::Any {
                return None;
            }
            self.is_used = true;
            return Some(Some(paging));
        }
        let mut found = None;
        for chosen in &mut self.entries {
            if !chosen.entry.matches(candidate) {
                continue;
            }
            if self.of.style == PageStyle::None {
                chosen.is_used = true;
                found = Some(None);
                continue;
            }
            match fit(self.of, types, operation) {
                Ok(paging) => {
                    chosen.is_used = true;
                    found = Some(Some(paging));
                }
                Err(why) => chosen.refused = Some(why),
            }
        }
        found
    }
}

/// The rule, of an operation; or why it does not fit.
fn fit(rule: &Pagination, types: &[TypeDef], operation: &Operation) -> Result<Paging, String> {
    let contents: Vec<&ResponseContent> = match &operation.success {
        Success::One(content) => vec![content],
        Success::ByStatus(cases) => cases.iter().map(|case| &case.content).collect(),
    };
    let page = contents.into_iter().find_map(|content| match content {
        ResponseContent::Json(ty, _) => Some(ty),
        ResponseContent::Empty | ResponseContent::Text(_) | ResponseContent::Bytes(_) => None,
    });
    let page = page.ok_or("its answer is not JSON")?;
    let text = |text: &Option<String>| text.clone().unwrap_or_default();
    let stands = |pointer: &Option<String>| match pointer {
        Some(pointer) => match at(types, page, pointer) {
            Some(_) => Ok(pointer.clone()),
            None => Err(format!("its answer has nothing at `{pointer}`")),
        },
        None => Ok(String::new()),
    };
    let parameter = |name: &Option<String>| {
        let name = text(name);
        if name.starts_with('/') {
            let media = operation.body.iter().flat_map(|body| &body.media);
            let mut json = media.filter_map(|media| match &media.content {
                BodyContent::Json(ty) => Some(ty),
                BodyContent::Form(..) | BodyContent::Multipart(_) | BodyContent::Text | BodyContent::Bytes => None,
            });
            return match json.find_map(|ty| at(types, ty, &name)) {
                Some(_) => Ok(name),
                None => Err(format!("its body has nothing at `{name}`")),
            };
        }
        let is_it = |known: &&crate::ir::Parameter| {
            matches!(known.location, Location::Query(Encoding::Style { .. })) && known.wire == name
        };
        match operation.parameters.iter().find(is_it) {
            Some(_) => Ok(name),
            None => Err(format!("it has no query parameter `{name}`")),
        }
    };
    let step = match rule.style {
        PageStyle::Page => PageStep::Page { parameter: parameter(&rule.parameter)?, first: rule.first.unwrap_or(1) },
        PageStyle::Offset => PageStep::Offset { parameter: parameter(&rule.parameter)?, first: rule.first.unwrap_or(0) },
        PageStyle::Cursor => PageStep::Cursor { parameter: parameter(&rule.parameter)?, next: stands(&rule.next)? },
        PageStyle::NextLink => PageStep::Link { next: stands(&rule.next)? },
        PageStyle::LinkHeader => PageStep::LinkHeader,
        PageStyle::None => return Err("it is said to have no pages".to_owned()),
    };
    let items = text(&rule.items);
    let item = match at(types, page, &items).map(|ty| unwrapped(types, ty)) {
        Some(Type::List(item)) => (**item).clone(),
        Some(Type::Any) => Type::Any,
        Some(_) => return Err(format!("there is no list at `{items}` of its answer")),
        None => return Err(format!("its answer has nothing at `{items}`")),
    };
    let (has_more, total, total_pages) = (stands(&rule.has_more)?, stands(&rule.total)?, stands(&rule.total_pages)?);
    Ok(Paging { step, items, item, has_more, total, total_pages })
}

/// The type at a JSON pointer; `None` where the type has no such place.
fn at<'t>(types: &'t [TypeDef], ty: &'t Type, pointer: &str) -> Option<&'t Type> {
    pointer.split('/').skip(1).try_fold(ty, |ty, token| {
        let key = token.replace("~1", "/").replace("~0", "~");
        match unwrapped(types, ty) {
            Type::Any => Some(&Type::Any),
            Type::Map(value) => Some(&**value),
            Type::List(item) if key == "-" || key.parse::<usize>().is_ok() => Some(&**item),
            Type::Named(id) => match &types.get(id.0)?.kind {
                TypeKind::Struct(structure) => structure.fields.iter().find(|field| field.wire == key).map(|field| &field.ty),
                // Any variant may have it.
                TypeKind::Union(_) => Some(&Type::Any),
                _ => None,
            },
            _ => None,
        }
    })
}

/// A type without its aliases, its boxes and the `null` around it.
fn unwrapped<'t>(types: &'t [TypeDef], ty: &'t Type) -> &'t Type {
    let mut ty = ty;
    // A chain of aliases longer than this is taken for a circle.
    for _ in 0..32 {
        ty = match ty {
            Type::Nullable(inner) | Type::Boxed(inner) => inner,
            Type::Named(id) => match types.get(id.0).map(|def| &def.kind) {
                Some(TypeKind::Alias(inner) | TypeKind::Newtype(inner)) => inner,
                _ => return ty,
            },
            _ => return ty,
        };
    }
    ty
}
