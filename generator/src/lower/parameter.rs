//! Parameters: from the Parameter Objects of an operation to [`ir::Parameter`]s, in the order in which a call takes them.

use super::{
    Lowering,
    media_type::{Family, family},
    operation::{Site, origin_of, pointer_of},
    path::PathKey,
    shape::{Shape, argument_type, fields_are_compound, items_are_compound, shape_of, without_null},
};
use crate::{
    diagnostic::{Code, Diagnostic},
    ir::{Deprecation, Doc, Encoding, Location, Parameter, PathPart, Step, Style, Type, Usage},
    load::LOCATION,
    pointer::Pointer,
};
use openapiv3::{ParameterData, ParameterSchemaOrContent, PathStyle, QueryStyle, ReferenceOr};

/// The parameters of an operation: those of the path in its order, then the other required ones, then the optional ones.
pub(super) fn lower_parameters(
    cx: &mut Lowering<'_>,
    site: &Site,
    operation: &openapiv3::Operation,
    path: &PathKey,
) -> Vec<Parameter> {
    let mut lowered = Vec::new();
    // `load` has merged those of the path item in, and resolved them all.
    for parameter in operation.parameters.iter().filter_map(ReferenceOr::as_item) {
        lowered.extend(lower_parameter(cx, site, parameter, path));
    }
    let mut ordered = Vec::with_capacity(lowered.len());
    for part in &path.template.parts {
        let PathPart::Variable(name) = part else { continue };
        let declared = |parameter: &Parameter| matches!(parameter.location, Location::Path(_)) && parameter.wire == *name;
        if ordered.iter().any(declared) {
            continue;
        }
        match lowered.iter().position(declared) {
            Some(index) => ordered.push(lowered.remove(index)),
            None => ordered.push(undeclared(cx, site, name)),
        }
    }
    lowered.retain(|parameter| !matches!(parameter.location, Location::Path(_)));
    let (required, optional): (Vec<_>, Vec<_>) = lowered.into_iter().partition(|parameter| parameter.required);
    ordered.extend(required);
    ordered.extend(optional);
    ordered
}

/// A variable of the path that no parameter declares: text.
fn undeclared(cx: &mut Lowering<'_>, site: &Site, name: &str) -> Parameter {
    let message = format!("the path has `{{{name}}}`, which no parameter declares");
    cx.diagnostics
        .push(Diagnostic::warning(Code::PathParameters, &site.origin, message).note("a parameter of type string is added"));
    Parameter {
        // Where it would stand. An override of the operation is none of the parameter.
        origin: site.origin.key("parameters").key(name),
        wire: name.to_owned(),
        location: Location::Path(Encoding::Style { style: Style::Simple, explode: false, allow_reserved: false }),
        required: true,
        ty: Type::String,
        doc: Doc::default(),
    }
}

fn lower_parameter(cx: &mut Lowering<'_>, site: &Site, parameter: &openapiv3::Parameter, path: &PathKey) -> Option<Parameter> {
    let data = parameter.parameter_data_ref();
    let origin = origin_of(&data.extensions);
    let mut wire = data.name.clone();
    let mut kind = Kind::of(parameter, data.explode);
    let mut required = data.required;
    if let Kind::Path(_) = kind {
        required = true;
        if let Some((key, _)) = path.query_variables.iter().find(|(_, variable)| *variable == wire) {
            wire = key.clone();
            kind = Kind::Query(DEFAULT_QUERY);
        } else if !path.template.parts.contains(&PathPart::Variable(wire.clone())) {
            let message = format!("the path has no `{{{wire}}}`, which a parameter declares");
            cx.diagnostics.push(Diagnostic::warning(Code::PathParameters, &origin, message).note("the parameter is left out"));
            return None;
        }
    }
    if data.extensions.contains_key(LOCATION) {
        return lower_query_string(cx, site, origin, data);
    }
    let is_fixed = |(name, _): &(String, String)| *name == wire;
    if matches!(kind, Kind::Query(_)) && path.template.query.iter().any(is_fixed) {
        let message = format!("a query parameter is named `{wire}`, which the path has a value for");
        cx.diagnostics.push(Diagnostic::warning(Code::IgnoredParameter, &origin, message).note("the parameter is left out"));
        return None;
    }
    if is_reserved_header(&kind, &wire) && site.sets(&wire) {
        return None;
    }
    if is_reserved_header(&kind, &wire) {
        // OAS 3.0.4, Parameter Object: such definitions SHALL be ignored.
        let message = format!("a header parameter is named `{wire}`, which OpenAPI reserves");
        let finding = Diagnostic::warning(Code::IgnoredParameter, &origin, message);
        cx.diagnostics.push(finding.note("the parameter is left out").help("media types and security schemes set this header"));
        return None;
    }
    let place = site.place(Step::Parameter(wire.clone()));
    let usage = Usage { request: true, response: false };
    let (ty, encoding, schema) = match &data.format {
        ParameterSchemaOrContent::Schema(schema) => {
            let schema = pointer_of(schema);
            let ty = schema.as_ref().map_or(Type::Any, |schema| super::lower_type(cx, schema, &place, usage));
            let ty = parameter_type(cx, ty);
            let encoding = match &kind {
                Kind::Path(encoding) | Kind::Query(encoding) | Kind::Header(encoding) | Kind::Cookie(encoding) => {
                    encoding.clone()
                }
            };
            (ty.clone(), defined_style(cx, &origin, &format!("the parameter `{wire}`"), encoding, &ty), schema)
        }
        ParameterSchemaOrContent::Content(content) => {
            let (media_type, media) = content.first()?;
            let schema = media.schema.as_ref().and_then(pointer_of);
            let ty = schema.as_ref().map_or(Type::Any, |schema| super::lower_type(cx, schema, &place, usage));
            (parameter_type(cx, ty), content_encoding(&kind, media_type), schema)
        }
    };
    let location = match kind {
        Kind::Path(_) => Location::Path(encoding),
        Kind::Query(_) => Location::Query(encoding),
        Kind::Header(_) => Location::Header(encoding),
        Kind::Cookie(_) => Location::Cookie(encoding),
    };
    let doc = parameter_doc(cx, data, schema.as_ref());
    Some(Parameter { origin, wire, location, required, ty, doc })
}

/// A parameter that is the whole query (OpenAPI 3.2, `in: querystring`). A form is its properties, spread; nothing else can be a part
/// of a query that other parameters share.
fn lower_query_string(cx: &mut Lowering<'_>, site: &Site, origin: Pointer, data: &ParameterData) -> Option<Parameter> {
    let form = match &data.format {
        ParameterSchemaOrContent::Content(content) => content.iter().find(|(name, _)| family(name) == Family::Form),
        ParameterSchemaOrContent::Schema(_) => None,
    };
    let Some((_, media)) = form else {
        let message =
            format!("the parameter `{}` is the whole query in another form than `application/x-www-form-urlencoded`", data.name);
        let finding = Diagnostic::warning(Code::UnsupportedParameter, &origin, message);
        cx.diagnostics.push(finding.note("the parameter is left out").help("a call takes any query by `CallOptions`"));
        return None;
    };
    let schema = media.schema.as_ref().and_then(pointer_of);
    let (place, usage) = (site.place(Step::Parameter(data.name.clone())), Usage { request: true, response: false });
    let ty = schema.as_ref().map_or(Type::Any, |schema| super::lower_type(cx, schema, &place, usage));
    let doc = parameter_doc(cx, data, schema.as_ref());
    let location = Location::Query(DEFAULT_QUERY);
    Some(Parameter { origin, wire: data.name.clone(), location, required: data.required, ty: parameter_type(cx, ty), doc })
}

/// A parameter that may be `null` is absent then.
fn parameter_type(cx: &Lowering<'_>, ty: Type) -> Type {
    without_null(argument_type(&cx.types, without_null(argument_type(&cx.types, ty))))
}

/// JSON for a parameter with `content`, but text as it is.
fn content_encoding(kind: &Kind, media_type: &str) -> Encoding {
    match (family(media_type), kind) {
        (Family::Text, Kind::Path(encoding) | Kind::Query(encoding) | Kind::Header(encoding) | Kind::Cookie(encoding)) => {
            encoding.clone()
        }
        _ => Encoding::Content(media_type.to_owned()),
    }
}

/// Where a parameter is sent, with the style that the document gives it.
enum Kind {
    Path(Encoding),
    Query(Encoding),
    Header(Encoding),
    Cookie(Encoding),
}

const DEFAULT_QUERY: Encoding = Encoding::Style { style: Style::Form, explode: true, allow_reserved: false };

impl Kind {
    // OAS 3.0.4, Parameter Object: `explode` is true by default for `form`, and false for all other styles. `deepObject` with false
    // is not defined, so unset is read as true.
    fn of(parameter: &openapiv3::Parameter, explode: Option<bool>) -> Kind {
        let style = |style, default| Encoding::Style { style, explode: explode.unwrap_or(default), allow_reserved: false };
        match parameter {
            openapiv3::Parameter::Path { style: PathStyle::Matrix, .. } => Kind::Path(style(Style::Matrix, false)),
            openapiv3::Parameter::Path { style: PathStyle::Label, .. } => Kind::Path(style(Style::Label, false)),
            openapiv3::Parameter::Path { style: PathStyle::Simple, .. } => Kind::Path(style(Style::Simple, false)),
            openapiv3::Parameter::Query { style, allow_reserved, .. } => {
                Kind::Query(query_encoding(style, explode, *allow_reserved))
            }
            openapiv3::Parameter::Header { .. } => Kind::Header(style(Style::Simple, false)),
            openapiv3::Parameter::Cookie { .. } => Kind::Cookie(style(Style::Form, true)),
        }
    }
}

/// The encoding of a query parameter, or of a form property that names a style.
pub(super) fn query_encoding(style: &QueryStyle, explode: Option<bool>, allow_reserved: bool) -> Encoding {
    let (style, explode) = match style {
        QueryStyle::Form => (Style::Form, explode.unwrap_or(true)),
        QueryStyle::SpaceDelimited => (Style::SpaceDelimited, explode.unwrap_or(false)),
        QueryStyle::PipeDelimited => (Style::PipeDelimited, explode.unwrap_or(false)),
        QueryStyle::DeepObject => (Style::DeepObject, true),
    };
    Encoding::Style { style, explode, allow_reserved }
}

/// Whether an operation declares a header parameter of this name, and whether it is required.
pub(super) fn header_parameter(operation: &openapiv3::Operation, name: &str) -> Option<bool> {
    let headers = operation.parameters.iter().filter_map(ReferenceOr::as_item).filter_map(|parameter| match parameter {
        openapiv3::Parameter::Header { parameter_data, .. } => Some(parameter_data),
        _ => None,
    });
    headers.filter(|data| data.name.eq_ignore_ascii_case(name)).map(|data| data.required).next()
}

fn is_reserved_header(kind: &Kind, wire: &str) -> bool {
    let reserved = ["accept", "content-type", "authorization"];
    matches!(kind, Kind::Header(_)) && reserved.iter().any(|name| wire.eq_ignore_ascii_case(name))
}

/// An encoding that can write the value: the one given where OpenAPI defines it, else the nearest one that is sent.
pub(super) fn defined_style(cx: &mut Lowering<'_>, at: &Pointer, what: &str, encoding: Encoding, ty: &Type) -> Encoding {
    let Encoding::Style { style, explode, allow_reserved } = encoding else { return encoding };
    let name = style_name(style);
    let mut warn = |found: String, note: &str, help: &str| {
        let message = format!("{what} uses the style `{name}` with {found}");
        let finding = Diagnostic::warning(Code::UnsupportedStyle, at, message).label("not defined by OpenAPI");
        cx.diagnostics.push(finding.note(note).help(help));
    };
    let shape = shape_of(&cx.types, ty);
    // OAS 3.0.4, Style Examples: the cells marked n/a. Those of `deepObject` are left to the runtime: documents in the wild mean by
    // them what servers with brackets read, `name[]=…` for a list and `name=…` for a scalar.
    let delimited = matches!(style, Style::SpaceDelimited | Style::PipeDelimited);
    let undefined = match shape {
        Shape::Scalar if delimited => Some("a scalar"),
        _ if delimited && explode => Some("`explode: true`"),
        _ => None,
    };
    if let Some(undefined) = undefined {
        warn(undefined.to_owned(), "it is sent as `style: form` with `explode: true`", "use `form`");
        return Encoding::Style { style: Style::Form, explode: true, allow_reserved };
    }
    // OAS 3.0.4, Style Values: what a list or an object inside a list or an object becomes is not defined. No server agrees on it but
    // for `deepObject`, whose brackets nest.
    if style != Style::DeepObject && shape == Shape::List && items_are_compound(&cx.types, ty) {
        warn("arrays or objects in an array".to_owned(), "it is sent as JSON", "use `content` with `application/json`");
        return Encoding::Content("application/json".to_owned());
    }
    if style != Style::DeepObject && shape == Shape::Object && fields_are_compound(&cx.types, ty) {
        let help = "use `deepObject`, or `content` with `application/json`";
        warn("arrays or objects in an object".to_owned(), "a call that gives one of them is refused", help);
    }
    encoding
}

fn style_name(style: Style) -> &'static str {
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

fn parameter_doc(cx: &mut Lowering<'_>, data: &ParameterData, schema: Option<&Pointer>) -> Doc {
    let mut doc = schema.map(|schema| super::schema_doc(cx, schema)).unwrap_or_default();
    doc.summary = None;
    doc.description = data.description.clone().or(doc.description);
    if data.deprecated == Some(true) {
        doc.deprecated.get_or_insert_with(Deprecation::default);
    }
    doc
}
