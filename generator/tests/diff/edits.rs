//! Edits of `base.json`, each with every change that follows from it: `VERDICT: KIND THING SUBJECT`.

use super::Edit;
use serde_json::{Value, json};

const LIST: &str = "/paths/~1pets/get";
const CREATE: &str = "/paths/~1pets/post";
const GET: &str = "/paths/~1owners~1{owner_id}~1pets~1{pet_id}/get";
const UPLOAD: &str = "/paths/~1owners~1{owner_id}~1pets~1{pet_id}/put";
const SCHEMAS: &str = "/components/schemas";

type Row = (&'static str, Vec<Edit<'static>>, Vec<&'static str>);

/// Pointers live as long as the test.
fn at(base: &str, rest: &str) -> &'static str {
    Box::leak(format!("{base}{rest}").into_boxed_str())
}

fn set(base: &str, rest: &str, value: Value) -> Edit<'static> {
    (at(base, rest), Some(value))
}

fn remove(base: &str, rest: &str) -> Edit<'static> {
    (at(base, rest), None)
}

fn row(name: &'static str, edits: impl Into<Vec<Edit<'static>>>, changes: &[&'static str]) -> Row {
    (name, edits.into(), changes.to_vec())
}

pub(crate) fn all() -> Vec<Row> {
    [operations(), parameters(), bodies(), answers(), credentials(), fields(), variants(), types(), words()].concat()
}

fn operations() -> Vec<Row> {
    let stop = json!({"operationId": "stop", "security": [], "responses": {"204": {"description": "Done"}}});
    let health = || {
        json!({
            "operationId": "health",
            "security": [],
            "responses": {"200": {"description": "Fine", "content": {"text/plain": {"schema": {"type": "string"}}}}}
        })
    };
    vec![
        row("an operation is new", [set("/paths/~1health", "/post", stop)], &["additive: added operation client.stop"]),
        row("an operation is gone", [remove("/paths", "/~1health")], &["breaking: removed operation client.health"]),
        row(
            "an operation has another name",
            [set("/paths/~1health/get", "/operationId", json!("status"))],
            &["breaking: renamed operation client.health"],
        ),
        row(
            "an operation moves to another group",
            [set("/paths/~1health/get", "/tags", json!(["Pets"]))],
            &["breaking: renamed operation client.health"],
        ),
        row(
            "an operation has another path",
            [remove("/paths", "/~1health"), set("/paths", "/~1status", json!({"get": health()}))],
            &["wire only: changed operation client.health"],
        ),
        row(
            "an operation has another method",
            [remove("/paths/~1health", "/get"), set("/paths/~1health", "/put", health())],
            &["wire only: changed operation client.health"],
        ),
        row(
            "an operation is deprecated",
            [set(LIST, "/deprecated", json!(true))],
            &["additive: changed operation client.pets().list_pets"],
        ),
        row(
            "an operation has a server of its own",
            [set(LIST, "/servers", json!([{"url": "https://lists.example"}]))],
            &["wire only: changed operation client.pets().list_pets"],
        ),
        row(
            "the service moves",
            [set("/servers/0", "/url", json!("https://shelter.example/v2"))],
            &["wire only: changed client ClientBuilder::base_url"],
        ),
        row("the service is nowhere", [remove("", "/servers")], &["breaking: removed client ClientBuilder::base_url"]),
        row(
            "the server has a variable",
            [set("/servers", "/0", json!({"url": "https://{zone}.example", "variables": {"zone": {"default": "eu"}}}))],
            &["additive: added client ClientBuilder::server_variable", "wire only: changed client ClientBuilder::base_url"],
        ),
    ]
}

fn parameters() -> Vec<Row> {
    let parameter = |name: &str, place: &str, required: bool| json!({"name": name, "in": place, "required": required, "schema": {"type": "string"}});
    vec![
        row(
            "an optional parameter is new",
            [set(LIST, "/parameters/-", parameter("sort", "query", false))],
            &["additive: added parameter client.pets().list_pets.sort"],
        ),
        row(
            "a required parameter is new",
            [set(LIST, "/parameters/-", parameter("sort", "query", true))],
            &["breaking: added parameter client.pets().list_pets.sort"],
        ),
        row(
            "an optional parameter is gone",
            [remove(LIST, "/parameters/0")],
            &["breaking: removed parameter client.pets().list_pets.limit"],
        ),
        row(
            "a required parameter is gone",
            [remove(LIST, "/parameters/2")],
            &["breaking: removed parameter client.pets().list_pets.x_tenant"],
        ),
        row(
            "an optional parameter is required now",
            [set(LIST, "/parameters/0/required", json!(true))],
            &["breaking: changed parameter client.pets().list_pets.limit"],
        ),
        row(
            "a required parameter is optional now",
            [set(LIST, "/parameters/2/required", json!(false))],
            &["breaking: changed parameter client.pets().list_pets.x_tenant"],
        ),
        row(
            "a parameter has another type",
            [set(LIST, "/parameters/0/schema/type", json!("string"))],
            &["breaking: retyped parameter client.pets().list_pets.limit"],
        ),
        row(
            "a parameter has a narrower type",
            [set(LIST, "/parameters/0/schema/format", json!("int32"))],
            &["breaking: retyped parameter client.pets().list_pets.limit"],
        ),
        row("the format of a parameter's text is known", [set(LIST, "/parameters/2/schema/format", json!("uuid"))], &[]),
        row(
            "a setter is sent in another place",
            [set(LIST, "/parameters/0/in", json!("header"))],
            &["wire only: changed parameter client.pets().list_pets.limit"],
        ),
        row(
            "a list is written in another way",
            [set(LIST, "/parameters/1/explode", json!(false))],
            &["wire only: changed parameter client.pets().list_pets.tags"],
        ),
        row(
            "a list is written in another style",
            [set(LIST, "/parameters/1/style", json!("pipeDelimited"))],
            &["wire only: changed parameter client.pets().list_pets.tags"],
        ),
        row("a header is written with other capitals", [set(LIST, "/parameters/2/name", json!("x-tenant"))], &[]),
        row(
            "a setter has another name",
            [set(LIST, "/parameters/0/name", json!("max"))],
            &[
                "breaking: removed parameter client.pets().list_pets.limit",
                "additive: added parameter client.pets().list_pets.max",
            ],
        ),
        row(
            "a setter has another name on the wire alone",
            [set(LIST, "/parameters/0/name", json!("Limit"))],
            &["wire only: changed parameter client.pets().list_pets.limit"],
        ),
        row(
            "a parameter is deprecated",
            [set(LIST, "/parameters/0/deprecated", json!(true))],
            &["additive: changed parameter client.pets().list_pets.limit"],
        ),
        row(
            "a parameter has a default",
            [set(LIST, "/parameters/0/schema/default", json!(20))],
            &["documentation only: changed parameter client.pets().list_pets.limit"],
        ),
        row(
            "required parameters swap",
            [set(LIST, "/parameters", json!([parameter("X-A", "header", true), parameter("X-Tenant", "header", true)]))],
            &[
                "breaking: removed parameter client.pets().list_pets.limit",
                "breaking: removed parameter client.pets().list_pets.tags",
                "breaking: added parameter client.pets().list_pets.x_a",
            ],
        ),
    ]
}

fn bodies() -> Vec<Row> {
    let form = json!({"schema": {"$ref": "#/components/schemas/NewPet"}});
    vec![
        row(
            "a body may be left out",
            [set(CREATE, "/requestBody/required", json!(false))],
            &["breaking: changed body client.pets().create_pet.body"],
        ),
        row(
            "a body is gone",
            [remove(CREATE, "/requestBody")],
            &["breaking: removed body client.pets().create_pet.body", "breaking: changed type types::NewPet"],
        ),
        row(
            "a body has another type",
            [set(CREATE, "/requestBody/content/application~1json/schema", json!({"$ref": "#/components/schemas/Job"}))],
            &[
                "breaking: retyped body client.pets().create_pet.body",
                "breaking: changed type types::NewPet",
                "additive: changed type types::Job",
            ],
        ),
        row(
            "a body has another media type",
            [
                remove(CREATE, "/requestBody/content/application~1json"),
                set(CREATE, "/requestBody/content/application~1vnd.pets+json", form.clone()),
            ],
            &["wire only: changed body client.pets().create_pet"],
        ),
        row(
            "a body has a media type more",
            [set(CREATE, "/requestBody/content/application~1x-www-form-urlencoded", form)],
            &["additive: added body client.pets().create_pet", "additive: retyped body client.pets().create_pet.body"],
        ),
        row(
            "an optional part is new",
            [set(UPLOAD, "/requestBody/content/multipart~1form-data/schema/properties/note", json!({"type": "string"}))],
            &["additive: added body client.pets().upload_photo.note"],
        ),
        row(
            "a part is required now",
            [set(UPLOAD, "/requestBody/content/multipart~1form-data/schema/required/-", json!("caption"))],
            &["breaking: changed body client.pets().upload_photo.caption"],
        ),
        row(
            "a part is gone",
            [remove(UPLOAD, "/requestBody/content/multipart~1form-data/schema/properties/caption")],
            &["breaking: removed body client.pets().upload_photo.caption"],
        ),
    ]
}

fn answers() -> Vec<Row> {
    let json_of = |name: &str| {
        let schema = json!({"$ref": format!("#/components/schemas/{name}")});
        json!({"description": "An answer", "content": {"application/json": {"schema": schema}}})
    };
    vec![
        row(
            "an operation gives another type",
            [set(GET, "/responses/200", json_of("Job"))],
            &["breaking: retyped success client.pets().get_pet"],
        ),
        row(
            "an operation gives nothing",
            [remove(GET, "/responses/200/content")],
            &["breaking: retyped success client.pets().get_pet"],
        ),
        row("one success has another status", [remove(GET, "/responses/200"), set(GET, "/responses/203", json_of("Pet"))], &[]),
        row(
            "a success by status is new",
            [set(CREATE, "/responses/203", json_of("Problem"))],
            &["additive: added success client.pets().create_pet"],
        ),
        row(
            "one of two successes is gone",
            [remove(CREATE, "/responses/202")],
            &["breaking: retyped success client.pets().create_pet"],
        ),
        row(
            "a success has another media type",
            [set("/paths/~1health/get", "/responses/200/content", json!({"text/html": {"schema": {"type": "string"}}}))],
            &["wire only: changed success client.health"],
        ),
        row(
            "a success has a header",
            [set(GET, "/responses/200/headers", json!({"X-Total": {"schema": {"type": "integer"}}}))],
            &["additive: added success client.pets().get_pet"],
        ),
        row(
            "a failure is new",
            [set(GET, "/responses/404", json_of("Problem"))],
            &["additive: added error client.pets().get_pet"],
        ),
        row(
            "a failure has another type",
            [set(LIST, "/responses/404", json_of("Job"))],
            &["breaking: retyped error client.pets().list_pets", "documentation only: changed error client.pets().list_pets"],
        ),
        row(
            "a failure is gone, and the range has another type",
            [remove(LIST, "/responses/404")],
            &["breaking: removed error client.pets().list_pets"],
        ),
        row(
            "a failure is new that the range covered",
            [set(LIST, "/responses/409", json_of("Fault"))],
            &["documentation only: added error client.pets().list_pets"],
        ),
        row(
            "a failure is new that the range had with another type",
            [set(LIST, "/responses/409", json_of("Problem"))],
            &["breaking: added error client.pets().list_pets"],
        ),
    ]
}

fn credentials() -> Vec<Row> {
    let schemes = "/components/securitySchemes";
    vec![
        row(
            "an operation needs another credential",
            [set(LIST, "/security", json!([{"key": []}]))],
            &["breaking: changed auth client.pets().list_pets"],
        ),
        row(
            "an operation needs one credential more",
            [set(LIST, "/security", json!([{"key": [], "token": []}]))],
            &["breaking: changed auth client.pets().list_pets"],
        ),
        row(
            "an operation takes another credential, too",
            [set(LIST, "/security", json!([{"token": []}, {"key": []}]))],
            &["additive: changed auth client.pets().list_pets"],
        ),
        row(
            "an operation takes one of two no longer",
            [set(GET, "/security", json!([{"token": []}]))],
            &["breaking: changed auth client.pets().get_pet"],
        ),
        row(
            "another alternative comes first",
            [set(GET, "/security", json!([{"key": []}, {"token": []}]))],
            &["wire only: changed auth client.pets().get_pet"],
        ),
        row(
            "an operation needs no credential any more",
            [set(LIST, "/security", json!([]))],
            &["additive: changed auth client.pets().list_pets"],
        ),
        row(
            "an operation needs a credential now",
            [remove("/paths/~1health/get", "/security")],
            &["breaking: changed auth client.health"],
        ),
        row(
            "a scheme is new",
            [set(schemes, "/basic", json!({"type": "http", "scheme": "basic"}))],
            &["additive: added credential ClientBuilder::basic"],
        ),
        row(
            "a key is sent in the query",
            [set(schemes, "/key/in", json!("query"))],
            &["wire only: changed credential ClientBuilder::key"],
        ),
        row(
            "a token becomes name and password",
            [set(schemes, "/token/scheme", json!("basic"))],
            &["breaking: retyped credential ClientBuilder::token"],
        ),
    ]
}

fn fields() -> Vec<Row> {
    let pet = format!("{SCHEMAS}/Pet");
    let new = format!("{SCHEMAS}/NewPet");
    let text = || json!({"type": "string"});
    vec![
        row(
            "a response has an optional field more",
            [set(&pet, "/properties/name", text())],
            &["additive: added field types::Pet.name"],
        ),
        row(
            "a response has a required field more",
            [set(&pet, "/properties/name", text()), set(&pet, "/required/-", json!("name"))],
            &["additive: added field types::Pet.name"],
        ),
        row(
            "a response has a field more that cannot be compared",
            [set(&pet, "/properties/mass", json!({"type": "number"}))],
            &["breaking: changed type types::Pet", "additive: added field types::Pet.mass"],
        ),
        row(
            "a response has lost a field",
            [remove(&pet, "/properties/born-on")],
            &["breaking: removed field types::Pet.born_on"],
        ),
        row(
            "a field of a response may be missing",
            [set(&pet, "/required", json!(["kind"]))],
            &["breaking: retyped field types::Pet.id"],
        ),
        row(
            "a field of a response is always there",
            [set(&pet, "/required/-", json!("born-on"))],
            &["breaking: retyped field types::Pet.born_on"],
        ),
        row(
            "a field may be null",
            [set(&pet, "/properties/id/type", json!(["string", "null"]))],
            &["breaking: retyped field types::Pet.id"],
        ),
        row(
            "a field has another type",
            [set(&pet, "/properties/id/type", json!("integer"))],
            &["breaking: retyped field types::Pet.id"],
        ),
        row(
            "a field has another key and the same name",
            [remove(&pet, "/properties/born-on"), set(&pet, "/properties/bornOn", text())],
            &["wire only: changed field types::Pet.born_on"],
        ),
        row(
            "a field has another name",
            [remove(&pet, "/properties/born-on"), set(&pet, "/properties/birthday", text())],
            &["breaking: removed field types::Pet.born_on", "additive: added field types::Pet.birthday"],
        ),
        row(
            "the fields of a response stand in another order",
            [
                remove(&pet, "/properties/id"),
                set(&pet, "/properties/id", json!({"type": "string", "description": "Its number."})),
            ],
            &[],
        ),
        row(
            "a field is deprecated",
            [set(&pet, "/properties/id/deprecated", json!(true))],
            &["additive: changed field types::Pet.id"],
        ),
        row(
            "a request has a required field more",
            [set(&new, "/properties/chip", text()), set(&new, "/required/-", json!("chip"))],
            &["breaking: added field types::NewPet.chip"],
        ),
        row(
            "a request has an optional field more",
            [set(&new, "/properties/chip", text())],
            &["additive: added field types::NewPet.chip"],
        ),
        row(
            "a field has a default",
            [set(&new, "/properties/age/default", json!(3))],
            &["additive: changed field types::NewPet.age", "documentation only: changed field types::NewPet.age"],
        ),
        row(
            "a field of a request may be left out",
            [set(&new, "/required", json!(["name"]))],
            &["breaking: retyped field types::NewPet.kind", "additive: changed type types::NewPet"],
        ),
        row(
            "the required fields of a request stand in another order",
            [remove(&new, "/properties/name"), set(&new, "/properties/name", text())],
            &["breaking: changed type types::NewPet"],
        ),
        row(
            "other properties have a type",
            [set(&pet, "/additionalProperties", text())],
            &["breaking: retyped field types::Pet.extra_fields"],
        ),
    ]
}

fn variants() -> Vec<Row> {
    let (kind, home) = (format!("{SCHEMAS}/Kind"), format!("{SCHEMAS}/Home"));
    vec![
        row("an enum has a value more", [set(&kind, "/enum/-", json!("owl"))], &["additive: added variant types::Kind::Owl"]),
        row("an enum has a value less", [remove(&kind, "/enum/1")], &["breaking: removed variant types::Kind::Dog"]),
        row("the values of an enum stand in another order", [set(&kind, "/enum", json!(["dog", "cat"]))], &[]),
        row(
            "a value is written with capitals",
            [set(&kind, "/enum/1", json!("DOG"))],
            &["wire only: changed variant types::Kind::Dog"],
        ),
        row(
            "a value has another name",
            [set(&kind, "/x-enum-varnames", json!(["Cat", "Hound"]))],
            &["breaking: renamed variant types::Kind::Dog"],
        ),
        // Text has a default, so that what holds it has one.
        row(
            "an enum is any text now",
            [remove(&kind, "/enum")],
            &["breaking: retyped type types::Kind", "additive: changed type types::NewPet", "additive: changed type types::Pet"],
        ),
        row(
            "a union has a variant more",
            [
                set(&home, "/oneOf/-", json!({"$ref": "#/components/schemas/Job"})),
                set(&home, "/discriminator/mapping/job", json!("#/components/schemas/Job")),
            ],
            &["additive: added variant types::Home::Job"],
        ),
        row(
            "a union has a variant less",
            [remove(&home, "/oneOf/1"), remove(&home, "/discriminator/mapping/boat")],
            &["breaking: retyped type types::Home"],
        ),
        row(
            "a tag has another value",
            [
                remove(&home, "/discriminator/mapping/boat"),
                set(&home, "/discriminator/mapping/ship", json!("#/components/schemas/Boat")),
            ],
            &["wire only: changed variant types::Home::Boat"],
        ),
    ]
}

fn types() -> Vec<Row> {
    let house =
        json!({"type": "object", "required": ["type"], "properties": {"type": {"type": "string"}, "street": {"type": "string"}}});
    vec![
        row(
            "a type is new",
            [set(SCHEMAS, "/Vet", json!({"type": "object", "properties": {"name": {"type": "string"}}}))],
            &["additive: added type types::Vet"],
        ),
        row(
            "a type has another name",
            [
                remove(SCHEMAS, "/House"),
                set(SCHEMAS, "/Villa", house),
                set(SCHEMAS, "/Home/oneOf/0", json!({"$ref": "#/components/schemas/Villa"})),
                set(SCHEMAS, "/Home/discriminator/mapping/house", json!("#/components/schemas/Villa")),
            ],
            &["breaking: renamed variant types::Home::House", "breaking: renamed type types::House"],
        ),
        row(
            "a type that responses had is sent, too",
            [
                set(CREATE, "/requestBody/content/application~1json/schema", json!({"$ref": "#/components/schemas/Pet"})),
                set(CREATE, "/responses/201/content/application~1json/schema", json!({"$ref": "#/components/schemas/NewPet"})),
            ],
            &[
                "breaking: retyped success client.pets().create_pet",
                "breaking: retyped body client.pets().create_pet.body",
                "breaking: changed type types::NewPet",
                "additive: changed type types::Boat",
                "additive: changed type types::House",
                "additive: changed type types::Pet",
            ],
        ),
        row(
            "a struct becomes a map",
            [set(SCHEMAS, "/Job", json!({"type": "object", "additionalProperties": {"type": "string"}}))],
            &["breaking: retyped type types::Job"],
        ),
        row(
            "a list holds another type",
            [set(LIST, "/responses/200/content/application~1json/schema/items", json!({"type": "string"}))],
            &["breaking: retyped success client.pets().list_pets"],
        ),
    ]
}

fn words() -> Vec<Row> {
    vec![
        row("the title is another", [set("/info", "/title", json!("Home"))], &[]),
        row(
            "an operation is described",
            [set(LIST, "/description", json!("All of them."))],
            &["documentation only: changed operation client.pets().list_pets"],
        ),
        row(
            "a parameter is described in other words",
            [set(LIST, "/parameters/0/description", json!("So many."))],
            &["documentation only: changed parameter client.pets().list_pets.limit"],
        ),
        row(
            "a type is described in other words",
            [set(SCHEMAS, "/Pet/description", json!("An animal."))],
            &["documentation only: changed type types::Pet"],
        ),
        row(
            "a field is described in other words",
            [set(SCHEMAS, "/Pet/properties/id/description", json!("Its mark."))],
            &["documentation only: changed field types::Pet.id"],
        ),
        row(
            "a bound is documented",
            [set(SCHEMAS, "/NewPet/properties/name/maxLength", json!(40))],
            &["documentation only: changed field types::NewPet.name"],
        ),
        row(
            "a failure is described in other words",
            [set(LIST, "/responses/404/description", json!("No pets."))],
            &["documentation only: changed error client.pets().list_pets"],
        ),
        row("an example is shown", [set(LIST, "/parameters/0/example", json!(5))], &[]),
        row(
            "a variable of a path has another name",
            [
                (at("/paths", "/~1owners~1{owner_id}~1pets~1{pet_id}"), None),
                set("/paths", "/~1owners~1{owner}~1pets~1{pet_id}", owner_paths()),
            ],
            &[
                "documentation only: changed operation client.pets().get_pet",
                "documentation only: renamed parameter client.pets().get_pet.owner_id",
                "documentation only: changed operation client.pets().upload_photo",
                "documentation only: renamed parameter client.pets().upload_photo.owner_id",
            ],
        ),
    ]
}

/// The operations below an owner, who is called in another way.
fn owner_paths() -> Value {
    let base: Value = serde_json::from_str(super::BASE).expect("the base is JSON");
    let text = base.pointer("/paths/~1owners~1{owner_id}~1pets~1{pet_id}").expect("the path").to_string();
    serde_json::from_str(&text.replace("\"owner_id\"", "\"owner\"")).expect("JSON")
}
