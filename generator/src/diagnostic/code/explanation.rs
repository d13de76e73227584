//! What `cargo xtask explain CODE` prints: what was found, why it matters, the smallest document that shows it, and what to do.

use super::Code;

/// By code, in the order of the codes.
pub(super) const EXPLANATIONS: &[(Code, &str)] = &[
    (
        Code::AmbiguousDiscriminator,
        "
A discriminator names a property whose value tells the schemas of a `oneOf` or `anyOf` apart. Here it does not: a mapping leads to
no member, two members have the same value, or a member does not have the property. The members are told apart by trying them.

    oneOf: [{$ref: '#/components/schemas/Cat'}, {$ref: '#/components/schemas/Dog'}]
    discriminator:
      propertyName: kind
      mapping: {cat: '#/components/schemas/Bird'}    # not one of the two

Correct the mapping, or declare the property in every member.",
    ),
    (
        Code::AmbiguousReference,
        "
A `$dynamicRef` (JSON Schema 2020-12) leads to whichever `$dynamicAnchor` of its name is outermost at run time. Rust types are fixed
before that, so a client can follow it only where one anchor has the name; with several, the note says which one was taken.

    $defs:
      a: {$dynamicAnchor: node, type: object}
      b: {$dynamicAnchor: node, type: string}
    items: {$dynamicRef: '#node'}

Use `$ref` where the target is always the same one.",
    ),
    (
        Code::BadStatus,
        "
A key of `responses` is three digits from 100 to 599, a range from `1XX` to `5XX`, or `default`. A response under any other key has no
status that it could belong to, so it is skipped. Of two keys for the same status, the first counts.

    responses:
      '20': {description: OK}        # two digits
      success: {description: OK}     # no status

Write the status, or `default`.",
    ),
    (
        Code::ConflictingSchemas,
        "
Members of an `allOf`, or keywords of one schema, exclude each other, so that no value or hardly any value is valid. A type as narrow
as that would refuse what the server really sends, so the wider reading is taken; the note says which.

    allOf:
    - {type: object, properties: {id: {type: string}}}
    - {type: object, properties: {id: {type: integer}}}

Decide for one of them in the document.",
    ),
    (
        Code::DanglingReference,
        "
A reference leads to a place that the document does not have. What it stood for is skipped, or left open: a schema that nobody knows
takes any value, a parameter or response that nobody knows is left out.

    schema: {$ref: '#/components/schemas/Pets'}    # it is called `Pet`

Correct the reference. Mind that in a JSON pointer `/` within a name is written `~1`, and `~` is written `~0`.",
    ),
    (
        Code::DuplicateKey,
        "
An object has the same key twice. JSON and YAML leave open what this means, and parsers differ. Here the last value counts, in the
place of the first, and all of the earlier value is lost, which is hardly ever meant.

    paths:
      /pets: {get: {…}}
      /pets: {post: {…}}     # the `get` above is lost

Bring the two values together under one key.",
    ),
    (
        Code::DuplicateOperationId,
        "
OpenAPI wants every `operationId` to be unique, and a client makes the names of its methods from it. Here two operations share one.
The note says what became of the names.

    paths:
      /pets: {get: {operationId: list}}
      /owners: {get: {operationId: list}}

Give each operation an id of its own, or a name by an override in codegen.toml.",
    ),
    (
        Code::DuplicateParameter,
        "
A list of parameters has two of the same name and place (`in`). A call could not tell them apart, so the first one counts. A parameter
of an operation that repeats one of its path item is no duplicate: it replaces it.

    parameters:
    - {name: page, in: query, schema: {type: integer}}
    - {name: page, in: query, schema: {type: string}}

Remove one of them.",
    ),
    (
        Code::EscapingReference,
        "
A reference leads to a file outside the folder of the root document. It is not read: a document that somebody else wrote must not
decide which files of your machine end up in a client.

    schema: {$ref: '../../secrets/pet.yaml'}

Move the file below the folder of the root document, or generate from a document further up.",
    ),
    (
        Code::IgnoredParameter,
        "
OpenAPI says that header parameters named `Accept`, `Content-Type` and `Authorization` are ignored: media types and security schemes
set these headers. This operation has no content or no security that would set the header, so that nothing sends it.

    parameters:
    - {name: Authorization, in: header, schema: {type: string}}

Describe credentials as a security scheme, and media types under `content`. `CallOptions` sets any header of a single call.",
    ),
    (
        Code::InvalidConfig,
        "
`codegen.toml` is not TOML, has a key that is not known, or a value that the key cannot have. Nothing is generated: a choice that is
misspelled and silently ignored would show only in a review, if at all. An override needs a `reason`, and has to change something.

    [overrides.'#/components/schemas/Pet']
    rename = 'Animal'        # why?

The message says what is allowed. All keys are described at `generator::config::Config`.",
    ),
    (
        Code::InvalidOverlay,
        "
An overlay changes a document before it is read. One of its actions cannot be applied: its target is not a path that is understood,
matches nothing, or is the whole document and should be removed. An overlay that no longer fits its document is noticed that way.

    overlay: 1.0.0
    actions:
    - target: $.paths['/pets'].gett     # there is only `get`
      update: {deprecated: true}

Targets are written with `.name`, `['name']`, `[0]`, `.*`, `[*]`, `..name` and `[?(@.name == 'value')]`.",
    ),
    (
        Code::InvalidSyntax,
        "
The text is neither JSON nor YAML, so nothing can be made of it. A text that begins with `{` or `[` is read as JSON, everything else
as YAML 1.2; both in UTF-8. As a warning, it is a small fault that could be repaired: a comma before a closing bracket, a control
character in a string, half a surrogate pair, a number that is too big, a second YAML document that is not read.

    info: {title: Pets
    paths: {}                # the bracket above is not closed

The position is where the parser noticed; the cause may stand before it.",
    ),
    (
        Code::InvalidValue,
        "
A value has the right JSON type, but is not one that the specification allows in this place. The note says how it is read, or what is
skipped. YAML adds values that JSON does not have, `.inf`, `.nan` and tags such as `!include`: they are reported here, too.

    paths:
      pets: {…}              # a path begins with `/`

Correct the value.",
    ),
    (
        Code::MissingField,
        "
A field that the specification requires is missing. Most documents in the wild lack one or another, so the least harmful value is
assumed, or the node is skipped where there is none; the note says which.

    parameters:
    - {name: page, in: query}      # neither `schema` nor `content`

Add the field.",
    ),
    (
        Code::NotOpenApi,
        "
The file can be read, but nothing in it says that it is an OpenAPI description: it has neither `openapi` nor `swagger` at its top.

    asyncapi: 3.0.0
    info: {title: Pets, version: '1'}

Check that the path leads to the root document, not to one of the files that it refers to.",
    ),
    (
        Code::PathParameters,
        "
Each `{name}` in a path needs a parameter with `in: path` and that name, and each such parameter its place in the path. A parameter
that is not declared is added as text; one that has no place is left out.

    /pets/{petId}:
      get:
        parameters:
        - {name: id, in: path, required: true, schema: {type: string}}

Spell both alike.",
    ),
    (
        Code::ReferenceCycle,
        "
A reference leads, directly or through others, back to itself, without anything in between that could be described. A schema that
contains itself as a property or an item is no such cycle: it is a recursive type.

    components:
      schemas:
        A: {$ref: '#/components/schemas/B'}
        B: {$ref: '#/components/schemas/A'}

Replace one of the references by a schema.",
    ),
    (
        Code::RemoteReference,
        "
A reference has the URL of another machine. The generator never uses the network: what it makes depends on the files that you gave it
and on nothing else, so that a run today and a run next year agree.

    schema: {$ref: 'https://example.com/schemas/pet.yaml'}

Download the file into the folder of the document, and refer to it by its path.",
    ),
    (
        Code::TooLarge,
        "
A document must not take the machine down that reads it. So its size, its nesting, the number of its values, what its YAML aliases
repeat, and the types that its schemas unfold to are bounded. Beyond a bound of the text nothing is generated; beyond one of a schema,
its value is not typed.

    a: &a [x, x, x, x, x, x, x, x, x]
    b: &b [*a, *a, *a, *a, *a, *a, *a, *a, *a]     # and so on: nine lines, a billion values

The bounds are far above those of real documents. They are listed in `generator/src/load/limits.rs`.",
    ),
    (
        Code::UndefinedSecurityScheme,
        "
A security requirement names a scheme that is not under `components.securitySchemes`, so nobody knows where its credential goes. The
alternative that needs it is skipped.

    security:
    - api_key: []            # and no scheme of this name

Define the scheme, or correct the name.",
    ),
    (
        Code::UnknownType,
        "
JSON Schema has the types `null`, `boolean`, `integer`, `number`, `string`, `array` and `object`. Another one says nothing about which
values are valid, so every value is accepted.

    properties:
      created: {type: date}  # `type: string` and `format: date`

Use one of the seven, with a `format` where there is more to say.",
    ),
    (
        Code::UnmatchedOverride,
        "
A choice in codegen.toml has nothing that it applies to: the pointer of an override leads to no node, a filter matches no operation,
or a group, an example or a credential names what the document does not have. The document has changed, or there is a typing error.

    [overrides.'#/components/schemas/Pte']
    rename = 'Animal'
    reason = 'it is what our users call it'

Correct the entry, or remove it.",
    ),
    (
        Code::UnreadableFile,
        "
A file that the document, a reference or the configuration names cannot be read: it does not exist, is a folder, or may not be opened.
What a reference to it stood for is treated like a reference that leads nowhere.

    schema: {$ref: 'schemas/pet.yaml'}     # there is no such file

Paths are relative to the file that names them.",
    ),
    (
        Code::UnsupportedBody,
        "
A request body, or one of its media types, has no way in the client. The note says what happened: the body is taken as bytes that the
caller makes, or the media type is left out.

    requestBody:
      content:
        application/x-custom: {schema: {type: object}}

Describe it as JSON, a form, multipart, text or bytes, if the server takes one of them.",
    ),
    (
        Code::UnsupportedParameter,
        "
A parameter is described in a way that the client cannot send, or in a place that OpenAPI does not have. It is left out, and the rest
of the operation is emitted.

    parameters:
    - {name: pet, in: matrix, schema: {type: string}}

`CallOptions` sets any query parameter or header of a single call.",
    ),
    (
        Code::UnsupportedSchema,
        "
A schema says something that no Rust type says, such as `not`, or tells its alternatives apart in a way that cannot be decided. The
type is wider than the schema, so that every valid value can still be read and written; nothing that the server sends is refused.

    type: object
    not: {required: [id]}

Nothing has to be done. If a type of your own says it better, name it with `retype` in codegen.toml.",
    ),
    (
        Code::UnsupportedSecurity,
        "
A security scheme is described in a way that the client cannot fulfil, so the scheme, and every alternative that needs it, is skipped.
Requests are sent without it.

    securitySchemes:
      legacy: {type: apiKey, in: body, name: token}

API keys in headers, queries and cookies, HTTP schemes, and bearer tokens of OAuth 2 and OpenID Connect are supported. A single call
can set any header by `CallOptions`.",
    ),
    (
        Code::UnsupportedStyle,
        "
A parameter has a `style` that OpenAPI does not define for its place or for its type, so there is no agreed way to write it. The note
says which style is used, or what is left out.

    parameters:
    - {name: filter, in: query, style: spaceDelimited, schema: {type: object}}

Paths know `simple`, `label` and `matrix`; queries `form`, `spaceDelimited`, `pipeDelimited` (both for arrays) and `deepObject` (for
objects); headers `simple`; cookies `form`.",
    ),
    (
        Code::UnsupportedVersion,
        "
The version of OpenAPI is not one that the generator knows: Swagger 2.0 and OpenAPI 3.0, 3.1 and 3.2. A later 3.x is read as the last
one that is known, with this warning; for any other version nothing is generated.

    openapi: 4.0.0

Write the version that the document follows.",
    ),
    (
        Code::WrongType,
        "
A value does not have the JSON type that the specification wants in this place. If what is meant is plain, it is read that way; else
it costs the node that it stands in, and never the document. The note says which.

    required: true           # `required` of a schema is a list of names

Correct the value. YAML turns `1.0` into a number and `yes` into a text: put quotes around what must be text.",
    ),
];
