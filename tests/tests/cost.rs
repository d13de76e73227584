//! How often a small GET asks for memory, beside the same call by hand. The count is exact, so that the limit is, too.

#[path = "../cost/mod.rs"]
mod cost;

use allocation_counter::measure;
use cost::{ANSWER, TOKEN, ask_by_hand, ask_emitted, by_hand, emitted, server};
use std::future::Future;

/// What the emitted client may ask for beyond what the one by hand does.
const MAY_ADD: u64 = 5;

/// The least of many runs: now and then the connection's buffers grow, too.
fn allocations<F: Future<Output = f64>>(runtime: &tokio::runtime::Runtime, ask: impl Fn() -> F) -> u64 {
    let once = || measure(|| assert_eq!(runtime.block_on(ask()), 2.3434)).count_total;
    (0..20).map(|_| once()).min().unwrap_or_default()
}

#[test]
fn a_small_get_adds_few_allocations() {
    let url = server::start(ANSWER);
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    let (by_hand, emitted) = (by_hand::Client::new(&url, TOKEN), emitted(&url));
    let by_hand = allocations(&runtime, || ask_by_hand(&by_hand));
    let emitted = allocations(&runtime, || ask_emitted(&emitted));
    println!("allocations of a small GET: {emitted} emitted, {by_hand} by hand");
    assert!(emitted <= by_hand + MAY_ADD, "{emitted} emitted, {by_hand} by hand");
}
