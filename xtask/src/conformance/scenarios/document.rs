//! What the decoder needs of an OpenAPI document: operations by the URL of a request, schemas behind references, and values made up
//! for what a request leaves open. It reads the JSON of the document, and shares nothing with the generator.

use serde_json::{Map, Value, json};

/// A document.
pub(super) struct Document {
    pub(super) root: Value,
}

/// An operation that a request belongs to.
pub(super) struct Found<'d> {
    /// The key in `paths`.
    pub(super) key: &'d str,
    /// The Path Item.
    pub(super) item: &'d Value,
    /// The Operation.
    pub(super) operation: &'d Value,
    /// The part of the path that belongs to the server, decoded of nothing.
    pub(super) base: String,
    /// Texts of the path's variables, still encoded.
    pub(super) variables: Vec<(String, String)>,
}

impl Document {
    /// The operation of a method and a path, the one with the fewest variables first.
    pub(super) fn find(&self, method: &str, path: &str) -> Option<Found<'_>> {
        let mut best: Option<Found<'_>> = None;
        for (key, item) in self.root.get("paths")?.as_object()? {
            let Some(operation) = item.get(method.to_ascii_lowercase()) else { continue };
            let template = key.split(['?', '#']).next().unwrap_or_default();
            for server in self.servers(item, operation) {
                let server = server.trim_end_matches('/');
                let whole = format!("{server}{template}");
                let Some(mut variables) = matches(whole.trim_end_matches('/'), path.trim_end_matches('/')) else { continue };
                if best.as_ref().is_none_or(|best| best.variables.len() > variables.len()) {
                    let filled = fill(server, &variables);
                    variables.retain(|(name, _)| template.contains(&format!("{{{name}}}")));
                    best = Some(Found { key, item, operation, base: filled, variables });
                }
            }
        }
        best
    }

    /// Paths of the servers, with their variables. A variable at the beginning of a URL is its origin.
    fn servers(&self, item: &Value, operation: &Value) -> Vec<String> {
        let lists = [operation.get("servers"), item.get("servers"), self.root.get("servers")];
        let list = lists.into_iter().flatten().find_map(Value::as_array);
        let urls = list.into_iter().flatten().filter_map(|server| server.get("url")?.as_str());
        let mut paths: Vec<String> = urls.map(path_of).collect();
        if paths.is_empty() {
            paths.push(String::new());
        }
        paths
    }

    /// What a node refers to, or the node itself.
    pub(super) fn resolve<'v>(&'v self, mut node: &'v Value) -> &'v Value {
        for _ in 0..64 {
            let target = node.get("$ref").and_then(Value::as_str).and_then(|target| target.strip_prefix('#'));
            match target.and_then(|pointer| self.root.pointer(pointer)) {
                Some(target) => node = target,
                None => break,
            }
        }
        node
    }

    /// The JSON types that a schema allows at its top; empty where it leaves them open.
    pub(super) fn types(&self, schema: &Value) -> Vec<String> {
        let schema = self.resolve(schema);
        let mut types: Vec<String> = match schema.get("type") {
            Some(Value::String(one)) => vec![one.clone()],
            Some(Value::Array(several)) => several.iter().filter_map(Value::as_str).map(str::to_owned).collect(),
            _ => Vec::new(),
        };
        if types.is_empty() {
            for key in ["allOf", "anyOf", "oneOf"] {
                let members = schema.get(key).and_then(Value::as_array).into_iter().flatten();
                types.extend(members.flat_map(|member| self.types(member)));
            }
        }
        if types.is_empty() && schema.get("properties").is_some() {
            types.push("object".to_owned());
        }
        if types.is_empty() {
            let listed = schema.get("enum").and_then(Value::as_array).into_iter().flatten().chain(schema.get("const"));
            types.extend(listed.map(|value| type_of(value).to_owned()));
        }
        types
    }

    /// The properties of an object, those of `allOf` included.
    pub(super) fn properties(&self, schema: &Value) -> Map<String, Value> {
        let schema = self.resolve(schema);
        let mut properties = schema.get("properties").and_then(Value::as_object).cloned().unwrap_or_default();
        for member in schema.get("allOf").and_then(Value::as_array).into_iter().flatten() {
            properties.extend(self.properties(member));
        }
        properties
    }

    /// A value for what a request must hold and does not say.
    pub(super) fn made_up(&self, schema: &Value, depth: usize) -> Value {
        let schema = self.resolve(schema);
        let shown = [schema.get("const"), schema.pointer("/enum/0"), schema.get("example"), schema.pointer("/examples/0")];
        if let Some(value) = shown.into_iter().chain([schema.get("default")]).flatten().next() {
            return value.clone();
        }
        let types = self.types(schema);
        match types.iter().map(String::as_str).find(|name| *name != "null").unwrap_or("string") {
            "integer" | "number" => json!(1),
            "boolean" => json!(true),
            "array" if depth < 8 => json!([self.made_up(schema.get("items").unwrap_or(&Value::Null), depth + 1)]),
            "object" if depth < 8 => {
                let required = schema.get("required").and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str);
                let properties = self.properties(schema);
                let made =
                    required.map(|name| (name.to_owned(), self.made_up(properties.get(name).unwrap_or(&Value::Null), depth + 1)));
                Value::Object(made.collect())
            }
            _ => json!("text"),
        }
    }
}

fn type_of(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "boolean",
        Value::Number(_) => "number",
        Value::String(_) => "string",
        Value::Array(_) => "array",
        Value::Object(_) => "object",
    }
}

/// The path of a server's URL: `{endpoint}/a/{b}` and `https://host/a/{b}` have `/a/{b}`.
fn path_of(url: &str) -> String {
    let rest = match url.split_once("://") {
        Some((_, rest)) => rest.find('/').map_or("", |slash| &rest[slash..]),
        None if url.starts_with('{') => url.split_once('}').map_or("", |(_, rest)| rest),
        None => url,
    };
    rest.to_owned()
}

/// The variables of a template, if a path is an instance of it. A variable takes as little as it can, and no slash.
fn matches(template: &str, path: &str) -> Option<Vec<(String, String)>> {
    let Some(open) = template.find('{') else {
        return (template == path).then(Vec::new);
    };
    let rest = path.strip_prefix(&template[..open])?;
    let (name, after) = template[open + 1..].split_once('}')?;
    let longest = rest.find('/').unwrap_or(rest.len());
    (0..=longest).filter(|end| rest.is_char_boundary(*end)).find_map(|end| {
        let mut variables = matches(after, &rest[end..])?;
        variables.insert(0, (name.to_owned(), rest[..end].to_owned()));
        Some(variables)
    })
}

fn fill(template: &str, variables: &[(String, String)]) -> String {
    variables.iter().fold(template.to_owned(), |text, (name, value)| text.replace(&format!("{{{name}}}"), value))
}

#[cfg(test)]
mod tests {
    use super::{Document, matches, path_of};
    use serde_json::json;

    #[test]
    fn a_path_is_matched_part_by_part() {
        let pairs = |template, path| {
            matches(template, path)
                .map(|found| found.into_iter().map(|(name, text)| format!("{name}={text}")).collect::<Vec<_>>())
        };
        assert_eq!(pairs("/a/{b}/c", "/a/x/c"), Some(vec!["b=x".to_owned()]));
        assert_eq!(pairs("/a/{b}:go", "/a/x:go"), Some(vec!["b=x".to_owned()]));
        assert_eq!(pairs("/a{b}", "/a.x,y"), Some(vec!["b=.x,y".to_owned()]));
        assert_eq!(pairs("/a/{b}", "/a/x/y"), None);
    }

    #[test]
    fn a_server_may_have_a_path_and_variables() {
        assert_eq!(path_of("{endpoint}/v/{version}"), "/v/{version}");
        assert_eq!(path_of("https://example.com:1/v"), "/v");
        let document = Document {
            root: json!({ "servers": [{ "url": "{endpoint}/v/{version}" }], "paths": { "/": { "get": {} }, "/{id}": { "get": {} } } }),
        };
        let found = document.find("get", "/v/1").expect("the root of the server");
        assert_eq!((found.key, found.base.as_str(), found.variables.len()), ("/", "/v/1", 0));
        let found = document.find("get", "/v/1/x").expect("an identifier");
        assert_eq!((found.key, found.variables), ("/{id}", vec![("id".to_owned(), "x".to_owned())]));
    }
}
