//! Parts of `multipart/*` bodies and properties of forms: what each is written as (OAS 3.0.4, Encoding Object).

use super::{
    Lowering,
    body::resolved,
    header::is_token,
    media_type::{Family, family, is_binary},
    operation::{Site, pointer_of},
    parameter::{defined_style, query_encoding},
    shape::{Shape, argument_type, shape_of, without_null},
};
use crate::{
    ir::{self, Doc, Part, PartContent, PartEncoding, PartHeader, Place, Step, Type, TypeKind, Usage},
    load::{EXPLODE, Schema},
    pointer::Pointer,
};
use indexmap::IndexMap;
use openapiv3::{Encoding, ParameterSchemaOrContent, QueryStyle};
use serde_json::Value;
use std::collections::BTreeSet;

/// The parts of a multipart body; `None` where its schema is not an object with properties.
pub(super) fn lower_parts(
    cx: &mut Lowering<'_>,
    site: &Site,
    step: &Step,
    schema: &Pointer,
    encodings: &IndexMap<String, Encoding>,
) -> Option<Vec<Part>> {
    let properties = properties_of(cx, schema);
    if properties.is_empty() {
        return None;
    }
    let parts = properties.into_iter().map(|property| {
        let said = encodings.get(&property.wire);
        let encoding = Spelling::of(said);
        let mut place = site.place(step.clone());
        place.steps.push(Step::Property(property.wire.clone()));
        let headers = said.map(|said| lower_headers(cx, said)).unwrap_or_default();
        Part { headers, ..lower_part(cx, &place, property, &encoding) }
    });
    Some(parts.collect())
}

fn lower_part(cx: &mut Lowering<'_>, place: &Place, property: Property, encoding: &Spelling) -> Part {
    let usage = Usage { request: true, response: false };
    let schema = resolved(cx, &property.at);
    let items = schema.items.clone().filter(|_| is_array(&schema));
    let mut repeated = false;
    let content = if is_file(&schema, encoding) {
        PartContent::File
    } else if items.as_ref().is_some_and(|items| is_file(&resolved(cx, items), encoding)) {
        repeated = true;
        PartContent::File
    } else {
        let ty = super::lower_type(cx, &property.at, place, usage);
        let ty = argument_type(&cx.types, without_null(argument_type(&cx.types, ty)));
        match (shape_of(&cx.types, &ty), element(cx, &ty)) {
            (Shape::Scalar, _) => PartContent::Text(ty),
            // OAS 3.0.4, Encoding Object: each item of an array is a part, unless the array as a whole has a media type of its own.
            (Shape::List, Some(item)) if !encoding.is_json() => {
                repeated = true;
                match shape_of(&cx.types, &item) {
                    Shape::Scalar => PartContent::Text(item),
                    Shape::List | Shape::Object | Shape::Unknown => PartContent::Json(item),
                }
            }
            (Shape::List | Shape::Object | Shape::Unknown, _) => PartContent::Json(ty),
        }
    };
    let doc = super::schema_doc(cx, &property.at);
    let (required, media_type) = (property.required, encoding.media_type());
    Part { wire: property.wire, required, repeated, content, media_type, headers: Vec::new(), doc }
}

/// The headers of a part. `Content-Type` is none (OAS 3.0.4, Encoding Object).
fn lower_headers(cx: &Lowering<'_>, encoding: &Encoding) -> Vec<PartHeader> {
    let is_own = |name: &str| ["content-type", "content-disposition"].iter().any(|own| name.eq_ignore_ascii_case(own));
    let headers = encoding.headers.iter().filter(|(name, _)| is_token(name) && !is_own(name));
    let lowered = headers.filter_map(|(name, header)| {
        let header = header.as_item()?;
        let schema = match &header.format {
            ParameterSchemaOrContent::Schema(schema) => pointer_of(schema).map(|at| resolved(cx, &at)),
            ParameterSchemaOrContent::Content(_) => None,
        };
        let only = schema.and_then(|schema| match (schema.constant, schema.enumeration) {
            (Some(Value::String(text)), _) | (None, Some([Value::String(text)])) => Some(text.clone()),
            _ => None,
        });
        let doc = Doc { description: header.description.clone().filter(|text| !text.trim().is_empty()), ..Doc::default() };
        let is_plain = |text: &String| text.bytes().all(|byte| byte == b' ' || byte.is_ascii_graphic());
        let fixed = only.filter(|text| header.required && is_plain(text));
        Some(PartHeader { wire: name.clone(), required: header.required, fixed, doc })
    });
    lowered.collect()
}

fn is_array(schema: &Schema<'_>) -> bool {
    schema.types.is_none_or(|types| types.array)
}

/// Whether a property is a file: bytes by its own word, by the media type that the document gives its part, or because it says nothing
/// (OAS 3.0.4, Encoding Object: the default media type of a schema without a type is `application/octet-stream`).
fn is_file(schema: &Schema<'_>, encoding: &Spelling) -> bool {
    let is_composed = !(schema.all_of.is_empty() && schema.any_of.is_empty() && schema.one_of.is_empty());
    let is_valued = schema.enumeration.is_some() || schema.constant.is_some();
    let is_shaped = !schema.properties.is_empty() || schema.items.is_some() || is_composed || is_valued;
    let is_text = schema.types.is_none_or(|types| types.string && !types.object && !types.array);
    let is_base64 = schema.format == Some("byte") && schema.content_encoding.is_none();
    let sends_bytes = match encoding.content_type.as_deref().map(family) {
        Some(Family::Bytes) => true,
        Some(Family::Anything) | None => schema.types.is_none() && schema.boolean.is_none(),
        Some(Family::Json | Family::JsonSuffix | Family::Form | Family::Multipart | Family::Text) => false,
    };
    is_binary(schema) || is_base64 && is_text || sends_bytes && is_text && !is_shaped
}

/// The type of a list's items.
fn element(cx: &Lowering<'_>, ty: &Type) -> Option<Type> {
    match ty {
        Type::List(item) => Some(without_null(item.as_ref().clone())),
        Type::Named(id) => match &cx.types.get(id.0)?.kind {
            TypeKind::Alias(inner) => element(cx, inner),
            _ => None,
        },
        _ => None,
    }
}

/// A property of an object, wherever in the schema it is said.
struct Property {
    wire: String,
    at: Pointer,
    required: bool,
}

/// Every property of a schema: its own, those of its `allOf`, and, as optional ones, those of `oneOf` and `anyOf`.
fn properties_of(cx: &Lowering<'_>, schema: &Pointer) -> Vec<Property> {
    let mut found = Found::default();
    found.collect(cx, schema, true);
    for property in &mut found.properties {
        property.required = found.required.contains(&property.wire);
    }
    found.properties
}

#[derive(Default)]
struct Found {
    properties: Vec<Property>,
    required: BTreeSet<String>,
    seen: BTreeSet<Pointer>,
}

impl Found {
    fn collect(&mut self, cx: &Lowering<'_>, at: &Pointer, always: bool) {
        if !self.seen.insert(at.clone()) {
            return;
        }
        let schema = cx.document.schema(at);
        for (wire, at) in &schema.properties {
            if !self.properties.iter().any(|known| known.wire == *wire) {
                self.properties.push(Property { wire: (*wire).to_owned(), at: at.clone(), required: false });
            }
        }
        if always {
            self.required.extend(schema.required.iter().map(|wire| (*wire).to_owned()));
        }
        for target in schema.reference.iter().chain(&schema.all_of) {
            self.collect(cx, target, always);
        }
        for target in schema.one_of.iter().chain(&schema.any_of) {
            self.collect(cx, target, false);
        }
    }
}

/// The `encoding` entry of a property. What is absent differs from what is the default.
#[derive(Default)]
struct Spelling {
    content_type: Option<String>,
    style: Option<QueryStyle>,
    explode: Option<bool>,
    allow_reserved: bool,
}

impl Spelling {
    fn of(encoding: Option<&Encoding>) -> Spelling {
        let Some(encoding) = encoding else { return Spelling::default() };
        Spelling {
            content_type: encoding.content_type.clone(),
            style: encoding.style.clone(),
            explode: encoding.extensions.get(EXPLODE).and_then(Value::as_bool),
            allow_reserved: encoding.allow_reserved,
        }
    }

    fn is_json(&self) -> bool {
        self.content_type.as_deref().is_some_and(|media| matches!(family(media), Family::Json | Family::JsonSuffix))
    }

    /// The media type, where it is one and not a list or a range.
    fn media_type(&self) -> Option<String> {
        let media_type = self.content_type.as_deref()?.trim();
        let plain = media_type.bytes().all(|byte| byte == b' ' || byte.is_ascii_graphic());
        (plain && media_type.contains('/') && !media_type.contains(['*', ','])).then(|| media_type.to_owned())
    }

    /// How a form writes the property; `None` where it is written as any other.
    fn encoding(&self) -> Option<ir::Encoding> {
        if self.style.is_some() || self.explode.is_some() || self.allow_reserved {
            let style = self.style.as_ref().unwrap_or(&QueryStyle::Form);
            return Some(query_encoding(style, self.explode, self.allow_reserved));
        }
        self.is_json().then(|| ir::Encoding::Content(self.content_type.clone().unwrap_or_default()))
    }
}

/// The encodings of a form's properties: those that the document has an encoding for. Others are pairs, and JSON where they are deeper.
pub(super) fn form_encodings(
    cx: &mut Lowering<'_>,
    schema: &Pointer,
    encodings: &IndexMap<String, Encoding>,
    ty: &Type,
) -> Vec<PartEncoding> {
    let mut lowered = Vec::new();
    for property in properties_of(cx, schema) {
        let Some(said) = Spelling::of(encodings.get(&property.wire)).encoding() else { continue };
        let encoding = match field_type(cx, ty, &property.wire) {
            Some(value) => defined_style(cx, &property.at, &format!("the property `{}`", property.wire), said, &value),
            None => said,
        };
        lowered.push(PartEncoding { wire: property.wire, encoding });
    }
    lowered
}

fn field_type(cx: &Lowering<'_>, ty: &Type, wire: &str) -> Option<Type> {
    match ty {
        Type::Nullable(inner) | Type::Boxed(inner) => field_type(cx, inner, wire),
        Type::Named(id) => match &cx.types.get(id.0)?.kind {
            TypeKind::Struct(of) => of.fields.iter().find(|field| field.wire == wire).map(|field| field.ty.clone()),
            TypeKind::Alias(inner) | TypeKind::Newtype(inner) => field_type(cx, inner, wire),
            _ => None,
        },
        _ => None,
    }
}
