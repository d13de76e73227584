//! What there is to say of a broken reference.

use super::{Form, Outcome, Reference};
use crate::{
    diagnostic::{Code, Diagnostic},
    load::{excerpt, shape::Kind, shorten},
};

/// The diagnostic of a broken reference.
pub(super) fn describe(reference: &Reference, outcome: Outcome) -> Diagnostic {
    let text = excerpt(&reference.text);
    let (code, message, help) = match outcome {
        Outcome::Remote => {
            let help = "save the file beside the document and refer to it by a relative path";
            (Code::RemoteReference, format!("the reference {text} would need the network"), Some(help))
        }
        Outcome::Escaping => {
            let message = format!("the reference {text} leads out of the folder of the document");
            (Code::EscapingReference, message, Some("move the file below the folder of the root document"))
        }
        Outcome::Unreadable(path, why) => {
            let message = format!("the file {} of the reference {text} cannot be read: {}", excerpt(&path), shorten(&why));
            (Code::UnreadableFile, message, None)
        }
        Outcome::Dangling | Outcome::To(_) => (Code::DanglingReference, format!("the reference {text} leads nowhere"), None),
    };
    let (place, note) = match reference.form {
        Form::Mapping => (reference.at.clone(), "the entry is ignored"),
        Form::Ref => (reference.at.key("$ref"), consequence(reference.kind)),
        Form::Dynamic => (reference.at.clone(), consequence(reference.kind)),
    };
    let finding = Diagnostic::warning(code, &place, message).note(note);
    match help {
        Some(help) => finding.help(help),
        None => finding,
    }
}

/// What follows from a broken reference.
pub(super) fn consequence(kind: Kind) -> &'static str {
    match kind {
        Kind::Schema => "any value is accepted here",
        Kind::PathItem => "the path is skipped",
        Kind::Parameter => "the parameter is skipped",
        Kind::RequestBody => "the request body is skipped",
        Kind::Response => "the response is read as one without content",
        Kind::Header => "the header is skipped",
        Kind::SecurityScheme => "the security scheme is skipped",
        _ => "it is ignored",
    }
}
