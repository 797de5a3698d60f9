//! PDF (ISO 32000): from its header to its last end mark, with nothing before and nothing after.

use super::{Refusal, holds};

const END: &[u8] = b"%%EOF";
/// Where the end mark is looked for.
const LAST: usize = 1024;

/// A file of this type is kept as it is.
pub(super) fn check(bytes: &[u8]) -> Result<(), Refusal> {
    let version = bytes.get(5..8).unwrap_or_default();
    if !matches!(version, [b'1', b'.', b'0'..=b'7'] | [b'2', b'.', b'0']) {
        return Err(Refusal::Malformed);
    }
    let tail = bytes.get(bytes.len().saturating_sub(LAST)..).unwrap_or_default();
    let Some(end) = tail.windows(END.len()).rposition(|window| window == END) else {
        // An end mark further up means that something was put behind it.
        return Err(if holds(bytes, END) { Refusal::Polyglot } else { Refusal::Malformed });
    };
    let after = tail.get(end + END.len()..).unwrap_or_default();
    if after.iter().all(|byte| byte.is_ascii_whitespace() || *byte == 0) {
        Ok(())
    } else {
        Err(Refusal::Polyglot)
    }
}
