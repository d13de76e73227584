//! Documents made to cost much: they end soon, with little stack, and with a diagnostic where something was left out.

use super::Text;
use crate::{config::Config, diagnostic::Diagnostics, load, lower::lower};

/// What hostile documents give, in a thread with little stack.
fn hostile(schemas: String) -> (usize, Vec<&'static str>) {
    let run = move || {
        let mut diagnostics = Diagnostics::default();
        let config = Config::default();
        let root = format!(
            "{{\"openapi\": \"3.1.0\", \"info\": {{\"title\": \"t\", \"version\": \"1\"}}, \"components\": {{\"schemas\": {{{schemas}}}}}}}"
        );
        let (document, _) = load::load(&Text(root.into_bytes()), "openapi.json", &config, &mut diagnostics);
        let api = lower(&document.expect("the test's document"), &config, &mut diagnostics);
        let mut codes: Vec<&str> = diagnostics.iter().map(|finding| finding.code.as_str()).collect();
        codes.dedup();
        (api.types.len(), codes)
    };
    let thread = std::thread::Builder::new().stack_size(2 << 20).spawn(run).expect("a thread");
    thread.join().expect("no panic")
}

#[test]
fn long_chains_of_references_cost_no_stack() {
    let each = |f: &dyn Fn(usize) -> String| (0..1000).map(f).collect::<Vec<_>>().join(",");
    let fields =
        each(&|i| format!("\"A{i}\": {{\"properties\": {{\"a\": {{\"$ref\": \"#/components/schemas/A{}\"}}}}}}", (i + 1) % 1000));
    assert_eq!(hostile(fields), (1000, vec![]));
    let aliases = each(&|i| format!("\"A{i}\": {{\"items\": {{\"$ref\": \"#/components/schemas/A{}\"}}}}", (i + 1) % 1000));
    assert_eq!(hostile(aliases), (1000, vec![]));
    let choices = each(&|i| {
        let next = (i + 1) % 1000;
        format!("\"A{i}\": {{\"anyOf\": [{{\"type\": \"string\"}}, {{\"$ref\": \"#/components/schemas/A{next}\"}}]}}")
    });
    assert_eq!(hostile(choices).0, 1000);
    let merged = each(&|i| {
        let next = (i + 1) % 1000;
        format!(
            "\"A{i}\": {{\"properties\": {{\"p{i}\": {{}}}}, \"oneOf\": [{{\"$ref\": \"#/components/schemas/A{next}\"}}, {{\"type\": \"string\"}}]}}"
        )
    });
    hostile(merged);
}

#[test]
fn deep_nesting_costs_little_stack() {
    for (open, close) in [
        ("{\"items\": ", "}"),
        ("{\"anyOf\": [{\"type\": \"string\"}, ", "]}"),
        ("{\"properties\": {\"a\": ", "}}"),
        ("{\"allOf\": [{\"type\": \"object\"}, ", "]}"),
    ] {
        hostile(format!("\"A\": {}{{}}{}", open.repeat(55), close.repeat(55)));
    }
}

#[test]
fn products_of_choices_are_bounded() {
    let branch = |i: usize, j: usize| format!("{{\"properties\": {{\"p{i}_{j}\": {{\"type\": \"string\"}}}}}}");
    let choice = |i: usize| format!("{{\"oneOf\": [{}]}}", (0..10).map(|j| branch(i, j)).collect::<Vec<_>>().join(","));
    let schema = format!("\"A\": {{\"type\": \"object\", \"allOf\": [{}]}}", (0..6).map(choice).collect::<Vec<_>>().join(","));
    assert_eq!(hostile(schema), (1, vec!["too-large"]));
}

#[test]
fn nested_choices_are_bounded() {
    // Each level doubles the combinations of the levels above it.
    let level = |i: usize| {
        let next = |k: usize| format!("{{\"$ref\": \"#/components/schemas/B{}_{k}\"}}", i + 1);
        (0..2)
            .map(|k| format!("\"B{i}_{k}\": {{\"properties\": {{\"p{i}_{k}\": {{}}}}, \"oneOf\": [{}, {}]}}", next(0), next(1)))
            .collect::<Vec<_>>()
            .join(",")
    };
    let levels = (0..20).map(level).collect::<Vec<_>>().join(",");
    hostile(format!("{levels}, \"B20_0\": {{\"properties\": {{\"x\": {{}}}}}}, \"B20_1\": {{\"properties\": {{\"y\": {{}}}}}}"));
}

#[test]
fn an_object_of_too_many_properties_is_a_map() {
    let properties = (0..5_001).map(|i| format!("\"p{i}\": {{\"type\": \"string\"}}")).collect::<Vec<_>>().join(",");
    assert_eq!(hostile(format!("\"A\": {{\"properties\": {{{properties}}}}}")), (1, vec!["too-large"]));
}
