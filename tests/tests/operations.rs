//! Every kind of parameter, body, response and credential, through an emitted client: `documents/operations.rs` says what goes out.

use generator::config::Config;
use tests::emitted::Emitted;

#[test]
fn what_goes_out_and_what_comes_back() {
    let config = Config::parse("[package]\nname = 'wire'\n", "codegen.toml").expect("the configuration is sound");
    let emitted = Emitted::with(include_str!("../documents/operations.yaml"), &config);
    let emitted = emitted.file("tests/calls.rs", include_str!("../documents/operations.rs"));
    emitted.cargo(&["clippy", "--quiet", "--all-targets", "--no-default-features", "--features", "by-name"]);
    emitted.cargo(&["doc", "--quiet", "--no-deps", "--no-default-features", "--features", "by-name"]);
    let said = emitted.cargo(&["test", "--quiet", "--no-default-features", "--test", "calls"]);
    assert!(said.contains("9 passed"), "{said}");
}
