//! From a [`Place`] to the stem of a type's name: its owner's name, then a word or two for each step.

use super::{
    ident::{Role, finish, given, hash, stem},
    words::Detail,
};
use crate::{
    config::Config,
    ir::{Api, Owner, Place, StatusMatch, Step, TypeDef},
};
use std::collections::HashMap;

/// Stems of all types that stand somewhere inside something.
pub(super) struct Places<'a> {
    api: &'a Api,
    /// Names that the configuration gives, by place.
    given: HashMap<&'a Place, &'a str>,
}

/// How many levels of [`Places::ident`] there are before the one with a hash.
const SPELLED: usize = 3;

impl<'a> Places<'a> {
    pub(super) fn new(api: &'a Api, config: &'a Config) -> Places<'a> {
        let rename = |def: &'a TypeDef| Some((&def.place, super::renamed(config, &def.origin)?));
        Places { api, given: api.types.iter().filter_map(rename).collect() }
    }

    /// The name that the configuration gives to this place.
    pub(super) fn given(&self, place: &Place) -> Option<&'a str> {
        self.given.get(place).copied()
    }

    /// The identifier of a type below an owner of this stem, at a level of detail.
    pub(super) fn ident(&self, def: &TypeDef, owner: &str, level: usize) -> String {
        let detail = match level {
            0 => Steps::Plain,
            1 => Steps::LastKind,
            _ => Steps::Kinds,
        };
        let mut stem = self.stem(&def.place, owner, detail);
        if level >= SPELLED {
            stem.push_str(&format!("X{}", hash(&format!("{}{:?}", def.origin, def.place))));
        }
        match self.given(&def.place) {
            Some(name) if level == 0 => given(name, Role::Type),
            _ => finish(&stem, Role::Type),
        }
    }

    /// A prefix that the configuration names stands for all its steps.
    fn stem(&self, place: &Place, owner: &str, detail: Steps) -> String {
        let mut out = owner.to_owned();
        let mut start = 0;
        if !self.given.is_empty() {
            let mut prefix = place.clone();
            while !prefix.steps.is_empty() {
                if let Some(name) = self.given(&prefix) {
                    out = name.to_owned();
                    start = prefix.steps.len();
                    break;
                }
                prefix.steps.pop();
            }
        }
        for (index, step) in place.steps.iter().enumerate().skip(start) {
            let last = index + 1 == place.steps.len();
            let word = match detail {
                Steps::Plain => plain(step),
                Steps::LastKind if last => with_kind(step, Detail::Plain),
                Steps::LastKind => plain(step),
                Steps::Kinds => with_kind(step, Detail::Case),
            };
            // The request half of something that is named a request already needs no second word for it.
            if *step == Step::Request && out.ends_with("Request") && detail == Steps::Plain {
                continue;
            }
            if out.ends_with(|c: char| c.is_ascii_digit()) && word.starts_with(|c: char| c.is_ascii_digit()) {
                out.push('_');
            }
            out.push_str(&word);
        }
        out
    }

    /// Types by their owner, in the order of the document.
    pub(super) fn by_owner(&self) -> Vec<(&'a Owner, Vec<usize>)> {
        let mut order: Vec<(&Owner, Vec<usize>)> = Vec::new();
        let mut index: HashMap<&Owner, usize> = HashMap::new();
        for (id, def) in self.api.types.iter().enumerate() {
            let at = *index.entry(&def.place.owner).or_insert_with(|| {
                order.push((&def.place.owner, Vec::new()));
                order.len() - 1
            });
            order[at].1.push(id);
        }
        order
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Steps {
    /// The steps' own words.
    Plain,
    /// The last step says what it is, too.
    LastKind,
    /// All steps say what they are, and every symbol is spelled.
    Kinds,
}

fn pascal(text: &str, detail: Detail) -> String {
    stem(text, Role::Type, detail)
}

/// The words of a step; [`super::member`] names a variant of a union after its type's last step by them.
pub(super) fn plain(step: &Step) -> String {
    match step {
        Step::Property(name) | Step::Parameter(name) | Step::Other(name) | Step::Variant(_, Some(name)) => {
            pascal(name, Detail::Plain)
        }
        Step::Item => "Item".to_owned(),
        Step::Element(index) => format!("Element{}", index + 1),
        Step::Value => "Value".to_owned(),
        Step::Variant(index, None) => format!("Variant{}", index + 1),
        Step::Body(media) => format!("{}Request", media.as_deref().map(media_word).unwrap_or_default()),
        Step::Response(status) => format!("Response{}", status.map(status_word).unwrap_or_default()),
        Step::Header(name) => format!("{}Header", pascal(name, Detail::Plain)),
        Step::Request => "Request".to_owned(),
    }
}

fn with_kind(step: &Step, detail: Detail) -> String {
    match step {
        Step::Property(name) => format!("Property{}", pascal(name, detail)),
        Step::Parameter(name) => format!("Parameter{}", pascal(name, detail)),
        Step::Other(name) => format!("Keyword{}", pascal(name, detail)),
        Step::Item => "ListItem".to_owned(),
        Step::Element(index) => format!("TupleElement{}", index + 1),
        Step::Value => "MapValue".to_owned(),
        Step::Variant(index, None) => format!("UnionVariant{}", index + 1),
        Step::Variant(index, Some(name)) => format!("Variant{}{}", index + 1, pascal(name, detail)),
        Step::Body(None) => "RequestBody".to_owned(),
        Step::Body(Some(media)) => format!("{}RequestBody", pascal(media, detail)),
        Step::Response(status) => format!("ResponseBody{}", status.map(status_word).unwrap_or_default()),
        Step::Header(name) => format!("ResponseHeader{}", pascal(name, detail)),
        Step::Request => "ForRequest".to_owned(),
    }
}

/// A status as a word: `404`, `4xx`, `Default`.
pub(super) fn status_word(status: StatusMatch) -> String {
    match status {
        StatusMatch::Code(code) => code.to_string(),
        StatusMatch::Range(hundred) => format!("{hundred}xx"),
        StatusMatch::Default => "Default".to_owned(),
    }
}

/// A media type as a word: `Json`, `Form`, `Multipart`, else its subtype.
pub(super) fn media_word(media: &str) -> String {
    let essence = media.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    match essence.as_str() {
        "application/json" => "Json".to_owned(),
        "application/x-www-form-urlencoded" => "Form".to_owned(),
        "multipart/form-data" => "Multipart".to_owned(),
        "application/octet-stream" => "Bytes".to_owned(),
        "text/plain" => "Text".to_owned(),
        "*/*" => "Any".to_owned(),
        _ => pascal(essence.split_once('/').map_or(essence.as_str(), |(_, subtype)| subtype), Detail::Plain),
    }
}
