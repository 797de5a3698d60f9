//! The server's key: one Ed25519 key that signs access tokens, and the secrets derived from it.
//!
//! It lives in `<data-dir>/signing-key.pem` (PKCS#8). Who can read it can sign in as anybody; when it is lost or
//! replaced, every session ends and every page cursor is void, and nothing else.

use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use aws_lc_rs::encoding::AsBigEndian;
use aws_lc_rs::signature::{Ed25519KeyPair, KeyPair};
use aws_lc_rs::{digest, hmac};
use base64::Engine;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use serde_json::{Value, json};

use crate::private_files;

/// The file's name inside the data directory.
pub const FILE_NAME: &str = "signing-key.pem";

const PEM_BEGIN: &str = "-----BEGIN PRIVATE KEY-----";
const PEM_END: &str = "-----END PRIVATE KEY-----";
/// An Ed25519 key file has some 120 bytes.
const LONGEST_FILE: u64 = 4096;

/// Why there is no key.
#[derive(Debug, thiserror::Error)]
pub enum KeyError {
    /// The file or its directory cannot be read or written.
    #[error("{}: {source}", path.display())]
    File {
        /// Which one.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
    /// Others than its owner may read or write the file.
    #[error("{}: other users may read this key (mode {mode:04o}); run `chmod 600` on it, or remove it to get a new one", path.display())]
    OpenToOthers {
        /// The file.
        path: PathBuf,
        /// Its permission bits.
        mode: u32,
    },
    /// The file holds no Ed25519 key.
    #[error("{}: not an Ed25519 private key in PKCS#8 PEM", path.display())]
    NotAKey {
        /// The file.
        path: PathBuf,
    },
    /// The cryptographic library refused.
    #[error("the signing key cannot be made")]
    Library,
}

/// The signing key and what is derived from it.
pub struct Keys {
    pkcs8: Vec<u8>,
    public: Vec<u8>,
    root: hmac::Key,
    kid: String,
}

impl std::fmt::Debug for Keys {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Keys").field("kid", &self.kid).finish_non_exhaustive()
    }
}

impl Keys {
    /// The key of `data_dir`; makes the directory (mode 0700) and the key (mode 0600) when they are not there.
    /// Of several processes that start at once, one makes the key and the others read it.
    ///
    /// # Errors
    /// The file cannot be read or written, is open to others, or holds no key.
    pub fn load_or_create(data_dir: &Path) -> Result<Self, KeyError> {
        let path = data_dir.join(FILE_NAME);
        if let Some(keys) = Self::load(&path)? {
            return Ok(keys);
        }
        private_files::make_directory(data_dir).map_err(at(data_dir))?;
        private_files::write_new(&path, &Self::generate()?.to_pem()).map_err(at(&path))?;
        Self::load(&path)?.ok_or(KeyError::NotAKey { path })
    }

    /// A new key that is kept nowhere.
    ///
    /// # Errors
    /// The system gives no random bytes.
    pub fn generate() -> Result<Self, KeyError> {
        let pair = Ed25519KeyPair::generate().map_err(|_| KeyError::Library)?;
        Self::from_pair(&pair)
    }

    /// The id of the key: its RFC 7638 thumbprint.
    #[must_use]
    pub fn kid(&self) -> &str {
        &self.kid
    }

    /// A secret for one purpose, always the same for the same `label`; none tells anything of another.
    #[must_use]
    pub fn derive(&self, label: &str) -> [u8; 32] {
        tag(&self.root, &[label.as_bytes()])
    }

    /// The public key as a JSON Web Key Set (RFC 7517, RFC 8037).
    #[must_use]
    pub fn jwks(&self) -> Value {
        json!({ "keys": [{
            "kty": "OKP",
            "crv": "Ed25519",
            "alg": "EdDSA",
            "use": "sig",
            "kid": self.kid,
            "x": URL_SAFE_NO_PAD.encode(&self.public),
        }] })
    }

    /// The private key, PKCS#8 version 1 in DER.
    pub(crate) fn pkcs8(&self) -> &[u8] {
        &self.pkcs8
    }

    /// The public key, 32 bytes.
    pub(crate) fn public(&self) -> &[u8] {
        &self.public
    }

    fn from_pair(pair: &Ed25519KeyPair) -> Result<Self, KeyError> {
        let pkcs8 = pair.to_pkcs8v1().map_err(|_| KeyError::Library)?.as_ref().to_vec();
        let seed = pair.seed().map_err(|_| KeyError::Library)?;
        let seed = seed.as_be_bytes().map_err(|_| KeyError::Library)?;
        let public = pair.public_key().as_ref().to_vec();
        // The seed also signs; a tag under a fixed key keeps the derived secrets apart from it (RFC 5869, extract).
        let extract = hmac::Key::new(hmac::HMAC_SHA256, b"congdoan/derived-secrets/1");
        let root = hmac::Key::new(hmac::HMAC_SHA256, &tag(&extract, &[seed.as_ref()]));
        Ok(Self { pkcs8, kid: thumbprint(&public), public, root })
    }

    fn load(path: &Path) -> Result<Option<Self>, KeyError> {
        let file = match File::open(path) {
            Ok(file) => file,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(source) => return Err(KeyError::File { path: path.into(), source }),
        };
        if let Some(mode) = private_files::open_to_others(&file).map_err(at(path))? {
            return Err(KeyError::OpenToOthers { path: path.into(), mode });
        }
        let mut pem = String::new();
        file.take(LONGEST_FILE).read_to_string(&mut pem).map_err(at(path))?;
        let not_a_key = || KeyError::NotAKey { path: path.into() };
        let der = der_of(&pem).ok_or_else(not_a_key)?;
        let pair = Ed25519KeyPair::from_pkcs8(&der).map_err(|_| not_a_key())?;
        Self::from_pair(&pair).map(Some)
    }

    fn to_pem(&self) -> String {
        // 48 bytes of DER are 64 characters: one line, as RFC 7468 has it.
        format!("{PEM_BEGIN}\n{}\n{PEM_END}\n", STANDARD.encode(&self.pkcs8))
    }
}

/// HMAC-SHA-256 of the parts one after the other.
pub(crate) fn tag(key: &hmac::Key, parts: &[&[u8]]) -> [u8; 32] {
    let mut context = hmac::Context::with_key(key);
    for part in parts {
        context.update(part);
    }
    let mut out = [0; 32];
    for (to, from) in out.iter_mut().zip(context.sign().as_ref()) {
        *to = *from;
    }
    out
}

fn thumbprint(public: &[u8]) -> String {
    // RFC 7638 section 3 with RFC 8037 section 2: these members, in this order, without a space.
    let members = format!(r#"{{"crv":"Ed25519","kty":"OKP","x":"{}"}}"#, URL_SAFE_NO_PAD.encode(public));
    URL_SAFE_NO_PAD.encode(digest::digest(&digest::SHA256, members.as_bytes()))
}

fn der_of(pem: &str) -> Option<Vec<u8>> {
    let body = pem.trim().strip_prefix(PEM_BEGIN)?.strip_suffix(PEM_END)?;
    let body: String = body.split_ascii_whitespace().collect();
    STANDARD.decode(body).ok()
}

fn at(path: &Path) -> impl Fn(io::Error) -> KeyError {
    let path = path.to_path_buf();
    move |source| KeyError::File { path: path.clone(), source }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    /// The example of RFC 8037, appendix A: the key of A.1 and the thumbprint of A.3.
    #[test]
    fn the_key_id_is_the_thumbprint_of_rfc_8037() {
        let seed = URL_SAFE_NO_PAD.decode("nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A").unwrap();
        let keys = Keys::from_pair(&Ed25519KeyPair::from_seed_unchecked(&seed).unwrap()).unwrap();
        assert_eq!(keys.kid(), "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k");
        assert_eq!(keys.jwks()["keys"][0]["x"], "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo");
    }

    #[test]
    fn derived_secrets_differ_by_label_and_by_key_and_stay() {
        let (one, other) = (Keys::generate().unwrap(), Keys::generate().unwrap());
        assert_eq!(one.derive("page-cursor"), one.derive("page-cursor"));
        assert_ne!(one.derive("page-cursor"), one.derive("refresh-token"));
        assert_ne!(one.derive("page-cursor"), other.derive("page-cursor"));
    }

    #[test]
    fn a_key_is_made_once_and_then_read() {
        let dir = tempfile::tempdir().unwrap();
        let data = dir.path().join("a/b");
        let first = Keys::load_or_create(&data).unwrap();
        let second = Keys::load_or_create(&data).unwrap();
        assert_eq!(first.kid(), second.kid());
        assert_eq!(first.derive("x"), second.derive("x"));
        let names: Vec<_> = fs::read_dir(&data).unwrap().map(|entry| entry.unwrap().file_name()).collect();
        assert_eq!(names, [FILE_NAME]);
    }

    #[test]
    fn whoever_comes_second_reads_the_key_of_the_first() {
        let dir = tempfile::tempdir().unwrap();
        let ids: Vec<String> = std::thread::scope(|scope| {
            let starts: Vec<_> = (0..8)
                .map(|_| scope.spawn(|| Keys::load_or_create(dir.path()).unwrap().kid().to_owned()))
                .collect();
            starts.into_iter().map(|start| start.join().unwrap()).collect()
        });
        assert!(ids.iter().all(|kid| *kid == ids[0]), "{ids:?}");
    }

    #[cfg(unix)]
    #[test]
    fn only_the_owner_may_read_the_key() {
        use std::os::unix::fs::PermissionsExt;
        let dir = tempfile::tempdir().unwrap();
        let data = dir.path().join("data");
        Keys::load_or_create(&data).unwrap();
        let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
        let file = data.join(FILE_NAME);
        assert_eq!((mode(&data), mode(&file)), (0o700, 0o600));
        for open in [0o640, 0o604, 0o620] {
            fs::set_permissions(&file, fs::Permissions::from_mode(open)).unwrap();
            let refused = Keys::load_or_create(&data).unwrap_err();
            assert!(matches!(refused, KeyError::OpenToOthers { mode, .. } if mode == open), "{refused}");
        }
    }

    #[test]
    fn a_file_without_a_key_is_refused_and_kept() {
        for text in ["", "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n", "hello"] {
            let dir = tempfile::tempdir().unwrap();
            let file = dir.path().join(FILE_NAME);
            private_files::write_new(&file, text).unwrap();
            assert!(matches!(Keys::load_or_create(dir.path()), Err(KeyError::NotAKey { .. })));
            assert_eq!(fs::read_to_string(&file).unwrap(), text);
        }
    }

    #[test]
    fn debug_output_holds_no_secret() {
        let keys = Keys::generate().unwrap();
        assert_eq!(format!("{keys:?}"), format!("Keys {{ kid: {:?}, .. }}", keys.kid()));
    }
}
