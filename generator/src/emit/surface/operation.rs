//! Operations: the method on its handle, what it takes, what may be set, what it gives and how it fails.

use super::{Spelled, Surface, Way, path, way};
use crate::{
    emit::{Cx, operation_parts},
    ir::{self, BodyContent, Encoding, Location, PartContent, ResponseContent, StatusMatch, Style, Success},
    name::OperationName,
    pointer::Pointer,
};

/// An operation.
#[derive(Debug)]
pub struct Operation<'a> {
    /// Where it stands.
    pub origin: &'a Pointer,
    /// The document's name of it.
    pub id: &'a str,
    /// The HTTP method.
    pub method: &'a str,
    /// The path below the server's URL.
    pub path: &'a str,
    /// How a user gets to it: `client.realtime_kit().sessions()`.
    pub handle: String,
    /// The method on the handle.
    pub name: &'a str,
    /// The call type.
    pub call: String,
    /// Arguments in their order, then setters.
    pub inputs: Vec<Input<'a>>,
    /// Media types of the body, and what each takes.
    pub media: Vec<Media<'a>>,
    /// What it gives.
    pub gives: Spelled,
    /// What it gives by status, where that differs; else one case without a status.
    pub cases: Vec<Case<'a>>,
    /// Other ways to read what it gives.
    pub ways: Vec<Way<'a>>,
    /// Documented failures.
    pub failures: Vec<Failure<'a>>,
    /// Alternatives of credentials that are needed together.
    pub security: &'a [Vec<String>],
    /// A server of its own.
    pub server: Option<&'a str>,
    /// Documentation.
    pub doc: &'a ir::Doc,
}

/// An argument, or a setter of a call.
#[derive(Debug)]
pub struct Input<'a> {
    /// Where it stands.
    pub origin: &'a Pointer,
    /// Where it is sent.
    pub place: Place,
    /// The name on the wire; empty for a body.
    pub wire: &'a str,
    /// How it is written where that is not the default of its place.
    pub writing: String,
    /// Whether it is an argument of the method.
    pub required: bool,
    /// The argument or setter.
    pub name: &'a str,
    /// Its type.
    pub ty: Spelled,
    /// Documentation.
    pub doc: &'a ir::Doc,
}

/// Where an input is sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Place {
    /// In the path.
    Path,
    /// In the query.
    Query,
    /// In a header.
    Header,
    /// In the `Cookie` header.
    Cookie,
    /// As the body.
    Body,
    /// As a part of a multipart body.
    Part,
    /// In the headers of a part.
    PartHeader,
}

impl Place {
    /// The word for it.
    pub fn as_str(self) -> &'static str {
        match self {
            Place::Path => "path",
            Place::Query => "query",
            Place::Header => "header",
            Place::Cookie => "cookie",
            Place::Body => "body",
            Place::Part | Place::PartHeader => "part",
        }
    }
}

/// A media type of a body.
#[derive(Debug)]
pub struct Media<'a> {
    /// The media type.
    pub media_type: &'a str,
    /// The variant, where an operation has several.
    pub variant: Option<&'a str>,
    /// What it takes.
    pub ty: Spelled,
    /// How it is written where that is not the default.
    pub writing: String,
}

/// A success.
#[derive(Debug)]
pub struct Case<'a> {
    /// Where it stands; none where a success is one type whatever the status.
    pub origin: Option<&'a Pointer>,
    /// The statuses.
    pub status: Option<StatusMatch>,
    /// The variant.
    pub variant: Option<&'a str>,
    /// What it carries.
    pub ty: Spelled,
    /// What is asked for.
    pub media_type: Option<&'a str>,
    /// Documentation.
    pub doc: Option<&'a ir::Doc>,
}

/// A documented failure.
#[derive(Debug)]
pub struct Failure<'a> {
    /// Where it stands.
    pub origin: &'a Pointer,
    /// The statuses.
    pub status: StatusMatch,
    /// What `err.body::<E>()` reads; none where the document says nothing of it.
    pub ty: Option<Spelled>,
    /// Documentation.
    pub doc: &'a ir::Doc,
}

impl Operation<'_> {
    /// `client.pets().list_pets`
    pub fn subject(&self) -> String {
        format!("{}.{}", self.handle, self.name)
    }

    /// `fn list_pets(&self, owner: &str) -> ListPets<'_>`
    pub fn signature(&self, surface: &Surface<'_>) -> String {
        let mut text = format!("fn {}(&self", self.name);
        for input in self.inputs.iter().filter(|input| input.required) {
            text.push_str(&format!(", {}: {}", input.name, input.ty.show(surface)));
        }
        let call = self.call.rsplit("::").next().unwrap_or(&self.call);
        text.push_str(&format!(") -> {call}<'_>"));
        text
    }
}

pub(super) fn list<'a>(cx: &Cx<'a>) -> Vec<Operation<'a>> {
    let mut handles = vec!["client".to_owned(); cx.api.operations.len()];
    for group in &cx.names.groups {
        let mut methods = vec![group.method.as_str()];
        let mut parent = group.parent;
        while let Some(index) = parent {
            methods.push(&cx.names.groups[index].method);
            parent = cx.names.groups[index].parent;
        }
        let handle = methods.iter().rev().fold("client".to_owned(), |handle, method| format!("{handle}.{method}()"));
        for operation in &group.operations {
            handles[*operation].clone_from(&handle);
        }
    }
    let mut operations: Vec<Operation<'a>> =
        handles.into_iter().enumerate().map(|(index, handle)| operation(cx, index, handle)).collect();
    operations.sort_by(|left, right| (&left.handle, left.name).cmp(&(&right.handle, right.name)));
    operations
}

fn operation<'a>(cx: &Cx<'a>, index: usize, handle: String) -> Operation<'a> {
    let (of, name): (&'a ir::Operation, &'a OperationName) = (&cx.api.operations[index], &cx.names.operations[index]);
    let mut inputs: Vec<Input<'a>> =
        of.parameters.iter().zip(&name.parameters).map(|(parameter, name)| self::parameter(parameter, name)).collect();
    inputs.extend(body(cx, index));
    // The sort is stable: arguments stay in their order.
    inputs.sort_by_key(|input| !input.required);
    let (gives, cases) = success(of, name);
    Operation {
        origin: &of.origin,
        id: &of.id,
        method: of.method.as_str(),
        path: &of.path.text,
        handle,
        name: &name.method,
        call: path(&name.public, &name.call),
        inputs,
        media: media(of, name),
        gives,
        cases,
        ways: way::list(of, name),
        failures: of.errors.iter().map(failure).collect(),
        security: &of.security,
        server: of.server.as_ref().map(|server| server.url.as_str()),
        doc: &of.doc,
    }
}

fn parameter<'a>(of: &'a ir::Parameter, name: &'a str) -> Input<'a> {
    let (place, encoding) = match &of.location {
        Location::Path(encoding) => (Place::Path, encoding),
        Location::Query(encoding) => (Place::Query, encoding),
        Location::Header(encoding) => (Place::Header, encoding),
        Location::Cookie(encoding) => (Place::Cookie, encoding),
    };
    let writing = writing(place, encoding);
    let ty = Spelled::parameter(&of.ty);
    Input { origin: &of.origin, place, wire: &of.wire, writing, required: of.required, name, ty, doc: &of.doc }
}

/// What OAS 3.0.4, Parameter Object, does not say by itself.
fn writing(place: Place, encoding: &Encoding) -> String {
    let (style, explode, allow_reserved) = match encoding {
        Encoding::Content(media_type) => return format!("as {media_type}"),
        Encoding::Style { style, explode, allow_reserved } => (*style, *explode, *allow_reserved),
    };
    let usual = match place {
        Place::Path | Place::Header => Style::Simple,
        Place::Query | Place::Cookie | Place::Body | Place::Part | Place::PartHeader => Style::Form,
    };
    let mut words = Vec::new();
    if style != usual {
        words.push(format!("style {}", style_text(style)));
    }
    if explode != (style == Style::Form) {
        words.push(if explode { "exploded" } else { "not exploded" }.to_owned());
    }
    if allow_reserved {
        words.push("reserved characters pass".to_owned());
    }
    words.join(", ")
}

fn style_text(style: Style) -> &'static str {
    match style {
        Style::Matrix => "matrix",
        Style::Label => "label",
        Style::Simple => "simple",
        Style::Form => "form",
        Style::SpaceDelimited => "spaceDelimited",
        Style::PipeDelimited => "pipeDelimited",
        Style::DeepObject => "deepObject",
    }
}

/// The body as an input, or its parts where it is nothing but multipart.
fn body<'a>(cx: &Cx<'a>, index: usize) -> Vec<Input<'a>> {
    let name = &cx.names.operations[index];
    let Some(body) = &cx.api.operations[index].body else { return Vec::new() };
    if let Some((body, parts, names)) = operation_parts::sole(cx, index) {
        let headers = parts.iter().zip(name.part_headers.iter().flatten());
        let headers = headers.flat_map(|(part, names)| self::part_headers(body, part, names));
        return parts.iter().zip(names).map(|(part, name)| self::part(body, part, name)).chain(headers).collect();
    }
    let ty = match (&name.body_type, body.media.first()) {
        (Some(several), _) => Spelled::own(path(&name.public, &several.ident)).around("impl Into<", ">"),
        (None, Some(media)) => content(&media.content, None),
        (None, None) => return Vec::new(),
    };
    let required = body.required;
    vec![Input {
        origin: &body.origin,
        place: Place::Body,
        wire: "",
        writing: String::new(),
        required,
        name: &name.body,
        ty,
        doc: &body.doc,
    }]
}

/// The headers of a part that a call may set.
fn part_headers<'a>(body: &'a ir::Body, of: &'a ir::Part, names: &'a [String]) -> impl Iterator<Item = Input<'a>> {
    let settable = of.headers.iter().zip(names).filter(|(header, _)| header.fixed.is_none());
    settable.map(|(header, name)| Input {
        origin: &body.origin,
        place: Place::PartHeader,
        wire: &of.wire,
        writing: format!("its header {}", header.wire),
        required: false,
        name,
        ty: Spelled::plain("&str"),
        doc: &header.doc,
    })
}

fn part<'a>(body: &'a ir::Body, of: &'a ir::Part, name: &'a str) -> Input<'a> {
    let ty = match (&of.content, of.repeated) {
        (PartContent::File, false) => Spelled::plain("&File"),
        (PartContent::File, true) => Spelled::plain("&[File]"),
        (PartContent::Text(of) | PartContent::Json(of), false) => Spelled::argument(of),
        (PartContent::Text(of) | PartContent::Json(of), true) => Spelled::value(of).around("&[", "]"),
    };
    let writing = of.media_type.as_ref().map(|media_type| format!("as {media_type}")).unwrap_or_default();
    let required = body.required && of.required;
    Input { origin: &body.origin, place: Place::Part, wire: &of.wire, writing, required, name, ty, doc: &of.doc }
}

/// What a media type takes; `parts` is the builder of its parts.
fn content(of: &BodyContent, parts: Option<String>) -> Spelled {
    match (of, parts) {
        (BodyContent::Json(of) | BodyContent::Form(of, _), _) => Spelled::argument(of),
        (BodyContent::Text, _) => Spelled::plain("&str"),
        (BodyContent::Bytes, _) => Spelled::plain("impl Into<Bytes>"),
        (BodyContent::Multipart(_), Some(parts)) => Spelled::own(parts),
        (BodyContent::Multipart(_), None) => Spelled::plain("Multipart"),
    }
}

fn media<'a>(of: &'a ir::Operation, name: &'a OperationName) -> Vec<Media<'a>> {
    let media = of.body.iter().flat_map(|body| &body.media).enumerate();
    let media = media.map(|(at, media)| {
        let parts = name.part_types.get(at).filter(|parts| !parts.is_empty()).map(|parts| path(&name.public, parts));
        let writing = match &media.content {
            BodyContent::Form(_, encodings) => {
                let encodings = encodings.iter().map(|part| (&part.wire, self::writing(Place::Body, &part.encoding)));
                encodings.map(|(wire, writing)| format!("{wire}: {writing}")).collect::<Vec<_>>().join("; ")
            }
            BodyContent::Json(_) | BodyContent::Multipart(_) | BodyContent::Text | BodyContent::Bytes => String::new(),
        };
        let variant = name.body_type.as_ref().and_then(|several| several.variants.get(at)).map(String::as_str);
        Media { media_type: &media.media_type, variant, ty: content(&media.content, parts), writing }
    });
    media.collect()
}

fn success<'a>(of: &'a ir::Operation, name: &'a OperationName) -> (Spelled, Vec<Case<'a>>) {
    match (&of.success, &name.success) {
        (Success::One(content), _) => {
            let ty = self::carries(content);
            let media_type = content.media_type();
            (ty.clone(), vec![Case { origin: None, status: None, variant: None, ty, media_type, doc: None }])
        }
        (Success::ByStatus(cases), success) => {
            let variants = success.iter().flat_map(|success| &success.variants);
            let cases = cases.iter().zip(variants).map(|(case, variant)| Case {
                origin: Some(&case.origin),
                status: Some(case.status),
                variant: Some(variant),
                ty: self::carries(&case.content),
                media_type: case.content.media_type(),
                doc: Some(&case.doc),
            });
            let ident = success.as_ref().map_or("", |success| success.ident.as_str());
            (Spelled::own(path(&name.public, ident)), cases.collect())
        }
    }
}

fn carries(content: &ResponseContent) -> Spelled {
    match content {
        ResponseContent::Empty => Spelled::plain("()"),
        ResponseContent::Json(of, _) => Spelled::value(of),
        ResponseContent::Text(_) => Spelled::plain("String"),
        ResponseContent::Bytes(_) => Spelled::plain("Bytes"),
    }
}

fn failure(of: &ir::Failure) -> Failure<'_> {
    let ty = match &of.content {
        ResponseContent::Empty => None,
        content => Some(carries(content)),
    };
    Failure { origin: &of.origin, status: of.status, ty, doc: &of.doc }
}
