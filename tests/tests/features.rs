//! A client whose groups are features: it compiles without a warning with any one of them alone, with none, and with all.

use generator::config::Config;
use tests::emitted::Emitted;

/// Groups that share types, a group in a group, operations without a group, an inline type that another group borrows, and a type
/// that nobody uses.
const GROUPS: &str = r##"
openapi: 3.1.0
info: { title: Shop, version: "1" }
servers: [{ url: "https://example.com" }]
paths:
  /orders/{id}:
    get:
      tags: [Orders]
      operationId: getOrder
      parameters: [{ name: id, in: path, required: true, schema: { type: string } }]
      responses:
        "200": { description: "", content: { application/json: { schema: { $ref: "#/components/schemas/Order" } } } }
        "404": { description: "", content: { application/json: { schema: { type: object, properties: { why: { $ref: "#/components/schemas/Reason" } } } } } }
  /orders/{id}/lines:
    get:
      tags: [Lines]
      operationId: listLines
      parameters: [{ name: id, in: path, required: true, schema: { type: string } }]
      responses:
        "200": { description: "", content: { application/json: { schema: { type: array, items: { $ref: "#/components/schemas/Line" } } } } }
        "404": { description: "", content: { application/json: { schema: { $ref: "#/paths/~1orders~1%7Bid%7D/get/responses/404/content/application~1json/schema" } } } }
  /types:
    post:
      tags: [reqwest]
      operationId: borrow
      requestBody: { required: true, content: { application/json: { schema: { $ref: "#/paths/~1orders~1%7Bid%7D/get/responses/404/content/application~1json/schema" } } } }
      responses: { "204": { description: "" } }
  /status:
    get:
      operationId: status
      responses: { "200": { description: "", content: { application/json: { schema: { $ref: "#/components/schemas/Status" } } } } }
components:
  schemas:
    Order: { type: object, required: [lines], properties: { lines: { type: array, items: { $ref: "#/components/schemas/Line" } } } }
    Line: { oneOf: [{ $ref: "#/components/schemas/Price" }, { type: string }] }
    Price: { type: object, required: [amount], properties: { amount: { type: number }, more: { $ref: "#/components/schemas/Line" } } }
    Reason: { type: string, enum: [gone, never] }
    Status: { type: object, properties: { up: { type: boolean } } }
    Webhook: { type: object, properties: { order: { $ref: "#/components/schemas/Order" } } }
"##;

const CONFIG: &str =
    "examples = [\"getOrder\"]\n[package]\nname = \"shop\"\ngroup-features-from = 1\n[groups]\n\"Lines\" = \"Orders.lines\"\n";

fn emitted() -> Emitted {
    Emitted::with(GROUPS, &Config::parse(CONFIG, "codegen.toml").expect("the configuration is right"))
}

#[test]
fn every_feature_alone_compiles_without_a_warning() {
    let emitted = emitted();
    let manifest = emitted.read("Cargo.toml");
    for feature in ["groups", "orders", "orders-lines", "reqwest-group", "other-types"] {
        assert!(manifest.contains(&format!("\n{feature} = [")), "{feature}: {manifest}");
        emitted.cargo(&["check", "--quiet", "--all-targets", "--no-default-features", "--features", feature]);
    }
    emitted.cargo(&["check", "--quiet", "--all-targets", "--no-default-features"]);
    // A mock has no need of any group: it is data.
    emitted.cargo(&["check", "--quiet", "--no-default-features", "--features", "mock"]);
    let all = ["--no-default-features", "--features", "groups,other-types"];
    emitted.cargo(&[&["clippy", "--quiet", "--all-targets"][..], &all].concat());
    emitted.cargo(&[&["doc", "--quiet", "--no-deps"][..], &all].concat());
}

#[test]
fn a_group_that_is_not_wanted_is_not_there() {
    let emitted = emitted().file(
        "tests/lines.rs",
        "#[test]\nfn lines() {\n    let memory = shop::runtime::http::Memory::new(|_| http::Response::default());\n    \
         let client = shop::Client::builder().transport(memory).build().unwrap();\n    \
         let request = client.orders().lines().list_lines(\"1\").build().unwrap();\n    \
         assert_eq!(request.uri().path(), \"/orders/1/lines\");\n}\n",
    );
    let lines = emitted.cargo(&["test", "--quiet", "--test", "lines", "--no-default-features", "--features", "orders-lines"]);
    assert!(lines.contains("1 passed"), "{lines}");
    let text = emitted.fails(&["check", "--quiet", "--test", "lines", "--no-default-features", "--features", "reqwest-group"]);
    assert!(text.contains("no method named `lines`"), "{text}");
}
