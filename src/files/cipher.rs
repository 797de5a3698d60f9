//! How content is encrypted: segments of 64 KiB, each AES-256-GCM, so that a part can be read without the whole.
//!
//! A file has a random key. Every object (a part of an upload, or the whole) is encrypted under a key derived from it
//! and from the object's id, so no two objects share one and a nonce can be the segment's number. The last segment says
//! in its nonce that it is the last. Moved, repeated, exchanged or cut off segments therefore do not open.

use std::ops::Range;

use aws_lc_rs::aead::{AES_256_GCM, Aad, LessSafeKey, NONCE_LEN, Nonce, UnboundKey};
use aws_lc_rs::{hkdf, rand};

use crate::kernel::id::Uuid;
use crate::kernel::problem::{Outcome, Problem};

/// How many bytes a segment holds.
pub const SEGMENT: usize = 64 * 1024;
const TAG: usize = 16;
const PURPOSE: &[u8] = b"congdoan file object v1";

/// The key of one file.
#[derive(Clone, PartialEq, Eq)]
pub struct FileKey([u8; 32]);

impl std::fmt::Debug for FileKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("FileKey")
    }
}

impl FileKey {
    /// A new one.
    ///
    /// # Errors
    /// `internal_error` when the system gives no random bytes.
    pub fn generate() -> Outcome<Self> {
        let mut key = [0; 32];
        rand::fill(&mut key).map_err(|_| Problem::internal("no random bytes"))?;
        Ok(Self(key))
    }

    /// As it was sealed.
    ///
    /// # Errors
    /// `internal_error` when it is no key.
    pub fn from_bytes(bytes: &[u8]) -> Outcome<Self> {
        bytes.try_into().map(Self).map_err(|_| Problem::internal("a file's key has another length"))
    }

    /// What is sealed.
    #[must_use]
    pub const fn as_bytes(&self) -> &[u8] {
        &self.0
    }

    /// What encrypts the object with this id.
    pub(super) fn of_object(&self, object: Uuid) -> Outcome<ObjectKey> {
        let salt = hkdf::Salt::new(hkdf::HKDF_SHA256, object.as_bytes());
        let secret = salt.extract(&self.0);
        let derived =
            secret.expand(&[PURPOSE], &AES_256_GCM).map_err(|_| Problem::internal("no object key"))?;
        Ok(ObjectKey(LessSafeKey::new(UnboundKey::from(derived))))
    }
}

/// The key of one object.
pub(super) struct ObjectKey(LessSafeKey);

impl ObjectKey {
    /// Encrypts the whole content of an object.
    pub(super) fn seal(&self, content: &[u8]) -> Outcome<Vec<u8>> {
        let count = segments(content.len());
        let mut sealed = Vec::with_capacity(content.len() + count * TAG);
        let mut rest = content;
        for number in 0..count {
            let (segment, after) = rest.split_at(rest.len().min(SEGMENT));
            rest = after;
            let begin = sealed.len();
            sealed.extend_from_slice(segment);
            let nonce = nonce(number, number + 1 == count)?;
            let place = sealed.get_mut(begin..).unwrap_or_default();
            let tag = self.0.seal_in_place_separate_tag(nonce, Aad::empty(), place);
            sealed
                .extend_from_slice(tag.map_err(|_| Problem::internal("nothing can be encrypted"))?.as_ref());
        }
        Ok(sealed)
    }

    /// Decrypts segment `number` of content of `size` bytes.
    pub(super) fn open(&self, number: usize, size: usize, sealed: &[u8]) -> Outcome<Vec<u8>> {
        let nonce = nonce(number, number + 1 == segments(size))?;
        let mut segment = sealed.to_vec();
        let opened = self.0.open_in_place(nonce, Aad::empty(), &mut segment);
        let length = opened.map_err(|_| Problem::internal("a segment of a file does not open"))?.len();
        segment.truncate(length);
        Ok(segment)
    }
}

/// How many segments content of `size` bytes has: one at least, so that an empty end cannot be faked.
pub(super) const fn segments(size: usize) -> usize {
    if size == 0 { 1 } else { size.div_ceil(SEGMENT) }
}

/// Where segment `number` of content of `size` bytes lies in its object.
pub(super) fn place_of(number: usize, size: usize) -> Range<u64> {
    let begin = number * (SEGMENT + TAG);
    let length = size.saturating_sub(number * SEGMENT).min(SEGMENT) + TAG;
    begin as u64..(begin + length) as u64
}

fn nonce(number: usize, last: bool) -> Outcome<Nonce> {
    let number = u32::try_from(number).map_err(|_| Problem::internal("a file of too many segments"))?;
    let mut bytes = [0; NONCE_LEN];
    let (head, tail) = bytes.split_at_mut(NONCE_LEN - 4);
    tail.copy_from_slice(&number.to_be_bytes());
    if let Some(flag) = head.first_mut() {
        *flag = u8::from(last);
    }
    Ok(Nonce::assume_unique_for_key(bytes))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kernel::clock::Instant;
    use crate::kernel::id;

    fn content(size: usize) -> Vec<u8> {
        (0..size).map(|at| u8::try_from(at % 251).unwrap()).collect()
    }

    fn opened(key: &ObjectKey, size: usize, sealed: &[u8]) -> Option<Vec<u8>> {
        let mut whole = Vec::new();
        for number in 0..segments(size) {
            let place = place_of(number, size);
            let place = usize::try_from(place.start).unwrap()..usize::try_from(place.end).unwrap();
            whole.extend(key.open(number, size, sealed.get(place)?).ok()?);
        }
        Some(whole)
    }

    #[test]
    fn what_is_sealed_opens_again_in_its_own_object_only() {
        let key = FileKey::generate().unwrap();
        let now = Instant::utc(2025, 2, 17, 1, 0);
        let (one, other) = (id::new(now), id::new(now));
        for size in [0, 1, SEGMENT - 1, SEGMENT, SEGMENT + 1, 3 * SEGMENT, 3 * SEGMENT + 7] {
            let sealed = key.of_object(one).unwrap().seal(&content(size)).unwrap();
            assert_eq!(opened(&key.of_object(one).unwrap(), size, &sealed), Some(content(size)), "{size}");
            assert_eq!(opened(&key.of_object(other).unwrap(), size, &sealed), None);
            let another = FileKey::generate().unwrap();
            assert_eq!(opened(&another.of_object(one).unwrap(), size, &sealed), None);
        }
    }

    #[test]
    fn segments_that_were_exchanged_altered_or_cut_off_do_not_open() {
        let now = Instant::utc(2025, 2, 17, 1, 0);
        let key = FileKey::generate().unwrap().of_object(id::new(now)).unwrap();
        let size = 3 * SEGMENT;
        let sealed = key.seal(&content(size)).unwrap();
        let whole = SEGMENT + TAG;
        let mut exchanged = sealed.clone();
        exchanged.rotate_left(whole);
        assert_eq!(opened(&key, size, &exchanged), None);
        for at in [0, whole - 1, 2 * whole + 5] {
            let mut altered = sealed.clone();
            altered[at] ^= 1;
            assert_eq!(opened(&key, size, &altered), None);
        }
        // Neither is a whole segment less taken for the end, nor one more for a beginning.
        assert_eq!(opened(&key, 2 * SEGMENT, &sealed[..2 * whole]), None);
        assert_eq!(opened(&key, size + 1, &sealed), None);
    }
}
