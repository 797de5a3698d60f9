//! Rows of submissions and of what they name.

mod lines;

use chrono::NaiveDate;
use diesel::prelude::*;

use super::model::SubmissionStatus;
use crate::awards::papers::Head;
use crate::db::schema::award_submissions as submissions;
use crate::db::{AnyConnection, MultiBackend};
use crate::identity::policy::{Scope, descendants_of};
use crate::kernel::clock::Instant;
use crate::kernel::id::Uuid;
use crate::kernel::page::{Created, Page};
use crate::kernel::problem::{Outcome, Problem};
use crate::kernel::signing::SigningCapacity;
use crate::vault::{Place, Sealed};

pub(super) use lines::*;

crate::text_column!(SubmissionStatus);

/// A submission as it is kept.
#[derive(Clone, Debug, Queryable, Insertable, AsChangeset)]
#[diesel(table_name = submissions, treat_none_as_default_value = false, treat_none_as_null = true)]
pub(super) struct SubmissionRow {
    pub(super) id: Uuid,
    pub(super) organisation_id: Uuid,
    pub(super) round_id: Uuid,
    pub(super) authority: String,
    pub(super) title: String,
    pub(super) legal_bases: String,
    pub(super) place: Option<String>,
    pub(super) document_date: Option<NaiveDate>,
    pub(super) signing_capacity: Option<SigningCapacity>,
    pub(super) signing_body: Option<String>,
    pub(super) signer_position: Option<String>,
    pub(super) signer_name: Option<String>,
    pub(super) status: SubmissionStatus,
    pub(super) register_entry_id: Option<Uuid>,
    pub(super) number: Option<i64>,
    pub(super) symbol: Option<String>,
    pub(super) line_count: i32,
    pub(super) created_by: Uuid,
    pub(super) signed_by: Option<Uuid>,
    pub(super) signed_at: Option<Instant>,
    pub(super) version: i64,
    pub(super) created_at: Instant,
    pub(super) updated_at: Instant,
    pub(super) authority_organisation_id: Option<Uuid>,
    pub(super) recalled_by: Option<Uuid>,
    pub(super) recalled_at: Option<Instant>,
    pub(super) recall_reason: Option<Sealed>,
}

/// Where the reason of a recall is sealed.
pub(super) const fn reason_place(submission: Uuid) -> Place {
    Place { table: "award_submissions", column: "recall_reason", row: submission }
}

impl SubmissionRow {
    /// Where it stands: what was recalled stays as it was signed, with the recall beside it.
    pub(super) const fn state(&self) -> SubmissionStatus {
        if self.recalled_at.is_some() { SubmissionStatus::Recalled } else { self.status }
    }

    /// Who records what the authority answers: the authority itself where it is an organisation of this system, else who
    /// has submitted to it.
    pub(super) fn answers(&self) -> Uuid {
        self.authority_organisation_id.unwrap_or(self.organisation_id)
    }

    /// What it says beside its nominations.
    pub(super) fn head(&self) -> Head {
        Head {
            title: self.title.clone(),
            legal_bases: self.legal_bases.clone(),
            place: self.place.clone(),
            document_date: self.document_date,
            signing_capacity: self.signing_capacity,
            signing_body: self.signing_body.clone(),
            signer_position: self.signer_position.clone(),
            signer_name: self.signer_name.clone(),
        }
    }

    /// The same, saying this.
    pub(super) fn with(self, head: Head) -> Self {
        Self {
            title: head.title,
            legal_bases: head.legal_bases,
            place: head.place,
            document_date: head.document_date,
            signing_capacity: head.signing_capacity,
            signing_body: head.signing_body,
            signer_position: head.signer_position,
            signer_name: head.signer_name,
            ..self
        }
    }
}

/// Which submissions to list.
#[derive(Clone, Debug, Default)]
pub(super) struct Filter {
    pub(super) organisation: Option<Uuid>,
    pub(super) round: Option<Uuid>,
    pub(super) authority: Option<String>,
    pub(super) status: Option<SubmissionStatus>,
    pub(super) signed_from: Option<NaiveDate>,
    pub(super) signed_to: Option<NaiveDate>,
    pub(super) descending: bool,
}

/// A submission of an organisation in scope.
pub(super) fn find(db: &mut AnyConnection, scope: &Scope, id: Uuid) -> Outcome<SubmissionRow> {
    let row: SubmissionRow = submissions::table.find(id).first(db)?;
    scope.check(db, row.organisation_id)?;
    Ok(row)
}

/// Holds a draft until the transaction ends and answers it as it is now; nothing when it is signed or gone. Its version
/// stays.
pub(super) fn hold(db: &mut AnyConnection, id: Uuid) -> Outcome<Option<SubmissionRow>> {
    let draft = submissions::table.find(id).filter(submissions::status.eq(SubmissionStatus::Draft));
    Ok(diesel::update(draft)
        .set(submissions::version.eq(submissions::version))
        .returning(submissions::all_columns)
        .get_result(db)
        .optional()?)
}

pub(super) fn insert(db: &mut AnyConnection, row: &SubmissionRow) -> Outcome<()> {
    diesel::insert_into(submissions::table).values(row).execute(db)?;
    Ok(())
}

/// Writes everything of a draft over version `row.version`; answers it with its new version.
pub(super) fn save(db: &mut AnyConnection, row: &SubmissionRow, now: Instant) -> Outcome<SubmissionRow> {
    let known = submissions::table
        .filter(submissions::id.eq(row.id))
        .filter(submissions::version.eq(row.version))
        .filter(submissions::status.eq(SubmissionStatus::Draft));
    let next = SubmissionRow { version: row.version + 1, updated_at: now, ..row.clone() };
    diesel::update(known)
        .set(&next)
        .returning(submissions::all_columns)
        .get_result(db)
        .optional()?
        .ok_or(Problem::stale(row.version + 1))
}

/// Holds a signed submission until the transaction ends and answers it as it is now; nothing when it is a draft or
/// recalled, or all of it is answered. Its version stays.
pub(super) fn hold_signed(db: &mut AnyConnection, id: Uuid) -> Outcome<Option<SubmissionRow>> {
    let signed = submissions::table
        .find(id)
        .filter(submissions::status.eq(SubmissionStatus::Signed))
        .filter(submissions::recalled_at.is_null());
    Ok(diesel::update(signed)
        .set(submissions::version.eq(submissions::version))
        .returning(submissions::all_columns)
        .get_result(db)
        .optional()?)
}

/// Raises the version of a signed submission that is held, with the state it has after an answer.
pub(super) fn touch(
    db: &mut AnyConnection,
    id: Uuid,
    status: SubmissionStatus,
    now: Instant,
) -> Outcome<SubmissionRow> {
    Ok(diesel::update(submissions::table.find(id))
        .set((
            submissions::status.eq(status),
            submissions::version.eq(submissions::version + 1),
            submissions::updated_at.eq(now),
        ))
        .returning(submissions::all_columns)
        .get_result(db)?)
}

/// Takes back a signed submission that is held, with its lines.
pub(super) fn recall(
    db: &mut AnyConnection,
    id: Uuid,
    by: Uuid,
    reason: &Sealed,
    now: Instant,
) -> Outcome<SubmissionRow> {
    recall_lines(db, id)?;
    Ok(diesel::update(submissions::table.find(id))
        .set((
            submissions::recalled_by.eq(Some(by)),
            submissions::recalled_at.eq(Some(now)),
            submissions::recall_reason.eq(Some(reason)),
            submissions::version.eq(submissions::version + 1),
            submissions::updated_at.eq(now),
        ))
        .returning(submissions::all_columns)
        .get_result(db)?)
}

/// Removes a draft that is held, with its lines.
pub(super) fn delete(db: &mut AnyConnection, id: Uuid) -> Outcome<()> {
    delete_lines(db, id)?;
    diesel::delete(submissions::table.find(id)).execute(db)?;
    Ok(())
}

fn matching(scope: &Scope, filter: &Filter) -> submissions::BoxedQuery<'static, MultiBackend> {
    let mut rows = submissions::table.into_boxed::<MultiBackend>();
    if let Some(tops) = scope.trees() {
        rows = rows.filter(submissions::organisation_id.eq_any(descendants_of(tops)));
    }
    if let Some(organisation) = filter.organisation {
        rows = rows.filter(submissions::organisation_id.eq(organisation));
    }
    if let Some(round) = filter.round {
        rows = rows.filter(submissions::round_id.eq(round));
    }
    if let Some(authority) = filter.authority.clone() {
        rows = rows.filter(submissions::authority.eq(authority));
    }
    match filter.status {
        Some(SubmissionStatus::Recalled) => rows = rows.filter(submissions::recalled_at.is_not_null()),
        Some(status) => {
            rows = rows.filter(submissions::status.eq(status)).filter(submissions::recalled_at.is_null());
        }
        None => {}
    }
    if filter.signed_from.is_some() || filter.signed_to.is_some() {
        rows = rows.filter(submissions::status.ne(SubmissionStatus::Draft));
    }
    if let Some(from) = filter.signed_from {
        rows = rows.filter(submissions::document_date.ge(from));
    }
    if let Some(to) = filter.signed_to {
        rows = rows.filter(submissions::document_date.le(to));
    }
    rows
}

pub(super) fn list(
    db: &mut AnyConnection,
    scope: &Scope,
    filter: &Filter,
    page: &Page,
) -> Outcome<Vec<SubmissionRow>> {
    let rows = matching(scope, filter).limit(page.rows());
    let rows = crate::in_order_of_creation!(rows, submissions, page.start::<Created>()?, filter.descending);
    Ok(rows.load(db)?)
}

pub(super) fn count(db: &mut AnyConnection, scope: &Scope, filter: &Filter) -> Outcome<i64> {
    Ok(matching(scope, filter).count().get_result(db)?)
}

/// Holds a submission that the caller was shown to see, itself or a decision on it, until the transaction ends, and
/// answers it as it is now. Its version stays.
pub(super) fn keep_still(db: &mut AnyConnection, id: Uuid) -> Outcome<SubmissionRow> {
    Ok(diesel::update(submissions::table.find(id))
        .set(submissions::version.eq(submissions::version))
        .returning(submissions::all_columns)
        .get_result(db)?)
}
