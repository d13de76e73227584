//! The file of one operation: its table, and the function that takes its arguments out of a JSON object and makes the call.

use super::{pass, schema};
use crate::{
    emit::{
        Cx, Module, doc,
        imports::{Imports, ident},
        operation::title,
        operation_parts::{is_argument, sole},
    },
    ir::{Body, BodyContent, BodyMedia, Location, Parameter, Part, PartContent, ResponseContent, Success, Type},
};
use proc_macro2::{Ident, TokenStream};
use quote::quote;

/// The file.
pub(super) fn emit(cx: &Cx<'_>, index: usize) -> Module {
    let mut imports = Imports::new(&["by_name".to_owned(), cx.names.operations[index].by_name.clone()]);
    for own in ["ENTRY", "prepare"] {
        imports.define(own);
    }
    let mut items = vec![emit_table(cx, &mut imports, index), emit_prepare(cx, &mut imports, index)];
    items.extend(emit_value(cx, &mut imports, index));
    let mut all = imports.into_items();
    all.append(&mut items);
    Module { doc: vec![format!("{}, by name.", title(&cx.api.operations[index]))], attributes: Vec::new(), items: all }
}

fn text(name: &str) -> &str {
    name.strip_prefix("r#").unwrap_or(name)
}

// ------------------------------------------------------------------------------------------------------------- the table

fn emit_table(cx: &Cx<'_>, imports: &mut Imports, index: usize) -> TokenStream {
    let (operation, name) = (&cx.api.operations[index], &cx.names.operations[index]);
    let (entry, client) = (imports.path(&["crate", "runtime", "by_name", "Entry"]), imports.path(&["crate", "Client"]));
    let by_name = text(&name.by_name);
    let group = handles(cx, index).into_iter().map(text);
    let function = text(&name.method);
    let (id, method, path) = (&operation.id, operation.method.as_str(), &operation.path.text);
    let docs = doc::lines(&operation.doc).join("\n");
    let mut arguments = Vec::new();
    for (parameter, name) in operation.parameters.iter().zip(&name.parameters) {
        arguments.push(emit_parameter(cx, imports, parameter, name));
    }
    if let Some(body) = &operation.body {
        for (media, name) in body.media.iter().zip(&name.bodies) {
            arguments.push(emit_body_argument(cx, imports, body, media, name));
        }
    }
    quote! {
        pub(super) const ENTRY: #entry<#client> = #entry {
            name: #by_name,
            group: &[#(#group),*],
            function: #function,
            id: #id,
            method: #method,
            path: #path,
            doc: #docs,
            arguments: &[#(#arguments),*],
            prepare,
        };
    }
}

/// The accessors that lead to the operation, outermost first.
fn handles<'a>(cx: &Cx<'a>, index: usize) -> Vec<&'a str> {
    let mut methods = Vec::new();
    let mut group = cx.names.groups.iter().find(|group| group.operations.contains(&index));
    while let Some(of) = group {
        methods.push(of.method.as_str());
        group = of.parent.map(|parent| &cx.names.groups[parent]);
    }
    methods.reverse();
    methods
}

fn emit_parameter(cx: &Cx<'_>, imports: &mut Imports, parameter: &Parameter, name: &str) -> TokenStream {
    let (argument, places) = by_name(imports);
    let place = match parameter.location {
        Location::Path(_) => quote!(#places::Path),
        Location::Query(_) => quote!(#places::Query),
        Location::Header(_) => quote!(#places::Header),
        Location::Cookie(_) => quote!(#places::Cookie),
    };
    let (name, wire, required) = (text(name), &parameter.wire, parameter.required);
    let schema = schema::spell(&schema::of(cx, &parameter.ty));
    let docs = doc::lines(&parameter.doc).join("\n");
    quote!(#argument { name: #name, wire: #wire, place: #place, required: #required, schema: #schema, doc: #docs })
}

fn emit_body_argument(cx: &Cx<'_>, imports: &mut Imports, body: &Body, media: &BodyMedia, name: &str) -> TokenStream {
    let (argument, places) = by_name(imports);
    let (name, media_type, required) = (text(name), &media.media_type, body.required);
    let schema = match &media.content {
        BodyContent::Json(of) | BodyContent::Form(of, _) => schema::of(cx, of),
        BodyContent::Text => schema::of(cx, &Type::String),
        BodyContent::Bytes => schema::file(),
        BodyContent::Multipart(parts) => parts_schema(cx, parts),
    };
    let schema = schema::spell(&schema);
    let docs = doc::lines(&body.doc).join("\n");
    quote! {
        #argument { name: #name, wire: "", place: #places::Body(#media_type), required: #required, schema: #schema, doc: #docs }
    }
}

fn by_name(imports: &mut Imports) -> (TokenStream, TokenStream) {
    let path = |name| ["crate", "runtime", "by_name", name];
    (imports.path(&path("Argument")), imports.path(&path("Place")))
}

fn parts_schema(cx: &Cx<'_>, parts: &[Part]) -> serde_json::Value {
    let (mut properties, mut required) = (serde_json::Map::new(), Vec::new());
    for part in parts {
        let one = match &part.content {
            PartContent::File => schema::file(),
            PartContent::Text(of) | PartContent::Json(of) => schema::of(cx, of),
        };
        let schema = if part.repeated { serde_json::json!({ "type": "array", "items": one }) } else { one };
        properties.insert(part.wire.clone(), schema);
        if part.required {
            required.push(&part.wire);
        }
    }
    serde_json::json!({ "type": "object", "properties": properties, "required": required })
}

// ---------------------------------------------------------------------------------------------------------- the function

/// Variables of the function itself.
const OWN: &[&str] = &["arguments", "call", "client", "multipart", "parts"];

/// The variable of an argument.
fn variable(cx: &Cx<'_>, index: usize, name: &str) -> Ident {
    let names = &cx.names.operations[index];
    let mut variable = name.to_owned();
    while OWN.contains(&variable.as_str()) || (variable != name && is_named(names, &variable)) {
        variable.push_str("_value");
    }
    ident(&variable)
}

fn is_named(names: &crate::name::OperationName, name: &str) -> bool {
    names.parameters.iter().chain(names.parts.iter().flatten()).chain(&names.bodies).any(|other| other == name)
}

fn emit_prepare(cx: &Cx<'_>, imports: &mut Imports, index: usize) -> TokenStream {
    let (operation, name) = (&cx.api.operations[index], &cx.names.operations[index]);
    let (mut takes, mut passed, mut setters) = (Vec::new(), Vec::new(), Vec::new());
    for (parameter, name) in operation.parameters.iter().zip(&name.parameters) {
        // A method takes a text of any format as text.
        let of = if let Type::Text(_) = parameter.ty { &Type::String } else { &parameter.ty };
        let slot = Slot::new(cx, imports, index, of, name, text(name));
        if parameter.required {
            takes.push(slot.take(&quote!(arguments)));
            passed.push(slot.passed);
        } else {
            setters.push(slot.set(&quote!(arguments), &quote!(call)));
        }
    }
    let handles = handles(cx, index).into_iter().map(ident);
    let method = ident(&name.method);
    let receiver = quote!(client #(.#handles())*);
    let call = |body: &[TokenStream]| quote!(#receiver.#method(#(#passed,)* #(#body),*));
    let mut made = call(&[]);
    match (&operation.body, sole(cx, index)) {
        (Some(body), Some((_, parts, part_names))) => {
            let argument = text(&name.bodies[0]);
            takes.push(quote!(let mut parts = arguments.parts(#argument)?;));
            let mut given = Vec::new();
            for (part, name) in parts.iter().zip(part_names) {
                let slot = Slot::of_part(cx, imports, index, part, name);
                if is_argument(body, part) {
                    takes.push(slot.take(&quote!(parts)));
                    given.push(slot.passed);
                } else {
                    setters.push(slot.set(&quote!(parts), &quote!(call)));
                }
            }
            setters.push(quote!(parts.end()?;));
            made = call(&given);
        }
        (Some(body), None) if body.required => {
            let bodies = bodies(cx, imports, index, body);
            match bodies.as_slice() {
                [BodyArgument { take, value, .. }] => {
                    takes.push(take.clone());
                    made = call(std::slice::from_ref(value));
                }
                several => {
                    let branches = several.iter().map(|BodyArgument { argument, take, value }| {
                        let call = call(std::slice::from_ref(value));
                        quote!(if arguments.has(#argument) { #take #call } else)
                    });
                    let names = several.iter().map(|body| &body.argument);
                    made = quote!(#(#branches)* { return Err(arguments.missing(&[#(#names),*])); });
                }
            }
        }
        (Some(body), None) => {
            for BodyArgument { argument, take, value } in bodies(cx, imports, index, body) {
                setters.push(quote!(if arguments.has(#argument) { #take call = call.body(#value); }));
            }
        }
        (None, _) => {}
    }
    let assigns = setters.iter().any(|setter| setter.to_string().contains("call ="));
    let mutable = assigns.then(|| quote!(mut));
    let (client, error) = (imports.path(&["crate", "Client"]), imports.path(&["crate", "Error"]));
    let (arguments, named) = (
        imports.path(&["crate", "runtime", "by_name", "Arguments"]),
        imports.path(&["crate", "runtime", "by_name", "NamedCall"]),
    );
    let taken = if takes.is_empty() && setters.is_empty() && operation.body.is_none() { quote!(_) } else { quote!(arguments) };
    quote! {
        fn prepare<'a>(client: &'a #client, #taken: &mut #arguments) -> Result<#named<'a>, #error> {
            #(#takes)*
            let #mutable call = #made;
            #(#setters)*
            Ok(call.into())
        }
    }
}

/// A value on its way from the arguments to the method.
struct Slot {
    /// `limit`
    variable: Ident,
    /// `limit`, the method of the call
    setter: Ident,
    /// `"limit"`, the key
    key: String,
    /// `i64`
    owned: TokenStream,
    /// `limit` or `&limit`
    passed: TokenStream,
}

impl Slot {
    fn new(cx: &Cx<'_>, imports: &mut Imports, index: usize, of: &Type, name: &str, key: &str) -> Slot {
        let variable = variable(cx, index, name);
        let (owned, passed) = (pass::owned(cx, imports, of), pass::pass(of, &variable));
        Slot { variable, setter: ident(name), key: key.to_owned(), owned, passed }
    }

    fn of_part(cx: &Cx<'_>, imports: &mut Imports, index: usize, part: &Part, name: &str) -> Slot {
        let variable = variable(cx, index, name);
        let (owned, passed) = match &part.content {
            PartContent::File => {
                let file = imports.http("File");
                (if part.repeated { quote!(Vec<#file>) } else { file }, quote!(&#variable))
            }
            PartContent::Text(of) | PartContent::Json(of) => {
                let of = if part.repeated { &Type::List(Box::new(of.clone())) } else { of };
                (pass::owned(cx, imports, of), pass::pass(of, &variable))
            }
        };
        Slot { variable, setter: ident(name), key: part.wire.clone(), owned, passed }
    }

    /// `let limit: i64 = arguments.take("limit")?;`
    fn take(&self, from: &TokenStream) -> TokenStream {
        let Slot { variable, key, owned, .. } = self;
        match owned.to_string().as_str() {
            "()" => quote!(#from.take::<()>(#key)?;),
            _ => quote!(let #variable: #owned = #from.take(#key)?;),
        }
    }

    /// `if let Some(limit) = arguments.optional::<i64>("limit")? { call = call.limit(limit); }`
    fn set(&self, from: &TokenStream, call: &TokenStream) -> TokenStream {
        let Slot { variable, setter, key, owned, passed } = self;
        match owned.to_string().as_str() {
            "()" => quote!(if #from.optional::<()>(#key)?.is_some() { #call = #call.#setter(#passed); }),
            _ => quote!(if let Some(#variable) = #from.optional::<#owned>(#key)? { #call = #call.#setter(#passed); }),
        }
    }
}

/// A body of one media type on its way.
struct BodyArgument {
    argument: String,
    take: TokenStream,
    value: TokenStream,
}

fn bodies(cx: &Cx<'_>, imports: &mut Imports, index: usize, body: &Body) -> Vec<BodyArgument> {
    let name = &cx.names.operations[index];
    let mut bodies = Vec::new();
    for (at, (media, argument)) in body.media.iter().zip(&name.bodies).enumerate() {
        let argument = text(argument).to_owned();
        let variable = ident("body");
        let (take, value) = match &media.content {
            BodyContent::Json(of) | BodyContent::Form(of, _) => {
                let owned = pass::owned(cx, imports, of);
                let passed = pass::pass(of, &variable);
                match owned.to_string().as_str() {
                    "()" => (quote!(arguments.take::<()>(#argument)?;), passed),
                    _ => (quote!(let body: #owned = arguments.take(#argument)?;), passed),
                }
            }
            BodyContent::Text => (quote!(let body: String = arguments.take(#argument)?;), quote!(&body)),
            BodyContent::Bytes => {
                let body = imports.http("Body");
                (quote!(let body: #body = arguments.take(#argument)?;), quote!(body))
            }
            BodyContent::Multipart(parts) => {
                let builder = name.part_types.get(at).filter(|builder| !builder.is_empty());
                match builder {
                    Some(builder) => take_parts(cx, imports, index, at, builder, parts, &argument),
                    None => {
                        let media_type = &media.media_type;
                        (quote!(let body = arguments.multipart(#argument, #media_type)?;), quote!(body))
                    }
                }
            }
        };
        let value = match &name.body_type {
            Some(several) => {
                let enum_ = public(imports, &name.public, &several.ident);
                let variant = ident(&several.variants[at]);
                quote!(#enum_::#variant(#value))
            }
            None => value,
        };
        bodies.push(BodyArgument { argument, take, value });
    }
    bodies
}

fn take_parts(
    cx: &Cx<'_>,
    imports: &mut Imports,
    index: usize,
    at: usize,
    builder: &str,
    parts: &[Part],
    argument: &str,
) -> (TokenStream, TokenStream) {
    let name = &cx.names.operations[index];
    let (mut takes, mut passed, mut setters) = (Vec::new(), Vec::new(), Vec::new());
    for (part, name) in parts.iter().zip(&name.parts[at]) {
        let slot = Slot::of_part(cx, imports, index, part, name);
        if part.required {
            takes.push(slot.take(&quote!(parts)));
            passed.push(slot.passed);
        } else {
            setters.push(slot.set(&quote!(parts), &quote!(multipart)));
        }
    }
    let builder = public(imports, &name.public, builder);
    let mutable = (!setters.is_empty()).then(|| quote!(mut));
    let take = quote! {
        let mut parts = arguments.parts(#argument)?;
        #(#takes)*
        let #mutable multipart = #builder::new(#(#passed),*);
        #(#setters)*
        parts.end()?;
    };
    (take, quote!(multipart))
}

/// A type that stands beside the operation.
fn public(imports: &mut Imports, public: &[String], name: &str) -> TokenStream {
    let path: Vec<&str> = ["crate"].into_iter().chain(public.iter().map(String::as_str)).chain([name]).collect();
    imports.path(&path)
}

// ------------------------------------------------------------------------------------------------------------ the answer

/// How the enum of a success that differs by status becomes JSON: as what it holds.
fn emit_value(cx: &Cx<'_>, imports: &mut Imports, index: usize) -> Option<TokenStream> {
    let name = &cx.names.operations[index];
    let (Success::ByStatus(cases), Some(success)) = (&cx.api.operations[index].success, &name.success) else {
        return None;
    };
    let (to_value, value) = (imports.path(&["crate", "runtime", "by_name", "ToValue"]), imports.value());
    let enum_ = public(imports, &name.public, &success.ident);
    let arms = cases.iter().zip(&success.variants).map(|(case, variant)| {
        let variant = ident(variant);
        match case.content {
            ResponseContent::Empty => quote!(#enum_::#variant => #value::Null,),
            ResponseContent::Json(..) | ResponseContent::Text(_) | ResponseContent::Bytes(_) => {
                quote!(#enum_::#variant(value) => #to_value::to_value(value),)
            }
        }
    });
    Some(quote! {
        impl #to_value for #enum_ {
            fn to_value(&self) -> #value {
                match self {
                    #(#arms)*
                }
            }
        }
    })
}
