//! A Rust type as text that still knows which named types are in it, so that two of them can be compared although a type in them has
//! another name. It says the same as [`ty`](crate::emit::ty) does in tokens.

use super::Surface;
use crate::{
    emit::ty::{format_name, integer_name},
    ir::{Presence, Type, TypeId},
};

/// A Rust type.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Spelled(Vec<Piece>);

#[derive(Clone, Debug, PartialEq, Eq)]
enum Piece {
    Text(String),
    Named(TypeId),
    /// A type that belongs to an operation and is named after it.
    Own(String),
}

impl Spelled {
    /// A type that has no named type in it.
    pub(super) fn plain(text: &str) -> Spelled {
        Spelled(vec![Piece::Text(text.to_owned())])
    }

    /// The enum of an operation's body or success, by its path.
    pub(super) fn own(path: String) -> Spelled {
        Spelled(vec![Piece::Own(path)])
    }

    /// A type by value.
    pub(super) fn value(of: &Type) -> Spelled {
        let mut spelled = Spelled::default();
        spelled.push(of);
        spelled
    }

    /// The type of a field.
    pub(super) fn field(of: &Type, presence: Presence) -> Spelled {
        match presence {
            Presence::Required => Spelled::value(of),
            Presence::RequiredNullable | Presence::Optional => Spelled::value(of).around("Option<", ">"),
            Presence::OptionalNullable => Spelled::value(of).around("Nullable<", ">"),
        }
    }

    /// The type of an argument that is only read.
    pub(super) fn argument(of: &Type) -> Spelled {
        match of {
            Type::String => Spelled::plain("&str"),
            Type::Bool | Type::Integer(_) | Type::F64 | Type::F32 | Type::Null => Spelled::value(of),
            Type::List(item) => Spelled::value(item).around("&[", "]"),
            Type::Boxed(inner) => Spelled::argument(inner),
            Type::Nullable(inner) => Spelled::argument(inner).around("Option<", ">"),
            Type::Any | Type::Text(_) | Type::Map(_) | Type::Named(_) | Type::Custom(_) | Type::Bytes => {
                Spelled::value(of).around("&", "")
            }
        }
    }

    /// The type of an argument for a parameter: the text of a format serves as it is.
    pub(super) fn parameter(of: &Type) -> Spelled {
        match of {
            Type::Text(_) => Spelled::plain("&str"),
            of => Spelled::argument(of),
        }
    }

    pub(super) fn around(mut self, before: &str, after: &str) -> Spelled {
        match self.0.first_mut() {
            Some(Piece::Text(text)) => text.insert_str(0, before),
            _ => self.0.insert(0, Piece::Text(before.to_owned())),
        }
        self.text(after);
        self
    }

    fn push(&mut self, of: &Type) {
        match of {
            Type::Any => self.text("Value"),
            Type::Null => self.text("()"),
            Type::Bool => self.text("bool"),
            Type::Integer(width) => self.text(integer_name(*width)),
            Type::F64 => self.text("f64"),
            Type::F32 => self.text("f32"),
            Type::String => self.text("String"),
            Type::Text(format) => self.text(format_name(*format)),
            Type::List(item) => self.wrapped("Vec<", item),
            Type::Map(value) => self.wrapped("BTreeMap<String, ", value),
            Type::Nullable(inner) => self.wrapped("Option<", inner),
            Type::Boxed(inner) => self.wrapped("Box<", inner),
            Type::Named(id) => self.0.push(Piece::Named(*id)),
            Type::Custom(path) => self.text(path),
            Type::Bytes => self.text("Bytes"),
        }
    }

    fn wrapped(&mut self, before: &str, inner: &Type) {
        self.text(before);
        self.push(inner);
        self.text(">");
    }

    fn text(&mut self, more: &str) {
        match self.0.last_mut() {
            Some(Piece::Text(text)) => text.push_str(more),
            _ if more.is_empty() => {}
            _ => self.0.push(Piece::Text(more.to_owned())),
        }
    }

    /// The text, with the paths that named types have in a client.
    pub fn show(&self, surface: &Surface<'_>) -> String {
        let mut shown = String::new();
        for piece in &self.0 {
            shown.push_str(match piece {
                Piece::Text(text) | Piece::Own(text) => text,
                Piece::Named(id) => surface.paths.get(id.0).map_or("", String::as_str),
            });
        }
        shown
    }

    /// Whether both are the same type, given which named type of the other client each of this one became.
    pub fn is_same(&self, other: &Spelled, became: &dyn Fn(TypeId) -> Option<TypeId>) -> bool {
        self.0.len() == other.0.len()
            && self.0.iter().zip(&other.0).all(|pieces| match pieces {
                (Piece::Named(old), Piece::Named(new)) => became(*old) == Some(*new),
                (Piece::Own(_), Piece::Own(_)) => true,
                (old, new) => old == new,
            })
    }
}
