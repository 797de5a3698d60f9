use super::*;

#[test]
fn only_four_types_are_known() {
    for bytes in [b"".as_slice(), b"GIF89a", b"PK\x03\x04", b"<html>", b"\0\0\0\x18ftypisom\0\0\0\0isom"] {
        assert_eq!(check(bytes.to_vec()).unwrap_err(), Refusal::UnknownType);
    }
}
