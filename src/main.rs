//! The `congdoan` program; everything is in the library.

use std::process::ExitCode;

fn main() -> ExitCode {
    congdoan::cli::run()
}
