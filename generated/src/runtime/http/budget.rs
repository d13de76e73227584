//! The budget for trying again that all calls of a client share: when a service is down, its clients must not ask it three times as
//! often as when it is up.

use std::sync::atomic::{AtomicU32, Ordering};

/// A bucket of tokens.
#[derive(Debug)]
pub(super) struct Budget {
    tokens: AtomicU32,
    capacity: u32,
}

impl Budget {
    pub(super) fn new(capacity: u32) -> Self {
        Budget { tokens: AtomicU32::new(capacity), capacity }
    }

    pub(super) fn tokens(&self) -> u32 {
        self.tokens.load(Ordering::Relaxed)
    }

    /// Takes so many tokens; `None` where there are too few.
    pub(super) fn take(&self, cost: u32) -> Option<Permit<'_>> {
        let taken = self.tokens.fetch_update(Ordering::Relaxed, Ordering::Relaxed, |tokens| tokens.checked_sub(cost));
        taken.ok().map(|_| Permit { budget: self, cost, is_spent: false })
    }

    /// Puts so many tokens into the bucket, as far as they fit.
    pub(super) fn add(&self, tokens: u32) {
        let add = |held: u32| (held < self.capacity).then(|| held.saturating_add(tokens).min(self.capacity));
        // An update that changes nothing is no failure.
        let _: Result<u32, u32> = self.tokens.fetch_update(Ordering::Relaxed, Ordering::Relaxed, add);
    }
}

/// The leave to try again. Dropped before it is spent, it returns its tokens.
#[derive(Debug)]
pub(super) struct Permit<'b> {
    budget: &'b Budget,
    cost: u32,
    is_spent: bool,
}

impl Permit<'_> {
    /// The attempt begins.
    pub(super) fn spend(&mut self) {
        self.is_spent = true;
    }

    /// The attempt has succeeded.
    pub(super) fn give_back(mut self) {
        self.is_spent = false;
    }
}

impl Drop for Permit<'_> {
    fn drop(&mut self) {
        if !self.is_spent {
            self.budget.add(self.cost);
        }
    }
}
