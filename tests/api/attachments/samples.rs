//! Tiny files of every type, made in code.

use std::io::Write;

use flate2::Compression;
use flate2::write::ZlibEncoder;

/// What tells where a photo was taken, as no file that is kept may hold it.
pub const PLACE: &str = "GPS-22.396-103.458-Lai-Chau";
/// The orientation of every photo: turned to the right.
pub const TURNED: u8 = 6;

/// A document of about this size, of bytes that do not repeat.
pub fn pdf(size: usize) -> Vec<u8> {
    let mut state = 0x2545_F491_4F6C_DD1D_u64;
    let mut bytes = b"%PDF-1.7\n% ".to_vec();
    while bytes.len() < size {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        bytes.extend_from_slice(format!("{state:016x}\n% ").as_bytes());
    }
    bytes.extend_from_slice(b"\n%%EOF\n");
    bytes
}

/// EXIF as a TIFF structure: the orientation, and a text that tells the place.
pub fn exif() -> Vec<u8> {
    let mut tiff = b"MM\0*\0\0\0\x08\0\x02".to_vec();
    tiff.extend_from_slice(&[0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, TURNED, 0, 0]);
    let length = u32::try_from(PLACE.len()).unwrap();
    tiff.extend_from_slice(&[0x88, 0x25, 0, 2]);
    tiff.extend_from_slice(&length.to_be_bytes());
    tiff.extend_from_slice(&38_u32.to_be_bytes());
    tiff.extend_from_slice(&[0; 4]);
    tiff.extend_from_slice(PLACE.as_bytes());
    tiff
}

pub fn xmp() -> Vec<u8> {
    format!("<x:xmpmeta><exif:GPSLatitude>{PLACE}</exif:GPSLatitude></x:xmpmeta>").into_bytes()
}

fn segment(marker: u8, content: &[u8]) -> Vec<u8> {
    let length = u16::try_from(content.len() + 2).unwrap().to_be_bytes();
    [&[0xFF, marker], length.as_slice(), content].concat()
}

/// The compressed picture of every JPEG, which no cleaning may touch.
pub const SCAN: &[u8] = b"\x12\x34\xFF\x00\x56\xFF\xD0\x78compressed";

/// A photo with a place in EXIF, XMP, IPTC and a comment.
pub fn jpeg() -> Vec<u8> {
    jpeg_of(640, 480)
}

pub fn jpeg_of(width: u16, height: u16) -> Vec<u8> {
    let [w, h] = [width.to_be_bytes(), height.to_be_bytes()];
    [
        b"\xFF\xD8".to_vec(),
        segment(0xE0, b"JFIF\0\x01\x02\0\0\x01\0\x01\0\0"),
        segment(0xE1, &[b"Exif\0\0".as_slice(), &exif()].concat()),
        segment(0xE1, &[b"http://ns.adobe.com/xap/1.0/\0".as_slice(), &xmp()].concat()),
        segment(0xED, PLACE.as_bytes()),
        segment(0xFE, PLACE.as_bytes()),
        segment(0xDB, &[0; 65]),
        segment(0xC0, &[8, h[0], h[1], w[0], w[1], 1, 1, 0x11, 0]),
        segment(0xDA, &[1, 1, 0, 0, 63, 0]),
        SCAN.to_vec(),
        b"\xFF\xD9".to_vec(),
    ]
    .concat()
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "a byte string is written as one")]
pub fn chunk(kind: &[u8; 4], content: &[u8]) -> Vec<u8> {
    let mut crc = flate2::Crc::new();
    crc.update(kind);
    crc.update(content);
    let length = u32::try_from(content.len()).unwrap().to_be_bytes();
    [length.as_slice(), kind, content, &crc.sum().to_be_bytes()].concat()
}

pub fn packed(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = ZlibEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

/// A picture of grey with these chunks between its head and its data.
pub fn png_with(width: u32, height: u32, data: &[u8], beside: &[Vec<u8>]) -> Vec<u8> {
    let head = [width.to_be_bytes(), height.to_be_bytes(), [8, 0, 0, 0]].concat();
    let mut bytes = b"\x89PNG\r\n\x1a\n".to_vec();
    bytes.extend(chunk(b"IHDR", &[head.as_slice(), &[0]].concat()));
    bytes.extend(beside.concat());
    bytes.extend(chunk(b"IDAT", data));
    bytes.extend(chunk(b"IEND", b""));
    bytes
}

/// A picture with a place in EXIF and in three kinds of text.
pub fn png() -> Vec<u8> {
    let text = |kind: &[u8; 4], head: &[u8], content: &[u8]| chunk(kind, &[head, content].concat());
    let beside = [
        chunk(b"eXIf", &exif()),
        text(b"tEXt", b"Comment\0", PLACE.as_bytes()),
        text(b"zTXt", b"Comment\0\0", &packed(PLACE.as_bytes())),
        text(b"iTXt", b"XML:com.adobe.xmp\0\0\0\0\0", &xmp()),
    ];
    png_with(4, 3, &packed(&[0; 15]), &beside)
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "a byte string is written as one")]
fn boxed(kind: &[u8; 4], content: &[u8]) -> Vec<u8> {
    let length = u32::try_from(content.len() + 8).unwrap().to_be_bytes();
    [length.as_slice(), kind, content].concat()
}

/// The compressed picture of the HEIC photo.
pub const TILE: &[u8] = b"hevc picture, as it was compressed";

/// A photo with a place in its items of EXIF and XMP, and in a box of a maker's own.
pub fn heic() -> Vec<u8> {
    let exif_item = [&[0; 4], exif().as_slice()].concat();
    let (xmp_item, head) = (xmp(), boxed(b"ftyp", b"heic\0\0\0\0mif1heic"));
    // The places of the items are told from the beginning, so the length of what stands before must be known.
    let meta = |begin: usize| {
        let item = |id: u8, kind: &[u8; 4], more: &[u8]| {
            boxed(b"infe", &[&[2, 0, 0, 0, 0, id, 0, 0], kind.as_slice(), b"\0", more].concat())
        };
        let infos = [
            vec![0, 0, 0, 0, 0, 3],
            item(1, b"hvc1", b""),
            item(2, b"Exif", b""),
            item(3, b"mime", b"application/rdf+xml\0"),
        ];
        let mut places = vec![0, 0, 0, 0, 0x44, 0, 0, 3];
        let mut at = begin;
        for (id, length) in [(1, TILE.len()), (2, exif_item.len()), (3, xmp_item.len())] {
            places.extend_from_slice(&[0, id, 0, 0, 0, 1]);
            places.extend_from_slice(&u32::try_from(at).unwrap().to_be_bytes());
            places.extend_from_slice(&u32::try_from(length).unwrap().to_be_bytes());
            at += length;
        }
        let size = boxed(b"ispe", &[0, 0, 0, 0, 0, 0, 2, 0x80, 0, 0, 1, 0xE0]);
        let parts = [
            boxed(b"hdlr", &[0; 24]),
            boxed(b"iinf", &infos.concat()),
            boxed(b"iprp", &boxed(b"ipco", &size)),
            boxed(b"iloc", &places),
        ];
        boxed(b"meta", &[&[0; 4], parts.concat().as_slice()].concat())
    };
    let begin = head.len() + meta(0).len() + 8;
    let data = [TILE, &exif_item, &xmp_item].concat();
    [head, meta(begin), boxed(b"mdat", &data), boxed(b"uuid", PLACE.as_bytes())].concat()
}

/// An archive with one empty entry.
pub fn zip() -> Vec<u8> {
    let local =
        [b"PK\x03\x04".as_slice(), &[20, 0, 0, 0, 0, 0, 0, 0, 0, 0], &[0; 12], &[1, 0, 0, 0], b"a"].concat();
    let entry = [b"PK\x01\x02".as_slice(), &[0; 24], &[1, 0], &[0; 16], b"a"].concat();
    let length = u32::try_from(entry.len()).unwrap().to_le_bytes();
    let at = u32::try_from(local.len()).unwrap().to_le_bytes();
    let end = [b"PK\x05\x06".as_slice(), &[0, 0, 0, 0, 1, 0, 1, 0], &length, &at, &[0, 0]].concat();
    [local, entry, end].concat()
}

/// Whether `bytes` hold `what`.
pub fn holds(bytes: &[u8], what: &[u8]) -> bool {
    bytes.windows(what.len()).any(|window| window == what)
}
