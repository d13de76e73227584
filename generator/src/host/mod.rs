//! The generator on a computer: documents come from files, clients go to folders, and what there is to say goes to a terminal. The
//! library itself knows nothing of it; programs that run the generator share it.
//!
//! Reading order: [`job`] says what a run reads and where it writes, [`source`] reads, [`output`] writes, [`report`] tells. No link is
//! followed out of the folder of the document, and none in the output folder.

pub mod failure;
pub mod job;
pub mod output;
pub mod package_name;
pub mod report;
pub mod source;
pub mod terminal;
