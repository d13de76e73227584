//! The bounds of a document. What lies beyond one ends in a `too-large` diagnostic, so that a hostile document costs at most two seconds
//! and 512 MiB, or what is in proportion to its size where that is more than 20 MiB.

/// Bytes of one file.
pub const MAX_BYTES: usize = 64 * 1024 * 1024;

/// Bytes of one YAML file: what its parser reads in about two seconds.
pub const MAX_YAML_BYTES: usize = 24 * 1024 * 1024;

/// Lines of a YAML file that begin with `%`. libyaml compares each with all others.
pub const MAX_YAML_DIRECTIVES: usize = 64;

/// Objects and lists within one another. Both parsers have a bound of their own right behind this one.
pub const MAX_DEPTH: usize = 127;

/// Values of one file.
pub const MAX_NODES: usize = 5_000_000;

/// Values that the aliases of a YAML file may repeat.
pub const MAX_ALIAS_NODES: usize = 1_000_000;

/// Bytes of memory that the value of one file may take, by estimate; for YAML together with what its parser holds. A JSON
/// description takes about five times its size, a YAML one about 15 times.
pub const MAX_MEMORY: usize = 320 * 1024 * 1024;

/// The same for each byte of a JSON file that is so large that it may need more.
pub const MEMORY_PER_BYTE: usize = 16;

/// Bytes of memory that the YAML parser holds for an event: a scalar, the start or the end of a list or object.
pub const YAML_EVENT_MEMORY: usize = 130;

/// Findings about repeated keys, tags, numbers and repairs that one file is worth; the others are counted in one more.
pub const MAX_FINDINGS: usize = 100;

/// What may still be spent on a file.
#[derive(Clone, Copy, Debug)]
pub struct Budget {
    /// Values.
    pub nodes: usize,
    /// Bytes of memory.
    pub memory: usize,
}

impl Budget {
    /// That of a JSON file of this size.
    pub fn of_json(bytes: usize) -> Budget {
        Budget { nodes: MAX_NODES, memory: MAX_MEMORY.max(bytes.saturating_mul(MEMORY_PER_BYTE)) }
    }
}
