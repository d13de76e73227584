//! Numbers that nobody else draws: for waits that do not fall together, and for keys that name one call.
//!
//! The standard library seeds its hash maps from the operating system, and the hash is a keyed one (SipHash), which is what is drawn
//! here. None of these numbers is a secret.

use std::{
    hash::{BuildHasher, Hash, Hasher, RandomState},
    sync::atomic::{AtomicU64, Ordering},
    time::SystemTime,
};

static DRAWN: AtomicU64 = AtomicU64::new(0);

/// 64 bits. A process that was forked from this one draws others, since its number and the time go in.
fn bits() -> u64 {
    let mut hasher = RandomState::new().build_hasher();
    DRAWN.fetch_add(1, Ordering::Relaxed).hash(&mut hasher);
    std::process::id().hash(&mut hasher);
    SystemTime::now().hash(&mut hasher);
    hasher.finish()
}

/// A number from 0 to 1, without 1.
pub(super) fn unit() -> f64 {
    // The 53 bits that a float holds.
    (bits() >> 11) as f64 / (1_u64 << 53) as f64
}

/// A UUID of version 4 (RFC 9562, 5.4).
pub(super) fn uuid() -> String {
    let bits = (u128::from(bits()) << 64) | u128::from(bits());
    let bits = (bits & !(0xf << 76) & !(0x3 << 62)) | (0x4 << 76) | (0x2 << 62);
    let hex = format!("{bits:032x}");
    [&hex[..8], &hex[8..12], &hex[12..16], &hex[16..20], &hex[20..]].join("-")
}

#[cfg(test)]
mod tests {
    use super::{unit, uuid};
    use std::collections::BTreeSet;

    #[test]
    fn keys_are_uuids_of_version_4_and_differ() {
        let keys: BTreeSet<String> = (0..10_000).map(|_| uuid()).collect();
        assert_eq!(keys.len(), 10_000);
        for key in keys {
            let shape: String =
                key.chars().map(|c| if c.is_ascii_hexdigit() && !c.is_ascii_uppercase() { 'x' } else { c }).collect();
            assert_eq!(shape, "xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx", "{key}");
            assert_eq!(&key[14..15], "4", "{key}");
            assert!("89ab".contains(&key[19..20]), "{key}");
        }
    }

    #[test]
    fn units_fill_their_range() {
        let mut tenths = [0; 10];
        for _ in 0..10_000 {
            let drawn = unit();
            assert!((0.0..1.0).contains(&drawn), "{drawn}");
            tenths[(drawn * 10.0) as usize] += 1;
        }
        assert!(tenths.iter().all(|count| (700..1300).contains(count)), "{tenths:?}");
    }
}
