//! What is tried again, how often and when: published vectors of other clients, as far as their rules are ours.

use crate::{
    probe::{GET, POST},
    runtime::http::{Call, ErrorKind, Operation, Pending, RetryPolicy},
    script::{Script, Step, asking, status},
};
use ::http::StatusCode;
use std::time::Duration;

pub static PUT: Operation = Operation { method: "PUT", ..GET };
pub static DELETE: Operation = Operation { method: "DELETE", ..GET };
pub static PATCH: Operation = Operation { method: "PATCH", ..GET };
pub static OPTIONS: Operation = Operation { method: "OPTIONS", ..GET };
pub static TRACE: Operation = Operation { method: "TRACE", ..GET };
pub static QUERY: Operation = Operation { method: "QUERY", ..GET };

const NEW: RetryPolicy = RetryPolicy::new();

fn plain(_: &mut Call<'_>) {}

fn ms(milliseconds: u64) -> Duration {
    Duration::from_millis(milliseconds)
}

/// The waits of calls of GET that go wrong in these ways, and whether the last one goes well.
async fn waits(policy: RetryPolicy, steps: Vec<Step>) -> (Vec<u128>, bool) {
    let (result, waits) = Script::new(steps).call(policy, &GET, |call| call.set_timeout(Duration::MAX)).await;
    (waits, result.is_ok())
}

// AWS, standard mode 2.0: a base of a second.

#[tokio::test]
async fn waits_double_up_to_their_limit() {
    let aws = NEW.base_delay(ms(1000));
    let all = |code: u16| vec![status(code); 9];
    assert_eq!(waits(aws.max_attempts(5), vec![status(500), status(500)]).await, (vec![1000, 2000], true));
    assert_eq!(waits(aws, all(500)).await, (vec![1000, 2000], false));
    assert_eq!(waits(aws.max_attempts(5), all(500)).await, (vec![1000, 2000, 4000, 8000], false));
    assert_eq!(waits(aws.max_attempts(5).max_delay(ms(3000)), all(500)).await, (vec![1000, 2000, 3000, 3000], false));
    // The power saturates.
    let (long, _) = waits(aws.max_attempts(70).budget(10_000), vec![status(502); 70]).await;
    assert_eq!(long.len(), 69);
    assert_eq!((long[4], long[5], long[68]), (16_000, 20_000, 20_000));
}

// AWS, standard mode 2.1: a base of 50 ms, or a second where it is asked too often; 14 tokens a retry, or 5.

#[tokio::test]
async fn the_budget_of_a_client() {
    let aws = NEW.base_delay(ms(50)).max_attempts(5);
    for (budget, steps, waits, ok, left) in [
        (500, vec![500, 500], vec![50, 100], true, 486),
        (500, vec![500; 9], vec![50, 100, 200, 400], false, 444),
        (14, vec![500, 500], vec![50], false, 0),
        (0, vec![500], vec![], false, 0),
        (20, vec![500, 502], vec![50], false, 6),
        (30, vec![500, 502], vec![50, 100], true, 16),
        (500, vec![429], vec![1000], true, 500),
        (500, vec![429; 9], vec![1000, 2000, 4000, 8000], false, 480),
        // The retry that succeeds gives back its own cost.
        (500, vec![500, 429], vec![50, 2000], true, 486),
        (500, vec![], vec![], true, 500),
    ] {
        let script = Script::new(steps.iter().map(|code| status(*code)));
        let core = script.builder(aws.budget(budget)).build().expect("the settings are sound");
        let result = Pending::new(Call::new(&core, &GET), |_| Ok(())).await;
        let waited: Vec<u128> = script.take_waits().iter().map(Duration::as_millis).collect();
        assert_eq!((waited, result.is_ok(), core.retry_budget()), (waits, ok, left), "{budget} {steps:?}");
    }
}

#[tokio::test]
async fn a_clean_success_puts_a_token_back() {
    let script = Script::new([status(500), status(500), status(500)]);
    let core = script.builder(NEW.budget(28)).build().expect("the settings are sound");
    let call = || Pending::new(Call::new(&core, &GET), |_| Ok(()));
    call().await.expect_err("three failures");
    assert_eq!(core.retry_budget(), 0);
    for expected in (1..=28).chain([28, 28]) {
        call().await.expect("a success");
        assert_eq!(core.retry_budget(), expected);
    }
}

#[tokio::test]
async fn attempts_within_their_limit_and_its_parts() {
    let aws = NEW.base_delay(ms(50));
    assert_eq!(waits(aws.max_attempts(5).max_delay(ms(200)), vec![status(500); 9]).await.0, [50, 100, 200, 200]);
    let (dynamo, _) = waits(aws.max_attempts(4).base_delay(ms(25)), vec![status(500); 9]).await;
    assert_eq!(dynamo.iter().sum::<u128>(), 175);
    // A `Retry-After` that is longer than the wait replaces it, and a shorter one does not.
    assert_eq!(waits(aws, vec![asking(500, "3")]).await, (vec![3000], true));
    let short = Step::Answer(500, vec![("retry-after-ms", "10".to_owned())]);
    assert_eq!(waits(aws, vec![short]).await, (vec![50], true));
    for none in [0, 1] {
        assert_eq!(waits(aws.max_attempts(none), vec![status(500)]).await, (vec![], false));
    }
}

// Stainless: a base of half a second; the clock shows 16:26:37.

#[tokio::test]
async fn retry_after() {
    let nines = "9".repeat(35);
    for (value, expected) in [
        ("20", Some(20_000)),
        ("0", Some(500)),
        ("-10", Some(500)),
        ("60", Some(60_000)),
        ("61", Some(61_000)),
        ("120", Some(120_000)),
        ("121", None),
        ("Fri, 29 Sep 2023 16:26:57 GMT", Some(20_000)),
        ("Fri, 29 Sep 2023 16:26:37 GMT", Some(500)),
        ("Fri, 29 Sep 2023 16:26:27 GMT", Some(500)),
        ("Fri, 29 Sep 2023 16:27:37 GMT", Some(60_000)),
        ("Fri, 29 Sep 2023 16:27:38 GMT", Some(61_000)),
        ("Fri, 29 Sep 2023 16:28:37 GMT", Some(120_000)),
        ("Fri, 29 Sep 2023 16:28:38 GMT", None),
        (&nines, Some(500)),
        ("inf", Some(500)),
        ("nan", Some(500)),
        ("Zun, 29 Sep 2023 16:26:57 GMT", Some(500)),
        ("Fri, 29 Sep 100000 16:26:57 GMT", Some(500)),
        ("", Some(500)),
        // Azure and edge cases.
        ("29 Sep 2023 16:26:57 GMT", Some(500)),
        (" 120 ", Some(120_000)),
        ("²", Some(500)),
        ("0x10", Some(500)),
    ] {
        // A deadline that is not in the way.
        let script = Script::new([asking(500, value)]);
        let (result, waits) = script.call(NEW, &GET, |call| call.set_timeout(Duration::MAX)).await;
        match expected {
            Some(wait) => assert_eq!((waits, result.is_ok()), (vec![wait], true), "{value:?}"),
            None => {
                let error = result.expect_err("it is too long to wait");
                assert!(waits.is_empty() && error.retry_after() > Some(ms(120_000)), "{value:?}");
            }
        }
    }
    for (milliseconds, expected) in [("120000", Some(120_000)), ("120001", None)] {
        let step = Step::Answer(429, vec![("retry-after-ms", milliseconds.to_owned())]);
        let (result, waits) = Script::new([step]).call(NEW, &GET, |call| call.set_timeout(Duration::MAX)).await;
        assert_eq!((waits.first().copied(), result.is_ok()), (expected, expected.is_some()), "{milliseconds}");
    }
}

#[tokio::test]
async fn a_throttled_call_waits_longer() {
    assert_eq!(waits(NEW, vec![status(503), status(503)]).await.0, [500, 1000]);
    assert_eq!(waits(NEW, vec![asking(503, "junk"), asking(503, "0")]).await.0, [1000, 2000]);
    assert_eq!(waits(NEW, vec![status(429), status(429)]).await.0, [1000, 2000]);
}

#[tokio::test]
async fn chance_takes_at_most_a_half_of_a_wait() {
    for (jitter, expected) in [(0.0, [250, 500]), (0.5, [375, 750]), (1.0, [500, 1000])] {
        let script = Script::with_jitter(jitter);
        script.push([(Duration::ZERO, status(500)), (Duration::ZERO, status(500))]);
        assert_eq!(script.call(NEW, &GET, plain).await.1, expected);
    }
}

// Google storage: idempotent calls succeed after two failures, others fail after one.

#[tokio::test]
async fn what_is_repeated() {
    use Step::{BrokenBody, Refused, Reset, Silence, Unsendable};
    let pairs = |step: &Step| vec![step.clone(), step.clone()];
    let idempotent = [&GET, &PUT, &DELETE, &OPTIONS, &TRACE];
    let others = [&POST, &PATCH, &QUERY];
    let transient = [status(500), status(502), status(503), status(504), asking(503, "1"), Reset, Silence, BrokenBody];
    let anyhow = [Refused, status(408), status(429)];
    let never = [400, 401, 403, 404, 405, 409, 410, 412, 422, 501, 505, 507, 300, 302, 304].map(status);
    for operation in idempotent.into_iter().chain(others) {
        let is_idempotent = idempotent.contains(&operation);
        for (steps, expected) in [(&transient[..], is_idempotent), (&anyhow, true), (&never, false), (&[Unsendable], false)] {
            for step in steps {
                let (result, waits) = Script::new(pairs(step)).call(NEW, operation, plain).await;
                let attempts = if expected { 2 } else { 0 };
                assert_eq!((waits.len(), result.is_ok()), (attempts, expected), "{} {step:?}", operation.method);
            }
        }
        // A failure that is not transient ends it.
        for (first, second) in [(status(503), status(400)), (Reset, status(401)), (Reset, status(503))] {
            let last = second.clone();
            let (result, waits) = Script::new([first, second]).call(NEW, operation, plain).await;
            let expected = match last {
                Step::Answer(503, _) => (if is_idempotent { 2 } else { 0 }, is_idempotent),
                _ => (usize::from(is_idempotent), false),
            };
            assert_eq!((waits.len(), result.is_ok()), expected, "{} {last:?}", operation.method);
        }
    }
}

#[tokio::test]
async fn the_time_of_a_call_covers_its_waits() {
    for (timeout, expected) in [(499, vec![]), (500, vec![]), (501, vec![500]), (1500, vec![500]), (1501, vec![500, 1000])] {
        let script = Script::new(vec![status(503); 3]);
        let (result, waits) = script.call(NEW, &GET, |call| call.set_timeout(ms(timeout))).await;
        let error = result.expect_err("there is no success");
        assert_eq!((error.kind(), error.attempts()), (ErrorKind::Status, expected.len() + 1), "{timeout}");
        assert_eq!(waits, expected, "{timeout}");
        assert!(script.passed() < ms(timeout), "it does not wait in vain");
    }
    // An attempt has what the ones before it have left.
    let script = Script::with_jitter(1.0);
    script.push([(ms(4000), Step::Reset), (ms(9000), status(200))]);
    let (result, _) = script.call(NEW, &GET, |call| call.set_timeout(ms(10_000))).await;
    let error = result.expect_err("time ran out");
    assert_eq!((error.kind(), error.attempts(), script.passed()), (ErrorKind::Timeout, 2, ms(10_000)));
}

#[tokio::test]
async fn an_error_tells_of_all_attempts() {
    let script = Script::new([Step::Reset, asking(503, "2"), asking(500, "0")]);
    let (result, _) = script.call(NEW, &GET, plain).await;
    let error = result.expect_err("the third failure");
    assert_eq!(error.statuses(), [None, Some(StatusCode::SERVICE_UNAVAILABLE), Some(StatusCode::INTERNAL_SERVER_ERROR)]);
    assert_eq!(error.to_string(), "Probe: 500 Internal Server Error: null (after 3 attempts)");
    assert_eq!(error.retry_after(), None);
    let (result, _) = Script::new([status(404)]).call(NEW, &GET, plain).await;
    assert_eq!(result.expect_err("the first").statuses(), [Some(StatusCode::NOT_FOUND)]);
    let (result, _) = Script::new([]).call(NEW, &GET, |call| call.extra_header("a", "\n")).await;
    assert_eq!(result.expect_err("nothing is sent").attempts(), 0);
}

#[tokio::test]
async fn a_header_may_forbid_and_may_not_force() {
    let policy = NEW.override_header("x-should-retry");
    let saying = |code: u16, word: &str| Step::Answer(code, vec![("x-should-retry", word.to_owned())]);
    for (policy, operation, step, expected) in [
        (policy, &GET, saying(503, "false"), false),
        (policy, &GET, saying(429, "FALSE"), false),
        (policy, &GET, saying(404, "true"), true),
        (policy, &GET, saying(503, "maybe"), true),
        (policy, &POST, saying(503, "true"), false),
        (policy, &POST, saying(429, "false"), false),
        (NEW, &GET, saying(503, "false"), true),
        (NEW, &GET, saying(404, "true"), false),
    ] {
        let (result, _) = Script::new([step.clone()]).call(policy, operation, plain).await;
        assert_eq!(result.is_ok(), expected, "{} {step:?}", operation.method);
    }
}

#[tokio::test]
async fn calls_have_limits_of_their_own() {
    let script = Script::new(vec![status(500); 9]);
    let (result, _) = script.call(NEW, &GET, |call| call.set_max_attempts(1)).await;
    assert_eq!(result.expect_err("once").attempts(), 1);
    let (result, _) = script.call(NEW.max_attempts(1), &GET, |call| call.set_max_attempts(5)).await;
    assert_eq!(result.expect_err("five times").attempts(), 5);
}

#[tokio::test]
async fn a_storm_of_failures_costs_little() {
    let script = Script::new(vec![status(503); 30_000]);
    let core = script.builder(NEW).build().expect("the settings are sound");
    for _ in 0..10_000 {
        let error = Pending::new(Call::new(&core, &GET), |_| Ok(())).await.expect_err("there is no success");
        assert_eq!(error.kind(), ErrorKind::Status);
    }
    assert_eq!(script.take_requests().len(), 10_035);
}

/// A clock whose waits never end.
struct Still;

impl crate::runtime::http::Clock for Still {
    fn sleep(&self, _: Duration) -> crate::runtime::http::Sleep {
        Box::pin(std::future::pending())
    }
}

#[tokio::test]
async fn a_call_that_is_dropped_asks_no_more_and_gives_back_its_leave() {
    let script = Script::new(vec![status(503); 3]);
    let mut builder = script.builder(NEW);
    builder.clock(Still);
    let core = builder.build().expect("the settings are sound");
    let call = Pending::new(Call::new(&core, &GET), |_| Ok(()));
    tokio::time::timeout(ms(1), call).await.expect_err("it waits");
    assert_eq!((script.take_requests().len(), core.retry_budget()), (1, 500));
}
