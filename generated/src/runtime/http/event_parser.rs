//! `text/event-stream`, by the letter of the HTML Living Standard, 9.2.6: bytes in, events out, whatever pieces the bytes come in.
//!
//! It knows no transport, and holds no more than one event and one line.

use std::time::Duration;

/// The wait before a stream is asked for again that a server can ask for, at most.
const MAX_RETRY: Duration = Duration::from_secs(60);

/// What a server has sent so far, up to the event that is next.
#[derive(Debug, Default)]
pub(super) struct EventParser {
    bytes: Vec<u8>,
    /// Where the line begins that is read next.
    start: usize,
    /// Up to where there is no end of a line.
    searched: usize,
    /// Whether a line has ended with CR, so that a LF behind it is part of that end.
    is_behind_cr: bool,
    /// Whether the first line has been read, which may begin with a byte order mark.
    is_begun: bool,
    data: String,
    event: String,
    id: String,
    /// What the last whole event has left behind.
    last_id: String,
    retry: Option<Duration>,
}

/// An event of a server.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct RawEvent {
    pub(super) event: String,
    pub(super) id: String,
    pub(super) data: String,
}

impl EventParser {
    pub(super) fn push(&mut self, chunk: &[u8]) {
        self.bytes.drain(..self.start);
        self.searched -= self.start;
        self.start = 0;
        self.bytes.extend_from_slice(chunk);
    }

    /// The next event that is whole.
    pub(super) fn next(&mut self) -> Option<RawEvent> {
        while let Some(line) = self.line() {
            if let Some(event) = self.read(&line) {
                return Some(event);
            }
        }
        None
    }

    /// How many bytes wait for the rest of their event.
    pub(super) fn held(&self) -> usize {
        self.bytes.len() - self.start + self.data.len()
    }

    /// The id that the server knows the last whole event by; empty where it has none.
    pub(super) fn last_id(&self) -> &str {
        &self.last_id
    }

    /// How long to wait before the stream is asked for again, if the server has said so; never more than a minute.
    pub(super) fn retry(&self) -> Option<Duration> {
        self.retry
    }

    /// Forgets the event that has begun: the stream has ended, and is to be asked for again.
    pub(super) fn restart(&mut self) {
        let (last_id, retry) = (std::mem::take(&mut self.last_id), self.retry);
        *self = EventParser { id: last_id.clone(), last_id, retry, ..EventParser::default() };
    }

    /// The next whole line, without its end: CR, LF, or both.
    fn line(&mut self) -> Option<String> {
        if self.is_behind_cr && self.start < self.bytes.len() {
            self.is_behind_cr = false;
            self.start += usize::from(self.bytes[self.start] == b'\n');
        }
        let from = self.searched.max(self.start);
        let Some(length) = self.bytes[from..].iter().position(|byte| matches!(byte, b'\n' | b'\r')) else {
            self.searched = self.bytes.len();
            return None;
        };
        let end = from + length;
        let line = String::from_utf8_lossy(&self.bytes[self.start..end]);
        let line = if self.is_begun { line.into_owned() } else { line.trim_start_matches('\u{feff}').to_owned() };
        self.is_begun = true;
        self.is_behind_cr = self.bytes[end] == b'\r';
        self.start = end + 1;
        self.searched = self.start;
        Some(line)
    }

    fn read(&mut self, line: &str) -> Option<RawEvent> {
        if line.is_empty() {
            return self.dispatch();
        }
        let (field, value) = line.split_once(':').unwrap_or((line, ""));
        let value = value.strip_prefix(' ').unwrap_or(value);
        match field {
            "data" => {
                self.data.push_str(value);
                self.data.push('\n');
            }
            "event" => value.clone_into(&mut self.event),
            "id" if !value.contains('\0') => value.clone_into(&mut self.id),
            "retry" if !value.is_empty() && value.bytes().all(|byte| byte.is_ascii_digit()) => {
                // A number that is too large for us is too large a wait.
                self.retry = Some(value.parse().map_or(MAX_RETRY, Duration::from_millis).min(MAX_RETRY));
            }
            // Comments have no name; other fields are ignored.
            _ => {}
        }
        None
    }

    /// An event without data is none, but its id counts.
    fn dispatch(&mut self) -> Option<RawEvent> {
        self.last_id.clone_from(&self.id);
        let (mut data, event) = (std::mem::take(&mut self.data), std::mem::take(&mut self.event));
        data.pop()?;
        let event = if event.is_empty() { "message".to_owned() } else { event };
        Some(RawEvent { event, id: self.last_id.clone(), data })
    }
}

#[cfg(test)]
mod tests {
    use super::{EventParser, RawEvent};
    use std::time::Duration;

    fn event(event: &str, id: &str, data: &str) -> RawEvent {
        RawEvent { event: event.to_owned(), id: id.to_owned(), data: data.to_owned() }
    }

    /// The events of a text that comes in pieces of this size.
    fn parse(text: &str, size: usize) -> (Vec<RawEvent>, EventParser) {
        let mut parser = EventParser::default();
        let mut events = Vec::new();
        for chunk in text.as_bytes().chunks(size) {
            parser.push(chunk);
            events.extend(std::iter::from_fn(|| parser.next()));
        }
        (events, parser)
    }

    #[test]
    fn texts_give_the_events_of_the_standard_in_pieces_of_any_size() {
        let cases: [(&str, Vec<RawEvent>); 13] = [
            ("data: YHOO\ndata: +2\ndata: 10\n\n", vec![event("message", "", "YHOO\n+2\n10")]),
            // The four blocks of 9.2.6: a comment, an id, an id that is reset, a space more.
            (
                ": test stream\n\ndata: first event\nid: 1\n\ndata:second event\nid\n\ndata:  third event\n\n",
                vec![
                    event("message", "1", "first event"),
                    event("message", "", "second event"),
                    event("message", "", " third event"),
                ],
            ),
            // The last block is cut off, so that it is discarded.
            ("data\n\ndata\ndata\n\ndata:", vec![event("message", "", ""), event("message", "", "\n")]),
            ("data:test\n\ndata: test\n\n", vec![event("message", "", "test"), event("message", "", "test")]),
            ("event: add\ndata: 1\n\ndata: 2\n\n", vec![event("add", "", "1"), event("message", "", "2")]),
            (
                "data: a\r\rdata: b\r\n\r\ndata: c\n\r",
                vec![event("message", "", "a"), event("message", "", "b"), event("message", "", "c")],
            ),
            ("\u{feff}data: a\n\n\u{feff}data: b\n\n", vec![event("message", "", "a")]),
            ("id: 7\n\ndata: a\n\n", vec![event("message", "7", "a")]),
            ("id: a\0b\ndata: a\n\n", vec![event("message", "", "a")]),
            ("DATA: a\ndatum: b\n data: c\n\n", vec![]),
            ("event: ping\n\n", vec![]),
            ("data: é\u{1f600}\n\n", vec![event("message", "", "é\u{1f600}")]),
            ("id: 1\ndata: a\n\ndata: b\n\n", vec![event("message", "1", "a"), event("message", "1", "b")]),
        ];
        for (text, expected) in cases {
            for size in 1..=text.len() {
                assert_eq!(parse(text, size).0, expected, "{text:?} in pieces of {size}");
            }
        }
    }

    #[test]
    fn a_wait_is_a_number_of_milliseconds_up_to_a_minute() {
        for (text, expected) in [
            ("retry: 250\n", Some(250)),
            ("retry: 99999999999999999999999\n", Some(60_000)),
            ("retry: 1e3\n", None),
            ("retry: -1\n", None),
            ("retry:\n", None),
        ] {
            assert_eq!(parse(text, 3).1.retry(), expected.map(Duration::from_millis), "{text:?}");
        }
    }

    #[test]
    fn an_id_counts_when_its_event_is_whole_and_survives_a_restart() {
        let (_, mut parser) = parse("id: 1\ndata: a\n\nid: 2\ndata: b\n", 4);
        assert_eq!(parser.last_id(), "1");
        parser.restart();
        assert_eq!((parser.last_id(), parser.held()), ("1", 0));
        parser.push(b"data: c\n\n");
        assert_eq!(parser.next(), Some(event("message", "1", "c")));
    }

    #[test]
    fn bytes_that_are_no_text_are_replaced() {
        let mut parser = EventParser::default();
        parser.push(b"data: \xff\n\n");
        assert_eq!(parser.next(), Some(event("message", "", "\u{fffd}")));
    }

    #[test]
    fn what_is_held_is_counted() {
        let (events, parser) = parse("data: 12\ndata: 345", 5);
        assert!(events.is_empty());
        assert_eq!(parser.held(), "12\n".len() + "data: 345".len());
    }
}
