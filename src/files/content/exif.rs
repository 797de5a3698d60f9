//! EXIF, a TIFF structure: the orientation is read out of it, and written alone.

/// The tag of the orientation (TIFF 6.0, page 36).
const ORIENTATION: u16 = 0x0112;
const SHORT: u16 = 3;
/// How long [`only`] is.
pub(super) const LENGTH: usize = 26;

/// The orientation, 1 to 8, where it is told.
pub(super) fn orientation(tiff: &[u8]) -> Option<u8> {
    let little = match tiff.get(..4)? {
        b"II*\0" => true,
        b"MM\0*" => false,
        _ => return None,
    };
    let number = |at: usize, length: usize| {
        let bytes = tiff.get(at..at.checked_add(length)?)?;
        let add = |number: usize, byte: &u8| (number << 8) | usize::from(*byte);
        Some(if little { bytes.iter().rev().fold(0, add) } else { bytes.iter().fold(0, add) })
    };
    let directory = number(4, 4)?;
    let entries = number(directory, 2)?;
    let found = (0..entries)
        .map_while(|entry| directory.checked_add(2 + entry * 12))
        .find(|at| number(*at, 2) == Some(usize::from(ORIENTATION)))?;
    let value = number(found.checked_add(8)?, 2)?;
    let typed = number(found + 2, 2) == Some(usize::from(SHORT));
    u8::try_from(value).ok().filter(|value| typed && (1..=8).contains(value))
}

/// A TIFF structure with the orientation and nothing else.
pub(super) fn only(orientation: u8) -> [u8; LENGTH] {
    let mut tiff = *b"MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\0\0\0\0\0\0\0";
    if let Some(value) = tiff.get_mut(19) {
        *value = orientation;
    }
    tiff
}
