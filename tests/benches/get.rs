//! The processor time of a small GET, beside the same call by hand: `cargo bench -p tests --bench get`.
//!
//! Both clients take turns at one server, in rounds, and the thread that runs them is all that is measured. The figures are the
//! medians of the rounds; the exit status is 1 where their ratio is above the limit.

#[path = "../cost/mod.rs"]
mod cost;

use cost::{ANSWER, TOKEN, ask_by_hand, ask_emitted, by_hand, emitted, server};
use nix::time::{ClockId, clock_gettime};
use std::{future::Future, process::ExitCode, time::Duration};

/// What the emitted client may cost, measured by the one by hand.
const LIMIT: f64 = 1.05;
const ROUNDS: usize = 400;
const CALLS: u32 = 50;

fn processor_time() -> Duration {
    clock_gettime(ClockId::CLOCK_THREAD_CPUTIME_ID).expect("a thread has a clock").into()
}

/// The time of a call, in nanoseconds, as the mean of a round.
fn round<F: Future<Output = f64>>(runtime: &tokio::runtime::Runtime, ask: impl Fn() -> F) -> f64 {
    let start = processor_time();
    runtime.block_on(async {
        for _ in 0..CALLS {
            ask().await;
        }
    });
    (processor_time() - start).as_nanos() as f64 / f64::from(CALLS)
}

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}

fn main() -> ExitCode {
    let url = server::start(ANSWER);
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    let (hand, client) = (by_hand::Client::new(&url, TOKEN), emitted(&url));
    let (mut by_hand, mut emitted, mut ratios) = (Vec::new(), Vec::new(), Vec::new());
    for number in 0..ROUNDS {
        // Who comes first changes, so that neither is always warmed by the other.
        let (one, other) = if number % 2 == 0 {
            let one = round(&runtime, || ask_by_hand(&hand));
            (one, round(&runtime, || ask_emitted(&client)))
        } else {
            let other = round(&runtime, || ask_emitted(&client));
            (round(&runtime, || ask_by_hand(&hand)), other)
        };
        // The first rounds open connections and fill caches.
        if number >= ROUNDS / 10 {
            by_hand.push(one);
            emitted.push(other);
            ratios.push(other / one);
        }
    }
    let (by_hand, emitted, ratio) = (median(by_hand), median(emitted), median(ratios));
    println!("a small GET, processor time of the client's thread, median of {} rounds of {CALLS} calls:", ROUNDS - ROUNDS / 10);
    println!("  by hand  {:.2} µs", by_hand / 1000.0);
    println!("  emitted  {:.2} µs", emitted / 1000.0);
    println!("  ratio    {ratio:.3} (at most {LIMIT})");
    if ratio <= LIMIT { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}
