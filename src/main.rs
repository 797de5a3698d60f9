//! The `congdoan` program; everything is in the library.

use std::process::ExitCode;

/// Answers are many short texts; the C library's allocator spent a quarter of a list's time on them, and kept what it
/// had once needed (docs/decisions/0013).
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    congdoan::cli::run()
}
