//! Documents made to exhaust: each ends by itself, in 2 seconds and 512 MiB, with a client or a diagnostic, and never in a crash.

mod common;

use common::xtask_in;
use serde_json::Value;
use std::{fmt::Write as _, fs};

const SECONDS: f64 = 2.0;
const BYTES: u64 = 512 << 20;

#[test]
fn a_hostile_document_costs_little() {
    let folder = tempfile::tempdir().expect("a folder");
    for (name, bytes) in documents() {
        fs::write(folder.path().join(name), bytes).expect("a file");
    }
    let run = xtask_in(folder.path(), &["corpus", ".", "--report", "report.json", "--timeout", "120", "--jobs", "2"]);
    let report = fs::read_to_string(folder.path().join("report.json"));
    let report: Value = serde_json::from_str(&report.expect("a report")).expect("JSON");
    let mut faults = String::new();
    for document in report["documents"].as_array().expect("documents") {
        let status = document["status"].as_str().expect("a status");
        let ends = matches!(status, "ok" | "failed" | "not-openapi");
        // Processor time is that of this document alone, however busy the machine is.
        let slow = document["cpu_seconds"].as_f64().is_none_or(|seconds| seconds > SECONDS * slowness());
        let large = document["peak_bytes"].as_u64().is_none_or(|bytes| bytes > BYTES);
        if !ends || slow || large {
            let _ = writeln!(faults, "{document}");
        }
    }
    assert!(faults.is_empty(), "{faults}\n{}", run.stdout);
}

/// The limit is that of an optimised build; the generator is not optimised in a test.
fn slowness() -> f64 {
    if cfg!(debug_assertions) { 8.0 } else { 1.0 }
}

fn documents() -> Vec<(&'static str, Vec<u8>)> {
    let mut documents = texts();
    documents.extend(structures().into_iter().map(|(name, schemas)| (name, with_schemas(&schemas).into_bytes())));
    let utf_16: Vec<u8> = "\u{feff}openapi: 3.0.0".encode_utf16().flat_map(u16::to_le_bytes).collect();
    documents.push(("utf-16.yaml", utf_16));
    documents.push(("invalid-utf-8.yaml", b"openapi: 3.0.0\ninfo: {title: \"\xff\xfe\", version: \"1\"}\npaths: {}\n".to_vec()));
    documents
}

const HEAD: &str = "openapi: 3.0.4\ninfo: {title: T, version: \"1\"}\npaths: {}\n";

/// Bombs for a parser.
fn texts() -> Vec<(&'static str, Vec<u8>)> {
    let mut wide = format!("{HEAD}x-0: &a0 [x,x,x,x,x,x,x,x,x]\n");
    for level in 1..=9 {
        let _ = writeln!(wide, "x-{level}: &a{level} [{}]", vec![format!("*a{}", level - 1); 9].join(","));
    }
    let mut chain = format!("{HEAD}x-0: &a0 [x]\n");
    for level in 1..=20 {
        let _ = writeln!(chain, "x-{level}: &a{level} [*a{0},*a{0}]", level - 1);
    }
    let mut merge = format!("{HEAD}x-0: &a0 {{k0: v}}\n");
    for level in 1..=20 {
        let _ = writeln!(merge, "x-{level}: &a{level} {{<<: [*a{0}, *a{0}], k{level}: v}}", level - 1);
    }
    let indented: String = (0..20_000).map(|level| format!("{}a:\n", " ".repeat(level))).collect();
    let deep = 100_000;
    let paths: String =
        (0..100_000).map(|path| format!("  /p{path}: {{get: {{responses: {{\"204\": {{description: d}}}}}}}}\n")).collect();
    vec![
        ("alias-wide.yaml", wide.into_bytes()),
        ("alias-chain.yaml", chain.into_bytes()),
        ("alias-self.yaml", format!("{HEAD}x: &a [*a]\n").into_bytes()),
        ("merge.yaml", merge.into_bytes()),
        ("deep-list.json", "[".repeat(deep).into_bytes()),
        ("deep-object.json", "{\"a\":".repeat(deep).into_bytes()),
        ("deep-flow.yaml", format!("{HEAD}x: {}", "[".repeat(deep)).into_bytes()),
        ("deep-indent.yaml", format!("{HEAD}x:\n{indented}").into_bytes()),
        ("paths.yaml", HEAD.replace("paths: {}", &format!("paths:\n{paths}")).into_bytes()),
        (
            "description.yaml",
            HEAD.replace("title: T", &format!("title: T, description: \"{}\"", "word ".repeat(2 << 20))).into_bytes(),
        ),
        ("duplicate-keys.json", format!("{{\"openapi\":\"3.0.0\",{}\"paths\":{{}}}}", "\"x\":1,".repeat(100_000)).into_bytes()),
        ("bom.yaml", format!("\u{feff}{HEAD}").into_bytes()),
        ("nul.yaml", b"openapi: 3.0.0\n\0".to_vec()),
    ]
}

/// Schemas that do not end, or end late. Each is the text of `components.schemas`, as YAML's flow style.
fn structures() -> Vec<(&'static str, String)> {
    let reference = |name: &str| format!("{{$ref: \"#/components/schemas/{name}\"}}");
    let chain = |length: usize, last: &str| -> String {
        (0..length)
            .map(|index| {
                format!(
                    "S{index}: {},\n",
                    if index + 1 == length { last.to_owned() } else { reference(&format!("S{}", index + 1)) }
                )
            })
            .collect()
    };
    let list = |count: usize, item: &dyn Fn(usize) -> String| (0..count).map(item).collect::<Vec<_>>().join(", ");
    let fan = |keyword: &str| {
        list(200, &|index| {
            let next = reference(&format!("S{}", (index + 1) % 200));
            format!("S{index}: {{{keyword}: [{next}, {next}, {{type: object, properties: {{p{index}: {{type: string}}}}}}]}}")
        })
    };
    let deep = |open: &str, close: &str, depth: usize| format!("S0: {}{{}}{}", open.repeat(depth), close.repeat(depth));
    let product = list(6, &|group| {
        format!(
            "{{oneOf: [{}]}}",
            list(10, &|index| format!("{{type: object, properties: {{p{group}_{index}: {{type: string}}}}}}"))
        )
    });
    let long = "m".repeat(10 << 20);
    vec![
        ("all-of-deep.yaml", deep("{allOf: [", "]}", 60)),
        ("all-of-very-deep.yaml", deep("{allOf: [", "]}", 100_000)),
        ("all-of-self.yaml", format!("S0: {{allOf: [{}]}}", reference("S0"))),
        ("all-of-pair.yaml", format!("S0: {{allOf: [{}]}}, S1: {{allOf: [{}]}}", reference("S1"), reference("S0"))),
        ("all-of-property.yaml", format!("S0: {{allOf: [{{properties: {{a: {}}}}}]}}", reference("S0"))),
        ("one-of-self.yaml", format!("S0: {{oneOf: [{}, {{type: string}}]}}", reference("S0"))),
        ("items-self.yaml", format!("S0: {{type: array, items: {}}}", reference("S0"))),
        ("map-self.yaml", format!("S0: {{type: object, additionalProperties: {}}}", reference("S0"))),
        ("not-self.yaml", format!("S0: {{not: {}}}", reference("S0"))),
        ("one-of-pair.yaml", format!("S0: {{oneOf: [{}]}}, S1: {{anyOf: [{}]}}", reference("S1"), reference("S0"))),
        (
            "all-of-one-of.yaml",
            format!("S0: {{allOf: [{0}], oneOf: [{1}, {0}]}}, S1: {{oneOf: [{1}]}}", reference("S1"), reference("S0")),
        ),
        ("tuple-self.yaml", format!("S0: {{type: array, prefixItems: [{0}], items: {0}}}", reference("S0"))),
        ("if-self.yaml", format!("S0: {{if: {0}, then: {0}, dependentSchemas: {{a: {0}}}}}", reference("S0"))),
        ("pattern-self.yaml", format!("S0: {{patternProperties: {{a: {0}, b: {0}}}, propertyNames: {0}}}", reference("S0"))),
        (
            "discriminator-self.yaml",
            format!(
                "S0: {{discriminator: {{propertyName: k, mapping: {{a: S0}}}}, oneOf: [{0}, {1}]}}, S1: {{allOf: [{0}]}}",
                reference("S0"),
                reference("S1")
            ),
        ),
        ("all-of-fan.yaml", fan("allOf")),
        ("any-of-fan.yaml", fan("anyOf")),
        ("ref-cycle-1.yaml", format!("S0: {}", reference("S0"))),
        ("ref-cycle-2.yaml", format!("S0: {}, S1: {}", reference("S1"), reference("S0"))),
        ("ref-cycle-1000.yaml", chain(1000, &reference("S0"))),
        ("ref-chain-100000.yaml", chain(100_000, "{type: string}")),
        (
            "one-of-10000.yaml",
            format!(
                "S0: {{oneOf: [{}]}}",
                list(10_000, &|index| format!("{{type: object, properties: {{p{index}: {{type: string}}}}}}"))
            ),
        ),
        ("one-of-references.yaml", format!("S0: {{oneOf: [{}]}}, S1: {{type: object}}", list(10_000, &|_| reference("S1")))),
        ("all-of-product.yaml", format!("S0: {{allOf: [{product}]}}")),
        (
            "properties.yaml",
            format!("S0: {{type: object, properties: {{{}}}}}", list(100_000, &|index| format!("p{index}: {{type: string}}"))),
        ),
        ("enum.yaml", format!("S0: {{type: string, enum: [{}]}}", list(100_000, &|index| format!("v{index}")))),
        ("enum-numbers.yaml", format!("S0: {{enum: [{}]}}", list(100_000, &|index| format!("{index}.5")))),
        ("enum-long.yaml", format!("S0: {{type: string, enum: [{long}, b]}}")),
        ("name-long.yaml", format!("S0: {{type: object, properties: {{? {long} : {{type: string}}}}}}")),
        ("pattern-backtrack.yaml", "S0: {type: string, pattern: \"(a+)+$\"}".to_owned()),
        ("pattern-count.yaml", "S0: {type: string, pattern: \"a{1000}{1000}{1000}\"}".to_owned()),
        (
            "numbers.yaml",
            "S0: {type: number, multipleOf: 1e-400, maximum: 1e400}, S1: {type: string, minLength: 18446744073709551616}"
                .to_owned(),
        ),
    ]
}

/// A document whose one operation uses `S0`.
fn with_schemas(schemas: &str) -> String {
    let body = "{content: {application/json: {schema: {$ref: \"#/components/schemas/S0\"}}}}";
    format!(
        "openapi: 3.0.4\ninfo: {{title: T, version: \"1\"}}\n\
         paths: {{/a: {{post: {{operationId: a, requestBody: {body}, responses: {{\"204\": {{description: d}}}}}}}}}}\n\
         components: {{schemas: {{{schemas}}}}}\n"
    )
}
