//! What became worse since an earlier report: two reports in, sentences out.

use super::report::{Document, Report, Status};
use std::collections::BTreeMap;

/// A document that became worse, and how.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Regression {
    pub(crate) path: String,
    pub(crate) how: String,
}

/// Documents that fail now and did not before. One that the earlier report does not have counts as one that was good.
pub(crate) fn compare(before: &Report, now: &Report) -> Vec<Regression> {
    let before: BTreeMap<&str, &Document> = before.documents.iter().map(|document| (&*document.path, document)).collect();
    let regression = |document: &Document| {
        let how = worse(before.get(&*document.path).copied(), document);
        (!how.is_empty()).then(|| Regression { path: document.path.clone(), how: how.join(", ") })
    };
    now.documents.iter().filter_map(regression).collect()
}

fn worse(before: Option<&Document>, now: &Document) -> Vec<String> {
    let mut how = Vec::new();
    if now.status.rank() > before.map_or(Status::NotOpenapi, |before| before.status).rank() {
        how.push(match before {
            Some(before) => format!("{} became {}", before.status.as_str(), now.status.as_str()),
            None => format!("new and {}", now.status.as_str()),
        });
    }
    if let Some(before) = before.filter(|before| before.status == now.status)
        && now.emitted_operations < before.emitted_operations
    {
        how.push(format!("{} emitted operations became {}", before.emitted_operations, now.emitted_operations));
    }
    let check = before.and_then(|before| before.check.clone()).unwrap_or_default();
    if let Some(now) = &now.check {
        for (noun, before, now) in [("errors", check.errors, now.errors), ("warnings", check.warnings, now.warnings)] {
            if now > before {
                how.push(format!("{before} {noun} of `cargo check` became {now}"));
            }
        }
    }
    how
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::corpus::report::Check;

    fn document(path: &str, status: Status, emitted_operations: usize, errors: usize) -> Document {
        let check = Some(Check { errors, ..Check::default() });
        Document {
            path: path.to_owned(),
            status,
            operations: 3,
            emitted_operations,
            diagnostics: BTreeMap::new(),
            seconds: 0.0,
            cpu_seconds: 0.0,
            peak_bytes: 0,
            files: 0,
            lines: 0,
            check,
        }
    }

    fn how(before: Vec<Document>, now: Document) -> Option<String> {
        compare(&Report::new(before), &Report::new(vec![now])).pop().map(|regression| regression.how)
    }

    #[test]
    fn what_became_worse_is_told() {
        let good = || vec![document("a", Status::Ok, 3, 0)];
        assert_eq!(how(good(), document("a", Status::Ok, 3, 0)), None);
        assert_eq!(how(good(), document("a", Status::Timeout, 0, 0)).as_deref(), Some("ok became timeout"));
        assert_eq!(how(good(), document("a", Status::Ok, 2, 0)).as_deref(), Some("3 emitted operations became 2"));
        assert_eq!(how(good(), document("a", Status::Ok, 3, 2)).as_deref(), Some("0 errors of `cargo check` became 2"));
        assert_eq!(how(good(), document("b", Status::Failed, 0, 0)).as_deref(), Some("new and failed"));
    }

    #[test]
    fn what_was_bad_before_is_no_news() {
        let bad = || vec![document("a", Status::Failed, 0, 1)];
        assert_eq!(how(bad(), document("a", Status::Failed, 0, 1)), None);
        assert_eq!(how(bad(), document("a", Status::Ok, 3, 1)), None);
        assert_eq!(how(bad(), document("a", Status::Panic, 0, 1)).as_deref(), Some("failed became panic"));
    }
}
