//! Values that come one after the other: the state machine behind every stream of the client.
//!
//! A [`Feed`] says what is at hand and how more is fetched; a [`Flow`] asks it, and keeps a fetch that is under way when whoever
//! waited for it goes away, so that nothing is lost. It knows no type of any document.

use super::error::Error;
use std::{
    future::Future,
    pin::Pin,
    task::{Context, Poll},
};

/// Where values come from.
pub(super) trait Feed: Send + Sized + 'static {
    /// What comes.
    type Item;

    /// What is at hand without waiting.
    fn take(&mut self) -> Result<Option<Self::Item>, Error>;

    /// Fetches more; `false` where there is none. [`Feed::take`] is asked once more then.
    fn fetch(&mut self) -> impl Future<Output = Result<bool, Error>> + Send;
}

type Fetch<F> = Pin<Box<dyn Future<Output = (F, Result<bool, Error>)> + Send>>;

/// The values of a feed, in order. An error of the feed ends it.
pub(super) struct Flow<F>(State<F>);

enum State<F> {
    Idle(F),
    Fetching(Fetch<F>),
    Done,
}

impl<F: Feed> Flow<F> {
    pub(super) fn new(feed: F) -> Self {
        Flow(State::Idle(feed))
    }

    /// Ends it here.
    pub(super) fn end(&mut self) {
        self.0 = State::Done;
    }

    /// The next value; `None` at the end, and ever after.
    pub(super) fn poll_next(&mut self, cx: &mut Context<'_>) -> Poll<Result<Option<F::Item>, Error>> {
        let mut has_more = true;
        loop {
            match std::mem::replace(&mut self.0, State::Done) {
                State::Done => return Poll::Ready(Ok(None)),
                State::Idle(mut feed) => match feed.take() {
                    Ok(Some(item)) => {
                        self.0 = State::Idle(feed);
                        return Poll::Ready(Ok(Some(item)));
                    }
                    Ok(None) if has_more => {
                        self.0 = State::Fetching(Box::pin(async move {
                            let fetched = feed.fetch().await;
                            (feed, fetched)
                        }));
                    }
                    ended => return Poll::Ready(ended),
                },
                State::Fetching(mut fetch) => {
                    let Poll::Ready((feed, fetched)) = fetch.as_mut().poll(cx) else {
                        self.0 = State::Fetching(fetch);
                        return Poll::Pending;
                    };
                    has_more = fetched?;
                    self.0 = State::Idle(feed);
                }
            }
        }
    }
}

/// Implements `next` and, where the features are on, `Stream` and the iterator of a thread that waits, for a type with a method
/// `poll_item`.
macro_rules! streamed {
    ($(#[$doc:meta])* impl [$($generic:tt)*] $stream:ty => $item:ty) => {
        impl<$($generic)*> $stream {
            $(#[$doc])*
            ///
            /// A future that is dropped before it is done loses nothing.
            ///
            /// # Errors
            /// Why the next one cannot be had.
            pub async fn next(&mut self) -> Result<Option<$item>, $crate::runtime::http::Error> {
                std::future::poll_fn(|cx| self.poll_item(cx)).await
            }
        }

        #[cfg(feature = "blocking")]
        impl<$($generic)*> Iterator for $crate::runtime::http::Blocking<$stream> {
            type Item = Result<$item, $crate::runtime::http::Error>;

            fn next(&mut self) -> Option<Self::Item> {
                $crate::runtime::http::blocking::wait(self.0.next()).transpose()
            }
        }

        #[cfg(feature = "stream")]
        impl<$($generic)*> futures_core::Stream for $stream {
            type Item = Result<$item, $crate::runtime::http::Error>;

            fn poll_next(
                mut self: std::pin::Pin<&mut Self>,
                cx: &mut std::task::Context<'_>,
            ) -> std::task::Poll<Option<Self::Item>> {
                self.poll_item(cx).map(Result::transpose)
            }
        }
    };
}
pub(super) use streamed;
