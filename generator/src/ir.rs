//! The intermediate representation: what the client is, with every decision taken.
//!
//! Lowering builds it from the document; naming and emission only look things up in it. It holds no Rust syntax, no token and no
//! type of the document model. Names here are the document's own words; Rust identifiers are born in `name`.

mod body;
mod gate;
pub mod mock;
mod operation;
mod page;
mod parameter;
mod response;
mod schema;
mod server;

pub use body::{Body, BodyContent, BodyMedia, Part, PartContent, PartEncoding, PartHeader};
pub use gate::{Feature, Gate, Gates};
pub use operation::{Example, Group, Method, Operation, Repetition};
pub use page::{PageStep, Paging};
pub use parameter::{Encoding, Location, Parameter, PathPart, PathTemplate, Style};
pub use response::{
    Failure, HeaderForm, ResponseContent, ResponseHeader, StatusMatch, Stream, StreamContent, Success, SuccessCase,
};
pub use schema::{
    Deprecation, Doc, EnumValue, Field, Format, Integer, Owner, Place, Presence, Rest, Step, Struct, Tag, Tuple, Type, TypeDef,
    TypeKind, Union, Usage, Variant,
};
pub use server::{OAuth2, SecurityKind, SecurityScheme, Server, ServerVariable};

/// A whole client.
#[derive(Clone, Debug, Default)]
pub struct Api {
    /// `info.title`, or empty.
    pub title: String,
    /// `info.description`, as Markdown of the document.
    pub description: Option<String>,
    /// Servers of the document root, in its order.
    pub servers: Vec<Server>,
    /// Security schemes, in the order of the document.
    pub security_schemes: Vec<SecurityScheme>,
    /// What the document says about groups, in its order; not every group has an entry.
    pub groups: Vec<Group>,
    /// Every named type, indexed by [`TypeId`], in the order in which the document mentions them.
    pub types: Vec<TypeDef>,
    /// Every operation that is emitted, in the order of the document.
    pub operations: Vec<Operation>,
    /// Operations that get a runnable example, in the order of `codegen.toml`.
    pub examples: Vec<Example>,
    /// What a mock of the service needs to know.
    pub mock: mock::Mock,
    /// What is compiled for whom; `None` in a small client, which is compiled as a whole.
    pub gates: Option<Gates>,
}

impl Api {
    /// The definition behind an id.
    pub fn type_def(&self, id: TypeId) -> &TypeDef {
        &self.types[id.0]
    }
}

/// Index of a [`TypeDef`] in [`Api::types`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct TypeId(pub usize);
