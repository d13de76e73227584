//! A value as tables: a list of objects is a table with a column for each key, an object a table of its keys and values. Objects within
//! are spread, and lists of objects within become tables of their own, each under the path that leads to it.

use super::output::plain;
use serde_json::Value;

/// A longer cell is cut.
const WIDEST: usize = 60;

/// Objects that are nested deeper are printed as JSON.
const DEEPEST: usize = 6;

/// The tables, with a line between them.
pub(super) fn render(value: &Value) -> String {
    let mut tables = Vec::new();
    match value {
        Value::Array(items) if is_rows(items) => tables.push(rows(items)),
        Value::Array(items) => tables.push(items.iter().map(|item| format!("{}\n", cell(item))).collect()),
        Value::Object(_) => {
            let (mut pairs, mut lists) = (Vec::new(), Vec::new());
            spread(value, "", DEEPEST, &mut pairs, &mut lists);
            if !pairs.is_empty() {
                tables.push(aligned(&pairs));
            }
            tables.extend(lists.into_iter().map(|(path, items)| format!("{}:\n{}", plain(&path), rows(items))));
        }
        scalar => tables.push(format!("{}\n", cell(scalar))),
    }
    tables.join("\n")
}

fn is_rows(items: &[Value]) -> bool {
    !items.is_empty() && items.iter().all(Value::is_object)
}

/// Pairs of paths and cells, and lists of objects with their paths.
fn spread<'v>(value: &'v Value, path: &str, depth: usize, pairs: &mut Vec<Vec<String>>, lists: &mut Vec<(String, &'v [Value])>) {
    for (key, value) in value.as_object().into_iter().flatten() {
        let path = if path.is_empty() { key.clone() } else { format!("{path}.{key}") };
        match value {
            Value::Object(inner) if depth > 0 && !inner.is_empty() => spread(value, &path, depth - 1, pairs, lists),
            Value::Array(items) if is_rows(items) => lists.push((path, items)),
            value => pairs.push(vec![line(&path), cell(value)]),
        }
    }
}

fn rows(items: &[Value]) -> String {
    let mut columns: Vec<&String> = Vec::new();
    for key in items.iter().filter_map(Value::as_object).flat_map(|item| item.keys()) {
        if !columns.contains(&key) {
            columns.push(key);
        }
    }
    let head = columns.iter().map(|column| line(&column.to_uppercase())).collect();
    let row = |item: &Value| columns.iter().map(|column| item.get(column.as_str()).map(cell).unwrap_or_default()).collect();
    aligned(&[vec![head], items.iter().map(row).collect()].concat())
}

fn cell(value: &Value) -> String {
    let text = match value {
        Value::Null => String::new(),
        Value::String(text) => line(text),
        value => line(&value.to_string()),
    };
    match text.char_indices().nth(WIDEST) {
        Some(_) => text.chars().take(WIDEST - 1).chain(['…']).collect(),
        None => text,
    }
}

/// Text on one line.
fn line(text: &str) -> String {
    plain(text).replace(['\n', '\t'], " ")
}

/// Cells under each other, the last column as long as it is.
fn aligned(table: &[Vec<String>]) -> String {
    let columns = table.iter().map(Vec::len).max().unwrap_or_default();
    let width = |column: usize| table.iter().filter_map(|row| row.get(column)).map(|cell| cell.chars().count()).max();
    let widths: Vec<usize> = (0..columns).map(|column| width(column).unwrap_or_default()).collect();
    let mut text = String::new();
    for row in table {
        let cells = row.iter().zip(&widths).map(|(cell, width)| format!("{cell:width$}"));
        text.push_str(cells.collect::<Vec<_>>().join("  ").trim_end());
        text.push('\n');
    }
    text
}
