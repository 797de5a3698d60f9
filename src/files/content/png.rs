//! PNG (W3C, third edition): chunks with their checksums up to `IEND`. Kept are those that make the picture; texts,
//! times and EXIF but for the orientation are left out, and of a film the first picture stays.

use flate2::{Crc, Decompress, FlushDecompress, Status};

use super::reader::Reader;
use super::{Refusal, exif, too_many_pixels};

pub(super) const SIGNATURE: &[u8] = b"\x89PNG\r\n\x1a\n";
/// What makes the picture and its colours.
const KEPT: [&[u8; 4]; 12] = [
    b"IHDR", b"PLTE", b"IDAT", b"tRNS", b"cHRM", b"gAMA", b"iCCP", b"sBIT", b"sRGB", b"cICP", b"bKGD",
    b"pHYs",
];
/// The most bytes of an unpacked picture.
const MOST_UNPACKED: u64 = 512 * 1024 * 1024;
/// The most bytes of an unpacked text or colour profile.
const MOST_BESIDE: u64 = 8 * 1024 * 1024;

pub(super) fn clean(bytes: &[u8]) -> Result<Vec<u8>, Refusal> {
    let mut reader = Reader::new(bytes);
    reader.take(SIGNATURE.len())?;
    let mut kept = Vec::with_capacity(bytes.len());
    kept.extend_from_slice(SIGNATURE);
    let (mut picture, mut has_data) = (None::<Unpacking>, false);
    loop {
        let (kind, data) = chunk(&mut reader)?;
        match &kind {
            b"IHDR" if picture.is_none() => picture = Some(Unpacking::new(unpacked_size(data)?)),
            _ if picture.is_none() => return Err(Refusal::Malformed),
            b"IHDR" => return Err(Refusal::Malformed),
            b"IDAT" => {
                has_data = true;
                picture.as_mut().map_or(Err(Refusal::Malformed), |picture| picture.take(data))?;
            }
            b"IEND" => break,
            b"eXIf" => {
                if let (Some(orientation), false) = (exif::orientation(data), has_data) {
                    write(&mut kept, *b"eXIf", &exif::only(orientation));
                }
            }
            _ => check_beside(kind, data)?,
        }
        if KEPT.contains(&&kind) {
            write(&mut kept, kind, data);
        }
    }
    if !has_data {
        return Err(Refusal::Malformed);
    }
    if !reader.rest().is_empty() {
        return Err(Refusal::Polyglot);
    }
    write(&mut kept, *b"IEND", &[]);
    Ok(kept)
}

fn chunk<'b>(reader: &mut Reader<'b>) -> Result<([u8; 4], &'b [u8]), Refusal> {
    let length = usize::try_from(reader.u32()?).map_err(|_| Refusal::Malformed)?;
    let kind = reader.tag()?;
    let data = reader.take(length)?;
    if reader.u32()? == checksum(kind, data) { Ok((kind, data)) } else { Err(Refusal::Malformed) }
}

fn checksum(kind: [u8; 4], data: &[u8]) -> u32 {
    let mut crc = Crc::new();
    crc.update(&kind);
    crc.update(data);
    crc.sum()
}

/// The chunk's length was read from 32 bits.
fn write(to: &mut Vec<u8>, kind: [u8; 4], data: &[u8]) {
    to.extend_from_slice(&u32::try_from(data.len()).unwrap_or(u32::MAX).to_be_bytes());
    to.extend_from_slice(&kind);
    to.extend_from_slice(data);
    to.extend_from_slice(&checksum(kind, data).to_be_bytes());
}

/// How many bytes the picture has unpacked: its lines, each with its filter, of all passes.
fn unpacked_size(header: &[u8]) -> Result<u64, Refusal> {
    let mut reader = Reader::new(header);
    let (width, height) = (reader.u32()?, reader.u32()?);
    let (depth, colour) = (reader.u8()?, reader.u8()?);
    reader.take(2)?;
    let interlaced = reader.u8()? == 1;
    let channels: u64 = match colour {
        0 | 3 => 1,
        2 => 3,
        4 => 2,
        6 => 4,
        _ => return Err(Refusal::Malformed),
    };
    if width == 0 || height == 0 || !matches!(depth, 1 | 2 | 4 | 8 | 16) || !reader.rest().is_empty() {
        return Err(Refusal::Malformed);
    }
    if too_many_pixels(width, height) {
        return Err(Refusal::Bomb);
    }
    let size = |width: u64, height: u64| {
        let line = (width * channels * u64::from(depth)).div_ceil(8);
        if width == 0 { 0 } else { height * (1 + line) }
    };
    let (width, height) = (u64::from(width), u64::from(height));
    let passes = |(x, y, right, down): (u64, u64, u64, u64)| {
        size(width.saturating_sub(x).div_ceil(right), height.saturating_sub(y).div_ceil(down))
    };
    // Adam7: where each pass begins, and its steps to the right and down.
    let adam7 =
        [(0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2)];
    let whole = if interlaced { adam7.into_iter().map(passes).sum() } else { size(width, height) };
    if whole > MOST_UNPACKED { Err(Refusal::Bomb) } else { Ok(whole) }
}

/// Texts and profiles may be packed too.
fn check_beside(kind: [u8; 4], data: &[u8]) -> Result<(), Refusal> {
    let after_name = data.iter().position(|byte| *byte == 0).and_then(|end| data.get(end + 1..));
    let packed = match (&kind, after_name) {
        (b"zTXt" | b"iCCP", Some([0, packed @ ..])) => packed,
        (b"iTXt", Some([1, 0, rest @ ..])) => {
            // Language and translated keyword, each ended by a zero.
            let mut parts = rest.splitn(3, |byte| *byte == 0);
            parts.nth(2).ok_or(Refusal::Malformed)?
        }
        (b"zTXt" | b"iCCP", _) => return Err(Refusal::Malformed),
        _ => return Ok(()),
    };
    Unpacking::new(MOST_BESIDE).take(packed)
}

/// Unpacks without keeping, and stops once there is more than there may be.
struct Unpacking {
    inflate: Decompress,
    buffer: Vec<u8>,
    most: u64,
    ended: bool,
}

impl Unpacking {
    fn new(most: u64) -> Self {
        Self { inflate: Decompress::new(true), buffer: vec![0; 32 * 1024], most, ended: false }
    }

    fn take(&mut self, mut data: &[u8]) -> Result<(), Refusal> {
        while !data.is_empty() && !self.ended {
            let (read, written) = (self.inflate.total_in(), self.inflate.total_out());
            let status = self.inflate.decompress(data, &mut self.buffer, FlushDecompress::None);
            let status = status.map_err(|_| Refusal::Malformed)?;
            if self.inflate.total_out() > self.most {
                return Err(Refusal::Bomb);
            }
            let consumed = usize::try_from(self.inflate.total_in() - read).map_err(|_| Refusal::Malformed)?;
            if consumed == 0 && self.inflate.total_out() == written {
                return Err(Refusal::Malformed);
            }
            data = data.get(consumed..).unwrap_or_default();
            self.ended = status == Status::StreamEnd;
        }
        self.drain()
    }

    /// What has been read and not yet written out.
    fn drain(&mut self) -> Result<(), Refusal> {
        while !self.ended {
            let written = self.inflate.total_out();
            match self.inflate.decompress(&[], &mut self.buffer, FlushDecompress::None) {
                Ok(status) => self.ended = status == Status::StreamEnd,
                Err(_) => return Err(Refusal::Malformed),
            }
            if self.inflate.total_out() > self.most {
                return Err(Refusal::Bomb);
            }
            if self.inflate.total_out() == written {
                break;
            }
        }
        Ok(())
    }
}
