//! What every use case is given: who acts, when, and the connection of its one transaction.
//!
//! A service function takes [`Reading`] or [`Writing`]. `Writing` collects journal entries and writes them as the
//! transaction's last statements. Only what no signed-in person asks for (signing in, a reset code, the commands that
//! make the first organisation and administrator) has no `Writing`, and appends its entries itself.

mod once;

use std::ops::{Deref, DerefMut};
use std::sync::Arc;

pub use once::{Key, Stored, forget_answers_about, forget_old, once};

use crate::kernel::id::{self, Uuid};
use diesel::prelude::*;

use crate::db::schema::client_ids;
use crate::db::{AnyConnection, dialect};
use crate::identity::{Action, Principal};
use crate::journal::{self, Entry};
use crate::kernel::clock::{Instant, local_day};
use crate::kernel::problem::{Code, Outcome, Problem};
use crate::vault::Vault;

/// A use case that changes nothing.
pub struct Reading<'c> {
    /// The connection to read on.
    pub db: &'c mut AnyConnection,
    /// Who asks.
    pub who: Principal,
    /// The one instant this use case calls now.
    pub now: Instant,
    /// What seals and opens personal data.
    pub vault: Arc<Vault>,
}

impl Reading<'_> {
    /// The province's day.
    #[must_use]
    pub fn today(&self) -> chrono::NaiveDate {
        local_day(self.now)
    }

    /// `Ok` when the caller may do this to what belongs to `organisation`.
    ///
    /// # Errors
    /// `forbidden`; the database's own.
    pub fn require(&mut self, action: Action, organisation: Uuid) -> Outcome<()> {
        self.who.require(self.db, action, organisation)
    }
}

/// A use case that writes, in one transaction.
pub struct Writing<'c> {
    reading: Reading<'c>,
    request_id: Option<Uuid>,
    /// Digest of the request's body: what "the same content" means for an id a client made.
    content: [u8; 32],
    entries: Vec<Entry>,
    idle: bool,
}

impl<'c> Deref for Writing<'c> {
    type Target = Reading<'c>;
    fn deref(&self) -> &Self::Target {
        &self.reading
    }
}

impl DerefMut for Writing<'_> {
    fn deref_mut(&mut self) -> &mut Self::Target {
        &mut self.reading
    }
}

/// What became of the id of a record to be created.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Claim {
    /// It is free: create the record with it.
    New(Uuid),
    /// The same client sent the same content before: answer with the record as it is.
    Known(Uuid),
}

impl<'c> Writing<'c> {
    /// Starts a use case on the connection of an open transaction.
    #[must_use]
    pub const fn new(reading: Reading<'c>, request_id: Option<Uuid>, content: [u8; 32]) -> Self {
        Self { reading, request_id, content, entries: Vec::new(), idle: false }
    }

    /// Notes what was done. Every use case that writes notes at least one entry (rule 5).
    pub fn record(&mut self, entry: Entry) {
        self.entries.push(entry);
    }

    /// Says that all is as asked already: no entry is missing.
    pub const fn nothing_to_do(&mut self) {
        self.idle = true;
    }

    /// An id for a new record: the client's own where it sent one (phones create records offline and send them
    /// again when the answer was lost), else a new one.
    ///
    /// # Errors
    /// `id_taken` when the id was used for other content.
    pub fn claim(&mut self, record_type: &'static str, sent: Option<Uuid>) -> Outcome<Claim> {
        let Some(sent) = sent else { return Ok(Claim::New(id::new(self.now))) };
        // Of two who send the same at once, the second waits here and then finds what the first has made.
        dialect::lock(self.reading.db, sent.as_bytes())?;
        let known: Option<(String, Vec<u8>)> = client_ids::table
            .find(sent)
            .select((client_ids::record_type, client_ids::content_digest))
            .first(&mut *self.reading.db)
            .optional()?;
        match known {
            Some((kind, digest)) if kind == record_type && digest == self.content => {
                self.nothing_to_do();
                Ok(Claim::Known(sent))
            }
            Some(_) => Err(Problem::new(Code::IdTaken)),
            None => {
                let values = (
                    client_ids::id.eq(sent),
                    client_ids::record_type.eq(record_type),
                    client_ids::content_digest.eq(self.content.as_slice()),
                    client_ids::created_at.eq(self.reading.now),
                );
                diesel::insert_into(client_ids::table).values(values).execute(&mut *self.reading.db)?;
                Ok(Claim::New(sent))
            }
        }
    }

    /// Nobody decides on what passed through their own hands before: `Ok` when the caller's were none of `hands`.
    ///
    /// # Errors
    /// `own_work`.
    pub fn not_own(&self, hands: &[Option<Uuid>]) -> Outcome<()> {
        if hands.contains(&Some(self.who.user_id)) { Err(Problem::new(Code::OwnWork)) } else { Ok(()) }
    }

    /// Writes the journal. Nothing may be written after it.
    ///
    /// # Errors
    /// `internal_error` when nothing was recorded and there was something to do; the database's own.
    pub fn finish(self) -> Outcome<()> {
        if self.entries.is_empty() && !self.idle {
            return Err(Problem::internal("a use case that writes recorded nothing"));
        }
        let Reading { db, who, now, .. } = self.reading;
        journal::append(db, &self.entries, now, Some(who.user_id), self.request_id)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::db::{DatabaseUrl, establish, migrate};

    /// What becomes of a use case that does `work`.
    fn finished(work: impl FnOnce(&mut Writing<'_>)) -> Outcome<()> {
        let directory = tempfile::tempdir().unwrap();
        let mut db = establish(&DatabaseUrl::Sqlite(directory.path().join("test.sqlite3"))).unwrap();
        migrate::run(&mut db).unwrap();
        let now = Instant::utc(2025, 2, 17, 1, 0);
        let (user_id, session_id) = (id::new(now), id::new(now));
        let who = Principal { user_id, session_id, must_change_password: false, grants: Vec::new() };
        let vault = Arc::new(Vault::generate().unwrap());
        let mut writing = Writing::new(Reading { db: &mut db, who, now, vault }, None, [0; 32]);
        work(&mut writing);
        writing.finish()
    }

    #[test]
    fn who_writes_and_records_nothing_is_undone() {
        assert_eq!(finished(|_| ()).unwrap_err().code, Code::Internal);
        let claim = |w: &mut Writing<'_>, id: Uuid| w.claim("report", Some(id)).unwrap();
        let own = id::new(Instant::utc(2025, 2, 17, 1, 0));
        assert_eq!(
            finished(|w| assert_eq!(claim(w, own), Claim::New(own))).unwrap_err().code,
            Code::Internal
        );
        finished(|w| {
            w.nothing_to_do();
        })
        .unwrap();
        finished(|w| {
            claim(w, own);
            assert_eq!(claim(w, own), Claim::Known(own));
        })
        .unwrap();
    }
}
