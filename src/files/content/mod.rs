//! What a file is, told by its bytes and not by its name, and what is left of it for keeping.
//!
//! Four types are taken. Each is read by its own structure from the first byte to the last, so that nothing can be
//! two things at once: what stands before, between or after is refused or left out. Of a photo only what makes the
//! picture is kept, and its orientation; the compressed picture itself stays byte for byte.

mod archive;
mod exif;
mod heic;
mod jpeg;
mod pdf;
mod png;
mod reader;

use super::model::MediaType;

/// More pixels are refused: the largest cameras of phones have 200 million.
const MOST_PIXELS: u64 = 200_000_000;
/// What a program that reads a PDF looks for anywhere in so many first bytes.
const PDF_LOOKS_AT: usize = 1024;

/// Why a file is not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// It is none of the types that are taken.
    UnknownType,
    /// It is not as its type must be.
    Malformed,
    /// It is, or holds, another type as well.
    Polyglot,
    /// It would become far larger when it is opened.
    Bomb,
}

impl Refusal {
    /// The code of the violation.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::UnknownType => "unsupported_type",
            Self::Malformed => "malformed",
            Self::Polyglot => "polyglot",
            Self::Bomb => "expands_too_far",
        }
    }

    /// What is wrong, in Vietnamese and English.
    #[must_use]
    pub const fn texts(self) -> (&'static str, &'static str) {
        match self {
            Self::UnknownType => {
                ("Chỉ nhận tệp PDF, JPEG, PNG và HEIC.", "Only PDF, JPEG, PNG and HEIC files are taken.")
            }
            Self::Malformed => ("Tệp bị hỏng hoặc chưa đủ.", "The file is damaged or incomplete."),
            Self::Polyglot => (
                "Trong tệp có lẫn nội dung thuộc loại khác.",
                "The file holds something of another type as well.",
            ),
            Self::Bomb => ("Tệp nở ra quá lớn khi mở.", "The file becomes far too large when it is opened."),
        }
    }
}

/// What is kept of a file.
#[derive(Debug)]
pub struct Checked {
    /// Its type.
    pub media_type: MediaType,
    /// Its bytes without what is not kept.
    pub bytes: Vec<u8>,
}

/// Tells the type of a file and makes what is kept of it.
///
/// # Errors
/// Why it is not taken.
pub fn check(bytes: Vec<u8>) -> Result<Checked, Refusal> {
    let media_type = type_of(&bytes).ok_or(Refusal::UnknownType)?;
    if archive::is_zip(&bytes) {
        return Err(Refusal::Polyglot);
    }
    let looked_at = bytes.get(..PDF_LOOKS_AT).unwrap_or(&bytes);
    if media_type != MediaType::Pdf && holds(looked_at, b"%PDF-") {
        return Err(Refusal::Polyglot);
    }
    let bytes = match media_type {
        MediaType::Pdf => pdf::check(&bytes).map(|()| bytes)?,
        MediaType::Jpeg => jpeg::clean(&bytes)?,
        MediaType::Png => png::clean(&bytes)?,
        MediaType::Heic => heic::clean(bytes)?,
    };
    Ok(Checked { media_type, bytes })
}

/// The type that the first bytes promise.
fn type_of(bytes: &[u8]) -> Option<MediaType> {
    if bytes.starts_with(b"%PDF-") {
        Some(MediaType::Pdf)
    } else if bytes.starts_with(&[0xFF, 0xD8, 0xFF]) {
        Some(MediaType::Jpeg)
    } else if bytes.starts_with(png::SIGNATURE) {
        Some(MediaType::Png)
    } else {
        heic::promises(bytes).then_some(MediaType::Heic)
    }
}

fn holds(bytes: &[u8], what: &[u8]) -> bool {
    bytes.windows(what.len()).any(|window| window == what)
}

const fn too_many_pixels(width: u32, height: u32) -> bool {
    width as u64 * height as u64 > MOST_PIXELS
}

#[cfg(test)]
mod tests;
