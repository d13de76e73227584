//! The runtime of emitted clients: its files, byte for byte.

use super::Emitted;

macro_rules! files {
    ($($path:literal)*) => {
        /// Every file below `generator/runtime/src/runtime/`, by its path there.
        pub const FILES: &[(&str, &str)] = &[$(($path, include_str!(concat!("../../runtime/src/runtime/", $path)))),*];
    };
}

files! {
    "by_name/arguments.rs"
    "by_name/entry.rs"
    "by_name/file.rs"
    "by_name/macros.rs"
    "by_name/mod.rs"
    "by_name/named.rs"
    "cli/argument.rs"
    "cli/command.rs"
    "cli/curl.rs"
    "cli/dry_run.rs"
    "cli/failure.rs"
    "cli/input.rs"
    "cli/mod.rs"
    "cli/output.rs"
    "cli/program.rs"
    "cli/settings.rs"
    "cli/shape.rs"
    "cli/table.rs"
    "cli/tree.rs"
    "cli/value.rs"
    "http/blocking.rs"
    "http/body.rs"
    "http/budget.rs"
    "http/builder.rs"
    "http/built_in.rs"
    "http/call.rs"
    "http/client.rs"
    "http/clock.rs"
    "http/credential.rs"
    "http/draft.rs"
    "http/error.rs"
    "http/event_parser.rs"
    "http/events.rs"
    "http/execute.rs"
    "http/flow.rs"
    "http/form.rs"
    "http/headers.rs"
    "http/hook.rs"
    "http/idempotency.rs"
    "http/incoming.rs"
    "http/json_lines.rs"
    "http/late.rs"
    "http/link.rs"
    "http/macros.rs"
    "http/memory.rs"
    "http/mod.rs"
    "http/multipart.rs"
    "http/oauth2.rs"
    "http/operation.rs"
    "http/options.rs"
    "http/page.rs"
    "http/pending.rs"
    "http/percent.rs"
    "http/place.rs"
    "http/prepared.rs"
    "http/random.rs"
    "http/redirect.rs"
    "http/reqwest.rs"
    "http/response.rs"
    "http/retry.rs"
    "http/retry_after.rs"
    "http/secret.rs"
    "http/shape.rs"
    "http/style.rs"
    "http/token.rs"
    "http/trace.rs"
    "http/transport.rs"
    "http/ureq.rs"
    "http/url.rs"
    "json/base64.rs"
    "json/codec.rs"
    "json/collection.rs"
    "json/enums.rs"
    "json/fault.rs"
    "json/fields.rs"
    "json/identity.rs"
    "json/macros.rs"
    "json/mod.rs"
    "json/nullable.rs"
    "json/number.rs"
    "json/reader.rs"
    "json/scalar.rs"
    "json/shim.rs"
    "json/string.rs"
    "json/text.rs"
    "json/tuples.rs"
    "json/unions.rs"
    "json/value.rs"
    "json/writer.rs"
    "mock/answer.rs"
    "mock/body.rs"
    "mock/check.rs"
    "mock/coerce.rs"
    "mock/credential.rs"
    "mock/failure.rs"
    "mock/make.rs"
    "mock/mod.rs"
    "mock/node.rs"
    "mock/parameter.rs"
    "mock/pattern.rs"
    "mock/read.rs"
    "mock/received.rs"
    "mock/reply.rs"
    "mock/route.rs"
    "mock/schemas.rs"
    "mock/seed.rs"
    "mock/server.rs"
    "mock/service.rs"
    "mock/table.rs"
    "mock/text.rs"
    "mock/transport.rs"
    "mod.rs"
}

/// Copies the runtime.
pub fn emit(emitted: &mut Emitted<'_>) {
    for (path, text) in FILES {
        emitted.texts.push((format!("src/runtime/{path}"), (*text).to_owned()));
    }
}

#[cfg(test)]
mod tests {
    use super::FILES;
    use std::{fs, path::Path};

    fn collect(folder: &Path, prefix: &str, found: &mut Vec<String>) {
        for entry in fs::read_dir(folder).expect("the runtime is part of this package") {
            let entry = entry.expect("the folder can be read");
            let path = format!("{prefix}{}", entry.file_name().to_string_lossy());
            if entry.path().is_dir() {
                collect(&entry.path(), &format!("{path}/"), found);
            } else {
                found.push(path);
            }
        }
    }

    #[test]
    fn every_file_of_the_runtime_is_copied() {
        let mut found = Vec::new();
        collect(&Path::new(env!("CARGO_MANIFEST_DIR")).join("runtime/src/runtime"), "", &mut found);
        found.sort();
        let listed: Vec<&str> = FILES.iter().map(|(path, _)| *path).collect();
        assert_eq!(listed, found, "the list in emit/runtime.rs and the folder differ");
    }
}
