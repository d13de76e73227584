//! A request as text, for `--dry-run`: what would be sent, credentials redacted, and the curl command that sends the same.

use super::{curl, output::plain, settings::Mark};
use bytes::Bytes;
use http::Request;

/// The request and the command.
pub(super) fn render(request: &Request<Bytes>, marks: &[Mark]) -> String {
    let mut text = format!("{} {}\n", request.method(), redacted(&request.uri().to_string(), marks));
    for (name, value) in request.headers() {
        let value = match value.is_sensitive() && !marks.iter().any(|mark| holds(value.as_bytes(), mark)) {
            true => "[redacted]".to_owned(),
            false => redacted(&String::from_utf8_lossy(value.as_bytes()), marks),
        };
        text.push_str(&format!("{name}: {value}\n"));
    }
    let body = request.body();
    match std::str::from_utf8(body) {
        Ok("") => {}
        Ok(body) => text.push_str(&format!("\n{}\n", plain(body.trim_end_matches('\n')))),
        Err(_) => text.push_str(&format!("\n({} bytes)\n", body.len())),
    }
    format!("{text}\n{}\n", curl::command(request, marks))
}

fn holds(value: &[u8], mark: &Mark) -> bool {
    value.windows(mark.text.len()).any(|window| window == mark.text.as_bytes())
}

fn redacted(text: &str, marks: &[Mark]) -> String {
    marks.iter().fold(text.to_owned(), |text, mark| text.replace(&mark.text, "[redacted]"))
}
