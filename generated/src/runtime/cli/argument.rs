//! An argument of an operation on the command line: its flag, and its value out of what was typed.

use super::{input::Input, shape::Shape, tree::kebab, value};
use crate::runtime::by_name::{Argument, Place};
use clap::{
    Arg, ArgAction, ArgMatches, ValueHint,
    builder::{PossibleValuesParser, TypedValueParser},
};
use serde_json::{Map, Value};

/// How the value of an argument is typed.
enum Kind {
    /// One word, read by its shape.
    Value(Shape),
    /// A word an item.
    List(Shape),
    /// JSON, in place or in a file.
    Json,
    /// An object of parts, some of which are files.
    Parts(Vec<String>),
    /// Text, in place or in a file.
    Text,
    /// A file.
    File,
}

fn kind(argument: &Argument, schemas: &[(&str, &str)]) -> Kind {
    let shape = Shape::parse(argument.schema, schemas);
    match argument.place {
        Place::Body(_) if shape.file => Kind::File,
        Place::Body(media_type) if is_json(media_type) => Kind::Json,
        Place::Body(_) if shape.is_text() => Kind::Text,
        Place::Body(_) => Kind::Parts(files(argument, schemas)),
        _ => match &shape.items {
            Some(items) if shape.is_list() => Kind::List(Shape::of(items, schemas)),
            _ => Kind::Value(shape),
        },
    }
}

/// `application/json`, and `application/problem+json; charset=utf-8`.
fn is_json(media_type: &str) -> bool {
    let essence = media_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    essence.ends_with("/json") || essence.ends_with("+json")
}

/// The parts that are files, or lists of files.
fn files(argument: &Argument, schemas: &[(&str, &str)]) -> Vec<String> {
    let schema: Value = serde_json::from_str(argument.schema).unwrap_or_default();
    let parts = schema["properties"].as_object().into_iter().flatten();
    let is_file = |schema: &Value| Shape::of(schema, schemas).file || Shape::of(&schema["items"], schemas).file;
    parts.filter(|(_, schema)| is_file(schema)).map(|(name, _)| name.clone()).collect()
}

/// The flag, without its dashes.
pub(super) fn flag(argument: &Argument) -> String {
    kebab(argument.name)
}

/// What clap knows an argument by. Names of arguments hold no space, so that it is none of our own options.
pub(super) fn id(argument: &Argument) -> String {
    format!("argument {}", argument.name)
}

/// The flag as clap takes it.
pub(super) fn arg(argument: &Argument, schemas: &[(&str, &str)]) -> Arg {
    let kind = kind(argument, schemas);
    let summary = argument.doc.lines().next().unwrap_or_default().to_owned();
    let mut arg = Arg::new(id(argument)).long(flag(argument));
    let place = match argument.place {
        Place::Path => format!("Part `{}` of the path.", argument.wire),
        Place::Query => format!("Query parameter `{}`.", argument.wire),
        Place::Header => format!("Header `{}`.", argument.wire),
        Place::Cookie => format!("Cookie `{}`.", argument.wire),
        Place::Body(media_type) => format!("Body, {media_type}."),
    };
    let mut long = vec![argument.doc.trim_end().to_owned(), place.clone()];
    match kind {
        Kind::Value(shape) => arg = valued(arg, shape).action(ArgAction::Set),
        Kind::List(shape) => {
            long.push("May be given more than once, an item each time.".to_owned());
            arg = valued(arg, shape).action(ArgAction::Append);
        }
        Kind::Json | Kind::Parts(_) => {
            long.push("JSON, `@path` for a file that holds it, or `-` for standard input.".to_owned());
            arg = arg.value_name("JSON|@FILE|-").value_hint(ValueHint::AnyPath);
        }
        Kind::Text | Kind::File => {
            long.push("The content itself, `@path` for a file that holds it, or `-` for standard input.".to_owned());
            arg = arg.value_name("TEXT|@FILE|-").value_hint(ValueHint::AnyPath);
        }
    }
    long.retain(|paragraph| !paragraph.is_empty());
    let summary = if summary.is_empty() { place } else { summary };
    arg.help(summary).long_help(long.join("\n\n"))
}

fn valued(arg: Arg, shape: Shape) -> Arg {
    if shape.file {
        return arg.value_name("TEXT|@FILE|-").value_parser(|text: &str| Ok::<Value, String>(text.into()));
    }
    let arg = arg.value_name(shape.name()).allow_negative_numbers(shape.integer || shape.number);
    if shape.is_choice() {
        let words: Vec<String> = shape.values.iter().map(value::spelled).collect();
        let read = move |text: String| value::read(&text, &shape).unwrap_or_default();
        return arg.value_name("VALUE").value_parser(PossibleValuesParser::new(words).map(read));
    }
    let arg = match shape.boolean && !shape.string {
        true => arg.num_args(0..=1).default_missing_value("true"),
        false => arg,
    };
    arg.value_parser(move |text: &str| value::read(text, &shape))
}

/// The value that was given, if one was.
pub(super) fn value(
    argument: &Argument,
    schemas: &[(&str, &str)],
    matches: &ArgMatches,
    input: &mut Input,
) -> Result<Option<Value>, String> {
    let (id, name) = (id(argument), format!("--{}", flag(argument)));
    match kind(argument, schemas) {
        Kind::Value(shape) => match matches.get_one::<Value>(&id) {
            Some(Value::String(text)) if shape.file => input.file(text, &name).map(Some),
            value => Ok(value.cloned()),
        },
        Kind::List(_) => Ok(matches.get_many::<Value>(&id).map(|items| items.cloned().collect())),
        kind => {
            let Some(text) = matches.get_one::<String>(&id) else { return Ok(None) };
            match kind {
                Kind::Json => input.json(text, &name),
                Kind::Text => input.text(text, &name).map(Value::from),
                Kind::Parts(files) => match input.json(text, &name)? {
                    Value::Object(parts) => with_files(parts, &files, &name, input),
                    _ => Err(format!("`{name}`: expected a JSON object of parts")),
                },
                Kind::File | Kind::Value(_) | Kind::List(_) => input.file(text, &name),
            }
            .map(Some)
        }
    }
}

/// Parts with the contents of the files that they name.
fn with_files(mut parts: Map<String, Value>, files: &[String], name: &str, input: &mut Input) -> Result<Value, String> {
    for (part, value) in parts.iter_mut().filter(|(part, _)| files.contains(part)) {
        let argument = format!("{name}.{part}");
        let contents = match value {
            Value::Array(items) => items.as_mut_slice(),
            one => std::slice::from_mut(one),
        };
        for content in contents {
            if let Value::String(text) = content {
                *content = input.file(text, &argument)?;
            }
        }
    }
    Ok(parts.into())
}
