//! What one entry says.

use serde_json::Value;

use crate::db::types::JsonValue;
use crate::kernel::id::Uuid;

/// An entry before it is written. Never put a citizen id, a phone number, a birth date, health details or a
/// secret into `changes` or `reason`: the journal is read by many and cannot be changed (rule 7).
#[derive(Clone, Debug)]
pub struct Entry {
    pub(super) action: &'static str,
    pub(super) record_type: &'static str,
    pub(super) record_id: Uuid,
    pub(super) organisation_id: Option<Uuid>,
    pub(super) from_state: Option<&'static str>,
    pub(super) to_state: Option<&'static str>,
    pub(super) reason: Option<String>,
    pub(super) changes: Option<JsonValue>,
}

impl Entry {
    /// `action` happened to a record, e.g. `report.submit` to a `report`.
    #[must_use]
    pub const fn new(action: &'static str, record_type: &'static str, record_id: Uuid) -> Self {
        Self {
            action,
            record_type,
            record_id,
            organisation_id: None,
            from_state: None,
            to_state: None,
            reason: None,
            changes: None,
        }
    }

    /// The organisation the record belongs to; readers of that organisation see the entry.
    #[must_use]
    pub const fn of(mut self, organisation_id: Uuid) -> Self {
        self.organisation_id = Some(organisation_id);
        self
    }

    /// From which state to which.
    #[must_use]
    pub const fn states(mut self, from: &'static str, to: &'static str) -> Self {
        self.from_state = Some(from);
        self.to_state = Some(to);
        self
    }

    /// The reason given.
    #[must_use]
    pub fn reason(mut self, reason: impl Into<String>) -> Self {
        self.reason = Some(reason.into());
        self
    }

    /// What changed, as a JSON object of the members with their new values.
    #[must_use]
    pub fn changes(mut self, changes: Value) -> Self {
        self.changes = Some(JsonValue(changes));
        self
    }
}
