//! `type`: the names that JSON Schema has, and what authors mean by the names that it does not have.

use super::TypeSet;
use serde_json::{Map, Value};

impl TypeSet {
    /// Whether it names no type at all.
    pub fn is_empty(self) -> bool {
        self == TypeSet::default()
    }

    /// Adds the types of `other`.
    fn add(&mut self, other: TypeSet) {
        self.null |= other.null;
        self.boolean |= other.boolean;
        self.integer |= other.integer;
        self.number |= other.number;
        self.string |= other.string;
        self.array |= other.array;
        self.object |= other.object;
    }

    /// The name of the first type in it.
    pub(in crate::load) fn name(self) -> &'static str {
        match self {
            TypeSet { null: true, .. } => "null",
            TypeSet { boolean: true, .. } => "boolean",
            TypeSet { integer: true, .. } => "integer",
            TypeSet { number: true, .. } => "number",
            TypeSet { string: true, .. } => "string",
            TypeSet { array: true, .. } => "array",
            _ => "object",
        }
    }
}

/// What a value of `type` names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::load) enum TypeName {
    /// A type of JSON Schema.
    Known(TypeSet),
    /// A type of JSON Schema and a format that the author must have meant.
    Guess(TypeSet, Option<&'static str>),
    /// No telling.
    Anything,
}

impl TypeName {
    /// What `name` names.
    pub(in crate::load) fn of(name: &str) -> TypeName {
        const NONE: TypeSet =
            TypeSet { null: false, boolean: false, integer: false, number: false, string: false, array: false, object: false };
        const STRING: TypeSet = TypeSet { string: true, ..NONE };
        const INTEGER: TypeSet = TypeSet { integer: true, ..NONE };
        const NUMBER: TypeSet = TypeSet { number: true, ..NONE };
        const BOOLEAN: TypeSet = TypeSet { boolean: true, ..NONE };
        const ARRAY: TypeSet = TypeSet { array: true, ..NONE };
        const OBJECT: TypeSet = TypeSet { object: true, ..NONE };
        let known = |name: &str| match name {
            "null" => Some(TypeSet { null: true, ..NONE }),
            "boolean" => Some(BOOLEAN),
            "integer" => Some(INTEGER),
            "number" => Some(NUMBER),
            "string" => Some(STRING),
            "array" => Some(ARRAY),
            "object" => Some(OBJECT),
            _ => None,
        };
        if let Some(set) = known(name) {
            return TypeName::Known(set);
        }
        let name = name.trim().to_ascii_lowercase();
        if let Some(set) = known(&name) {
            return TypeName::Guess(set, None);
        }
        match name.as_str() {
            "file" | "binary" | "blob" => TypeName::Guess(STRING, Some("binary")),
            "byte" | "base64" => TypeName::Guess(STRING, Some("byte")),
            "datetime" | "date-time" | "timestamp" => TypeName::Guess(STRING, Some("date-time")),
            "date" => TypeName::Guess(STRING, Some("date")),
            "time" => TypeName::Guess(STRING, Some("time")),
            "uuid" | "guid" => TypeName::Guess(STRING, Some("uuid")),
            "str" | "text" | "char" | "varchar" | "email" | "uri" | "url" | "enum" | "password" => TypeName::Guess(STRING, None),
            "int" | "bigint" => TypeName::Guess(INTEGER, None),
            "int32" => TypeName::Guess(INTEGER, Some("int32")),
            "int64" | "long" => TypeName::Guess(INTEGER, Some("int64")),
            "float" | "double" | "decimal" | "real" | "numeric" => TypeName::Guess(NUMBER, None),
            "bool" => TypeName::Guess(BOOLEAN, None),
            "list" | "tuple" => TypeName::Guess(ARRAY, None),
            "dict" | "map" | "hash" => TypeName::Guess(OBJECT, None),
            _ => TypeName::Anything,
        }
    }
}

/// The types of `type`, and the format that one of them implies.
pub(super) fn types(schema: &Map<String, Value>, value: &Value) -> (Option<TypeSet>, Option<&'static str>) {
    let names: &[Value] = match value {
        Value::Array(names) => names,
        one => std::slice::from_ref(one),
    };
    let mut set = TypeSet::default();
    let mut guess = None;
    for name in names {
        match name {
            Value::String(name) => match TypeName::of(name) {
                TypeName::Known(one) => set.add(one),
                TypeName::Guess(one, format) => {
                    set.add(one);
                    guess = format;
                }
                // One unknown type among known ones may be any type.
                TypeName::Anything => return (None, None),
            },
            Value::Null if value.is_array() || is_null_type(schema) => set.null = true,
            _ => {}
        }
    }
    ((!set.is_empty()).then_some(set), guess)
}

/// Whether `type: null`, unquoted, means the type `null`: it does where the schema says nothing else, as a member of a `oneOf` does; it
/// is a forgotten value where the schema has keywords of other types.
pub(in crate::load) fn is_null_type(schema: &Map<String, Value>) -> bool {
    schema
        .keys()
        .all(|key| matches!(key.as_str(), "type" | "title" | "description" | "example" | "default") || key.starts_with("x-"))
}
