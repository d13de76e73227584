//! The function that takes the arguments of an operation out of a JSON object and makes the call.

use super::{
    entry::{handles, text},
    pass,
};
use crate::{
    emit::{
        Cx,
        imports::ident,
        operation_parts::{is_argument, sole},
    },
    ir::{Body, BodyContent, Part, PartContent, Type},
};
use proc_macro2::{Ident, TokenStream};
use quote::quote;

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

/// `|client: &crate::Client, arguments| { … }`
pub(super) fn spell(cx: &Cx<'_>, index: usize) -> TokenStream {
    let (operation, name) = (&cx.api.operations[index], &cx.names.operations[index]);
    let (mut takes, mut passed, mut setters) = (Vec::new(), Vec::new(), Vec::new());
    for (parameter, name) in operation.parameters.iter().zip(&name.parameters) {
        // A method takes a text of any format as text.
        let of = if let Type::Text(_) = parameter.ty { &Type::String } else { &parameter.ty };
        let slot = Slot::new(cx, index, of, name, text(name));
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
    let mut branches = false;
    match (&operation.body, sole(cx, index)) {
        (Some(body), Some((_, parts, part_names))) => {
            let argument = text(&name.bodies[0]);
            takes.push(quote!(let mut parts = arguments.parts(#argument)?;));
            let mut given = Vec::new();
            for (part, name) in parts.iter().zip(part_names) {
                let slot = Slot::of_part(cx, index, part, name);
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
            let bodies = bodies(cx, index, body);
            match bodies.as_slice() {
                [BodyArgument { take, value, .. }] => {
                    takes.push(take.clone());
                    made = call(std::slice::from_ref(value));
                }
                several => {
                    let each = several.iter().map(|BodyArgument { argument, take, value }| {
                        let call = call(std::slice::from_ref(value));
                        quote!(if arguments.has(#argument) { #take #call } else)
                    });
                    let names = several.iter().map(|body| &body.argument);
                    made = quote!(#(#each)* { return Err(arguments.missing(&[#(#names),*])); });
                    branches = true;
                }
            }
        }
        (Some(body), None) => {
            for BodyArgument { argument, take, value } in bodies(cx, index, body) {
                setters.push(quote!(if arguments.has(#argument) { #take call = call.body(#value); }));
            }
        }
        (None, _) => {}
    }
    let assigns = setters.iter().any(|setter| setter.to_string().contains("call ="));
    let mutable = assigns.then(|| quote!(mut));
    let taken = if takes.is_empty() && setters.is_empty() && operation.body.is_none() { quote!(_) } else { quote!(arguments) };
    let end = match setters.is_empty() && !branches {
        true => quote!(Ok(#made.into())),
        false => quote!(let #mutable call = #made; #(#setters)* Ok(call.into())),
    };
    let root = ident("crate");
    quote!(|client: &#root::Client, #taken| { #(#takes)* #end })
}

/// A value on its way from the arguments to the method.
struct Slot {
    /// `limit`
    variable: Ident,
    /// `limit`, the method of the call
    setter: Ident,
    /// `"limit"`, the key
    key: String,
    /// As what it is taken.
    taken: pass::Taken,
    /// `limit` or `&limit`
    passed: TokenStream,
}

impl Slot {
    fn new(cx: &Cx<'_>, index: usize, of: &Type, name: &str, key: &str) -> Slot {
        let variable = variable(cx, index, name);
        let (taken, passed) = (pass::taken(of), pass::pass(of, &variable));
        Slot { variable, setter: ident(name), key: key.to_owned(), taken, passed }
    }

    fn of_part(cx: &Cx<'_>, index: usize, part: &Part, name: &str) -> Slot {
        let of = match &part.content {
            // A file is passed as any value of a type is.
            PartContent::File => &Type::Bytes,
            PartContent::Text(of) | PartContent::Json(of) => of,
        };
        match part.repeated {
            true => Slot::new(cx, index, &Type::List(Box::new(of.clone())), name, &part.wire),
            false => Slot::new(cx, index, of, name, &part.wire),
        }
    }

    /// `let limit = arguments.take("limit")?;`
    fn take(&self, from: &TokenStream) -> TokenStream {
        let Slot { variable, key, taken, .. } = self;
        taken.bind(variable, &quote!(#from.take), key)
    }

    /// `if let Some(limit) = arguments.optional("limit")? { call = call.limit(limit); }`
    fn set(&self, from: &TokenStream, call: &TokenStream) -> TokenStream {
        let Slot { variable, setter, key, taken, passed } = self;
        let turbofish = taken.turbofish();
        match taken {
            pass::Taken::Unit => quote!(if #from.optional #turbofish (#key)?.is_some() { #call = #call.#setter(#passed); }),
            pass::Taken::As(_) | pass::Taken::Inferred => {
                quote!(if let Some(#variable) = #from.optional #turbofish (#key)? { #call = #call.#setter(#passed); })
            }
        }
    }
}

/// A body of one media type on its way.
struct BodyArgument {
    argument: String,
    take: TokenStream,
    value: TokenStream,
}

fn bodies(cx: &Cx<'_>, index: usize, body: &Body) -> Vec<BodyArgument> {
    let name = &cx.names.operations[index];
    let mut bodies = Vec::new();
    for (at, (media, argument)) in body.media.iter().zip(&name.bodies).enumerate() {
        let argument = text(argument).to_owned();
        let variable = ident("body");
        let take = |of: &Type| (pass::taken(of).bind(&variable, &quote!(arguments.take), &argument), pass::pass(of, &variable));
        let (take, value) = match &media.content {
            BodyContent::Json(of) | BodyContent::Form(of, _) => take(of),
            BodyContent::Text => take(&Type::String),
            BodyContent::Bytes => (quote!(let body = arguments.body(#argument)?;), quote!(body)),
            BodyContent::Multipart(parts) => {
                let builder = name.part_types.get(at).filter(|builder| !builder.is_empty());
                match builder {
                    Some(builder) => take_parts(cx, index, at, builder, parts, &argument),
                    None => {
                        let media_type = &media.media_type;
                        (quote!(let body = arguments.multipart(#argument, #media_type)?;), quote!(body))
                    }
                }
            }
        };
        let value = match &name.body_type {
            Some(several) => {
                let (enum_, variant) = (ident(&several.ident), ident(&several.variants[at]));
                quote!(#enum_::#variant(#value))
            }
            None => value,
        };
        bodies.push(BodyArgument { argument, take, value });
    }
    bodies
}

fn take_parts(cx: &Cx<'_>, index: usize, at: usize, builder: &str, parts: &[Part], argument: &str) -> (TokenStream, TokenStream) {
    let name = &cx.names.operations[index];
    let (mut takes, mut passed, mut setters) = (Vec::new(), Vec::new(), Vec::new());
    for (part, name) in parts.iter().zip(&name.parts[at]) {
        let slot = Slot::of_part(cx, index, part, name);
        if part.required {
            takes.push(slot.take(&quote!(parts)));
            passed.push(slot.passed);
        } else {
            setters.push(slot.set(&quote!(parts), &quote!(multipart)));
        }
    }
    let builder = ident(builder);
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
