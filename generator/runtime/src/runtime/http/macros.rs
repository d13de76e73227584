//! What every call type of an operation can do, spelled once.

/// Gives a call type its methods: `call! { GetPet, json, Pet }`.
///
/// The first argument is the type, which has a field `call: Call<'_>`; a static `OPERATION` must be in scope. The second says how
/// the answer is read: `json`, `text`, `bytes`, `empty`, or the path of a function `fn(&RawResponse) -> Result<T, Error>`. The third
/// is the type of the value: `String`, `Bytes` and `()` for `text`, `bytes` and `empty`. All three parse as expressions, so generic
/// types are written with a turbofish: `Vec::<Pet>`.
#[allow(unused_macros)] // A client without operations has no call.
macro_rules! call {
    ($name:ident, json, $value:ty $(,)?) => {
        $crate::runtime::http::call! { @ $name, $value, $crate::runtime::http::RawResponse::json::<$value> }
    };
    ($name:ident, text, $value:ty $(,)?) => {
        $crate::runtime::http::call! { @ $name, $value, $crate::runtime::http::RawResponse::text }
    };
    ($name:ident, bytes, $value:ty $(,)?) => {
        $crate::runtime::http::call! { @ $name, $value, $crate::runtime::http::RawResponse::bytes }
    };
    ($name:ident, empty, $value:ty $(,)?) => {
        $crate::runtime::http::call! { @ $name, $value, $crate::runtime::http::RawResponse::empty }
    };
    (@ $name:ident, $value:ty, $decoder:expr) => {
        impl $name<'_> {
            /// With settings of its own for this call: headers and query pairs that the document does not know, timeout, attempts.
            pub fn with(mut self, options: impl Into<$crate::runtime::http::CallOptions>) -> Self {
                self.call.apply(options.into());
                self
            }

            /// The request, complete with credentials, for those who send it themselves; [`decode`](Self::decode) takes the answer.
            pub fn build(self) -> ::std::result::Result<::http::Request<::bytes::Bytes>, $crate::runtime::http::Error> {
                self.call.build()
            }

            /// Reads an answer that came by another way than this client's.
            pub fn decode(
                response: ::http::Response<::bytes::Bytes>,
            ) -> ::std::result::Result<$value, $crate::runtime::http::Error> {
                $crate::runtime::http::RawResponse::read(&OPERATION, response, $decoder)
            }

            /// Sends the call and reads the answer.
            pub fn send(self) -> $crate::runtime::http::Pending<$value> {
                $crate::runtime::http::Pending::new(self.call, $decoder)
            }

            /// Sends the call, reads the answer, and keeps its status and headers.
            pub fn send_with_meta(self) -> $crate::runtime::http::PendingWithMeta<$value> {
                $crate::runtime::http::PendingWithMeta::new(self.call, $decoder)
            }
        }

        $crate::runtime::http::further! { $name, $value, $decoder }
    };
    ($name:ident, $decoder:path, $value:ty $(,)?) => {
        $crate::runtime::http::call! { @ $name, $value, $decoder }
    };
}
#[allow(unused_imports)]
pub(crate) use call;

/// What a call type can do with features that few want. Without them there is nothing for the compiler to read.
#[cfg(any(feature = "blocking", feature = "by-name"))]
#[allow(unused_macros)]
macro_rules! further {
    ($name:ident, $value:ty, $decoder:expr) => {
        #[cfg(feature = "blocking")]
        impl $name<'_> {
            /// Sends the call and reads the answer, and blocks the thread for as long as that takes.
            pub fn send_blocking(self) -> ::std::result::Result<$value, $crate::runtime::http::Error> {
                self.send().wait()
            }
        }

        impl ::core::fmt::Debug for $name<'_> {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                self.call.debug(stringify!($name), f)
            }
        }

        #[cfg(feature = "by-name")]
        impl<'a> ::core::convert::From<$name<'a>> for $crate::runtime::by_name::NamedCall<'a> {
            fn from(call: $name<'a>) -> Self {
                Self::new(call.call, |raw| {
                    ::std::result::Result::Ok($crate::runtime::by_name::ToValue::to_value(&$decoder(raw)?))
                })
            }
        }
    };
}
#[cfg(not(any(feature = "blocking", feature = "by-name")))]
#[allow(unused_macros)]
macro_rules! further {
    ($($given:tt)*) => {};
}
#[allow(unused_imports)]
pub(crate) use further;

/// Gives a call type its method `stream`, and its blocking form: `stream! { WatchPets, events, Pet }`.
///
/// The second argument says what the answer is: `bytes`, `events` with data in JSON, `text_events`, or `json_lines`. The third is the
/// type of the data or the line; for `bytes` and `json_lines` the last one is the media type to ask for.
#[allow(unused_macros)] // A client need not have an answer that comes in pieces.
macro_rules! stream {
    ($name:ident, bytes, $accept:literal $(,)?) => {
        $crate::runtime::http::stream! { @ $name, $crate::runtime::http::ByteStream, open, $accept }
    };
    ($name:ident, json_lines, $value:ty, $accept:literal $(,)?) => {
        $crate::runtime::http::stream! { @ $name, $crate::runtime::http::JsonStream<$value>, open, $accept }
    };
    ($name:ident, events, $value:ty $(,)?) => {
        $crate::runtime::http::stream! { @ $name, $crate::runtime::http::EventStream<$value>, open }
    };
    ($name:ident, text_events $(,)?) => {
        $crate::runtime::http::stream! { @ $name, $crate::runtime::http::EventStream<String>, open_text }
    };
    (@ $name:ident, $stream:ty, $open:ident $(, $accept:literal)?) => {
        impl $name<'_> {
            /// Sends the call and gives the answer as it comes, however long that takes: only silence, or a timeout of this very
            /// call, ends it early. Dropping the stream ends the call.
            pub fn stream(self) -> $crate::runtime::http::Opening<$stream> {
                <$stream>::$open(self.call $(, $accept)?)
            }

            /// Does the same, and blocks the thread until the answer begins, and again for each of its values.
            #[cfg(feature = "blocking")]
            pub fn stream_blocking(
                self,
            ) -> ::std::result::Result<$crate::runtime::http::Blocking<$stream>, $crate::runtime::http::Error> {
                self.stream().wait()
            }
        }
    };
}
#[allow(unused_imports)]
pub(crate) use stream;

/// Gives a call type its methods `pages` and `items`, and their blocking forms: `pages! { ListPets, json, PetPage, Pet }`.
///
/// The second argument and the third are those of `call!`, and the fourth is the type of an item; a static `PAGING` must be in
/// scope.
#[allow(unused_macros)] // A client need not have a list that comes in pages.
macro_rules! pages {
    ($name:ident, json, $page:ty, $item:ty $(,)?) => {
        $crate::runtime::http::pages! { @ $name, $page, $item, $crate::runtime::http::RawResponse::json::<$page> }
    };
    ($name:ident, $decoder:path, $page:ty, $item:ty $(,)?) => {
        $crate::runtime::http::pages! { @ $name, $page, $item, $decoder }
    };
    (@ $name:ident, $page:ty, $item:ty, $decoder:expr) => {
        impl $name<'_> {
            /// The pages of the list, from the one that the call asks for on; each is asked for when it is wanted.
            pub fn pages(self) -> $crate::runtime::http::Pages<$page> {
                $crate::runtime::http::Pages::new(self.call, &PAGING, $decoder)
            }

            /// The items of all pages, from the page on that the call asks for.
            pub fn items(self) -> $crate::runtime::http::Items<$item> {
                $crate::runtime::http::Items::new(self.call, &PAGING)
            }

            /// The pages, for a thread that blocks while it waits for each.
            #[cfg(feature = "blocking")]
            pub fn pages_blocking(self) -> $crate::runtime::http::Blocking<$crate::runtime::http::Pages<$page>> {
                $crate::runtime::http::Blocking::new(self.pages())
            }

            /// The items of all pages, for a thread that blocks while it waits for a page.
            #[cfg(feature = "blocking")]
            pub fn items_blocking(self) -> $crate::runtime::http::Blocking<$crate::runtime::http::Items<$item>> {
                $crate::runtime::http::Blocking::new(self.items())
            }
        }
    };
}
#[allow(unused_imports)]
pub(crate) use pages;
