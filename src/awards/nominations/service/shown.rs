//! Rows as they are shown.

use std::collections::HashMap;

use crate::awards::forms::service as forms;
use crate::awards::nominations::dto::{
    AwardNominationCouncilDto, AwardNominationDto, AwardNominationSummaryDto, KnownAwardDto,
    KnownNominationDto,
};
use crate::awards::nominations::model::AwardAppraisal;
use crate::awards::nominations::store::{Beside, Council, NominationRow};
use crate::awards::register::service::AwardRow;
use crate::db::AnyConnection;
use crate::kernel::id::Uuid;
use crate::kernel::problem::{Outcome, Problem};
use crate::usecase::Reading;

/// One nomination, with all that was achieved.
pub(super) fn one(r: &mut Reading<'_>, row: NominationRow) -> Outcome<AwardNominationDto> {
    let achievements = row.achievements.clone();
    let summary =
        many(r.db, vec![row])?.pop().ok_or_else(|| Problem::internal("a nomination that is lost"))?;
    Ok(AwardNominationDto { summary, achievements })
}

/// Many of them.
pub(super) fn many(
    db: &mut AnyConnection,
    rows: Vec<NominationRow>,
) -> Outcome<Vec<AwardNominationSummaryDto>> {
    let distinct = |of: fn(&NominationRow) -> Uuid| {
        let mut ids: Vec<Uuid> = rows.iter().map(of).collect();
        ids.sort_unstable();
        ids.dedup();
        ids
    };
    let ids: Vec<Uuid> = rows.iter().map(|row| row.id).collect();
    let mut beside = Beside::of(db, distinct(|row| row.organisation_id), &ids)?;
    let forms = forms::of_ids(db, &distinct(|row| row.form_id))?;
    let forms: HashMap<Uuid, String> = forms.into_iter().map(|form| (form.id, form.name_vi)).collect();
    Ok(rows.into_iter().map(|row| summary(row, &forms, &mut beside)).collect())
}

fn summary(
    row: NominationRow,
    forms: &HashMap<Uuid, String>,
    beside: &mut Beside,
) -> AwardNominationSummaryDto {
    let (submission_id, submission_symbol) = beside.submissions.remove(&row.id).unzip();
    let (decision_id, decision_symbol) = beside.decisions.remove(&row.id).unzip();
    AwardNominationSummaryDto {
        organisation_name: beside.unions.get(&row.organisation_id).cloned().unwrap_or_default(),
        form_name: forms.get(&row.form_id).cloned().unwrap_or_default(),
        nominee_kind_label: row.nominee_kind.label_vi(),
        status_label: row.status.label_vi(),
        appraisal_label: row.appraisal.map(AwardAppraisal::label_vi),
        council: beside.councils.remove(&row.id).and_then(council),
        submission_id,
        submission_symbol: submission_symbol.flatten(),
        decision_id,
        decision_symbol: decision_symbol.flatten(),
        award_id: beside.awards.remove(&Some(row.id)),
        id: row.id,
        organisation_id: row.organisation_id,
        round_id: row.round_id,
        form_id: row.form_id,
        nominee_kind: row.nominee_kind,
        nominee_name: row.nominee_name,
        nominee_title: row.nominee_title,
        workplace: row.workplace,
        whole_organisation: row.whole_organisation,
        namesake: row.namesake,
        earlier_award_id: row.earlier_award_id,
        status: row.status,
        on_hold: row.on_hold,
        rank: row.rank,
        appraisal: row.appraisal,
        submitted_on: row.submitted_on,
        created_by: row.created_by,
        submitted_by: row.submitted_by,
        endorsed_by: row.endorsed_by,
        appraised_by: row.appraised_by,
        version: row.version,
        created_at: row.created_at,
        updated_at: row.updated_at,
    }
}

fn council((session_id, held_on, result): Council) -> Option<AwardNominationCouncilDto> {
    Some(AwardNominationCouncilDto { session_id, held_on: held_on?, result: result? })
}

/// An award, in short.
pub(super) fn award(row: AwardRow) -> KnownAwardDto {
    KnownAwardDto {
        id: row.id,
        organisation_id: row.organisation_id,
        recipient_name: row.recipient_name,
        kind: row.kind,
        authority: row.authority,
        year: row.year,
        symbol: row.symbol,
        state: row.state,
    }
}

/// A nomination, in short.
pub(super) fn nomination(row: NominationRow) -> KnownNominationDto {
    KnownNominationDto {
        id: row.id,
        organisation_id: row.organisation_id,
        round_id: row.round_id,
        form_id: row.form_id,
        nominee_name: row.nominee_name,
        status: row.status,
        on_hold: row.on_hold,
    }
}
