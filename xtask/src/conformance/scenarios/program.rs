//! The crate of a suite: a module a document around one runtime, and a program that makes one call for every line that it reads.

use super::suite::Suite;
use crate::{conformance::target_folder, failure::Failure};
use generator::{
    config::Config,
    diagnostic::{self, Diagnostics},
    ir::SecurityKind,
};
use std::{fs, path::Path, process::Command};

const NAME: &str = "document.json";

/// A document in memory.
struct Text(String);

impl generator::Source for Text {
    fn read(&self, path: &str) -> Result<Vec<u8>, String> {
        match path == NAME {
            true => Ok(self.0.clone().into_bytes()),
            false => Err("the document refers to no file".to_owned()),
        }
    }
}

/// Builds the crate, and gives a line of JSON for each row.
pub(super) fn run(suite: &Suite, rows: &[String]) -> Result<Vec<String>, Failure> {
    let folder = tempfile::tempdir().map_err(|error| Failure::new(format!("no temporary folder: {error}")))?;
    let mut config = Config::default();
    config.package.name = "suite".to_owned();
    let mut root = String::from("#![allow(warnings)]\n#![recursion_limit = \"1024\"]\n\n#[macro_use]\npub mod runtime;\n");
    let mut clients = Vec::new();
    for (at, (name, document)) in suite.documents.iter().enumerate() {
        let source = Text(document.root.to_string());
        let output = generator::generate(&source, NAME, &config);
        if output.diagnostics.has_errors() {
            let said = diagnostic::render_text(&output.diagnostics, &output.sources, diagnostic::Style::Plain);
            return Err(Failure::new(format!("{name}: {said}")));
        }
        let module = format!("d{at:03}");
        root.push_str(&format!("pub mod {module};\n"));
        for (path, text) in output.files.iter() {
            match (path.strip_prefix("src/"), path == "Cargo.toml") {
                (Some(path), _) if path.starts_with("runtime/") => write(folder.path(), &format!("src/{path}"), text)?,
                (Some("lib.rs"), _) => write(folder.path(), &format!("src/{module}/mod.rs"), &below(text, &module))?,
                (Some(path), _) => write(folder.path(), &format!("src/{module}/{path}"), &below(text, &module))?,
                (None, true) => write(folder.path(), path, text)?,
                (None, false) => {}
            }
        }
        clients.push(client(&module, &source, &config));
    }
    write(folder.path(), "src/lib.rs", &root)?;
    write(folder.path(), "examples/calls.rs", &program(&clients))?;
    write(folder.path(), "rows.txt", &rows.iter().map(|row| format!("{row}\n")).collect::<String>())?;
    execute(folder.path())
}

/// A file of a client that is a module instead of a crate. The crate is a throw-away of this run, so its text may be patched.
fn below(text: &str, module: &str) -> String {
    let kept = text.lines().filter(|line| !line.starts_with("#![recursion_limit") && *line != "#[macro_use]");
    let kept = kept.map(|line| match line {
        "pub mod runtime;" => "pub use crate_root::runtime;".to_owned(),
        line => line.replace("crate::", &format!("crate::{module}::")),
    });
    kept.map(|line| line.replace("crate_root::", "crate::") + "\n").collect()
}

/// The arm that makes the client of a document and the call of a row.
fn client(module: &str, source: &Text, config: &Config) -> String {
    let mut diagnostics = Diagnostics::default();
    let (document, _) = generator::load::load(source, NAME, config, &mut diagnostics);
    let mut setters = String::new();
    if let Some(document) = document {
        let api = generator::lower::lower(&document, config, &mut diagnostics);
        let names = generator::name::assign(&api, config);
        for (scheme, name) in api.security_schemes.iter().zip(&names.schemes) {
            let (key, method) = (&scheme.name, &name.method);
            let call = match scheme.kind {
                SecurityKind::Basic => {
                    format!("builder = builder.{method}(secret.split_once(':').map_or(\"\", |pair| pair.0), secret);")
                }
                SecurityKind::Transport => continue,
                _ => format!("builder = builder.{method}(secret);"),
            };
            setters.push_str(&format!("    if let Some(secret) = credential(row, {key:?}) {{ {call} }}\n"));
        }
    }
    format!(
        "fn {module}(row: &Value, transport: Memory) -> Result<Value, Error> {{
    use suite::{module} as client;
    let mut builder = client::Client::builder().base_url(text(row, \"base_url\")).max_attempts(1).transport(transport);
{setters}    call(&builder.build()?, client::by_name::OPERATIONS, row)
}}
"
    )
}

fn program(clients: &[String]) -> String {
    let table: String = (0..clients.len()).map(|at| format!("    d{at:03},\n")).collect();
    format!("{PROGRAM}\n{}\nconst CLIENTS: &[fn(&Value, Memory) -> Result<Value, Error>] = &[\n{table}];\n", clients.join("\n"))
}

const PROGRAM: &str = r##"use serde_json::{Map, Value, json};
use std::{
    future::Future,
    io::BufRead,
    pin::pin,
    sync::{Arc, Mutex},
    task::{Context, Poll, Waker},
};
use suite::runtime::{
    by_name::{Argument, Entry, Place},
    http::{CallOptions, Error, Memory},
    json::Base64,
};

fn text<'v>(value: &'v Value, key: &str) -> &'v str {
    value.get(key).and_then(Value::as_str).unwrap_or_default()
}

fn list<'v>(value: &'v Value, key: &str) -> &'v [Value] {
    value.get(key).and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default()
}

fn credential<'v>(row: &'v Value, name: &str) -> Option<&'v str> {
    list(row, "credentials").iter().find(|pair| pair[0] == name).and_then(|pair| pair[1].as_str())
}

fn call<C>(client: &C, entries: &[Entry<C>], row: &Value) -> Result<Value, Error> {
    let here = |entry: &&Entry<C>| entry.method == text(row, "method") && entry.path == text(row, "path");
    let named = |entry: &&Entry<C>| entry.id == text(row, "id");
    let entry = entries.iter().filter(here).find(named).or_else(|| entries.iter().find(here)).expect("the operation is emitted");
    let mut arguments = Map::new();
    for parameter in list(row, "parameters") {
        let place = match parameter[0].as_str() {
            Some("path") => Place::Path,
            Some("query") => Place::Query,
            Some("header") => Place::Header,
            _ => Place::Cookie,
        };
        let same = |argument: &&Argument| argument.place == place && parameter[1] == argument.wire;
        if let Some(argument) = entry.arguments.iter().find(same) {
            arguments.insert(argument.name.to_owned(), parameter[2].clone());
        }
    }
    if let Some(body) = row.get("body").filter(|body| !body.is_null()) {
        let bodies = || entry.arguments.iter().filter(|argument| matches!(argument.place, Place::Body(_)));
        let exact = bodies().find(|argument| matches!(argument.place, Place::Body(media_type) if body[0] == media_type));
        let name = exact.or_else(|| bodies().next()).map_or("body", |argument| argument.name);
        arguments.insert(name.to_owned(), body[1].clone());
    }
    let mut call = entry.prepare(client, Value::Object(arguments))?;
    for header in list(row, "headers") {
        let [name, value] = [0, 1].map(|index| header[index].as_str().unwrap_or_default());
        call = call.with(CallOptions::new().header(name, value));
    }
    if let Some(link) = row.get("link").and_then(Value::as_str) {
        call = call.with_url(link);
    }
    match pin!(call.send()).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(answer) => answer,
        Poll::Pending => panic!("the call waits, though the transport does not"),
    }
}

fn decoded(text: &str) -> bytes::Bytes {
    Base64::from(text.to_owned()).to_bytes().expect("rows are made by this project").into()
}

fn answer(row: &Value) -> http::Response<bytes::Bytes> {
    let response = &row["response"];
    let mut built = http::Response::builder().status(response["status"].as_u64().unwrap_or(200) as u16);
    for header in list(response, "headers") {
        built = built.header(header[0].as_str().unwrap_or_default(), header[1].as_str().unwrap_or_default());
    }
    built.body(decoded(text(response, "body"))).expect("rows hold valid headers")
}

fn run(row: &Value) -> Value {
    let sent = Arc::new(Mutex::new(Value::Null));
    let (seen, own) = (Arc::clone(&sent), row.clone());
    let memory = Memory::new(move |request| {
        let headers: Vec<(String, String)> = request
            .headers()
            .iter()
            .map(|(name, value)| (name.as_str().to_owned(), String::from_utf8_lossy(value.as_bytes()).into_owned()))
            .collect();
        *seen.lock().expect("nobody panics") = json!({
            "method": request.method().as_str(),
            "path_and_query": request.uri().path_and_query().map_or("", |path| path.as_str()),
            "headers": headers,
            "body": Base64::from_bytes(request.body()).as_str(),
        });
        answer(&own)
    });
    let result = CLIENTS[row["document"].as_u64().expect("a row names its document") as usize](row, memory);
    let sent = sent.lock().expect("nobody panics").clone();
    match result {
        Ok(value) => json!({ "sent": sent, "value": value }),
        Err(error) => json!({ "sent": sent, "error": error.to_string(), "status": error.status().map(|status| status.as_u16()) }),
    }
}

fn main() {
    std::panic::set_hook(Box::new(|_| {}));
    for line in std::io::stdin().lock().lines() {
        let row: Value = serde_json::from_str(&line.expect("rows are text")).expect("rows are JSON");
        let done = std::panic::catch_unwind(|| run(&row));
        println!("{}", done.unwrap_or_else(|_| json!({ "error": "it panicked" })));
    }
}
"##;

fn write(folder: &Path, path: &str, text: &str) -> Result<(), Failure> {
    let path = folder.join(path);
    let made = fs::create_dir_all(path.parent().unwrap_or(folder)).and_then(|()| fs::write(&path, text));
    made.map_err(|error| Failure::io("write", &path, &error))
}

fn execute(folder: &Path) -> Result<Vec<String>, Failure> {
    let rows = folder.join("rows.txt");
    let output = Command::new("cargo")
        .args(["run", "--quiet", "--no-default-features", "--features", "by-name", "--example", "calls"])
        .current_dir(folder)
        .env("CARGO_TARGET_DIR", target_folder())
        .stdin(fs::File::open(&rows).map_err(|error| Failure::io("open", &rows, &error))?)
        .output()
        .map_err(|error| Failure::new(format!("cargo cannot be run: {error}")))?;
    if !output.status.success() {
        let said = String::from_utf8_lossy(&output.stderr);
        return Err(Failure::new(format!("the crate of the suite does not run:\n{said}")));
    }
    Ok(String::from_utf8_lossy(&output.stdout).lines().map(str::to_owned).collect())
}
