//! From [`ir`] to [`Names`]: every Rust identifier, with collisions resolved. A name depends on its own place in the document, never
//! on hash order or on unrelated items.

mod collision;
mod feature;
mod group;
mod ident;
mod member;
mod operations;
mod place;
mod scheme;
mod types;
mod words;

use crate::{config::Config, ir, pointer::Pointer};
use proc_macro2::{Ident, Span};
use std::collections::BTreeMap;

pub use feature::ALL_GROUPS;

/// Every identifier of a client. Identifiers may be raw (`r#type`); [`emit::imports::ident`](crate::emit::imports::ident) takes them as they are.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Names {
    /// By [`TypeId`](ir::TypeId).
    pub types: Vec<TypeName>,
    /// By index in [`ir::Api::operations`].
    pub operations: Vec<OperationName>,
    /// Every prefix of every operation's group, sorted by path.
    pub groups: Vec<GroupName>,
    /// By index in [`ir::Api::security_schemes`].
    pub schemes: Vec<SchemeName>,
    /// Cargo features; none in a client without [`ir::Gates`].
    pub features: BTreeMap<ir::Feature, String>,
}

/// A type.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TypeName {
    /// The identifier.
    pub ident: String,
    /// The module of its file, such as `["types", "session"]`.
    pub module: Vec<String>,
    /// Where it is exported, such as `["types"]`.
    pub public: Vec<String>,
    /// Fields of a struct, variants of an enum or union, by index.
    pub members: Vec<String>,
    /// The field that holds properties without a field.
    pub rest: String,
}

/// An operation.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OperationName {
    /// The method on the handle.
    pub method: String,
    /// The name by which it can be called, unique in the client: that of the method, with those of its groups where two would be one.
    pub by_name: String,
    /// The call type.
    pub call: String,
    /// The module of its file.
    pub module: Vec<String>,
    /// Where its types are exported.
    pub public: Vec<String>,
    /// Arguments and setters of parameters, by index.
    pub parameters: Vec<String>,
    /// The argument or setter of the body.
    pub body: String,
    /// The same for each media type, where there are several.
    pub bodies: Vec<String>,
    /// The enum of a success that differs by status.
    pub success: Option<SuccessName>,
    /// The enum of a body that has several media types.
    pub body_type: Option<SuccessName>,
    /// Parts of multipart bodies, by index of the media type, then of the part.
    pub parts: Vec<Vec<String>>,
    /// The setters of the headers of those parts, by index of the media type, of the part, then of the header.
    pub part_headers: Vec<Vec<Vec<String>>>,
    /// The builder of a multipart body, by index of the media type; empty for other bodies.
    pub part_types: Vec<String>,
    /// The view of response headers, and its methods by index; the view is empty where there are none.
    pub headers: HeadersName,
}

/// The view of the response headers of an operation.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct HeadersName {
    /// The identifier.
    pub ident: String,
    /// Methods by index.
    pub methods: Vec<String>,
}

/// The enum of a success that differs by status.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SuccessName {
    /// The identifier.
    pub ident: String,
    /// Variants by index.
    pub variants: Vec<String>,
}

/// A group of operations.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct GroupName {
    /// The group's words, as in [`ir::Operation::group`].
    pub words: Vec<String>,
    /// The module, such as `["realtime_kit", "sessions"]`.
    pub path: Vec<String>,
    /// The handle, such as `Sessions`.
    pub ident: String,
    /// The accessor on the parent, such as `sessions`.
    pub method: String,
    /// Index of the group around it; `None` for the client.
    pub parent: Option<usize>,
    /// Indices of its operations.
    pub operations: Vec<usize>,
}

/// A security scheme.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SchemeName {
    /// The setter on the client's builder.
    pub method: String,
}

/// Assigns names.
pub fn assign(api: &ir::Api, config: &Config) -> Names {
    let groups = group::assign(api);
    let (operations, namespaces) = operations::assign(api, config, &groups);
    let features = api.gates.iter().flat_map(|_| feature::assign(&groups)).collect();
    let mut names = Names { types: Vec::new(), operations, groups, schemes: scheme::assign(api, config), features };
    types::assign(api, config, &mut names, &namespaces);
    names
}

/// The name that the configuration gives to a node.
fn renamed<'c>(config: &'c Config, origin: &Pointer) -> Option<&'c str> {
    if config.overrides.is_empty() {
        return None;
    }
    config.overrides.get(&origin.to_string())?.rename.as_deref()
}

/// Any text as an identifier, so that it can be nothing else. Names come from [`assign`]; this is the last line of defence.
pub fn escape(text: &str) -> Ident {
    let mut name = String::from("_x");
    for c in text.chars() {
        if c.is_ascii_alphanumeric() {
            name.push(c);
        } else {
            name.push('_');
        }
    }
    Ident::new(&name, Span::call_site())
}
