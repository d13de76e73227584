//! Types: what each is, its members, what a user can do with it beyond reading them.

use super::Spelled;
use crate::{
    emit::{
        Cx,
        types::{is_exhaustive, tuple_elements},
    },
    ir::{self, EnumValue, Presence, Rest, Tag, TypeDef, TypeId, TypeKind},
    name::TypeName,
    pointer::Pointer,
};

/// A named type.
#[derive(Debug)]
pub struct Item<'a> {
    /// Its id in its client.
    pub id: TypeId,
    /// Where it stands.
    pub origin: &'a Pointer,
    /// `types::Session`
    pub path: String,
    /// What it is.
    pub kind: Kind,
    /// Whether users may name every member of it, and so would miss a new one.
    pub exhaustive: bool,
    /// Whether `new` and setters make it.
    pub constructed: bool,
    /// Traits that not every type has.
    pub traits: Vec<&'static str>,
    /// The property that tells variants of a union apart.
    pub tag: Option<&'a str>,
    /// Fields, variants or elements, in their order.
    pub members: Vec<Member<'a>>,
    /// Documentation.
    pub doc: &'a ir::Doc,
}

/// What a named type is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Named fields.
    Struct,
    /// Text, integers or other values of an open list.
    Enum,
    /// One of several types.
    Union,
    /// Elements by position.
    Tuple,
    /// Another name of a type.
    Alias,
    /// A struct around a type.
    Newtype,
}

impl Kind {
    /// The word for it.
    pub fn as_str(self) -> &'static str {
        match self {
            Kind::Struct => "struct",
            Kind::Enum => "enum",
            Kind::Union => "union",
            Kind::Tuple => "tuple",
            Kind::Alias => "alias",
            Kind::Newtype => "newtype",
        }
    }
}

/// A field, a variant or an element.
#[derive(Debug)]
pub struct Member<'a> {
    /// Where it stands.
    pub origin: Pointer,
    /// The identifier, or the position.
    pub name: String,
    /// What it is on the wire: a key, a value, a tag.
    pub wire: String,
    /// Its type; none for a variant without a payload.
    pub ty: Option<Spelled>,
    /// What a missing value counts as, for a getter.
    pub default: Option<String>,
    /// Whether `new` takes it.
    pub required: bool,
    /// Documentation; none where the document has no place for it.
    pub doc: Option<&'a ir::Doc>,
}

pub(super) fn list<'a>(cx: &Cx<'a>, paths: &[String]) -> Vec<Item<'a>> {
    let defs = cx.api.types.iter().zip(&cx.names.types).zip(paths).enumerate();
    let mut items: Vec<Item<'a>> = defs.map(|(id, ((def, name), path))| item(cx, TypeId(id), def, name, path)).collect();
    items.sort_by(|left, right| left.path.cmp(&right.path));
    items
}

fn item<'a>(cx: &Cx<'a>, id: TypeId, def: &'a TypeDef, name: &'a TypeName, path: &str) -> Item<'a> {
    let mut tag = None;
    let (kind, members) = match &def.kind {
        TypeKind::Struct(of) => (Kind::Struct, fields(def, of, name)),
        TypeKind::StringEnum(values) => (Kind::Enum, variants(def, name, values, |value| format!("{value:?}"))),
        TypeKind::IntegerEnum(values) => (Kind::Enum, variants(def, name, values, i64::to_string)),
        TypeKind::LiteralEnum(values) => (Kind::Enum, variants(def, name, values, serde_json::Value::to_string)),
        TypeKind::Union(union) => {
            tag = match &union.tag {
                Tag::Property(property) => Some(property.as_str()),
                Tag::Untagged => None,
            };
            (Kind::Union, payloads(union, name))
        }
        TypeKind::Tuple(tuple) => (Kind::Tuple, elements(def, tuple)),
        TypeKind::Alias(target) => (Kind::Alias, vec![element(def, 0, Spelled::value(target))]),
        TypeKind::Newtype(target) => (Kind::Newtype, vec![element(def, 0, Spelled::value(target))]),
    };
    let set = cx.traits.get(id);
    let has = [(set.copy, "Copy"), (set.eq, "Eq"), (set.eq, "Hash"), (set.default, "Default")];
    // What another name of a type can do is said where that type is.
    let traits = has.into_iter().filter(|(has, _)| *has && kind != Kind::Alias).map(|(_, name)| name).collect();
    Item {
        id,
        origin: &def.origin,
        path: path.to_owned(),
        kind,
        exhaustive: is_exhaustive(def),
        constructed: kind == Kind::Struct && def.usage.request,
        traits,
        tag,
        members,
        doc: &def.doc,
    }
}

fn fields<'a>(def: &TypeDef, of: &'a ir::Struct, name: &TypeName) -> Vec<Member<'a>> {
    let fields = of.fields.iter().zip(&name.members).map(|(field, name)| Member {
        origin: field.origin.clone(),
        name: name.clone(),
        wire: field.wire.clone(),
        ty: Some(Spelled::field(&field.ty, field.presence)),
        default: field.default.as_ref().map(serde_json::Value::to_string),
        required: matches!(field.presence, Presence::Required | Presence::RequiredNullable),
        doc: Some(&field.doc),
    });
    let rest = match &of.rest {
        Rest::Drop => None,
        Rest::Keep => Some(Spelled::plain("ExtraFields")),
        Rest::Typed(value) => Some(Spelled::value(value).around("BTreeMap<String, ", ">")),
    };
    let rest = rest.map(|ty| Member {
        origin: def.origin.clone(),
        name: name.rest.clone(),
        wire: String::new(),
        ty: Some(ty),
        default: None,
        required: false,
        doc: None,
    });
    fields.chain(rest).collect()
}

fn variants<'a, T>(def: &TypeDef, name: &TypeName, values: &'a [EnumValue<T>], spell: impl Fn(&T) -> String) -> Vec<Member<'a>> {
    let list = def.origin.key("enum");
    let variants = values.iter().zip(&name.members).enumerate().map(|(at, (value, name))| Member {
        origin: list.index(at),
        name: name.clone(),
        wire: spell(&value.value),
        ty: None,
        default: None,
        required: false,
        doc: Some(&value.doc),
    });
    variants.collect()
}

fn payloads<'a>(union: &'a ir::Union, name: &TypeName) -> Vec<Member<'a>> {
    let variants = union.variants.iter().zip(&name.members).map(|(variant, name)| Member {
        origin: variant.origin.clone(),
        name: name.clone(),
        wire: variant.tags.join(", "),
        ty: Some(Spelled::value(&variant.ty)),
        default: None,
        required: false,
        doc: Some(&variant.doc),
    });
    variants.collect()
}

fn elements<'a>(def: &TypeDef, tuple: &ir::Tuple) -> Vec<Member<'a>> {
    let elements = tuple_elements(tuple).into_iter().map(|(of, presence)| Spelled::field(of, presence));
    let rest = tuple.rest.iter().map(|rest| Spelled::value(rest).around("Vec<", ">"));
    elements.chain(rest).enumerate().map(|(at, ty)| element(def, at, ty)).collect()
}

fn element<'a>(def: &TypeDef, at: usize, ty: Spelled) -> Member<'a> {
    Member {
        origin: def.origin.clone(),
        name: at.to_string(),
        wire: String::new(),
        ty: Some(ty),
        default: None,
        required: false,
        doc: None,
    }
}
