//! Webhooks (OAS 3.1): what the service sends by itself. There is nothing to call, but their payloads are types that a server of the
//! user's reads; payloads that are not JSON need none.

use super::{
    Lowering,
    media_type::{Family, family},
    operation::pointer_of,
};
use crate::ir::{Owner, Place, Step, Usage};

/// Lowers the payloads of all webhooks, each named after its webhook.
pub(super) fn lower_webhooks(cx: &mut Lowering<'_>) {
    let document = cx.document;
    for entry in document.webhooks() {
        let Some(body) = entry.operation.request_body.as_ref().and_then(|body| body.as_item()) else { continue };
        let place = Place { owner: Owner::Component(entry.path.to_owned()), steps: vec![Step::Body(None)] };
        let json = body.content.iter().filter(|(name, _)| matches!(family(name), Family::Json | Family::JsonSuffix));
        for schema in json.filter_map(|(_, media)| pointer_of(media.schema.as_ref()?)) {
            super::lower_type(cx, &schema, &place, Usage { request: false, response: true });
        }
    }
}
