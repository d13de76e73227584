//! The emitted client against a real HTTP server on loopback: the right bytes go out, and every answer is told apart.

use generated::{Client, Error, types};
use std::time::Duration;
use tests::server::{Answer, Server};

const TOKEN: &str = "canary-token-5f2c";
const SESSION: &str = r#"{"id":"s","associated_id":"m","created_at":"c","live_participants":3,"max_concurrent_participants":5,
    "meeting_display_name":"Weekly","minutes_consumed":2.3434,"organization_id":"o","started_at":"t","status":"LIVE",
    "type":"meeting","updated_at":"u"}"#;

fn client(server: &Server) -> Client {
    Client::builder().api_token(TOKEN).base_url(server.url()).build().expect("the client is complete")
}

fn answer(session: &str) -> Answer {
    Answer::json("200 OK", &format!(r#"{{"data":{{"session":{session}}},"success":true}}"#))
}

async fn fetch(server: &Server) -> Result<types::SessionDetails, Error> {
    client(server).realtime_kit().sessions().get_session_details("account", "app", "session").send().await
}

#[tokio::test]
async fn a_session_is_fetched() {
    let server = Server::always(answer(SESSION));
    let details = client(&server)
        .realtime_kit()
        .sessions()
        .get_session_details("account", "app", "session")
        .include_breakout_rooms(true)
        .send()
        .await
        .expect("the server answers well");

    let session = details.data.and_then(|data| data.session).expect("the answer holds a session");
    assert_eq!(session.meeting_display_name, "Weekly");
    assert_eq!(session.minutes_consumed, 2.3434);
    assert_eq!(session.status, types::SessionStatus::Live);
    assert_eq!(session.r#type, types::SessionType::Meeting);
    assert_eq!(session.ended_at, None);
    assert_eq!(details.success, Some(true));

    let request = &server.requests()[0];
    let target = "/accounts/account/realtime/kit/app/sessions/session?include_breakout_rooms=true";
    assert_eq!(request.line, format!("GET {target} HTTP/1.1"));
    assert_eq!(request.header("authorization"), Some(format!("Bearer {TOKEN}").as_str()));
    assert_eq!(request.header("accept"), Some("application/json"));
    assert!(request.header("user-agent").is_some_and(|agent| agent.starts_with("generated/")));
}

#[tokio::test]
async fn an_optional_parameter_is_not_sent_unless_it_is_set() {
    let server = Server::always(answer(SESSION));
    fetch(&server).await.expect("the server answers well");
    assert_eq!(server.requests()[0].target(), "/accounts/account/realtime/kit/app/sessions/session");
}

#[tokio::test]
async fn status_headers_and_request_id_stand_beside_the_value() {
    let server = Server::start(|_| {
        let headers = [("content-type", "application/json"), ("cf-ray", "8f1-AMS"), ("ratelimit", r#""default";r=50;t=30"#)];
        Answer::new("200 OK", &headers, r#"{"success":true}"#)
    });
    let call = client(&server);
    let call = call.realtime_kit().sessions().get_session_details("account", "app", "session");
    let response = call.send_with_meta().await.expect("the server answers well");
    assert_eq!(response.status().as_u16(), 200);
    assert_eq!(response.request_id(), Some("8f1-AMS"));
    assert_eq!(response.headers()["ratelimit"], r#""default";r=50;t=30"#);
    assert_eq!(response.body().data, None);
}

#[tokio::test]
async fn unknown_fields_and_enum_values_survive() {
    let session = SESSION.replace("LIVE", "PAUSED").replace(r#""id":"s""#, r#""id":"s","region":{"name":"EU"}"#);
    let server = Server::always(answer(&session));
    let details = fetch(&server).await.expect("what is unknown is no fault");
    let text = serde_json::to_value(&details).expect("a type encodes");
    assert_eq!(text["data"]["session"]["status"], "PAUSED");
    assert_eq!(text["data"]["session"]["region"]["name"], "EU");
    let session = details.data.and_then(|data| data.session).expect("the answer holds a session");
    assert_eq!(session.status, types::SessionStatus::Unknown("PAUSED".to_owned()));
    assert_eq!(session.extra_fields["region"]["name"], "EU");
}

#[tokio::test]
async fn optional_fields_may_be_null_or_absent() {
    let session = SESSION.replace(r#""id":"s""#, r#""id":"s","ended_at":null,"breakout_rooms":null"#);
    let server = Server::always(answer(&session));
    let details = fetch(&server).await.expect("null is no fault in an optional field");
    let session = details.data.and_then(|data| data.session).expect("the answer holds a session");
    assert_eq!(session.ended_at, None);
    assert_eq!(session.breakout_rooms, None);
    assert_eq!(session.meta, None);
}

#[tokio::test]
async fn a_session_that_stands_in_data_itself_stays_readable() {
    let server = Server::always(Answer::json("200 OK", &format!(r#"{{"data":{SESSION},"success":true}}"#)));
    let details = fetch(&server).await.expect("an absent session is no fault");
    let data = details.data.expect("the answer holds data");
    assert!(data.session.is_none());
    assert_eq!(data.extra_fields["id"], "s");
}

#[tokio::test]
async fn a_missing_required_field_is_named_and_the_body_is_kept() {
    let server = Server::always(answer(&SESSION.replace(r#""id":"s","#, "")));
    let error = fetch(&server).await.expect_err("a required field is missing");
    assert!(error.is_decode(), "{error}");
    assert_eq!(error.path(), Some("data.session.id"));
    assert_eq!(error.status().map(|status| status.as_u16()), Some(200));
    assert!(error.to_string().contains("data.session.id"), "{error}");
    assert!(error.to_string().contains("GetSessionDetails"), "{error}");
    let body = String::from_utf8_lossy(error.raw_body()).into_owned();
    assert!(body.contains("Weekly"), "{body}");
}

#[tokio::test]
async fn a_failure_of_each_form_is_typed() {
    let forms = [
        (
            "404 Not Found",
            r#"{"success":false,"error":{"code":404,"message":"no such session"}}"#,
            "RealtimeKitFailure",
            "no such session",
        ),
        (
            "403 Forbidden",
            r#"{"success":false,"errors":[{"code":100402,"message":"Authentication error","error_chain":[{"code":6111,"message":"bad header"}]}],"messages":[],"result":null}"#,
            "EdgeFailure",
            "Authentication error",
        ),
        ("401 Unauthorized", r#"{"message":"Unauthorized"}"#, "MessageFailure", "Unauthorized"),
    ];
    for (status, body, form, message) in forms {
        let server = Server::always(Answer::json(status, body));
        let error = fetch(&server).await.expect_err("the status is a failure");
        assert_eq!(error.status().map(|status| status.as_u16()), status[..3].parse().ok());
        assert!(error.is_status(), "{error}");
        assert!(error.to_string().contains(message), "{error}");
        let failure = error.body::<types::Failure>().expect("the body has a documented form");
        let found = match failure {
            types::Failure::RealtimeKitFailure(_) => "RealtimeKitFailure",
            types::Failure::EdgeFailure(_) => "EdgeFailure",
            types::Failure::MessageFailure(_) => "MessageFailure",
            _ => "another",
        };
        assert_eq!(found, form);
    }
}

#[tokio::test]
async fn a_failure_that_is_not_json_keeps_its_text() {
    for (status, body) in [("524 A Timeout Occurred", "<html><h1>524</h1></html>"), ("502 Bad Gateway", "")] {
        let server = Server::start(move |_| Answer::new(status, &[("content-type", "text/html"), ("cf-ray", "ray-7")], body));
        let error = fetch(&server).await.expect_err("the status is a failure");
        assert_eq!(error.status().map(|status| status.as_u16()), status[..3].parse().ok());
        assert_eq!(error.raw_body(), body.as_bytes());
        assert_eq!(error.request_id(), Some("ray-7"));
        assert!(error.to_string().contains("ray-7"), "{error}");
    }
}

#[tokio::test]
async fn a_slow_server_runs_into_the_timeout() {
    let server = Server::always(Answer::Silence(Duration::from_secs(5)));
    let client = Client::builder().api_token(TOKEN).base_url(server.url()).timeout(Duration::from_millis(200));
    let client = client.build().expect("the client is complete");
    let start = std::time::Instant::now();
    let call = client.realtime_kit().sessions().get_session_details("account", "app", "session");
    let error = call.send().await.expect_err("nothing comes");
    assert!(error.is_timeout(), "{error:?}");
    assert!(start.elapsed() < Duration::from_secs(3));
}

#[tokio::test]
async fn a_truncated_body_is_an_error() {
    let server = Server::always(Answer::Raw(
        b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 500\r\n\r\n{\"data\":{".to_vec(),
    ));
    let error = fetch(&server).await.expect_err("the body ends early");
    assert!(!error.is_decode(), "{error:?}");
    assert!(!error.is_timeout(), "{error:?}");
}

#[tokio::test]
async fn a_body_that_is_too_large_is_an_error() {
    let server = Server::always(Answer::json("200 OK", &format!(r#"{{"padding":"{}"}}"#, "x".repeat(100_000))));
    let client = Client::builder().api_token(TOKEN).base_url(server.url()).max_response_bytes(10_000);
    let client = client.build().expect("the client is complete");
    let call = client.realtime_kit().sessions().get_session_details("account", "app", "session");
    let error = call.send().await.expect_err("the body exceeds the limit");
    assert!(error.to_string().contains("10000"), "{error}");
}

#[tokio::test]
async fn a_redirect_to_another_origin_does_not_receive_the_token() {
    let other = Server::always(answer(SESSION));
    let location = format!("{}/elsewhere", other.url());
    let server = Server::start(move |_| Answer::new("307 Temporary Redirect", &[("location", location.as_str())], ""));
    let _ = fetch(&server).await;
    assert_eq!(server.requests().len(), 1);
    for request in other.requests() {
        assert!(request.headers.iter().all(|(_, value)| !value.contains(TOKEN)), "{request:?}");
        assert!(!request.line.contains(TOKEN), "{request:?}");
    }
}

#[tokio::test]
async fn a_path_value_stays_in_its_segment() {
    let server = Server::always(answer(SESSION));
    let sent = [("a/b", "a%2Fb"), ("ü", "%C3%BC"), ("x?admin=true#y", "x%3Fadmin%3Dtrue%23y"), ("%2f", "%252f"), ("...", "...")];
    for (value, segment) in sent {
        let client = client(&server);
        let call = client.realtime_kit().sessions().get_session_details("account", "app", value);
        call.send().await.expect("the value can be sent");
        let target = server.requests().last().expect("a request came").target().to_owned();
        assert_eq!(target, format!("/accounts/account/realtime/kit/app/sessions/{segment}"));
    }
    let count = server.requests().len();
    for value in ["..", ".", "", "%2e%2e", ".%2E"] {
        let client = client(&server);
        let result = client.realtime_kit().sessions().get_session_details("account", "app", value).send().await;
        let Err(error) = result else { panic!("`{value}` would leave its segment") };
        assert!(error.to_string().contains("session_id"), "{error}");
    }
    assert_eq!(server.requests().len(), count, "nothing was sent");
}

#[tokio::test]
async fn lengths_are_not_enforced_on_a_request() {
    let server = Server::always(answer(SESSION));
    let client = client(&server);
    let app = "0f3a7c3e-7e1b-4d6b-9a53-3a4c2f1b8d90";
    client.realtime_kit().sessions().get_session_details("account", app, "session").send().await.expect("a UUID may be sent");
    assert!(server.requests()[0].target().contains(app));
}

#[tokio::test]
async fn without_a_token_nothing_is_sent() {
    let server = Server::always(answer(SESSION));
    let client = Client::builder().base_url(server.url()).build().expect("a client may lack credentials");
    let call = client.realtime_kit().sessions().get_session_details("account", "app", "session");
    let error = call.send().await.expect_err("the operation needs a token");
    assert!(error.to_string().contains("api_token"), "{error}");
    assert!(server.requests().is_empty());
}

#[tokio::test]
async fn the_token_is_never_printed() {
    let server = Server::always(Answer::json("400 Bad Request", "{}"));
    let client = client(&server);
    let call = client.realtime_kit().sessions().get_session_details("account", "app", "session");
    let mut printed = format!("{client:?} {client:#?} {call:?}");
    let request = call.build().expect("the request is complete");
    printed.push_str(&format!("{request:?}"));
    let error = fetch(&server).await.expect_err("the status is a failure");
    printed.push_str(&format!("{error} {error:?} {error:#?}"));
    assert!(!printed.contains(TOKEN), "{printed}");
    assert!(!printed.contains("canary"), "{printed}");
}
