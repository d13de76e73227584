//! The output folder: what stands in it, what has to change, and the change itself. Files that this program did not write are never
//! replaced or removed, and no link, device or pipe is followed, opened or replaced.
//!
//! Reading order: `path` says which names a file may have, `folder` looks at the disk, `manifest` remembers what was written,
//! `plan` compares, `write` carries out.

mod folder;
mod manifest;
mod path;
mod plan;
mod write;

pub use folder::Folder;
pub use plan::{Change, Kind, Plan};
pub use write::{write_all, write_fresh};

#[cfg(test)]
mod tests;
