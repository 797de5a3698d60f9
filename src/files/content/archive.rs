//! ZIP archives, which are read from their end and so can hang on anything.

/// The end record with the longest comment.
const LOOKED_AT: usize = 22 + 0xFFFF;
const END: &[u8] = b"PK\x05\x06";
const ENTRY: &[u8] = b"PK\x01\x02";

/// Whether a program that opens archives would find one at the end of `bytes`: an end record whose comment reaches
/// just to the end, or whose list of entries stands just before it.
pub(super) fn is_zip(bytes: &[u8]) -> bool {
    let start = bytes.len().saturating_sub(LOOKED_AT);
    let tail = bytes.get(start..).unwrap_or_default();
    let ends = tail.windows(END.len()).enumerate().filter(|(_, window)| *window == END);
    ends.map(|(at, _)| start + at).any(|at| is_end_record(bytes, at))
}

fn is_end_record(bytes: &[u8], at: usize) -> bool {
    let number = |offset: usize, length: usize| {
        let field = bytes.get(at + offset..at + offset + length)?;
        Some(field.iter().rev().fold(0_usize, |number, byte| (number << 8) | usize::from(*byte)))
    };
    let comment_fits = number(20, 2).is_some_and(|comment| at + 22 + comment == bytes.len());
    let entries = number(12, 4).and_then(|length| bytes.get(at.checked_sub(length)?..at));
    comment_fits || entries.is_some_and(|list| list.starts_with(ENTRY))
}
