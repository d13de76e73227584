//! What is emitted for operations, groups, the client and examples: the smallest client that shows the point.

mod support;

use generator::{
    ir::{
        Api, Body, BodyContent, BodyMedia, Doc, Encoding, Example, Failure, Field, Format, Group, HeaderForm, Integer, Location,
        Method, OAuth2, Operation, PageStep, Paging, Parameter, Part, PartContent, PartEncoding, PathPart, PathTemplate,
        Presence, Repetition, ResponseContent, ResponseHeader, Rest, SecurityKind, SecurityScheme, Server, ServerVariable,
        StatusMatch, Stream, StreamContent, Struct, Style, Success, SuccessCase, Type, TypeKind,
        mock::{Mock, MockContent, MockOperation, MockResponse},
    },
    pointer::Pointer,
};
use insta::assert_snapshot;
use support::{Build, field};

/// `GET /pets/{id}` without anything else.
fn operation(id: &str) -> Operation {
    Operation {
        origin: Pointer::new("/paths/~1pets~1{id}/get"),
        id: id.to_owned(),
        method: Method::Get,
        path: PathTemplate {
            text: "/pets/{id}".to_owned(),
            parts: vec![PathPart::Literal("/pets/".to_owned()), PathPart::Variable("id".to_owned())],
            query: Vec::new(),
        },
        group: vec!["pets".to_owned()],
        doc: Doc::default(),
        parameters: vec![parameter("id", Location::Path(style(Style::Simple, false)), Type::String)],
        body: None,
        success: Success::One(ResponseContent::Empty),
        stream: None,
        headers: Vec::new(),
        paging: None,
        errors: Vec::new(),
        security: Vec::new(),
        server: None,
        repetition: Repetition::default(),
    }
}

fn parameter(wire: &str, location: Location, ty: Type) -> Parameter {
    let required = matches!(location, Location::Path(_));
    Parameter { origin: Pointer::root(), wire: wire.to_owned(), location, required, ty, doc: Doc::default() }
}

fn style(style: Style, explode: bool) -> Encoding {
    Encoding::Style { style, explode, allow_reserved: false }
}

fn query(wire: &str, ty: Type) -> Parameter {
    parameter(wire, Location::Query(style(Style::Form, true)), ty)
}

fn said(description: &str) -> Doc {
    Doc { description: Some(description.to_owned()), ..Doc::default() }
}

fn body(required: bool, media: Vec<(&str, BodyContent)>) -> Option<Body> {
    let media = media.into_iter().map(|(name, content)| BodyMedia { media_type: name.to_owned(), content });
    Some(Body { origin: Pointer::root(), required, media: media.collect(), doc: Doc::default() })
}

fn part(wire: &str, required: bool, content: PartContent) -> Part {
    Part { wire: wire.to_owned(), required, repeated: false, content, media_type: None, headers: Vec::new(), doc: Doc::default() }
}

fn json(ty: Type) -> ResponseContent {
    ResponseContent::Json(ty, "application/json".to_owned())
}

fn build(operations: Vec<Operation>) -> Build {
    Build { api: Api { title: "Pets".to_owned(), operations, ..Api::default() }, ..Build::default() }
}

/// The file of the one operation, without its imports.
fn file(build: &Build) -> String {
    build.file("src/pets/get_pet.rs")
}

#[test]
fn required_parameters_are_arguments_and_optional_ones_are_setters() {
    let mut get = operation("getPet");
    get.doc = Doc { summary: Some("Get a pet".to_owned()), description: Some("Any pet.".to_owned()), ..Doc::default() };
    get.parameters[0].doc = said("Which pet.");
    let mut size = query("size", Type::Integer(Integer::I64));
    size.required = true;
    get.parameters.extend([
        size,
        query("since", Type::Text(Format::DateTime)),
        query("tags", Type::List(Box::new(Type::String))),
        parameter("X-Trace", Location::Header(style(Style::Simple, false)), Type::String),
        parameter("session", Location::Cookie(style(Style::Form, true)), Type::Bool),
    ]);
    get.parameters[4].doc = said("Who asks.");
    get.success = Success::One(json(Type::Map(Box::new(Type::F64))));
    assert_snapshot!(file(&build(vec![get])));
}

#[test]
fn styles_other_than_the_default_are_spelled_out() {
    let list = Type::List(Box::new(Type::String));
    let mut get = operation("getPet");
    get.parameters[0] = parameter("id", Location::Path(style(Style::Matrix, true)), list.clone());
    let reserved = Encoding::Style { style: Style::Form, explode: true, allow_reserved: true };
    get.parameters.extend([
        parameter("comma", Location::Query(style(Style::Form, false)), list.clone()),
        parameter("pipe", Location::Query(style(Style::PipeDelimited, false)), list.clone()),
        parameter("deep", Location::Query(style(Style::DeepObject, true)), Type::Map(Box::new(Type::Any))),
        parameter("raw", Location::Query(reserved), Type::String),
        parameter("json", Location::Query(Encoding::Content("application/json".to_owned())), Type::Any),
        parameter("spread", Location::Header(style(Style::Simple, true)), Type::Map(Box::new(Type::Any))),
        parameter("crumbs", Location::Cookie(style(Style::Form, false)), list),
    ]);
    assert_snapshot!(file(&build(vec![get])));
}

#[test]
fn what_the_document_says_of_sending_again_stands_in_the_method() {
    let mut post = operation("getPet");
    post.repetition = Repetition { is_idempotent: Some(true), key_header: Some("Idempotency-Key".to_owned()) };
    let text = file(&build(vec![post]));
    let body = text.split_once("let mut call").and_then(|(_, rest)| rest.split_once("GetPet { call }"));
    assert_snapshot!(body.map(|(body, _)| body).unwrap_or_default(), @r#"
     = Call::new(self.core, &OPERATION);
            call.literal("/pets/");
            call.segment("id", &id);
            call.set_idempotent(true);
            call.idempotency_header("Idempotency-Key");
    "#);
}

#[test]
fn a_json_body_is_the_last_argument() {
    let mut build = build(vec![operation("getPet")]);
    let fields = vec![field("name", Type::String, Presence::Required)];
    let pet = build.component("Pet", TypeKind::Struct(Struct { fields, rest: Rest::Drop }));
    build.api.operations[0].body = body(true, vec![("application/json", BodyContent::Json(Type::Named(pet)))]);
    build.api.operations[0].success = Success::One(json(Type::List(Box::new(Type::Named(pet)))));
    assert_snapshot!(file(&build));
}

#[test]
fn an_optional_body_is_a_setter() {
    let mut get = operation("getPet");
    get.body = body(false, vec![("application/merge-patch+json", BodyContent::Json(Type::Any))]);
    assert_snapshot!(file(&build(vec![get])));
}

#[test]
fn a_form_has_the_encodings_of_its_properties() {
    let mut get = operation("getPet");
    let encodings = vec![
        PartEncoding { wire: "filter".to_owned(), encoding: style(Style::DeepObject, true) },
        PartEncoding { wire: "meta".to_owned(), encoding: Encoding::Content("application/json".to_owned()) },
    ];
    let form = BodyContent::Form(Type::Map(Box::new(Type::Any)), encodings);
    get.body = body(true, vec![("application/x-www-form-urlencoded", form)]);
    assert_snapshot!(file(&build(vec![get])));
}

#[test]
fn a_body_in_several_media_types_is_an_enum() {
    let mut get = operation("getPet");
    let map = Type::Map(Box::new(Type::String));
    let parts = vec![part("file", true, PartContent::File), part("note", false, PartContent::Text(Type::String))];
    get.body = body(
        true,
        vec![
            ("application/json", BodyContent::Json(map.clone())),
            ("application/x-www-form-urlencoded", BodyContent::Form(map, Vec::new())),
            ("multipart/form-data", BodyContent::Multipart(parts)),
            ("application/xml", BodyContent::Text),
            ("image/png", BodyContent::Bytes),
        ],
    );
    assert_snapshot!(file(&build(vec![get])));
}

#[test]
fn required_parts_are_arguments_and_optional_ones_are_setters() {
    let mut get = operation("getPet");
    let mut photos = part("photos", true, PartContent::File);
    photos.repeated = true;
    photos.media_type = Some("image/png".to_owned());
    let mut tags = part("tags", false, PartContent::Json(Type::Any));
    tags.repeated = true;
    let mut labels = part("labels", false, PartContent::Text(Type::String));
    labels.repeated = true;
    let count = part("count", true, PartContent::Text(Type::Integer(Integer::I32)));
    let meta = part("meta", false, PartContent::Json(Type::Map(Box::new(Type::Any))));
    let parts = vec![photos, count, meta, tags, labels];
    get.body = body(true, vec![("multipart/form-data", BodyContent::Multipart(parts))]);
    assert_snapshot!(file(&build(vec![get])));
}

#[test]
fn a_list_in_several_media_types_is_taken_from_a_vector_too() {
    let mut get = operation("getPet");
    let list = Type::List(Box::new(Type::Bool));
    let offers = vec![
        ("application/json", BodyContent::Json(list)),
        // Parts that the document does not name.
        ("multipart/mixed", BodyContent::Multipart(Vec::new())),
    ];
    get.body = body(false, offers);
    assert_snapshot!(file(&build(vec![get])));
}

#[test]
fn a_success_that_differs_by_status_is_an_enum() {
    let mut get = operation("getPet");
    let case = |status, content, words: &str| SuccessCase { origin: Pointer::root(), status, content, doc: said(words) };
    get.success = Success::ByStatus(vec![
        case(StatusMatch::Code(200), json(Type::Any), "Here it is."),
        case(StatusMatch::Code(202), ResponseContent::Empty, ""),
        case(StatusMatch::Code(206), ResponseContent::Bytes("image/png".to_owned()), "A part."),
        case(StatusMatch::Range(2), ResponseContent::Text("text/plain".to_owned()), "Anything else."),
    ]);
    assert_snapshot!(file(&build(vec![get])));
}

#[test]
fn failures_are_documented_with_their_types() {
    let mut build = build(vec![operation("getPet")]);
    let problem = build.component("Problem", TypeKind::Struct(Struct { fields: Vec::<Field>::new(), rest: Rest::Keep }));
    let failure = |status, content, words: &str| Failure { origin: Pointer::root(), status, content, doc: said(words) };
    build.api.operations[0].errors = vec![
        failure(StatusMatch::Code(404), json(Type::Named(problem)), "No such pet."),
        failure(StatusMatch::Range(4), ResponseContent::Empty, "The call is wrong."),
        failure(StatusMatch::Default, json(Type::Named(problem)), ""),
    ];
    assert_snapshot!(file(&build));
}

#[test]
fn an_operation_has_its_own_server_security_and_fixed_query() {
    let mut get = operation("getPet");
    get.doc.deprecated = Some(generator::ir::Deprecation { message: Some("Use `listPets`.".to_owned()) });
    get.security = vec![vec!["key".to_owned(), "user".to_owned()], Vec::new()];
    get.server = Some(Server { url: "https://{region}.example.com".to_owned(), description: None, variables: Vec::new() });
    get.path.query = vec![("action".to_owned(), "get".to_owned())];
    get.success = Success::One(ResponseContent::Bytes("image/png".to_owned()));
    assert_snapshot!(file(&build(vec![get])));
}

#[test]
fn groups_nest_and_operations_without_one_belong_to_the_client() {
    let mut toys = operation("listToys");
    toys.group = vec!["pets".to_owned(), "toys".to_owned()];
    let mut ping = operation("ping");
    ping.group = Vec::new();
    let mut build = build(vec![operation("getPet"), toys, ping]);
    build.api.groups = vec![Group { path: vec!["pets".to_owned()], doc: said("All about pets.") }];
    let files = ["src/pets/mod.rs", "src/pets/toys/mod.rs", "src/operations/mod.rs", "src/operations/ping.rs"];
    let text: Vec<String> = files.iter().map(|path| format!("// {path}\n{}", build.file(path))).collect();
    assert_snapshot!(text.join("\n"));
}

#[test]
fn the_client_has_a_setter_for_each_scheme() {
    let mut build = build(vec![operation("getPet")]);
    let scheme = |name: &str, kind, env: Option<&str>| SecurityScheme {
        origin: Pointer::root(),
        name: name.to_owned(),
        kind,
        env: env.map(str::to_owned),
        doc: Doc::default(),
    };
    build.api.security_schemes = vec![
        scheme("token", SecurityKind::Bearer, Some("PETS_TOKEN")),
        scheme("login", SecurityKind::Basic, None),
        scheme(
            "oauth",
            SecurityKind::OAuth2(OAuth2 {
                client_credentials: Some("https://auth.example.com/token".to_owned()),
                refresh: None,
                scopes: vec![("read".to_owned(), "Read *pets*.".to_owned()), ("write".to_owned(), String::new())],
            }),
            None,
        ),
        scheme("api-key", SecurityKind::Header("X-Api-Key".to_owned()), None),
        scheme("cert", SecurityKind::Transport, None),
    ];
    let variables =
        vec![ServerVariable { name: "region".to_owned(), default: "eu".to_owned(), values: Vec::new(), description: None }];
    build.api.servers = vec![
        Server { url: "/relative".to_owned(), description: None, variables: Vec::new() },
        Server { url: "https://{region}.example.com/v1".to_owned(), description: None, variables },
    ];
    build.config.base_url_env = Some("PETS_URL".to_owned());
    assert_snapshot!(build.file("src/client.rs"));
}

#[test]
fn an_example_asks_the_service_or_a_mock() {
    let mut get = operation("getPet");
    get.security = vec![vec!["token".to_owned()]];
    get.success = Success::One(json(Type::Any));
    get.body = body(true, vec![("application/json", BodyContent::Json(Type::Map(Box::new(Type::String))))]);
    let mut build = build(vec![get]);
    build.config.package.name = "pet-client".to_owned();
    build.api.security_schemes = vec![SecurityScheme {
        origin: Pointer::root(),
        name: "token".to_owned(),
        kind: SecurityKind::Bearer,
        env: Some("PETS_TOKEN".to_owned()),
        doc: Doc::default(),
    }];
    build.api.examples = vec![Example {
        operation: 0,
        parameters: vec![Some("p-1".into())],
        body: Some(serde_json::json!({ "name": "Rex" })),
        is_answer_shown: true,
    }];
    assert_snapshot!(build.file("examples/get_pet.rs"));
}

#[test]
fn a_mock_has_a_table_for_each_operation() {
    let mut list = operation("listPets");
    list.method = Method::Post;
    list.security = vec![vec!["token".to_owned()], Vec::new()];
    list.parameters = vec![parameter("type", Location::Query(style(Style::DeepObject, true)), Type::Any)];
    list.body = body(true, vec![("application/json", BodyContent::Json(Type::Any)), ("text/plain", BodyContent::Text)]);
    let mut build = build(vec![list]);
    let response = |status, content, media_type: &str| MockResponse {
        status,
        content,
        media_type: media_type.to_owned(),
        schema: "{\"$ref\":\"#/$defs/Pets\"}".to_owned(),
        example: None,
        headers: Vec::new(),
    };
    let mut shown = response(StatusMatch::Code(200), MockContent::Json, "application/json");
    shown.example = Some("[{\"name\":\"Rex\"}]".to_owned());
    shown.headers = vec![("X-Total".to_owned(), "{\"type\":\"integer\"}".to_owned())];
    let lines = response(StatusMatch::Code(200), MockContent::JsonLines, "application/jsonl");
    let failed = response(StatusMatch::Range(4), MockContent::Empty, "");
    build.api.mock = Mock {
        operations: vec![MockOperation {
            parameters: vec!["true".to_owned()],
            bodies: vec!["{\"type\":\"object\"}".to_owned(), "true".to_owned()],
            responses: vec![shown, lines, failed],
        }],
        schemas: [("Pets".to_owned(), "{\"type\":\"array\",\"items\":{\"type\":\"object\"}}".to_owned())].into(),
    };
    let files = build.files();
    let file = |path: &str| files.get(path).expect("a mock has it").to_owned();
    assert_snapshot!(["src/mock/mod.rs", "src/mock/list_pets.rs", "src/mock/schemas.rs"].map(file).join("\n"));
}

#[test]
fn the_manifest_has_fixed_dependencies() {
    let build = build(vec![operation("getPet")]);
    let files = build.files();
    assert_snapshot!(files.get("Cargo.toml").expect("every client has a manifest"));
}

#[test]
fn what_comes_in_pieces_and_in_pages_is_a_line_each() {
    let list = || Box::new(Type::Integer(Integer::I64));
    let mut get = operation("getPet");
    get.success = Success::One(json(Type::List(list())));
    get.stream = Some(Stream { media_type: "text/event-stream".to_owned(), content: StreamContent::Events(*list()), item: None });
    get.paging = Some(Paging {
        step: PageStep::Cursor { parameter: "after".to_owned(), next: "/-/id".to_owned() },
        items: String::new(),
        item: *list(),
        has_more: String::new(),
        total: String::new(),
        total_pages: String::new(),
    });
    // A parameter of the name of a method that the call has otherwise.
    get.parameters.extend([query("items", Type::Bool), query("after", Type::String)]);
    assert_snapshot!(file(&build(vec![get])));
}

#[test]
fn response_headers_are_a_view() {
    let header = |wire: &str, ty, form, doc| ResponseHeader { wire: wire.to_owned(), ty, form, doc };
    let mut get = operation("getPet");
    get.headers = vec![
        header("X-Count", Type::Integer(Integer::I64), HeaderForm::Scalar, said("How many there are.")),
        header("Link", Type::List(Box::new(Type::String)), HeaderForm::List, Doc::default()),
    ];
    assert_snapshot!(file(&build(vec![get])));
}

#[test]
fn what_calls_by_name_need_is_the_end_of_the_file() {
    let mut get = operation("getPet");
    get.doc =
        Doc { summary: Some("Get a \"pet\"".to_owned()), description: Some("Any pet.\nOr none.".to_owned()), ..Doc::default() };
    let mut level = parameter("X-Level", Location::Header(style(Style::Simple, false)), Type::Integer(Integer::I64));
    level.required = true;
    get.parameters.extend([
        level,
        query("type", Type::Nullable(Box::new(Type::String))),
        query("tags", Type::List(Box::new(Type::Bool))),
        query("client", Type::Any),
    ]);
    get.parameters[2].doc = said("Which kind.\n\nAny.");
    let mut photos = part("photos", true, PartContent::File);
    photos.repeated = true;
    let parts = vec![photos, part("note", false, PartContent::Text(Type::String))];
    let offers = vec![("application/json", BodyContent::Json(Type::Any)), ("multipart/form-data", BodyContent::Multipart(parts))];
    get.body = body(true, offers);
    let case = |status, content| SuccessCase { origin: Pointer::root(), status, content, doc: Doc::default() };
    let cases = vec![case(StatusMatch::Code(200), json(Type::Any)), case(StatusMatch::Code(202), ResponseContent::Empty)];
    get.success = Success::ByStatus(cases);
    assert_snapshot!(build(vec![get]).by_name("src/pets/get_pet.rs"));
}

#[test]
fn operations_of_one_method_have_the_names_of_their_groups() {
    let mut other = operation("getPet");
    other.group = Vec::new();
    let build = build(vec![operation("getPet"), other]);
    let files = build.files();
    let list = files.get("src/by_name/mod.rs").and_then(|text| text.split_once("OPERATIONS: ")).map(|(_, list)| list);
    let list = list.and_then(|list| list.split_once(";")).map(|(list, _)| list).unwrap_or_default();
    let entries = ["src/operations/get_pet.rs", "src/pets/get_pet.rs"].map(|path| build.by_name(path));
    assert_snapshot!(format!("{list}\n\n{}", entries.join("\n")));
}
