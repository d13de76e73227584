//! Makes a release build of a peer's client compile its operations.
//!
//! rustc compiles an asynchronous function where it is awaited, so a library whose operations are such functions leaves all of them,
//! and what they are the first to need of its types, to the program that calls them. Ours are plain functions and compile with their
//! crate. So each file of a peer's client gets a function that awaits every operation in it.

use super::rust;
use std::{fs, io, path::Path};

/// Adds to the files below a folder, and says how many functions are awaited.
pub(super) fn add(folder: &Path) -> io::Result<usize> {
    let mut count = 0;
    for (number, file) in rust::files(folder)?.iter().enumerate() {
        let text = fs::read_to_string(file)?;
        let calls = calls(&text);
        if !calls.is_empty() {
            count += calls.len();
            fs::write(file, text + &function(number, &calls))?;
        }
    }
    Ok(count)
}

/// A function that is compiled though nothing calls it, with all that these calls need.
fn function(number: usize, calls: &[String]) -> String {
    let mut text = format!(
        "
#[unsafe(no_mangle)]
pub fn bench_awaits_{number}() {{
    fn any<T>() -> T {{
        ::std::process::abort()
    }}
    fn awaits<F: ::core::future::Future>(_: impl FnOnce() -> F) {{
        let poll: fn(::core::pin::Pin<&mut F>, &mut ::core::task::Context<'_>) -> ::core::task::Poll<F::Output> = F::poll;
        ::core::hint::black_box(poll);
    }}
"
    );
    for call in calls {
        text.push_str(&format!("    awaits(|| {call});\n"));
    }
    text + "}\n"
}

/// A call of each public asynchronous function, as far as its arguments can be spelled: `Client::list(any(), any::<&str>())`.
fn calls(text: &str) -> Vec<String> {
    let (mut calls, mut owner, mut offset) = (Vec::new(), None, 0);
    for line in text.split_inclusive('\n') {
        if line.starts_with("impl") {
            owner = line.strip_prefix("impl ").and_then(|rest| Some(rest.trim_end().strip_suffix('{')?.trim()));
        } else if line.starts_with('}') {
            owner = None;
        }
        if let Some(after) = line.trim_start().strip_prefix("pub async fn ") {
            let signature = &text[offset + line.len() - after.len()..];
            calls.extend(call(signature, owner.filter(|_| line.starts_with(' '))));
        }
        offset += line.len();
    }
    calls
}

/// The call of a function, from its name on. `None` if it has type parameters, or an argument that is not known to be anything.
fn call(signature: &str, owner: Option<&str>) -> Option<String> {
    let name_end = signature.find(['(', '<'])?;
    let (name, mut rest) = signature.split_at(name_end);
    if rest.starts_with('<') {
        let (parameters, after) = enclosed(rest)?;
        if parts(parameters).iter().any(|parameter| !parameter.starts_with('\'')) {
            return None;
        }
        rest = after;
    }
    let (arguments, _) = enclosed(rest)?;
    let values: Option<Vec<String>> = parts(arguments).into_iter().map(value).collect();
    let owner = owner.map(|owner| format!("{owner}::")).unwrap_or_default();
    Some(format!("{owner}{name}({})", values?.join(", ")))
}

/// Something that can be given for an argument. Of what is anything of a kind, one is chosen.
fn value(argument: &str) -> Option<String> {
    let Some((_, of_type)) = argument.split_once(':') else { return Some("any()".to_owned()) };
    if !of_type.contains("impl ") {
        return Some("any()".to_owned());
    }
    let mut chosen = of_type.replace("impl AsRef<str>", "&str");
    while let Some(start) = chosen.find("impl Into<") {
        let (inner, after) = enclosed(&chosen[start + "impl Into".len()..])?;
        chosen = format!("{}{}{after}", &chosen[..start], inner.trim().trim_end_matches(','));
    }
    (!chosen.contains("impl ")).then(|| format!("any::<{}>()", chosen.trim()))
}

/// What stands in the brackets that a text begins with, and what stands after them.
fn enclosed(text: &str) -> Option<(&str, &str)> {
    let mut depth = 0usize;
    let mut before = ' ';
    for (index, letter) in text.char_indices() {
        match letter {
            '(' | '<' | '[' | '{' => depth += 1,
            '>' if before == '-' => {}
            ')' | '>' | ']' | '}' => {
                depth = depth.checked_sub(1)?;
                if depth == 0 {
                    return Some((&text[1..index], &text[index + 1..]));
                }
            }
            _ => {}
        }
        before = letter;
    }
    None
}

/// What commas separate that stand in no further brackets.
fn parts(text: &str) -> Vec<&str> {
    let (mut parts, mut depth, mut start) = (Vec::new(), 0i32, 0);
    let mut before = ' ';
    for (index, letter) in text.char_indices() {
        match letter {
            '(' | '<' | '[' | '{' => depth += 1,
            '>' if before == '-' => {}
            ')' | '>' | ']' | '}' => depth -= 1,
            ',' if depth == 0 => {
                parts.push(&text[start..index]);
                start = index + 1;
            }
            _ => {}
        }
        before = letter;
    }
    parts.push(&text[start..]);
    parts.into_iter().map(str::trim).filter(|part| !part.is_empty()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_function_is_called() {
        let text = "\
impl Client {
    pub async fn list<'a>(&'a self, owner: impl AsRef<str>, since: Option<impl AsRef<str>>) -> Result<(), Error> {}
    pub async fn add(
        &self,
        pet: impl Into<
            crate::Pet,
        >,
        count: Option<i64>,
    ) -> Result<Vec<Pet>, Error> {}
    pub async fn put<B: Into<Body>>(&self, body: B) {}
    pub async fn watch(&self, each: impl Fn(Pet) -> bool) {}
    async fn inner(&self) {}
}
impl Other for Client {}
pub async fn pets_get(configuration: &Configuration, ids: Vec<(i64, String)>) -> Result<(), Error> {}
";
        let expected = [
            "Client::list(any(), any::<&str>(), any::<Option<&str>>())",
            "Client::add(any(), any::<crate::Pet>(), any())",
            "pets_get(any(), any())",
        ];
        assert_eq!(calls(text), expected);
    }

    #[test]
    fn files_with_functions_get_one_more() {
        let folder = tempfile::tempdir().expect("a folder");
        fs::create_dir(folder.path().join("api")).expect("a folder");
        let (api, types) = (folder.path().join("api/pets.rs"), folder.path().join("types.rs"));
        fs::write(&api, "pub async fn a() {}\npub async fn b(x: &str) {}\n").expect("a file");
        fs::write(&types, "pub struct Pet;\n").expect("a file");
        assert_eq!(add(folder.path()).expect("a count"), 2);
        let text = fs::read_to_string(&api).expect("a file");
        assert!(
            text.contains("\npub fn bench_awaits_0() {\n")
                && text.ends_with("    awaits(|| a());\n    awaits(|| b(any()));\n}\n")
        );
        assert_eq!(fs::read_to_string(&types).expect("a file"), "pub struct Pet;\n");
    }
}
