//! Other ways to read an answer than as a whole: in pieces, page by page, and its headers.

use super::Spelled;
use crate::{
    ir::{self, HeaderForm, PageStep, Paging, StreamContent},
    name::OperationName,
};

/// A way to read an answer, or a part of it.
#[derive(Clone, Debug)]
pub struct Way<'a> {
    /// What it is called: `stream`, `pages`, or the method of a header.
    pub name: &'a str,
    /// What it is: `a stream`, `pages`, `the header`.
    pub what: &'static str,
    /// What it gives: a piece, an item, a value.
    pub ty: Spelled,
    /// How it is found on the wire.
    pub wire: String,
    /// Documentation; none where the document has no place for it.
    pub doc: Option<&'a ir::Doc>,
}

pub(super) fn list<'a>(of: &'a ir::Operation, name: &'a OperationName) -> Vec<Way<'a>> {
    let stream = of.stream.iter().map(|stream| {
        let ty = match &stream.content {
            StreamContent::Bytes => Spelled::plain("Bytes"),
            StreamContent::Events(of) => Spelled::value(of).around("Event<", ">"),
            StreamContent::TextEvents => Spelled::plain("Event<String>"),
            StreamContent::JsonLines(of) => Spelled::value(of),
        };
        Way { name: "stream", what: "a stream of", ty, wire: stream.media_type.clone(), doc: None }
    });
    let paging = of.paging.iter().map(|paging| Way {
        name: "pages",
        what: "pages of",
        ty: Spelled::value(&paging.item),
        wire: places(paging),
        doc: None,
    });
    let headers = of.headers.iter().zip(&name.headers.methods).map(|(header, method)| {
        let form = match header.form {
            HeaderForm::Scalar => "",
            HeaderForm::List => ", with commas",
            HeaderForm::Json => ", as JSON",
        };
        let ty = Spelled::value(&header.ty).around("Option<", ">");
        Way { name: method, what: "the header", ty, wire: format!("{}{form}", header.wire), doc: Some(&header.doc) }
    });
    stream.chain(paging).chain(headers).collect()
}

/// Where the next page and the items of this one are found.
fn places(of: &Paging) -> String {
    let mut words = vec![match &of.step {
        PageStep::Page { parameter, first } => format!("{parameter} from {first}"),
        PageStep::Offset { parameter, first } => format!("{parameter} from {first} items"),
        PageStep::Cursor { parameter, next } => format!("{parameter} from {next}"),
        PageStep::Link { next } => format!("link at {next}"),
        PageStep::LinkHeader => "the header Link".to_owned(),
    }];
    let known = [("items", &of.items), ("more", &of.has_more), ("total", &of.total), ("pages", &of.total_pages)];
    words.extend(known.into_iter().filter(|(_, place)| !place.is_empty()).map(|(word, place)| format!("{word} at {place}")));
    words.join(", ")
}
