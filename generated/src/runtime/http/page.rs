//! Lists that come in pages: what leads from one page to the next, and when the list ends.
//!
//! A list always ends: a page, a cursor or a link that comes twice is an error. A link of a server takes credentials along, and so
//! never leads to another origin.

use super::{
    call::{Call, Order},
    error::Error,
    flow::{Feed, Flow, streamed},
    link,
    pending::Decoder,
    place,
    response::RawResponse,
};
use crate::runtime::json::{Decode, Fault};
use std::{
    collections::{HashSet, VecDeque, hash_map::RandomState},
    fmt,
    hash::BuildHasher,
    task::{Context, Poll, ready},
};

/// How the pages of a list follow each other. Places in an answer are JSON pointers, in which `-` is the last item of a list; an empty
/// one says nothing, save for `items`, where it is the whole answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Paging {
    /// What leads to the next page.
    pub step: PageStep,
    /// Where the items stand.
    pub items: &'static str,
    /// Where the answer says whether there is more.
    pub has_more: &'static str,
    /// Where the answer says how many items there are.
    pub total: &'static str,
    /// Where the answer says how many pages there are.
    pub total_pages: &'static str,
}

/// What leads from a page to the next. A parameter is one of the query, or, where its name is a JSON pointer, a place in the JSON body
/// of the request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PageStep {
    /// A parameter counts pages.
    Page {
        /// Its name.
        parameter: &'static str,
        /// The number of the first page.
        first: u64,
    },
    /// A parameter counts the items before the page.
    Offset {
        /// Its name.
        parameter: &'static str,
        /// The offset of the first item.
        first: u64,
    },
    /// A parameter takes what the answer holds.
    Cursor {
        /// Its name.
        parameter: &'static str,
        /// Where the answer holds it.
        next: &'static str,
    },
    /// The answer holds a link.
    Link {
        /// Where.
        next: &'static str,
    },
    /// The header `Link` holds it (RFC 8288).
    LinkHeader,
}

/// The pages of a list, as they came.
struct List {
    order: Order,
    paging: &'static Paging,
    page: Option<RawResponse>,
    /// Whether the call is ready for another page; an error comes out where that page is asked for.
    next: Result<bool, Error>,
    /// Pages, cursors and links that have been there. Their hashes do: few lists have a billion pages.
    seen: HashSet<u64>,
    hasher: RandomState,
    /// How many items have come.
    count: u64,
}

impl Feed for List {
    type Item = RawResponse;

    fn take(&mut self) -> Result<Option<RawResponse>, Error> {
        Ok(self.page.take())
    }

    async fn fetch(&mut self) -> Result<bool, Error> {
        if !std::mem::replace(&mut self.next, Ok(false))? {
            return Ok(false);
        }
        let page = self.order.send().await?;
        let id = self.order.operation.id;
        let items = page.find(self.paging.items)?.unwrap_or("null");
        let count = place::count(items).map_err(|fault| page.failed(Error::decode(id, fault)))?;
        let counts = matches!(self.paging.step, PageStep::Page { .. } | PageStep::Offset { .. });
        if counts && count > 0 && self.is_repeated(items) {
            return Err(page.failed(Error::pages(id, "the server has sent this page before".to_owned())));
        }
        self.count = self.count.saturating_add(count);
        self.next = self.advance(&page, count);
        self.page = Some(page);
        Ok(true)
    }
}

impl List {
    fn new(call: Call<'_>, paging: &'static Paging) -> List {
        let (order, hasher) = (call.into_order(), RandomState::new());
        let mut list = List { order, paging, page: None, next: Ok(true), seen: HashSet::new(), hasher, count: 0 };
        if let PageStep::Cursor { parameter, .. } = paging.step
            && let Some(cursor) = list.order.draft.wish(parameter)
        {
            list.is_repeated(&cursor);
        }
        list
    }

    fn is_repeated(&mut self, text: &str) -> bool {
        !self.seen.insert(self.hasher.hash_one(text))
    }

    /// Makes the call that of the next page; says whether there is one.
    fn advance(&mut self, page: &RawResponse, count: u64) -> Result<bool, Error> {
        let (id, paging) = (self.order.operation.id, self.paging);
        let text = page.utf8()?;
        let refuse = |fault: Fault| page.failed(Error::decode(id, fault));
        if text.is_empty() || place::is_false(text, paging.has_more).map_err(refuse)? {
            return Ok(false);
        }
        let (next, is_last) = match paging.step {
            PageStep::Page { parameter, first } => {
                let number = self.number(parameter, first)?;
                let pages = place::number(text, paging.total_pages).map_err(refuse)?;
                (
                    Some((parameter, number.saturating_add(1))),
                    pages.is_some_and(|pages| number >= pages.saturating_add(first).saturating_sub(1)),
                )
            }
            PageStep::Offset { parameter, first } => {
                (Some((parameter, self.number(parameter, first)?.saturating_add(count))), false)
            }
            PageStep::Cursor { parameter, next } => {
                let Some(cursor) = place::word(text, next).map_err(refuse)? else { return Ok(false) };
                self.repeat_is_error(&cursor, "cursor")?;
                // As the answer writes it, so that a number stays one.
                let json = place::find(text, next).map_err(refuse)?.unwrap_or("null");
                self.ask(parameter, &cursor, json)?;
                return Ok(true);
            }
            PageStep::Link { next } => {
                let Some(link) = place::word(text, next).map_err(refuse)? else { return Ok(false) };
                return self.follow(link);
            }
            PageStep::LinkHeader => {
                let Some(link) = link::next(page.headers()) else { return Ok(false) };
                return self.follow(link);
            }
        };
        let total = place::number(text, paging.total).map_err(refuse)?;
        if is_last || count == 0 || total.is_some_and(|total| self.count >= total) {
            return Ok(false);
        }
        if let Some((parameter, number)) = next {
            let number = number.to_string();
            self.ask(parameter, &number, &number)?;
        }
        Ok(true)
    }

    /// Makes the call ask for another page.
    fn ask(&mut self, parameter: &str, word: &str, json: &str) -> Result<(), Error> {
        let id = self.order.operation.id;
        let refuse = |fault: Fault| Error::pages(id, format!("the body of the request has no place `{parameter}`: {fault}"));
        self.order.draft.set_wish(parameter, word, json).map_err(refuse)
    }

    fn follow(&mut self, link: String) -> Result<bool, Error> {
        self.repeat_is_error(&link, "link")?;
        self.order.draft.link = Some(link);
        Ok(true)
    }

    fn repeat_is_error(&mut self, text: &str, what: &str) -> Result<(), Error> {
        if self.is_repeated(text) {
            let message = format!("the server has given the {what} of the next page before");
            return Err(Error::pages(self.order.operation.id, message));
        }
        Ok(())
    }

    /// The page or offset that was asked for.
    fn number(&self, parameter: &str, first: u64) -> Result<u64, Error> {
        let Some(value) = self.order.draft.wish(parameter) else { return Ok(first) };
        let message = || format!("parameter `{parameter}` is no number, so that there is no next one");
        value.parse().map_err(|_| Error::pages(self.order.operation.id, message()))
    }
}

/// The pages of a list, asked for one by one. An error ends it, and dropping it ends the call.
pub struct Pages<P> {
    flow: Flow<List>,
    decoder: Decoder<P>,
}

impl<P> Pages<P> {
    /// The pages, from the one that the call asks for on. Nothing is sent yet.
    pub fn new(call: Call<'_>, paging: &'static Paging, decoder: Decoder<P>) -> Self {
        Pages { flow: Flow::new(List::new(call, paging)), decoder }
    }

    fn poll_item(&mut self, cx: &mut Context<'_>) -> Poll<Result<Option<P>, Error>> {
        let Some(page) = ready!(self.flow.poll_next(cx))? else { return Poll::Ready(Ok(None)) };
        Poll::Ready((self.decoder)(&page).map(Some).inspect_err(|_| self.flow.end()))
    }
}

streamed! {
    /// The next page; `None` at the end.
    impl [P] Pages<P> => P
}

impl<P> fmt::Debug for Pages<P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Pages")
    }
}

/// The items of a list, whose pages are asked for one by one as they are needed. An error ends it, and dropping it ends the
/// call.
pub struct Items<I> {
    flow: Flow<List>,
    items: &'static str,
    /// Those of the page at hand.
    waiting: VecDeque<I>,
}

impl<I> Unpin for Items<I> {}

impl<I: Decode> Items<I> {
    /// The items, from the page on that the call asks for. Nothing is sent yet.
    pub fn new(call: Call<'_>, paging: &'static Paging) -> Self {
        Items { flow: Flow::new(List::new(call, paging)), items: paging.items, waiting: VecDeque::new() }
    }

    fn poll_item(&mut self, cx: &mut Context<'_>) -> Poll<Result<Option<I>, Error>> {
        loop {
            if let Some(item) = self.waiting.pop_front() {
                return Poll::Ready(Ok(Some(item)));
            }
            let Some(page) = ready!(self.flow.poll_next(cx))? else { return Poll::Ready(Ok(None)) };
            self.waiting = page.items(self.items).inspect_err(|_| self.flow.end())?.into();
        }
    }
}

streamed! {
    /// The next item; `None` at the end.
    impl [I: Decode] Items<I> => I
}

impl<I> fmt::Debug for Items<I> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Items")
    }
}
