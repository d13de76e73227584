//! How the pages of a list follow each other.

use crate::ir::Type;

/// How the pages of a list follow each other. Places in an answer are JSON pointers (RFC 6901), in which `-` is the last item of a
/// list; an empty one says nothing, save for `items`, where it is the whole answer.
#[derive(Clone, Debug, PartialEq)]
pub struct Paging {
    /// What leads to the next page.
    pub step: PageStep,
    /// Where the items stand.
    pub items: String,
    /// The type of an item.
    pub item: Type,
    /// Where the answer says whether there is more.
    pub has_more: String,
    /// Where the answer says how many items there are.
    pub total: String,
    /// Where the answer says how many pages there are.
    pub total_pages: String,
}

/// What leads from a page to the next.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PageStep {
    /// A query parameter, or a place in the body where its name is a JSON pointer, counts pages, from `first` on.
    Page {
        /// Its name on the wire.
        parameter: String,
        /// The number of the first page.
        first: u64,
    },
    /// It counts the items before the page, from `first` on.
    Offset {
        /// Its name on the wire.
        parameter: String,
        /// The offset of the first item.
        first: u64,
    },
    /// A query parameter takes what the answer holds.
    Cursor {
        /// Its name on the wire.
        parameter: String,
        /// Where the answer holds it.
        next: String,
    },
    /// The answer holds a link to the next page.
    Link {
        /// Where.
        next: String,
    },
    /// The header `Link` holds it (RFC 8288).
    LinkHeader,
}
