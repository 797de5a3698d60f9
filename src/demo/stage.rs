//! Where the demo's people act: each act is a use case like any request's, done by one person at one instant, and
//! leaves its own journal entries.

use std::collections::HashMap;
use std::sync::Arc;

use chrono::Duration;
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::db::AnyConnection;
use crate::identity::{ActiveGrant, Principal, Role};
use crate::kernel::clock::Instant;
use crate::kernel::id::Uuid;
use crate::kernel::problem::{Outcome, Problem};
use crate::usecase::{Reading, Writing};
use crate::vault::Vault;

/// The year of the story.
pub(super) const YEAR: i32 = 2025;

/// The transaction that loads the demo, and who and what is in it so far.
pub(super) struct Stage<'c> {
    /// The open transaction's connection.
    pub(super) db: &'c mut AnyConnection,
    vault: Arc<Vault>,
    people: HashMap<String, Principal>,
    organisations: HashMap<&'static str, Uuid>,
    indicators: HashMap<&'static str, Uuid>,
}

impl<'c> Stage<'c> {
    pub(super) fn new(db: &'c mut AnyConnection, vault: Arc<Vault>) -> Self {
        Self { db, vault, people: HashMap::new(), organisations: HashMap::new(), indicators: HashMap::new() }
    }

    /// `who` does `work` at `at`, and the journal notes it.
    pub(super) fn act<T>(
        &mut self,
        who: &str,
        at: Instant,
        work: impl FnOnce(&mut Writing<'_>) -> Outcome<T>,
    ) -> Outcome<T> {
        let reading = self.reading(who, at)?;
        // No client makes ids here twice, so nothing depends on the digest of a body.
        let mut writing = Writing::new(reading, None, [0; 32]);
        let done = work(&mut writing)?;
        writing.finish()?;
        Ok(done)
    }

    /// What `who` reads at `at`.
    pub(super) fn reading(&mut self, who: &str, at: Instant) -> Outcome<Reading<'_>> {
        let who = self.people.get(who).cloned().ok_or_else(|| unknown("person", who))?;
        Ok(Reading { db: self.db, who, now: at, vault: Arc::clone(&self.vault) })
    }

    /// Lets a person act from now on.
    pub(super) fn enter(&mut self, username: &str, user_id: Uuid, role: Role, organisation_id: Uuid) {
        let at_root = organisation_id == super::PROVINCE;
        self.people.insert(username.to_owned(), principal(user_id, role, organisation_id, at_root));
    }

    /// Notes the id of the organisation that the story calls `key`.
    pub(super) fn place(&mut self, key: &'static str, id: Uuid) {
        self.organisations.insert(key, id);
    }

    /// The organisation that the story calls `key`.
    pub(super) fn organisation(&self, key: &str) -> Outcome<Uuid> {
        self.organisations.get(key).copied().ok_or_else(|| unknown("organisation", key))
    }

    /// Notes the id of an indicator.
    pub(super) fn count_by(&mut self, code: &'static str, id: Uuid) {
        self.indicators.insert(code, id);
    }

    /// The indicator with this code.
    pub(super) fn indicator(&self, code: &str) -> Outcome<Uuid> {
        self.indicators.get(code).copied().ok_or_else(|| unknown("indicator", code))
    }
}

fn unknown(what: &str, name: &str) -> Problem {
    Problem::internal(format!("the demo names no {what} {name}"))
}

/// Somebody with one role in one organisation.
pub(super) fn principal(user_id: Uuid, role: Role, organisation_id: Uuid, at_root: bool) -> Principal {
    Principal {
        user_id,
        session_id: Uuid::nil(),
        must_change_password: false,
        grants: vec![ActiveGrant { role, organisation_id, at_root }],
    }
}

/// A body, read as one that came over the wire would be: its bounds hold for the demo too.
pub(super) fn body<T: DeserializeOwned>(value: Value) -> Outcome<T> {
    serde_json::from_value(value).map_err(|error| Problem::internal(format!("a body of the demo: {error}")))
}

/// An instant of the story, by the province's clock.
pub(super) fn at(month: u32, day: u32, hour: u32, minute: u32) -> Instant {
    Instant::utc(YEAR, month, day, hour, minute) - Duration::hours(7)
}
