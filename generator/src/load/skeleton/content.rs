//! Request bodies, responses and the media types in them.

use super::{Builder, Node, parameter::query_style, schema_at};
use crate::{
    diagnostic::Code,
    load::{EXAMPLE, EXPLODE, ITEM_SCHEMA, ORIGIN, excerpt},
    pointer::Pointer,
};
use indexmap::IndexMap;
use openapiv3::{Content, Encoding, MediaType, ReferenceOr, RequestBody, Response, Responses, StatusCode};
use serde_json::Value;

impl<'d> Builder<'d, '_> {
    /// The request body of an operation.
    pub(super) fn request_body(&mut self, operation: &Node<'d>) -> Option<ReferenceOr<RequestBody>> {
        let value = operation.get("requestBody")?;
        let at = operation.at.key("requestBody");
        let (node, description) = self.resolve(at.clone(), value, "a request body", "the request body is skipped")?;
        let mut body = self.shared(
            &at,
            &node,
            |cx| &mut cx.bodies,
            |cx, node| {
                Some(RequestBody {
                    description: cx.text(node, "description"),
                    content: cx.content(node),
                    required: cx.flag(node, "required").unwrap_or(false),
                    extensions: cx.extensions(node),
                })
            },
        )?;
        if let Some(description) = description {
            body.description = Some(description.to_owned());
        }
        Some(ReferenceOr::Item(body))
    }

    /// The responses of an operation, by status.
    pub(super) fn responses(&mut self, operation: &Node<'d>) -> Responses {
        let mut responses = Responses::default();
        for (key, at, value) in self.map(operation, "responses") {
            if key.starts_with("x-") {
                continue;
            }
            let Some(status) = Status::of(key) else {
                let message = format!("{} is not a status", excerpt(key));
                let help = "a key is a status such as `404`, a range such as `4XX`, or `default`";
                let finding = crate::diagnostic::Diagnostic::warning(Code::BadStatus, &at, message);
                self.report(finding.note("the response is skipped").help(help));
                continue;
            };
            let response = ReferenceOr::Item(self.response(&at, value));
            let taken = match status {
                Status::Default => responses.default.is_some(),
                Status::Code(code) => responses.responses.contains_key(&code_of(code)),
                Status::Range(range) => responses.responses.contains_key(&StatusCode::Range(range)),
            };
            if taken {
                let message = format!("{} repeats a status", excerpt(key));
                self.warn(Code::BadStatus, &at, message, "the first response counts");
                continue;
            }
            match status {
                Status::Default => responses.default = Some(response),
                Status::Code(code) => drop(responses.responses.insert(code_of(code), response)),
                Status::Range(range) => drop(responses.responses.insert(StatusCode::Range(range), response)),
            }
        }
        responses
    }

    /// A response; one without content where it cannot be read.
    fn response(&mut self, at: &Pointer, value: &'d Value) -> Response {
        const NOTE: &str = "it is read as one without content";
        let found = self.resolve(at.clone(), value, "a response", NOTE).and_then(|(node, description)| {
            let response = self.shared(
                at,
                &node,
                |cx| &mut cx.responses,
                |cx, node| {
                    Some(Response {
                        description: cx.text(node, "description").unwrap_or_default(),
                        headers: cx.headers(node),
                        content: cx.content(node),
                        links: IndexMap::new(),
                        extensions: cx.extensions(node),
                    })
                },
            );
            Some((response?, description))
        });
        match found {
            Some((response, None)) => response,
            Some((response, Some(description))) => Response { description: description.to_owned(), ..response },
            None => {
                Response { extensions: IndexMap::from([(ORIGIN.to_owned(), Value::from(at.as_str()))]), ..Response::default() }
            }
        }
    }

    /// The media types of a body, response, parameter or header.
    pub(super) fn content(&mut self, owner: &Node<'d>) -> Content {
        let mut content = Content::new();
        for (name, at, value) in self.map(owner, "content") {
            let Some((node, _)) = self.resolve(at, value, "a media type", "the media type is skipped") else { continue };
            if !self.spend(super::OBJECT_BYTES + size_of::<MediaType>() + name.len()) {
                break;
            }
            let mut extensions = self.extensions(&node);
            if let Some(example) = self.example(&node) {
                extensions.insert(EXAMPLE.to_owned(), example);
            }
            // OpenAPI 3.2: the schema of each item of a stream.
            if node.get("itemSchema").is_some() {
                extensions.insert(ITEM_SCHEMA.to_owned(), Value::from(node.at.key("itemSchema").as_str()));
            }
            let media_type = MediaType {
                schema: node.get("schema").map(|_| schema_at(&node.at.key("schema"))),
                example: None,
                examples: IndexMap::new(),
                encoding: self.encodings(&node),
                extensions,
            };
            content.insert(name.to_owned(), media_type);
        }
        content
    }

    fn encodings(&mut self, media_type: &Node<'d>) -> IndexMap<String, Encoding> {
        let mut encodings = IndexMap::new();
        for (name, at, value) in self.map(media_type, "encoding") {
            let Value::Object(object) = value else {
                self.wrong_type(&at, "an encoding", value, "an object", "the encoding is ignored");
                continue;
            };
            let node = Node { at, object };
            if !self.spend(super::OBJECT_BYTES + size_of::<Encoding>() + name.len()) {
                break;
            }
            let explode = self.flag(&node, "explode");
            let mut extensions = self.extensions(&node);
            if let Some(explode) = explode {
                extensions.insert(EXPLODE.to_owned(), Value::from(explode));
            }
            let style = self.text(&node, "style");
            if style.as_deref().is_some_and(|style| query_style(style).is_none()) {
                let message = format!("the part {} has a style that is not defined for parts", excerpt(name));
                self.warn(Code::UnsupportedStyle, &node.at.key("style"), message, "the default style is used");
            }
            let encoding = Encoding {
                content_type: self.text(&node, "contentType"),
                headers: self.headers(&node),
                style: style.as_deref().and_then(query_style),
                explode: explode.unwrap_or(false),
                allow_reserved: self.flag(&node, "allowReserved").unwrap_or(false),
                extensions,
            };
            encodings.insert(name.to_owned(), encoding);
        }
        encodings
    }
}

/// A key of `responses`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Status {
    Default,
    Code(u16),
    Range(u16),
}

impl Status {
    /// What a key says. Spellings that leave no doubt (`4xx`, `DEFAULT`) are taken.
    fn of(key: &str) -> Option<Status> {
        let key = key.trim();
        if key.eq_ignore_ascii_case("default") {
            return Some(Status::Default);
        }
        match key.as_bytes() {
            [b'1'..=b'9', b'0'..=b'9', b'0'..=b'9'] => key.parse().ok().map(Status::Code),
            [range @ b'1'..=b'9', b'x' | b'X', b'x' | b'X'] => Some(Status::Range(u16::from(range - b'0'))),
            _ => None,
        }
    }
}

fn code_of(code: u16) -> StatusCode {
    StatusCode::Code(code)
}
