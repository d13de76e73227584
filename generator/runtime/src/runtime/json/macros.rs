//! The macros that emitted types say their JSON form with. Each expansion is the codec of one type: plain functions without type
//! parameters that hand slots to the shared ones, and serde's traits as shims.
//!
//! Every argument is a Rust expression, most a struct literal in form, so that a formatter can print it.

// A client uses those that its types need.
#![allow(unused_macros, unused_imports)]

/// serde's traits, for a type with a codec.
macro_rules! serde_shims {
    ($name:ident) => {
        impl ::serde::Serialize for $name {
            fn serialize<S: ::serde::Serializer>(&self, serializer: S) -> ::core::result::Result<S::Ok, S::Error> {
                $crate::runtime::json::serialize(self, serializer)
            }
        }

        impl<'de> ::serde::Deserialize<'de> for $name {
            fn deserialize<D: ::serde::Deserializer<'de>>(deserializer: D) -> ::core::result::Result<Self, D::Error> {
                $crate::runtime::json::deserialize(deserializer)
            }
        }
    };
}

/// A struct that is a JSON object: `object! { Pet { id: "id", name: optional("name"), ..extra_fields } }`.
///
/// A field is required unless it says `optional`. The last one, after `..`, is a map that keeps all other properties; without it
/// they are dropped.
macro_rules! object {
    ($name:ident {
        $($field:ident : $($required:literal)? $(optional($optional:literal $(,)?))?),* $(,)? $(..$rest:ident $(,)?)?
    }) => {
        impl $crate::runtime::json::Decode for $name {
            fn decode(
                r: &mut $crate::runtime::json::Reader<'_>,
            ) -> ::core::result::Result<Self, $crate::runtime::json::Fault> {
                match $crate::runtime::json::read_object(
                    r,
                    &[$($(($required, true))? $(($optional, false))?),*],
                ) {
                    ::core::result::Result::Ok(($crate::runtime::json::field_tuple!($($field)*), ($($rest,)?))) => {
                        ::core::result::Result::Ok(Self { $($field,)* $($rest)? })
                    }
                    ::core::result::Result::Err(fault) => ::core::result::Result::Err(fault),
                }
            }
        }

        impl ::core::fmt::Debug for $name {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                $crate::runtime::json::debug(stringify!($name), self, f)
            }
        }

        impl ::core::cmp::PartialEq for $name {
            fn eq(&self, other: &Self) -> bool {
                $crate::runtime::json::equal(self, other)
            }
        }

        impl $crate::runtime::json::Encode for $name {
            fn encode(&self, w: &mut $crate::runtime::json::Writer) {
                $crate::runtime::json::write_object(
                    w,
                    &[$($(($required, &self.$field, true))? $(($optional, &self.$field, false))?),*],
                    &[$(&self.$rest)?],
                );
            }
        }

        $crate::runtime::json::serde_shims! { $name }
    };
}

/// The pattern of so many fields as `read_object` gives them.
macro_rules! field_tuple {
    (
        $a:ident $b:ident $c:ident $d:ident $e:ident $f:ident $g:ident $h:ident
        $i:ident $j:ident $k:ident $l:ident $m:ident $n:ident $o:ident $p:ident $($more:ident)+
    ) => {
        $crate::runtime::json::More(
            ($a, $b, $c, $d, $e, $f, $g, $h, $i, $j, $k, $l, $m, $n, $o, $p),
            $crate::runtime::json::field_tuple!($($more)+),
        )
    };
    ($($field:ident)*) => {
        ($($field,)*)
    };
}

/// `Eq` and `Hash`, for a struct whose values always equal themselves: `total! { Pet }`.
macro_rules! total {
    ($name:ident $(,)?) => {
        impl ::core::cmp::Eq for $name {}

        impl ::core::hash::Hash for $name {
            fn hash<H: ::core::hash::Hasher>(&self, hasher: &mut H) {
                $crate::runtime::json::hash(self, hasher);
            }
        }
    };
}

/// A struct of one field that looks in JSON as that field does: `newtype! { Tree }`.
macro_rules! newtype {
    ($name:ident $(,)?) => {
        impl $crate::runtime::json::Decode for $name {
            fn decode(r: &mut $crate::runtime::json::Reader<'_>) -> ::core::result::Result<Self, $crate::runtime::json::Fault> {
                r.check_stack()?;
                $crate::runtime::json::Decode::decode(r).map(Self)
            }
        }

        impl $crate::runtime::json::Encode for $name {
            fn encode(&self, w: &mut $crate::runtime::json::Writer) {
                $crate::runtime::json::Encode::encode(&self.0, w);
            }
        }

        $crate::runtime::json::serde_shims! { $name }
    };
}

/// A tuple struct that is a JSON list: `tuple! { Point { 0: required, 1: optional, ..2 } }`.
///
/// The field after `..` is a list of all further items; without it they are dropped.
macro_rules! tuple {
    ($name:ident { $($elements:tt)* }) => {
        $crate::runtime::json::tuple! { @ $name [] $($elements)* }
    };
    // A field index must stay a token to follow a dot, and a token may as well be `..`: so the elements are split one by one.
    (@ $name:ident [$($split:tt)*] $index:tt : $mode:ident $(, $($more:tt)*)?) => {
        $crate::runtime::json::tuple! { @ $name [$($split)* ($index $mode)] $($($more)*)? }
    };
    (@ $name:ident [$(($index:tt $mode:ident))*] $(..$rest:tt $(,)?)?) => {
        impl $crate::runtime::json::Decode for $name {
            fn decode(
                r: &mut $crate::runtime::json::Reader<'_>,
            ) -> ::core::result::Result<Self, $crate::runtime::json::Fault> {
                let mut elements = (
                    $($crate::runtime::json::element(stringify!($mode)),)*
                    $($crate::runtime::json::further(stringify!($rest)),)?
                );
                $crate::runtime::json::read_tuple(
                    r,
                    &[$(stringify!($mode)),*],
                    &mut [$(&mut elements.$index),*],
                    &mut [$(&mut elements.$rest)?],
                )?;
                ::core::result::Result::Ok(Self {
                    $($index: $crate::runtime::json::filled(elements.$index)?,)*
                    $($rest: elements.$rest)?
                })
            }
        }

        impl $crate::runtime::json::Encode for $name {
            fn encode(&self, w: &mut $crate::runtime::json::Writer) {
                $crate::runtime::json::write_tuple(
                    w,
                    &[$((&self.$index, stringify!($mode))),*],
                    &[$(&self.$rest)?],
                );
            }
        }

        $crate::runtime::json::serde_shims! { $name }
    };
}

/// An enum of strings: `string_enum! { Status { Live: "LIVE", Ended: "ENDED" } }`, whose last variant is `Unknown(String)`.
macro_rules! string_enum {
    ($name:ident { $($variant:ident : $text:literal),* $(,)? }) => {
        impl $name {
            /// The text on the wire.
            pub fn as_str(&self) -> &str {
                match self {
                    $(Self::$variant => $text,)*
                    Self::Unknown(text) => text,
                }
            }
        }

        impl ::core::convert::From<&str> for $name {
            fn from(text: &str) -> Self {
                match text {
                    $($text => Self::$variant,)*
                    _ => Self::Unknown(::std::borrow::ToOwned::to_owned(text)),
                }
            }
        }

        impl ::core::str::FromStr for $name {
            type Err = ::core::convert::Infallible;

            fn from_str(text: &str) -> ::core::result::Result<Self, Self::Err> {
                ::core::result::Result::Ok(Self::from(text))
            }
        }

        impl ::core::fmt::Display for $name {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                f.pad(self.as_str())
            }
        }

        impl ::core::fmt::Debug for $name {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                $crate::runtime::json::debug(stringify!($name), self, f)
            }
        }

        impl ::core::cmp::PartialEq for $name {
            fn eq(&self, other: &Self) -> bool {
                self.as_str() == other.as_str()
            }
        }

        impl ::core::cmp::Eq for $name {}

        impl ::core::hash::Hash for $name {
            fn hash<H: ::core::hash::Hasher>(&self, hasher: &mut H) {
                ::core::hash::Hash::hash(self.as_str(), hasher);
            }
        }

        impl $crate::runtime::json::Decode for $name {
            fn decode(
                r: &mut $crate::runtime::json::Reader<'_>,
            ) -> ::core::result::Result<Self, $crate::runtime::json::Fault> {
                $crate::runtime::json::read_text(r, Self::Unknown)
            }
        }

        impl $crate::runtime::json::Encode for $name {
            fn encode(&self, w: &mut $crate::runtime::json::Writer) {
                w.string(self.as_str());
            }
        }

        $crate::runtime::json::serde_shims! { $name }
    };
}

/// An enum of integers: `integer_enum! { Level { One: 1, MinusTwo: -2 } }`, whose last variant is `Unknown(i64)`.
macro_rules! integer_enum {
    ($name:ident { $($variant:ident : $number:literal),* $(,)? }) => {
        impl $name {
            /// The number on the wire.
            pub fn as_i64(&self) -> i64 {
                match self {
                    $(Self::$variant => $number,)*
                    Self::Unknown(number) => *number,
                }
            }
        }

        impl ::core::convert::From<i64> for $name {
            fn from(number: i64) -> Self {
                match number {
                    $($number => Self::$variant,)*
                    _ => Self::Unknown(number),
                }
            }
        }

        impl ::core::fmt::Display for $name {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                ::core::fmt::Display::fmt(&self.as_i64(), f)
            }
        }

        impl $crate::runtime::json::Decode for $name {
            fn decode(
                r: &mut $crate::runtime::json::Reader<'_>,
            ) -> ::core::result::Result<Self, $crate::runtime::json::Fault> {
                let value = Self::from(<i64 as $crate::runtime::json::Decode>::decode(r)?);
                if let Self::Unknown(_) = value {
                    r.leave_over();
                }
                ::core::result::Result::Ok(value)
            }
        }

        impl $crate::runtime::json::Encode for $name {
            fn encode(&self, w: &mut $crate::runtime::json::Writer) {
                $crate::runtime::json::Encode::encode(&self.as_i64(), w);
            }
        }

        $crate::runtime::json::serde_shims! { $name }
    };
}

/// An enum of any values: `literal_enum! { Odd { Yes: true, Null: null, Half: 0.5, Name: "x", List: json("[1,2]") } }`, whose last
/// variant is `Unknown(serde_json::Value)`.
macro_rules! literal_enum {
    ($name:ident { $($variant:ident : $literal:expr),* $(,)? }) => {
        impl $name {
            /// The value on the wire.
            pub fn to_value(&self) -> ::serde_json::Value {
                #[allow(unused_imports)]
                use $crate::runtime::json::{json, null};
                match self {
                    $(Self::$variant => $crate::runtime::json::Literal::from($literal).to_value(),)*
                    Self::Unknown(value) => value.clone(),
                }
            }
        }

        impl ::core::convert::From<::serde_json::Value> for $name {
            fn from(value: ::serde_json::Value) -> Self {
                #[allow(unused_imports)]
                use $crate::runtime::json::{json, null};
                $(if $crate::runtime::json::Literal::from($literal).is(&value) {
                    return Self::$variant;
                })*
                Self::Unknown(value)
            }
        }

        impl $crate::runtime::json::Decode for $name {
            fn decode(
                r: &mut $crate::runtime::json::Reader<'_>,
            ) -> ::core::result::Result<Self, $crate::runtime::json::Fault> {
                let value = Self::from(<::serde_json::Value as $crate::runtime::json::Decode>::decode(r)?);
                if let Self::Unknown(_) = value {
                    r.leave_over();
                }
                ::core::result::Result::Ok(value)
            }
        }

        impl $crate::runtime::json::Encode for $name {
            fn encode(&self, w: &mut $crate::runtime::json::Writer) {
                $crate::runtime::json::Encode::encode(&self.to_value(), w);
            }
        }

        $crate::runtime::json::serde_shims! { $name }
    };
}

/// An enum of types that a property tells apart: `tagged! { Pet { Cat: "cat", Dog: "dog" | "hound", ..tag("petType") } }`, whose
/// last variant is `Unknown(serde_json::Value)`.
macro_rules! tagged {
    ($name:ident { $($variant:ident : $($tag:literal)|+ ,)* ..tag($property:literal $(,)?) $(,)? }) => {
        impl $crate::runtime::json::Decode for $name {
            fn decode(
                r: &mut $crate::runtime::json::Reader<'_>,
            ) -> ::core::result::Result<Self, $crate::runtime::json::Fault> {
                let tag = $crate::runtime::json::read_tag(r, ::core::any::TypeId::of::<Self>(), $property)?;
                let value = match tag.as_deref() {
                    $(::core::option::Option::Some($($tag)|+) => Self::$variant($crate::runtime::json::Decode::decode(r)?),)*
                    _ => Self::Unknown(r.unknown()?),
                };
                r.leave_union();
                ::core::result::Result::Ok(value)
            }
        }

        $crate::runtime::json::encode_union! { $name { $($variant),* } }
    };
}

/// An enum of types that are told apart by trying: `untagged! { Filter { Text, Number, Rule } }`, whose last variant is
/// `Unknown(serde_json::Value)`. With `..any` at the end, `Unknown` takes what the others would read with a loss.
macro_rules! untagged {
    ($name:ident { $($variant:ident),* $(,)? $(..$any:ident $(,)?)? }) => {
        impl $crate::runtime::json::Decode for $name {
            #[allow(unused_mut)]
            fn decode(
                r: &mut $crate::runtime::json::Reader<'_>,
            ) -> ::core::result::Result<Self, $crate::runtime::json::Fault> {
                let mut attempts = $crate::runtime::json::Attempts::start(
                    r,
                    ::core::any::TypeId::of::<Self>(),
                    !<[&str]>::is_empty(&[$(stringify!($any))?]),
                )?;
                let mut best = ::core::option::Option::None;
                $(if attempts.next(r) {
                    let attempt = $crate::runtime::json::Decode::decode(r);
                    if attempts.is_best(r, attempt.is_ok()) {
                        best = attempt.ok().map(Self::$variant);
                    }
                })*
                match (attempts.finish(r)?, best) {
                    (::core::option::Option::None, ::core::option::Option::Some(best)) => ::core::result::Result::Ok(best),
                    (unknown, _) => ::core::result::Result::Ok(Self::Unknown(unknown.unwrap_or_default())),
                }
            }
        }

        $crate::runtime::json::encode_union! { $name { $($variant),* } }
    };
}

/// The writing half of a union.
macro_rules! encode_union {
    ($name:ident { $($variant:ident),* }) => {
        impl $crate::runtime::json::Encode for $name {
            fn encode(&self, w: &mut $crate::runtime::json::Writer) {
                match self {
                    $(Self::$variant(value) => $crate::runtime::json::Encode::encode(value, w),)*
                    Self::Unknown(value) => $crate::runtime::json::Encode::encode(value, w),
                }
            }
        }

        $crate::runtime::json::serde_shims! { $name }
    };
}

pub(crate) use {
    encode_union, field_tuple, integer_enum, literal_enum, newtype, object, serde_shims, string_enum, tagged, total, tuple,
    untagged,
};
