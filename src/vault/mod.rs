//! What must not be read by who steals the database: sealed columns and keyed hashes.
//!
//! A sealed value is AES-256-GCM-SIV (RFC 8452) under one of the data keys, with a random nonce. Table, column and row
//! are its associated data, so that a ciphertext moved to another place does not open. The data keys lie in a file of
//! their own (`ring`); the database holds for each a value that only the right key opens (`store`), so that a server
//! with a wrong key file refuses to start instead of writing what nobody can read again.
//!
//! Look-ups by a citizen id or by a person go over keyed hashes (HMAC-SHA-256), under a key that is not a data key.

mod ring;
mod rotation;
mod sealed;
mod store;

use std::path::{Path, PathBuf};
use std::sync::{Arc, PoisonError, RwLock};

pub use ring::FILE_NAME;
pub use rotation::{Begun, KeyStatus, Swept, add, begin, end, prune, prune_file, reseal_all, status};
pub use sealed::Sealed;

use self::ring::Ring;
use crate::db::{AnyConnection, dialect};
use crate::identity::tag;
use crate::kernel::clock::Instant;
use crate::kernel::id::Uuid;
use crate::kernel::problem::{Outcome, Problem};

/// Every sealed column, with the column that holds its row's id: what a change of keys seals anew.
pub const SEALED_COLUMNS: &[(&str, &str, &str)] = &[
    ("attachments", "name", "id"),
    ("attachments", "file_key", "id"),
    ("hardship_persons", "citizen_id", "application_id"),
    ("hardship_persons", "birth_date", "application_id"),
    ("hardship_persons", "phone", "application_id"),
    ("hardship_persons", "address", "application_id"),
    ("hardship_persons", "circumstances", "application_id"),
    ("hardship_persons", "bank", "application_id"),
    ("hardship_notes", "body", "id"),
    ("support_payments", "reason", "id"),
    ("support_decision_lines", "reason", "id"),
    ("housing_surveys", "citizen_id", "id"),
    ("housing_surveys", "birth_date", "id"),
    ("housing_surveys", "phone", "id"),
    ("housing_surveys", "address", "id"),
    ("housing_surveys", "circumstances", "id"),
    ("data_subject_requests", "citizen_id", "id"),
    ("data_subject_requests", "contact", "id"),
    ("data_subject_requests", "details", "id"),
    ("data_subject_requests", "answer", "id"),
    ("award_notes", "body", "id"),
    ("awards", "revocation_reason", "id"),
    ("award_submissions", "recall_reason", "id"),
    ("council_sessions", "tally", "id"),
    ("council_sessions", "minutes", "id"),
    ("council_sessions", "cancel_reason", "id"),
];

/// Where a sealed value stands. It opens nowhere else.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    /// The table.
    pub table: &'static str,
    /// The column.
    pub column: &'static str,
    /// The row's id.
    pub row: Uuid,
}

impl Place {
    /// The associated data: names hold no `|`, so no two places write the same.
    fn associated(self) -> Vec<u8> {
        let mut data = format!("{}|{}|", self.table, self.column).into_bytes();
        data.extend_from_slice(self.row.as_bytes());
        data
    }
}

/// Why there is no vault.
#[derive(Debug, thiserror::Error)]
pub enum VaultError {
    /// The key file is not as it must be.
    #[error("{}: {reason}", path.display())]
    File {
        /// The key file.
        path: PathBuf,
        /// What is wrong with it.
        reason: String,
    },
    /// The database was written with other keys.
    #[error(
        "{}: this database was sealed with data key {key}, which this file does not hold; bring back the right file, see docs/keys.md",
        path.display()
    )]
    WrongKey {
        /// The key file.
        path: PathBuf,
        /// The id of the missing or different key.
        key: i64,
    },
    /// The database failed.
    #[error(transparent)]
    Database(#[from] Problem),
}

/// The data keys of a running program.
pub struct Vault {
    path: Option<PathBuf>,
    ring: RwLock<Arc<Ring>>,
}

impl std::fmt::Debug for Vault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Vault").field("path", &self.path).finish_non_exhaustive()
    }
}

impl Vault {
    /// The keys of the file at `path`, checked against the database. The first start on an empty database makes the
    /// file (mode 0600) and notes its key in the database.
    ///
    /// # Errors
    /// As [`VaultError`] says: above all when the file's keys are not those of the database.
    pub fn open(path: &Path, db: &mut AnyConnection, now: Instant) -> Result<Self, VaultError> {
        let known = store::keys(db).map_err(Problem::from)?;
        let ring = match Ring::read(path)? {
            Some(ring) => ring,
            None if known.is_empty() => Ring::create(path)?,
            None => {
                return Err(VaultError::WrongKey {
                    path: path.into(),
                    key: known.last().map_or(0, |key| key.id),
                });
            }
        };
        let known = if known.is_empty() { store::note_first(db, &ring, now)? } else { known };
        for key in &known {
            if !ring.fits(key.id, &key.check_value) {
                return Err(VaultError::WrongKey { path: path.into(), key: key.id });
            }
        }
        Ok(Self { path: Some(path.into()), ring: RwLock::new(Arc::new(ring)) })
    }

    /// New keys that are kept nowhere, and not noted in any database but the one they are first used with.
    ///
    /// # Errors
    /// The system gives no random bytes.
    pub fn generate() -> Result<Self, VaultError> {
        Ok(Self { path: None, ring: RwLock::new(Arc::new(Ring::generate()?)) })
    }

    /// What seals under the key that is the present one in this transaction.
    ///
    /// # Errors
    /// `unavailable` while the key file of this server does not hold it yet; the database's own.
    pub fn sealer(&self, db: &mut AnyConnection) -> Outcome<Sealer> {
        // A change of keys waits for this transaction: what it seals is found and sealed anew.
        dialect::lock_shared(db, store::LOCK)?;
        let key =
            store::present(db)?.ok_or_else(|| Problem::internal("no data key is noted in the database"))?;
        let mut ring = self.ring();
        if !ring.fits(key.id, &key.check_value) {
            let read = self.read_anew(&ring, key.id)?;
            if !read.fits(key.id, &key.check_value) {
                return Err(Problem::unavailable(format!("data key {} is not that of the database", key.id)));
            }
            ring = self.keep(read);
        }
        Ok(Sealer { ring, key: key.id })
    }

    /// Opens what was sealed at `place`.
    ///
    /// # Errors
    /// `internal_error` when it was sealed elsewhere or altered, `unavailable` when its key is not here.
    pub fn open_bytes(&self, place: Place, sealed: &Sealed) -> Outcome<Vec<u8>> {
        let key = sealed.key().ok_or_else(|| unreadable(place))?;
        let ring = self.ring();
        if ring.holds(key) {
            return ring.open(sealed, &place.associated()).ok_or_else(|| unreadable(place));
        }
        let read = self.read_anew(&ring, key)?;
        let opened = read.open(sealed, &place.associated()).ok_or_else(|| unreadable(place))?;
        self.keep(read);
        Ok(opened)
    }

    /// Opens a sealed text.
    ///
    /// # Errors
    /// As [`Vault::open_bytes`].
    pub fn open_text(&self, place: Place, sealed: &Sealed) -> Outcome<String> {
        String::from_utf8(self.open_bytes(place, sealed)?).map_err(|_| unreadable(place))
    }

    /// Opens a sealed text that may be missing.
    ///
    /// # Errors
    /// As [`Vault::open_bytes`].
    pub fn open_some(&self, place: Place, sealed: Option<&Sealed>) -> Outcome<Option<String>> {
        sealed.map(|sealed| self.open_text(place, sealed)).transpose()
    }

    /// The keyed hash that `text` is found by; `purpose` keeps those of different columns apart.
    #[must_use]
    pub fn lookup_hash(&self, purpose: &str, text: &str) -> Vec<u8> {
        tag(self.ring().lookup(), &[purpose.as_bytes(), b"|", text.as_bytes()]).to_vec()
    }

    fn ring(&self) -> Arc<Ring> {
        Arc::clone(&self.ring.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// The ring as the file has it now: another process may have added `key`. It is not kept before it has shown to be
    /// that of the database.
    fn read_anew(&self, ring: &Ring, key: i64) -> Outcome<Ring> {
        let missing = || Problem::unavailable(format!("data key {key} is not in the key file"));
        let path = self.path.as_ref().ok_or_else(missing)?;
        let read = Ring::read(path).map_err(Problem::unavailable)?.ok_or_else(missing)?;
        if !read.continues(ring) {
            return Err(Problem::unavailable("the key file holds other keys than at the start"));
        }
        if read.holds(key) { Ok(read) } else { Err(missing()) }
    }

    fn keep(&self, ring: Ring) -> Arc<Ring> {
        let ring = Arc::new(ring);
        *self.ring.write().unwrap_or_else(PoisonError::into_inner) = Arc::clone(&ring);
        ring
    }
}

fn unreadable(place: Place) -> Problem {
    Problem::internal(format!("{}.{} of {} does not open", place.table, place.column, place.row))
}

/// Seals values of one transaction.
pub struct Sealer {
    ring: Arc<Ring>,
    key: i64,
}

impl Sealer {
    /// Seals `value` for `place`.
    ///
    /// # Errors
    /// `internal_error` when the cryptographic library refuses.
    pub fn seal(&self, place: Place, value: impl AsRef<[u8]>) -> Outcome<Sealed> {
        self.ring
            .seal(self.key, value.as_ref(), &place.associated())
            .ok_or_else(|| Problem::internal("nothing can be sealed"))
    }

    /// Seals a value that may be missing.
    ///
    /// # Errors
    /// As [`Sealer::seal`].
    pub fn seal_some(&self, place: Place, value: Option<impl AsRef<[u8]>>) -> Outcome<Option<Sealed>> {
        value.map(|value| self.seal(place, value)).transpose()
    }
}

#[cfg(test)]
mod tests;
