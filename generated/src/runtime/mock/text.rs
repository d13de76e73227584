//! Texts: those that are made for a format, and whether one is of a format.

use super::seed::Seed;
use crate::runtime::json::Base64;
use std::net::{Ipv4Addr, Ipv6Addr};

const WORDS: &[&str] = &[
    "amber", "basin", "cedar", "delta", "ember", "fjord", "grove", "haven", "iris", "jade", "kelp", "lotus", "maple", "north",
    "ocean", "pearl", "quartz", "river", "stone", "tulip", "umber", "valley", "willow", "xenon", "yarrow", "zephyr",
];

/// A word.
pub(super) fn word(seed: Seed) -> &'static str {
    WORDS[seed.below(WORDS.len() as u64) as usize]
}

/// A text of a format, or a word and a number where the format is none that is known.
pub(super) fn make(format: Option<&str>, seed: Seed) -> String {
    let word = word(seed);
    let bits = seed.of("bits").bits();
    match format {
        Some("date-time") => format!("{}T{}Z", date(bits), time(bits)),
        Some("date") => date(bits),
        Some("time") => format!("{}Z", time(bits)),
        Some("duration") => format!("PT{}M", 1 + bits % 59),
        // RFC 9562, 5.4: version 4, variant 10.
        Some("uuid") => {
            let more = seed.of("more").bits();
            let (first, second, third) = (bits >> 32, bits >> 16 & 0xffff, 0x4000 | bits & 0x0fff);
            format!("{first:08x}-{second:04x}-{third:04x}-{:04x}-{:012x}", 0x8000 | more >> 50, more & 0xffff_ffff_ffff)
        }
        Some("email" | "idn-email") => format!("{word}@example.com"),
        Some("uri" | "url" | "iri") => format!("https://example.com/{word}"),
        Some("uri-reference" | "iri-reference" | "json-pointer") => format!("/{word}"),
        Some("uri-template") => format!("/{word}/{{id}}"),
        Some("hostname" | "idn-hostname") => format!("{word}.example.com"),
        // RFC 5737 and RFC 3849: addresses of documentation.
        Some("ipv4") => format!("192.0.2.{}", bits % 256),
        Some("ipv6") => format!("2001:db8::{:x}", bits % 0xffff),
        Some("byte") => Base64::from_bytes(word.as_bytes()).as_str().to_owned(),
        _ => format!("{word}-{}", bits % 1000),
    }
}

/// The year after 2020 is any, the day is one that every month has.
fn date(bits: u64) -> String {
    format!("{}-{:02}-{:02}", 2021 + bits % 4, 1 + bits / 4 % 12, 1 + bits / 48 % 28)
}

fn time(bits: u64) -> String {
    format!("{:02}:{:02}:{:02}", bits / 7 % 24, bits / 168 % 60, bits / 10_080 % 60)
}

/// Whether a text of a format has a form of its own.
pub(super) fn is_known(format: &str) -> bool {
    ["date-time", "date", "time", "uuid", "email", "ipv4", "ipv6"].contains(&format)
}

/// Whether a text is of a format. A format that is not known is that of any text, and so is one that services spell in many ways.
pub(super) fn has_format(format: &str, text: &str) -> bool {
    match format {
        "date-time" => text.split_once(['T', 't', ' ']).is_some_and(|(date, time)| is_date(date) && is_time(time)),
        "date" => is_date(text),
        "time" => is_time(text),
        "uuid" => is_uuid(text),
        "email" => text.split_once('@').is_some_and(|(name, host)| !name.is_empty() && !host.is_empty()),
        "ipv4" => text.parse::<Ipv4Addr>().is_ok(),
        "ipv6" => text.parse::<Ipv6Addr>().is_ok(),
        _ => true,
    }
}

/// RFC 3339, `full-date`.
fn is_date(text: &str) -> bool {
    let mut parts = text.split('-').map(number);
    matches!(
        (parts.next(), parts.next(), parts.next(), parts.next()),
        (Some(Some((4, _))), Some(Some((2, 1..=12))), Some(Some((2, 1..=31))), None)
    )
}

/// RFC 3339, `full-time`, with or without the offset: many services leave it out.
fn is_time(text: &str) -> bool {
    let clock = text.strip_suffix(['Z', 'z']).unwrap_or(text);
    let clock = match clock.rfind(['+', '-']) {
        Some(sign) if is_clock(&clock[sign + 1..]) => &clock[..sign],
        _ => clock,
    };
    let (clock, fraction) = clock.split_once('.').unwrap_or((clock, "0"));
    is_clock(clock) && number(fraction).is_some()
}

/// `23:59:60` or `23:59`.
fn is_clock(text: &str) -> bool {
    let mut parts = text.split(':').map(number);
    let (hours, minutes, seconds) = (parts.next(), parts.next(), parts.next());
    matches!((hours, minutes), (Some(Some((2, 0..=23))), Some(Some((2, 0..=59)))))
        && matches!(seconds, None | Some(Some((2, 0..=60))))
        && parts.next().is_none()
}

/// How many digits, and what they say; a long fraction says nothing.
fn number(text: &str) -> Option<(usize, u32)> {
    let is_digits = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    is_digits.then(|| (text.len(), text.parse().unwrap_or(0)))
}

fn is_uuid(text: &str) -> bool {
    let lengths = text.split('-').map(str::len);
    lengths.eq([8, 4, 4, 4, 12]) && text.bytes().all(|byte| byte == b'-' || byte.is_ascii_hexdigit())
}
