//! What a call costs: the emitted client beside one that is written by hand, which asks the same server for the same thing and gives
//! the same values. Both programs that measure it share this.

pub(crate) mod by_hand;
pub(crate) mod server;

use generated::runtime::http::ReqwestTransport;
use std::time::Duration;

/// Where the token goes in both.
pub(crate) const TOKEN: &str = "token-of-forty-characters-as-they-mostly-are";

/// The answer, of the size that such answers mostly have.
pub(crate) const ANSWER: &str = r#"{"data":{"session":{"id":"6f1d4d10-26a1-4e5c-8b1a-0a1f4c7d2b90","associated_id":"a2f3c1d0-77aa-4f0e-b6d4-0f0d6d4d8f11","created_at":"2024-05-01T09:00:00Z","live_participants":3,"max_concurrent_participants":5,"meeting_display_name":"Weekly","minutes_consumed":2.3434,"organization_id":"0f3a7c3e-7e1b-4d6b-9a53-3a4c2f1b8d90","started_at":"2024-05-01T09:00:05Z","status":"LIVE","type":"meeting","updated_at":"2024-05-01T09:10:00Z"}},"success":true}"#;

/// The emitted client of a server, over the same HTTP stack with the same limits as the one by hand.
pub(crate) fn emitted(base_url: &str) -> generated::Client {
    let transport = ReqwestTransport::from_builder(by_hand::http(), Duration::from_secs(10), Duration::from_secs(30));
    let transport = transport.expect("the transport needs no certificate");
    let builder = generated::Client::builder().api_token(TOKEN).base_url(base_url).transport(transport);
    builder.build().expect("the client is complete")
}

/// One call of the emitted client.
pub(crate) async fn ask_emitted(client: &generated::Client) -> f64 {
    let sessions = client.realtime_kit().sessions();
    let call = sessions.get_session_details("023e105f4ecef8ad9ca31a8372d0c353", "app", "6f1d4d10-26a1-4e5c-8b1a-0a1f4c7d2b90");
    let details = call.include_breakout_rooms(true).send().await.expect("the server answers well");
    details.data.and_then(|data| data.session).expect("the answer holds a session").minutes_consumed
}

/// The same call by hand.
pub(crate) async fn ask_by_hand(client: &by_hand::Client) -> f64 {
    let details = client.session_details("023e105f4ecef8ad9ca31a8372d0c353", "app", "6f1d4d10-26a1-4e5c-8b1a-0a1f4c7d2b90", true);
    let details = details.await.expect("the server answers well");
    details.data.and_then(|data| data.session).expect("the answer holds a session").minutes_consumed
}
