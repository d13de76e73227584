//! Types: what schemas become.

use crate::{
    ir::{StatusMatch, TypeId},
    pointer::Pointer,
};
use serde_json::Value;

/// A named type: it becomes one Rust item.
#[derive(Clone, Debug)]
pub struct TypeDef {
    /// Where the schema stands.
    pub origin: Pointer,
    /// What the type is named after.
    pub place: Place,
    /// Documentation of the schema.
    pub doc: Doc,
    /// What it is.
    pub kind: TypeKind,
    /// Who touches it, directly or through other types.
    pub usage: Usage,
}

/// What a type is named after: its owner, then steps from the owner inwards. A component is its owner with no step.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Place {
    /// Whose file the type stands in.
    pub owner: Owner,
    /// The way from the owner to the schema; `allOf` leaves no step, since its members are one with what holds them.
    pub steps: Vec<Step>,
}

/// The file that a type belongs to.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Owner {
    /// A reusable schema, or the payload of a webhook, by its name in the document. It lives in `types/`.
    Component(String),
    /// An operation. The type lives beside it; the index is that of [`Api::operations`](crate::ir::Api::operations).
    Operation(usize),
}

/// One step from an owner towards an inline schema.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Step {
    /// A property, by its wire name.
    Property(String),
    /// The items of an array.
    Item,
    /// An element of a tuple.
    Element(usize),
    /// The values of a map.
    Value,
    /// A member of a `oneOf` or `anyOf`: its title if it has one, else nothing but its index.
    Variant(usize, Option<String>),
    /// A parameter of an operation, by its wire name.
    Parameter(String),
    /// The request body; the media type is set where an operation offers several.
    Body(Option<String>),
    /// A response; the status is set where an operation has several that carry a schema.
    Response(Option<StatusMatch>),
    /// A response header, by its name.
    Header(String),
    /// The half of a split type that requests send.
    Request,
    /// Any other keyword of the document that led here, such as a key of `$defs`.
    Other(String),
}

/// Documentation as the document has it: not yet cleaned.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Doc {
    /// `title` or `summary`.
    pub summary: Option<String>,
    /// `description`.
    pub description: Option<String>,
    /// Facts worth a line each, such as `At most 32 characters.` or ``Default: `false`.``
    pub notes: Vec<String>,
    /// `deprecated: true`, with the document's message if it has one.
    pub deprecated: Option<Deprecation>,
}

/// That something is deprecated.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Deprecation {
    /// Why, or what to use.
    pub message: Option<String>,
}

/// Which side of an exchange touches a type.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Usage {
    /// A request sends it.
    pub request: bool,
    /// A response, or an error, carries it.
    pub response: bool,
}

/// What a named type is.
#[derive(Clone, Debug)]
pub enum TypeKind {
    /// An object with named fields.
    Struct(Struct),
    /// Strings of a closed list; an unknown one is kept.
    StringEnum(Vec<EnumValue<String>>),
    /// Integers of a closed list; an unknown one is kept.
    IntegerEnum(Vec<EnumValue<i64>>),
    /// JSON values of a closed list of mixed kinds (booleans, numbers, null, lists …); an unknown one is kept.
    LiteralEnum(Vec<EnumValue<Value>>),
    /// One of several types.
    Union(Union),
    /// An array whose elements have types of their own by position.
    Tuple(Tuple),
    /// Another name of a type.
    Alias(Type),
    /// A struct of one field around a type: an alias that refers to itself.
    Newtype(Type),
}

/// An object with named fields.
#[derive(Clone, Debug, PartialEq)]
pub struct Struct {
    /// Properties, in the order of the document.
    pub fields: Vec<Field>,
    /// What becomes of properties that have no field.
    pub rest: Rest,
}

/// What becomes of properties that a struct does not name.
#[derive(Clone, Debug, PartialEq)]
pub enum Rest {
    /// They are dropped.
    Drop,
    /// They are kept as they are.
    Keep,
    /// They are kept, and each has this type (`additionalProperties`).
    Typed(Type),
}

/// A property of an object.
#[derive(Clone, Debug, PartialEq)]
pub struct Field {
    /// Where its schema stands.
    pub origin: Pointer,
    /// The key on the wire.
    pub wire: String,
    /// The type of the value, without what `presence` says.
    pub ty: Type,
    /// Whether the key and `null` may be missing or present.
    pub presence: Presence,
    /// What a missing property counts as, where the type has a simple word for it: a boolean, a number, text, a value that an enum
    /// lists, or the empty list.
    pub default: Option<Value>,
    /// Documentation.
    pub doc: Doc,
}

/// Whether a value must be there, and whether it may be `null`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Presence {
    /// Always there: `T`.
    Required,
    /// Always there, perhaps `null`: `Option<T>`, and `None` is written as `null`.
    RequiredNullable,
    /// May be absent: `Option<T>`, and `None` is not written.
    Optional,
    /// May be absent or `null`, which differ: `Nullable<T>`.
    OptionalNullable,
}

/// A value of an enum, with its documentation (`x-enum-descriptions`, …).
#[derive(Clone, Debug, PartialEq)]
pub struct EnumValue<T> {
    /// The value on the wire.
    pub value: T,
    /// The document's name for it (`x-enum-varnames`), where it has one.
    pub name: Option<String>,
    /// Documentation.
    pub doc: Doc,
}

/// One of several types. A value that no variant takes is kept as it is.
#[derive(Clone, Debug, PartialEq)]
pub struct Union {
    /// The variants, in the order of the document; no two are the same type.
    pub variants: Vec<Variant>,
    /// How a decoder tells them apart.
    pub tag: Tag,
    /// Whether any value is valid, be there a variant for it or not: a variant that would lose some of it must not take it.
    pub open: bool,
}

/// A variant of a union.
#[derive(Clone, Debug, PartialEq)]
pub struct Variant {
    /// Where its schema stands.
    pub origin: Pointer,
    /// What the variant is named after, apart from its type: the title of an inline schema, or the tag.
    pub name: Option<String>,
    /// The type that it holds.
    pub ty: Type,
    /// The values of the tag that select it; empty where the union has no tag.
    pub tags: Vec<String>,
    /// Documentation.
    pub doc: Doc,
}

/// How a decoder tells variants apart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Tag {
    /// By the text of this property, from a discriminator or from distinct constants.
    Property(String),
    /// By trying: the first variant that fits with nothing left over, else the first that fits.
    Untagged,
}

/// An array whose elements differ by position.
#[derive(Clone, Debug, PartialEq)]
pub struct Tuple {
    /// The elements; those from `required` on may be missing at the end.
    pub elements: Vec<Type>,
    /// How many elements are always there (`minItems`).
    pub required: usize,
    /// The type of all further elements; `None` where there are none.
    pub rest: Option<Type>,
}

/// A use of a type.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Type {
    /// Any JSON value.
    Any,
    /// `null` and nothing else.
    Null,
    /// `true` or `false`.
    Bool,
    /// An integer of this width.
    Integer(Integer),
    /// An IEEE 754 double.
    F64,
    /// An IEEE 754 single.
    F32,
    /// Text.
    String,
    /// Text of a known format.
    Text(Format),
    /// A list.
    List(Box<Type>),
    /// An object whose keys are data.
    Map(Box<Type>),
    /// The type, or `null`, inside a list, a map, a union or an alias. Fields say it by their [`Presence`].
    Nullable(Box<Type>),
    /// A type on the heap, where a type would otherwise hold itself, or be too large.
    Boxed(Box<Type>),
    /// A named type.
    Named(TypeId),
    /// A type of the user's, by its Rust path as `codegen.toml` gives it.
    Custom(String),
    /// The bytes of a body or of a part that is not JSON.
    Bytes,
}

/// Widths of integers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Integer {
    /// `i8`.
    I8,
    /// `i16`.
    I16,
    /// `i32`.
    I32,
    /// `i64`, the default.
    I64,
    /// `u8`.
    U8,
    /// `u16`.
    U16,
    /// `u32`.
    U32,
    /// `u64`.
    U64,
}

/// Formats of text that have a type of their own in the runtime. Each keeps the text byte for byte.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Format {
    /// `date-time`, RFC 3339.
    DateTime,
    /// `date`, RFC 3339 `full-date`.
    Date,
    /// `time`, RFC 3339 `full-time`.
    Time,
    /// `duration`, ISO 8601.
    Duration,
    /// `uuid`, RFC 9562.
    Uuid,
    /// `byte` or `contentEncoding: base64`, RFC 4648.
    Base64,
}
