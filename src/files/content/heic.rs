//! HEIC (ISO/IEC 23008-12): boxes. What its items of EXIF and XMP hold is overwritten where it lies, since the places
//! of everything else are told in bytes from the beginning; boxes that are no part of the picture become empty ones.

use std::collections::BTreeSet;
use std::ops::Range;

use super::reader::Reader;
use super::{Refusal, exif, too_many_pixels};

/// What a picture compressed with HEVC calls itself.
const BRANDS: [&[u8; 4]; 6] = [b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx"];
const MOST_ITEMS: usize = 10_000;

/// Whether it says it is one: its first box names a brand of HEVC pictures.
pub(super) fn promises(bytes: &[u8]) -> bool {
    let Ok(first) = next_box(bytes, 0) else { return false };
    let brands = bytes.get(first.content).unwrap_or_default();
    let named = brands.chunks_exact(4).enumerate().filter(|(place, _)| *place != 1);
    &first.kind == b"ftyp" && named.into_iter().any(|(_, brand)| BRANDS.iter().any(|known| brand == *known))
}

pub(super) fn clean(mut bytes: Vec<u8>) -> Result<Vec<u8>, Refusal> {
    let boxes = boxes(&bytes, 0..bytes.len()).map_err(|_| Refusal::Polyglot)?;
    let meta = boxes.iter().filter(|one| &one.kind == b"meta").map(|one| one.content.clone());
    let [meta]: [Range<usize>; 1] = meta.collect::<Vec<_>>().try_into().map_err(|_| Refusal::Malformed)?;
    let (wiped, orientation) = metadata(&bytes, meta)?;
    for one in boxes.iter().filter(|one| ![b"ftyp", b"meta", b"mdat"].contains(&&one.kind)) {
        fill(&mut bytes, one.kind_at..one.kind_at + 4, b"free");
        fill(&mut bytes, one.content.clone(), &[]);
    }
    let kept = orientation.map(|orientation| [&[0; 4], exif::only(orientation).as_slice()].concat());
    for place in wiped {
        let content = kept.as_deref().filter(|kept| place.is_exif && kept.len() <= place.range.len());
        fill(&mut bytes, place.range, content.unwrap_or_default());
    }
    Ok(bytes)
}

/// Puts `content` at the beginning of `range` and zeros into the rest.
fn fill(bytes: &mut [u8], range: Range<usize>, content: &[u8]) {
    if let Some(place) = bytes.get_mut(range) {
        place.fill(0);
        place.iter_mut().zip(content).for_each(|(byte, new)| *byte = *new);
    }
}

struct Piece {
    kind: [u8; 4],
    kind_at: usize,
    content: Range<usize>,
}

/// The box that begins at `at`.
fn next_box(bytes: &[u8], at: usize) -> Result<Piece, Refusal> {
    let mut reader = Reader::new(bytes.get(at..).unwrap_or_default());
    let short = u64::from(reader.u32()?);
    let kind = reader.tag()?;
    let size = match short {
        0 => (bytes.len() - at) as u64,
        1 => reader.number(8)?,
        _ => short,
    };
    let size = usize::try_from(size).map_err(|_| Refusal::Malformed)?;
    let end = at.checked_add(size).filter(|end| *end <= bytes.len()).ok_or(Refusal::Malformed)?;
    let begin = at + reader.at();
    if begin > end {
        return Err(Refusal::Malformed);
    }
    Ok(Piece { kind, kind_at: at + 4, content: begin..end })
}

/// The boxes that fill `range` without a gap.
fn boxes(bytes: &[u8], range: Range<usize>) -> Result<Vec<Piece>, Refusal> {
    let within = bytes.get(..range.end).ok_or(Refusal::Malformed)?;
    let (mut found, mut at) = (Vec::new(), range.start);
    while at < range.end {
        let next = next_box(within, at)?;
        at = next.content.end;
        found.push(next);
        if found.len() > MOST_ITEMS {
            return Err(Refusal::Malformed);
        }
    }
    Ok(found)
}

/// Bytes of an item that are not kept.
struct Wiped {
    range: Range<usize>,
    is_exif: bool,
}

/// Where the items lie that are no pictures, and the orientation that EXIF tells.
fn metadata(bytes: &[u8], meta: Range<usize>) -> Result<(Vec<Wiped>, Option<u8>), Refusal> {
    // Version and flags come first.
    let parts = boxes(bytes, meta.start + 4..meta.end)?;
    let content = |kind: &[u8; 4]| parts.iter().find(|one| &one.kind == kind).map(|one| one.content.clone());
    if let Some(properties) = content(b"iprp") {
        check_sizes(bytes, properties)?;
    }
    let (Some(infos), Some(places)) = (content(b"iinf"), content(b"iloc")) else {
        return Err(Refusal::Malformed);
    };
    let (exif, others) = items_beside(bytes, infos)?;
    let data = content(b"idat");
    let (mut wiped, mut orientation) = (Vec::new(), None);
    for (item, ranges) in places_of(bytes, places, data)? {
        let is_exif = exif.contains(&item);
        if !is_exif && !others.contains(&item) {
            continue;
        }
        for range in ranges? {
            if is_exif {
                let tiff = bytes.get(range.clone()).and_then(after_offset);
                orientation = orientation.or_else(|| exif::orientation(tiff?));
            }
            wiped.push(Wiped { range, is_exif });
        }
    }
    Ok((wiped, orientation))
}

/// The TIFF structure of an EXIF item, which begins by telling how many bytes stand before it.
fn after_offset(item: &[u8]) -> Option<&[u8]> {
    let mut reader = Reader::new(item);
    let offset = usize::try_from(reader.u32().ok()?).ok()?;
    reader.rest().get(offset..)
}

fn check_sizes(bytes: &[u8], properties: Range<usize>) -> Result<(), Refusal> {
    for container in boxes(bytes, properties)?.into_iter().filter(|one| &one.kind == b"ipco") {
        for property in boxes(bytes, container.content)?.into_iter().filter(|one| &one.kind == b"ispe") {
            let mut reader = Reader::new(bytes.get(property.content).unwrap_or_default());
            reader.take(4)?;
            if too_many_pixels(reader.u32()?, reader.u32()?) {
                return Err(Refusal::Bomb);
            }
        }
    }
    Ok(())
}

/// The ids of EXIF items, and of others that are no pictures.
fn items_beside(bytes: &[u8], infos: Range<usize>) -> Result<(BTreeSet<u64>, BTreeSet<u64>), Refusal> {
    let mut reader = Reader::new(bytes.get(infos.clone()).unwrap_or_default());
    let version = reader.u8()?;
    reader.take(3)?;
    reader.number(if version == 0 { 2 } else { 4 })?;
    let (mut exif, mut others) = (BTreeSet::new(), BTreeSet::new());
    for entry in boxes(bytes, infos.start + reader.at()..infos.end)? {
        let mut reader = Reader::new(bytes.get(entry.content).unwrap_or_default());
        let version = reader.u8()?;
        reader.take(3)?;
        let id = match version {
            2 => reader.number(2)?,
            3 => reader.number(4)?,
            _ => return Err(Refusal::Malformed),
        };
        reader.take(2)?;
        match &reader.tag()? {
            b"Exif" => exif.insert(id),
            b"mime" | b"uri " => others.insert(id),
            _ => continue,
        };
    }
    Ok((exif, others))
}

type Places = Vec<(u64, Result<Vec<Range<usize>>, Refusal>)>;

/// Where each item lies in the file; an item that lies elsewhere is refused once it is asked for.
fn places_of(bytes: &[u8], places: Range<usize>, data: Option<Range<usize>>) -> Result<Places, Refusal> {
    let mut reader = Reader::new(bytes.get(places).unwrap_or_default());
    let version = reader.u8()?;
    reader.take(3)?;
    let (sizes, more) = (reader.u8()?, reader.u8()?);
    let [offset_size, length_size, base_size] = [sizes >> 4, sizes & 15, more >> 4].map(usize::from);
    let index_size = if version == 0 { 0 } else { usize::from(more & 15) };
    if version > 2 || [offset_size, length_size, base_size, index_size].iter().any(|size| *size > 8) {
        return Err(Refusal::Malformed);
    }
    let id_size = if version < 2 { 2 } else { 4 };
    let mut found = Vec::new();
    for _ in 0..reader.number(id_size)? {
        let id = reader.number(id_size)?;
        let method = if version == 0 { 0 } else { reader.u16()? & 15 };
        reader.u16()?;
        let base = reader.number(base_size)?;
        let mut ranges = Ok(Vec::new());
        for _ in 0..reader.u16()? {
            reader.take(index_size)?;
            let (offset, length) = (reader.number(offset_size)?, reader.number(length_size)?);
            let range = range_of(method, base.checked_add(offset), length, data.as_ref(), bytes.len());
            ranges = ranges.and_then(|mut ranges: Vec<_>| {
                ranges.push(range?);
                Ok(ranges)
            });
        }
        found.push((id, ranges));
        if found.len() > MOST_ITEMS {
            return Err(Refusal::Malformed);
        }
    }
    Ok(found)
}

/// Counted from the beginning of the file, or from that of the box `idat`.
fn range_of(
    method: u16,
    offset: Option<u64>,
    length: u64,
    data: Option<&Range<usize>>,
    whole: usize,
) -> Result<Range<usize>, Refusal> {
    let within = match (method, data) {
        (0, _) => 0..whole,
        (1, Some(data)) => data.clone(),
        _ => return Err(Refusal::Malformed),
    };
    let number = |number: u64| usize::try_from(number).map_err(|_| Refusal::Malformed);
    let begin = within.start.checked_add(number(offset.ok_or(Refusal::Malformed)?)?);
    let begin = begin.ok_or(Refusal::Malformed)?;
    // No length means all that follows.
    let end = if length == 0 { Some(within.end) } else { begin.checked_add(number(length)?) };
    end.filter(|end| *end <= within.end && begin <= *end).map(|end| begin..end).ok_or(Refusal::Malformed)
}
