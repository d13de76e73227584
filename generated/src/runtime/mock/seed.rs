//! Numbers that look random and are not: what is made of a seed and a name is always the same, whatever else is made.

/// A source of numbers for one value.
#[derive(Clone, Copy, Debug)]
pub(super) struct Seed(u64);

impl Seed {
    /// The source of a name, for the user's seed.
    pub(super) fn new(seed: u64, name: &str) -> Seed {
        Seed(mixed(seed)).of(name)
    }

    /// The source of a part, such as a property: parts do not move when others are added beside them.
    pub(super) fn of(self, name: &str) -> Seed {
        // FNV-1a.
        let hash =
            name.bytes().fold(0xcbf2_9ce4_8422_2325, |hash: u64, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3));
        Seed(mixed(self.0 ^ hash))
    }

    /// The source of an item.
    pub(super) fn at(self, index: usize) -> Seed {
        Seed(mixed(self.0.wrapping_add(index as u64 + 1)))
    }

    /// A number below `count`, which is not zero.
    pub(super) fn below(self, count: u64) -> u64 {
        self.0 % count.max(1)
    }

    /// All bits.
    pub(super) fn bits(self) -> u64 {
        self.0
    }
}

/// SplitMix64.
fn mixed(state: u64) -> u64 {
    let mut z = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}
