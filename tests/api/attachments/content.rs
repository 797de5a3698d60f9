//! What a file is, and what is left of it.

use congdoan::files::{MediaType, Refusal, check};

use super::samples::{
    PLACE, SCAN, TILE, TURNED, chunk, exif, heic, holds, jpeg, jpeg_of, packed, pdf, png, png_with, zip,
};
use super::*;
use crate::support::on_both_databases;
use crate::support::world::P;

/// What is kept of a file.
fn kept(bytes: Vec<u8>) -> Vec<u8> {
    check(bytes).unwrap().bytes
}

fn refusal(bytes: &[u8]) -> Option<Refusal> {
    check(bytes.to_vec()).err()
}

/// The EXIF that tells the orientation and nothing else.
fn only_orientation() -> Vec<u8> {
    let mut tiff = b"MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0".to_vec();
    tiff.extend_from_slice(&[TURNED, 0, 0, 0, 0, 0, 0]);
    tiff
}

#[test]
fn the_type_is_told_by_the_content() {
    for (bytes, media_type) in [
        (pdf(100), MediaType::Pdf),
        (jpeg(), MediaType::Jpeg),
        (png(), MediaType::Png),
        (heic(), MediaType::Heic),
    ] {
        assert_eq!(check(bytes).unwrap().media_type, media_type);
    }
    for other in [b"GIF89a".as_slice(), b"<html><script>", b"MZ", b"", b"RIFF\0\0\0\0WEBP", &zip()] {
        assert_eq!(refusal(other), Some(Refusal::UnknownType));
    }
}

#[test]
fn where_a_photo_was_taken_is_gone_and_how_it_stands_is_kept() {
    let photos = [(jpeg(), SCAN), (heic(), TILE), (png(), &packed(&[0; 15]))];
    for (photo, picture) in photos {
        assert!(holds(&photo, PLACE.as_bytes()));
        let kept = kept(photo);
        for trace in [PLACE, "GPS", "xmpmeta", "Comment"] {
            assert!(!holds(&kept, trace.as_bytes()), "{trace} in {}", String::from_utf8_lossy(&kept));
        }
        assert!(holds(&kept, picture), "the picture is as it was");
        assert!(holds(&kept, &only_orientation()), "{kept:x?}");
        // What is kept is a whole file of its type, and nothing more is taken from it.
        assert_eq!(check(kept.clone()).unwrap().bytes, kept);
    }
}

#[test]
fn a_heic_keeps_the_places_of_its_parts() {
    assert_eq!(kept(heic()).len(), heic().len());
}

#[test]
fn a_file_of_two_types_is_refused() {
    let joined = |first: Vec<u8>, second: &[u8]| [first.as_slice(), second].concat();
    let mut with_header = jpeg();
    with_header.splice(2..2, [b"\xFF\xFE\0\x0B".as_slice(), b"%PDF-1.7\n"].concat());
    let script = b"<script>alert(1)</script>";
    let both = [
        ("a PDF's header in a photo", with_header),
        ("an archive behind a photo", joined(jpeg(), &zip())),
        ("an archive behind a picture", joined(png(), &zip())),
        ("an archive behind a document", joined(pdf(100), &zip())),
        ("an archive behind a HEIC", joined(heic(), &zip())),
        (
            "an archive that claims to be a document's end",
            joined(joined(pdf(100), &zip()[..zip().len() - 2]), b"\x06\0%%EOF\n"),
        ),
        ("a script behind a photo", joined(jpeg(), script)),
        ("a script behind a picture", joined(png(), script)),
        ("a script behind a document", joined(pdf(100), script)),
        ("a script behind a HEIC", joined(heic(), script)),
        ("a document behind a picture", joined(png(), &pdf(100))),
    ];
    for (what, bytes) in both {
        assert_eq!(refusal(&bytes), Some(Refusal::Polyglot), "{what}");
    }
    // A document behind something else is none.
    assert_eq!(refusal(&joined(b"GIF89a".to_vec(), &pdf(100))), Some(Refusal::UnknownType));
}

#[test]
fn what_phones_put_behind_a_photo_is_left_out() {
    for trailer in [jpeg(), vec![0; 300], b"\0\0\0\x18ftypmp42film".to_vec(), b"maker's own SEFT".to_vec()] {
        assert_eq!(kept([jpeg(), trailer].concat()), kept(jpeg()));
    }
}

#[test]
fn what_would_become_far_too_large_is_refused() {
    let zeros = packed(&vec![0; 20_000_000]);
    let text = chunk(b"zTXt", &[b"Comment\0\0".as_slice(), &zeros].concat());
    let profile = chunk(b"iCCP", &[b"icc\0\0".as_slice(), &zeros].concat());
    let xmp = chunk(b"iTXt", &[b"x\0\x01\0\0\0".as_slice(), &zeros].concat());
    let bombs = [
        ("more data than the picture has", png_with(4, 3, &zeros, &[])),
        ("too many pixels", png_with(60_000, 60_000, &packed(&[0; 15]), &[])),
        ("a text", png_with(4, 3, &packed(&[0; 15]), &[text])),
        ("a profile", png_with(4, 3, &packed(&[0; 15]), &[profile])),
        ("an international text", png_with(4, 3, &packed(&[0; 15]), &[xmp])),
        ("a photo of too many pixels", jpeg_of(65_000, 65_000)),
    ];
    for (what, bomb) in bombs {
        assert_eq!(refusal(&bomb), Some(Refusal::Bomb), "{what}");
    }
}

#[test]
fn what_is_damaged_is_refused_wherever_it_breaks_off() {
    for whole in [jpeg(), png(), heic(), pdf(100)] {
        for length in (12..whole.len() - 8).step_by(7) {
            let refused = refusal(&whole[..length]);
            assert!(refused.is_some(), "{length} of {} bytes", whole.len());
        }
    }
    let mut altered = png();
    altered[20] ^= 1;
    assert_eq!(refusal(&altered), Some(Refusal::Malformed));
    let twice = png_with(4, 3, &packed(&[0; 15]), &[chunk(b"eXIf", &exif()), chunk(b"IHDR", &[0; 13])]);
    assert_eq!(refusal(&twice), Some(Refusal::Malformed));
}

on_both_databases! {
    async fn what_is_refused_leaves_nothing_behind(app: WorldApp) {
        let officer = app.as_user("p.officer").await;
        let item = task(&officer, P).await;
        let record = ("task_item", item.as_str());
        let bomb = png_with(4, 3, &packed(&vec![0; 2_000_000]), &[]);
        for (bytes, code) in [
            (b"<html><script>alert(1)</script></html>".to_vec(), "unsupported_type"),
            ([jpeg(), zip()].concat(), "polyglot"),
            (bomb, "expands_too_far"),
            (jpeg()[..100].to_vec(), "malformed"),
        ] {
            let upload = begin(&officer, "a.pdf", record, bytes.len()).await;
            let refused = go_on(&officer, &upload, 0, &bytes).await;
            refused.problem("validation_failed");
            assert_eq!(refused.violations(), [("Upload-Metadata".to_owned(), code.to_owned())]);
            look(&officer, &upload).await.expect(404);
            let refused = officer.send(form_for(&officer, "a.pdf", record, &bytes)).await;
            refused.problem("validation_failed");
            assert_eq!(refused.violations(), [("/file".to_owned(), code.to_owned())]);
        }
        assert_eq!((objects(&app).len(), app.database.count("SELECT count(*) AS n FROM attachments")), (0, 0));
    }

    async fn a_photo_is_kept_without_its_place(app: WorldApp) {
        let officer = app.as_user("p.officer").await;
        let item = task(&officer, P).await;
        for (name, photo) in [("a.jpg", jpeg()), ("a.png", png()), ("a.heic", heic())] {
            let file = send(&officer, name, ("task_item", &item), &photo).await;
            let got = officer.get(&content_of(&file)).await.expect(200);
            assert!(!holds(&got.bytes, PLACE.as_bytes()) && holds(&got.bytes, &only_orientation()));
            assert_eq!((&file["sha256"], &file["size"]), (&json!(sha256(&got.bytes)), &json!(got.bytes.len())));
        }
    }
}
