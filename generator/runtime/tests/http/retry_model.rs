//! The rules of trying again a second time, as a small model, and random scripts that both must agree on: attempts, waits, tokens
//! and verdicts.

use crate::{
    probe::{GET, HEAD, POST},
    retries::{DELETE, OPTIONS, PATCH, PUT, QUERY, TRACE},
    runtime::http::{Call, ErrorKind, Operation, Pending, RetryPolicy},
    script::{Script, Step},
};
use std::time::Duration;

/// SplitMix64.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    fn pick<T: Clone>(&mut self, of: &[T]) -> T {
        of[usize::try_from(self.next() % of.len() as u64).expect("an index")].clone()
    }
}

/// A call as the model sees it; times in milliseconds.
#[derive(Debug)]
struct Case {
    method: &'static str,
    has_key: bool,
    declared: Option<bool>,
    max_attempts: u32,
    timeout: u64,
    steps: Vec<(u64, Step)>,
}

/// What becomes of a call.
#[derive(Debug, PartialEq)]
struct Fate {
    attempts: u32,
    waits: Vec<u64>,
    verdict: Verdict,
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Verdict {
    Success,
    Status(u16),
    Transport,
    Timeout,
}

fn model(case: &Case, jitter: f64, capacity: u32, tokens: &mut u32) -> Fate {
    let safe = ["GET", "HEAD", "OPTIONS", "TRACE", "PUT", "DELETE"].contains(&case.method);
    let repeatable = case.has_key || case.declared.unwrap_or(safe);
    let (mut left, mut waits, mut paid) = (case.timeout, Vec::new(), 0);
    for attempt in 0_u32.. {
        let (takes, step) = case.steps.get(attempt as usize).cloned().unwrap_or((0, Step::Answer(200, Vec::new())));
        let is_late = takes >= left;
        left -= takes.min(left);
        let bodiless = case.method == "HEAD";
        let verdict = match &step {
            _ if is_late => Verdict::Timeout,
            Step::Answer(code, _) if (200..300).contains(code) => Verdict::Success,
            Step::Answer(code, _) => Verdict::Status(*code),
            Step::BrokenBody if bodiless => Verdict::Success,
            Step::Silence => Verdict::Timeout,
            Step::BrokenBody | Step::Refused | Step::Reset | Step::Unsendable => Verdict::Transport,
        };
        let asked = match &step {
            Step::Answer(_, headers) if !is_late => headers.first().map(|(_, value)| value.as_str()),
            _ => None,
        };
        // The kind of failure: its base and its cost, where it may be tried again.
        let class = match (verdict, &step) {
            (Verdict::Success, _) => {
                *tokens = capacity.min(*tokens + if paid == 0 { 1 } else { paid });
                return Fate { attempts: attempt + 1, waits, verdict };
            }
            (Verdict::Status(429), _) => Some((1000, 5)),
            (Verdict::Status(408), _) => Some((500, 14)),
            (Verdict::Status(409), _) if case.has_key => Some((500, 14)),
            (Verdict::Status(503), _) if repeatable && asked.is_some() => Some((1000, 5)),
            (Verdict::Status(500 | 502..=504), _) if repeatable => Some((500, 14)),
            (Verdict::Transport, Step::Refused) => Some((500, 14)),
            (Verdict::Transport, Step::Unsendable) | (Verdict::Status(_), _) => None,
            (Verdict::Transport | Verdict::Timeout, _) => repeatable.then_some((500, 14)),
        };
        let over = Fate { attempts: attempt + 1, waits: waits.clone(), verdict };
        let Some((base, cost)) = class.filter(|_| attempt + 1 < case.max_attempts) else { return over };
        let full = (base << attempt).min(20_000) as f64;
        let mut wait = (full * (0.5 + jitter / 2.0)) as u64;
        if let Some(seconds) = asked.filter(|text| text.len() <= 18).and_then(|text| text.parse::<u64>().ok()) {
            if seconds > 120 {
                return over;
            }
            wait = wait.max(seconds * 1000);
        }
        if wait >= left || *tokens < cost {
            return over;
        }
        (left, paid) = (left - wait, cost);
        *tokens -= cost;
        waits.push(wait);
    }
    unreachable!("scripts end in success")
}

fn case(random: &mut Random) -> (&'static Operation, Case) {
    let operation = random.pick(&[&GET, &GET, &HEAD, &PUT, &DELETE, &OPTIONS, &TRACE, &POST, &POST, &PATCH, &QUERY]);
    let length = random.pick(&[0, 1, 2, 3, 4, 8]);
    let mut steps = Vec::new();
    for _ in 0..length {
        let code = random.pick(&[200, 204, 400, 404, 408, 409, 429, 429, 500, 500, 501, 502, 503, 503, 503, 504]);
        let asked = random.pick(&[
            "",
            "",
            "",
            "0",
            "1",
            "3",
            "30",
            "120",
            "121",
            "-1",
            "junk",
            "999999999999999999",
            "1000000000000000000",
        ]);
        let headers = if asked.is_empty() { Vec::new() } else { vec![("retry-after", asked.to_owned())] };
        let answer = Step::Answer(code, headers);
        let step = random.pick(&[
            answer.clone(),
            answer.clone(),
            answer,
            Step::Refused,
            Step::Reset,
            Step::Silence,
            Step::BrokenBody,
            Step::Unsendable,
        ]);
        steps.push((random.pick(&[0, 0, 1, 250, 900, 5000]), step));
    }
    let case = Case {
        method: operation.method,
        has_key: random.pick(&[false, false, true]),
        declared: random.pick(&[None, None, None, Some(true), Some(false)]),
        max_attempts: random.pick(&[1, 2, 3, 3, 3, 4, 8]),
        timeout: random.pick(&[1, 600, 1500, 4000, 60_000, 60_000, 1_000_000]),
        steps,
    };
    (operation, case)
}

#[tokio::test]
async fn random_scripts() {
    let mut random = Random(0x5eed);
    for client in 0..10_000 {
        let jitter = random.pick(&[0.0, 0.25, 0.5, 1.0]);
        let capacity = random.pick(&[0, 5, 14, 19, 30, 60, 500]);
        let script = Script::with_jitter(jitter);
        let core = script.builder(RetryPolicy::new().budget(capacity)).build().expect("the settings are sound");
        let mut tokens = capacity;
        for _ in 0..6 {
            let (operation, case) = case(&mut random);
            script.push(case.steps.iter().map(|(takes, step)| (Duration::from_millis(*takes), step.clone())));
            let mut call = Call::new(&core, operation);
            call.set_max_attempts(case.max_attempts);
            call.set_timeout(Duration::from_millis(case.timeout));
            if case.has_key {
                call.set_idempotency_key("k".into());
            }
            if let Some(declared) = case.declared {
                call.set_idempotent(declared);
            }
            let result = Pending::new(call, |_| Ok(())).await;
            let sent = u32::try_from(script.take_requests().len()).expect("few attempts");
            if let Err(error) = &result {
                assert_eq!(error.attempts(), sent as usize, "client {client}: {case:?}");
            }
            let fate = Fate {
                attempts: sent,
                waits: script.take_waits().iter().map(|wait| wait.as_millis() as u64).collect(),
                verdict: match result.map_err(|error| (error.kind(), error.status())) {
                    Ok(()) => Verdict::Success,
                    Err((ErrorKind::Status, Some(status))) => Verdict::Status(status.as_u16()),
                    Err((ErrorKind::Transport, _)) => Verdict::Transport,
                    Err((ErrorKind::Timeout, _)) => Verdict::Timeout,
                    Err(other) => panic!("client {client}: {other:?}: {case:?}"),
                },
            };
            assert_eq!(fate, model(&case, jitter, capacity, &mut tokens), "client {client}: {case:?}");
            assert_eq!(core.retry_budget(), tokens, "client {client}: {case:?}");
            script.clear();
        }
    }
}
