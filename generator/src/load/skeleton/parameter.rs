//! Parameters and headers.

use super::{Builder, Node, schema_at};
use crate::{
    diagnostic::Code,
    load::{ALLOW_RESERVED, EXAMPLE, EXPLODE, LOCATION, STYLE, excerpt},
};
use indexmap::IndexMap;
use openapiv3::{
    CookieStyle, Header, HeaderStyle, Parameter, ParameterData, ParameterSchemaOrContent, PathStyle, QueryStyle, ReferenceOr,
};
use serde_json::Value;
use std::collections::HashSet;

const SKIPPED: &str = "the parameter is skipped";

impl<'d> Builder<'d, '_> {
    /// The parameters of a path item or an operation, without those that cannot be read and without repeated ones.
    pub(super) fn parameters(&mut self, owner: &Node<'d>) -> Vec<Parameter> {
        let mut parameters: Vec<Parameter> = Vec::new();
        let mut known = HashSet::new();
        for (at, value) in self.list(owner, "parameters") {
            let Some((node, description)) = self.resolve(at.clone(), value, "a parameter", SKIPPED) else { continue };
            let Some(mut parameter) = self.shared(&at, &node, |cx| &mut cx.parameters, Self::parameter) else { continue };
            if let Some(description) = description {
                data_mut(&mut parameter).description = Some(description.to_owned());
            }
            if !known.insert(identity(&parameter)) {
                let name = excerpt(&parameter.parameter_data_ref().name);
                self.warn(
                    Code::DuplicateParameter,
                    &at,
                    format!("the parameter {name} is declared twice"),
                    "the first one counts",
                );
                continue;
            }
            parameters.push(parameter);
        }
        parameters
    }

    fn parameter(&mut self, node: &Node<'d>) -> Option<Parameter> {
        let name = self.required_text(node, "name", "the parameter", SKIPPED)?;
        let declared = self.required_text(node, "in", &format!("the parameter {}", excerpt(&name)), SKIPPED)?;
        let location = declared.trim().to_ascii_lowercase();
        if !matches!(location.as_str(), "path" | "query" | "querystring" | "header" | "cookie") {
            let message = format!("the parameter {} is in {}, which is no place for one", excerpt(&name), excerpt(&declared));
            self.warn(Code::UnsupportedParameter, &node.at.key("in"), message, SKIPPED);
            return None;
        }
        let mut extensions = self.extensions(node);
        if let Some(example) = self.example(node) {
            extensions.insert(EXAMPLE.to_owned(), example);
        }
        let format = self.schema_or_content(node, &format!("the parameter {}", excerpt(&name)));
        let mut data = ParameterData {
            name,
            description: self.text(node, "description"),
            // OAS 3.0.4, Parameter Object: a path parameter is always required.
            required: self.flag(node, "required").unwrap_or(false) || location == "path",
            deprecated: self.flag(node, "deprecated"),
            format,
            example: None,
            examples: IndexMap::new(),
            explode: self.flag(node, "explode"),
            extensions,
        };
        let allow_reserved = self.flag(node, "allowReserved").unwrap_or(false);
        let style = self.text(node, "style");
        let mut known = true;
        let mut fallback = || known = false;
        let parameter = match location.as_str() {
            "path" => {
                let style = match style.as_deref() {
                    None | Some("simple") => PathStyle::Simple,
                    Some("label") => PathStyle::Label,
                    Some("matrix") => PathStyle::Matrix,
                    Some(_) => {
                        fallback();
                        PathStyle::Simple
                    }
                };
                note_reserved(&mut data, allow_reserved);
                Parameter::Path { parameter_data: data, style }
            }
            "header" => {
                if !matches!(style.as_deref(), None | Some("simple")) {
                    fallback();
                }
                Parameter::Header { parameter_data: data, style: HeaderStyle::Simple }
            }
            "cookie" => {
                match style.as_deref() {
                    None | Some("form") => {}
                    // OpenAPI 3.2.
                    Some("cookie") => drop(data.extensions.insert(STYLE.to_owned(), Value::from("cookie"))),
                    Some(_) => fallback(),
                }
                note_reserved(&mut data, allow_reserved);
                Parameter::Cookie { parameter_data: data, style: CookieStyle::Form }
            }
            _ => {
                if location == "querystring" {
                    data.extensions.insert(LOCATION.to_owned(), Value::from("querystring"));
                }
                let style = style.as_deref().map_or(Some(QueryStyle::Form), query_style).unwrap_or_else(|| {
                    fallback();
                    QueryStyle::Form
                });
                let allow_empty_value = self.flag(node, "allowEmptyValue");
                Parameter::Query { parameter_data: data, allow_reserved, style, allow_empty_value }
            }
        };
        if !known {
            let name = excerpt(&parameter.parameter_data_ref().name);
            let style = excerpt(&style.unwrap_or_default());
            let message = format!("the {location} parameter {name} has the style {style}, which is not defined there");
            self.warn(Code::UnsupportedStyle, &node.at.key("style"), message, "the default style is used");
        }
        Some(parameter)
    }

    /// The headers of a response or of a part.
    pub(super) fn headers(&mut self, owner: &Node<'d>) -> IndexMap<String, ReferenceOr<Header>> {
        let mut headers = IndexMap::new();
        for (name, at, value) in self.map(owner, "headers") {
            let Some((node, description)) = self.resolve(at.clone(), value, "a header", "the header is skipped") else {
                continue;
            };
            let Some(mut header) = self.shared(&at, &node, |cx| &mut cx.headers, Self::header) else { continue };
            if let Some(description) = description {
                header.description = Some(description.to_owned());
            }
            headers.insert(name.to_owned(), ReferenceOr::Item(header));
        }
        headers
    }

    fn header(&mut self, node: &Node<'d>) -> Option<Header> {
        let mut extensions = self.extensions(node);
        if let Some(explode) = self.flag(node, "explode") {
            extensions.insert(EXPLODE.to_owned(), Value::from(explode));
        }
        if let Some(example) = self.example(node) {
            extensions.insert(EXAMPLE.to_owned(), example);
        }
        Some(Header {
            description: self.text(node, "description"),
            style: HeaderStyle::Simple,
            required: self.flag(node, "required").unwrap_or(false),
            deprecated: self.flag(node, "deprecated"),
            format: self.schema_or_content(node, "the header"),
            example: None,
            examples: IndexMap::new(),
            extensions,
        })
    }

    /// What describes the value of a parameter or header. Where nothing does, the place of the missing schema, which reads as one that
    /// allows anything.
    fn schema_or_content(&mut self, node: &Node<'d>, what: &str) -> ParameterSchemaOrContent {
        if node.get("schema").is_none() {
            let content = self.content(node);
            if !content.is_empty() {
                return ParameterSchemaOrContent::Content(content);
            }
            self.warn(Code::MissingField, &node.at, format!("{what} has no `schema`"), "any value is accepted");
        }
        ParameterSchemaOrContent::Schema(schema_at(&node.at.key("schema")))
    }
}

/// OpenAPI 3.2 allows `allowReserved` everywhere; `openapiv3` knows it of queries only.
fn note_reserved(data: &mut ParameterData, allow_reserved: bool) {
    if allow_reserved {
        data.extensions.insert(ALLOW_RESERVED.to_owned(), Value::from(true));
    }
}

/// The style of a query parameter or of a part.
pub(super) fn query_style(style: &str) -> Option<QueryStyle> {
    match style {
        "form" => Some(QueryStyle::Form),
        "spaceDelimited" => Some(QueryStyle::SpaceDelimited),
        "pipeDelimited" => Some(QueryStyle::PipeDelimited),
        "deepObject" => Some(QueryStyle::DeepObject),
        _ => None,
    }
}

/// What makes two parameters one by the rules of OpenAPI: location and name; names of headers have no case.
pub(super) fn identity(parameter: &Parameter) -> (u8, String) {
    let name = &parameter.parameter_data_ref().name;
    match parameter {
        Parameter::Query { .. } => (0, name.clone()),
        Parameter::Header { .. } => (1, name.to_ascii_lowercase()),
        Parameter::Path { .. } => (2, name.clone()),
        Parameter::Cookie { .. } => (3, name.clone()),
    }
}

fn data_mut(parameter: &mut Parameter) -> &mut ParameterData {
    match parameter {
        Parameter::Query { parameter_data, .. }
        | Parameter::Header { parameter_data, .. }
        | Parameter::Path { parameter_data, .. }
        | Parameter::Cookie { parameter_data, .. } => parameter_data,
    }
}
