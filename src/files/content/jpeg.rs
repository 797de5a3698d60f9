//! JPEG (ITU-T T.81): segments up to the end mark. Kept are those that make the picture, its colours among them; the
//! rest (EXIF, XMP, IPTC, comments, previews, further pictures) is left out.

use super::reader::Reader;
use super::{Refusal, exif, too_many_pixels};

const START: u8 = 0xD8;
const END: u8 = 0xD9;
const SCAN: u8 = 0xDA;
const COMMENT: u8 = 0xFE;
/// A picture of many scans costs its whole size for each.
const MOST_SCANS: usize = 500;

pub(super) fn clean(bytes: &[u8]) -> Result<Vec<u8>, Refusal> {
    let mut reader = Reader::new(bytes);
    reader.take(2)?;
    let (mut head, mut kept) = (Vec::new(), Vec::with_capacity(bytes.len()));
    let (mut orientation, mut has_frame, mut scans) = (None, false, 0);
    loop {
        let marker = marker(&mut reader)?;
        if marker == END {
            break;
        }
        let segment = segment(&mut reader)?;
        match marker {
            0xE0 if segment.starts_with(b"JFIF\0") => write(&mut head, marker, segment),
            0xE1 => orientation = orientation.or_else(|| orientation_of(segment)),
            0xE2 if segment.starts_with(b"ICC_PROFILE\0") => write(&mut kept, marker, segment),
            0xEE if segment.starts_with(b"Adobe") => write(&mut kept, marker, segment),
            0xE0..=0xEF | COMMENT => {}
            SCAN => {
                scans += 1;
                write(&mut kept, marker, segment);
                kept.extend_from_slice(scan(&mut reader)?);
            }
            0xC0..=0xCF | 0xDB..=0xDF => {
                if is_frame(marker) {
                    has_frame = true;
                    check_size(segment)?;
                }
                write(&mut kept, marker, segment);
            }
            _ => return Err(Refusal::Malformed),
        }
    }
    if !has_frame || scans == 0 {
        return Err(Refusal::Malformed);
    }
    if scans > MOST_SCANS {
        return Err(Refusal::Bomb);
    }
    if !is_known_trailer(reader.rest()) {
        return Err(Refusal::Polyglot);
    }
    let mut cleaned = vec![0xFF, START];
    cleaned.append(&mut head);
    if let Some(orientation) = orientation {
        write(&mut cleaned, 0xE1, &[b"Exif\0\0".as_slice(), &exif::only(orientation)].concat());
    }
    cleaned.append(&mut kept);
    cleaned.extend_from_slice(&[0xFF, END]);
    Ok(cleaned)
}

/// The next marker; any number of fill bytes may stand before it.
fn marker(reader: &mut Reader<'_>) -> Result<u8, Refusal> {
    if reader.u8()? != 0xFF {
        return Err(Refusal::Malformed);
    }
    loop {
        match reader.u8()? {
            0xFF => {}
            0 => return Err(Refusal::Malformed),
            marker => return Ok(marker),
        }
    }
}

fn segment<'b>(reader: &mut Reader<'b>) -> Result<&'b [u8], Refusal> {
    let length = usize::from(reader.u16()?);
    reader.take(length.checked_sub(2).ok_or(Refusal::Malformed)?)
}

/// The compressed picture after the head of a scan, up to the next marker that is none of its own.
fn scan<'b>(reader: &mut Reader<'b>) -> Result<&'b [u8], Refusal> {
    let own = |after: u8| matches!(after, 0 | 0xD0..=0xD7);
    let end = reader.rest().windows(2).position(|two| matches!(two, [0xFF, after] if !own(*after)));
    reader.take(end.ok_or(Refusal::Malformed)?)
}

/// The segments whose length was read fit into 16 bits with it.
fn write(to: &mut Vec<u8>, marker: u8, segment: &[u8]) {
    let length = u16::try_from(segment.len() + 2).unwrap_or(u16::MAX);
    to.extend_from_slice(&[0xFF, marker]);
    to.extend_from_slice(&length.to_be_bytes());
    to.extend_from_slice(segment);
}

const fn is_frame(marker: u8) -> bool {
    matches!(marker, 0xC0..=0xCF) && !matches!(marker, 0xC4 | 0xC8 | 0xCC)
}

fn check_size(frame: &[u8]) -> Result<(), Refusal> {
    let mut reader = Reader::new(frame);
    reader.u8()?;
    let (height, width) = (u32::from(reader.u16()?), u32::from(reader.u16()?));
    match (width, height) {
        (0, _) | (_, 0) => Err(Refusal::Malformed),
        _ if too_many_pixels(width, height) => Err(Refusal::Bomb),
        _ => Ok(()),
    }
}

fn orientation_of(segment: &[u8]) -> Option<u8> {
    exif::orientation(segment.strip_prefix(b"Exif\0\0")?)
}

/// What phones put behind a picture, none of which is kept: nothing, padding, further pictures (MPF), a short film, or
/// Samsung's own list.
fn is_known_trailer(rest: &[u8]) -> bool {
    rest.iter().all(|byte| *byte == 0)
        || rest.starts_with(&[0xFF, START, 0xFF])
        || rest.get(4..8) == Some(b"ftyp")
        || rest.ends_with(b"SEFT")
}
