//! What was measured, as text: a table for each document, and a line for each generator at the end.

use super::{
    figures::Figures,
    report::{Client, Document},
};
use crate::terminal;

/// The columns after the generator and the step.
const HEADERS: [&str; 3] = ["wall s", "CPU s", "peak MiB"];

/// The table of a document. `title` paints its first line.
pub(super) fn render(document: &Document, title: &dyn Fn(&str) -> String) -> String {
    let Document { path, bytes, operations, emitted_operations, clients } = document;
    let size = format!("{} KiB", grouped(bytes.div_ceil(1024)));
    let mut text = format!(
        "{}: {size}, {emitted_operations} of {}\n",
        title(&terminal::clean(path)),
        terminal::count(*operations, "operation")
    );
    let mut rows = vec![row(["", ""], HEADERS.map(|header| [header.to_owned(), String::new()]), String::new())];
    for client in clients {
        let ours = clients.first().filter(|first| !std::ptr::eq(*first, client));
        rows.extend(rows_of(client, ours));
    }
    if rows.len() > 1 {
        text.push_str(&align(&rows));
    }
    for client in clients {
        if let Some(failure) = &client.failure {
            text.push_str(&format!("  {} failed: {}\n", client.generator, terminal::clean(failure)));
        }
    }
    text.push('\n');
    text
}

/// How many documents each generator took, of those that were measured.
pub(super) fn render_sum(documents: &[Document]) -> String {
    let mut text = String::new();
    let Some(first) = documents.first() else { return text };
    for (index, client) in first.clients.iter().enumerate() {
        let clients: Vec<&Client> = documents.iter().filter_map(|document| document.clients.get(index)).collect();
        let count = |step: fn(&Client) -> bool| clients.iter().filter(|client| step(client)).count();
        let generated = count(|client| client.generate.is_some());
        let whole = count(|client| client.failure.is_none());
        let version = client.version.as_ref().map(|version| format!(" {version}")).unwrap_or_default();
        let of = terminal::count(documents.len(), "document");
        text.push_str(&format!("{}{version}: {generated} of {of} generated, {whole} without a failure\n", client.generator));
    }
    text
}

/// Generator and step; three figures, each with its ratio to ours; what is noted.
type Row = [String; 9];

fn row(names: [&str; 2], figures: [[String; 2]; 3], note: String) -> Row {
    let ([generator, step], [[wall, wall_ratio], [cpu, cpu_ratio], [peak, peak_ratio]]) = (names, figures);
    [generator.to_owned(), step.to_owned(), wall, wall_ratio, cpu, cpu_ratio, peak, peak_ratio, note]
}

/// The steps of a client that were measured, with ratios to the same steps of ours.
fn rows_of(client: &Client, ours: Option<&Client>) -> Vec<Row> {
    let mut lines = format!("{} lines", grouped(client.lines as u64));
    if let Some(ours) = ours {
        lines.push_str(&format!(" {}", ratio(client.lines as f64, ours.lines as f64)));
        if let Some(functions) = client.functions {
            lines.push_str(&format!(", {}", terminal::count(functions, "async function")));
        }
    }
    let program = client.program_bytes.map(|bytes| format!("program of {} KiB", grouped(bytes.div_ceil(1024))));
    let awaited = client.awaited.map(|awaited| format!("{} of them awaited", grouped(awaited as u64)));
    let steps = [
        ("generate", &client.generate, ours.map(|ours| &ours.generate), lines),
        ("check", &client.check, ours.map(|ours| &ours.check), String::new()),
        ("release build", &client.release, ours.map(|ours| &ours.release), program.or(awaited).unwrap_or_default()),
    ];
    let mut rows = Vec::new();
    for (step, figures, ours, note) in steps {
        let Some(figures) = figures else { continue };
        let name = if rows.is_empty() { client.generator.as_str() } else { "" };
        rows.push(row([name, step], cells(figures, ours.and_then(Option::as_ref)), note));
    }
    rows
}

fn cells(figures: &Figures, ours: Option<&Figures>) -> [[String; 2]; 3] {
    let mebibytes = |bytes: u64| (bytes as f64 / f64::from(1 << 20)).ceil();
    let cell = |text: String, of: fn(&Figures) -> f64| [text, ours.map(|ours| ratio(of(figures), of(ours))).unwrap_or_default()];
    [
        cell(seconds(figures.seconds), |figures| figures.seconds),
        cell(seconds(figures.cpu_seconds), |figures| figures.cpu_seconds),
        cell(format!("{:.0}", mebibytes(figures.peak_bytes)), |figures| figures.peak_bytes as f64),
    ]
}

/// `×3.1`: how much more it is than ours.
fn ratio(figure: f64, ours: f64) -> String {
    match figure / ours {
        ratio if !ratio.is_finite() => String::new(),
        ratio if ratio < 9.95 => format!("×{ratio:.1}"),
        ratio => format!("×{ratio:.0}"),
    }
}

/// Three digits that mean something.
fn seconds(seconds: f64) -> String {
    match seconds {
        seconds if seconds < 0.9995 => format!("{seconds:.3}"),
        seconds if seconds < 9.995 => format!("{seconds:.2}"),
        seconds if seconds < 99.95 => format!("{seconds:.1}"),
        seconds => format!("{seconds:.0}"),
    }
}

/// `1,234,567`
fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let parts: Vec<&str> = digits.as_bytes().rchunks(3).rev().filter_map(|part| std::str::from_utf8(part).ok()).collect();
    parts.join(",")
}

/// Names to the left, figures to the right, ratios and what is noted to the left. A column with nothing in it takes no room.
fn align(rows: &[Row]) -> String {
    let width = |column: usize| rows.iter().map(|row| row[column].chars().count()).max().unwrap_or(0);
    let mut text = String::new();
    for row in rows {
        let mut line = String::new();
        for (column, cell) in row.iter().enumerate() {
            let width = width(column);
            line.push_str(match column {
                _ if width == 0 => "",
                3 | 5 | 7 => " ",
                _ => "  ",
            });
            line.push_str(&match column {
                2 | 4 | 6 => format!("{cell:>width$}"),
                _ => format!("{cell:<width$}"),
            });
        }
        text.push_str(line.trim_end());
        text.push('\n');
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bench::{figures::Run, tool::OURS};

    fn figures(seconds: f64, mebibytes: u64) -> Option<Figures> {
        Some(Figures::of(vec![Run { seconds, cpu_seconds: seconds / 2.0, peak_bytes: mebibytes << 20 }]))
    }

    fn document() -> Document {
        let ours = Client {
            generator: OURS.to_owned(),
            lines: 12_345,
            generate: figures(0.0421, 31),
            check: figures(1.234, 300),
            release: figures(123.4, 900),
            program_bytes: Some(1_500_000),
            ..Client::default()
        };
        let rival = Client {
            generator: "rival".to_owned(),
            version: Some("1.2".to_owned()),
            lines: 23_456,
            functions: Some(1),
            generate: figures(4.21, 62),
            failure: Some("check: error[E0425]: cannot find `x`".to_owned()),
            ..Client::default()
        };
        let clients = vec![ours, rival];
        Document { path: "pets.yaml".to_owned(), bytes: 1_234_567, operations: 3, emitted_operations: 2, clients }
    }

    #[test]
    fn a_document_has_a_table() {
        let expected = "\
pets.yaml: 1,206 KiB, 2 of 3 operations
                                 wall s       CPU s       peak MiB
  this generator  generate        0.042       0.021             31       12,345 lines
                  check            1.23       0.617            300
                  release build     123        61.7            900       program of 1,465 KiB
  rival           generate         4.21 ×100   2.10 ×100        62 ×2.0  23,456 lines ×1.9, 1 async function
  rival failed: check: error[E0425]: cannot find `x`

";
        assert_eq!(render(&document(), &str::to_owned), expected);
    }

    #[test]
    fn the_sum_says_how_many_documents_were_taken() {
        let expected = "\
this generator: 1 of 1 document generated, 1 without a failure
rival 1.2: 1 of 1 document generated, 0 without a failure
";
        assert_eq!(render_sum(&[document()]), expected);
        assert_eq!(render_sum(&[]), "");
    }

    #[test]
    fn large_numbers_are_grouped() {
        assert_eq!([0, 999, 1_000, 1_234_567].map(grouped), ["0", "999", "1,000", "1,234,567"]);
    }
}
