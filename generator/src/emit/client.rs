//! `src/client.rs`: the table of the service, the client, and its builder with one setter for each security scheme.

use super::{
    Cx, Draft, Emitted, Module, doc,
    imports::{Imports, ident},
};
use crate::ir::{OAuth2, SecurityKind, SecurityScheme, Server};
use proc_macro2::TokenStream;
use quote::quote;

/// Plans the file.
pub fn emit<'a>(cx: &Cx<'a>, emitted: &mut Emitted<'a>) {
    let cx = cx.clone();
    emitted.modules.push(Draft::new("src/client.rs", move || emit_client(&cx)));
}

fn emit_client(cx: &Cx<'_>) -> Module {
    let mut imports = Imports::new(&["client".to_owned()]);
    for own in ["Client", "ClientBuilder", "SERVICE"] {
        imports.define(own);
    }
    let mut items = vec![emit_service(cx, &mut imports)];
    items.extend(emit_handle(cx, &mut imports));
    items.extend(emit_builder(cx, &mut imports));
    let mut all = imports.into_items();
    all.append(&mut items);
    Module { doc: vec!["The client and its builder.".to_owned()], attributes: Vec::new(), items: all }
}

// ------------------------------------------------------------------------------------------------------------- the table

fn emit_service(cx: &Cx<'_>, imports: &mut Imports) -> TokenStream {
    let service = imports.http("Service");
    let base_url = spell_option(base_url(cx).map(|server| server.url.as_str()));
    let variables = variables(cx).into_iter().map(|(name, default)| quote!((#name, #default)));
    let variables: Vec<TokenStream> = variables.collect();
    let base_url_env = spell_option(cx.config.base_url_env.as_deref());
    let idempotency_header = match cx.config.idempotency_header.as_deref() {
        Some(name) => quote!(#name),
        None => {
            let name = imports.http("IDEMPOTENCY_KEY");
            quote!(#name)
        }
    };
    let schemes = cx.api.security_schemes.iter().zip(&cx.names.schemes);
    let schemes: Vec<TokenStream> = schemes.map(|(scheme, name)| emit_scheme(imports, scheme, &name.method)).collect();
    quote! {
        pub(crate) const SERVICE: #service = #service {
            base_url: #base_url,
            variables: &[#(#variables),*],
            base_url_env: #base_url_env,
            user_agent: concat!(env!("CARGO_PKG_NAME"), "/", env!("CARGO_PKG_VERSION")),
            idempotency_header: #idempotency_header,
            schemes: &[#(#schemes),*],
        };
    }
}

fn spell_option(text: Option<&str>) -> TokenStream {
    match text {
        Some(text) => quote!(Some(#text)),
        None => quote!(None),
    }
}

/// The first server of the document whose URL is absolute and whole once its variables have their defaults.
pub fn base_url<'a>(cx: &Cx<'a>) -> Option<&'a Server> {
    cx.api.servers.iter().find(|server| {
        let mut url = server.url.clone();
        for variable in &server.variables {
            url = url.replace(&format!("{{{}}}", variable.name), &variable.default);
        }
        (url.starts_with("https://") || url.starts_with("http://")) && !url.contains('{')
    })
}

/// The variables of the base URL and of the servers of operations, each once.
pub(super) fn variables<'a>(cx: &Cx<'a>) -> Vec<(&'a str, &'a str)> {
    let own = cx.api.operations.iter().filter_map(|operation| operation.server.as_ref());
    let mut variables: Vec<(&str, &str)> = Vec::new();
    for variable in base_url(cx).into_iter().chain(own).flat_map(|server| &server.variables) {
        if !variables.iter().any(|(name, _)| *name == variable.name) {
            variables.push((&variable.name, &variable.default));
        }
    }
    variables
}

fn emit_scheme(imports: &mut Imports, scheme: &SecurityScheme, setter: &str) -> TokenStream {
    let (table, kinds) = (imports.http("Scheme"), imports.http("SchemeKind"));
    let kind = match &scheme.kind {
        SecurityKind::Bearer => quote!(#kinds::Bearer),
        SecurityKind::OAuth2(OAuth2 { client_credentials, refresh, .. }) => {
            let (client_credentials, refresh) = (spell_option(client_credentials.as_deref()), spell_option(refresh.as_deref()));
            quote!(#kinds::OAuth2 { client_credentials: #client_credentials, refresh: #refresh })
        }
        SecurityKind::Basic => quote!(#kinds::Basic),
        SecurityKind::Http(name) => quote!(#kinds::Http(#name)),
        SecurityKind::Header(name) => quote!(#kinds::Header(#name)),
        SecurityKind::Query(name) => quote!(#kinds::Query(#name)),
        SecurityKind::Cookie(name) => quote!(#kinds::Cookie(#name)),
        SecurityKind::Transport => quote!(#kinds::Transport),
    };
    let (name, env) = (&scheme.name, spell_option(scheme.env.as_deref()));
    quote!(#table { name: #name, kind: #kind, setter: #setter, env: #env })
}

// ------------------------------------------------------------------------------------------------------------ the client

/// The environment variables that the client reads, for documentation: `` `A`, `B` ``.
fn environment(cx: &Cx<'_>) -> String {
    let credentials = cx.api.security_schemes.iter().filter_map(|scheme| scheme.env.as_deref());
    let names: Vec<String> = credentials.chain(cx.config.base_url_env.as_deref()).map(|name| format!("`{name}`")).collect();
    names.join(", ")
}

fn emit_handle(cx: &Cx<'_>, imports: &mut Imports) -> Vec<TokenStream> {
    let (core, builder, error) = (imports.http("Core"), imports.http("CoreBuilder"), imports.http("Error"));
    let title = doc::clean(&cx.api.title).join(" ");
    let summary = match title.as_str() {
        "" => " A client of the API. Clones share one connection pool.".to_owned(),
        title => format!(" A client of {title}. Clones share one connection pool."),
    };
    let from_env = match environment(cx).as_str() {
        "" => " A client whose settings come from the environment. No setting of this client names a variable.".to_owned(),
        names => format!(" A client whose settings come from the environment: {names}. Blank ones are ignored."),
    };
    // Nothing but operations reads it, and a client may have none.
    let unread = (cx.api.operations.is_empty() || cx.api.gates.is_some()).then(|| quote!(#[allow(dead_code)]));
    let declaration = quote! {
        #[doc = #summary]
        #[derive(Clone, Debug)]
        pub struct Client {
            #unread
            pub(crate) core: #core,
        }
    };
    let methods = quote! {
        impl Client {
            /// A builder, for a client whose settings are written in code.
            pub fn builder() -> ClientBuilder {
                ClientBuilder { core: #builder::new(&SERVICE) }
            }

            #[doc = #from_env]
            pub fn from_env() -> Result<Client, #error> {
                Client::builder().env().build()
            }
        }
    };
    vec![declaration, methods]
}

// ----------------------------------------------------------------------------------------------------------- the builder

fn emit_builder(cx: &Cx<'_>, imports: &mut Imports) -> Vec<TokenStream> {
    let builder = imports.http("CoreBuilder");
    let schemes = cx.api.security_schemes.iter().zip(&cx.names.schemes);
    let credentials: Vec<TokenStream> =
        schemes.filter_map(|(scheme, name)| emit_credential(imports, scheme, &name.method)).collect();
    let settings = emit_settings(cx, imports);
    let declaration = quote! {
        /// Settings of a [`Client`].
        #[derive(Debug)]
        #[must_use = "a builder does nothing until it builds"]
        pub struct ClientBuilder {
            core: #builder,
        }
    };
    let methods = quote! {
        impl ClientBuilder {
            #(#credentials)*
            #settings
        }
    };
    vec![declaration, methods]
}

fn emit_credential(imports: &mut Imports, scheme: &SecurityScheme, method: &str) -> Option<TokenStream> {
    let name = &scheme.name;
    let spelled = doc::code(name);
    let way = match &scheme.kind {
        SecurityKind::Bearer | SecurityKind::OAuth2(_) => "sent as `Authorization: Bearer …`".to_owned(),
        SecurityKind::Basic => "sent as `Authorization: Basic …`".to_owned(),
        SecurityKind::Http(kind) => format!("sent as {}", doc::code(&format!("Authorization: {kind} …"))),
        SecurityKind::Header(header) => format!("sent in the header {}", doc::code(header)),
        SecurityKind::Query(query) => format!("sent in the query as {}", doc::code(query)),
        SecurityKind::Cookie(cookie) => format!("sent in the cookie {}", doc::code(cookie)),
        // A client certificate is a matter of the transport.
        SecurityKind::Transport => return None,
    };
    let mut lines = vec![format!("The credential of {spelled}, {way}.")];
    doc::push_paragraph(&mut lines, doc::lines(&scheme.doc));
    doc::push_paragraph(&mut lines, token_lines(&scheme.kind));
    let docs = doc::attributes(&lines);
    let setter = ident(method);
    Some(match &scheme.kind {
        SecurityKind::Basic => {
            let secret = imports.http("Secret");
            quote! {
                #docs
                pub fn #setter(mut self, username: &str, password: impl Into<#secret>) -> Self {
                    self.core.basic(#name, username, &password.into());
                    self
                }
            }
        }
        SecurityKind::Bearer | SecurityKind::OAuth2(_) => {
            let tokens = imports.http("Tokens");
            quote! {
                #docs
                pub fn #setter(mut self, tokens: impl Into<#tokens>) -> Self {
                    self.core.tokens(#name, tokens.into());
                    self
                }
            }
        }
        SecurityKind::Http(_)
        | SecurityKind::Header(_)
        | SecurityKind::Query(_)
        | SecurityKind::Cookie(_)
        | SecurityKind::Transport => {
            let secret = imports.http("Secret");
            quote! {
                #docs
                pub fn #setter(mut self, credential: impl Into<#secret>) -> Self {
                    self.core.credential(#name, credential.into());
                    self
                }
            }
        }
    })
}

/// What else than a token a setter takes.
fn token_lines(kind: &SecurityKind) -> Vec<String> {
    let (flows, scopes) = match kind {
        SecurityKind::OAuth2(of) => (of.client_credentials.is_some() || of.refresh.is_some(), of.scopes.as_slice()),
        SecurityKind::Bearer => (false, [].as_slice()),
        _ => return Vec::new(),
    };
    let mut lines = vec![match flows {
        true => "It is a token, a `Grant` to fetch tokens with, or `Tokens::source`.".to_owned(),
        false => "It is a token, or `Tokens::source`.".to_owned(),
    }];
    if !scopes.is_empty() {
        lines.push(String::new());
        lines.push("Scopes of the document:".to_owned());
        lines.push(String::new());
    }
    lines.extend(scopes.iter().map(|(scope, about)| match doc::one_line(about) {
        about if about.is_empty() => format!("- {}", doc::code(scope)),
        about => format!("- {}: {about}", doc::code(scope)),
    }));
    lines
}

fn emit_settings(cx: &Cx<'_>, imports: &mut Imports) -> TokenStream {
    let (error, transport) = (imports.http("Error"), imports.http("Transport"));
    let (clock, hook, retry) = (imports.http("Clock"), imports.http("Hook"), imports.http("RetryPolicy"));
    let duration = imports.path(&["std", "time", "Duration"]);
    let env = match environment(cx).as_str() {
        "" => " Reads what this builder is not told from the environment. No setting of this client names a variable.".to_owned(),
        names => format!(" Reads what this builder is not told from the environment: {names}."),
    };
    let base_url = match base_url(cx) {
        Some(server) => {
            format!(" Sends every request below this URL instead of the document's server, {}.", doc::code(&server.url))
        }
        None => " Sends every request below this URL. The document names no server, so one must be given.".to_owned(),
    };
    let variable = emit_variable_setter(cx);
    let signer = emit_signer_setter(cx, imports);
    quote! {
        #signer

        #[doc = #env]
        pub fn env(mut self) -> Self {
            self.core.env();
            self
        }

        #[doc = #base_url]
        pub fn base_url(mut self, base_url: impl Into<String>) -> Self {
            self.core.base_url(base_url.into());
            self
        }

        #variable

        /// A header for every request. A header that a call sets itself wins.
        pub fn default_header(mut self, name: &str, value: &str) -> Self {
            self.core.default_header(name, value);
            self
        }

        /// The `User-Agent` of every request, instead of this crate's name and version.
        pub fn user_agent(mut self, user_agent: &str) -> Self {
            self.core.user_agent(user_agent);
            self
        }

        /// How long a call may take in all, redirects and body included. 60 seconds unless set.
        pub fn timeout(mut self, timeout: #duration) -> Self {
            self.core.timeout(timeout);
            self
        }

        /// How long opening a connection may take. 10 seconds unless set.
        pub fn connect_timeout(mut self, timeout: #duration) -> Self {
            self.core.connect_timeout(timeout);
            self
        }

        /// How long a server may stay silent in the midst of an answer. 30 seconds unless set.
        pub fn read_timeout(mut self, timeout: #duration) -> Self {
            self.core.read_timeout(timeout);
            self
        }

        /// How large the body of a success may be, in bytes after decompression. 64 MiB unless set.
        pub fn max_response_bytes(mut self, bytes: usize) -> Self {
            self.core.max_response_bytes(bytes);
            self
        }

        /// How much of the body of a failure is kept, in bytes. 64 KiB unless set.
        pub fn max_error_bytes(mut self, bytes: usize) -> Self {
            self.core.max_error_bytes(bytes);
            self
        }

        /// How often a call is sent at most: 3 unless set; 1 is once. What is sent again is what may be repeated: any request that
        /// never left, GET, PUT and DELETE after a failure of the network or of the server, others with an idempotency key.
        pub fn max_attempts(mut self, attempts: u32) -> Self {
            self.core.max_attempts(attempts);
            self
        }

        /// How calls that fail are tried again: waits, limits and budget.
        pub fn retry(mut self, policy: #retry) -> Self {
            self.core.retry(policy);
            self
        }

        /// Adds a hook, which sees every request before it is sent and what came of it, and may add headers.
        pub fn hook(mut self, hook: impl #hook) -> Self {
            self.core.hook(hook);
            self
        }

        /// Sends requests through this transport instead of the built-in one.
        pub fn transport(mut self, transport: impl #transport) -> Self {
            self.core.transport(transport);
            self
        }

        /// Waits by this clock instead of the transport's own. In a test it may jump.
        pub fn clock(mut self, clock: impl #clock) -> Self {
            self.core.clock(clock);
            self
        }

        /// The client, or an error that names the setting at fault.
        pub fn build(self) -> Result<Client, #error> {
            Ok(Client { core: self.core.build()? })
        }
    }
}

/// The setter of functions that sign, where there is anything to sign for.
fn emit_signer_setter(cx: &Cx<'_>, imports: &mut Imports) -> Option<TokenStream> {
    if cx.api.security_schemes.is_empty() {
        return None;
    }
    let signer = imports.http("Signer");
    Some(quote! {
        /// Signs the requests that need this security scheme of the document, instead of adding a fixed credential.
        pub fn sign_with(mut self, scheme: &'static str, signer: impl #signer) -> Self {
            self.core.sign_with(scheme, signer);
            self
        }
    })
}

/// The setter of the variables of servers, where there are any.
fn emit_variable_setter(cx: &Cx<'_>) -> Option<TokenStream> {
    let variables = variables(cx);
    if variables.is_empty() {
        return None;
    }
    let mut lines = vec!["A variable of the document's server, instead of its default.".to_owned()];
    let known = variables.iter().map(|(name, default)| match doc::code(default).as_str() {
        "" => format!("- {}", doc::code(name)),
        default => format!("- {}: {default} unless set", doc::code(name)),
    });
    doc::push_paragraph(&mut lines, known.collect());
    let docs = doc::attributes(&lines);
    Some(quote! {
        #docs
        pub fn server_variable(mut self, name: &'static str, value: impl Into<String>) -> Self {
            self.core.variable(name, value.into());
            self
        }
    })
}
