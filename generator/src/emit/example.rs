//! Examples: a program for each operation that `codegen.toml` names. It calls the service itself where the credentials are at hand, and
//! otherwise a mock of it, so that it runs anywhere.

use super::{
    Cx, Draft, Emitted, Module,
    client::base_url,
    doc,
    imports::ident,
    operation::{file_path, title},
    operation_parts,
};
use crate::ir::{Body, BodyContent, Example, Operation, Part, PartContent, ResponseContent, SecurityKind, Success, Type};
use proc_macro2::{Ident, Literal, TokenStream};
use quote::quote;
use serde_json::Value;

/// Plans the file of every example.
pub fn emit<'a>(cx: &Cx<'a>, emitted: &mut Emitted<'a>) {
    for (index, example) in cx.api.examples.iter().enumerate() {
        let path = format!("examples/{}.rs", program(cx, index));
        let cx = cx.clone();
        emitted.modules.push(Draft::new(path, move || emit_example(&cx, example)));
    }
}

/// The name of a program: that of the operation's file, with its groups where two would be the same.
pub fn program(cx: &Cx<'_>, index: usize) -> String {
    let module = |example: &Example| cx.names.operations[example.operation].module.as_slice();
    let own = module(&cx.api.examples[index]);
    let twins = cx.api.examples.iter().filter(|other| module(other).last() == own.last()).count();
    match own.last() {
        Some(last) if twins == 1 => file_path(std::slice::from_ref(last)),
        _ => file_path(own).replace('/', "_"),
    }
}

fn emit_example(cx: &Cx<'_>, example: &Example) -> Module {
    let operation = &cx.api.operations[example.operation];
    let krate = ident(&cx.config.package.name.replace('-', "_"));
    let environment = environment(cx, operation);
    let arguments = arguments(cx, example, &krate);
    let lets = arguments.iter().map(|argument| &argument.binding);
    let client = emit_client(example, &environment);
    let call = emit_call(cx, example.operation, &arguments);
    let imports = quote!(use #krate::{Client, Error, mock::Mock};);
    let takes = (!arguments.is_empty()).then(|| quote!(let mut arguments = std::env::args().skip(1);));
    let main = quote! {
        #[tokio::main(flavor = "current_thread")]
        async fn main() -> Result<(), Box<dyn std::error::Error>> {
            #client
            #takes
            #(#lets)*
            #call
            Ok(())
        }
    };
    let mut items = vec![imports];
    items.extend(emit_offline(cx, operation, &environment));
    items.push(main);
    let attributes = operation.doc.deprecated.iter().map(|_| quote!(#![allow(deprecated)])).collect();
    Module { doc: lines(operation, &arguments, &environment, example), attributes, items }
}

fn lines(operation: &Operation, arguments: &[Argument], environment: &[&str], example: &Example) -> Vec<String> {
    let mut lines = vec![format!("{}, called.", title(operation))];
    let names: Vec<String> = environment.iter().map(|name| format!("`{name}`")).collect();
    let names = names.join(" and ");
    let what = match names.as_str() {
        "" => format!("It asks a mock of the service, which answers with {}.", answer_words(example)),
        names => format!(
            "It asks the service itself where {names} is set, and otherwise a mock of it, which answers with {}.",
            answer_words(example)
        ),
    };
    doc::push_paragraph(&mut lines, vec![what]);
    if !arguments.is_empty() {
        let names: Vec<String> = arguments.iter().map(|argument| format!("`{}`", argument.name)).collect();
        let line =
            format!("Arguments, in this order, each with a value of the document's unless it is given: {}.", names.join(", "));
        doc::push_paragraph(&mut lines, vec![line]);
    }
    lines
}

/// The variables of the first alternative whose credentials can all come from the environment.
fn environment<'a>(cx: &Cx<'a>, operation: &Operation) -> Vec<&'a str> {
    let variable = |name: &String| {
        let scheme = cx.api.security_schemes.iter().find(|scheme| scheme.name == *name)?;
        scheme.env.as_deref()
    };
    let complete = operation.security.iter().filter(|names| !names.is_empty());
    complete.filter_map(|names| names.iter().map(variable).collect::<Option<Vec<_>>>()).next().unwrap_or_default()
}

/// What the mock answers.
fn answer_words(example: &Example) -> &'static str {
    if example.is_answer_shown { "the document's own example" } else { "a value made of the document's schema" }
}

/// How the program comes by its client.
fn emit_client(example: &Example, environment: &[&str]) -> TokenStream {
    let what = format!("asking a mock, which answers with {}", answer_words(example));
    let hint = format!("{what}; set {{}} to ask the service itself");
    match environment {
        [] => quote! {
            println!(#what);
            let client = offline()?;
        },
        _ => quote! {
            let is_set = |name: &&str| std::env::var_os(name).is_some_and(|value| !value.is_empty());
            let client = if CREDENTIALS.iter().all(is_set) {
                println!("asking the service itself");
                Client::from_env()?
            } else {
                println!(#hint, CREDENTIALS.join(" and "));
                offline()?
            };
        },
    }
}

/// The constant and the function of a program that can do without the service.
fn emit_offline(cx: &Cx<'_>, operation: &Operation, environment: &[&str]) -> Vec<TokenStream> {
    let names = operation.security.iter().find(|names| !names.is_empty()).into_iter().flatten();
    let credentials = names.filter_map(|name| {
        let at = cx.api.security_schemes.iter().position(|scheme| scheme.name == *name)?;
        let setter = ident(&cx.names.schemes[at].method);
        match cx.api.security_schemes[at].kind {
            SecurityKind::Basic => Some(quote!(.#setter("example", "example"))),
            SecurityKind::Transport => None,
            SecurityKind::Bearer
            | SecurityKind::OAuth2(_)
            | SecurityKind::Http(_)
            | SecurityKind::Header(_)
            | SecurityKind::Query(_)
            | SecurityKind::Cookie(_) => Some(quote!(.#setter("example"))),
        }
    });
    let base_url = base_url(cx).is_none().then(|| quote!(.base_url("https://localhost")));
    let variables = (!environment.is_empty()).then(|| {
        quote! {
            /// Where the credentials are.
            const CREDENTIALS: &[&str] = &[#(#environment),*];
        }
    });
    let offline = quote! {
        /// A client of a mock: no network, and a credential that nobody looks at.
        fn offline() -> Result<Client, Error> {
            Client::builder() #(#credentials)* #base_url .transport(Mock::new()).build()
        }
    };
    [variables, Some(offline)].into_iter().flatten().collect()
}

/// An argument of the call: its name, the statement that makes it, and how it is handed over.
struct Argument {
    name: String,
    binding: TokenStream,
    expression: TokenStream,
}

fn arguments(cx: &Cx<'_>, example: &Example, krate: &Ident) -> Vec<Argument> {
    let (operation, name) = (&cx.api.operations[example.operation], &cx.names.operations[example.operation]);
    let mut arguments = Vec::new();
    for ((parameter, ident), value) in operation.parameters.iter().zip(&name.parameters).zip(&example.parameters) {
        if parameter.required {
            let value = value.clone().unwrap_or(Value::Null);
            arguments.push(argument(cx, krate, ident, &parameter.ty, &value));
        }
    }
    match (&operation.body, operation_parts::sole(cx, example.operation)) {
        (Some(body), None) if body.required => arguments.push(body_argument(cx, krate, example, body)),
        (Some(_), Some((body, parts, names))) => {
            for (part, name) in parts.iter().zip(names).filter(|(part, _)| body.required && part.required) {
                arguments.push(part_argument(cx, krate, part, name));
            }
        }
        _ => {}
    }
    arguments
}

fn part_argument(cx: &Cx<'_>, krate: &Ident, part: &Part, name: &str) -> Argument {
    let of = match &part.content {
        PartContent::File => {
            let variable = ident(name);
            let path = quote!(#krate::runtime::http::File);
            let binding = quote!(let #variable = #path::new(arguments.next().unwrap_or_default().into_bytes()););
            let expression = if part.repeated { quote!(&[#variable]) } else { quote!(&#variable) };
            return Argument { name: name.to_owned(), binding, expression };
        }
        PartContent::Text(of) | PartContent::Json(of) => of.clone(),
    };
    let of = if part.repeated { Type::List(Box::new(of)) } else { of };
    let value = if part.repeated { Value::Array(Vec::new()) } else { Value::Null };
    argument(cx, krate, name, &of, &value)
}

fn argument(cx: &Cx<'_>, krate: &Ident, name: &str, of: &Type, value: &Value) -> Argument {
    let variable = ident(name);
    let plain = name.strip_prefix("r#").unwrap_or(name).to_owned();
    let (binding, expression) = match of {
        Type::String | Type::Text(_) => {
            let shown = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
            (quote!(let #variable = arguments.next().unwrap_or_else(|| #shown.to_owned());), quote!(&#variable))
        }
        of => {
            let (ty, shown) = (spell_type(cx, krate, of), spell_text(&value.to_string()));
            let binding = quote! {
                let #variable: #ty = #krate::runtime::json::from_slice(arguments.next().as_deref().unwrap_or(#shown).as_bytes())?;
            };
            let expression = match of {
                Type::Bool | Type::Integer(_) | Type::F64 | Type::F32 | Type::Null => quote!(#variable),
                Type::Nullable(inner) => match inner.as_ref() {
                    Type::Bool | Type::Integer(_) | Type::F64 | Type::F32 => quote!(#variable),
                    Type::String | Type::List(_) => quote!(#variable.as_deref()),
                    _ => quote!(#variable.as_ref()),
                },
                _ => quote!(&#variable),
            };
            (binding, expression)
        }
    };
    Argument { name: plain, binding, expression }
}

fn body_argument(cx: &Cx<'_>, krate: &Ident, example: &Example, body: &Body) -> Argument {
    let name = &cx.names.operations[example.operation];
    let variable = ident(&name.body);
    let value = example.body.clone().unwrap_or(Value::Null);
    let text = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    match body.media.first().map(|media| &media.content) {
        Some(BodyContent::Json(of) | BodyContent::Form(of, _)) => argument(cx, krate, &name.body, of, &value),
        // A body of parts is no value of its own: see `part_arguments`.
        Some(BodyContent::Multipart(_)) => {
            Argument { name: name.body.clone(), binding: TokenStream::new(), expression: TokenStream::new() }
        }
        Some(BodyContent::Text) => Argument {
            name: name.body.clone(),
            binding: quote!(let #variable = arguments.next().unwrap_or_else(|| #text.to_owned());),
            expression: quote!(#variable.as_str()),
        },
        Some(BodyContent::Bytes) | None => Argument {
            name: name.body.clone(),
            binding: quote!(let #variable = arguments.next().unwrap_or_else(|| #text.to_owned());),
            expression: quote!(#variable),
        },
    }
}

/// A type with whole paths, as far as inference needs it.
fn spell_type(cx: &Cx<'_>, krate: &Ident, of: &Type) -> TokenStream {
    match of {
        Type::Named(id) => {
            let name = &cx.names.types[id.0];
            let path = name.public.iter().chain([&name.ident]).map(|part| ident(part));
            quote!(#krate::#(#path)::*)
        }
        Type::List(item) => {
            let item = spell_type(cx, krate, item);
            quote!(Vec<#item>)
        }
        Type::Map(value) => {
            let value = spell_type(cx, krate, value);
            quote!(std::collections::BTreeMap<String, #value>)
        }
        Type::Nullable(inner) => {
            let inner = spell_type(cx, krate, inner);
            quote!(Option<#inner>)
        }
        Type::Boxed(inner) => spell_type(cx, krate, inner),
        Type::Any => quote!(serde_json::Value),
        Type::String => quote!(String),
        Type::Null | Type::Bool | Type::Integer(_) | Type::F64 | Type::F32 | Type::Text(_) | Type::Custom(_) | Type::Bytes => {
            quote!(_)
        }
    }
}

fn emit_call(cx: &Cx<'_>, index: usize, arguments: &[Argument]) -> TokenStream {
    let mut accessors = Vec::new();
    let mut group = cx.names.groups.iter().position(|group| group.operations.contains(&index));
    while let Some(at) = group {
        accessors.insert(0, ident(&cx.names.groups[at].method));
        group = cx.names.groups[at].parent;
    }
    let method = ident(&cx.names.operations[index].method);
    let expressions = arguments.iter().map(|argument| &argument.expression);
    let send = quote!(client #(.#accessors())* .#method(#(#expressions),*).send().await?);
    match &cx.api.operations[index].success {
        Success::One(ResponseContent::Empty) => quote! {
            #send;
            println!("done");
        },
        Success::One(ResponseContent::Text(_)) => quote! {
            let answer = #send;
            println!("{answer}");
        },
        Success::One(ResponseContent::Bytes(_)) => quote! {
            let answer = #send;
            println!("{} bytes", answer.len());
        },
        Success::One(ResponseContent::Json(..)) | Success::ByStatus(_) => quote! {
            let answer = #send;
            println!("{answer:#?}");
        },
    }
}

/// A text as a raw string where that reads better.
fn spell_text(text: &str) -> TokenStream {
    let readable = text.contains(['"', '\n']) && !text.chars().any(|c| c.is_control() && c != '\n' && c != '\t');
    let mut hashes = String::from("#");
    while text.contains(&format!("\"{hashes}")) {
        hashes.push('#');
    }
    match format!("r{hashes}\"{text}\"{hashes}").parse::<Literal>() {
        Ok(literal) if readable => quote!(#literal),
        _ => quote!(#text),
    }
}
