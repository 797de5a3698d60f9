//! Texts kept beside the tests, so that a change of policy or of the API is a difference one can read.

use std::fs;
use std::path::Path;

/// Compares `text` with the file; with `UPDATE_GOLDEN=1` writes it instead.
pub fn assert_golden(file: &str, text: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(file);
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        fs::write(&path, text).unwrap();
        return;
    }
    let kept = fs::read_to_string(&path).unwrap_or_default();
    if kept == text {
        return;
    }
    let line = kept.lines().zip(text.lines()).take_while(|(kept, now)| kept == now).count();
    panic!(
        "{file} differs from line {}:\n  kept: {}\n  now:  {}\nIf the change is meant, run the test with UPDATE_GOLDEN=1.",
        line + 1,
        kept.lines().nth(line).unwrap_or("(end)"),
        text.lines().nth(line).unwrap_or("(end)"),
    );
}
