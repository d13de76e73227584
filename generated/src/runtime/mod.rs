//! What every operation and type of this client shares: JSON in `json`, requests and answers in `http`.

pub mod http;
pub mod json;
