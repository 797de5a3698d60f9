//! The key file: `data-keys.json`, mode 0600, with the data keys and the key of the look-up hashes.
//!
//! Whoever has this file and the database can read everything; whoever has lost it can read nothing that is sealed.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

use aws_lc_rs::aead::{AES_256_GCM_SIV, Aad, Nonce, RandomizedNonceKey};
use aws_lc_rs::{hmac, rand};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde::{Deserialize, Serialize};

use super::VaultError;
use super::sealed::Sealed;
use crate::private_files;

/// The file's name inside the data directory.
pub const FILE_NAME: &str = "data-keys.json";
/// A key is some 60 bytes of it.
const LONGEST_FILE: u64 = 256 * 1024;
/// The id of the first key.
const FIRST: i64 = 1;
/// What a key is recognised by.
const CHECK: &[u8] = b"congdoan data key";

/// The file's content.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Content {
    /// Base64 of 32 random bytes.
    lookup_key: String,
    data_keys: BTreeMap<u32, String>,
}

/// The keys, ready to use.
pub(super) struct Ring {
    lookup: hmac::Key,
    keys: BTreeMap<i64, RandomizedNonceKey>,
    content: Content,
}

impl Ring {
    /// A ring with one new key.
    pub(super) fn generate() -> Result<Self, VaultError> {
        let none = Content { lookup_key: random()?, data_keys: BTreeMap::new() };
        Self::of(Path::new(""), none)?.with_next().map(|(ring, _)| ring)
    }

    /// The ring of the file; nothing where there is no file.
    pub(super) fn read(path: &Path) -> Result<Option<Self>, VaultError> {
        let file = match File::open(path) {
            Ok(file) => file,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(wrong(path, error)),
        };
        if let Some(mode) = private_files::open_to_others(&file).map_err(|error| wrong(path, error))? {
            return Err(wrong(
                path,
                format!("other users may read these keys (mode {mode:04o}); run `chmod 600` on it"),
            ));
        }
        let mut text = String::new();
        file.take(LONGEST_FILE).read_to_string(&mut text).map_err(|error| wrong(path, error))?;
        // The text of a parser's error may hold a piece of a key.
        let content = serde_json::from_str(&text).map_err(|_| wrong(path, "not a file of data keys"))?;
        Self::of(path, content).map(Some)
    }

    /// Makes the file with a first key. Of several processes that start at once, one makes it and the others read it.
    pub(super) fn create(path: &Path) -> Result<Self, VaultError> {
        let ring = Self::generate()?;
        if let Some(directory) = path.parent().filter(|parent| *parent != Path::new("")) {
            private_files::make_directory(directory).map_err(|error| wrong(directory, error))?;
        }
        private_files::write_new(path, &ring.text()?).map_err(|error| wrong(path, error))?;
        Self::read(path)?.ok_or_else(|| wrong(path, "the file is gone"))
    }

    /// This ring and one more key, with that key's id.
    pub(super) fn with_next(&self) -> Result<(Self, i64), VaultError> {
        let next = self.keys.keys().last().map_or(FIRST, |last| last + 1);
        let mut data_keys = self.content.data_keys.clone();
        let id = u32::try_from(next).map_err(|error| wrong(Path::new(""), error))?;
        data_keys.insert(id, random()?);
        let content = Content { lookup_key: self.content.lookup_key.clone(), data_keys };
        Ok((Self::of(Path::new(""), content)?, next))
    }

    /// This ring without the keys that `spared` does not spare.
    pub(super) fn only(&self, spared: impl Fn(i64) -> bool) -> Result<Self, VaultError> {
        let mut data_keys = self.content.data_keys.clone();
        data_keys.retain(|id, _| spared(i64::from(*id)));
        Self::of(Path::new(""), Content { lookup_key: self.content.lookup_key.clone(), data_keys })
    }

    /// Puts this ring in the place of the file, whole or not at all.
    pub(super) fn replace(&self, path: &Path) -> Result<(), VaultError> {
        private_files::replace(path, &self.text()?).map_err(|error| wrong(path, error))
    }

    /// Whether this is the ring that `earlier` was, with keys added or taken away, and none exchanged.
    pub(super) fn continues(&self, earlier: &Self) -> bool {
        let (now, then) = (&self.content, &earlier.content);
        let same = |(id, key): (&u32, &String)| now.data_keys.get(id).is_none_or(|known| known == key);
        now.lookup_key == then.lookup_key && then.data_keys.iter().all(same)
    }

    fn of(path: &Path, content: Content) -> Result<Self, VaultError> {
        let bytes = |text: &String| {
            let bytes = STANDARD.decode(text).ok().filter(|bytes| bytes.len() == 32);
            bytes.ok_or_else(|| wrong(path, "a key is not 32 bytes of base64"))
        };
        let lookup = hmac::Key::new(hmac::HMAC_SHA256, &bytes(&content.lookup_key)?);
        let mut keys = BTreeMap::new();
        for (id, text) in &content.data_keys {
            let key = RandomizedNonceKey::new(&AES_256_GCM_SIV, &bytes(text)?);
            keys.insert(i64::from(*id), key.map_err(|_| wrong(path, "a key cannot be used"))?);
        }
        Ok(Self { lookup, keys, content })
    }

    fn text(&self) -> Result<String, VaultError> {
        serde_json::to_string_pretty(&self.content)
            .map_err(|_| wrong(Path::new(""), "the keys cannot be written"))
    }

    pub(super) fn lookup(&self) -> &hmac::Key {
        &self.lookup
    }

    pub(super) fn holds(&self, key: i64) -> bool {
        self.keys.contains_key(&key)
    }

    /// Every key's id.
    pub(super) fn ids(&self) -> impl Iterator<Item = i64> {
        self.keys.keys().copied()
    }

    /// The highest key's id: the present one of a new database.
    pub(super) fn newest(&self) -> Option<i64> {
        self.keys.keys().last().copied()
    }

    /// The value by which the database recognises the key, and the look-up key with it.
    pub(super) fn check_value(&self, key: i64) -> Option<Sealed> {
        let lookup = crate::identity::tag(&self.lookup, &[CHECK]);
        self.seal(key, &[CHECK, &lookup].concat(), CHECK)
    }

    /// Whether `check_value` was made by the key of this id here.
    pub(super) fn fits(&self, key: i64, check_value: &Sealed) -> bool {
        let lookup = crate::identity::tag(&self.lookup, &[CHECK]);
        check_value.key() == Some(key)
            && self.open(check_value, CHECK).is_some_and(|value| value == [CHECK, &lookup].concat())
    }

    pub(super) fn seal(&self, key: i64, value: &[u8], associated: &[u8]) -> Option<Sealed> {
        let mut buffer = value.to_vec();
        let nonce = self.keys.get(&key)?.seal_in_place_append_tag(Aad::from(associated), &mut buffer).ok()?;
        Sealed::of(key, nonce.as_ref(), &buffer)
    }

    pub(super) fn open(&self, sealed: &Sealed, associated: &[u8]) -> Option<Vec<u8>> {
        let (nonce, ciphertext) = sealed.parts()?;
        let mut buffer = ciphertext.to_vec();
        let key = self.keys.get(&sealed.key()?)?;
        let nonce = Nonce::assume_unique_for_key(nonce);
        let opened = key.open_in_place(nonce, Aad::from(associated), &mut buffer).ok()?;
        Some(opened.to_vec())
    }
}

fn random() -> Result<String, VaultError> {
    let mut bytes = [0; 32];
    rand::fill(&mut bytes).map_err(|_| wrong(Path::new(""), "the system gives no random bytes"))?;
    Ok(STANDARD.encode(bytes))
}

fn wrong(path: &Path, reason: impl std::fmt::Display) -> VaultError {
    VaultError::File { path: path.into(), reason: reason.to_string() }
}
