//! The README's call that blocks, run as it is written there.

use generated::Client;
use tests::server::{Answer, Server};

#[test]
fn the_call_of_the_readme_runs() -> Result<(), generated::Error> {
    let server = Server::always(Answer::json("200 OK", r#"{"data":{},"success":true}"#));
    let client = Client::builder().api_token("token").base_url(server.url()).build()?;
    let sessions = client.realtime_kit().sessions();
    let details = sessions.get_session_details("023e105f4ecef8ad9ca31a8372d0c353", "app_id", "session_id").send_blocking()?;
    assert_eq!(details.success, Some(true));
    assert_eq!(server.requests()[0].header("authorization"), Some("Bearer token"));
    let (readme, here) = (include_str!("../../README.md"), include_str!("blocking.rs"));
    let shown =
        readme.lines().map(str::trim).filter(|line| line.contains("send_blocking()?") || line.starts_with("let sessions ="));
    let shown: Vec<&str> = shown.collect();
    assert!(shown.len() == 2 && shown.iter().all(|line| here.contains(line)), "{shown:?}");
    Ok(())
}
