//! Schemas: a node of the document in, a [`Schema`] out. One reading of OpenAPI 3.0, of JSON Schema 2020-12 and of draft 4, so that
//! what is the same schema in each is the same here. Keywords with values of the wrong type are left out; loading has reported them.

mod read;
mod types;

pub(super) use read::flag;
pub(super) use types::{TypeName, is_null_type};

use crate::pointer::Pointer;
use serde_json::Value;

/// A schema, read one level deep: subschemas are pointers.
#[derive(Clone, Debug, Default)]
pub struct Schema<'d> {
    /// A boolean schema: `true` allows anything, `false` nothing.
    pub boolean: Option<bool>,
    /// The target of `$ref`; the other keywords are its siblings.
    pub reference: Option<Pointer>,
    /// `type`, with `nullable` folded in; `None` where the schema has no `type`.
    pub types: Option<TypeSet>,
    /// `nullable: true` where there is no `type` to fold it into.
    pub nullable: bool,
    /// `format`.
    pub format: Option<&'d str>,
    /// `enum`.
    pub enumeration: Option<&'d [Value]>,
    /// `const`.
    pub constant: Option<&'d Value>,
    /// `properties`, in order.
    pub properties: Vec<(&'d str, Pointer)>,
    /// `required`.
    pub required: Vec<&'d str>,
    /// `additionalProperties`.
    pub additional_properties: Additional,
    /// `patternProperties`.
    pub pattern_properties: Vec<(&'d str, Pointer)>,
    /// `propertyNames`.
    pub property_names: Option<Pointer>,
    /// `unevaluatedProperties`.
    pub unevaluated_properties: Additional,
    /// `items` where it is one schema.
    pub items: Option<Pointer>,
    /// `prefixItems`, or `items` where it is a list (before 2020-12).
    pub prefix_items: Vec<Pointer>,
    /// What may follow `prefix_items`: `items` beside `prefixItems`, or `additionalItems` beside a list of `items`.
    pub additional_items: Additional,
    /// `allOf`.
    pub all_of: Vec<Pointer>,
    /// `anyOf`.
    pub any_of: Vec<Pointer>,
    /// `oneOf`.
    pub one_of: Vec<Pointer>,
    /// Keywords that no Rust type expresses, with their pointers: `not`, `if`, `then`, `else`, `dependentSchemas`, `contains`, …
    pub conditions: Vec<(&'d str, Pointer)>,
    /// `discriminator`.
    pub discriminator: Option<Discriminator<'d>>,
    /// `title`.
    pub title: Option<&'d str>,
    /// `description`.
    pub description: Option<&'d str>,
    /// `default`.
    pub default: Option<&'d Value>,
    /// `example`, or the first of `examples`.
    pub example: Option<&'d Value>,
    /// `deprecated`.
    pub deprecated: bool,
    /// `readOnly`.
    pub read_only: bool,
    /// `writeOnly`.
    pub write_only: bool,
    /// `minimum`, `maxLength`, `pattern` and the other constraints, in order, by keyword.
    pub constraints: Vec<(&'d str, &'d Value)>,
    /// `contentEncoding`.
    pub content_encoding: Option<&'d str>,
    /// `contentMediaType`.
    pub content_media_type: Option<&'d str>,
    /// `x-…`, in order.
    pub extensions: Vec<(&'d str, &'d Value)>,
}

/// Which JSON types a schema names.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[allow(missing_docs)]
pub struct TypeSet {
    pub null: bool,
    pub boolean: bool,
    pub integer: bool,
    pub number: bool,
    pub string: bool,
    pub array: bool,
    pub object: bool,
}

/// A keyword that is a boolean or a schema.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Additional {
    /// The keyword is absent.
    #[default]
    Unsaid,
    /// `true`.
    Allowed,
    /// `false`.
    Forbidden,
    /// A schema.
    Schema(Pointer),
}

/// `discriminator`.
#[derive(Clone, Debug)]
pub struct Discriminator<'d> {
    /// `propertyName`.
    pub property: &'d str,
    /// `mapping`: tag values and the schemas that they stand for; a value that is a bare name is resolved to its component.
    pub mapping: Vec<(&'d str, Pointer)>,
}
