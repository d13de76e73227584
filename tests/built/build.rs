//! Generates the client that `src/lib.rs` includes.

fn main() {
    generator::build::Build::new("openapi.yaml").config("codegen.toml").module("api::client").run();
}
