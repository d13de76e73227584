//! The intermediate representation: what the client is, with every decision taken.
//!
//! Lowering builds it from the document; naming and emission only look things up in it. It holds no Rust syntax, no token and no
//! type of the document model. Names here are the document's own words; Rust identifiers are born in `name`.

pub mod mock;

use crate::pointer::Pointer;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

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

// ---------------------------------------------------------------------------------------------------------------- types

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
    /// An operation. The type lives beside it; the index is that of [`Api::operations`].
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

// ---------------------------------------------------------------------------------------------------------------- gates

/// Which part of a client is compiled for which features. A part is a file: whatever it uses is compiled wherever it is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Gates {
    /// By index in [`Api::operations`].
    pub operations: Vec<Gate>,
    /// By the name of the component, as [`Owner::Component`] has it.
    pub components: BTreeMap<String, Gate>,
    /// By the words of a group: when its module is there, for its own operations or for those of a group inside it.
    pub groups: BTreeMap<Vec<String>, Gate>,
}

/// When a part is compiled.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Gate {
    /// Whatever is wanted.
    Always,
    /// For any of these; never none.
    Features(BTreeSet<Feature>),
}

/// What a user of a large client may want or not.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Feature {
    /// The operations of a group, by its words.
    Group(Vec<String>),
    /// The types that no operation uses, such as what the service sends by itself.
    OtherTypes,
}

// ----------------------------------------------------------------------------------------------------------- operations

/// A request that the client can send.
#[derive(Clone, Debug)]
pub struct Operation {
    /// The operation's place in the document.
    pub origin: Pointer,
    /// The name: `operationId`, an override, or words made from method and path.
    pub id: String,
    /// The method.
    pub method: Method,
    /// The path below the server's URL.
    pub path: PathTemplate,
    /// Words of the groups that hold the operation, outermost first; empty for the client itself.
    pub group: Vec<String>,
    /// Documentation.
    pub doc: Doc,
    /// Required path parameters in the order of the template, then the other required ones, then the optional ones.
    pub parameters: Vec<Parameter>,
    /// What it sends.
    pub body: Option<Body>,
    /// What it answers.
    pub success: Success,
    /// What it answers in pieces, for those who want them as they come.
    pub stream: Option<Stream>,
    /// Headers of its successes.
    pub headers: Vec<ResponseHeader>,
    /// How the pages of its list follow each other.
    pub paging: Option<Paging>,
    /// Documented failures, for documentation and `err.body::<E>()`.
    pub errors: Vec<Failure>,
    /// Alternatives, each a set of scheme names (keys of [`SecurityScheme::name`]) that are needed together. Empty: none needed.
    /// An empty set among others: credentials are optional.
    pub security: Vec<Vec<String>>,
    /// A server of its own, where the document gives the operation or its path one.
    pub server: Option<Server>,
    /// Whether it may be sent again.
    pub repetition: Repetition,
}

/// What is known of sending a call again, beyond its method.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Repetition {
    /// Whether the operation does the same when it is done again; `None` where the method says.
    pub is_idempotent: Option<bool>,
    /// The header in which it takes an idempotency key, where the caller need not give one.
    pub key_header: Option<String>,
}

/// What the document says about a group of operations.
#[derive(Clone, Debug)]
pub struct Group {
    /// The words of the group, outermost first, as [`Operation::group`] has them.
    pub path: Vec<String>,
    /// Documentation of its tag.
    pub doc: Doc,
}

/// A runnable example of an operation, with values that the document shows.
#[derive(Clone, Debug)]
pub struct Example {
    /// The index in [`Api::operations`].
    pub operation: usize,
    /// A value for each parameter of the operation, where the document shows one.
    pub parameters: Vec<Option<Value>>,
    /// A value for the preferred body, where the document shows one.
    pub body: Option<Value>,
    /// Whether the document shows an answer, or one has to be made.
    pub is_answer_shown: bool,
}

/// Request methods.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Method {
    /// GET.
    Get,
    /// PUT.
    Put,
    /// POST.
    Post,
    /// DELETE.
    Delete,
    /// OPTIONS.
    Options,
    /// HEAD.
    Head,
    /// PATCH.
    Patch,
    /// TRACE.
    Trace,
    /// Any other token (OpenAPI 3.2: QUERY and `additionalOperations`).
    Other(String),
}

impl Method {
    /// The token on the wire.
    pub fn as_str(&self) -> &str {
        match self {
            Method::Get => "GET",
            Method::Put => "PUT",
            Method::Post => "POST",
            Method::Delete => "DELETE",
            Method::Options => "OPTIONS",
            Method::Head => "HEAD",
            Method::Patch => "PATCH",
            Method::Trace => "TRACE",
            Method::Other(token) => token,
        }
    }
}

/// A path with holes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PathTemplate {
    /// The path key of the document, without query and fragment, for people.
    pub text: String,
    /// Literal and variable parts in order; the first literal begins with `/`.
    pub parts: Vec<PathPart>,
    /// Fixed query pairs that stood in the path key.
    pub query: Vec<(String, String)>,
}

/// A part of a path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PathPart {
    /// Text that is sent as it is.
    Literal(String),
    /// The value of the path parameter of this name.
    Variable(String),
}

/// A parameter.
#[derive(Clone, Debug)]
pub struct Parameter {
    /// Where it stands.
    pub origin: Pointer,
    /// The name on the wire.
    pub wire: String,
    /// Where it is sent, and how it is written there.
    pub location: Location,
    /// Whether a call must give it.
    pub required: bool,
    /// Its type.
    pub ty: Type,
    /// Documentation.
    pub doc: Doc,
}

/// Where a parameter is sent, and how it is written there (OAS 3.0.4, Parameter Object).
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Location {
    /// In the path.
    Path(Encoding),
    /// In the query.
    Query(Encoding),
    /// In a header.
    Header(Encoding),
    /// In the `Cookie` header.
    Cookie(Encoding),
}

/// How a parameter's value is written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Encoding {
    /// By style.
    Style {
        /// The style.
        style: Style,
        /// Whether lists and objects are spread.
        explode: bool,
        /// Whether reserved characters pass.
        allow_reserved: bool,
    },
    /// By media type (`content`): JSON unless it is text.
    Content(String),
}

/// Styles of parameters (OAS 3.0.4, Style Values).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Style {
    /// `matrix`.
    Matrix,
    /// `label`.
    Label,
    /// `simple`.
    Simple,
    /// `form`.
    Form,
    /// `spaceDelimited`.
    SpaceDelimited,
    /// `pipeDelimited`.
    PipeDelimited,
    /// `deepObject`.
    DeepObject,
}

/// A request body.
#[derive(Clone, Debug)]
pub struct Body {
    /// Where it stands.
    pub origin: Pointer,
    /// Whether a call must give it.
    pub required: bool,
    /// The media types on offer, the preferred one first; never empty.
    pub media: Vec<BodyMedia>,
    /// Documentation.
    pub doc: Doc,
}

/// One media type of a request body.
#[derive(Clone, Debug)]
pub struct BodyMedia {
    /// The media type as the document spells it, such as `application/merge-patch+json`.
    pub media_type: String,
    /// How it is written.
    pub content: BodyContent,
}

/// How a request body is written.
#[derive(Clone, Debug)]
pub enum BodyContent {
    /// As JSON.
    Json(Type),
    /// As `application/x-www-form-urlencoded`; one encoding a property that has one of its own.
    Form(Type, Vec<PartEncoding>),
    /// As `multipart/*`; without parts where the document does not say which, so that the caller puts them together.
    Multipart(Vec<Part>),
    /// As text of the user's, such as XML.
    Text,
    /// As bytes of the user's.
    Bytes,
}

/// The `encoding` entry of a form property.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PartEncoding {
    /// The property.
    pub wire: String,
    /// How it is written.
    pub encoding: Encoding,
}

/// A part of a multipart body.
#[derive(Clone, Debug)]
pub struct Part {
    /// The part's name.
    pub wire: String,
    /// Whether a call must give it.
    pub required: bool,
    /// Whether it may be given more than once (an array property).
    pub repeated: bool,
    /// What it holds.
    pub content: PartContent,
    /// The media type of the part, where the document gives one.
    pub media_type: Option<String>,
    /// The headers that the document gives the part, beside its media type.
    pub headers: Vec<PartHeader>,
    /// Documentation.
    pub doc: Doc,
}

/// A header of a part.
#[derive(Clone, Debug)]
pub struct PartHeader {
    /// Its name on the wire.
    pub wire: String,
    /// Whether the document requires it.
    pub required: bool,
    /// The only text that it can be, which is sent without being asked for.
    pub fixed: Option<String>,
    /// Documentation.
    pub doc: Doc,
}

/// What a part holds.
#[derive(Clone, Debug)]
pub enum PartContent {
    /// A file: bytes with an optional name and media type.
    File,
    /// A scalar, as text.
    Text(Type),
    /// Any other value, as JSON.
    Json(Type),
}

/// What a successful call gives.
#[derive(Clone, Debug)]
pub enum Success {
    /// One type, whatever the status.
    One(ResponseContent),
    /// It differs by status.
    ByStatus(Vec<SuccessCase>),
}

/// A documented success.
#[derive(Clone, Debug)]
pub struct SuccessCase {
    /// Where it stands.
    pub origin: Pointer,
    /// The statuses.
    pub status: StatusMatch,
    /// What it carries.
    pub content: ResponseContent,
    /// Documentation.
    pub doc: Doc,
}

/// A documented failure.
#[derive(Clone, Debug)]
pub struct Failure {
    /// Where it stands.
    pub origin: Pointer,
    /// The statuses.
    pub status: StatusMatch,
    /// What it carries.
    pub content: ResponseContent,
    /// Documentation.
    pub doc: Doc,
}

/// Which statuses a response covers. More exact ones win.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum StatusMatch {
    /// One status.
    Code(u16),
    /// A hundred of them: `4` for `4XX`.
    Range(u8),
    /// All others.
    Default,
}

/// What a response carries.
#[derive(Clone, Debug, PartialEq)]
pub enum ResponseContent {
    /// Nothing.
    Empty,
    /// JSON (`+json` too), with its media type.
    Json(Type, String),
    /// Text, with its media type.
    Text(String),
    /// Bytes, with their media type.
    Bytes(String),
}

impl ResponseContent {
    /// What to ask for in `Accept`; `None` where nothing comes.
    pub fn media_type(&self) -> Option<&str> {
        match self {
            ResponseContent::Empty => None,
            ResponseContent::Json(_, media) | ResponseContent::Text(media) | ResponseContent::Bytes(media) => Some(media),
        }
    }
}

/// An answer that comes in pieces.
#[derive(Clone, Debug, PartialEq)]
pub struct Stream {
    /// What to ask for in `Accept`.
    pub media_type: String,
    /// What the pieces are.
    pub content: StreamContent,
    /// Where the schema of a piece stands.
    pub item: Option<Pointer>,
}

/// What the pieces of an answer are.
#[derive(Clone, Debug, PartialEq)]
pub enum StreamContent {
    /// Bytes, as they come.
    Bytes,
    /// Server-sent events whose data is JSON of this type.
    Events(Type),
    /// Server-sent events whose data is text.
    TextEvents,
    /// JSON texts of this type, a line each or behind a separator each.
    JsonLines(Type),
}

/// A header of a response.
#[derive(Clone, Debug, PartialEq)]
pub struct ResponseHeader {
    /// Its name on the wire.
    pub wire: String,
    /// The type of its value.
    pub ty: Type,
    /// How the value is read.
    pub form: HeaderForm,
    /// Documentation.
    pub doc: Doc,
}

/// How the value of a header is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HeaderForm {
    /// As one text, number or boolean.
    Scalar,
    /// As several with commas between them.
    List,
    /// As JSON.
    Json,
}

/// How the pages of a list follow each other. Places in an answer are JSON pointers (RFC 6901), in which `-` is the last item of a
/// list; an empty one says nothing, save for `items`, where it is the whole answer.
#[derive(Clone, Debug, PartialEq)]
pub struct Paging {
    /// What leads to the next page.
    pub step: PageStep,
    /// Where the items stand.
    pub items: String,
    /// The type of an item.
    pub item: Type,
    /// Where the answer says whether there is more.
    pub has_more: String,
    /// Where the answer says how many items there are.
    pub total: String,
    /// Where the answer says how many pages there are.
    pub total_pages: String,
}

/// What leads from a page to the next.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PageStep {
    /// A query parameter, or a place in the body where its name is a JSON pointer, counts pages, from `first` on.
    Page {
        /// Its name on the wire.
        parameter: String,
        /// The number of the first page.
        first: u64,
    },
    /// It counts the items before the page, from `first` on.
    Offset {
        /// Its name on the wire.
        parameter: String,
        /// The offset of the first item.
        first: u64,
    },
    /// A query parameter takes what the answer holds.
    Cursor {
        /// Its name on the wire.
        parameter: String,
        /// Where the answer holds it.
        next: String,
    },
    /// The answer holds a link to the next page.
    Link {
        /// Where.
        next: String,
    },
    /// The header `Link` holds it (RFC 8288).
    LinkHeader,
}

// --------------------------------------------------------------------------------------------------- servers and security

/// A server of the document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Server {
    /// The URL, with `{variables}`.
    pub url: String,
    /// `description`.
    pub description: Option<String>,
    /// Variables of the URL.
    pub variables: Vec<ServerVariable>,
}

/// A variable of a server's URL.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ServerVariable {
    /// The name between the braces.
    pub name: String,
    /// The value unless the user gives one.
    pub default: String,
    /// Allowed values; empty where any is.
    pub values: Vec<String>,
    /// `description`.
    pub description: Option<String>,
}

/// A way to authenticate.
#[derive(Clone, Debug)]
pub struct SecurityScheme {
    /// Where it stands.
    pub origin: Pointer,
    /// Its key in the document.
    pub name: String,
    /// What it is.
    pub kind: SecurityKind,
    /// The environment variable that `from_env` reads, from `codegen.toml`.
    pub env: Option<String>,
    /// Documentation.
    pub doc: Doc,
}

/// Kinds of credentials on the wire.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SecurityKind {
    /// `Authorization: Bearer …` (HTTP bearer, OpenID Connect).
    Bearer,
    /// `Authorization: Bearer …` with a token of OAuth 2.
    OAuth2(OAuth2),
    /// `Authorization: Basic …`.
    Basic,
    /// `Authorization: <scheme> …`, another HTTP scheme.
    Http(String),
    /// A key in this header.
    Header(String),
    /// A key in this query parameter.
    Query(String),
    /// A key in this cookie.
    Cookie(String),
    /// The transport's concern (`mutualTLS`).
    Transport,
}

/// What the document says about how a program gets tokens without a person.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OAuth2 {
    /// The token endpoint of the client credentials flow.
    pub client_credentials: Option<String>,
    /// The endpoint that takes refresh tokens: `refreshUrl` of a flow, or its `tokenUrl`.
    pub refresh: Option<String>,
    /// Scopes of all flows, each once, with what the document says about them.
    pub scopes: Vec<(String, String)>,
}
