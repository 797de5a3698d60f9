//! Page cursors: where the next page of a list starts, signed, so that nobody can make one up or take one to
//! another list. The position can be read by who holds the cursor: never put into it what a list may not show.

use aws_lc_rs::hmac;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use super::problem::{Code, Outcome, Problem};

/// The longest cursor that is looked at, in characters; the keys of a list must fit well within it. As documented for
/// `cursor` and `next_cursor`.
pub const MAX_LENGTH: usize = 4096;

/// Bytes of an HMAC-SHA-256 tag.
const TAG_LENGTH: usize = 32;

/// The key that cursors are signed with (HMAC-SHA-256, RFC 2104).
#[derive(Clone, Debug)]
pub struct CursorKey(hmac::Key);

impl CursorKey {
    /// A key of its own, made from the server's secret, so that a cursor's tag is good for nothing else.
    #[must_use]
    pub fn derive(secret: &[u8]) -> Self {
        let root = hmac::Key::new(hmac::HMAC_SHA256, secret);
        let derived = hmac::sign(&root, b"congdoan page cursor v1");
        Self(hmac::Key::new(hmac::HMAC_SHA256, derived.as_ref()))
    }
}

/// Seals and opens cursors. `binding` names the list, its filters and its sort: it is signed, not carried.
#[derive(Clone, Copy, Debug)]
pub struct Cursor;

impl Cursor {
    /// The cursor for `position`: the sort keys and the id of the last row shown. base64url without padding
    /// (RFC 4648 §5), so it can stand in a query as it is.
    #[must_use]
    pub fn seal(key: &CursorKey, binding: &str, position: &[String]) -> String {
        let mut sealed = serde_json::Value::from(position).to_string().into_bytes();
        let tag = hmac::sign(&key.0, &signed_part(binding, &sealed));
        sealed.extend_from_slice(tag.as_ref());
        URL_SAFE_NO_PAD.encode(sealed)
    }

    /// The position inside `cursor`. The tag is compared in constant time, before anything else is read.
    ///
    /// # Errors
    /// `invalid_cursor` when it was not sealed with this key for this binding.
    pub fn open(key: &CursorKey, binding: &str, cursor: &str) -> Outcome<Vec<String>> {
        let invalid = || Problem::new(Code::InvalidCursor);
        if cursor.len() > MAX_LENGTH {
            return Err(invalid());
        }
        let sealed = URL_SAFE_NO_PAD.decode(cursor).map_err(|_| invalid())?;
        let (position, tag) = sealed.split_last_chunk::<TAG_LENGTH>().ok_or_else(invalid)?;
        hmac::verify(&key.0, &signed_part(binding, position), tag).map_err(|_| invalid())?;
        serde_json::from_slice(position).map_err(|_| invalid())
    }
}

/// The length in front keeps the end of a binding from being read as the start of a position.
fn signed_part(binding: &str, position: &[u8]) -> Vec<u8> {
    [&binding.len().to_be_bytes(), binding.as_bytes(), position].concat()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const BINDING: &str = "tasks?state=done&sort=-created_at";

    fn key() -> CursorKey {
        CursorKey::derive(b"a secret of the tests, long enough")
    }

    fn refused(key: &CursorKey, binding: &str, cursor: &str) -> bool {
        Cursor::open(key, binding, cursor).is_err_and(|problem| problem.code == Code::InvalidCursor)
    }

    #[test]
    fn only_the_same_key_and_binding_open_it() {
        let position = ["2025-02-17".to_owned(), "Đoàn".to_owned()];
        let cursor = Cursor::seal(&key(), BINDING, &position);
        assert_eq!(Cursor::open(&key(), BINDING, &cursor).unwrap(), position);
        assert!(refused(&CursorKey::derive(b"another secret"), BINDING, &cursor));
        assert!(refused(&key(), "tasks?state=planned&sort=-created_at", &cursor));
    }

    #[test]
    fn what_is_no_cursor_is_refused() {
        let long = Cursor::seal(&key(), BINDING, &["x".repeat(MAX_LENGTH)]);
        for text in ["", "A", "====", "đ", "W10", &"A".repeat(80), &long] {
            assert!(refused(&key(), BINDING, text), "{text}");
        }
    }

    #[test]
    fn the_key_does_not_show_itself() {
        let shown = format!("{:?}", CursorKey::derive(b"secret"));
        assert!(!shown.contains('['), "{shown}");
    }

    proptest! {
        #[test]
        fn what_is_sealed_opens(binding in any::<String>(), position in prop::collection::vec(".{0,40}", 0..4)) {
            let cursor = Cursor::seal(&key(), &binding, &position);
            prop_assert!(cursor.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(&byte)));
            prop_assert_eq!(Cursor::open(&key(), &binding, &cursor).unwrap(), position);
        }

        #[test]
        fn a_changed_character_is_refused(
            position in prop::collection::vec(".{0,10}", 0..3),
            at in any::<prop::sample::Index>(),
            other in "[A-Za-z0-9_.=-]",
        ) {
            let mut cursor = Cursor::seal(&key(), BINDING, &position);
            let at = at.index(cursor.len());
            prop_assume!(cursor[at..=at] != other);
            cursor.replace_range(at..=at, &other);
            prop_assert!(refused(&key(), BINDING, &cursor));
        }

        #[test]
        fn another_binding_is_refused(one in ".{0,12}", other in ".{0,12}") {
            prop_assume!(one != other);
            let cursor = Cursor::seal(&key(), &one, &["7".to_owned()]);
            prop_assert!(refused(&key(), &other, &cursor));
        }

        #[test]
        fn a_piece_of_a_cursor_is_refused(at in any::<prop::sample::Index>()) {
            let cursor = Cursor::seal(&key(), BINDING, &["a".to_owned(), "b".to_owned()]);
            prop_assert!(refused(&key(), BINDING, &cursor[..at.index(cursor.len())]));
        }
    }
}
