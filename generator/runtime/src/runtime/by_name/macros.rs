//! The macros with which the file of an operation says what a name needs. Their arguments have the form of expressions, so that a
//! formatter can print them.

/// Gives a call type its [`Entry`](super::Entry):
///
/// ```text
/// entry! {
///     ReadPet {
///         name: "pets_read",
///         group: ["pets"],
///         function: "read",
///         doc: ["Reads a pet.", "", "It has to be there."],
///         arguments: [
///             path("id", r#"{ "type": "integer" }"#, "Which one."),
///             "x_level" = header("X-Level", required, r#"{ "type": "string" }"#),
///             body("application/json", r##"{ "$ref": "#/$defs/Pet" }"##),
///         ],
///         prepare: |client: &Client, arguments| { … },
///     }
/// }
/// ```
///
/// All but `name` and `prepare` may be left out. The function is called as the operation is, an argument as on the wire, and a body
/// `body`, unless a name is given. `doc` has a string for each line, and so has an argument after its schema. A static `OPERATION`
/// must be in scope.
#[allow(unused_macros)] // A client without operations has no entry.
macro_rules! entry {
    ($call:ident {
        name: $name:literal,
        $(group: [$($group:literal),* $(,)?],)?
        $(function: $function:literal,)?
        $(doc: [$($line:literal),* $(,)?],)?
        $(arguments: [$($($own:literal =)? $place:ident ($($given:tt)*)),* $(,)?],)?
        prepare: |$client:ident: &$of:ty, $taken:pat_param| $prepare:block $(,)?
    }) => {
        impl $call<'_> {
            pub(crate) const ENTRY: $crate::runtime::by_name::Entry<$of> = $crate::runtime::by_name::Entry {
                name: $name,
                group: &[$($($group),*)?],
                function: $crate::runtime::by_name::entry!(@function $name $(, $function)?),
                id: OPERATION.id,
                method: OPERATION.method,
                path: OPERATION.path,
                doc: $crate::runtime::by_name::entry!(@lines $($($line),*)?),
                arguments: &[$($($crate::runtime::by_name::entry!(@argument $place $($given)*)$(.named($own))?),*)?],
                prepare: |$client, $taken| $prepare,
            };
        }
    };
    (@argument $place:ident $at:literal, $($required:ident,)? $schema:literal $(, $line:literal)* $(,)?) => {
        $crate::runtime::by_name::Argument::$place($at, $schema, $crate::runtime::by_name::entry!(@lines $($line),*))
            $(.$required())?
    };
    (@function $name:literal) => { $name };
    (@function $name:literal, $function:literal) => { $function };
    (@lines) => { "" };
    (@lines $line:literal $(, $more:literal)*) => { ::core::concat!($line $(, "\n", $more)*) };
}
#[allow(unused_imports)]
pub(crate) use entry;

/// Says how an answer that differs by status becomes JSON, as what it holds or `null`: `answer! { ReadPetAnswer, Ok(value), NoContent }`.
#[allow(unused_macros)] // A client need not have such an answer.
macro_rules! answer {
    ($name:ident $(, $variant:ident $(($value:ident))?)* $(,)?) => {
        impl $crate::runtime::by_name::ToValue for $name {
            fn to_value(&self) -> ::serde_json::Value {
                match self {
                    $($name::$variant $(($value))? => $crate::runtime::by_name::answer!(@ $($value)?),)*
                }
            }
        }
    };
    (@) => { ::serde_json::Value::Null };
    (@ $value:ident) => { $crate::runtime::by_name::ToValue::to_value($value) };
}
#[allow(unused_imports)]
pub(crate) use answer;
