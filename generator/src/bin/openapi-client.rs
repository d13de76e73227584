//! `openapi-client`: the generator as a program of its own. What it does is in `generator::commands`.

use generator::commands::OPENAPI_CLIENT;
use std::process::ExitCode;

fn main() -> ExitCode {
    OPENAPI_CLIENT.main(|_, _| None)
}
