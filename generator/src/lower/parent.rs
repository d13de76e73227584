//! Parents with a discriminator (OAS 3.0.4, Discriminator Object): services leave the discriminator out of a plain parent, which is no
//! child, though the document requires it. So an answer may lack it.

use crate::{
    ir::{Presence, TypeDef, TypeKind},
    load::Document,
};

/// Lets the discriminator be absent from a parent that a response carries.
pub(super) fn widen(document: &Document, types: &mut [TypeDef]) {
    for def in types.iter_mut().filter(|def| def.usage.response) {
        let TypeKind::Struct(structure) = &mut def.kind else { continue };
        let Some(discriminator) = document.schema(&def.origin).discriminator else { continue };
        for field in structure.fields.iter_mut().filter(|field| field.wire == discriminator.property) {
            field.presence = match field.presence {
                Presence::Required => Presence::Optional,
                Presence::RequiredNullable => Presence::OptionalNullable,
                other @ (Presence::Optional | Presence::OptionalNullable) => other,
            };
        }
    }
}
