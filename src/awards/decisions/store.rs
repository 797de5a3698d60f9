//! Rows of decisions and of what they name.

use chrono::NaiveDate;
use diesel::prelude::*;

use super::model::AwardDecisionStatus;
use crate::awards::papers::store::Shown;
use crate::awards::papers::{AwardOutcome, Head};
use crate::db::schema::{
    award_decision_lines as lines, award_decisions as decisions, award_nominations as nominations,
};
use crate::db::{AnyConnection, MultiBackend};
use crate::identity::policy::{Scope, descendants_of};
use crate::kernel::clock::Instant;
use crate::kernel::id::Uuid;
use crate::kernel::page::{Created, Page};
use crate::kernel::problem::{Outcome, Problem};
use crate::kernel::signing::SigningCapacity;

crate::text_column!(AwardDecisionStatus);

/// A decision as it is kept.
#[derive(Clone, Debug, Queryable, Insertable, AsChangeset)]
#[diesel(table_name = decisions, treat_none_as_default_value = false, treat_none_as_null = true)]
pub(super) struct DecisionRow {
    pub(super) id: Uuid,
    pub(super) organisation_id: Uuid,
    pub(super) round_id: Uuid,
    pub(super) submission_id: Option<Uuid>,
    pub(super) authority: String,
    pub(super) title: String,
    pub(super) legal_bases: Option<String>,
    pub(super) place: Option<String>,
    pub(super) document_date: Option<NaiveDate>,
    pub(super) signing_capacity: Option<SigningCapacity>,
    pub(super) signing_body: Option<String>,
    pub(super) signer_position: Option<String>,
    pub(super) signer_name: Option<String>,
    pub(super) status: AwardDecisionStatus,
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

impl DecisionRow {
    /// What it says beside its nominations.
    pub(super) fn head(&self) -> Head {
        Head {
            title: self.title.clone(),
            legal_bases: self.legal_bases.clone().unwrap_or_default(),
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
            legal_bases: Some(head.legal_bases),
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

/// A nomination that a decision names.
#[derive(Clone, Debug, Queryable, Insertable)]
#[diesel(table_name = lines, treat_none_as_default_value = false)]
pub(super) struct LineRow {
    pub(super) decision_id: Uuid,
    pub(super) position: i32,
    pub(super) nomination_id: Uuid,
    pub(super) outcome: AwardOutcome,
}

/// A line with its nomination.
pub(super) type Listed = (LineRow, Shown);

/// Which decisions to list.
#[derive(Clone, Debug, Default)]
pub(super) struct Filter {
    pub(super) organisation: Option<Uuid>,
    pub(super) round: Option<Uuid>,
    pub(super) authority: Option<String>,
    pub(super) status: Option<AwardDecisionStatus>,
    pub(super) submission: Option<Uuid>,
    pub(super) signed_from: Option<NaiveDate>,
    pub(super) signed_to: Option<NaiveDate>,
    pub(super) descending: bool,
}

/// A decision of an organisation in scope.
pub(super) fn find(db: &mut AnyConnection, scope: &Scope, id: Uuid) -> Outcome<DecisionRow> {
    let row: DecisionRow = decisions::table.find(id).first(db)?;
    scope.check(db, row.organisation_id)?;
    Ok(row)
}

/// Holds a draft until the transaction ends and answers it as it is now; nothing when it is signed or gone. Its version
/// stays.
pub(super) fn hold(db: &mut AnyConnection, id: Uuid) -> Outcome<Option<DecisionRow>> {
    let draft = decisions::table.find(id).filter(decisions::status.eq(AwardDecisionStatus::Draft));
    Ok(diesel::update(draft)
        .set(decisions::version.eq(decisions::version))
        .returning(decisions::all_columns)
        .get_result(db)
        .optional()?)
}

pub(super) fn insert(db: &mut AnyConnection, row: &DecisionRow) -> Outcome<()> {
    diesel::insert_into(decisions::table).values(row).execute(db)?;
    Ok(())
}

/// Writes everything of a draft over version `row.version`; answers it with its new version.
pub(super) fn save(db: &mut AnyConnection, row: &DecisionRow, now: Instant) -> Outcome<DecisionRow> {
    let known = decisions::table
        .filter(decisions::id.eq(row.id))
        .filter(decisions::version.eq(row.version))
        .filter(decisions::status.eq(AwardDecisionStatus::Draft));
    let next = DecisionRow { version: row.version + 1, updated_at: now, ..row.clone() };
    diesel::update(known)
        .set(&next)
        .returning(decisions::all_columns)
        .get_result(db)
        .optional()?
        .ok_or(Problem::stale(row.version + 1))
}

/// Removes a draft that is held, with its lines.
pub(super) fn delete(db: &mut AnyConnection, id: Uuid) -> Outcome<()> {
    delete_lines(db, id)?;
    diesel::delete(decisions::table.find(id)).execute(db)?;
    Ok(())
}

pub(super) fn insert_line(db: &mut AnyConnection, row: &LineRow) -> Outcome<()> {
    diesel::insert_into(lines::table).values(row).execute(db)?;
    Ok(())
}

pub(super) fn delete_lines(db: &mut AnyConnection, decision: Uuid) -> Outcome<()> {
    diesel::delete(lines::table.filter(lines::decision_id.eq(decision))).execute(db)?;
    Ok(())
}

/// What a decision names, in its order.
pub(super) fn lines_of(db: &mut AnyConnection, decision: Uuid) -> Outcome<Vec<LineRow>> {
    Ok(lines::table.filter(lines::decision_id.eq(decision)).order(lines::position).load(db)?)
}

/// Which of these nominations another decision names.
pub(super) fn named_elsewhere(db: &mut AnyConnection, decision: Uuid, of: &[Uuid]) -> Outcome<Vec<Uuid>> {
    Ok(lines::table
        .filter(lines::nomination_id.eq_any(of.to_vec()))
        .filter(lines::decision_id.ne(decision))
        .select(lines::nomination_id)
        .load(db)?)
}

/// A decision's lines with their nominations, by position.
pub(super) fn list_lines(
    db: &mut AnyConnection,
    decision: Uuid,
    after: Option<i32>,
    rows: i64,
) -> Outcome<Vec<Listed>> {
    let mut query = lines::table
        .inner_join(nominations::table)
        .filter(lines::decision_id.eq(decision))
        .into_boxed::<MultiBackend>();
    if let Some(position) = after {
        query = query.filter(lines::position.gt(position));
    }
    let columns = (lines::all_columns, Shown::as_select());
    Ok(query.select(columns).order(lines::position).limit(rows).load(db)?)
}

fn matching(scope: &Scope, filter: &Filter) -> decisions::BoxedQuery<'static, MultiBackend> {
    let mut rows = decisions::table.into_boxed::<MultiBackend>();
    if let Some(tops) = scope.trees() {
        rows = rows.filter(decisions::organisation_id.eq_any(descendants_of(tops)));
    }
    if let Some(organisation) = filter.organisation {
        rows = rows.filter(decisions::organisation_id.eq(organisation));
    }
    if let Some(round) = filter.round {
        rows = rows.filter(decisions::round_id.eq(round));
    }
    if let Some(authority) = filter.authority.clone() {
        rows = rows.filter(decisions::authority.eq(authority));
    }
    if let Some(status) = filter.status {
        rows = rows.filter(decisions::status.eq(status));
    }
    if let Some(submission) = filter.submission {
        rows = rows.filter(decisions::submission_id.eq(submission));
    }
    if filter.signed_from.is_some() || filter.signed_to.is_some() {
        rows = rows.filter(decisions::status.ne(AwardDecisionStatus::Draft));
    }
    if let Some(from) = filter.signed_from {
        rows = rows.filter(decisions::document_date.ge(from));
    }
    if let Some(to) = filter.signed_to {
        rows = rows.filter(decisions::document_date.le(to));
    }
    rows
}

pub(super) fn list(
    db: &mut AnyConnection,
    scope: &Scope,
    filter: &Filter,
    page: &Page,
) -> Outcome<Vec<DecisionRow>> {
    let rows = matching(scope, filter).limit(page.rows());
    let rows = crate::in_order_of_creation!(rows, decisions, page.start::<Created>()?, filter.descending);
    Ok(rows.load(db)?)
}

pub(super) fn count(db: &mut AnyConnection, scope: &Scope, filter: &Filter) -> Outcome<i64> {
    Ok(matching(scope, filter).count().get_result(db)?)
}

/// How many nominations a decision awards.
pub(super) fn count_awarded(db: &mut AnyConnection, decision: Uuid) -> Outcome<i64> {
    let awarded =
        lines::table.filter(lines::decision_id.eq(decision)).filter(lines::outcome.eq(AwardOutcome::Awarded));
    Ok(awarded.count().get_result(db)?)
}
