//! Rows of submissions and of what they name.

use chrono::NaiveDate;
use diesel::prelude::*;

use super::model::SubmissionStatus;
use crate::awards::papers::store::Shown;
use crate::awards::papers::{AwardOutcome, Head};
use crate::db::schema::{
    award_nominations as nominations, award_submission_lines as lines, award_submissions as submissions,
};
use crate::db::{AnyConnection, MultiBackend};
use crate::identity::policy::{Scope, descendants_of};
use crate::kernel::clock::Instant;
use crate::kernel::id::Uuid;
use crate::kernel::page::{Created, Page};
use crate::kernel::problem::{Outcome, Problem};
use crate::kernel::signing::SigningCapacity;

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
}

impl SubmissionRow {
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

/// A nomination that a submission names.
#[derive(Clone, Debug, Queryable, Insertable)]
#[diesel(table_name = lines, treat_none_as_default_value = false)]
pub(super) struct LineRow {
    pub(super) submission_id: Uuid,
    pub(super) position: i32,
    pub(super) nomination_id: Uuid,
    pub(super) answer: Option<AwardOutcome>,
}

/// A line with its nomination.
pub(super) type Listed = (LineRow, Shown);

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

/// Holds a signed submission until the transaction ends and answers it as it is now; nothing when it is a draft or all
/// of it is answered. Its version stays.
pub(super) fn hold_signed(db: &mut AnyConnection, id: Uuid) -> Outcome<Option<SubmissionRow>> {
    let signed = submissions::table.find(id).filter(submissions::status.eq(SubmissionStatus::Signed));
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

/// Notes what the authority says of a nomination.
pub(super) fn answer(
    db: &mut AnyConnection,
    submission: Uuid,
    nomination: Uuid,
    answer: AwardOutcome,
) -> Outcome<()> {
    let line = lines::table.find((submission, nomination));
    diesel::update(line).set(lines::answer.eq(Some(answer))).execute(db)?;
    Ok(())
}

/// Removes a draft that is held, with its lines.
pub(super) fn delete(db: &mut AnyConnection, id: Uuid) -> Outcome<()> {
    delete_lines(db, id)?;
    diesel::delete(submissions::table.find(id)).execute(db)?;
    Ok(())
}

pub(super) fn insert_line(db: &mut AnyConnection, row: &LineRow) -> Outcome<()> {
    diesel::insert_into(lines::table).values(row).execute(db)?;
    Ok(())
}

pub(super) fn delete_lines(db: &mut AnyConnection, submission: Uuid) -> Outcome<()> {
    diesel::delete(lines::table.filter(lines::submission_id.eq(submission))).execute(db)?;
    Ok(())
}

/// What a submission names, in its order.
pub(super) fn lines_of(db: &mut AnyConnection, submission: Uuid) -> Outcome<Vec<LineRow>> {
    Ok(lines::table.filter(lines::submission_id.eq(submission)).order(lines::position).load(db)?)
}

/// Which of these nominations another submission names.
pub(super) fn named_elsewhere(db: &mut AnyConnection, submission: Uuid, of: &[Uuid]) -> Outcome<Vec<Uuid>> {
    Ok(lines::table
        .filter(lines::nomination_id.eq_any(of.to_vec()))
        .filter(lines::submission_id.ne(submission))
        .select(lines::nomination_id)
        .load(db)?)
}

/// A submission's lines with their nominations, by position.
pub(super) fn list_lines(
    db: &mut AnyConnection,
    submission: Uuid,
    after: Option<i32>,
    rows: i64,
) -> Outcome<Vec<Listed>> {
    let mut query = lines::table
        .inner_join(nominations::table)
        .filter(lines::submission_id.eq(submission))
        .into_boxed::<MultiBackend>();
    if let Some(position) = after {
        query = query.filter(lines::position.gt(position));
    }
    let columns = (lines::all_columns, Shown::as_select());
    Ok(query.select(columns).order(lines::position).limit(rows).load(db)?)
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
    if let Some(status) = filter.status {
        rows = rows.filter(submissions::status.eq(status));
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

/// How many lines of a submission are answered.
pub(super) fn count_answered(db: &mut AnyConnection, submission: Uuid) -> Outcome<i64> {
    let answered =
        lines::table.filter(lines::submission_id.eq(submission)).filter(lines::answer.is_not_null());
    Ok(answered.count().get_result(db)?)
}

/// Holds the submission of a decision that the caller was shown to see. Its version stays.
pub(super) fn keep_still(db: &mut AnyConnection, id: Uuid) -> Outcome<()> {
    let same = submissions::version.eq(submissions::version);
    diesel::update(submissions::table.find(id)).set(same).execute(db)?;
    Ok(())
}
