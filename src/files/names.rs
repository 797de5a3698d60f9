//! Names of files: one line that is a name everywhere and a path nowhere.

use unicode_normalization::UnicodeNormalization;

use super::model::MediaType;

/// The most characters of a name.
pub(crate) const LONGEST: usize = 200;
/// What some system reads as something else than a part of a name.
const RESERVED: [char; 9] = ['/', '\\', ':', '*', '?', '"', '<', '>', '|'];
/// Names of devices on Windows, with any ending.
const DEVICES: [&str; 4] = ["con", "prn", "aux", "nul"];

/// The name in NFC without spaces at its ends, or why it is none: a code with its texts.
pub(crate) fn check_name(sent: &str) -> Result<String, (&'static str, &'static str, &'static str)> {
    if sent.chars().nth(LONGEST).is_some() {
        return Err((
            "too_long",
            "Tên tệp dài quá 200 ký tự.",
            "The file's name is longer than 200 characters.",
        ));
    }
    let name: String = sent.trim().nfc().collect();
    if name.is_empty() {
        return Err(("too_short", "Tên tệp bị bỏ trống.", "The file has no name."));
    }
    // Full-width forms of reserved letters look like them and are folded into them by some systems.
    let folded: String = name.nfkc().collect();
    let wrong = |letter: char| letter.is_control() || is_unseen(letter) || RESERVED.contains(&letter);
    let stem = folded.split('.').next().unwrap_or_default().trim().to_ascii_lowercase();
    let is_port = ["com", "lpt"].iter().any(|port| {
        stem.strip_prefix(port)
            .is_some_and(|rest| rest.len() == 1 && rest.bytes().all(|b| b.is_ascii_digit()))
    });
    if folded.contains(wrong)
        || folded.contains("..")
        || folded.ends_with('.')
        || stem.is_empty()
        || DEVICES.contains(&stem.as_str())
        || is_port
    {
        return Err((
            "not_allowed",
            "Tên tệp có đường dẫn, ký tự điều khiển hoặc ký tự không được phép.",
            "The file's name holds a path, a control character or a reserved one.",
        ));
    }
    Ok(name)
}

/// Line separators, and what is not seen and changes what is: joiners and marks of direction.
fn is_unseen(letter: char) -> bool {
    matches!(letter,
        '\u{200B}'..='\u{200F}' | '\u{2028}'..='\u{202E}' | '\u{2060}'..='\u{206F}' | '\u{FEFF}')
}

/// The name a download is offered under: with an ending of its type, whatever else it ends in.
pub(crate) fn download_name(name: &str, media_type: MediaType) -> String {
    let endings = media_type.endings();
    let fits = name
        .rsplit_once('.')
        .is_some_and(|(_, ending)| endings.iter().any(|known| ending.eq_ignore_ascii_case(known)));
    match (fits, endings.first()) {
        (false, Some(usual)) => format!("{name}.{usual}"),
        _ => name.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code(name: &str) -> &'static str {
        check_name(name).map_or_else(|(code, _, _)| code, |_| "good")
    }

    #[test]
    fn a_name_is_no_path() {
        for bad in [
            "../etc/passwd",
            "a/b.pdf",
            "a\\b.pdf",
            "..",
            ".",
            ".pdf",
            "a..pdf",
            "C:a.pdf",
            "a\0.pdf",
            "a\nb.pdf",
            "a?.pdf",
            "a*.pdf",
            "a\"b.pdf",
            "a<b>.pdf",
            "a|b.pdf",
            "con",
            "NUL.pdf",
            "com1.txt",
            "a.pdf.",
            "\u{202E}fdp.exe",
            "a\u{2028}b.pdf",
            "a\u{FF0F}b.pdf",
            "\u{2025}",
            "a\u{7F}.pdf",
        ] {
            assert_eq!(code(bad), "not_allowed", "{bad:?}");
        }
        assert_eq!((code(""), code(" \t"), code(&"x".repeat(201))), ("too_short", "too_short", "too_long"));
    }

    #[test]
    fn a_good_name_is_kept_in_one_form() {
        assert_eq!(check_name(" Gia\u{302}́y ra viện.pdf ").unwrap(), "Giấy ra viện.pdf");
        for good in ["đơn xin hỗ trợ (2).pdf", "IMG_0001.HEIC", "console.pdf", "a.b.c.png", "com.pdf"] {
            assert_eq!(check_name(good).as_deref(), Ok(good));
        }
    }

    #[test]
    fn a_download_ends_as_its_type_does() {
        assert_eq!(download_name("a.JPEG", MediaType::Jpeg), "a.JPEG");
        assert_eq!(download_name("a.html", MediaType::Pdf), "a.html.pdf");
        assert_eq!(download_name("a", MediaType::Heic), "a.heic");
    }
}
