//! A command line for the operations that can be called by name: the words of a person in, a call and its printed answer out.
//!
//! Everything is read from the tables of `by_name`, so that an operation adds no code here. Credentials come from the environment
//! only, and no text that is printed holds one.
//!
//! Reading order: `tree` arranges the operations, `command` says what their commands take, `argument` and `value` make values
//! of words, `settings` makes the client, `dry_run` and `curl` show a request, `output` and `table` print an answer.

mod argument;
mod command;
mod curl;
mod dry_run;
mod failure;
mod input;
mod output;
mod program;
mod settings;
mod shape;
mod table;
mod tree;
mod value;

pub use program::Program;
