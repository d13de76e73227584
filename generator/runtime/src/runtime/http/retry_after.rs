//! `Retry-After` (RFC 9110, 10.2.3): seconds or a date. What is neither is no wish at all.

use http::{HeaderMap, header};
use std::time::{Duration, SystemTime};

/// The header by which some services say it in milliseconds. It wins, being more exact.
const RETRY_AFTER_MS: &str = "retry-after-ms";

/// How long the server asks the client to wait; `None` where it does not, or not intelligibly, or the time has come.
pub(super) fn parse(headers: &HeaderMap, now: SystemTime) -> Option<Duration> {
    let milliseconds = headers.get(RETRY_AFTER_MS).and_then(|value| number(value.as_bytes().trim_ascii()));
    let wait = match milliseconds {
        Some(milliseconds) => Duration::from_millis(milliseconds),
        None => {
            let value = headers.get(header::RETRY_AFTER)?.as_bytes().trim_ascii();
            match number(value) {
                Some(seconds) => Duration::from_secs(seconds),
                None => date(std::str::from_utf8(value).ok()?, now)?.checked_sub(since_1970(now))?,
            }
        }
    };
    (!wait.is_zero()).then_some(wait)
}

/// Digits of ASCII, as many as surely fit.
fn number(text: &[u8]) -> Option<u64> {
    if text.len() > 18 || !text.iter().all(u8::is_ascii_digit) {
        return None;
    }
    std::str::from_utf8(text).ok()?.parse().ok()
}

/// A date in one of the forms of RFC 9110, 5.6.7, as the time since 1970.
fn date(text: &str, now: SystemTime) -> Option<Duration> {
    let words: Vec<&str> = text.split(' ').collect();
    let (weekday, year, month, day, time) = match *words.as_slice() {
        [weekday, day, month, year, time, "GMT"] => (weekday.strip_suffix(',')?, digits(year, 4)?, month, digits(day, 2)?, time),
        [weekday, date, time, "GMT"] => {
            let [day, month, year] = *date.split('-').collect::<Vec<_>>().as_slice() else { return None };
            let weekday = weekday.strip_suffix(',')?;
            let weekday = WEEKDAYS.iter().find(|name| **name == weekday)?;
            (&weekday[..3], century(digits(year, 2)?, now), month, digits(day, 2)?, time)
        }
        [weekday, month, "", day, time, year] => (weekday, digits(year, 4)?, month, digits(day, 1)?, time),
        [weekday, month, day, time, year] => (weekday, digits(year, 4)?, month, digits(day, 2)?, time),
        _ => return None,
    };
    let days = days(year, month, day)?;
    // 1970 began on a Thursday.
    let is_day = usize::try_from((days + 3) % 7).is_ok_and(|at| WEEKDAYS[at].get(..3) == Some(weekday));
    is_day.then_some(Duration::from_secs(days * 86_400 + second_of_day(time)?))
}

const WEEKDAYS: [&str; 7] = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];
const MONTHS: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/// Exactly so many digits.
fn digits(text: &str, count: usize) -> Option<u64> {
    if text.len() == count { number(text.as_bytes()) } else { None }
}

/// Days from 1970 to a date of the Gregorian calendar, from that year on.
fn days(year: u64, month: &str, day: u64) -> Option<u64> {
    let month = MONTHS.iter().position(|name| *name == month)?;
    let is_leap = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
    let lengths = [31, if is_leap { 29 } else { 28 }, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
    if !(1970..=9999).contains(&year) || day == 0 || day > lengths[month] {
        return None;
    }
    let before = year - 1;
    let leap_days = (before / 4 - before / 100 + before / 400) - (1969 / 4 - 1969 / 100 + 1969 / 400);
    Some((year - 1970) * 365 + leap_days + lengths[..month].iter().sum::<u64>() + day - 1)
}

/// `HH:MM:SS`. A leap second is the one after it.
fn second_of_day(time: &str) -> Option<u64> {
    let [hour, minute, second] = *time.split(':').collect::<Vec<_>>().as_slice() else { return None };
    let (hour, minute, second) = (digits(hour, 2)?, digits(minute, 2)?, digits(second, 2)?);
    (hour < 24 && minute < 60 && second <= 60).then_some(hour * 3600 + minute * 60 + second)
}

/// A year of two digits is at most 50 years ahead (RFC 9110, 5.6.7).
fn century(year: u64, now: SystemTime) -> u64 {
    // The mean year of the Gregorian calendar, in seconds: near enough for a choice between centuries.
    let this_year = 1970 + since_1970(now).as_secs() / 31_556_952;
    let year = this_year - this_year % 100 + year;
    if year > this_year + 50 { year - 100 } else { year }
}

fn since_1970(time: SystemTime) -> Duration {
    time.duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::{date, parse};
    use http::{HeaderMap, HeaderName, HeaderValue};
    use std::time::{Duration, SystemTime};

    /// 1994-11-06T08:49:37Z, the example of RFC 9110.
    const EXAMPLE: u64 = 784_111_777;

    fn at(seconds: u64) -> SystemTime {
        SystemTime::UNIX_EPOCH + Duration::from_secs(seconds)
    }

    fn wait(name: &str, value: &[u8]) -> Option<u128> {
        let mut headers = HeaderMap::new();
        headers.insert(
            HeaderName::from_bytes(name.as_bytes()).expect("a name"),
            HeaderValue::from_bytes(value).expect("a value that a header can carry"),
        );
        parse(&headers, at(EXAMPLE)).map(|wait| wait.as_millis())
    }

    #[test]
    fn dates_have_three_forms() {
        for text in ["Sun, 06 Nov 1994 08:49:37 GMT", "Sunday, 06-Nov-94 08:49:37 GMT", "Sun Nov  6 08:49:37 1994"] {
            assert_eq!(date(text, at(EXAMPLE)), Some(Duration::from_secs(EXAMPLE)), "{text}");
        }
        for (text, seconds) in [
            ("Thu, 01 Jan 1970 00:00:00 GMT", 0),
            ("Tue, 29 Feb 2000 23:59:59 GMT", 951_868_799),
            ("Mon, 01 Mar 2100 00:00:00 GMT", 4_107_542_400),
            ("Fri, 31 Dec 9999 23:59:60 GMT", 253_402_300_800),
            ("Thu Jan 15 00:00:00 2026", 1_768_435_200),
        ] {
            assert_eq!(date(text, at(EXAMPLE)), Some(Duration::from_secs(seconds)), "{text}");
        }
        // Two digits of a year: at most fifty years ahead.
        let this_year = at(1_768_435_200);
        assert_eq!(date("Saturday, 01-Jan-77 00:00:00 GMT", this_year), Some(Duration::from_secs(220_924_800)));
        assert_eq!(date("Wednesday, 01-Jan-76 00:00:00 GMT", this_year), Some(Duration::from_secs(3_345_062_400)));
    }

    #[test]
    fn what_is_not_a_date_is_none() {
        for text in [
            "Mon, 06 Nov 1994 08:49:37 GMT",
            "Sun, 6 Nov 1994 08:49:37 GMT",
            "Sun, 06 Nov 1994 08:49:37 UTC",
            "Sun, 06 Nov 1994 08:49:37",
            "06 Nov 1994 08:49:37 GMT",
            "Sun, 06 nov 1994 08:49:37 GMT",
            "Sun, 06 Nov 1994 24:00:00 GMT",
            "Sun, 06 Nov 1994 08:60:37 GMT",
            "Sun, 06 Nov 1994 08:49:61 GMT",
            "Sun, 06 Nov 1994 8:49:37 GMT",
            "Sun,  06 Nov 1994 08:49:37 GMT",
            "Sun, 06 Nov 100000 08:49:37 GMT",
            "Sun, 06 Nov +994 08:49:37 GMT",
            "Wed, 30 Feb 2000 00:00:00 GMT",
            "Sun, 00 Nov 1994 08:49:37 GMT",
            "Sun Nov 6 08:49:37 1994",
            "Sun, 06-Nov-94 08:49:37 GMT",
            "1994-11-06T08:49:37Z",
            "Sun, 06 Nov 1994 08:49:37 GMT ",
            "",
        ] {
            assert_eq!(date(text, at(EXAMPLE)), None, "{text:?}");
        }
    }

    #[test]
    fn seconds_are_digits_and_nothing_else() {
        for (value, seconds) in [("120", 120), (" 120 ", 120), ("007", 7), ("999999999999999999", 999_999_999_999_999_999)] {
            assert_eq!(wait("retry-after", value.as_bytes()), Some(seconds * 1000), "{value}");
        }
        let nines = "9".repeat(4301);
        for value in [
            "0",
            "-10",
            "+10",
            "1.5",
            "1e3",
            "0x10",
            "inf",
            "nan",
            "NaN",
            "10s",
            "10 20",
            "10,20",
            "1_0",
            "²",
            "٣",
            "",
            " ",
            "9999999999999999999",
            &nines,
        ] {
            assert_eq!(wait("retry-after", value.as_bytes()), None, "{value}");
        }
        assert_eq!(wait("retry-after", b"\xff"), None);
    }

    #[test]
    fn a_date_is_a_wait_from_now_on() {
        assert_eq!(wait("retry-after", b"Sun, 06 Nov 1994 08:50:37 GMT"), Some(60_000));
        assert_eq!(wait("retry-after", b"Sun, 06 Nov 1994 08:49:37 GMT"), None);
        assert_eq!(wait("retry-after", b"Sun, 06 Nov 1994 08:49:36 GMT"), None);
    }

    #[test]
    fn milliseconds_win() {
        let mut headers = HeaderMap::new();
        headers.insert("retry-after", HeaderValue::from_static("7"));
        headers.insert("retry-after-ms", HeaderValue::from_static("1500"));
        assert_eq!(parse(&headers, at(EXAMPLE)), Some(Duration::from_millis(1500)));
        headers.insert("retry-after-ms", HeaderValue::from_static("1.5"));
        assert_eq!(parse(&headers, at(EXAMPLE)), Some(Duration::from_secs(7)));
    }
}
