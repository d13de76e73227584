//! Servers: from the Server Objects of the root, of a path or of an operation to [`ir::Server`].

use crate::ir;

/// Lowers a list of servers.
pub(super) fn lower_servers(servers: &[openapiv3::Server]) -> Vec<ir::Server> {
    servers.iter().map(lower_server).collect()
}

/// The server of an operation: its own, else that of its path; `None` where it shares those of the root.
pub(super) fn lower_own_server(
    api: &openapiv3::OpenAPI,
    item: &openapiv3::PathItem,
    operation: &openapiv3::Operation,
) -> Option<ir::Server> {
    let own = lower_server(operation.servers.first().or(item.servers.first())?);
    (api.servers.first().map(lower_server).as_ref() != Some(&own)).then_some(own)
}

fn lower_server(server: &openapiv3::Server) -> ir::Server {
    let variables = server.variables.iter().flatten().map(|(name, variable)| ir::ServerVariable {
        name: name.clone(),
        default: variable.default.clone(),
        values: variable.enumeration.clone(),
        description: variable.description.clone(),
    });
    let mut url = server.url.trim().to_owned();
    // RFC 3986, 4.2: a network-path reference takes the scheme of the document, which is of the web.
    if url.starts_with("//") {
        url.insert_str(0, "https:");
    }
    ir::Server { url, description: server.description.clone(), variables: variables.collect() }
}
