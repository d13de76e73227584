//! Security schemes, and the requirements that name them.

use super::{Builder, Node};
use crate::{diagnostic::Code, load::excerpt, pointer::Pointer};
use indexmap::IndexMap;
use openapiv3::{
    APIKeyLocation, AuthorizationCodeOAuth2Flow, ClientCredentialsOAuth2Flow, ImplicitOAuth2Flow, OAuth2Flows,
    PasswordOAuth2Flow, ReferenceOr, SecurityRequirement, SecurityScheme,
};
use serde_json::Value;
use std::collections::HashMap;

const SKIPPED: &str = "the scheme is skipped, and so are the alternatives that need it";

/// What requirements may name.
#[derive(Debug, Default)]
pub(super) struct Schemes(HashMap<String, Scheme>);

/// What becomes of a scheme in a requirement.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Scheme {
    /// The client needs a credential.
    Credential,
    /// `mutualTLS`: the transport's concern, nothing to send.
    Transport,
    /// It could not be read, which was reported.
    Broken,
}

impl<'d> Builder<'d, '_> {
    /// The security schemes of the components.
    pub(super) fn security_schemes(
        &mut self,
        components: &Node<'d>,
        schemes: &mut Schemes,
    ) -> IndexMap<String, ReferenceOr<SecurityScheme>> {
        let mut map = IndexMap::new();
        for (name, at, value) in self.map(components, "securitySchemes") {
            let found = self.resolve(at, value, "a security scheme", SKIPPED);
            let kind = match found.as_ref().and_then(|(node, _)| node.get("type")).and_then(Value::as_str) {
                Some("mutualTLS") => Scheme::Transport,
                _ => match found.and_then(|(node, description)| self.scheme(&node, description)) {
                    Some(scheme) => {
                        map.insert(name.to_owned(), ReferenceOr::Item(scheme));
                        Scheme::Credential
                    }
                    None => Scheme::Broken,
                },
            };
            schemes.0.insert(name.to_owned(), kind);
        }
        map
    }

    fn scheme(&mut self, node: &Node<'d>, description: Option<&str>) -> Option<SecurityScheme> {
        let own = self.text(node, "description");
        let description = description.map(str::to_owned).or(own);
        let kind = self.required_text(node, "type", "the security scheme", SKIPPED)?;
        let extensions = self.extensions(node);
        match kind.as_str() {
            "apiKey" => {
                let name = self.required_text(node, "name", "the security scheme", SKIPPED)?;
                let location = match self.required_text(node, "in", "the security scheme", SKIPPED)?.as_str() {
                    "query" => APIKeyLocation::Query,
                    "header" => APIKeyLocation::Header,
                    "cookie" => APIKeyLocation::Cookie,
                    other => {
                        let message = format!("an API key is in {}, which is no place for one", excerpt(other));
                        self.warn(Code::UnsupportedSecurity, &node.at.key("in"), message, SKIPPED);
                        return None;
                    }
                };
                Some(SecurityScheme::APIKey { location, name, description, extensions })
            }
            "http" => {
                let scheme = self.required_text(node, "scheme", "the security scheme", SKIPPED)?;
                Some(SecurityScheme::HTTP { scheme, bearer_format: self.text(node, "bearerFormat"), description, extensions })
            }
            // What Swagger 2.0 says for `http` with the scheme `basic`.
            "basic" => Some(SecurityScheme::HTTP { scheme: "basic".to_owned(), bearer_format: None, description, extensions }),
            "oauth2" => Some(SecurityScheme::OAuth2 { flows: self.flows(node), description, extensions }),
            "openIdConnect" => {
                let open_id_connect_url = self.text(node, "openIdConnectUrl").unwrap_or_default();
                Some(SecurityScheme::OpenIDConnect { open_id_connect_url, description, extensions })
            }
            other => {
                let message = format!("{} is not a type of security scheme", excerpt(other));
                self.warn(Code::UnsupportedSecurity, &node.at.key("type"), message, SKIPPED);
                None
            }
        }
    }

    /// The flows of `oauth2`. A client sends the token that it is given, so that a missing URL is no loss.
    fn flows(&mut self, scheme: &Node<'d>) -> OAuth2Flows {
        let Some(flows) = self.object(scheme, "flows") else { return OAuth2Flows::default() };
        let mut result = OAuth2Flows { extensions: self.extensions(&flows), ..OAuth2Flows::default() };
        for key in ["implicit", "password", "clientCredentials", "authorizationCode"] {
            let Some(flow) = self.object(&flows, key) else { continue };
            let authorization_url = self.text(&flow, "authorizationUrl").unwrap_or_default();
            let token_url = self.text(&flow, "tokenUrl").unwrap_or_default();
            let refresh_url = self.text(&flow, "refreshUrl");
            let extensions = self.extensions(&flow);
            let mut scopes = IndexMap::new();
            for (name, _, value) in self.map(&flow, "scopes") {
                scopes.insert(name.to_owned(), value.as_str().unwrap_or_default().to_owned());
            }
            match key {
                "implicit" => {
                    result.implicit = Some(ImplicitOAuth2Flow { authorization_url, refresh_url, scopes, extensions });
                }
                "password" => result.password = Some(PasswordOAuth2Flow { refresh_url, token_url, scopes, extensions }),
                "clientCredentials" => {
                    result.client_credentials = Some(ClientCredentialsOAuth2Flow { refresh_url, token_url, scopes, extensions });
                }
                _ => {
                    result.authorization_code =
                        Some(AuthorizationCodeOAuth2Flow { authorization_url, token_url, refresh_url, scopes, extensions });
                }
            }
        }
        result
    }

    /// The alternatives of `security`; `None` where the owner does not say.
    pub(super) fn security(&mut self, owner: &Node<'d>, schemes: &Schemes) -> Option<Vec<SecurityRequirement>> {
        let value = owner.get("security")?;
        let mut alternatives = Vec::new();
        let at = owner.at.key("security");
        let list: Vec<(Pointer, &Value)> = match value {
            Value::Array(list) => list.iter().enumerate().map(|(index, value)| (at.index(index), value)).collect(),
            Value::Object(_) => {
                self.wrong_type(&at, "`security`", value, "an array", "it is read as its one element");
                vec![(at, value)]
            }
            other => {
                self.wrong_type(&at, "`security`", other, "an array", "the field is ignored");
                return None;
            }
        };
        for (at, value) in list {
            let Value::Object(requirement) = value else {
                self.wrong_type(&at, "a security requirement", value, "an object", "the alternative is skipped");
                continue;
            };
            alternatives.extend(self.alternative(&Node { at, object: requirement }, schemes));
        }
        Some(alternatives)
    }

    fn alternative(&mut self, node: &Node<'d>, schemes: &Schemes) -> Option<SecurityRequirement> {
        let mut alternative = SecurityRequirement::new();
        let mut usable = true;
        for (name, scopes) in node.object {
            match schemes.0.get(name) {
                Some(Scheme::Credential) => {
                    let scopes = scopes.as_array().into_iter().flatten().filter_map(Value::as_str).map(str::to_owned);
                    alternative.insert(name.clone(), scopes.collect());
                }
                Some(Scheme::Transport) => {}
                Some(Scheme::Broken) => usable = false,
                None if name.starts_with("x-") => {}
                None => {
                    let message = format!("the security scheme {} is not defined", excerpt(name));
                    self.warn(Code::UndefinedSecurityScheme, &node.at.key(name), message, "the alternative is skipped");
                    usable = false;
                }
            }
        }
        usable.then_some(alternative)
    }
}
